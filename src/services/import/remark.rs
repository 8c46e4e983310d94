//! Words in brackets behind a heading of money that are no unit: "(nếu có)", "(năm 2025)",
//! "(theo giấy phép)".

use crate::text::fold::fold;
use crate::text::format::sounds_like_money;

/// Words that no unit has.
const WORDS: [&str; 63] = [
    "neu", "co", "theo", "gom", "ke", "ca", "du", "kien", "uoc", "chua", "da", "tai", "den",
    "thoi", "diem", "cuoi", "dau", "truoc", "sau", "dang", "ky", "dieu", "le", "phap", "dinh",
    "tu", "vay", "von", "thu", "thue", "vat", "gtgt", "xem", "ghi", "chu", "lam", "tron",
    "luy", "binh", "quan", "thuc", "hien", "te", "hoach", "tong", "trong", "ngoai", "nuoc",
    "so", "luong", "cua", "cho", "luu", "xuat", "khau", "khong", "bat", "buoc", "moi", "nhat",
    "toan", "bo", "khai",
];
/// Words that stand beside a year or a day.
const OF_TIME: [&str; 11] =
    ["nam", "ngay", "thang", "den", "tinh", "het", "cuoi", "dau", "tai", "thoi", "diem"];
/// A text of so many words that sounds like no money is no unit, whatever it says.
const PROSE: usize = 5;

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
    words().any(|word| WORDS.contains(&word)) || words().count() >= PROSE
}

/// "2025", "năm 2025", "31/12/2025", "tính đến 30/6/2026"
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
    // "năm nay" is a remark by its words
    all && years > 0
}

/// The number of a column and how it is worked out: "1", "5=3+4".
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
