//! Finds the path that a person means: typed, pasted, or dropped onto a terminal, which quotes or
//! escapes it.
//!
//! Knows no disk: the caller says what exists, and where the home folder is.

pub use crate::record::TargetPath;
use std::path::{Component, Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

/// Opening and closing quotes around a path.
const QUOTES: &[(char, char)] = &[('\'', '\''), ('"', '"'), ('“', '”'), ('‘', '’'), ('«', '»')];

/// The path as typed if it exists, otherwise without quotes, escapes, `~` and `file://`. Each part
/// is looked for as written, then composed and decomposed, since a Mac writes decomposed names.
pub fn find(typed: &str, home: Option<&Path>, exists: impl Fn(&Path) -> bool) -> PathBuf {
    let literal = on_disk(Path::new(typed.trim()), &exists);
    if exists(&literal) {
        return literal;
    }
    let text = plain(typed);
    let path = match (text.strip_prefix('~'), home) {
        (Some(""), Some(home)) => home.to_owned(),
        (Some(rest), Some(home)) if rest.starts_with('/') => {
            home.join(rest.trim_start_matches('/'))
        }
        _ => PathBuf::from(text),
    };
    on_disk(&path, &exists)
}

/// Whether the text is a path, where an address may be given as well.
pub fn is_path(typed: &str) -> bool {
    let text = plain(typed);
    text.starts_with(['/', '~', '.'])
}

/// Removes what a shell or a file manager puts around a path.
fn plain(typed: &str) -> String {
    let text = unquote(trim(typed));
    match text.strip_prefix("file:") {
        Some(url) => from_url(url),
        None => text,
    }
}

/// Trims blanks, except an escaped blank at the end, which belongs to the name.
fn trim(typed: &str) -> &str {
    let text = typed.trim();
    let slashes = text.len() - text.trim_end_matches('\\').len();
    let end = typed.len() - typed.trim_start().len() + text.len();
    match slashes % 2 {
        1 if typed.get(end..).is_some_and(|rest| rest.starts_with(' ')) => {
            typed.get(..end + 1).unwrap_or(text).trim_start()
        }
        _ => text,
    }
}

/// A path that another program has already interpreted, in the form that the disk has.
pub fn argument(text: &str, exists: impl Fn(&Path) -> bool) -> PathBuf {
    let url = text.strip_prefix("file:").filter(|rest| rest.starts_with("//")).map(from_url);
    on_disk(Path::new(url.as_deref().unwrap_or(text)), &exists)
}

/// Reads the text like one word of a shell, except that blanks stay. A text that no shell would
/// have written is left unchanged.
fn unquote(text: &str) -> String {
    let around = |(open, close): &(char, char)| {
        let inner = text.strip_prefix(*open)?.strip_suffix(*close)?;
        (!inner.contains([*open, *close, '\\'])).then_some(inner)
    };
    if let Some(inner) = QUOTES.iter().find_map(around) {
        return inner.to_owned();
    }
    let mut out = String::new();
    let mut quote = None;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(q), c) if c == q => quote = None,
            (Some('\''), c) => out.push(c),
            // a backslash before a letter is part of the name
            (_, '\\') => match letters.next_if(|c| !c.is_alphanumeric() && *c != '/') {
                Some(escaped) => out.push(escaped),
                None => out.push('\\'),
            },
            (_, c) => out.push(c),
        }
    }
    if quote.is_some() { text.to_owned() } else { out }
}

