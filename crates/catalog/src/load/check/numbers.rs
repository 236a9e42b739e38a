//! Shares, noise, ranges, ratios and norms are numbers that can be right.

use super::super::read::{Listed, Span};
use super::Refusals;
use super::assuming::{LEAST_SD, MOST_SD};
use evenstride_core::body::Quality;
use evenstride_core::knowledge::{Exercise, KEEP_WEIGHT_MAX, Link, MuscleGroup, Norm, Test};
use evenstride_core::quantity::{Dimension, convert};
use std::collections::BTreeMap;

/// By how much the shares of a test may miss 1, for decimals that are not exact in binary.
const SHARE_TOLERANCE: f64 = 1e-6;

/// Checks every number.
pub fn check(refusals: &mut Refusals<'_>) {
    let raw = refusals.raw;
    let groups: BTreeMap<&str, &MuscleGroup> =
        raw.groups.iter().map(|listed| (listed.item.id.as_str(), &listed.item)).collect();
    for listed in &raw.tests {
        test(refusals, listed);
        for id in listed.item.loads.keys() {
            let (quality, missing) = (listed.item.quality, groups.get(id.as_str()));
            refusals.expect(
                missing.is_none_or(|group| group.prior.contains_key(&quality)),
                listed.span,
                id.as_str(),
                || format!("read test “{}”: expected a {quality} prior of “{id}”, found none", listed.item.id),
            );
        }
    }
    for listed in &raw.exercises {
        exercise(refusals, listed);
    }
    for listed in &raw.groups {
        let (group, weight) = (&listed.item, listed.item.keep_weight);
        refusals.expect((1..=KEEP_WEIGHT_MAX).contains(&weight), listed.span, "keep_weight", || {
            format!(
                "read group “{}”: expected keep_weight from 1 to {KEEP_WEIGHT_MAX}, found {weight}",
                group.id
            )
        });
    }
    let tests: BTreeMap<&str, &Test> =
        raw.tests.iter().map(|listed| (listed.item.id.as_str(), &listed.item)).collect();
    pairs_and_sports(refusals, &tests);
    norms(refusals, &tests);
}

fn is_positive(value: f64) -> bool {
    value.is_finite() && value > 0.0
}

fn test(refusals: &mut Refusals<'_>, listed: &Listed<Test>) {
    let (span, test) = (listed.span, &listed.item);
    let id = &test.id;
    for (group, share) in &test.loads {
        refusals.expect((0.0..=1.0).contains(share), span, "loads", || {
            format!("read test “{id}”: expected a share of “{group}” between 0 and 1, found {share}")
        });
    }
    let sum: f64 = test.loads.values().sum();
    refusals.expect((sum - 1.0).abs() <= SHARE_TOLERANCE, span, "loads", || {
        format!("read test “{id}”: expected loads that sum to 1, found {sum}")
    });
    noise(refusals, listed);
    // Two trials of one day differ; without any noise of the trial that would be impossible.
    refusals.expect(test.noise.trial != 0.0, span, "noise", || {
        format!("read test “{id}”: expected noise of the trial above 0, found 0")
    });
    let [low, high] = test.plausible;
    refusals.expect(low.is_finite() && high.is_finite() && low < high, span, "plausible", || {
        format!("read test “{id}”: expected a plausible range from small to large, found {low} to {high}")
    });
    refusals.expect(test.link == Link::Linear || low > 0.0, span, "plausible", || {
        format!("read test “{id}”: expected a plausible range above 0 for a logarithm, found {low}")
    });
    links(refusals, span, test);
    let counted = is_positive(test.minutes) && test.trials > 0;
    refusals.expect(counted, span, "minutes", || {
        format!(
            "read test “{id}”: expected minutes and trials above 0, found {} and {}",
            test.minutes, test.trials
        )
    });
    let warms_up = test.warm_up_minutes.is_finite() && test.warm_up_minutes >= 0.0;
    refusals.expect(warms_up, span, "warm_up_minutes", || {
        format!(
            "read test “{id}”: expected minutes of warming up of at least 0, found {}",
            test.warm_up_minutes
        )
    });
    let named = test.steps.iter().filter_map(|step| named_minutes(step)).fold(0.0, f64::max);
    refusals.expect(named <= test.minutes_alone(), span, "minutes", || {
        let found = test.minutes_alone();
        format!("read test “{id}”: expected at least the {named} minutes that a step names, found {found}")
    });
    beat(refusals, span, test);
    for (field, list) in [("steps", &test.steps), ("invalid", &test.invalid), ("stop", &test.stop)] {
        filled(refusals, span, id.as_str(), field, list);
    }
    filled(refusals, span, id.as_str(), "honest", std::slice::from_ref(&test.honest));
    refusals.expect(!test.settings.is_empty(), span, "settings", || {
        format!("read test “{id}”: expected a setting, found an empty list")
    });
}

