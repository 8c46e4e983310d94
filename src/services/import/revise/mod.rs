//! Rows with the id of an existing record: finds what a person changed in the file since the
//! export, and where the notebook changed meanwhile. Only changes by a person count. The notebook's
//! answers are never overwritten unless the user wants it.

mod columns;
mod compare;
mod decide;
pub mod message;
mod tally;
mod wanted;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

pub use message::{Revision, RevisionConflict, ShownAnswer};
pub use tally::RevisionTally;

use self::columns::ColumnShifts;
use self::compare::{CellChange, Comparer};
use super::header::HeaderColumn;
use super::note::{ImportNote, Note, NoteSort};
use crate::app::title;
use crate::lang::Lang;
use crate::programme::spec::{Field, Kind};
use crate::record::{Change, FieldNo, Fields, Id, Record};
use crate::services::export::{RowStamp, Titles, personal_fields};
use crate::services::import::row::{ColumnLayout, PackedRow, PlanRow};
use crate::services::record_text::named;
use crate::services::validator::RecordValidator;
use crate::store::{StoreError, Versions};
use crate::text::trimmed;

/// Maximum number of columns named in a sentence.
const MOST_NAMED: usize = 3;

#[derive(Debug)]
pub struct Revised {
    pub change: Change,
    pub answers: u64,
    pub cleared: u64,
}

pub enum RowOutcome {
    Same,
    Refused,
    Changes(Revised),
}

/// Mode of changing existing records.
#[derive(Clone, Copy)]
pub struct RevisionMode {
    /// Unix milliseconds
    pub now: u64,
    /// headquarters publishes; only it may change official records
    pub publishing: bool,
}

pub struct Reviser<'a> {
    kind: &'a Kind,
    validator: &'a RecordValidator<'a>,
    layout: ColumnLayout,
    mode: RevisionMode,
    /// earlier versions of records that changed since the export
    versions: BTreeMap<Id, Versions>,
    /// whether a record ever had this title
    names_cache: HashMap<(Id, String), bool>,
    columns: ColumnShifts,
    /// version stamps (heads) in the file, of rows with an existing record
    heads: HashSet<u64>,
    /// all clashes, and those where the file's answer is used
    pub clashes: (u64, u64),
    /// rows without a known version stamp
    pub unversioned: usize,
    /// number of rows with an ignored value for a computed answer, by question
    computed: BTreeMap<FieldNo, usize>,
}

