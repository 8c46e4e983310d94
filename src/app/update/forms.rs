//! Forms on the stack: opening them, passing keys, doing what they wish.

use std::collections::BTreeMap;

use crate::app::Effect;
use crate::app::event::LayerId;
use crate::app::form::{Env, Form, Wish};
use crate::app::layer::Screen;
use crate::app::layer::ask::Then;
use crate::app::model::Model;
use crate::app::title;
use crate::app::update::{act, dialog, go};
use crate::keymap::action::Action;
use crate::programme::check::{Context, Need};
use crate::programme::duties;
use crate::programme::faults::Fault;
use crate::programme::spec::{Field, Kind, Type};
use crate::programme::start::{proposed, start};
use crate::record::{FieldNo, Fields, Id, KindNo, Record, Value};

/// Milliseconds after which typed text is durable.
const PAUSE: u64 = 700;

/// Runs something on the form of a layer, with an environment made of the model; what it wishes
/// comes out as effects.
fn with_form(
    model: &mut Model,
    layer: LayerId,
    run: impl FnOnce(&mut Form, &mut Env) -> Vec<Wish>,
) -> Vec<Effect> {
    let mut ids = model.ids();
    let mut env = Env {
        programme: model.programme,
        lang: model.lang,
        today: model.today,
        now: model.now,
        officer: model.officer_id(),
        edit_on_focus: model.edit_on_focus,
        province: model.province().map(str::to_string),
        ids: &mut ids,
    };
    let (height, width) = (model.list_height(), usize::from(model.size.0));
    let wishes = match model.layer(layer) {
        Some(Screen::Form(form)) => {
            let wishes = run(form, &mut env);
            form.follow(height, width, env.programme, env.lang);
            wishes
        }
        _ => Vec::new(),
    };
    model.put_ids(ids);
    model.touch();
    let mut effects = Vec::new();
    for wish in wishes {
        effects.extend(grant(model, layer, wish));
    }
    note_pause(model, layer);
    effects
}

/// Typing that the disk does not hold yet gets its latest time.
fn note_pause(model: &mut Model, layer: LayerId) {
    let dirty = matches!(model.layer(layer), Some(Screen::Form(form)) if form.is_dirty());
    // The first letter sets the time: who types on without a pause is kept too.
    model.autosave = model.autosave.or(Some(model.now + PAUSE)).filter(|_| dirty);
}

fn top(model: &Model) -> LayerId {
    model.top().map(|layer| layer.id).unwrap_or_default()
}

pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let layer = top(model);
    with_form(model, layer, |form, env| form.act(action, env))
}

pub fn typed(model: &mut Model, c: char) -> Vec<Effect> {
    let layer = top(model);
    with_form(model, layer, |form, env| form.typed(c, env))
}

pub fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    let layer = top(model);
    with_form(model, layer, |form, env| form.paste(text, env))
}

fn grant(model: &mut Model, layer: LayerId, wish: Wish) -> Vec<Effect> {
    match wish {
        Wish::SaveDraft => save_draft_of(model, layer),
        Wish::Find { kind, text, near } => vec![Effect::Find { layer, kind, text, near }],
        Wish::Create { kind, text } => create(model, kind, text),
        Wish::Linked(id) => {
            let Some(Screen::Form(form)) = model.layer(layer) else { return Vec::new() };
            let kind = form.kind;
            vec![Effect::Carry { layer, kind, linked: id }]
        }
        Wish::Check => {
            let mut needs = Vec::new();
            let read = |form: &mut Form, env: &mut Env| {
                needs = form.needs(env);
                Vec::new()
            };
            let mut effects = with_form(model, layer, read);
            effects.push(Effect::Facts { layer, needs });
            effects
        }
        Wish::Commit(changes) if changes.is_empty() => close(model, layer),
        Wish::Commit(changes) => {
            let draft = match model.layer(layer) {
                Some(Screen::Form(form)) => Some(form.draft.id),
                _ => None,
            };
            model.autosave = None;
            vec![Effect::Commit { layer, changes, ends_draft: draft }]
        }
        Wish::Close => close(model, layer),
        Wish::Discard => {
            let Some(Screen::Form(form)) = model.layer(layer) else { return Vec::new() };
            let id = form.draft.id;
            dialog::ask(model, Then::DiscardDraft(id));
            Vec::new()
        }
    }
}

/// Closes a form; the list of drafts learns of the one that stays.
fn close(model: &mut Model, layer: LayerId) -> Vec<Effect> {
    model.autosave = None;
    if let Some(Screen::Form(form)) = model.layer(layer)
        && form.was_touched()
    {
        model.message = Some(crate::lang::app::draft_kept(model.lang));
    }
    // The list of drafts, behind the draft that has just been written.
    let mut effects = vec![Effect::Today];
    effects.extend(go::back(model));
    effects
}

