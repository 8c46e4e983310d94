//! What keys do in dialogs: questions, menus, the palette, help, the first run.

use std::path::{Path, PathBuf};

use crate::app::layer::Screen;
use crate::app::layer::ask::{Ask, Then};
use crate::app::layer::menu::{MenuChoice, MenuLayer};
use crate::app::layer::reader::{ReaderLayer, ReaderLine};
use crate::app::layer::welcome::{self, Missing};
use crate::app::model::Model;
use crate::app::update::act::{commit, leave, text_action};
use crate::app::update::{can, forms, go, import, menus, review, sync, work};
use crate::app::{Effect, deed};
use crate::indicators::words as figures_words;
use crate::keymap::action::Action;
use crate::keymap::{BindingSource, Keymap};
use crate::lang::{Lang, app as say, form as words, listing, revise, standing};
use crate::programme::duties;
use crate::programme::faults::lower;
use crate::programme::reference::{self, Province, provinces};
use crate::record::{Change, Draft, Fields, Id, KindNo, Listing, Preview, Record, Value};
use crate::text::edit::Editor;
use crate::text::format::show_int;
use crate::text::path::Given;

/// The kind whose records stand for a file.
pub const ATTACHMENT: &str = "attachment";

/// Pairs that are named where doubles are asked for; the preview has all of them.
const MOST_PAIRS: usize = 3;

pub fn ask(model: &mut Model, then: Then) {
    let lang = model.lang;
    let screen = match &then {
        Then::Delete { .. } => {
            Ask::with_text(say::ask_delete(lang), say::ask_delete_detail(lang), then)
        }
        Then::CommitBecause { .. } => {
            Ask::with_text(say::ask_edit(lang), say::ask_edit_detail(lang), then)
        }
        Then::Commit(_) => Ask::yes_no(say::ask_lock(lang), say::ask_lock_detail(lang), then),
        Then::TakeOver => {
            Ask::yes_no(say::ask_take_over(lang), say::take_over_keeps(lang), then)
        }
        Then::PlanImport => {
            Ask::with_text(say::ask_import(lang), say::ask_import_detail(lang), then)
        }
        Then::Export(_) => {
            Ask::with_text(say::ask_export(lang), say::ask_export_detail(lang), then)
        }
        Then::Report(asked) => {
            let figures = figures_words::headline(asked, lang);
            Ask::with_text(say::ask_report(lang), say::ask_report_detail(lang, &figures), then)
        }
        Then::Print(_) => {
            Ask::with_text(say::ask_print(lang), say::ask_print_detail(lang), then)
        }
        Then::Problems(_) => {
            let mut ask = Ask::with_text(
                listing::ask_problems(lang),
                listing::ask_problems_detail(lang),
                then,
            );
            ask.editor = Some(Editor::new(&listing::problems_name(lang)));
            ask
        }
        Then::Import(preview) => {
            Ask::yes_no(import_question(preview, lang), String::new(), then)
        }
        Then::ImportDoubles(preview) => {
            let no = match preview.entering {
                0 => say::ask_doubles_alone(lang),
                _ => say::ask_doubles_detail(lang, &what_enters(preview, lang)),
            };
            let pairs = preview.doubles.iter().take(MOST_PAIRS).cloned();
            let more = preview.doubles.len().saturating_sub(MOST_PAIRS);
            let more = (more > 0).then(|| say::more_doubles(lang, more));
            let detail: Vec<String> = pairs.chain(more).chain([no]).collect();
            let doubles = count(preview.doubles.len() as u64);
            Ask::yes_no(say::ask_doubles(lang, &doubles), detail.join("\n"), then)
        }
        Then::UndoImport(done) => {
            let (label, line) = (done.batch.label.clone(), deed::line(done, lang));
            let detail = revise::ask_undo_detail(lang, &line);
            Ask::yes_no(revise::ask_undo(lang, &label), detail, then)
        }
        Then::Demo => Ask::yes_no(say::ask_demo(lang), say::ask_demo_detail(lang), then),
        Then::SyncBy => {
            Ask::with_text(standing::ask_road(lang), standing::ask_road_text(lang), then)
        }
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
        Then::WriteFile { .. } => return,
    };
    model.push(Screen::Ask(screen));
}

fn import_question(preview: &Preview, lang: Lang) -> String {
    match (preview.entering.saturating_sub(preview.changing), preview.changing) {
        (new, 0) => say::ask_import_go(lang, &say::count_some(lang, &count(new))),
        _ => say::ask_import_changed(lang, &what_enters(preview, lang)),
    }
}

/// New records and changed ones are told apart.
fn what_enters(preview: &Preview, lang: Lang) -> String {
    let changed = say::count_changing(lang, &count(preview.changing));
    match (preview.entering.saturating_sub(preview.changing), preview.changing) {
        (new, 0) => say::count_new(lang, &count(new)),
        (0, _) => changed,
        (new, _) => format!("{}, {changed}", say::count_new(lang, &count(new))),
    }
}

fn count(n: u64) -> String {
    show_int(i64::try_from(n).unwrap_or(i64::MAX))
}

