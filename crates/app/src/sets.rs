//! Sets that a page tells one at a time, each under a name that the page has made up, so that it may tell them twice.
//!
//! ```text
//!   page ──► events as JSON ──► read ──► store, each name once ──► answer: kept, or refused with a reason
//! ```
//! It opens no connection and decides nothing about training: what a log would refuse is refused here. Read next:
//! [`crate::store::Content::TrainedOnce`], and `joined` for how single sets become entries again.

use crate::error::Error;
use crate::store::{BY_PAGE, OnceId, Records};
use evenstride_core::knowledge::{Dose, Exercise, ExerciseId, Knowledge, RuleId, SignEffect};
use evenstride_core::notice::Place;
use evenstride_core::person::SubjectId;
use evenstride_core::track::{signs_told, to_logged};
use evenstride_core::training::{SetKind, Trained, TrainedSet, TrainedSide, recognise};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Events of one message at most.
pub const MOST_EVENTS: usize = 100;
/// Characters of a name that is told back although it is none.
const SHOWN_CHARS: usize = 64;

/// What a page tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The name of the event.
    pub id: OnceId,
    /// What it says.
    pub tells: Tells,
}

/// What an event says.
#[derive(Debug, Clone, PartialEq)]
pub enum Tells {
    /// A set, or how something felt.
    Set(Trained),
    /// A set in the place of one that was told before.
    Changed {
        /// The name of the one before.
        old: OnceId,
        /// What counts from now on.
        set: Trained,
    },
    /// A set that was told by mistake.
    Gone {
        /// Its name.
        old: OnceId,
    },
}

/// An event that cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// Its name, as it was sent.
    pub id: String,
    /// Why not, and what to do.
    pub why: String,
    /// The same in one word, for which a page has a sentence.
    pub code: WhyRefused,
}

/// Why an event cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhyRefused {
    /// Its day has not come yet where the program runs.
    Day,
    /// The catalogue does not hold its exercise.
    Exercise,
    /// Something else is wrong with it.
    Other,
}

/// What a message holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Message {
    /// Whose sets the page believes they are; see [`person_key`].
    pub person: String,
    /// What can be kept, in the order of telling.
    pub told: Vec<Told>,
    /// What cannot.
    pub refused: Vec<Refused>,
}

