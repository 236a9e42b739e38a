//! The language in which a page is said: the one that was chosen, or else what the browser asks for.
//!
//! A page is made from many places and all of them speak alike, so the language goes along with the request, as the
//! visitor does. Programs are answered in English whatever they ask for. Read next: `crate::shell::words`.

use crate::assets;
use crate::doors::own_page;
use crate::form::Form;
use crate::shell::say;
use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::{IntoResponse, Redirect, Response};
use evenstride_app::prelude::Language;
use maud::{Markup, html};

/// A year, after which the browser forgets what was chosen.
const REMEMBERED_S: u32 = 31_536_000;
const COOKIE: &str = "evenstride-language";
/// Languages of a browser's list that are looked at.
const MOST_ASKED: usize = 20;

/// How a page is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) language: Language,
    /// The page to come back to once another language was chosen.
    back: String,
}

tokio::task_local! {
    /// How the page that is being made was asked for.
    static ASKED: Asked;
}

impl Asked {
    /// What a request says of it.
    pub(crate) fn of(parts: &Parts) -> Self {
        let language = chosen(&parts.headers).unwrap_or_else(|| accepted(&parts.headers));
        // What answers a form alone cannot be opened again.
        let is_page = parts.method == Method::GET;
        let whole = parts.uri.path_and_query().map_or("/", |address| address.as_str());
        let back = own_page(whole).or_else(|| own_page(parts.uri.path())).filter(|_| is_page).unwrap_or("/");
        Self { language, back: back.to_owned() }
    }

    /// What a program is answered in.
    pub(crate) fn by_program() -> Self {
        Self { language: Language::English, back: "/".to_owned() }
    }

    /// The one that a page is being made for; none for a request that is refused before it is understood.
    pub(crate) fn now() -> Option<Self> {
        ASKED.try_with(Asked::clone).ok()
    }

    /// Makes pages within this.
    pub(crate) async fn over<T>(self, work: impl Future<Output = T>) -> T {
        ASKED.scope(self, work).await
    }
}

/// Work on a thread of its own for the page that is being made, in its language.
pub(crate) fn along<T>(work: impl FnOnce() -> T) -> impl FnOnce() -> T {
    let asked = Asked::now();
    move || match asked {
        Some(asked) => ASKED.sync_scope(asked, work),
        None => work(),
    }
}

/// The language of the page that is being made.
pub(crate) fn language() -> Language {
    ASKED.try_with(|asked| asked.language).unwrap_or_default()
}

fn chosen(headers: &HeaderMap) -> Option<Language> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(name, _)| *name == COOKIE).find_map(|(_, value)| Language::of_code(value))
}

/// The first of the browser's languages that is there, by the weight that each has.
fn accepted(headers: &HeaderMap) -> Language {
    let text = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut best = (0.0, Language::default());
    for part in text.split(',').take(MOST_ASKED) {
        let (code, weight) = part.split_once(';').unwrap_or((part, ""));
        let weight = weight.trim().strip_prefix("q=").map_or(1.0, |q| q.parse::<f64>().unwrap_or(0.0));
        if let Some(language) = Language::of_code(code.trim())
            && weight > best.0
        {
            best = (weight, language);
        }
    }
    best.1
}

/// The buttons for the other languages.
pub(crate) fn choice() -> Markup {
    let Some(asked) = Asked::now() else { return html! {} };
    let others = Language::ALL.into_iter().filter(|language| *language != asked.language);
    html! {
        form.languages method="post" action="/language" aria-label=(say("nav.language")) {
            input type="hidden" name="back" value=(asked.back);
            @for language in others {
                button.quietly name="language" value=(language.code()) lang=(language.code()) { (language.own_name()) }
            }
        }
        script type="module" src=(assets::language()) {}
    }
}

/// Remembers the language that was chosen, in the browser alone, and goes back to the page.
pub(crate) async fn choose(body: Bytes) -> Response {
    let form = Form::parse(&body);
    let mut response = Redirect::to(own_page(form.get("back")).unwrap_or("/")).into_response();
    if let Some(language) = Language::of_code(form.get("language")) {
        let cookie =
            format!("{COOKIE}={}; Path=/; Max-Age={REMEMBERED_S}; HttpOnly; SameSite=Lax", language.code());
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn the_heaviest_language_of_the_browser_that_is_there_is_taken() {
        for (asked, language) in [
            ("de-AT,de;q=0.9,en;q=0.8", Language::German),
            ("fr,en;q=0.5,de;q=0.7", Language::German),
            ("en-GB,de;q=0.9", Language::English),
            ("de;q=0,en;q=0.1", Language::English),
            ("de;q=wrong", Language::English),
            ("fr", Language::English),
            ("", Language::English),
        ] {
            assert_eq!(accepted(&of(header::ACCEPT_LANGUAGE, asked)), language, "{asked}");
        }
    }

    #[test]
    fn what_was_chosen_goes_before_and_nothing_else_counts_as_chosen() {
        assert_eq!(chosen(&of(header::COOKIE, "a=b; evenstride-language=de")), Some(Language::German));
        for other in ["evenstride-language=fr", "language=de", "evenstride-language", ""] {
            assert_eq!(chosen(&of(header::COOKIE, other)), None, "{other}");
        }
    }
}
