//! The cookie of a session: kept by the browser for this host alone, out of reach of scripts and of other sites.
//!
//! Read next: [`evenstride_app::accounts::SessionSecret`].

use axum::http::{HeaderMap, HeaderValue, header};
use evenstride_app::accounts::{LONGEST_MS, SessionSecret};

/// A browser takes a cookie of this start over TLS alone, and for the one host that sent it.
const NAME: &str = "__Host-evenstride";

/// The secret that a request brings; none when it brings several, because then somebody has put one there.
pub(crate) fn secret_of(headers: &HeaderMap) -> Option<SessionSecret> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut found = lines.flat_map(|line| line.split(';')).filter_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == NAME).then_some(value)
    });
    match (found.next(), found.next()) {
        (Some(value), None) => SessionSecret::read(value),
        (_, _) => None,
    }
}

/// The header that hands a secret to the browser.
pub(crate) fn set(secret: &SessionSecret) -> Option<HeaderValue> {
    let seconds = LONGEST_MS / 1000;
    let text =
        format!("{NAME}={}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Strict", secret.as_str());
    HeaderValue::from_str(&text).ok()
}

/// The header that takes it away.
pub(crate) fn cleared() -> HeaderValue {
    HeaderValue::from_static("__Host-evenstride=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_whole_secret_is_read_and_nothing_else() {
        let secret = SessionSecret::new().unwrap();
        let with = |lines: &[String]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(header::COOKIE, HeaderValue::from_str(line).unwrap());
            }
            secret_of(&headers)
        };
        let own = format!("{NAME}={}", secret.as_str());
        assert_eq!(with(std::slice::from_ref(&own)), Some(secret.clone()));
        assert_eq!(with(&[format!("a=b; {own}; c")]), Some(secret));
        for wrong in [
            vec![format!("{own}; {own}")],
            vec![own.clone(), own.clone()],
            vec![format!("{NAME}=short")],
            vec![format!("other{own}")],
            vec![],
        ] {
            assert_eq!(with(&wrong), None, "{wrong:?}");
        }
        assert!(cleared().to_str().unwrap().starts_with(&format!("{NAME}=;")));
    }
}
