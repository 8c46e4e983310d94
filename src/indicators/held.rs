//! One table of facts: rows sorted by record, stored by column, conditions as bits. Knows no paths.
//!
//! No answer is 0 where 0 is no answer of the column: zeros take the fewest bytes.

use serde::{Deserialize, Serialize};

use super::packed_ints::PackedInts;
use super::refs::{ChoiceIndex, NONE, PackedDay, Ref, Site, UNKNOWN, pack, unpack};
use crate::programme::spec::indicator::{FactSort, FactTableSpec};
use crate::record::{Date, Id};

/// Bits that every row has, below the conditions of its kind.
pub const LIVING: u32 = 1;
pub const COMPLETE: u32 = 2;
/// The bit of the first condition.
pub const FIRST_CONDITION: usize = 2;

#[derive(Clone, Debug, Serialize, Deserialize)]
enum HeldColumn {
    /// 0: no day
    Days(PackedInts),
    Numbers(PackedInts),
    /// `UNKNOWN` as -1
    Choices(PackedInts),
    /// one more than the record, as no record is `NONE`
    Links(PackedInts),
    LinkLists(Vec<Box<[Ref]>>),
    Sites(PackedInts),
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
    records: PackedInts,
    bits: PackedInts,
    columns: Vec<HeldColumn>,
    /// `None` if the table needs no ids
    ids: Option<Vec<Id>>,
}

fn packed_day(day: Option<Date>) -> i64 {
    day.map_or(0, pack).into()
}

fn packed_choice(choice: ChoiceIndex) -> i64 {
    if choice == UNKNOWN { -1 } else { choice.into() }
}

fn packed_link(link: Ref) -> i64 {
    i64::from(link.wrapping_add(1))
}

impl HeldColumn {
    fn of(sort: &FactSort) -> HeldColumn {
        let ints = PackedInts::default();
        match sort {
            FactSort::Day => HeldColumn::Days(ints),
            FactSort::Whole | FactSort::Decimal => HeldColumn::Numbers(ints),
            FactSort::Choice(_) => HeldColumn::Choices(ints),
            FactSort::Link => HeldColumn::Links(ints),
            FactSort::Links => HeldColumn::LinkLists(Vec::new()),
            FactSort::Site => HeldColumn::Sites(ints),
        }
    }

    fn insert(&mut self, at: usize, value: HeldValue) {
        match (self, value) {
            (HeldColumn::Days(all), HeldValue::Day(value)) => all.insert(at, packed_day(value)),
            (HeldColumn::Numbers(all), HeldValue::Number(value)) => all.insert(at, value),
            (HeldColumn::Choices(all), HeldValue::Choice(value)) => {
                all.insert(at, packed_choice(value));
            }
            (HeldColumn::Links(all), HeldValue::Link(value)) => {
                all.insert(at, packed_link(value))
            }
            (HeldColumn::LinkLists(all), HeldValue::LinkList(value)) => all.insert(at, value),
            (HeldColumn::Sites(all), HeldValue::Site(value)) => all.insert(at, value.into()),
            // impossible, as the row follows the same specification; keeps the columns at equal
            // length
            (HeldColumn::Choices(all), _) => all.insert(at, packed_choice(UNKNOWN)),
            (HeldColumn::LinkLists(all), _) => all.insert(at, Box::default()),
            (
                HeldColumn::Days(all)
                | HeldColumn::Numbers(all)
                | HeldColumn::Links(all)
                | HeldColumn::Sites(all),
                _,
            ) => all.insert(at, 0),
        }
    }

    /// The number of values, or `None` if the column is of another sort or not whole.
    fn len_as(&self, sort: &FactSort) -> Option<usize> {
        match (self, sort) {
            (HeldColumn::LinkLists(all), FactSort::Links) => Some(all.len()),
            (HeldColumn::Days(all), FactSort::Day)
            | (HeldColumn::Numbers(all), FactSort::Whole | FactSort::Decimal)
            | (HeldColumn::Choices(all), FactSort::Choice(_))
            | (HeldColumn::Links(all), FactSort::Link)
            | (HeldColumn::Sites(all), FactSort::Site) => all.is_whole().then(|| all.len()),
            _ => None,
        }
    }

    fn shrink(&mut self) {
        match self {
            HeldColumn::LinkLists(all) => all.shrink_to_fit(),
            HeldColumn::Days(all)
            | HeldColumn::Numbers(all)
            | HeldColumn::Choices(all)
            | HeldColumn::Links(all)
            | HeldColumn::Sites(all) => all.shrink(),
        }
    }

    fn remove(&mut self, at: usize, count: usize) {
        match self {
            HeldColumn::LinkLists(all) => drop(all.drain(at..at + count)),
            HeldColumn::Days(all)
            | HeldColumn::Numbers(all)
            | HeldColumn::Choices(all)
            | HeldColumn::Links(all)
            | HeldColumn::Sites(all) => all.remove(at, count),
        }
    }
}

impl HeldTable {
    pub fn of(spec: &FactTableSpec) -> HeldTable {
        HeldTable {
            records: PackedInts::default(),
            bits: PackedInts::default(),
            columns: spec.columns.iter().map(|column| HeldColumn::of(&column.sort)).collect(),
            ids: spec.has_ids.then(Vec::new),
        }
    }