/// Every form's text that the disk does not hold yet.
pub fn save_draft(model: &mut Model) -> Vec<Effect> {
    model.autosave = None;
    let layers: Vec<LayerId> = model.stack.iter().map(|layer| layer.id).collect();
    let drafts = layers.into_iter().flat_map(|layer| save_draft_of(model, layer));
    drafts.collect()
}

/// A form that holds something worth keeping before a key is pressed in it.
pub fn keep_draft(model: &mut Model) -> Vec<Effect> {
    if let Some(Screen::Form(form)) = model.screen() {
        form.mark_dirty();
    }
    save_draft(model)
}

fn save_draft_of(model: &mut Model, layer: LayerId) -> Vec<Effect> {
    let now = model.now;
    let draft = match model.layer(layer) {
        Some(Screen::Form(form)) => form.take_draft(now),
        _ => None,
    };
    draft.map(Effect::SaveDraft).into_iter().collect()
}

/// The disk did not take a draft: it is still only on the screen, and is tried again with the
/// next key. Leaving by the officer's own wish waits; a dropped line does not.
pub fn draft_failed(model: &mut Model, draft: Id, text: String) {
    for layer in &mut model.stack {
        if let Screen::Form(form) = &mut layer.screen
            && form.draft.id == draft
        {
            form.mark_dirty();
        }
    }
    model.leaving &= model.hung_up;
    model.message = Some(text);
    model.touch();
}

fn push(model: &mut Model, make: impl FnOnce(&mut Env) -> Form) -> LayerId {
    let mut ids = model.ids();
    let mut env = Env {
        programme: model.programme,
        lang: model.lang,
        today: model.today,
        now: model.now,
        officer: model.officer_id(),
        edit_on_focus: model.edit_on_focus,
        province: model.province().map(str::to_string),
        ids: &mut ids,
    };
    let form = make(&mut env);
    model.put_ids(ids);
    let layer = model.push(Screen::Form(Box::new(form)));
    let titles = model.titles.clone();
    if let Some(Screen::Form(form)) = model.layer(layer) {
        form.titles.extend(titles);
    }
    let (height, width) = (model.list_height(), usize::from(model.size.0));
    let (programme, lang) = (model.programme, model.lang);
    if let Some(Screen::Form(form)) = model.layer(layer) {
        form.follow(height, width, programme, lang);
    }
    layer
}

/// A form for a new record; `given` are answers that follow from where it was asked for.
pub fn new_record(
    model: &mut Model,
    kind: KindNo,
    given: Vec<(FieldNo, Value)>,
) -> Vec<Effect> {
    let programme = model.programme;
    let Some(kind) = programme.kind(kind) else { return Vec::new() };
    let linked = given.iter().filter_map(|(_, value)| value.as_link());
    let effects_for: Vec<Id> = linked.collect();
    let officer = model.officer_id();
    let layer = push(model, |env| {
        let context = Context { today: env.today, officer, found: Vec::new() };
        let mut fields = start(programme, kind, &context, None, None);
        for (no, value) in given {
            fields.set(no, value);
        }
        Form::new(kind, fields, env)
    });
    let officer_title = model.officer.as_ref().map(|o| (o.id, officer_name(model, o)));
    if let Some(Screen::Form(form)) = model.layer(layer) {
        form.titles.extend(officer_title);
    }
    effects_for
        .into_iter()
        .map(|id| Effect::Carry { layer, kind: kind.no, linked: id })
        .collect()
}

fn officer_name(model: &Model, officer: &Record) -> String {
    let kind = model.programme.kind(officer.kind);
    kind.map(|k| {
        title::title(model.programme, k, &officer.fields, &BTreeMap::new(), model.lang)
    })
    .unwrap_or_default()
}

/// "New visit": of the establishment whose page (or whose row) one stands on.
pub fn new_visit(model: &mut Model) -> Vec<Effect> {
    let Some(visit) = model.programme.kind_by_id("visit") else { return Vec::new() };
    let here = match model.top().map(|l| &l.screen) {
        Some(Screen::Page(page)) => page.record.as_deref().cloned(),
        Some(Screen::List(list)) => list.selected().filter(|r| r.deleted.is_none()).cloned(),
        _ => None,
    };
    let given = here.map(|record| links_to(model, "visit", &record)).unwrap_or_default();
    new_record(model, visit.no, given)
}

/// The kinds whose records link to those of another.
pub fn linking(model: &Model, of: KindNo) -> impl Iterator<Item = &'static Kind> + use<> {
    let programme = model.programme;
    let of = programme.kind(of);
    let links = move |kind: &&Kind| {
        of.is_some_and(|of| kind.fields().any(|field| leads(field, &of.id)))
    };
    programme.kinds.iter().filter(links)
}

