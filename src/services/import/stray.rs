//! Recognises rows of an office's sheet that are no records: sums, signatures, group headings,
//! repeated headers, column labels. They are recognised by their words (`stray.tsv`), as their
//! cells need not be merged.

use std::sync::LazyLock;

use super::header::numbering::is_numbering;
use crate::programme::reference::{self, PlaceReading, WrittenPlace};
use crate::services::import::row_cells::RowCells;
use crate::text::fold::fold;
use crate::text::{clean, trimmed};

/// Maximum number of signers next to each other.
const MOST_SIGNERS: usize = 3;

/// Classes of words: `sum` begins a line of sums, followed by a `scope` or nothing; `alone` is the
/// whole cell; `begins` begins a line below a list; `signs` and `heads` begin a row that is
/// otherwise empty, and so does `ordinal` followed by a number or a letter.
const WORDS: &str = include_str!("stray.tsv");

static SUMS: LazyLock<Vec<&str>> = LazyLock::new(|| of("sum"));
static SCOPES: LazyLock<Vec<&str>> = LazyLock::new(|| of("scope"));
static ALONE: LazyLock<Vec<&str>> = LazyLock::new(|| of("alone"));
static BEGINS: LazyLock<Vec<&str>> = LazyLock::new(|| of("begins"));
static HEADS: LazyLock<Vec<&str>> = LazyLock::new(|| of("heads"));
static SIGNS: LazyLock<Vec<&str>> = LazyLock::new(|| of("signs"));
static ORDINALS: LazyLock<Vec<&str>> = LazyLock::new(|| of("ordinal"));

fn of(sort: &str) -> Vec<&'static str> {
    let pairs = WORDS.lines().filter_map(|line| line.split_once('\t'));
    pairs.filter(|(of, _)| *of == sort).map(|(_, word)| word).collect()
}

/// Roles of the columns that matter for recognising rows that are no records.
pub trait Columns {
    /// names the record
    fn is_name(&self, at: usize) -> bool;
    /// a running number
    fn is_number(&self, at: usize) -> bool;
    /// takes a number
    fn counts(&self, at: usize) -> bool;
    /// answers a question
    fn is_read(&self, at: usize) -> bool;
}

/// The cell that identifies the row: the name, or else the first cell with a letter.
pub fn words<'a>(cells: &'a RowCells, columns: &dyn Columns) -> Option<(usize, &'a str)> {
    let filled = || cells.iter().enumerate().filter(|(_, cell)| !is_blank(cell));
    let name = filled().find(|(at, _)| columns.is_name(*at));
    let lettered = || filled().find(|(_, cell)| cell.chars().any(char::is_alphabetic));
    name.or_else(lettered).map(|(at, cell)| (at, cell.trim()))
}

/// What a row is, if it is no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StrayRow {
    Header,
    Sum,
    /// text below a list
    Signature,
    Heading,
}

/// The identifying text of the row and its class, if it is no record.
pub fn stray<'a>(
    cells: &'a RowCells,
    header: &[String],
    columns: &dyn Columns,
) -> Option<(&'a str, StrayRow)> {
    let filled = || cells.iter().enumerate().filter(|(_, cell)| !is_blank(cell));
    let (_, first) = filled().next()?;
    let same = |(at, cell): (usize, &str)| {
        header.get(at).is_some_and(|heading| fold(heading) == fold(cell))
    };
    if filled().all(same) || is_numbering(cells, header) {
        return Some((first.trim(), StrayRow::Header));
    }
    let (at, words) = words(cells, columns)?;
    let folded = fold(&clean(words, false));
    let bare = is_bare(cells, at, columns);
    let numbered = cells.iter().enumerate().any(|(at, cell)| {
        columns.is_number(at) && cell.trim().starts_with(|c: char| c.is_ascii_digit())
    });
    // a record may begin with a date
    let few = filled().count() <= MOST_SIGNERS;
    let sort = if is_sum(words, &folded, bare && !numbered) {
        StrayRow::Sum
    } else if is_below(&folded)
        || few && is_dated(&folded)
        || bare && !numbered && signs(&folded)
    {
        StrayRow::Signature
    } else if bare && !numbered && (is_heading_word(&folded) || says_nothing(words))
        || bare && heads_places(words)
    {
        StrayRow::Heading
    } else {
        return None;
    };
    Some((words, sort))
}

