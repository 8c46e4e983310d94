//! The log of one device: a journal with its ops as received, not decoded. Each device has its own
//! lock, so any number of officers can sync at once. The fold reads logs without a lock.

mod create;
mod erase;
mod read;

use std::path::{Path, PathBuf};

use read::entries;
use serde::{Deserialize, Serialize};

use crate::hq::admin::directory::HqDirectory;
use crate::storage::disk::{File, RealDisk, make_folder, refuse_links};
use crate::storage::error::IoOperation;
use crate::storage::format::frame::ty;
use crate::storage::format::op::chain_start;
use crate::storage::format::raw::{RawOp, chain_after};
use crate::storage::format::wire;
use crate::store::StoreError;
use crate::store::journal::{Checkpoint, Entry, Journal, JournalSettings, Mark, finish_swap};
use crate::sync::strip::RestoredSegment;
use crate::text::hex::hex;
pub(crate) use create::open_or_create;
pub(crate) use erase::{count_erased, erase, recover};
pub use read::{GATHERED, devices, gather, last_frame, last_heard, read, verify};

/// Log files are smaller than a notebook's: there are many logs, and files are filled with zeros
/// before use.
const FILE_BYTES: u32 = 512 * 1024;
/// Bytes in one frame, and in one write, before compression.
const FRAME_BYTES: usize = 48 * 1024;
const WRITE_BYTES: usize = 320 * 1024;
/// Frames between two checkpoints; opening reads back to the last one.
const CHECKPOINT_FRAMES: u64 = 8;
/// Milliseconds.
const DAY: u64 = 24 * 60 * 60 * 1000;
/// Maximum number of epochs; more than a laptop has in its life.
pub const EPOCHS: usize = 256;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogEntry {
    Ops(ReceivedOps),
    Incident(Incident),
    Verdicts(Verdicts),
}

/// Verdicts from before headquarters was restored, reported by a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdicts {
    /// time of receipt, Unix milliseconds
    pub time: u64,
    /// the device was revoked
    pub held: bool,
    /// format of `sync::verdicts`
    pub content: Vec<u8>,
}

/// Ops as received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivedOps {
    pub epoch: u64,
    /// number of the first op
    pub first: u64,
    /// the op chain before the first op
    pub base: [u8; 32],
    /// time of receipt, Unix milliseconds
    pub time: u64,
    /// the device was revoked: a reviewer decides
    pub held: bool,
    pub ops: Vec<RawOp>,
    /// end of every epoch after these ops
    ends: Vec<EndV1>,
}

/// Something that a reviewer must see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    pub time: u64,
    pub epoch: u64,
    /// last op received of the epoch; for `IncidentKind::Officer` the officer number of the ssh key
    pub acked: u64,
    pub what: IncidentKind,
}

// Stored as a number: add variants only at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum IncidentKind {
    /// two histories in one epoch: a cloned laptop, or one restored from an old copy
    Fork,
    /// a segment was not signed by the device
    Signature,
    /// the device connected with another officer's ssh key
    Officer,
    /// ops that were receipted are missing; `epoch` is headquarters' era
    Lost,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct EndV1 {
    epoch: u64,
    seq: u64,
    chain: [u8; 32],
}

// Format frozen: add a new variant at the end for a new layout.
#[derive(Serialize, Deserialize)]
enum LogFrame {
    Ops(ReceivedOps),
    Incident(Incident),
    Verdicts(Verdicts),
}

/// First byte of an encoded `LogFrame::Ops`.
const OPS: u8 = 0;

/// The end of an epoch in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogEnd {
    pub epoch: u64,
    pub seq: u64,
    pub chain: [u8; 32],
}

/// The position of a segment relative to a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SegmentPlace {
    /// the ops from this index on are new
    New(usize),
    /// all ops are here, provided that the chain after the last one matches the log
    Known,
    /// earlier ops are missing; send from this number on
    Gap(u64),
    /// another history
    Fork,
}

pub struct Log {
    journal: Journal,
    ends: Vec<EndV1>,
    incident: Option<Incident>,
    since: u64,
    _lock: File,
}

