//! What a reviewer can do with a record or a review case. Pure; also used by hints and menus.

use crate::app::Model;
use crate::app::layer::{Screen, review_case as layer};
use crate::keymap::Action;
use crate::lang::review_case as words;
use crate::lang::words::Both;
use crate::programme::review_case::ReviewCase;
use crate::programme::role::KindRole;
use crate::programme::spec::Programme;
use crate::record::review_case::CaseDecision;
use crate::record::{FieldNo, Record};

/// Kinds whose records are not reviewed: an officer does not report with them.
const UNJUDGED: [KindRole; 3] = [KindRole::Case, KindRole::Verdict, KindRole::Officer];

/// Whether a reviewer can approve this record or send it back.
pub fn is_reviewable(programme: &Programme, record: &Record) -> bool {
    let kind = programme.kind(record.kind);
    programme.is_headquarters()
        && kind.is_some_and(|kind| !kind.role.is_some_and(|role| UNJUDGED.contains(&role)))
}

/// Whether the case still waits for a decision.
pub fn is_waiting_case(programme: &Programme, matter: &Record) -> bool {
    ReviewCase::of(programme, matter).is_some_and(ReviewCase::is_waiting)
}

/// Whether the case holds quarantined changes, which no other list shows.
pub fn holds_changes(programme: &Programme, record: &Record) -> bool {
    ReviewCase::of(programme, record).is_some_and(ReviewCase::holds_changes)
}

/// The decision that an action makes on this case; `None` also for a decided case.
pub fn decision_of_action(
    programme: &Programme,
    matter: &Record,
    action: Action,
) -> Option<CaseDecision> {
    let case = ReviewCase::of(programme, matter).filter(|case| case.is_waiting())?;
    layer::decision(case.kind()?, action)
}

/// The label of an action on the case that is shown.
pub fn action_label(model: &Model, action: Action) -> Option<&'static str> {
    let Screen::Page(page) = &model.top()?.screen else { return None };
    let decision = decision_of_action(model.programme, page.record.as_ref()?, action)?;
    Some(short_label(decision)?.get(model.lang))
}

/// The label of a decision in the line of hints.
fn short_label(decision: CaseDecision) -> Option<Both> {
    use CaseDecision as D;
    Some(match decision {
        D::First => words::FIRST,
        D::Second => words::SECOND,
        D::Base => words::BASE,
        D::OtherAnswer => words::OTHER,
        D::KeepFirst => words::KEEP_FIRST,
        D::KeepSecond => words::KEEP_SECOND,
        D::KeepBoth => words::KEEP_BOTH,
        D::Delete => words::DELETE,
        D::KeepRecord => words::KEEP,
        D::Accept => words::LET_IN,
        D::AcceptSome => words::PART,
        D::GiveAgain => words::AGAIN,
        D::LeaveOut => words::LEAVE,
        D::Reject => words::KEEP_OUT,
        D::Handled => words::DONE,
        D::Vanished => return None,
    })
}

pub fn field_no(programme: &Programme, role: KindRole, field: &str) -> FieldNo {
    let kind = programme.with_role(role);
    kind.and_then(|kind| kind.field_by_id(field)).map_or(0, |field| field.no)
}
