//! What the worker answers to a record's page: the record, what points at it, a file for it.

use std::collections::BTreeMap;

use crate::app::Effect;
use crate::app::event::LayerId;
use crate::app::intent::{Intent, IntentInput};
use crate::app::layer::scene::RecordPage;
use crate::app::layer::{Screen, page};
use crate::app::model::Model;
use crate::app::update::{drafts, forms};
use crate::programme::role::KindRole;
use crate::programme::spec::Programme;
use crate::record::{FieldNo, Id, Page, Query, Record, Value};

pub fn loaded(
    model: &mut Model,
    layer: LayerId,
    record: Option<Box<Record>>,
    titles: BTreeMap<Id, String>,
) -> Vec<Effect> {
    let (scene, programme) = (model.page_scene(), model.programme);
    let mut queries: Vec<Query> = Vec::new();
    let mut effects = Vec::new();
    let mut sought = None;
    match model.layer(layer) {
        Some(Screen::Page(page)) => {
            let kind = record.as_ref().and_then(|r| programme.kind(r.kind));
            if let Some(kind) = kind {
                queries = page.plan(programme, kind);
                if kind.is(KindRole::Home) {
                    open_tasks_only(programme, page, &mut queries);
                }
            }
            (page.record, page.titles) = (record, titles);
            page.build(&scene);
            let seek = page.seek.take();
            sought = seek.and_then(|id| kind?.field_by_id(&id)).map(|field| field.no);
        }
        Some(Screen::Form(form)) => {
            form.titles.extend(titles);
            forms::loaded(model, layer, record);
        }
        _ => {}
    }
    model.mark_dirty();
    if !queries.is_empty() {
        effects.push(Effect::Related { layer, queries, limit: page::GROUP_ROWS });
    }
    if let Some(no) = sought.filter(|_| model.top().is_some_and(|top| top.id == layer)) {
        model.want_on_top(Intent::EditField(no), IntentInput::default());
    }
    effects
}

/// An establishment's page shows the commitments that are still open.
fn open_tasks_only(programme: &Programme, page: &mut RecordPage, queries: &mut [Query]) {
    let Some(task) = programme.with_role(KindRole::Task) else { return };
    let Some(state) = task.field_by_id("state").map(|f| f.no) else { return };
    let open = vec![(state, "dang_lam".to_string())];
    let groups = page.groups.iter_mut().map(|g| &mut g.query);
    for query in groups.chain(queries.iter_mut()).filter(|q| q.kind == task.no) {
        query.filter = open.clone();
    }
}

/// The questions about a file that was taken in, unless the officer has gone elsewhere: then it
/// is an orphan, and goes.
pub fn attachment_read(
    model: &mut Model,
    layer: LayerId,
    answers: Vec<(FieldNo, Value)>,
) -> Vec<Effect> {
    let kind = model.programme.with_role(KindRole::File).map(|kind| kind.no);
    let here = model.top().is_some_and(|top| top.id == layer);
    match kind.filter(|_| here) {
        Some(kind) => {
            let effects = forms::new_record(model, kind, answers);
            effects.into_iter().chain(drafts::save_draft_before_key(model)).collect()
        }
        None => Vec::new(),
    }
}

pub fn related(model: &mut Model, layer: LayerId, pages: Vec<Page>) -> Vec<Effect> {
    let (scene, height) = (model.page_scene(), model.list_height());
    if let Some(Screen::Page(page)) = model.layer(layer) {
        for (group, answer) in page.groups.iter_mut().zip(pages) {
            group.page = Some(answer);
        }
        page.build(&scene);
        page.lines.scroll_to_cursor(height);
        model.mark_dirty();
    }
    Vec::new()
}