impl Log {
    /// `None` if another process is writing the log.
    pub fn open(home: &HqDirectory, device: &[u8; 16]) -> Result<Option<Log>, StoreError> {
        let (disk, hq, keys) = (&home.disk, &home.dir, &home.keys);
        let settings = JournalSettings {
            disk: disk.clone(),
            file_size: FILE_BYTES,
            ..JournalSettings::default()
        };
        let dir = folder(hq, device);
        let io = |doing| {
            let dir = dir.clone();
            move |e| StoreError::io(doing, &dir, e)
        };
        refuse_links(hq, &dir)?;
        // the folders must be durable before a journal is created in them
        if !disk.exists(&dir.join("journal")) {
            make_folder(&**disk, hq, &dir)?;
        }
        let lock = RealDisk.try_lock_file(&dir.join("LOCK")).map_err(io(IoOperation::Lock))?;
        let Some(lock) = lock else { return Ok(None) };
        finish_swap(&**disk, &dir)?;
        let mut seen = SeenFrames::default();
        let mut see = |entry| seen.note(entry);
        let journal = open_or_create(settings, &dir, keys, *device, &mut see)?;
        let tail = journal.tail();
        let since = tail.frame_no.saturating_sub(tail.checkpoint.map_or(1, |c| c.applied));
        if seen.ops.is_none() && tail.frame_no > 1 {
            // the frames after the checkpoint were lost in a power failure
            let older = journal.frames(1).filter_map(Result::ok);
            older.for_each(|(_, entry)| seen.note(entry));
        }
        let (ends, incident) = (seen.ends(), seen.incident);
        Ok(Some(Log { journal, ends, incident, since, _lock: lock }))
    }

    pub fn ends(&self) -> Vec<LogEnd> {
        let end = |e: &EndV1| LogEnd { epoch: e.epoch, seq: e.seq, chain: e.chain };
        self.ends.iter().map(end).collect()
    }

    /// The end of an epoch; number 0 for an unknown one.
    pub fn end(&self, device: &[u8; 16], epoch: u64) -> LogEnd {
        let found = self.ends.iter().find(|e| e.epoch == epoch);
        let (seq, chain) = found.map_or((0, chain_start(device, epoch)), |e| (e.seq, e.chain));
        LogEnd { epoch, seq, chain }
    }

    /// Compares a segment with the log: known ops must be the same, and there must be no gap.
    pub fn compare(
        &self,
        device: &[u8; 16],
        epoch: u64,
        segment: &RestoredSegment,
    ) -> SegmentPlace {
        let end = self.end(device, epoch);
        if segment.first > end.seq.saturating_add(1) {
            return SegmentPlace::Gap(end.seq.saturating_add(1));
        }
        if segment.last() < end.seq {
            return SegmentPlace::Known;
        }
        let known =
            usize::try_from((end.seq + 1).saturating_sub(segment.first)).unwrap_or(usize::MAX);
        let shared = segment.opids.get(..known).unwrap_or_default();
        match chain_after(segment.base, segment.first, shared) == end.chain {
            true => SegmentPlace::New(known),
            false => SegmentPlace::Fork,
        }
    }

    /// The op chain after an op in the log.
    fn chain_at(&self, device: &[u8; 16], epoch: u64, seq: u64) -> Option<[u8; 32]> {
        entries(self.journal.frames(1)).find_map(|(_, _, logged)| match logged {
            LogEntry::Ops(r) if r.epoch == epoch => r.chain_at(device, seq),
            _ => None,
        })
    }

    /// Whether the op chain after an op is `chain`, so that both histories are equal up to it. True
    /// if that part of the log is damaged, as this is no sign of a fork.
    pub fn has_chain(&self, device: &[u8; 16], epoch: u64, seq: u64, chain: &[u8; 32]) -> bool {
        match self.chain_at(device, epoch, seq) {
            Some(here) => here == *chain,
            None => self.journal.frames(1).any(|found| found.is_err()),
        }
    }

    /// Appends the new ops of a segment; durable on return. `skip`: as in `SegmentPlace::New`.
    pub fn append(
        &mut self,
        epoch: u64,
        segment: &RestoredSegment,
        skip: usize,
        time: u64,
        held: bool,
    ) -> Result<(), StoreError> {
        let mut ends = self.ends.clone();
        let mut first = segment.first.saturating_add(skip as u64);
        let known = segment.opids.get(..skip).unwrap_or_default();
        let mut chain = chain_after(segment.base, segment.first, known);
        let mut opids = segment.opids.iter().skip(skip);
        let mut batch = Vec::new();
        let mut size = 0;
        for ops in portions(segment.ops.get(skip..).unwrap_or_default()) {
            let base = chain;
            let these: Vec<[u8; 16]> = opids.by_ref().take(ops.len()).copied().collect();
            chain = chain_after(base, first, &these);
            let seq = first.saturating_add(ops.len() as u64) - 1;
            set(&mut ends, EndV1 { epoch, seq, chain });
            let bytes = ops.iter().map(RawOp::size).sum::<usize>();
            if size + bytes > WRITE_BYTES {
                self.write(std::mem::take(&mut batch))?;
                size = 0;
            }
            size += bytes;
            let ops = ops.to_vec();
            batch.push(ReceivedOps { epoch, first, base, time, held, ops, ends: ends.clone() });
            first = seq.saturating_add(1);
        }
        self.write(batch)
    }

