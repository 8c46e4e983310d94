//! A state made anew while the officer works: it answers with what it has so far and takes new
//! records at once. What changes a record waits until all that was done to it is read again.

use std::path::Path;

use super::inner::{Inner, News, StorePhase, held, write};
use crate::storage::error::{OpeningFinding, StoreError};
use crate::store::index::start_cache;
use crate::store::state::rebuild::{JournalPart, finish, in_batches};
use crate::store::state::{State, StateFault};

impl Inner {
    /// The phase is `Growing` until the caller enters another.
    pub fn grow(&self) -> Result<Vec<OpeningFinding>, StateFault> {
        let folder = self.shop.new_folder()?;
        let grown = self.grow_in(&folder);
        if grown.is_err() {
            if let Some(state) = write(&self.state).take() {
                state.close(true);
            }
            // On a full disk it would be in the way; all that it holds is in the journal.
            std::fs::remove_dir_all(&folder).unwrap_or_default();
        }
        grown
    }

    fn grow_in(&self, folder: &Path) -> Result<Vec<OpeningFinding>, StateFault> {
        *write(&self.state) = Some(State::create(folder, &self.ground)?);
        self.enter(StorePhase::Growing);
        let mut findings = in_batches(self.shop.all_frames(), |part| self.take_part(part))?;
        findings.push(self.try_ask(finish)?);
        Ok(findings)
    }

    fn take_part(&self, part: JournalPart) -> Result<(), StateFault> {
        if self.is_leaving() {
            return Err(StateFault::Store(StoreError::Closed));
        }
        let records = self.try_ask(|state| part.give_to(state))?;
        let mut names = held(&self.names);
        records.iter().for_each(|record| self.name(&mut names, record));
        let records = names.len();
        drop(names);
        self.announce(News::Growing { records });
        Ok(())
    }

    /// Nobody writes between names and state, so that the snapshot is of one moment. sled keeps
    /// pages far beyond its cache's size, until it is opened anew.
    pub fn settle_grown(&self) -> Result<(), StateFault> {
        let mut writer = self.writer();
        self.fold_waiting(&mut writer);
        let mut place = write(&self.state);
        let state = place.take().ok_or(StateFault::Foreign)?;
        let applied = state.applied()?;
        if self.shop.scratch.is_none() {
            let (dir, sealer) = (&self.shop.dir, &self.ground.sealer);
            start_cache::write_names(dir, sealer, &mut held(&self.names), applied)?;
        }
        let folder = state.folder().to_owned();
        state.close(false);
        *place = Some(State::open(&folder, &self.ground)?);
        Ok(())
    }
}
