//! Three-way merge of answers: `base` is the common start, `mine` is in the form, `theirs` was
//! saved meanwhile. Merges field by field, and tables row by row and cell by cell. Pure.

use crate::record::{FieldNo, Fields, Id, Path, Row, Value};

/// The merged answers, and the conflicts. In a conflict `fields` has the answer of `mine`: the
/// saved one is in the record and cannot be lost.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MergedForm {
    pub fields: Fields,
    pub conflicts: Vec<FieldConflict>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FieldConflict {
    pub at: Path,
    pub saved: SavedChange,
}

/// The saved side of a conflict.
#[derive(Clone, Debug, PartialEq)]
pub enum SavedChange {
    Answer(Option<Value>),
    /// the row was deleted in `theirs` and changed in `mine`
    RowDeleted,
    /// the row was changed in `theirs` and deleted in `mine`: it is in the form again
    RowChanged,
}

/// `base` is `None` if the common start is unknown: every difference then counts as changed on
/// both sides.
pub fn merge(base: Option<&Fields>, mine: &Fields, theirs: &Fields) -> MergedForm {
    let none = Fields::new();
    let mut numbers: Vec<FieldNo> = base
        .unwrap_or(&none)
        .iter()
        .chain(mine.iter())
        .chain(theirs.iter())
        .map(|(no, _)| no)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut merged = MergedForm::default();
    for no in numbers {
        let base = base.map(|base| base.get(no));
        let (value, both) = answer(no, base, mine.get(no), theirs.get(no));
        merged.fields.put(no, value);
        merged.conflicts.extend(both);
    }
    merged
}

/// Merges one field. `base`: the outer `None` means unknown, the inner one no answer.
pub fn answer(
    no: FieldNo,
    base: Option<Option<&Value>>,
    mine: Option<&Value>,
    theirs: Option<&Value>,
) -> (Option<Value>, Vec<FieldConflict>) {
    if mine == theirs || base == Some(theirs) {
        return (mine.cloned(), Vec::new());
    }
    if base == Some(mine) {
        return (theirs.cloned(), Vec::new());
    }
    if is_table(mine) || is_table(theirs) {
        let (rows, both) = rows(no, base, table(mine), table(theirs));
        return ((!rows.is_empty()).then_some(Value::Lines(rows)), both);
    }
    let saved = SavedChange::Answer(theirs.cloned());
    (mine.cloned(), vec![FieldConflict { at: Path::field(no), saved }])
}

fn is_table(value: Option<&Value>) -> bool {
    matches!(value, Some(Value::Lines(_)))
}

fn table(value: Option<&Value>) -> &[Row] {
    value.map(Value::as_lines).unwrap_or_default()
}

/// Merges a table in the order of `theirs`; rows added in `mine` come last.
fn rows(
    no: FieldNo,
    base: Option<Option<&Value>>,
    mine: &[Row],
    theirs: &[Row],
) -> (Vec<Row>, Vec<FieldConflict>) {
    let find = |rows: &[Row], id: Id| rows.iter().find(|row| row.id == id).cloned();
    let known = base.map(table);
    let began = |id: Id| known.and_then(|rows| find(rows, id));
    let (mut rows, mut both) = (Vec::new(), Vec::new());
    let row_at = |row: &Row| Path { field: no, cell: Some((row.id, 0)) };
    for row in theirs {
        match find(mine, row.id) {
            Some(own) => {
                let began = began(row.id).map(|row| row.cells);
                let began = known.map(|_| began.unwrap_or_default());
                let merged = merge(began.as_ref(), &own.cells, &row.cells);
                both.extend(merged.conflicts.into_iter().map(|cell| FieldConflict {
                    at: Path { field: no, cell: Some((row.id, cell.at.field)) },
                    saved: cell.saved,
                }));
                rows.push(Row { id: row.id, cells: merged.fields });
            }
            // deleted in `mine` and unchanged in `theirs`: it stays deleted
            None if began(row.id).is_some_and(|began| began == *row) => {}
            None => {
                let added = known.is_some() && began(row.id).is_none();
                let back = FieldConflict { at: row_at(row), saved: SavedChange::RowChanged };
                both.extend((!added).then_some(back));
                rows.push(row.clone());
            }
        }
    }
    for row in mine.iter().filter(|row| find(theirs, row.id).is_none()) {
        if began(row.id).is_some_and(|began| began == *row) {
            continue;
        }
        let added = known.is_some() && began(row.id).is_none();
        let gone = FieldConflict { at: row_at(row), saved: SavedChange::RowDeleted };
        both.extend((!added).then_some(gone));
        rows.push(row.clone());
    }
    (rows, both)
}
