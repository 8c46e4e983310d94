//! The units of a sheet's columns: combines heading, group, line of units, column of units and
//! notes around the table (each read by `unit`) with what a person has chosen.

use super::cells::{are_fractions, lacks_unit};
use crate::programme::spec::{Kind, Type};
use crate::programme::types;
use crate::record::{ReadOptions, ValueTo};
use crate::services::import::day_order;
use crate::services::import::header::HeaderColumn;
use crate::services::import::marks::NumberMarks;
use crate::services::import::sheet::{ListSheet, SheetRow};
use crate::services::import::unit::{
    self, ColumnUnit, FRACTION, MONTH_FIRST, NO_UNIT, UnitNotes, UnitPlaces, note, table_note,
};
use crate::services::import::{letters, stray, value};

/// Whether a row consists only of a note about the table's unit: "(Tiền: triệu đồng)".
pub fn is_note(row: &SheetRow) -> bool {
    let mut filled = row.cells.iter().filter(|cell| !stray::is_blank(cell));
    let (Some(cell), None) = (filled.next(), filled.next()) else { return false };
    table_note::find_outside(std::iter::once(cell)).is_some()
}

/// The unit notes of each column. Removes a line of units below the header from the rows.
pub fn units(
    kind: &Kind,
    columns: &mut [Option<HeaderColumn>],
    sheet: &mut ListSheet,
) -> Vec<UnitNotes> {
    let first = sheet.rows.first().filter(|row| note::is_line_of_units(&row.cells));
    let below = first.map(|row| row.cells.clone()).unwrap_or_default();
    if !below.is_empty() {
        sheet.rows.remove(0);
    }
    let above: Vec<String> =
        sheet.above.iter().flat_map(|cell| letters::readings(cell)).collect();
    let table = table_note::find_outside(above.iter().map(String::as_str));
    let of_export = columns.contains(&Some(HeaderColumn::Id));
    let unit = |(at, column): (usize, &Option<HeaderColumn>)| {
        let Some(HeaderColumn::Field(no)) = column else { return None };
        let heading = sheet.header.get(at)?;
        let below = below.get(at).map(|cell| cell.trim().trim_matches(['(', ')']));
        let below = below.filter(|cell| !cell.is_empty());
        let over = sheet.over.get(at).map(String::as_str);
        let places = UnitPlaces { heading, below, over, table: table.as_ref() };
        let field = kind.field(*no)?;
        let mut said = unit::of_column(field, places);
        let cells = || sheet.rows.iter().filter_map(|row| row.cells.get(at));
        if said.unit.is_none() && !of_export && are_fractions(field, cells()) {
            said.unit = Some(ColumnUnit::Fraction { zeros: None });
        }
        Some(said)
    };
    let all = columns.iter().enumerate();
    let mut all: Vec<_> = all.map(|column| unit(column).unwrap_or_default()).collect();
    let is_money = |at: usize| {
        let Some(Some(HeaderColumn::Field(no))) = columns.get(at) else { return false };
        let money = kind.field(*no).is_some_and(|field| matches!(field.ty, Type::Money));
        // a unit cell next to the amount is closer than a note for the whole table
        let of_table =
            || all.get(at).is_some_and(|said| said.far || *said == UnitNotes::default());
        money && of_table()
    };
    let cells = |at: usize| {
        let cells = sheet.rows.iter().filter_map(move |row| row.cells.get(at));
        cells.filter(|cell| !stray::is_blank(cell))
    };
    let is_unit = |at: usize| cells(at).any(unit::is_money_unit);
    // "Đơn vị" above names is an office, above units it is a unit
    let is_open = |at: usize| {
        columns.get(at).is_some_and(Option::is_none)
            || 2 * cells(at).filter(|cell| unit::is_money_unit(cell)).count()
                > cells(at).count()
    };
    for (at, of) in unit::columns_of_units(&sheet.header, &is_open, &is_money, &is_unit) {
        columns[at] = Some(HeaderColumn::Unit);
        for of in of {
            let unit = Some(ColumnUnit::InRow { column: at });
            all[of] = UnitNotes { unit, ..UnitNotes::default() };
        }
    }
    for (at, said) in all.iter_mut().enumerate().filter(|_| !of_export) {
        let Some(Some(HeaderColumn::Field(no))) = columns.get(at) else { continue };
        let money = kind.field(*no).is_some_and(|field| matches!(field.ty, Type::Money));
        if !money || *said != UnitNotes::default() {
            continue;
        }
        let rows = sheet.rows.iter().filter(|row| row.fault.is_none());
        let cells = rows.filter_map(|row| row.cells.get(at));
        if let Some(bare) = lacks_unit(cells.map(|cell| cell.trim())) {
            let unit = ColumnUnit::Unknown { written: NO_UNIT.to_owned(), zeros: None };
            let bare = Some(bare.to_owned());
            *said = UnitNotes { unit: Some(unit), bare, ..UnitNotes::default() };
        }
    }
    day_order::mark(kind, columns, sheet, &mut all);
    all
}

