//! Which missing answers stop a change. An incomplete record may be completed one answer at a
//! time; a complete one must stay complete.

use super::condition::has_answer;
use super::{Fault, FaultKind, Subject, check};
use crate::programme::check::Context;
use crate::programme::spec::{Kind, Level, Programme};
use crate::record::{Fields, Path, Record, Value};

/// Drops the faults for answers that were already missing before the change. They stay if the
/// record was complete, if the change locks the record, and for the reason of a revision.
pub(super) fn drop_excused(
    programme: &Programme,
    subject: &Subject,
    fields: &Fields,
    context: &Context,
    faults: &mut Vec<Fault>,
) {
    let Some(before) = subject.before.filter(|_| faults.iter().any(is_missing)) else { return };
    if settles_record(subject, fields)
        || !was_incomplete(programme, subject.kind, before, context)
    {
        return;
    }
    let reason = subject.kind.lock.as_ref().map(|lock| lock.reason);
    faults.retain(|fault| {
        !is_missing(fault)
            || Some(fault.at.field) == reason
            || had_answer(&before.fields, fault.at)
    });
}

fn is_missing(fault: &Fault) -> bool {
    fault.level == Level::Error && fault.what == FaultKind::Required
}

fn settles_record(subject: &Subject, fields: &Fields) -> bool {
    let Some(lock) = &subject.kind.lock else { return false };
    !subject.is_locked() && fields.get(lock.field).and_then(Value::as_text) == Some(&lock.is)
}

/// Does not recurse further: without a record before it, a subject is excused nothing.
fn was_incomplete(
    programme: &Programme,
    kind: &Kind,
    before: &Record,
    context: &Context,
) -> bool {
    let subject = Subject { kind, id: before.id, fields: &before.fields, before: None };
    check(programme, &subject, context).iter().any(is_missing)
}

/// Whether the path had an answer, or its row is new: a new row must be complete.
fn had_answer(before: &Fields, at: Path) -> bool {
    let value = before.get(at.field);
    let Some((row, column)) = at.cell else { return value.is_some_and(has_answer) };
    let row = value.map(Value::as_lines).unwrap_or_default().iter().find(|r| r.id == row);
    row.is_none_or(|row| row.cells.get(column).is_some_and(has_answer))
}
