//! Headers of two lines. The lower one parts what stands over it, "Lao động" over "Tổng số" and "Nữ",
//! whether the upper cell is merged or only stands over its first column; or it goes on with words
//! that were wrapped, "Số lao" over "động".

use super::numbering::is_numbering;
use super::unit::{is_line_of_units, is_note, names_money};
use crate::services::import::sheet::Score;
use crate::text::fold::fold;

pub struct TwoLines {
    /// one heading for each column
    pub cells: Vec<String>,
    /// what stands over each column, empty where nothing but its own heading does
    pub over: Vec<String>,
    /// The upper row heads some columns and not all: it is no title, although the lower row alone may
    /// name as many questions.
    pub parts: bool,
}

/// The headings that two rows make; none where the lower one is no part of a header. `wide`: columns,
/// from and to, over which cells of the upper row are merged.
pub fn read(
    upper: &[String],
    lower: &[String],
    wide: &[(usize, usize)],
    score: Score<'_>,
) -> Option<TwoLines> {
    let number = |cell: &String| cell.trim_start().starts_with(|c: char| c.is_ascii_digit());
    if lower.iter().any(number) || is_line_of_units(lower) || is_numbering(lower, upper) {
        return None;
    }
    let cell = |cells: &[String], column: usize| {
        cells.get(column).map(|c| c.trim().to_owned()).unwrap_or_default()
    };
    // a note of the table's unit heads no column
    let upper: Vec<String> =
        upper.iter().map(|c| if is_note(c) { String::new() } else { c.clone() }).collect();
    let upper = upper.as_slice();
    let mut found = TwoLines { cells: Vec::new(), over: Vec::new(), parts: false };
    // whether anything is parted by merged cells, or without them
    let (mut merged, mut loose) = (false, false);
    let (mut asked, mut known) = (0, 0);
    // the column whose upper cell heads those behind it
    let mut group: Option<usize> = None;
    for column in 0..upper.len().max(lower.len()) {
        let (own, below) = (cell(upper, column), cell(lower, column));
        let over = wide.iter().find(|(first, last)| (*first..=*last).contains(&column));
        group = match (own.is_empty(), below.is_empty()) {
            (_, true) => None,
            (false, false) => Some(column),
            (true, false) => group,
        };
        let from = over.map(|(first, _)| *first).or(group).unwrap_or(column);
        let above = cell(upper, from);
        if below.is_empty() || above == below {
            found.cells.push(above);
            found.over.push(String::new());
            continue;
        }
        let own = over.is_some() || from == column;
        let name = if above.is_empty() { below } else { heading(&above, &below, own, score) };
        asked += 1;
        known += usize::from(score(&[name.as_str()]) > 0);
        merged |= over.is_some() && !above.is_empty();
        loose |= over.is_none();
        found.cells.push(name);
        found.over.push(above);
    }
    let bare = |(cell, over): (&String, &String)| !cell.is_empty() && over.is_empty();
    let some = found.cells.iter().zip(&found.over).any(bare);
    let first = found.over.first().is_some_and(|over| !over.is_empty());
    found.parts = merged && some || !first && found.over.iter().any(|over| names_money(over));
    // a row of data below a header names nothing
    (merged && !loose || 2 * known > asked).then_some(found)
}

/// `own`: the upper cell is the column's, and not one that stands before it.
fn heading(above: &str, below: &str, own: bool, score: Score<'_>) -> String {
    let all =
        matches!(fold(below).as_str(), "tong so" | "tong" | "tong cong" | "total" | "all");
    let mut names =
        vec![format!("{above} {below}"), format!("{below} {above}"), below.to_owned()];
    names.extend(all.then(|| above.to_owned()));
    let known = names.iter().position(|name| score(&[name.as_str()]) > 0);
    names.swap_remove(known.unwrap_or(if own { 0 } else { 2 }))
}
