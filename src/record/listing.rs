//! A list of another program that is to be imported, and what its preview shows.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::{FieldNo, Id, KindNo};

/// A path on its way to the code that opens the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TargetPath {
    /// by a person: quotes, `~` and the like are still to be read
    Typed(String),
    /// by a name that the disk has or is to have: nothing in it is read as anything else
    Exact(PathBuf),
}

/// Where the list is, and what was chosen for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    pub path: TargetPath,
    pub wanted: ReadOptions,
}

/// What is read of a list, where there is a choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// of a workbook
    pub hidden_rows: bool,
    pub hidden_columns: bool,
    /// a formula without a stored value is an empty cell; otherwise its row does not enter
    pub empty_formulas: bool,
    /// rows that may be no records enter
    pub doubtful: bool,
    pub theirs: FileSide,
    /// the cells of all rows, to write those that do not enter to a file
    pub cells: bool,
    /// headings mapped for this list, which later ones will remember
    pub mapped: BTreeSet<String>,
    /// the chosen meanings of values that are not understood
    pub values: ValueMeanings,
}

/// By question and folded value.
pub type ValueMeanings = BTreeMap<(FieldNo, String), ValueTo>;

/// A meaning of a value, as a person chose it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueTo {
    /// the choice of this id
    Choice(String),
    YesNo(bool),
    /// numbers count 10^n of what the question counts in
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
    /// of its column
    pub heading: String,
    pub given: String,
    pub lines: Vec<u64>,
    /// `None` where nobody knows
    pub to: Option<ValueTo>,
}

/// What a person chooses for a list and for those after it; without `to` an earlier choice is taken
/// back.
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

/// An answer that was changed in the file and here since the export, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListClash {
    pub answer: (Id, FieldNo),
    pub line: u64,
    /// what the record is called
    pub record: String,
    pub label: String,
    /// where it is known
    pub exported: Option<String>,
    pub ours: String,
    pub file: String,
    /// the file's answer is taken
    pub theirs: bool,
}

/// What a column of a list answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MapTo {
    Field(FieldNo),
    /// the province that a commune of the same row is in
    Province,
    /// its former district
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
    /// `None` where nobody knows
    pub to: Option<MapTo>,
    pub by_hand: bool,
    /// its values are read; not so if another column answers the same question, or if it is hidden
    pub read: bool,
    /// rows with a value
    pub filled: usize,
    /// the first values that differ
    pub examples: Vec<String>,
    /// of an unknown heading: questions with names like it, the nearest first
    pub likely: Vec<FieldNo>,
}

impl ListColumn {
    /// Does a person have to say what it is?
    pub fn is_open(&self) -> bool {
        self.to.is_none() && self.filled > 0
    }
}

/// How much a remark matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RemarkWeight {
    /// rows do not enter
    Refused,
    /// rows enter, and a person has to look at them
    Doubtful,
    /// nothing has to be done
    Info,
}

/// Remarks on a list that are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    pub weight: RemarkWeight,
    /// all of them in one sentence
    pub summary: String,
    /// one text each, its first line a sentence, the others what the row holds; empty where the
    /// summary says it all
    pub each: Vec<String>,
}

impl Remark {
    /// Than its summary does, of more than one row or at more length.
    pub fn has_details(&self) -> bool {
        let whole = |one: &String| one.lines().next() == Some(self.summary.as_str());
        self.each.len() > 1 || self.each.first().is_some_and(|one| !whole(one))
    }
}

/// What an import of a list would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    pub listing: Listing,
    pub kind: KindNo,
    /// how many rows enter, do not enter, are doubtful
    pub sums: Vec<String>,
    pub columns: Vec<ListColumn>,
    /// those that are not understood first
    pub values: Vec<ListValue>,
    pub hidden_rows: usize,
    pub hidden_columns: usize,
    /// formulas without a stored value
    pub no_values: usize,
    /// rows that may be no records, entered or not
    pub doubtful: usize,
    pub clashes: Vec<ListClash>,
    /// what matters most first
    pub remarks: Vec<Remark>,
    /// records that would enter or change
    pub entering: u64,
    /// those of them that are here already, and change
    pub changing: u64,
    /// rows that may equal a record or another row, each with what it equals, in words
    pub doubles: Vec<String>,
}

impl Preview {
    pub fn can_enter(&self) -> bool {
        self.entering > 0 || !self.doubles.is_empty()
    }

    /// Of a list of which nothing would enter, for this reason.
    pub fn empty(listing: Listing, why: String) -> Preview {
        Preview {
            listing,
            kind: KindNo::default(),
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