    fn write(&mut self, batch: Vec<ReceivedOps>) -> Result<(), StoreError> {
        let Some(last) = batch.last() else { return Ok(()) };
        let ends = last.ends.clone();
        let mut frames = Vec::with_capacity(batch.len() + 1);
        // no checkpoint after damage: opening would start there and skip what is before it
        if self.since >= CHECKPOINT_FRAMES && !self.journal.tail().has_hole {
            // `applied` is the number of the checkpoint's own frame: opening reads on from it
            let here = self.journal.tail().frame_no.saturating_add(1);
            frames.push(Entry::Mark(Mark::Checkpoint(Checkpoint::of(here, [0; 32]))));
            self.since = 0;
        }
        self.since += batch.len() as u64;
        frames.extend(batch.into_iter().map(|r| entry(&LogFrame::Ops(r))));
        self.journal.append(frames)?;
        self.ends = ends;
        Ok(())
    }

    pub fn append_verdicts(&mut self, verdicts: Verdicts) -> Result<(), StoreError> {
        self.journal.append(vec![entry(&LogFrame::Verdicts(verdicts))]).map(|_| ())
    }

    /// Logs an incident unless it repeats the last one. Unsigned data can be forged by anybody and
    /// in any number, so such incidents are logged once a day.
    pub fn note(&mut self, incident: Incident) -> Result<(), StoreError> {
        let same = |i: &Incident| match (i.what, incident.what) {
            (IncidentKind::Fork, IncidentKind::Fork) => i.epoch == incident.epoch,
            (was, is) => was == is && incident.time < i.time.saturating_add(DAY),
        };
        if !self.incident.as_ref().is_some_and(same) {
            self.journal.append(vec![entry(&LogFrame::Incident(incident))])?;
            self.incident = Some(incident);
        }
        Ok(())
    }
}

/// The newest entry of each sort, among frames in order. A frame contains the ends of all epochs,
/// so only the last one has to be decoded.
#[derive(Default)]
struct SeenFrames {
    ops: Option<Vec<u8>>,
    incident: Option<Incident>,
}

impl SeenFrames {
    fn note(&mut self, entry: Entry) {
        let Entry::Other { ty: ty::RECEIVED, bytes } = entry else { return };
        match bytes.first() {
            Some(&OPS) => self.ops = Some(bytes),
            _ => {
                if let Ok(LogFrame::Incident(incident)) = wire::frame(&bytes) {
                    self.incident = Some(incident);
                }
            }
        }
    }

    fn ends(&self) -> Vec<EndV1> {
        match self.ops.as_deref().map(wire::frame) {
            Some(Ok(LogFrame::Ops(received))) => received.ends,
            _ => Vec::new(),
        }
    }
}

impl ReceivedOps {
    /// The op chain after one of these ops.
    fn chain_at(&self, device: &[u8; 16], seq: u64) -> Option<[u8; 32]> {
        let n = usize::try_from(seq.checked_sub(self.first)?).ok()?;
        let ops = self.ops.get(..=n)?;
        let opids: Vec<[u8; 16]> = ops.iter().map(|op| op.opid(device)).collect();
        Some(chain_after(self.base, self.first, &opids))
    }
}

fn entry(frame: &LogFrame) -> Entry {
    Entry::Other { ty: ty::RECEIVED, bytes: entry_bytes(frame) }
}

fn entry_bytes(frame: &LogFrame) -> Vec<u8> {
    wire::encode(frame)
}

fn settings() -> JournalSettings {
    JournalSettings { file_size: FILE_BYTES, ..JournalSettings::default() }
}

fn set(ends: &mut Vec<EndV1>, new: EndV1) {
    match ends.iter_mut().find(|e| e.epoch == new.epoch) {
        Some(old) => *old = new,
        None => ends.push(new),
    }
}

fn portions(ops: &[RawOp]) -> Vec<&[RawOp]> {
    let mut out = Vec::new();
    let (mut from, mut size) = (0, 0);
    for (at, op) in ops.iter().enumerate() {
        if size > 0 && size + op.size() > FRAME_BYTES {
            out.extend(ops.get(from..at));
            (from, size) = (at, 0);
        }
        size += op.size();
    }
    out.extend(ops.get(from..).filter(|rest| !rest.is_empty()));
    out
}

/// The folder of one device; its lock covers the whole folder.
pub(crate) fn folder(hq: &Path, device: &[u8; 16]) -> PathBuf {
    hq.join("log").join(hex(device))
}
