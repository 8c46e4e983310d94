//! Undoes an import, except for records that were changed or used since.

use crate::lang::{Lang, revise as say};
use crate::record::{Batch, Id};
use crate::services::validator::RisingIds;
use crate::store::{NotUndoneReason, Store, StoreError, UndoOutcome};
use crate::text::format::show_int;

/// Maximum number of records that are listed.
const MOST_NAMED: usize = 20;

/// Undoes a batch. Used by the command and by the screen.
pub fn undo(
    store: &Store,
    batch: &Batch,
    now: u64,
    lang: Lang,
) -> Result<UndoOutcome, StoreError> {
    let id = RisingIds::default().next(now)?;
    let label = batch.label.clone();
    let by = Batch { id, undoes: Some(batch.id), made: now, label };
    store.batches().undo(batch, &by, &say::undo_reason(lang))
}

pub fn sentences(
    store: &Store,
    batch: &Batch,
    undone: &UndoOutcome,
    lang: Lang,
) -> Vec<String> {
    let count = |n: usize| show_int(i64::try_from(n).unwrap_or(i64::MAX));
    let (deleted, restored) = (count(undone.deleted), count(undone.restored));
    let mut all = vec![say::undone(lang, &batch.label, &deleted, &restored)];
    if undone.left.is_empty() {
        return all;
    }
    all.push(say::left(lang, &count(undone.left.len())));
    let ids: Vec<Id> = undone.left.iter().map(|(id, _)| *id).collect();
    let titles = store.records().titles(&ids).unwrap_or_default();
    for (id, why) in undone.left.iter().take(MOST_NAMED) {
        let name = titles.get(id).cloned().unwrap_or_else(|| id.to_string());
        all.push(match why {
            NotUndoneReason::Changed => say::left_changed(lang, &name),
            NotUndoneReason::Used(n) => say::left_used(lang, &name, *n),
            NotUndoneReason::NoWay => say::left_no_way(lang, &name),
        });
    }
    let more = undone.left.len().saturating_sub(MOST_NAMED);
    all.extend((more > 0).then(|| say::left_more(lang, &count(more))));
    all
}
