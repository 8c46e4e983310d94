//! Rules of officers, their telephones and their tasks.

use crate::lang::rules;
use crate::programme::check::context::QuestionContext;
use crate::programme::faults::FaultKind;
use crate::programme::reference::province;
use crate::record::Date;
use crate::text::format::{phone_looks_right, today_from_millis};

pub(super) fn phone_form(look: &QuestionContext) -> Option<FaultKind> {
    (!phone_looks_right(look.text()?)).then(|| FaultKind::say(rules::phone_abroad))
}

/// Most bytes of an officer's or unit's name when written; an enrolment reads up to 200.
pub const OFFICER_TEXT: usize = 192;

/// A fault if the text is longer than an enrolment takes, which counts bytes, not letters.
pub(super) fn officer_text(look: &QuestionContext) -> Option<FaultKind> {
    (look.text()?.len() > OFFICER_TEXT).then_some(FaultKind::NotThis)
}

pub(super) fn known_province(look: &QuestionContext) -> Option<FaultKind> {
    let given = look.text()?;
    province(given).is_none().then(|| FaultKind::UnknownPlace { given: given.into() })
}

/// A task is due on or after the day of its creation, or of the visit on which it was promised if
/// that is earlier: an old promise may be entered after its day.
pub(super) fn due_before_created(look: &QuestionContext) -> Option<FaultKind> {
    let before = look.subject.before;
    let created = before.map_or(look.today(), |r| today_from_millis(r.created.hlc.millis()));
    let first = promised(look).map_or(created, |day| day.min(created));
    let early = look.value()?.as_date()? < first;
    early.then_some(FaultKind::Early { first })
}

fn promised(look: &QuestionContext) -> Option<Date> {
    let link = look.subject.kind.field_by_id("visit")?.no;
    let visit = look.context.record(look.subject.fields.get(link)?.as_link()?)?;
    let day = look.programme.kind(visit.kind)?.field_by_id("date")?.no;
    visit.fields.get(day)?.as_date()
}