/// The path after `file:`; any host is taken for this machine.
fn from_url(url: &str) -> String {
    let path = match url.strip_prefix("//") {
        Some(rest) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or(rest),
        None => url,
    };
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        let escaped = match rest {
            [b'%', high, low, after @ ..] => {
                hex(*high).zip(hex(*low)).map(|(h, l)| (h * 16 + l, after))
            }
            _ => None,
        };
        let (byte, after) = escaped.unwrap_or((*first, tail));
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// The same path in the form that the disk has, as far as it exists.
fn on_disk(path: &Path, exists: &impl Fn(&Path) -> bool) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        let here = out.join(part);
        let other = match part {
            Component::Normal(name) if !exists(&here) => name.to_str().and_then(|name| {
                let forms = [name.nfc().collect::<String>(), name.nfd().collect()];
                forms.iter().map(|form| out.join(form)).find(|path| exists(path))
            }),
            _ => None,
        };
        out = other.unwrap_or(here);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const DISK: &[&str] = &[
        "/",
        "/home",
        "/home/lan",
        "/home/lan/ds.xlsx",
        "/home/lan/danh sach.xlsx",
        "/home/lan/Tư's.xlsx",
        "/home/lan/it \"is\".csv",
        "/home/lan/a\\b.csv",
        "/home/lan/ ",
        "/home/lan/50%.csv",
        "/home/lan/50%20.csv",
        // decomposed, as a Mac writes it
        "/home/lan/Co\u{31b} so\u{31b}\u{309}",
        "/home/lan/Co\u{31b} so\u{31b}\u{309}/Bảng.csv",
        "ds.csv",
    ];

    fn found(typed: &str) -> String {
        let exists = |path: &Path| DISK.iter().any(|there| Path::new(there) == path);
        let path = find(typed, Some(Path::new("/home/lan")), exists);
        path.to_str().unwrap().to_owned()
    }

    #[test]
    fn a_path_is_found_however_it_is_written() {
        let plain = "/home/lan/danh sach.xlsx";
        for typed in [
            "/home/lan/danh sach.xlsx",
            "  /home/lan/danh sach.xlsx \n",
            "'/home/lan/danh sach.xlsx'",
            "'/home/lan/danh sach.xlsx' ",
            "\"/home/lan/danh sach.xlsx\"\r\n",
            "“/home/lan/danh sach.xlsx”",
            "/home/lan/danh\\ sach.xlsx",
            "/home/lan/'danh sach'.xlsx",
            "~/danh sach.xlsx",
            "~/danh\\ sach.xlsx",
            "'~/danh sach.xlsx'",
            "file:///home/lan/danh%20sach.xlsx",
            "file://localhost/home/lan/danh%20sach.xlsx",
            "file:/home/lan/danh sach.xlsx",
            "'file:///home/lan/danh%20sach.xlsx'",
        ] {
            assert_eq!(found(typed), plain, "{typed:?}");
        }
        assert_eq!(found("'/home/lan/Tư'\\''s.xlsx'"), "/home/lan/Tư's.xlsx");
        assert_eq!(found("/home/lan/Tư's.xlsx"), "/home/lan/Tư's.xlsx");
        assert_eq!(found("\"/home/lan/Tư's.xlsx\""), "/home/lan/Tư's.xlsx");
        assert_eq!(found("\"/home/lan/it \\\"is\\\".csv\""), "/home/lan/it \"is\".csv");
        assert_eq!(found("/home/lan/a\\b.csv"), "/home/lan/a\\b.csv");
        assert_eq!(found("/home/lan/\\ "), "/home/lan/ ");
        assert_eq!(found("~"), "/home/lan");
        assert_eq!(found("~/"), "/home/lan");
        assert_eq!(found(" ds.csv "), "ds.csv");
    }

    #[test]
    fn a_percent_in_a_name_is_read_only_in_an_address() {
        assert_eq!(found("~/50%.csv"), "/home/lan/50%.csv");
        assert_eq!(found("/home/lan/50%20.csv"), "/home/lan/50%20.csv");
        assert_eq!(found("file:///home/lan/50%25.csv"), "/home/lan/50%.csv");
        assert_eq!(found("file:///home/lan/50%.csv"), "/home/lan/50%.csv");
    }

    #[test]
    fn names_are_found_composed_and_taken_apart_and_mixed() {
        let there = "/home/lan/Co\u{31b} so\u{31b}\u{309}/Bảng.csv";
        let composed: String = there.nfc().collect();
        let apart: String = there.nfd().collect();
        for typed in [&composed, &apart, &format!("'{composed}'")] {
            assert_eq!(found(typed), there, "{typed:?}");
        }
        // a new file goes into the existing folder, under the name that was typed
        assert_eq!(found("~/Cơ sở/mới.csv"), "/home/lan/Co\u{31b} so\u{31b}\u{309}/mới.csv");
    }

    #[test]
    fn what_is_not_there_comes_back_without_its_wrapping() {
        assert_eq!(found("'~/x y.csv'"), "/home/lan/x y.csv");
        assert_eq!(found("file:///tmp/x%20y.csv"), "/tmp/x y.csv");
        assert_eq!(found("it's.csv"), "it's.csv");
        assert_eq!(found("/tmp/a\\b.csv"), "/tmp/a\\b.csv");
        assert_eq!(found("~lan/x"), "~lan/x");
    }
}
