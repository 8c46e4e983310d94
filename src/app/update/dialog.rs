//! What keys do in questions, in the palette and in help.

use crate::app::Effect;
use crate::app::layer::Screen;
use crate::app::layer::ask::{Ask, Then};
use crate::app::layer::reader::{ReaderLayer, ReaderLine};
use crate::app::model::Model;
use crate::app::update::changes::commit;
use crate::app::update::prompt::close_prompt;
use crate::app::update::typing::text_action;
use crate::app::update::{can, forms, go, import, menus, sync, work};
use crate::keymap::action::Action;
use crate::keymap::{BindingSource, Keymap};
use crate::lang::app as say;
use crate::programme::duties;
use crate::record::{Change, Listing};
use crate::text::path::Given;

pub fn on_ask(model: &mut Model, action: Action) -> Vec<Effect> {
    use Action::*;
    let Some(Screen::Ask(ask)) = model.screen() else { return Vec::new() };
    match action {
        ConfirmNext => ask.yes = !ask.yes,
        ConfirmNo => return no(model),
        ConfirmYes => {
            if matches!(ask.then, Then::WriteFile { .. }) {
                ask.yes = false;
            }
            return yes(model);
        }
        // With a text, Enter is the yes: it cannot be given by accident on an empty line.
        ConfirmChoose if ask.editor.as_ref().is_some_and(|e| !e.text().trim().is_empty()) => {
            return yes(model);
        }
        ConfirmChoose if ask.editor.is_some() => {
            model.message = Some(say::write_first(model.lang));
        }
        ConfirmChoose if ask.yes || ask.buttons.is_some() => return yes(model),
        ConfirmChoose => return no(model),
        _ => return text_action(model, action),
    }
    model.touch();
    Vec::new()
}

/// Without the notebook there is nothing to stay for.
pub fn no(model: &mut Model) -> Vec<Effect> {
    match model.screen() {
        Some(Screen::Ask(ask)) if ask.then == Then::TakeOver => work::quit(model),
        Some(Screen::Ask(Ask { then: Then::ImportDoubles(preview), .. }))
            if preview.entering > 0 =>
        {
            let listing = preview.listing.clone();
            close_prompt(model);
            enter_list(model, listing, false)
        }
        _ => go::back(model),
    }
}

/// From the preview. What was looked at has been done: it cannot be done twice from there.
fn enter_list(model: &mut Model, listing: Listing, duplicates: bool) -> Vec<Effect> {
    model.pop();
    // it waited there for another path, as long as nothing entered
    if matches!(model.screen(), Some(Screen::Ask(Ask { then: Then::PlanImport, .. }))) {
        model.pop();
    }
    go::leave_menu(model);
    work::start(model, Effect::Import { listing, duplicates })
}

