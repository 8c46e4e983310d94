//! The key under which names are compared. One road to `text`, so that lists, links, import and
//! the store's search can never disagree about what "the same name" is.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Without marks and capitals, đ as d, blanks as one.
pub fn fold(text: &str) -> String {
    let plain: String = text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
