//! Text as Vietnamese officers type, read and search it: editing by grapheme, widths in cells,
//! the search key, the alphabet's order, Telex, numbers and days in written form.
//!
//! A leaf: knows nothing of records, screens, terminals or files. All text from here is NFC.

mod ascii;
pub mod cells;
pub mod clean;
pub mod collate;
pub mod compose;
mod cut;
pub mod edit;
pub mod fold;
pub mod format;
pub mod hex;
pub mod legacy;
pub mod matcher;
pub mod path;
pub mod period_words;
pub mod secret;

/// Bytes from which on a text is no date, no telephone number and no place: reading one takes time that
/// grows faster than its length.
pub const MOST_READ: usize = 1024;

pub use ascii::ascii;
pub use clean::{clean, is_hidden, trimmed, visible, visible_line};
pub use cut::cut;
