//! The frame of every page: head, the ways between pages, and where the page itself stands.
//!
//! Pages need no script. On a narrow screen the main ways stand at the bottom, where a thumb reaches them.

use crate::assets;
use crate::language::{choice, language};
use crate::state::Who;
use axum::response::Html;
use evenstride_app::accounts::Role;
use evenstride_app::words::Words;
use maud::{DOCTYPE, Markup, html};

/// What a page shows.
pub(crate) struct Shown<'a> {
    /// What it is, in a few words.
    pub(crate) title: &'a str,
    /// Whose it is, when it is somebody's.
    pub(crate) who: Option<&'a Who>,
    /// The way that led to it, as the ways are named.
    pub(crate) here: &'a str,
    /// What stands on it, with its own main heading.
    pub(crate) body: Markup,
}

/// The main ways of one person: name and address behind the person's own.
const MAIN: [(&str, &str); 5] =
    [("today", ""), ("results", "/results"), ("plan", "/plan"), ("train", "/train"), ("progress", "/progress")];
/// The other ways of one person.
const OWN: [(&str, &str); 5] = [
    ("questions", "/questions"),
    ("check", "/check"),
    ("bring", "/bring"),
    ("about", "/about"),
    ("remarks", "/remarks"),
];
/// The ways that are nobody's; the first two are for who looks after several people.
const COMMON: [(&str, &str); 4] =
    [("people", "/people"), ("squad", "/squad"), ("library", "/library/index.html"), ("data", "/data")];

/// Whom a page is shown to, as far as its frame differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Visitor {
    /// Somebody at the machine itself.
    ThisMachine,
    /// Somebody who has signed in.
    Account { name: String, role: Role },
    /// Somebody who has not.
    Nobody,
}

tokio::task_local! {
    /// Whom the page that is being made is shown to; a page is made from many places, and its frame is the same for all.
    static VISITOR: Visitor;
    /// Whose pages the visitor has looked at last, where the page that is being made is nobody's.
    static LAST: Option<Who>;
}

/// Makes pages within this for one visitor, who has looked at somebody's pages before.
pub(crate) async fn seen_by<T>(visitor: Visitor, last: Option<Who>, work: impl Future<Output = T>) -> T {
    VISITOR.scope(visitor, LAST.scope(last, work)).await
}

impl Visitor {
    /// The one that a page is being made for; nobody where that is not known, because then the frame tells least.
    fn now() -> Self {
        VISITOR.try_with(Visitor::clone).unwrap_or(Visitor::Nobody)
    }

    fn common_ways(&self) -> &'static [(&'static str, &'static str)] {
        match self {
            Visitor::ThisMachine | Visitor::Account { role: Role::Owner | Role::Coach, .. } => &COMMON,
            Visitor::Account { role: Role::Athlete, .. } => &COMMON[2..],
            Visitor::Nobody => &[],
        }
    }
}

/// Whose pages were looked at last, for pages with a frame of their own.
pub(crate) fn last() -> Option<Who> {
    LAST.try_with(Clone::clone).unwrap_or(None)
}

/// The words of the app, in the language of the page that is being made.
pub(crate) fn words() -> &'static Words {
    Words::kept(language())
}

/// A sentence of this room, by its key under `web`.
pub(crate) fn say(key: &str) -> String {
    words().say(&format!("web.{key}"))
}

/// A sentence of this room with what is filled in.
pub(crate) fn fill(key: &str, values: &[(&str, &str)]) -> String {
    words().fill(&format!("web.{key}"), values)
}

/// Where everything that is told stays, for whom the page is made.
pub(crate) fn stays() -> String {
    say(if Visitor::now() == Visitor::ThisMachine { "nav.local" } else { "nav.beyond" })
}

/// A place beside a button whose answer takes long: from the press on it says that it is worked on.
pub(crate) fn working_note() -> Markup {
    html! { span.working role="status" data-working=(say("plan.working")) {} }
}

/// The whole page.
pub(crate) fn page(shown: &Shown<'_>) -> Html<String> {
    let way = |name: &str, address: &str| {
        html! { a href=(address) aria-current=[(name == shown.here).then_some("page")] { (say(&format!("nav.{name}"))) } }
    };
    let visitor = Visitor::now();
    let last = last();
    let ways_of = shown.who.or(last.as_ref());
    let folded = say("nav.fold");
    let behind_fold = OWN.iter().chain(visitor.common_ways()).any(|(name, _)| *name == shown.here);
    let title = match shown.who {
        Some(who) => format!("{} – {} – Evenstride", shown.title, who.name),
        None => format!("{} – Evenstride", shown.title),
    };
    let page = html! {
        (DOCTYPE)
        html lang=(words().language().code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                meta name="color-scheme" content="light dark";
                title { (title) }
                link rel="stylesheet" href=(assets::style());
                link rel="icon" type="image/svg+xml" href=(assets::icon());
                link rel="manifest" href=(assets::manifest());
            }
            body.web {
                a.skip href="#main" { (say("nav.skip")) }
                header.bar {
                    p.brand { a href="/" { "Evenstride" } @if let Some(who) = ways_of { span.of { " " (who.name) } } }
                }
                @if let Some(who) = ways_of {
                    @let is_own = shown.who.is_some();
                    nav.ways aria-label=(if is_own { say("nav.main") } else { fill("nav.of", &[("name", who.name.as_str())]) }) {
                        @for (name, behind) in MAIN { (way(name, &who.address(behind))) }
                    }
                }
                main id="main" tabindex="-1" { (shown.body) }
                // Shown at the top and reached after the page itself: what a page is about is a few steps away. Unfolded where
                // there is room; on a narrow screen one line stands for all of them.
                nav.more aria-label=(say("nav.more")) {
                    details {
                        summary {
                            (folded)
                            @if behind_fold { span.here { ": " (say(&format!("nav.{}", shown.here))) } }
                        }
                        div {
                            @if let Some(who) = ways_of {
                                @for (name, behind) in OWN { (way(name, &who.address(behind))) }
                            }
                            @for (name, address) in visitor.common_ways() { (way(name, address)) }
                            @if let Visitor::Account { name, .. } = &visitor {
                                form.out method="post" action="/sign-out" {
                                    span.quiet { (name) " " }
                                    button.quietly { (say("nav.sign_out")) }
                                }
                            }
                        }
                    }
                }
                footer { (choice()) p { (words().say("closing.education")) " " (stays()) } }
            }
        }
    };
    Html(page.into_string())
}
