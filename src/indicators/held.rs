//! One table of facts: its rows by record, each column by itself, conditions as bits. Knows no path.

use super::refs::{ChoiceIndex, NONE, Ref, Site, UNKNOWN};
use crate::programme::spec::indicator::{FactSort, FactTableSpec};
use crate::record::{Date, Id};

/// Bits that every row has, before its kind's conditions.
pub const LIVING: u32 = 1;
pub const COMPLETE: u32 = 2;
/// The first condition's bit.
pub const FIRST_CONDITION: usize = 2;

#[derive(Clone, Debug)]
enum HeldColumn {
    Days(Vec<Option<Date>>),
    Numbers(Vec<i64>),
    Choices(Vec<ChoiceIndex>),
    Links(Vec<Ref>),
    LinkLists(Vec<Box<[Ref]>>),
    Sites(Vec<Site>),
}

/// A value on its way into a column.
#[derive(Clone, Debug, PartialEq)]
pub enum HeldValue {
    Day(Option<Date>),
    /// 0 without an answer
    Number(i64),
    Choice(ChoiceIndex),
    Link(Ref),
    LinkList(Box<[Ref]>),
    Site(Site),
}

#[derive(Clone, Debug)]
pub struct HeldRow {
    pub bits: u32,
    /// in the order of the columns
    pub values: Vec<HeldValue>,
}

#[derive(Clone, Debug)]
pub struct HeldTable {
    /// in order; the rows of one record are together
    records: Vec<Ref>,
    bits: Vec<u32>,
    columns: Vec<HeldColumn>,
    /// only of tables that need them
    ids: Option<Vec<Id>>,
}

impl HeldColumn {
    fn of(sort: &FactSort) -> HeldColumn {
        match sort {
            FactSort::Day => HeldColumn::Days(Vec::new()),
            FactSort::Whole | FactSort::Decimal => HeldColumn::Numbers(Vec::new()),
            FactSort::Choice(_) => HeldColumn::Choices(Vec::new()),
            FactSort::Link => HeldColumn::Links(Vec::new()),
            FactSort::Links => HeldColumn::LinkLists(Vec::new()),
            FactSort::Site => HeldColumn::Sites(Vec::new()),
        }
    }

    fn insert(&mut self, at: usize, value: HeldValue) {
        match (self, value) {
            (HeldColumn::Days(all), HeldValue::Day(value)) => all.insert(at, value),
            (HeldColumn::Numbers(all), HeldValue::Number(value)) => all.insert(at, value),
            (HeldColumn::Choices(all), HeldValue::Choice(value)) => all.insert(at, value),
            (HeldColumn::Links(all), HeldValue::Link(value)) => all.insert(at, value),
            (HeldColumn::LinkLists(all), HeldValue::LinkList(value)) => all.insert(at, value),
            (HeldColumn::Sites(all), HeldValue::Site(value)) => all.insert(at, value),
            // whoever made the row read the same specification: columns stay of one length
            (HeldColumn::Days(all), _) => all.insert(at, None),
            (HeldColumn::Numbers(all), _) => all.insert(at, 0),
            (HeldColumn::Choices(all), _) => all.insert(at, UNKNOWN),
            (HeldColumn::Links(all), _) => all.insert(at, NONE),
            (HeldColumn::LinkLists(all), _) => all.insert(at, Box::default()),
            (HeldColumn::Sites(all), _) => all.insert(at, Site::default()),
        }
    }

    fn drain(&mut self, rows: std::ops::Range<usize>) {
        match self {
            HeldColumn::Days(all) => drop(all.drain(rows)),
            HeldColumn::Numbers(all) => drop(all.drain(rows)),
            HeldColumn::Choices(all) => drop(all.drain(rows)),
            HeldColumn::Links(all) => drop(all.drain(rows)),
            HeldColumn::LinkLists(all) => drop(all.drain(rows)),
            HeldColumn::Sites(all) => drop(all.drain(rows)),
        }
    }
}

impl HeldTable {
    pub fn of(spec: &FactTableSpec) -> HeldTable {
        HeldTable {
            records: Vec::new(),
            bits: Vec::new(),
            columns: spec.columns.iter().map(|column| HeldColumn::of(&column.sort)).collect(),
            ids: spec.has_ids.then(Vec::new),
        }
    }

    /// The rows of a record, instead of those that it had.
    pub fn put(&mut self, record: Ref, id: Id, rows: Vec<HeldRow>) {
        let start = match self.records.last() {
            Some(last) if *last < record => self.records.len(),
            None => 0,
            Some(_) => self.records.partition_point(|own| *own < record),
        };
        let own = self.records.iter().skip(start).take_while(|own| **own == record).count();
        if own > 0 {
            let rows = start..start + own;
            self.columns.iter_mut().for_each(|column| column.drain(rows.clone()));
            self.records.drain(rows.clone());
            self.bits.drain(rows.clone());
            if let Some(ids) = &mut self.ids {
                ids.drain(rows);
            }
        }
        for (at, row) in (start..).zip(rows) {
            self.records.insert(at, record);
            self.bits.insert(at, row.bits);
            let mut values = row.values.into_iter();
            for column in &mut self.columns {
                // one that is missing is no answer
                column.insert(at, values.next().unwrap_or(HeldValue::Number(0)));
            }
            if let Some(ids) = &mut self.ids {
                ids.insert(at, id);
            }
        }
    }

    pub fn rows(&self) -> std::ops::Range<usize> {
        0..self.records.len()
    }

    /// The first row of a record.
    pub fn find(&self, record: Ref) -> Option<usize> {
        let at = self.records.partition_point(|own| *own < record);
        (self.records.get(at) == Some(&record)).then_some(at)
    }

    pub fn record(&self, row: usize) -> Ref {
        self.records.get(row).copied().unwrap_or(NONE)
    }

    pub fn bits(&self, row: usize) -> u32 {
        self.bits.get(row).copied().unwrap_or(0)
    }

    pub fn id(&self, row: usize) -> Option<Id> {
        self.ids.as_ref()?.get(row).copied()
    }

    pub fn day(&self, column: usize, row: usize) -> Option<Date> {
        match self.columns.get(column) {
            Some(HeldColumn::Days(all)) => all.get(row).copied().flatten(),
            _ => None,
        }
    }

    pub fn number(&self, column: usize, row: usize) -> i64 {
        match self.columns.get(column) {
            Some(HeldColumn::Numbers(all)) => all.get(row).copied().unwrap_or(0),
            _ => 0,
        }
    }

    pub fn choice(&self, column: usize, row: usize) -> ChoiceIndex {
        match self.columns.get(column) {
            Some(HeldColumn::Choices(all)) => all.get(row).copied().unwrap_or(UNKNOWN),
            _ => UNKNOWN,
        }
    }

    pub fn link(&self, column: usize, row: usize) -> Ref {
        match self.columns.get(column) {
            Some(HeldColumn::Links(all)) => all.get(row).copied().unwrap_or(NONE),
            _ => NONE,
        }
    }

    pub fn links(&self, column: usize, row: usize) -> &[Ref] {
        match self.columns.get(column) {
            Some(HeldColumn::LinkLists(all)) => all.get(row).map_or(&[], |links| &**links),
            _ => &[],
        }
    }

    pub fn site(&self, column: usize, row: usize) -> Site {
        match self.columns.get(column) {
            Some(HeldColumn::Sites(all)) => all.get(row).copied().unwrap_or_default(),
            _ => Site::default(),
        }
    }
}
