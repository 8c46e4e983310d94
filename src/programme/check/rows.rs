//! The tests that look at a whole table.

use super::condition;
use super::context::{Need, QuestionContext};
use crate::programme::check::compare::{FaultPlace, holds, shown, size};
use crate::programme::faults::FaultKind;
use crate::programme::spec::{Cmp, Test, Type};
use crate::record::{FieldNo, Path, Record, Row, Value};
use crate::text::fold::fold;

type RowFault<'a> = Vec<(FaultPlace<'a>, FaultKind)>;

/// `None`: the test is not about rows.
pub(super) fn found<'a>(look: &QuestionContext<'a>, test: &Test) -> Option<RowFault<'a>> {
    Some(match test {
        Test::RowsUnique(columns) => rows(look, |row, above| {
            let same = |other: &&Row| agree(row, other, columns);
            above.iter().find(same).and(columns.first().map(|no| (*no, FaultKind::SameRow)))
        }),
        Test::RowsRising(column) => rows(look, |row, above| {
            let day = row.cells.get(*column).and_then(Value::as_date)?;
            let last = above.iter().rev().find_map(|r| r.cells.get(*column)?.as_date());
            last.filter(|last| day < *last).map(|_| (*column, FaultKind::RowsFall))
        }),
        Test::RowsForward { column, reason, free, free_when } => {
            let free: &[String] =
                if condition::holds(free_when, &look.record()) { free } else { &[] };
            forward(look, *column, *reason, free)
        }
        Test::RowsShared { column, with } => rows(look, |row, _| {
            let need = shared_need(look, row, *column)?;
            let same = |r: &&Record| with.iter().all(|no| same_answer(look, r, *no));
            look.others(&need).find(same).map(|_| (*column, FaultKind::SameAsOther))
        }),
        Test::RowsSum { column, cmp, percent, fields } => {
            let what = rows_sum(look, *column, *cmp, *percent, fields);
            what.map(|what| ((look.path(), None), what)).into_iter().collect()
        }
        _ => return None,
    })
}

/// The other records with a row that links to the same record.
pub(super) fn needs(look: &QuestionContext, test: &Test) -> Vec<Need> {
    let Test::RowsShared { column, .. } = test else { return Vec::new() };
    let rows = look.value().map_or(&[][..], Value::as_lines);
    rows.iter().filter_map(|row| shared_need(look, row, *column)).collect()
}

fn shared_need(look: &QuestionContext, row: &Row, column: FieldNo) -> Option<Need> {
    let to = row.cells.get(column)?.as_link()?;
    Some(Need::LinkingTo { kind: look.subject.kind.no, field: look.field.no, to })
}

fn same_answer(look: &QuestionContext, other: &Record, no: FieldNo) -> bool {
    let own = look.subject.fields.get(no);
    own.is_some() && own == other.fields.get(no)
}

fn rows_sum(
    look: &QuestionContext,
    column: FieldNo,
    op: Cmp,
    percent: i64,
    fields: &[FieldNo],
) -> Option<FaultKind> {
    let rows = look.value().map_or(&[][..], Value::as_lines);
    let cells: Vec<i128> = rows.iter().filter_map(|r| size(r.cells.get(column)?)).collect();
    let record = look.record();
    let parts: Vec<i128> = fields.iter().filter_map(|no| size(record.by_no(*no)?)).collect();
    if cells.is_empty() || parts.is_empty() {
        return None;
    }
    let limit = parts.iter().sum::<i128>() * i128::from(percent);
    let right = holds(op, (cells.iter().sum::<i128>() * 100).cmp(&limit));
    (!right).then(|| FaultKind::Number { op, than: shown(limit / 100) })
}

/// A step back, a skipped stage or an ending stage needs a reason.
fn forward<'a>(
    look: &QuestionContext<'a>,
    column: FieldNo,
    reason: FieldNo,
    free: &[String],
) -> RowFault<'a> {
    let list = match look.field.column(column).map(|c| &c.ty) {
        Some(Type::Choice(list)) => look.programme.list(list),
        _ => None,
    };
    let Some(list) = list else { return Vec::new() };
    let at = |id: &str| list.choices.iter().position(|c| c.id == id);
    let ends = |id: &str| {
        list.choice(id).is_some_and(|c| c.facts.iter().any(|(name, _)| name == "ends"))
    };
    let stage = |row: &Row| row.cells.get(column).and_then(Value::as_text).map(str::to_string);
    rows(look, |row, above| {
        let now = stage(row)?;
        let last = stage(above.last()?)?;
        let (from, to) = (at(&last)?, at(&now)?);
        let skipped = list.choices.get(from + 1..to).unwrap_or_default();
        let skips = skipped.iter().any(|c| !free.contains(&c.id) && !ends(&c.id));
        let odd = to < from || (to > from && (skips || ends(&now)));
        let said = row.cells.get(reason).is_some_and(condition::has_answer);
        (odd && !said).then_some((reason, FaultKind::Required))
    })
}

/// Calls `wrong` for each row, with the rows above it; it returns the column and the fault.
fn rows<'a>(
    look: &QuestionContext<'a>,
    wrong: impl Fn(&Row, &[Row]) -> Option<(FieldNo, FaultKind)>,
) -> RowFault<'a> {
    let rows = look.value().map_or(&[][..], Value::as_lines);
    let mut found = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if let Some((no, what)) = wrong(row, rows.get(..at).unwrap_or_default()) {
            let path = Path { field: look.field.no, cell: Some((row.id, no)) };
            found.push(((path, look.field.column(no)), what));
        }
    }
    found
}

/// Whether two rows agree in all columns. An empty cell agrees with nothing.
fn agree(a: &Row, b: &Row, columns: &[FieldNo]) -> bool {
    columns.iter().all(|no| match (a.cells.get(*no), b.cells.get(*no)) {
        (Some(Value::Text(a)), Some(Value::Text(b))) => fold(a) == fold(b),
        (Some(a), Some(b)) => a == b,
        _ => false,
    })
}
