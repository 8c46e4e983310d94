//! Compares numbers for rules, and shows them.

use std::cmp::Ordering;

use crate::programme::spec::{Cmp, Field};
use crate::record::{Decimal, Path, Value};
use crate::text::format::show_decimal;

/// Where a fault is: its path, and the column if that is not the question itself.
pub type FaultPlace<'a> = (Path, Option<&'a Field>);

/// The number in millionths; `None` for a value that is not a number.
pub fn size(value: &Value) -> Option<i128> {
    match value {
        Value::Int(n) => Some(i128::from(*n) * i128::from(Decimal::ONE)),
        Value::Decimal(n) => Some(n.0.into()),
        _ => None,
    }
}

pub fn shown(millionths: i128) -> String {
    let value = i64::try_from(millionths).map(|n| show_decimal(Decimal(n)));
    value.unwrap_or_else(|_| (millionths / i128::from(Decimal::ONE)).to_string())
}

pub fn holds(op: Cmp, order: Ordering) -> bool {
    match op {
        Cmp::Le => order.is_le(),
        Cmp::Lt => order.is_lt(),
        Cmp::Ge => order.is_ge(),
        Cmp::Gt => order.is_gt(),
        Cmp::Eq => order.is_eq(),
    }
}
