//! Who asks, and whether they may: the one place that decides.
//!
//! ```text
//!   request ──► guard ──► let_in: route ► right ── nobody signed in ──► sign-in page, or 401
//!                           │                  └── may not ──► 403, or 404 for another's person
//!                           └── may ──► Here: the app with the store as this account sees it
//! ```
//! Each route says its right in the list that makes it, so that none can be without one. What a right does not settle, the
//! store does: [`evenstride_app::store::Store::seen_within`] shows an account its own people and no others. On the machine
//! itself nobody is asked. Read next: `waits` for guessing, `crate::pages::sign_in` for the page.

pub(crate) mod cookie;
mod last;
pub(crate) mod waits;

use crate::language::Asked;
use crate::problem::Problem;
use crate::shell::{self, Visitor};
use crate::state::{App, Core, Who};
use crate::{api, pages};
use axum::body::Body;
use axum::extract::{FromRequestParts, MatchedPath, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use evenstride_app::accounts::{Account, Reach, Role, SessionDigest};
use evenstride_app::disk::now_ms;
use evenstride_app::sets::person_key;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;
use tokio::sync::Semaphore;
use waits::Waits;

/// What a route asks of whoever calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Right {
    /// Nothing: it shows nobody's records.
    Anyone,
    /// An account of any role; what is shown is what it reaches.
    SignedIn,
    /// An account that reaches the person of the address.
    Person,
    /// An account that looks after others.
    Coach,
    /// An account that reaches everybody, also who comes new.
    Everybody,
    /// An owner of the store.
    Owner,
    /// An owner, for a person of the address.
    OwnerOfPerson,
}

impl Right {
    fn as_str(self) -> &'static str {
        match self {
            Right::Anyone => "anyone",
            Right::SignedIn => "signed-in",
            Right::Person => "person",
            Right::Coach => "coach",
            Right::Everybody => "everybody",
            Right::Owner => "owner",
            Right::OwnerOfPerson => "owner-of-person",
        }
    }
}

/// A route and the rights that it asks for, by their words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Its address, with names in braces.
    pub path: String,
    /// What reading asks for.
    pub read: &'static str,
    /// What changing asks for.
    pub change: &'static str,
}

/// Every route that the server has, with what it asks of an account where accounts are asked for.
///
/// # Example
/// ```
/// let routes = evenstride_web::routes();
/// assert!(routes.iter().any(|route| route.path == "/data/backup" && route.change == "owner"));
/// ```
#[must_use]
pub fn routes() -> Vec<Route> {
    let all = pages::rights().chain(api::rights());
    let route = |(path, rights): (String, Rights)| Route {
        path,
        read: rights.read.as_str(),
        change: rights.change.as_str(),
    };
    all.map(route).collect()
}

/// The rights of a route: to read, and to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rights {
    pub(crate) read: Right,
    pub(crate) change: Right,
}

/// Who asks.
#[derive(Debug, Clone)]
pub(crate) enum Asker {
    /// Somebody at the machine itself, who can read the file of the store anyway.
    ThisMachine,
    /// Somebody who has signed in.
    SignedIn(Account, SessionDigest),
    /// Somebody who has not.
    Nobody,
}

/// The address that a connection comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// How one gets in.
#[derive(Debug)]
pub(crate) struct Doors {
    /// Must whoever asks have signed in?
    pub(crate) asks: bool,
    pub(crate) waits: Waits,
    /// Passwords that are checked at once; each takes 19 MiB.
    pub(crate) turns: Semaphore,
    rights: BTreeMap<String, Rights>,
}

/// Passwords that are checked at once.
const MOST_CHECKS: usize = 2;

impl Doors {
    /// Doors that ask for an account, or that stand open to whoever is at this machine.
    pub(crate) fn new(asks: bool, rights: BTreeMap<String, Rights>) -> Self {
        Self { asks, waits: Waits::new(), turns: Semaphore::new(MOST_CHECKS), rights }
    }
}

