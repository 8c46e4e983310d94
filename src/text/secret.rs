//! Text that is typed but not shown. Wiped when it is dropped, and never printed.

use std::fmt;

use zeroize::Zeroizing;

/// Longer input is refused.
const MAX_BYTES: usize = 1024;

#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Default for Secret {
    /// With room for the longest text: growing would move it and leave copies in memory.
    fn default() -> Secret {
        Secret(Zeroizing::new(String::with_capacity(MAX_BYTES)))
    }
}

impl Secret {
    pub fn text(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Number of graphemes.
    pub fn letters(&self) -> usize {
        use unicode_segmentation::UnicodeSegmentation;
        self.0.graphemes(true).count()
    }

    /// Adds what is typed or pasted, without line ends at its end. `false`: there is no room for
    /// it.
    pub fn insert(&mut self, text: &str) -> bool {
        let text = text.trim_end_matches(['\r', '\n']);
        let fits = self.0.len() + text.len() <= MAX_BYTES;
        if fits {
            self.0.push_str(text);
        }
        fits
    }

    /// Removes the last grapheme.
    pub fn delete_back(&mut self) {
        use unicode_segmentation::UnicodeSegmentation;
        let last = self.0.graphemes(true).next_back().map_or(0, str::len);
        let rest = self.0.len().saturating_sub(last);
        self.0.truncate(rest);
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_goes_as_a_whole_and_nothing_is_printed() {
        let mut secret = Secret::default();
        assert!(secret.insert("mâ\u{323}t khẩu\n"));
        assert_eq!((secret.letters(), secret.text()), (8, "mâ\u{323}t khẩu"));
        (0..6).for_each(|_| secret.delete_back());
        assert_eq!(secret.text(), "mâ\u{323}");
        secret.delete_back();
        assert_eq!(secret.text(), "m");
        assert_eq!(format!("{secret:?}"), "Secret(..)");
        assert!(!secret.insert(&"a".repeat(MAX_BYTES)) && secret.text() == "m");
        secret.clear();
        secret.delete_back();
        assert!(secret.is_empty());
    }
}
