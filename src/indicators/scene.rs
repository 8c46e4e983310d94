//! Tests that every figure needs: in the period, in the place; and following a path.

use super::facts::{Facts, NONE, Ref, Site};
use super::held::HeldTable;
use super::lasting::Lasting;
use super::places::CommunePlaces;
use super::read::site;
use super::tally::Tally;
use super::timeline::Timeline;
use crate::programme::reference;
use crate::programme::spec::Programme;
use crate::programme::spec::indicator::{FactPath, FactSort, FactStep, IndicatorBook};
use crate::record::{Date, ReportQuery, Scope};

#[derive(Clone, Copy)]
pub struct FactsScene<'a> {
    pub programme: &'a Programme,
    pub facts: &'a Facts,
    pub places: &'a CommunePlaces<'a>,
    pub lasting: &'a Lasting,
    pub timeline: &'a Timeline,
    pub from: Date,
    pub to: Date,
    /// the last day that counts: the period's, or today when that is in the future. Nothing is late
    /// before its time
    pub as_of: Date,
    pub today: Date,
    pub place: PlaceScope,
    /// which records each figure is made from is wanted too
    pub with_records: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceScope {
    All,
    Province(u8),
    Commune(u32),
    /// its place in the list of regions
    Region(u8),
    /// the number of a province before 01/07/2025
    Former(u8),
}

impl PlaceScope {
    pub fn of(asked: &ReportQuery) -> PlaceScope {
        match &asked.scope {
            Scope::All => PlaceScope::All,
            // a code that does not exist is no place, and nothing is there
            Scope::Province(code) => PlaceScope::Province(code.parse().unwrap_or(u8::MAX)),
            Scope::Commune(code) => match site(code).commune() {
                0 => PlaceScope::Commune(u32::MAX),
                commune => PlaceScope::Commune(commune),
            },
            Scope::Region(id) => {
                let at = reference::regions().iter().position(|region| region.id == id);
                PlaceScope::Region(at.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX))
            }
            Scope::Former(code) => PlaceScope::Former(code.parse().unwrap_or(u8::MAX)),
        }
    }

    pub fn contains(self, site: Option<Site>) -> bool {
        match self {
            PlaceScope::All => true,
            PlaceScope::Province(province) => site.is_some_and(|s| s.province() == province),
            PlaceScope::Commune(commune) => site.is_some_and(|s| s.commune() == commune),
            PlaceScope::Region(region) => {
                site.is_some_and(|s| reference::region_of(s.province()) == Some(region))
            }
            PlaceScope::Former(former) => {
                site.is_some_and(|s| reference::former_of(s.commune()) == Some(former))
            }
        }
    }
}

impl<'a> FactsScene<'a> {
    pub fn book(&self) -> &'a IndicatorBook {
        &self.programme.indicators
    }

    /// An empty one.
    pub fn tally(&self) -> Tally {
        Tally::of(self.with_records)
    }

    pub fn table(&self, no: usize) -> Option<&'a HeldTable> {
        self.facts.tables.get(no)
    }

    /// The row to which links lead from a row of the first one's table.
    fn follow(&self, links: &[FactStep], to: FactStep, row: usize) -> Option<usize> {
        let mut row = row;
        for (at, link) in links.iter().enumerate() {
            let record = self.table(link.table)?.link(link.at, row);
            let next = links.get(at + 1).unwrap_or(&to);
            row = self.table(next.table).filter(|_| record != NONE)?.find(record)?;
        }
        Some(row)
    }

    /// The table, the column and the row in which a path ends.
    pub fn end(&self, path: &FactPath, row: usize) -> Option<(&'a HeldTable, usize, usize)> {
        let row = self.follow(&path.links, path.at, row)?;
        Some((self.table(path.at.table)?, path.at.at, row))
    }

    pub fn sort(&self, step: FactStep) -> Option<&'a FactSort> {
        let table = self.book().tables.get(step.table)?;
        table.columns.get(step.at).map(|column| &column.sort)
    }

    pub fn link(&self, path: &FactPath, row: usize) -> Option<Ref> {
        let (table, column, row) = self.end(path, row)?;
        Some(table.link(column, row)).filter(|record| *record != NONE)
    }

    /// The day of a path's end.
    pub fn day(&self, path: &FactPath, row: usize) -> Option<Date> {
        let (table, column, row) = self.end(path, row)?;
        table.day(column, row)
    }

    /// Nothing counts before its day.
    pub fn within(&self, day: Date) -> bool {
        self.from <= day && day <= self.as_of
    }

    /// Did the home lie in the place on that day?
    pub fn is_in_place(&self, home: Ref, day: Date) -> bool {
        self.place == PlaceScope::All || self.place.contains(self.site(home, day))
    }

    pub fn site(&self, home: Ref, day: Date) -> Option<Site> {
        self.facts.site(self.book(), home, day)
    }
}