impl Asker {
    /// Whose records they may see.
    pub(crate) fn reach(&self) -> Reach {
        match self {
            Asker::ThisMachine => Reach::Everybody,
            Asker::SignedIn(account, _) => account.reach.clone(),
            Asker::Nobody => Reach::People(BTreeMap::new()),
        }
    }

    /// May they do what only an owner may?
    pub(crate) fn is_owner(&self) -> bool {
        self.role() == Some(Role::Owner)
    }

    /// Are they here for their own training alone?
    pub(crate) fn is_athlete(&self) -> bool {
        self.role() == Some(Role::Athlete)
    }

    fn role(&self) -> Option<Role> {
        match self {
            Asker::ThisMachine => Some(Role::Owner),
            Asker::SignedIn(account, _) => Some(account.role),
            Asker::Nobody => None,
        }
    }

    fn visitor(&self) -> Visitor {
        match self {
            Asker::ThisMachine => Visitor::ThisMachine,
            Asker::SignedIn(account, _) => {
                Visitor::Account { name: account.name.to_string(), role: account.role }
            }
            Asker::Nobody => Visitor::Nobody,
        }
    }

    /// May they do what asks for this right, for the person that the address names?
    fn may(&self, right: Right, person: Option<&str>) -> May {
        let Some(role) = self.role() else {
            return if right == Right::Anyone { May::Yes } else { May::AfterSigningIn };
        };
        let reach = self.reach();
        let by_role = match right {
            Right::Anyone | Right::SignedIn | Right::Person => true,
            Right::Coach => role >= Role::Coach,
            Right::Everybody => reach == Reach::Everybody,
            Right::Owner | Right::OwnerOfPerson => role == Role::Owner,
        };
        let needs_person = matches!(right, Right::Person | Right::OwnerOfPerson);
        // Whoever reaches everybody is told by the page itself that an address names nobody.
        let is_within = reach == Reach::Everybody || person.is_some_and(|named| reaches(&reach, named));
        if needs_person && !is_within {
            return May::NotThere;
        }
        if by_role { May::Yes } else { May::No }
    }
}

/// What is answered to who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum May {
    Yes,
    No,
    /// As if there were no such person.
    NotThere,
    AfterSigningIn,
}

/// Is the person that an address names, by number or by key, within reach?
fn reaches(reach: &Reach, named: &str) -> bool {
    match reach {
        Reach::Everybody => true,
        Reach::People(people) => people.iter().any(|(number, name)| {
            named.parse::<i64>().is_ok_and(|named| named == *number) || person_key(name) == named
        }),
    }
}

/// Lets a request through to its page, or says why not.
pub(crate) async fn let_in(State(core): State<Arc<Core>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let asked = if api::is_for_programs(&parts.uri) { Asked::by_program() } else { Asked::of(&parts) };
    asked.over(let_in_saying(core, parts, body, next)).await
}

async fn let_in_saying(core: Arc<Core>, parts: Parts, body: Body, next: Next) -> Response {
    let asker = match asker(&core, &parts).await {
        Ok(asker) => asker,
        Err(problem) => return problem.into_response(),
    };
    let visitor = asker.visitor();
    let (is_read, own) = (parts.method == Method::GET, person_of(parts.uri.path()));
    let before = last::number(&parts.headers);
    // A page of somebody's is about that person; only pages that are nobody's keep the ways to whom was looked at before.
    let last = match before.filter(|_| is_read && is_nobodys(parts.uri.path())) {
        Some(number) => last::person(&core.store.seen_within(asker.reach()), number).await.unwrap_or(None),
        None => None,
    };
    let mut response = let_in_as(core, asker, parts, body, next, (visitor, last)).await;
    if let Some(number) = own.filter(|own| is_read && before != Some(*own)) {
        last::remember(number, &mut response);
    }
    response
}

