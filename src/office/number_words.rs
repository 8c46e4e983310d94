//! What a number format shows besides digits: words, `#,##0" nghìn"`, and the thousands that
//! trailing commas leave out, `#,##0,`, said in words. The country's currency is ignored, since
//! formats have it whatever the numbers count in.

use super::grid::number;

/// The longest format of Excel.
const MOST_FORMAT: usize = 255;
/// The unit, by the number of thousands that a format leaves out: 620,000,000,000 under `#,##0,,`
/// shows as 620,000, and the heading may say đồng or triệu đồng.
const SCALES: [&str; 4] = ["", "nghìn", "triệu", "tỷ"];
const MOST_THOUSANDS: i32 = 3;
/// Most decimals that are shown.
const MOST_PLACES: usize = 6;

/// A format that shows words, or leaves out thousands.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberWords(Vec<FormatSection>);

/// A section of a format; each section is for some numbers.
#[derive(Clone, Debug, Default, PartialEq)]
struct FormatSection {
    /// "[>=1000]"
    condition: Option<(String, f64)>,
    /// how often it divides by a thousand
    thousands: i32,
    words: String,
}

impl NumberWords {
    /// `None` for a format that shows only the digits, and all of them.
    pub fn of(format: &str) -> Option<NumberWords> {
        if format.len() > MOST_FORMAT {
            return None;
        }
        let sections: Vec<FormatSection> = sections(format);
        let plain =
            |section: &FormatSection| section.thousands == 0 && !says_more(&section.words);
        (!sections.iter().all(plain)).then_some(NumberWords(sections))
    }

    /// The number as shown, but not rounded; `None` if the format adds nothing.
    pub fn show(&self, value: f64) -> Option<String> {
        let section = self.section(value)?;
        let words = section.words.trim();
        let plain = section.thousands == 0 && !says_more(words);
        (!plain).then(|| seen(value, section.thousands, words))
    }

    fn section(&self, value: f64) -> Option<&FormatSection> {
        let met = |section: &&FormatSection| match &section.condition {
            Some((sign, limit)) => match sign.as_str() {
                ">" => value > *limit,
                ">=" => value >= *limit,
                "<" => value < *limit,
                "<=" => value <= *limit,
                "<>" => value != *limit,
                _ => value == *limit,
            },
            None => true,
        };
        if self.0.iter().any(|section| section.condition.is_some()) {
            return self.0.iter().find(met);
        }
        // for positive numbers, negative ones, and zero
        let at = if value < 0.0 { 1 } else { usize::from(value == 0.0) * 2 };
        self.0.get(at).or(self.0.first())
    }
}

/// The same for a number of which only the shown text is known, in any notation.
pub fn of_shown(value: f64, shown: &str) -> Option<String> {
    let words: String = shown.chars().filter(|c| is_word(*c) || c.is_whitespace()).collect();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let wanted = digits(shown);
    let places = |value: f64| (0..=MOST_PLACES).map(move |places| format!("{value:.places$}"));
    let fits = |thousands: &i32| {
        let rounded = value.abs() / 1000f64.powi(*thousands);
        places(rounded).any(|text| digits(&text) == wanted)
    };
    let thousands = (0..=MOST_THOUSANDS).find(fits).unwrap_or_default();
    let plain = thousands == 0 && !says_more(&words);
    (!plain && !wanted.is_empty()).then(|| seen(value, thousands, words.trim()))
}

fn seen(value: f64, thousands: i32, words: &str) -> String {
    let digits = number(value / 1000f64.powi(thousands));
    let scale = usize::try_from(thousands).ok().and_then(|at| SCALES.get(at));
    let words = if says_more(words) { words } else { scale.copied().unwrap_or_default() };
    format!("{digits} {words}").trim_end().to_owned()
}

fn says_more(words: &str) -> bool {
    const CURRENCY: [&str; 6] = ["₫", "đ", "vnd", "vnđ", "đồng", "dong"];
    let lower = words.trim().to_lowercase();
    words.chars().any(is_word) && !CURRENCY.contains(&lower.as_str())
}

/// Letters, and signs of currencies.
fn is_word(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '$' | '€' | '£' | '¥' | '₫')
}

