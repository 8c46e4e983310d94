//! Encodes a value as one primitive of the type that the programme gives its field.

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::super::error::{LimitedItem, StoreError};
use super::super::limits;
use super::Undecodable;
use super::wire::{self, Bytes, CellV1, DateV1, PlaceV1, RowV1};
use crate::programme::spec::{Field, Kind, Type};
use crate::record::{
    Date, Decimal, FieldBytes, FieldNo, Fields, Id, Place, Row, Value, ValueShape,
};
use crate::text::format::calendar_has;

/// Encodes a value as one primitive of its type.
pub fn value_bytes(value: &Value) -> Vec<u8> {
    match value {
        Value::Text(text) | Value::Choice(text) => wire::encode(text),
        Value::Int(n) | Value::Decimal(Decimal(n)) => wire::encode(n),
        Value::Date(date) => wire::encode(&from_date(*date)),
        Value::Bool(yes) => wire::encode(yes),
        Value::Many(ids) => wire::encode(ids),
        Value::Link(id) => wire::encode(&id.0),
        Value::Links(ids) => wire::encode(&ids.iter().map(|id| id.0).collect::<Vec<_>>()),
        Value::Place(place) => wire::encode(&PlaceV1 {
            commune: place.commune.clone(),
            name: place.name.clone(),
            day: from_date(place.day),
        }),
        Value::Lines(rows) => wire::encode(&rows.iter().map(from_row).collect::<Vec<_>>()),
        Value::Unknown(bytes) => bytes.clone(),
    }
}

/// The inverse of `value_bytes`; bytes that do not decode as `ty` become `Value::Unknown`.
pub fn value(ty: &Type, bytes: &[u8]) -> Value {
    let read = match ty.shape() {
        ValueShape::Text => take(bytes).map(str::to_owned).map(Value::Text),
        ValueShape::Int => take(bytes).map(Value::Int),
        ValueShape::Decimal => take(bytes).map(|n| Value::Decimal(Decimal(n))),
        ValueShape::Date => take(bytes).and_then(to_date).map(Value::Date),
        ValueShape::Bool => take(bytes).map(Value::Bool),
        ValueShape::Choice => take(bytes).map(str::to_owned).map(Value::Choice),
        ValueShape::Many => take(bytes).map(Value::Many),
        ValueShape::Link => take(bytes).map(|id| Value::Link(Id(id))),
        ValueShape::Links => take::<Vec<[u8; 16]>>(bytes)
            .map(|ids| Value::Links(ids.into_iter().map(Id).collect())),
        ValueShape::Place => take(bytes).and_then(to_place).map(Value::Place),
        ValueShape::Lines => take::<Vec<RowV1<&[u8]>>>(bytes)
            .and_then(|rows| rows.into_iter().map(|row| to_row(ty.columns(), row)).collect())
            .map(Value::Lines),
    };
    read.unwrap_or_else(|_| Value::Unknown(bytes.to_vec()))
}

/// As `value`, for field `no` of a kind that may be unknown.
pub fn field_value(kind: Option<&Kind>, no: FieldNo, bytes: &[u8]) -> Value {
    by_field(kind.and_then(|k| k.field(no)), bytes)
}

/// The fields of a `Put`, without erased and cleared ones.
pub fn fields(kind: Option<&Kind>, fields: &[FieldBytes]) -> Fields {
    let known = |f: &FieldBytes| Some((f.no, field_value(kind, f.no, f.bytes.as_deref()?)));
    fields.iter().filter_map(known).collect()
}

/// `Patched::old_hash`: the first 4 bytes of the SHA-256 of the value's bytes; 0 for no value. The
/// caller must use 0 for a personal field: 4 bytes are enough to guess a phone number.
pub fn old_hash(before: Option<&Value>) -> u32 {
    before.map_or(0, |value| {
        let hash: [u8; 32] = Sha256::digest(value_bytes(value)).into();
        hash.first_chunk::<4>().map_or(0, |b| u32::from_le_bytes(*b))
    })
}

