//! What waits to go to headquarters, what headquarters holds by its receipts, and a new epoch when
//! the two have parted.

use super::inner::{Inner, held};
use crate::record::standing::ReceiptStatus;
use crate::record::{Body, Correction, Hlc, Op};
use crate::storage::error::StoreError;
use crate::storage::format::frame::ty;
use crate::storage::format::raw::RawOp;
use crate::storage::format::receipt::SignedReceipt;
use crate::storage::format::wire::{OP_VER, tag};
use crate::storage::limits;
use crate::store::journal::{Entry, Epoch, Outgoing, first_time};
use crate::store::notebook::writer::Writer;

/// Why an epoch began, as its first op says it: read at headquarters, so never changed.
pub mod reason {
    /// headquarters holds other ops under the same numbers
    pub const PARTED: &str = "headquarters holds other ops";
    /// the journal's end was lost
    pub const LOST: &str = "journal lost confirmed frames";
    /// the notebook was opened from its backup
    pub const BACKUP: &str = "backup";
    /// headquarters itself was set up again from a copy
    pub const RESTORED: &str = "headquarters restored from a copy";
    /// the clock had run ahead and was put right
    pub const CLOCK: &str = "clock put right";
}

/// A clock that was so far ahead of what it says now was wrong, milliseconds.
const AHEAD: u64 = 24 * 60 * 60 * 1000;
/// Receipts of so many epochs are kept; a laptop has a handful.
const EPOCHS: usize = 256;

impl Inner {
    pub(crate) fn epochs(&self) -> Result<Vec<Epoch>, StoreError> {
        let tail = self.writer().journal.tail();
        self.reader().epochs(&tail)
    }