/// The most minutes that a step names, in figures or in the words that steps use.
fn named_minutes(step: &str) -> Option<f64> {
    const WORDS: [(&str, f64); 14] = [
        ("a", 1.0),
        ("one", 1.0),
        ("two", 2.0),
        ("three", 3.0),
        ("four", 4.0),
        ("five", 5.0),
        ("six", 6.0),
        ("seven", 7.0),
        ("eight", 8.0),
        ("nine", 9.0),
        ("ten", 10.0),
        ("fifteen", 15.0),
        ("twenty", 20.0),
        ("thirty", 30.0),
    ];
    let words: Vec<String> = step
        .split(|letter: char| !letter.is_alphanumeric() && letter != '.')
        .filter(|word| !word.is_empty())
        .map(|word| word.trim_matches('.').to_lowercase())
        .collect();
    let figure = |word: &str| {
        let known = WORDS.iter().find(|(known, _)| *known == word).map(|(_, minutes)| *minutes);
        known.or_else(|| word.parse().ok())
    };
    let named = words.windows(2).filter_map(|pair| match pair {
        [number, unit] if unit == "minute" || unit == "minutes" => figure(number),
        _ => None,
    });
    named.reduce(f64::max)
}

/// Noise that a measurement can have: with more nothing could be told of a leg, and with less than a hundredth the sums
/// would lose their digits.
fn noise(refusals: &mut Refusals<'_>, listed: &Listed<Test>) {
    let (span, test) = (listed.span, &listed.item);
    let (times, unit) = match test.link {
        // What is wrong with the figure itself is said where links are looked at.
        Link::Linear => (test.degrees_per_unit.filter(|times| is_positive(*times)).unwrap_or(1.0), "degrees"),
        Link::Log | Link::InverseTime | Link::Count | Link::Share => (1.0, "percent"),
    };
    let own = test.noise;
    let parts =
        [("trial", own.trial), ("leg_day", own.leg_day), ("shared_day", own.shared_day), ("quirk", own.quirk)];
    for (key, found) in parts {
        let is_none = found.to_bits() == 0.0_f64.to_bits();
        refusals.expect(is_none || (LEAST_SD..=MOST_SD).contains(&(times * found)), span, "noise", || {
            format!(
                "read test “{}”: expected noise.{key} of 0, or from {LEAST_SD} to {MOST_SD} {unit}, found {:?}",
                test.id,
                times * found
            )
        });
    }
}

/// Beats that somebody can follow, a minute.
const BEATS: std::ops::RangeInclusive<u32> = 20..=240;

