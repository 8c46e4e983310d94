//! Runs an action, on the app or on the top layer.

use crate::app::Effect;
use crate::app::done_change::DoneChange;
use crate::app::intent::Intent;
use crate::app::layer::Screen;
use crate::app::layer::palette::Palette;
use crate::app::layer::reader::ReaderLayer;
use crate::app::model::Model;
use crate::app::update::changes::commit;
use crate::app::update::navigate::fetch_missing_rows;
use crate::app::update::{
    can, dialog, drafts, forms, import, lock, menus, navigate, prompt, review, sync, work,
};
use crate::keymap::Keymap;
use crate::keymap::action::{Action, ActionGroup};
use crate::lang::app as say;
use crate::record::Record;
use crate::text::compose::Telex;

pub fn act(model: &mut Model, keymap: &Keymap, action: Action) -> Vec<Effect> {
    let stops = action == Action::LayerClose && work::stops_here(model);
    let action = if stops { Action::WorkStop } else { action };
    if !can::can(model, action) {
        // say that the key has no effect, unless an answer has just set a message
        model.message = model.message.take().or_else(|| no_effect_text(model, keymap, action));
        model.mark_dirty();
        return Vec::new();
    }
    let here = already_here(model, keymap, action);
    if let Some(effects) = act_globally(model, keymap, action) {
        model.message = here.or(model.message.take());
        return effects;
    }
    act_on_top(model, action);
    Vec::new()
}

/// Runs an action on the top layer.
pub fn act_on_top(model: &mut Model, action: Action) {
    let mut ids = model.ids();
    let mut env = model.env(&mut ids);
    let Some(top) = model.stack.last_mut() else { return };
    let (layer, intents) = (top.id, top.screen.layer_mut().act(action, &mut env));
    model.put_ids(ids);
    model.want(layer, intents);
    model.mark_dirty();
}

/// The message for an action that opens the screen that is already shown.
fn already_here(model: &Model, keymap: &Keymap, action: Action) -> Option<String> {
    let lang = model.lang;
    let screen = match (action, &model.top()?.screen) {
        (Action::GoToday, Screen::Today(_)) => {
            return no_effect_text(model, keymap, Action::LayerClose);
        }
        (_, here) => {
            let opened = Screen::opened_by(action, &model.env(&mut model.ids()))?;
            if !opened.is_same(here) {
                return None;
            }
            opened.layer().title(model.programme, lang)
        }
    };
    Some(say::here_already(lang, &screen))
}

fn no_effect_text(model: &Model, keymap: &Keymap, action: Action) -> Option<String> {
    let spec = action.spec();
    Some(match (action, model.top().map(|top| &top.screen)) {
        (Action::LayerClose, Some(Screen::Today(_))) => {
            say::at_today(model.lang, &keymap.key_label(Action::AppQuit, &model.contexts()))
        }
        (Action::WorkStop, _) if model.work.is_some() => say::cannot_stop(model.lang),
        (Action::VisitNew, Some(here)) if can::is_unbegun_visit(model) => {
            say::here_already(model.lang, &here.layer().title(model.programme, model.lang))
        }
        _ if can::waits_for_work(model, action) => work::refusal(model),
        (Action::DeedUndo, _) if model.at_headquarters() => say::verdict_stays(model.lang),
        (Action::DeedUndo, _) => say::no_deed(model.lang),
        (Action::FormUndo, _) => say::nothing_to_undo(model.lang),
        (Action::FormRedo, _) => say::nothing_to_redo(model.lang),
        (Action::PickChoose, Some(Screen::Form(_))) => say::none_found(model.lang),
        _ if matches!(spec.group, ActionGroup::Move | ActionGroup::Typing) => return None,
        // a key pressed twice must not answer the question that the first press opened
        (_, Some(Screen::Ask(ask))) if ask.editor.is_none() => {
            let key = |action| keymap.key_label(action, &model.contexts());
            if ask.buttons.is_some() {
                let [choose, next, no] =
                    [Action::ConfirmChoose, Action::ConfirmNext, Action::ConfirmNo].map(key);
                return Some(say::choose_first(model.lang, &choose, &next, &no));
            }
            say::answer_first(model.lang, &key(Action::ConfirmYes), &key(Action::ConfirmNo))
        }
        (Action::RecordEdit, _)
            if selected_record(model).is_some_and(|record| !can::may_change(model, record)) =>
        {
            say::headquarters_own(model.lang)
        }
        (Action::RecordDelete | Action::RecordRestore, _)
            if selected_record(model).is_some_and(|record| !can::may_delete(model, record)) =>
        {
            say::headquarters_own(model.lang)
        }
        _ => say::not_here(model.lang, spec.words.long.get(model.lang)),
    })
}

