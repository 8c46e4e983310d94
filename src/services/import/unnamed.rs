//! Handles lists without a column that names the records, and suggests a likely one.

use std::collections::HashSet;

use super::header::HeaderColumn;
use super::note::{NoNameColumn, PlacedColumn};
use super::row::names;
use crate::programme::spec::{Kind, Type};
use crate::record::ListColumn;
use crate::services::import::sheet::ListSheet;
use crate::text::fold::fold;

/// `None` if a column names the records. Otherwise the naming question becomes the first suggestion
/// for the likely column.
pub fn no_name_column(
    kind: &Kind,
    columns: &[Option<HeaderColumn>],
    seen: &mut [(usize, ListColumn)],
    sheet: &ListSheet,
) -> Option<NoNameColumn> {
    let names = names(kind);
    let named = |no| columns.iter().flatten().any(|column| column.answers(no));
    if sheet.rows.is_empty() || names.iter().any(|no| named(*no)) {
        return None;
    }
    let fields = || names.iter().filter_map(|no| kind.field(*no));
    let field = fields().find(|field| field.id == "name").or_else(|| fields().next())?;
    let open = || seen.iter().filter(|(_, column)| column.is_open());
    let unknown = open().map(|(_, column)| PlacedColumn::of(column)).collect();
    let is_text = matches!(field.ty, Type::Text);
    let place = open().find(|(at, _)| is_text && holds_names(sheet, *at)).map(|(at, _)| *at);
    let likely = seen.iter_mut().find(|(at, _)| Some(*at) == place).map(|(_, column)| {
        column.likely.retain(|no| *no != field.no);
        column.likely.insert(0, field.no);
        PlacedColumn::of(column)
    });
    let label = field.label.clone();
    Some(NoNameColumn { label, unknown, likely, for_screen: false })
}

/// Whether at least half of the rows are filled, most cells have words, and few are equal.
fn holds_names(sheet: &ListSheet, at: usize) -> bool {
    let cells = sheet.rows.iter().filter_map(|row| row.cells.get(at));
    let cells: Vec<String> = cells.map(fold).filter(|cell| !cell.is_empty()).collect();
    let words = cells.iter().filter(|cell| cell.starts_with(char::is_alphabetic)).count();
    let apart = cells.iter().collect::<HashSet<_>>().len();
    let most = |part: usize, all: usize| 5 * part >= 4 * all;
    2 * cells.len() >= sheet.rows.len() && most(words, cells.len()) && most(apart, cells.len())
}
