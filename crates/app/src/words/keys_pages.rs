//! The keys of the look back over time and of the pages that came later, with what they are filled with.

/// Keys in order, each with the names of its placeholders in order.
pub(super) const KEYS: &[(&str, &[&str])] = &[
    ("course.caption_next", &[]),
    ("course.foreseen", &["size", "test"]),
    ("course.foreseen_range", &["from", "to"]),
    ("course.foreseen_use", &[]),
    ("course.next", &[]),
    ("map.back_now", &["quality"]),
    ("map.back_then", &["quality"]),
    ("map.front_now", &["quality"]),
    ("map.front_then", &["quality"]),
    ("map.now", &["date"]),
    ("map.then", &["date"]),
    ("status.kept_to", &["weeks"]),
    ("status.kept_to_leg", &["done", "planned", "share", "side"]),
    ("status.kept_to_none", &["side"]),
    ("status.none_sure", &[]),
    ("status.not_sure", &["n"]),
    ("status.not_sure_title", &[]),
    ("status.sure", &[]),
];
