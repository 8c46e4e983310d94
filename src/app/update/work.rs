//! Long work: one at a time, with its progress shown; the officer can cancel it.

use crate::app::Effect;
use crate::app::layer::Screen;
use crate::app::model::Model;
use crate::app::update::drafts;
use crate::app::work::Work;
use crate::lang::app as say;

pub fn start(model: &mut Model, effect: Effect) -> Vec<Effect> {
    if model.work.is_some() {
        model.message = Some(refusal(model));
        model.mark_dirty();
        return Vec::new();
    }
    let layer = model.top().map(|top| top.id).unwrap_or_default();
    let words = say::working(model.lang);
    // an import that is undone in part could not be undone again
    let can_stop = !matches!(effect, Effect::UndoImport(_));
    model.work = Some(Work { layer, words, can_stop, stopping: false, has_warned: false });
    model.mark_dirty();
    vec![effect]
}

/// Why nothing is done: one long work at a time.
pub fn refusal(model: &Model) -> String {
    say::wait_for_work(model.lang)
}

/// The work has ended. Restarts the idle time before locking, so that the result can be read.
pub fn ended(model: &mut Model) {
    (model.work, model.last_input) = (None, model.now);
}

pub fn progress(model: &mut Model, words: String) {
    if let Some(work) = model.work.as_mut().filter(|work| !work.stopping) {
        work.words = words;
        model.mark_dirty();
    }
}

pub fn stop(model: &mut Model) -> Vec<Effect> {
    let words = say::stopping(model.lang);
    let Some(work) = model.work.as_mut().filter(|work| work.can_stop && !work.stopping) else {
        return Vec::new();
    };
    (work.stopping, work.words) = (true, words);
    model.mark_dirty();
    vec![Effect::Cancel]
}

/// Whether the key that closes a layer cancels the work instead: on the layer where it was
/// started, and where there is nothing to close.
pub fn stops_here(model: &Model) -> bool {
    model.work.as_ref().is_some_and(|work| work.can_stop) && is_stopped_here(model)
}

/// Whether the key would cancel the work here, but the work cannot be cancelled.
pub fn goes_on_here(model: &Model) -> bool {
    model.work.as_ref().is_some_and(|work| !work.can_stop) && is_stopped_here(model)
}

fn is_stopped_here(model: &Model) -> bool {
    let (Some(work), Some(top)) = (&model.work, model.top()) else { return false };
    let searched = match &top.screen {
        Screen::List(list) => list.search.is_some(),
        Screen::Audit(audit) => audit.search.is_some(),
        _ => false,
    };
    let dialog = top.screen.is_dialog() && top.id != work.layer;
    let typed = dialog || matches!(top.screen, Screen::Form(_));
    // closing a main screen would lose nothing
    let nothing_to_close = model.stack.len() <= 2;
    !work.stopping && !searched && !typed && (top.id == work.layer || nothing_to_close)
}

/// The first quit warns about unfinished work, the second cancels it.
pub fn leave(model: &mut Model, key: &str) -> Vec<Effect> {
    match &mut model.work {
        Some(work) if !work.has_warned => {
            work.has_warned = true;
            model.message = Some(match work.can_stop {
                true => say::still_working(model.lang, key),
                false => say::still_working_on(model.lang, key),
            });
            model.mark_dirty();
            drafts::save_draft(model)
        }
        _ => {
            let mut effects = stop(model);
            effects.extend(quit(model));
            effects
        }
    }
}

/// Quits after writing all drafts.
pub fn quit(model: &mut Model) -> Vec<Effect> {
    model.is_quitting = true;
    let mut effects = drafts::save_draft(model);
    effects.push(Effect::Quit);
    effects
}

/// Leaves a notebook that did not open: for the one that was left for it, if there is one.
pub fn leave_unopened(model: &mut Model) -> Vec<Effect> {
    model.next = model.previous.take();
    quit(model)
}