fn selected_record(model: &Model) -> Option<&Record> {
    match &model.top()?.screen {
        Screen::List(list) => list.selected(),
        Screen::Page(page) => page.record.as_deref(),
        _ => None,
    }
}

/// Actions that mean the same on every layer; `None` for others.
fn act_globally(model: &mut Model, keymap: &Keymap, action: Action) -> Option<Vec<Effect>> {
    use Action::*;
    Some(match action {
        HelpOpen => {
            let reader = dialog::help(model, keymap);
            model.push(reader);
            Vec::new()
        }
        PaletteOpen => {
            let possible = |action| can::can(model, action);
            let behind = |action| can::can_below_dialogs(model, action);
            let waits = |action| can::waits_for_work(model, action);
            let lists = navigate::other_lists(model);
            let palette = Palette::new(possible, behind, waits, lists);
            model.push(palette);
            Vec::new()
        }
        LayerClose => close(model),
        WorkStop => work::stop(model),
        AppQuit => {
            let is_accepted = accepts(model, &model.quit_offer);
            let key = keymap.key_label(AppQuit, &model.contexts());
            let effects = work::leave(model, &key);
            model.quits_anyway = is_accepted && model.is_quitting;
            effects
        }
        AppNews => {
            let lines = dialog::messages(model);
            let reader =
                ReaderLayer::text(say::messages_title(model.lang), lines, model.size.0);
            model.push(reader);
            Vec::new()
        }
        AppOther => vec![Effect::OtherNotebook],
        AppLock => lock::lock(model, keymap),
        AppPassphrase => lock::menu(model),
        AppImport => {
            let kind = import::kind_in_view(model);
            prompt::ask(model, Intent::PlanImport(kind));
            Vec::new()
        }
        ImportUndo => vec![Effect::Batches],
        ScreenRedraw => {
            model.message = Some(say::redrawn(model.lang));
            model.mark_dirty();
            vec![Effect::Redraw]
        }
        TextTelex => {
            model.telex = if model.telex.is_some() { None } else { Some(Telex::new()) };
            model.message = Some(say::telex(model.lang, model.telex.is_some()));
            model.mark_dirty();
            Vec::new()
        }
        GoToday => navigate::today(model),
        GoIncomplete => vec![Effect::Incomplete],
        GoMatters => review::open_cases(model),
        GoTrash => menus::trash_menu(model),
        GoMore => menus::more_menu(model),
        SyncNow => sync::sync_now(model, false),
        SyncFiles => sync::sync_now(model, true),
        SyncBy => sync::ask_address(model),
        SyncDetails => vec![Effect::SyncDetails],
        VisitNew => forms::new_visit(model),
        FormDiscard => forms::discard(model, keymap),
        RecordDelete if can::drafts_row(model).is_some() => forms::discard(model, keymap),
        DeedUndo => undo_last_change(model),
        GoDiscarded => menus::discarded_menu(model),
        _ => {
            let screen = Screen::opened_by(action, &model.env(&mut model.ids()))?;
            navigate::open_main(model, screen)
        }
    })
}

fn close(model: &mut Model) -> Vec<Effect> {
    if matches!(model.screen(), Some(Screen::Form(_))) {
        act_on_top(model, Action::FormClose);
        return Vec::new();
    }
    if model.closed && model.stack.len() <= 2 {
        return work::leave_unopened(model);
    }
    if let Some(Screen::List(list)) = model.screen()
        && list.step_back()
    {
        return fetch_missing_rows(model);
    }
    if let Some(Screen::Audit(audit)) = model.screen()
        && audit.step_back()
    {
        model.mark_dirty();
        return Vec::new();
    }
    navigate::back(model)
}

/// Whether the last key answered this offer.
fn accepts(model: &Model, offer: &Option<String>) -> bool {
    offer.is_some() && model.answered == *offer
}

/// Undoes the last change.
fn undo_last_change(model: &mut Model) -> Vec<Effect> {
    match &model.deed {
        Some(DoneChange::Discarded(id)) => forms::restore_discarded(model, *id),
        Some(DoneChange::Imported(done)) => {
            let done = done.clone();
            // undoing an import changes many records: ask first, unless the offer is still shown
            if !accepts(model, &model.undo_offer) {
                prompt::ask(model, Intent::UndoImport(done));
                return Vec::new();
            }
            model.deed = None;
            work::start(model, Effect::UndoImport(done.batch))
        }
        Some(deed) => {
            let change = deed.inverse();
            change.map(|change| commit(model, vec![change])).unwrap_or_default()
        }
        None => match drafts::last_discarded(model) {
            Some(id) => forms::restore_discarded(model, id),
            None => Vec::new(),
        },
    }
}
