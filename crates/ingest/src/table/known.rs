//! Which test a word means, and the words that mean none.

use crate::notices::Notices;
use crate::text::{count_of, key, quoted};
use crate::{IngestError, ReadOptions};
use evenstride_core::knowledge::{Knowledge, Test, folded};
use evenstride_core::notice::NoticeCode;
use std::collections::BTreeMap;

/// The tests by the words of one file; each word is looked up once.
pub(super) struct Known<'a> {
    options: &'a ReadOptions<'a>,
    /// Ids, names and aliases, folded: what [`Knowledge::find_test`] looks through, made once for many words.
    names: BTreeMap<String, &'a Test>,
    found: BTreeMap<String, Option<&'a Test>>,
    unknown: BTreeMap<String, Unknown>,
}

struct Unknown {
    rows: usize,
    first_line: u64,
}

impl<'a> Known<'a> {
    /// # Errors
    /// The map names a test that is not in the catalogue.
    pub(super) fn new(options: &'a ReadOptions<'a>) -> Result<Self, IngestError> {
        if let Some(map) = options.map {
            for mapped in map.tests.values() {
                if options.knowledge.find_test(&mapped.id).is_none() {
                    let message = format!("expected a test of the catalogue, found {}", quoted(&mapped.id));
                    return Err(IngestError::new(map.place(mapped.line), message)
                        .hint(nearest_words(options.knowledge, &mapped.id)));
                }
            }
        }
        let mut names = BTreeMap::new();
        for test in options.knowledge.tests.values() {
            for name in test.spellings() {
                names.entry(folded(name)).or_insert(test);
            }
        }
        Ok(Self { options, names, found: BTreeMap::new(), unknown: BTreeMap::new() })
    }

    /// The test that a word of the file means; an unknown one is counted.
    pub(super) fn find(&mut self, word: &str, line: u64) -> Option<&'a Test> {
        if !self.found.contains_key(word) {
            let mapped = self.options.map.and_then(|map| map.tests.get(&key(word)));
            let ours = mapped.map_or(word, |mapped| mapped.id.as_str());
            self.found.insert(word.to_owned(), self.names.get(&folded(ours)).copied());
        }
        let test = self.found.get(word).copied().flatten();
        if test.is_none() {
            let unknown = Unknown { rows: 0, first_line: line };
            self.unknown.entry(word.to_owned()).or_insert(unknown).rows += 1;
        }
        test
    }

    /// One notice for each unknown word.
    pub(super) fn tell(self, notices: &mut Notices) {
        for (at, (word, unknown)) in self.unknown.into_iter().enumerate() {
            let rows = count_of(unknown.rows, "row");
            let message = format!("expected a test of the catalogue, found {}: {rows} left out", quoted(&word));
            // Past the limit of notices the hint would be thrown away; looking for neighbours costs time.
            let hint =
                (at < self.options.limits.max_notices).then(|| nearest_words(self.options.knowledge, &word));
            notices.file(Some(unknown.first_line), NoticeCode::TestUnknown, message, hint);
        }
    }
}

/// The hint that names the three tests whose id, name or alias is nearest.
fn nearest_words(knowledge: &Knowledge, word: &str) -> String {
    let wanted: String = folded(word).chars().take(64).collect();
    let mut by_distance: Vec<(f64, &str)> = (knowledge.tests.values())
        .map(|test| {
            let likeness =
                test.spellings().map(|name| strsim::sorensen_dice(&folded(name), &wanted)).fold(0.0, f64::max);
            (likeness, test.id.as_str())
        })
        .collect();
    by_distance.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let ids: Vec<&str> = by_distance.iter().take(3).map(|(_, id)| *id).collect();
    match ids.split_last() {
        None => "the catalogue has no tests".to_owned(),
        Some((last, [])) => {
            format!("the nearest is {last}; or say in a map file which test is meant")
        }
        Some((last, rest)) => {
            format!("the nearest are {} and {last}; or say in a map file which test is meant", rest.join(", "))
        }
    }
}
