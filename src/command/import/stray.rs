//! Rows of an office's sheet that are no records: sums, signatures, headings of groups, the header
//! once more. They are known by their words, as no cell needs to be merged.

use crate::programme::reference::{self, Reading, Written};
use crate::text::fold::fold;
use crate::text::{clean, trimmed};

const SUMS: [&str; 7] =
    ["tong cong", "tong so", "tong", "cong", "cong chung", "total", "grand total"];

/// What stands below a list, alone in its cell.
const SIGNATURES: [&str; 17] = [
    "nguoi lap bieu",
    "nguoi lap bang",
    "nguoi lap",
    "lap bieu",
    "lap bang",
    "nguoi tong hop",
    "nguoi kiem tra",
    "ke toan",
    "ke toan truong",
    "thu truong don vi",
    "thu truong",
    "truong phong",
    "giam doc",
    "pho giam doc",
    "chu tich",
    "noi nhan",
    "xac nhan cua don vi",
];

/// How what stands below a list begins.
const BELOW: [&str; 8] =
    ["ghi chu:", "luu y:", "nguon:", "noi nhan:", "(ky", "ky ten", "tm. ", "kt. "];

/// Words of the row, when it is none of a record. `is_name`: of a column that names the record;
/// `is_number`: of a running number.
pub fn stray<'a>(
    cells: &'a [String],
    header: &[String],
    is_name: &dyn Fn(usize) -> bool,
    is_number: &dyn Fn(usize) -> bool,
) -> Option<&'a str> {
    let filled = || cells.iter().enumerate().filter(|(_, cell)| !is_blank(cell));
    let (_, first) = filled().next()?;
    let same = |(at, cell): (usize, &String)| {
        header.get(at).is_some_and(|heading| fold(heading) == fold(cell))
    };
    if filled().all(same) {
        return Some(first.trim());
    }
    let name = filled().find(|(at, _)| is_name(*at));
    let lettered = || filled().find(|(_, cell)| cell.chars().any(char::is_alphabetic));
    let (at, words) = name.or_else(lettered)?;
    let alone = || filled().all(|(other, _)| other == at || is_number(other));
    let folded = fold(&clean(words, false));
    let stray = is_sum(&folded) || is_below(&folded) || (alone() && heads_places(words));
    stray.then(|| words.trim())
}

/// Nothing that could be seen.
pub fn is_blank(cell: &str) -> bool {
    trimmed(&clean(cell, false)).is_empty()
}

/// "Tổng cộng", "TỔNG SỐ:", "Cộng (12 cơ sở)", but not "Tổng công ty Giấy".
fn is_sum(folded: &str) -> bool {
    SUMS.iter().any(|sum| {
        let rest = folded.strip_prefix(sum).map(str::trim_start);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    })
}

fn is_below(folded: &str) -> bool {
    let alone = folded.trim_end_matches([':', '.', ',', ' ']);
    let dated = folded.starts_with("ngay ") || folded.contains(", ngay ");
    SIGNATURES.contains(&alone)
        || BELOW.iter().any(|begins| folded.starts_with(begins))
        || (dated && folded.contains(" thang ") && folded.contains(" nam "))
}

/// "Huyện Lai Vung", "II. Xã Tân Dương" over the rows that lie there.
fn heads_places(words: &str) -> bool {
    let numbered = |c: char| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X');
    let bare = match words.split_once(['.', ')', '-']) {
        Some((number, rest)) if number.trim().chars().all(numbered) => rest.trim(),
        _ => words.trim(),
    };
    let folded = fold(bare);
    let mut types = ["xa ", "phuong ", "thi tran ", "dac khu "].iter();
    let is_commune = || {
        let found = reference::read(Written { commune: bare, ..Written::default() });
        !matches!(found, Reading::Nothing | Reading::NoProvince)
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
        let cells: Vec<String> = cells.iter().map(|c| (*c).to_owned()).collect();
        let header = ["STT", "Tên cơ sở", "Xã", "Lao động"].map(str::to_owned);
        stray(&cells, &header, &|at| at == 1, &|at| at == 0).is_some()
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
