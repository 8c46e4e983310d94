//! The first run: who works here, and where.

use crate::app::Effect;
use crate::app::intent::Intent;
use crate::app::layer::menu::MenuLayer;
use crate::app::layer::welcome::Missing;
use crate::app::layer::{Screen, welcome};
use crate::app::model::Model;
use crate::app::update::typing::text_action;
use crate::keymap::action::Action;
use crate::lang::{Lang, app as say};
use crate::programme::reference;
use crate::programme::reference::{Province, provinces};

pub fn on_welcome(model: &mut Model, action: Action) -> Vec<Effect> {
    use Action::*;
    let Some(Screen::Welcome(welcome)) = model.screen() else { return Vec::new() };
    match action {
        FieldPrev => welcome.step(-1),
        FieldNext if welcome.at + 1 < welcome::FIELDS => welcome.step(1),
        FieldNext | FormSave => return begin(model),
        _ => return text_action(model, action),
    }
    model.touch();
    Vec::new()
}

/// Makes the notebook, or asks for what is missing.
pub fn begin(model: &mut Model) -> Vec<Effect> {
    let lang = model.lang;
    model.touch();
    let Some(Screen::Welcome(welcome)) = model.screen() else { return Vec::new() };
    match welcome.answers() {
        Ok((officer, unit, province)) => {
            return vec![Effect::Init { officer, unit, province }];
        }
        Err(Missing::Field(at)) => (welcome.at, welcome.fault) = (at, Some(at)),
        Err(Missing::Province(hits)) => {
            welcome.at = welcome::PROVINCE;
            let items = match hits.as_slice() {
                [] => provinces().iter().map(|province| item(province, None, lang)).collect(),
                hits => hits.iter().map(|hit| item(hit.province, hit.before, lang)).collect(),
            };
            model.push(Screen::Menu(MenuLayer::new(say::welcome_province(lang), items)));
        }
    }
    Vec::new()
}

pub fn item(province: &Province, before: Option<&str>, lang: Lang) -> (String, Intent) {
    let words = match before {
        Some(before) => say::province_of_before(lang, province.name, before),
        None => province.name.to_owned(),
    };
    (words, Intent::SetProvince(province.code.to_owned()))
}

/// The province that was chosen for the notebook that is begun.
pub fn choose_province(model: &mut Model, code: &str) -> Vec<Effect> {
    if let (Some(Screen::Welcome(welcome)), Some(province)) =
        (model.screen(), reference::province(code))
    {
        welcome.choose_province(province);
    }
    begin(model)
}
