//! Letters of encodings before Unicode that were read as Windows-1252: TCVN3 (fonts .VnTime and
//! similar), VNI (VNI-Times), and UTF-8 that was read as a code page.

mod page;
mod syllable;
mod tcvn3;
mod vni;

use unicode_normalization::UnicodeNormalization;

pub use page::{from_windows_1252, undo_among_misread};
pub use syllable::is_syllable;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Charset {
    /// TCVN 5712:1993, the set VN3; also called ABC
    Tcvn3,
    Vni,
    /// UTF-8 that was read as Windows-1252 or Windows-1258
    Misread,
}

/// What a font tells about the letters in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Font {
    pub charset: Charset,
    /// the font shows small letters as capitals (.VnTimeH)
    pub capitals: bool,
}

impl Font {
    /// From a font's name: ".VnTime", ".VnArial NarrowH", "VNI-Times".
    pub fn by_name(name: &str) -> Option<Font> {
        let name = name.trim();
        let lower = name.to_ascii_lowercase();
        if lower.starts_with(".vn") {
            return Some(Font { charset: Charset::Tcvn3, capitals: name.ends_with('H') });
        }
        let vni = lower.starts_with("vni-") || lower.starts_with("vni ");
        vni.then_some(Font { charset: Charset::Vni, capitals: false })
    }
}

/// The text in Unicode, NFC; `None` if a letter is not in the charset.
pub fn decode(charset: Charset, text: &str) -> Option<String> {
    let text = match charset {
        Charset::Tcvn3 => tcvn3::decode(text),
        Charset::Vni => vni::decode(text),
        Charset::Misread => page::undo(text),
    }?;
    Some(text.nfc().collect())
}

/// Counts of words that tell whether a text is in a charset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// words with letters beyond ASCII that are Vietnamese as they are written
    pub as_written: usize,
    /// words that are Vietnamese only once they are converted
    pub converted: usize,
    /// words that are Vietnamese either way
    pub either: usize,
    /// words that are not Vietnamese either way, and no abbreviation
    pub foreign: usize,
}

impl Evidence {
    pub fn of(charset: Charset, text: &str) -> Evidence {
        let mut found = Evidence::default();
        for word in words(text).filter(|word| !word.is_ascii() && !is_measure(word)) {
            let written = is_vietnamese(word);
            let converted = decode(charset, word).is_some_and(|word| is_vietnamese(&word));
            *match (written, converted) {
                (true, true) => &mut found.either,
                (true, false) => &mut found.as_written,
                (false, true) => &mut found.converted,
                (false, false) if is_short(charset, word) => continue,
                (false, false) => &mut found.foreign,
            } += 1;
        }
        found
    }

    pub fn add(&mut self, other: Evidence) {
        self.as_written += other.as_written;
        self.converted += other.converted;
        self.either += other.either;
        self.foreign += other.foreign;
    }
}

/// An abbreviation of capitals, such as "ĐTDL", once it is converted.
fn is_short(charset: Charset, word: &str) -> bool {
    let capitals = |word: String| word.chars().all(char::is_uppercase);
    decode(charset, word).is_some_and(capitals)
}

/// Whether this may be misread UTF-8: a letter that starts a sequence, followed by one that
/// continues it.
pub fn may_be_misread(text: &str) -> bool {
    let mut before = ' ';
    text.chars().any(|c| {
        let lead = matches!(before, 'Ã' | 'Ă' | 'Ä' | 'Å' | 'Æ' | 'Â' | 'á' | 'â' | '\u{300}');
        before = c;
        lead && (c == ' ' || page::is_continuation(c))
    })
}

/// A Vietnamese letter that is in none of the one-byte charsets, so the text is Unicode.
pub fn is_beyond_latin(c: char) -> bool {
    matches!(c, 'Ă' | 'ă' | 'Đ' | 'đ' | 'Ĩ' | 'ĩ' | 'Ũ' | 'ũ' | 'Ơ' | 'ơ' | 'Ư' | 'ư')
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{1ea0}'..='\u{1ef9}')
}

/// Words of letters, and of signs that legacy fonts show as letters.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    let inside = |c: char| c.is_alphabetic() || matches!(c, '\u{a1}'..='\u{ff}') || is_mark(c);
    text.split(move |c: char| !inside(c)).filter(|word| !word.is_empty())
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn is_vietnamese(word: &str) -> bool {
    word.chars().all(|c| c.is_alphabetic() || is_mark(c)) && is_syllable(word)
}

