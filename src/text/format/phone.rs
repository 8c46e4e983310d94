//! Telephone numbers: digits only, the country code of Vietnam as a 0.

use super::FormatFault;

pub fn parse_phone(text: &str) -> Result<String, FormatFault> {
    let text = text.trim();
    let right = text.chars().all(|c| c.is_ascii_digit() || " .-()+/\u{a0}".contains(c));
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if !right || !(3..=15).contains(&digits.len()) || text.rfind('+').is_some_and(|at| at > 0) {
        return Err(FormatFault::NotPhone);
    }
    let abroad = text.starts_with('+');
    match digits.strip_prefix("84") {
        Some(rest) if abroad || matches!(digits.len(), 11 | 12) => {
            Ok(format!("0{}", rest.strip_prefix('0').unwrap_or(rest)))
        }
        _ if abroad => Ok(format!("+{digits}")),
        _ => Ok(digits),
    }
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

/// The form of numbers in Vietnam; others may be right, and are asked about.
pub fn phone_looks_right(digits: &str) -> bool {
    matches!(
        (digits.len(), digits.get(..2)),
        (10, Some("03" | "05" | "07" | "08" | "09")) | (11, Some("02"))
    )
}
