//! Prompts: opens the question for an intent, closes it, and opens it again.

use std::path::{Path, PathBuf};

use crate::app::cases;
use crate::app::intent::Intent;
use crate::app::layer::ask::Ask;
use crate::app::layer::{Screen, kind_title};
use crate::app::{Effect, Model, done_change};
use crate::indicators::words as figures_words;
use crate::lang::{
    Lang, app as say, erasing, form as words, listing, moved, revise, sync_status,
};
use crate::programme::faults::lower;
use crate::programme::spec::Programme;
use crate::record::{Change, Draft, Fields, Id, KindNo, Preview, Record, Value};
use crate::text::cells;
use crate::text::edit::Editor;
use crate::text::format::show_int;

/// Maximum number of pairs in the question about duplicates; the preview lists all.
pub const MOST_PAIRS: usize = 3;

pub fn ask(model: &mut Model, then: Intent) {
    let lang = model.lang;
    let screen = match &then {
        Intent::Delete { .. } => {
            Ask::with_text(say::ask_delete(lang), say::ask_delete_detail(lang), then)
        }
        Intent::ConfirmErase(_) => {
            Ask::with_text(erasing::ask(lang), erasing::ask_detail(lang), then)
        }
        Intent::Erase(_) => {
            Ask::with_text(erasing::ask_reason(lang), erasing::ask_reason_detail(lang), then)
        }
        Intent::CommitBecause { .. } => {
            Ask::with_text(say::ask_edit(lang), say::ask_edit_detail(lang), then)
        }
        Intent::Commit(_) => Ask::yes_no(say::ask_lock(lang), say::ask_lock_detail(lang), then),
        Intent::TakeOver => {
            Ask::yes_no(say::ask_take_over(lang), say::take_over_keeps(lang), then)
        }
        Intent::PlanImport(kind) => {
            let kind = lower(&kind_title(model.programme, *kind, lang));
            Ask::with_text(say::ask_import(lang), say::ask_import_detail(lang, &kind), then)
        }
        Intent::Export(_) => {
            Ask::with_text(say::ask_export(lang), say::ask_export_detail(lang), then)
        }
        Intent::WriteReport(asked) => {
            let figures = figures_words::headline(asked, lang);
            Ask::with_text(say::ask_report(lang), say::ask_report_detail(lang, &figures), then)
        }
        Intent::Print(_) => {
            Ask::with_text(say::ask_print(lang), say::ask_print_detail(lang), then)
        }
        Intent::WriteProblems(_) => {
            let mut ask = Ask::with_text(
                listing::ask_problems(lang),
                listing::ask_problems_detail(lang),
                then,
            );
            ask.editor = Some(Editor::new(&listing::problems_name(lang)));
            ask
        }
        Intent::Import(preview) => {
            Ask::yes_no(import_question(preview, model.programme, lang), String::new(), then)
        }
        Intent::ImportDoubles(preview) => {
            let no = match preview.entering {
                0 => say::ask_doubles_alone(lang),
                _ => {
                    say::ask_doubles_detail(lang, &what_enters(preview, model.programme, lang))
                }
            };
            let pairs = preview.doubles.iter().take(MOST_PAIRS).cloned();
            let more = preview.doubles.len().saturating_sub(MOST_PAIRS);
            let more = (more > 0).then(|| say::more_doubles(lang, more));
            let detail: Vec<String> = pairs.chain(more).chain([no]).collect();
            let doubles = count(preview.doubles.len() as u64);
            Ask::yes_no(say::ask_doubles(lang, &doubles), detail.join("\n"), then)
        }
        Intent::UndoImport(done) => {
            let (label, line) = (done.batch.label.clone(), done_change::line(done, lang));
            let detail = revise::ask_undo_detail(lang, &line);
            Ask::yes_no(revise::ask_undo(lang, &label), detail, then)
        }
        Intent::MakeSamples => {
            Ask::yes_no(say::ask_demo(lang), say::ask_demo_detail(lang), then)
        }
        Intent::SyncTo => {
            Ask::with_text(sync_status::ask_road(lang), sync_status::ask_road_text(lang), then)
        }
        Intent::NewTaskOf(_) => Ask::yes_no(say::ask_task(lang), String::new(), then),
        Intent::Attach(_) => {
            Ask::with_text(say::ask_attach(lang), say::ask_attach_detail(lang), then)
        }
        Intent::SaveAttachment(_) => {
            Ask::with_text(say::ask_take_out(lang), say::ask_take_out_detail(lang), then)
        }
        Intent::PlaceSinceTyped => {
            Ask::with_text(moved::ask_day(lang), moved::ask_day_detail(lang), then)
        }
        Intent::AddReportsOf(_) => {
            Ask::yes_no(say::ask_reports(lang), say::ask_reports_detail(lang), then)
        }
        // other intents have no prompt here
        _ => return,
    };
    model.push(screen);
}

/// Checks the confirmation word, then asks for the reason: two prompts, so that an Enter typed
/// ahead erases nothing.
pub fn confirm_erase(model: &mut Model, change: Box<Change>, typed: &str) {
    const WORD: [&str; 3] = ["XOA", "XÓA", "XOÁ"];
    if WORD.contains(&typed.trim().to_uppercase().as_str()) {
        return ask(model, Intent::Erase(change));
    }
    model.message = Some(erasing::not_the_word(model.lang));
    model.mark_dirty();
}

