//! Turns the decision of a conflict into a change of headquarters.

use super::{merged, review, send_review};
use crate::hq::fold::context::Fold;
use crate::hq::review::case;
use crate::hq::review::case::answer;
use crate::hq::review::finding::CaseFinding;
use crate::programme::answer::parse;
use crate::record::review_case::CaseDecision;
use crate::record::{Record, Value, Verdict};
use crate::storage::format::down::Down;
use crate::store::StoreError;
use crate::sync::merge::Conflict;
use crate::text::format::today_from_millis;

/// Makes the chosen answer a change of headquarters that is based on all sides.
pub(super) fn conflict(
    fold: &mut Fold,
    matter: &Record,
    record: &Record,
    (decision, reason): (Option<CaseDecision>, &str),
    words: &mut Down,
) -> Result<(), StoreError> {
    let merged = merged(fold, record.id)?;
    let kind = fold.programme.kind(record.kind);
    let field = kind.and_then(|k| k.field_by_id(&answer(fold, matter, "question")));
    let (Some(merged), Some(kind), Some(field)) = (merged, kind, field) else { return Ok(()) };
    // another conflict on the same question has its own case
    let is_it = |c: &&Conflict| {
        c.field == field.no
            && CaseFinding::conflict_case(fold.programme, Some(kind), record.id, c)
                .is_raised_as(fold.home, matter.id)
    };
    let Some(open) = merged.conflicts.iter().find(is_it) else { return Ok(()) };
    let Some(value) = chosen(fold, matter, field, open, decision) else {
        return case::reopen(fold, matter).map(|_| ());
    };
    let mut set = vec![(field.no, value)];
    let locked = kind.lock.as_ref().filter(|lock| {
        record.fields.get(lock.field).and_then(Value::as_text) == Some(&*lock.is)
    });
    set.extend(locked.map(|lock| (lock.reason, Some(Value::Text(reason.to_owned())))));
    let (id, base) = (record.id, record.head);
    let done = fold.store.decide(id, base, set)?;
    if !done {
        return case::reopen(fold, matter).map(|_| ());
    }
    let verdict = Verdict::Conflict { field: open.field };
    let review = review(fold, verdict, reason.to_owned(), matter, record.head)?;
    send_review(fold, record, review, words)
}

/// The chosen answer; `None` if the typed text is no valid answer.
pub(super) fn chosen(
    fold: &Fold,
    matter: &Record,
    field: &crate::programme::spec::Field,
    open: &Conflict,
    decision: Option<CaseDecision>,
) -> Option<Option<Value>> {
    match decision {
        Some(CaseDecision::First) => open.sides.first().map(|side| side.value.clone()),
        Some(CaseDecision::Second) => open.sides.get(1).map(|side| side.value.clone()),
        Some(CaseDecision::Base) => Some(open.base.clone()),
        _ => {
            let today = today_from_millis((fold.now)());
            parse(fold.programme, field, &answer(fold, matter, "answer"), today).ok()
        }
    }
}
