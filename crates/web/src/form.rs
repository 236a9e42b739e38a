//! What a form sends: names and values in their order, of a bounded size.
//!
//! It knows no field; what is meant is understood by the page that asked. Values are trimmed, nothing else.

use crate::problem::Problem;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;

/// The bytes of a form at most; a page of lines of training is far smaller.
const MOST_BYTES: usize = 256 << 10;

/// The fields of a form.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    /// The fields of a text as forms send them.
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let fields = form_urlencoded::parse(bytes);
        Self(fields.map(|(name, value)| (name.into_owned(), value.trim().to_owned())).collect())
    }

    /// The fields in their order.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of a field; empty when it was not sent.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or("")
    }

    /// The values of a field that can be sent several times.
    pub(crate) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Was the box ticked?
    pub(crate) fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// A number with a point or a comma; none when the field is empty.
    ///
    /// # Errors
    /// Something stands there that is no number from `from` to `to`.
    pub(crate) fn number(&self, name: &str, from: f64, to: f64) -> Result<Option<f64>, NoNumber> {
        let typed = self.get(name);
        if typed.is_empty() {
            return Ok(None);
        }
        let number = typed.replace(',', ".").parse::<f64>().ok();
        number.filter(|number| (from..=to).contains(number)).map(Some).ok_or(NoNumber { from, to })
    }
}

/// Something that is no number within these ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct NoNumber {
    pub(crate) from: f64,
    pub(crate) to: f64,
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Problem;

    async fn from_request(request: Request<Body>, _: &S) -> Result<Self, Problem> {
        let bytes = to_bytes(request.into_body(), MOST_BYTES).await;
        let bytes = bytes.map_err(|_| Problem::plain(StatusCode::PAYLOAD_TOO_LARGE, "too_large"))?;
        Ok(Self::parse(&bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_as_browsers_send_them() {
        let form = Form::parse(b"a=1+2&b=%C3%A4&c=x&c=y&d=%20%20&broken=%ff%zz&=&");
        assert_eq!((form.get("a"), form.get("b"), form.get("d")), ("1 2", "ä", ""));
        assert_eq!(form.all("c").collect::<Vec<_>>(), ["x", "y"]);
        assert!(form.has("d") && !form.has("e"));
    }

    #[test]
    fn numbers_may_have_a_comma_and_must_lie_within_the_ends() {
        let form = Form::parse(b"a=1,5&b=&c=x&d=nan&e=1e999&f=11");
        assert_eq!(form.number("a", 0.0, 10.0), Ok(Some(1.5)));
        assert_eq!(form.number("b", 0.0, 10.0), Ok(None));
        for wrong in ["c", "d", "e", "f"] {
            assert!(form.number(wrong, 0.0, 10.0).is_err(), "{wrong}");
        }
    }
}
