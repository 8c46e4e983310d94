//! Reads the ops that the uplink sends from the journal: lists the epochs, and yields an epoch's
//! encoded ops from a number on.

use std::collections::VecDeque;
use std::io;

use super::files::{FileInfo, HEADER_PIECE};
use super::scan::JournalScan;
use super::skim::covered_header;
use super::{Entry, JournalReader, JournalTail, Mark, content};
use crate::record::{Body, Hlc, Op};
use crate::storage::error::{IoOperation, StoreError};
use crate::storage::format::header::{HEADER, Header};
use crate::storage::format::raw;
use crate::storage::format::raw::{RawOp, RawOps};

/// One epoch of this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Epoch {
    pub epoch: u64,
    /// last op number in use; ops after it belong to an abandoned fork and are renumbered in a
    /// later epoch
    pub last: u64,
    /// the op chain after `last`
    pub chain: [u8; 32],
}

/// Consecutive ops of one epoch, read from one frame or joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// number of the first op
    pub first: u64,
    /// the op chain before the first op
    pub base: [u8; 32],
    pub ops: Vec<RawOp>,
    pub opids: Vec<[u8; 16]>,
}

impl Outgoing {
    pub fn last(&self) -> u64 {
        self.first.saturating_add(self.ops.len() as u64).saturating_sub(1)
    }

    /// Keeps the first `n` ops and returns the rest.
    pub fn split_off(&mut self, n: usize) -> Outgoing {
        let n = n.min(self.ops.len());
        let (ops, opids) = (self.ops.split_off(n), self.opids.split_off(n));
        let base = raw::chain_after(self.base, self.first, &self.opids);
        Outgoing { first: self.first.saturating_add(n as u64), base, ops, opids }
    }

    /// Appends `rest`, which must follow directly.
    pub fn join(mut self, rest: Outgoing) -> Outgoing {
        self.ops.extend(rest.ops);
        self.opids.extend(rest.opids);
        self
    }

    fn cut_before(&mut self, from: u64) {
        let skip = usize::try_from(from.saturating_sub(self.first)).unwrap_or(usize::MAX);
        let skip = skip.min(self.ops.len());
        let gone: Vec<_> = self.opids.drain(..skip).collect();
        self.ops.drain(..skip);
        self.base = raw::chain_after(self.base, self.first, &gone);
        self.first = self.first.saturating_add(skip as u64);
    }
}

/// An epoch's ops in order, from a number on. Stops at damage after that number: the chain of ops
/// after a hole cannot be checked, so they are sent under another epoch. Damage before it only
/// hides the chain until a frame states it.
pub struct EpochOps {
    scan: Option<JournalScan>,
    epoch: u64,
    from: u64,
    /// number of the last op before the next one, and the op chain after it; `None` after damage
    at: Option<(u64, [u8; 32])>,
    /// an op was returned
    has_begun: bool,
    until: u64,
}

impl JournalReader {
    /// All epochs, oldest first; the current one ends at `tail`.
    pub(crate) fn epochs(&self, tail: &JournalTail) -> Result<Vec<Epoch>, StoreError> {
        let mut found: Vec<(Epoch, Option<(u64, u64)>)> = Vec::new();
        let (mut before, mut files) = (None, VecDeque::from(self.files()?));
        while let Some(info) = files.pop_front() {
            let Some(header) = self.header(info.name)? else { continue };
            if before == Some(header.epoch) {
                continue;
            }
            before = Some(header.epoch);
            found.push((self.end_of(header.epoch, tail)?, self.position_before(info)?));
        }
        let lefts: Vec<_> = found.iter().filter_map(|(_, left)| *left).collect();
        let mut epochs: Vec<Epoch> = found.into_iter().map(|(epoch, _)| epoch).collect();
        for epoch in &mut epochs {
            let counts = lefts.iter().filter(|(old, _)| *old == epoch.epoch);
            // more than was read if there is damage in its last file
            if let Some(seq) = counts.map(|(_, seq)| *seq).min().filter(|s| *s != epoch.last) {
                epoch.last = seq;
                epoch.chain = self.chain_at(epoch.epoch, seq, tail)?.unwrap_or_default();
            }
        }
        Ok(epochs)
    }