    /// Replaces the rows of a record.
    pub fn put(&mut self, record: Ref, id: Id, rows: Vec<HeldRow>) {
        let start = self.first_not_below(record);
        let own =
            (start..self.records.len()).take_while(|at| self.record(*at) == record).count();
        if own > 0 {
            self.columns.iter_mut().for_each(|column| column.remove(start, own));
            self.records.remove(start, own);
            self.bits.remove(start, own);
            if let Some(ids) = &mut self.ids {
                ids.drain(start..start + own);
            }
        }
        for (at, row) in (start..).zip(rows) {
            self.records.insert(at, record.into());
            self.bits.insert(at, row.bits.into());
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
            && self.records.is_whole()
            && self.bits.is_whole()
            && self.bits.len() == n
            && self.ids.is_some() == spec.has_ids
            && self.ids.as_ref().is_none_or(|ids| ids.len() == n)
            && self.records.iter().is_sorted()
            && self.records.last().is_none_or(|last| last < rows.into())
    }

    pub fn shrink(&mut self) {
        self.records.shrink();
        self.bits.shrink();
        self.columns.iter_mut().for_each(HeldColumn::shrink);
        self.ids.iter_mut().for_each(Vec::shrink_to_fit);
    }

    pub fn rows(&self) -> std::ops::Range<usize> {
        0..self.records.len()
    }

    /// The index of the first row of a record.
    pub fn find(&self, record: Ref) -> Option<usize> {
        let at = self.first_not_below(record);
        (self.record(at) == record && record != NONE).then_some(at)
    }

    /// Interpolation search: the records of a kind are often evenly spaced.
    fn first_not_below(&self, record: Ref) -> usize {
        let (n, record) = (self.records.len(), i64::from(record));
        let (Some(first), Some(last)) = (self.records.get(0), self.records.last()) else {
            return 0;
        };
        if record <= first {
            return 0;
        }
        if last < record {
            return n;
        }
        let is_below = |at: usize| self.records.get(at).is_some_and(|own| own < record);
        let steps = i64::try_from(n).unwrap_or(i64::MAX) - 1;
        let share = (record - first).saturating_mul(steps) / (last - first);
        let guess = usize::try_from(share).unwrap_or(n - 1).min(n - 1);
        let mut step = 1;
        // `low` is below the record, `high` is not
        let (mut low, mut high) = if is_below(guess) {
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
        while low + 1 < high {
            let middle = low.midpoint(high);
            if is_below(middle) { low = middle } else { high = middle }
        }
        high
    }

    pub fn record(&self, row: usize) -> Ref {
        self.records.get(row).and_then(|own| Ref::try_from(own).ok()).unwrap_or(NONE)
    }

    pub fn bits(&self, row: usize) -> u32 {
        self.bits.get(row).and_then(|bits| u32::try_from(bits).ok()).unwrap_or(0)
    }

    pub fn id(&self, row: usize) -> Option<Id> {
        self.ids.as_ref()?.get(row).copied()
    }

    pub fn day(&self, column: usize, row: usize) -> Option<Date> {
        let Some(HeldColumn::Days(all)) = self.columns.get(column) else { return None };
        let day = all.get(row).filter(|day| *day != 0)?;
        PackedDay::try_from(day).ok().map(unpack)
    }

    pub fn number(&self, column: usize, row: usize) -> i64 {
        match self.columns.get(column) {
            Some(HeldColumn::Numbers(all)) => all.get(row).unwrap_or(0),
            _ => 0,
        }
    }

    pub fn choice(&self, column: usize, row: usize) -> ChoiceIndex {
        let Some(HeldColumn::Choices(all)) = self.columns.get(column) else { return UNKNOWN };
        all.get(row).and_then(|choice| ChoiceIndex::try_from(choice).ok()).unwrap_or(UNKNOWN)
    }

    pub fn link(&self, column: usize, row: usize) -> Ref {
        let Some(HeldColumn::Links(all)) = self.columns.get(column) else { return NONE };
        let link = all.get(row).and_then(|link| Ref::try_from(link).ok());
        link.and_then(|link| link.checked_sub(1)).unwrap_or(NONE)
    }

    pub fn links(&self, column: usize, row: usize) -> &[Ref] {
        match self.columns.get(column) {
            Some(HeldColumn::LinkLists(all)) => all.get(row).map_or(&[], |links| &**links),
            _ => &[],
        }
    }

    pub fn site(&self, column: usize, row: usize) -> Site {
        match self.columns.get(column) {
            Some(HeldColumn::Sites(all)) => all.get(row).map_or(Site::default(), Site::from),
            _ => Site::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
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
            let mut table =
                HeldTable { records: PackedInts::default(), bits: PackedInts::default(), columns: Vec::new(), ids: None };
            for record in &records {
                table.records.insert(table.records.len(), i64::from(*record));
            }
            for sought in (0..500).chain(records.iter().copied()) {
                let first = records.iter().position(|own| *own == sought);
                prop_assert_eq!(table.find(sought), first, "{}", sought);
            }
        }
    }
}
