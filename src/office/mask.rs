//! Number formats that show a code: "0000000000" shows 100109106 as 0100109106, and "0000 000 000"
//! shows a telephone number. Only formats of digits and plain signs are understood.

/// A format of fixed digits: `None` is a digit, other characters are shown as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mask(Vec<Option<char>>);

/// The longest format of Excel.
const MOST_FORMAT: usize = 255;
/// Excel keeps fifteen digits of a number.
const MOST_DIGITS: usize = 15;
/// A larger number has more digits than a double holds.
const EXACT: f64 = 1e15;

impl Mask {
    /// `None` for formats of amounts, days and texts, and for formats that do not change a number.
    pub fn of(format: &str) -> Option<Mask> {
        let positive = format.split(';').next()?;
        if positive.len() > MOST_FORMAT {
            return None;
        }
        let mut places = Vec::new();
        let mut digits: usize = 0;
        let mut letters = positive.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '0' => {
                    digits += 1;
                    places.push(None);
                }
                '\\' => places.push(Some(letters.next()?)),
                '"' => places.extend(letters.by_ref().take_while(|c| *c != '"').map(Some)),
                // a condition, a colour or a locale
                '[' => letters.by_ref().find(|c| *c == ']').map(|_| ())?,
                // a blank as wide as the next letter
                '_' => letters.next().map(|_| ())?,
                ' ' | '-' | '(' | ')' | '+' | '/' => places.push(Some(letter)),
                _ => return None,
            }
        }
        (2..=MOST_DIGITS).contains(&digits).then_some(Mask(places))
    }

    /// The number as shown; `None` if the format does not change it.
    pub fn show(&self, number: f64) -> Option<String> {
        if !(0.0..EXACT).contains(&number) || number.fract() != 0.0 {
            return None;
        }
        let plain = format!("{number:.0}");
        let wanted = self.0.iter().filter(|place| place.is_none()).count();
        let digits = format!("{plain:0>wanted$}");
        // if there are more digits than places, the first place takes the surplus
        let (first, rest) = digits.split_at(digits.len() - wanted + 1);
        let mut groups =
            std::iter::once(first.to_owned()).chain(rest.chars().map(String::from));
        let mut shown = String::new();
        for place in &self.0 {
            match place {
                Some(letter) => shown.push(*letter),
                None => shown.push_str(&groups.next().unwrap_or_default()),
            }
        }
        let shown = shown.trim().to_owned();
        (shown != plain).then_some(shown)
    }
}

/// Whether a text shows a number with leading zeros ("0100109106", "000-123").
pub fn shows_zeros(text: &str, number: f64) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let plain = text.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '/'));
    plain && digits.starts_with('0') && digits.parse() == Ok(number) && number.fract() == 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(format: &str, number: f64) -> Option<String> {
        Mask::of(format)?.show(number)
    }

    #[test]
    fn a_format_of_zeros_shows_a_code() {
        for (format, number, seen) in [
            ("0000000000", 100_109_106.0, "0100109106"),
            ("0000", 810.0, "0810"),
            ("00000", 97.0, "00097"),
            ("0000\\ 000\\ 000", 912_345_678.0, "0912 345 678"),
            ("0000 000 000", 912_345_678.0, "0912 345 678"),
            ("000-000", 12_345.0, "012-345"),
            ("0000000000\\-000", 100_109_106_001.0, "0100109106-001"),
            ("\"0\"000000000", 912_345_678.0, "0912345678"),
            ("\"+84\" 000000000", 912_345_678.0, "+84 912345678"),
            ("[$-42A]0000000000;@", 100_109_106.0, "0100109106"),
            ("000", 12_345.0, ""),
            ("00-00", 12_345.0, "123-45"),
        ] {
            let seen = (!seen.is_empty()).then(|| seen.to_owned());
            assert_eq!(shown(format, number), seen, "{format}");
        }
    }

    #[test]
    fn amounts_days_and_texts_are_left_alone() {
        for format in ["General", "0", "#,##0", "0.00", "0%", "dd/mm/yyyy", "@", "0E+00", ""] {
            assert_eq!(shown(format, 12_345.0), None, "{format}");
        }
        for number in [-5.0, 1.5, 1e15, f64::NAN] {
            assert_eq!(shown("0000", number), None, "{number}");
        }
    }

    #[test]
    fn zeros_are_seen_in_what_a_cell_shows() {
        for (text, number, zeros) in [
            ("0100109106", 100_109_106.0, true),
            ("000-123", 123.0, true),
            ("0912 345 678", 912_345_678.0, true),
            ("1.234", 1_234.0, false),
            ("12 345", 12_345.0, false),
            ("0,5", 0.5, false),
            ("0", 0.0, true),
        ] {
            assert_eq!(shows_zeros(text, number), zeros, "{text}");
        }
    }
}
