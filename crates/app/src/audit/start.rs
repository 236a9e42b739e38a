//! What an audit starts from, of a store or of files, and what comes of it: weeks, or a stop in their place.

use super::load::{Asked, look_back};
use crate::check::{Check, CheckInput, CheckOptions, check_with};
use crate::error::{Error, exit_code};
use crate::following::{Kept, follow, plan_history};
use crate::reply::Reply;
use crate::unseen::log_of_file;
use crate::wire;
use evenstride_core::audit::{Audit, PlanHistory};
use evenstride_core::knowledge::Knowledge;
use evenstride_core::notice::Notice;
use evenstride_core::plan::Plan;
use evenstride_core::screen::{Screening, screen};
use evenstride_core::track::{ClearanceEnd, Log, Next};
use evenstride_core::training::Trained;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What an audit starts from.
#[derive(Debug, Clone)]
pub struct Start {
    trained: Vec<Trained>,
    notices: Vec<Notice>,
    /// What is known of the person, with what a check says of it.
    check: Option<(CheckInput, Check)>,
    /// What is known of the log beside its rows, where it is known whose it is.
    log: Option<Log>,
    /// That the log has ended the clearance, when it has.
    ended: Option<ClearanceEnd>,
    /// What was asked in the weeks so far.
    history: Option<PlanHistory>,
    /// The plan by which left can be held against right.
    plan: Option<Planned>,
    is_of_store: bool,
}

/// A plan with the day since which it is followed, where somebody follows it.
#[derive(Debug, Clone)]
struct Planned {
    plan: Plan,
    since: Option<Date>,
}

/// What the sets of left and right are held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// The plan that is followed, where one is; otherwise even sides.
    Followed,
    /// The plan of the store or of the check, which must be there.
    Plan,
    /// Even sides, whatever is planned.
    Even,
}

impl Against {
    /// What somebody asks for who may want the plan or even sides.
    ///
    /// # Errors
    /// Both are wanted.
    pub fn asked(as_planned: bool, even: bool) -> Result<Self, Error> {
        match (as_planned, even) {
            (false, false) => Ok(Self::Followed),
            (true, false) => Ok(Self::Plan),
            (false, true) => Ok(Self::Even),
            (true, true) => {
                Err(Error::usage("hold left against right: expected the plan or even sides, found both"))
            }
        }
    }
}

/// What a store holds of one person's training, with where the person stands and the plan that is followed.
#[must_use]
pub fn start_kept(trained: Vec<Trained>, kept: Kept, knowledge: &Knowledge) -> Start {
    let followed = follow(&kept, None, knowledge);
    let ended = followed.ended().cloned();
    let history = Some(plan_history(&kept, &followed, knowledge));
    let mut outcome = Check::of_screen(followed.screening);
    outcome.assessment = followed.assessment;
    let plan = kept.plan.map(|kept| Planned { plan: kept.plan, since: Some(kept.since) });
    let check = Some((kept.input, outcome));
    Start { trained, notices: Vec::new(), check, log: Some(kept.log), ended, history, plan, is_of_store: true }
}

/// What logs hold of training, with the check of the person where there is one.
#[must_use]
pub fn start_read(
    (trained, notices): (Vec<Trained>, Vec<Notice>),
    input: Option<CheckInput>,
    knowledge: &Knowledge,
) -> Start {
    let rows: Vec<&Trained> = trained.iter().collect();
    let (mut log, mut ended) = (None, None);
    let check = input.map(|input| {
        let own: Vec<_> = input.trials.iter().filter(|one| one.subject == input.subject).cloned().collect();
        let screening = screen(&input.person, &input.answers, &own, knowledge, input.as_of);
        let of_file = log_of_file(&rows, &input, &screening, knowledge);
        (log, ended) = (Some(of_file.log), of_file.ended);
        let options = CheckOptions { waits: of_file.waits, ..CheckOptions::default() };
        let outcome = check_with(&input, &options, knowledge);
        (input, outcome)
    });
    let plan =
        check.as_ref().and_then(|(_, outcome)| outcome.plan.clone()).map(|plan| Planned { plan, since: None });
    Start { trained, notices, check, log, ended, history: None, plan, is_of_store: false }
}

