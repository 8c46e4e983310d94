//! Compacts the state: one whose file has grown by a quarter since its build is built again in the
//! background, and takes the old one's place in one step. sled never gives room back; folding the journal is the one way to
//! a smaller file, and the way of every recovery.

use super::Notebook;
use crate::storage::error::StoreError;
use crate::storage::mutex::{lock, write};
use crate::store::state::rebuild::remove_partial;
use crate::store::state::{State, StateFault, generations};

/// `min_bytes`: a smaller file is not worth the work. True when the state was compacted.
pub(crate) fn compact(notebook: &Notebook, min_bytes: u64) -> Result<bool, StoreError> {
    notebook.wait_ready()?;
    let builder = &notebook.projections.builder;
    if builder.scratch.is_some() || !is_outgrown(notebook, min_bytes)? {
        return Ok(false);
    }
    let folder = builder.new_folder()?;
    let replaced = lock(&notebook.projections.erased).replaced;
    let until = notebook.writer().journal.tail().frame_no;
    let compacted = builder
        .build_until(&folder, until, || notebook.lifecycle.is_closing())
        .and_then(|state| replace_state(notebook, state, replaced));
    if !matches!(compacted, Ok(true)) {
        remove_partial(&*notebook.projections.context.disk, &folder);
    }
    compacted.map_err(StoreError::from)
}

/// Has the file grown by a quarter since the build? A state without a base was never packed.
fn is_outgrown(notebook: &Notebook, min_bytes: u64) -> Result<bool, StoreError> {
    notebook.projections.query(|state| {
        let (file, fresh) = (state.file_size(), state.fresh_size()?);
        let allowed = if state.has_base() { fresh / 4 * 5 } else { 0 };
        Ok(file > min_bytes && file > allowed)
    })
}

/// Holds the writer while the two change places; what is pending is folded into the new one.
/// False: answers were erased meanwhile, and it was built from a journal that still had them.
fn replace_state(notebook: &Notebook, state: State, replaced: u64) -> Result<bool, StateFault> {
    let projections = &notebook.projections;
    let mut writer = notebook.writer();
    if notebook.lifecycle.is_closing() {
        return Err(StateFault::Store(StoreError::Closed));
    }
    if lock(&projections.erased).replaced != replaced {
        state.close(false);
        return Ok(false);
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
    projections.builder.drop_others(&live)?;
    Ok(true)
}
