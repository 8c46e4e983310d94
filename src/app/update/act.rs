//! What an action does, by the layer on top.

use crate::app::Effect;
use crate::app::deed::Deed;
use crate::app::intent::{Intent, IntentInput};
use crate::app::layer::Screen;
use crate::app::layer::menu::MenuLayer;
use crate::app::layer::palette::Palette;
use crate::app::layer::reader::ReaderLayer;
use crate::app::lines::ScreenLines;
use crate::app::lines::movement;
use crate::app::model::Model;
use crate::app::update::changes::commit;
use crate::app::update::go::asked_list;
use crate::app::update::typing::text_action;
use crate::app::update::{
    can, dialog, drafts, forms, go, import, menus, prompt, results, review, sync, welcome, work,
};
use crate::keymap::Keymap;
use crate::keymap::action::{Action, ActionGroup};
use crate::lang::app as say;
use crate::programme::check;
use crate::record::{Change, Id, Record, Sort, Value};
use crate::text::compose::Telex;

pub fn act(model: &mut Model, keymap: &Keymap, action: Action) -> Vec<Effect> {
    let stops = action == Action::LayerClose && work::stops_here(model);
    let action = if stops { Action::WorkStop } else { action };
    if !can::can(model, action) {
        // no key is pressed in vain without a word; what an answer has just said goes before it
        model.message = model.message.take().or_else(|| in_vain(model, keymap, action));
        model.touch();
        return Vec::new();
    }
    let here = is_here(model, keymap, action);
    if let Some(effects) = everywhere(model, keymap, action) {
        model.message = here.or(model.message.take());
        return effects;
    }
    match model.screen() {
        Some(Screen::Form(_)) => {
            forms::act(model, action);
            Vec::new()
        }
        Some(Screen::List(_)) => on_list(model, action),
        Some(Screen::Page(_)) => on_page(model, action),
        Some(Screen::Today(_)) => on_today(model, action),
        Some(Screen::Sync(_)) => sync::on_sync(model, action),
        Some(Screen::Results(_)) => results::act(model, action),
        Some(Screen::Import(_)) => import::act(model, action),
        Some(Screen::Reader(_)) => dialog::on_reader(model, action),
        Some(Screen::Menu(_)) => menus::on_menu(model, action),
        Some(Screen::Ask(_)) => dialog::on_ask(model, action),
        Some(Screen::Palette(_)) => dialog::on_palette(model, action),
        Some(Screen::Welcome(_)) => welcome::on_welcome(model, action),
        None => Vec::new(),
    }
}

/// What is said where an action leads to the screen that is seen already.
fn is_here(model: &Model, keymap: &Keymap, action: Action) -> Option<String> {
    let lang = model.lang;
    let screen = match (action, &model.top()?.screen) {
        (Action::GoToday, Screen::Today(_)) => {
            return in_vain(model, keymap, Action::LayerClose);
        }
        (Action::GoResults, Screen::Results(_)) => {
            crate::lang::results::SCREEN.get(lang).into()
        }
        (Action::GoSync, Screen::Sync(_)) => crate::lang::standing::title(lang),
        (_, Screen::List(list)) => {
            let kind = model.programme.kind(list.query.kind)?;
            if go::kind_of(action) != Some(&kind.id) || list.query.deleted {
                return None;
            }
            kind.short.get(lang).into()
        }
        (Action::VisitNew, Screen::Form(form)) => {
            let kind = form.spec(model.programme)?;
            if kind.id != "visit" || form.draft.edits.is_some() {
                return None;
            }
            say::title_new(lang, kind.short.get(lang))
        }
        _ => return None,
    };
    Some(say::here_already(lang, &screen))
}

