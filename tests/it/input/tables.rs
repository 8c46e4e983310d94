//! Sequences of bytes of real terminals: the answers that they send, and the names of their keys.

/// Answers and reports of terminals, requested or not.
pub(super) const ANSWERS: &[&[u8]] = &[
    b"\x1b[?62;1;2c",
    b"\x1b[>41;354;0c",
    b"\x1b[=0;1c",
    b"\x1b[24;80R",
    b"\x1b[?1;2R",
    b"\x1b[0n",
    b"\x1b[?2026;2$y",
    b"\x1b[8;24;80t",
    b"\x1b[?1u",
    b"\x1b[<0;10;5M",
    b"\x1b[<0;10;5m",
    b"\x1b[M !!",
    b"\x1b[32;10;5M",
    b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07",
    b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
    b"\x1b]4;1;rgb:cd/00/00\x1b\\",
    "\u{1b}]2;Ứng dụng \u{1b}\\".as_bytes(),
    b"\x1b]52;c;YWJj\x07",
    b"\x1b]lname\x1b\\",
    b"\x1bP1$r0m\x1b\\",
    b"\x1bP0$r\x1b\\",
    b"\x1bP>|XTerm(370)\x1b\\",
    b"\x1bP1+r544e=787465726d\x1b\\",
    b"\x1bP!|00000000\x1b\\",
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b^private\x1b\\",
    b"\x1bXstring\x1b\\",
    b"\x9b?62;1;2c",
    b"\x9d11;rgb:0000/0000/0000\x9c",
    b"\x901$r0m\x9c",
    "\u{90}1$r0m\u{9c}".as_bytes(),
    "\u{9d}2;ỨẠ\u{9c}".as_bytes(),
];

/// A letter that stands alone after a pause is taken for a typed one.
pub(super) fn has_letters_beyond_ascii(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text.chars().any(|c| !c.is_ascii() && c.is_alphabetic())
}

/// No terminal answers with it, and it could be Esc and a word: `Xã`. It is dropped when it comes
/// without a pause.
pub(super) fn is_sos(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1bX")
}

/// All forms in which known terminals send keys of more than one byte.
pub(super) const KEYS: &[(&[u8], &str)] = &[
    (b"\x1b[A", "up"),
    (b"\x1b[D", "left"),
    (b"\x1bOA", "up"),
    (b"\x1bOQ", "f2"),
    (b"\x1bOM", "enter"),
    (b"\x1b[3~", "del"),
    (b"\x1b[24~", "f12"),
    (b"\x1b[1;5C", "ctrl-right"),
    (b"\x1b[1;2P", "shift-f1"),
    (b"\x1b[3;5~", "ctrl-del"),
    (b"\x1b[Z", "shift-tab"),
    (b"\x1b[[B", "f2"),
    (b"\x1b[97;5u", "ctrl-a"),
    (b"\x1b[27;5;9~", "ctrl-tab"),
];
