//! What is reported about a file or a row of it, as data; the sentence is made when the
//! language is known.

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
    /// the sheet of a workbook that was read, and those that were not
    Sheet {
        name: String,
        others: Vec<String>,
    },
    Formulas {
        count: usize,
        first: String,
    },
    /// cells that took the value of a merged one above
    Merged(usize),
    /// headings between the rows and sums below them, which are no records
    Groups {
        count: usize,
        line: u64,
        first: String,
    },
    /// rows that are no records, by their lines
    Strays {
        lines: Vec<u64>,
        first: String,
    },
    /// the text of a row that may not be a record
    NoRecordPerhaps(String),
    /// the row may be no record: what is where its name should
    NoNamePerhaps(String),
    /// lines of headers with their columns in another order
    OtherTables(Vec<u64>),
    /// the row is below a header, in this line, that does not go together with the first one
    OtherTable(u64),
    /// hidden sheets, which were not read
    HiddenSheets(Vec<String>),
    /// sheets with lists of their own, which were not read
    OtherLists(Vec<String>),
    /// a column has values and no heading
    NoHeading {
        letters: String,
        /// what it is called when it is to be mapped
        name: String,
        examples: Vec<String>,
    },
    /// every row was one quoted cell
    Unwrapped,
    /// cells with converted letters, and the first of them as it reads now
    Letters {
        charset: Charset,
        count: usize,
        line: u64,
        first: String,
    },
    /// letters of an unknown charset
    OddLetters(String),
    /// letters that the file does not have any more
    LostLetters(String),
    /// formulas without a value, by their cells
    NoValues {
        cells: Vec<String>,
        /// they are read as empty cells
        emptied: bool,
    },
    /// this cell is such a formula
    NoValue(String),
    /// what is hidden in a sheet, and was left out
    Hidden {
        lines: Vec<u64>,
        columns: Vec<String>,
    },
    /// parts of an address, by their headings
    Joined(Vec<String>),
    /// headings that ask what an earlier one asks
    SecondHeading {
        first: PlacedColumn,
        others: Vec<PlacedColumn>,
        /// where the first is empty they are taken
        fills: bool,
    },
    /// rows that are part of the record above, as its name is merged over them
    OneRecord(Vec<u64>),
    /// a row of the same record says something else
    TwoValues {
        line: u64,
        value: String,
    },
    /// columns with answers that the notebook computes
    WorkedOut(Vec<PlacedColumn>),
    /// columns that answer no question
    Skipped(Vec<UnknownColumn>),
    /// no column is the one that names a record
    NoNameColumn(Box<NoNameColumn>),
    /// so this row cannot enter: what is to be named
    Unnamed(Label),
    /// columns mapped by hand, by heading
    Mapped {
        columns: Vec<(String, Label)>,
        /// for an earlier list
        remembered: bool,
    },
    /// values with a chosen meaning: heading, value, meaning, rows
    Values {
        values: Vec<(String, String, Label, usize)>,
        /// for an earlier list
        remembered: bool,
    },
    /// a column counts in a unit of its own
    Unit {
        column: String,
        unit: String,
    },
    /// two notes about the unit of a column: the closer one holds
    CloserUnit {
        column: String,
        unit: String,
        other: String,
    },
    /// a column that is not read: its unit cannot be converted to the question's
    ForeignUnit {
        column: String,
        unit: String,
        wanted: String,
    },
    /// a column that is not read until a person says what its unit means
    UnknownUnit {
        column: String,
        unit: String,
    },
    /// a column that names no unit and whose amounts can hardly be đồng
    NoUnit {
        column: String,
        example: String,
    },
    /// a column of percent that is not read until a person says what its fractions mean
    Fraction {
        column: String,
    },
    /// a column of days that are not read until a person says whether the month is first
    DayOrder {
        column: String,
        /// one of the list that can only be so
        example: String,
    },
    /// an amount in a row that names a unit which is not understood, or none
    UnitInRow {
        given: String,
        unit: String,
        column: String,
    },
    /// a column names the unit of other ones, row by row
    UnitColumn {
        column: String,
        of: Vec<String>,
    },
    /// the number was taken without the unit that the heading names
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
        /// what the file says that the column counts in
        unit: Option<String>,
    },
    /// a cell names another unit than its heading
    OwnUnit {
        given: String,
        heading: String,
    },
    /// a cell was read as another value than its text
    ReadAs {
        given: String,
        taken: String,
    },
    /// choices of a column that are written in other words than their labels
    ChoicesRead {
        column: String,
        /// by their words, with the cells that have them
        read: Vec<(String, Label, usize)>,
    },
    /// cells of a column with words that say that there is no answer
    NoAnswers {
        column: String,
        count: usize,
        first: String,
    },
    /// a cell that says "as above"
    RepeatsAbove(String),
    /// only the first of a cell was taken
    FirstOnly {
        given: String,
        taken: String,
    },
    /// latitude and longitude were in each other's columns
    DayMonthSwapped,
    /// a cell that is left empty, and why
    LeftEmpty {
        given: String,
        what: FaultKind,
        vi: String,
        en: String,
    },
    /// an answer that breaks a rule is left out, and why; of a link nothing is shown
    LeftOut {
        given: Label,
        why: Label,
    },
    /// an answer that the other answers of the row leave no place for
    Unasked(Label),
    NoName,
    /// the choice by which the record is called
    NotChosen(Label),
    TooLong,
    /// a quote opens in this line and does not close
    OpenQuote(u64),
    /// a quoted cell holds what looks like rows of the list
    ReadAsOne {
        first: u64,
        last: u64,
    },
    MoreCells,
    /// a cell in error: "#N/A"
    CellError(String),
    NoTable,
    /// files do not come with a list
    NoFile,
    /// the row changes a record that is here, or does not
    Revision(Revision),
    Double(Twin),
    /// the same id is in an earlier row
    SameId(u64),
    /// numbers that a format shows as codes, taken as they are seen
    Shown {
        column: String,
        count: usize,
        first: String,
    },
    /// words before the commune went to the address
    Address {
        taken: String,
    },
    Renamed {
        given: String,
        now: String,
        /// records of the kind keep the old name
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
    /// cells of a column with a name of before July 2025, for which today's commune was taken
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
    /// the commune was found in the address, as there is none in its own column
    PlaceOfAddress(String),
    /// the commune is that of the heading above the row, as there is none in its own column
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
    /// the record of that name is in another commune than the row says
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
    /// a rule of the programme speaks, already in words of both languages
    Rule {
        vi: String,
        en: String,
    },
    /// a column that is not read, with values like answers to a question that would start with one
    LooksLike {
        column: String,
        label: Label,
        examples: Vec<String>,
    },
    /// a required answer that the file has no column for
    NoColumn {
        vi: String,
        en: String,
        rows: usize,
    },
    /// answers that records started with, as the file has no columns for them
    Started {
        answers: Vec<(Label, Label)>,
        rows: usize,
    },
    /// a rule speaks of answers that the file has no column for
    OfRows {
        vi: String,
        en: String,
        lines: Vec<u64>,
    },
    /// required answers that are missing, by label
    Lacks {
        vi: Vec<String>,
        en: Vec<String>,
    },
}

impl ImportNote {
    /// Whether it says that the row enters.
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

    /// How much it matters, said of a file.
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