/// How each number column uses point and comma.
pub fn marks(
    kind: &Kind,
    columns: &[Option<HeaderColumn>],
    sheet: &ListSheet,
) -> Vec<NumberMarks> {
    let of = |(at, column): (usize, &Option<HeaderColumn>)| {
        let Some(HeaderColumn::Field(no)) = column else { return None };
        let field = kind.field(*no)?;
        let number = match field.ty {
            Type::Money => true,
            Type::Int => !types::is_year(field),
            Type::Decimal => !types::is_angle(field),
            _ => false,
        };
        let cells = sheet.rows.iter().filter_map(|row| row.cells.get(at));
        number.then(|| NumberMarks::of(cells))
    };
    columns.iter().enumerate().map(|column| of(column).unwrap_or_default()).collect()
}

/// Moves notes about the table's unit from cells next to the table to `above`.
pub fn notes_beside(sheet: &mut ListSheet) {
    let named: Vec<bool> =
        sheet.header.iter().map(|heading| !stray::is_blank(heading)).collect();
    for row in &mut sheet.rows {
        for at in 0..row.cells.len() {
            let cell =
                row.cells.get(at).filter(|_| !named.get(at).copied().unwrap_or_default());
            if let Some(cell) = cell.filter(|cell| table_note::is_note(cell)) {
                sheet.above.push(cell.to_owned());
                row.cells.set(at, "");
            }
        }
    }
}

/// Empty columns with a heading that is a note about the table's unit.
pub fn empty_notes(columns: &[Option<HeaderColumn>], sheet: &ListSheet) -> Vec<usize> {
    let empty =
        |at: usize| sheet.rows.iter().all(|row| row.cells.get(at).is_none_or(stray::is_blank));
    let is_open = |at: usize| columns.get(at).is_none_or(Option::is_none);
    let headings = sheet.header.iter().enumerate();
    let notes = headings.filter(|(at, h)| table_note::is_note(h) && is_open(*at) && empty(*at));
    notes.map(|(at, _)| at).collect()
}

/// Sets the meanings of unknown units that a person has chosen.
pub fn choose(notes: &mut [UnitNotes], columns: &[Option<HeaderColumn>], wanted: &ReadOptions) {
    for (said, column) in notes.iter_mut().zip(columns) {
        let Some(HeaderColumn::Field(no)) = column else { continue };
        let meaning = |given: &str| match wanted.values.get(&(*no, value::key(given))) {
            Some(ValueTo::Unit(zeros)) => Some(*zeros),
            _ => None,
        };
        match &mut said.unit {
            Some(ColumnUnit::Unknown { written, zeros }) => *zeros = meaning(written),
            Some(ColumnUnit::Fraction { zeros }) => *zeros = meaning(FRACTION),
            Some(ColumnUnit::DayOrder { month_first, .. }) => {
                *month_first = match wanted.values.get(&(*no, value::key(MONTH_FIRST))) {
                    Some(ValueTo::MonthFirst(first)) => Some(*first),
                    _ => None,
                };
            }
            _ => {}
        }
    }
}
