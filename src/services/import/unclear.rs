//! What happens to an unclear answer: its cell cannot be read, names no record, or breaks a rule of
//! the programme. The same policy applies to all field types.
//!
//! A new record is imported without the answer, and without a default in its place; the answer is
//! listed as a problem. An existing record keeps its answer. The row is refused only if the answer
//! names the record or is unique by itself, as without it the row would be another record; and if
//! headquarters publishes it, as it is not completed later.
//!
//! A row that links by id to a record which another list brings must wait for that list. A formula
//! without a stored value is no answer; it is decided for the whole file
//! (`ReadOptions::empty_formulas`).

use super::note::{ImportNote, Note, NoteSort};
use crate::lang::Lang;
use crate::programme::answer;
use crate::programme::check::{Fault, FaultKind, asked};
use crate::programme::spec::Programme;
use crate::programme::spec::{Field, Kind, Label, Level, Rule, Test, Type};
use crate::record::{FieldNo, Value};
use crate::services::import::row::{PlanRow, names};

/// Severity of a note about an unclear answer to this question.
pub fn sort(kind: &Kind, no: FieldNo) -> NoteSort {
    if names(kind).contains(&no) { NoteSort::Fault } else { NoteSort::Question }
}

/// Makes unclear answers faults: a published row is not completed later.
pub fn stop(row: &mut PlanRow) {
    let asked = row.notes.iter_mut().filter(|note| note.sort == NoteSort::Question);
    asked.for_each(|note| note.sort = NoteSort::Fault);
}

/// Removes the answers that rules refuse, with a note for each; returns whether there were any.
/// Faults that remain refuse the row.
pub fn leave_out(
    programme: &Programme,
    row: &mut PlanRow,
    kind: &Kind,
    wrong: &[Fault],
    heading: &dyn Fn(&Field, bool) -> String,
) -> bool {
    let mut any = false;
    for fault in wrong {
        let Some(field) = kind.field(fault.at.field) else { continue };
        if !may_be_left_out(kind, field, fault) {
            continue;
        }
        let Some(value) = row.fields.get(field.no).cloned() else { continue };
        row.fields.put(field.no, None);
        row.notes.push(Note::of_cell(
            NoteSort::Question,
            heading(field, true),
            note(programme, field, &value, fault),
        ));
        any = true;
    }
    any
}

/// Removes answers to questions that do not apply, given the other answers, such as the date of an
/// action that was not done: no form would show them, and no rule checks them. An answer stays
/// while its condition is undecided.
pub fn leave_out_unasked(
    programme: &Programme,
    row: &mut PlanRow,
    kind: &Kind,
    heading: &dyn Fn(&Field, bool) -> String,
) {
    let settled = |field: &&Field| {
        field.computed.is_none()
            && row.fields.get(field.no).is_some()
            && field.when.iter().any(|condition| row.fields.get(condition.field).is_some())
            && !asked(kind, field, &row.fields)
    };
    let unasked: Vec<&Field> = kind.fields().filter(settled).collect();
    for field in unasked {
        let Some(value) = row.fields.get(field.no).cloned() else { continue };
        row.fields.put(field.no, None);
        let message = ImportNote::Unasked(shown(programme, field, &value));
        row.notes.push(Note::of_cell(NoteSort::Question, heading(field, true), message));
    }
}

/// Whether a record may be imported without the answer that a fault is about.
pub fn may_be_left_out(kind: &Kind, field: &Field, fault: &Fault) -> bool {
    let double = |rule: &Rule| {
        rule.level == Level::Error
            && matches!(rule.test, Test::Unique(_))
            && match (&fault.what, &rule.text) {
                (FaultKind::SameAsOther, _) => true,
                (FaultKind::Text(said), Some(text)) => said == text,
                _ => false,
            }
    };
    field.computed.is_none()
        && sort(kind, field.no) == NoteSort::Question
        && !field.rules.iter().any(double)
}

fn note(programme: &Programme, field: &Field, value: &Value, fault: &Fault) -> ImportNote {
    let why = Label { vi: fault.text(Lang::Vi), en: fault.text(Lang::En) };
    ImportNote::LeftOut { given: shown(programme, field, value), why }
}

/// The answer as text; empty for links and tables.
fn shown(programme: &Programme, field: &Field, value: &Value) -> Label {
    let show = |lang| match field.ty {
        Type::Link(_) | Type::Links(_) | Type::Lines(_) => String::new(),
        _ => answer::show(programme, field, value, lang),
    };
    Label { vi: show(Lang::Vi), en: show(Lang::En) }
}
