//! The environment of a call, for `doctor`: the origin of the data folder, and the terminal.

/// How the data folder was determined.
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
    /// environment variable for the data folder
    pub variable: &'static str,
    pub origin: FolderOrigin,
    /// why this program must not work in the folder, if so
    pub not_here: Option<String>,
    /// TERM
    pub term: Option<String>,
    /// the terminal cannot move its cursor, so there is no screen
    pub is_dumb: bool,
    pub locale: Option<String>,
    /// the locale is not UTF-8: Vietnamese letters are shown as ASCII
    pub is_ascii: bool,
    /// columns and rows; `None`: no terminal
    pub window: Option<(u16, u16)>,
}
