//! Adding up by fund, with the records that every number was made from.

use super::facts::Ref;
use crate::programme::spec::indicator::{Fund, IndicatorMeasure};

/// National, local, of neither; the total is after them. What is of both programmes is in both
/// columns, and once in the total.
pub const COLUMNS: usize = 4;
pub const TOTAL: usize = 3;
/// Numbers are held in millionths.
pub const ONE: i128 = 1_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    Amount(i128),
    /// a part of a base, shown in percent
    Percent {
        part: i128,
        base: i128,
    },
    /// so much for one of the base
    Per {
        part: i128,
        base: i128,
    },
    /// sums before and after
    Change {
        before: i128,
        after: i128,
    },
    /// the mean of single changes: their sum in millionths of a percent, and how many
    Mean {
        sum: i128,
        pairs: i128,
    },
    /// the median of single changes, in millionths of a percent, and how many
    Median {
        change: i128,
        pairs: i128,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureCell {
    pub figure: Figure,
    /// each once, in the order of their places
    pub records: Vec<Ref>,
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
    /// key, part and base: of equal keys one counts. Sorting them once takes less than a set.
    keyed: Vec<(u64, i64, i64)>,
    records: Vec<Ref>,
}

#[derive(Clone, Debug, Default)]
pub struct Tally([RunningSum; COLUMNS]);

impl Tally {
    /// So many, of one record.
    pub fn add(&mut self, fund: Fund, record: Ref, part: i128) {
        self.add_ratio(fund, record, part, 0);
    }

    /// A part of a base, or after and before.
    pub fn add_ratio(&mut self, fund: Fund, record: Ref, part: i128, base: i128) {
        self.add_in(columns(fund), record, part, base);
    }

    fn add_in(&mut self, columns: &[usize], record: Ref, part: i128, base: i128) {
        for sum in self.sums(columns) {
            sum.part += part;
            sum.base += base;
            sum.records.push(record);
        }
    }

    /// One for each different `key`: the total is distinct over all columns, so it may be less
    /// than their sum.
    pub fn add_distinct(&mut self, fund: Fund, record: Ref, key: u64) {
        self.add_keyed(fund, record, (key, 1, 0));
    }

    /// One of the part, or of the base, for each different `key`.
    pub fn add_distinct_part(&mut self, fund: Fund, record: Ref, key: u64, is_base: bool) {
        self.add_keyed(fund, record, (key, i64::from(!is_base), i64::from(is_base)));
    }

    /// So much of the base of every column: what has no fund of its own. Its records are not those
    /// that a figure is made from: there may be very many.
    pub fn add_common_base(&mut self, base: i128) {
        self.0.iter_mut().for_each(|sum| sum.base += base);
    }

    /// One of the base for each different `key`, and of the part where that says so.
    pub fn add_distinct_share(&mut self, fund: Fund, record: Ref, key: u64, is_part: bool) {
        self.add_keyed(fund, record, (key, i64::from(is_part), 1));
    }

    /// A change in millionths of a percent, once for each different `key`.
    pub fn add_change(&mut self, fund: Fund, record: Ref, change: i128, key: u64) {
        let change =
            i64::try_from(change).unwrap_or(if change < 0 { i64::MIN } else { i64::MAX });
        self.add_keyed(fund, record, (key, change, 1));
    }

    fn add_keyed(&mut self, fund: Fund, record: Ref, keyed: (u64, i64, i64)) {
        for sum in self.sums(columns(fund)) {
            sum.records.push(record);
            sum.keyed.push(keyed);
        }
    }

    pub fn add_source(&mut self, fund: Fund, record: Ref) {
        self.add_ratio(fund, record, 0, 0);
    }

    /// A part of a base; of both funds in the total alone, as nobody knows whose part it is.
    pub fn add_share(&mut self, fund: Fund, record: Ref, part: i128, base: i128) {
        let columns = if fund == Fund::Both { &[] } else { columns(fund) };
        self.add_in(columns, record, part, base);
    }

    /// So much that is of no column.
    pub fn add_total(&mut self, record: Ref, part: i128) {
        self.add_in(&[], record, part, 0);
    }

    /// The programme's money of which one sum is known: that of both funds is in their columns only
    /// where the sum is what the two gave.
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

    /// Those of the columns, and the total's.
    fn sums(&mut self, columns: &[usize]) -> impl Iterator<Item = &mut RunningSum> {
        let holds = |at: usize| at == TOTAL || columns.contains(&at);
        self.0.iter_mut().enumerate().filter(move |(at, _)| holds(*at)).map(|(_, sum)| sum)
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|sum| sum.records.is_empty())
    }

    pub fn cells(self, how: FigureKind) -> [FigureCell; COLUMNS] {
        self.0.map(|mut sum| {
            sum.records.sort_unstable();
            sum.records.dedup();
            sum.records.shrink_to_fit();
            sum.keyed.sort_unstable();
            // the same key may be of the part and of the base
            sum.keyed.dedup_by_key(|(key, _, base)| (*key, *base));
            let of = |take: fn(&(u64, i64, i64)) -> i64| {
                sum.keyed.iter().map(|keyed| i128::from(take(keyed))).sum::<i128>() * ONE
            };
            let part = sum.part + of(|(_, part, _)| *part);
            let base = sum.base + of(|(.., base)| *base);
            let figure = match how {
                FigureKind::Amount => Figure::Amount(part),
                FigureKind::Percent => Figure::Percent { part, base },
                FigureKind::Per => Figure::Per { part, base },
                FigureKind::Change => Figure::Change { before: base, after: part },
                FigureKind::Mean => Figure::Mean { sum: part, pairs: base },
                FigureKind::Median => {
                    let changes = sum.keyed.iter().map(|(_, change, _)| i128::from(*change));
                    Figure::Median { change: median(changes.collect()), pairs: base }
                }
            };
            FigureCell { figure, records: sum.records }
        })
    }
}

impl Figure {
    /// The number that is shown first, in millionths; `None` over a base of 0.
    pub fn value(self) -> Option<i128> {
        match self {
            Figure::Amount(n) => Some(n),
            Figure::Percent { part, base } => divide(part * 100 * ONE, base),
            Figure::Per { part, base } => divide(part * ONE, base),
            Figure::Change { before, after } => divide((after - before) * 100 * ONE, before),
            Figure::Mean { sum, pairs } => divide(sum * ONE, pairs),
            Figure::Median { pairs: 0, .. } => None,
            Figure::Median { change, .. } => Some(change),
        }
    }

    pub fn is_percent(self) -> bool {
        !matches!(self, Figure::Amount(_) | Figure::Per { .. })
    }
}

/// Of an even number the mean of the two in the middle; 0 of none.
fn median(mut all: Vec<i128>) -> i128 {
    all.sort_unstable();
    let middle = all.len() / 2;
    let at = |at: usize| all.get(at).copied().unwrap_or(0);
    match all.len() % 2 {
        1 => at(middle),
        _ => divide(at(middle.saturating_sub(1)) + at(middle), 2).unwrap_or(0),
    }
}

/// Half away from zero; `None` by zero.
pub fn divide(part: i128, base: i128) -> Option<i128> {
    let twice = (part * 2).checked_div(base)?;
    Some((twice + twice.signum()) / 2)
}
