//! Which fields are visible, which must be answered, and which answers are personal.

use super::context::{Context, QuestionContext, Subject, View};
use super::leads_somewhere;
use crate::programme::rules;
use crate::programme::spec::{Condition, Field, Kind, Personal, Programme, Required};
use crate::record::{Decimal, FieldNo, Fields, Row, Value};
use crate::text::format::{iso, show_decimal_plain};

/// Whether an answer is neither blank nor an empty list.
pub(super) fn has_answer(value: &Value) -> bool {
    match value {
        Value::Text(text) | Value::Choice(text) => !text.trim().is_empty(),
        Value::Many(ids) => !ids.is_empty(),
        Value::Links(ids) => !ids.is_empty(),
        Value::Lines(rows) => !rows.is_empty(),
        _ => true,
    }
}

/// Whether all conditions hold; true if there are none.
pub fn holds(conditions: &[Condition], view: &View) -> bool {
    conditions.iter().all(|condition| one_holds(condition, view))
}

fn one_holds(condition: &Condition, view: &View) -> bool {
    let value = view.by_no(condition.field);
    let found = match (value, condition.column) {
        (None, _) => false,
        (Some(value), None) => fits(value, &condition.is),
        (Some(value), Some(column)) => {
            let cells = value.as_lines().iter().filter_map(|row| row.cells.get(column));
            cells.into_iter().any(|cell| fits(cell, &condition.is))
        }
    };
    found != condition.not
}

fn fits(value: &Value, is: &[String]) -> bool {
    if is.is_empty() {
        return has_answer(value);
    }
    is.iter().any(|wanted| equals(value, wanted))
}

/// Whether an answer equals the one that a rule gives as text.
pub(super) fn equals(value: &Value, wanted: &str) -> bool {
    match value {
        Value::Text(text) | Value::Choice(text) => text == wanted,
        Value::Many(ids) => ids.iter().any(|id| id == wanted),
        Value::Bool(true) => matches!(wanted, "true" | "co"),
        Value::Bool(false) => matches!(wanted, "false" | "khong"),
        Value::Int(n) => wanted.parse() == Ok(*n),
        Value::Decimal(n) => {
            show_decimal_plain(*n) == wanted
                || wanted.parse::<i64>().is_ok_and(|w| w.checked_mul(Decimal::ONE) == Some(n.0))
        }
        Value::Date(date) => iso(*date) == wanted,
        Value::Link(id) => id.to_string() == wanted,
        Value::Links(ids) => ids.iter().any(|id| id.to_string() == wanted),
        Value::Place(place) => place.commune == wanted,
        Value::Lines(_) | Value::Unknown(_) => false,
    }
}

/// The visible fields, in the order of the form. A hidden field counts as not answered, so a field
/// that depends on it is hidden too.
pub fn asked_fields(programme: &Programme, subject: &Subject) -> Vec<FieldNo> {
    let lock = subject.kind.lock.as_ref().filter(|_| !subject.is_locked());
    let reason = lock.map(|lock| lock.reason);
    let questions = subject.kind.fields().filter(|field| Some(field.no) != reason);
    asked_of(programme, questions, View::of_kind(subject.kind, subject.fields))
}

pub fn asked_cells(programme: &Programme, table: &Field, row: &Row) -> Vec<FieldNo> {
    asked_of(programme, table.columns().iter(), View::of_row(table, row))
}

fn asked_of<'a>(
    programme: &Programme,
    questions: impl Iterator<Item = &'a Field>,
    view: View,
) -> Vec<FieldNo> {
    let mut asked = Vec::new();
    let mut hidden = Vec::new();
    for field in questions {
        let seen = View { hidden: &hidden, ..view };
        if leads_somewhere(programme, field) && holds(&field.when, &seen) {
            asked.push(field.no);
        } else {
            hidden.push(field.no);
        }
    }
    asked
}

/// Whether one field is visible, judged by the record alone. `asked_fields` also hides links to
/// kinds that the programme does not have.
pub fn asked(kind: &Kind, field: &Field, fields: &Fields) -> bool {
    let view = View::of_kind(kind, fields);
    let mut hidden = Vec::new();
    for question in kind.fields() {
        let seen = View { hidden: &hidden, ..view };
        let asked = holds(&question.when, &seen) && !is_idle_reason(kind, question, fields);
        if question.no == field.no {
            return asked;
        }
        if !asked {
            hidden.push(question.no);
        }
    }
    false
}

/// Whether this field is the reason for changing a locked record, and the record is not locked.
fn is_idle_reason(kind: &Kind, field: &Field, fields: &Fields) -> bool {
    kind.lock.as_ref().is_some_and(|lock| {
        let locked = fields.get(lock.field).and_then(Value::as_text) == Some(&lock.is);
        lock.reason == field.no && !locked
    })
}

/// Whether a field of the record must be answered, as far as the record alone can tell.
pub fn required(programme: &Programme, kind: &Kind, field: &Field, fields: &Fields) -> bool {
    let subject = Subject::of(kind, fields);
    required_now(&QuestionContext::new(programme, &subject, &Context::default(), field))
}

/// Whether the question must be answered now.
pub fn required_now(look: &QuestionContext) -> bool {
    let reason = look.subject.kind.lock.as_ref().map(|lock| lock.reason);
    if look.cell.is_none() && reason == Some(look.field.no) {
        return look.subject.is_locked();
    }
    match &look.field.required {
        Required::No => false,
        Required::Always => true,
        Required::When(conditions) => holds(conditions, &look.siblings()),
        Required::WhenAny(conditions) => {
            let near = look.siblings();
            conditions.iter().any(|condition| one_holds(condition, &near))
        }
        Required::Named(name) => rules::holds(name, look),
    }
}

/// The field whose answer would do as well: this one is required only while that one has none.
pub(super) fn alternative<'a>(look: &QuestionContext<'a>) -> Option<&'a Field> {
    let Required::When(conditions) = &look.field.required else { return None };
    let [Condition { field, column: None, is, not: true }] = conditions.as_slice() else {
        return None;
    };
    let (asked, other) = match look.cell {
        Some((table, row)) => (asked_cells(look.programme, table, row), table.column(*field)),
        None => (asked_fields(look.programme, look.subject), look.subject.kind.field(*field)),
    };
    let is_answerable = |other: &&Field| {
        asked.contains(&other.no)
            && !other.internal
            && (!other.headquarters || look.programme.is_headquarters())
            && other.computed.as_ref().is_none_or(|computed| computed.overridable)
    };
    other.filter(|_| is.is_empty()).filter(is_answerable)
}

/// The fields with personal data, judged by the record alone; a table with a personal cell is
/// personal as a whole.
pub fn personal(kind: &Kind, fields: &Fields) -> Vec<FieldNo> {
    let view = View::of_kind(kind, fields);
    let one = |field: &Field, view: &View| match &field.personal {
        Personal::No => false,
        Personal::Always => true,
        Personal::When(conditions) => holds(conditions, view),
        Personal::Named(name) => rules::personal(name, view),
    };
    let of_table = |field: &Field| {
        let rows = fields.get(field.no).map_or(&[][..], Value::as_lines);
        rows.iter().any(|row| {
            let view = View::of_row(field, row);
            field.columns().iter().any(|column| one(column, &view))
        })
    };
    kind.fields().filter(|f| one(f, &view) || of_table(f)).map(|f| f.no).collect()
}
