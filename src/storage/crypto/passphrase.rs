//! A typed passphrase: normalized and length-checked. Knows no key and no file.

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::storage::limits;

/// Zeroized on drop; `Debug` does not print it.
#[derive(Clone, PartialEq, Eq)]
pub struct Passphrase(Zeroizing<String>);

/// What is wrong with a passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassphraseFault {
    Empty,
    /// shorter than a new passphrase must be
    Short,
    Long,
    /// a tab, a line end or another control character
    Control,
    /// not UTF-8
    NotText,
}

impl Passphrase {
    /// A passphrase for unlocking. Normalized to NFC, because input methods write Vietnamese
    /// letters in two ways that look the same.
    pub fn new(typed: &str) -> Result<Passphrase, PassphraseFault> {
        if typed.len() > limits::PASSPHRASE {
            return Err(PassphraseFault::Long);
        }
        // Reserve the full capacity: reallocation would leave copies in memory.
        let mut text = Zeroizing::new(String::with_capacity(typed.len().saturating_mul(3)));
        text.extend(typed.nfc());
        if text.trim().is_empty() {
            return Err(PassphraseFault::Empty);
        }
        if text.len() > limits::PASSPHRASE {
            return Err(PassphraseFault::Long);
        }
        if text.chars().any(char::is_control) {
            return Err(PassphraseFault::Control);
        }
        Ok(Passphrase(text))
    }

    /// A passphrase to be set.
    pub fn new_secret(typed: &str) -> Result<Passphrase, PassphraseFault> {
        let passphrase = Passphrase::new(typed)?;
        let long = passphrase.0.chars().count() >= limits::PASSPHRASE_LETTERS;
        if long { Ok(passphrase) } else { Err(PassphraseFault::Short) }
    }

    /// The first line of a file, including spaces, without the line end and a byte order mark.
    pub fn first_line(bytes: &[u8]) -> Result<Passphrase, PassphraseFault> {
        Passphrase::new(first_line(bytes)?)
    }

    /// As `first_line`, for a passphrase to be set.
    pub fn first_line_secret(bytes: &[u8]) -> Result<Passphrase, PassphraseFault> {
        Passphrase::new_secret(first_line(bytes)?)
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

fn first_line(bytes: &[u8]) -> Result<&str, PassphraseFault> {
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let text = std::str::from_utf8(line).map_err(|_| PassphraseFault::NotText)?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(..)")
    }
}
