//! A state whose file has outgrown what lives in it is made anew beside the work, and takes the
//! old one's place in one step. sled never gives room back; folding the journal is the one road
//! that makes a smaller file, and the one that every recovery goes.

use std::path::Path;

use super::inner::{Inner, held, write};
use crate::storage::error::StoreError;
use crate::store::state::generations;
use crate::store::state::rebuild::{finish, in_batches};
use crate::store::state::{State, StateFault};

/// Beyond so many times what lives in it (`store.md` section 8) ...
const TIMES: u64 = 3;
/// ... sampled from as many records.
const SAMPLE: usize = 500;

impl Inner {
    /// `from`: bytes of a file that is worth the work. True when the state was made anew.
    pub fn make_smaller(&self, from: u64) -> Result<bool, StoreError> {
        self.wait()?;
        if self.shop.scratch.is_some() || !self.is_outgrown(from)? {
            return Ok(false);
        }
        let folder = self.shop.new_folder()?;
        let made = self.made_in(&folder).and_then(|state| self.put_in_place(state));
        if made.is_err() {
            // all that it holds is in the journal
            std::fs::remove_dir_all(&folder).unwrap_or_default();
        }
        made.map_err(StoreError::from)?;
        Ok(true)
    }

    fn is_outgrown(&self, from: u64) -> Result<bool, StoreError> {
        let records = held(&self.names).len() as u64;
        self.ask(|state| {
            let file = state.file_size();
            // what is as small as it was made will not become smaller
            if file <= from || file / 3 * 2 <= state.fresh_size()? {
                return Ok(false);
            }
            let (bytes, sampled) = state.sampled(SAMPLE)?;
            let lives = records.saturating_mul(bytes) / sampled.max(1);
            Ok(file > lives.saturating_mul(TIMES))
        })
    }

    /// Everything that the journal has by now; what is written meanwhile comes behind.
    fn made_in(&self, folder: &Path) -> Result<State, StateFault> {
        let state = State::create(folder, &self.ground)?;
        let until = self.writer().journal.tail().frame_no;
        in_batches(self.shop.reader.frames_until(1, until), |part| {
            if self.is_leaving() {
                return Err(StateFault::Store(StoreError::Closed));
            }
            part.give_to(&state).map(|_| ())
        })?;
        finish(&state)?;
        Ok(state)
    }

    /// Nobody writes while the two change places; what waits is folded into the new one.
    fn put_in_place(&self, state: State) -> Result<(), StateFault> {
        let mut writer = self.writer();
        if self.is_leaving() {
            return Err(StateFault::Store(StoreError::Closed));
        }
        self.fold_waiting(&mut writer);
        self.shop.catch_up(&state)?;
        state.checkpoint()?;
        let live = state.folder().to_owned();
        generations::note_boot(&live)?;
        if let Some(old) = write(&self.state).replace(state) {
            old.close(false);
        }
        drop(writer);
        Ok(self.shop.drop_others(&live)?)
    }
}
