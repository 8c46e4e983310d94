//! The first run: takes the province chosen for the new notebook.

use crate::app::layer::Screen;
use crate::app::model::Model;
use crate::programme::reference;

pub fn choose_province(model: &mut Model, code: &str) {
    let lang = model.lang;
    let Some(top) = model.stack.last_mut() else { return };
    let Screen::Welcome(welcome) = &mut top.screen else { return };
    if let Some(province) = reference::province(code) {
        welcome.choose_province(province);
    }
    let (layer, intents) = (top.id, welcome.go_on(lang));
    model.want(layer, intents);
    model.mark_dirty();
}
