//! A list as read from a file, before it is interpreted: its rows, and why it cannot be read.

use super::foreign::Foreign;
use super::note::ImportNote;
use crate::office::grid::TallCell;
use crate::office::pace::Cancelled;
use crate::services::import::stray::is_blank;

pub const MOST_ROWS: usize = 200_000;

/// Titles and letterheads above the header.
pub const HEADER_WITHIN: usize = 5_000;

/// Where the header of nearly every list is.
pub const NEAR: usize = 30;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// no text that anybody can read: a picture, an archive, or cut off
    NotText,
    NotUtf8 {
        line: u64,
    },
    /// something else, by name
    Foreign(Foreign),
    /// of Excel 97 (.xls), or locked by a password
    OldSpreadsheet,
    /// begins like a workbook, and is none that can be read
    NoSpreadsheet,
    /// more than there is memory for, in this line
    TooHeavy {
        line: Option<u64>,
    },
    Empty,
    /// no header, and letters are missing where one should be
    LostLetters,
    NoHeader,
    TooManyRows,
    BrokenQuotes {
        line: u64,
    },
    /// the user stopped it
    Halted,
}

impl From<Cancelled> for FileFault {
    fn from(_: Cancelled) -> FileFault {
        FileFault::Halted
    }
}

#[derive(Clone, Debug, Default)]
pub struct ListSheet {
    /// of a workbook
    pub name: Option<String>,
    /// cells that are above the header
    pub above: Vec<String>,
    pub header: Vec<String>,
    /// the words over each column, of a header of two lines
    pub over: Vec<String>,
    /// the rows of such a header, as they are in the file
    pub header_lines: Vec<Vec<String>>,
    pub rows: Vec<SheetRow>,
    /// lines of headings that a workbook merges over its rows, and their words
    pub groups: Vec<(u64, String)>,
    /// hidden columns of a workbook
    pub hidden_columns: Vec<usize>,
    /// the places of columns that later tables added at the end of the header
    pub added: Vec<usize>,
    /// cells of a workbook merged downwards
    pub tall: Vec<TallCell>,
    /// what was found and done on the way
    pub notes: Vec<ImportNote>,
}

impl ListSheet {
    /// Where a column is in the file.
    pub fn place(&self, at: usize) -> usize {
        let first = self.header.len().saturating_sub(self.added.len());
        let added = at.checked_sub(first).and_then(|at| self.added.get(at));
        added.copied().unwrap_or(at)
    }
}

/// How many cells of a row name a column.
pub type Score<'a> = &'a dyn Fn(&[&str]) -> usize;

#[derive(Clone, Debug, Default)]
pub struct SheetRow {
    /// as an editor counts, from 1
    pub line: u64,
    pub cells: Vec<String>,
    /// why the row as a whole cannot enter
    pub fault: Option<ImportNote>,
    /// cells, by column, without a known value, and why
    pub faults: Vec<(usize, ImportNote)>,
    /// numbers of a workbook, by column, that a format shows as a code: what is seen
    pub shown: Vec<(usize, String)>,
    pub hidden: bool,
}

/// Whether most cells of a row name columns. The table below it begins the list, even if another
/// one further down has more columns.
pub fn is_full(points: usize, cells: &[String]) -> bool {
    points > 1 && 2 * points > cells.iter().filter(|cell| !is_blank(cell)).count()
}
