//! What keys do in dialogs: questions, menus, the palette, help, the first run.

use crate::app::Effect;
use crate::app::layer::Screen;
use crate::app::layer::ask::{Ask, Then};
use crate::app::layer::menu::{Choice, Menu};
use crate::app::layer::reader::{Reader, ReaderLine};
use crate::app::layer::welcome;
use crate::app::model::Model;
use crate::app::shipped;
use crate::app::update::act::{act, asked_list, commit, leave, page_on_top, text_action};
use crate::app::update::{forms, go, results, work};
use crate::indicators::words;
use crate::keymap::action::Action;
use crate::keymap::{Keymap, Source};
use crate::lang::app as say;
use crate::programme::duties;
use crate::programme::spec::{Menu as Place, Type};
use crate::record::{Change, KindNo};

/// The kind whose records stand for a file.
pub const ATTACHMENT: &str = "attachment";

pub fn filter_menu(model: &mut Model) -> Vec<Effect> {
    let (programme, lang) = (model.programme, model.lang);
    let Some(Screen::List(list)) = model.screen() else { return Vec::new() };
    let Some(kind) = programme.kind(list.query.kind) else { return Vec::new() };
    let mut items = vec![
        (say::all_records(lang), Choice::Filter(None)),
        (say::incomplete_only(lang), Choice::Incomplete),
    ];
    for field in kind.list.filter.iter().filter_map(|no| kind.field(*no)) {
        let label = field.label.get(lang);
        match &field.ty {
            Type::Choice(list) | Type::Many(list) => {
                let choices = programme.list(list).map(|l| l.choices.as_slice()).unwrap_or(&[]);
                items.extend(choices.iter().map(|c| {
                    let words = format!("{label}: {}", c.label.get(lang));
                    (words, Choice::Filter(Some((field.no, c.id.clone()))))
                }));
            }
            Type::YesNo => items.extend([true, false].map(|yes| {
                let words = format!("{label}: {}", say::yes_no(lang, yes));
                (words, Choice::Filter(Some((field.no, yes.to_string()))))
            })),
            _ => {}
        }
    }
    model.push(Screen::Menu(Menu::new(say::filter_title(lang), items)));
    Vec::new()
}

pub fn ask(model: &mut Model, then: Then) {
    let lang = model.lang;
    let screen = match &then {
        Then::Delete { .. } => {
            Ask::with_text(say::ask_delete(lang), say::ask_delete_detail(lang), then)
        }
        Then::Commit(_) => Ask::yes_no(say::ask_lock(lang), say::ask_lock_detail(lang), then),
        Then::DiscardDraft(_) => {
            Ask::yes_no(say::ask_discard(lang), say::ask_discard_detail(lang), then)
        }
        Then::TakeOver => Ask::yes_no(say::ask_take_over(lang), String::new(), then),
        Then::PlanImport => {
            Ask::with_text(say::ask_import(lang), say::ask_import_detail(lang), then)
        }
        Then::Export(_) => {
            Ask::with_text(say::ask_export(lang), say::ask_export_detail(lang), then)
        }
        Then::Report(asked) => {
            let figures = words::headline(asked, lang);
            Ask::with_text(say::ask_report(lang), say::ask_report_detail(lang, &figures), then)
        }
        Then::Print(_) => {
            Ask::with_text(say::ask_print(lang), say::ask_print_detail(lang), then)
        }
        Then::Import(_) => Ask::yes_no(say::ask_import_go(lang), String::new(), then),
        Then::Demo => Ask::yes_no(say::ask_demo(lang), say::ask_demo_detail(lang), then),
        Then::TaskOf(_) => Ask::yes_no(say::ask_task(lang), String::new(), then),
        Then::Attach(_) => {
            Ask::with_text(say::ask_attach(lang), say::ask_attach_detail(lang), then)
        }
        Then::TakeOut(_) => {
            Ask::with_text(say::ask_take_out(lang), say::ask_take_out_detail(lang), then)
        }
        Then::ReportsOf(_) => {
            Ask::yes_no(say::ask_reports(lang), say::ask_reports_detail(lang), then)
        }
    };
    model.push(Screen::Ask(screen));
}

