//! What the server holds while it runs: the store, the knowledge, and what people are in the middle of; and for each
//! request the same as whoever asks sees it.
//!
//! Answers that are being given and the outcome of a file that was brought in live in memory alone; what counts is in
//! the store. Read next: [`evenstride_app::store`].

use crate::doors::{Asker, Doors};
use crate::guard::Turn;
use crate::language::{along, language};
use crate::looks::Looks;
use crate::problem::Problem;
use crate::searches::Searches;
use crate::shared::Shared;
use crate::tls::Trust;
use evenstride_app::accounts::Reach;
use evenstride_app::check::{Check, CheckInput};
use evenstride_app::disk::now_ms;
use evenstride_app::files::Days;
use evenstride_app::following::{Followed, Kept, Shown, follow_for};
use evenstride_app::knowledge::Spoken;
use evenstride_app::prelude::{Answers, Date, Knowledge, Language, Next, Notice, SubjectId};
use evenstride_app::record::{Brought, FileKind, kept};
use evenstride_app::reference::pages_within;
use evenstride_app::report::CheckView;
use evenstride_app::sets::leave_out_of;
use evenstride_app::squad::{Member, processors, squad_of};
use evenstride_app::store::{Content, Doing, Origin, Records, Repeats, Store, WHO_VARIABLE, What, Written};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use tokio::runtime::Handle;

/// So many outcomes of files are remembered; older ones are still among the actions.
const MOST_OUTCOMES: usize = 50;

/// What all requests share. The whole store is here; pages have the one of [`App`], which shows what may be seen.
pub(crate) struct Core {
    pub(crate) store: Store,
    spoken: Spoken,
    pub(crate) doors: Doors,
    /// How a phone comes to trust our own authority, where it is used.
    pub(crate) trust: Option<Trust>,
    /// Weeks that are searched for while somebody waits.
    pub(crate) searches: Searches,
    started: Instant,
    today: fn() -> Date,
    /// Files that are looked at before they are kept.
    pub(crate) looks: Looks,
    drafts: Mutex<BTreeMap<Who, Draft>>,
    outcomes: Mutex<Vec<Outcome>>,
    /// Where everybody stands, for one who reaches these people, in one language, on these days.
    squad: Shared<(Reach, Language, Days), Vec<Member>>,
    english_library: OnceLock<BTreeMap<String, String>>,
    german_library: OnceLock<BTreeMap<String, String>>,
}

/// Everything that pages are made from, as whoever asks sees it.
pub(crate) struct App {
    core: Arc<Core>,
    /// The store with the people whom the account reaches, and nobody else.
    pub(crate) store: Store,
    pub(crate) asker: Asker,
    /// The knowledge in the language of whoever asks.
    pub(crate) knowledge: Arc<Knowledge>,
}

impl std::ops::Deref for App {
    type Target = Core;

    fn deref(&self) -> &Core {
        &self.core
    }
}

impl std::fmt::Debug for Core {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Core")
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("App")
    }
}

/// A person of the store, told apart by number and name: neither alone is anybody for ever.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Who {
    /// The number that stands in addresses.
    pub(crate) number: i64,
    /// The name of the records.
    pub(crate) name: SubjectId,
}

impl Who {
    /// The address of one of this person's pages.
    pub(crate) fn address(&self, behind: &str) -> String {
        format!("/p/{}{behind}", self.number)
    }
}

/// Answers that somebody is in the middle of giving.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) answers: Answers,
    /// Those of the store when this was last heard of; others there are newer than this.
    pub(crate) before: Answers,
}

/// What came of a file or of lines that were brought in.
#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    /// Its number, from 1.
    pub(crate) number: usize,
    /// Whose it is.
    pub(crate) person: Who,
    /// The account that brought it; its notices may tell of people whom others do not reach.
    pub(crate) by: Option<String>,
    pub(crate) kind: FileKind,
    /// Whose records it brought.
    pub(crate) people: BTreeSet<SubjectId>,
    /// Was it typed in as one test, so that the next one follows?
    pub(crate) is_typed: bool,
    pub(crate) is_empty: bool,
    pub(crate) written: Written,
    pub(crate) notices: Vec<Notice>,
}

impl App {
    /// The app as somebody sees it.
    pub(crate) fn seen_by(core: Arc<Core>, asker: Asker) -> Self {
        let store = core.store.seen_within(asker.reach());
        let knowledge = core.spoken.within(language());
        Self { core, store, asker, knowledge }
    }

    /// Everybody in the store whom the account reaches.
    pub(crate) async fn everybody(&self) -> Result<Vec<Who>, Problem> {
        let people = self.store.people().await?;
        Ok(people.into_iter().map(|(number, name)| Who { number, name }).collect())
    }