fn sections(format: &str) -> Vec<FormatSection> {
    let (mut all, mut section) = (Vec::new(), FormatSection::default());
    let mut letters = format.chars().peekable();
    // a comma between digits groups them
    let mut commas = 0;
    while let Some(letter) = letters.next() {
        match letter {
            ',' => commas += 1,
            '0' | '#' | '?' => commas = 0,
            ';' => {
                section.thousands = commas.min(MOST_THOUSANDS);
                all.push(std::mem::take(&mut section));
                commas = 0;
            }
            '"' => section.words.extend(letters.by_ref().take_while(|c| *c != '"')),
            '\\' => section.words.extend(letters.next()),
            '_' | '*' => {
                letters.next();
                section.words.push(' ');
            }
            '[' => {
                let inside: String = letters.by_ref().take_while(|c| *c != ']').collect();
                section.take_bracket(&inside);
            }
            '.' => {}
            // "0.00E+00"
            'E' | 'e' if matches!(letters.peek(), Some('+' | '-')) => {}
            _ => section.words.push(letter),
        }
    }
    section.thousands = commas.min(MOST_THOUSANDS);
    all.push(section);
    for section in &mut all {
        if section.words.trim().eq_ignore_ascii_case("general") {
            section.words.clear();
        }
        section.words = section.words.replace("General", "");
    }
    all
}

impl FormatSection {
    /// "$₫-42A" is a currency, ">=1000" a condition, and "Red" a colour.
    fn take_bracket(&mut self, inside: &str) {
        if let Some(currency) = inside.strip_prefix('$') {
            let currency = currency.split('-').next().unwrap_or_default();
            self.words.push_str(currency);
            return;
        }
        let sign: String =
            inside.chars().take_while(|c| matches!(c, '<' | '>' | '=')).collect();
        let limit = inside.get(sign.len()..).and_then(|limit| limit.trim().parse().ok());
        if let Some(limit) = limit.filter(|_| !sign.is_empty()) {
            self.condition = Some((sign, limit));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_shown_with_the_words_of_its_format_and_without_its_thousands() {
        for (format, value, wanted) in [
            ("#,##0\" nghìn\"", 500.0, Some("500 nghìn")),
            ("#,##0\\ \"triệu đồng\"", 1.5, Some("1,5 triệu đồng")),
            ("\"USD \"#,##0", 40.0, Some("40 USD")),
            ("[$$-409]#,##0.00", 40.0, Some("40 $")),
            ("#,##0.00\\ [$₫-42A]", 40.0, None),
            ("#,##0,", 500_400.0, Some("500,4 nghìn")),
            ("#,##0.0,,\" tr\"", 1_500_000.0, Some("1,5 tr")),
            ("[>=1000]#,##0,\" nghìn\";0\" đ\"", 2000.0, Some("2 nghìn")),
            ("[>=1000]#,##0,\" nghìn\";0\" đ\"", 20.0, None),
            ("0\" lãi\";0\" lỗ\";0", 0.0, None),
            ("0\" lãi\";0\" lỗ\";0", -3.0, Some("-3 lỗ")),
            ("General\" kg\"", 3.0, Some("3 kg")),
            ("General", 3.0, None),
            ("#,##0", 3000.0, None),
            ("#,##0.00_);[Red](#,##0.00)", 3000.0, None),
            ("_(* #,##0_);_(* \\(#,##0\\);_(* \"-\"??_);_(@_)", 3000.0, None),
            ("0.00E+00", 3000.0, None),
            ("# ?/?", 0.5, None),
        ] {
            let shown = NumberWords::of(format).and_then(|words| words.show(value));
            assert_eq!(shown.as_deref(), wanted, "{format} {value}");
        }
    }

    #[test]
    fn what_is_shown_tells_words_and_thousands_in_any_marks() {
        for (value, shown, wanted) in [
            (500.0, "500 nghìn", Some("500 nghìn")),
            (1_234_500.0, "1.234,5", Some("1234,5 nghìn")),
            (1_234_500.0, "1.234.500", None),
            (1_500_000.0, "1,5 tr", Some("1,5 tr")),
            (12.0, "12,00", None),
            (0.0, "-", None),
        ] {
            assert_eq!(of_shown(value, shown).as_deref(), wanted, "{value} {shown}");
        }
    }
}
