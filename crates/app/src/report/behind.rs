//! What a finding rests on, in sentences: tests, tries, days, whose noise, and tries that do not fit the rest.
//!
//! It leaves nothing out that was counted and works nothing out. Read next: [`super::sentences`].

use super::names;
use super::sentences::{Speaker, is_second_weaker};
use evenstride_core::assess::{Evidence, Finding, NoiseFrom};
use evenstride_core::body::Side;
use evenstride_core::knowledge::{Grade, SourceId, TestId};
use jiff::civil::Date;

/// So many tries that do not fit the rest are named.
const TRIES_MAX: usize = 3;

impl Speaker<'_> {
    /// From which tests, how well their noise is known, and which tries count for little.
    pub(crate) fn evidence(self, finding: &Finding) -> Vec<String> {
        let evidence = &finding.evidence;
        let mut tests: Vec<String> = Vec::new();
        let mut sources: Vec<SourceId> = Vec::new();
        let mut weakest: Option<Grade> = None;
        for used in evidence.tests.iter().filter(|test| test.used) {
            let name = names::test(&used.test, self.knowledge);
            if !tests.contains(&name) {
                tests.push(name);
            }
            let Some(test) = self.knowledge.tests.get(&used.test) else {
                continue;
            };
            weakest = weakest.max(Some(test.noise_grade));
            sources.extend(
                test.noise_source.iter().filter(|id| !sources.contains(id)).cloned().collect::<Vec<_>>(),
            );
        }
        if tests.is_empty() {
            return Vec::new();
        }
        let tries = self.words.counted("try", evidence.n_trials);
        let days = self.words.counted("day", evidence.n_days);
        let n_tests = tests.len();
        let tests = self.words.list(&tests);
        let mut lines =
            vec![self.words.fill("evidence.line", &[("tests", &tests), ("tries", &tries), ("days", &days)])];
        if let Some(grade) = weakest {
            let sources = names::sources(&sources, self.words);
            lines.push(
                self.words.fill(
                    "evidence.noise",
                    &[("grade", &names::grade(grade, self.words)), ("sources", &sources)],
                ),
            );
        }
        lines.extend(self.repeats(evidence, n_tests));
        lines.extend(self.wild(finding, n_tests));
        lines
    }

    /// Where noise was learnt from repeats, from whose: one sentence a test.
    fn repeats(self, evidence: &Evidence, n_tests: usize) -> Vec<String> {
        let mut told: Vec<&TestId> = Vec::new();
        let mut lines = Vec::new();
        for used in evidence.tests.iter().filter(|test| test.used) {
            let NoiseFrom::Repeats { n_people, n_visits } = used.noise_from else { continue };
            // Two devices of one test share its noise.
            if told.contains(&&used.test) {
                continue;
            }
            told.push(&used.test);
            let people = self.words.counted("person", n_people);
            let visits = self.words.counted("visit", n_visits);
            let test = names::test(&used.test, self.knowledge);
            let key = if n_tests > 1 { "evidence.repeats_of" } else { "evidence.repeats" };
            let mut values = vec![("visits", visits.as_str()), ("people", people.as_str())];
            if n_tests > 1 {
                values.push(("test", &test));
            }
            lines.push(self.words.fill(key, &values));
        }
        lines
    }

    /// The tries that look wild, with leg and day, in one sentence.
    fn wild(self, finding: &Finding, n_tests: usize) -> Option<String> {
        // The leg that leans weaker comes first, so that a mirrored report reads the same.
        let legs = if is_second_weaker(finding) { [Side::Right, Side::Left] } else { Side::BOTH };
        let mut tries = Vec::new();
        for used in finding.evidence.tests.iter().filter(|test| test.used) {
            let unit = self
                .knowledge
                .tests
                .get(&used.test)
                .map_or_else(String::new, |test| names::unit(test.unit, self.words));
            // With one test alone its name stands in the sentence before.
            let name = (n_tests > 1).then(|| names::test(&used.test, self.knowledge));
            for (day, leg) in used.days.iter().flat_map(|day| legs.map(|leg| (day, leg))) {
                for wild in &day.sides[leg].wild {
                    let value = format!("{}\u{a0}{unit}", names::value(wild.value, self.words));
                    tries.push(self.wild_try(&value, leg, day.day, name.as_deref()));
                }
            }
        }
        // Hundreds of them are a heap that nobody reads; the evidence for programs holds all.
        let n = tries.len();
        tries.truncate(TRIES_MAX);
        let said = self.words.list(&tries);
        match n {
            0 => None,
            1 => Some(self.words.fill("wild.one", &[("tries", &said)])),
            n => {
                let key = if n > TRIES_MAX { "wild.among" } else { "wild.many" };
                Some(self.words.fill(key, &[("n", &n.to_string()), ("tries", &said)]))
            }
        }
    }

    fn wild_try(self, value: &str, leg: Side, day: Date, test: Option<&str>) -> String {
        let (side, date) = (names::side(leg, self.words), names::date(day, self.words));
        let values = [("value", value), ("side", side.as_str()), ("date", date.as_str())];
        let [value, side, date] = values;
        match test {
            Some(test) => self.words.fill("wild.try_of", &[value, side, date, ("test", test)]),
            None => self.words.fill("wild.try", &values),
        }
    }
}
