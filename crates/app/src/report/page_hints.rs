//! What to do next, as a page can say it: what is done by a command elsewhere has its own place there.
//!
//! A hint is written once, for whoever types commands. Here those with a way on the pages get the words of that way, and
//! any other that names a command or an option is left out, so that no page asks for what nobody there can type.

use crate::words::Words;

/// What a hint names, and the sentence that a page has in its place.
const WAYS: [(&str, &str); 6] = [
    ("--subject", "notices.page_subject"),
    ("`evenstride correct", "notices.page_set_aside"),
    ("`evenstride undo", "notices.page_take_back"),
    ("`evenstride people`", "notices.page_subject"),
    ("is with --as", "notices.page_kind"),
    ("--equipment", "notices.page_wishes"),
];
/// What begins a command or an option.
const TYPED: [&str; 2] = ["`evenstride ", "--"];

/// The hint as a page says it; nothing where there is no such way on a page.
#[must_use]
pub fn page_hint(hint: &str, words: &Words) -> Option<String> {
    if !TYPED.iter().any(|typed| hint.contains(typed)) {
        return Some(hint.to_owned());
    }
    WAYS.iter().find(|(named, _)| hint.contains(named)).map(|(_, key)| words.say(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_page_asks_for_a_command() {
        let words = Words::english();
        let said = |hint: &str| page_hint(hint, &words);
        assert_eq!(said("measure both legs on one day").as_deref(), Some("measure both legs on one day"));
        assert!(
            said("name one with --subject NAME; `evenstride people` lists them").unwrap().contains("column")
        );
        assert!(
            said("if the new one is right, set the old one aside: `evenstride correct 1 remove`").is_some()
        );
        assert_eq!(said("choose a later day with --as-of"), None, "no page has another day");
        assert!(said("as training: a date; or say what it is with --as").unwrap().contains("heading"));
        assert_eq!(said("name a file with --store"), None);
    }
}
