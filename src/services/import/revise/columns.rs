//! Detects what a spreadsheet did to a whole column: texts moved to other rows than they were
//! exported in, and dates with day and month swapped.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::compare::{Comparer, same_text};
use crate::programme::spec::Field;
use crate::record::{Record, Value};
use crate::services::import::header::HeaderColumn;
use crate::text::trimmed;

/// Fewer moved texts may be a person's work: two names exchanged on purpose.
const FEWEST_MOVED: usize = 4;
const FEWEST_SWAPPED: usize = 2;

#[derive(Default)]
pub struct ColumnShifts {
    seen: BTreeMap<usize, SeenColumn>,
    /// by line, the column that has the text of another row
    foreign_cells: HashMap<u64, usize>,
    moved: Vec<usize>,
    swapped: Vec<(usize, usize)>,
}

/// The changes seen in one column.
#[derive(Default)]
struct SeenColumn {
    changed: Vec<ChangedCell>,
    swapped: usize,
    in_place: usize,
}

struct ChangedCell {
    line: u64,
    was: String,
    is: String,
}

impl ColumnShifts {
    /// Compares a cell with the record's current answer.
    pub fn add_cell(
        &mut self,
        (line, at): (u64, usize),
        (field, column): (&Field, HeaderColumn),
        cell: &str,
        record: &Record,
        comparer: &Comparer,
    ) {
        let cell = trimmed(cell);
        match record.fields.get(field.no) {
            Some(Value::Text(was)) if is_telling(field) && !same_text(was, cell) => {
                self.change(line, at, trimmed(was), cell);
            }
            Some(Value::Link(id)) if matches!(column, HeaderColumn::Code(_)) => {
                let was = id.to_string();
                if was != cell {
                    self.change(line, at, &was, cell);
                }
            }
            Some(Value::Date(date)) => {
                let seen = self.seen.entry(at).or_default();
                match comparer.is_swapped(*date, cell) {
                    Some(true) => seen.swapped += 1,
                    Some(false) => seen.in_place += 1,
                    None => {}
                }
            }
            _ => {}
        }
    }

    pub fn change(&mut self, line: u64, at: usize, was: &str, is: &str) {
        let pair = ChangedCell { line, was: was.to_owned(), is: is.to_owned() };
        self.seen.entry(at).or_default().changed.push(pair);
    }

    /// Evaluates the columns, after all rows have been added.
    pub fn find_shifts(&mut self) {
        for (at, seen) in std::mem::take(&mut self.seen) {
            if seen.swapped >= FEWEST_SWAPPED && seen.in_place == 0 {
                self.swapped.push((at, seen.swapped));
            }
            let lines = moved(&seen.changed);
            if !lines.is_empty() {
                self.moved.push(at);
            }
            for line in lines {
                self.foreign_cells.entry(line).or_insert(at);
            }
        }
    }

    /// The column in which the row has the text of another row.
    pub fn foreign_column(&self, line: u64) -> Option<usize> {
        self.foreign_cells.get(&line).copied()
    }

    pub fn is_swapped(&self, at: usize) -> bool {
        self.swapped.iter().any(|(column, _)| *column == at)
    }

    /// Columns with moved texts, and the number of rows.
    pub fn moved(&self) -> Option<(&[usize], usize)> {
        (!self.moved.is_empty()).then_some((&self.moved, self.foreign_cells.len()))
    }

    /// Columns with swapped dates, and the number of dates in each.
    pub fn swapped(&self) -> &[(usize, usize)] {
        &self.swapped
    }
}

/// Whether two records rarely have the same answer.
fn is_telling(field: &Field) -> bool {
    field.ty.is_text()
}

/// Lines of cells that hold the old text of another changed row. A person who corrects a list does
/// not fill half of the cells with texts of other rows. Sorting a column without its ids does, and
/// so does deleting a cell and moving up those below.
fn moved(changed: &[ChangedCell]) -> Vec<u64> {
    let mut left: HashMap<&str, usize> = HashMap::new();
    changed.iter().for_each(|pair| *left.entry(&pair.was).or_default() += 1);
    let mut takes = |pair: &&ChangedCell| match left.get_mut(pair.is.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    };
    let moved: Vec<&ChangedCell> = changed.iter().filter(|pair| takes(pair)).collect();
    let distinct = moved.iter().map(|pair| pair.is.as_str()).collect::<HashSet<_>>().len();
    let many = distinct >= FEWEST_MOVED
        && 2 * moved.len() >= changed.len()
        && 2 * distinct >= moved.len();
    if many { moved.iter().map(|pair| pair.line).collect() } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(changed: &[(&str, &str)]) -> Vec<ChangedCell> {
        let pair = |(line, (was, is)): (usize, &(&str, &str))| ChangedCell {
            line: line as u64,
            was: (*was).to_owned(),
            is: (*is).to_owned(),
        };
        changed.iter().enumerate().map(pair).collect()
    }

    #[test]
    fn a_sorted_column_has_moved_and_a_corrected_one_has_not() {
        let sorted = pairs(&[("d", "a"), ("c", "b"), ("a", "c"), ("b", "d")]);
        assert_eq!(moved(&sorted), [0, 1, 2, 3]);
        let up = pairs(&[("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("e", "")]);
        assert_eq!(moved(&up), [0, 1, 2, 3]);
        let exchanged = pairs(&[("a", "b"), ("b", "a")]);
        assert!(moved(&exchanged).is_empty());
        let unified = pairs(&[("a", "x"), ("x", "y"), ("b", "y"), ("c", "y"), ("y", "a")]);
        assert!(moved(&unified).is_empty());
    }
}
