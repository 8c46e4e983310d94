//! Numbers as rules compare and name them.

use std::cmp::Ordering;

use crate::programme::spec::{Cmp, Field};
use crate::record::{Decimal, Path, Value};
use crate::text::format::show_decimal;

/// Where it is wrong: the path, and the column when it is another than the question itself.
pub type FaultPlace<'a> = (Path, Option<&'a Field>);

/// A number in millionths.
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