/// A list of links that starts with an answer of its own is about something else.
fn leads(field: &Field, kind: &str) -> bool {
    let list = matches!(field.ty, Type::Links(_));
    field.links_to(kind) && !(list && field.default.is_some())
}

/// Whether a new record of a kind can point to this one.
pub fn leads_to(model: &Model, record: &Record, kind: &str) -> bool {
    !links_to(model, kind, record).is_empty()
}

/// A form over an existing record in which some answers stand already, at one that does not.
pub fn edit_with(
    model: &mut Model,
    record: Box<Record>,
    set: Vec<(FieldNo, Value)>,
    at: Option<FieldNo>,
) -> Vec<Effect> {
    let titles = act::page_on_top(model).map(|page| page.titles.clone()).unwrap_or_default();
    let Some(kind) = model.programme.kind(record.kind) else { return Vec::new() };
    let mut now = record.clone();
    set.into_iter().for_each(|(no, value)| now.fields.set(no, value));
    let layer = push(model, |env| Form::edit(kind, now, at, env));
    if let Some(Screen::Form(form)) = model.layer(layer) {
        form.before = Some(record);
        form.titles.extend(titles);
        form.mark_dirty();
    }
    Vec::new()
}

/// A new record of `kind` that points to this one.
pub fn new_linked(model: &mut Model, kind: &str, record: &Record) -> Vec<Effect> {
    let Some(no) = model.programme.kind_by_id(kind).map(|k| k.no) else { return Vec::new() };
    let given = links_to(model, kind, record);
    new_record(model, no, given)
}

/// The same with further answers.
pub fn new_linked_with(
    model: &mut Model,
    kind: &str,
    record: &Record,
    more: Vec<(FieldNo, Value)>,
) -> Vec<Effect> {
    let Some(no) = model.programme.kind_by_id(kind).map(|k| k.no) else { return Vec::new() };
    let given = links_to(model, kind, record).into_iter().chain(more).collect();
    new_record(model, no, given)
}

/// Answers of a new record of `kind` that a record implies: the links that lead to it, and the
/// establishment that it is about.
fn links_to(model: &Model, kind: &str, record: &Record) -> Vec<(FieldNo, Value)> {
    let programme = model.programme;
    let (Some(kind), Some(of)) = (programme.kind_by_id(kind), programme.kind(record.kind))
    else {
        return Vec::new();
    };
    let to = |of: &str, id: Id| {
        let field = kind.fields().find(|field| leads(field, of))?;
        let list = matches!(field.ty, Type::Links(_));
        Some((field.no, if list { Value::Links(vec![id]) } else { Value::Link(id) }))
    };
    let mut given: Vec<_> = to(&of.id, record.id).into_iter().collect();
    if of.id != "establishment" {
        let there = title::establishment(of, record);
        given.extend(there.and_then(|id| to("establishment", id)));
    }
    given
}

/// The record on the page, in a form, at the field given.
pub fn edit(model: &mut Model, at: Option<FieldNo>) -> Vec<Effect> {
    let Some(page) = act::page_on_top(model) else { return Vec::new() };
    let Some(record) = page.record.clone().filter(|r| r.deleted.is_none()) else {
        return Vec::new();
    };
    let titles = page.titles.clone();
    edit_record(model, record, titles, at)
}

pub fn edit_record(
    model: &mut Model,
    record: Box<Record>,
    titles: BTreeMap<Id, String>,
    at: Option<FieldNo>,
) -> Vec<Effect> {
    let Some(kind) = model.programme.kind(record.kind) else { return Vec::new() };
    let layer = push(model, |env| Form::edit(kind, record, at, env));
    if let Some(Screen::Form(form)) = model.layer(layer) {
        form.titles.extend(titles);
    }
    Vec::new()
}

/// A draft, where it was left.
pub fn resume(model: &mut Model, id: Id) -> Vec<Effect> {
    let Some(draft) = model.drafts.iter().find(|d| d.id == id).cloned() else {
        return Vec::new();
    };
    let edits = draft.edits;
    let layer = push(model, |env| Form::resume(draft, env));
    let mut links = Vec::new();
    if let Some(Screen::Form(form)) = model.layer(layer) {
        for (_, value) in form.draft.fields.iter() {
            match value {
                Value::Link(id) => links.push(*id),
                Value::Links(ids) => links.extend(ids),
                _ => {}
            }
        }
    }
    let mut effects = vec![Effect::Titles { layer, ids: links }];
    effects.extend(edits.map(|(record, _)| Effect::Load { layer, id: record }));
    effects
}

