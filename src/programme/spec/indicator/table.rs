//! What is held in memory of a kind's records: columns, and conditions as one bit each.

use crate::record::{FieldNo, Fields, KindNo, Row, Value};

/// What is held of one kind's records, or of the rows of one of its tables.
#[derive(Clone, Debug)]
pub struct FactTableSpec {
    pub kind: KindNo,
    /// The table with the rows that are held; `None`: the records themselves.
    pub rows: Option<FieldNo>,
    pub columns: Vec<FactColumn>,
    /// At most 30: each is one bit of a row.
    pub conditions: Vec<FactCondition>,
    /// Whether the ids of records are held too: of two records of one day, the higher id is later.
    pub has_ids: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FactColumn {
    pub place: ValuePlace,
    pub sort: FactSort,
}

/// Where in a record a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValuePlace {
    Record(FieldNo),
    /// In the row itself.
    Row(FieldNo),
    /// In the first row of a table.
    First(FieldNo, FieldNo),
    /// In the last row of a table.
    Last(FieldNo, FieldNo),
}

impl ValuePlace {
    pub fn value<'a>(self, record: &'a Fields, row: Option<&'a Row>) -> Option<&'a Value> {
        let rows = |table| record.get(table).map(Value::as_lines).unwrap_or_default();
        match self {
            ValuePlace::Record(field) => record.get(field),
            ValuePlace::Row(field) => row?.cells.get(field),
            ValuePlace::First(table, field) => rows(table).first()?.cells.get(field),
            ValuePlace::Last(table, field) => rows(table).last()?.cells.get(field),
        }
    }
}

/// How a value is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactSort {
    Day,
    /// Whole numbers and đồng.
    Whole,
    /// Millionths.
    Decimal,
    /// Index in this list.
    Choice(String),
    Link,
    Links,
    Site,
}

/// A yes or no about a record or a row, computed when the record is written.
#[derive(Clone, Debug, Default)]
pub struct FactCondition {
    pub id: String,
    /// At least one of these holds, unless the list is empty.
    pub any: Vec<FactTest>,
    pub all: Vec<FactTest>,
    /// The record index holds it, so that the records need not be read.
    pub is_indexed: bool,
}

#[derive(Clone, Debug)]
pub struct FactTest {
    pub place: ValuePlace,
    pub wanted: WantedAnswer,
    pub negated: bool,
}

#[derive(Clone, Debug)]
pub enum WantedAnswer {
    /// One of these choices, or `true`, `false`.
    Words(Vec<String>),
    /// More than this many millionths.
    Over(i64),
    /// Any answer.
    Any,
}

impl FactCondition {
    pub fn holds(&self, record: &Fields, row: Option<&Row>) -> bool {
        self.holds_where(|test| test.holds(test.place.value(record, row)))
    }

    /// For a condition on one field: whether this answer meets it.
    pub fn holds_for(&self, value: Option<&Value>) -> bool {
        self.holds_where(|test| test.holds(value))
    }

    fn holds_where(&self, test: impl Fn(&FactTest) -> bool) -> bool {
        (self.any.is_empty() || self.any.iter().any(&test)) && self.all.iter().all(&test)
    }
}

impl FactTest {
    pub fn holds(&self, value: Option<&Value>) -> bool {
        let holds = match (&self.wanted, value) {
            (_, None) => false,
            (WantedAnswer::Any, Some(_)) => true,
            (WantedAnswer::Words(words), Some(Value::Bool(yes))) => {
                words.iter().any(|word| word == if *yes { "true" } else { "false" })
            }
            (WantedAnswer::Words(words), Some(Value::Many(many))) => {
                many.iter().any(|own| words.contains(own))
            }
            (WantedAnswer::Words(words), Some(value)) => {
                value.as_text().is_some_and(|own| words.iter().any(|word| word == own))
            }
            (WantedAnswer::Over(least), Some(Value::Decimal(number))) => number.0 > *least,
            (WantedAnswer::Over(least), Some(Value::Int(number))) => {
                i128::from(*number) * 1_000_000 > i128::from(*least)
            }
            (WantedAnswer::Over(_), Some(_)) => false,
        };
        holds != self.negated
    }
}
