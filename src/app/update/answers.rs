//! Delivers answers of the worker to the layers that requested them.

use crate::app::Effect;
use crate::app::done_change::DoneChange;
use crate::app::event::{LayerAnswer, LayerId, RequestEnd, RequestId, WorkerAnswer};
use crate::app::intent::Intent;
use crate::app::layer::ask::Ask;
use crate::app::layer::reader::ReaderLayer;
use crate::app::layer::{Screen, StackedLayer};
use crate::app::model::Model;
use crate::app::requests::{Holds, OpenRequest};
use crate::app::title;
use crate::app::update::{
    committed, drafts, forms, import, intents, lock, menus, navigate, prompt, results, sync,
    undo, work,
};
use crate::keymap::Keymap;
use crate::keymap::action::Action;
use crate::lang::app as say;
use crate::programme::role::KindRole;
use crate::record::{FieldNo, Value};

/// A request has ended, with or without success: releases what waited for it.
pub fn end_request(
    model: &mut Model,
    keymap: &Keymap,
    id: RequestId,
    outcome: RequestEnd,
) -> Vec<Effect> {
    // an answer to a replaced request
    let Some(open) = model.requests.close(id) else { return Vec::new() };
    match open.holds {
        Holds::Work => {
            work::ended(model);
            navigate::rebuild_sync(model);
        }
        // false if a draft could not be written, which cancels the quit
        Holds::Leaving => model.left = model.is_quitting,
        _ => {}
    }
    match outcome {
        RequestEnd::Done(done) => {
            let refused = open.holds == Holds::Keys && matches!(done, WorkerAnswer::Failed(_));
            let there = model.stack.len();
            let mut effects = take_answer(model, keymap, open.layer, done);
            effects.extend(intents::run_wanted(model));
            if open.holds == Holds::Work {
                move_below_forms(model, there);
            }
            // A failed save may be due to a changed record: the form loads it again.
            let form = open.layer.filter(|_| refused);
            effects
                .extend(form.into_iter().flat_map(|form| navigate::refresh_layer(model, form)));
            effects
        }
        RequestEnd::Nothing => Vec::new(),
        RequestEnd::Lost => request_lost(model, &open),
    }
}

/// Moves layers that were opened by finished work below the open form, to be seen when the form
/// is closed.
fn move_below_forms(model: &mut Model, from: usize) {
    let is_form = |layer: &StackedLayer| matches!(layer.screen, Screen::Form(_));
    let Some(form) = model.stack.iter().take(from).position(is_form) else { return };
    if from < model.stack.len() {
        let new = model.stack.split_off(from);
        model.stack.splice(form..form, new);
        model.message = Some(say::behind_form(model.lang));
        model.mark_dirty();
    }
}

/// The worker has ended and no answer will come. What was acknowledged is in the journal.
fn request_lost(model: &mut Model, open: &OpenRequest) -> Vec<Effect> {
    let text = say::answer_lost(model.lang);
    match open {
        OpenRequest { holds: Holds::Opening, .. } => notebook_closed(model, text),
        // the text is still in memory and is written again later
        OpenRequest { draft: Some(draft), .. } => drafts::draft_failed(model, *draft, text),
        _ => model.message = Some(text),
    }
    model.mark_dirty();
    Vec::new()
}

fn notebook_closed(model: &mut Model, text: String) {
    model.closed = true;
    let title = say::cannot_open(model.lang);
    model.push(ReaderLayer::text(title, vec![text], model.size.0));
}

