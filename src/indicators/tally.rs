//! Sums by fund, with the records that each number was made from.

use super::facts::Ref;
use super::ref_set::RefSet;
use crate::programme::spec::indicator::{Fund, IndicatorMeasure};

/// National, local, neither, then the total. What both funds paid for is in both columns, and once
/// in the total.
pub const COLUMNS: usize = 4;
pub const TOTAL: usize = 3;
/// Numbers are in millionths.
pub const ONE: i128 = 1_000_000;
/// Parts of a millionth: single changes are this precise, so that only their mean is rounded.
pub const FINE: i128 = 1_000_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    Amount(i128),
    /// a part of a base, shown in percent
    Percent {
        part: i128,
        base: i128,
    },
    /// an amount for each unit of the base
    Per {
        part: i128,
        base: i128,
    },
    /// sums before and after
    Change {
        before: i128,
        after: i128,
    },
    /// the mean of single changes: their sum in `FINE` parts of a millionth of a percent, and their
    /// number in millionths
    Mean {
        sum: i128,
        pairs: i128,
    },
    /// the median of single changes: twice the median in `FINE` parts of a millionth of a percent,
    /// and their number in millionths
    Median {
        twice: i128,
        pairs: i128,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureCell {
    pub figure: Figure,
    /// whether any record counts here, even with an amount of 0
    pub counts_any: bool,
    /// without duplicates, in ascending order; `None` if the report does not list them
    pub records: Option<Vec<Ref>>,
}

/// Whether the records of figures are collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum RecordLists {
    #[default]
    None,
    /// those of totals
    Totals,
    /// those of every column
    All,
}

impl RecordLists {
    fn has(self, column: usize) -> bool {
        match self {
            RecordLists::None => false,
            RecordLists::Totals => column == TOTAL,
            RecordLists::All => true,
        }
    }
}

pub fn columns(fund: Fund) -> &'static [usize] {
    match fund {
        Fund::National => &[0],
        Fund::Local => &[1],
        Fund::Both => &[0, 1],
        Fund::Outside => &[2],
    }
}

/// How a tally becomes a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureKind {
    Amount,
    Percent,
    Per,
    Change,
    Mean,
    Median,
}

impl FigureKind {
    pub fn of(measure: &IndicatorMeasure) -> FigureKind {
        match measure {
            IndicatorMeasure::Percent
            | IndicatorMeasure::Latest(_)
            | IndicatorMeasure::Also(_) => FigureKind::Percent,
            IndicatorMeasure::Per | IndicatorMeasure::Days(_) => FigureKind::Per,
            IndicatorMeasure::MedianGain => FigureKind::Median,
            _ => FigureKind::Amount,
        }
    }
}

#[derive(Clone, Debug, Default)]
struct RunningSum {
    part: i128,
    base: i128,
    /// equal keys count once
    keys: KeySet,
    base_keys: KeySet,
    /// single changes with their key
    changes: Vec<(u64, i128)>,
    /// whether anything was added, even an amount of 0
    is_used: bool,
    records: RefSet,
}

/// A set of keys. Keys of 32 bits are in a set; the wider ones are sorted once at the end, which
/// takes less memory than a set.
#[derive(Clone, Debug, Default)]
struct KeySet {
    narrow: RefSet,
    wide: Vec<u64>,
}

impl KeySet {
    fn insert(&mut self, key: u64) {
        match u32::try_from(key) {
            Ok(key) => self.narrow.insert(key),
            Err(_) => self.wide.push(key),
        }
    }

    fn join(&mut self, other: &KeySet) {
        self.narrow.join(&other.narrow);
        self.wide.extend(&other.wide);
    }

    fn count(mut self) -> i128 {
        self.wide.sort_unstable();
        self.wide.dedup();
        (self.narrow.count() + self.wide.len()) as i128
    }
}

#[derive(Clone, Debug, Default)]
pub struct Tally {
    columns: [RunningSum; COLUMNS],
    lists: RecordLists,
}

impl Tally {
    pub fn of(lists: RecordLists) -> Tally {
        Tally { lists, ..Tally::default() }
    }

    /// Adds a number that one record gives.
    pub fn add(&mut self, fund: Fund, record: Ref, part: i128) {
        self.add_ratio(fund, record, part, 0);
    }

