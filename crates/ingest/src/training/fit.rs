//! Sets of a strength session in a FIT file of a watch.
//!
//! A set has repetitions, seconds, a load and an exercise of the FIT profile, but no side: it is asked for. Records,
//! laps and everything else are passed over one by one, so that a long file costs no memory. Read next: `fit_names`.

use super::amounts::{MOST_LOAD_KG, MOST_REPS, whole_seconds};
use super::settle::{Settler, Told};
use super::{FIT_MARK, TrainingFormat, TrainingOptions, TrainingRead, fit_names};
use crate::IngestError;
use crate::notices::Notices;
use crate::text::count_of;
use evenstride_core::notice::{NoticeCode, Place};
use evenstride_core::training::{SetKind, TrainedSet};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use rustyfit::profile::mesgdef;
use rustyfit::profile::typedef::{MesgNum, SetType, Sport, SubSport};
use rustyfit::proto::{Message, Value};
use rustyfit::{Decoder, DecoderError, DecoderEvent, StreamingIterator};
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

/// Most messages of one file: a day with a record each second, ten times over.
const MOST_MESSAGES: usize = 1_000_000;
/// Most sets of one file.
const MOST_FILE_SETS: usize = 10_000;
/// Seconds from the beginning of 1970 to that of the FIT calendar, the last day of 1989.
const FIT_EPOCH_S: i64 = 631_065_600;
/// Names of sports and kinds of messages that an error lists.
const MOST_LISTED: usize = 6;

/// Sets of a strength session.
pub(super) struct FitSets;

impl TrainingFormat for FitSets {
    fn id(&self) -> &'static str {
        "fit-sets"
    }

    fn name(&self) -> &'static str {
        "a FIT file with strength sets"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["fit"]
    }

    fn looks_like(&self) -> &'static str {
        "A FIT activity of a watch in whose strength sets repetitions and loads stand."
    }

    fn example(&self) -> Vec<u8> {
        super::fit_made::example()
    }

    fn sniff(&self, bytes: &[u8], _: Option<&str>) -> bool {
        let (offset, mark) = FIT_MARK;
        bytes.get(offset..).is_some_and(|rest| rest.starts_with(mark))
    }

    fn read(
        &self,
        bytes: &[u8],
        _: Option<&str>,
        options: &TrainingOptions<'_>,
    ) -> Result<TrainingRead, IngestError> {
        let mut notices = Notices::new(options.file_name, options.limits.max_notices);
        let seen = decode(bytes, options, &mut notices)?;
        if seen.sets.is_empty() {
            return Err(no_sets(&seen, options));
        }
        if seen.offset_s.is_none() {
            let message =
                "the file does not say the local time; the days are those of universal time".to_owned();
            let hint = "check the day of sessions that were late in the evening".to_owned();
            notices.file(None, NoticeCode::DateDoubtful, message, Some(hint));
        }
        let mut settler = Settler::new(options);
        for told in gathered(&seen, options, &mut notices) {
            settler.add(told, &mut notices);
        }
        let trained = settler.finish(&mut notices);
        if trained.is_empty() {
            let message = "expected strength sets that can be read, found none";
            return Err(IngestError::new(place(options), message)
                .hint("write what you did as lines, such as 2026-11-22 split-squat left 3x8 20kg"));
        }
        Ok(TrainingRead { trained, named: BTreeMap::new(), notices: notices.finish(), format: self.id() })
    }
}

fn place(options: &TrainingOptions<'_>) -> Place {
    Place { file: options.file_name.to_owned(), line: None }
}

/// What was found in a file.
#[derive(Default)]
struct Seen {
    sets: Vec<RawSet>,
    n_rests: usize,
    /// Names that a device gives to exercises of its own, by category and number.
    titles: BTreeMap<(u16, u16), String>,
    sports: BTreeSet<String>,
    n_messages: usize,
    n_records: usize,
    /// Seconds that local time is ahead of universal time.
    offset_s: Option<i64>,
}

/// One active set as it stands in the file.
struct RawSet {
    at: Option<u32>,
    exercise: Option<(u16, Option<u16>)>,
    reps: Option<u32>,
    seconds: Option<u32>,
    load_kg: Option<f64>,
}

