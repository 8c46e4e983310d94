//! Restores UTF-8 that was read as a Windows code page. A text that can be restored as a whole is
//! nearly always misread, but words in capitals before punctuation ("XÃ–", "XÃ " with a no-break
//! space) can be restored by chance: these need evidence from other texts.

use super::syllable::is_syllable;
use super::words;

/// 0x80 to 0x9F in Windows-1252. Programs read undefined bytes as control characters.
#[rustfmt::skip]
const UPPER: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Where Windows-1258, the Vietnamese code page, differs from Windows-1252 above 0x9F.
const VIETNAMESE: [(u8, char); 14] = [
    (0xc3, 'Ă'),
    (0xcc, '\u{300}'),
    (0xd0, 'Đ'),
    (0xd2, '\u{309}'),
    (0xd5, 'Ơ'),
    (0xdd, 'Ư'),
    (0xde, '\u{303}'),
    (0xe3, 'ă'),
    (0xec, '\u{301}'),
    (0xf0, 'đ'),
    (0xf2, '\u{323}'),
    (0xf5, 'ơ'),
    (0xfd, 'ư'),
    (0xfe, '₫'),
];

/// A text may have been misread several times.
const MOST_TIMES: usize = 3;

/// Restores a text that proves by itself that it was misread.
pub fn undo(text: &str) -> Option<String> {
    let mut last: Option<String> = None;
    for _ in 0..MOST_TIMES {
        let text = last.as_deref().unwrap_or(text);
        if !is_certain(text) {
            break;
        }
        match undo_once(text) {
            Some(better) => last = Some(better),
            None => break,
        }
    }
    last
}

/// Restores a text among misread ones that proves nothing by itself.
pub fn undo_among_misread(text: &str) -> Option<String> {
    let read = undo(text).or_else(|| undo_once(text))?;
    let all = words(&read).filter(|word| !word.is_ascii()).all(is_syllable);
    all.then_some(read)
}

/// Whether the text has a sequence that no correct text has.
fn is_certain(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    letters.iter().enumerate().any(|(at, lead)| {
        let Some(&next) = letters.get(at + 1).filter(|c| is_continuation(**c)) else {
            return false;
        };
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        match lead {
            // the only one of these letters that ends a syllable, in capitals
            'Ã' => {
                let lower = before.is_some_and(|c| c.is_lowercase());
                let inside = matches!(next, '²' | '³' | '¹')
                    && letters.get(at + 2).is_some_and(|c| c.is_alphabetic());
                lower || inside || !follows_words(next)
            }
            'Â' if next == '\u{a0}' => {
                before.is_some_and(|c| c.is_ascii_digit() || c.is_lowercase())
            }
            // three characters for one letter
            'á' => {
                matches!(next, 'º' | '»')
                    && letters.get(at + 2).is_some_and(|c| is_continuation(*c))
            }
            'Ă' | 'Ä' | 'Å' | 'Æ' | 'Â' | 'â' | '\u{300}' => next != '\u{a0}',
            _ => false,
        }
    })
}

/// Blanks, punctuation and footnote marks that may directly follow a word.
fn follows_words(c: char) -> bool {
    matches!(
        c,
        '‘' | '’'
            | '‚'
            | '“'
            | '”'
            | '„'
            | '•'
            | '–'
            | '—'
            | '…'
            | '™'
            | '‹'
            | '›'
    ) || matches!(c, '\u{a0}' | '«' | '»' | '·' | '°' | '²' | '³' | '¹' | '®' | '§' | '†' | '‡')
}

fn undo_once(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    reencode(text).or_else(|| reencode(&with_no_break_spaces(text)?))
}

fn reencode(text: &str) -> Option<String> {
    [false, true].into_iter().find_map(|vietnamese| {
        let bytes = text.chars().map(|c| byte(c, vietnamese)).collect::<Option<Vec<u8>>>()?;
        let text = String::from_utf8(bytes).ok()?;
        (!text.is_ascii()).then_some(text)
    })
}