    /// The person of a number.
    pub(crate) async fn who(&self, number: i64) -> Result<Who, Problem> {
        self.everybody().await?.into_iter().find(|who| who.number == number).ok_or_else(Problem::not_found)
    }

    /// Everything that is known of a person.
    pub(crate) async fn kept(&self, who: &Who) -> Result<Kept, Problem> {
        let records = self.store.read(&who.name).await?;
        Ok(kept(&who.name, records, &self.knowledge, self.days())?)
    }

    /// Where everybody stands; one squad is worked out at a time.
    pub(crate) async fn squad(self: &Arc<Self>, days: Days) -> Result<Arc<Vec<Member>>, Problem> {
        let (app, here) = (Arc::clone(self), Handle::current());
        let work = move || here.block_on(squad_of(&app.store, Arc::clone(&app.knowledge), days, processors()));
        self.core.squad.of((self.asker.reach(), language(), days), work).await
    }

    /// Everything that is known of a person, and where that person stands, for a page that shows how findings came about.
    pub(crate) async fn followed(self: &Arc<Self>, who: &Who) -> Result<(Kept, Followed), Problem> {
        let kept = self.kept(who).await?;
        self.followed_for(kept, Shown::Everything).await
    }

    /// The same for a page that shows what stops, what is due or what comes next, and of findings at most their verdicts.
    pub(crate) async fn stands(self: &Arc<Self>, who: &Who) -> Result<(Kept, Followed), Problem> {
        let kept = self.kept(who).await?;
        self.followed_for(kept, Shown::Standing).await
    }

    /// Where a person stood before what the training page has told today.
    pub(crate) async fn this_morning(self: &Arc<Self>, who: &Who) -> Result<(Kept, Followed), Problem> {
        let mut records = self.store.read(&who.name).await?;
        leave_out_of(self.today(), &mut records, &self.knowledge);
        let kept = kept(&who.name, records, &self.knowledge, self.days())?;
        self.followed_for(kept, Shown::Standing).await
    }

    async fn followed_for(self: &Arc<Self>, kept: Kept, shown: Shown) -> Result<(Kept, Followed), Problem> {
        let app = Arc::clone(self);
        working(move || {
            let followed = follow_for(&kept, None, &app.knowledge, shown);
            (kept, followed)
        })
        .await
    }

    /// How many sets of today's session the training page has told, and how many there are; none when there is no session
    /// of today, nothing of it was done, or all of it.
    pub(crate) async fn begun(self: &Arc<Self>, who: &Who) -> Result<Option<(usize, usize)>, Problem> {
        let mut records = self.store.read(&who.name).await?;
        // What only says how something felt is no set.
        let n_sets =
            |records: &Records| records.trained.iter().filter(|kept| !kept.value.sets.is_empty()).count();
        let n_before = n_sets(&records);
        leave_out_of(self.today(), &mut records, &self.knowledge);
        let n_done = n_before - n_sets(&records);
        if n_done == 0 {
            return Ok(None);
        }
        let (_, morning) = self.this_morning(who).await?;
        let Some(Next::Session(session)) = &morning.next else { return Ok(None) };
        let n_all: usize = session.items.iter().map(|item| usize::try_from(item.sets).unwrap_or(0)).sum();
        Ok((n_done < n_all).then_some((n_done, n_all)))
    }

    /// Keeps contents as one action.
    pub(crate) async fn write(
        &self,
        what: What,
        repeats: Repeats,
        origin: Option<Origin<'_>>,
        entries: &[(SubjectId, Content)],
    ) -> Result<Written, Problem> {
        let doing = Doing { repeats, ..self.doing(what) };
        Ok(self.store.write(&doing, origin, entries).await?)
    }

    /// Keeps what a file has brought, in the place of what it tells in full now.
    pub(crate) async fn write_brought(
        &self,
        what: What,
        origin: Option<Origin<'_>>,
        brought: &Brought,
    ) -> Result<Written, Problem> {
        let doing = Doing { repeats: Repeats::AreKnown, ..self.doing(what) };
        Ok(self.store.write_instead(&doing, origin, &brought.entries, &brought.instead_of).await?)
    }

    /// The account that asks; none at the machine itself.
    pub(crate) fn by(&self) -> Option<String> {
        match &self.asker {
            Asker::SignedIn(account, _) => Some(account.name.to_string()),
            Asker::ThisMachine | Asker::Nobody => None,
        }
    }

