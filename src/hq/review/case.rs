//! Cases for a reviewer, stored as records of a kind that only headquarters has, so that lists,
//! pages and commands can show them.

use crate::hq::fold::context::Fold;
use crate::hq::review::finding::CaseFinding;
use crate::hq::review::marks::CaseMarks;
use crate::lang::Lang;
use crate::lang::hq as hq_words;
use crate::programme::check::Need;
use crate::programme::review_case::ReviewCase;
use crate::programme::role::KindRole;
use crate::programme::spec::{Kind, Type};
use crate::record::review_case::{CaseCause, CaseDecision, CaseKind, CaseState};
use crate::record::{Change, FieldNo, Id, Origin, Query, Record, Value};
use crate::storage::limits;
use crate::store::{Commit, CommitError, Store, StoreError};
use crate::text;
use crate::text::format::today_from_millis;

/// Id of the verdict that a case restores. Keyed, so that no device can use it first.
pub(crate) fn verdict_of(fold: &Fold, matter: Id) -> Id {
    let finding = CaseFinding { other: Some(matter), ..CaseFinding::of(CaseKind::LostVerdict) };
    finding.id(fold.home)
}

/// Number of a field in one of headquarters' kinds; 0 if there is none.
pub fn no(fold: &Fold, role: KindRole, field: &str) -> FieldNo {
    let kind = fold.programme.with_role(role);
    kind.and_then(|k| k.field_by_id(field)).map_or(0, |f| f.no)
}

/// Creates the case or updates the existing one. Returns true if it now waits for a reviewer.
pub(crate) fn raise(fold: &Fold, finding: CaseFinding) -> Result<bool, StoreError> {
    let Some(kind) = fold.programme.with_role(KindRole::Case) else { return Ok(false) };
    if let Some(known) = find_case(fold, &finding)? {
        return raise_again(fold, &known, &finding);
    }
    let id = finding.id(fold.home);
    let fields = finding.fields(kind, today_from_millis((fold.now)()));
    let (kind, origin) = (kind.no, Origin::Headquarters);
    Ok(write(fold, Change::Create { kind, id, fields, origin })? && !finding.settled)
}

