//! Names and numbers as people read them: groups, tests, sides, dates, sizes, doses.
//!
//! It rounds for reading only; nothing that is worked out goes on from a rounded number.

use crate::typed_units::{read_in, unit_for};
use crate::words::Words;
use evenstride_core::assess::{Comparison, SizeUnit};
use evenstride_core::body::{MuscleGroupId, Side};
use evenstride_core::knowledge::{
    EquipmentId, Grade, HowRead, Knowledge, Language, OpposingPair, PairId, SourceId, TestId,
};
use evenstride_core::person::Units;
use evenstride_core::quantity::Unit;
use evenstride_core::track::AnotherDay;
use jiff::civil::Date;

/// The everyday name of a group, as it stands at the start of a sentence.
pub(crate) fn group(id: &MuscleGroupId, knowledge: &Knowledge) -> String {
    knowledge.groups.get(id).map_or_else(|| id.to_string(), |group| group.name.clone())
}

/// The everyday name of a group, as it stands inside a sentence.
pub(crate) fn group_inside(id: &MuscleGroupId, knowledge: &Knowledge) -> String {
    inside(&group(id, knowledge), knowledge.language)
}

/// A name as it stands inside a sentence: without its capital, unless it starts like an abbreviation or with a noun of a
/// language that keeps the capitals of nouns.
pub(crate) fn inside(name: &str, language: Language) -> String {
    let first_word = name.split([' ', ',']).next().unwrap_or_default();
    let is_small =
        || Words::kept(language).say("grammar.small_first").split(' ').any(|small| small == first_word);
    if language.keeps_capitals() && !is_small() {
        return name.to_owned();
    }
    // One letter alone is an abbreviation, but for the article.
    let is_article = first_word == "A" && language == Language::English;
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && (second.is_lowercase() || is_article) => {
            first.to_lowercase().chain(name.chars().skip(1)).collect()
        }
        _ => name.to_owned(),
    }
}

/// A piece of equipment inside a sentence.
#[must_use]
pub fn equipment(id: &EquipmentId, knowledge: &Knowledge) -> String {
    knowledge.equipment.get(id).map_or_else(|| id.to_string(), |known| inside(&known.name, knowledge.language))
}

/// A text with a capital at its start.
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The name of a test.
pub(crate) fn test(id: &TestId, knowledge: &Knowledge) -> String {
    knowledge.tests.get(id).map_or_else(|| id.to_string(), |test| test.name.clone())
}

/// The opposing pair of the catalogue.
pub(crate) fn pair<'a>(id: &PairId, knowledge: &'a Knowledge) -> Option<&'a OpposingPair> {
    knowledge.pairs.iter().find(|pair| pair.id == *id)
}

/// What is compared, as it stands inside a sentence.
pub(crate) fn comparison(comparison: &Comparison, knowledge: &Knowledge, words: &Words) -> String {
    match comparison {
        Comparison::LeftRight { group } => group_inside(group, knowledge),
        Comparison::Opposing { group, opponent, side: leg, .. } => words.fill(
            "comparison.opposing",
            &[
                ("side", &side(*leg, words)),
                ("group", &group_inside(group, knowledge)),
                ("opponent", &group_inside(opponent, knowledge)),
            ],
        ),
    }
}

/// What another day would settle: “front of thigh (strength)”.
pub(crate) fn settles(another: &AnotherDay, knowledge: &Knowledge, words: &Words) -> String {
    let compared = comparison(&another.comparison, knowledge, words);
    let quality = words.say(&format!("quality.{}", another.quality));
    words.fill("comparison.quality", &[("comparison", &compared), ("quality", &quality)])
}

/// “left front of thigh”.
pub(crate) fn group_side(group: &str, leg: Side, words: &Words) -> String {
    words.fill("plan.group_side", &[("side", &side(leg, words)), ("group", group)])
}

/// The word for a leg.
pub(crate) fn side(side: Side, words: &Words) -> String {
    words.say(match side {
        Side::Left => "side.left",
        Side::Right => "side.right",
    })
}

