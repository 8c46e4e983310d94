//! What was asked for on the command line, as plain data.

use std::path::PathBuf;

pub use super::import::ImportOptions as ImportChoice;
pub use super::report::{ReportFormat, ReportOptions};
use crate::lang::Lang;

#[derive(Clone, Debug)]
pub struct ParsedArgs {
    pub globals: Globals,
    pub task: Subcommand,
}

/// Options that stand before or after the command.
#[derive(Clone, Debug, Default)]
pub struct Globals {
    pub data: Option<PathBuf>,
    pub lang: Option<Lang>,
    pub keymap: Option<String>,
    /// files that are in the way may be replaced
    pub force: bool,
}

#[derive(Clone, Debug)]
pub enum Subcommand {
    /// no command: the notebook itself
    Notebook,
    Init(InitHow),
    EnrolRequest {
        file: PathBuf,
        ssh: Option<PathBuf>,
    },
    EnrolAccept {
        /// away from the headquarters that it is enrolled at
        to_other: bool,
        file: PathBuf,
    },
    Add {
        kind: String,
    },
    List {
        kind: String,
        find: String,
        from: Option<String>,
        to: Option<String>,
        format: ListFormat,
    },
    Show {
        id: String,
        history: bool,
        json: bool,
    },
    Import {
        kind: String,
        file: PathBuf,
        choice: ImportChoice,
    },
    Report(ReportOptions),
    Attach {
        id: String,
        file: PathBuf,
        /// id of a paper of the checklist, or which photo
        paper: String,
        personal: Option<bool>,
    },
    TakeOut {
        id: String,
        out: PathBuf,
    },
    Template {
        kind: String,
        file: PathBuf,
    },
    Export {
        kind: String,
        out: PathBuf,
        contacts: bool,
    },
    Print {
        id: String,
        out: PathBuf,
    },
    /// where headquarters is, if it was said
    Sync {
        address: Option<String>,
        files: bool,
    },
    Prove {
        id: String,
    },
    /// all of them, or the one to bring back
    Undo {
        id: Option<String>,
        list: bool,
    },
    Drafts {
        restore: Option<String>,
    },
    Verify,
    Rebuild,
    Backup {
        folder: PathBuf,
    },
    Demo {
        establishments: u64,
        visits: u64,
        seed: u64,
        /// take them out instead
        remove: bool,
    },
    Keys {
        markdown: bool,
    },
}

#[derive(Clone, Debug)]
pub enum InitHow {
    New {
        officer: String,
        unit: String,
        province: String,
        /// `--no-passphrase` was written, so that nothing need be explained
        plain_said: bool,
    },
    Backup {
        file: PathBuf,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListFormat {
    Table,
    Csv,
    Json,
}
