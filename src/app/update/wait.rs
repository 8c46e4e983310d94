//! Keys that come before the answer they speak of. Over a slow line several arrive at once; on a
//! slow disk they come while a record is being saved. They wait, in order, and then each does
//! what it would have done had it come later: nothing typed is dropped, and nothing is done to a
//! row that has just changed its place.

use super::{act, can, paste, press};
use crate::app::Effect;
use crate::app::event::LayerId;
use crate::app::layer::Screen;
use crate::app::model::Model;
use crate::keymap::Keymap;
use crate::keymap::action::{Action, Group};
use crate::keymap::key::Key;
use crate::lang::app as say;

/// Far beyond what anybody types ahead; a stream without end takes no more memory than this.
const LIMIT: usize = 4096;

#[derive(Clone, Debug)]
pub enum Ahead {
    Key(Key),
    /// what a key means has been found; only the answer is missing
    Action(Action),
    Paste(String),
}

/// One more key or paste, behind those that wait.
pub fn take(model: &mut Model, keymap: &Keymap, input: Ahead) -> Vec<Effect> {
    if model.ahead.len() < LIMIT {
        model.ahead.push_back(input);
    }
    let effects = go_on(model, keymap);
    if !model.ahead.is_empty() && is_saving(model) {
        model.message = Some(say::saving(model.lang));
        model.touch();
    }
    effects
}

/// Does what need not wait (any more).
pub fn go_on(model: &mut Model, keymap: &Keymap) -> Vec<Effect> {
    let mut effects = Vec::new();
    while !model.leaving
        && let Some(input) = model.ahead.pop_front()
    {
        if must_wait(model, &input) {
            model.ahead.push_front(input);
            break;
        }
        effects.extend(match input {
            Ahead::Key(key) => press(model, keymap, key),
            Ahead::Action(action) => act::act(model, keymap, action),
            Ahead::Paste(text) => paste(model, &text),
        });
    }
    effects
}

/// Something failed: nothing waits for its answer any more. Without a layer nobody knows whose
/// answer it was; a form always says which it waits for.
pub fn stop(model: &mut Model, layer: Option<LayerId>) {
    model.awaited = false;
    for there in model.stack.iter_mut().filter(|l| layer.is_none_or(|id| l.id == id)) {
        match &mut there.screen {
            Screen::Welcome(welcome) => welcome.waiting = false,
            Screen::Today(today) => today.waiting = false,
            Screen::List(list) => list.waiting = false,
            Screen::Page(page) => page.waiting = false,
            Screen::Results(results) => results.waiting = false,
            Screen::Form(form) if layer.is_some() => form.stop_waiting(),
            _ => {}
        }
    }
}

fn is_saving(model: &Model) -> bool {
    model.awaited
        || matches!(model.top().map(|l| &l.screen), Some(Screen::Form(f)) if f.is_saving())
}

fn must_wait(model: &Model, input: &Ahead) -> bool {
    let Some(top) = model.top() else { return false };
    let Ahead::Action(action) = input else {
        return match &top.screen {
            Screen::Form(form) => form.is_saving(),
            Screen::Welcome(welcome) => welcome.waiting,
            _ => false,
        };
    };
    if model.opening {
        return *action != Action::AppQuit;
    }
    if model.awaited || must_wait(model, &Ahead::Paste(String::new())) {
        return true;
    }
    match &top.screen {
        Screen::Today(today) => today.waiting && of_rows(*action),
        Screen::List(list) => list.lacks_answer() && of_rows(*action),
        Screen::Page(page) => page.waiting && of_rows(*action),
        Screen::Results(results) => results.waiting && of_rows(*action),
        Screen::Form(form) => form.is_searching() && of_hits(*action),
        _ => false,
    }
}

/// Actions on what a screen shows; the others mean the same whatever it shows.
fn of_rows(action: Action) -> bool {
    use Action::*;
    can::moves(action)
        || matches!(action, VisitNew | FormDiscard | ListOpen | ResultsParts)
        || action.spec().group == Group::Record
}

fn of_hits(action: Action) -> bool {
    use Action::*;
    matches!(action, PickChoose | PickToggle | PickUp | PickDown | PickPageUp | PickPageDown)
}
