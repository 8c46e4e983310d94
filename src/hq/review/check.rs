//! Refuses invalid decisions before they are saved. The fold could only reopen the case, long after
//! the reviewer has moved on.

use crate::hq::review::quarantined::numbers;
use crate::lang::rules;
use crate::programme::answer::parse;
use crate::programme::faults::{Fault, FaultKind};
use crate::programme::review_case::ReviewCase;
use crate::programme::role::KindRole;
use crate::programme::spec::{Field, Kind, Level};
use crate::record::review_case::CaseDecision;
use crate::record::review_case::CaseKind;
use crate::record::review_case::VerdictChoice;
use crate::record::{Change, Date, Fields, Path, Record, Value};
use crate::store::{Store, StoreError};

/// `today`: for answers that are dates.
pub fn review_faults(
    store: &Store,
    changes: &[Change],
    today: Date,
) -> Result<Vec<Fault>, StoreError> {
    let Some(kind) = store.programme().with_role(KindRole::Case) else { return Ok(Vec::new()) };
    let mut faults = Vec::new();
    for change in changes {
        faults.extend(edit_by_hand(store, change));
        faults.extend(undecided_fault(store, change)?);
        let Change::Patch { id, set, .. } = change else { continue };
        let Some(case) = store.records().get(*id)?.filter(|record| record.kind == kind.no)
        else {
            continue;
        };
        let mut fields = case.fields.clone();
        for (no, value) in set {
            fields.put(*no, value.clone());
        }
        let decided = Decided { store, kind, case: &case, fields };
        if decided.case().is_settled() {
            faults.extend(decided.fault(today)?);
        }
    }
    Ok(faults)
}

/// Refuses deleting a case that holds changes, as no list would show them.
fn undecided_fault(store: &Store, change: &Change) -> Result<Option<Fault>, StoreError> {
    let Change::Delete { id, .. } = change else { return Ok(None) };
    let Some(case) = store.records().get(*id)? else { return Ok(None) };
    let Some(kind) = store.programme().kind(case.kind).filter(|kind| kind.is(KindRole::Case))
    else {
        return Ok(None);
    };
    let decided = Decided { store, kind, fields: case.fields.clone(), case: &case };
    let waits = decided.case().holds_changes();
    let what = FaultKind::say(rules::changes_wait);
    Ok(waits.then(|| decided.at("state", what)).flatten())
}

/// Refuses a verdict `Edited` by hand: the program writes those itself.
fn edit_by_hand(store: &Store, change: &Change) -> Option<Fault> {
    let Change::Create { kind, fields, .. } = change else { return None };
    let kind = store.programme().kind(*kind).filter(|kind| kind.is(KindRole::Verdict))?;
    let field = kind.field_by_id("verdict")?;
    let chosen = fields.get(field.no).and_then(Value::as_text);
    let (at, label) = (Path::field(field.no), field.label.clone());
    (chosen == Some(VerdictChoice::Edited.id())).then(|| Fault {
        at,
        level: Level::Error,
        label,
        what: FaultKind::say(rules::verdict_of_program),
    })
}

/// A case as it would be saved.
struct Decided<'a> {
    store: &'a Store,
    kind: &'a Kind,
    case: &'a Record,
    fields: Fields,
}

impl Decided<'_> {
    fn case(&self) -> ReviewCase<'_> {
        ReviewCase::with_fields(self.kind, &self.fields)
    }

    fn text(&self, field: &str) -> &str {
        self.case().text(field)
    }

    fn fault(&self, today: Date) -> Result<Option<Fault>, StoreError> {
        match (self.case().kind(), self.case().decision()) {
            (Some(CaseKind::Quarantine), Some(CaseDecision::AcceptSome)) => {
                let listed = self.text("first").lines().count();
                let named = numbers(self.text("parts"));
                let there = named.is_some_and(|all| all.iter().all(|n| *n <= listed));
                Ok((!there).then(|| self.at("parts", not_listed(listed))).flatten())
            }
            (Some(CaseKind::Conflict), chosen) if !needs_no_answer(chosen) => {
                let Some(asked) = self.asked()? else { return Ok(None) };
                let read = parse(self.store.programme(), asked, self.text("answer"), today);
                Ok(read.err().and_then(|fault| self.at("answer", fault)))
            }
            _ => Ok(None),
        }
    }

    /// The question of a conflict.
    fn asked(&self) -> Result<Option<&Field>, StoreError> {
        let about =
            self.kind.field_by_id("about").and_then(|field| self.case.fields.get(field.no));
        let Some(id) = about.and_then(Value::as_link) else { return Ok(None) };
        let record = self.store.records().get(id)?;
        let kind = record.and_then(|record| self.store.programme().kind(record.kind));
        Ok(kind.and_then(|kind| kind.field_by_id(self.text("question"))))
    }

    fn at(&self, field: &str, what: FaultKind) -> Option<Fault> {
        let field = self.kind.field_by_id(field)?;
        let (at, label) = (Path::field(field.no), field.label.clone());
        Some(Fault { at, level: Level::Error, label, what })
    }
}

/// Decisions that need no typed answer.
fn needs_no_answer(chosen: Option<CaseDecision>) -> bool {
    use CaseDecision::{Base, First, Second, Vanished};
    matches!(chosen, Some(First | Second | Base | Vanished))
}

fn not_listed(listed: usize) -> FaultKind {
    FaultKind::say(|lang| rules::not_listed(lang, listed))
}
