//! What a value that nobody understands can be chosen to mean.

use super::programme;
use super::spec::{ChoiceList, Field, Type};
use crate::lang::{Lang, app, listing};
use crate::record::ValueTo;

pub fn choices(field: &Field) -> Option<&'static ChoiceList> {
    match &field.ty {
        Type::Choice(list) | Type::Many(list) => programme().list(list),
        _ => None,
    }
}

/// What a value of this question can be chosen to mean.
pub fn offered(field: &Field) -> Vec<ValueTo> {
    match (&field.ty, choices(field)) {
        (Type::YesNo, _) => vec![ValueTo::YesNo(true), ValueTo::YesNo(false)],
        (_, Some(list)) => {
            list.choices.iter().map(|choice| ValueTo::Choice(choice.id.clone())).collect()
        }
        _ => Vec::new(),
    }
}

/// In words.
pub fn label(field: &Field, to: &ValueTo, lang: Lang) -> String {
    let choice = |id: &str| Some(choices(field)?.choice(id)?.label.get(lang).to_owned());
    match to {
        ValueTo::Choice(id) => choice(id).unwrap_or_else(|| id.clone()),
        ValueTo::YesNo(yes) => app::yes_no(lang, *yes),
        ValueTo::Nothing => listing::value_left_empty(lang),
    }
}