/// Checks the store's limits, in addition to the programme's; call before ops are numbered.
pub fn check_size(ty: &Type, value: &Value) -> Result<(), StoreError> {
    let too = |what, bytes, limit| Err(StoreError::TooLarge { what, bytes, limit });
    match value {
        Value::Text(t) if matches!(ty, Type::Note) && t.len() > limits::NOTE => {
            too(LimitedItem::Note, t.len(), limits::NOTE)
        }
        Value::Text(t) if !matches!(ty, Type::Note) && t.len() > limits::TEXT => {
            too(LimitedItem::Text, t.len(), limits::TEXT)
        }
        Value::Choice(t) if t.len() > limits::TEXT => {
            too(LimitedItem::Text, t.len(), limits::TEXT)
        }
        Value::Many(l) if l.len() > limits::LIST => {
            too(LimitedItem::List, l.len(), limits::LIST)
        }
        Value::Links(l) if l.len() > limits::LIST => {
            too(LimitedItem::List, l.len(), limits::LIST)
        }
        Value::Lines(rows) if rows.len() > limits::ROWS => {
            too(LimitedItem::Rows, rows.len(), limits::ROWS)
        }
        Value::Lines(rows) => check_cells(ty, rows),
        _ => Ok(()),
    }
}

fn check_cells(ty: &Type, rows: &[Row]) -> Result<(), StoreError> {
    for (no, value) in rows.iter().flat_map(|row| row.cells.iter()) {
        if let Some(column) = ty.columns().iter().find(|c| c.no == no) {
            check_size(&column.ty, value)?;
        }
    }
    Ok(())
}

fn by_field(field: Option<&Field>, bytes: &[u8]) -> Value {
    match field {
        Some(field) => value(&field.ty, bytes),
        None => Value::Unknown(bytes.to_vec()),
    }
}

fn take<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, Undecodable> {
    wire::record(bytes)
}

fn from_date(date: Date) -> DateV1 {
    DateV1 { year: date.year, month: date.month, day: date.day }
}

/// Accepts only a day of the calendar.
fn to_date(date: DateV1) -> Result<Date, Undecodable> {
    let date = Date { year: date.year, month: date.month, day: date.day };
    if calendar_has(date) { Ok(date) } else { Err(Undecodable) }
}

fn to_place(place: PlaceV1) -> Result<Place, Undecodable> {
    Ok(Place { commune: place.commune, name: place.name, day: to_date(place.day)? })
}

fn from_row(row: &Row) -> RowV1 {
    RowV1 { id: row.id.0, cells: from_fields(&row.cells) }
}

/// A column of a table is never a table, so this does not recurse further.
fn to_row(columns: &[Field], row: RowV1<&[u8]>) -> Result<Row, Undecodable> {
    let column = |no| columns.iter().find(|c| c.no == no);
    let nested = |f: &Field| f.ty.shape() == ValueShape::Lines;
    let cells =
        to_fields(row.cells, |no, bytes| by_field(column(no).filter(|f| !nested(f)), bytes))?;
    Ok(Row { id: Id(row.id), cells })
}

pub(crate) fn from_fields(fields: &Fields) -> Vec<CellV1> {
    fields.iter().map(|(no, v)| CellV1 { no, bytes: Bytes(value_bytes(v)) }).collect()
}

/// Requires strictly ascending field numbers, so that no field has two answers.
pub(crate) fn to_fields<B: AsRef<[u8]>>(
    cells: Vec<CellV1<B>>,
    read: impl Fn(FieldNo, &[u8]) -> Value,
) -> Result<Fields, Undecodable> {
    if !cells.is_sorted_by(|a, b| a.no < b.no) {
        return Err(Undecodable);
    }
    Ok(cells.into_iter().map(|c| (c.no, read(c.no, c.bytes.as_ref()))).collect())
}
