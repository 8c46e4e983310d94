//! The period and the place of a report, with the facts; follows paths through them.

use super::facts::{Facts, NONE, Ref, Site};
use super::held::HeldTable;
use super::lasting::Lasting;
use super::places::CommunePlaces;
use super::read::site;
use super::tally::{RecordLists, Tally};
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
    /// the last day that counts: the end of the period, or today if that is earlier, as a task is
    /// overdue only after its day
    pub as_of: Date,
    pub today: Date,
    pub place: PlaceScope,
    pub lists: RecordLists,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceScope {
    All,
    Province(u8),
    Commune(u32),
    /// index in the list of regions
    Region(u8),
    /// number of a province as before 01/07/2025
    Former(u8),
}

impl PlaceScope {
    pub fn of(asked: &ReportQuery) -> PlaceScope {
        match &asked.scope {
            Scope::All => PlaceScope::All,
            // a code that does not exist becomes a place without any events
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

    /// An empty tally.
    pub fn tally(&self) -> Tally {
        Tally::of(self.lists)
    }

    pub fn table(&self, no: usize) -> Option<&'a HeldTable> {
        self.facts.tables.get(no)
    }

    /// The row that the links lead to, from a row in the table of the first link.
    fn follow(&self, links: &[FactStep], to: FactStep, row: usize) -> Option<usize> {
        let mut row = row;
        for (at, link) in links.iter().enumerate() {
            let record = self.table(link.table)?.link(link.at, row);
            let next = links.get(at + 1).unwrap_or(&to);
            row = self.table(next.table).filter(|_| record != NONE)?.find(record)?;
        }
        Some(row)
    }

    /// The table, the column and the row at the end of a path.
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

    /// The day at the end of a path.
    pub fn day(&self, path: &FactPath, row: usize) -> Option<Date> {
        let (table, column, row) = self.end(path, row)?;
        table.day(column, row)
    }

    /// Whether the day is in the period and not after the last day that counts.
    pub fn within(&self, day: Date) -> bool {
        self.from <= day && day <= self.as_of
    }

    /// Whether the home was in the place on that day.
    pub fn is_in_place(&self, home: Ref, day: Date) -> bool {
        self.place == PlaceScope::All || self.place.contains(self.site(home, day))
    }

    pub fn site(&self, home: Ref, day: Date) -> Option<Site> {
        self.facts.site(self.book(), home, day)
    }
}
