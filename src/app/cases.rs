//! What a record or a case is to a reviewer. Pure questions, also for hints and menus.

use crate::app::Model;
use crate::app::layer::{Screen, review_case as layer};
use crate::keymap::Action;
use crate::lang::review_case as words;
use crate::programme::role::KindRole;
use crate::programme::spec::Programme;
use crate::record::{FieldNo, Record, Value, review_case};

/// Kinds that are nobody's report.
const UNJUDGED: [KindRole; 3] = [KindRole::Case, KindRole::Verdict, KindRole::Officer];

/// Whether a reviewer says yes or no to this record.
pub fn is_reviewable(programme: &Programme, record: &Record) -> bool {
    let kind = programme.kind(record.kind);
    programme.is_headquarters()
        && kind.is_some_and(|kind| !kind.role.is_some_and(|role| UNJUDGED.contains(&role)))
}

/// Whether a case still waits.
pub fn is_open_case(programme: &Programme, matter: &Record) -> bool {
    let state = matter.fields.get(field_no(programme, KindRole::Case, "state"));
    state.and_then(Value::as_text) == Some("cho")
}

/// Whether a record is a case that waits for a decision.
pub fn is_waiting_case(programme: &Programme, record: &Record) -> bool {
    let kind = programme.kind(record.kind);
    kind.is_some_and(|kind| kind.is(KindRole::Case)) && is_open_case(programme, record)
}

/// Whether changes wait in a case, which are in no other list.
pub fn holds_changes(programme: &Programme, record: &Record) -> bool {
    let kind = programme.kind(record.kind).filter(|_| is_waiting_case(programme, record));
    kind.is_some_and(|kind| review_case::keeps_changes(layer::case_cause(kind, record)))
}

/// What an action decides about this case; `None` too where it waits no more.
pub fn decision_of_action(
    programme: &Programme,
    matter: &Record,
    action: Action,
) -> Option<&'static str> {
    let kind = programme.kind(matter.kind).filter(|kind| kind.is(KindRole::Case))?;
    let what = layer::case_cause(kind, matter);
    is_open_case(programme, matter).then(|| layer::decision(what, action)).flatten()
}

/// What an action is called on the case that is seen.
pub fn action_label(model: &Model, action: Action) -> Option<&'static str> {
    let Screen::Page(page) = &model.top()?.screen else { return None };
    let decision = decision_of_action(model.programme, page.record.as_ref()?, action)?;
    words::short(decision, model.lang)
}

pub fn field_no(programme: &Programme, role: KindRole, field: &str) -> FieldNo {
    let kind = programme.with_role(role);
    kind.and_then(|kind| kind.field_by_id(field)).map_or(0, |field| field.no)
}