/// Whether a row has only numbers besides the cell `at`.
pub fn is_bare(cells: &RowCells, at: usize, columns: &dyn Columns) -> bool {
    let filled = cells.iter().enumerate().filter(|(_, cell)| !is_blank(cell));
    filled.filter(|(other, _)| *other != at).all(|(other, cell)| {
        let digits = || !cell.chars().any(char::is_alphabetic);
        columns.is_number(other) || columns.counts(other) && digits()
    })
}

/// Whether nothing in the cell is visible.
pub fn is_blank(cell: &str) -> bool {
    trimmed(&clean(cell, false)).is_empty()
}

/// Only marks: "...", "---".
fn says_nothing(words: &str) -> bool {
    !words.chars().any(char::is_alphanumeric) || words == "0"
}

/// "Tổng cộng", "TỔNG SỐ:", "Cộng (12 cơ sở)", "Cộng xã Lai Vung", but not "Tổng công ty Giấy".
fn is_sum(words: &str, folded: &str, bare: bool) -> bool {
    SUMS.iter().any(|sum| {
        let Some(rest) = folded.strip_prefix(sum) else { return false };
        let ends = !rest.starts_with(char::is_alphabetic);
        let rest = rest.trim_start();
        !rest.starts_with(char::is_alphabetic)
            || bare && ends && adds(words) && SCOPES.iter().any(|scope| is_first(rest, scope))
    })
}

/// "Cộng" (sum), as opposed to "Công" in many names, which folds to the same.
fn adds(words: &str) -> bool {
    let lower = clean(words, false).to_lowercase();
    let first = lower.split(' ').next().unwrap_or_default();
    first.is_ascii() || matches!(first, "cộng" | "tổng")
}

/// Whether a text begins with these words, as whole words.
fn is_first(text: &str, words: &str) -> bool {
    let rest = text.strip_prefix(words);
    rest.is_some_and(|rest| {
        words.ends_with([' ', ':']) || !rest.starts_with(char::is_alphanumeric)
    })
}

fn is_below(folded: &str) -> bool {
    let alone = folded.trim_matches([':', '.', ',', ' ', '(', ')', '-', '*', '/']);
    ALONE.contains(&alone) || BEGINS.iter().any(|begins| folded.starts_with(begins))
}

/// The date on which a list is signed.
fn is_dated(folded: &str) -> bool {
    let day =
        |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '…'));
    let dated = folded.strip_prefix("ngay ").is_some_and(day)
        || folded.split_once(", ngay ").is_some_and(|(_, rest)| day(rest));
    dated
        && (folded.contains(" thang ") && folded.contains(" nam ")
            || folded.matches(['/', '-', '.']).count() >= 2)
}

/// Whether the words of an otherwise empty row are those of a signature.
fn signs(folded: &str) -> bool {
    let bare = folded.trim_start_matches(['(', '-', '*', '+', '[', ' ']);
    SIGNS.iter().any(|words| is_first(bare, words))
}

fn is_heading_word(folded: &str) -> bool {
    let bare = folded.trim_start_matches(['(', '-', '*', '+', '[', ' ']);
    HEADS.iter().any(|words| is_first(bare, words))
        || ORDINALS.iter().any(|word| {
            let rest = bare.strip_prefix(word).and_then(|rest| rest.strip_prefix(' '));
            rest.is_some_and(|rest| ordinal(rest).is_some())
        })
}

/// The text after the number, Roman number or letter of a heading.
pub fn ordinal(text: &str) -> Option<&str> {
    let ends = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    let (number, rest) = text.split_at_checked(ends)?;
    let roman = |c: char| matches!(c, 'i' | 'v' | 'x' | 'I' | 'V' | 'X');
    let counts = !number.is_empty()
        && (number.chars().all(|c| c.is_ascii_digit())
            || number.chars().all(roman)
            || number.chars().count() == 1);
    let parted = rest.is_empty() || rest.starts_with(['.', ':', ')', '-', ' ', '/']);
    let spaced = rest.trim_start();
    let follows = !rest.starts_with(' ') || !spaced.starts_with(char::is_alphanumeric);
    (counts && parted && follows).then(|| rest.trim_start_matches(['.', ':', ')', '-', ' ']))
}

