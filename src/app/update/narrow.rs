//! Narrows the list on top, and opens lists that are narrowed from the start.

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

/// The records of a kind that lack required answers.
pub fn incomplete(model: &mut Model, kind: KindNo) -> Vec<Effect> {
    let words = say::incomplete_only(model.lang);
    narrowed_list(model, kind, Intent::FilterIncomplete, words)
}

/// The records of a kind with this review status.
pub fn list_reviewed(model: &mut Model, kind: KindNo, reviewed: Reviewed) -> Vec<Effect> {
    narrowed_list(model, kind, Intent::FilterReviewed(reviewed), String::new())
}

/// The records of a kind whose day calls for attention.
pub fn due(model: &mut Model, kind: KindNo, due: DueIn) -> Vec<Effect> {
    let Some(spec) = model.programme.kind(kind) else { return Vec::new() };
    let words = dues::label(spec, due, model.today, model.lang);
    narrowed_list(model, kind, Intent::FilterDue(due), words)
}

/// A list that a row leads to is over the screen of that row, which is there again on the way
/// back. A form gives way, and stays as a draft.
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
        // these two go together with each other and with an answer
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

/// The list on top was opened as it is now: Esc leads away from it.
pub fn freeze_filters(model: &mut Model) {
    if let Some(Screen::List(list)) = model.screen() {
        list.freeze_filters();
    }
}