/// Names a person without the name: 16 hexadecimal digits that stay theirs, where a store gives a number twice.
#[must_use]
pub fn person_key(subject: &SubjectId) -> String {
    let digest = Sha256::digest(format!("person {subject}").as_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MessageBody {
    person: String,
    sets: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventBody {
    id: String,
    /// Its place among what the page told.
    n: u32,
    day: Date,
    exercise: ExerciseId,
    side: SideBody,
    amount: Option<u32>,
    load_kg: Option<f64>,
    reserve: Option<u32>,
    pain: Option<u8>,
    sign: Option<RuleId>,
    instead: Option<String>,
    #[serde(default)]
    gone: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum SideBody {
    Left,
    Right,
    Both,
}

/// Reads a message; what cannot be kept of it is told apart.
///
/// # Errors
/// It is no such message, or it holds too many events.
pub fn read(bytes: &[u8], knowledge: &Knowledge, today: Date) -> Result<Message, Error> {
    let body: MessageBody = serde_json::from_slice(bytes).map_err(|_| {
        Error::usage("keep the sets: expected a message of the training page, found something else")
            .hint("open the training page again; what waits on this device is sent from it")
    })?;
    if body.sets.len() > MOST_EVENTS {
        return Err(Error::usage(format!(
            "keep the sets: expected at most {MOST_EVENTS} at once, found {}",
            body.sets.len()
        ))
        .hint("send them in parts"));
    }
    let mut message = Message { person: body.person, ..Message::default() };
    for event in body.sets {
        let name = event.get("id").and_then(Value::as_str).unwrap_or_default();
        let id: String = name.chars().take(SHOWN_CHARS).collect();
        match told(event, knowledge, today) {
            Ok(told) => message.told.push(told),
            Err((code, error)) => {
                let hint = error.hint.map(|hint| format!("; {hint}")).unwrap_or_default();
                message.refused.push(Refused { id, why: format!("{}{hint}", error.message), code });
            }
        }
    }
    Ok(message)
}

/// Why an event is refused, in one word and in full.
type NotTold = (WhyRefused, Error);

fn other(error: Error) -> NotTold {
    (WhyRefused::Other, error)
}

fn told(event: Value, knowledge: &Knowledge, today: Date) -> Result<Told, NotTold> {
    let body: EventBody = serde_json::from_value(event).map_err(|_| {
        let error = Error::usage("keep a set: expected one of the training page, found something else");
        other(error.hint("write it down as a line on the page of the training"))
    })?;
    let named = |text: &str| {
        OnceId::new(text)
            .ok_or_else(|| other(Error::usage("keep a set: expected a name of 32 digits, found another")))
    };
    let id = named(&body.id)?;
    let old = body.instead.as_deref().map(named).transpose()?;
    if body.gone {
        let old = old.ok_or_else(|| other(Error::usage("take a set away: expected which one, found none")))?;
        return Ok(Told { id, tells: Tells::Gone { old } });
    }
    let set = trained(&body, knowledge, today)?;
    let tells = match old {
        Some(old) => Tells::Changed { old, set },
        None => Tells::Set(set),
    };
    Ok(Told { id, tells })
}

/// The set as any other source would tell it, when a log takes it.
fn trained(body: &EventBody, knowledge: &Knowledge, today: Date) -> Result<Trained, NotTold> {
    let Some(exercise) = knowledge.exercises.get(&body.exercise) else {
        let error = format!("keep a set: expected an exercise of the catalogue, found “{}”", body.exercise);
        return Err((WhyRefused::Exercise, Error::usage(error)));
    };
    // Where a device is a day ahead of the machine, by its time zone, the machine's own day counts.
    let on = if today.tomorrow().ok() == Some(body.day) { today } else { body.day };
    if on > today {
        let error = Error::usage(format!("keep a set: expected a day up to {today}, found {on}"))
            .hint("the clocks of the device and of the machine differ; write it down as a line");
        return Err((WhyRefused::Day, error));
    }
    if body.amount.is_none() && body.sign.is_none() {
        return Err(other(Error::usage("keep a set: expected how much was done, found nothing")));
    }
    let trained = Trained {
        on,
        name: body.exercise.to_string(),
        side: match body.side {
            SideBody::Left => TrainedSide::Left,
            SideBody::Right => TrainedSide::Right,
            SideBody::Both => TrainedSide::Both,
        },
        sets: body.amount.map(|amount| one_set(amount, body, exercise)).into_iter().collect(),
        pain: body.pain,
        form: None,
        morning_points: None,
        swelling: false,
        signs: body.sign.clone().into_iter().collect(),
        note: None,
        place: Place { file: BY_PAGE.to_owned(), line: Some(u64::from(body.n)) },
    };
    let logged = to_logged(&trained, &recognise(&trained.name, knowledge), knowledge);
    let logged = logged.map_err(|why| other(Error::usage(why.to_string()).hint(why.hint())))?;
    // A one-legged exercise of both legs would be taken as each leg's, which nobody said.
    if logged.entries.len() != 1 {
        return Err(other(Error::usage("keep a set: expected the leg that did it, found both")));
    }
    Ok(trained)
}

fn one_set(amount: u32, body: &EventBody, exercise: &Exercise) -> TrainedSet {
    let mut set = TrainedSet {
        kind: SetKind::Working,
        reps: None,
        seconds: None,
        metres: None,
        load_kg: body.load_kg,
        reserve: body.reserve.map(f64::from),
    };
    match exercise.dose {
        Dose::Reps(_) => set.reps = Some(amount),
        Dose::HoldS(_) => set.seconds = Some(amount),
        Dose::Minutes(_) => set.seconds = Some(amount.saturating_mul(60)),
        Dose::Metres(_) => set.metres = Some(f64::from(amount)),
    }
    set
}

/// Does an event hold a sign to stop, so that the clearance must be looked at anew?
#[must_use]
pub fn holds_a_sign(told: &Told, knowledge: &Knowledge) -> bool {
    match &told.tells {
        Tells::Set(set) | Tells::Changed { set, .. } => !signs_told(set, knowledge).is_empty(),
        Tells::Gone { .. } => false,
    }
}

#[derive(Serialize)]
struct AnswerBody<'a> {
    kept: &'a [String],
    refused: &'a [Refused],
    stopped: bool,
}

/// The answer to a message: the names that need not be told again, what was refused, and whether training has stopped.
#[must_use]
pub fn answer(kept: &[String], refused: &[Refused], stopped: bool) -> String {
    // Texts and a word cannot fail to become JSON; an empty answer would only be asked for again.
    serde_json::to_string(&AnswerBody { kept, refused, stopped }).unwrap_or_default()
}

/// Was something told by a page, set by set?
#[must_use]
pub fn is_from_a_page(trained: &Trained) -> bool {
    trained.place.file == BY_PAGE
}

/// Leaves out what a page has told today, so that the session it shows stays the same while its sets come in.
///
/// What ends a clearance stays: then there is no session.
pub fn leave_out_of(day: Date, records: &mut Records, knowledge: &Knowledge) {
    records.trained.retain(|kept| {
        let trained = &kept.value;
        let ends = || signs_told(trained, knowledge).iter().any(|sign| sign.effect == SignEffect::Ends);
        trained.on != day || !is_from_a_page(trained) || ends()
    });
}

/// Puts the single sets of one exercise, leg and day together as one entry, in the order of doing.
///
/// What came from elsewhere stays as it is. Nothing that was felt or written is lost: pain, form and the morning are the
/// worst of them, signs and remarks are all of them.
#[must_use]
pub fn joined(trained: Vec<Trained>) -> Vec<Trained> {
    let (mut singles, mut all): (Vec<Trained>, Vec<Trained>) = trained.into_iter().partition(is_from_a_page);
    let mut at_of: BTreeMap<(Date, String, TrainedSide), usize> = BTreeMap::new();
    singles.sort_by_key(|entry| (entry.on, entry.place.line));
    for single in singles {
        let of = (single.on, single.name.clone(), single.side);
        match at_of.get(&of).and_then(|at| all.get_mut(*at)) {
            Some(entry) => {
                entry.sets.extend(single.sets);
                entry.pain = entry.pain.max(single.pain);
                entry.signs.extend(single.signs);
                entry.form = entry.form.max(single.form);
                entry.morning_points = entry.morning_points.max(single.morning_points);
                entry.swelling |= single.swelling;
                let notes = [entry.note.take(), single.note];
                entry.note = notes.into_iter().flatten().reduce(|all, more| format!("{all}; {more}"));
            }
            None => {
                at_of.insert(of, all.len());
                all.push(single);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::BY_HAND;
    use evenstride_catalog::builtin;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 26);
    const ID: &str = "0123456789abcdef0123456789abcdef";

    fn message(event: &str) -> Message {
        let text = format!("{{\"person\":\"x\",\"sets\":[{event}]}}");
        read(text.as_bytes(), builtin(), TODAY).unwrap()
    }

    fn event(more: &str) -> String {
        format!(
            "{{\"id\":\"{ID}\",\"n\":1,\"day\":\"2026-11-26\",\"exercise\":\"split-squat\",\"side\":\"left\"{more}}}"
        )
    }

    #[test]
    fn a_set_is_read_as_any_other_source_would_tell_it() {
        let read = message(&event(",\"amount\":8,\"load_kg\":12.5,\"reserve\":2,\"pain\":1"));
        let Tells::Set(set) = &read.told[0].tells else { panic!("{read:?}") };
        assert_eq!((set.name.as_str(), set.side, set.pain), ("split-squat", TrainedSide::Left, Some(1)));
        assert_eq!(
            (set.sets[0].reps, set.sets[0].load_kg, set.sets[0].reserve),
            (Some(8), Some(12.5), Some(2.0))
        );
        assert!(!holds_a_sign(&read.told[0], builtin()));
        let sign = message(&event(",\"sign\":\"stop-chest\""));
        assert!(holds_a_sign(&sign.told[0], builtin()));
    }

    #[test]
    fn what_a_log_would_refuse_is_refused_with_its_name() {
        for more in [
            "",
            ",\"amount\":100000",
            ",\"amount\":8,\"pain\":11",
            ",\"amount\":8,\"load_kg\":-1",
            ",\"amount\":8,\"sign\":\"stop-nothing\"",
            ",\"amount\":8,\"other\":1",
            ",\"amount\":8,\"instead\":\"x\"",
            ",\"gone\":true",
        ] {
            let read = message(&event(more));
            assert!(read.told.is_empty(), "{more}: {read:?}");
            assert_eq!(read.refused[0].id, ID);
        }
        let both = event(",\"amount\":8").replace("left", "both");
        assert!(message(&both).told.is_empty());
        let later = event(",\"amount\":8").replace("11-26", "11-28");
        let refused = &message(&later).refused[0];
        assert!(refused.why.contains("clocks") && refused.code == WhyRefused::Day, "{refused:?}");
        let unknown = message(&event(",\"amount\":8").replace("split-squat", "no-such-exercise"));
        assert_eq!(unknown.refused[0].code, WhyRefused::Exercise);
        let ahead = message(&event(",\"amount\":8").replace("11-26", "11-27"));
        assert!(matches!(&ahead.told[0].tells, Tells::Set(set) if set.on == TODAY), "the machine's day counts");
        for broken in ["", "[]", "{}", "{\"person\":\"x\"}", "null", "\u{feff}"] {
            assert!(read(broken.as_bytes(), builtin(), TODAY).is_err(), "{broken}");
        }
        let many = vec!["1"; MOST_EVENTS + 1].join(",");
        assert!(read(format!("{{\"person\":\"x\",\"sets\":[{many}]}}").as_bytes(), builtin(), TODAY).is_err());
    }

    #[test]
    fn single_sets_become_one_entry_in_the_order_of_doing() {
        let set = |n: u32, amount: u32, more: &str| {
            let text = event(&format!(",\"amount\":{amount}{more}")).replace("\"n\":1", &format!("\"n\":{n}"));
            let Tells::Set(set) = message(&text).told[0].tells.clone() else { panic!("{text}") };
            set
        };
        let (mut second, first) = (set(2, 7, ",\"pain\":4"), set(1, 8, ",\"pain\":2"));
        (second.note, second.swelling) = (Some("chest pain".to_owned()), true);
        // What somebody wrote down elsewhere is an entry of its own, whatever it is called.
        let other = Trained { place: Place { file: BY_HAND.to_owned(), line: Some(1) }, ..first.clone() };
        let joined = joined(vec![second, other.clone(), first]);
        assert_eq!(joined.len(), 2);
        assert_eq!(joined[0], other);
        let reps: Vec<_> = joined[1].sets.iter().filter_map(|set| set.reps).collect();
        assert_eq!((reps, joined[1].pain), (vec![8, 7], Some(4)));
        assert_eq!((joined[1].note.as_deref(), joined[1].swelling), (Some("chest pain"), true));
    }
}