    /// The op chain after op `seq`; `None` if the op cannot be read.
    pub(crate) fn chain_at(
        &self,
        epoch: u64,
        seq: u64,
        tail: &JournalTail,
    ) -> Result<Option<[u8; 32]>, StoreError> {
        if epoch == tail.epoch && seq == tail.seq {
            return Ok(Some(tail.chain));
        }
        if seq == 0 {
            return Ok(Some(super::chain_start(&tail.device, epoch)));
        }
        let found = self.epoch_ops(epoch, seq, tail)?.next();
        Ok(found
            .filter(|f| f.first == seq)
            .and_then(|f| f.opids.first().map(|opid| raw::chain_after(f.base, seq, &[*opid]))))
    }

    fn end_of(&self, epoch: u64, tail: &JournalTail) -> Result<Epoch, StoreError> {
        if epoch == tail.epoch {
            return Ok(Epoch { epoch, last: tail.seq, chain: tail.chain });
        }
        let start = super::chain_start(&tail.device, epoch);
        let mut end = Epoch { epoch, last: 0, chain: start };
        // Reads only the epoch's last file. One with drafts and marks alone has no op: its header says
        // where the epoch ended before it.
        if let Some(header) = self.last_header_of(epoch)? {
            (end.last, end.chain) = (header.from_seq.saturating_sub(1), header.base_chain);
        }
        // also past damage: what is behind it must be known to wait
        for (first, frame) in self.readable_frames(epoch, u64::MAX, tail)? {
            end.last = first.saturating_add(frame.ops.len() as u64).saturating_sub(1);
            end.chain = frame.chain;
        }
        Ok(end)
    }

    /// The header of the epoch's last file, if the file's first frame covers it.
    fn last_header_of(&self, epoch: u64) -> Result<Option<Header>, StoreError> {
        for info in self.files()?.into_iter().rev() {
            if self.header(info.name)?.is_some_and(|header| header.epoch == epoch) {
                return self.covered_header(info);
            }
        }
        Ok(None)
    }

    /// The epoch and op number that this file's first op follows, if it opens an epoch.
    fn position_before(&self, info: FileInfo) -> Result<Option<(u64, u64)>, StoreError> {
        let Some(Entry::Ops { ops, .. }) = self.first_entry(info)? else { return Ok(None) };
        Ok(match ops.first() {
            Some(Op { body: Body::Epoch { old_epoch, old_seq, .. }, .. }) => {
                Some((*old_epoch, *old_seq))
            }
            _ => None,
        })
    }

    /// All readable ops of an epoch after number `seq`, whatever damage lies between them.
    pub(crate) fn readable_ops(
        &self,
        epoch: u64,
        seq: u64,
        tail: &JournalTail,
    ) -> Result<Vec<(u64, RawOp)>, StoreError> {
        let frames = self.readable_frames(epoch, seq.saturating_add(1), tail)?;
        let numbered = frames.flat_map(|(first, frame)| (first..).zip(frame.ops));
        Ok(numbered.filter(|(at, _)| *at > seq).collect())
    }

    /// The frames with ops of an epoch, each with the number of its first op, from the beginning of
    /// the file that has op `from`; unreadable ones are left out.
    fn readable_frames(
        &self,
        epoch: u64,
        from: u64,
        tail: &JournalTail,
    ) -> Result<impl Iterator<Item = (u64, RawOps)> + use<>, StoreError> {
        let (mut scan, until) = (self.epoch_ops(epoch, from, tail)?.scan, tail.frame_no);
        Ok(std::iter::from_fn(move || {
            let scan = scan.as_mut()?;
            loop {
                let read = scan.next()?;
                let Ok((place, Entry::Ops { .. } | Entry::Recut { .. })) = read else {
                    continue;
                };
                if place.no > until || place.epoch != epoch {
                    return None;
                }
                let Some((head, plain)) = scan.collected.take() else { continue };
                let Ok(frame) = raw::split(&plain) else { continue };
                return Some((head.first, frame));
            }
        }))
    }

