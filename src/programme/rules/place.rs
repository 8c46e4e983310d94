//! Rules of priority places (`domain.md` sections 5 and 13).

use crate::programme::check::context::{Need, QuestionContext};
use crate::programme::faults::FaultKind;
use crate::programme::reference::{self, PriorityPlaces};
use crate::programme::role::KindRole;
use crate::programme::spec::Type;
use crate::record::Value;
use crate::text::fold::fold;

pub(super) fn of_this_commune(look: &QuestionContext) -> Vec<Need> {
    let need = || {
        let set = look.programme.with_role(KindRole::PriorityPlaces)?;
        let field = set.field_by_id("commune")?.no;
        let folded = fold(look.record().commune("place")?);
        Some(Need::Same { kind: set.no, field, folded, with: Vec::new() })
    };
    need().into_iter().collect()
}

/// The stored value if the set was not fetched.
pub(super) fn priority_place(look: &QuestionContext) -> Option<Value> {
    let Some(need) = of_this_commune(look).into_iter().next() else {
        return look.value().cloned();
    };
    if !look.context.fetched(&need) {
        return look.value().cloned();
    }
    let places = PriorityPlaces::of(look.programme, look.others(&need));
    let classes = places.classes(look.record().commune("place")?, look.today());
    let list = match &look.field.ty {
        Type::Many(list) => look.programme.list(list)?,
        _ => return None,
    };
    let known = list.choices.iter().filter(|choice| classes.contains(&choice.id.as_str()));
    let ids: Vec<String> = known.map(|choice| choice.id.clone()).collect();
    (!ids.is_empty()).then_some(Value::Many(ids))
}

pub(super) fn known_commune(look: &QuestionContext) -> Option<FaultKind> {
    let code = look.text()?.trim();
    reference::commune(code)
        .is_none()
        .then(|| FaultKind::UnknownPlace { given: code.to_owned() })
}
