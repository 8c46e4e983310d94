//! Telephone numbers: digits only, with Vietnam's country code as a 0.

use unicode_normalization::UnicodeNormalization;

use super::{FormatFault, is_dash, plain};
use crate::text::MOST_READ;

/// The first number of a text, and whether the text holds more than that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    pub digits: String,
    /// there is a second number or a name, which the answer cannot hold
    pub more: bool,
    /// a leading 0 that a spreadsheet had dropped was restored
    pub restored: bool,
}

const LABELS: [&str; 19] = [
    "dt",
    "sdt",
    "so",
    "dien",
    "thoai",
    "dtdd",
    "di",
    "dong",
    "dd",
    "tel",
    "telephone",
    "phone",
    "mobile",
    "hotline",
    "zalo",
    "lien",
    "he",
    "lh",
    "cd",
];

pub fn parse_phone(text: &str) -> Result<String, FormatFault> {
    let phone = read_phone(text)?;
    if phone.more { Err(FormatFault::NotPhone) } else { Ok(phone.digits) }
}

/// Reads a number as people write it: with any dash or blank between the digits, and "ĐT:" before
/// them.
pub fn read_phone(text: &str) -> Result<Phone, FormatFault> {
    if text.len() > MOST_READ {
        return Err(FormatFault::NotPhone);
    }
    let text = tidy(text);
    if is_run(&text) && fits_one(&text) {
        return number(&text).map(|(digits, restored)| Phone { digits, more: false, restored });
    }
    if is_refused(&text) {
        return Err(FormatFault::NotPhone);
    }
    let mut found: Option<(String, bool)> = None;
    let mut more = false;
    for part in text.split([';', ',', '/', '\n', '|', '&', ':']) {
        for run in runs(part) {
            let one = (!is_fax(part)).then(|| first_number(run)).flatten();
            match (one, &found) {
                (Some((one, cut)), None) => {
                    found = Some(one);
                    more |= cut;
                }
                _ => more |= run.contains(|c: char| c.is_ascii_digit()),
            }
        }
        more |= plain(part)
            .split(|c: char| !c.is_alphabetic())
            .any(|word| !word.is_empty() && !LABELS.contains(&word));
    }
    let (digits, restored) = found.ok_or(FormatFault::NotPhone)?;
    Ok(Phone { digits, more, restored })
}

/// Words for a number that must not, or may not, be called: "không dùng", "số cũ".
fn is_refused(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "không", "khong", "ko", "cũ", "sai", "nhầm", "hỏng", "hư", "ngừng", "ngưng", "hủy",
        "huỷ", "khóa", "hỏi",
    ];
    let lower = text.to_lowercase();
    text.contains('?')
        || lower.split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word))
}

fn is_fax(part: &str) -> bool {
    plain(part).contains("fax")
}

/// Normalises dashes, blanks and full-width digits, and removes what spreadsheets put around a
/// number.
fn tidy(text: &str) -> String {
    let wide =
        text.nfkc().filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'));
    let plain: String = wide
        .map(|c| match c {
            c if is_dash(c) => '-',
            '\n' => '\n',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    let text = plain.trim().trim_start_matches('\'');
    let whole = text.strip_suffix(".0").filter(|t| t.bytes().all(|b| b.is_ascii_digit()));
    whole.unwrap_or(text).trim().to_owned()
}

fn in_number(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | '(' | ')' | '+' | '/')
}

fn is_run(text: &str) -> bool {
    text.chars().all(in_number)
}

fn runs(part: &str) -> impl Iterator<Item = &str> {
    part.split(|c: char| !in_number(c)).map(str::trim).filter(|run| !run.is_empty())
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn is_abroad(text: &str) -> bool {
    text.trim_start_matches(['(', ' ']).starts_with('+')
}

/// Whether the digits are few enough for a single number.
fn fits_one(text: &str) -> bool {
    let count = digits_of(text).len();
    count <= 12 || (count <= 15 && (is_abroad(text) || digits_of(text).starts_with("00")))
}

/// A number with its digits in a row, or the first of two that are separated by a blank or dash;
/// the last value says whether the rest was cut off.
fn first_number(run: &str) -> Option<((String, bool), bool)> {
    if digits_of(run).len() >= 8 && fits_one(run) {
        return number(run).ok().map(|one| (one, false));
    }
    let ends = run.char_indices().filter(|(_, c)| matches!(c, ' ' | '-' | '/'));
    let mut heads = ends.filter_map(|(at, _)| run.get(..at));
    heads.find_map(|head| {
        let one = number(head).ok().filter(|(digits, _)| phone_looks_right(digits))?;
        Some((one, true))
    })
}

fn number(text: &str) -> Result<(String, bool), FormatFault> {
    let digits = digits_of(text);
    let plus = text.chars().filter(|c| *c == '+').count();
    let abroad = is_abroad(text);
    if !(3..=15).contains(&digits.len()) || plus > usize::from(abroad) {
        return Err(FormatFault::NotPhone);
    }
    let (abroad, digits) = match digits.strip_prefix("00") {
        Some(rest) if digits.len() >= 11 => (true, rest.to_owned()),
        _ => (abroad, digits),
    };
    match digits.strip_prefix("84") {
        Some(rest) if abroad || matches!(digits.len(), 11 | 12) => {
            return Ok((format!("0{}", rest.strip_prefix('0').unwrap_or(rest)), false));
        }
        _ if abroad => return Ok((format!("+{digits}"), false)),
        _ => {}
    }
    let with_zero = format!("0{digits}");
    let restored = !digits.starts_with('0') && phone_looks_right(&with_zero);
    Ok(if restored { (with_zero, true) } else { (digits, false) })
}

/// 0912 345 678
pub fn show_phone(digits: &str) -> String {
    match (digits.get(..4), digits.get(4..7), digits.get(7..)) {
        (Some(a), Some(b), Some(c)) if matches!(digits.len(), 10 | 11) => {
            format!("{a} {b} {c}")
        }
        _ => digits.to_string(),
    }
}

/// Whether it has the form of a Vietnamese number. Others may be right, and give a warning.
pub fn phone_looks_right(digits: &str) -> bool {
    matches!(
        (digits.len(), digits.get(..2)),
        (10, Some("03" | "05" | "07" | "08" | "09")) | (11, Some("02"))
    )
}