/// What is asked of the weeks.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The newest weeks to show, 1 to 520.
    pub n_weeks: u32,
    /// The last day that the log tells of.
    pub as_of: Date,
    /// Score weeks too that the log holds only in part.
    pub score_incomplete: bool,
    /// What left and right are held against.
    pub against: Against,
    /// Minutes by which a changed week may be longer.
    pub more_minutes: f64,
    /// Effort times minutes by day.
    pub efforts: BTreeMap<Date, f64>,
}

/// What comes of an audit.
#[derive(Debug, Clone)]
pub enum Looked {
    /// A red flag stops: whom to see stands in the place of the weeks.
    Stopped(Box<Screening>),
    /// The weeks that were judged.
    Weeks {
        /// The weeks.
        audit: Box<Audit>,
        /// That the log has ended the clearance, in the place of a change.
        ended: Option<Next>,
        /// What is doubtful.
        notices: Vec<Notice>,
    },
}

/// Minutes of a week at most.
const MOST_MINUTES: f64 = 10_080.0;

/// Minutes by which a changed week may be longer, when they can be some.
///
/// # Errors
/// They are below 0 or more than a week has.
pub fn checked_more_minutes(minutes: f64) -> Result<f64, Error> {
    if (0.0..=MOST_MINUTES).contains(&minutes) {
        Ok(minutes)
    } else {
        Err(Error::usage(format!("read --more-minutes: expected 0 to {MOST_MINUTES}, found {minutes}")))
    }
}

/// Judges the weeks, unless a red flag stops.
///
/// # Errors
/// They are to be held against a plan and there is none.
pub fn looked_back(start: Start, wanted: &Wanted, knowledge: &Knowledge) -> Result<Looked, Error> {
    let Start { trained, mut notices, check, log, ended, history, plan, is_of_store } = start;
    if let Some((_, outcome)) = check.as_ref().filter(|(_, check)| check.exit_code() == exit_code::RED_FLAG) {
        return Ok(Looked::Stopped(Box::new(outcome.screening.clone())));
    }
    let plan = plan.filter(|plan| match wanted.against {
        Against::Followed => plan.since.is_some(),
        Against::Plan => true,
        Against::Even => false,
    });
    if wanted.against == Against::Plan && plan.is_none() {
        return Err(Error::usage("hold the weeks against a plan: expected one, found none").hint(
            if is_of_store {
                "follow one first, `evenstride plan --keep`, or leave --as-planned out"
            } else {
                "name the folder of a check whose answers allow a week, --check FOLDER, or leave --as-planned out"
            },
        ));
    }
    if let Some((input, _)) = &check {
        notices.extend(input.notices.iter().cloned());
    }
    let asked = Asked {
        n_weeks: wanted.n_weeks,
        as_of: wanted.as_of,
        score_incomplete: wanted.score_incomplete,
        more_minutes: wanted.more_minutes,
        efforts: &wanted.efforts,
        check: check.as_ref().map(|(input, outcome)| (input, outcome)),
        history: history.as_ref(),
        log: log.as_ref(),
        ended: ended.as_ref(),
        plan: plan.as_ref().map(|planned| (&planned.plan, planned.since)),
    };
    let audit = Box::new(look_back(&trained, &asked, knowledge));
    Ok(Looked::Weeks { audit, ended: ended.map(Next::ClearanceEnded), notices })
}

impl Looked {
    /// What came of it for programs.
    #[must_use]
    pub fn reply(&self, knowledge: &Knowledge) -> Reply {
        match self {
            Looked::Stopped(screening) => {
                let json = wire::screening_json(screening, knowledge);
                Reply { json, exit_code: exit_code::RED_FLAG }
            }
            Looked::Weeks { audit, ended, notices } => {
                let json = wire::audit_json(audit, ended.as_ref(), notices, knowledge);
                Reply { json, exit_code: self.exit_code() }
            }
        }
    }

    /// The public exit code: that of a stop also where the weeks are shown below a sign in the log.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        let asks_for_somebody = match self {
            Looked::Stopped(_) => true,
            Looked::Weeks { ended, .. } => {
                matches!(ended, Some(Next::ClearanceEnded(end)) if end.action.is_some())
            }
        };
        if asks_for_somebody { exit_code::RED_FLAG } else { exit_code::DONE }
    }
}
