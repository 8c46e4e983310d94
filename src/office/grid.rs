//! A sheet of a workbook as text: every cell as a person would type it. A formula gives its stored
//! value. Merged, computed and erroneous cells are also listed separately.

use super::budget::{Budget, BudgetSpent, CELL};
pub use super::hidden::Hidden;
use super::pace::Cancelled;
use super::shown_day::ShownDay;
use crate::text::legacy::Font;

/// Cells further to the right are ignored.
pub const MOST_COLUMNS: u32 = 1_024;
/// Merged regions are filled up to this many cells.
const MOST_FILLED: usize = 1_000_000;
/// Of a longer row, the text beyond this is left out.
pub const MOST_ROW_BYTES: usize = 256 << 10;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BookFault {
    /// not a workbook, damaged, or protected by a password
    Broken,
    /// more than the memory budget allows, in this row
    TooHeavy { row: Option<u32> },
    /// the user stopped it
    Halted,
}

impl From<Cancelled> for BookFault {
    fn from(_: Cancelled) -> BookFault {
        BookFault::Halted
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// rows with content, as (row, cells); rows are counted from 1
    pub rows: Vec<(u32, Vec<String>)>,
    /// whether there are more rows than requested
    pub cut: bool,
    pub formulas: usize,
    /// such as "C5"
    pub first_formula: String,
    /// cells in error ("#N/A"), by row
    pub errors: Vec<(u32, u32)>,
    pub wide: Vec<WideCell>,
    pub tall: Vec<TallCell>,
    /// merged regions, from and to, as (row, column); `spread_merged` takes them out
    pub merged: Vec<((u32, u32), (u32, u32))>,
    pub hidden: Hidden,
    /// formulas without a stored value, by row and column; they read as "="
    pub no_value: Vec<(u32, u32)>,
    /// texts in fonts of legacy encodings, by row and column, in order
    pub fonts: Vec<((u32, u32), Font)>,
    /// numbers that a format shows with zeros or signs, by row and column, in order: the text shown
    pub shown: Vec<((u32, u32), String)>,
    /// cells that took the value of a region merged downwards
    pub filled: usize,
    /// rows with too much text, in order; some of their cells are missing
    pub too_long: Vec<u32>,
}

/// A cell merged over several columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WideCell {
    pub row: u32,
    pub first: usize,
    pub last: usize,
}

/// A cell merged over several rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TallCell {
    pub first: u32,
    pub last: u32,
    pub column: usize,
}

/// Charges the memory of the cells, but not of the text.
pub(super) fn put(
    cells: &mut Vec<String>,
    at: usize,
    text: String,
    budget: &mut Budget,
) -> Result<(), BudgetSpent> {
    if cells.len() <= at {
        let room = cells.capacity();
        cells.resize(at + 1, String::new());
        budget.spend((cells.capacity() - room) * CELL)?;
    }
    if let Some(cell) = cells.get_mut(at) {
        *cell = text;
    }
    Ok(())
}

impl Grid {
    /// A copy without the rows after the first `most`.
    pub(crate) fn top(&self, most: usize) -> Grid {
        let rows = self.rows.iter().take(most).cloned().collect();
        Grid {
            rows,
            cut: self.rows.len() > most,
            first_formula: self.first_formula.clone(),
            errors: self.errors.clone(),
            wide: self.wide.clone(),
            tall: self.tall.clone(),
            merged: self.merged.clone(),
            hidden: self.hidden.clone(),
            no_value: self.no_value.clone(),
            fonts: self.fonts.clone(),
            shown: self.shown.clone(),
            too_long: self.too_long.clone(),
            ..*self
        }
    }

    /// A cell merged downwards gives its value to every row; one merged sideways is a heading.
    pub(crate) fn spread_merged(&mut self, budget: &mut Budget) -> Result<(), BookFault> {
        for ((top, first), (bottom, end)) in std::mem::take(&mut self.merged) {
            let (first, last) = (first as usize, end as usize);
            if last > first {
                self.wide.push(WideCell { row: top, first, last });
            }
            if bottom > top && end < MOST_COLUMNS {
                self.tall.push(TallCell { first: top, last: bottom, column: first });
                self.fill(top, bottom, first, budget)?;
            }
        }
        let too_long = &self.too_long;
        self.rows.retain(|(row, cells)| {
            cells.iter().any(|c| !c.trim().is_empty()) || too_long.binary_search(row).is_ok()
        });
        Ok(())
    }

    fn fill(
        &mut self,
        top: u32,
        bottom: u32,
        column: usize,
        budget: &mut Budget,
    ) -> Result<(), BookFault> {
        let at = self.rows.partition_point(|(row, _)| *row < top);
        let above = self.rows.get(at).filter(|(row, _)| *row == top);
        let Some(value) = above.and_then(|(_, cells)| cells.get(column)).cloned() else {
            return Ok(());
        };
        for (row, cells) in self.rows.iter_mut().skip(at + 1) {
            if *row > bottom || self.filled >= MOST_FILLED {
                return Ok(());
            }
            let too_heavy = |BudgetSpent| BookFault::TooHeavy { row: Some(*row) };
            budget.spend_text(value.len()).map_err(too_heavy)?;
            put(cells, column, value.clone(), budget).map_err(too_heavy)?;
            self.filled += 1;
        }
        Ok(())
    }
}

/// What is shown of a day such as "2020-03-05T10:00:00".
pub fn iso_day(text: &str, shown: ShownDay) -> String {
    let iso = text.get(..10).unwrap_or(text);
    let mut parts = iso.split('-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let number = |part: Option<&str>| part?.parse::<u16>().ok();
    match (number(year), number(month), number(day)) {
        (Some(year), Some(month @ 1..=12), Some(day @ 1..=31)) if shown != ShownDay::WHOLE => {
            let small = |n: u16| u8::try_from(n).unwrap_or_default();
            shown.show(year, small(month), small(day))
        }
        _ => iso.to_owned(),
    }
}

pub fn percent(n: f64) -> String {
    format!("{} %", number(n * 100.0))
}

/// With a decimal comma, and a zero after three decimals, which would read like thousands. Rounded
/// to six decimals, as many as an answer holds.
pub fn number(n: f64) -> String {
    let shown = format!("{n:.6}");
    let shown = shown.trim_end_matches('0').trim_end_matches('.').replace('.', ",");
    match shown.rsplit_once(',') {
        Some((_, places)) if places.len() == 3 => format!("{shown}0"),
        _ if shown == "-0" => "0".to_owned(),
        _ => shown,
    }
}

/// The letters of a column; 0 is A.
pub fn letters(mut column: u32) -> String {
    let mut name = String::new();
    loop {
        let letter = char::from(b'A' + (column % 26) as u8);
        name.insert(0, letter);
        match (column / 26).checked_sub(1) {
            Some(next) => column = next,
            None => return name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_they_were_meant() {
        let cases = [(7.0, "7"), (12.345, "12,3450"), (0.1 + 0.2, "0,3"), (-2.5, "-2,5")];
        for (n, shown) in cases {
            assert_eq!(number(n), shown);
        }
        assert_eq!(number(1.5e12), "1500000000000");
    }

    #[test]
    fn columns_have_letters() {
        let names: Vec<String> = [0, 25, 26, 701, 702].map(letters).into();
        assert_eq!(names, ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
