//! The words of a stop, and of what a clearance asks to mind.
//!
//! Calm and exact: what to do, why, whom to see, what to say, how to go on afterwards. Never a diagnosis.

use super::names;
use super::standing::{Limits, Stop};
use super::text::flag;
use crate::words::Words;
use evenstride_core::body::Side;
use evenstride_core::knowledge::{Action, FlagId, Knowledge};
use evenstride_core::screen::{NotCleared, RaisedFlag, RaisedReason, Wait, Waiting};
use jiff::civil::Date;

/// The words of a stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StopWords {
    /// What kind of message this is, for those who hear the page.
    pub(crate) prefix: String,
    /// What to do and how soon.
    pub(crate) title: String,
    /// Is it an alarm (and not only somebody's agreement that is missing)?
    pub(crate) is_alarm: bool,
    /// The lines to write into the answers afterwards.
    pub(crate) example: Option<String>,
    parts: Vec<(String, Vec<String>)>,
}

impl StopWords {
    /// The parts in the order of reading: a title and its lines.
    pub(crate) fn parts(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.parts.iter().map(|(title, lines)| (title.as_str(), lines.as_slice()))
    }
}

/// What to say when testing and training stop.
pub(crate) fn stop(stopped: Stop<'_>, knowledge: &Knowledge, words: &Words) -> StopWords {
    let Stop { action, flags, open } = stopped;
    let of_catalogue = knowledge.action_words(action);
    let own_title = words.say(&format!("stop.{}", action.as_str()));
    let title = of_catalogue.map_or_else(|| own_title.clone(), |words| words.title.clone());
    let (main, others): (Vec<&RaisedFlag>, Vec<&RaisedFlag>) =
        flags.iter().partition(|flag| flag.action == action);
    let advice = of_catalogue.map_or(own_title, |words| words.advice.clone());
    // What to do comes before why: who is frightened reads the first lines alone.
    let mut parts = vec![
        (words.say("stop.whom"), vec![advice]),
        (words.say("stop.why"), main.iter().flat_map(|flag| why(flag, knowledge, words)).collect()),
    ];
    let is_alarm = action != Action::Assent;
    if is_alarm {
        let said = main.iter().map(|raised| {
            // What the tape says is known; what else the question names was not asked of the person.
            let is_measured = |reason: &&RaisedReason| matches!(reason, RaisedReason::Measured { .. });
            let seen = raised.reasons.iter().find(is_measured).filter(|_| raised.measured);
            let name = seen.map_or_else(|| flag_name(raised, knowledge), |seen| reason(seen, knowledge, words));
            let name = names::inside(&name, words.language());
            let name = name.trim_end_matches('.');
            words.fill("stop.say_line", &[("name", name)])
        });
        parts.push((words.say("stop.say"), said.collect()));
    }
    if !others.is_empty() {
        let lines = others.iter().map(|raised| flag_name(raised, knowledge)).collect();
        parts.push((words.say("stop.others"), lines));
    }
    if !open.is_empty() {
        let question = |id: &FlagId| flag(id, knowledge).map_or(id.to_string(), |flag| flag.question.clone());
        let lines = open.iter().map(|id| format!("{id}: {}", question(id))).collect();
        parts.push((words.say("stop.open"), lines));
    }
    let meanwhile = ["stop.meanwhile_line", "stop.held_back"].map(|key| words.say(key));
    parts.push((words.say("stop.meanwhile"), meanwhile.into()));
    let after = if is_alarm { "stop.after_line" } else { "stop.after_assent" };
    let after = ["stop.after_kept", after, "stop.after_place"].map(|key| words.say(key));
    parts.push((words.say("stop.after"), after.into()));
    StopWords {
        prefix: words.say(if action == Action::Emergency { "stop.prefix_emergency" } else { "stop.prefix" }),
        title,
        is_alarm,
        example: main.first().map(|raised| example(raised, knowledge, words)),
        parts,
    }
}