pub fn on_ask(model: &mut Model, action: Action) -> Vec<Effect> {
    use Action::*;
    let Some(Screen::Ask(ask)) = model.screen() else { return Vec::new() };
    match action {
        ConfirmNext => ask.yes = !ask.yes,
        ConfirmNo => return no(model),
        ConfirmYes => return yes(model),
        // With a text, Enter is the yes: it cannot be given by accident on an empty line.
        ConfirmChoose if ask.editor.as_ref().is_some_and(|e| !e.text().trim().is_empty()) => {
            return yes(model);
        }
        ConfirmChoose if ask.editor.is_some() => {}
        ConfirmChoose if ask.yes => return yes(model),
        ConfirmChoose => return no(model),
        _ => return text_action(model, action),
    }
    model.touch();
    Vec::new()
}

/// Without the notebook there is nothing to stay for.
pub fn no(model: &mut Model) -> Vec<Effect> {
    match model.screen() {
        Some(Screen::Ask(ask)) if ask.then == Then::TakeOver => leave(model),
        _ => go::back(model),
    }
}

pub fn yes(model: &mut Model) -> Vec<Effect> {
    let Some(Screen::Ask(ask)) = model.screen() else { return Vec::new() };
    let then = ask.then.clone();
    let text = ask.editor.as_ref().map(|e| e.text().trim().to_string());
    if text.as_ref().is_some_and(String::is_empty) {
        return Vec::new();
    }
    let text = text.unwrap_or_default();
    model.pop();
    match then {
        Then::Delete { id, base } => {
            commit(model, vec![Change::Delete { id, base, reason: text }])
        }
        Then::Commit(changes) => commit(model, changes),
        Then::DiscardDraft(id) => {
            if matches!(model.screen(), Some(Screen::Form(_))) {
                model.pop();
            }
            model.drafts.retain(|d| d.id != id);
            vec![Effect::HideDraft(id), Effect::Today]
        }
        Then::TakeOver => {
            model.opening = true;
            vec![Effect::Open { take_over: true }]
        }
        Then::PlanImport => work::start(model, Effect::PlanImport { path: text }),
        Then::Export(kind) => work::start(model, Effect::Export { kind, path: text }),
        Then::Report(asked) => work::start(model, Effect::Report { asked, path: text }),
        Then::Print(id) => work::start(model, Effect::Print { id, path: text }),
        Then::Import(path) => work::start(model, Effect::Import { path }),
        Then::Demo => work::start(model, Effect::Demo { establishments: 200, visits: 300 }),
        Then::TaskOf(visit) => forms::task_of(model, visit),
        Then::Attach(parent) => {
            let layer = model.top().map(|l| l.id).unwrap_or_default();
            vec![Effect::TakeIn { layer, parent, path: text }]
        }
        Then::TakeOut(id) => vec![Effect::TakeOut { id, path: text }],
        Then::ReportsOf(honour) => {
            let (mut ids, now) = (model.ids(), model.now);
            let made = (0..duties::MOST).map(|_| ids.next(now)).collect();
            model.put_ids(ids);
            vec![Effect::OweReports { honour, ids: made }]
        }
    }
}

pub fn more_menu(model: &mut Model) -> Vec<Effect> {
    let lang = model.lang;
    let results = crate::lang::results::TITLE.get(lang).to_owned();
    let mut items = vec![(results, Choice::Do(Action::GoResults))];
    items.extend(kinds(model, &[Place::More], false));
    items.push((say::import_item(lang), Choice::Do(Action::AppImport)));
    items.push((say::trash_item(lang), Choice::Do(Action::GoTrash)));
    model.push(Screen::Menu(Menu::new(say::more_title(lang), items)));
    Vec::new()
}

pub fn trash_menu(model: &mut Model) -> Vec<Effect> {
    let items = kinds(model, &[Place::Front, Place::More], true);
    model.push(Screen::Menu(Menu::new(say::trash_item(model.lang), items)));
    Vec::new()
}