pub fn yes(model: &mut Model) -> Vec<Effect> {
    let Some(Screen::Ask(ask)) = model.screen() else { return Vec::new() };
    let (then, second) = (ask.then.clone(), ask.yes);
    let text = ask.editor.as_ref().map(|e| e.text().trim().to_string());
    if text.as_ref().is_some_and(String::is_empty) {
        model.message = Some(say::write_first(model.lang));
        model.touch();
        return Vec::new();
    }
    let text = text.unwrap_or_default();
    let typed = Given::Typed(text.clone());
    close_prompt(model);
    match then {
        Then::Delete { id, base } => {
            commit(model, vec![Change::Delete { id, base, reason: text }])
        }
        Then::Commit(changes) => commit(model, changes),
        Then::CommitBecause { layer, changes, ends_draft } => {
            vec![Effect::CommitBecause { layer, changes, ends_draft, reason: text }]
        }
        Then::TakeOver => vec![Effect::Open { take_over: true }],
        Then::PlanImport => import::plan(model, typed),
        Then::Problems(listing) => {
            work::start(model, Effect::Problems { listing, path: typed, overwrite: false })
        }
        Then::Export(kind) => {
            work::start(model, Effect::Export { kind, path: typed, overwrite: false })
        }
        Then::Report(asked) => {
            work::start(model, Effect::Report { asked, path: typed, overwrite: false })
        }
        Then::Print(id) => {
            work::start(model, Effect::Print { id, path: typed, overwrite: false })
        }
        Then::Import(preview) if !preview.doubles.is_empty() => {
            crate::app::update::prompt::ask(model, Then::ImportDoubles(preview));
            Vec::new()
        }
        Then::Import(preview) => enter_list(model, preview.listing, false),
        Then::ImportDoubles(preview) => enter_list(model, preview.listing, true),
        Then::Demo => {
            go::leave_menu(model);
            work::start(model, Effect::Demo { establishments: 200, visits: 300 })
        }
        Then::UndoImport(done) => {
            go::leave_menu(model);
            match model.work {
                None => work::start(model, Effect::UndoImport(done.batch)),
                Some(_) => Vec::new(),
            }
        }
        Then::SyncBy => sync::start(model, text, false),
        Then::TaskOf(visit) => forms::task_of(model, visit),
        Then::Attach(parent) => {
            let layer = model.top().map(|l| l.id).unwrap_or_default();
            vec![Effect::TakeIn { layer, parent, path: typed }]
        }
        Then::TakeOut(id) => vec![Effect::TakeOut { id, path: typed, overwrite: false }],
        Then::WriteFile { effect, path, free } => {
            let file = if second { path } else { free };
            let effect = effect.written_as(Given::Exact(file), second);
            match effect {
                Effect::TakeOut { .. } => vec![effect],
                long => work::start(model, long),
            }
        }
        Then::ReportsOf(honour) => {
            let (mut ids, now) = (model.ids(), model.now);
            let made = (0..duties::MOST).map(|_| ids.next(now)).collect();
            model.put_ids(ids);
            vec![Effect::OweReports { honour, ids: made }]
        }
    }
}

pub fn help(model: &Model, keymap: &Keymap) -> ReaderLayer {
    let lang = model.lang;
    let mut lines = Vec::new();
    for (heading, rows) in keymap.help(&model.contexts(), |action| can(model, action), lang) {
        lines.push(ReaderLine::Heading(heading.get(lang).to_string()));
        lines.extend(rows.into_iter().map(|row| {
            let keys: Vec<&str> = row.keys.iter().map(|(key, _)| key.as_str()).collect();
            let own = row
                .keys
                .iter()
                .map(|(_, source)| *source)
                .find(|s| *s != BindingSource::Default);
            ReaderLine::Keys {
                keys: keys.join(", "),
                words: row.words.to_string(),
                source: own.map(|s| s.words(lang).to_string()).unwrap_or_default(),
            }
        }));
    }
    lines.push(ReaderLine::Heading(say::font_heading(lang)));
    lines.push(ReaderLine::Text(say::font_card(lang)));
    ReaderLayer { title: say::help_title(lang), lines, ..ReaderLayer::default() }
}

pub fn on_reader(model: &mut Model, action: Action) -> Vec<Effect> {
    use Action::*;
    let height = model.list_height();
    let page = height.saturating_sub(1).max(1) as isize;
    let Some(Screen::Reader(reader)) = model.screen() else { return Vec::new() };
    match action {
        ScrollUp => reader.scroll(-1, height),
        ScrollDown => reader.scroll(1, height),
        ScrollPageUp => reader.scroll(-page, height),
        ScrollPageDown => reader.scroll(page, height),
        ScrollFirst => reader.scroll(isize::MIN / 2, height),
        ScrollLast => reader.scroll(isize::MAX / 2, height),
        _ => return Vec::new(),
    }
    model.touch();
    Vec::new()
}

pub fn on_palette(model: &mut Model, action: Action) -> Vec<Effect> {
    use Action::*;
    let lang = model.lang;
    let Some(Screen::Palette(palette)) = model.screen() else { return Vec::new() };
    match action {
        MenuUp | PickUp => palette.step(-1, lang),
        MenuDown | PickDown => palette.step(1, lang),
        PickPageUp => palette.step(-10, lang),
        PickPageDown => palette.step(10, lang),
        PickCancel => return go::back(model),
        MenuChoose | PickChoose => {
            let picked = palette.chosen(lang);
            model.pop();
            return picked
                .map_or_else(Vec::new, |(words, choice)| menus::chosen(model, words, choice));
        }
        _ => return text_action(model, action),
    }
    model.touch();
    Vec::new()
}
