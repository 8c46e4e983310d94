//! Rules of a class and of the follow-up on its trainees (X14).

use crate::programme::check::context::{Need, QuestionContext, View};
use crate::programme::faults::FaultKind;
use crate::programme::spec::{Choice, Programme, Type};
use crate::record::Value;
use crate::text::format::date_add;

/// The group of activities (NĐ 45/2012 Điều 4) that classes belong to.
const TRAINING: &str = "1";
/// Half a year: days from a class's certificates until a follow-up is due.
pub const FOLLOW_UP: i32 = 183;

/// A fault if neither the main activity of the đề án nor a further one is training.
pub(super) fn not_of_training(look: &QuestionContext) -> Option<FaultKind> {
    let project = look.linked("project")?;
    project.text("kind")?;
    let trains =
        ["kind", "other_kinds"].into_iter().any(|id| trains(look.programme, &project, id));
    (!trains).then_some(FaultKind::NotThis)
}

fn trains(programme: &Programme, project: &View, id: &str) -> bool {
    let list = match project.field(id).map(|field| &field.ty) {
        Some(Type::Choice(list) | Type::Many(list)) => programme.list(list),
        _ => None,
    };
    let chosen = match project.get(id) {
        Some(Value::Choice(id)) => std::slice::from_ref(id),
        Some(Value::Many(ids)) => ids,
        _ => &[],
    };
    let group = |choice: &Choice| {
        choice.facts.iter().any(|(name, of)| name == "g" && of.iter().any(|g| g == TRAINING))
    };
    chosen.iter().any(|id| list.and_then(|list| list.choice(id)).is_some_and(group))
}

pub(super) fn follow_ups(look: &QuestionContext) -> Vec<Need> {
    look.linking_to("employment", "training", look.subject.id).into_iter().collect()
}

pub(super) fn employment_owed(look: &QuestionContext) -> Option<FaultKind> {
    let need = follow_ups(look).into_iter().next()?;
    let owed = date_add(look.value()?.as_date()?, FOLLOW_UP) < look.today();
    let asked = !look.context.fetched(&need) || look.others(&need).next().is_some();
    (owed && !asked).then_some(FaultKind::NotThis)
}

pub(super) fn why_not_employed(look: &QuestionContext) -> Option<FaultKind> {
    let certified = look.linked("training")?.int("certified")?;
    let some_left = look.record().int("employed")? < certified;
    (some_left && look.text().is_none()).then_some(FaultKind::Required)
}
