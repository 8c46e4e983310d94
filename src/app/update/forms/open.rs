//! Opens forms: for a new record, an existing record or a draft.

use std::collections::BTreeMap;

use crate::app::event::LayerId;
use crate::app::form::{Env, Form, answerable};
use crate::app::layer::Screen;
use crate::app::links::links_to;
use crate::app::model::Model;
use crate::app::update::drafts::save_draft;
use crate::app::update::forms::{save_histories, top, with_form};
use crate::app::update::navigate;
use crate::app::{Effect, title};
use crate::lang::{app, form as say};
use crate::programme::check::Context;
use crate::programme::role::KindRole;
use crate::programme::spec::{Field, Kind, Type};
use crate::programme::start::start;
use crate::record::{Draft, FieldNo, Id, KindNo, Record, Value};
use crate::text::format::moment_from_millis;

fn push(model: &mut Model, make: impl FnOnce(&mut Env) -> Form) -> LayerId {
    let mut ids = model.ids();
    let mut env = model.env(&mut ids);
    let form = make(&mut env);
    model.put_ids(ids);
    let layer = model.push(form);
    let titles = model.titles.clone();
    if let Some(Screen::Form(form)) = model.layer(layer) {
        form.content.titles.extend(titles);
    }
    let (height, width) = (model.height_below_title(), usize::from(model.size.0));
    let (programme, lang) = (model.programme, model.lang);
    if let Some(Screen::Form(form)) = model.layer(layer) {
        form.follow(height, width, programme, lang);
    }
    layer
}

/// Opens a form for a new record; `given` are answers implied by where it was opened.
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
        form.content.titles.extend(officer_title);
    }
    effects_for
        .into_iter()
        .map(|id| Effect::CarryOver { layer, kind: kind.no, linked: id })
        .collect()
}

fn officer_name(model: &Model, officer: &Record) -> String {
    let kind = model.programme.kind(officer.kind);
    kind.map(|k| {
        title::title(model.programme, k, &officer.fields, &BTreeMap::new(), model.lang)
    })
    .unwrap_or_default()
}

/// "New visit": linked to the record of the open page or under the cursor.
pub fn new_visit(model: &mut Model) -> Vec<Effect> {
    let Some(visit) = model.programme.with_role(KindRole::Visit) else { return Vec::new() };
    let here = match model.top().map(|l| &l.screen) {
        Some(Screen::Page(page)) => page.record.as_deref().cloned(),
        Some(Screen::List(list)) => list.selected().filter(|r| r.deleted.is_none()).cloned(),
        _ => None,
    };
    let given =
        here.map(|record| links_to(model.programme, visit, &record)).unwrap_or_default();
    new_record(model, visit.no, given)
}

/// Opens a form on the record with some answers set, and the cursor at field `at`.
pub fn edit_with(
    model: &mut Model,
    record: Box<Record>,
    set: Vec<(FieldNo, Value)>,
    at: Option<FieldNo>,
) -> Vec<Effect> {
    let titles =
        navigate::page_on_top(model).map(|page| page.titles.clone()).unwrap_or_default();
    let effects = edit_record(model, record, titles, None);
    let layer = top(model);
    with_form(model, layer, |form, env| {
        for (no, value) in set {
            form.answer(no, value, env);
        }
        if let Some(at) = at {
            form.go_to_field(at, env);
        }
        Vec::new()
    });
    effects
}

/// Opens a form for a new record of `kind` that links to this one, with further answers.
pub fn new_linked(
    model: &mut Model,
    kind: &Kind,
    record: &Record,
    more: Vec<(FieldNo, Value)>,
) -> Vec<Effect> {
    let given = links_to(model.programme, kind, record).into_iter().chain(more).collect();
    new_record(model, kind.no, given)
}

/// Opens a form on the record of the page, with the cursor at field `at`.
pub fn edit(model: &mut Model, at: Option<FieldNo>) -> Vec<Effect> {
    let Some(page) = navigate::page_on_top(model) else { return Vec::new() };
    let Some(record) = page.record.clone().filter(|r| r.deleted.is_none()) else {
        return Vec::new();
    };
    let titles = page.titles.clone();
    let kind = model.programme.kind(record.kind);
    let why = at.and_then(|no| who_answers(model, kind?.field(no)?));
    let effects = edit_record(model, record, titles, at);
    if why.is_some() {
        model.message = why;
    }
    effects
}

/// The message for a field that the user cannot answer: headquarters or the program does.
pub fn who_answers(model: &Model, field: &Field) -> Option<String> {
    let label = field.label.get(model.lang);
    if answerable(model.programme, field) {
        return None;
    }
    Some(match field.headquarters {
        true => app::headquarters_answers(model.lang, label),
        false => app::program_answers(model.lang, label),
    })
}

