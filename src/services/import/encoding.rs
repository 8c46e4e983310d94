//! Decodes a text file: UTF-8, UTF-16 and UTF-32, with and without a byte order mark.

use std::borrow::Cow;

use super::letters;
use crate::services::import::sheet::FileFault;
use crate::text::legacy::{self, Evidence};

/// Bytes that are examined in a file without a mark.
const SAMPLE: usize = 4_096;
/// Size limit for files that are not UTF-8, in bytes.
const MOST_OTHER: usize = 24 << 20;

#[derive(Clone, Copy)]
struct Units {
    size: usize,
    little: bool,
}

pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, FileFault> {
    if let Some((units, mark)) = units(bytes) {
        let start = bytes.get(mark..bytes.len().min(mark + SAMPLE)).unwrap_or_default();
        let start = wide(start, units).filter(|text| is_text(text));
        start.ok_or(FileFault::NotText).and_then(|_| must_be_light(bytes))?;
        let text = wide(bytes.get(mark..).unwrap_or_default(), units);
        return text.filter(|text| is_text(text)).map(Cow::Owned).ok_or(FileFault::NotText);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) if text.contains('\0') => Err(FileFault::NotText),
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(_) if is_binary(bytes) => Err(FileFault::NotText),
        Err(e) => {
            must_be_light(bytes)?;
            let line = line_of(bytes.get(..e.valid_up_to()).unwrap_or_default());
            old_letters(bytes).map(Cow::Owned).ok_or(FileFault::NotUtf8 { line })
        }
    }
}

/// Decoding makes a copy of the text, up to three times as long.
fn must_be_light(bytes: &[u8]) -> Result<(), FileFault> {
    match bytes.len() > MOST_OTHER {
        true => Err(FileFault::TooHeavy { line: None }),
        false => Ok(()),
    }
}

/// The line number after these bytes.
fn line_of(bytes: &[u8]) -> u64 {
    let next = bytes.iter().skip(1).map(Some).chain([None]);
    let ends = |(byte, next): &(&u8, Option<&u8>)| {
        **byte == b'\n' || **byte == b'\r' && *next != Some(&b'\n')
    };
    bytes.iter().zip(next).filter(ends).count() as u64 + 1
}

/// Decodes a single-byte file if its words make sense only in a charset of old Vietnamese fonts.
/// Less certain files are refused.
fn old_letters(bytes: &[u8]) -> Option<String> {
    let text = legacy::from_windows_1252(bytes);
    let certain = letters::OLD.iter().any(|charset| {
        let found = Evidence::of(*charset, &text);
        found.converted >= letters::ENOUGH && found.as_written + found.foreign == 0
    });
    certain.then_some(text)
}

/// The code unit of a file that is not UTF-8, and the length of its byte order mark.
fn units(bytes: &[u8]) -> Option<(Units, usize)> {
    let marks: [(&[u8], usize, bool); 4] = [
        (b"\xff\xfe\0\0", 4, true),
        (b"\0\0\xfe\xff", 4, false),
        (b"\xff\xfe", 2, true),
        (b"\xfe\xff", 2, false),
    ];
    if let Some((mark, size, little)) = marks.iter().find(|(mark, ..)| bytes.starts_with(mark))
    {
        return Some((Units { size: *size, little: *little }, mark.len()));
    }
    let sample = bytes.get(..bytes.len().min(SAMPLE)).unwrap_or_default();
    if !sample.contains(&0) {
        return None;
    }
    // separators and line ends are ASCII, so their zero bytes reveal the byte order
    let ascii = |units: Units| {
        let unit = sample.chunks_exact(units.size);
        unit.filter(|unit| matches!(code(unit, units), 1..=0x7f)).count() * units.size
    };
    let sizes = [(4, true), (4, false), (2, true), (2, false)];
    let all = sizes.map(|(size, little)| Units { size, little });
    let best = all.into_iter().max_by_key(|units| ascii(*units))?;
    Some((best, 0))
}

fn code(unit: &[u8], units: Units) -> u32 {
    let add = |code: u32, byte: &u8| code << 8 | u32::from(*byte);
    match units.little {
        true => unit.iter().rev().fold(0, add),
        false => unit.iter().fold(0, add),
    }
}

fn wide(bytes: &[u8], units: Units) -> Option<String> {
    if !bytes.len().is_multiple_of(units.size) {
        return None;
    }
    let codes = bytes.chunks_exact(units.size).map(|unit| code(unit, units));
    match units.size {
        2 => {
            let codes = codes.map(|code| u16::try_from(code).unwrap_or(0xfffd));
            char::decode_utf16(codes).collect::<Result<_, _>>().ok()
        }
        _ => codes.map(char::from_u32).collect(),
    }
}

fn is_text(text: &str) -> bool {
    !text.contains(|c: char| matches!(c, '\0'..='\x08' | '\x0e'..='\x1a' | '\u{fffe}'))
}

/// Whether the start has control characters that no office file uses.
fn is_binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..bytes.len().min(SAMPLE)).unwrap_or_default();
    sample.iter().any(|b| matches!(b, 0..=8 | 0x0e..=0x1a))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "Tên cơ sở\tSố lao động\r\nXưởng mộc 𝐀\t5\r\n";

    fn written(text: &str, size: usize, little: bool) -> Vec<u8> {
        let unit = |code: u32| {
            let bytes = code.to_be_bytes();
            let mut bytes = bytes[4 - size..].to_vec();
            if little {
                bytes.reverse();
            }
            bytes
        };
        match size {
            2 => text.encode_utf16().flat_map(|u| unit(u.into())).collect(),
            _ => text.chars().flat_map(|c| unit(c.into())).collect(),
        }
    }

    #[test]
    fn unicode_text_of_excel_was_refused() {
        for (size, little) in [(2, true), (2, false), (4, true), (4, false)] {
            for mark in ["\u{feff}", ""] {
                let bytes = written(&format!("{mark}{LIST}"), size, little);
                assert_eq!(decode(&bytes).unwrap(), LIST, "{size} {little} {mark:?}");
            }
            let cut = written(LIST, size, little);
            assert!(decode(&cut[..cut.len() - 1]).is_err());
        }
    }

    #[test]
    fn a_file_of_old_letters_byte_by_byte_is_read_and_no_other_code_page() {
        let bytes = b"T\xaan c\xac s\xeb;S\xb6n ph\xc8m\n";
        assert_eq!(decode(bytes).unwrap(), "Tªn c¬ së;S¶n phÈm\n");
        // of Windows-1258 on a western machine: letters are lost, nothing is certain
        for bytes in [b"T\xean co so;Ch\xe8\n".as_slice(), b"name;M\xfcller\n", b"B\xb5n\n"] {
            assert!(matches!(decode(bytes), Err(FileFault::NotUtf8 { .. })), "{bytes:?}");
        }
    }

    #[test]
    fn what_is_no_text_is_not_taken_for_utf_16() {
        for bytes in
            [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), b"\xff\xd8\xff\xe0\0\x10JFIF\0"]
        {
            assert_eq!(decode(bytes), Err(FileFault::NotText));
        }
        assert_eq!(decode(b"a\r\nb\rc\xb5"), Err(FileFault::NotUtf8 { line: 3 }));
    }
}