    /// Adds to a part and its base, or to a sum after and a sum before.
    pub fn add_ratio(&mut self, fund: Fund, record: Ref, part: i128, base: i128) {
        self.add_in(columns(fund), record, part, base);
    }

    fn add_in(&mut self, columns: &[usize], record: Ref, part: i128, base: i128) {
        for (sum, is_listed) in self.sums(columns) {
            sum.is_used = true;
            sum.part += part;
            sum.base += base;
            if is_listed {
                sum.records.insert(record);
            }
        }
    }

    /// Counts each different `key` once. A key can be in several columns but counts once in the
    /// total, which may be less than their sum.
    pub fn add_distinct(&mut self, fund: Fund, record: Ref, key: u64) {
        self.add_keyed(fund, record, |sum| sum.keys.insert(key));
    }

    /// Counts each different `key` once, in the part or in the base.
    pub fn add_distinct_part(&mut self, fund: Fund, record: Ref, key: u64, is_base: bool) {
        self.add_keyed(fund, record, |sum| match is_base {
            true => sum.base_keys.insert(key),
            false => sum.keys.insert(key),
        });
    }

    /// Adds to the base of every column an amount that has no fund. Its records, which can be very
    /// many, are not listed.
    pub fn add_common_base(&mut self, base: i128) {
        self.columns.iter_mut().for_each(|sum| sum.base += base);
    }

    /// Counts each different `key` once in the base, and in the part if `is_part`.
    pub fn add_distinct_share(&mut self, fund: Fund, record: Ref, key: u64, is_part: bool) {
        self.add_keyed(fund, record, |sum| {
            sum.base_keys.insert(key);
            if is_part {
                sum.keys.insert(key);
            }
        });
    }

    /// Adds a change in `FINE` parts of a millionth of a percent, once for each different `key`.
    pub fn add_change(&mut self, fund: Fund, record: Ref, change: i128, key: u64) {
        self.add_keyed(fund, record, |sum| sum.changes.push((key, change)));
    }

    fn add_keyed(&mut self, fund: Fund, record: Ref, add: impl Fn(&mut RunningSum)) {
        for (sum, is_listed) in self.sums(columns(fund)) {
            sum.is_used = true;
            if is_listed {
                sum.records.insert(record);
            }
            add(sum);
        }
    }

    /// Adds everything that was added to `other`.
    pub fn join(&mut self, other: &Tally) {
        let lists = self.lists;
        for (at, (own, more)) in self.columns.iter_mut().zip(&other.columns).enumerate() {
            own.part += more.part;
            own.base += more.base;
            own.keys.join(&more.keys);
            own.base_keys.join(&more.base_keys);
            own.changes.extend(&more.changes);
            own.is_used |= more.is_used;
            if lists.has(at) {
                own.records.join(&more.records);
            }
        }
    }

    pub fn add_source(&mut self, fund: Fund, record: Ref) {
        self.add_ratio(fund, record, 0, 0);
    }

    /// Adds to a part and its base. For both funds only in the total, as the share of each is not
    /// known.
    pub fn add_share(&mut self, fund: Fund, record: Ref, part: i128, base: i128) {
        let columns = if fund == Fund::Both { &[] } else { columns(fund) };
        self.add_in(columns, record, part, base);
    }

    /// Adds to the total only.
    pub fn add_total(&mut self, record: Ref, part: i128) {
        self.add_in(&[], record, part, 0);
    }

    /// Adds support money of which one sum is known. With both funds it is in their columns only if
    /// the two parts add up to the sum.
    pub fn add_support(&mut self, fund: Fund, record: Ref, sum: i128, given: [i128; 2]) {
        let [national, local] = given;
        match fund {
            Fund::National | Fund::Local => self.add(fund, record, sum),
            Fund::Both if national + local == sum => {
                for (fund, part) in [(Fund::National, national), (Fund::Local, local)] {
                    if part != 0 {
                        self.add(fund, record, part);
                    }
                }
            }
            Fund::Both | Fund::Outside => self.add_total(record, sum),
        }
    }

