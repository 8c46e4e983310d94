//! Facts: a few columns of the records that count, so that a key on the results screen reads no
//! record. The programme defines the columns.
//!
//! A record is identified by its position in the caller's index: four bytes instead of sixteen.

use serde::{Deserialize, Serialize};

use super::held::HeldTable;
pub use super::refs::{ChoiceIndex, NONE, Ref, Site, UNKNOWN};
use crate::programme::spec::indicator::{Fund, IndicatorBook};
use crate::record::{Date, Id};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    pub id: Id,
    pub model: Ref,
    pub project: Ref,
    pub home: Ref,
    /// whether it was measured before the support
    pub before: bool,
    pub period_kind: ChoiceIndex,
    /// days of the period if its kind has no fixed length, else 0
    pub days: i32,
    pub to: Date,
    pub lines: Box<[FigureLine]>,
}

/// One value of a measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureLine {
    pub measure: ChoiceIndex,
    pub unit: ChoiceIndex,
    /// as bytes, because an `i64` would take 14 with its alignment
    value: [u8; 8],
}

impl FigureLine {
    /// `value`: in millionths
    pub fn of(measure: ChoiceIndex, unit: ChoiceIndex, value: i64) -> FigureLine {
        FigureLine { measure, unit, value: value.to_le_bytes() }
    }

    pub fn value(self) -> i64 {
        i64::from_le_bytes(self.value)
    }
}

/// A target of an indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Goal {
    pub indicator: String,
    pub years: (i64, i64),
    pub fund: Option<Fund>,
    pub province: Option<String>,
    /// in millionths
    pub value: i64,
    /// the upper end of a range
    pub value_to: Option<i64>,
    pub verified: bool,
    /// set by headquarters, not by an officer
    pub official: bool,
}

/// A figure that an official paper reports as reached.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportedFigure {
    pub indicator: String,
    pub from: Date,
    pub to: Date,
    pub fund: Option<Fund>,
    /// `None`: the whole country
    pub province: Option<u8>,
    /// in millionths
    pub value: i64,
}

/// A commune that is a priority place for a time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Priority {
    /// the code of the commune as a number
    pub commune: u32,
    pub class: ChoiceIndex,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// Rows sorted by record. Optimised for new records at the end.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FactTable<T>(Vec<(Ref, T)>);

impl<T> Default for FactTable<T> {
    fn default() -> FactTable<T> {
        FactTable(Vec::new())
    }
}

impl<T> FactTable<T> {
    pub fn iter(&self) -> impl Iterator<Item = (Ref, &T)> {
        self.0.iter().map(|(at, row)| (*at, row))
    }

    fn fits(&self, rows: Ref) -> bool {
        let last = self.0.last();
        self.0.is_sorted_by(|(a, _), (b, _)| a < b) && last.is_none_or(|(at, _)| *at < rows)
    }

    /// The record and the row at an index.
    pub fn at(&self, place: usize) -> Option<(Ref, &T)> {
        self.0.get(place).map(|(at, row)| (*at, row))
    }

    /// Sets the row of a record; `None` removes it.
    pub fn put(&mut self, at: Ref, row: Option<T>) {
        match (self.find(at), row) {
            (Ok(place), Some(row)) => {
                if let Some(held) = self.0.get_mut(place) {
                    held.1 = row;
                }
            }
            (Ok(place), None) => {
                self.0.remove(place);
            }
            (Err(place), Some(row)) => self.0.insert(place, (at, row)),
            (Err(_), None) => {}
        }
    }

    fn find(&self, at: Ref) -> Result<usize, usize> {
        if self.0.last().is_none_or(|(last, _)| *last < at) {
            return Err(self.0.len());
        }
        self.0.binary_search_by_key(&at, |(held, _)| *held)
    }
}

/// All facts of a notebook.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Facts {
    /// in the programme's order
    pub tables: Vec<HeldTable>,
    pub measurements: FactTable<Measurement>,
    pub goals: FactTable<Goal>,
    pub reported: FactTable<ReportedFigure>,
    /// verified rows of the reference set
    pub places: FactTable<Priority>,
    /// records made by `sotay demo`, which must never be reported as results
    pub made_up: FactTable<()>,
    /// home, first day at the next location, location before that day
    moves: Vec<(Ref, Date, Site)>,
}

impl Facts {
    pub fn of(book: &IndicatorBook) -> Facts {
        Facts {
            tables: book.tables.iter().map(HeldTable::of).collect(),
            measurements: FactTable::default(),
            goals: FactTable::default(),
            reported: FactTable::default(),
            places: FactTable::default(),
            made_up: FactTable::default(),
            moves: Vec::new(),
        }
    }

    /// Whether facts read from disk match the programme, are sorted, and name only records below
    /// `rows`.
    pub fn fits(&self, book: &IndicatorBook, rows: Ref) -> bool {
        let tables = self.tables.iter().zip(&book.tables);
        self.tables.len() == book.tables.len()
            && tables.into_iter().all(|(table, spec)| table.fits(spec, rows))
            && self.measurements.fits(rows)
            && self.goals.fits(rows)
            && self.reported.fits(rows)
            && self.places.fits(rows)
            && self.made_up.fits(rows)
            && self.moves.is_sorted_by_key(|(home, day, _)| (*home, *day))
    }

    /// Frees the spare capacity; few rows are added later.
    pub fn shrink(&mut self) {
        self.tables.iter_mut().for_each(HeldTable::shrink);
        self.measurements.0.shrink_to_fit();
    }

    /// Until the day before `day` the home was at `site`. A second move on the same day is ignored,
    /// as no day is between them.
    pub fn add_move(&mut self, home: Ref, day: Date, site: Site) {
        let key = (home, day);
        if let Err(place) = self.moves.binary_search_by_key(&key, |(at, day, _)| (*at, *day)) {
            self.moves.insert(place, (home, day, site));
        }
    }

    pub fn has_moved(&self, home: Ref) -> bool {
        self.moves.binary_search_by_key(&home, |(at, ..)| *at).is_ok()
    }

    /// The present location of a home; `None` if the home is not in the table.
    pub fn site_now(&self, book: &IndicatorBook, home: Ref) -> Option<Site> {
        let step = book.home?;
        let table = self.tables.get(step.table)?;
        Some(table.site(step.at, table.find(home)?))
    }

    /// The location of a home on a day.
    pub fn site(&self, book: &IndicatorBook, home: Ref, day: Date) -> Option<Site> {
        let now = self.site_now(book, home)?;
        let from = self.moves.partition_point(|(at, ..)| *at < home);
        let own = self.moves.iter().skip(from).take_while(|(at, ..)| *at == home);
        let before = own.into_iter().find(|(_, until, _)| day < *until);
        Some(before.map_or(now, |(_, _, site)| *site))
    }
}
