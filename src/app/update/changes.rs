//! Changes without a form: the answer goes to the layer that is seen.

use crate::app::{Effect, Model};
use crate::record::{Change, Id};

/// A change without a form. Its answer goes to the layer that is seen.
pub fn commit(model: &mut Model, changes: Vec<Change>) -> Vec<Effect> {
    let Some(layer) = model.top().map(|l| l.id) else { return Vec::new() };
    vec![Effect::Commit { layer, changes, ends_draft: None }]
}

/// Asks, once it is known what points at the record.
pub(crate) fn delete(model: &Model, id: Id, base: u64) -> Vec<Effect> {
    let Some(layer) = model.top().map(|top| top.id) else { return Vec::new() };
    vec![Effect::Hanging { layer, id, base }]
}

pub(crate) fn history(id: Id) -> Vec<Effect> {
    vec![Effect::History { id }]
}
