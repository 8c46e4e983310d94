//! Menus: their items and the intents behind them.

use crate::app::intent::Intent;
use crate::app::layer::Screen;
use crate::app::layer::menu::MenuLayer;
use crate::app::model::Model;
use crate::app::update::navigate::page_on_top;
use crate::app::update::prompt::ask;
use crate::app::update::{forms, narrow};
use crate::app::{Effect, done_change, title};
use crate::keymap::action::Action;
use crate::lang::{app as say, form, revise};
use crate::programme::role::KindRole;
use crate::programme::spec::Menu as Place;
use crate::record::{BatchDone, Draft, Id, KindNo, Reviewed};
use crate::text::format::moment_from_millis;

pub fn more_menu(model: &mut Model) -> Vec<Effect> {
    let lang = model.lang;
    let results = crate::lang::results::TITLE.get(lang).to_owned();
    let back = (say::to_own(lang), Intent::Act(Action::AppOther));
    let mut items: Vec<_> = model.is_demo().then_some(back).into_iter().collect();
    items.push((results, Intent::Act(Action::GoResults)));
    items.extend(kinds(model, &[Place::More], false));
    items.push((say::import_item(lang), Intent::Act(Action::AppImport)));
    items.push((say::trash_item(lang), Intent::Act(Action::GoTrash)));
    let discarded = model.drafts.iter().filter(|draft| draft.hidden).count();
    if discarded > 0 {
        let words = form::discarded_item(lang, discarded);
        items.push((words, Intent::Act(Action::GoDiscarded)));
    }
    let audit = crate::lang::audit::SCREEN.get(lang).to_owned();
    items.push((audit, Intent::Act(Action::GoAudit)));
    model.push(MenuLayer::new(say::more_title(lang), items));
    Vec::new()
}

/// Opens the menu of the last 30 days' imports; choosing one asks whether to undo it.
pub fn batches(model: &mut Model, batches: &[BatchDone]) -> Vec<Effect> {
    let lang = model.lang;
    if batches.is_empty() {
        model.message = Some(revise::no_batches(lang));
        model.mark_dirty();
        return Vec::new();
    }
    let choice = |done: &BatchDone| match done.undone {
        true => Intent::Dismiss,
        false => Intent::ask(Intent::UndoImport(done.clone())),
    };
    let items = batches.iter().map(|done| (done_change::line(done, lang), choice(done)));
    model.push(MenuLayer::new(revise::batches_title(lang), items.collect()));
    Vec::new()
}

/// Opens the menu of drafts discarded in the last 30 days; choosing one restores it.
pub fn discarded_menu(model: &mut Model) -> Vec<Effect> {
    let (lang, day) = (model.lang, model.today);
    let words = |draft: &Draft| {
        let what = title::draft(model.programme, draft, &model.titles, lang);
        format!("{what} · {}", moment_from_millis(draft.changed, day))
    };
    let hidden = model.drafts.iter().filter(|draft| draft.hidden);
    let items: Vec<_> = hidden.map(|d| (words(d), Intent::RestoreDraft(d.id))).collect();
    model.push(MenuLayer::new(form::discarded_title(lang), items));
    Vec::new()
}

pub fn trash_menu(model: &mut Model) -> Vec<Effect> {
    let items = kinds(model, &[Place::Front, Place::More], true);
    model.push(MenuLayer::new(say::trash_item(model.lang), items));
    Vec::new()
}

pub fn show_kinds(model: &mut Model, place: Place, deleted: bool) {
    let mut items = kinds(model, &[place], deleted);
    if place == Place::Reference && !deleted {
        items.push((revise::batches_item(model.lang), Intent::OpenBatches));
        items.push((say::shipped_item(model.lang), Intent::OpenBuiltinReference));
    }
    let title = match place {
        Place::Reference => say::reference_title(model.lang),
        _ => say::activities_title(model.lang),
    };
    model.push(MenuLayer::new(title, items));
}

