//! Rules of a visit, compared with its establishment and its đề án.

use crate::lang::rules;
use crate::programme::check::context::{QuestionContext, View};
use crate::programme::faults::FaultKind;
use crate::programme::spec::Type;

/// A fault if the workers differ by more than half from the establishment's record.
pub(super) fn workers_jump(look: &QuestionContext) -> Option<FaultKind> {
    let now = look.record().int("workers_now")?;
    let before = look.linked("establishment")?.int("workers").filter(|n| *n > 0)?;
    let jump = (i128::from(now) - i128::from(before)).abs() * 2 > i128::from(before);
    jump.then(|| FaultKind::say(|lang| rules::workers_differ(lang, &before.to_string())))
}

/// Whether the project's activity is about a machine or a model that can be seen.
fn is_machinery(look: &QuestionContext, project: &View) -> bool {
    let list = match project.field("kind").map(|field| &field.ty) {
        Some(Type::Choice(list)) => look.programme.list(list),
        _ => None,
    };
    let choice = list.zip(project.text("kind")).and_then(|(list, id)| list.choice(id));
    choice.is_some_and(|c| c.facts.iter().any(|(name, _)| name == "machinery"))
}

/// A visit for progress or acceptance must say whether the machine is there.
pub(super) fn machine_visit(look: &QuestionContext) -> bool {
    let record = look.record();
    let purpose = matches!(record.text("purpose"), Some("tien_do" | "nghiem_thu"));
    let machinery = look.linked("project").is_some_and(|project| is_machinery(look, &project));
    purpose && (machinery || record.link("model").is_some())
}
