//! Bytes as hexadecimal digits, and back.

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The first eight digits: what two people compare, and what a file is named after.
pub fn short_hex(bytes: &[u8]) -> String {
    hex(bytes.get(..4).unwrap_or(bytes))
}

/// Sixteen bytes.
pub fn unhex(text: &str) -> Option<[u8; 16]> {
    let whole = text.len() == 32 && text.is_ascii();
    let digits = whole.then(|| u128::from_str_radix(text, 16).ok())??;
    (!text.starts_with('+')).then(|| digits.to_be_bytes())
}