/// Handles an answer. `layer`: the layer that sent the request.
pub fn take_answer(
    model: &mut Model,
    keymap: &Keymap,
    layer: Option<LayerId>,
    done: WorkerAnswer,
) -> Vec<Effect> {
    match done {
        WorkerAnswer::Missing => {
            model.welcome();
            Vec::new()
        }
        WorkerAnswer::Opened { officer, news, has_passphrase } => {
            lock::opened(model, has_passphrase);
            notebook_opened(model, officer, news)
        }
        done @ (WorkerAnswer::Locked(_)
        | WorkerAnswer::PassphraseSet { .. }
        | WorkerAnswer::PassphraseRefused(_)) => lock::answer(model, done),
        WorkerAnswer::News(found) => {
            add_findings(model, found);
            Vec::new()
        }
        WorkerAnswer::Standing(standing) => {
            sync::show_status(model, *standing);
            // the first screen shows the name of headquarters
            navigate::rebuild_today(model, keymap);
            Vec::new()
        }
        WorkerAnswer::Office(office) => {
            model.sync.office = Some(*office);
            navigate::rebuild_sync(model);
            Vec::new()
        }
        WorkerAnswer::Arrived => navigate::refresh_after_arrivals(model),
        WorkerAnswer::OtherNotebook(Some(folder)) => {
            model.next = Some(folder);
            work::quit(model)
        }
        WorkerAnswer::OtherNotebook(None) if model.is_demo() => {
            model.message = Some(say::no_own_notebook(model.lang));
            model.mark_dirty();
            Vec::new()
        }
        WorkerAnswer::OtherNotebook(None) => {
            prompt::ask(model, Intent::MakeSamples);
            Vec::new()
        }
        WorkerAnswer::Synced(lines) => sync::show_summary(model, lines),
        WorkerAnswer::Rebuilding(text) => {
            // a form needs the line of messages for itself
            if !matches!(model.screen(), Some(Screen::Form(_))) {
                model.progress = Some(text.clone());
                model.message = Some(text);
                model.mark_dirty();
            }
            navigate::refresh(model)
        }
        WorkerAnswer::StateLoaded(found) => {
            add_findings(model, found);
            navigate::refresh(model)
        }
        WorkerAnswer::Held(holder) => {
            let question = say::ask_take_over(model.lang);
            model.push(Ask::yes_no(question, holder, Intent::TakeOver));
            Vec::new()
        }
        WorkerAnswer::Closed(text) => {
            notebook_closed(model, text);
            Vec::new()
        }
        WorkerAnswer::Today(today) => {
            drafts::merge_drafts(model, &today.drafts);
            model.sync.returned = today.returned.clone();
            if let Some(Screen::Today(layer)) = model.stack.first_mut().map(|l| &mut l.screen) {
                layer.today = Some(today);
            }
            navigate::rebuild_today(model, keymap);
            let body = model.body_height();
            if let Some(Screen::Today(layer)) = model.stack.first_mut().map(|l| &mut l.screen) {
                layer.lines.scroll_to_cursor(body);
            }
            navigate::rebuild_sync(model);
            draft_titles(model)
        }
        WorkerAnswer::Layer(answer) => {
            if let Some(layer) = layer {
                answer_layer(model, keymap, layer, answer);
            }
            Vec::new()
        }
        WorkerAnswer::AttachmentRead(answers) => {
            model.tried = None;
            attachment_read(model, layer, answers)
        }
        WorkerAnswer::Committed { ids, deed } => {
            committed::take(model, keymap, layer, &ids, deed)
        }
        WorkerAnswer::AsksReason { changes, ends_draft } => {
            let layer = layer.unwrap_or_default();
            prompt::ask(model, Intent::CommitBecause { layer, changes, ends_draft });
            model.mark_dirty();
            Vec::new()
        }
        WorkerAnswer::Unchanged => match layer {
            Some(layer) => forms::close(model, layer),
            None => Vec::new(),
        },
        WorkerAnswer::DraftSaved => drafts::draft_saved(model),
        WorkerAnswer::DraftFailed { draft, text } => {
            drafts::draft_failed(model, draft, text);
            Vec::new()
        }
        WorkerAnswer::Linking { id, base, title, counts } => {
            if is_on_top(model, layer) {
                prompt::ask_delete(model, (id, base), &title, &counts);
            }
            Vec::new()
        }
        WorkerAnswer::CountedKinds(kinds) if is_on_top(model, layer) => {
            results::open_counted(model, &kinds)
        }
        WorkerAnswer::CountedKinds(_) => Vec::new(),
        WorkerAnswer::Incomplete(kinds) => menus::incomplete(model, kinds),
        WorkerAnswer::Officers(officers) => menus::officers(model, officers),
        WorkerAnswer::Text { title, lines } => {
            model.push(ReaderLayer::text(title, lines, model.size.0));
            Vec::new()
        }
        WorkerAnswer::Planned(preview) => {
            import::show_preview(model, *preview);
            Vec::new()
        }
        WorkerAnswer::FileRefused(text) => {
            prompt::ask_again(model);
            model.message = Some(text);
            model.mark_dirty();
            Vec::new()
        }
        WorkerAnswer::Progress(text) => {
            work::progress(model, text);
            Vec::new()
        }
        WorkerAnswer::Written(text) => {
            model.tried = None;
            model.message = Some(text);
            model.mark_dirty();
            Vec::new()
        }
        WorkerAnswer::FileExists { effect, path, changed, free } => {
            prompt::file_exists(model, effect, path, &changed, free);
            model.mark_dirty();
            Vec::new()
        }
        WorkerAnswer::Imported { text, batch } => {
            // the undo key now undoes this import
            model.deed = batch.map(DoneChange::Imported);
            let summary = |deed: &DoneChange| {
                deed.summary(&undo::way(model, keymap, deed), None, model.lang)
            };
            let offer = model.deed.as_ref().map(summary);
            model.undo_offer = offer.map(|offer| format!("{offer} {text}"));
            model.message = model.undo_offer.clone().or(Some(text));
            model.tried = None;
            model.mark_dirty();
            navigate::refresh(model)
        }
        WorkerAnswer::Undone(mut lines) => {
            model.deed = None;
            model.message = lines.first().cloned();
            if lines.len() > 1 {
                let title = lines.remove(0);
                model.push(ReaderLayer::text(title, lines, model.size.0));
            }
            model.mark_dirty();
            navigate::refresh(model)
        }
        WorkerAnswer::Batches(batches) => menus::batches(model, &batches),
        WorkerAnswer::Filled(text) => {
            model.tried = None;
            model.message = Some(text);
            model.mark_dirty();
            navigate::refresh(model)
        }
        WorkerAnswer::SamplesBeside(text) => {
            let key = keymap.key_label(Action::PaletteOpen, &model.contexts());
            model.message = Some([text, say::open_samples(model.lang, &key)].join(" "));
            model.mark_dirty();
            Vec::new()
        }
        WorkerAnswer::Failed(text) => {
            model.message = Some(text);
            model.mark_dirty();
            Vec::new()
        }
    }
}

