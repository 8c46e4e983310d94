//! Bytes as hexadecimal digits, and the reverse.

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The first eight digits, for people to compare and for names of files.
pub fn short_hex(bytes: &[u8]) -> String {
    hex(bytes.get(..4).unwrap_or(bytes))
}

/// Exactly sixteen bytes.
pub fn unhex(text: &str) -> Option<[u8; 16]> {
    let whole = text.len() == 32 && text.is_ascii();
    let digits = whole.then(|| u128::from_str_radix(text, 16).ok())??;
    (!text.starts_with('+')).then(|| digits.to_be_bytes())
}
