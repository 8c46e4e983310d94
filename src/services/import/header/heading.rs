//! Normalises the words of a heading: skips numbering, marks and conjunctions, and expands
//! abbreviations (`heading-words.tsv`).

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::services::import::unit::note::without_last_bracket;
use crate::services::import::unit::remark::names_part;
use crate::text::fold::fold;

/// Meanings of abbreviations, folded. The keys are lower case, with and without diacritics.
static SHORT: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| {
    let mut short: HashMap<String, Vec<String>> = HashMap::new();
    let lines = include_str!("heading-words.tsv").lines();
    for (word, long) in lines.filter_map(|line| line.split_once('\t')) {
        let long = fold(long);
        let bare = Some(fold(word)).filter(|bare| bare != word);
        for word in std::iter::once(word.to_owned()).chain(bare) {
            let readings = short.entry(word).or_default();
            if !readings.contains(&long) {
                readings.push(long.clone());
            }
        }
    }
    short
});

/// Every cell of the first rows is tried as a heading; longer texts are not. In bytes.
const MOST_BYTES: usize = 200;
/// Limit on the product of the meanings of a heading's abbreviations.
const MOST_READINGS: usize = 36;

/// Folded meanings of a word: itself, or what it abbreviates.
type Readings = Vec<String>;

struct Word {
    /// folded, without expansion
    written: String,
    readings: Readings,
}

/// The parts of a heading, split at conjunctions: "Tên cơ sở/doanh nghiệp".
pub struct HeadingWords {
    parts: Vec<Vec<Word>>,
}

