//! Phrases shared by several notes.

use super::MOST_LINES;
use crate::lang::{Lang, listing};
use crate::programme::faults::lower;
use crate::services::import::note::MatchedBy;
use crate::text::format::money_unit;

/// The first items, with an ellipsis if there are more.
pub(super) fn some<T: ToString>(all: &[T]) -> String {
    let mut some: Vec<String> = all.iter().take(MOST_LINES).map(T::to_string).collect();
    some.extend((all.len() > MOST_LINES).then(|| "…".to_owned()));
    some.join(", ")
}

/// The usual spelling of a unit of money.
pub(super) fn plain_unit(unit: &str) -> Option<&'static str> {
    let unit = money_unit(unit).filter(|unit| unit.per.is_empty())?;
    match unit.zeros {
        3 => Some("nghìn đồng"),
        6 => Some("triệu đồng"),
        9 => Some("tỷ đồng"),
        _ => None,
    }
}

pub(super) fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

/// "cùng mã số thuế, tên, xã"
pub(super) fn matched_by(by: &[MatchedBy], lang: Lang) -> String {
    if by.contains(&MatchedBy::All) {
        return listing::same_in_all(lang);
    }
    let mut parts: Vec<String> = Vec::new();
    for by in by {
        let named = match by {
            MatchedBy::All => Vec::new(),
            MatchedBy::Answer(label) => vec![lower(label.get(lang))],
            MatchedBy::NameAndPlace => {
                vec![listing::same_name(lang), listing::same_place(lang)]
            }
            MatchedBy::NameAndPhone => {
                vec![listing::same_name(lang), listing::same_phone(lang)]
            }
            MatchedBy::NameAndUnit => vec![listing::same_name(lang), listing::same_unit(lang)],
            MatchedBy::Name => vec![listing::same_name(lang)],
        };
        parts
            .extend(named.into_iter().filter(|part| !parts.contains(part)).collect::<Vec<_>>());
    }
    let last = parts.pop().unwrap_or_default();
    match parts.is_empty() {
        true => listing::same_one(lang, &last),
        false => listing::same_several(lang, &parts.join(", "), &last),
    }
}
