//! Columns that are called like a question for another record, and hold nothing but the choices of a
//! question beside it: "Người thực hiện" over "Cơ sở" and "Cán bộ" names no officer.

use std::collections::HashSet;

use super::header::HeaderColumn;
use super::mapping::Mapping;
use crate::programme::answer::choice_by_text;
use crate::programme::spec::{ChoiceList, Kind, Programme, Type};
use crate::record::FieldNo;
use crate::services::import::sheet::ListSheet;

/// Lets such columns answer the one question that no column answers and whose choices they hold.
pub fn take(
    kind: &Kind,
    programme: &Programme,
    columns: &mut [Option<HeaderColumn>],
    sheet: &ListSheet,
    mapping: &Mapping,
) {
    for at in 0..columns.len() {
        let Some(Some(HeaderColumn::Field(no))) = columns.get(at) else { continue };
        let linked = kind
            .field(*no)
            .is_some_and(|field| matches!(field.ty, Type::Link(_) | Type::Links(_)));
        let by_hand = || sheet.header.get(at).is_some_and(|h| mapping.get(h).is_some());
        if !linked || by_hand() {
            continue;
        }
        let is_open = |no: FieldNo| !columns.iter().flatten().any(|column| column.answers(no));
        let mut found = kind.fields().filter_map(|field| {
            let Type::Choice(list) = &field.ty else { return None };
            let list = programme.list(list).filter(|_| field.computed.is_none())?;
            (is_open(field.no) && holds_choices(list, sheet, at)).then_some(field.no)
        });
        if let (Some(one), None) = (found.next(), found.next()) {
            columns[at] = Some(HeaderColumn::Field(one));
        }
    }
}

/// Most columns are known for others by their first cell.
fn holds_choices(list: &ChoiceList, sheet: &ListSheet, at: usize) -> bool {
    let cells = sheet.rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| cell.trim());
    let mut known = HashSet::new();
    let mut filled = cells.filter(|cell| !cell.is_empty());
    filled.all(|cell| {
        known.contains(cell) || choice_by_text(list, cell).is_some() && known.insert(cell)
    }) && !known.is_empty()
}
