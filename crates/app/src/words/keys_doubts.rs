//! The keys of what core says of doubtful measurements.

/// Keys in order, each with the names of its placeholders in order.
pub(super) const KEYS: &[(&str, &[&str])] = &[
    ("doubt.apart", &["side", "test", "unit", "value"]),
    ("doubt.apart_do", &[]),
    ("doubt.days", &["test"]),
    ("doubt.days_do", &[]),
    ("doubt.disagree", &["test"]),
    ("doubt.disagree_do", &[]),
    ("doubt.few", &["n", "other", "own", "side", "test", "theirs"]),
    ("doubt.few_do", &[]),
    ("doubt.future", &["day", "n"]),
    ("doubt.future_do", &[]),
    ("doubt.minor", &["test"]),
    ("doubt.none", &[]),
    ("doubt.none_do", &[]),
    ("doubt.old", &["days", "n"]),
    ("doubt.old_do", &[]),
    ("doubt.pain", &["n", "side", "test"]),
    ("doubt.pain_do", &[]),
    ("doubt.swapped", &["day", "test"]),
    ("doubt.swapped_do", &[]),
    ("doubt.wild", &["day", "side", "test", "unit", "value"]),
    ("doubt.wild_day", &["day", "group", "side"]),
    ("doubt.wild_do", &[]),
];
