//! `(model, event) -> effects`: dispatch only; each sort of thing has its own file.

mod act;
mod can;
pub mod cases;
mod changes;
mod dialog;
mod done;
mod drafts;
mod forms;
mod go;
mod import;
mod intents;
mod links;
mod menus;
mod narrow;
pub(crate) mod prompt;
mod results;
pub mod review;
mod send;
mod sync;
mod typing;
mod wait;
mod welcome;
mod work;

pub use crate::app::model::QueuedInput;
pub use crate::app::model::Work;
pub use can::{can, drafts_row, needed_most};
pub use work::stops_here;

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

/// One event, in order. The keymap and the top layer turn a key into an action; where one types,
/// an unbound character is text.
pub fn step(model: &mut Model, keymap: &Keymap, event: Event) -> Vec<EffectRequest> {
    model.now = event.at;
    if model.today != event.today {
        model.today = event.today;
        model.touch();
    }
    let requests = happen(model, keymap, event.what);
    wait::tell_forms(model);
    requests
}

/// Before the first event: the notebook is opened.
pub fn open(model: &mut Model) -> Vec<EffectRequest> {
    send::send(model, vec![Effect::Open { take_over: false }])
}

fn happen(model: &mut Model, keymap: &Keymap, what: EventKind) -> Vec<EffectRequest> {
    let effects = match what {
        EventKind::Key(key) => return wait::take(model, keymap, QueuedInput::Key(key)),
        EventKind::Paste(text) => return wait::take(model, keymap, QueuedInput::Paste(text)),
        EventKind::Resize(columns, rows) => {
            model.size = (columns, rows);
            go::rebuild_today(model, keymap);
            resized(model)
        }
        EventKind::Focus(true) => Vec::new(),
        EventKind::Focus(false) | EventKind::Due => drafts::save_draft(model),
        EventKind::Hangup => {
            let mut effects = drafts::save_draft(model);
            effects.push(Effect::Quit);
            (model.leaving, model.hung_up) = (true, true);
            effects
        }
        EventKind::Notice(done) => done::done(model, keymap, done),
        EventKind::Answer(id, outcome) => done::answered(model, keymap, id, outcome),
    };
    let effects: Vec<Effect> = effects.into_iter().chain(intents::run_wanted(model)).collect();
    let mut requests = send::send(model, effects);
    // before what was typed ahead: it may speak of a wait that has just ended
    wait::tell_forms(model);
    requests.extend(wait::go_on(model, keymap));
    requests
}

/// What a key means; an action goes to the front of what is to be done.
fn press(model: &mut Model, keymap: &Keymap, key: Key) -> Vec<Effect> {
    let said = model.message.take();
    model.undo_offered = said.is_some() && said == model.undo_offer;
    if said.is_some() {
        model.touch();
    }
    let contexts = model.contexts();
    let waited = model.pending.len();
    let found = keymap.feed(&contexts, &mut model.pending, key);
    if model.pending.len() != waited {
        model.touch();
    }
    match found {
        KeyMeaning::Action(action) => {
            model.act_next(action);
            Vec::new()
        }
        KeyMeaning::Typed(c) => typed(model, c),
        // A terminal or a slow line glued Esc to the next key.
        KeyMeaning::EscThen(rest) => {
            model.ahead.push_front(QueuedInput::Key(rest));
            press(model, keymap, Key::ESC)
        }
        // A letter on a field that is picked from opens its list, narrowed.
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

/// A key that does nothing here says so, and what it does elsewhere.
fn unbound(model: &mut Model, keymap: &Keymap, key: Key) -> Vec<Effect> {
    let (lang, label) = (model.lang, key.label());
    model.message = Some(match keymap.anywhere(key) {
        Some(action) => say::key_elsewhere(lang, &label, action.spec().words.long.get(lang)),
        None => {
            let help = keymap.shown(Action::HelpOpen, &model.contexts());
            say::key_unbound(lang, &label, &help)
        }
    });
    model.touch();
    Vec::new()
}

/// A typed character, through the Telex of the program where it is on.
fn typed(model: &mut Model, c: char) -> Vec<Effect> {
    let mut telex = model.telex.take();
    let edit = telex.as_mut().and_then(|telex| compose(model, telex, c));
    model.telex = telex;
    let Some((back, insert)) = edit else { return type_char(model, c) };
    if matches!(model.screen(), Some(Screen::Form(_))) {
        forms::compose(model, back, &insert);
        return Vec::new();
    }
    let mut effects = Vec::new();
    for _ in 0..back {
        effects.extend(typing::delete_back(model));
    }
    for c in insert.chars() {
        effects.extend(type_char(model, c));
    }
    effects
}

fn compose(model: &mut Model, telex: &mut Telex, c: char) -> Option<(usize, String)> {
    let before = match model.screen()? {
        Screen::Ask(ask) if ask.then.takes_path() => return None,
        Screen::Form(form) => form.editor()?.text_before_cursor().to_string(),
        other => other.editor()?.text_before_cursor().to_string(),
    };
    let edit = telex.feed(c, &before);
    Some((edit.delete_back, edit.insert))
}

fn type_char(model: &mut Model, c: char) -> Vec<Effect> {
    if matches!(model.screen(), Some(Screen::Form(_))) {
        forms::typed(model, c);
        return Vec::new();
    }
    let Some(editor) = model.screen().and_then(Screen::editor) else { return Vec::new() };
    editor.insert(c);
    typing::edited(model)
}

fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    if matches!(model.screen(), Some(Screen::Form(_))) {
        forms::paste(model, text);
        return Vec::new();
    }
    let Some(editor) = model.screen().and_then(Screen::editor) else { return Vec::new() };
    editor.paste(text, false);
    typing::edited(model)
}

/// Another size: the cursor of every layer stays in view, pages are laid out anew.
fn resized(model: &mut Model) -> Vec<Effect> {
    model.touch();
    let (height, body) = (model.list_height(), model.body_height());
    let columns = model.size.0;
    let (programme, lang, width) = (model.programme, model.lang, usize::from(columns));
    let (scene, figures) = (model.page_scene(), results::height(model));
    let mut lists = Vec::new();
    for layer in &mut model.stack {
        let id = layer.id;
        match &mut layer.screen {
            Screen::List(list) => {
                list.follow(height);
                lists.push(id);
            }
            Screen::Today(today) => today.lines.follow(body),
            Screen::Results(results) => results.step(0, figures),
            Screen::Page(page) => {
                page.build(&scene);
                page.lines.follow(height);
            }
            Screen::Reader(reader) => {
                reader.fit(columns);
                reader.scroll(0, height);
            }
            Screen::Form(form) => form.follow(height, width, programme, lang),
            _ => {}
        }
    }
    sync::rebuild(model);
    for layer in &mut model.stack {
        if let Screen::Sync(sync) = &mut layer.screen {
            sync.lines.follow(body);
        }
    }
    lists.into_iter().filter_map(|list| go::missing_rows(model, list)).collect()
}
