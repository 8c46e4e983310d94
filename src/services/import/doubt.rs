//! Finds rows that are probably no records, judged by shape and position and not by their words:
//! they have only a name and numbers where other rows have more, or no line number where others
//! have one. This is a guess, so these rows are not imported until the user decides.
//!
//! Below an exported list, people add records of which they may know only the name. There, a row is
//! not doubted for having less than others.
//!
//! A heading may be repeated in each column that it was merged over, and may hold the sum of the
//! rows below it. A list that has little more than names is a list of names.

use std::collections::HashSet;

use super::stray::{Columns, StrayRow, is_bare, is_blank, ordinal, words};
use crate::services::import::sheet::SheetRow;

/// Maximum number of rows that signatures below a list take.
const MOST_SIGNED: usize = 8;
/// Equality with a sum of fewer rows may be chance.
const FEWEST_SUMMED: usize = 3;
/// Number of rows below a heading that are summed.
const MOST_HEADED: usize = 1_000;
/// From this median number of answers on, a row with at most half of it is an exception.
const FEWEST_USUAL: usize = 3;

/// A row that `stray` did not recognise by its words.
struct Seen<'a> {
    line: u64,
    words: &'a str,
    /// has nothing but its words and numbers
    bare: bool,
    /// distinct texts in columns that are read, without the line number
    answers: usize,
    number: Number,
    counts: Vec<(usize, i64)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Number {
    Missing,
    /// number of parts: 1 for "1", 2 for "1.2"
    Arabic(usize),
    /// "I", "A"
    Other,
}

/// Properties of the list as a whole.
struct ListTraits {
    /// some rows have the id of a record of this notebook
    exported: bool,
    /// at least half of the rows have more than a name and numbers
    rich: bool,
    /// almost all records have a line number
    numbered: bool,
    /// parts of the median line number
    parts: usize,
    capitals: bool,
    ordinals: bool,
    /// number of answers of the median row
    usual: usize,
}

/// Lines of `rows` that may be no records. `strays`: lines that certainly are none, ascending;
/// `titles`: lines directly above a header; `is_known`: whether a row has the id of a record.
pub fn doubtful(
    rows: &[SheetRow],
    strays: &[(u64, StrayRow)],
    titles: &[u64],
    columns: &dyn Columns,
    is_known: &dyn Fn(&SheetRow) -> bool,
) -> HashSet<u64> {
    let readable = rows.iter().filter(|row| row.fault.is_none());
    let seen: Vec<Seen<'_>> = readable.filter_map(|row| look(row, columns)).collect();
    let list = ListTraits { exported: rows.iter().any(is_known), ..ListTraits::of(&seen) };
    let mut doubtful = HashSet::new();
    let after = after_signatures(&seen, strays, &list);
    let mut sums = Sums::default();
    for (at, row) in seen.iter().enumerate() {
        if strays.iter().any(|(line, _)| sums.before < *line && *line < row.line) {
            sums.part.clear();
        }
        sums.before = row.line;
        let numbered = list.is_numbered(row);
        // evaluated for bare rows only: it compares a row with many others
        let shaped = || {
            !list.exported && list.numbered && !numbered
                || !list.exported && list.rich && list.is_sparse(row)
                || list.rich && (row.is_capitals() && !list.capitals || !row.has_letters())
                || !list.ordinals && row.is_ordinal()
                || titles.contains(&row.line)
                || sums.equal(row) && (list.rich || at + 1 == seen.len())
                || list.rich && heads_sums(&seen, at)
        };
        if !numbered && (row.bare && shaped() || after.is_some_and(|line| row.line > line)) {
            doubtful.insert(row.line);
            sums.part.clear();
        } else {
            sums.add(row);
        }
    }
    doubtful.retain(|line| {
        let row = rows.binary_search_by_key(line, |row| row.line);
        !row.ok().and_then(|at| rows.get(at)).is_some_and(is_known)
    });
    doubtful
}

fn look<'a>(row: &'a SheetRow, columns: &dyn Columns) -> Option<Seen<'a>> {
    let (at, words) = words(&row.cells, columns)?;
    if row.faults.iter().any(|(column, _)| *column == at) {
        return None;
    }
    if !columns.is_name(at) && !columns.is_number(at) {
        return None;
    }
    let filled = || row.cells.iter().enumerate().filter(|(_, cell)| !is_blank(cell));
    let number = filled().find(|(at, _)| columns.is_number(*at));
    let number = number.map_or(Number::Missing, |(_, cell)| Number::of(cell.trim()));
    let mut answers: Vec<&str> = filled()
        .filter(|(at, _)| !columns.is_number(*at) && columns.is_read(*at))
        .map(|(_, cell)| cell.trim())
        .collect();
    answers.sort_unstable();
    answers.dedup();
    let counts = filled().filter(|(other, _)| *other != at && columns.counts(*other));
    let counts = counts.filter_map(|(at, cell)| Some((at, whole(cell)?))).collect();
    Some(Seen {
        line: row.line,
        words,
        bare: answers.len() <= 1 || is_bare(&row.cells, at, columns),
        answers: answers.len(),
        number,
        counts,
    })
}

fn whole(cell: &str) -> Option<i64> {
    let digits: String = cell.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    digits.parse().ok()
}

impl Number {
    fn of(cell: &str) -> Number {
        let parts = cell.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
        match cell.starts_with(|c: char| c.is_ascii_digit()) {
            true => Number::Arabic(parts.count()),
            false => Number::Other,
        }
    }

