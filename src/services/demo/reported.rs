//! Made-up figures reported for years before the notebook. Each says that no document is its
//! source.

use super::establishment::{choice, text};
use super::number::reported_figure as no;
use super::world::DemoGround;
use crate::record::{Date, Decimal, Fields, Value};

/// Report row, and its total for the previous five-year period.
const FIGURES: &[(&str, i64)] = &[("I1", 18_000), ("I3", 4_363), ("I4", 630), ("I5", 210)];

const _: () = assert!(FIGURES.len() as u64 == super::world::REPORTED);

pub fn fields(ground: &DemoGround, index: u64) -> Option<Fields> {
    let (indicator, value) = *FIGURES.get(usize::try_from(index).ok()?)?;
    let last = (ground.today.year - 1) / 5 * 5;
    let mut f = Fields::new();
    f.set(no::INDICATOR, choice(indicator));
    f.set(no::DATE_FROM, Value::Date(Date { year: last - 4, month: 1, day: 1 }));
    f.set(no::DATE_TO, Value::Date(Date { year: last, month: 12, day: 31 }));
    f.set(no::VALUE, Value::Decimal(Decimal(value * Decimal::ONE)));
    f.set(no::DOCUMENT, text("Số liệu mẫu, không theo văn bản nào"));
    f.set(no::VERIFIED, Value::Bool(false));
    Some(f)
}
