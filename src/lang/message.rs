//! Counts and plurals in sentences.

/// English plural ending: `1 record`, `2 records`. Vietnamese has no plural.
pub(super) fn s(count: u64) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// English words that agree with a count: `1 row is`, `2 rows are`.
pub(super) fn agree(
    count: impl std::fmt::Display,
    one: &'static str,
    more: &'static str,
) -> &'static str {
    if count.to_string() == "1" { one } else { more }
}

/// A count with grouped digits, `4.213`, in both languages as in the fields.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}
