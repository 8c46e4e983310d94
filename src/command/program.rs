//! What differs between the two programs: commands, data folders, and the step before the screen.

use std::path::{Path, PathBuf};

use super::command_io::{CommandIo, Stop};
use super::spec::CommandSpec;
use crate::lang::Lang;
use crate::lang::words::Both;
use crate::programme::Role;

pub struct Program {
    pub name: &'static str,
    pub about: Both,
    /// help of `--data`
    pub data: Both,
    /// environment variable for the data folder, if `--data` is not given
    pub variable: &'static str,
    /// the default data folder
    pub folder: fn() -> Option<PathBuf>,
    /// the role of its notebooks
    pub role: Role,
    /// why this program must not work in a folder, if so
    pub not_here: fn(&Path, Lang) -> Option<String>,
    /// whether a fault in the settings stops every command; otherwise only the screen shows it
    pub strict: bool,
    /// runs before the screen opens
    pub before_screen: fn(&mut CommandIo<'_>) -> Result<(), Stop>,
    pub commands: &'static [CommandSpec],
}