impl HeadingWords {
    /// `None` if the text is no heading, or has a word that is not `known`.
    pub fn of(heading: &str, known: &dyn Fn(&str) -> bool) -> Option<HeadingWords> {
        if heading.len() > MOST_BYTES {
            return None;
        }
        let is_shown = |c: &char| {
            !matches!(*c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
        };
        let lower = heading.nfc().filter(is_shown).collect::<String>().to_lowercase();
        // a hyphenated line break
        let lower = lower.replace("-\r\n", " ").replace("-\n", " ");
        let is_known = |word: &Word| {
            let meant = |reading: &String| reading.split(' ').all(known);
            known(&word.written) || word.readings.iter().any(meant)
        };
        let read = |word: &str| Some(Word::of(word)).filter(is_known);
        let joins = |c: char| matches!(c, '/' | ',' | ';' | '-' | '–' | '—' | '+' | '&');
        let (mut parts, mut part) = (Vec::new(), Vec::new());
        for word in unnumbered(bare(&lower)).split_whitespace() {
            // "S.Đ.T", "Đ/c"
            let inner = word.trim_matches(|c: char| !is_letter(c));
            let compact: String = inner.chars().filter(|c| is_letter(*c)).collect();
            let whole = compact.len() < inner.len() && SHORT.contains_key(&compact);
            let word = if whole { word.replace(inner, &compact) } else { word.to_owned() };
            for piece in word.split_inclusive(|c: char| !is_letter(c)) {
                let letters = piece.trim_end_matches(|c: char| !is_letter(c));
                let is_join = is_conjunction(letters);
                if !letters.is_empty() && !is_join {
                    part.push(read(letters)?);
                }
                if is_join || piece.ends_with(joins) {
                    parts.push(std::mem::take(&mut part));
                }
            }
        }
        parts.push(part);
        parts.retain(|part| !part.is_empty());
        let words = HeadingWords { parts };
        (!words.parts.is_empty() && words.readings() <= MOST_READINGS).then_some(words)
    }

    fn readings(&self) -> usize {
        self.parts
            .iter()
            .flatten()
            .map(|word| word.readings.len())
            .fold(1, usize::saturating_mul)
    }

    /// The words without expansion and conjunctions.
    pub fn written(&self) -> String {
        let words = self.parts.iter().flatten().map(|word| word.written.as_str());
        words.collect::<Vec<_>>().join(" ")
    }

    /// All readings of the whole heading, without conjunctions.
    pub fn whole(&self) -> Vec<String> {
        let words: Vec<&Word> = self.parts.iter().flatten().collect();
        written_out(&words)
    }

    /// All readings of each part, if there are several: alone, and after the first words of the
    /// first part. "Tên cơ sở/doanh nghiệp" reads as "Tên cơ sở" and "Tên doanh nghiệp".
    pub fn parts(&self) -> Option<Vec<PartReadings>> {
        let (first, others) = self.parts.split_first()?;
        let one = |part: &Vec<Word>| {
            let before = |words: usize| {
                let words = first.iter().take(words).chain(part).collect::<Vec<_>>();
                written_out(&words)
            };
            let alone = written_out(&part.iter().collect::<Vec<_>>());
            PartReadings { alone, behind: (1..first.len()).flat_map(before).collect() }
        };
        let alone = written_out(&first.iter().collect::<Vec<_>>());
        let first = PartReadings { alone, behind: Vec::new() };
        let all = std::iter::once(first).chain(others.iter().map(one));
        (!others.is_empty()).then(|| all.collect())
    }
}

pub struct PartReadings {
    pub alone: Vec<String>,
    /// after leading words of the first part
    pub behind: Vec<String>,
}

/// Superscript digits are footnotes: "Doanh thu¹".
fn is_letter(c: char) -> bool {
    c.is_alphabetic() || c.is_ascii_digit() || c == '%'
}

fn is_conjunction(word: &str) -> bool {
    matches!(word, "và" | "va" | "hoặc" | "hoac" | "and" | "or")
}

impl Word {
    fn of(word: &str) -> Word {
        let written = fold(word);
        let readings = SHORT.get(word).cloned().unwrap_or_else(|| vec![written.clone()]);
        Word { written, readings }
    }
}

fn written_out(words: &[&Word]) -> Vec<String> {
    let mut all = vec![String::new()];
    for word in words {
        let with = |text: &String| {
            let gap = if text.is_empty() { "" } else { " " };
            let behind = |reading: &String| format!("{text}{gap}{reading}");
            word.readings.iter().map(behind).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(with).collect();
    }
    all
}

/// The heading without marks and brackets at its end: "Tổng số lao động (người) *". A bracket that
/// restricts the count stays: "Lao động (nữ)" is not the total.
pub fn bare(heading: &str) -> &str {
    let mut heading = heading.trim();
    loop {
        let cut = heading.trim_end_matches(['*', ':', ' ', '\u{a0}']);
        let whole = without_last_bracket(cut)
            .filter(|name| !names_part(cut.get(name.len()..).unwrap_or_default()));
        let cut = whole.map_or(cut, str::trim_end);
        if cut.len() == heading.len() {
            return heading;
        }
        heading = cut;
    }
}

/// The heading without a leading number: "1. Tên", "(1) Tên", "II. Tên", "a) Tên", "* Tên". Expects
/// lower case.
fn unnumbered(heading: &str) -> &str {
    let heading =
        heading.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(' && c != '[');
    let inside = heading.trim_start_matches(['(', '[']);
    let open = inside.len() < heading.len();
    let is_digit = |c: char| c.is_ascii_digit() || c == '.';
    let digits = inside.len() - inside.trim_start_matches(is_digit).len();
    let letters = inside.len() - inside.trim_start_matches(['i', 'v', 'x']).len();
    let one =
        inside.chars().next().filter(|c| matches!(c, 'a'..='h')).map_or(0, char::len_utf8);
    let numbered = inside.starts_with(|c: char| c.is_ascii_digit());
    let at = if numbered { digits } else { letters.max(one) };
    let (number, rest) = inside.split_at(at);
    let closed = rest.starts_with([')', ']', ':', '-', '–'])
        && (open || numbered || rest.starts_with(')'));
    let dotted = number.ends_with('.') || rest.starts_with(". ");
    let behind = rest.trim_start_matches([')', ']', ':', '-', '–', '.', ' ', '\u{a0}']);
    match at > 0 && (closed || dotted) && !behind.is_empty() {
        true => behind,
        false => heading,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(heading: &str) -> Vec<String> {
        HeadingWords::of(heading, &|_| true).map(|words| words.whole()).unwrap_or_default()
    }

    #[test]
    fn headings_that_say_the_same_have_the_same_words() {
        for (one, other) in [
            ("1. Tên cơ sở", "Tên cơ sở"),
            ("(1) Tên cơ sở", "Tên cơ sở"),
            ("1.2. Tên cơ sở (*)", "Tên cơ sở"),
            ("II. Tên cơ sở:", "Tên cơ sở"),
            ("a) Tên cơ sở *", "Tên cơ sở"),
            ("- Tên cơ sở …", "Tên cơ sở"),
            ("Tên CS", "Tên CS"),
            ("Họ và tên", "Họ tên"),
            ("Số Đ.T", "Số ĐT"),
            ("Đ/c", "Địa chỉ"),
            ("S.Đ.T", "Số điện thoại"),
            ("Tên DN,\u{a0}HTX", "TÊN DOANH NGHIỆP - HỢP TÁC XÃ"),
            ("Te\u{302}n DN", "Tên doanh nghiệp"),
            ("Địa chỉ sản-\nxuất", "Địa chỉ sản xuất"),
            ("Tên\u{200b} cơ  sở¹", "Tên cơ sở"),
            ("So DKKD", "Số đăng ký kinh doanh"),
            ("Xã/phường", "Xã, phường"),
        ] {
            assert_eq!(whole(one), whole(other), "{one}");
            assert!(!whole(one).is_empty(), "{one}");
        }
        for (one, other) in [("Vốn", "Số vốn"), ("i", "a"), ("100%", "50%"), ("C", "D")] {
            assert_ne!(whole(one), whole(other), "{one}");
        }
    }
}
