//! Tax codes: the forms in which people write them, and the check digit (TT 105/2020).

use unicode_normalization::UnicodeNormalization;

use crate::text::fold::fold;
use crate::text::format::is_dash;

/// The digits of a tax code, and those of the dependent unit after the hyphen; `None` if it is
/// malformed.
pub fn parts(text: &str) -> Option<(&str, Option<&str>)> {
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let (main, unit) = match text.split_once('-') {
        Some((main, unit)) => (main, Some(unit)),
        None => (text, None),
    };
    let right = match (main.len(), unit) {
        (10, Some(unit)) => unit.len() == 3 && digits(unit) && unit != "000",
        (10 | 12, None) => true,
        _ => false,
    };
    (right && digits(main)).then_some((main, unit))
}

/// Whether the tenth of ten digits is the right check digit.
pub fn checks(ten: &str) -> bool {
    const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];
    let digits: Vec<u32> = ten.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = WEIGHTS.iter().zip(&digits).map(|(weight, digit)| weight * digit).sum();
    let wanted = 10u32.checked_sub(sum % 11).filter(|_| !sum.is_multiple_of(11));
    digits.len() == 10 && wanted.as_ref() == digits.last()
}

/// The codes of provinces before 2025, with which personal numbers of twelve digits begin.
const PROVINCES: [u8; 63] = [
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36,
    37, 38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74,
    75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
];

/// Whether twelve digits can be those of a person.
fn is_personal(code: &str) -> bool {
    let digits = code.len() == 12 && code.bytes().all(|b| b.is_ascii_digit());
    let province = code.get(..3).and_then(|code| code.parse().ok());
    digits && province.is_some_and(|code| PROVINCES.contains(&code))
}

/// A tax code in its normal form, from "MST: 0100109106 - 001", 13 digits in a row, or a code that
/// lost its leading 0 in a spreadsheet, if the check digit proves it. Other text is returned
/// unchanged.
pub fn tidy(text: &str) -> String {
    read(text).unwrap_or_else(|| text.to_owned())
}

fn read(text: &str) -> Option<String> {
    let text: String = text.nfkc().map(|c| if is_dash(c) { '-' } else { c }).collect();
    let text = text.trim().trim_start_matches('\'').trim();
    let at = text.find(|c: char| c.is_ascii_digit())?;
    let (label, code) = text.split_at(at);
    let label = fold(label.trim().trim_end_matches([':', '.', ' ', '-']));
    let known = [
        "",
        "mst",
        "ma so thue",
        "ma so",
        "msdn",
        "ma so doanh nghiep",
        "ma so dn",
        "tax code",
    ];
    if !known.contains(&label.as_str()) {
        return None;
    }
    // a remark such as "(cấp lại)"
    let code = match code.split_once('(') {
        Some((code, remark)) if !remark.contains(|c: char| c.is_ascii_digit()) => code.trim(),
        _ => code,
    };
    let code = code.strip_suffix(".0").unwrap_or(code);
    let code: String =
        code.chars().filter(|c| !matches!(c, '.' | ' ') && !c.is_whitespace()).collect();
    let code = code.replace('/', "-");
    // "0100-109-106": these hyphens separate no dependent unit
    let parted = code.split_once('-').is_some_and(|(main, _)| main.len() < 9);
    let bare = code.replace('-', "");
    let proven = bare.get(..10).is_some_and(checks) && matches!(bare.len(), 10 | 13);
    let code = if parted && proven { bare } else { code };
    let code = match (code.len(), code.contains('-')) {
        (13, false) => format!("{}-{}", code.get(..10)?, code.get(10..)?),
        _ => code,
    };
    // a person's twelve digits begin with a 0, so other twelve digits are thirteen that lost one
    let whole = match code.split_once('-') {
        Some((main, unit)) if main.len() == 9 => Some(format!("0{main}-{unit}")),
        None if code.len() == 9 => Some(format!("0{code}")),
        None if code.len() == 12 && !code.starts_with('0') => {
            Some(format!("0{}-{}", code.get(..9)?, code.get(9..)?))
        }
        _ => None,
    };
    // eleven digits can only be a person's twelve that lost the leading 0
    let person = format!("0{code}");
    if code.len() == 11 && is_personal(&person) {
        return Some(person);
    }
    let proven = whole.filter(|whole| parts(whole).is_some_and(|(main, _)| checks(main)));
    let code = proven.unwrap_or(code);
    parts(&code).is_some().then_some(code)
}