    /// What came of a file that whoever asks has brought for this person, while it is remembered.
    pub(crate) fn outcome(&self, person: &Who, number: usize) -> Option<Outcome> {
        let by = self.by();
        let outcomes = self.core.outcomes.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it =
            |outcome: &&Outcome| (&outcome.person, outcome.number) == (person, number) && outcome.by == by;
        outcomes.iter().find(is_it).cloned()
    }

    /// What is done now: by the account, or at the machine itself by whom the environment names.
    pub(crate) fn doing(&self, what: What) -> Doing<'_> {
        static WHO: OnceLock<String> = OnceLock::new();
        let who = match &self.asker {
            Asker::SignedIn(account, _) => account.name.as_str(),
            Asker::ThisMachine | Asker::Nobody => {
                WHO.get_or_init(|| std::env::var(WHO_VARIABLE).unwrap_or_default())
            }
        };
        Doing { what, who, at_ms: now_ms(), repeats: Repeats::AreKnown }
    }
}

impl Core {
    pub(crate) fn new(
        store: Store,
        spoken: Spoken,
        today: fn() -> Date,
        doors: Doors,
        trust: Option<Trust>,
    ) -> Self {
        Self {
            store,
            spoken,
            doors,
            trust,
            searches: Searches::new(),
            started: Instant::now(),
            today,
            looks: Looks::default(),
            drafts: Mutex::default(),
            outcomes: Mutex::default(),
            squad: Shared::default(),
            english_library: OnceLock::new(),
            german_library: OnceLock::new(),
        }
    }

    /// How long the program has been running; it never goes back, as a clock may.
    pub(crate) fn running(&self) -> Duration {
        self.started.elapsed()
    }

    /// The day of the clock.
    pub(crate) fn today(&self) -> Date {
        (self.today)()
    }

    /// The clock that days come from.
    pub(crate) fn today_is(&self) -> fn() -> Date {
        self.today
    }

    pub(crate) fn days(&self) -> Days {
        Days { today: self.today(), as_of: self.today() }
    }

    /// The answers that people are in the middle of giving.
    pub(crate) fn drafts(&self) -> MutexGuard<'_, BTreeMap<Who, Draft>> {
        // Nobody leaves half an answer behind, so that what a panic interrupted still holds.
        self.drafts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers what came of a file, and gives it a number.
    pub(crate) fn remember(&self, mut outcome: Outcome) -> usize {
        let mut outcomes = self.outcomes.lock().unwrap_or_else(PoisonError::into_inner);
        outcome.number = outcomes.last().map_or(1, |last| last.number + 1);
        let number = outcome.number;
        outcomes.push(outcome);
        let n_too_many = outcomes.len().saturating_sub(MOST_OUTCOMES);
        outcomes.drain(..n_too_many);
        number
    }

    /// Forgets what a person was in the middle of.
    pub(crate) fn forget(&self, person: &Who) {
        self.drafts().remove(person);
        self.searches.forget(person);
        self.looks.forget(person);
        let mut outcomes = self.outcomes.lock().unwrap_or_else(PoisonError::into_inner);
        outcomes.retain(|outcome| outcome.person != *person);
    }

    /// The pages of the catalogue by their path in the language of the page that is being made; made at the first use.
    pub(crate) fn library(&self, home: (&str, &str)) -> &BTreeMap<String, String> {
        let language = language();
        let library = match language {
            Language::English => &self.english_library,
            Language::German => &self.german_library,
        };
        library.get_or_init(|| {
            let knowledge = self.spoken.within(language);
            let pages = pages_within(&knowledge, crate::shell::words(), Some(home));
            pages.into_iter().map(|page| (page.path, page.text)).collect()
        })
    }
}

/// Runs work that takes more than a moment where it holds nobody else up.
///
/// It goes on when whoever asked has gone, so the turn of the request is given back when it has ended, and not before.
pub(crate) async fn working<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    let turn = Turn::of_request();
    let work = along(work);
    let done = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    });
    done.await.map_err(|_| Problem::fault())
}

/// What a report shows of a check.
pub(crate) fn view<'a>(input: &'a CheckInput, check: &'a Check, knowledge: &'a Knowledge) -> CheckView<'a> {
    CheckView {
        person: &input.person,
        knowledge,
        as_of: input.as_of,
        screening: &check.screening,
        assessment: check.assessment.as_ref(),
        plan: check.plan.as_ref(),
        plan_problem: check.plan_problem.as_ref(),
        retest: check.retest.as_ref(),
        course: check.course.as_ref(),
        explanation: check.explanation.as_ref(),
        swap: check.swap.as_ref(),
        facts: check.facts.as_ref(),
        notices: &input.notices,
        version: env!("CARGO_PKG_VERSION"),
    }
}
