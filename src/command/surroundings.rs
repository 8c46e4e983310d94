//! What is around a call: whence the data folder comes, and what the terminal is like.

/// What named the data folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FolderOrigin {
    Option,
    Variable,
    Default,
    /// the machine has no home folder
    Nowhere,
}

pub struct Surroundings {
    pub program: &'static str,
    /// names the data folder where `--data` does not
    pub variable: &'static str,
    pub origin: FolderOrigin,
    /// why this program must not work in the folder
    pub not_here: Option<String>,
    /// TERM
    pub term: Option<String>,
    /// the screen cannot be drawn there
    pub is_dumb: bool,
    pub locale: Option<String>,
    /// the locale has no Vietnamese letters
    pub is_ascii: bool,
    /// columns and rows; `None`: no terminal
    pub window: Option<(u16, u16)>,
}
