//! Finds the header of a list without any known column by its shape, so that a person can map the
//! columns.

use std::collections::HashSet;

use crate::services::import::stray::is_blank;

/// Number of rows below a header that it is compared with.
const COMPARED_ROWS: usize = 10;
/// Longer cells are sentences. In bytes.
const MOST_LABEL: usize = 100;
/// A known column name is taken for chance if it is the only one, or if there are more than this
/// many cells for each: a value may equal a column's name.
const CHANCE: usize = 6;

/// Whether so few cells name columns that the row may be data.
pub fn is_chance(points: usize, cells: &[String]) -> bool {
    points < 2 || CHANCE * points < filled(cells)
}

/// The first row of labels that is as wide as the rows below it, and its number of filled cells.
pub fn find<'a>(rows: impl Iterator<Item = &'a [String]>) -> Option<(usize, usize)> {
    let rows: Vec<&[String]> = rows.collect();
    rows.iter().enumerate().find_map(|(at, cells)| {
        let width = filled(cells);
        let below = rows.iter().skip(at + 1).filter(|row| filled(row) > 0).take(COMPARED_ROWS);
        let below: Vec<usize> = below.map(|row| filled(row)).collect();
        let wide = below.iter().filter(|other| 2 * **other > width).count();
        let fits = width > 1
            && !below.is_empty()
            && below.iter().all(|other| *other <= width)
            && 2 * wide >= below.len();
        (fits && are_labels(cells)).then_some((at, width))
    })
}

fn filled(cells: &[String]) -> usize {
    cells.iter().filter(|cell| !is_blank(cell)).count()
}

/// Whether the filled cells are distinct words, not numbers.
fn are_labels(cells: &[String]) -> bool {
    let mut seen = HashSet::new();
    cells.iter().map(|cell| cell.trim()).filter(|cell| !is_blank(cell)).all(|cell| {
        cell.len() <= MOST_LABEL
            && cell.chars().any(char::is_alphabetic)
            && !cell.starts_with(|c: char| c.is_ascii_digit())
            && seen.insert(cell)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<usize> {
        let row = |line: &str| line.split(';').map(str::to_owned).collect::<Vec<_>>();
        let rows: Vec<Vec<String>> = text.lines().map(row).collect();
        find(rows.iter().map(Vec::as_slice)).map(|(at, _)| at)
    }

    #[test]
    fn a_row_of_labels_as_wide_as_the_list_is_its_header() {
        for (text, wanted) in [
            ("Abc;Xyz\nMột;1\nHai;2", Some(0)),
            ("DANH SÁCH;\n;\nAbc;Xyz\nMột;1\nHai;", Some(2)),
            ("Kính gửi;Sở\nAbc;Xyz;Qwe\nMột;x;1\nHai;y;2", Some(1)),
            // nothing below it, one column, a number, the same twice, sentences
            ("Abc;Xyz", None),
            ("Abc\nMột", None),
            ("1;Xyz\n2;Một", None),
            ("Abc;Abc\nMột;1", None),
            ("Một;hai\nba;bốn;năm\nsáu;bảy;tám;chín", None),
        ] {
            assert_eq!(at(text), wanted, "{text}");
        }
    }
}
