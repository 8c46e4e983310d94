//! A row that has been read, and the context for reading one.

use crate::programme::spec::{Programme, Type};
use crate::record::{Date, FieldNo, Fields, Id, ReadOptions};
use crate::services::import::earlier::Fingerprint;
use crate::services::import::marks::NumberMarks;
use crate::services::import::sheet::{ListSheet, SheetRow};
use crate::services::import::unit::ColumnUnit;
use crate::services::import::{HeaderColumn, Kind, Note, NoteSort};
use crate::services::validator::RecordValidator;
use crate::storage::format::packed::PackedFields;
use crate::store::StoreError;

pub struct PlanContext<'a> {
    pub programme: &'a Programme,
    pub today: Date,
    /// Unix milliseconds, for new ids
    pub now: u64,
    /// code of the officer's province: many lists of an office name none
    pub province: Option<&'a str>,
    /// defaults of a new record of the kind
    pub defaults: &'a Fields,
    pub wanted: &'a ReadOptions,
}

/// How the file's columns are read.
#[derive(Debug)]
pub struct ColumnLayout {
    pub columns: Vec<Option<HeaderColumn>>,
    pub units: Vec<Option<ColumnUnit>>,
    /// parallel to `columns`
    pub marks: Vec<NumberMarks>,
    /// the sheet, without its rows
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

/// A row that waits to be imported.
pub type PackedRow = PlanRow<PackedFields>;

#[derive(Debug)]
pub struct PlanRow<F = Fields> {
    pub line: u64,
    /// the id that an export wrote
    pub id: Option<Id>,
    /// identifies the row in a repeated import
    pub print: Fingerprint,
    pub fields: F,
    /// the cells, for rows with an id
    pub source: Option<SheetRow>,
    /// links written as names
    pub named: Vec<Named>,
    pub notes: Vec<Note>,
    /// values that were not understood or were mapped by a person: field, heading, value
    pub values: Vec<(FieldNo, String, String)>,
    /// whether required answers are missing
    pub incomplete: bool,
    /// the row may be no record; a person must decide
    pub doubtful: bool,
    /// the list marks the record as sample data
    pub is_made_up: bool,
    /// reported once for the file, if the row is imported
    pub shared: SharedNotes,
}

/// Notes that many rows share because the file has no column for a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SharedNotes {
    /// missing answers, by label in both languages
    pub missing: Vec<(String, String)>,
    /// warnings of rules, in both languages
    pub warns: Vec<(String, String)>,
    /// the row has an id that is not in the notebook
    pub new_id: bool,
    /// the row got defaults
    pub started: bool,
}

impl PlanRow {
    pub fn pack(self) -> PackedRow {
        let fields = PackedFields::of(&self.fields);
        self.with_fields(fields)
    }
}

impl PackedRow {
    pub fn open(self) -> Result<PlanRow, StoreError> {
        let fields = self.fields.open()?;
        Ok(self.with_fields(fields))
    }
}

impl<F> PlanRow<F> {
    fn with_fields<G>(self, fields: G) -> PlanRow<G> {
        PlanRow {
            fields,
            line: self.line,
            id: self.id,
            print: self.print,
            source: self.source,
            named: self.named,
            notes: self.notes,
            values: self.values,
            incomplete: self.incomplete,
            doubtful: self.doubtful,
            is_made_up: self.is_made_up,
            shared: self.shared,
        }
    }

    pub fn refused(&self) -> bool {
        self.notes.iter().any(|note| note.sort == NoteSort::Fault)
    }

    pub fn asks(&self) -> bool {
        self.notes.iter().any(|note| note.sort == NoteSort::Question)
    }
}

/// The record id that an export wrote; an office's own numbering is ignored.
pub fn id(columns: &[Option<HeaderColumn>], row: &SheetRow) -> Option<Id> {
    let at = columns.iter().position(|c| *c == Some(HeaderColumn::Id))?;
    let id: Id = row.cells.get(at)?.trim().parse().ok()?;
    id.is_ours().then_some(id)
}

/// The questions that name a record: the text fields of its title, or all title fields if none is a
/// text.
pub fn names(kind: &Kind) -> Vec<FieldNo> {
    let title = || kind.list.title.iter().copied();
    let is_text = |no: &FieldNo| kind.field(*no).is_some_and(|f| matches!(f.ty, Type::Text));
    let texts: Vec<FieldNo> = title().filter(is_text).collect();
    if texts.is_empty() { title().collect() } else { texts }
}

/// A cell that names linked records, resolved when the plan is run.
#[derive(Clone, Debug)]
pub struct Named {
    pub field: FieldNo,
    /// heading of the column
    pub heading: String,
    pub text: String,
    /// codes of the communes that the row names; empty if it names none
    pub communes: Vec<&'static str>,
    /// ids from the code column of an export
    pub ids: Vec<Id>,
}
