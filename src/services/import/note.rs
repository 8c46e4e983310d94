//! Notes about a file or a row, as data. The sentence is made when the language is known.

mod column;
mod placed;
mod twin;

use super::revise::message::Revision;
use crate::programme::check::FaultKind;
use crate::programme::spec::Label;
use crate::text::legacy::Charset;
pub use column::{NoNameColumn, PlacedColumn, UnknownColumn};
pub use placed::{Note, NoteSort};
pub use twin::{MatchedBy, Original, Twin};

#[derive(Clone, Debug)]
pub enum ImportNote {
    /// the sheet that was read, and the sheets that were not
    Sheet {
        name: String,
        others: Vec<String>,
    },
    Formulas {
        count: usize,
        first: String,
    },
    /// cells that got the value of a merged cell above
    Merged(usize),
    /// group headings between rows, and sums; they are no records
    Groups {
        count: usize,
        line: u64,
        first: String,
    },
    /// rows that are no records, by line
    Strays {
        lines: Vec<u64>,
        first: String,
    },
    /// the text of a row that may not be a record
    NoRecordPerhaps(String),
    /// the row may be no record; the text in its name cell
    NoNamePerhaps(String),
    /// lines of headers with other columns
    OtherTables(Vec<u64>),
    /// the row is below a header, at this line, that does not match the first one
    OtherTable(u64),
    /// hidden sheets, which were not read
    HiddenSheets(Vec<String>),
    /// sheets with further lists, which were not read
    OtherLists(Vec<String>),
    /// a column with values but no heading
    NoHeading {
        letters: String,
        /// name for mapping the column
        name: String,
        examples: Vec<String>,
    },
    /// every row was one quoted cell
    Unwrapped,
    /// number of converted cells, and the first with its new text
    Letters {
        charset: Charset,
        count: usize,
        line: u64,
        first: String,
    },
    /// letters of an unknown charset
    OddLetters(String),
    /// letters that were lost before the file was saved
    LostLetters(String),
    /// cells with formulas without a value
    NoValues {
        cells: Vec<String>,
        /// they are read as empty
        emptied: bool,
    },
    /// a cell with such a formula
    NoValue(String),
    /// hidden rows and columns that were skipped
    Hidden {
        lines: Vec<u64>,
        columns: Vec<String>,
    },
    /// parts of an address, by their headings
    Joined(Vec<String>),
    /// headings that mean the same question as an earlier one
    SecondHeading {
        first: PlacedColumn,
        others: Vec<PlacedColumn>,
        /// they are used where the first is empty
        fills: bool,
    },
    /// rows merged into the record above because of a merged name cell
    OneRecord(Vec<u64>),
    /// another row of the same record has a different value
    TwoValues {
        line: u64,
        value: String,
    },
    /// columns of answers that the notebook computes
    WorkedOut(Vec<PlacedColumn>),
    /// columns that match no question
    Skipped(Vec<UnknownColumn>),
    /// no column names the records
    NoNameColumn(Box<NoNameColumn>),
    /// therefore this row cannot be imported; the name that is missing
    Unnamed(Label),
    /// columns mapped by a person, by heading
    Mapped {
        columns: Vec<(String, Label)>,
        /// in an earlier import
        remembered: bool,
    },
    /// values mapped by a person: heading, value, meaning, rows
    Values {
        values: Vec<(String, String, Label, usize)>,
        /// in an earlier import
        remembered: bool,
    },
    /// a column with its unit
    Unit {
        column: String,
        unit: String,
    },
    /// two units are given for a column; the one closer to it is used
    CloserUnit {
        column: String,
        unit: String,
        other: String,
    },
    /// a column that is not read: its unit cannot be converted
    ForeignUnit {
        column: String,
        unit: String,
        wanted: String,
    },
    /// a column that is not read until a person says what its unit is
    UnknownUnit {
        column: String,
        unit: String,
    },
    /// a column without a unit, with amounts that can hardly be đồng
    NoUnit {
        column: String,
        example: String,
    },
    /// a percent column that is not read until a person says what its fractions mean
    Fraction {
        column: String,
    },
    /// a date column that is not read until a person says whether the month comes first
    DayOrder {
        column: String,
        /// a date in the list that can only be month first
        example: String,
    },
    /// an amount in a row with a missing or unknown unit
    UnitInRow {
        given: String,
        unit: String,
        column: String,
    },
    /// a column that holds the unit of other columns, row by row
    UnitColumn {
        column: String,
        of: Vec<String>,
    },
    /// the number was taken, and the unit in the heading ignored
    ExtraUnit {
        column: String,
        unit: String,
    },
    /// amounts too small to be đồng
    SmallMoney {
        column: String,
        count: usize,
        /// the largest of them, đồng
        most: i64,
        /// the unit that the file names for the column
        unit: Option<String>,
    },
    /// a cell names a unit that differs from the heading's
    OwnUnit {
        given: String,
        heading: String,
    },
    /// a cell was read as another value than its text
    ReadAs {
        given: String,
        taken: String,
    },
    /// choices written in other words than their labels
    ChoicesRead {
        column: String,
        /// words, choice, number of cells
        read: Vec<(String, Label, usize)>,
    },
    /// cells with words for "no answer"
    NoAnswers {
        column: String,
        count: usize,
        first: String,
    },
    /// a cell that means "as above"
    RepeatsAbove(String),
    /// only the first part of a cell was taken
    FirstOnly {
        given: String,
        taken: String,
    },
    /// latitude and longitude were exchanged
    DayMonthSwapped,
    /// a cell that was not understood and is left empty, and why
    LeftEmpty {
        given: String,
        what: FaultKind,
        vi: String,
        en: String,
    },
    /// an answer that breaks a rule is left out, and why; `given` is empty for a link
    LeftOut {
        given: Label,
        why: Label,
    },
    /// an answer to a question that does not apply, given the other answers
    Unasked(Label),
    NoName,
    /// the choice by which the record is called
    NotChosen(Label),
    TooLong,
    /// a quote that opens in this line and is never closed
    OpenQuote(u64),
    /// a quoted cell that seems to contain rows of the list
    ReadAsOne {
        first: u64,
        last: u64,
    },
    MoreCells,
    /// an error value: "#N/A"
    CellError(String),
    NoTable,
    /// attached files are not imported with a list
    NoFile,
    /// the row changes an existing record, or cannot
    Revision(Revision),
    Double(Twin),
    /// the same id is in an earlier row, at this line
    SameId(u64),
    /// numbers that are displayed as codes by their format, read as displayed
    Shown {
        column: String,
        count: usize,
        first: String,
    },
    /// words before the commune were moved to the address
    Address {
        taken: String,
    },
    Renamed {
        given: String,
        now: String,
        /// the kind stores the old name too
        kept: bool,
    },
    Divided {
        given: String,
        now: Vec<String>,
    },
    Several {
        given: String,
        now: Vec<String>,
    },
    /// one cell names several communes
    Listed {
        given: String,
        now: Vec<String>,
    },
    /// cells with commune names from before July 2025, which were replaced by today's communes
    OldNames {
        column: String,
        count: usize,
    },
    NoPlace(String),
    /// a former district, and the communes that it became
    FormerDistrict {
        given: String,
        now: Vec<String>,
    },
    /// the commune was found in the address, as its column is empty
    PlaceOfAddress(String),
    /// the commune was taken from the heading above the row, as its column is empty
    PlaceOfGroup {
        given: String,
        taken: String,
    },
    /// the address names another commune
    AddressElsewhere {
        address: String,
        place: String,
    },
    NoProvince(String),
    NoRecord(String),
    ManyRecords(String, usize),
    /// the record of that name is in another commune than the row's
    RecordElsewhere {
        name: String,
        place: String,
    },
    /// the answer itself is wrong
    Answer {
        what: FaultKind,
        vi: String,
        en: String,
    },
    /// the message of a programme rule, in both languages
    Rule {
        vi: String,
        en: String,
    },
    /// a column that is not read, but seems to answer a question that has a default
    LooksLike {
        column: String,
        label: Label,
        examples: Vec<String>,
    },
    /// a required answer without a column in the file
    NoColumn {
        vi: String,
        en: String,
        rows: usize,
    },
    /// defaults of the new records, as the file has no columns for these questions
    Started {
        answers: Vec<(Label, Label)>,
        rows: usize,
    },
    /// a rule about answers without a column in the file
    OfRows {
        vi: String,
        en: String,
        lines: Vec<u64>,
    },
    /// missing required answers, by label
    Lacks {
        vi: Vec<String>,
        en: Vec<String>,
    },
}

impl ImportNote {
    /// Whether the note's text already says that the row is imported.
    pub fn says_it_enters(&self) -> bool {
        matches!(
            self,
            ImportNote::Lacks { .. }
                | ImportNote::Divided { .. }
                | ImportNote::Several { .. }
                | ImportNote::FormerDistrict { .. }
                | ImportNote::NoPlace(_)
        )
    }

    /// Severity of a note about the file.
    pub fn sort(&self) -> NoteSort {
        match self {
            ImportNote::NoNameColumn(_) => NoteSort::Fault,
            ImportNote::Hidden { .. }
            | ImportNote::NoValues { .. }
            | ImportNote::SecondHeading { .. }
            | ImportNote::HiddenSheets(_)
            | ImportNote::OtherLists(_)
            | ImportNote::LooksLike { .. }
            | ImportNote::WorkedOut(_)
            | ImportNote::NoHeading { .. } => NoteSort::Warning,
            _ => NoteSort::Info,
        }
    }
}