/// “4 May 2026”.
pub(crate) fn date(date: Date, words: &Words) -> String {
    let month = words.say(&format!("month.{}", date.month()));
    let (day, year) = (date.day().to_string(), date.year().to_string());
    words.fill("date.format", &[("day", &day), ("month", &month), ("year", &year)])
}

/// “4 May” or “14 Dec”, “14. Dez” in German: the day with at most four letters of the month.
pub(crate) fn short_date(date: Date, words: &Words) -> String {
    let month = words.say(&format!("month.{}", date.month()));
    let short: String = if month.chars().count() <= 4 { month } else { month.chars().take(3).collect() };
    words.fill("date.short", &[("day", &date.day().to_string()), ("month", &short)])
}

/// The name of a weekday, 0 = Monday.
pub(crate) fn weekday(weekday: u8, words: &Words) -> String {
    words.say(&format!("weekday.{}", weekday % 7))
}

/// A whole number of percent or degrees without its unit.
pub(crate) fn whole(size: f64) -> String {
    format!("{:.0}", size.abs().round())
}

/// “19 %” or “8 degrees”, in whole numbers.
pub(crate) fn size(size: f64, unit: SizeUnit, words: &Words) -> String {
    let n = whole(size);
    let key = match unit {
        SizeUnit::Percent => "size.percent",
        SizeUnit::Degrees if n == "1" => "size.degree",
        SizeUnit::Degrees => "size.degrees",
    };
    words.fill(key, &[("n", &n)])
}

/// A unit as people read it.
#[must_use]
pub fn unit(unit: Unit, words: &Words) -> String {
    let key = format!("unit.{}", unit.as_str());
    if words.has(&key) { words.say(&key) } else { unit.as_str().to_owned() }
}

/// How well something is supported, in a word.
pub(crate) fn grade(grade: Grade, words: &Words) -> String {
    words.say(&format!("grade.{grade}"))
}

/// A number with one decimal, without a decimal that is zero.
pub(crate) fn plain_number(number: f64, words: &Words) -> String {
    let text = format!("{number:.1}");
    words.number(text.strip_suffix(".0").unwrap_or(&text))
}

/// A measured value as it was written: up to two decimals, none that are zero.
#[must_use]
pub fn value(value: f64, words: &Words) -> String {
    words.number(&typed(value))
}

/// The load of a set with its unit, as the person reads it: “12.5 kg”, or “27.6 lb” to a tenth.
#[must_use]
pub fn load(load_kg: f64, units: Units, words: &Words) -> String {
    let read = read_in(load_kg, Unit::Kilogram, units);
    let read = match units {
        Units::Metric => read,
        Units::Imperial => (10.0 * read).round() / 10.0,
    };
    format!("{} {}", value(read, words), unit(unit_for(Unit::Kilogram, units), words))
}