/// Walks over the messages; where the checksum alone does not fit, it walks again without it and says so.
fn decode(bytes: &[u8], options: &TrainingOptions<'_>, notices: &mut Notices) -> Result<Seen, IngestError> {
    let (seen, error) = match walk(bytes, true) {
        (_, Some(DecoderError::ChecksumMismatch { .. })) => {
            let message =
                "expected a whole FIT file, found a checksum that does not fit; it was read all the same";
            let hint = "check the sets, and copy the file from the watch again".to_owned();
            notices.file(None, NoticeCode::ValueDoubtful, message.to_owned(), Some(hint));
            walk(bytes, false)
        }
        walked => walked,
    };
    if seen.n_messages >= MOST_MESSAGES || seen.sets.len() >= MOST_FILE_SETS {
        let message = format!(
            "expected at most {MOST_MESSAGES} messages and {MOST_FILE_SETS} sets, found more; the rest was not read"
        );
        let hint = "export the activities one by one".to_owned();
        notices.file(None, NoticeCode::LimitReached, message, Some(hint));
    }
    let Some(error) = error else { return Ok(seen) };
    let found = broken(&error);
    if seen.sets.is_empty() {
        let message = format!("expected a whole FIT file, found {found}");
        return Err(IngestError::new(place(options), message)
            .hint("copy the file from the watch again, or export the activity again"));
    }
    let message = format!("expected a whole FIT file, found {found}; what stands before it was read");
    let hint = "check the last sets, and copy the file from the watch again".to_owned();
    notices.file(None, NoticeCode::ValueDoubtful, message, Some(hint));
    Ok(seen)
}

/// What stands in the file up to its end, its limit or its first break.
fn walk(bytes: &[u8], checksum: bool) -> (Seen, Option<DecoderError<Infallible>>) {
    let mut seen = Seen::default();
    let mut decoder = Decoder::builder().checksum(checksum).expand_components(false).build();
    let mut stream = decoder.stream(bytes);
    while let Some(event) = stream.next() {
        match event {
            Ok(DecoderEvent::Message(message)) => {
                seen.n_messages += 1;
                take(message, &mut seen);
                if seen.n_messages >= MOST_MESSAGES || seen.sets.len() >= MOST_FILE_SETS {
                    return (seen, None);
                }
            }
            Ok(_) => {}
            Err(error) => return (seen, Some(error)),
        }
    }
    (seen, None)
}

fn broken<E>(error: &DecoderError<E>) -> &'static str {
    match error {
        DecoderError::Io { .. } | DecoderError::UnexpectedEof => "that it ends too early",
        DecoderError::NotFITFile => "a broken header",
        DecoderError::ChecksumMismatch { .. } => "a checksum that does not fit",
        DecoderError::MissingMessageDefinition { .. } => "data without its definition",
    }
}

/// The first figure of a field; a field may hold one or several.
fn first_u16(value: &Value) -> Option<u16> {
    let figure = match value {
        Value::Uint16(figure) => Some(*figure),
        Value::ArrayUint16(figures) => figures.first().copied(),
        _ => None,
    };
    figure.filter(|figure| *figure != u16::MAX)
}

fn take(message: &Message, seen: &mut Seen) {
    match message.num {
        MesgNum::SET => take_set(message, seen),
        MesgNum::RECORD => seen.n_records += 1,
        MesgNum::EXERCISE_TITLE => {
            let title = mesgdef::ExerciseTitle::from(message);
            let name = title.wkt_step_name.first().map(|name| name.trim().to_owned());
            if let Some(name) = name.filter(|name| !name.is_empty() && seen.titles.len() < MOST_FILE_SETS) {
                seen.titles.insert((title.exercise_category.0, title.exercise_name), name);
            }
        }
        MesgNum::SESSION => {
            let session = mesgdef::Session::from(message);
            let [sport, kind] = [session.sport.to_string(), session.sub_sport.to_string()];
            let is_kind = session.sub_sport != SubSport::GENERIC && !kind.contains('(');
            let sport =
                if sport.contains('(') || session.sport == Sport::GENERIC { String::new() } else { sport };
            let words: Vec<String> = [sport, if is_kind { kind } else { String::new() }]
                .into_iter()
                .filter(|word| !word.is_empty())
                .map(|word| word.replace('_', " "))
                .collect();
            if !words.is_empty() && seen.sports.len() < MOST_LISTED {
                seen.sports.insert(words.join(", "));
            }
        }
        MesgNum::ACTIVITY => {
            let activity = mesgdef::Activity::from(message);
            let (universal, local) = (activity.timestamp.0, activity.local_timestamp.0);
            // No place on earth is further than 14 hours from universal time.
            let offset_s = i64::from(local) - i64::from(universal);
            if universal != u32::MAX && local != u32::MAX && offset_s.abs() <= 14 * 3600 {
                seen.offset_s = Some(offset_s);
            }
        }
        _ => {}
    }
}

