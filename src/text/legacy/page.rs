//! UTF-8 that some program took for a code page of Windows, turned back. A text that turns back
//! whole was misread: no Vietnamese text does so by chance.

/// From 0x80 to 0x9F in Windows-1252. What it leaves open, programs take for a control.
#[rustfmt::skip]
const UPPER: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Where Windows-1258, the page of Vietnamese, differs from Windows-1252 above 0x9F.
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

/// A text may have been misread more than once.
const MOST_TIMES: usize = 3;

pub fn undo(text: &str) -> Option<String> {
    let mut last = None;
    for _ in 0..MOST_TIMES {
        match once(last.as_deref().unwrap_or(text)) {
            Some(better) => last = Some(better),
            None => break,
        }
    }
    last
}

fn once(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    // "à" is C3 A0, and A0 a blank that many programs make an ordinary one.
    let blanks = |lead: &str| text.replace(&format!("{lead} "), &format!("{lead}\u{a0}"));
    [(blanks("Ã"), false), (blanks("Ă"), true)].into_iter().find_map(|(text, vietnamese)| {
        let bytes = text.chars().map(|c| byte(c, vietnamese)).collect::<Option<Vec<u8>>>()?;
        let text = String::from_utf8(bytes).ok()?;
        (!text.is_ascii()).then_some(text)
    })
}

/// Bytes as Windows-1252 shows them.
pub fn from_windows_1252(bytes: &[u8]) -> String {
    let shown = |byte: &u8| match byte {
        0x80..0xa0 => UPPER.get(usize::from(*byte - 0x80)).copied().unwrap_or('\u{80}'),
        _ => char::from(*byte),
    };
    bytes.iter().map(shown).collect()
}

/// Whether the page shows a byte that continues a sequence like this.
pub fn continues(c: char) -> bool {
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

    /// As a program shows bytes that it takes for the page.
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
    }
}
