//! What the worker answers to a form.

use std::collections::BTreeMap;

use super::{top, with_form};
use crate::app::event::LayerId;
use crate::app::intent::Intent;
use crate::app::layer::Screen;
use crate::app::model::Model;
use crate::app::record_details::Candidate;
use crate::app::title;
use crate::app::update::drafts::end_draft;
use crate::app::update::prompt;
use crate::programme::check::{Context, Need};
use crate::programme::duties;
use crate::programme::faults::Fault;
use crate::programme::role::KindRole;
use crate::programme::start::{proposed_rows, start};
use crate::record::{Fields, Id, KindNo, Record, Value};

pub fn found(
    model: &mut Model,
    layer: LayerId,
    kind: KindNo,
    text: &str,
    (hits, total): (Vec<Candidate>, usize),
) {
    with_form(model, layer, |form, env| {
        // the list may be that of another question by now
        if form.picks(env.programme) == Some(kind) {
            form.set_hits(text, hits, total);
        }
        Vec::new()
    });
}

/// The rules refuse it, or warn of what nobody has seen yet.
pub fn refused(
    model: &mut Model,
    layer: LayerId,
    faults: Vec<Fault>,
    found: Vec<(Need, Vec<Record>)>,
) {
    with_form(model, layer, |form, env| form.take_faults(faults, found, env));
}

/// The record was changed meanwhile: the save continues with it, unless there is something to look at.
pub fn outdated(model: &mut Model, layer: LayerId, record: Record) {
    with_form(model, layer, |form, env| form.take_newer(record, env));
}

pub fn titles(model: &mut Model, layer: LayerId, titles: BTreeMap<Id, String>) {
    model.titles.extend(titles.clone());
    with_form(model, layer, |form, _| {
        form.titles.extend(titles);
        Vec::new()
    });
}

pub fn namesakes(model: &mut Model, layer: LayerId, tells: BTreeMap<Id, String>) {
    with_form(model, layer, |form, _| {
        form.tells.extend(tells);
        Vec::new()
    });
}

/// The record that a form edits was read again.
pub fn loaded(model: &mut Model, layer: LayerId, record: Option<Box<Record>>) {
    with_form(model, layer, |form, env| match record {
        Some(record) if form.before.is_some() => form.rebase(record, None, env),
        _ => Vec::new(),
    });
}

/// The record that a draft edits, for the first time: the draft meets what was saved since.
pub fn edited(
    model: &mut Model,
    layer: LayerId,
    record: Option<Box<Record>>,
    began: Option<Fields>,
) {
    with_form(model, layer, |form, env| {
        let mut intents = match record {
            Some(record) if form.before.is_none() => {
                form.rebase(record, Some(began.as_ref()), env)
            }
            _ => Vec::new(),
        };
        intents.extend(form.continue_save(env));
        intents
    });
}

/// What follows from a link: `from` is the record linked to, and the last record of this kind at
/// its establishment, if there is one.
pub fn carried(
    model: &mut Model,
    layer: LayerId,
    from: Vec<Record>,
    titles: BTreeMap<Id, String>,
) {
    model.titles.extend(titles.clone());
    let (programme, officer) = (model.programme, model.officer_id());
    with_form(model, layer, |form, env| {
        let Some(kind) = form.spec(programme) else { return Vec::new() };
        let context = Context { today: env.today, officer, found: Vec::new() };
        let Some(linked) = from.first() else { return Vec::new() };
        let of = programme.kind(linked.kind);
        let fields = match of {
            Some(of) if of.is(KindRole::Home) => {
                let last = from.get(1);
                start(programme, kind, &context, Some(linked), last)
            }
            Some(of) => {
                let mut next = || env.ids.next(env.now);
                let mut fields = proposed_rows(programme, kind, linked, &mut next);
                let field = kind.home_field();
                if let Some((field, id)) = field.zip(title::establishment(of, linked)) {
                    fields.set(field.no, Value::Link(id));
                }
                fields
            }
            None => Fields::new(),
        };
        let stamp = form.was_touched();
        form.fill(&fields, titles, env);
        // What was carried over by itself is no reason to keep a draft.
        if !stamp {
            form.mark_untouched();
        }
        Vec::new()
    });
}

/// Saved: back to where one was. A link that waited for this record gets it.
pub fn committed(model: &mut Model, layer: LayerId, ids: &[Id]) {
    let Some(at) = model.stack.iter().position(|l| l.id == layer) else { return };
    let Screen::Form(form) = &model.stack[at].screen else { return };
    let (kind, new, fields) =
        (form.kind, form.draft.edits.is_none(), form.draft.fields.clone());
    let (titles, draft) = (form.titles.clone(), form.draft.id);
    end_draft(model, draft);
    model.stack.truncate(at);
    model.autosave = None;
    let Some(spec) = model.programme.kind(kind) else { return };
    let Some(id) = ids.first().copied().filter(|_| new) else { return };
    let below = top(model);
    if matches!(model.screen(), Some(Screen::Form(_))) {
        let name = title::title(model.programme, spec, &fields, &titles, model.lang);
        return with_form(model, below, |form, env| match form.picks(env.programme) {
            // the list that was left to make the record, not one of another kind
            Some(picked) if picked == kind => form.choose_record(id, name, env),
            _ => Vec::new(),
        });
    }
    let requests = spec.field_by_id("requests").and_then(|f| fields.get(f.no));
    if spec.is(KindRole::Visit) && requests.is_some() {
        prompt::ask(model, Intent::NewTaskOf(id));
    }
    if duties::reports(model.programme, kind, &fields, model.today).next().is_some() {
        prompt::ask(model, Intent::AddReportsOf(id));
    }
}
