//! What tells the two programs apart: their commands, their data folders, and what comes before the
//! screen.

use std::path::{Path, PathBuf};

use super::command_io::{CommandIo, Stop};
use super::spec::CommandSpec;
use crate::lang::Lang;
use crate::lang::words::Both;
use crate::programme::Role;

/// One of the two programs.
pub struct Program {
    pub name: &'static str,
    pub about: Both,
    /// help of `--data`
    pub data: Both,
    /// names the data folder where `--data` does not
    pub variable: &'static str,
    /// the data folder where nothing names it
    pub folder: fn() -> Option<PathBuf>,
    /// the role of the notebooks that it opens
    pub role: Role,
    /// why this program must not work in a folder
    pub not_here: fn(&Path, Lang) -> Option<String>,
    /// whether a fault in the settings stops every command; else the screen shows it
    pub strict: bool,
    /// done before the screen opens
    pub before_screen: fn(&mut CommandIo<'_>) -> Result<(), Stop>,
    pub commands: &'static [CommandSpec],
}
