//! Columns with the heading of a link or text question that hold only the choices of another
//! question: "Người thực hiện" with the cells "Cơ sở" and "Cán bộ" names no officer.

use std::collections::HashSet;

use super::header::{ColumnNames, HeaderColumn};
use super::mapping::Mapping;
use super::row;
use crate::programme::answer::{choice_by_text, is_choice_label};
use crate::programme::spec::{Kind, Programme, Type};
use crate::record::FieldNo;
use crate::services::import::sheet::ListSheet;

/// Minimum length of a label that is not mistaken for other words.
const LEAST_LABEL: usize = 4;

/// Maps such a column to a choice question if that is the only unmapped one that its cells fit.
pub fn take(
    kind: &Kind,
    programme: &Programme,
    names: &ColumnNames,
    columns: &mut [Option<HeaderColumn>],
    sheet: &ListSheet,
    mapping: &Mapping,
) {
    let naming = row::names(kind);
    for at in 0..columns.len() {
        let Some(Some(HeaderColumn::Field(no))) = columns.get(at) else { continue };
        let Some(field) = kind.field(*no) else { continue };
        let linked = field.ty.is_link();
        let words = matches!(field.ty, Type::Text | Type::Note);
        let heading = sheet.header.get(at).map(String::as_str).unwrap_or_default();
        // a column that names the record, or has exactly the question's label, stays as it is
        let named = naming.contains(no) || names.is_label(heading);
        let other = linked || words && !named;
        if !other || mapping.get(heading).is_some() {
            continue;
        }
        let is_open = |no: FieldNo| !columns.iter().flatten().any(|column| column.answers(no));
        let mut found = kind.fields().filter_map(|field| {
            let Type::Choice(list) = &field.ty else { return None };
            let list = programme.list(list).filter(|_| field.computed.is_none())?;
            let is = |cell: &str| match words {
                // "A" may be the id of a choice
                true => cell.chars().count() >= LEAST_LABEL && is_choice_label(list, cell),
                false => choice_by_text(list, cell).is_some(),
            };
            (is_open(field.no) && holds(sheet, at, &is)).then_some(field.no)
        });
        if let (Some(one), None) = (found.next(), found.next()) {
            columns[at] = Some(HeaderColumn::Field(one));
        }
    }
}

/// Whether every filled cell satisfies `is`, and at least one is filled. Stops at the first that
/// does not.
fn holds(sheet: &ListSheet, at: usize, is: &dyn Fn(&str) -> bool) -> bool {
    let cells = sheet.rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| cell.trim());
    let mut known = HashSet::new();
    let mut filled = cells.filter(|cell| !cell.is_empty());
    filled.all(|cell| known.contains(cell) || is(cell) && known.insert(cell))
        && !known.is_empty()
}