/// The place in a heading: "Xã Tân Dương" of "II. Xã Tân Dương:".
pub fn place_heading(words: &str) -> Option<&str> {
    heads_places(words).then(|| without_ordinal(words))
}

fn without_ordinal(words: &str) -> &str {
    let bare = ordinal(words).filter(|rest| !rest.is_empty()).unwrap_or(words);
    bare.trim().trim_end_matches([':', '.', ' '])
}

/// Whether a heading is a place: "Huyện Lai Vung", "II. Xã Tân Dương".
fn heads_places(words: &str) -> bool {
    let bare = without_ordinal(words);
    let folded = fold(bare);
    let mut types = ["xa ", "phuong ", "thi tran ", "dac khu "].iter();
    let is_commune = || {
        let found = reference::read(WrittenPlace { commune: bare, ..WrittenPlace::default() });
        !matches!(found, PlaceReading::Nothing | PlaceReading::NoProvince)
    };
    let mut districts = ["huyen ", "quan ", "thi xa ", "thanh pho ", "tp ", "tp. "].iter();
    districts.any(|ty| folded.starts_with(ty)) && reference::is_district(bare, None)
        || folded.starts_with("tinh ") && reference::place_where(bare).is_some()
        || types.any(|ty| folded.starts_with(ty)) && is_commune()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_stray(cells: &[&str]) -> bool {
        let cells: RowCells = cells.iter().collect();
        let header = ["STT", "Tên cơ sở", "Xã", "Lao động"].map(str::to_owned);
        stray(&cells, &header, &Plain).is_some()
    }

    struct Plain;

    impl Columns for Plain {
        fn is_name(&self, at: usize) -> bool {
            at == 1
        }
        fn is_number(&self, at: usize) -> bool {
            at == 0
        }
        fn counts(&self, at: usize) -> bool {
            at == 3
        }
        fn is_read(&self, _: usize) -> bool {
            true
        }
    }

    #[test]
    fn sums_signatures_headings_and_the_header_again_are_no_records() {
        for cells in [
            ["", "Tổng cộng", "", "5"],
            ["Cộng", "", "", "5"],
            ["", "TỔNG SỐ:", "", ""],
            ["", "To\u{302}\u{309}ng co\u{323}\u{302}ng", "", "5"],
            ["", "Cộng (12 cơ sở)", "", "90"],
            ["Tổng: 12", "", "", ""],
            ["", "Người lập biểu", "Thủ trưởng đơn vị", ""],
            ["", "", "Đồng Tháp, ngày 30 tháng 6 năm 2026", ""],
            ["", "Ghi chú: số liệu đến 30/6", "", ""],
            ["I", "Huyện Lai Vung", "", ""],
            ["", "II. Xã Tân Dương", "", ""],
            ["", "Tỉnh Bến Tre", "", ""],
            ["STT", "Tên cơ sở", "Xã", "Lao động"],
            ["", "TÊN CƠ SỞ", "", ""],
        ] {
            assert!(is_stray(&cells), "{cells:?}");
        }
    }

    #[test]
    fn what_only_sounds_like_them_is_a_record() {
        for cells in [
            ["1", "Tổng công ty Giấy Việt Nam", "", "5"],
            ["2", "Cộng đồng dệt Mai Châu", "", ""],
            ["3", "Xưởng mộc Lai Vung", "", ""],
            ["4", "Giám đốc Hùng", "Xã Tân Dương", ""],
            ["5", "A", "Tổng cộng", "5"],
            ["6", "Xã Lai Vung", "Xã Lai Vung", "5"],
            ["", "", "", "5"],
        ] {
            assert!(!is_stray(&cells), "{cells:?}");
        }
    }
}
