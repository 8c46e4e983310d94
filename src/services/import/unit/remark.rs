//! Recognises words in brackets after a heading that are no unit ("(nếu có)", "(năm 2025)", "(theo
//! giấy phép)"), and those that name a part of what is counted ("(nữ)").

use crate::text::fold::fold;
use crate::text::format::sounds_like_money;

/// Words that occur in no unit.
const WORDS: [&str; 63] = [
    "neu", "co", "theo", "gom", "ke", "ca", "du", "kien", "uoc", "chua", "da", "tai", "den",
    "thoi", "diem", "cuoi", "dau", "truoc", "sau", "dang", "ky", "dieu", "le", "phap", "dinh",
    "tu", "vay", "von", "thu", "thue", "vat", "gtgt", "xem", "ghi", "chu", "lam", "tron",
    "luy", "binh", "quan", "thuc", "hien", "te", "hoach", "tong", "trong", "ngoai", "nuoc",
    "so", "luong", "cua", "cho", "luu", "xuat", "khau", "khong", "bat", "buoc", "moi", "nhat",
    "toan", "bo", "khai",
];
/// Words that accompany a year or a date.
const OF_TIME: [&str; 11] =
    ["nam", "ngay", "thang", "den", "tinh", "het", "cuoi", "dau", "tai", "thoi", "diem"];
/// A text with this many words, none of them about money, is no unit.
const PROSE_WORDS: usize = 5;

/// Folded words for a part of what is counted.
const PARTS: [&str; 38] = [
    "nu",
    "gioi nu",
    "dan toc",
    "dtts",
    "thoi vu",
    "mua vu",
    "khoan",
    "bhxh",
    "bao hiem",
    "khuyet tat",
    "ngheo",
    "can ngheo",
    "truc tiep",
    "gian tiep",
    "quan ly",
    "tang them",
    "moi tuyen",
    "nuoc ngoai",
    "trong nuoc",
    "xuat khau",
    "noi dia",
    "vay",
    "doi ung",
    "co dinh",
    "luu dong",
    "quoc gia",
    "dia phuong",
    "trong do",
    "ke hoach",
    "female",
    "male",
    "women",
    "men",
    "seasonal",
    "loan",
    "export",
    "foreign",
    "domestic",
];

/// Whether a text in brackets names a part of what the heading counts.
pub fn names_part(text: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric();
    let lower = text.trim_matches(|c: char| !is_word(c)).to_lowercase();
    // without diacritics, "nam" (male) and "năm" (year) are the same
    if matches!(lower.as_str(), "nam" | "nam giới") {
        return true;
    }
    let folded = fold(&lower);
    let words: Vec<&str> = folded.split(|c| !is_word(c)).filter(|w| !w.is_empty()).collect();
    // "bao gồm cả vốn vay" restricts nothing
    let includes = matches!(words.as_slice(), ["bao", "gom", ..] | ["gom" | "including", ..])
        || matches!(words.as_slice(), ["ke" | "tinh", "ca", ..]);
    !includes
        && PARTS.iter().any(|part| {
            let part: Vec<&str> = part.split(' ').collect();
            words.windows(part.len()).any(|some| some == part)
        })
}

/// Whether a text in brackets is certainly no unit.
pub fn is_remark(text: &str) -> bool {
    if is_time(text) || is_place_of_column(text) {
        return true;
    }
    if sounds_like_money(text) {
        return false;
    }
    let folded = fold(text);
    let words = || folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words().any(|word| WORDS.contains(&word)) || words().count() >= PROSE_WORDS
}

/// A date or year: "2025", "năm 2025", "31/12/2025", "tính đến 30/6/2026".
fn is_time(text: &str) -> bool {
    let folded = fold(text);
    let mut words = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let year = |word: &str| {
        word.len() == 4
            && (word.starts_with("20") || word.starts_with("19"))
            && word.bytes().all(|b| b.is_ascii_digit())
    };
    let mut years = 0;
    let all = words.all(|word| {
        years += usize::from(year(word));
        let day = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
        year(word) || day || OF_TIME.contains(&word)
    });
    // "năm nay" is matched by its words instead
    all && years > 0
}

/// A column number with its formula: "1", "5=3+4".
fn is_place_of_column(text: &str) -> bool {
    let numbers = text.split(|c: char| !c.is_alphanumeric()).filter(|n| !n.is_empty());
    let small = |n: &str| n.len() <= 2 && n.bytes().all(|b| b.is_ascii_digit());
    let mut any = false;
    let all = numbers.into_iter().all(|n| {
        any = true;
        small(n)
    });
    any && all && text.chars().all(|c| !c.is_alphabetic())
}