pub fn import_question(preview: &Preview, programme: &Programme, lang: Lang) -> String {
    let kind = lower(&kind_title(programme, preview.listing.kind, lang));
    match (preview.entering.saturating_sub(preview.changing), preview.changing) {
        (new, 0) => say::ask_import_go(lang, &say::count_some(lang, &count(new), &kind)),
        _ => say::ask_import_changed(lang, &what_enters(preview, programme, lang)),
    }
}

/// The numbers of new and of changed records, as text.
pub fn what_enters(preview: &Preview, programme: &Programme, lang: Lang) -> String {
    let kind = lower(&kind_title(programme, preview.listing.kind, lang));
    let changed = say::count_changing(lang, &count(preview.changing), &kind);
    match (preview.entering.saturating_sub(preview.changing), preview.changing) {
        (new, 0) => say::count_new(lang, &count(new), &kind),
        (0, _) => changed,
        (new, _) => format!("{}, {changed}", say::count_new(lang, &count(new), &kind)),
    }
}

pub fn count(n: u64) -> String {
    show_int(i64::try_from(n).unwrap_or(i64::MAX))
}

/// Asks what to do about an existing file. The default button, which the yes key presses too,
/// writes under a free name; overwriting must be chosen.
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
    let then = Intent::WriteFile { effect, path, free };
    model.push(Ask { buttons: Some(buttons), ..Ask::yes_no(question, detail, then) });
}

/// The record under the cursor or of the open page, if its id is `id`.
pub fn selected_record(model: &Model, id: Id) -> Option<&Record> {
    let record = match &model.top()?.screen {
        Screen::Page(page) => page.record.as_deref(),
        Screen::List(list) => list.selected(),
        _ => None,
    };
    record.filter(|record| record.id == id)
}

/// Asks before a deletion; the question names the record, and counts the records and drafts that
/// link to it.
pub fn ask_delete(
    model: &mut Model,
    (id, base): (Id, u64),
    title: &str,
    counts: &[(KindNo, usize)],
) {
    let lang = model.lang;
    // two lines of the dialog for the question; a longer name leaves no room for what follows
    let words_width = cells::width(&say::ask_delete_named(lang, ""));
    // both lines have margins, and a word may not fit at the end of the first one
    let room = (2 * usize::from(model.size.0)).saturating_sub(words_width + 13).max(8);
    if selected_record(model, id)
        .is_some_and(|record| cases::holds_changes(model.programme, record))
    {
        model.message = Some(say::decide_first(lang));
        model.mark_dirty();
        return;
    }
    let label = |(no, n): &(KindNo, usize)| {
        let kind = model.programme.kind(*no)?;
        Some(words::counted(lang, &lower(kind.short.get(lang)), *n))
    };
    let names = |draft: &&Draft| {
        let edits = draft.edits.is_some_and(|(of, _)| of == id);
        !draft.hidden && (edits || links_to(&draft.fields, id))
    };
    let drafts = model.drafts.iter().filter(names).count();
    let waits = selected_record(model, id)
        .is_some_and(|record| cases::is_waiting_case(model.programme, record));
    let mut all: Vec<String> = counts.iter().filter_map(label).collect();
    all.extend((drafts > 0).then(|| words::counted(lang, &words::draft(lang), drafts)));
    ask(model, Intent::Delete { id, base });
    if let (false, Some(Screen::Ask(ask))) = (title.is_empty(), model.screen()) {
        ask.question = say::ask_delete_named(lang, &cells::cut_middle(title, room));
    }
    if let Some(Screen::Ask(ask)) = model.screen().filter(|_| !all.is_empty()) {
        ask.detail = format!("{} {}", words::hanging(lang, &all.join("; ")), ask.detail);
    }
    // warn: the changes that wait in the case would never be decided
    if let Some(Screen::Ask(ask)) = model.screen().filter(|_| waits) {
        ask.detail = format!("{} {}", say::ask_delete_open(lang), ask.detail);
    }
}

pub fn links_to(fields: &Fields, id: Id) -> bool {
    fields.iter().any(|(_, value)| match value {
        Value::Link(to) => *to == id,
        Value::Links(to) => to.contains(&id),
        Value::Lines(rows) => rows.iter().any(|row| links_to(&row.cells, id)),
        _ => false,
    })
}

/// Closes the prompt; a prompt for a path is stored, to open it again if the path is refused.
pub fn close_prompt(model: &mut Model) {
    let typed_path = matches!(model.screen(), Some(Screen::Ask(ask)) if ask.then.takes_path());
    let prompt = model.pop();
    if let (true, Some(Screen::Ask(ask))) = (typed_path, prompt)
        && let Some(below) = model.top()
    {
        model.tried = Some((below.id, *ask));
    }
}

/// Opens the stored prompt again with its text, unless the officer has left the layer below it.
pub fn ask_again(model: &mut Model) {
    if let Some((below, ask)) = model.tried.take()
        && model.top().is_some_and(|top| top.id == below)
    {
        model.push(ask);
    }
}