fn add_findings(model: &mut Model, found: Vec<String>) {
    let new: Vec<_> = found.into_iter().filter(|f| !model.news.contains(f)).collect();
    if let Some(first) = new.first() {
        model.message = Some(first.clone());
        model.mark_dirty();
    }
    model.news.extend(new);
}

/// Requests the unknown titles of records that drafts link to.
fn draft_titles(model: &Model) -> Vec<Effect> {
    let links =
        model.drafts.iter().flat_map(|d| d.fields.iter()).filter_map(|(_, v)| v.as_link());
    let ids: Vec<_> = links.filter(|id| !model.titles.contains_key(id)).collect();
    match model.stack.first() {
        Some(layer) if !ids.is_empty() => vec![Effect::Titles { layer: layer.id, ids }],
        _ => Vec::new(),
    }
}

fn is_on_top(model: &Model, layer: Option<LayerId>) -> bool {
    layer.is_some() && model.top().map(|top| top.id) == layer
}

/// Passes an answer to its layer. Titles are also stored for the first screen. Faults for a layer
/// other than a form become the message.
fn answer_layer(model: &mut Model, keymap: &Keymap, layer: LayerId, answer: LayerAnswer) {
    if let LayerAnswer::Titles(titles) | LayerAnswer::CarriedOver { titles, .. } = &answer {
        model.titles.extend(titles.clone());
        navigate::rebuild_today(model, keymap);
    }
    if let LayerAnswer::Refused { faults, .. } = &answer {
        let is_form = matches!(model.layer(layer), Some(Screen::Form(_)));
        let first = faults.first().filter(|_| !is_form);
        model.message = first.map(|fault| fault.text(model.lang));
    }
    let mut ids = model.ids();
    let mut env = model.env(&mut ids);
    let deliver = |screen: &mut Screen| screen.layer_mut().answer(answer, &mut env);
    let wanted = model.layer(layer).map(deliver).unwrap_or_default();
    model.put_ids(ids);
    model.want(layer, wanted);
    model.mark_dirty();
}

/// Opens the form about a stored file, unless the officer has left the layer: then the file is an
/// orphan and is removed later.
fn attachment_read(
    model: &mut Model,
    layer: Option<LayerId>,
    answers: Vec<(FieldNo, Value)>,
) -> Vec<Effect> {
    let kind = model.programme.with_role(KindRole::File).map(|kind| kind.no);
    match kind.filter(|_| is_on_top(model, layer)) {
        Some(kind) => {
            let effects = forms::new_record(model, kind, answers);
            effects.into_iter().chain(drafts::save_draft_before_key(model)).collect()
        }
        None => Vec::new(),
    }
}

fn notebook_opened(
    model: &mut Model,
    officer: Option<Box<crate::record::Record>>,
    news: Vec<String>,
) -> Vec<Effect> {
    let first_run = matches!(model.screen(), Some(Screen::Welcome(_)));
    model.open = true;
    model.officer = officer;
    if let Some(officer) = &model.officer
        && let Some(kind) = model.programme.kind(officer.kind)
    {
        let (programme, fields) = (model.programme, &officer.fields);
        let name = title::title(programme, kind, fields, &model.titles, model.lang);
        model.titles.insert(officer.id, name);
    }
    model.news.extend(news);
    let samples = model.is_demo().then(|| say::in_samples(model.lang));
    model.message = model.news.first().cloned().or(samples);
    let mut effects = match model.screen() {
        Some(Screen::Today(_)) => vec![Effect::Today],
        _ => navigate::today(model),
    };
    effects.extend([Effect::Findings, Effect::Standing]);
    if first_run {
        menus::first_menu(model);
    }
    model.mark_dirty();
    effects
}