fn in_vain(model: &Model, keymap: &Keymap, action: Action) -> Option<String> {
    let spec = action.spec();
    Some(match (action, model.top().map(|top| &top.screen)) {
        (Action::LayerClose, Some(Screen::Today(_))) => {
            say::at_today(model.lang, &keymap.shown(Action::AppQuit, &model.contexts()))
        }
        (Action::DeedUndo, _) if model.at_headquarters() => say::verdict_stays(model.lang),
        (Action::DeedUndo, _) => say::no_deed(model.lang),
        (Action::PickChoose, Some(Screen::Form(_))) => say::none_found(model.lang),
        _ if matches!(spec.group, ActionGroup::Move | ActionGroup::Typing) => return None,
        // a key that is pressed twice answers no question
        (_, Some(Screen::Ask(ask))) if ask.editor.is_none() => {
            let key = |action| keymap.shown(action, &model.contexts());
            say::answer_first(model.lang, &key(Action::ConfirmYes), &key(Action::ConfirmNo))
        }
        (Action::RecordEdit, _)
            if record_here(model).is_some_and(|record| !can::may_change(model, record)) =>
        {
            say::headquarters_own(model.lang)
        }
        (Action::RecordDelete | Action::RecordRestore, _)
            if record_here(model).is_some_and(|record| !can::may_delete(model, record)) =>
        {
            say::headquarters_own(model.lang)
        }
        _ => say::not_here(model.lang, spec.words.long.get(model.lang)),
    })
}

fn record_here(model: &Model) -> Option<&Record> {
    match &model.top()?.screen {
        Screen::List(list) => list.selected(),
        Screen::Page(page) => page.record.as_deref(),
        _ => None,
    }
}

/// Actions that mean the same on every layer.
fn everywhere(model: &mut Model, keymap: &Keymap, action: Action) -> Option<Vec<Effect>> {
    use Action::*;
    Some(match action {
        HelpOpen => {
            let reader = dialog::help(model, keymap);
            model.push(Screen::Reader(reader));
            Vec::new()
        }
        PaletteOpen => {
            let possible = |action| can::can(model, action);
            let behind = |action| can::can_behind(model, action);
            let palette = Palette::new(possible, behind, go::other_lists(model));
            model.push(Screen::Palette(palette));
            Vec::new()
        }
        LayerClose => close(model),
        WorkStop => work::stop(model),
        AppQuit => {
            let key = keymap.shown(AppQuit, &model.contexts());
            work::leave(model, &key)
        }
        AppNews => {
            let lines = std::mem::take(&mut model.news);
            let reader = ReaderLayer::text(say::news(model.lang), lines, model.size.0);
            model.push(Screen::Reader(reader));
            Vec::new()
        }
        AppOther => vec![Effect::OtherNotebook],
        AppImport => {
            prompt::ask(model, Intent::PlanImport);
            Vec::new()
        }
        ImportUndo => vec![Effect::Batches],
        ScreenRedraw => {
            model.message = Some(say::redrawn(model.lang));
            model.touch();
            vec![Effect::Redraw]
        }
        TextTelex => {
            model.telex = if model.telex.is_some() { None } else { Some(Telex::new()) };
            model.message = Some(say::telex(model.lang, model.telex.is_some()));
            model.touch();
            Vec::new()
        }
        GoToday => go::today(model),
        GoIncomplete => vec![Effect::Incomplete],
        GoMatters => review::matters(model),
        GoTrash => menus::trash_menu(model),
        GoMore => menus::more_menu(model),
        GoResults => results::open(model),
        GoSync => sync::open(model),
        SyncNow => sync::now(model, false),
        SyncFiles => sync::now(model, true),
        SyncBy => sync::by(model),
        SyncDetails => vec![Effect::SyncDetails],
        VisitNew => forms::new_visit(model),
        FormDiscard => forms::discard(model, keymap),
        RecordDelete if can::drafts_row(model).is_some() => forms::discard(model, keymap),
        DeedUndo => undo_deed(model),
        GoDiscarded => menus::discarded_menu(model),
        _ => return go::kind_of(action).map(|kind| go::list_of(model, kind)),
    })
}

