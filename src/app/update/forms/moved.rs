//! Takes the answer to the question since when an establishment is in its commune.

use super::{top, with_form};
use crate::app::form::read_since;
use crate::app::layer::Screen;
use crate::app::model::Model;
use crate::lang::moved as say;
use crate::record::Date;

/// Continues the save of the form on top.
pub fn place_since(model: &mut Model, day: Date) {
    let layer = top(model);
    with_form(model, layer, |form, env| form.take_since(day, env));
}

/// Continues the save with a typed day; an invalid day leaves the menu open.
pub fn place_since_typed(model: &mut Model, text: &str) {
    let Some(day) = read_since(text, model.today) else {
        model.message = Some(say::no_such_day(model.lang));
        return;
    };
    if matches!(model.screen(), Some(Screen::Menu(_))) {
        model.pop();
    }
    place_since(model, day);
}
