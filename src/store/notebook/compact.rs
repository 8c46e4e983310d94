//! Compacts the state: if its file has grown by a quarter since its build, builds it again in the
//! background and swaps it in. sled never shrinks its file; folding the journal is the only way to
//! a smaller one.

use super::Notebook;
use crate::storage::error::StoreError;
use crate::storage::mutex::{lock, write};
use crate::store::state::rebuild::remove_partial;
use crate::store::state::{State, StateFault, generations};

/// `min_bytes`: does nothing below this size. True if the state was compacted.
pub(crate) fn compact(notebook: &Notebook, min_bytes: u64) -> Result<bool, StoreError> {
    notebook.wait_ready()?;
    let builder = &notebook.projections.builder;
    let is_refused = notebook.lifecycle.is_work_refused();
    if builder.scratch.is_some() || is_refused || !is_outgrown(notebook, min_bytes)? {
        return Ok(false);
    }
    let folder = builder.new_folder()?;
    let replaced = lock(&notebook.projections.erased).replaced;
    let until = notebook.writer().journal.tail().frame_no;
    let compacted = builder
        .build_until(&folder, until, || notebook.lifecycle.is_closing())
        .and_then(|built| {
            notebook.projections.try_query(|live| built.require_all_of(live))?;
            replace_state(notebook, built.state, replaced)
        });
    if !matches!(compacted, Ok(true)) {
        remove_partial(&*notebook.projections.context.disk, &folder);
    }
    let compacted = compacted.map_err(StoreError::from);
    notebook.lifecycle.announce_damage(&compacted);
    compacted
}

/// Whether the file has grown by a quarter since the build. A state without a base was never packed
/// and is always outgrown.
fn is_outgrown(notebook: &Notebook, min_bytes: u64) -> Result<bool, StoreError> {
    notebook.projections.query(|state| {
        let (file, fresh) = (state.file_size(), state.fresh_size()?);
        let allowed = if state.has_base() { fresh / 4 * 5 } else { 0 };
        Ok(file > min_bytes && file > allowed)
    })
}

/// Swaps the states under the writer's lock, after the new one has caught up. False: answers were
/// erased meanwhile, and the new state was built from a journal that still had them.
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
    projections.builder.catch_up_whole(&state)?;
    state.checkpoint()?;
    let live = state.folder().to_owned();
    generations::note_boot(&live)?;
    if let Some(old) = write(&projections.state).replace(state) {
        old.close(false);
    }
    // with the writer, so that nothing builds another state meanwhile
    projections.builder.drop_others(&live)?;
    drop(writer);
    Ok(true)
}
