//! `(model, event) -> effects`: dispatch only; the handlers are in the files of this folder.

mod act;
mod answers;
mod can;
mod changes;
mod committed;
mod dialog;
mod drafts;
mod forms;
mod import;
mod input_queue;
mod intents;
mod lock;
mod menus;
mod narrow;
mod navigate;
pub(crate) mod prompt;
mod results;
pub mod review;
mod send;
mod sync;
mod typing;
mod undo;
mod welcome;
mod work;

pub use crate::app::event::QueuedInput;
pub use crate::app::work::Work;
pub use can::{can, drafts_row};
pub use lock::has_typed_answer;
pub use work::{goes_on_here, stops_here};

use crate::app::Effect;
use crate::app::event::{Event, EventKind};
use crate::app::layer::Screen;
use crate::app::model::Model;
use crate::app::requests::EffectRequest;
use crate::keymap::action::Action;
use crate::keymap::key::Key;
use crate::keymap::{KeyMeaning, Keymap};
use crate::lang::app as say;
use crate::text::compose::Telex;
use crate::text::edit::LONGEST_PASTE;

/// How many messages are kept.
const MAX_SAID: usize = 50;

/// Handles one event. The keymap turns a key into an action for the top layer; in a text an
/// unbound character is inserted.
pub fn step(model: &mut Model, keymap: &Keymap, event: Event) -> Vec<EffectRequest> {
    model.now = event.at;
    note_message(model);
    let is_new_day = std::mem::replace(&mut model.today, event.today) != event.today;
    if is_new_day {
        model.mark_dirty();
    }
    // if the clock was set back, the idle time must not grow by that
    model.last_input = model.last_input.min(model.now);
    let is_input = matches!(event.what, EventKind::Key(_) | EventKind::Paste(_));
    let wakes = is_input || matches!(event.what, EventKind::Due);
    let mut requests = match wakes.then(|| lock::lock_when_idle(model)).flatten() {
        // locked, for example by the first key after the machine slept: that key is dropped
        Some(effects) => send::send(model, effects),
        None => {
            if is_input {
                model.last_input = model.now;
            }
            handle(model, keymap, event.what)
        }
    };
    // the rows that are due or overdue depend on the day
    if is_new_day && model.open && !model.is_quitting {
        let effects = navigate::refresh_after_arrivals(model);
        requests.extend(send::send(model, effects));
    }
    input_queue::update_waiting_forms(model);
    requests
}

/// Keeps the message that is on the screen, so that it can be read whole after it has gone.
fn note_message(model: &mut Model) {
    let is_new =
        |m: &&String| model.said.back() != Some(m) && model.progress.as_ref() != Some(m);
    if let Some(message) = model.message.as_ref().filter(is_new) {
        model.said.push_back(message.clone());
        let surplus = model.said.len().saturating_sub(MAX_SAID);
        model.said.drain(..surplus);
    }
}

/// Opens the notebook; called before the first event.
pub fn open(model: &mut Model) -> Vec<EffectRequest> {
    send::send(model, vec![Effect::Open { take_over: false }])
}

fn handle(model: &mut Model, keymap: &Keymap, what: EventKind) -> Vec<EffectRequest> {
    let effects = match what {
        EventKind::Key(key) => {
            return input_queue::queue_input(model, keymap, QueuedInput::Key(key));
        }
        EventKind::Paste(text) => {
            return input_queue::queue_input(model, keymap, QueuedInput::Paste(text));
        }
        EventKind::Resize(columns, rows) => {
            model.size = (columns, rows);
            navigate::rebuild_today(model, keymap);
            resized(model)
        }
        EventKind::Focus(true) => Vec::new(),
        EventKind::Focus(false) | EventKind::Due => drafts::save_draft(model),
        EventKind::Hangup => {
            let mut effects = drafts::save_draft(model);
            effects.push(Effect::Quit);
            (model.is_quitting, model.line_lost) = (true, true);
            effects
        }
        EventKind::Notice(done) => answers::take_answer(model, keymap, None, done),
        EventKind::Answer(id, outcome) => answers::end_request(model, keymap, id, outcome),
    };
    let effects: Vec<Effect> = effects.into_iter().chain(intents::run_wanted(model)).collect();
    let mut requests = send::send(model, effects);
    // before the queue runs: queued input may depend on a wait that has just ended
    input_queue::update_waiting_forms(model);
    requests.extend(input_queue::run_queue(model, keymap));
    requests
}

