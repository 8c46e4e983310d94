//! Commits changes without a form; the answer goes to the layer on top.

use crate::app::{Effect, Model};
use crate::record::Change;

pub fn commit(model: &mut Model, changes: Vec<Change>) -> Vec<Effect> {
    let Some(layer) = model.top().map(|l| l.id) else { return Vec::new() };
    vec![Effect::Commit { layer, changes, ends_draft: None, seen_by_editor: None }]
}
