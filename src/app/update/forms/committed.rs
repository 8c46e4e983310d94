//! What follows after a form is saved.

use super::{top, with_form};
use crate::app::event::LayerId;
use crate::app::intent::Intent;
use crate::app::layer::Screen;
use crate::app::model::Model;
use crate::app::title;
use crate::app::update::drafts::end_draft;
use crate::app::update::prompt;
use crate::programme::duties;
use crate::programme::role::KindRole;
use crate::record::Id;

/// Closes a saved form. A link in the form below that waited for the new record gets it.
pub fn committed(model: &mut Model, layer: LayerId, ids: &[Id]) {
    let Some(at) = model.stack.iter().position(|l| l.id == layer) else { return };
    let Screen::Form(form) = &model.stack[at].screen else { return };
    let (kind, new, fields) = (
        form.content.draft.kind,
        form.content.draft.edits.is_none(),
        form.content.draft.fields.clone(),
    );
    let (titles, draft) = (form.content.titles.clone(), form.content.draft.id);
    end_draft(model, draft);
    model.stack.truncate(at);
    model.autosave = None;
    let Some(spec) = model.programme.kind(kind) else { return };
    let Some(id) = ids.first().copied().filter(|_| new) else { return };
    let below = top(model);
    if matches!(model.screen(), Some(Screen::Form(_))) {
        let name = title::title(model.programme, spec, &fields, &titles, model.lang);
        return with_form(model, below, |form, env| {
            match form.focus.picks(&form.content, env.programme) {
                // only the list from which the record was created, not one of another kind
                Some(picked) if picked == kind => form.choose_record(id, name, env),
                _ => Vec::new(),
            }
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
