//! Receives a device's bundles, over a connection or from a stick: checks them, appends them to its
//! log, and signs receipts. Data is made durable first and interpreted later, so this opens no sled
//! and takes only the device's lock.

mod verdicts;

use std::path::Path;
use std::time::{Duration, Instant};

use super::attachments::AttachmentMessages;
use super::log::{self, Incident, IncidentKind, Log, LogEnd, SegmentPlace};
use crate::hq::HqDirectory;
use crate::hq::admin::officer::Enrolled;
use crate::hq::ingest::not_taken::BundleNotTaken;
use crate::storage::disk::{RealDisk, write_whole};
use crate::storage::error::IoOperation;
use crate::storage::format::frame::ty;
use crate::storage::format::header::{HEADER, Header};
use crate::storage::limits;
use crate::store::StoreError;
use crate::sync::bundle::{self, BundleLoad, BundleReader, BundleRefused, UP};
use crate::sync::message::{self, LaneAt};
use crate::sync::receipt::{self, SignedReceipt};
use crate::sync::{files, strip};

/// How long to wait for another receiver of the same device.
const LOCK_WAIT: Duration = Duration::from_secs(5);
/// Bytes of attachments and reports that a device may send after its revocation, and the file in
/// its folder that counts them.
const REVOKED_BYTES: u64 = 256 << 20;
const CHARGED: &str = "charged";
/// More than headquarters' own writes need.
const HQ_ROOM: u64 = 2 << 30;

/// What is needed to receive bundles; nothing of headquarters' notebook.
#[derive(Clone, Copy)]
pub struct IngestContext<'a> {
    pub home: &'a HqDirectory,
    /// Unix milliseconds
    pub now: fn() -> u64,
}

/// A bundle that is being received.
struct BundleReading {
    bundle: BundleReader,
    epoch: u64,
    next: u64,
    chain: [u8; 32],
    load: BundleLoad,
    /// end of known ops that are still to be compared with the log by their chain
    unchecked: Option<(u64, [u8; 32])>,
}

/// Receives bundles of one device.
pub struct BundleIngest<'a> {
    context: IngestContext<'a>,
    pub enrolled: Enrolled,
    log: Log,
    reading: Option<BundleReading>,
    /// number of new ops
    pub new: u64,
    /// positions in the lanes, as reported by the device
    pub cursors: Vec<LaneAt>,
    /// messages about files since the last answer
    messages: AttachmentMessages,
    /// number of segments with reported verdicts
    pub verdicts: usize,
    /// ends of known ops in bundles that match the log
    pub compared: Vec<OpsEnd>,
}

/// An epoch, an op number, and the op chain there.
pub type OpsEnd = (u64, u64, [u8; 32]);

