//! Recognises the row below a header with one letter or number for each column: "A, B, 1, 2,
//! 3=1+2".

use crate::services::import::row_cells::RowCells;

/// Two numbers next to each other may be a name and a count.
const FEWEST_SURE: usize = 3;
/// Longest cell that can be a label, such as "(12) = (10) + (11) * 100".
const MOST_BYTES: usize = 60;
/// The letters with which forms label columns; some letters may be skipped.
const LETTERS: &str = "abcdđefghijklmnopqrstuvwxyz";

/// The label of a column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ColumnLabel {
    Letter(usize),
    Number(u32, u32),
    Roman(u32),
}

/// Whether a row labels the columns of a table. Two labels suffice only if the list has exactly two
/// columns.
pub fn is_numbering<H: AsRef<str>>(
    cells: &RowCells,
    header: impl IntoIterator<Item = H>,
) -> bool {
    // most records fail here at the first or second cell
    let mut labels = Vec::new();
    for cell in cells.iter().filter(|cell| !cell.trim().is_empty()) {
        let Some(label) = label(cell) else { return false };
        labels.push(label);
    }
    if labels.is_empty() {
        return false;
    }
    let is_named = |heading: &H| !heading.as_ref().trim().is_empty();
    let width = header.into_iter().filter(is_named).count();
    let rising = roman(cells).is_some_and(|roman| is_rising(&roman)) || is_rising(&labels);
    // "A", "1" may be a record
    let counted = || cells.iter().all(|cell| !cell.trim().starts_with(char::is_alphabetic));
    let enough = labels.len() >= FEWEST_SURE || labels.len() == 2 && width == 2 && counted();
    // a short record of numbers covers few of many columns
    rising && enough && 2 * labels.len() >= width
}

/// All labels as Roman numbers: "i" and "v" are letters, too.
fn roman(cells: &RowCells) -> Option<Vec<ColumnLabel>> {
    let filled = cells.iter().filter(|cell| !cell.trim().is_empty());
    filled.map(|cell| roman_number(bare(cell)).map(ColumnLabel::Roman)).collect()
}

/// Whether the labels rise: letters, then numbers, each sequence from its start.
fn is_rising(labels: &[ColumnLabel]) -> bool {
    let begins = |label: &ColumnLabel| match label {
        ColumnLabel::Letter(at) => *at == 0,
        ColumnLabel::Number(number, part) => *number <= 1 && *part <= 1,
        ColumnLabel::Roman(number) => *number == 1,
    };
    let follows = |pair: &[ColumnLabel]| match pair {
        [ColumnLabel::Letter(one), ColumnLabel::Letter(next)] => one < next && next - one <= 3,
        [ColumnLabel::Number(one, part), ColumnLabel::Number(next, next_part)] => {
            next == one && next_part > part || *next > *one && next - one <= 2
        }
        [ColumnLabel::Roman(one), ColumnLabel::Roman(next)] => next - 1 == *one,
        [ColumnLabel::Letter(_), next] => begins(next),
        _ => false,
    };
    labels.first().is_some_and(begins) && labels.windows(2).all(follows)
}

/// The label without brackets (a spreadsheet turns "(1)" into -1), "Cột" and a formula.
fn bare(cell: &str) -> &str {
    let formula = |c: char| matches!(c, '=' | ':');
    let (label, rest) = cell.split_once(formula).unwrap_or((cell, ""));
    let label = if is_formula(rest) { label } else { cell };
    let ends = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '.' | '-');
    let label = label.trim_matches(ends);
    let word = ["cột", "Cột", "CỘT", "cot", "Cot", "col", "Col", "C"].into_iter();
    let rest =
        word.filter_map(|word| label.strip_prefix(word)).map(|rest| rest.trim_matches(ends));
    rest.into_iter()
        .find(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        .unwrap_or(label)
}

/// Whether the text only has references to columns: "1/2*100", "(3)+(4)".
fn is_formula(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).all(|word| word.chars().count() <= 3)
}

fn label(cell: &str) -> Option<ColumnLabel> {
    if cell.len() > MOST_BYTES {
        return None;
    }
    let bare = bare(cell);
    let mut letters = bare.chars();
    if let (Some(letter), None) = (letters.next(), letters.next())
        && letter.is_alphabetic()
    {
        let lower = letter.to_lowercase().next()?;
        return LETTERS.chars().position(|c| c == lower).map(ColumnLabel::Letter);
    }
    let digits = bare.find(|c: char| !c.is_ascii_digit()).unwrap_or(bare.len());
    let (number, part) = bare.split_at_checked(digits)?;
    if number.is_empty() || number.len() > 2 {
        return roman_number(bare).map(ColumnLabel::Roman);
    }
    let part = match part.strip_prefix('.') {
        Some(part) => part.parse().ok().filter(|part| *part < 100)?,
        None => letter_part(part)?,
    };
    Some(ColumnLabel::Number(number.parse().ok()?, part))
}

/// "3a" is part 1 of column 3.
fn letter_part(part: &str) -> Option<u32> {
    let mut letters = part.chars();
    match (letters.next(), letters.next()) {
        (None, _) => Some(0),
        (Some(letter), None) => {
            let at = LETTERS.chars().position(|c| c == letter)?;
            u32::try_from(at + 1).ok()
        }
        _ => None,
    }
}

fn roman_number(text: &str) -> Option<u32> {
    const TENS: [&str; 3] = ["", "X", "XX"];
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    let text = text.to_ascii_uppercase();
    let all = TENS.iter().flat_map(|ten| ONES.iter().map(move |one| (ten, one)));
    let found = all
        .skip(1)
        .position(|(ten, one)| text.strip_prefix(ten).is_some_and(|rest| rest == *one));
    u32::try_from(found? + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(row: &str) -> bool {
        let cells: RowCells = row.split('|').collect();
        let header = vec!["Tên".to_owned(); cells.len()];
        is_numbering(&cells, &header)
    }

    #[test]
    fn a_row_of_labels_is_known_however_it_is_written() {
        for row in [
            "A|B|C|D|1|2",
            "1|2|3|4|5=6+7",
            "1|2|3|4|5=6+7|6",
            "(a)|(b)|(c)",
            "I|II|III|IV",
            "i|ii|iii|iv|v",
            "[1]|[2]|[3]",
            "[1]|[2]",
            "Cột 1|Cột 2|Cột 3",
            "A|B|1|2|3=1/2*100",
            "|1|2|3",
            "A|B|C||1|2",
            "a|b|c|d|đ|e|g",
            "1|2|3|3a|3b|4",
            "1|2.1|2.2|3",
            "(1)|(2)|(3) = (1) + (2)",
            "C1|C2|C3",
            "A|1|2|3",
            "1.|2.|3.",
        ] {
            assert!(labels(row), "{row}");
        }
    }

    #[test]
    fn a_record_is_no_row_of_labels() {
        for row in [
            "1|Xưởng mộc|12",
            "A|Chè|12",
            "1|A|1",
            "2|3|4",
            "5|6|7",
            "A|1",
            "A|B",
            "1|2|9",
            "K9||",
            "A||",
            "1||",
            "A|1|1",
            "B|A|1",
            "An|Bình|Cúc",
            "1|19|12",
        ] {
            assert!(!labels(row), "{row}");
        }
    }
}
