//! The meanings that a person can choose for a value that an import does not understand.

use super::spec::{ChoiceList, Field, Programme, Type};
use super::types::is_percent;
use crate::lang::{Lang, app, listing};
use crate::record::ValueTo;

pub fn choices<'a>(programme: &'a Programme, field: &Field) -> Option<&'a ChoiceList> {
    match &field.ty {
        Type::Choice(list) | Type::Many(list) => programme.list(list),
        _ => None,
    }
}

/// What a value of this question can be chosen to mean.
pub fn offered(programme: &Programme, field: &Field) -> Vec<ValueTo> {
    match (&field.ty, choices(programme, field)) {
        (Type::Money, _) => [0, 3, 6, 9].map(ValueTo::Unit).to_vec(),
        (Type::Decimal, _) if is_percent(field) => [2, 0].map(ValueTo::Unit).to_vec(),
        (Type::Date, _) => [true, false].map(ValueTo::MonthFirst).to_vec(),
        (Type::YesNo, _) => vec![ValueTo::YesNo(true), ValueTo::YesNo(false)],
        (_, Some(list)) => {
            list.choices.iter().map(|choice| ValueTo::Choice(choice.id.clone())).collect()
        }
        _ => Vec::new(),
    }
}

/// The meaning in words.
pub fn label(programme: &Programme, field: &Field, to: &ValueTo, lang: Lang) -> String {
    let choice =
        |id: &str| Some(choices(programme, field)?.choice(id)?.label.get(lang).to_owned());
    match to {
        ValueTo::Choice(id) => choice(id).unwrap_or_else(|| id.clone()),
        ValueTo::YesNo(yes) => app::yes_no(lang, *yes),
        ValueTo::Unit(zeros) if is_percent(field) => match zeros {
            0 => listing::percent_as_written(lang),
            _ => listing::percent_of_one(lang),
        },
        ValueTo::Unit(zeros) => match zeros {
            0 => listing::in_dong(lang),
            3 => listing::in_thousands(lang),
            6 => listing::in_millions(lang),
            _ => listing::in_billions(lang),
        },
        ValueTo::MonthFirst(true) => listing::month_first(lang),
        ValueTo::MonthFirst(false) => listing::day_first(lang),
        ValueTo::Nothing => listing::value_left_empty(lang),
    }
}
