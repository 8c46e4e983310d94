//! Reads one cell of a row into an answer and notes.

use super::super::cell::{CellReader, ReadCell, names_unit};
use super::super::day_order::DayOrder;
use super::super::note::{ImportNote, Note, NoteSort};
use super::super::unclear;
use super::super::unit::{ColumnUnit, FRACTION, MONTH_FIRST};
use super::super::value;
use super::RowReader;
use crate::office::csv::unguard;
use crate::programme::answer;
use crate::programme::check::{FaultKind, Subject};
use crate::programme::spec::{Field, Type};
use crate::record::Value;
use crate::services::import::row::Named;
use crate::services::import::row::PlanRow;
use crate::services::validator::RisingIds;

impl RowReader<'_> {
    /// Combines the name column and the code column of a link.
    pub(super) fn link(
        &self,
        out: &mut PlanRow,
        heading: String,
        field: &Field,
        cell: &str,
        code: bool,
    ) {
        let known = out.named.iter().position(|named| named.field == field.no);
        let at = known.unwrap_or_else(|| {
            let named = Named {
                field: field.no,
                heading,
                text: String::new(),
                communes: Vec::new(),
                ids: Vec::new(),
            };
            out.named.push(named);
            out.named.len() - 1
        });
        let Some(named) = out.named.get_mut(at) else { return };
        if code {
            let parts = cell.split([';', ',', ' ']).filter(|t| !t.is_empty());
            named.ids =
                parts.map(|t| t.parse().ok()).collect::<Option<_>>().unwrap_or_default();
        } else {
            named.text = cell.to_owned();
        }
    }

    /// Reads a table from one cell, in the JSON that an export writes.
    fn table(&self, field: &Field, cell: &str) -> Option<Option<Value>> {
        let mut new_id =
            || RisingIds::default().next(self.context.now).unwrap_or(Subject::NOBODY);
        let (programme, today) = (self.context.programme, self.context.today);
        let mut reader = answer::JsonReader { programme, today, new_id: &mut new_id };
        answer::from_json(field, &serde_json::from_str(cell).ok()?, &mut reader).ok()
    }

    pub(super) fn answer(
        &self,
        out: &mut PlanRow,
        at: usize,
        field: &Field,
        unit: Option<&ColumnUnit>,
        cell: &str,
    ) {
        if field.computed.as_ref().is_some_and(|c| !c.overridable) {
            return;
        }
        if matches!(field.ty, Type::Lines(_)) {
            match self.table(field, cell) {
                Some(value) => out.fields.put(field.no, value),
                None => {
                    let sort = unclear::sort(self.kind, field.no);
                    out.notes.push(Note::of_cell(sort, self.heading(at), ImportNote::NoTable));
                }
            }
            return;
        }
        let text = field.ty.is_text();
        // only our own CSV has guard marks; in a workbook a text is exact
        let guarded = text && self.sheet.name.is_none();
        let cell = if guarded { unguard(cell) } else { cell };
        if matches!(unit, Some(ColumnUnit::Foreign { .. })) {
            return;
        }
        let words = match unit {
            Some(ColumnUnit::Unknown { written, zeros }) => {
                Some((written.as_str(), zeros.is_some()))
            }
            Some(ColumnUnit::Fraction { zeros }) => Some((FRACTION, zeros.is_some())),
            Some(ColumnUnit::DayOrder { month_first, .. }) => {
                let doubtful =
                    matches!(DayOrder::of(cell), Some(DayOrder::Month | DayOrder::Either));
                doubtful.then_some((MONTH_FIRST, month_first.is_some()))
            }
            _ => None,
        };
        if let Some((given, chosen)) = words.filter(|_| !names_unit(field, cell)) {
            out.values.push((field.no, self.heading(at), given.to_owned()));
            if !chosen {
                return;
            }
        }
        let (programme, today) = (self.context.programme, self.context.today);
        let workbook = self.sheet.name.is_some();
        let reader = CellReader { programme, today, workbook, exported: out.id.is_some() };
        let note = |sort, message| Note::of_cell(sort, self.heading(at), message);
        let zeros = match unit {
            Some(ColumnUnit::Money { zeros, .. }) => *zeros,
            Some(ColumnUnit::Unknown { zeros, .. }) => zeros.unwrap_or_default(),
            _ => 0,
        };
        let marks = self.marks.get(at).copied().unwrap_or_default();
        // an export uses one notation, and its answers were unambiguous
        let disputed = || marks.ambiguity(field, zeros, cell).filter(|_| out.id.is_none());
        let read = match disputed() {
            Some(fault) => ReadCell::Unclear(FaultKind::Format(fault)),
            None => self.understood(out, at, field, cell, &|c| reader.read(field, unit, c)),
        };
        match read {
            ReadCell::Taken(value, message) => {
                out.fields.put(field.no, value);
                out.notes.extend(message.map(|message| note(NoteSort::Info, message)));
            }
            ReadCell::Unclear(what) => {
                let (vi, en) = (field.label.vi.clone(), field.label.en.clone());
                let given = cell.to_owned();
                out.notes.push(match unclear::sort(self.kind, field.no) {
                    NoteSort::Fault => {
                        note(NoteSort::Fault, ImportNote::Answer { what, vi, en })
                    }
                    sort => note(sort, ImportNote::LeftEmpty { given, what, vi, en }),
                });
            }
        }
    }

    /// Reads a choice; for an unknown one, uses the meaning that a person has mapped.
    fn understood(
        &self,
        out: &mut PlanRow,
        at: usize,
        field: &Field,
        cell: &str,
        read: &dyn Fn(&str) -> ReadCell,
    ) -> ReadCell {
        let mut found = read(cell);
        if let ReadCell::Unclear(FaultKind::UnknownChoice { .. }) = &found
            && let Some((words, used)) =
                value::translated(&self.context.wanted.values, field, cell)
        {
            found = read(&words);
            let values = used.into_iter().map(|given| (field.no, self.heading(at), given));
            out.values.extend(values);
        }
        if let ReadCell::Unclear(FaultKind::UnknownChoice { given }) = &found {
            out.values.push((field.no, self.heading(at), given.clone()));
        }
        found
    }
}
