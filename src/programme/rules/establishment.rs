//! Rules of an establishment: tax code, industry code, place, duplicates (`domain.md` 14, 18.1,
//! 19).

use crate::lang::rules;
use crate::programme::check::context::{Need, QuestionContext, View};
use crate::programme::faults::FaultKind;
use crate::programme::spec::{Field, Kind};
use crate::programme::{reference, tax_code};
use crate::record::Value;
use crate::text::fold::fold;

pub(super) fn tax_code_form(look: &QuestionContext) -> Option<FaultKind> {
    let text = look.text()?;
    tax_code::parts(text.trim()).is_none().then(|| FaultKind::say(rules::tax_code_digits))
}

/// The tax code of a person, with twelve digits, has no check digit.
pub(super) fn tax_code_digit(look: &QuestionContext) -> Option<FaultKind> {
    let (main, _) = tax_code::parts(look.text()?.trim())?;
    (main.len() == 10 && !tax_code::checks(main))
        .then(|| FaultKind::say(rules::tax_code_check_digit))
}

pub(super) fn tax_code_of_person(view: &View) -> bool {
    view.text("tax_code").is_some_and(|code| code.trim().len() == 12)
}

pub(super) fn tax_code_or_reason(look: &QuestionContext) -> Option<FaultKind> {
    let record = look.record();
    match (record.text("tax_code"), record.text("tax_none")) {
        (None, None) => Some(FaultKind::say(rules::tax_code_or_reason)),
        (Some(_), Some(_)) => Some(FaultKind::say(rules::tax_code_and_reason)),
        _ => None,
    }
}

pub(super) fn same_name(look: &QuestionContext) -> Vec<Need> {
    let Some(name) = look.text() else { return Vec::new() };
    let kind = look.subject.kind.no;
    vec![Need::Same { kind, field: look.field.no, folded: fold(name), with: Vec::new() }]
}

/// X2: another establishment with the same folded name, unless its commune differs and its
/// telephone is not the same.
pub(super) fn same_establishment(look: &QuestionContext) -> Option<FaultKind> {
    let (commune, phone) =
        (look.record().commune("place"), look.record().text("contact_phone"));
    let name = fold(look.text()?);
    let need = same_name(look).into_iter().next()?;
    let twin = look.others(&need).filter_map(|r| look.view(r)).any(|other| {
        let there = other.commune("place");
        let one_place = commune.is_none() || there.is_none() || commune == there;
        let one_phone = phone.is_some() && phone == other.text("contact_phone");
        (one_place || one_phone) && other.text("name").is_some_and(|text| fold(text) == name)
    });
    twin.then(|| FaultKind::say(rules::same_name))
}

fn in_city_ward(look: &QuestionContext) -> bool {
    let (commune, today) = (look.record().commune("place"), look.today());
    let commune = commune.and_then(reference::commune);
    let in_city = |c: &reference::Commune| reference::is_central_city(c.province, today);
    commune.is_some_and(|c| c.on(today).is_ward() && in_city(&c))
}

/// X17.
pub(super) fn craft_village_unclear(look: &QuestionContext) -> Option<FaultKind> {
    let empty = look.value().is_none();
    (empty && in_city_ward(look)).then(|| FaultKind::say(rules::craft_village))
}

/// X1; the province follows from the commune.
pub(super) fn place_exists(look: &QuestionContext) -> Option<FaultKind> {
    let Some(Value::Place(place)) = look.value() else { return None };
    let known = reference::commune(&place.commune).is_some();
    (!known).then(|| FaultKind::UnknownPlace { given: place.name.clone() })
}

pub(super) fn vsic_form(look: &QuestionContext) -> Option<FaultKind> {
    let code = look.text()?.trim();
    let right = (2..=5).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit());
    (!right).then(|| FaultKind::say(rules::industry_digits))
}

/// The imported rows for the division of the code.
pub(super) fn divisions(look: &QuestionContext) -> Vec<Need> {
    let set = look.programme.kind_by_id("vsic");
    let field = set.and_then(|set| set.field_by_id("code"));
    let division = look.text().and_then(|code| code.trim().get(..2));
    let need = |((set, field), division): ((&Kind, &Field), &str)| Need::Same {
        kind: set.no,
        field: field.no,
        folded: fold(division),
        with: Vec::new(),
    };
    set.zip(field).zip(division).map(need).into_iter().collect()
}

/// The divisions of VSIC 2025, sections B and C, are built in; others may have been imported.
pub(super) fn vsic_known(look: &QuestionContext) -> Option<FaultKind> {
    let division = look.text()?.trim().get(..2)?;
    let imported = divisions(look).iter().any(|need| look.others(need).next().is_some());
    let known = imported || reference::vsic().iter().any(|d| d.code == division);
    let other_version = look.record().text("vsic_version") == Some("v2018");
    (!known && !other_version).then(|| FaultKind::say(rules::industry_outside))
}
