//! A row that has been understood, and what a plan knows when it reads one.

use crate::programme::spec::{Programme, Type};
use crate::record::{Date, FieldNo, Fields, Id, ReadOptions};
use crate::services::import::earlier::Fingerprint;
use crate::services::import::marks::NumberMarks;
use crate::services::import::sheet::{ListSheet, SheetRow};
use crate::services::import::unit::ColumnUnit;
use crate::services::import::{HeaderColumn, Kind, Note, NoteSort};
use crate::services::validator::RecordValidator;

pub struct PlanContext<'a> {
    pub programme: &'a Programme,
    pub today: Date,
    /// Unix milliseconds, for the new ids of rows
    pub now: u64,
    /// the officer's own province, by code: lists of the office often name none
    pub province: Option<&'a str>,
    /// answers that a new record of the kind starts with
    pub defaults: &'a Fields,
    pub wanted: &'a ReadOptions,
}

/// How the columns of the file are read.
#[derive(Debug)]
pub struct ColumnLayout {
    pub columns: Vec<Option<HeaderColumn>>,
    pub units: Vec<Option<ColumnUnit>>,
    /// beside `columns`
    pub marks: Vec<NumberMarks>,
    /// without its rows
    pub sheet: ListSheet,
    pub province: Option<String>,
    pub defaults: Fields,
    pub wanted: ReadOptions,
}

impl ColumnLayout {
    pub fn heading(&self, at: usize) -> String {
        self.sheet.header.get(at).map(|h| h.trim().to_owned()).unwrap_or_default()
    }

    pub fn unit(&self, at: usize) -> Option<&ColumnUnit> {
        self.units.get(at).and_then(Option::as_ref)
    }

    pub fn context<'a>(&'a self, validator: &RecordValidator<'a>, now: u64) -> PlanContext<'a> {
        PlanContext {
            programme: validator.programme,
            today: validator.today,
            now,
            province: self.province.as_deref(),
            defaults: &self.defaults,
            wanted: &self.wanted,
        }
    }
}

#[derive(Debug)]
pub struct PlanRow {
    pub line: u64,
    /// as an export wrote it
    pub id: Option<Id>,
    /// tells whether an earlier import has entered the row
    pub print: Fingerprint,
    pub fields: Fields,
    /// the cells themselves, of a row with an id
    pub source: Option<SheetRow>,
    /// links that are written as names
    pub named: Vec<Named>,
    pub notes: Vec<Note>,
    /// values that are not understood or that have a chosen meaning, with their columns
    pub values: Vec<(FieldNo, String, String)>,
    /// whether required answers are missing
    pub incomplete: bool,
    /// it may be no record, and waits for a person
    pub doubtful: bool,
    /// a note about the whole file, if the row enters
    pub shared: SharedNotes,
}

/// What a row has in common with others because the file does not ask for it at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SharedNotes {
    /// answers that it lacks, by their questions in both languages
    pub missing: Vec<(String, String)>,
    /// rules that warn of it, by their words in both languages
    pub warns: Vec<(String, String)>,
    /// it bears an id that the notebook does not have
    pub new_id: bool,
    /// it got answers that no column of the file gives
    pub started: bool,
}

impl PlanRow {
    pub fn refused(&self) -> bool {
        self.notes.iter().any(|note| note.sort == NoteSort::Fault)
    }

    pub fn asks(&self) -> bool {
        self.notes.iter().any(|note| note.sort == NoteSort::Question)
    }
}

/// As an export wrote it; the office's own numbering is none.
pub fn id(columns: &[Option<HeaderColumn>], row: &SheetRow) -> Option<Id> {
    let at = columns.iter().position(|c| *c == Some(HeaderColumn::Id))?;
    let id: Id = row.cells.get(at)?.trim().parse().ok()?;
    id.is_ours().then_some(id)
}

/// The questions that name a record: texts, where the kind has such.
pub fn names(kind: &Kind) -> Vec<FieldNo> {
    let title = || kind.list.title.iter().copied();
    let is_text = |no: &FieldNo| kind.field(*no).is_some_and(|f| matches!(f.ty, Type::Text));
    let texts: Vec<FieldNo> = title().filter(is_text).collect();
    if texts.is_empty() { title().collect() } else { texts }
}

/// A cell that names records, to be looked for when the plan meets the notebook.
#[derive(Clone, Debug)]
pub struct Named {
    pub field: FieldNo,
    /// the heading of the column, as the file has it
    pub heading: String,
    pub text: String,
    /// codes of the communes that another column of the row names; none where it says nothing
    pub communes: Vec<&'static str>,
    /// ids that are next to the text, as an export writes them
    pub ids: Vec<Id>,
}
