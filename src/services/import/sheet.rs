//! A list as read from a file, before interpretation, and the errors of reading.

use super::foreign::Foreign;
use super::note::ImportNote;
use super::row_cells::RowCells;
use crate::office::grid::TallCell;
use crate::office::pace::Cancelled;
use crate::services::import::stray::is_blank;

pub const MOST_ROWS: usize = 200_000;

/// Rows that are searched for a header, below titles and letterheads.
pub const HEADER_WITHIN: usize = 5_000;

/// Rows in which nearly every list has its header.
pub const NEAR: usize = 30;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// not a text: a picture, an archive, or cut off
    NotText,
    NotUtf8 {
        line: u64,
    },
    /// another known format
    Foreign(Foreign),
    /// Excel 97 (.xls), or protected by a password
    OldSpreadsheet,
    /// starts like a workbook but cannot be read as one
    NoSpreadsheet,
    /// exceeds the memory budget, at this line
    TooHeavy {
        line: Option<u64>,
    },
    Empty,
    /// no header, and letters were lost near the top
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
    /// name of the workbook's sheet
    pub name: Option<String>,
    /// cells above the header
    pub above: Vec<String>,
    pub header: Vec<String>,
    /// the upper headings of each column, for a header of several rows
    pub over: Vec<String>,
    /// the rows of such a header, as in the file
    pub header_lines: Vec<Vec<String>>,
    pub rows: Vec<SheetRow>,
    /// headings that a workbook merges over its rows, with their lines
    pub groups: Vec<(u64, String)>,
    /// hidden columns of a workbook
    pub hidden_columns: Vec<usize>,
    /// original indices of columns that later tables appended to the header
    pub added: Vec<usize>,
    /// cells merged downwards in a workbook
    pub tall: Vec<TallCell>,
    /// notes made while reading
    pub notes: Vec<ImportNote>,
}

impl ListSheet {
    /// The index of a column in the file.
    pub fn place(&self, at: usize) -> usize {
        let first = self.header.len().saturating_sub(self.added.len());
        let added = at.checked_sub(first).and_then(|at| self.added.get(at));
        added.copied().unwrap_or(at)
    }
}

/// Counts the cells of a row that name a column.
pub type Score<'a> = &'a dyn Fn(&[&str]) -> usize;

#[derive(Clone, Debug, Default)]
pub struct SheetRow {
    /// line in an editor, from 1
    pub line: u64,
    pub cells: RowCells,
    /// why the whole row cannot be imported
    pub fault: Option<ImportNote>,
    /// cells without a usable value, by column, and why
    pub faults: Vec<(usize, ImportNote)>,
    /// displayed text of numbers that a format shows as codes, by column
    pub shown: Vec<(usize, String)>,
    pub hidden: bool,
}

/// Whether most cells of a row name columns. Then its table starts the list, even if a later table
/// has more columns.
pub fn is_full(points: usize, cells: &[String]) -> bool {
    points > 1 && 2 * points > cells.iter().filter(|cell| !is_blank(cell)).count()
}