/// The lines that end a stop, once somebody has looked; what nobody can clear has to be gone.
fn example(raised: &RaisedFlag, knowledge: &Knowledge, words: &Words) -> String {
    let filled = |key: &str| words.fill(key, &[("flag", raised.flag.as_str())]);
    let Some(flag) = flag(&raised.flag, knowledge) else { return filled("stop.example") };
    if flag.cleared_months == Some(0) {
        return filled("stop.example_now");
    }
    if raised.action == Action::Assent {
        return filled("stop.example_assent");
    }
    let mut lines = filled("stop.example");
    // Without a leg, the limits that stay would hold for both.
    let of_one_leg =
        flag.about_injuries || flag.measured.is_some() || flag.follows_from_surgery_months.is_some();
    if raised.side.is_some() || of_one_leg {
        let side = raised.side.map_or("left or right", |side| side.as_str());
        lines = format!("{}\n{}.side = \"{side}\"\n", lines.trim_end(), raised.flag);
    }
    lines
}

/// Why a flag is up: what was answered or measured, then what that calls for.
fn why(raised: &RaisedFlag, knowledge: &Knowledge, words: &Words) -> Vec<String> {
    let mut lines = vec![if raised.measured {
        words.say("stop.measured")
    } else {
        let question =
            flag(&raised.flag, knowledge).map_or(raised.flag.as_str(), |flag| flag.question.as_str());
        let key = if raised.answered { "stop.answered" } else { "stop.follows" };
        words.fill(key, &[("question", question)])
    }];
    if let Some(side) = raised.side {
        lines.push(words.fill("stop.side", &[("side", &names::side(side, words))]));
    }
    lines.extend(raised.reasons.iter().map(|one| reason(one, knowledge, words)));
    lines
}

/// Why a flag is raised, in a sentence.
pub(crate) fn reason(reason: &RaisedReason, knowledge: &Knowledge, words: &Words) -> String {
    match reason {
        RaisedReason::Said(text) => text.clone(),
        RaisedReason::Measured { test, bigger, difference, on } => {
            let unit = knowledge.tests.get(test).map_or_else(String::new, |test| names::unit(test.unit, words));
            let values = [
                ("test", names::test(test, knowledge)),
                ("side", names::side(*bigger, words)),
                ("other", names::side(bigger.other(), words)),
                ("difference", names::fixed(*difference, 1, words)),
                ("unit", unit),
                ("date", names::date(*on, words)),
            ];
            words.fill("stop.measured_more", &values.each_ref().map(|(name, value)| (*name, value.as_str())))
        }
        RaisedReason::RecentOperation => words.say("stop.recent_operation"),
        RaisedReason::RecentInjury { on } => {
            words.fill("stop.recent_injury", &[("date", &names::date(*on, words))])
        }
        RaisedReason::TestHurt { test, pain_nrs, on } => {
            let (test, date) = (names::test(test, knowledge), names::date(*on, words));
            words.fill("stop.test_hurt", &[("test", &test), ("pain", &pain_nrs.to_string()), ("date", &date)])
        }
        RaisedReason::NotCleared(why) => not_cleared(why, words),
    }
}

/// Why a clearance does not count, and what to do about it.
fn not_cleared(why: &NotCleared, words: &Words) -> String {
    let day = |date: &Date| names::date(*date, words);
    let because = match why {
        NotCleared::AsksForNow => return words.say("stop.not_cleared_now"),
        NotCleared::Before { cleared, event } => {
            words.fill("stop.not_cleared_before", &[("date", &day(cleared)), ("event", &day(event))])
        }
        NotCleared::TooOld { cleared, until } => {
            words.fill("stop.not_cleared_old", &[("date", &day(cleared)), ("until", &day(until))])
        }
        NotCleared::Later { cleared } => words.fill("stop.not_cleared_later", &[("date", &day(cleared))]),
        NotCleared::Nobody => words.say("stop.not_cleared_nobody"),
    };
    format!("{because} {}", words.say("stop.look_again"))
}

fn flag_name(raised: &RaisedFlag, knowledge: &Knowledge) -> String {
    flag(&raised.flag, knowledge).map_or_else(|| raised.flag.to_string(), |flag| flag.name.clone())
}

