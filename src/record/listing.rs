//! A list from another program that is to be imported, and the contents of its preview.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::{FieldNo, Id, KindNo};

/// A path for the code that opens the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TargetPath {
    /// typed by a person: quotes, `~` and similar are still to be interpreted
    Typed(String),
    /// the exact name on the disk; nothing in it is interpreted
    Exact(PathBuf),
}

/// A list and the choices made for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    pub path: TargetPath,
    /// the kind of the records that its rows become
    pub kind: KindNo,
    pub wanted: ReadOptions,
}

/// Options for reading a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// of a workbook: whether hidden rows are read
    pub hidden_rows: bool,
    pub hidden_columns: bool,
    /// a formula without a stored value is an empty cell; otherwise its row is refused
    pub empty_formulas: bool,
    /// rows that may not be records are imported
    pub doubtful: bool,
    pub theirs: FileSide,
    /// return the cells of all rows, so that refused rows can be written to a file
    pub cells: bool,
    /// headings mapped for this list, to be remembered for later lists
    pub mapped: BTreeSet<String>,
    /// the chosen meanings of values that are not understood
    pub values: ValueMeanings,
}

/// By field and folded value.
pub type ValueMeanings = BTreeMap<(FieldNo, String), ValueTo>;

/// A meaning of a value, as a person chose it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueTo {
    /// the choice of this id
    Choice(String),
    YesNo(bool),
    /// numbers count 10^n of the field's unit
    Unit(u32),
    /// days are written month first, or day first
    MonthFirst(bool),
    /// the answer is left empty
    Nothing,
}

/// A value of a list that is not understood, or that was given a meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListValue {
    pub field: FieldNo,
    /// the heading of its column
    pub heading: String,
    pub given: String,
    pub lines: Vec<u64>,
    /// `None`: not known
    pub to: Option<ValueTo>,
}

/// A meaning that a person chooses for a list and for later ones; without `to` an earlier choice is
/// removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MapChoice {
    Column { heading: String, to: Option<MapTo> },
    Value { field: FieldNo, given: String, to: Option<ValueTo> },
}

/// Which answers of the file are taken where both sides changed an answer since the export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum FileSide {
    #[default]
    None,
    All,
    Some(BTreeSet<(Id, FieldNo)>),
}

impl FileSide {
    pub fn takes_file_answer(&self, answer: (Id, FieldNo)) -> bool {
        match self {
            FileSide::None => false,
            FileSide::All => true,
            FileSide::Some(taken) => taken.contains(&answer),
        }
    }
}

/// An answer that was changed both in the file and here since the export, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListClash {
    pub answer: (Id, FieldNo),
    pub line: u64,
    /// the title of the record
    pub record: String,
    pub label: String,
    /// `None`: not known
    pub exported: Option<String>,
    pub ours: String,
    pub file: String,
    /// whether the file's answer is taken
    pub theirs: bool,
}

/// What a column of a list answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MapTo {
    Field(FieldNo),
    /// the province of the commune in the same row
    Province,
    /// the former district of that commune
    District,
    /// nothing: the column is left out
    Nothing,
}

/// A column of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListColumn {
    pub heading: String,
    /// as a spreadsheet calls it, "D"
    pub letters: String,
    /// `None`: not known
    pub to: Option<MapTo>,
    pub by_hand: bool,
    /// whether its values are read; not if another column answers the same field, or if it is
    /// hidden
    pub read: bool,
    /// number of rows with a value
    pub filled: usize,
    /// the first distinct values
    pub examples: Vec<String>,
    /// for an unknown heading: fields with similar names, the nearest first
    pub likely: Vec<FieldNo>,
}

impl ListColumn {
    /// Whether a person must say what the column is.
    pub fn is_open(&self) -> bool {
        self.to.is_none() && self.filled > 0
    }
}

/// How much a remark matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RemarkWeight {
    /// rows are refused
    Refused,
    /// rows are imported, and a person has to check them
    Doubtful,
    /// nothing has to be done
    Info,
}

/// Remarks of one sort on a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    pub weight: RemarkWeight,
    /// one sentence for all of them
    pub summary: String,
    /// one text each: a sentence on its first line, then what the row holds; empty if the summary
    /// is enough
    pub each: Vec<String>,
}

impl Remark {
    /// Whether the details say more than the summary: several rows, or a longer text.
    pub fn has_details(&self) -> bool {
        let whole = |one: &String| one.lines().next() == Some(self.summary.as_str());
        self.each.len() > 1 || self.each.first().is_some_and(|one| !whole(one))
    }
}

/// What an import of a list would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    pub listing: Listing,
    /// how many rows are imported, refused, doubtful
    pub sums: Vec<String>,
    pub columns: Vec<ListColumn>,
    /// values that are not understood come first
    pub values: Vec<ListValue>,
    pub hidden_rows: usize,
    pub hidden_columns: usize,
    /// number of formulas without a stored value
    pub no_values: usize,
    /// number of rows that may not be records, imported or not
    pub doubtful: usize,
    pub clashes: Vec<ListClash>,
    /// the most important first
    pub remarks: Vec<Remark>,
    /// records that would be created or changed
    pub entering: u64,
    /// of these, the records that exist and would change
    pub changing: u64,
    /// rows that may duplicate a record or another row, each with the duplicate in words
    pub doubles: Vec<String>,
}

impl Preview {
    pub fn can_enter(&self) -> bool {
        self.entering > 0 || !self.doubles.is_empty()
    }

    /// The preview of a list from which nothing would be imported, with the reason.
    pub fn empty(listing: Listing, why: String) -> Preview {
        Preview {
            listing,
            sums: vec![why],
            columns: Vec::new(),
            values: Vec::new(),
            hidden_rows: 0,
            hidden_columns: 0,
            no_values: 0,
            doubtful: 0,
            clashes: Vec::new(),
            remarks: Vec::new(),
            entering: 0,
            changing: 0,
            doubles: Vec::new(),
        }
    }
}
