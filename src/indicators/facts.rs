//! Facts of the records that count: a few columns by the record's place, so that a key on the
//! screen of results reads no record. The programme says which columns.
//!
//! A record is named by its place in the caller's own index: four bytes instead of sixteen.

use serde::{Deserialize, Serialize};

use super::held::HeldTable;
pub use super::refs::{ChoiceIndex, NONE, Ref, Site, UNKNOWN};
use crate::programme::spec::indicator::{Fund, IndicatorBook};
use crate::record::{Date, Id, KindNo};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    pub id: Id,
    pub model: Ref,
    pub project: Ref,
    pub home: Ref,
    /// before the help
    pub before: bool,
    pub period_kind: ChoiceIndex,
    /// days of the period where its kind has no length of its own; else 0
    pub days: i32,
    pub to: Date,
    pub lines: Box<[FigureLine]>,
}

/// One figure of a measurement, in millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureLine {
    pub measure: ChoiceIndex,
    pub unit: ChoiceIndex,
    pub value: i64,
}

/// A figure to reach.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Goal {
    pub indicator: String,
    pub years: (i64, i64),
    pub fund: Option<Fund>,
    pub province: Option<String>,
    /// millionths
    pub value: i64,
    /// the upper end of a range
    pub value_to: Option<i64>,
    pub verified: bool,
    /// not an officer's own
    pub official: bool,
}

/// What a paper says was reached.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportedFigure {
    pub indicator: String,
    pub from: Date,
    pub to: Date,
    pub fund: Option<Fund>,
    /// of the whole country without one
    pub province: Option<u8>,
    /// millionths
    pub value: i64,
}

/// A commune that is a priority place, for a time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Priority {
    /// its number
    pub commune: u32,
    pub class: ChoiceIndex,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// Rows by their record's place. New records mostly come last.
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

    /// The row in a place, and its record's.
    pub fn at(&self, place: usize) -> Option<(Ref, &T)> {
        self.0.get(place).map(|(at, row)| (*at, row))
    }

    /// `None` takes the row out.
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
    /// as the programme has them
    pub tables: Vec<HeldTable>,
    pub measurements: FactTable<Measurement>,
    pub goals: FactTable<Goal>,
    pub reported: FactTable<ReportedFigure>,
    /// verified rows of the reference set
    pub places: FactTable<Priority>,
    /// records of `sotay demo` among them: never to be reported as results
    pub made_up: FactTable<()>,
    /// where a home was before it moved: the first day elsewhere
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

    /// Whether they are of this programme, in order, and of records below `rows`; those that were read
    /// may be anything.
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

    /// Gives back the room for more rows: hardly any come.
    pub fn shrink(&mut self) {
        self.tables.iter_mut().for_each(HeldTable::shrink);
        self.measurements.0.shrink_to_fit();
    }

    /// The kind of each record, by its place; 0 where there is none.
    pub fn kinds(&self, book: &IndicatorBook) -> Vec<KindNo> {
        let mut kinds = Vec::new();
        let mut put = |record: Ref, kind: KindNo| {
            let at = record as usize;
            if kinds.len() <= at {
                kinds.resize(at + 1, 0);
            }
            if let Some(own) = kinds.get_mut(at) {
                *own = kind;
            }
        };
        for (table, spec) in self.tables.iter().zip(&book.tables) {
            table.records().iter().for_each(|record| put(*record, spec.kind));
        }
        if let Some(spec) = &book.pairs {
            self.measurements.iter().for_each(|(record, _)| put(record, spec.kind));
        }
        if let Some(spec) = &book.reported {
            self.reported.iter().for_each(|(record, _)| put(record, spec.kind));
        }
        kinds.shrink_to_fit();
        kinds
    }

    /// Until the day before `day` the home was at `site`. A second move of one day is ignored:
    /// no day lies between them.
    pub fn add_move(&mut self, home: Ref, day: Date, site: Site) {
        let key = (home, day);
        if let Err(place) = self.moves.binary_search_by_key(&key, |(at, day, _)| (*at, *day)) {
            self.moves.insert(place, (home, day, site));
        }
    }

    pub fn has_moved(&self, home: Ref) -> bool {
        self.moves.binary_search_by_key(&home, |(at, ..)| *at).is_ok()
    }

    /// Where a home is now; `None` for one that is not there.
    pub fn site_now(&self, book: &IndicatorBook, home: Ref) -> Option<Site> {
        let step = book.home?;
        let table = self.tables.get(step.table)?;
        Some(table.site(step.at, table.find(home)?))
    }

    /// Where a home was on a day.
    pub fn site(&self, book: &IndicatorBook, home: Ref, day: Date) -> Option<Site> {
        let now = self.site_now(book, home)?;
        let from = self.moves.partition_point(|(at, ..)| *at < home);
        let own = self.moves.iter().skip(from).take_while(|(at, ..)| *at == home);
        let before = own.into_iter().find(|(_, until, _)| day < *until);
        Some(before.map_or(now, |(_, _, site)| *site))
    }
}