    /// The sums of the columns, and that of the total, each with whether its records are listed.
    fn sums(&mut self, columns: &[usize]) -> impl Iterator<Item = (&mut RunningSum, bool)> {
        let holds = |at: usize| at == TOTAL || columns.contains(&at);
        let lists = self.lists;
        self.columns
            .iter_mut()
            .enumerate()
            .filter(move |(at, _)| holds(*at))
            .map(move |(at, sum)| (sum, lists.has(at)))
    }

    /// Whatever is added is in the total.
    pub fn is_empty(&self) -> bool {
        let [.., total] = &self.columns;
        !total.is_used
    }

    pub fn cells(self, how: FigureKind) -> [FigureCell; COLUMNS] {
        let mut listed = (0..COLUMNS).map(|column| self.lists.has(column));
        self.columns.map(|mut sum| {
            sum.changes.sort_unstable();
            sum.changes.dedup_by_key(|(key, _)| *key);
            let changes: Vec<i128> = sum.changes.iter().map(|(_, change)| *change).collect();
            let part = sum.part + sum.keys.count() * ONE;
            let base = sum.base + (sum.base_keys.count() + changes.len() as i128) * ONE;
            let figure = match how {
                FigureKind::Amount => Figure::Amount(part),
                FigureKind::Percent => Figure::Percent { part, base },
                FigureKind::Per => Figure::Per { part, base },
                FigureKind::Change => Figure::Change { before: base, after: part },
                FigureKind::Mean => Figure::Mean { sum: part, pairs: base },
                FigureKind::Median => {
                    Figure::Median { twice: twice_median(changes), pairs: base }
                }
            };
            let is_listed = listed.next().unwrap_or(false);
            let records = is_listed.then(|| sum.records.sorted());
            FigureCell { figure, counts_any: sum.is_used, records }
        })
    }
}

impl Figure {
    /// The main number, in millionths; `None` if the base is 0.
    pub fn value(self) -> Option<i128> {
        match self {
            Figure::Amount(n) => Some(n),
            Figure::Percent { part, base } => divide(part * 100 * ONE, base),
            Figure::Per { part, base } => divide(part * ONE, base),
            Figure::Change { before, after } => divide((after - before) * 100 * ONE, before),
            // each change may be rounded: a sum this close to a half is rounded as a half
            Figure::Mean { sum, pairs } => {
                let n = pairs / ONE;
                divide(sum + sum.signum() * n, n * FINE)
            }
            Figure::Median { pairs: 0, .. } => None,
            Figure::Median { twice, .. } => divide(twice + 2 * twice.signum(), 2 * FINE),
        }
    }

    /// The same number as an exact fraction in lowest terms; `None` if the base is 0.
    pub fn fraction(self) -> Option<(i128, i128)> {
        let (part, base) = match self {
            Figure::Amount(n) => (n, 1),
            Figure::Percent { part, base } => (part * 100 * ONE, base),
            Figure::Per { part, base } => (part * ONE, base),
            Figure::Change { before, after } => ((after - before) * 100 * ONE, before),
            Figure::Mean { sum, pairs } => (sum, pairs / ONE * FINE),
            Figure::Median { pairs: 0, .. } => return None,
            Figure::Median { twice, .. } => (twice, 2 * FINE),
        };
        let whole = divisor(part, base);
        let sign = if base < 0 { -1 } else { 1 };
        Some((part.checked_div(whole)? * sign, base.checked_div(whole)? * sign))
            .filter(|(_, base)| *base != 0)
    }

    pub fn is_percent(self) -> bool {
        !matches!(self, Figure::Amount(_) | Figure::Per { .. })
    }
}

/// The greatest common divisor.
pub fn divisor(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.abs(), b.abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Twice the median, so that an even number of values needs no rounding; 0 if there are none.
fn twice_median(mut all: Vec<i128>) -> i128 {
    all.sort_unstable();
    let middle = all.len() / 2;
    let at = |at: usize| all.get(at).copied().unwrap_or(0);
    match all.len() % 2 {
        1 => at(middle) * 2,
        _ => at(middle.saturating_sub(1)) + at(middle),
    }
}

/// Rounds half away from zero; `None` if `base` is 0.
pub fn divide(part: i128, base: i128) -> Option<i128> {
    let twice = (part * 2).checked_div(base)?;
    Some((twice + twice.signum()) / 2)
}