impl<'a> BundleIngest<'a> {
    /// `officer`: the officer of the connection's ssh key.
    pub fn of(
        context: IngestContext<'a>,
        device: &[u8; 16],
        officer: Option<u32>,
    ) -> Result<BundleIngest<'a>, BundleNotTaken> {
        let enrolled = context.home.officer_of(*device)?.ok_or(BundleNotTaken::Stranger)?;
        let mut log = lock(context.home, device)?;
        if let Some(number) = officer.filter(|number| *number != enrolled.certificate().number)
        {
            let (time, acked) = ((context.now)(), number.into());
            log.note(Incident { time, epoch: 0, acked, what: IncidentKind::Officer })?;
            return Err(BundleNotTaken::OtherOfficer);
        }
        Ok(BundleIngest {
            context,
            enrolled,
            log,
            reading: None,
            new: 0,
            cursors: Vec::new(),
            messages: AttachmentMessages::default(),
            verdicts: 0,
            compared: Vec::new(),
        })
    }

    /// Whether headquarters sends anything to the device: not if it is revoked, nor while
    /// headquarters awaits confirmation.
    pub fn sends_down(&mut self) -> Result<bool, StoreError> {
        let device = *self.device();
        if let Some(enrolled) = self.context.home.officer_of(device)? {
            self.enrolled = enrolled;
        }
        Ok(self.enrolled.revoked.is_none() && self.context.home.awaits_confirm()?.is_none())
    }

    fn device(&self) -> &[u8; 16] {
        &self.enrolled.certificate().device
    }

    pub fn ends(&self) -> Vec<LogEnd> {
        self.log.ends()
    }

    pub fn header(&mut self, bytes: &[u8; HEADER]) -> Result<(), BundleNotTaken> {
        self.reading = None;
        let header = bundle::read_header(bytes, UP)?;
        let Header { device, epoch, from_seq, base_chain, officer, .. } = header;
        let certificate = self.enrolled.certificate();
        if device != certificate.device || officer != certificate.number {
            return Err(BundleNotTaken::Stranger);
        }
        let secret = self.context.home.secret.secret().map_err(|_| StoreError::KeyDamaged)?;
        let uncutter = BundleReader::begin(bytes, &header, &secret, &certificate.key)?;
        let unsure = None;
        self.reading = Some(BundleReading {
            bundle: uncutter,
            epoch,
            next: from_seq,
            chain: base_chain,
            load: BundleLoad::default(),
            unchecked: unsure,
        });
        Ok(())
    }

    /// Receives a segment; durable on return. Returns true at the end of the bundle.
    pub fn segment(&mut self, bytes: &[u8]) -> Result<bool, BundleNotTaken> {
        let done = self.take(bytes);
        if let Err(BundleNotTaken::Bundle(BundleRefused::Signature)) = done {
            let epoch = self.reading.as_ref().map_or(0, |r| r.epoch);
            self.note(epoch, IncidentKind::Signature)?;
        }
        if done.is_err() {
            self.reading = None;
        }
        done
    }

    fn take(&mut self, bytes: &[u8]) -> Result<bool, BundleNotTaken> {
        let device = *self.device();
        let reading = self.reading.as_mut().ok_or(BundleRefused::Order)?;
        // checked before opening anything: the headers give the size of the bundle
        let head = bytes.first_chunk().ok_or(BundleRefused::Short)?;
        reading.load.add(&bundle::read_head(head)?);
        if reading.load.exceeds_limit() {
            return Err(BundleRefused::TooLarge.into());
        }
        let segment = reading.bundle.open(bytes)?;
        let last = segment.is_last();
        match segment.head.ty {
            ty::OPS => {}
            ty::CURSORS => {
                self.cursors = message::lanes(&segment.plain).unwrap_or_default();
                return Ok(last);
            }
            ty::BLOB => {
                let word = files::AttachmentMessage::decode(&segment.plain)?;
                self.take_attachment(word)?;
                return Ok(last);
            }
            ty::VERDICTS => {
                self.log_verdicts(&segment.plain)?;
                return Ok(last);
            }
            // segment type of a newer version: ignore
            _ => return Ok(last),
        }
        let count = usize::from(segment.head.n);
        if segment.head.first != reading.next {
            return Err(BundleRefused::Order.into());
        }
        let restored =
            strip::unpack(&device, reading.next, count, reading.chain, &segment.plain)
                .map_err(|_| BundleRefused::Content)?;
        let epoch = reading.epoch;
        (reading.next, reading.chain) = (restored.last().saturating_add(1), restored.chain);
        match self.log.compare(&device, epoch, &restored) {
            SegmentPlace::Gap(from) => return Err(BundleNotTaken::Need { epoch, from }),
            SegmentPlace::Fork => return Err(self.note_fork(epoch)?),
            SegmentPlace::Known => reading.unchecked = Some((restored.last(), restored.chain)),
            SegmentPlace::New(skip) => {
                reading.unchecked = None;
                if skip < restored.ops.len() {
                    self.append(epoch, &restored, skip)?;
                }
            }
        }
        if last { self.check_pending_prefix() } else { Ok(()) }.map(|()| last)
    }

    fn take_attachment(
        &mut self,
        word: files::AttachmentMessage,
    ) -> Result<(), BundleNotTaken> {
        if matches!(word, files::AttachmentMessage::Piece(_))
            && !has_room(&self.context.home.dir)?
        {
            return Err(BundleNotTaken::Full);
        }
        if let (files::AttachmentMessage::Piece(piece), true) =
            (&word, self.enrolled.is_revoked())
        {
            self.charge(piece.bytes.0.len() as u64)?;
        }
        self.messages.take(self.context.home, &self.enrolled.certificate().device, word)
    }

    /// Limits what a revoked device can store, as no reviewer has decided yet whether its ops
    /// count.
    fn charge(&self, bytes: u64) -> Result<(), BundleNotTaken> {
        let path = log::folder(&self.context.home.dir, self.device()).join(CHARGED);
        let io = |e| StoreError::io(IoOperation::Read, &path, e);
        let disk = &self.context.home.disk;
        let before = match disk.exists(&path) {
            true => disk.read(&path, 32).map_err(io)?,
            false => Vec::new(),
        };
        let before = String::from_utf8(before).ok().and_then(|t| t.trim().parse::<u64>().ok());
        let after = before.unwrap_or(0).saturating_add(bytes);
        if after > REVOKED_BYTES {
            return Err(BundleRefused::TooLarge.into());
        }
        Ok(write_whole(&**disk, &path, format!("{after}\n").as_bytes())?)
    }

    /// Takes the pending messages about files, for one answer.
    pub fn take_attachment_messages(&mut self) -> AttachmentMessages {
        std::mem::take(&mut self.messages)
    }

    fn append(
        &mut self,
        epoch: u64,
        restored: &strip::RestoredSegment,
        skip: usize,
    ) -> Result<(), BundleNotTaken> {
        if self.log.ends().len() >= log::EPOCHS && self.log.end(self.device(), epoch).seq == 0 {
            return Err(BundleRefused::TooLarge.into());
        }
        let dir = &self.context.home.dir;
        if !has_room(dir)? {
            return Err(BundleNotTaken::Full);
        }
        let now = (self.context.now)();
        // read again for each segment: a revocation takes effect at this point of the log
        let device = *self.device();
        if let Some(enrolled) = self.context.home.officer_of(device)? {
            self.enrolled = enrolled;
        }
        self.log.append(epoch, restored, skip, now, self.enrolled.is_revoked())?;
        self.new = self.new.saturating_add((restored.ops.len() - skip) as u64);
        Ok(())
    }

    /// Compares known ops that end before the end of the log with it.
    fn check_pending_prefix(&mut self) -> Result<(), BundleNotTaken> {
        let device = *self.device();
        let Some(reading) = self.reading.as_mut() else { return Ok(()) };
        let epoch = reading.epoch;
        let Some((seq, chain)) = reading.unchecked.take() else { return Ok(()) };
        match self.log.has_chain(&device, epoch, seq, &chain) {
            true => {
                self.compared.push((epoch, seq, chain));
                Ok(())
            }
            false => Err(self.note_fork(epoch)?),
        }
    }

    fn note_fork(&mut self, epoch: u64) -> Result<BundleNotTaken, BundleNotTaken> {
        self.note(epoch, IncidentKind::Fork)?;
        let acked = self.log.end(self.device(), epoch).seq;
        Ok(BundleNotTaken::Fork { epoch, acked })
    }

    fn note(&mut self, epoch: u64, what: IncidentKind) -> Result<(), BundleNotTaken> {
        let acked = self.log.end(self.device(), epoch).seq;
        Ok(self.log.note(Incident { time: (self.context.now)(), epoch, acked, what })?)
    }

    /// Whether the laptop's ops of an epoch differ from those here, where it reports fewer.
    pub fn has_other(
        &mut self,
        epoch: u64,
        seq: u64,
        chain: &[u8; 32],
    ) -> Result<bool, BundleNotTaken> {
        let device = *self.device();
        let end = self.log.end(&device, epoch);
        if seq >= end.seq || seq == 0 {
            return Ok(false);
        }
        let other = !self.log.has_chain(&device, epoch, seq, chain);
        if other {
            self.note(epoch, IncidentKind::Fork)?;
        }
        Ok(other)
    }

    /// Notes that the laptop has receipts of this era for more than is here.
    pub fn note_loss(&mut self, era: u64) -> Result<(), BundleNotTaken> {
        let time = (self.context.now)();
        Ok(self.log.note(Incident { time, epoch: era, acked: 0, what: IncidentKind::Lost })?)
    }

    /// A receipt for everything here of an epoch; `None` if there is nothing.
    pub fn receipt(&self, epoch: u64) -> Option<SignedReceipt> {
        let end = self.log.end(self.device(), epoch);
        let at = (end.epoch, end.seq, end.chain);
        let time = (self.context.now)();
        (end.seq > 0)
            .then(|| receipt::sign(&self.context.home.secret, *self.device(), at, time))
    }

    /// A receipt up to `at`, for a laptop with fewer ops of an epoch than are here because a copy
    /// of it sent more: it could not use a receipt for all. `at` must have been compared with the
    /// log.
    pub fn receipt_within(&self, at: OpsEnd) -> Option<SignedReceipt> {
        let (epoch, seq, _) = at;
        let less = 0 < seq && seq < self.log.end(self.device(), epoch).seq;
        let time = (self.context.now)();
        less.then(|| receipt::sign(&self.context.home.secret, *self.device(), at, time))
    }

    /// The epoch of the current bundle, and the next op number in it.
    pub fn position(&self) -> Option<(u64, u64)> {
        self.reading.as_ref().map(|r| (r.epoch, r.next))
    }
}

fn lock(home: &HqDirectory, device: &[u8; 16]) -> Result<Log, BundleNotTaken> {
    let until = Instant::now() + LOCK_WAIT;
    loop {
        if let Some(log) = Log::open(home, device)? {
            return Ok(log);
        }
        if Instant::now() > until {
            return Err(BundleNotTaken::Busy);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn has_room(dir: &Path) -> Result<bool, StoreError> {
    let (free, total) =
        RealDisk.room(dir).map_err(|e| StoreError::io(IoOperation::Read, dir, e))?;
    Ok(has_enough_free(free, total))
}

/// Whether new segments are accepted with `free` bytes left on the disk. Receipts are sent in any
/// case.
///
/// Nothing is accepted below a twentieth of the disk, so that headquarters' own writes (fold,
/// backup, decisions) still fit. On a large disk that is more than needed, so 2 GiB suffice. On a
/// tiny disk it is less than a journal file and a state file take, so at least 64 MiB stay free.
pub fn has_enough_free(free: u64, total: u64) -> bool {
    free > reserved(total)
}

/// Bytes of a disk that stay free for headquarters' own writes.
pub fn reserved(total: u64) -> u64 {
    (total / 20).clamp(limits::BALLAST_AGAIN, HQ_ROOM)
}
