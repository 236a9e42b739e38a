//! Whose pages were looked at last: the ways to them stay in the frame of the pages that are nobody's.
//!
//! The browser keeps the number of the person and nothing else, until it is closed; a number that whoever asks does not
//! reach leads nowhere. Read next: `crate::shell` for the frame.

use crate::state::Who;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use evenstride_app::error::Error;
use evenstride_app::store::Store;

const COOKIE: &str = "evenstride-person";

/// The number that the browser keeps.
pub(super) fn number(headers: &HeaderMap) -> Option<i64> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(name, _)| *name == COOKIE).find_map(|(_, value)| value.parse().ok())
}

/// The person of that number among those whom a store shows.
pub(super) async fn person(store: &Store, number: i64) -> Result<Option<Who>, Error> {
    let people = store.people().await?;
    Ok(people.into_iter().map(|(number, name)| Who { number, name }).find(|who| who.number == number))
}

/// Lets the browser remember the person whose page it was shown.
pub(super) fn remember(number: i64, response: &mut Response) {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let is_page = response.status().is_success() && kind.is_some_and(|kind| kind.starts_with("text/html"));
    let cookie = HeaderValue::from_str(&format!("{COOKIE}={number}; Path=/; HttpOnly; SameSite=Lax"));
    if let (true, Ok(cookie)) = (is_page, cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_number_is_kept() {
        let of = |cookie: &str| {
            number(&HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_str(cookie).unwrap())]))
        };
        assert_eq!(of("a=b; evenstride-person=3"), Some(3));
        for other in ["evenstride-person=ann", "evenstride-person=", "person=3", ""] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}
