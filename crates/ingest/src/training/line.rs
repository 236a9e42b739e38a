//! One line that somebody typed: `2026-11-22 split-squat left 3x8 20kg @2 pain 1`.
//!
//! It reads everything or says which word it does not understand, where that stands and what was expected. A leg
//! that is missing is asked for, never guessed. Read next: `said` for what stands behind the
//! exercise, `write` for the way back.

use super::amounts;
use super::asked::Known;
use super::lex::{self, Word};
use super::said::{FIXED, kind_word, side_word};
use super::{TrainingOptions, day};
use crate::IngestError;
use crate::text::quoted;
use evenstride_core::notice::{Notice, NoticeCode, Place};
use evenstride_core::training::{Trained, TrainedSide};

/// Most characters of a line.
const LONGEST_LINE: usize = 4_000;
/// Most characters of a name; what is longer is no name.
pub(super) const LONGEST_NAME: usize = 120;
/// Most characters of a note.
pub(super) const LONGEST_NOTE: usize = 1_000;
/// Most words of an exercise without quotation marks.
const LONGEST_EXERCISE: usize = 12;

/// What a line says.
#[derive(Debug, Clone, PartialEq)]
pub struct LineRead {
    /// What was trained.
    pub trained: Trained,
    /// What is doubtful or asked.
    pub notices: Vec<Notice>,
}

/// Reads one line; the page `docs/reference/log.md` holds its grammar.
///
/// # Errors
/// A word is not understood, the exercise is not known and not between quotation marks, there are no sets, or
/// something is said twice.
///
/// # Example
/// ```
/// # use evenstride_core::knowledge::Knowledge;
/// use evenstride_ingest::{IngestError, LineRead, TrainingOptions, parse_line};
/// fn read(options: &TrainingOptions<'_>) -> Result<LineRead, IngestError> {
///     parse_line("2026-11-22 split-squat left 3x8 20kg @2 pain 1", options)
/// }
/// ```
pub fn parse_line(line: &str, options: &TrainingOptions<'_>) -> Result<LineRead, IngestError> {
    let place = Place { file: options.file_name.to_owned(), line: None };
    parse(line, place, &mut Known::new(options), options)
}

/// Reads one line with what is known already, for files of many lines.
pub(super) fn parse(
    line: &str,
    place: Place,
    known: &mut Known<'_>,
    options: &TrainingOptions<'_>,
) -> Result<LineRead, IngestError> {
    if line.chars().nth(LONGEST_LINE).is_some() {
        let message = format!("expected at most {LONGEST_LINE} characters, found more");
        return Err(IngestError::new(place, message).hint("write a line for each exercise"));
    }
    let words = lex::words(line).map_err(|open| {
        let message =
            format!("column {}: expected a closing quotation mark, found the end of the line", open.column);
        IngestError::new(place.clone(), message).hint("close the note or the name with the same mark")
    })?;
    let mut reader = Reader { words: &words, at: 0, place, known, notices: Vec::new() };
    let on = reader.day(options)?;
    let lead = reader.lead();
    let name = reader.exercise()?;
    let said = reader.rest(lead)?;
    let mut trained = Trained {
        on,
        name,
        side: said.side.unwrap_or(TrainedSide::NotSaid),
        sets: said.sets,
        pain: said.pain,
        form: said.form,
        morning_points: said.morning_points,
        swelling: said.swelling.is_some(),
        signs: said.signs,
        note: said.note,
        place: reader.place.clone(),
    };
    reader.ask_for_side(&mut trained);
    Ok(LineRead { trained, notices: reader.notices })
}

/// A walk over the words of one line.
pub(super) struct Reader<'w, 'k, 'o> {
    pub(super) words: &'w [Word],
    pub(super) at: usize,
    place: Place,
    pub(super) known: &'k mut Known<'o>,
    notices: Vec<Notice>,
}