fn folded_menu(model: &mut Model, place: Place, deleted: bool) -> Vec<Effect> {
    let mut items = kinds(model, &[place], deleted);
    if place == Place::Reference && !deleted {
        items.push((say::shipped_item(model.lang), Choice::Shipped));
    }
    let title = match place {
        Place::Reference => say::reference_title(model.lang),
        _ => say::activities_title(model.lang),
    };
    model.push(Screen::Menu(Menu::new(title, items)));
    Vec::new()
}

/// The lists of the kinds that stand in these places; those folded away elsewhere are one line.
fn kinds(model: &Model, places: &[Place], deleted: bool) -> Vec<(String, Choice)> {
    let mut items = Vec::new();
    for kind in &model.programme.kinds {
        let folded = match kind.menu {
            place if places.contains(&place) => {
                let words = kind.label.get(model.lang).to_string();
                (words, Choice::List { kind: kind.no, deleted })
            }
            Place::Activities => (
                say::activities_item(model.lang),
                Choice::Folded { place: Place::Activities, deleted },
            ),
            Place::Reference => (
                say::reference_item(model.lang),
                Choice::Folded { place: Place::Reference, deleted },
            ),
            Place::Front | Place::More => continue,
        };
        let elsewhere =
            matches!(folded.1, Choice::Folded { .. }) && !places.contains(&Place::More);
        if !elsewhere && !items.contains(&folded) {
            items.push(folded);
        }
    }
    items
}

/// What can be added to the record on the page: whatever links to it. One sort needs no menu.
pub fn add_menu(model: &mut Model) -> Vec<Effect> {
    let Some(page) = page_on_top(model) else { return Vec::new() };
    let Some(of) = page.record.as_ref().map(|r| r.kind) else { return Vec::new() };
    let lang = model.lang;
    let items: Vec<_> = forms::linking(model, of)
        .map(|k| (k.label.get(lang).to_string(), Choice::Linked(k.no)))
        .collect();
    if let [(_, Choice::Linked(kind))] = items.as_slice() {
        return linked(model, *kind);
    }
    model.push(Screen::Menu(Menu::new(say::add_title(lang), items)));
    Vec::new()
}

fn linked(model: &mut Model, kind: KindNo) -> Vec<Effect> {
    let record = page_on_top(model).and_then(|page| page.record.clone());
    let kind = model.programme.kind(kind).map(|k| k.id.as_str());
    match kind.zip(record) {
        // a file first: the questions about it come with its own answers
        Some((ATTACHMENT, record)) => {
            ask(model, Then::Attach(record.id));
            Vec::new()
        }
        Some((kind, record)) => forms::new_linked(model, kind, &record),
        None => Vec::new(),
    }
}

pub fn on_menu(model: &mut Model, keymap: &Keymap, action: Action) -> Vec<Effect> {
    let Some(Screen::Menu(menu)) = model.screen() else { return Vec::new() };
    match action {
        Action::MenuUp => menu.step(-1),
        Action::MenuDown => menu.step(1),
        Action::MenuChoose => return choose(model, keymap),
        _ => return Vec::new(),
    }
    model.touch();
    Vec::new()
}

pub fn choose(model: &mut Model, keymap: &Keymap) -> Vec<Effect> {
    let Some(Screen::Menu(menu)) = model.screen() else { return Vec::new() };
    let Some((words, choice)) = menu.items.get(menu.at).cloned() else { return Vec::new() };
    model.pop();
    chosen(model, keymap, words, choice)
}

