//! What a programme may not change of the released one: a number keeps its meaning, and nothing
//! that could be answered is removed.

use super::lint::LintFault;
use super::spec::indicator::INDICATORS;
use super::spec::{Field, Programme, Type};

/// Empty if the ids differ: then no notebook is used with both programmes.
pub fn faults(released: &Programme, next: &Programme) -> Vec<LintFault> {
    let mut found = Vec::new();
    if released.id != next.id {
        return found;
    }
    let mut add = |place: String, what: String| {
        found.push(LintFault { file: String::new(), line: 0, place, what });
    };
    for list in &released.lists {
        let Some(own) = next.list(&list.id) else {
            add("programme".into(), format!("list `{}` is gone", list.id));
            continue;
        };
        for choice in list.choices.iter().filter(|choice| own.choice(&choice.id).is_none()) {
            // the place of a report row is its own key, not a list
            let place = match list.id == INDICATORS {
                true => choice.id.split('.').next().unwrap_or_default(),
                false => &list.id,
            };
            add(place.to_owned(), format!("choice `{}` is gone", choice.id));
        }
    }
    for kind in &released.kinds {
        let Some(own) = next.kind(kind.no) else {
            add("programme".into(), format!("kind {} `{}` is gone", kind.no, kind.id));
            continue;
        };
        if own.id != kind.id {
            add(own.id.clone(), format!("kind {} is `{}`", kind.no, kind.id));
            continue;
        }
        let fields = kind.fields().map(|field| (field, own.field(field.no)));
        for (place, what) in fields.flat_map(|(field, own)| field_faults(&kind.id, field, own))
        {
            add(place, what);
        }
    }
    found
}

fn field_faults(place: &str, released: &Field, own: Option<&Field>) -> Vec<(String, String)> {
    let (no, id) = (released.no, &released.id);
    let Some(own) = own else {
        return vec![(place.to_owned(), format!("number {no} `{id}` is gone"))];
    };
    let here = format!("{place}.{}", own.id);
    if own.id != *id {
        return vec![(here, format!("number {no} is `{id}`"))];
    }
    if !is_same(&own.ty, &released.ty) {
        return vec![(here, format!("`type` of number {no} has changed"))];
    }
    let column = |column: &Field| {
        let same = own.columns().iter().find(|own| own.no == column.no);
        field_faults(&here, column, same)
    };
    released.columns().iter().flat_map(column).collect()
}

/// Choices of lists are compared in `faults`.
fn is_same(a: &Type, b: &Type) -> bool {
    match (a, b) {
        (Type::Choice(a), Type::Choice(b))
        | (Type::Many(a), Type::Many(b))
        | (Type::Link(a), Type::Link(b))
        | (Type::Links(a), Type::Links(b)) => a == b,
        _ => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}
