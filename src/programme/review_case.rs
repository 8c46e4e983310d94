//! A review case, read from its record.

use super::role::KindRole;
use super::spec::{Kind, Programme};
use crate::record::review_case::{CaseCause, CaseDecision, CaseKind, CaseState};
use crate::record::{FieldNo, Fields, Id, Record, Value};

/// The fields of a case that a person answers.
const DECISION: [&str; 4] = ["decision", "answer", "parts", "reason"];

/// Whether the program made this change of a case, or created it. A person decides, or gives
/// another reason. `spec`: the kind of cases.
pub fn is_by_program(spec: &Kind, set: &[(FieldNo, Option<Value>)]) -> bool {
    let no = |id: &str| spec.field_by_id(id).map(|field| field.no);
    let has = |id: &str| {
        let no = no(id);
        set.iter().find(|(of, _)| Some(*of) == no).and_then(|(_, value)| value.as_ref())
    };
    let decision = has("decision").and_then(Value::as_text).and_then(CaseDecision::from_id);
    let is_over_by_itself = decision == Some(CaseDecision::Vanished);
    is_over_by_itself || DECISION.iter().all(|id| has(id).is_none())
}

#[derive(Clone, Copy)]
pub struct ReviewCase<'r> {
    spec: &'r Kind,
    fields: &'r Fields,
}

impl<'r> ReviewCase<'r> {
    /// `None` for a record that is no case.
    pub fn of(programme: &'r Programme, record: &'r Record) -> Option<ReviewCase<'r>> {
        let spec = programme.kind(record.kind).filter(|kind| kind.is(KindRole::Case))?;
        Some(ReviewCase::with_fields(spec, &record.fields))
    }

    /// A case with answers other than those of its record. `spec`: the kind of cases.
    pub fn with_fields(spec: &'r Kind, fields: &'r Fields) -> ReviewCase<'r> {
        ReviewCase { spec, fields }
    }

    /// A text or a choice; empty if there is no answer.
    pub fn text(self, field: &str) -> &'r str {
        let value = self.spec.field_by_id(field).and_then(|field| self.fields.get(field.no));
        value.and_then(Value::as_text).unwrap_or_default()
    }

    pub fn link(self, field: &str) -> Option<Id> {
        self.fields.get(self.spec.field_by_id(field)?.no)?.as_link()
    }

    /// `None` for a kind of case that only a newer program knows.
    pub fn kind(self) -> Option<CaseKind> {
        CaseKind::from_id(self.text("what"))
    }

    pub fn cause(self) -> Option<CaseCause> {
        CaseCause::from_id(self.text("cause"))
    }

    pub fn decision(self) -> Option<CaseDecision> {
        CaseDecision::from_id(self.text("decision"))
    }

    pub fn is_waiting(self) -> bool {
        self.text("state") == CaseState::Waiting.id()
    }

    pub fn is_settled(self) -> bool {
        self.text("state") == CaseState::Settled.id()
    }

    /// Whether the case waits and holds changes that are shown nowhere else.
    pub fn holds_changes(self) -> bool {
        self.is_waiting() && self.kind().is_some_and(CaseKind::holds_changes)
    }
}