fn close(model: &mut Model) -> Vec<Effect> {
    if matches!(model.screen(), Some(Screen::Form(_))) {
        forms::act(model, Action::FormClose);
        return Vec::new();
    }
    if model.closed && model.stack.len() <= 2 {
        return work::quit(model);
    }
    if let Some(Screen::List(list)) = model.screen()
        && list.step_back()
    {
        return asked_list(model);
    }
    go::back(model)
}

fn on_today(model: &mut Model, action: Action) -> Vec<Effect> {
    let height = model.body_height();
    let Some(Screen::Today(today)) = model.screen() else { return Vec::new() };
    if movement(&mut today.lines, action, height) {
        model.touch();
        return Vec::new();
    }
    let target = today.lines.target().cloned();
    match (action, target) {
        (Action::ListOpen, Some(target)) => {
            model.want_on_top(target, IntentInput::default());
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn on_list(model: &mut Model, action: Action) -> Vec<Effect> {
    use Action::*;
    let (height, lang) = (model.list_height(), model.lang);
    let Some(Screen::List(list)) = model.screen() else { return Vec::new() };
    match action {
        ListUp => list.step(-1, height),
        ListDown => list.step(1, height),
        ListPageUp => list.page(-1, height),
        ListPageDown => list.page(1, height),
        ListFirst => list.to(0, height),
        ListLast => list.to(usize::MAX, height),
        ListSearch => list.search = Some(crate::text::edit::Editor::new(&list.query.text)),
        ListExport => {
            let kind = list.query.kind;
            prompt::ask(model, Intent::Export(kind));
            return Vec::new();
        }
        ListTrash => {
            list.query.deleted = !list.query.deleted;
            list.restart();
        }
        ListOpen => {
            let id = list.selected().map(|r| r.id);
            return id.map(|id| go::page(model, id)).unwrap_or_default();
        }
        RecordNew => {
            let kind = list.query.kind;
            return forms::new_record(model, kind, Vec::new());
        }
        SearchDone | FieldDone => list.search = None,
        RecordEdit | RecordDelete | RecordHistory => return on_selected(model, action),
        RecordRestore => {
            let change = list.selected().map(|r| Change::Restore { id: r.id, base: r.head });
            return change.map(|c| commit(model, vec![c])).unwrap_or_default();
        }
        ListSort => {
            let sorts = [Sort::Title, Sort::Newest, Sort::Oldest];
            let items = sorts.map(|s| (say::sort(lang, s as usize), Intent::Sort(s)));
            model.push(Screen::Menu(MenuLayer::new(say::sort_title(lang), items.into())));
            return Vec::new();
        }
        ListFilter => return menus::filter_menu(model),
        _ => return text_action(model, action),
    }
    model.touch();
    asked_list(model)
}

/// What a record's page offers, from its row in a list.
fn on_selected(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(Screen::List(list)) = model.screen() else { return Vec::new() };
    let titles = list.titles.clone();
    let Some(record) = list.selected().cloned() else { return Vec::new() };
    match action {
        Action::RecordEdit => forms::edit_record(model, Box::new(record), titles, None),
        Action::RecordDelete => delete(model, record.id, record.head),
        _ => history(record.id),
    }
}

fn on_page(model: &mut Model, action: Action) -> Vec<Effect> {
    use Action::*;
    let height = model.list_height();
    let Some(Screen::Page(page)) = model.screen() else { return Vec::new() };
    if movement(&mut page.lines, action, height) {
        model.touch();
        return Vec::new();
    }
    let target = page.lines.target().cloned();
    let Some(record) = page.record.clone() else { return Vec::new() };
    match action {
        ListOpen => {
            if let Some(target) = target {
                model.want_on_top(target, IntentInput::default());
            }
            Vec::new()
        }
        PageNextTab | PagePrevTab => {
            let way = if action == PageNextTab { 1 } else { -1 };
            if !next_group(&mut page.lines, way, height) {
                model.message = Some(say::no_more_parts(model.lang));
            }
            model.touch();
            Vec::new()
        }
        RecordEdit => {
            // an incomplete record opens where the first answer is missing
            let kind = model.programme.kind(record.kind);
            let lacking = |kind| check::incomplete(model.programme, kind, &record.fields);
            let at = match target {
                Some(Intent::EditField(no)) if !kind.is_some_and(lacking) => Some(no),
                _ => None,
            };
            forms::edit(model, at)
        }
        RecordNew => menus::add_menu(model),
        RecordTask => forms::new_linked(model, "task", &record, Vec::new()),
        RecordModel => forms::new_linked(model, "model", &record, Vec::new()),
        RecordMeasure => forms::new_linked(model, "measurement", &record, Vec::new()),
        ReviewApprove => review::approve(model, &record),
        ReviewReturn => review::send_back(model, &record, target),
        ReviewAssign => review::assign(model, &record),
        MatterFirst | MatterSecond | MatterBase | MatterEdit => {
            review::settle(model, record, action)
        }
        RecordLock => {
            let Some(lock) = model.programme.kind(record.kind).and_then(|k| k.lock.clone())
            else {
                return Vec::new();
            };
            let set = vec![(lock.field, Some(Value::Choice(lock.is)))];
            let patch = Change::Patch { id: record.id, base: record.head, set };
            prompt::ask(model, Intent::Commit(vec![patch]));
            Vec::new()
        }
        RecordPrint => {
            prompt::ask(model, Intent::Print(record.id));
            Vec::new()
        }
        RecordDelete => delete(model, record.id, record.head),
        FileTakeOut => {
            prompt::ask(model, Intent::SaveAttachment(record.id));
            Vec::new()
        }
        RecordRestore => {
            commit(model, vec![Change::Restore { id: record.id, base: record.head }])
        }
        RecordHistory => history(record.id),
        _ => Vec::new(),
    }
}

/// Takes back what was done last.
fn undo_deed(model: &mut Model) -> Vec<Effect> {
    match &model.deed {
        Some(Deed::Discarded(id)) => forms::restore_discarded(model, *id),
        Some(Deed::Imported(done)) => {
            let done = done.clone();
            // many records go: at once only as long as the screen offers just that
            if !model.undo_offered {
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
        None => match drafts::discarded_before(model) {
            Some(id) => forms::restore_discarded(model, id),
            None => Vec::new(),
        },
    }
}

/// Asks, once it is known what points at the record.
fn delete(model: &Model, id: Id, base: u64) -> Vec<Effect> {
    let Some(layer) = model.top().map(|top| top.id) else { return Vec::new() };
    vec![Effect::Hanging { layer, id, base }]
}

fn history(id: Id) -> Vec<Effect> {
    vec![Effect::History { id }]
}

/// To the first line behind the next (or before the last) heading; says whether there is one.
fn next_group(lines: &mut ScreenLines, way: isize, height: usize) -> bool {
    use crate::app::lines::LineShape;
    let heading = |at: usize| matches!(lines.items[at].shape, LineShape::Heading(_));
    let count = lines.items.len();
    let found = if way > 0 {
        (lines.at + 1..count).find(|at| heading(*at))
    } else {
        let here = (0..lines.at).rev().find(|at| heading(*at)).unwrap_or(0);
        (0..here).rev().find(|at| heading(*at)).or(Some(0))
    };
    let was = (lines.at, lines.top);
    if let Some(at) = found {
        lines.at = at;
        lines.top = at.min(count.saturating_sub(height));
        if lines.target().is_none() {
            let top = lines.top;
            lines.step(1, height);
            lines.top = top.max((lines.at + 1).saturating_sub(height));
        }
    }
    was != (lines.at, lines.top)
}
