//! Locking the notebook, and changes of its passphrase.

use crate::app::Effect;
use crate::app::event::WorkerAnswer;
use crate::app::intent::{Intent, PassphraseTask};
use crate::app::layer::Screen;
use crate::app::layer::menu::MenuLayer;
use crate::app::layer::passphrase::PassphraseLayer;
use crate::app::model::Model;
use crate::app::update::work;
use crate::keymap::{Action, Keymap};
use crate::lang::{passphrase as words, recovery};

/// Locks on the officer's key. While work is running, the first press only warns.
pub fn lock(model: &mut Model, keymap: &Keymap) -> Vec<Effect> {
    let key = |action| keymap.key_label(action, &model.contexts());
    if !model.has_passphrase {
        model.message = Some(words::none_to_lock(model.lang, &key(Action::PaletteOpen)));
        model.mark_dirty();
        return Vec::new();
    }
    let key = key(Action::AppLock);
    let effects = work::leave(model, &key);
    model.locks = model.is_quitting;
    if let Some(work) = model.work.as_ref().filter(|_| !model.locks) {
        model.message = Some(match work.can_stop {
            true => words::still_working(model.lang, &key),
            false => words::still_working_on(model.lang, &key),
        });
    }
    effects
}

/// Locks if the time without input is over; `None` if it is not. Never while work is running.
pub fn lock_when_idle(model: &mut Model) -> Option<Vec<Effect>> {
    if model.lock_deadline().is_none_or(|due| model.now < due) {
        return None;
    }
    model.last_input = model.now;
    model.locks = true;
    Some(work::quit(model))
}

pub fn opened(model: &mut Model, has_passphrase: bool) {
    (model.has_passphrase, model.last_input) = (has_passphrase, model.now);
    drop_typed_ahead(model);
}

/// Drops input typed while a passphrase was checked: it may be the passphrase again, and the next
/// screen would show it.
fn drop_typed_ahead(model: &mut Model) {
    if matches!(model.screen(), Some(Screen::Passphrase(_))) {
        model.queued.clear();
    }
}

/// Whether text is typed into a prompt: no draft stores it.
pub fn has_typed_answer(model: &Model) -> bool {
    model.stack.iter().any(|layer| match &layer.screen {
        Screen::Ask(ask) => ask.editor.as_ref().is_some_and(|text| !text.text().is_empty()),
        _ => false,
    })
}

/// Handles answers about the passphrase.
pub fn answer(model: &mut Model, done: WorkerAnswer) -> Vec<Effect> {
    match done {
        WorkerAnswer::Locked(fault) => ask_to_unlock(model, fault),
        WorkerAnswer::PassphraseSet { has_passphrase, text, recovery_by } => {
            was_set(model, has_passphrase, text);
            if let Some(hq) = recovery_by {
                offer_recovery(model, recovery::title_offer(model.lang, &hq));
            }
        }
        WorkerAnswer::PassphraseRefused(text) => refused(model, text),
        _ => {}
    }
    Vec::new()
}

/// Opens the passphrase prompt, or resets it with `fault`, the error of the last try.
fn ask_to_unlock(model: &mut Model, fault: Option<String>) {
    match (model.screen(), fault) {
        (Some(Screen::Passphrase(layer)), Some(fault)) => layer.refuse(fault),
        (_, fault) => {
            model.stack.clear();
            let mut layer = PassphraseLayer::new(PassphraseTask::Unlock);
            layer.fault = fault;
            model.push(layer);
        }
    }
    model.mark_dirty();
}

/// Opens the menu of passphrase changes.
pub fn menu(model: &mut Model) -> Vec<Effect> {
    let lang = model.lang;
    let ask = |task| Intent::AskPassphrase(task);
    let items = match model.has_passphrase {
        true => vec![
            (words::item_change(lang), ask(PassphraseTask::Change)),
            (words::item_remove(lang), ask(PassphraseTask::Remove)),
        ]
        .into_iter()
        .chain(recovery_item(model))
        .collect(),
        false => vec![(words::item_set(lang), ask(PassphraseTask::Set))],
    };
    model.push(MenuLayer::new(words::item(lang), items));
    Vec::new()
}

/// Recovery goes through headquarters, so only officers' notebooks offer it.
fn recovery_item(model: &Model) -> Option<(String, Intent)> {
    let item = (recovery::item(model.lang), Intent::AskRecovery);
    (!model.at_headquarters()).then_some(item)
}

pub fn ask_recovery(model: &mut Model) {
    offer_recovery(model, recovery::item(model.lang));
}

/// Off is the first item, so that a key typed ahead does not switch recovery on.
fn offer_recovery(model: &mut Model, title: String) {
    let lang = model.lang;
    let items = vec![
        (recovery::item_off(lang), Intent::SetRecovery(false)),
        (recovery::item_on(lang), Intent::SetRecovery(true)),
    ];
    model.push(MenuLayer::new(title, items));
}

pub fn ask(model: &mut Model, task: PassphraseTask) {
    model.push(PassphraseLayer::new(task));
}

fn refused(model: &mut Model, text: String) {
    match model.screen() {
        Some(Screen::Passphrase(layer)) => layer.refuse(text),
        _ => model.message = Some(text),
    }
    model.mark_dirty();
}

fn was_set(model: &mut Model, has_passphrase: bool, text: String) {
    model.has_passphrase = has_passphrase;
    drop_typed_ahead(model);
    if matches!(model.screen(), Some(Screen::Passphrase(_))) {
        model.pop();
    }
    model.message = Some(text);
    model.mark_dirty();
}
