//! What a new record starts with: the defaults of its kind, what was true at the last one, and
//! what the establishment's own record says.

use super::check::{Context, Look, Subject, asked_fields};
use super::compute::compute;
use super::spec::{Field, Kind, Programme, Type};
use crate::record::{Decimal, Fields, Id, Record, Row, Value};

/// The fields of a new record, at an establishment when one is known, after the `last` record
/// of the kind there.
pub fn start(
    programme: &Programme,
    kind: &Kind,
    context: &Context,
    establishment: Option<&Record>,
    last: Option<&Record>,
) -> Fields {
    let mut fields = Fields::new();
    if let Some(there) = establishment {
        let own = |f: &&Field| matches!(&f.ty, Type::Link(kind) if kind == "establishment");
        if let Some(field) = kind.fields().find(own) {
            fields.set(field.no, Value::Link(there.id));
        }
    }
    for field in kind.fields().filter(|f| f.carry.is_some()) {
        fields.put(field.no, carried(programme, field, establishment, last));
    }
    fill_defaults(programme, kind, context, fields)
}

/// Fills the defaults of fields that are still empty; also after a link was chosen from which
/// others follow.
pub fn fill_defaults(
    programme: &Programme,
    kind: &Kind,
    context: &Context,
    mut fields: Fields,
) -> Fields {
    for field in kind.fields().filter(|f| f.default.is_some()) {
        if fields.get(field.no).is_none() {
            let subject = Subject::of(kind, &fields);
            let value = default(&Look::new(programme, &subject, context, field));
            fields.put(field.no, value);
        }
    }
    let asked = asked_fields(programme, &Subject::of(kind, &fields));
    let fields: Fields = fields
        .iter()
        .filter(|(no, _)| asked.contains(no))
        .map(|(n, v)| (n, v.clone()))
        .collect();
    compute(programme, &Subject::of(kind, &fields), context)
}

/// A new row of a table.
pub fn start_row(
    programme: &Programme,
    subject: &Subject,
    context: &Context,
    table: &Field,
    id: Id,
) -> Row {
    let mut row = Row { id, cells: Fields::new() };
    for column in table.columns() {
        let look = Look::new(programme, subject, context, column);
        let value = default(&Look { cell: Some((table, &row)), ..look });
        row.cells.put(column.no, value);
    }
    row
}

fn carried(
    programme: &Programme,
    field: &Field,
    establishment: Option<&Record>,
    last: Option<&Record>,
) -> Option<Value> {
    if let Some(value) = last.and_then(|record| record.fields.get(field.no)) {
        return Some(value.clone());
    }
    let name = field.carry.as_ref()?.from_establishment.as_ref()?;
    let there = establishment?;
    let no = programme.kind(there.kind)?.field_by_id(name)?.no;
    there.fields.get(no).cloned()
}

fn default(look: &Look) -> Option<Value> {
    let text = look.field.default.as_deref()?;
    let mut words = text.split(' ');
    match (words.next()?, words.next(), words.next()) {
        ("today", None, None) => Some(Value::Date(look.today())),
        ("officer", None, None) => {
            let officer = look.context.officer?;
            Some(match look.field.ty {
                Type::Links(_) => Value::Links(vec![officer]),
                _ => Value::Link(officer),
            })
        }
        ("link", Some(field), Some(id)) => look.linked(field)?.get(id).cloned(),
        ("outer", Some(id), None) => look.record().get(id).cloned(),
        _ => constant(look.field, text),
    }
}

fn constant(field: &Field, text: &str) -> Option<Value> {
    match field.ty {
        Type::YesNo => Some(Value::Bool(matches!(text, "true" | "co"))),
        Type::Choice(_) => Some(Value::Choice(text.to_string())),
        Type::Many(_) => Some(Value::Many(vec![text.to_string()])),
        Type::Text | Type::Note => Some(Value::Text(text.to_string())),
        Type::Int | Type::Money => text.parse().ok().map(Value::Int),
        Type::Decimal => {
            let whole: i64 = text.parse().ok()?;
            whole.checked_mul(Decimal::ONE).map(|n| Value::Decimal(Decimal(n)))
        }
        _ => None,
    }
}
