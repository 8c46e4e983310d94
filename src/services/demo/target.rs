//! Made-up targets of the officer's province. Each says that no decision is its source.

use super::establishment::{choice, text};
use super::number::target as no;
use super::world::DemoGround;
use crate::record::{Decimal, Fields, Value};

/// Report row, and its target for a year.
const TARGETS: &[(&str, i64)] =
    &[("I1", 600), ("I2", 90), ("I3", 120), ("I4", 25), ("I5", 12), ("I6", 30)];

const _: () = assert!(TARGETS.len() as u64 == super::world::TARGETS);

pub fn fields(ground: &DemoGround, index: u64) -> Option<Fields> {
    let (indicator, value) = *TARGETS.get(index as usize)?;
    let year = Value::Int(ground.today.year.into());
    let mut f = Fields::new();
    f.set(no::INDICATOR, choice(indicator));
    f.set(no::YEAR_FROM, year.clone());
    f.set(no::YEAR_TO, year);
    f.set(no::PROVINCE, text(&ground.province));
    f.set(no::VALUE, Value::Decimal(Decimal(value * Decimal::ONE)));
    f.set(no::DECISION, text("Số liệu mẫu, không theo văn bản nào"));
    f.set(no::VERIFIED, Value::Bool(false));
    Some(f)
}