/// Looks up a key; its action is queued first.
fn press(model: &mut Model, keymap: &Keymap, key: Key) -> Vec<Effect> {
    model.answered = model.message.take();
    if model.answered.is_some() {
        model.mark_dirty();
    }
    let contexts = model.contexts();
    let waited = model.pending.len();
    let found = keymap.feed(&contexts, &mut model.pending, key);
    if model.pending.len() != waited {
        model.mark_dirty();
    }
    match found {
        KeyMeaning::Action(action) => {
            model.queue_action(action);
            Vec::new()
        }
        KeyMeaning::Typed(c) => typed(model, c),
        // Esc and the next key arrived together and were decoded as one key
        KeyMeaning::EscThen(rest) => {
            model.queued.push_front(QueuedInput::Key(rest));
            press(model, keymap, Key::ESC)
        }
        // in a form a typed letter opens the list or editor of the field
        KeyMeaning::None if matches!(model.screen(), Some(Screen::Form(_))) => {
            match key.typed() {
                Some(c) => typed(model, c),
                None => unbound(model, keymap, key),
            }
        }
        KeyMeaning::None => unbound(model, keymap, key),
        KeyMeaning::Prefix | KeyMeaning::Dropped => Vec::new(),
    }
}

/// Shows that a key is unbound here, and what it does elsewhere.
fn unbound(model: &mut Model, keymap: &Keymap, key: Key) -> Vec<Effect> {
    let (lang, label) = (model.lang, key.label());
    model.message = Some(match keymap.anywhere(key) {
        Some(action) => say::key_elsewhere(lang, &label, action.spec().words.long.get(lang)),
        None => {
            let help = keymap.key_label(Action::HelpOpen, &model.contexts());
            say::key_unbound(lang, &label, &help)
        }
    });
    model.mark_dirty();
    Vec::new()
}

/// Inserts a typed character, through the program's Telex if it is on.
fn typed(model: &mut Model, c: char) -> Vec<Effect> {
    let mut telex = model.telex.take();
    let edit = telex.as_mut().and_then(|telex| compose(model, telex, c));
    model.telex = telex;
    let Some((back, insert)) = edit else { return type_char(model, c) };
    if matches!(model.screen(), Some(Screen::Form(_))) {
        forms::compose(model, back, &insert);
        return Vec::new();
    }
    for _ in 0..back {
        typing::delete_back(model);
    }
    insert.chars().flat_map(|c| type_char(model, c)).collect()
}

fn compose(model: &mut Model, telex: &mut Telex, c: char) -> Option<(usize, String)> {
    let before = match model.screen()? {
        Screen::Ask(ask) if ask.then.takes_path() => return None,
        other => other.layer_mut().editor()?.text_before_cursor().to_string(),
    };
    let edit = telex.feed(c, &before);
    Some((edit.delete_back, edit.insert))
}

fn type_char(model: &mut Model, c: char) -> Vec<Effect> {
    if matches!(model.screen(), Some(Screen::Form(_))) {
        forms::typed(model, c);
        return Vec::new();
    }
    if !typing::insert_secret(model, c.encode_utf8(&mut [0; 4])) {
        typing::insert(model, |editor| editor.insert(c));
    }
    Vec::new()
}

fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    let is_form = matches!(model.screen(), Some(Screen::Form(_)));
    if is_form {
        forms::paste(model, text);
    } else if typing::insert_secret(model, text) {
        return Vec::new();
    } else {
        typing::insert(model, |editor| editor.paste(text, false));
    }
    let has_editor = |screen: &mut Screen| screen.layer_mut().editor().is_some();
    if text.len() > LONGEST_PASTE && model.screen().is_some_and(has_editor) {
        model.message = Some(say::paste_cut(model.lang, LONGEST_PASTE.div_ceil(1 << 20)));
        model.mark_dirty();
    }
    Vec::new()
}

/// The screen has another size: lays out again and keeps every cursor in view.
fn resized(model: &mut Model) -> Vec<Effect> {
    navigate::rebuild_pages(model);
    navigate::rebuild_sync(model);
    let mut ids = model.ids();
    let env = model.env(&mut ids);
    for layer in &mut model.stack {
        layer.screen.layer_mut().resize(&env);
    }
    let layers: Vec<_> = model.stack.iter().map(|layer| layer.id).collect();
    let mut effects = navigate::missing_trends(model);
    effects.extend(layers.into_iter().filter_map(|layer| navigate::missing_rows(model, layer)));
    effects
}
