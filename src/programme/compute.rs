//! Answers that the program computes: sums, last rows, shares, named functions.
//!
//! Most follow the record and cannot be edited. An overridable answer is the officer's own if it
//! differs from the computed one; this is not stored separately.

use super::rules;
use super::spec::{Compute, Computed, Field, Linked, Programme};
use crate::programme::check::condition::asked_fields;
use crate::programme::check::context::{Context, QuestionContext, Subject};
use crate::record::{Decimal, FieldNo, Fields, Row, Value};

/// The fields with computed answers filled in; an overridable one only where it is empty.
pub fn compute(programme: &Programme, subject: &Subject, context: &Context) -> Fields {
    let keep = |_: &Field, stored: Option<&Value>, _: &Fields| stored.is_some();
    fill(programme, subject, context, keep)
}

/// After a change in a form: updates an overridable answer that was the computed one before
/// (`was`), and keeps one that the officer gave.
pub fn recompute(
    programme: &Programme,
    subject: &Subject,
    was: &Fields,
    context: &Context,
) -> Fields {
    let before = Subject { fields: was, ..*subject };
    let keep = |field: &Field, stored: Option<&Value>, _: &Fields| {
        let of_before = computed_value(programme, &before, context, field);
        stored.is_some() && stored != of_before.as_ref()
    };
    fill(programme, subject, context, keep)
}

fn fill(
    programme: &Programme,
    subject: &Subject,
    context: &Context,
    keep: impl Fn(&Field, Option<&Value>, &Fields) -> bool,
) -> Fields {
    let mut fields = subject.fields.clone();
    if !subject.kind.fields().any(|f| f.computed.is_some()) {
        return fields;
    }
    let asked = asked_fields(programme, subject);
    for field in subject.kind.fields().filter(|f| asked.contains(&f.no)) {
        let Some(Computed { overridable, .. }) = field.computed else { continue };
        if overridable && keep(field, subject.fields.get(field.no), &fields) {
            continue;
        }
        let now = Subject { fields: &fields, ..*subject };
        let value = computed_value(programme, &now, context, field);
        fields.put(field.no, value);
    }
    fields
}

/// The value that the program would compute, whatever is stored.
pub fn computed_value(
    programme: &Programme,
    subject: &Subject,
    context: &Context,
    field: &Field,
) -> Option<Value> {
    let look = QuestionContext::new(programme, subject, context, field);
    match &field.computed.as_ref()?.how {
        Compute::Sum(parts) => sum(subject.fields, parts),
        Compute::LastRow(table, column) => {
            subject.fields.get(*table)?.as_lines().last()?.cells.get(*column).cloned()
        }
        Compute::LastRowWith { table, column, at, is } => {
            let rows = subject.fields.get(*table)?.as_lines().iter();
            let has = |row: &&Row| row.cells.get(*at).and_then(Value::as_text) == Some(is);
            rows.rev().find(has)?.cells.get(*column).cloned()
        }
        Compute::Percent(part, linked) => percent(&look, *part, linked),
        Compute::Named(name) => rules::value(name, &look),
    }
}

/// Whether a computed field has the officer's own answer. A value that was computed by the map of
/// the day on which the record's place was entered is not the officer's own.
pub fn is_overridden(look: &QuestionContext) -> bool {
    let Some(Computed { overridable: true, .. }) = look.field.computed else { return false };
    let Some(stored) = look.value() else { return false };
    let computed = computed_value(look.programme, look.subject, look.context, look.field);
    computed.as_ref() != Some(stored) && by_earlier_map(look).as_ref() != Some(stored)
}

fn by_earlier_map(look: &QuestionContext) -> Option<Value> {
    let Compute::Named(name) = &look.field.computed.as_ref()?.how else { return None };
    let mut answers = look.subject.fields.iter().map(|(_, value)| value);
    let day = answers.find_map(|value| match value {
        Value::Place(place) => Some(place.day),
        _ => None,
    });
    rules::value_on(name, look, day?)
}

/// `None` if all parts are empty or the sum overflows.
fn sum(fields: &Fields, parts: &[FieldNo]) -> Option<Value> {
    let values: Vec<&Value> = parts.iter().filter_map(|no| fields.get(*no)).collect();
    let decimal = values.iter().any(|v| matches!(v, Value::Decimal(_)));
    let numbers = values.iter().filter_map(|v| match v {
        Value::Int(n) => Some(*n),
        Value::Decimal(n) => Some(n.0),
        _ => None,
    });
    let total = numbers.clone().try_fold(0i64, |sum, n| sum.checked_add(n))?;
    numbers.clone().next()?;
    Some(if decimal { Value::Decimal(Decimal(total)) } else { Value::Int(total) })
}

/// A percentage with two places, halves rounded up; `None` without a positive base.
fn percent(look: &QuestionContext, part: FieldNo, linked: &Linked) -> Option<Value> {
    let part = number(look.subject.fields.get(part)?)?;
    let base = look.linked_values(linked).into_iter().find_map(number)?;
    if base <= 0 {
        return None;
    }
    let hundredths = (part.checked_mul(20_000)?.checked_add(base)?).div_euclid(base * 2);
    let millionths = hundredths.checked_mul(i128::from(Decimal::ONE) / 100)?;
    Some(Value::Decimal(Decimal(i64::try_from(millionths).ok()?)))
}

/// In millionths.
fn number(value: &Value) -> Option<i128> {
    match value {
        Value::Int(n) => Some(i128::from(*n) * i128::from(Decimal::ONE)),
        Value::Decimal(n) => Some(n.0.into()),
        _ => None,
    }
}