    /// The first readable entry of a file. Reads only the first frame, unless that is damaged.
    fn first_entry(&self, info: FileInfo) -> Result<Option<Entry>, StoreError> {
        let first = self
            .first_frame(info)
            .map_err(|e| StoreError::io(IoOperation::Read, &self.path(info.name), e))?;
        let whole = || JournalScan::new(self.clone(), vec![info], 0).find_map(Result::ok);
        Ok(first.or_else(|| whole().map(|(_, entry)| entry)))
    }

    fn first_frame(&self, info: FileInfo) -> io::Result<Option<Entry>> {
        let mut window = self.window(info.name, HEADER_PIECE);
        let Some((header, link)) = covered_header(&mut window)? else { return Ok(None) };
        let Some(raw) = window.frame(HEADER)? else { return Ok(None) };
        let plain = content::open(&self.sealer(), &link, &raw);
        let read = plain.and_then(|plain| content::read(&header.device, &raw.head, plain));
        Ok(read.ok().map(|opened| opened.entry))
    }

    /// Ops of an epoch from number `from` on, up to `tail`.
    pub(crate) fn epoch_ops(
        &self,
        epoch: u64,
        from: u64,
        tail: &JournalTail,
    ) -> Result<EpochOps, StoreError> {
        let mut files = self.files()?;
        let mut at = files.len();
        let mut end = files.len();
        let mut found = None;
        while at > 0 {
            at -= 1;
            let Some(info) = files.get(at) else { break };
            let header = self.header(info.name)?;
            match header.filter(|h| h.epoch == epoch) {
                Some(h) => {
                    found = Some((at, h.base_chain, h.from_seq));
                    if h.from_seq <= from {
                        break;
                    }
                }
                None if found.is_none() => end = at,
                None => {}
            }
        }
        let Some((start, chain, first)) = found else {
            let (at, has_begun) = (None, false);
            return Ok(EpochOps { scan: None, epoch, from, at, has_begun, until: 0 });
        };
        // Also the next file: its header says after which frame the last file's frames are void.
        files.truncate(end.saturating_add(1));
        let mut scan = JournalScan::new(self.clone(), files.split_off(start), 0);
        scan.collects_frames = true;
        Ok(EpochOps {
            scan: Some(scan),
            epoch,
            from: from.max(first),
            at: Some((first.saturating_sub(1), chain)),
            has_begun: false,
            until: tail.frame_no,
        })
    }
}

impl Iterator for EpochOps {
    type Item = Outgoing;

    fn next(&mut self) -> Option<Outgoing> {
        loop {
            let scan = self.scan.as_mut()?;
            let (place, entry) = match scan.next() {
                Some(Ok(found)) => found,
                Some(Err(_)) if !self.has_begun => {
                    self.at = None;
                    continue;
                }
                _ => {
                    self.scan = None;
                    return None;
                }
            };
            if place.no > self.until || (place.epoch != self.epoch && !place.opids.is_empty()) {
                self.scan = None;
                return None;
            }
            if let Entry::Mark(Mark::Checkpoint(c) | Mark::Closed { checkpoint: c, .. }) = entry
            {
                self.at = Some((c.seq, c.chain));
                continue;
            }
            if !matches!(entry, Entry::Ops { .. } | Entry::Recut { .. }) {
                continue;
            }
            let (head, plain) = scan.collected.take()?;
            let found = raw::split(&plain).ok()?;
            let opids = place.opids;
            let last = head.first.saturating_add(opids.len() as u64).saturating_sub(1);
            let before = self.at.replace((last, found.chain));
            if last < self.from {
                continue;
            }
            let base = before.filter(|(seq, _)| seq.saturating_add(1) == head.first);
            let Some((_, base)) = base.filter(|_| self.has_begun || head.first <= self.from)
            else {
                self.scan = None;
                return None;
            };
            self.has_begun = true;
            let mut part = Outgoing { first: head.first, base, ops: found.ops, opids };
            part.cut_before(self.from);
            return Some(part);
        }
    }
}

/// The hybrid clock of the first op that is about a record.
pub(crate) fn first_record_time(parts: EpochOps) -> Option<Hlc> {
    let about =
        |op: &&RawOp| op.body.0.first() != Some(&crate::storage::format::wire::tag::EPOCH);
    parts.filter_map(|part| part.ops.iter().find(about).map(|op| Hlc(op.hlc))).next()
}