/// What waits because of the log, whom to see and how to go on; nothing when nothing waits.
pub(crate) fn waits(waits: &[Wait], knowledge: &Knowledge, words: &Words) -> Vec<String> {
    let Some(first) = waits.first() else { return Vec::new() };
    let day = |wait: &Wait| names::date(wait.on, words);
    let leg = |side: Side| waits.iter().find(|wait| wait.what == Waiting::Leg(side));
    // A leg waits because it swelled, or because what no plan follows hurt too much twice.
    let swelled = |wait: &Wait| wait.rule.as_str() == "stop-swelling";
    let said = |[swollen, hurt]: [&str; 2], swelled: bool, on: Date| {
        vec![words.fill(if swelled { swollen } else { hurt }, &[("date", &names::date(on, words))])]
    };
    let mut lines: Vec<String> = match Side::BOTH.map(leg) {
        [Some(left), Some(right)] => {
            let keys = ["screen.waits_both", "screen.waits_pain_both"];
            said(keys, swelled(left) || swelled(right), left.on.max(right.on))
        }
        [Some(left), None] => said(["screen.waits_left", "screen.waits_pain_left"], swelled(left), left.on),
        [None, Some(right)] => {
            said(["screen.waits_right", "screen.waits_pain_right"], swelled(right), right.on)
        }
        [None, None] => Vec::new(),
    };
    lines.extend(waits.iter().filter_map(|wait| match &wait.what {
        Waiting::Leg(_) => None,
        Waiting::Exercise { id, harder } => {
            let name = super::week::exercise(id, knowledge);
            let key = match (wait.rule.as_str(), harder.is_empty()) {
                ("pain-stays", _) => "screen.waits_stays",
                (_, true) => "screen.waits_exercise",
                (_, false) => "screen.waits_harder",
            };
            Some(words.fill(key, &[("date", &day(wait)), ("exercise", &name)]))
        }
    }));
    // What to do of the advice is for somebody who may train nothing; here the other leg may go on.
    lines.extend(knowledge.action_words(first.action).map(|words| format!("{}.", words.title)));
    lines.push(words.say("screen.waits_after"));
    lines
}

/// What a clearance asks to mind: flags with their action, cautions, waiting times after operations, sides without all-out tests.
pub(crate) fn to_mind(limits: &Limits, knowledge: &Knowledge, words: &Words) -> Vec<String> {
    let mut mind: Vec<String> = limits.flags.iter().map(|raised| limit(raised, knowledge, words)).collect();
    let is_surgery = |raised: &RaisedFlag| {
        flag(&raised.flag, knowledge).is_some_and(|flag| flag.follows_from_surgery_months.is_some())
    };
    let operated = !limits.gates.is_empty() || limits.flags.iter().any(is_surgery);
    for id in limits.cautions {
        mind.push(knowledge.cautions.get(id).map_or_else(
            || id.to_string(),
            |caution| match &caution.without_operation {
                Some(rule) if !operated => rule.clone(),
                Some(_) | None => caution.rule.clone(),
            },
        ));
    }
    let waits = knowledge.gates.iter().filter(|gate| limits.gates.contains(&gate.id));
    mind.extend(waits.map(|gate| gate.words.clone()));
    for side in limits.no_maximal_tests {
        mind.push(words.fill("screen.no_maximal", &[("side", &names::side(*side, words))]));
    }
    if limits.gentle {
        mind.push(words.say("screen.gentle"));
    }
    mind
}

fn limit(raised: &RaisedFlag, knowledge: &Knowledge, words: &Words) -> String {
    let name = flag_name(raised, knowledge);
    if let Some(cleared) = &raised.cleared {
        let date = names::date(cleared.on, words);
        if raised.action == Action::Assent {
            let said = [("name", name.as_str()), ("who", cleared.who.as_str()), ("date", date.as_str())];
            return words.fill("screen.flag_agreed", &said);
        }
        let who = names::capitalised(&cleared.who);
        return words.fill("screen.flag_cleared", &[("name", &name), ("who", &who), ("date", &date)]);
    }
    // What was answered is known; what follows from elsewhere is told with where it comes from.
    let because = raised.reasons.iter().filter(|one| match one {
        RaisedReason::RecentInjury { .. } | RaisedReason::TestHurt { .. } => !raised.answered,
        RaisedReason::NotCleared(_) => true,
        RaisedReason::Said(_) | RaisedReason::Measured { .. } | RaisedReason::RecentOperation => false,
    });
    let because: Vec<String> = because.map(|one| reason(one, knowledge, words)).collect();
    let told = |what: String| [vec![what], because].concat().join(" ");
    let what = match raised.action {
        Action::Limit => return told(words.fill("screen.flag_limit", &[("name", &name)])),
        Action::Emergency
        | Action::SameDay
        | Action::ClinicianDays
        | Action::Assent
        | Action::ClinicianWeeks => knowledge.action_words(raised.action).map_or_else(
            || words.say(&format!("stop.{}", raised.action.as_str())),
            |words| words.advice.clone(),
        ),
    };
    told(format!("{name}: {what}"))
}