/// "Create new" in a link: a form of that kind, its first field holding what was typed.
fn create(model: &mut Model, kind: KindNo, text: String) -> Vec<Effect> {
    let Some(spec) = model.programme.kind(kind) else { return Vec::new() };
    let named = spec.list.title.first().copied().filter(|_| !text.trim().is_empty());
    let given = named.map(|no| (no, Value::Text(text.trim().to_string())));
    new_record(model, kind, given.into_iter().collect())
}

pub fn found(
    model: &mut Model,
    layer: LayerId,
    text: &str,
    hits: Vec<(Id, String)>,
) -> Vec<Effect> {
    with_form(model, layer, |form, _| {
        form.found(text, hits);
        Vec::new()
    })
}

pub fn facts(
    model: &mut Model,
    layer: LayerId,
    found: Vec<(Need, Vec<Record>)>,
) -> Vec<Effect> {
    with_form(model, layer, |form, env| form.checked(found, env))
}

pub fn refused(model: &mut Model, layer: LayerId, faults: Vec<Fault>) -> Vec<Effect> {
    with_form(model, layer, |form, env| {
        form.show_faults(faults, env);
        Vec::new()
    })
}

pub fn titles(model: &mut Model, layer: LayerId, titles: BTreeMap<Id, String>) -> Vec<Effect> {
    model.titles.extend(titles.clone());
    with_form(model, layer, |form, _| {
        form.titles.extend(titles);
        Vec::new()
    })
}

/// The record as it was, for a draft that edits it.
pub fn loaded(model: &mut Model, layer: LayerId, record: Option<Box<Record>>) -> Vec<Effect> {
    with_form(model, layer, |form, _| {
        form.before = record;
        Vec::new()
    })
}

/// What follows from a link: `from` is the record linked to, and the last record of this kind at
/// its establishment, if there is one.
pub fn carried(
    model: &mut Model,
    layer: LayerId,
    from: Vec<Record>,
    titles: BTreeMap<Id, String>,
) -> Vec<Effect> {
    model.titles.extend(titles.clone());
    let (programme, officer) = (model.programme, model.officer_id());
    with_form(model, layer, |form, env| {
        let Some(kind) = form.spec(programme) else { return Vec::new() };
        let context = Context { today: env.today, officer, found: Vec::new() };
        let Some(linked) = from.first() else { return Vec::new() };
        let of = programme.kind(linked.kind);
        let fields = match of {
            Some(of) if of.id == "establishment" => {
                let last = from.get(1);
                start(programme, kind, &context, Some(linked), last)
            }
            Some(of) => {
                let mut next = || env.ids.next(env.now);
                let mut fields = proposed(programme, kind, linked, &mut next);
                let field = kind.field_by_id("establishment");
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
            form.untouch();
        }
        Vec::new()
    })
}

/// Saved: back to where one was. A link that waited for this record gets it.
pub fn committed(model: &mut Model, layer: LayerId, ids: &[Id]) -> Vec<Effect> {
    let Some(at) = model.stack.iter().position(|l| l.id == layer) else { return Vec::new() };
    let Screen::Form(form) = &model.stack[at].screen else { return Vec::new() };
    let (kind, new, fields) =
        (form.kind, form.draft.edits.is_none(), form.draft.fields.clone());
    let (titles, draft) = (form.titles.clone(), form.draft.id);
    model.drafts.retain(|d| d.id != draft);
    model.stack.truncate(at);
    model.autosave = None;
    let Some(spec) = model.programme.kind(kind) else { return Vec::new() };
    let Some(id) = ids.first().copied().filter(|_| new) else { return Vec::new() };
    let below = top(model);
    if matches!(model.screen(), Some(Screen::Form(_))) {
        let name = title::title(model.programme, spec, &fields, &titles, model.lang);
        return with_form(model, below, |form, env| match form.pick.is_some() {
            true => form.chosen(id, name, env),
            false => Vec::new(),
        });
    }
    let requests = spec.field_by_id("requests").and_then(|f| fields.get(f.no));
    if spec.id == "visit" && requests.is_some() {
        dialog::ask(model, Then::TaskOf(id));
    }
    if duties::reports(model.programme, kind, &fields, model.today).next().is_some() {
        dialog::ask(model, Then::ReportsOf(id));
    }
    Vec::new()
}

/// A commitment from what the establishment asked for at a visit.
pub fn task_of(model: &mut Model, visit: Id) -> Vec<Effect> {
    let Some(kind) = model.programme.kind_by_id("task") else { return Vec::new() };
    let field = kind.field_by_id("visit").map(|f| f.no);
    let given = field.map(|no| (no, Value::Link(visit)));
    new_record(model, kind.no, given.into_iter().collect())
}
