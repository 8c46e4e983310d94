//! Ops to be sent to headquarters, the receipts that say what headquarters has, and the new epoch
//! when the two histories have diverged.

use super::Notebook;
use crate::record::sync_status::ReceiptStatus;
use crate::record::{Body, Correction, Hlc, Op};
use crate::storage::error::StoreError;
use crate::storage::format::frame::ty;
use crate::storage::format::raw::RawOp;
use crate::storage::format::receipt::SignedReceipt;
use crate::storage::format::wire::{OP_VER, tag};
use crate::storage::limits;
use crate::storage::mutex::lock;
use crate::store::journal::{Entry, Epoch, JournalTail, Outgoing, first_record_time};
use crate::store::notebook::writer::Writer;

/// Reasons for an epoch, as stored in its first op. Headquarters reads them: never change them.
pub mod reason {
    /// headquarters holds other ops under the same numbers
    pub const PARTED: &str = "headquarters holds other ops";
    /// the journal's end was lost
    pub const LOST: &str = "journal lost confirmed frames";
    /// the notebook was opened from its backup
    pub const BACKUP: &str = "backup";
    /// headquarters was restored from a copy
    pub const RESTORED: &str = "headquarters restored from a copy";
    /// the clock had run ahead
    pub const CLOCK: &str = "clock put right";
}

/// The clock was wrong if op times are ahead of it by more than this, milliseconds.
const CLOCK_TOLERANCE: u64 = 24 * 60 * 60 * 1000;
/// Maximum number of epochs with a stored receipt; a laptop has a few.
const MAX_EPOCHS: usize = 256;

#[derive(Clone, Copy)]
pub struct Uplink<'a> {
    pub(crate) notebook: &'a Notebook,
}

