//! Rules of an establishment: tax code, industry code, place, doubles (`domain.md` 14, 18.1, 19).

use crate::programme::check::context::{Need, QuestionContext, View};
use crate::programme::faults::FaultKind;
use crate::programme::spec::{Field, Kind};
use crate::programme::{reference, tax_code};
use crate::record::Value;
use crate::text::fold::fold;

pub(super) fn tax_code_form(look: &QuestionContext) -> Option<FaultKind> {
    let text = look.text()?;
    tax_code::parts(text.trim()).is_none().then(|| {
        FaultKind::say(
            "Mã số thuế phải có 10 chữ số, hoặc 13 dạng 0100109106-001, hoặc 12 của hộ.",
            "A tax code has 10 digits, or 13 as 0100109106-001, or 12 for a household.",
        )
    })
}

/// The twelve digits of a person have no check digit.
pub(super) fn tax_code_digit(look: &QuestionContext) -> Option<FaultKind> {
    let (main, _) = tax_code::parts(look.text()?.trim())?;
    (main.len() == 10 && !tax_code::checks(main)).then(|| {
        FaultKind::say(
            "Mã số thuế có lẽ sai một chữ số. Hãy so lại với giấy tờ.",
            "One digit of the tax code seems wrong. Compare it with the paper.",
        )
    })
}

pub(super) fn tax_code_of_person(view: &View) -> bool {
    view.text("tax_code").is_some_and(|code| code.trim().len() == 12)
}

pub(super) fn tax_code_or_reason(look: &QuestionContext) -> Option<FaultKind> {
    let record = look.record();
    match (record.text("tax_code"), record.text("tax_none")) {
        (None, None) => Some(FaultKind::say(
            "Hãy ghi mã số thuế, hoặc lý do chưa có.",
            "Enter the tax code, or why there is none.",
        )),
        (Some(_), Some(_)) => Some(FaultKind::say(
            "Đã có mã số thuế: hãy xóa lý do chưa có.",
            "There is a tax code: clear the reason for having none.",
        )),
        _ => None,
    }
}

pub(super) fn same_name(look: &QuestionContext) -> Vec<Need> {
    let Some(name) = look.text() else { return Vec::new() };
    let kind = look.subject.kind.no;
    vec![Need::Same { kind, field: look.field.no, folded: fold(name), with: Vec::new() }]
}

/// X2: the same folded name, where nothing says that they are two: another commune and another
/// telephone would.
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
    twin.then(|| {
        FaultKind::say(
            "Đã có cơ sở cùng tên. Có phải là một?",
            "An establishment of this name exists. Is it the same?",
        )
    })
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
    (empty && in_city_ward(look)).then(|| {
        FaultKind::say(
            "Phường của thành phố trực thuộc trung ương: hãy ghi có thuộc làng nghề không.",
            "Ward of a centrally-run city: say whether it is in a craft village.",
        )
    })
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
    (!right).then(|| {
        FaultKind::say("Mã ngành có từ 2 đến 5 chữ số.", "An industry code has 2 to 5 digits.")
    })
}

/// The rows of the set that an office has imported.
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

/// The divisions of VSIC 2025, sections B and C, are shipped; others may have been imported.
pub(super) fn vsic_known(look: &QuestionContext) -> Option<FaultKind> {
    let division = look.text()?.trim().get(..2)?;
    let imported = divisions(look).iter().any(|need| look.others(need).next().is_some());
    let known = imported || reference::vsic().iter().any(|d| d.code == division);
    let other_version = look.record().text("vsic_version") == Some("v2018");
    (!known && !other_version).then(|| {
        FaultKind::say(
            "Mã ngành không thuộc khai khoáng, chế biến (05-33). Hãy xem lại.",
            "The code is not of mining or manufacturing (05-33). Check it.",
        )
    })
}