/// The number of the person whose page an address leads to.
fn person_of(path: &str) -> Option<i64> {
    path.strip_prefix("/p/")?.split('/').next()?.parse().ok()
}

/// Is it a page that every visitor has the ways of one person on, although it is not that person's?
fn is_nobodys(path: &str) -> bool {
    ["/people", "/squad", "/library", "/data"].iter().any(|page| path.starts_with(page))
}

/// Lets whoever may see it through to a page, within the frame that is made for them.
async fn let_in_as(
    core: Arc<Core>,
    asker: Asker,
    mut parts: Parts,
    body: Body,
    next: Next,
    (visitor, last): (Visitor, Option<Who>),
) -> Response {
    shell::seen_by(visitor, last, async move {
        let path = parts.extensions.get::<MatchedPath>().map(|path| path.as_str().to_owned());
        let rights = path.and_then(|path| core.doors.rights.get(&path).copied());
        let is_safe = matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
        // What is no route leads nowhere; that too is told to those alone who have signed in.
        let right = rights.map_or(Right::SignedIn, |rights| if is_safe { rights.read } else { rights.change });
        let named = RawPathParams::from_request_parts(&mut parts, &())
            .await
            .ok()
            .and_then(|all| all.iter().find(|(name, _)| *name == "person").map(|(_, value)| value.to_owned()));
        match asker.may(right, named.as_deref()) {
            May::Yes => {
                parts.extensions.insert(asker);
                next.run(Request::from_parts(parts, body)).await
            }
            May::No => Problem::plain(StatusCode::FORBIDDEN, "not_allowed").into_response(),
            May::NotThere if api::is_for_programs(&parts.uri) => api::nobody_of_this_key().into_response(),
            May::NotThere => Problem::not_found().into_response(),
            May::AfterSigningIn if is_safe && !api::is_for_programs(&parts.uri) => {
                Redirect::to(&sign_in_address(parts.uri.path())).into_response()
            }
            May::AfterSigningIn if api::is_for_programs(&parts.uri) => api::no_session().into_response(),
            May::AfterSigningIn => Problem::plain(StatusCode::UNAUTHORIZED, "not_signed_in").into_response(),
        }
    })
    .await
}

/// Who asks, by the session that came along.
async fn asker(core: &Core, parts: &Parts) -> Result<Asker, Problem> {
    if !core.doors.asks {
        return Ok(Asker::ThisMachine);
    }
    let Some(secret) = cookie::secret_of(&parts.headers) else { return Ok(Asker::Nobody) };
    let digest = secret.digest();
    let account = core.store.account_of_session(&digest, now_ms()).await?;
    Ok(account.map_or(Asker::Nobody, |account| Asker::SignedIn(account, digest)))
}

/// The address of the sign-in page that leads on to a page of ours.
pub(crate) fn sign_in_address(next: &str) -> String {
    match own_way(next) {
        Some(way) if way != "/" => format!("/sign-in?next={way}"),
        Some(_) | None => "/sign-in".to_owned(),
    }
}

/// A way to a page of ours, of the plain kind that every page of a person has; none for whatever might lead elsewhere.
pub(crate) fn own_way(way: &str) -> Option<&str> {
    let is_plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'/');
    let is_own =
        way.starts_with('/') && !way.starts_with("//") && way.bytes().all(is_plain) && way.len() <= 100;
    is_own.then_some(way)
}

/// A way to a page of ours with what it was asked for, such as minutes; none for whatever might lead elsewhere.
pub(crate) fn own_page(address: &str) -> Option<&str> {
    let (way, asked) = address.split_once('?').unwrap_or((address, ""));
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.=&%+".contains(&byte);
    let is_own = own_way(way).is_some() && asked.bytes().all(is_plain) && address.len() <= 400;
    is_own.then_some(address)
}

/// The app as whoever asks sees it.
pub(crate) struct Here(pub(crate) Arc<App>);