/// Items for the lists of the kinds in these places; a submenu is one item.
fn kinds(model: &Model, places: &[Place], deleted: bool) -> Vec<(String, Intent)> {
    let mut items = Vec::new();
    for kind in &model.programme.kinds {
        let folded = match kind.menu {
            place if places.contains(&place) => {
                let words = kind.label.get(model.lang).to_string();
                (words, Intent::OpenList { kind: kind.no, deleted })
            }
            Place::Activities => (
                say::activities_item(model.lang),
                Intent::OpenFolded { place: Place::Activities, deleted },
            ),
            Place::Reference => (
                say::reference_item(model.lang),
                Intent::OpenFolded { place: Place::Reference, deleted },
            ),
            Place::Front | Place::More => continue,
        };
        let elsewhere =
            matches!(folded.1, Intent::OpenFolded { .. }) && !places.contains(&Place::More);
        if !elsewhere && !items.contains(&folded) {
            items.push(folded);
        }
    }
    items
}

pub fn linked_kinds(model: &mut Model, kind: KindNo) -> Vec<Effect> {
    let record = page_on_top(model).and_then(|page| page.record.clone());
    match model.programme.kind(kind).zip(record) {
        // an attachment begins with its file, which gives the first answers of the form
        Some((kind, record)) if kind.is(KindRole::File) => {
            ask(model, Intent::Attach(record.id));
            Vec::new()
        }
        Some((kind, record)) => forms::new_linked(model, kind, &record, Vec::new()),
        None => Vec::new(),
    }
}

/// Opens the list of incomplete records; asks for the kind when there are several.
pub fn incomplete(model: &mut Model, kinds: Vec<(KindNo, usize)>) -> Vec<Effect> {
    let (programme, lang) = (model.programme, model.lang);
    let first = programme.with_role(KindRole::Home).map(|kind| kind.no);
    if let Some(kind) = kinds.first().map(|(kind, _)| *kind).or(first)
        && kinds.len() < 2
    {
        return narrow::incomplete(model, kind);
    }
    let item = |(no, n): (KindNo, usize)| {
        let name = programme.kind(no)?.label.get(lang);
        Some((format!("{name} ({n})"), Intent::OpenIncomplete(no)))
    };
    let items = kinds.into_iter().filter_map(item).collect();
    model.push(MenuLayer::new(say::incomplete_only(lang), items));
    Vec::new()
}

/// Opens the menu of officers to filter the list by.
pub fn officers(model: &mut Model, officers: Vec<(Id, String)>) -> Vec<Effect> {
    if matches!(model.screen(), Some(Screen::List(_))) {
        let items =
            officers.into_iter().map(|(id, name)| (name, Intent::FilterOfficer(id))).collect();
        model.push(MenuLayer::new(say::by_officer(model.lang), items));
    }
    Vec::new()
}

/// Opens the menu of kinds with records that were sent back.
pub fn returned(model: &mut Model, kinds: Vec<KindNo>) {
    let item = |no: KindNo| {
        let name = model.programme.kind(no)?.label.get(model.lang).to_owned();
        Some((name, Intent::OpenReturned(vec![no])))
    };
    let items = kinds.into_iter().filter_map(item).collect();
    let title = title::reviewed(model.lang, Reviewed::SentBack);
    model.push(MenuLayer::new(title, items));
}

/// Opens the start menu of the first run.
pub fn first_menu(model: &mut Model) {
    let lang = model.lang;
    let establishment = model.programme.with_role(KindRole::Home).map(|k| k.no);
    let imported = establishment.unwrap_or_default();
    let mut items = vec![
        (say::road_import(lang), Intent::ask(Intent::PlanImport(imported))),
        (say::road_demo(lang), Intent::ask(Intent::MakeSamples)),
    ];
    items.extend(establishment.map(|kind| (say::road_first(lang), Intent::NewRecord(kind))));
    items.push((say::road_empty(lang), Intent::Dismiss));
    model.push(MenuLayer::new(say::road_title(lang), items));
}
