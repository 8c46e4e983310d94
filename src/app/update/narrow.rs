//! Filters the list on top, and opens filtered lists.

use crate::app::Effect;
use crate::app::due as dues;
use crate::app::intent::Intent;
use crate::app::layer::Screen;
use crate::app::layer::list::List;
use crate::app::model::Model;
use crate::app::update::navigate;
use crate::app::update::navigate::fetch_missing_rows;
use crate::lang::app as say;
use crate::record::{DueIn, KindNo, Reviewed, Sort};

/// Opens the list of records that lack required answers.
pub fn incomplete(model: &mut Model, kind: KindNo) -> Vec<Effect> {
    let words = say::incomplete_only(model.lang);
    narrowed_list(model, kind, Intent::FilterIncomplete, words)
}

/// Opens the list of records with this review status.
pub fn list_reviewed(model: &mut Model, kind: KindNo, reviewed: Reviewed) -> Vec<Effect> {
    narrowed_list(model, kind, Intent::FilterReviewed(reviewed), String::new())
}

/// Opens the list of records due in this range of days.
pub fn due(model: &mut Model, kind: KindNo, due: DueIn) -> Vec<Effect> {
    let Some(spec) = model.programme.kind(kind) else { return Vec::new() };
    let words = dues::label(spec, due, model.today, model.lang);
    narrowed_list(model, kind, Intent::FilterDue(due), words)
}

/// Opens a filtered list over the present screen. If a form is open, all layers are closed
/// first, and the form stays as a draft.
fn narrowed_list(
    model: &mut Model,
    kind: KindNo,
    choice: Intent,
    words: String,
) -> Vec<Effect> {
    let Some(spec) = model.programme.kind(kind) else { return Vec::new() };
    let mut effects = Vec::new();
    if model.stack.iter().any(|layer| matches!(layer.screen, Screen::Form(_))) {
        effects = navigate::list(model, kind, false);
    } else {
        model.push(List::new(spec, false));
    }
    effects.extend(narrow(model, choice, words));
    freeze_filters(model);
    effects
}

pub fn narrow(model: &mut Model, choice: Intent, words: String) -> Vec<Effect> {
    let Some(Screen::List(list)) = model.screen() else { return Vec::new() };
    match choice {
        Intent::Sort(sort) => list.query.sort = sort,
        Intent::FilterIncomplete => {
            (list.query.incomplete, list.filter_words) = (true, words);
            list.query.filter.clear();
        }
        Intent::FilterDue(due) => {
            (list.query.due, list.due_words) = (Some(due), words);
            list.query.sort = Sort::Due;
        }
        // status and officer combine with each other and with a filter by answer
        Intent::FilterReviewed(reviewed) => list.query.reviewed = Some(reviewed),
        Intent::FilterOfficer(officer) => {
            (list.query.by, list.by_words) = (Some(officer), words)
        }
        Intent::Filter(Some(filter)) => {
            (list.query.incomplete, list.filter_words) = (false, words);
            list.query.filter = vec![filter];
        }
        _ => {
            (list.query.incomplete, list.filter_words) = (false, String::new());
            list.query.filter.clear();
            (list.query.reviewed, list.query.by, list.query.due) = (None, None, None);
            list.by_words.clear();
            list.due_words.clear();
            if list.query.sort == Sort::Due {
                list.query.sort = list.usual;
            }
        }
    }
    list.restart();
    fetch_missing_rows(model)
}

/// Makes the present filters of the list on top its opening state: Esc closes the list.
pub fn freeze_filters(model: &mut Model) {
    if let Some(Screen::List(list)) = model.screen() {
        list.freeze_filters();
    }
}