/// The existing case for a finding. A record of another kind with that id is ignored.
pub(crate) fn find_case(
    fold: &Fold,
    finding: &CaseFinding,
) -> Result<Option<Record>, StoreError> {
    for id in [finding.id(fold.home), finding.former_id()] {
        let found = fold.store.records().get(id)?;
        let is_one = |record: &Record| {
            fold.programme.kind(record.kind).is_some_and(|kind| kind.is(KindRole::Case))
        };
        if let Some(found) = found.filter(is_one) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Adds news to an existing case. News of a sort (its first letter) that the case already has means
/// that it happened again, which reopens a settled case.
fn raise_again(fold: &Fold, known: &Record, finding: &CaseFinding) -> Result<bool, StoreError> {
    // a deleted case is closed
    let settled = ReviewCase::of(fold.programme, known).is_some_and(ReviewCase::is_settled);
    let closed = settled || known.deleted.is_some();
    if finding.reopens {
        return Ok(closed && reopen(fold, known)?);
    }
    let marks = CaseMarks::read(&answer(fold, known, "heads"));
    let Some(all) = marks.with_news(&finding.news) else { return Ok(false) };
    let opens = closed && marks.happened_again(&finding.news);
    let known = &if opens { restore_deleted(fold, known)? } else { known.clone() };
    let mut set =
        vec![(no(fold, KindRole::Case, "heads"), Some(Value::Text(all.as_str().to_owned())))];
    set.extend(opens.then(|| set_state(fold, CaseState::Waiting)));
    let change = Change::Patch { id: known.id, base: known.head, set };
    Ok(write(fold, change)? && opens)
}

/// Makes a case wait for a reviewer again.
pub(crate) fn reopen(fold: &Fold, matter: &Record) -> Result<bool, StoreError> {
    let matter = restore_deleted(fold, matter)?;
    let set = vec![set_state(fold, CaseState::Waiting)];
    write(fold, Change::Patch { id: matter.id, base: matter.head, set })
}

fn set_state(fold: &Fold, state: CaseState) -> (FieldNo, Option<Value>) {
    (no(fold, KindRole::Case, "state"), Some(Value::Choice(state.id().to_owned())))
}

/// Restores a deleted case, so that lists show it again.
fn restore_deleted(fold: &Fold, matter: &Record) -> Result<Record, StoreError> {
    if matter.deleted.is_some() {
        write(fold, Change::Restore { id: matter.id, base: matter.head })?;
    }
    Ok(fold.store.records().get(matter.id)?.unwrap_or_else(|| matter.clone()))
}

/// Restores undecided cases that hold changes and were deleted: older programs allowed that, and
/// nothing else shows those changes.
pub(crate) fn restore_undecided(fold: &Fold) -> Result<(), StoreError> {
    let Some(kind) = fold.programme.with_role(KindRole::Case).map(|kind| kind.no) else {
        return Ok(());
    };
    let filter = vec![(no(fold, KindRole::Case, "state"), CaseState::Waiting.id().to_owned())];
    let query = Query { filter, deleted: true, ..Query::all(kind) };
    for matter in fold.store.records().page(&query, 0, usize::MAX)?.rows {
        if ReviewCase::of(fold.programme, &matter).is_some_and(ReviewCase::holds_changes) {
            restore_deleted(fold, &matter)?;
        }
    }
    Ok(())
}

/// Closes the cases of a record that no longer apply, without a decision.
pub(crate) fn close_vanished(
    fold: &Fold,
    about: Id,
    found: &[CaseFinding],
) -> Result<(), StoreError> {
    let Some(kind) = fold.programme.with_role(KindRole::Case).map(|k| k.no) else {
        return Ok(());
    };
    let need = Need::LinkingTo { kind, field: no(fold, KindRole::Case, "about"), to: about };
    let known = fold.store.records().needs(&[need])?;
    let by_itself = |record: &&Record| {
        let Some(case) = ReviewCase::of(fold.programme, record) else { return false };
        let kinds = [CaseKind::Conflict, CaseKind::Deletion, CaseKind::Refused];
        let ends = case.kind().is_some_and(|kind| kinds.contains(&kind));
        case.is_waiting() && (ends || case.cause() == Some(CaseCause::BadHash))
    };
    for record in known.iter().flat_map(|(_, records)| records).filter(by_itself) {
        if !found.iter().any(|finding| finding.is_raised_as(fold.home, record.id)) {
            close_case(fold, record)?;
        }
    }
    Ok(())
}

/// Closes a case as no longer applicable.
pub(crate) fn close_case(fold: &Fold, matter: &Record) -> Result<(), StoreError> {
    let choice = |id: &str| Some(Value::Choice(id.to_owned()));
    let set = vec![
        set_state(fold, CaseState::Settled),
        (no(fold, KindRole::Case, "decision"), choice(CaseDecision::Vanished.id())),
        (
            no(fold, KindRole::Case, "reason"),
            Some(Value::Text(hq_words::over_by_itself(Lang::Vi))),
        ),
    ];
    write(fold, Change::Patch { id: matter.id, base: matter.head, set }).map(|_| ())
}

pub(crate) fn is_waiting(fold: &Fold, record: &Record) -> bool {
    ReviewCase::of(fold.programme, record).is_some_and(ReviewCase::is_waiting)
}

/// A text or choice of a case or a verdict.
pub(crate) fn answer(fold: &Fold, record: &Record, field: &str) -> String {
    let kind = fold.programme.kind(record.kind);
    let value = kind.and_then(|k| k.field_by_id(field)).and_then(|f| record.fields.get(f.no));
    value.and_then(Value::as_text).unwrap_or_default().to_owned()
}

pub(crate) fn link(fold: &Fold, record: &Record, field: &str) -> Option<Id> {
    let kind = fold.programme.kind(record.kind)?;
    record.fields.get(kind.field_by_id(field)?.no)?.as_link()
}

/// Commits a change of headquarters. Returns false if the programme's rules or a limit refuse it,
/// or if the record has changed since: no finding may stop the fold of other changes.
pub(crate) fn write(fold: &Fold, change: Change) -> Result<bool, StoreError> {
    commit_fitted(fold.store, change)
}

/// As `write`, with no fold.
pub(crate) fn commit_fitted(store: &Store, change: Change) -> Result<bool, StoreError> {
    let change = fitted(store, change)?;
    let commit = Commit {
        changes: vec![change],
        ends_draft: None,
        allow_incomplete: true,
        ..Commit::default()
    };
    match store.commit(commit) {
        Ok(_) => Ok(true),
        Err(CommitError::Store(error)) if !error.is_about_content() => Err(error),
        Err(_) => Ok(false),
    }
}

/// Cuts every text to the length of its field: texts are made from what devices send, which may be
/// longer.
fn fitted(store: &Store, change: Change) -> Result<Change, StoreError> {
    let fit = |kind: Option<&Kind>, no: FieldNo, value: Value| match value {
        Value::Text(text) => {
            let field = kind.and_then(|kind| kind.field(no));
            let bytes = match field.map(|field| &field.ty) {
                Some(Type::Note) => limits::NOTE,
                _ => limits::TEXT,
            };
            Value::Text(text::cut(&text, field.map_or(bytes, |field| field.max_len), bytes))
        }
        other => other,
    };
    Ok(match change {
        Change::Create { kind, id, fields, origin } => {
            let known = store.programme().kind(kind);
            let all = fields.iter().map(|(no, value)| (no, fit(known, no, value.clone())));
            Change::Create { kind, id, fields: all.collect(), origin }
        }
        Change::Patch { id, base, set } => {
            let record = store.records().get(id)?;
            let kind = record.and_then(|record| store.programme().kind(record.kind));
            let one =
                |(no, value): (FieldNo, Option<Value>)| (no, value.map(|v| fit(kind, no, v)));
            Change::Patch { id, base, set: set.into_iter().map(one).collect() }
        }
        Change::Delete { id, base, reason } => {
            let reason = text::cut(&reason, limits::REASON, limits::REASON);
            Change::Delete { id, base, reason }
        }
        Change::Erase { id, base, fields, reason } => {
            let reason = text::cut(&reason, limits::REASON, limits::REASON);
            Change::Erase { id, base, fields, reason }
        }
        other @ Change::Restore { .. } => other,
    })
}
