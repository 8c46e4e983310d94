//! Which actions are possible now; the only source for update, hint bar and palette.

use crate::app::done_change::DoneChange;
use crate::app::env::Env;
use crate::app::layer::{Screen, StackedLayer};
use crate::app::model::Model;
use crate::app::update::drafts;
use crate::keymap::action::{Action, ActionGroup};
use crate::programme::role::KindRole;
use crate::record::{Id, Record};

pub fn can(model: &Model, action: Action) -> bool {
    let idle = model.work.is_none();
    model.top().is_some_and(|top| can_on(model, &top.screen, action, idle))
}

/// Whether only the long work that is running prevents the action.
pub fn waits_for_work(model: &Model, action: Action) -> bool {
    let would = |top: &StackedLayer| can_on(model, &top.screen, action, true);
    model.work.is_some() && !can(model, action) && model.top().is_some_and(would)
}

/// Whether the action is possible after the dialogs on top are closed.
pub fn can_below_dialogs(model: &Model, action: Action) -> bool {
    let below = model.stack.iter().rev().find(|layer| !layer.screen.is_dialog());
    below.is_some_and(|layer| can_on(model, &layer.screen, action, model.work.is_none()))
}

/// `idle`: no long work runs.
fn can_on(model: &Model, screen: &Screen, action: Action, idle: bool) -> bool {
    use Action::*;
    match action {
        HelpOpen | AppQuit | ScreenRedraw | TextTelex | PaletteOpen => true,
        VisitNew | AppImport if !model.open || screen.is_dialog() => false,
        _ if action.spec().group == ActionGroup::Go => {
            model.open && !screen.is_dialog() && leads_somewhere(model, action)
        }
        // the same key starts the import of a preview, also while one of its remarks is on top
        VisitNew => !is_previewed(model) && !is_unbegun_visit(model),
        // one long work at a time
        ImportUndo => model.open && idle && !screen.is_dialog(),
        AppImport => idle,
        WorkStop => model.work.as_ref().is_some_and(|work| work.can_stop),
        AppOther => {
            let resting = model.open && idle && !screen.is_dialog();
            resting && !model.at_headquarters()
        }
        SyncNow | SyncFiles | SyncBy => {
            let enrolled = model.sync.standing.as_ref().is_some_and(|s| s.hq.is_some());
            enrolled && idle && !screen.is_dialog()
        }
        SyncDetails => model.sync.standing.is_some() && !screen.is_dialog(),
        AppLock => model.open,
        AppPassphrase => {
            let typed = matches!(screen, Screen::Form(_) | Screen::Passphrase(_));
            model.open && !typed && !screen.is_dialog()
        }
        AppNews => !model.news.is_empty() || !model.said.is_empty(),
        DeedUndo => {
            let resting = !screen.is_dialog() && !matches!(screen, Screen::Form(_));
            let undone = |deed: &DoneChange| match deed {
                DoneChange::Imported(_) => idle,
                deed => deed.is_undone_by_key(),
            };
            let deed = model.deed.as_ref();
            resting && deed.map_or_else(|| drafts::last_discarded(model).is_some(), undone)
        }
        LayerClose => model.stack.len() > 1,
        _ => {
            let mut ids = model.ids();
            screen.layer().can(action, &Env { is_working: !idle, ..model.env(&mut ids) })
        }
    }
}

fn leads_somewhere(model: &Model, action: Action) -> bool {
    match action {
        Action::GoDiscarded => model.drafts.iter().any(|draft| draft.hidden),
        Action::GoMatters => model.at_headquarters(),
        _ => true,
    }
}

/// Whether the form of a new visit is on top and nothing was entered in it.
pub fn is_unbegun_visit(model: &Model) -> bool {
    let Some(Screen::Form(form)) = model.top().map(|top| &top.screen) else { return false };
    let kind = form.content.spec(model.programme);
    let is_new = form.content.draft.edits.is_none() && !form.content.is_worth_keeping();
    is_new && kind.is_some_and(|kind| kind.is(KindRole::Visit))
}

fn is_previewed(model: &Model) -> bool {
    model.stack.iter().any(|layer| matches!(layer.screen, Screen::Import(_)))
}

/// The draft under the cursor on the first screen.
pub fn drafts_row(model: &Model) -> Option<Id> {
    match &model.top()?.screen {
        Screen::Today(today) => today.draft(),
        _ => None,
    }
}

pub fn may_change(model: &Model, record: &Record) -> bool {
    model.env(&mut model.ids()).may_change(record)
}

/// Whether the user may delete the record or restore it.
pub fn may_delete(model: &Model, record: &Record) -> bool {
    model.env(&mut model.ids()).may_delete(record)
}
