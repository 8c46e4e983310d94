//! Decides which answers of a row become changes. An answer that was also changed in the notebook
//! stays unless the user chose the file's; an answer that a rule refuses is dropped with a note.

use std::collections::{BTreeMap, HashSet};

use super::super::note::{ImportNote, Note, NoteSort};
use super::super::unclear;
use super::{Base, Revised, Reviser, Revision, RevisionConflict, RowOutcome, ShownAnswer};
use crate::app::title;
use crate::lang::{Lang, revise as words};
use crate::programme::check;
use crate::programme::spec::Field;
use crate::record::{Change, FieldNo, Fields, Id, Record, Row, Value};
use crate::services::export::personal_fields;
use crate::services::import::row::PlanRow;
use crate::store::StoreError;

type AnswerChanges = Vec<(FieldNo, Option<Value>)>;

impl Reviser<'_> {
    /// Turns the wanted answers into changes.
    pub(super) fn decide(
        &mut self,
        row: &mut PlanRow,
        record: &Record,
        base: &Base<'_>,
        wanted: BTreeMap<FieldNo, Option<Value>>,
        heading: &dyn Fn(&Field, bool) -> String,
    ) -> Result<RowOutcome, StoreError> {
        let contacts = self.stamp(row).is_some_and(|stamp| stamp.contacts);
        let hidden =
            if contacts { Vec::new() } else { personal_fields(self.kind, &record.fields) };
        let mut set = AnswerChanges::new();
        for (no, theirs) in wanted {
            let Some(field) = self.kind.field(no) else { continue };
            let here = record.fields.get(no).cloned();
            let theirs = theirs.map(|value| with_row_ids(value, here.as_ref()));
            if theirs == here {
                continue;
            }
            let left_out = hidden.contains(&no) && here.is_some();
            let exported = match base {
                // the export did not contain this answer
                _ if left_out => None,
                Base::Known(fields) => Some(fields.get(no).cloned()),
                Base::Among(all) => {
                    let one = all.iter().all(|fields| fields.get(no) == here.as_ref());
                    one.then(|| here.clone())
                }
            };
            if exported.as_ref() != Some(&here) {
                let answer = (record.id, no);
                let taken = self.layout.wanted.theirs.takes_file_answer(answer);
                self.clashes.0 += 1;
                self.clashes.1 += u64::from(taken);
                let exported = exported.map(|value| self.shown(field, value.as_ref()));
                let (here, file) =
                    (self.shown(field, here.as_ref()), self.shown(field, theirs.as_ref()));
                let record = self.title(record)?;
                let both = RevisionConflict {
                    answer,
                    record,
                    exported,
                    left_out,
                    ours: here,
                    file,
                    theirs: taken,
                };
                let message = Revision::Clash(Box::new(both));
                let sort = if taken { NoteSort::Change } else { NoteSort::Question };
                row.notes.push(Note::of_cell(
                    sort,
                    heading(field, true),
                    ImportNote::Revision(message),
                ));
                if !taken {
                    continue;
                }
            }
            set.push((no, theirs));
        }
        self.changes(row, record, set, heading)
    }

    /// Updates an official record with the row's answers to the questions that have a column in the
    /// file (`asked`).
    pub fn publish(
        &mut self,
        row: &mut PlanRow,
        record: &Record,
        asked: &HashSet<FieldNo>,
        heading: &dyn Fn(&Field, bool) -> String,
    ) -> Result<RowOutcome, StoreError> {
        let differs = |(no, value): &(FieldNo, &Value)| {
            asked.contains(no) && record.fields.get(*no) != Some(*value)
        };
        let answers = row.fields.iter().filter(differs);
        let set = answers.map(|(no, value)| (no, Some(value.clone()))).collect();
        self.changes(row, record, set, heading)
    }

    /// Applies the rules to the wanted changes, with a note for each that remains or is dropped.
    fn changes(
        &mut self,
        row: &mut PlanRow,
        record: &Record,
        set: AnswerChanges,
        heading: &dyn Fn(&Field, bool) -> String,
    ) -> Result<RowOutcome, StoreError> {
        let (set, fields) = self.checked(row, record, set, heading)?;
        if row.refused() {
            return Ok(RowOutcome::Refused);
        }
        if set.is_empty() {
            return Ok(RowOutcome::Same);
        }
        for (no, after) in &set {
            let Some(field) = self.kind.field(*no) else { continue };
            let before = self.shown(field, record.fields.get(*no));
            let after = self.shown(field, after.as_ref());
            let message = ImportNote::Revision(Revision::Changed { before, after });
            row.notes.push(Note::of_cell(NoteSort::Change, heading(field, true), message));
        }
        let answers = set.len() as u64;
        let emptied = set.iter().filter(|(_, value)| value.is_none()).count() as u64;
        let change = Change::Patch { id: record.id, base: record.head, set };
        self.validator.expect(Record { fields, ..record.clone() });
        Ok(RowOutcome::Changes(Revised { change, answers, cleared: emptied }))
    }

    /// Checks the changes against the rules. An emptied cell does not remove a required answer.
    /// Returns what is left of the changes, and all answers after them.
    fn checked(
        &mut self,
        row: &mut PlanRow,
        record: &Record,
        mut set: AnswerChanges,
        heading: &dyn Fn(&Field, bool) -> String,
    ) -> Result<(AnswerChanges, Fields), StoreError> {
        loop {
            let mut fields = record.fields.clone();
            if set.is_empty() {
                return Ok((set, fields));
            }
            set.iter().for_each(|(no, value)| fields.put(*no, value.clone()));
            let verdict = self.validator.changed_record(self.kind, record, &mut fields)?;
            let lacks = |no: FieldNo| verdict.lacking.iter().any(|fault| fault.at.field == no);
            let emptied =
                |(no, value): &(FieldNo, Option<Value>)| value.is_none() && lacks(*no);
            if set.iter().any(emptied) {
                for (no, _) in set.extract_if(.., |one| emptied(one)) {
                    let column = self.kind.field(no).map(|field| heading(field, true));
                    let message = ImportNote::Revision(Revision::KeptRequired);
                    row.notes.push(Note { sort: NoteSort::Question, column, what: message });
                }
                continue;
            }
            let mut left = Vec::new();
            for fault in verdict.wrong.iter().filter(|_| !self.mode.publishing) {
                let at = set.iter().position(|(no, v)| *no == fault.at.field && v.is_some());
                let field = self.kind.field(fault.at.field);
                if let (Some(at), Some(field)) = (at, field)
                    && unclear::may_be_left_out(self.kind, field, fault)
                {
                    let (no, value) = set.swap_remove(at);
                    left.push((no, value, fault));
                }
            }
            for (no, value, fault) in &left {
                let Some(field) = self.kind.field(*no) else { continue };
                let label =
                    ShownAnswer { vi: fault.label.vi.clone(), en: fault.label.en.clone() };
                let given = self.shown(field, value.as_ref()).vi;
                let why = Some((fault.what.clone(), label));
                let message = ImportNote::Revision(Revision::KeptUnclear { given, why });
                row.notes.push(Note::of_cell(
                    NoteSort::Question,
                    heading(field, true),
                    message,
                ));
            }
            if !left.is_empty() {
                continue;
            }
            let faults = verdict.wrong.iter().chain(&verdict.lacking);
            let column = |no| self.kind.field(no).map(|field| heading(field, true));
            for fault in faults {
                let message =
                    ImportNote::Rule { vi: fault.text(Lang::Vi), en: fault.text(Lang::En) };
                let column = column(fault.at.field);
                row.notes.push(Note { sort: NoteSort::Fault, column, what: message });
            }
            for fault in &verdict.warnings {
                if set.iter().any(|(no, _)| *no == fault.at.field) {
                    let message =
                        ImportNote::Rule { vi: fault.text(Lang::Vi), en: fault.text(Lang::En) };
                    let column = column(fault.at.field);
                    row.notes.push(Note { sort: NoteSort::Warning, column, what: message });
                }
            }
            // an emptied computed answer is computed again
            let worked_out = |no: &FieldNo| {
                let field = self.kind.field(*no);
                field.is_some_and(|f| f.computed.is_some())
            };
            for (no, value) in set.iter_mut().filter(|(no, v)| v.is_none() && worked_out(no)) {
                *value = fields.get(*no).cloned();
            }
            for (no, _) in set.extract_if(.., |(no, value)| {
                worked_out(no) && value.as_ref() == record.fields.get(*no)
            }) {
                *self.computed.entry(no).or_default() += 1;
            }
            row.incomplete = check::incomplete(self.validator.programme, self.kind, &fields);
            return Ok((set, fields));
        }
    }

    fn shown(&self, field: &Field, value: Option<&Value>) -> ShownAnswer {
        let Some(value) = value else {
            return ShownAnswer { vi: String::new(), en: String::new() };
        };
        let fields: Fields = [(field.no, value.clone())].into_iter().collect();
        let titles = self.titles(&fields).unwrap_or_default();
        let text = |lang| match value {
            Value::Lines(rows) => words::rows(lang, rows.len()),
            value => {
                let text =
                    title::answer_text(self.validator.programme, field, value, &titles, lang);
                crate::text::cells::cut(&text, 160).into_owned()
            }
        };
        ShownAnswer { vi: text(Lang::Vi), en: text(Lang::En) }
    }
}

/// Table rows in a file have no ids. Gives them the ids of the equal rows of the record, or else of
/// those at the same position.
fn with_row_ids(value: Value, here: Option<&Value>) -> Value {
    let (Value::Lines(rows), Some(Value::Lines(old))) = (&value, here) else { return value };
    let mut left: Vec<Option<&Row>> = old.iter().map(Some).collect();
    let mut ids: Vec<Option<Id>> = Vec::new();
    for row in rows {
        let same = left.iter_mut().find(|old| old.is_some_and(|old| old.cells == row.cells));
        ids.push(same.and_then(Option::take).map(|old| old.id));
    }
    for (at, id) in ids.iter_mut().enumerate().filter(|(_, id)| id.is_none()) {
        *id = left.get_mut(at).and_then(Option::take).map(|old| old.id);
    }
    let rows = rows.iter().zip(ids);
    let row = |(row, id): (&Row, Option<Id>)| Row { id: id.unwrap_or(row.id), ..row.clone() };
    Value::Lines(rows.map(row).collect())
}