/// The version of the record that a row was exported from, as far as known.
enum Base<'v> {
    Known(&'v Fields),
    /// one of these; the last one is the current version
    Among(Vec<&'v Fields>),
}

impl<'a> Reviser<'a> {
    /// Examines all rows, so that the journal is read only once.
    pub fn load(
        rows: &[PackedRow],
        layout: ColumnLayout,
        kind: &'a Kind,
        validator: &'a RecordValidator<'a>,
        mode: RevisionMode,
    ) -> Result<Reviser<'a>, StoreError> {
        let mut reviser = Reviser {
            kind,
            validator,
            layout,
            mode,
            versions: BTreeMap::new(),
            names_cache: HashMap::new(),
            columns: ColumnShifts::default(),
            heads: HashSet::new(),
            clashes: (0, 0),
            unversioned: 0,
            computed: BTreeMap::new(),
        };
        let mut stale = BTreeSet::new();
        for row in rows {
            let Some(record) =
                row.id.map(|id| validator.store.records().get(id)).transpose()?.flatten()
            else {
                continue;
            };
            let stamp = reviser.stamp(row);
            if record.kind != kind.no {
                continue;
            }
            reviser.look_at_columns(row, &record);
            if stamp.is_some_and(|stamp| stamp.head == record.head) {
                continue;
            }
            let titles = reviser.titles(&record.fields)?;
            let touched = reviser.touches(row, &record.fields, &titles);
            if touched.iter().any(|(_, touch)| *touch != CellChange::Same) {
                stale.insert(record.id);
            }
        }
        if !stale.is_empty() {
            reviser.versions = validator.store.history().versions(&stale)?;
        }
        reviser.columns.find_shifts();
        Ok(reviser)
    }

    fn look_at_columns(&mut self, row: &PackedRow, record: &Record) {
        let Some(source) = &row.source else { return };
        let comparer = self.comparer();
        for (at, cell) in source.cells.iter().enumerate() {
            if let Some((field, column)) = self.question(at) {
                let place = (row.line, at);
                self.columns.add_cell(place, (field, column), cell, record, &comparer);
            }
        }
        if let (Some(at), Some(stamp)) = (self.version(), self.stamp(row)) {
            self.heads.insert(stamp.head);
            if stamp.head != record.head {
                let of = |head: u64| RowStamp { head, contacts: false }.to_string();
                self.columns.change(row.line, at, &of(record.head), &of(stamp.head));
            }
        }
    }

    /// Whether a row with an unknown id was copied from a row of the same file: spreadsheets
    /// increment an id when a row is dragged down.
    pub fn is_copy(&self, row: &PlanRow) -> bool {
        self.stamp(row).is_some_and(|stamp| self.heads.contains(&stamp.head))
    }

    fn stamp<F>(&self, row: &PlanRow<F>) -> Option<RowStamp> {
        let at = self.version()?;
        row.source.as_ref()?.cells.get(at)?.parse().ok()
    }

    fn version(&self) -> Option<usize> {
        self.layout.columns.iter().position(|c| *c == Some(HeaderColumn::Version))
    }

    fn titles(&self, fields: &Fields) -> Result<Titles, StoreError> {
        match named(fields).as_slice() {
            [] => Ok(Titles::new()),
            ids => self.validator.store.records().titles(ids),
        }
    }

    fn title(&self, record: &Record) -> Result<String, StoreError> {
        let titles = self.titles(&record.fields)?;
        let programme = self.validator.programme;
        Ok(title::title(programme, self.kind, &record.fields, &titles, Lang::Vi))
    }

    fn comparer(&self) -> Comparer<'a> {
        Comparer {
            programme: self.validator.programme,
            today: self.validator.today,
            workbook: self.layout.sheet.name.is_some(),
        }
    }

    fn question(&self, at: usize) -> Option<(&'a Field, HeaderColumn)> {
        let column = (*self.layout.columns.get(at)?)?;
        let (HeaderColumn::Field(no) | HeaderColumn::Code(no)) = column else { return None };
        let field = self.kind.field(no)?;
        let computed = field.computed.as_ref().is_some_and(|c| !c.overridable);
        (!computed).then_some((field, column))
    }

    /// How each column differs from these answers, from which the row may have been exported.
    fn touches<F>(
        &self,
        row: &PlanRow<F>,
        fields: &Fields,
        titles: &Titles,
    ) -> Vec<(usize, CellChange)> {
        let Some(source) = &row.source else { return Vec::new() };
        let contacts = self.stamp(row).is_some_and(|stamp| stamp.contacts);
        let closed = if contacts { Vec::new() } else { personal_fields(self.kind, fields) };
        let comparer = self.comparer();
        let touch = |at: usize| {
            let (field, column) = self.question(at)?;
            let cell = source.cells.get(at).unwrap_or_default();
            // a formula without a value is no change
            let fault = source.faults.iter().find(|(column, _)| *column == at);
            if matches!(fault, Some((_, ImportNote::NoValue(_))))
                && self.layout.wanted.empty_formulas
            {
                return Some((at, CellChange::Same));
            }
            let unknown = fault.is_some();
            let unit = self.layout.unit(at);
            let value = fields.get(field.no);
            let hidden = closed.contains(&field.no);
            // a code may be stored as a number that is only displayed as the code
            let seen = source.shown.iter().find(|(column, _)| *column == at);
            let cells = std::iter::once(cell).chain(seen.map(|(_, seen)| seen.as_str()));
            let touches = cells.map(|cell| {
                comparer.cell_change((field, column), unit, cell, value, hidden, titles)
            });
            let touches: Vec<CellChange> = touches.collect();
            let touch = match touches.contains(&CellChange::Same) {
                true => CellChange::Same,
                false => touches.first().copied().unwrap_or(CellChange::Same),
            };
            Some((at, if unknown { CellChange::Written } else { touch }))
        };
        (0..self.layout.columns.len()).filter_map(touch).collect()
    }

    /// Applies a row to the record with its id.
    pub fn row(
        &mut self,
        row: &mut PlanRow,
        record: &Record,
        heading: &dyn Fn(&Field, bool) -> String,
    ) -> Result<RowOutcome, StoreError> {
        let same_id = |note: &Note| matches!(note.what, ImportNote::SameId(_));
        row.notes.retain(same_id);
        if let Some(revision) = self.refused_change(record) {
            row.notes.push(Note::of_row(NoteSort::Fault, ImportNote::Revision(revision)));
        }
        if let Some(at) = self.columns.foreign_column(row.line) {
            let revision = ImportNote::Revision(Revision::OtherRow);
            row.notes.push(Note::of_cell(NoteSort::Fault, self.layout.heading(at), revision));
        }
        if row.refused() {
            return Ok(RowOutcome::Refused);
        }
        let stamp = self.stamp(row);
        let all = self.versions.get(&record.id).cloned().unwrap_or_default();
        let base = match stamp {
            Some(stamp) if stamp.head == record.head => Base::Known(&record.fields),
            stamp => {
                let exact = all.iter().find(|(head, _)| stamp.is_some_and(|s| s.head == *head));
                match exact {
                    Some((_, fields)) => Base::Known(fields),
                    None => {
                        let older = all.iter().map(|(_, fields)| fields);
                        Base::Among(older.chain([&record.fields]).collect())
                    }
                }
            }
        };
        if matches!(base, Base::Among(_)) {
            self.unversioned += 1;
        }
        self.count_computed(row, &base)?;
        let touches = self.touched(row, &base)?;
        let untouched = touches.iter().all(|(_, touch)| *touch == CellChange::Same);
        if let Some(reason) = record.deleted.clone() {
            // An officer's row does not enter, as its record is not in the notebook. Headquarters
            // publishes all rows or none: a withdrawn record must not stop the others.
            let is_harmless = untouched && self.mode.publishing;
            let sort = if is_harmless { NoteSort::Warning } else { NoteSort::Fault };
            let revision = ImportNote::Revision(Revision::Deleted { reason });
            row.notes.push(Note::of_row(sort, revision));
            return Ok(if is_harmless { RowOutcome::Same } else { RowOutcome::Refused });
        }
        if untouched {
            return Ok(RowOutcome::Same);
        }
        if self.is_blank(row) {
            row.notes
                .push(Note::of_row(NoteSort::Question, ImportNote::Revision(Revision::Blank)));
            return Ok(RowOutcome::Same);
        }
        let wanted = self.wanted(row, &touches, record)?;
        if row.refused() {
            return Ok(RowOutcome::Refused);
        }
        self.decide(row, record, &base, wanted, heading)
    }

    /// Counts values in the file that differ from computed answers.
    fn count_computed(&mut self, row: &PlanRow, base: &Base<'_>) -> Result<(), StoreError> {
        let Some(source) = &row.source else { return Ok(()) };
        let all: Vec<&Fields> = match base {
            Base::Known(fields) => vec![fields],
            Base::Among(all) => all.clone(),
        };
        let comparer = self.comparer();
        for (at, column) in self.layout.columns.iter().enumerate() {
            let Some(HeaderColumn::Field(no)) = column else { continue };
            let Some(field) = self.kind.field(*no) else { continue };
            let cell = source.cells.get(at).unwrap_or_default();
            if field.computed.as_ref().is_none_or(|c| c.overridable) || cell.trim().is_empty() {
                continue;
            }
            let mut other = true;
            for fields in &all {
                let titles = self.titles(fields)?;
                let (unit, value) = (self.layout.unit(at), fields.get(*no));
                let touch = comparer.cell_change(
                    (field, HeaderColumn::Field(*no)),
                    unit,
                    cell,
                    value,
                    false,
                    &titles,
                );
                other &= touch != CellChange::Same;
            }
            if other {
                *self.computed.entry(*no).or_default() += 1;
            }
        }
        Ok(())
    }

    /// Whether only the id is left. A person who clears a row does not mean to remove each answer.
    fn is_blank(&self, row: &PlanRow) -> bool {
        let cells = row.source.iter().flat_map(|source| source.cells.iter().enumerate());
        let mut answers = cells.filter(|(at, _)| self.question(*at).is_some());
        answers.all(|(_, cell)| trimmed(cell).is_empty())
    }

    fn refused_change(&self, record: &Record) -> Option<Revision> {
        if record.kind != self.kind.no {
            let kind = self.validator.programme.kind(record.kind)?;
            let shown = ShownAnswer { vi: kind.short.vi.clone(), en: kind.short.en.clone() };
            return Some(Revision::OtherKind { kind: shown });
        }
        if record.alias_of().is_some() {
            return Some(Revision::Merged);
        }
        if self.mode.publishing {
            return None;
        }
        let mine = self.kind.may_be_changed(record, Some(self.validator.officer));
        (self.kind.imported || !mine).then_some(Revision::NotChangeable)
    }
}

