//! The words of the program, in Vietnamese and English side by side. A leaf: knows nobody.
//!
//! What never varies is a constant (`Both`, `Words`); what carries data is a message, an enum
//! made by `messages!`. A text without its second language does not compile. Keys inside a
//! message are plain text that the caller takes from the keymap.

pub mod action;
pub mod app;
pub mod context;
pub mod words;

/// The language of the screen. Nothing stored depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    #[default]
    Vi,
    En,
}