pub fn edit_record(
    model: &mut Model,
    record: Box<Record>,
    titles: BTreeMap<Id, String>,
    at: Option<FieldNo>,
) -> Vec<Effect> {
    if let Some(draft) = draft_of(model, record.id) {
        let effects = resume(model, draft);
        let layer = top(model);
        with_form(model, layer, |form, env| {
            form.content.titles.extend(titles);
            if let Some(at) = at {
                form.go_to_field(at, env);
            }
            Vec::new()
        });
        return effects;
    }
    let Some(kind) = model.programme.kind(record.kind) else { return Vec::new() };
    let layer = push(model, |env| Form::edit(kind, record, at, env));
    if let Some(Screen::Form(form)) = model.layer(layer) {
        form.content.titles.extend(titles);
    }
    Vec::new()
}

/// The draft that edits the record: a second draft of it would conflict with the first.
fn draft_of(model: &Model, record: Id) -> Option<Id> {
    let edits = |draft: &&Draft| draft.edits.is_some_and(|(id, _)| id == record);
    let of_record = model.drafts.iter().filter(|draft| !draft.hidden).filter(edits);
    of_record.max_by_key(|draft| draft.changed).map(|draft| draft.id)
}

/// Opens the form of a draft where it was left.
pub fn resume(model: &mut Model, id: Id) -> Vec<Effect> {
    if let Some(effects) = focus_open_form(model, id) {
        return effects;
    }
    let Some(draft) = model.drafts.iter().find(|d| d.id == id).cloned() else {
        return Vec::new();
    };
    let edits = draft.edits;
    if edits.is_some() {
        let when = moment_from_millis(draft.changed, model.today);
        model.message = Some(say::resumed(model.lang, &when));
    }
    let layer = push(model, |env| Form::resume(draft, env));
    let history = model.histories.iter().position(|(of, _)| *of == id);
    let history = history.and_then(|at| model.histories.remove(at));
    if let Some(Screen::Form(form)) = model.layer(layer) {
        form.content.mark_stored();
        form.content.put_history(history.map(|(_, history)| history).unwrap_or_default());
    }
    let mut links = Vec::new();
    if let Some(Screen::Form(form)) = model.layer(layer) {
        for (_, value) in form.content.draft.fields.iter() {
            match value {
                Value::Link(id) => links.push(*id),
                Value::Links(ids) => links.extend(ids),
                _ => {}
            }
        }
    }
    let mut effects = vec![Effect::Titles { layer, ids: links }];
    effects.extend(edits.map(|(id, head)| Effect::LoadEdited { layer, id, head }));
    effects
}

/// Returns to the open form of this draft, if there is one: a draft has only one form.
fn focus_open_form(model: &mut Model, id: Id) -> Option<Vec<Effect>> {
    let is_it =
        |screen: &Screen| matches!(screen, Screen::Form(form) if form.content.draft.id == id);
    let at = model.stack.iter().position(|layer| is_it(&layer.screen))?;
    let effects = save_draft(model);
    save_histories(model, at + 1);
    model.stack.truncate(at + 1);
    model.mark_dirty();
    Some(effects)
}

/// "Create new" in a link: opens a form of that kind with the typed text as its name.
pub fn create(model: &mut Model, kind: KindNo, text: String) -> Vec<Effect> {
    let Some(spec) = model.programme.kind(kind) else { return Vec::new() };
    if spec.is(KindRole::File) {
        // an attachment record needs its file first, from a record's page
        model.message = Some(app::file_from_page(model.lang));
        model.mark_dirty();
        return Vec::new();
    }
    // the typed text is the name only if that is a text field; several words are no code
    let is_code = |field: &&Field| field.is_unique_alone() && text.trim().contains(' ');
    let mut title = spec.list.title.iter().filter_map(|no| spec.field(*no));
    let name = title.find(|field| !is_code(field));
    let name = name.filter(|f| matches!(f.ty, Type::Text) && !text.trim().is_empty());
    let given = name.map(|field| (field.no, Value::Text(text.trim().to_string())));
    new_record(model, kind, given.into_iter().collect())
}

/// Opens a form for a commitment from what the establishment asked for at a visit.
pub fn task_of(model: &mut Model, visit: Id) -> Vec<Effect> {
    let Some(kind) = model.programme.with_role(KindRole::Task) else { return Vec::new() };
    let visits = model.programme.with_role(KindRole::Visit);
    let field = visits.and_then(|of| kind.fields().find(|field| field.links_to(&of.id)));
    let given = field.map(|field| (field.no, Value::Link(visit)));
    new_record(model, kind.no, given.into_iter().collect())
}