/// "à" is C3 A0, and many programs turn the no-break space A0 into a space. A space is restored if
/// another blank follows ("NhÃ  mÃ¡y"), or if it completes a Vietnamese word ("toÃ n"). `None` if
/// it does neither ("XÃ AN").
fn with_no_break_spaces(text: &str) -> Option<String> {
    let mut parts = text.split(' ');
    let mut made = parts.next()?.to_owned();
    for part in parts {
        match made.ends_with(['Ã', 'Ă']) {
            true if part.is_empty() => made.push('\u{a0}'),
            true => {
                let word = made.rsplit([' ', '\u{a0}']).next().unwrap_or_default();
                let joined = format!("{word}\u{a0}{part}");
                let read = reencode(&joined)?;
                if !words(&read).all(is_syllable) {
                    return None;
                }
                made.push('\u{a0}');
                made.push_str(part);
            }
            false => {
                made.push(' ');
                made.push_str(part);
            }
        }
    }
    Some(made)
}

/// Bytes as Windows-1252 shows them.
pub fn from_windows_1252(bytes: &[u8]) -> String {
    let shown = |byte: &u8| match byte {
        0x80..0xa0 => UPPER.get(usize::from(*byte - 0x80)).copied().unwrap_or('\u{80}'),
        _ => char::from(*byte),
    };
    bytes.iter().map(shown).collect()
}

/// Whether the character is how a code page shows a continuation byte of UTF-8.
pub fn is_continuation(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{bf}') || UPPER.contains(&c)
}

fn byte(c: char, vietnamese: bool) -> Option<u8> {
    if vietnamese && let Some((byte, _)) = VIETNAMESE.iter().find(|(_, letter)| *letter == c) {
        return Some(*byte);
    }
    if let Some(at) = UPPER.iter().position(|upper| *upper == c) {
        return u8::try_from(0x80 + at).ok();
    }
    u8::try_from(u32::from(c)).ok().filter(|byte| !(0x80..0xa0).contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text as a program shows it that reads its bytes in this code page.
    fn misread(text: &str, vietnamese: bool) -> String {
        let shown = |byte: u8| {
            let other = VIETNAMESE.iter().find(|(at, _)| vietnamese && *at == byte);
            match byte {
                0x80..0xa0 => UPPER[usize::from(byte) - 0x80],
                _ => other.map_or(char::from(byte), |(_, c)| *c),
            }
        };
        text.bytes().map(shown).collect()
    }

    #[test]
    fn every_letter_turns_back() {
        let all = "Công ty ăâêôơưđ àảãáạ ằẳẵắặ ầẩẫấậ èẻẽéẹ ềểễếệ ìỉĩíị òỏõóọ ồổỗốộ ờởỡớợ ùủũúụ ừửữứự \
                   ỳỷỹýỵ ĂÂÊÔƠƯĐ ÀẢÃÁẠ ẰẲẴẮẶ ẦẨẪẤẬ ÈẺẼÉẸ ỀỂỄẾỆ ÌỈĨÍỊ ÒỎÕÓỌ ỒỔỖỐỘ ỜỞỠỚỢ ÙỦŨÚỤ ỪỬỮỨỰ ỲỶỸÝỴ";
        for vietnamese in [false, true] {
            let wrong = misread(all, vietnamese);
            assert_eq!(undo(&wrong).as_deref(), Some(all), "{vietnamese}");
            let twice = misread(&wrong.replace('\u{300}', "~"), false);
            assert!(vietnamese || undo(&twice).as_deref() == Some(all));
            assert_eq!(undo(all), None);
        }
        assert_eq!(undo("nhÃ  mÃ¡y").as_deref(), Some("nhà máy"));
        assert_eq!(undo("mÃ¡y toÃ n pháº§n").as_deref(), Some("máy toàn phần"));
    }
}
