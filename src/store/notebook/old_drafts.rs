//! Removes the contents of finished drafts from old journal files. A draft is journalled while it
//! is typed and useless once it is saved or discarded; after some time most of a journal is drafts.
//!
//! The frames stay, emptied: frame numbers, ops and op chain are unchanged.

use std::collections::BTreeSet;

use super::Notebook;
use super::writer::Writer;
use crate::record::Id;
use crate::storage::error::StoreError;
use crate::storage::format::draft::{DraftFrame, encode_draft};
use crate::storage::mutex::lock;
use crate::store::index::records::load;
use crate::store::journal::Entry;
use crate::store::state::{Applied, StateFault};

/// Milliseconds after which a file is old: three months.
const OLD: u64 = 90 * 24 * 3600 * 1000;

/// `min_bytes`: does nothing if less can be removed. True if the journal was rewritten.
pub(crate) fn cut(notebook: &Notebook, min_bytes: usize) -> Result<bool, StoreError> {
    notebook.wait_ready()?;
    let projections = &notebook.projections;
    if projections.builder.scratch.is_some() || notebook.lifecycle.is_work_refused() {
        return Ok(false);
    }
    // without the writer's lock: these old files are not written any more
    let old = notebook.now().saturating_sub(OLD);
    let Some(until) = notebook.reader().last_frame_before(old)? else { return Ok(false) };
    let live: BTreeSet<Id> = {
        let drafts = projections.drafts();
        drafts.iter().flat_map(|drafts| drafts.all()).map(|draft| draft.id).collect()
    };
    let mut bytes = 0;
    for (_, entry) in notebook.reader().frames_until(1, until).flatten() {
        bytes += emptied(&entry, &live).map_or(0, |(_, bytes)| bytes);
    }
    if bytes < min_bytes.max(1) {
        return Ok(false);
    }
    let mut writer = notebook.settled_writer();
    if notebook.lifecycle.is_closing() {
        return Err(StoreError::Closed);
    }
    let disk = &*projections.context.disk;
    if lock(&projections.erased).is_pending() {
        // a pending erasure comes first
        return Ok(false);
    }
    // Rewriting drops damaged frames, which may be the only copy of something.
    let report = writer.journal.verify()?;
    if let Some(damage) = report.damage.first() {
        let refused = Err(StoreError::Damaged(damage.clone()));
        notebook.lifecycle.announce_damage(&refused);
        return refused;
    }
    lock(&projections.erased).note_cutting(disk)?;
    let applied = projections.query(|state| state.applied())?.no;
    let mut link = [0; 32];
    writer.journal.rewrite(&mut |place, entry, _, _| {
        let left = emptied(entry, &live).filter(|_| place.no <= until);
        Ok(left.map(|(frame, _)| encode_draft(&frame)))
    })?;
    lock(&projections.erased).replaced += 1;
    for found in notebook.reader().frames_until(applied, applied) {
        link = found.map(|(place, _)| place.link).unwrap_or(link);
    }
    follow(notebook, &mut writer, Applied { no: applied, link })?;
    lock(&projections.erased).note_cut(disk)
}

/// Updates the state, the index file and the start cache, which refer to a frame by its link.
fn follow(
    notebook: &Notebook,
    writer: &mut Writer,
    applied: Applied,
) -> Result<(), StoreError> {
    let projections = &notebook.projections;
    projections.query(|state| match state.applied()?.no == applied.no {
        true => state.set_link(applied),
        false => Err(StateFault::Foreign),
    })?;
    let mut index = projections.index_with(load::whole)?;
    notebook.write_index(&mut index, applied)?;
    drop(index);
    notebook.checkpoint(writer, false)
}

/// The emptied frame of an ended draft, and the number of bytes removed; `None` for other frames.
fn emptied(entry: &Entry, live: &BTreeSet<Id>) -> Option<(DraftFrame, usize)> {
    let Entry::Draft(frame) = entry else { return None };
    let values: usize =
        frame.fields.iter().map(|(_, bytes)| 4 + bytes.as_ref().map_or(0, Vec::len)).sum();
    let typed: usize = frame.typed.iter().map(|typed| 8 + typed.text.len()).sum();
    if live.contains(&frame.draft) || values + typed == 0 {
        return None;
    }
    let (fields, typed_left) = (Vec::new(), Vec::new());
    Some((DraftFrame { fields, typed: typed_left, at: None, ..frame.clone() }, values + typed))
}
