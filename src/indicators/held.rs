//! One table of facts: rows sorted by record, stored by column, conditions as bits. Knows no paths.

use serde::{Deserialize, Serialize};

use super::refs::{ChoiceIndex, NO_DAY, NONE, PackedDay, Ref, Site, UNKNOWN, pack, unpack};
use crate::programme::spec::indicator::{FactSort, FactTableSpec};
use crate::record::{Date, Id};

/// Bits that every row has, below the conditions of its kind.
pub const LIVING: u32 = 1;
pub const COMPLETE: u32 = 2;
/// The bit of the first condition.
pub const FIRST_CONDITION: usize = 2;

#[derive(Clone, Debug, Serialize, Deserialize)]
enum HeldColumn {
    Days(Vec<PackedDay>),
    Numbers(Vec<i64>),
    Choices(Vec<ChoiceIndex>),
    Links(Vec<Ref>),
    LinkLists(Vec<Box<[Ref]>>),
    Sites(Vec<Site>),
}

/// A value to be added to a column.
#[derive(Clone, Debug, PartialEq)]
pub enum HeldValue {
    Day(Option<Date>),
    /// 0 if there is no answer
    Number(i64),
    Choice(ChoiceIndex),
    Link(Ref),
    LinkList(Box<[Ref]>),
    Site(Site),
}

#[derive(Clone, Debug)]
pub struct HeldRow {
    pub bits: u32,
    /// in the order of the table's columns
    pub values: Vec<HeldValue>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HeldTable {
    /// sorted; a record can have several rows, which are adjacent
    records: Vec<Ref>,
    bits: Vec<u32>,
    columns: Vec<HeldColumn>,
    /// `None` if the table needs no ids
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
            (HeldColumn::Days(all), HeldValue::Day(value)) => {
                all.insert(at, value.map_or(NO_DAY, pack));
            }
            (HeldColumn::Numbers(all), HeldValue::Number(value)) => all.insert(at, value),
            (HeldColumn::Choices(all), HeldValue::Choice(value)) => all.insert(at, value),
            (HeldColumn::Links(all), HeldValue::Link(value)) => all.insert(at, value),
            (HeldColumn::LinkLists(all), HeldValue::LinkList(value)) => all.insert(at, value),
            (HeldColumn::Sites(all), HeldValue::Site(value)) => all.insert(at, value),
            // impossible, as the row follows the same specification; keeps the columns at equal
            // length
            (HeldColumn::Days(all), _) => all.insert(at, NO_DAY),
            (HeldColumn::Numbers(all), _) => all.insert(at, 0),
            (HeldColumn::Choices(all), _) => all.insert(at, UNKNOWN),
            (HeldColumn::Links(all), _) => all.insert(at, NONE),
            (HeldColumn::LinkLists(all), _) => all.insert(at, Box::default()),
            (HeldColumn::Sites(all), _) => all.insert(at, Site::default()),
        }
    }

    /// The number of values, or `None` if the column is of another sort.
    fn len_as(&self, sort: &FactSort) -> Option<usize> {
        match (self, sort) {
            (HeldColumn::Days(all), FactSort::Day) => Some(all.len()),
            (HeldColumn::Numbers(all), FactSort::Whole | FactSort::Decimal) => Some(all.len()),
            (HeldColumn::Choices(all), FactSort::Choice(_)) => Some(all.len()),
            (HeldColumn::Links(all), FactSort::Link) => Some(all.len()),
            (HeldColumn::LinkLists(all), FactSort::Links) => Some(all.len()),
            (HeldColumn::Sites(all), FactSort::Site) => Some(all.len()),
            _ => None,
        }
    }

    fn shrink(&mut self) {
        match self {
            HeldColumn::Days(all) => all.shrink_to_fit(),
            HeldColumn::Numbers(all) => all.shrink_to_fit(),
            HeldColumn::Choices(all) => all.shrink_to_fit(),
            HeldColumn::Links(all) => all.shrink_to_fit(),
            HeldColumn::LinkLists(all) => all.shrink_to_fit(),
            HeldColumn::Sites(all) => all.shrink_to_fit(),
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

    /// Replaces the rows of a record.
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
                // a missing value counts as no answer
                column.insert(at, values.next().unwrap_or(HeldValue::Number(0)));
            }
            if let Some(ids) = &mut self.ids {
                ids.insert(at, id);
            }
        }
    }

    /// Whether the columns match `spec` and have equal length, and the rows are sorted and name
    /// only records below `rows`.
    pub fn fits(&self, spec: &FactTableSpec, rows: Ref) -> bool {
        let n = self.records.len();
        let columns = self.columns.iter().zip(&spec.columns);
        self.columns.len() == spec.columns.len()
            && columns.into_iter().all(|(column, spec)| column.len_as(&spec.sort) == Some(n))
            && self.bits.len() == n
            && self.ids.is_some() == spec.has_ids
            && self.ids.as_ref().is_none_or(|ids| ids.len() == n)
            && self.records.is_sorted()
            && self.records.last().is_none_or(|last| *last < rows)
    }

    pub fn shrink(&mut self) {
        self.records.shrink_to_fit();
        self.bits.shrink_to_fit();
        self.columns.iter_mut().for_each(HeldColumn::shrink);
        self.ids.iter_mut().for_each(Vec::shrink_to_fit);
    }

    pub fn records(&self) -> &[Ref] {
        &self.records
    }

    pub fn rows(&self) -> std::ops::Range<usize> {
        0..self.records.len()
    }

    /// The index of the first row of a record.
    pub fn find(&self, record: Ref) -> Option<usize> {
        let at = self.first_not_below(record);
        (self.records.get(at) == Some(&record)).then_some(at)
    }

    /// Interpolation search: the records of a kind are often evenly spaced.
    fn first_not_below(&self, record: Ref) -> usize {
        let n = self.records.len();
        let (Some(first), Some(last)) = (self.records.first(), self.records.last()) else {
            return 0;
        };
        if record <= *first {
            return 0;
        }
        if *last < record {
            return n;
        }
        let is_below = |at: usize| self.records.get(at).is_some_and(|own| *own < record);
        let share = u64::from(record - first) * (n as u64 - 1) / u64::from(last - first);
        let guess = usize::try_from(share).unwrap_or(n - 1).min(n - 1);
        let mut step = 1;
        // `low` is below the record, `high` is not
        let (low, high) = if is_below(guess) {
            let mut low = guess;
            while low + step < n - 1 && is_below(low + step) {
                (low, step) = (low + step, step * 2);
            }
            (low, (n - 1).min(low + step))
        } else {
            let mut high = guess;
            while step < high && !is_below(high - step) {
                (high, step) = (high - step, step * 2);
            }
            (high.saturating_sub(step), high)
        };
        let between = self.records.get(low..high).unwrap_or_default();
        low + between.partition_point(|own| *own < record)
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
            Some(HeldColumn::Days(all)) => {
                all.get(row).copied().filter(|day| *day != NO_DAY).map(unpack)
            }
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_record_is_found_at_its_first_row(
            mut records in proptest::collection::vec(0..400_u32, 0..200),
            gap in 1..9000_u32,
        ) {
            records.sort_unstable();
            // two groups of records far from each other
            for record in records.iter_mut().filter(|record| **record > 200) {
                *record *= gap;
            }
            let table = HeldTable { bits: vec![0; records.len()], records, columns: Vec::new(), ids: None };
            for sought in (0..500).chain(table.records.iter().copied()) {
                let first = table.records.iter().position(|own| *own == sought);
                prop_assert_eq!(table.find(sought), first, "{}", sought);
            }
        }
    }
}