    fn parts(self) -> Option<usize> {
        match self {
            Number::Arabic(parts) => Some(parts),
            Number::Missing | Number::Other => None,
        }
    }
}

impl ListTraits {
    fn of(seen: &[Seen<'_>]) -> ListTraits {
        let count = |is: &dyn Fn(&Seen<'_>) -> bool| seen.iter().filter(|row| is(row)).count();
        let rich = count(&|row| !row.bare);
        let arabic = count(&|row| row.number.parts().is_some());
        let full = count(&|row| !row.bare && row.number.parts().is_some());
        let unnumbered = count(&|row| !row.bare && row.number.parts().is_none());
        let median = |mut all: Vec<usize>| {
            all.sort_unstable();
            all.get(all.len() / 2).copied().unwrap_or_default()
        };
        ListTraits {
            exported: false,
            parts: median(seen.iter().filter_map(|row| row.number.parts()).collect()),
            rich: 2 * rich >= seen.len() && rich > 0,
            // a line with two signers may lack a number; in a list of names, a third must have one
            numbered: arabic > 0
                && 10 * unnumbered <= arabic.max(10)
                && (full > 0 || 3 * arabic >= seen.len()),
            capitals: 3 * count(&|row| !row.bare && row.is_capitals()) > rich,
            ordinals: 3 * count(&|row| row.is_ordinal()) > seen.len(),
            usual: median(seen.iter().map(|row| row.answers).collect()),
        }
    }

    /// "1" is a heading where records are numbered "1.1", "1.2".
    fn is_numbered(&self, row: &Seen<'_>) -> bool {
        row.number.parts().is_some_and(|parts| parts >= self.parts)
    }

    fn is_sparse(&self, row: &Seen<'_>) -> bool {
        self.usual >= FEWEST_USUAL && 2 * row.answers <= self.usual
    }
}

/// Whether the numbers of a row are the sums of the rows below it, up to the next bare row or the
/// end.
fn heads_sums(seen: &[Seen<'_>], at: usize) -> bool {
    let Some(row) = seen.get(at).filter(|row| !row.counts.is_empty()) else { return false };
    let mut sums = vec![0i64; row.counts.len()];
    let (mut rows, mut equal) = (0, false);
    for below in seen.iter().skip(at + 1).take(MOST_HEADED) {
        if below.bare {
            if equal {
                return true;
            }
            continue;
        }
        rows += 1;
        for (sum, (column, _)) in sums.iter_mut().zip(&row.counts) {
            let count = below.counts.iter().find(|(other, _)| other == column);
            *sum = sum.saturating_add(count.map_or(0, |(_, count)| *count));
        }
        let mut pairs = sums.iter().zip(&row.counts);
        equal = rows >= FEWEST_SUMMED && pairs.all(|(sum, (_, count))| sum == count);
    }
    equal
}

impl Seen<'_> {
    fn has_letters(&self) -> bool {
        self.words.chars().any(char::is_alphabetic)
    }

    /// "KHU VỰC PHÍA BẮC"
    fn is_capitals(&self) -> bool {
        self.has_letters()
            && self.counts.is_empty()
            && self.words.contains(' ')
            && !self.words.chars().any(char::is_lowercase)
    }

    /// "A. Cơ sở đang hoạt động", but not "1. Hộ Một".
    fn is_ordinal(&self) -> bool {
        self.words.starts_with(char::is_alphabetic)
            && ordinal(self.words).is_some_and(|rest| rest.starts_with(char::is_alphabetic))
    }
}

/// The line of the first signature or closing sum after the last row that is surely a record, if
/// only a few rows follow it.
fn after_signatures(
    seen: &[Seen<'_>],
    strays: &[(u64, StrayRow)],
    list: &ListTraits,
) -> Option<u64> {
    let record = |row: &Seen<'_>| match list.numbered {
        true => list.is_numbered(row),
        false => !row.bare && 2 * row.answers > list.usual,
    };
    let last = seen.iter().rev().find(|row| record(row)).map_or(0, |row| row.line);
    let closes =
        |sort: &StrayRow| *sort == StrayRow::Signature || *sort == StrayRow::Sum && list.rich;
    let after = |line: &u64| seen.iter().filter(|row| row.line > *line).count();
    let mut closing = strays.iter().filter(|(_, sort)| closes(sort)).map(|(line, _)| *line);
    closing.find(|line| *line > last && after(line) <= MOST_SIGNED)
}

/// Sums of the rows above, by column: `(column, sum, rows)`.
#[derive(Default)]
struct Sums {
    before: u64,
    all: Vec<(usize, i64, usize)>,
    /// since the last heading or sum
    part: Vec<(usize, i64, usize)>,
}

impl Sums {
    fn add(&mut self, row: &Seen<'_>) {
        for sums in [&mut self.all, &mut self.part] {
            for (at, count) in &row.counts {
                match sums.iter_mut().find(|(column, ..)| column == at) {
                    Some((_, sum, rows)) => {
                        (*sum, *rows) = (sum.saturating_add(*count), *rows + 1);
                    }
                    None => sums.push((*at, *count, 1)),
                }
            }
        }
    }

    fn equal(&self, row: &Seen<'_>) -> bool {
        [&self.all, &self.part].into_iter().any(|sums| {
            let sum = |at: usize| sums.iter().find(|(column, ..)| *column == at);
            let equal = |(at, count): &(usize, i64)| {
                *count != 0
                    && sum(*at)
                        .is_some_and(|(_, sum, rows)| *sum == *count && *rows >= FEWEST_SUMMED)
            };
            !row.counts.is_empty() && row.counts.iter().all(equal)
        })
    }
}
