//! Values of answers: the types that a field can store. Knows no field and no rules.

use serde::{Deserialize, Serialize};

use super::{FieldNo, Id};

/// A day of the calendar, +07:00. Ordered by time; arithmetic lives in `text::format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Date {
    pub year: i16,
    pub month: u8,
    pub day: u8,
}

/// A number with at most six places, held in millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Decimal(pub i64);

impl Decimal {
    pub const ONE: i64 = 1_000_000;
}

/// A commune as it was chosen: its code, its name as shown then, and the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Five digits (`admin-2025.tsv`); the province follows from it.
    pub commune: String,
    pub name: String,
    pub day: Date,
}

/// One row of a table inside a record; it keeps its id through edits and merges.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub id: Id,
    pub cells: Fields,
}

/// One answer. Text is NFC; nothing in here depends on the language of the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// text, note, phone
    Text(String),
    /// int; money in whole đồng
    Int(i64),
    Decimal(Decimal),
    Date(Date),
    /// yesno
    Bool(bool),
    /// the id of a choice
    Choice(String),
    /// ids of choices, in the list's order
    Many(Vec<String>),
    Link(Id),
    Links(Vec<Id>),
    Place(Place),
    Lines(Vec<Row>),
    /// Bytes that this version cannot read: stored and returned untouched.
    Unknown(Vec<u8>),
}

/// How an answer is stored: the variants of `Value` that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueShape {
    Text,
    Int,
    Decimal,
    Date,
    Bool,
    Choice,
    Many,
    Link,
    Links,
    Place,
    Lines,
}

impl Value {
    /// `None` for bytes that this version cannot read.
    pub fn shape(&self) -> Option<ValueShape> {
        Some(match self {
            Value::Text(_) => ValueShape::Text,
            Value::Int(_) => ValueShape::Int,
            Value::Decimal(_) => ValueShape::Decimal,
            Value::Date(_) => ValueShape::Date,
            Value::Bool(_) => ValueShape::Bool,
            Value::Choice(_) => ValueShape::Choice,
            Value::Many(_) => ValueShape::Many,
            Value::Link(_) => ValueShape::Link,
            Value::Links(_) => ValueShape::Links,
            Value::Place(_) => ValueShape::Place,
            Value::Lines(_) => ValueShape::Lines,
            Value::Unknown(_) => return None,
        })
    }

    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(t) | Value::Choice(t) => Some(t),
            _ => None,
        }
    }

    /// Adds the records that this answer links to, including links in table rows.
    pub fn add_links(&self, links: &mut Vec<Id>) {
        match self {
            Value::Link(id) => links.push(*id),
            Value::Links(ids) => links.extend(ids),
            Value::Lines(rows) => {
                let cells = rows.iter().flat_map(|row| row.cells.iter());
                cells.for_each(|(_, value)| value.add_links(links));
            }
            _ => {}
        }
    }

    pub fn as_link(&self) -> Option<Id> {
        match self {
            Value::Link(id) => Some(*id),
            _ => None,
        }
    }

    pub fn as_place(&self) -> Option<&Place> {
        match self {
            Value::Place(place) => Some(place),
            _ => None,
        }
    }

    pub fn as_date(&self) -> Option<Date> {
        match self {
            Value::Date(d) => Some(*d),
            _ => None,
        }
    }

    pub fn as_lines(&self) -> &[Row] {
        match self {
            Value::Lines(rows) => rows,
            _ => &[],
        }
    }
}

/// Answers by field number, strictly ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fields(Vec<(FieldNo, Value)>);

impl Fields {
    pub fn new() -> Fields {
        Fields::default()
    }

    pub fn get(&self, no: FieldNo) -> Option<&Value> {
        self.find(no).ok().and_then(|at| self.0.get(at)).map(|(_, value)| value)
    }

    /// The records that these answers link to, including links in table rows.
    pub fn links(&self) -> Vec<Id> {
        let mut links = Vec::new();
        self.iter().for_each(|(_, value)| value.add_links(&mut links));
        links
    }

    pub fn set(&mut self, no: FieldNo, value: Value) {
        match self.find(no) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (no, value)),
        }
    }

    pub fn remove(&mut self, no: FieldNo) -> Option<Value> {
        self.find(no).ok().map(|at| self.0.remove(at).1)
    }

    /// Sets or, with `None`, empties a field.
    pub fn put(&mut self, no: FieldNo, value: Option<Value>) {
        match value {
            Some(value) => self.set(no, value),
            None => {
                self.remove(no);
            }
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (FieldNo, &Value)> {
        self.0.iter().map(|(no, value)| (*no, value))
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn find(&self, no: FieldNo) -> Result<usize, usize> {
        self.0.binary_search_by_key(&no, |(n, _)| *n)
    }
}

impl FromIterator<(FieldNo, Value)> for Fields {
    fn from_iter<I: IntoIterator<Item = (FieldNo, Value)>>(items: I) -> Fields {
        let items = items.into_iter();
        let mut fields = Fields(Vec::with_capacity(items.size_hint().0));
        for (no, value) in items {
            fields.set(no, value);
        }
        fields
    }
}