/// The same for lines that are typed and read again, which are alike in all languages.
pub(crate) fn typed(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A number with so many decimals.
pub(crate) fn fixed(number: f64, decimals: usize, words: &Words) -> String {
    words.number(&format!("{number:.decimals$}"))
}

/// A signed number with one decimal and a true minus; a rounded zero has no sign.
pub(crate) fn signed(number: f64, words: &Words) -> String {
    let text = format!("{number:.1}");
    words.number(&match text.strip_prefix('-') {
        Some("0.0") => "0.0".to_owned(),
        Some(size) => format!("−{size}"),
        None => text,
    })
}

/// A probability for professionals: one decimal, and no more certainty than the model has.
pub(crate) fn probability(probability: f64, words: &Words) -> String {
    let percent = 100.0 * probability;
    if percent > 99.5 {
        words.say("pro.probability_over")
    } else if percent < 0.5 {
        words.say("pro.probability_under")
    } else {
        format!("{}\u{a0}%", fixed(percent, 1, words))
    }
}

/// “All 20”, “19 of 20”, “None of the 20”.
pub(crate) fn count_of_20(n: usize, words: &Words) -> String {
    match n {
        0 => words.say("count.none"),
        20.. => words.say("count.all"),
        _ => words.fill("count.some", &[("n", &n.to_string())]),
    }
}

/// Minutes, rounded up to whole ones.
pub(crate) fn minutes(minutes: f64, words: &Words) -> String {
    words.counted("minute", whole_count(minutes.ceil().max(1.0)))
}

/// Whole minutes of a session, rounded up, at least 1.
#[must_use]
pub fn whole_minutes(minutes: f64) -> u32 {
    u32::try_from(whole_count(minutes.ceil().max(1.0))).unwrap_or(u32::MAX)
}

/// A finite number that is zero or more, as a count.
fn whole_count(number: f64) -> usize {
    // Rust's conversion saturates, so no value can panic or wrap here.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let count = number as usize;
    count
}

/// “6–10”, or “8” when both ends are the same.
pub(crate) fn range([low, high]: [u32; 2], words: &Words) -> String {
    if low == high {
        return low.to_string();
    }
    words.fill("plan.range", &[("low", &low.to_string()), ("high", &high.to_string())])
}

/// Numbers with a dash or a × between them, so that no line ends behind those; for pages, where a joiner takes no room.
pub(crate) fn unbroken(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut before = None;
    while let Some(letter) = letters.next() {
        let is_digit = |letter: Option<&char>| letter.is_some_and(char::is_ascii_digit);
        if letter == '–' && is_digit(before.as_ref()) && is_digit(letters.peek()) {
            whole.push_str("\u{2060}–\u{2060}");
        } else {
            whole.push(letter);
        }
        before = Some(letter);
    }
    whole.replace(" × ", "\u{a0}×\u{a0}")
}

/// “90 s”, “2 min”, “none”.
pub(crate) fn rest(rest_s: u32, words: &Words) -> String {
    match rest_s {
        0 => words.say("plan.no_rest"),
        s if s >= 60 && s % 60 == 0 => words.fill("plan.minutes", &[("n", &(s / 60).to_string())]),
        s => words.fill("plan.seconds", &[("n", &s.to_string())]),
    }
}

/// Source ids in one text.
pub(crate) fn sources(ids: &[SourceId], words: &Words) -> String {
    ids.iter().map(SourceId::as_str).collect::<Vec<_>>().join(&words.say("list.comma"))
}

/// How much of a source was read, in words.
pub(crate) fn how_read(read: HowRead, words: &Words) -> String {
    words.say(match read {
        HowRead::Data => "sources.read_data",
        HowRead::Text => "sources.read_text",
        HowRead::Abstract => "sources.read_abstract",
        HowRead::Secondary => "sources.read_secondary",
        HowRead::Memory => "sources.read_memory",
        HowRead::Proposal => "sources.read_proposal",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_ends_behind_the_dash_of_a_range() {
        for (text, whole) in [
            ("2 × 8–12", "2\u{a0}×\u{a0}8\u{2060}–\u{2060}12"),
            ("10–20 s; 3–21", "10\u{2060}–\u{2060}20 s; 3\u{2060}–\u{2060}21"),
            ("a – b", "a – b"),
            ("hip–knee", "hip–knee"),
            ("–3", "–3"),
            ("8–", "8–"),
            ("", ""),
        ] {
            assert_eq!(unbroken(text), whole);
        }
    }

    #[test]
    fn one_degree_is_one() {
        let words = Words::english();
        let said = [0.0, 0.6, 1.4, 1.6].map(|degrees| size(degrees, SizeUnit::Degrees, &words));
        assert_eq!(said, ["0 degrees", "1 degree", "1 degree", "2 degrees"]);
    }

    #[test]
    fn a_german_name_keeps_the_capital_of_its_noun_alone() {
        for (name, said) in [
            ("Vorderer Oberschenkel", "vorderer Oberschenkel"),
            ("Wade", "Wade"),
            ("Äußere Wade", "äußere Wade"),
            ("Der große Zeh", "der große Zeh"),
            ("Grammatik", "Grammatik"),
            ("Stabiler Stuhl", "stabiler Stuhl"),
            ("Fest montiertes Dynamometer", "fest montiertes Dynamometer"),
            ("Maßband", "Maßband"),
        ] {
            assert_eq!(inside(name, Language::German), said);
        }
        assert_eq!(inside("Big toe", Language::English), "big toe");
        assert_eq!(inside("ACL", Language::English), "ACL");
        assert_eq!(inside("A worn or inflamed joint", Language::English), "a worn or inflamed joint");
    }
}