fn chosen(model: &mut Model, keymap: &Keymap, words: String, choice: Choice) -> Vec<Effect> {
    match choice {
        Choice::Do(action) => act(model, keymap, action),
        Choice::List { kind, deleted } => go::list(model, kind, deleted),
        Choice::Ask(then) => {
            ask(model, then);
            Vec::new()
        }
        Choice::Period(period) => results::choose(model, Some(period), None),
        Choice::Scope(scope) => results::choose(model, None, Some(scope)),
        Choice::CountedList(kind) => results::list(model, kind),
        Choice::New(kind) => forms::new_record(model, kind, Vec::new()),
        Choice::Linked(kind) => linked(model, kind),
        Choice::Folded { place, deleted } => folded_menu(model, place, deleted),
        Choice::Shipped => {
            let width = usize::from(model.size.0).saturating_sub(4).max(16);
            let reader = shipped::reader(model.programme, model.lang, width);
            model.push(Screen::Reader(reader));
            Vec::new()
        }
        Choice::Close => {
            let layer = model.top().map(|l| l.id).unwrap_or_default();
            go::wake(model, layer)
        }
        narrowed => narrow(model, narrowed, words),
    }
}

pub fn narrow(model: &mut Model, choice: Choice, words: String) -> Vec<Effect> {
    let Some(Screen::List(list)) = model.screen() else { return Vec::new() };
    match choice {
        Choice::Sort(sort) => list.query.sort = sort,
        Choice::Incomplete => {
            (list.query.incomplete, list.filter_words) = (true, words);
            list.query.filter.clear();
        }
        Choice::Filter(Some(filter)) => {
            (list.query.incomplete, list.filter_words) = (false, words);
            list.query.filter = vec![filter];
        }
        _ => {
            (list.query.incomplete, list.filter_words) = (false, String::new());
            list.query.filter.clear();
        }
    }
    list.restart();
    asked_list(model)
}

pub fn help(model: &Model, keymap: &Keymap) -> Reader {
    let lang = model.lang;
    let mut lines = Vec::new();
    for (heading, rows) in keymap.help(&model.contexts(), lang) {
        lines.push(ReaderLine::Heading(heading.get(lang).to_string()));
        lines.extend(rows.into_iter().map(|row| {
            let keys: Vec<&str> = row.keys.iter().map(|(key, _)| key.as_str()).collect();
            let own =
                row.keys.iter().map(|(_, source)| *source).find(|s| *s != Source::Default);
            ReaderLine::Keys {
                keys: keys.join(", "),
                words: row.words.to_string(),
                source: own.map(|s| s.words(lang).to_string()).unwrap_or_default(),
            }
        }));
    }
    lines.push(ReaderLine::Heading(say::font_heading(lang)));
    lines.push(ReaderLine::Text(say::font_card(lang)));
    Reader { title: say::help_title(lang), lines, top: 0 }
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

pub fn on_palette(model: &mut Model, keymap: &Keymap, action: Action) -> Vec<Effect> {
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
                .map_or_else(Vec::new, |(words, choice)| chosen(model, keymap, words, choice));
        }
        _ => return text_action(model, action),
    }
    model.touch();
    Vec::new()
}

pub fn on_welcome(model: &mut Model, action: Action) -> Vec<Effect> {
    use Action::*;
    let Some(Screen::Welcome(welcome)) = model.screen() else { return Vec::new() };
    match action {
        FieldPrev => welcome.step(-1),
        FieldNext if welcome.at + 1 < welcome::FIELDS => welcome.step(1),
        FieldNext | FormSave if !welcome.waiting => match welcome.answers() {
            Ok((officer, unit, province)) => {
                welcome.waiting = true;
                model.touch();
                return vec![Effect::Init { officer, unit, province }];
            }
            Err(at) => (welcome.at, welcome.fault) = (at, Some(at)),
        },
        _ => return text_action(model, action),
    }
    model.touch();
    Vec::new()
}

/// The three roads of the first run.
pub fn first_menu(model: &mut Model) {
    let lang = model.lang;
    let establishment = model.programme.kind_by_id("establishment").map(|k| k.no);
    let mut items = vec![
        (say::road_import(lang), Choice::Ask(Then::PlanImport)),
        (say::road_demo(lang), Choice::Ask(Then::Demo)),
    ];
    items.extend(establishment.map(|kind| (say::road_first(lang), Choice::New(kind))));
    items.push((say::road_empty(lang), Choice::Close));
    model.push(Screen::Menu(Menu::new(say::road_title(lang), items)));
}
