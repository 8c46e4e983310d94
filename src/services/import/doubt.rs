//! Rows whose words do not say that they are no records, but whose shape and place do: nothing is
//! filled but the name and numbers where other rows have more, or no line number where others have
//! one. It is a guess, so that these rows wait for a person.

use std::collections::HashSet;

use super::file::SheetRow;
use super::stray::{Columns, StrayRow, is_bare, is_blank, ordinal, words};

/// Rows that signatures take below a list.
const MOST_SIGNED: usize = 8;
/// A sum of fewer rows may be chance.
const FEWEST_SUMMED: usize = 3;

/// A row that words did not tell.
struct Seen<'a> {
    line: u64,
    words: &'a str,
    bare: bool,
    filled: usize,
    number: Number,
    counts: Vec<(usize, i64)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Number {
    Missing,
    Arabic,
    /// "I", "A"
    Other,
}

/// What is known of a list as a whole.
struct ListTraits {
    /// most rows have more than a name and numbers
    rich: bool,
    /// records have a line number
    numbered: bool,
    capitals: bool,
    ordinals: bool,
    /// cells of half of the rows or more
    usual: usize,
}

/// Lines of `rows` that may be no records. `strays`: lines that are none for certain, in order;
/// `titles`: lines directly above a header; `is_known`: a row that bears the id of a record.
pub fn doubtful(
    rows: &[SheetRow],
    strays: &[(u64, StrayRow)],
    titles: &[u64],
    columns: &dyn Columns,
    is_known: &dyn Fn(&SheetRow) -> bool,
) -> HashSet<u64> {
    let readable = rows.iter().filter(|row| row.fault.is_none());
    let seen: Vec<Seen<'_>> = readable.filter_map(|row| look(row, columns)).collect();
    let list = ListTraits::of(&seen);
    let mut doubtful = HashSet::new();
    let after = after_signatures(&seen, strays, &list);
    let mut sums = Sums::default();
    for (at, row) in seen.iter().enumerate() {
        if strays.iter().any(|(line, _)| sums.before < *line && *line < row.line) {
            sums.part.clear();
        }
        sums.before = row.line;
        let numbered = row.number == Number::Arabic;
        let shaped = list.numbered && row.number != Number::Arabic
            || list.rich && (row.is_capitals() && !list.capitals || !row.has_letters())
            || !list.ordinals && row.is_ordinal()
            || titles.contains(&row.line)
            || sums.equal(row) && (list.rich || at + 1 == seen.len());
        if !numbered && (row.bare && shaped || after.is_some_and(|line| row.line > line)) {
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
    let number = match number {
        None => Number::Missing,
        Some((_, cell)) if cell.trim().starts_with(|c: char| c.is_ascii_digit()) => {
            Number::Arabic
        }
        Some(_) => Number::Other,
    };
    let counts = filled().filter(|(other, _)| *other != at && columns.counts(*other));
    let counts = counts.filter_map(|(at, cell)| Some((at, whole(cell)?))).collect();
    Some(Seen {
        line: row.line,
        words,
        bare: is_bare(&row.cells, at, columns),
        filled: filled().count(),
        number,
        counts,
    })
}

fn whole(cell: &str) -> Option<i64> {
    let digits: String = cell.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    digits.parse().ok()
}

impl ListTraits {
    fn of(seen: &[Seen<'_>]) -> ListTraits {
        let count = |is: &dyn Fn(&Seen<'_>) -> bool| seen.iter().filter(|row| is(row)).count();
        let rich = count(&|row| !row.bare);
        let arabic = count(&|row| row.number == Number::Arabic);
        let full = count(&|row| !row.bare && row.number == Number::Arabic);
        let unnumbered = count(&|row| !row.bare && row.number != Number::Arabic);
        let mut filled: Vec<usize> = seen.iter().map(|row| row.filled).collect();
        filled.sort_unstable();
        ListTraits {
            rich: 2 * rich >= seen.len() && rich > 0,
            // a line with two signers may lack it; of a list of names, a third has to have it
            numbered: arabic > 0
                && 10 * unnumbered <= arabic.max(10)
                && (full > 0 || 3 * arabic >= seen.len()),
            capitals: 3 * count(&|row| !row.bare && row.is_capitals()) > rich,
            ordinals: 3 * count(&|row| row.is_ordinal()) > seen.len(),
            usual: filled.get(filled.len() / 2).copied().unwrap_or_default(),
        }
    }
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

/// The line of the first signature or closing sum, if only a few rows follow that look like no
/// records.
fn after_signatures(
    seen: &[Seen<'_>],
    strays: &[(u64, StrayRow)],
    list: &ListTraits,
) -> Option<u64> {
    let record = |row: &Seen<'_>| match list.numbered {
        true => row.number == Number::Arabic,
        false => !row.bare && 2 * row.filled > list.usual,
    };
    let last = seen.iter().rev().find(|row| record(row)).map_or(0, |row| row.line);
    let closes =
        |sort: &StrayRow| *sort == StrayRow::Signature || *sort == StrayRow::Sum && list.rich;
    let after = |line: &u64| seen.iter().filter(|row| row.line > *line).count();
    let mut closing = strays.iter().filter(|(_, sort)| closes(sort)).map(|(line, _)| *line);
    closing.find(|line| *line > last && after(line) <= MOST_SIGNED)
}

/// What the rows above come to, by column.
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