/// A single sign, "µm", and other words with signs of Latin-1 that are not Vietnamese.
pub fn is_measure(word: &str) -> bool {
    let bare = word.trim_end_matches(['²', '³']);
    let mut letters = word.chars();
    // "«" alone opens a quotation
    let sign = letters.next().is_some_and(|c| !c.is_alphabetic()) && letters.next().is_none();
    sign || bare.is_ascii() || matches!(bare, "µm" | "µg" | "µl" | "µ" | "°C" | "°")
}

/// Whether letters of the text were lost: U+FFFD, or question marks inside words, as left by a
/// program that cannot write Vietnamese.
pub fn has_lost_letters(text: &str) -> bool {
    if text.contains('\u{fffd}') || !text.contains('?') {
        return text.contains('\u{fffd}');
    }
    text.split_whitespace().any(|word| {
        let address = ["://", "www.", "=", "@", "&"].iter().any(|sign| word.contains(sign));
        let inside = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '?');
        // "gì?" may end with one, so only marks before a letter count
        let mut after_marks = inside.split('?').skip(1);
        !address && after_marks.any(|rest| rest.starts_with(char::is_alphabetic))
    })
}

/// Whether signs are where only letters can be: "C«ng", "®iÖn", "CÃ´ng".
pub fn has_odd_letters(text: &str) -> bool {
    let sign = |c: char| {
        matches!(c, '\u{a1}'..='\u{bf}' | '×' | '÷')
            && !matches!(c, 'ª' | 'º' | '°' | '²' | '³' | '·' | '¹')
    };
    words(text).filter(|word| !is_measure(word)).any(|word| {
        let letters: Vec<char> = word.chars().collect();
        letters
            .windows(2)
            .any(|pair| matches!(pair[0], '®' | '§' | '¦' | '¬') && pair[1].is_alphabetic())
            || letters.windows(3).any(|three| {
                three[0].is_alphabetic() && sign(three[1]) && three[2].is_alphabetic()
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_known_words_read_as_in_the_fonts() {
        for (charset, written, read) in [
            (Charset::Tcvn3, "X\u{ad}ëng méc Hßa Th¾ng", "Xưởng mộc Hòa Thắng"),
            (
                Charset::Tcvn3,
                "Céng hßa x· héi chñ nghÜa ViÖt Nam",
                "Cộng hòa xã hội chủ nghĩa Việt Nam",
            ),
            (Charset::Tcvn3, "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
            (Charset::Tcvn3, "UBND TØNH", "UBND TỈNH"),
            (
                Charset::Vni,
                "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam",
                "Cộng hòa xã hội chủ nghĩa Việt Nam",
            ),
            (Charset::Vni, "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
            (Charset::Vni, "Xöôûng moäc Hoøa Thaéng", "Xưởng mộc Hòa Thắng"),
            (Charset::Vni, "COÂNG TY GOÃ ÑIEÄN", "CÔNG TY GỖ ĐIỆN"),
            (Charset::Misread, "CÃ´ng ty", "Công ty"),
            (Charset::Misread, "CĂ´ng ty", "Công ty"),
            (Charset::Misread, "XÆ°á»Ÿng Ä‘iá»‡n", "Xưởng điện"),
        ] {
            assert_eq!(decode(charset, written).as_deref(), Some(read), "{written}");
            let found = Evidence::of(charset, written);
            assert!(found.converted > 0 && found.as_written == 0, "{written}: {found:?}");
        }
    }

    #[test]
    fn what_is_unicode_is_no_old_letters() {
        for text in
            ["Công ty Gỗ Điện", "Xã Tân Dương", "Hộ Bé", "Café Müller", "100 m² 5 µm 30 °C"]
        {
            for charset in [Charset::Tcvn3, Charset::Vni, Charset::Misread] {
                assert_eq!(Evidence::of(charset, text).converted, 0, "{text} {charset:?}");
            }
            assert!(!has_odd_letters(text) && !has_lost_letters(text), "{text}");
        }
    }

    #[test]
    fn fonts_tell_their_letters() {
        let font = |name| Font::by_name(name).map(|f| (f.charset, f.capitals));
        assert_eq!(font(".VnTime"), Some((Charset::Tcvn3, false)));
        assert_eq!(font(".VnArial NarrowH"), Some((Charset::Tcvn3, true)));
        assert_eq!(font("VNI-Helve-Condense"), Some((Charset::Vni, false)));
        assert_eq!(font("Times New Roman"), None);
    }

    #[test]
    fn lost_letters_are_seen() {
        for text in ["X??ng m?c", "Hoà Th?ng", "?ông Á", "X\u{fffd}ng", "(C?ng ty)"] {
            assert!(has_lost_letters(text), "{text}");
        }
        for text in ["Sản phẩm gì?", "Bún? Phở?", "https://a.vn/?q=x", "??", "12?"] {
            assert!(!has_lost_letters(text), "{text}");
        }
    }
}