/// The name is taken: the marked button writes beside it. Keys that mean a plain yes press that
/// one, too: what overwrites must be chosen.
pub fn file_exists(
    model: &mut Model,
    effect: Box<Effect>,
    path: PathBuf,
    changed: &str,
    free: PathBuf,
) {
    let lang = model.lang;
    let name = |path: &Path| {
        path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
    };
    let buttons = [say::write_as(lang, &name(&free)), say::overwrite(lang)];
    let question = say::file_is_there(lang, &name(&path), changed);
    let detail = say::file_is_there_detail(lang);
    let then = Then::WriteFile { effect, path, free };
    model.push(Screen::Ask(Ask {
        buttons: Some(buttons),
        ..Ask::yes_no(question, detail, then)
    }));
}

/// The record under the cursor, or whose page is open.
fn seen(model: &Model, id: Id) -> Option<&Record> {
    let record = match &model.top()?.screen {
        Screen::Page(page) => page.record.as_deref(),
        Screen::List(list) => list.selected(),
        _ => None,
    };
    record.filter(|record| record.id == id)
}

/// A deletion says what points at the record, drafts included.
pub fn ask_delete(model: &mut Model, id: Id, base: u64, counts: &[(KindNo, usize)]) {
    let lang = model.lang;
    if seen(model, id).is_some_and(|record| review::keeps_changes(model, record)) {
        model.message = Some(say::decide_first(lang));
        model.touch();
        return;
    }
    let label = |(no, n): &(KindNo, usize)| {
        let kind = model.programme.kind(*no)?;
        Some(words::counted(lang, &lower(kind.short.get(lang)), *n))
    };
    let names = |draft: &&Draft| {
        let edits = draft.edits.is_some_and(|(of, _)| of == id);
        !draft.hidden && (edits || points_at(&draft.fields, id))
    };
    let drafts = model.drafts.iter().filter(names).count();
    let waits = seen(model, id).is_some_and(|record| review::is_waiting_case(model, record));
    let mut all: Vec<String> = counts.iter().filter_map(label).collect();
    all.extend((drafts > 0).then(|| words::counted(lang, &words::draft(lang), drafts)));
    ask(model, Then::Delete { id, base });
    if let Some(Screen::Ask(ask)) = model.screen().filter(|_| !all.is_empty()) {
        ask.detail = format!("{} {}", words::hanging(lang, &all.join("; ")), ask.detail);
    }
    // what waits in it would never be decided
    if let Some(Screen::Ask(ask)) = model.screen().filter(|_| waits) {
        ask.detail = format!("{} {}", say::ask_delete_open(lang), ask.detail);
    }
}

fn points_at(fields: &Fields, id: Id) -> bool {
    fields.iter().any(|(_, value)| match value {
        Value::Link(to) => *to == id,
        Value::Links(to) => to.contains(&id),
        Value::Lines(rows) => rows.iter().any(|row| points_at(&row.cells, id)),
        _ => false,
    })
}

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
        Some(Screen::Ask(ask)) if ask.then == Then::TakeOver => leave(model),
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
            self::ask(model, Then::ImportDoubles(preview));
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

/// Takes the prompt away; one for a path comes back when the path leads nowhere.
fn close_prompt(model: &mut Model) {
    let typed_path = matches!(model.screen(), Some(Screen::Ask(ask)) if ask.then.takes_path());
    let prompt = model.pop();
    if let (true, Some(Screen::Ask(ask))) = (typed_path, prompt)
        && let Some(below) = model.top()
    {
        model.tried = Some((below.id, ask));
    }
}

/// The prompt once more, with what was typed, unless the officer has gone elsewhere.
pub fn ask_again(model: &mut Model) {
    if let Some((below, ask)) = model.tried.take()
        && model.top().is_some_and(|top| top.id == below)
    {
        model.push(Screen::Ask(ask));
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
            return picked.map_or_else(Vec::new, |(words, choice)| {
                menus::chosen(model, keymap, words, choice)
            });
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
        FieldNext | FormSave => return begin(model),
        _ => return text_action(model, action),
    }
    model.touch();
    Vec::new()
}

/// Makes the notebook, or asks for what is missing.
fn begin(model: &mut Model) -> Vec<Effect> {
    let lang = model.lang;
    model.touch();
    let Some(Screen::Welcome(welcome)) = model.screen() else { return Vec::new() };
    match welcome.answers() {
        Ok((officer, unit, province)) => {
            return vec![Effect::Init { officer, unit, province }];
        }
        Err(Missing::Field(at)) => (welcome.at, welcome.fault) = (at, Some(at)),
        Err(Missing::Province(hits)) => {
            welcome.at = welcome::PROVINCE;
            let items = match hits.as_slice() {
                [] => provinces().iter().map(|province| item(province, None, lang)).collect(),
                hits => hits.iter().map(|hit| item(hit.province, hit.before, lang)).collect(),
            };
            model.push(Screen::Menu(MenuLayer::new(say::welcome_province(lang), items)));
        }
    }
    Vec::new()
}

fn item(province: &Province, before: Option<&str>, lang: Lang) -> (String, MenuChoice) {
    let words = match before {
        Some(before) => say::province_of_before(lang, province.name, before),
        None => province.name.to_owned(),
    };
    (words, MenuChoice::Province(province.code.to_owned()))
}

/// The province that was chosen for the notebook that is begun.
pub fn choose_province(model: &mut Model, code: &str) -> Vec<Effect> {
    if let (Some(Screen::Welcome(welcome)), Some(province)) =
        (model.screen(), reference::province(code))
    {
        welcome.choose_province(province);
    }
    begin(model)
}
