//! Vietnamese order: a ă â b c d đ e ê ... x y. Tones count only if all letters agree, in the order
//! ngang, huyền, hỏi, ngã, sắc, nặng; capitals count last.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const ALPHABET: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";

/// Bytes that compare as the texts do. Space and punctuation come before digits, digits before
/// letters, foreign letters last.
pub fn sort_key(text: &str) -> Vec<u8> {
    let mut letters = Vec::with_capacity(text.len() * 3);
    let mut tones = Vec::with_capacity(text.len());
    let mut cases = Vec::with_capacity(text.len());
    for c in text.nfc() {
        let lower = c.to_lowercase().next().unwrap_or(c);
        let (base, tone) = split(lower);
        let Some(base) = base else {
            // a lone tone belongs to the letter before it
            if let Some(last) = tones.last_mut() {
                *last = tone;
            }
            continue;
        };
        primary(base, &mut letters);
        tones.push(tone);
        cases.push(if lower == c { 1 } else { 2 });
    }
    trim(&mut tones);
    trim(&mut cases);
    letters.push(0);
    letters.append(&mut tones);
    letters.push(0);
    letters.append(&mut cases);
    letters
}

/// The letter with its marks other than the tone (ă, ơ), and its tone.
fn split(c: char) -> (Option<char>, u8) {
    let mut tone = 1;
    let base = std::iter::once(c)
        .nfd()
        .filter(|mark| match tone_of(*mark) {
            Some(found) => {
                tone = found;
                false
            }
            None => true,
        })
        .nfc()
        .next();
    (base.filter(|base| !is_combining_mark(*base)), tone)
}

fn tone_of(mark: char) -> Option<u8> {
    Some(match mark {
        '\u{300}' => 2,
        '\u{309}' => 3,
        '\u{303}' => 4,
        '\u{301}' => 5,
        '\u{323}' => 6,
        _ => return None,
    })
}

fn primary(base: char, out: &mut Vec<u8>) {
    if base.is_whitespace() {
        return out.push(2);
    }
    if let Some(digit) = base.to_digit(10) {
        return out.push(0x10 + digit as u8);
    }
    if let Some(place) = ALPHABET.chars().position(|letter| letter == base) {
        return out.push(0x20 + place as u8);
    }
    out.push(if base.is_alphanumeric() { 0xf0 } else { 3 });
    out.extend_from_slice(base.encode_utf8(&mut [0; 4]).as_bytes());
}

/// Drops the commonest weight at the end, which does not affect the order.
fn trim(weights: &mut Vec<u8>) {
    let used = weights.iter().rposition(|w| *w != 1).map_or(0, |last| last + 1);
    weights.truncate(used);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rising(texts: &[&str]) {
        for pair in texts.windows(2) {
            assert!(sort_key(pair[0]) < sort_key(pair[1]), "{} < {}", pair[0], pair[1]);
        }
    }

    #[test]
    fn alphabet_then_tones() {
        rising(&["a", "ă", "â", "b", "d", "đ", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "v"]);
        rising(&["ma", "mà", "mả", "mã", "má", "mạ", "mạc", "mă", "mằ", "mâ"]);
        rising(&["hòa an", "hoa binh", "hóa chất"]);
        rising(&["An", "an bình", "An Bình", "ân"]);
        rising(&["", " ", "-", "1", "10", "2", "a", "z", "я"]);
        rising(&["Đà Lạt", "Đà Nẵng", "Đắk Lắk", "Điện Biên", "Đồng Nai", "Gia Lai"]);
    }

    #[test]
    fn decomposed_is_the_same() {
        assert_eq!(sort_key("e\u{323}\u{302}"), sort_key("ệ"));
    }
}