impl Uplink<'_> {
    /// This device's epochs, oldest first, each with its last op number.
    pub fn epochs(&self) -> Result<Vec<Epoch>, StoreError> {
        let tail = self.notebook.writer().journal.tail();
        let mut epochs = self.notebook.reader().epochs(&tail)?;
        for epoch in &mut epochs {
            if let Some(chain) = self.receipted_chain(epoch.epoch, epoch.last)? {
                epoch.chain = chain;
            }
        }
        Ok(epochs)
    }

    /// Encoded ops of an epoch after number `seq`: whole frames up to about `budget` bytes, at
    /// least one. `None`: there are no more.
    pub fn ops_after(
        &self,
        epoch: u64,
        seq: u64,
        budget: usize,
    ) -> Result<Option<Outgoing>, StoreError> {
        let tail = self.notebook.writer().journal.tail();
        let mut parts =
            self.notebook.reader().epoch_ops(epoch, seq.saturating_add(1), &tail)?;
        let Some(mut found) = parts.next() else { return Ok(None) };
        let mut size = found.ops.iter().map(RawOp::size).sum::<usize>();
        for part in parts {
            size += part.ops.iter().map(RawOp::size).sum::<usize>();
            if size > budget {
                break;
            }
            found.ops.extend(part.ops);
            found.opids.extend(part.opids);
        }
        Ok(Some(found))
    }

    /// The corrected time of a clock value, Unix milliseconds.
    pub fn true_millis(&self, at: Hlc) -> u64 {
        lock(&self.notebook.corrections).true_millis(at)
    }

    /// The op chain after op `seq`; `None`: there is no such op.
    pub fn chain_at(&self, epoch: u64, seq: u64) -> Result<Option<[u8; 32]>, StoreError> {
        let tail = self.notebook.writer().journal.tail();
        match self.notebook.reader().chain_at(epoch, seq, &tail)? {
            Some(chain) => Ok(Some(chain)),
            None => self.receipted_chain(epoch, seq),
        }
    }

    /// The op chain after op `seq` by the epoch's newest receipt, which proves it also where damage
    /// has made it unreadable; `None` if that is of another op.
    fn receipted_chain(&self, epoch: u64, seq: u64) -> Result<Option<[u8; 32]>, StoreError> {
        let receipts = self.receipts()?;
        let mut receipts = receipts.iter().map(|signed| signed.receipt);
        Ok(receipts.find(|r| (r.epoch, r.acked) == (epoch, seq)).map(|r| r.chain))
    }

    /// The newest receipt of each epoch.
    pub fn receipts(&self) -> Result<Vec<SignedReceipt>, StoreError> {
        self.notebook.wait_ready()?;
        self.notebook.projections.query(|state| state.receipts())
    }

    /// Journals a receipt; durable when it returns `Ok(true)`. False: it is not newer than the
    /// known one.
    pub fn take_receipt(&self, new: &SignedReceipt) -> Result<bool, StoreError> {
        let known = self.receipts()?;
        let same = |r: &&SignedReceipt| r.receipt.epoch == new.receipt.epoch;
        let takes = match known.iter().find(same) {
            Some(known) => new.receipt.newer_than(&known.receipt),
            None => known.len() < MAX_EPOCHS,
        };
        if !takes {
            return Ok(false);
        }
        let mut writer = self.notebook.writer();
        let bytes = new.encode();
        writer.journal.append(vec![Entry::Other { ty: ty::RECEIPT, bytes }])?;
        self.notebook
            .projections
            .query(|state| state.take_receipts(std::slice::from_ref(new)))?;
        *lock(&self.notebook.received) = None;
        Ok(true)
    }

    /// How many ops headquarters has. The count is cached until a receipt arrives or an epoch
    /// begins: ops written since only add to the waiting ones.
    pub fn status(&self) -> Result<ReceiptStatus, StoreError> {
        if let Some(status) = self.notebook.projections.status_from_start() {
            return Ok(status.received);
        }
        self.notebook.wait_ready()?;
        let tail = self.notebook.writer().journal.tail();
        self.status_at(&tail)
    }

    /// As `status`, for a caller that holds the writer.
    pub(super) fn status_at(&self, tail: &JournalTail) -> Result<ReceiptStatus, StoreError> {
        // locked before reading receipts: `take_receipt` stores the receipt, then clears the cache
        let mut kept = lock(&self.notebook.received);
        let receipts = self.notebook.projections.query(|state| state.receipts())?;
        if let Some((epoch, seq, found)) = *kept
            && epoch == tail.epoch
        {
            let more = tail.seq.saturating_sub(seq);
            return Ok(ReceiptStatus { waiting: found.waiting.saturating_add(more), ..found });
        }
        let mut found = ReceiptStatus { up_to: tail.hlc, ..ReceiptStatus::default() };
        for epoch in self.notebook.reader().epochs(tail)? {
            let receipt = receipts.iter().find(|r| r.receipt.epoch == epoch.epoch);
            let acked = receipt.map_or(0, |r| r.receipt.acked).min(epoch.last);
            found.at_headquarters = found.at_headquarters.saturating_add(acked);
            found.last = found.last.max(receipt.map_or(0, |r| r.receipt.time));
            if acked == epoch.last {
                continue;
            }
            found.waiting = found.waiting.saturating_add(epoch.last - acked);
            let parts =
                self.notebook.reader().epoch_ops(epoch.epoch, acked.saturating_add(1), tail)?;
            let first = first_record_time(parts).unwrap_or_default();
            found.up_to = found.up_to.min(Hlc(first.0.saturating_sub(1)));
        }
        *kept = Some((tail.epoch, tail.seq, found));
        Ok(found)
    }

    /// Forks an epoch after op `common`, because headquarters holds other ops after it. Ops that it
    /// lacks are written again under a new epoch, unchanged except for their numbers. If they are
    /// too large for one write, several epochs are begun, the newest ops first: after an
    /// interruption the end of the old epoch shows which ops are not yet written again.
    pub fn fork(&self, epoch: u64, common: u64, reason: &str) -> Result<(), StoreError> {
        self.notebook.wait_ready()?;
        let mut writer = self.notebook.settled_writer();
        let tail = writer.journal.tail();
        let known = self.notebook.reader().epochs(&tail)?;
        let Some(last) = known.iter().find(|e| e.epoch == epoch).map(|e| e.last) else {
            return Err(StoreError::Bug("an epoch that is not there"));
        };
        let parts = self.notebook.reader().epoch_ops(epoch, common.saturating_add(1), &tail)?;
        let numbered = parts.flat_map(|part| (part.first..).zip(part.ops));
        let left = numbered.take_while(|(seq, _)| *seq <= last).collect();
        self.write_again(&mut writer, (epoch, common), left, reason)
    }

    /// Ends an epoch after an op and writes the ops after it again.
    fn write_again(
        &self,
        writer: &mut Writer,
        (epoch, common): (u64, u64),
        mut left: Vec<(u64, RawOp)>,
        reason: &str,
    ) -> Result<(), StoreError> {
        loop {
            let again = left.split_off(fitting(&left));
            let from = left.last().map_or(common, |(seq, _)| *seq);
            self.begin_epoch(writer, (epoch, from), again, reason).map(|_| ())?;
            if left.is_empty() {
                return Ok(());
            }
        }
    }

    /// Writes ops that wait behind damage again, under a new epoch: without the ops in the damage
    /// their chain cannot be proven, and they would never be sent. True if there was damage in what
    /// waits. What it took is in the state only; a rebuild journals it.
    pub fn leave_damage(&self) -> Result<bool, StoreError> {
        self.notebook.wait_ready()?;
        let receipts = self.receipts()?;
        let mut writer = self.notebook.settled_writer();
        let tail = writer.journal.tail();
        let reader = self.notebook.reader();
        let mut is_damaged = false;
        for epoch in reader.epochs(&tail)? {
            let receipt = receipts.iter().find(|r| r.receipt.epoch == epoch.epoch);
            let acked = receipt.map_or(0, |r| r.receipt.acked).min(epoch.last);
            if acked == epoch.last {
                continue;
            }
            let parts = reader.epoch_ops(epoch.epoch, acked.saturating_add(1), &tail)?;
            let sendable = parts.last().map_or(acked, |part| part.last());
            if sendable >= epoch.last {
                continue;
            }
            let mut left = reader.readable_ops(epoch.epoch, sendable, &tail)?;
            left.retain(|(seq, _)| *seq <= epoch.last);
            self.write_again(&mut writer, (epoch.epoch, sendable), left, reason::LOST)?;
            is_damaged = true;
        }
        Ok(is_damaged)
    }

    fn begin_epoch(
        &self,
        writer: &mut Writer,
        (old_epoch, old_seq): (u64, u64),
        again: Vec<(u64, RawOp)>,
        reason: &str,
    ) -> Result<Hlc, StoreError> {
        let fresh = u64::from_le_bytes(crate::storage::crypto::random::random()?);
        writer.journal.start_epoch(fresh)?;
        let hlc = writer.clock.tick(self.notebook.now());
        let body = Body::Epoch { old_epoch, old_seq, reason: reason.to_owned() };
        let op = Op { seq: 1, hlc, wall_flag: 0, ver: OP_VER, body };
        let first = Entry::Ops { ops: vec![op], ends_draft: None };
        let own = |op: &RawOp| op.body.0.first() != Some(&tag::EPOCH);
        let again = again.into_iter().map(|(_, op)| op).filter(own).collect();
        writer.journal.append(std::iter::once(first).chain(batches(again)).collect())?;
        *lock(&self.notebook.received) = None;
        lock(&self.notebook.device).set_epoch(
            &*self.notebook.projections.context.disk,
            self.notebook.dir(),
            &self.notebook.projections.context.keys,
            fresh,
        )?;
        Ok(hlc)
    }

    /// Begins a new epoch if the clock had run ahead and is correct again. Op times keep rising, as
    /// comparisons require, and a correction maps them to true times. False: the clock was not
    /// ahead.
    pub fn correct_clock(&self) -> Result<bool, StoreError> {
        self.notebook.wait_ready()?;
        let now = self.notebook.now();
        let mut writer = self.notebook.settled_writer();
        if writer.clock.newest_millis() <= now.saturating_add(CLOCK_TOLERANCE) {
            return Ok(false);
        }
        let tail = writer.journal.tail();
        let old = (tail.epoch, tail.seq);
        let from = self.begin_epoch(&mut writer, old, Vec::new(), reason::CLOCK)?;
        let one = Correction { from, wall: now };
        let mut all = lock(&self.notebook.corrections);
        all.0.push(one);
        writer.clock = writer.clock.corrected(Some(one));
        super::clock_corrections::write(
            &*self.notebook.projections.context.disk,
            self.notebook.dir(),
            &all,
        )?;
        Ok(true)
    }
}

/// Index of the first op of the longest suffix that fits into one write.
fn fitting(ops: &[(u64, RawOp)]) -> usize {
    const ROOM: usize = 3 << 20;
    let mut size = 0;
    let over = ops.iter().rposition(|(_, op)| {
        size += op.size() + 256;
        size > ROOM
    });
    over.map_or(0, |at| at + 1)
}

/// Groups ops into frames.
fn batches(ops: Vec<RawOp>) -> Vec<Entry> {
    let mut entries = Vec::new();
    let (mut part, mut size) = (Vec::new(), 0);
    for op in ops {
        let bytes = op.size();
        if size + bytes > limits::OP && !part.is_empty() {
            entries.push(Entry::Recut { ops: std::mem::take(&mut part) });
            size = 0;
        }
        size += bytes;
        part.push(op);
    }
    if !part.is_empty() {
        entries.push(Entry::Recut { ops: part });
    }
    entries
}