impl Reader<'_, '_, '_> {
    fn peek(&self) -> Option<&Word> {
        self.words.get(self.at)
    }

    /// The next word for comparing, when it stands outside of quotation marks.
    pub(super) fn peek_plain(&self) -> Option<String> {
        self.peek().filter(|word| !word.quoted).map(Word::plain)
    }

    pub(super) fn error(&self, word: Option<&Word>, expected: &str, hint: &str) -> IngestError {
        let message = match word {
            Some(word) => format!("column {}: expected {expected}, found {}", word.column, quoted(&word.text)),
            None => format!("expected {expected}, found the end of the line"),
        };
        IngestError::new(self.place.clone(), message).hint(hint)
    }

    fn day(&mut self, options: &TrainingOptions<'_>) -> Result<jiff::civil::Date, IngestError> {
        let Some(word) = self.peek().filter(|word| !word.quoted) else { return Ok(options.today) };
        match day::of_line(&word.text, options.today) {
            None => Ok(options.today),
            Some(Ok(day)) => {
                self.at += 1;
                Ok(day)
            }
            Some(Err(no_day)) => {
                let message = format!("column {}: {}", word.column, no_day.message(&word.text, options.today));
                Err(IngestError::new(self.place.clone(), message).hint(no_day.hint()))
            }
        }
    }

    /// A side before the exercise, unless the exercise itself begins so.
    fn lead(&mut self) -> Option<TrainedSide> {
        let side = side_word(&self.peek_plain()?)?;
        if self.longest_exact().is_some() || self.words.len() <= self.at + 1 {
            return None;
        }
        self.at += 1;
        Some(side)
    }

    /// How many of the next words are the id, name or alias of an exercise.
    fn longest_exact(&self) -> Option<usize> {
        let rest = self.words.get(self.at..)?;
        let n_words = rest.iter().take(LONGEST_EXERCISE).take_while(|word| !word.quoted).count();
        (1..=n_words).rev().find(|n| self.known.exact(&joined(&rest[..*n])).is_some())
    }

    fn exercise(&mut self) -> Result<String, IngestError> {
        let expected = "an exercise";
        let Some(first) = self.peek() else {
            return Err(self.error(None, expected, "write for example split-squat left 3x8 20kg"));
        };
        if first.quoted {
            let (name, column) = (first.text.clone(), first.column);
            if name.is_empty() || name.chars().count() > LONGEST_NAME || name.contains('\n') {
                let expected = format!("the name of an exercise, at most {LONGEST_NAME} characters");
                return Err(self.error(Some(first), &expected, "shorten it; more goes into the note"));
            }
            self.at += 1;
            if self.known.is_unknown(&name) {
                let message =
                    format!("column {column}: {} is not in the catalogue and kept as it stands", quoted(&name));
                self.notices.push(
                    Notice::new(NoticeCode::ExerciseUnknown, message)
                        .at(self.place.clone())
                        .hint(self.known.nearest(&name)),
                );
            }
            return Ok(name);
        }
        if let Some(n_words) = self.longest_exact() {
            let name = joined(&self.words[self.at..self.at + n_words]);
            self.at += n_words;
            return Ok(name);
        }
        let rest = &self.words[self.at..];
        let n_words = (0..rest.len()).find(|index| self.is_other(self.at + index)).unwrap_or(rest.len());
        if n_words == 0 {
            return Err(self.error(
                rest.first(),
                expected,
                "begin with the day or the exercise, such as split-squat",
            ));
        }
        let name = joined(&rest[..n_words]);
        if self.known.is_unknown_typed(&name) || name.chars().count() > LONGEST_NAME {
            let hint = format!(
                "{}, or put the name between quotation marks to keep it as it is",
                self.known.nearest(&name)
            );
            let found = Word { text: name, column: rest[0].column, quoted: false };
            return Err(self.error(Some(&found), "an exercise of the catalogue", &hint));
        }
        if let Some(id) = self.known.not_exactly(&name) {
            let message = format!("{} is read as {id}", quoted(&name));
            self.notices.push(Notice::new(NoticeCode::SpellingUnderstood, message).at(self.place.clone()));
        }
        self.at += n_words;
        Ok(name)
    }

    /// Does something else than a part of the exercise's name stand here?
    fn is_other(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return true };
        if word.quoted || word.text.starts_with('@') {
            return true;
        }
        let plain = word.plain();
        let times_next = self.words.get(at + 1).is_some_and(|next| next.plain() == "x");
        FIXED.contains(&plain.as_str())
            || side_word(&plain).is_some()
            || kind_word(&plain).is_some()
            || amounts::sets(&plain).is_some()
            || amounts::load_kg(&plain).is_some()
            || plain.starts_with(|c: char| c.is_ascii_digit()) && (times_next || plain.ends_with(','))
    }

    /// Asks which leg it was where one leg works at a time and nothing says which.
    fn ask_for_side(&mut self, trained: &mut Trained) {
        if trained.side != TrainedSide::NotSaid {
            return;
        }
        if let Some(side) = self.known.side_of_name(&trained.name) {
            trained.side = side;
            return;
        }
        if self.known.is_one_sided(&trained.name) {
            let message = format!(
                "{} is done one leg at a time, and the line does not say which leg",
                quoted(&trained.name)
            );
            self.notices.push(
                Notice::new(NoticeCode::SideAsked, message)
                    .at(self.place.clone())
                    .hint("add left, right, or each when each leg did all of these sets"),
            );
        }
    }
}

fn joined(words: &[Word]) -> String {
    words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}