/// A beat is what the steps say: who reads them and who hears it must do the same.
fn beat(refusals: &mut Refusals<'_>, span: Span, test: &Test) {
    let id = &test.id;
    let named = test.steps.iter().find(|step| step.to_lowercase().contains("metronom"));
    match (test.beat_per_minute, named) {
        (None, None) => {}
        (Some(beat), Some(step)) => {
            let says_it = step.split(|c: char| !c.is_ascii_digit()).any(|number| number == beat.to_string());
            refusals.expect(BEATS.contains(&beat) && says_it, span, "beat_per_minute", || {
                format!("read test “{id}”: expected the beat a minute that its steps name, 20 to 240, found {beat}")
            });
        }
        (found, _) => refusals.expect(false, span, "beat_per_minute", || {
            let found = found.map_or_else(|| "none".to_owned(), |beat| beat.to_string());
            format!("read test “{id}”: expected a beat where the steps name a metronome and none elsewhere, found {found}")
        }),
    }
}

fn links(refusals: &mut Refusals<'_>, span: Span, test: &Test) {
    let id = &test.id;
    let (dimension, _) = test.unit.dimension();
    let fits = match test.link {
        Link::Log | Link::Share => true,
        Link::InverseTime => dimension == Dimension::Time,
        Link::Count => dimension == Dimension::Count,
        Link::Linear => test.degrees_per_unit.is_some_and(|times| (LEAST_SD..=MOST_SD).contains(&times)),
    };
    refusals.expect(fits, span, "link", || {
        format!(
            "read test “{id}”: expected seconds for inverse-time, repetitions for count and degrees_per_unit from {LEAST_SD} to {MOST_SD} for linear, found {}",
            test.unit
        )
    });
    let only_linear = test.link == Link::Linear || (test.degrees_per_unit.is_none() && !test.smaller_is_better);
    refusals.expect(only_linear, span, "link", || {
        format!("read test “{id}”: expected degrees_per_unit and smaller_is_better with the linear link only")
    });
    let matches = (test.quality == Quality::Flexibility) == (test.link == Link::Linear)
        && (test.quality == Quality::LoadSharing) == (test.link == Link::Share);
    refusals.expect(matches, span, "link", || {
        format!(
            "read test “{id}”: expected linear for flexibility and share for load-sharing, found {:?}",
            test.link
        )
    });
}

fn exercise(refusals: &mut Refusals<'_>, listed: &Listed<Exercise>) {
    let (span, exercise) = (listed.span, &listed.item);
    let id = &exercise.id;
    for (group, share) in &exercise.shares {
        refusals.expect(*share > 0.0 && *share <= 1.0, span, "shares", || {
            format!("read exercise “{id}”: expected a share of “{group}” above 0 and up to 1, found {share}")
        });
    }
    refusals.expect(is_positive(exercise.minutes_per_set), span, "minutes_per_set", || {
        format!("read exercise “{id}”: expected minutes above 0, found {}", exercise.minutes_per_set)
    });
    let [low, high] = exercise.dose.range();
    let [fewest, most] = exercise.sets;
    refusals.expect(low > 0 && low <= high && fewest > 0 && fewest <= most, span, "dose", || {
        format!("read exercise “{id}”: expected dose and sets from small to large, found {low} to {high} and {fewest} to {most}")
    });
    refusals.expect((1..=5).contains(&exercise.level), span, "level", || {
        format!("read exercise “{id}”: expected a level from 1 to 5, found {}", exercise.level)
    });
    filled(refusals, span, id.as_str(), "cues", &exercise.cues);
}

/// A list of sentences must hold some, and none of them may be empty.
fn filled(refusals: &mut Refusals<'_>, span: Span, id: &str, field: &str, list: &[String]) {
    let has_words = !list.is_empty() && list.iter().all(|text| !text.trim().is_empty());
    refusals.expect(has_words, span, field, || format!("read “{id}”: expected words in {field}, found none"));
}

