//! Finds defaults that a column which is not read seems to contradict. A person must decide about
//! them: "Đã giải thể" must not become "Đang hoạt động".

use std::collections::HashMap;

use super::columns::clip;
use super::header::HeaderColumn;
use super::mapping::Mapping;
use super::note::ImportNote;
use crate::programme::answer::choice_by_text;
use crate::programme::spec::{ChoiceList, Kind, Programme, Type};
use crate::record::{FieldNo, Fields, MapTo};
use crate::services::import::sheet::ListSheet;
use crate::text::fold::fold;

/// A column with more distinct values is not a choice.
const MOST_VALUES: usize = 50;
const MAX_EXAMPLES: usize = 3;
const MOST_LETTERS: usize = 40;

pub struct DisputedDefault {
    pub field: FieldNo,
    /// the column that seems to answer the question
    pub at: usize,
    pub note: ImportNote,
}

/// The defaults in `start` that a column contradicts.
pub fn find(
    kind: &Kind,
    programme: &Programme,
    start: &Fields,
    columns: &[Option<HeaderColumn>],
    sheet: &ListSheet,
    mapping: &Mapping,
) -> Vec<DisputedDefault> {
    let choice = |no: FieldNo| {
        let field = kind.field(no)?;
        let Type::Choice(list) = &field.ty else { return None };
        Some((field, programme.list(list)?))
    };
    let asked: Vec<_> = start.iter().filter_map(|(no, _)| choice(no)).collect();
    let mut disputed = Vec::new();
    for (at, heading) in sheet.header.iter().enumerate() {
        let read = columns.get(at).copied().flatten().is_some();
        let left_out = mapping.get(heading) == Some(MapTo::Nothing);
        if asked.is_empty() || read || left_out || heading.trim().is_empty() {
            continue;
        }
        let Some(values) = values(sheet, at) else { continue };
        for (field, list) in &asked {
            let Some(examples) = examples(list, &values) else { continue };
            let (column, label) = (heading.trim().to_owned(), field.label.clone());
            let message = ImportNote::LooksLike { column, label, examples };
            disputed.push(DisputedDefault { field: field.no, at, note: message });
        }
    }
    disputed
}

/// The distinct values of a column, with their number of rows. `None` if there are more than
/// `MOST_VALUES`.
fn values(sheet: &ListSheet, at: usize) -> Option<HashMap<&str, usize>> {
    let mut values = HashMap::new();
    for row in &sheet.rows {
        let cell = row.cells.get(at).map(|cell| cell.trim()).unwrap_or_default();
        if !cell.is_empty() {
            *values.entry(cell).or_default() += 1;
        }
        if values.len() > MOST_VALUES {
            return None;
        }
    }
    Some(values)
}

/// Example values that name choices of the list, if at least half of the filled rows have such a
/// value.
fn examples(list: &ChoiceList, values: &HashMap<&str, usize>) -> Option<Vec<String>> {
    let names = |value: &str| {
        let folded = fold(value);
        // "Ngừng từ 2023"
        let begins = |label: &str| {
            let rest = folded.strip_prefix(fold(label).as_str());
            rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        choice_by_text(list, value).is_some()
            || list.choices.iter().any(|c| begins(&c.label.vi))
    };
    let mut named: Vec<(&str, usize)> =
        values.iter().map(|(value, rows)| (*value, *rows)).filter(|(v, _)| names(v)).collect();
    let rows: usize = named.iter().map(|(_, rows)| rows).sum();
    let all: usize = values.values().sum();
    named.sort_by_key(|(value, rows)| (std::cmp::Reverse(*rows), *value));
    let some = named.iter().take(MAX_EXAMPLES).map(|(value, _)| clip(value, MOST_LETTERS));
    (rows > 0 && 2 * rows >= all).then(|| some.collect())
}