impl Reviser<'_> {
    /// Notes about the file as a whole.
    pub fn notes(&self) -> impl Iterator<Item = Note> {
        let old = self.unversioned;
        let old = (old > 0).then_some((NoteSort::Warning, Revision::NoVersion(old)));
        let names = |columns: &[usize]| {
            let some = columns.iter().take(MOST_NAMED);
            let mut names: Vec<String> =
                some.map(|at| format!("\"{}\"", self.layout.heading(*at))).collect();
            names.extend((columns.len() > MOST_NAMED).then(|| "…".to_owned()));
            names.join(", ")
        };
        let moved = self.columns.moved().map(|(columns, rows)| {
            (NoteSort::Warning, Revision::Moved { columns: names(columns), rows })
        });
        let swapped = self.columns.swapped().iter().map(move |(at, rows)| {
            (NoteSort::Warning, Revision::Swapped { column: names(&[*at]), rows: *rows })
        });
        let computed = self.computed.iter().filter_map(|(no, rows)| {
            let field = self.kind.field(*no)?;
            let shown = ShownAnswer { vi: field.label.vi.clone(), en: field.label.en.clone() };
            let own = field.computed.as_ref().is_some_and(|c| c.overridable);
            let revision = Revision::Computed { field: shown, rows: *rows, own };
            Some((NoteSort::Warning, revision))
        });
        let note = |(sort, revision)| Note::of_file(sort, ImportNote::Revision(revision));
        computed.chain(old).chain(moved).chain(swapped).map(note)
    }
}
