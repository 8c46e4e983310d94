//! Reads a telephone number that is typed into a search box. Knows no other words.

/// The digits as records hold them; `None` unless the text begins a number that is written with
/// dots, dashes or the country's code. A day begins with one or two digits, and the dash of a tax code
/// stands behind ten.
pub fn digits(text: &str) -> Option<String> {
    let text = text.trim();
    let abroad = text.strip_prefix("+84");
    let number = abroad.unwrap_or(text);
    let is_mark = |c: char| matches!(c, '.' | '-' | ' ' | '(' | ')');
    let first = number.find(is_mark).unwrap_or(number.len());
    let is_at_home =
        number.starts_with('0') && (3..=4).contains(&first) && number.contains(['.', '-']);
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let is_number = abroad.is_some() || is_at_home;
    if !is_number
        || digits.is_empty()
        || !number.chars().all(|c| c.is_ascii_digit() || is_mark(c))
    {
        return None;
    }
    Some(match abroad {
        Some(_) => format!("0{}", digits.trim_start_matches('0')),
        None => digits,
    })
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn a_number_is_read_however_it_is_written() {
        for text in
            ["0706.042.175", "0706-042-175", "+84706042175", " +84 706 042 175", "0706 042.175"]
        {
            assert_eq!(digits(text).as_deref(), Some("0706042175"), "{text}");
        }
        assert_eq!(digits("0706.04").as_deref(), Some("070604"));
        for text in [
            "",
            "+84",
            "0706 042 175",
            "0706042175",
            "12.5",
            "01.12.2026",
            "01-12",
            "0.5",
            "1400123456-001",
            "0312345678-001",
            "0706.042 an",
            "nguyễn",
            "015-KCQG",
        ] {
            assert_eq!(digits(text), None, "{text}");
        }
    }
}
