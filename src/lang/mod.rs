//! The words of the program, in Vietnamese and English. A leaf: knows nobody.

pub mod cli;

/// The language of the screen. Nothing stored depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    #[default]
    Vi,
    En,
}
