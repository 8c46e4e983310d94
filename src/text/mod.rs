//! Text as Vietnamese officers type, read and search it: editing by grapheme, widths in cells,
//! the search key, the alphabet's order, Telex, numbers and days in written form.
//!
//! A leaf: knows no record's meaning, screen, terminal or file. Everything that leaves here is
//! NFC.

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

pub use ascii::ascii;
pub use clean::{clean, is_hidden, trimmed, visible, visible_line};
pub use cut::cut;