    pub(crate) fn ops_after(
        &self,
        epoch: u64,
        seq: u64,
        budget: usize,
    ) -> Result<Option<Outgoing>, StoreError> {
        let tail = self.writer().journal.tail();
        let mut parts = self.reader().ops_of(epoch, seq.saturating_add(1), &tail)?;
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

    pub(crate) fn chain_at(
        &self,
        epoch: u64,
        seq: u64,
    ) -> Result<Option<[u8; 32]>, StoreError> {
        let tail = self.writer().journal.tail();
        self.reader().chain_at(epoch, seq, &tail)
    }

    pub(crate) fn receipts(&self) -> Result<Vec<SignedReceipt>, StoreError> {
        self.wait()?;
        self.ask(|state| state.receipts())
    }

    /// Journalled and durable when it returns; false: nothing new in it.
    pub(crate) fn take_receipt(&self, new: &SignedReceipt) -> Result<bool, StoreError> {
        let known = self.receipts()?;
        let same = |r: &&SignedReceipt| r.receipt.epoch == new.receipt.epoch;
        let newer = known.iter().find(same).is_none_or(|r| new.receipt.newer_than(&r.receipt));
        if !newer || known.len() >= EPOCHS {
            return Ok(false);
        }
        let mut writer = self.writer();
        let bytes = new.encode();
        writer.journal.append(vec![Entry::Other { ty: ty::RECEIPT, bytes }])?;
        self.ask(|state| state.take_receipts(std::slice::from_ref(new)))?;
        *held(&self.received) = None;
        Ok(true)
    }

    /// How much headquarters holds. What was counted stands until a receipt comes or an epoch
    /// begins: every op since is newer than all that is received.
    pub(crate) fn received(&self) -> Result<ReceiptStatus, StoreError> {
        let receipts = self.receipts()?;
        let tail = self.writer().journal.tail();
        let mut kept = held(&self.received);
        if let Some((epoch, seq, found)) = *kept
            && epoch == tail.epoch
        {
            let more = tail.seq.saturating_sub(seq);
            return Ok(ReceiptStatus { waiting: found.waiting.saturating_add(more), ..found });
        }
        let mut found = ReceiptStatus { up_to: tail.hlc, ..ReceiptStatus::default() };
        for epoch in self.reader().epochs(&tail)? {
            let receipt = receipts.iter().find(|r| r.receipt.epoch == epoch.epoch);
            let acked = receipt.map_or(0, |r| r.receipt.acked).min(epoch.last);
            found.there = found.there.saturating_add(acked);
            found.last = found.last.max(receipt.map_or(0, |r| r.receipt.time));
            if acked == epoch.last {
                continue;
            }
            found.waiting = found.waiting.saturating_add(epoch.last - acked);
            let parts = self.reader().ops_of(epoch.epoch, acked.saturating_add(1), &tail)?;
            let first = first_time(parts).unwrap_or_default();
            found.up_to = found.up_to.min(Hlc(first.0.saturating_sub(1)));
        }
        *kept = Some((tail.epoch, tail.seq, found));
        Ok(found)
    }

    /// Headquarters holds other ops than this journal behind `common` of an epoch. What it lacks is
    /// written again under a new epoch, the same to the last bit but for its numbers. What is too
    /// much for one write becomes several epochs, the newest ops first: wherever this stops, the
    /// old epoch's end still says what is not yet written again.
    pub(crate) fn part_from(
        &self,
        epoch: u64,
        common: u64,
        reason: &str,
    ) -> Result<(), StoreError> {
        self.wait()?;
        let mut writer = self.writer();
        self.fold_waiting(&mut writer);
        let tail = writer.journal.tail();
        let known = self.reader().epochs(&tail)?;
        let Some(last) = known.iter().find(|e| e.epoch == epoch).map(|e| e.last) else {
            return Err(StoreError::Bug("an epoch that is not there"));
        };
        let parts = self.reader().ops_of(epoch, common.saturating_add(1), &tail)?;
        let numbered = parts.flat_map(|part| (part.first..).zip(part.ops));
        let mut left: Vec<(u64, RawOp)> =
            numbered.take_while(|(seq, _)| *seq <= last).collect();
        loop {
            let again = left.split_off(fitting(&left));
            let from = left.last().map_or(common, |(seq, _)| *seq);
            self.begin_epoch(&mut writer, (epoch, from), again, reason).map(|_| ())?;
            if left.is_empty() {
                return Ok(());
            }
        }
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
        let hlc = writer.clock.tick((self.now)());
        let body = Body::Epoch { old_epoch, old_seq, reason: reason.to_owned() };
        let op = Op { seq: 1, hlc, wall_flag: 0, ver: OP_VER, body };
        let first = Entry::Ops { ops: vec![op], ends_draft: None };
        let own = |op: &RawOp| op.body.0.first() != Some(&tag::EPOCH);
        let again = again.into_iter().map(|(_, op)| op).filter(own).collect();
        writer.journal.append(std::iter::once(first).chain(batches(again)).collect())?;
        *held(&self.received) = None;
        held(&self.device).set_epoch(&self.shop.dir, &self.ground.keys, fresh)?;
        Ok(hlc)
    }

    /// The clock had run ahead and is right again: a new epoch begins, whose times stand for true ones
    /// though they go on rising, as everything that compares them needs. False: it had not.
    pub(crate) fn put_clock_right(&self) -> Result<bool, StoreError> {
        self.wait()?;
        let now = (self.now)();
        let mut writer = self.writer();
        self.fold_waiting(&mut writer);
        if writer.clock.shows() <= now.saturating_add(AHEAD) {
            return Ok(false);
        }
        let tail = writer.journal.tail();
        let old = (tail.epoch, tail.seq);
        let from = self.begin_epoch(&mut writer, old, Vec::new(), reason::CLOCK)?;
        let one = Correction { from, wall: now };
        let mut all = held(&self.corrections);
        all.0.push(one);
        writer.clock = writer.clock.put_right(Some(one));
        super::clock_corrections::write(&self.shop.dir, &all)?;
        Ok(true)
    }
}

/// Where the last ops begin that go into one write.
fn fitting(ops: &[(u64, RawOp)]) -> usize {
    const ROOM: usize = 3 << 20;
    let mut size = 0;
    let over = ops.iter().rposition(|(_, op)| {
        size += op.size() + 256;
        size > ROOM
    });
    over.map_or(0, |at| at + 1)
}

/// Into frames.
fn batches(ops: Vec<RawOp>) -> Vec<Entry> {
    let mut entries = Vec::new();
    let (mut part, mut size) = (Vec::new(), 0);
    for op in ops {
        let bytes = op.size();
        if size + bytes > limits::OP && !part.is_empty() {
            entries.push(Entry::Again { ops: std::mem::take(&mut part) });
            size = 0;
        }
        size += bytes;
        part.push(op);
    }
    if !part.is_empty() {
        entries.push(Entry::Again { ops: part });
    }
    entries
}