impl FromRequestParts<Arc<Core>> for Here {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, core: &Arc<Core>) -> Result<Self, Problem> {
        // Whoever was not let in by the doors is shown nothing.
        let asker = parts.extensions.get::<Asker>().cloned().ok_or_else(Problem::fault)?;
        Ok(Here(Arc::new(App::seen_by(Arc::clone(core), asker))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use evenstride_app::accounts::{AccountName, SessionSecret};
    use evenstride_app::prelude::SubjectId;

    fn account(role: Role, people: &[(i64, &str)], everybody: bool) -> Asker {
        let people = people.iter().map(|(n, name)| (*n, SubjectId::new(name).unwrap())).collect();
        let reach = if everybody { Reach::Everybody } else { Reach::People(people) };
        let account = Account { name: AccountName::new("x").unwrap(), role, reach };
        Asker::SignedIn(account, SessionSecret::new().unwrap().digest())
    }

    #[test]
    fn each_right_opens_to_those_who_have_it() {
        const PERSON: [Option<&str>; 2] = [Some("1"), Some("2")];
        let askers = [
            Asker::ThisMachine,
            account(Role::Owner, &[], true),
            account(Role::Coach, &[], true),
            account(Role::Coach, &[(1, "ann")], false),
            account(Role::Athlete, &[(1, "ann")], false),
            Asker::Nobody,
        ];
        // For each asker what is answered for the person of number 1, then of number 2.
        let expected: [(Right, &str); 7] = [
            (Right::Anyone, "yy yy yy yy yy yy"),
            (Right::SignedIn, "yy yy yy yy yy ss"),
            (Right::Person, "yy yy yy y4 y4 ss"),
            (Right::Coach, "yy yy yy yy nn ss"),
            (Right::Everybody, "yy yy yy nn nn ss"),
            (Right::Owner, "yy yy nn nn nn ss"),
            (Right::OwnerOfPerson, "yy yy nn n4 n4 ss"),
        ];
        for (right, answers) in expected {
            let letter = |may: May| match may {
                May::Yes => 'y',
                May::No => 'n',
                May::NotThere => '4',
                May::AfterSigningIn => 's',
            };
            let found = askers.iter().map(|asker| PERSON.map(|person| letter(asker.may(right, person))));
            let found: Vec<String> = found.map(|two| two.iter().collect()).collect();
            assert_eq!(found.join(" "), answers, "{right:?}");
        }
    }

    #[test]
    fn only_a_way_of_our_own_is_followed() {
        for own in ["/", "/p/1/train/go", "/library"] {
            assert_eq!(own_way(own), Some(own));
        }
        for other in ["", "//evil.example", "https://evil.example", "/a\\b", "/a?b=c", "/%2f", "/a\nb"] {
            assert_eq!(own_way(other), None, "{other}");
        }
        for own in
            ["/", "/p/1/check/tests?minutes=20", "/p/1/plan?new&with=split-squat&from=0&to=2", "/p/1?a=%2F%2Fx"]
        {
            assert_eq!(own_page(own), Some(own));
        }
        let long = format!("/p/1?a={}", "b".repeat(400));
        for other in [
            "",
            "//evil",
            "/\\evil",
            "/\\evil?minutes=20",
            "//evil?minutes=20",
            "\\\\evil",
            "?minutes=20",
            "https://evil/?a=b",
            "/p/1?next=https://evil",
            "/p/1?a=b\r\nLocation:x",
            "/p/1?a=<b>",
            "/p/1#a",
            "/p/1?a=b#c",
            "/p/1?a=b?c",
            "/\t/evil?a",
            long.as_str(),
        ] {
            assert_eq!(own_page(other), None, "{other}");
        }
        assert_eq!(sign_in_address("/p/1"), "/sign-in?next=/p/1");
        assert_eq!(sign_in_address("//x"), "/sign-in");
    }
}
