//! Recovers from lost frames: journals again, under a new epoch, what the old state has and the
//! journal has lost.

use super::commit::Committer;
use super::loader::Loader;
use super::uplink::reason;
use crate::record::{Body, Change, Op};
use crate::storage::crypto::random::random;
use crate::storage::error::{OpeningFinding, StoreError};
use crate::storage::mutex::{lock, write};
use crate::store::journal::Entry;
use crate::store::state::surplus::{Surplus, surplus};
use crate::store::state::{State, StateFault};

impl Loader {
    /// `lost`: frames are known to be missing, so a new epoch starts even if the old state adds
    /// nothing.
    pub(super) fn salvage(
        &self,
        old: Option<State>,
        new: State,
        mut findings: Vec<OpeningFinding>,
        lost: bool,
    ) -> Result<(State, Vec<OpeningFinding>), StateFault> {
        let surplus = old.as_ref().map(|old| surplus(old, &new));
        // If the old state cannot be read, only the journal's records remain.
        let surplus = surplus.transpose().unwrap_or_default().unwrap_or_default();
        if let Some(old) = old {
            old.close(false);
        }
        let records = surplus.changes.len().max(surplus.deletions.len());
        if records == 0 && !lost {
            return Ok((new, findings));
        }
        let place = &self.notebook.projections.state;
        *write(place) = Some(new);
        let written = self.start_epoch().and_then(|()| self.write_surplus(surplus));
        let state = write(place).take().ok_or(StateFault::Foreign)?;
        if let Err(error) = written {
            state.close(false);
            return Err(StateFault::Store(error));
        }
        findings.push(OpeningFinding::Rewritten { records });
        Ok((state, findings))
    }

    fn start_epoch(&self) -> Result<(), StoreError> {
        let notebook = &self.notebook;
        let epoch = u64::from_le_bytes(random()?);
        let mut writer = notebook.writer();
        let tail = writer.journal.tail();
        writer.journal.start_epoch(epoch)?;
        let hlc = writer.clock.tick(notebook.now());
        let reason = reason::LOST.to_owned();
        let body = Body::Epoch { old_epoch: tail.epoch, old_seq: tail.seq, reason };
        let op = Op { seq: 1, hlc, wall_flag: 0, ver: 1, body };
        writer.journal.append(vec![Entry::Ops { ops: vec![op], ends_draft: None }])?;
        let context = &notebook.projections.context;
        let mut device = lock(&notebook.device);
        device.set_epoch(&*context.disk, notebook.dir(), &context.keys, epoch)
    }

    fn write_surplus(&self, surplus: Surplus) -> Result<(), StoreError> {
        let committer = Committer { notebook: &self.notebook };
        committer.write_unchecked(&mut self.notebook.writer(), surplus.changes)?;
        let mut flips = Vec::new();
        for (id, deleted) in surplus.deletions {
            let Some(record) = self.notebook.get(id)? else { continue };
            let base = record.head;
            flips.push(match deleted {
                Some(reason) => Change::Delete { id, base, reason },
                None => Change::Restore { id, base },
            });
        }
        committer.write_unchecked(&mut self.notebook.writer(), flips)
    }
}
