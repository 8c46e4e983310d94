//! Queues input that arrives before the answer it depends on: several keys at once over a slow
//! line, or keys during a save on a slow disk. They wait in order and then act as if they had
//! come later, so no input is lost and no action hits a row that has just moved.

use super::send::send;
use super::{act, intents, paste, press};
use crate::app::Effect;
use crate::app::event::QueuedInput;
use crate::app::layer::Screen;
use crate::app::model::Model;
use crate::app::requests::{EffectRequest, Holds};
use crate::keymap::Keymap;
use crate::keymap::action::Action;
use crate::lang::app as say;

/// Maximum number of queued keys and pastes, far more than anybody types ahead. Further input is
/// dropped.
const MAX_QUEUED: usize = 4096;

/// Appends a key or paste to the queue, and runs what can run.
pub fn queue_input(
    model: &mut Model,
    keymap: &Keymap,
    input: QueuedInput,
) -> Vec<EffectRequest> {
    if model.queued.len() < MAX_QUEUED {
        model.queued.push_back(input);
    }
    let requests = run_queue(model, keymap);
    if !model.queued.is_empty() && is_saving(model) {
        model.message = Some(say::saving(model.lang));
        model.mark_dirty();
    }
    requests
}

/// Runs queued input up to the first that must wait.
pub fn run_queue(model: &mut Model, keymap: &Keymap) -> Vec<EffectRequest> {
    let mut requests = Vec::new();
    while !model.is_quitting
        && let Some(input) = model.queued.pop_front()
    {
        if must_wait(model, &input) {
            model.queued.push_front(input);
            break;
        }
        let effects = match input {
            QueuedInput::Key(key) => press(model, keymap, key),
            QueuedInput::Action(action) => act::act(model, keymap, action),
            QueuedInput::Paste(text) => paste(model, &text),
        };
        let effects: Vec<Effect> =
            effects.into_iter().chain(intents::run_wanted(model)).collect();
        // send now: the next key may have to wait for the answer
        requests.extend(send(model, effects));
    }
    requests
}

fn is_saving(model: &Model) -> bool {
    let form = model.top().filter(|top| matches!(top.screen, Screen::Form(_)));
    model.requests.hold(Holds::Actions)
        || form.is_some_and(|form| model.requests.hold_layer(form.id, Holds::Keys))
}

fn must_wait(model: &Model, input: &QueuedInput) -> bool {
    let Some(top) = model.top() else { return false };
    let held = |holds| model.requests.hold_layer(top.id, holds);
    if held(Holds::Keys) {
        return true;
    }
    let QueuedInput::Action(action) = input else { return false };
    if model.requests.hold(Holds::Opening) {
        return *action != Action::AppQuit;
    }
    if model.requests.hold(Holds::Actions) {
        return true;
    }
    top.screen.layer().waits_for(*action).is_some_and(held)
}

/// Sets in each form what it waits for; forms do not know the requests.
pub fn update_waiting_forms(model: &mut Model) {
    let requests = &model.requests;
    for layer in &mut model.stack {
        if let Screen::Form(form) = &mut layer.screen {
            let hold = |holds| requests.hold_layer(layer.id, holds);
            form.waits_for(hold(Holds::Keys), hold(Holds::Content), hold(Holds::Hits));
        }
    }
}
