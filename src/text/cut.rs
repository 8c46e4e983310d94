//! Cuts texts that the program composes to the room of their place. What people write is never cut;
//! it is refused before it is saved.

use unicode_segmentation::UnicodeSegmentation;

const MORE: &str = "…";

/// At most `letters` graphemes and `bytes` bytes; a text that was cut ends with "…".
pub fn cut(text: &str, letters: usize, bytes: usize) -> String {
    let fits = text.len() <= bytes
        && (text.len() <= letters || text.graphemes(true).count() <= letters);
    if fits {
        return text.to_owned();
    }
    if letters == 0 || bytes < MORE.len() {
        return String::new();
    }
    let mut out = String::new();
    for letter in text.graphemes(true).take(letters - 1) {
        if out.len() + letter.len() + MORE.len() > bytes {
            break;
        }
        out.push_str(letter);
    }
    out + MORE
}
