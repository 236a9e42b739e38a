//! A squad in words: a line a person, those who need attention first.
//!
//! Nobody is compared with anybody. Read next: [`crate::squad`].

use super::names;
use super::sentences::{NO_CAUTIONS, Speaker};
use super::status::due_line;
use super::wrap::Page;
use crate::following::Due;
use crate::squad::Member;
use crate::words::Words;
use evenstride_core::assess::OLD_AFTER_DAYS;
use evenstride_core::knowledge::{Action, Knowledge};
use jiff::civil::Date;

/// So many differences of one person are named; the page of the person shows the others.
const NAMED_MAX: usize = 3;
/// So many things that need attention are named; the page of the person shows the others.
const DUE_MAX: usize = 3;

/// One person of the squad in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MemberWords {
    pub(crate) name: String,
    pub(crate) attention: String,
    pub(crate) differences: Vec<String>,
    pub(crate) measured: String,
    pub(crate) trained: String,
}

/// Everybody in words.
pub(crate) fn squad(members: &[Member], knowledge: &Knowledge, words: &Words) -> Vec<MemberWords> {
    members.iter().map(|member| of_member(member, knowledge, words)).collect()
}

fn of_member(member: &Member, knowledge: &Knowledge, words: &Words) -> MemberWords {
    let followed = &member.followed;
    let dues = followed.due.iter().take(DUE_MAX);
    let attention: Vec<String> =
        dues.map(|due| attention(due, followed.asks_for(), knowledge, words)).collect();
    let speaker = Speaker { knowledge, words, cautions: &NO_CAUTIONS };
    let standing = member.standing();
    let mut differences: Vec<String> = standing.iter().take(NAMED_MAX).map(|f| speaker.headline(f)).collect();
    if standing.len() > NAMED_MAX {
        differences.push(words.fill("squad.more", &[("n", &(standing.len() - NAMED_MAX).to_string())]));
    }
    if differences.is_empty() {
        differences.push(match (&followed.assessment, followed.measured_on) {
            (None, _) => words.say("squad.held_back"),
            // Of somebody who was never measured nobody knows that there is no difference.
            (Some(_), None) => words.say("squad.unmeasured"),
            // Nor of what is not settled yet.
            (Some(_), Some(_)) if member.n_undecided > 0 => {
                words.fill("squad.undecided", &[("n", &member.n_undecided.to_string())])
            }
            (Some(_), Some(_)) => words.say("squad.none"),
        });
    }
    let day = |day: Option<Date>| day.map_or_else(|| words.say("squad.never"), |day| names::date(day, words));
    let measured = match followed.measured_on.filter(|_| followed.is_old) {
        Some(day) => words.fill(
            "squad.measured_old",
            &[("date", &names::date(day, words)), ("days", &OLD_AFTER_DAYS.to_string())],
        ),
        None => day(followed.measured_on),
    };
    MemberWords {
        name: member.subject.to_string(),
        attention: if attention.is_empty() { words.say("squad.none") } else { attention.join("; ") },
        differences,
        measured,
        trained: day(followed.trained_on),
    }
}

/// What needs attention; whom to see and how soon stands before why.
fn attention(due: &Due, asks_for: Option<Action>, knowledge: &Knowledge, words: &Words) -> String {
    let key = match (due, asks_for) {
        (Due::ClearanceEnded, Some(_)) => "squad.needs.sign".to_owned(),
        _ => format!("squad.needs.{}", due.as_str()),
    };
    let why = due_line(&key, due, knowledge, words);
    match (due, asks_for.filter(|action| action.stops())) {
        (Due::Stop | Due::ClearanceEnded, Some(action)) => {
            words.fill(&format!("squad.asks.{}", action.as_str()), &[("why", &why)])
        }
        _ => why,
    }
}

/// The squad as plain text.
pub(crate) fn render(
    members: &[Member],
    as_of: Date,
    knowledge: &Knowledge,
    words: &Words,
    width: usize,
) -> String {
    let mut page = Page::new(width);
    page.heading(&words.say("squad.title"), '=');
    page.under(&words.fill("report.as_of", &[("date", &names::date(as_of, words))]), 0);
    if members.is_empty() {
        page.under(&words.say("squad.empty"), 0);
        return page.finish();
    }
    page.under(&words.say("squad.lead"), 0);
    for said in squad(members, knowledge, words) {
        page.gap();
        page.item("-", &format!("{}: {}", said.name, said.attention), 0);
        for difference in &said.differences {
            page.under(difference, 2);
        }
        let measured = words.say("squad.measured");
        let trained = words.say("squad.trained");
        page.under(&format!("{measured}: {}. {trained}: {}.", said.measured, said.trained), 2);
    }
    page.gap();
    page.under(&words.say("squad.stands"), 0);
    page.under(&words.say("squad.noise_own"), 0);
    page.finish()
}
