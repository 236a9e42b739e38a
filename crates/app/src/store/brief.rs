//! Reading what was trained without its rows: what each of them says, worked out once, and the days on which it was said.
//!
//! ```text
//!   2026-03-02  split-squat left 3×8 20 kg ──┐
//!   2026-03-04  split-squat left 3×8 20 kg ──┼──► what it says, once        a row: a day beside that
//!   2026-03-06  split-squat left 3×8 20 kg ──┘
//! ```
//! It is for many people, one after another: most of what they trained repeats, and a row that several of them have is
//! one content. Of where a row stands, and of the order within a day, it knows nothing; who needs that reads everything
//! ([`super::Reading`]). It judges nothing: what a row comes to is worked out by whoever asks.

use super::Store;
use super::actions::ActionId;
use super::body::{self, Unread};
use super::content::{Key, Kind};
use super::database::Value;
use super::found::{contents_of, counting_of, taken_back, with_any};
use super::live::Record;
use super::read::{BY_PAGE, Kept, Reading, Records, unreadable};
use crate::error::Error;
use evenstride_core::measure::Trial;
use evenstride_core::notice::Place;
use evenstride_core::person::SubjectId;
use evenstride_core::training::Trained;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Contents are remembered up to this number; what comes after them is read anew for everybody who has it.
const MOST_REMEMBERED: usize = 1 << 20;
/// Different things said that are remembered at most, so that a store of remarks does not fill the memory.
const MOST_SAID: usize = 1 << 14;

/// What is known of a person besides trials and training; most people of a squad have none of it.
const ABOUT: [Kind; 4] = [Kind::Person, Kind::Answers, Kind::Plan, Kind::Note];

/// Something trained on a day; where and in which place it was read is not known.
#[derive(Debug)]
pub struct Row<T> {
    /// The day.
    pub on: Date,
    /// What it comes to, whatever the day.
    pub said: Arc<T>,
}

/// What somebody trained.
#[derive(Debug)]
pub struct Rows<T> {
    /// What any source told as one entry, in no order.
    pub rows: Vec<Row<T>>,
    /// What a page told set by set, in full: single sets become entries by their order ([`crate::sets::joined`]).
    pub singles: Vec<Trained>,
}

/// One state of a store, whatever is written meanwhile, for reading many people briefly.
pub struct BriefReading<T, F> {
    reading: Reading,
    /// What something trained comes to; its day and its place are those of the first row that said it.
    understood: F,
    taken_back: BTreeSet<i64>,
    with_about: BTreeSet<i64>,
    rows: Remembered<Told<T>>,
    said: BTreeMap<Box<str>, Arc<T>>,
    measured_on: Remembered<Date>,
}

impl<T, F> std::fmt::Debug for BriefReading<T, F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BriefReading({:?})", self.reading)
    }
}

/// What a content of training is.
enum Told<T> {
    Entry(Row<T>),
    /// A page told it set by set.
    Single,
}

impl Store {
    /// A look at one state of the store, for reading many people briefly; `understood` says what a row comes to.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn reading_briefly<T, F>(&self, understood: F) -> Result<BriefReading<T, F>, Error>
    where
        F: FnMut(&Trained) -> T,
    {
        let mut reading = self.reading().await?;
        let taken_back = taken_back(&mut reading.tx).await?;
        let with_about = with_any(&mut reading.tx, &ABOUT).await?;
        let (rows, measured_on, said) = (Remembered::new(), Remembered::new(), BTreeMap::new());
        Ok(BriefReading { reading, understood, taken_back, with_about, rows, said, measured_on })
    }
}

impl<T, F: FnMut(&Trained) -> T> BriefReading<T, F> {
    /// As [`Store::people`].
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn people(&mut self) -> Result<Vec<(i64, SubjectId)>, Error> {
        self.reading.people().await
    }

    /// As [`Reading::trials`].
    ///
    /// # Errors
    /// As there.
    pub async fn trials(&mut self, number: i64, subject: &SubjectId) -> Result<Vec<Trial>, Error> {
        self.reading.trials(number, subject).await
    }

    /// Everything that counts of the person of a number but trials and training.
    ///
    /// # Errors
    /// As for [`Reading::records`].
    pub async fn about(&mut self, number: i64, subject: &SubjectId) -> Result<Records, Error> {
        if !self.with_about.contains(&number) {
            return Ok(Records::default());
        }
        self.reading.of(number, subject, &ABOUT).await
    }

    /// How many trials count of the person of a number, and the last day of them.
    ///
    /// # Errors
    /// As for [`Reading::trials`].
    pub async fn measured(&mut self, number: i64) -> Result<(usize, Option<Date>), Error> {
        let counting = counting_of(&mut self.reading.tx, number, Kind::Trial, &self.taken_back).await?;
        let Self { reading, measured_on, .. } = self;
        read(reading, &counting, measured_on, body::day_of_trial).await?;
        Ok((counting.len(), counting.iter().filter_map(|id| measured_on.get(*id)).max().copied()))
    }