fn take_set(message: &Message, seen: &mut Seen) {
    let set = mesgdef::Set::from(message);
    if set.set_type == SetType::REST {
        seen.n_rests += 1;
        return;
    }
    let field = |num: u8| {
        message.fields.iter().find(|field| field.num == num).and_then(|field| first_u16(&field.value))
    };
    let category = field(mesgdef::Set::CATEGORY);
    let subtype = field(mesgdef::Set::CATEGORY_SUBTYPE);
    let known = |time: u32| (time != u32::MAX).then_some(time);
    seen.sets.push(RawSet {
        at: known(set.start_time.0).or_else(|| known(set.timestamp.0)),
        exercise: category.map(|category| (category, subtype)),
        reps: Some(u32::from(set.repetitions))
            .filter(|reps| (1..=MOST_REPS).contains(reps) && set.repetitions != u16::MAX),
        seconds: set.duration_scaled().and_then(whole_seconds).filter(|seconds| *seconds > 0),
        load_kg: set.weight_scaled().filter(|load_kg| *load_kg > 0.0 && *load_kg <= MOST_LOAD_KG),
    });
}

/// The sets of each exercise of a day, in the order in which the exercises began.
fn gathered(seen: &Seen, options: &TrainingOptions<'_>, notices: &mut Notices) -> Vec<Told> {
    let mut all: Vec<Told> = Vec::new();
    let (mut n_nameless, mut n_timeless, mut n_future) = (0, 0, 0);
    for raw in &seen.sets {
        let Some(on) = raw.at.and_then(|at| day(at, seen.offset_s.unwrap_or(0))) else {
            n_timeless += 1;
            continue;
        };
        if on > options.today {
            n_future += 1;
            continue;
        }
        let Some(name) = raw.exercise.and_then(|(category, subtype)| name(category, subtype, seen)) else {
            n_nameless += 1;
            continue;
        };
        let set = TrainedSet {
            kind: SetKind::Working,
            reps: raw.reps,
            seconds: raw.seconds,
            metres: None,
            load_kg: raw.load_kg,
            reserve: None,
        };
        match all.iter_mut().find(|told| told.on == on && told.name == name) {
            Some(told) => told.sets.push(set),
            None => all.push(Told {
                on,
                name,
                note: String::new(),
                workout_note: String::new(),
                sets: vec![set],
                line: None,
            }),
        }
    }
    let mut tell = |count: usize, code: NoticeCode, why: &str, hint: &str| {
        if count > 0 {
            let message = format!("{} left out: {why}", count_of(count, "set"));
            notices.file(None, code, message, Some(hint.to_owned()));
        }
    };
    tell(
        n_nameless,
        NoticeCode::RowRefused,
        "the watch did not know the exercise",
        "name the sets in the watch's app and export again",
    );
    tell(n_timeless, NoticeCode::DateDoubtful, "they have no time", "write them as lines with their day");
    tell(n_future, NoticeCode::DateInFuture, "they lie after today", "check the clock of the watch");
    all
}

/// The name as the profile has it, else the device's own, else that of the category.
fn name(category: u16, subtype: Option<u16>, seen: &Seen) -> Option<String> {
    let own = subtype.and_then(|subtype| {
        let title = seen.titles.get(&(category, subtype)).cloned();
        fit_names::exercise(category, subtype).or(title)
    });
    let name = own.or_else(|| fit_names::category(category))?;
    let name: String =
        name.chars().map(|c| if c.is_control() { ' ' } else { c }).take(super::line::LONGEST_NAME).collect();
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

fn day(at: u32, offset_s: i64) -> Option<Date> {
    // Times below this are seconds since the device was switched on.
    const FIRST_REAL_TIME: u32 = 0x1000_0000;
    if at < FIRST_REAL_TIME {
        return None;
    }
    let local = Timestamp::from_second(i64::from(at) + FIT_EPOCH_S + offset_s).ok()?;
    Some(local.to_zoned(TimeZone::fixed(Offset::UTC)).date())
}

/// The error of a file without sets, with what was seen instead.
fn no_sets(seen: &Seen, options: &TrainingOptions<'_>) -> IngestError {
    let sports: Vec<&str> = seen.sports.iter().map(String::as_str).collect();
    let what = match (sports.is_empty(), seen.n_rests) {
        (false, _) => format!("an activity of {}", sports.join(" and ")),
        (true, 0) => "no activity".to_owned(),
        (true, _) => "a session of rests alone".to_owned(),
    };
    let message = format!(
        "expected strength sets, found {what} with {} and {} of other kinds",
        count_of(seen.n_records, "record"),
        count_of(seen.n_messages - seen.n_records, "message")
    );
    IngestError::new(place(options), message)
        .hint("give the file of a strength session, or write what you did as lines, such as 2026-11-22 split-squat left 3x8 20kg")
}
