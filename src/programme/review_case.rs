//! A review case, read from its record.

use super::role::KindRole;
use super::spec::{Kind, Programme};
use crate::record::review_case::{CaseCause, CaseDecision, CaseKind, CaseState};
use crate::record::{Fields, Id, Record, Value};

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

    /// As it would be with other answers. `spec`: the kind of cases.
    pub fn with_fields(spec: &'r Kind, fields: &'r Fields) -> ReviewCase<'r> {
        ReviewCase { spec, fields }
    }

    /// A text or a choice; empty where it has none.
    pub fn text(self, field: &str) -> &'r str {
        let value = self.spec.field_by_id(field).and_then(|field| self.fields.get(field.no));
        value.and_then(Value::as_text).unwrap_or_default()
    }

    pub fn link(self, field: &str) -> Option<Id> {
        self.fields.get(self.spec.field_by_id(field)?.no)?.as_link()
    }

    /// `None` for a sort of case that only a newer program knows.
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

    /// Whether changes wait in it that are shown nowhere else.
    pub fn holds_changes(self) -> bool {
        self.is_waiting() && self.kind().is_some_and(CaseKind::holds_changes)
    }
}