    /// What counts of what the person of a number trained and was told after an action, in full.
    ///
    /// # Errors
    /// As for [`Reading::records`].
    pub async fn trained_after(
        &mut self,
        number: i64,
        subject: &SubjectId,
        action: ActionId,
    ) -> Result<Vec<Kept<Trained>>, Error> {
        let is_after = |record: &Record| record.action > action.0;
        Ok(self.reading.of_which(number, subject, &[Kind::Trained], is_after).await?.trained)
    }

    /// What counts of what was measured of the person of a number and told after an action, in full.
    ///
    /// # Errors
    /// As for [`Reading::records`].
    pub async fn trials_after(
        &mut self,
        number: i64,
        subject: &SubjectId,
        action: ActionId,
    ) -> Result<Vec<Kept<Trial>>, Error> {
        let is_after = |record: &Record| record.action > action.0;
        Ok(self.reading.of_which(number, subject, &[Kind::Trial], is_after).await?.trials)
    }

    /// What counts of what the person of a number trained.
    ///
    /// # Errors
    /// As for [`Reading::records`].
    pub async fn trained(&mut self, number: i64, subject: &SubjectId) -> Result<Rows<T>, Error> {
        let counting = counting_of(&mut self.reading.tx, number, Kind::Trained, &self.taken_back).await?;
        if self.said.len() > MOST_SAID {
            self.said = BTreeMap::new();
            self.rows = Remembered::new();
        }
        let Self { reading, understood, said, rows: remembered, .. } = self;
        read(reading, &counting, remembered, |text| told(text, said, understood)).await?;
        let (mut rows, mut singles) = (Vec::with_capacity(counting.len()), BTreeSet::new());
        for id in counting {
            match remembered.get(id) {
                Some(Told::Entry(Row { on, said })) => rows.push(Row { on: *on, said: Arc::clone(said) }),
                Some(Told::Single) => {
                    singles.insert(id);
                }
                // The schema lets no record be without its content.
                None => {}
            }
        }
        let singles = if singles.is_empty() {
            Vec::new()
        } else {
            let is_single = |record: &Record| record.content.is_some_and(|id| singles.contains(&id));
            let records = reading.of_which(number, subject, &[Kind::Trained], is_single).await?;
            records.trained.into_iter().map(|kept| kept.value).collect()
        };
        Ok(Rows { rows, singles })
    }
}

/// What a body of training is.
fn told<T>(
    text: &str,
    said: &mut BTreeMap<Box<str>, Arc<T>>,
    understood: &mut impl FnMut(&Trained) -> T,
) -> Result<Told<T>, Unread> {
    let apart = body::day_and_rest(text);
    if let Some((on, rest)) = apart {
        if let Some(known) = said.get(rest) {
            return Ok(Told::Entry(Row { on, said: Arc::clone(known) }));
        }
        if body::is_told_once(rest) {
            return Ok(Told::Single);
        }
    }
    let trained = body::trained(text, Place::default())?;
    if trained.place.file == BY_PAGE {
        return Ok(Told::Single);
    }
    let new = Arc::new(understood(&trained));
    if let Some((_, rest)) = apart {
        said.insert(rest.into(), Arc::clone(&new));
    }
    Ok(Told::Entry(Row { on: trained.on, said: new }))
}

/// Reads the contents of these numbers that are not remembered.
async fn read<V>(
    reading: &mut Reading,
    counting: &[i64],
    remembered: &mut Remembered<V>,
    mut value: impl FnMut(&str) -> Result<V, Unread>,
) -> Result<(), Error> {
    remembered.beyond.clear();
    let unknown: Vec<i64> = counting.iter().copied().filter(|id| remembered.get(*id).is_none()).collect();
    let contents = contents_of(&mut reading.tx, unknown.iter().copied(), ["id", "body"]).await?;
    for [id, body] in contents.rows() {
        let Ok(id) = id.parse() else { continue };
        if unknown.binary_search(&id).is_err() {
            continue;
        }
        match value(body) {
            Ok(value) => remembered.set(id, value),
            Err(unread) => {
                let sql = "SELECT key FROM content WHERE id = $1";
                let rows = reading.tx.rows(sql, vec![Value::Int(id)]).await?;
                let key = rows.into_iter().next().map(|mut row| row.text()).unwrap_or_default();
                return Err(unreadable(reading.tx.shown(), unread, &Key::stored(key)));
            }
        }
    }
    Ok(())
}

/// Values by the numbers of contents, which are given in a row from 1.
struct Remembered<V> {
    first: Vec<Option<V>>,
    /// Those of one person whose numbers are too large.
    beyond: BTreeMap<i64, V>,
}

impl<V> Remembered<V> {
    fn new() -> Self {
        Self { first: Vec::new(), beyond: BTreeMap::new() }
    }

    fn get(&self, id: i64) -> Option<&V> {
        let first = usize::try_from(id).ok().and_then(|at| self.first.get(at));
        first.and_then(Option::as_ref).or_else(|| self.beyond.get(&id))
    }

    fn set(&mut self, id: i64, value: V) {
        match usize::try_from(id) {
            Ok(at) if at < MOST_REMEMBERED => {
                if self.first.len() <= at {
                    self.first.resize_with(at + 1, || None);
                }
                if let Some(place) = self.first.get_mut(at) {
                    *place = Some(value);
                }
            }
            Ok(_) | Err(_) => {
                self.beyond.insert(id, value);
            }
        }
    }
}
