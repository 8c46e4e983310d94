//! Compacts the state: one whose file has outgrown its records is rebuilt in the background, and takes
//! the old one's place in one step. sled never gives room back; folding the journal is the one way to
//! a smaller file, and the way of every recovery.

use super::Notebook;
use crate::storage::error::StoreError;
use crate::storage::mutex::write;
use crate::store::state::rebuild::remove_partial;
use crate::store::state::{State, StateFault, generations};

/// `min_bytes`: a smaller file is not worth the work. True when the state was compacted.
pub(crate) fn compact(notebook: &Notebook, min_bytes: u64) -> Result<bool, StoreError> {
    notebook.wait_ready()?;
    // one at a time; whoever comes second has nothing left to do
    let Ok(_one) = notebook.lifecycle.compaction.try_lock() else { return Ok(false) };
    let builder = &notebook.projections.builder;
    if builder.scratch.is_some() || !is_outgrown(notebook, min_bytes)? {
        return Ok(false);
    }
    let folder = builder.new_folder()?;
    let until = notebook.writer().journal.tail().frame_no;
    let compacted = builder
        .build_until(&folder, until, || notebook.lifecycle.is_closing())
        .and_then(|state| replace_state(notebook, state));
    if compacted.is_err() {
        remove_partial(&*notebook.projections.context.disk, &folder);
    }
    compacted.map_err(StoreError::from)?;
    Ok(true)
}

/// Is what was written since the last build a quarter of what it made?
fn is_outgrown(notebook: &Notebook, min_bytes: u64) -> Result<bool, StoreError> {
    notebook.projections.query(|state| {
        let (file, fresh) = (state.file_size(), state.fresh_size()?);
        let allowed = if state.has_base() { fresh / 4 * 5 } else { 0 };
        Ok(file > min_bytes && file > allowed)
    })
}

/// Holds the writer while the two change places; what is pending is folded into the new one.
fn replace_state(notebook: &Notebook, state: State) -> Result<(), StateFault> {
    let projections = &notebook.projections;
    let mut writer = notebook.writer();
    if notebook.lifecycle.is_closing() {
        return Err(StateFault::Store(StoreError::Closed));
    }
    writer.fold_pending(projections);
    projections.builder.catch_up(&state)?;
    state.checkpoint()?;
    let live = state.folder().to_owned();
    generations::note_boot(&live)?;
    if let Some(old) = write(&projections.state).replace(state) {
        old.close(false);
    }
    drop(writer);
    Ok(projections.builder.drop_others(&live)?)
}
