//! Which choices a list offers: those that the check accepts.

use super::context::{QuestionContext, RecordContext, Subject};
use super::{Context, test, value};
use crate::programme::spec::{Kind, Level, Programme, Test};
use crate::record::{Fields, Path, Value};

/// Whether `answer` would be accepted at `at`, judged by the record alone: it is in the list,
/// allowed by the field that narrows the list, and unique where rows must differ.
pub fn is_offered(
    programme: &Programme,
    kind: &Kind,
    fields: &Fields,
    at: Path,
    answer: &Value,
) -> bool {
    let (with, without) = (put(fields, at, Some(answer)), put(fields, at, None));
    let faults = |fields: &Fields| {
        let (subject, context) = (Subject::of(kind, fields), Context::default());
        let whole = QuestionContext::whole(programme, &subject, &context);
        Some((wrong(&whole, at, answer)?, twins(&whole, at)))
    };
    match (faults(&with), faults(&without)) {
        (Some((wrong, twins)), Some((_, before))) => !wrong && twins <= before,
        _ => true,
    }
}

fn put(fields: &Fields, at: Path, answer: Option<&Value>) -> Fields {
    let mut fields = fields.clone();
    let Some((row, column)) = at.cell else {
        fields.put(at.field, answer.cloned());
        return fields;
    };
    let mut rows = fields.get(at.field).map(Value::as_lines).unwrap_or_default().to_vec();
    if let Some(row) = rows.iter_mut().find(|own| own.id == row) {
        row.cells.put(column, answer.cloned());
    }
    fields.put(at.field, Some(Value::Lines(rows)));
    fields
}

/// `None`: no such question.
fn wrong(whole: &RecordContext, at: Path, answer: &Value) -> Option<bool> {
    let field = whole.subject.kind.field(at.field)?;
    let look = match at.cell {
        None => whole.at(field),
        Some((id, column)) => {
            let rows = whole.subject.fields.get(at.field).map(Value::as_lines)?;
            let row = rows.iter().find(|row| row.id == id)?;
            whole.at_cell(field, row, field.column(column)?)
        }
    };
    Some(value::faults(&look, answer).iter().any(|(level, _)| *level == Level::Error))
}

/// The number of rows that are refused because they equal another row.
fn twins(whole: &RecordContext, at: Path) -> usize {
    let Some(table) = whole.subject.kind.field(at.field).filter(|_| at.cell.is_some()) else {
        return 0;
    };
    let look = whole.at(table);
    let unique = table.rules.iter().filter(|rule| rule.level == Level::Error);
    let unique = unique.filter(|rule| matches!(rule.test, Test::RowsUnique(_)));
    unique.map(|rule| test::found(&look, &rule.test).len()).sum()
}