fn pairs_and_sports(refusals: &mut Refusals<'_>, tests: &BTreeMap<&str, &Test>) {
    for listed in &refusals.raw.pairs {
        for ratio in &listed.item.ratio {
            let smallest_real = ratio.smallest_real_percent.unwrap_or(1.0);
            let figures = [ratio.usual, ratio.delta_percent, ratio.usual_sd_percent, smallest_real];
            // One hundred percent of the stronger would be nothing at all on the other side.
            let holds = figures.into_iter().all(|figure| (LEAST_SD..=MOST_SD).contains(&figure));
            refusals.expect(
                holds && ratio.delta_percent < MOST_SD,
                listed.span,
                ratio.numerator.as_str(),
                || {
                    format!(
                        "read pair “{}”: expected figures above zero, from {LEAST_SD} to {MOST_SD}, and delta_percent below \
                         {MOST_SD}, found {figures:?}",
                        listed.item.id
                    )
                },
            );
            let both = (tests.get(ratio.numerator.as_str()), tests.get(ratio.denominator.as_str()));
            let (Some(above), Some(below)) = both else {
                continue;
            };
            refusals.expect(
                above.protocol == below.protocol && above.unit == below.unit,
                listed.span,
                ratio.numerator.as_str(),
                || {
                    format!(
                        "read pair “{}”: expected two tests of one protocol and unit, found “{}” and “{}”",
                        listed.item.id, above.id, below.id
                    )
                },
            );
        }
    }
    for listed in &refusals.raw.sports {
        let row = &listed.item;
        let holds =
            !row.sport.is_empty() && row.usual_percent.is_finite() && row.usual_percent <= row.up_to_percent;
        refusals.expect(holds && row.up_to_percent < 100.0, listed.span, "up_to_percent", || {
            format!(
                "read sport {:?}: expected a usual percentage up to the normal one, found {} and {}",
                row.sport, row.usual_percent, row.up_to_percent
            )
        });
    }
}

fn norms(refusals: &mut Refusals<'_>, tests: &BTreeMap<&str, &Test>) {
    let mut strata: BTreeMap<_, Vec<&Norm>> = BTreeMap::new();
    for listed in &refusals.raw.norms {
        let (span, norm) = (listed.span, &listed.item);
        refusals.expect(norm.age_min <= norm.age_max && norm.age_max <= 120, span, "", || {
            format!(
                "read the norm of “{}”: expected ages from young to old, found {} to {}",
                norm.test, norm.age_min, norm.age_max
            )
        });
        refusals.expect(norm.sd.is_none_or(is_positive), span, "", || {
            format!(
                "read the norm of “{}”: expected a standard deviation above 0, found {:?}",
                norm.test, norm.sd
            )
        });
        let whole = norm.mean.is_some() == norm.sd.is_some() && norm.middle().is_some();
        refusals.expect(whole, span, "", || {
            format!("read the norm of “{}”: expected mean and sd, or p50, found neither", norm.test)
        });
        let printed: Vec<f64> = norm.percentiles.into_iter().flatten().collect();
        refusals.expect(printed.is_sorted(), span, "", || {
            format!("read the norm of “{}”: expected percentiles that rise, found {printed:?}", norm.test)
        });
        if let Some(test) = tests.get(norm.test.as_str()) {
            // The mass only asks whether a conversion exists; its size does not matter.
            let related = convert(1.0, norm.unit, test.unit, Some(70.0)).is_ok()
                || convert(1.0, test.unit, norm.unit, Some(70.0)).is_ok();
            refusals.expect(related, span, "", || {
                format!(
                    "read the norm of “{}”: expected a unit that fits {}, found {}",
                    norm.test, test.unit, norm.unit
                )
            });
        }
        let stratum = strata
            .entry((norm.test.as_str(), norm.population.as_str(), norm.protocol.as_str(), norm.sex))
            .or_default();
        let clash = stratum.iter().find(|other| other.age_min <= norm.age_max && norm.age_min <= other.age_max);
        if let Some(other) = clash {
            let message = format!(
                "read the norm of “{}”: expected ages of its own, found {} to {} beside {} to {}",
                norm.test, norm.age_min, norm.age_max, other.age_min, other.age_max
            );
            refusals.refuse(span, "", message);
        }
        stratum.push(norm);
    }
}
