//! Takes in one device's bundles, over a line or on a stick: checked, put into its log, and
//! receipted. Durable first, understood later; opens no sled and takes only that device's lock.

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

/// Waiting for another receiver of the same device.
const LOCK_WAIT: Duration = Duration::from_secs(5);
/// Bytes of attachments and reports that a device may send after it was shut out, and where they are
/// counted in its folder.
const REVOKED_BYTES: u64 = 256 << 20;
const CHARGED: &str = "charged";
/// More than headquarters' own writing ever needs.
const HQ_ROOM: u64 = 2 << 30;

/// What headquarters needs in order to take things in; nothing of its own notebook.
#[derive(Clone, Copy)]
pub struct IngestContext<'a> {
    pub home: &'a HqDirectory,
    /// Unix milliseconds
    pub now: fn() -> u64,
}

/// A bundle that is being read.
struct BundleReading {
    bundle: BundleReader,
    epoch: u64,
    next: u64,
    chain: [u8; 32],
    load: BundleLoad,
    /// the known op at which the chain is still to be compared
    unchecked: Option<(u64, [u8; 32])>,
}

/// One device's way in.
pub struct BundleIngest<'a> {
    context: IngestContext<'a>,
    pub enrolled: Enrolled,
    log: Log,
    reading: Option<BundleReading>,
    /// ops that were new
    pub new: u64,
    /// how far the lanes have come down, as the device says
    pub cursors: Vec<LaneAt>,
    /// about files, since it was last answered
    messages: AttachmentMessages,
    /// segments in which it reported verdicts
    pub verdicts: usize,
    /// where known ops of a bundle ended, found to be the log's own
    pub compared: Vec<OpsEnd>,
}

/// An epoch, a number in it, and the op chain there.
pub type OpsEnd = (u64, u64, [u8; 32]);

impl<'a> BundleIngest<'a> {
    /// `officer`: whom the line says that it is.
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

    /// Whether headquarters sends anything to the device: not to a revoked one, nor while a decision about
    /// headquarters itself is pending.
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

    /// A bundle begins.
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

    /// Durable when it returns; true at the bundle's end.
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
        // before anything is opened: the headers say what a bundle costs
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
            // of a newer version; what it means is not for us
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

    /// A revoked device must not fill the disk: no reviewer has decided yet whether its ops count.
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

    /// What is to be answered about files; it is answered once.
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
        // decided again for each piece: a revocation counts from where it meets the log
        let device = *self.device();
        if let Some(enrolled) = self.context.home.officer_of(device)? {
            self.enrolled = enrolled;
        }
        self.log.append(epoch, restored, skip, now, self.enrolled.is_revoked())?;
        self.new = self.new.saturating_add((restored.ops.len() - skip) as u64);
        Ok(())
    }

    /// Known ops that end before the log does were not compared with it yet.
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

    /// The laptop reports fewer ops of an epoch than headquarters has, or different ones.
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

    /// The laptop has receipts of this era for more than is here.
    pub fn note_loss(&mut self, era: u64) -> Result<(), BundleNotTaken> {
        let time = (self.context.now)();
        Ok(self.log.note(Incident { time, epoch: era, acked: 0, what: IncidentKind::Lost })?)
    }

    /// For all that is here of an epoch; `None` when nothing does.
    pub fn receipt(&self, epoch: u64) -> Option<SignedReceipt> {
        let end = self.log.end(self.device(), epoch);
        let at = (end.epoch, end.seq, end.chain);
        let time = (self.context.now)();
        (end.seq > 0)
            .then(|| receipt::sign(&self.context.home.secret, *self.device(), at, time))
    }

    /// For what a laptop has of an epoch of which more is here, written by a copy of it: a receipt for
    /// all that is here would say nothing to it. `at` was compared with the log.
    pub fn receipt_within(&self, at: OpsEnd) -> Option<SignedReceipt> {
        let (epoch, seq, _) = at;
        let less = 0 < seq && seq < self.log.end(self.device(), epoch).seq;
        let time = (self.context.now)();
        less.then(|| receipt::sign(&self.context.home.secret, *self.device(), at, time))
    }

    /// The epoch of the bundle that is being read, and the next number in it.
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

/// Whether new segments are taken on a disk with `free` bytes left; receipts go out in any case.
///
/// Below a twentieth of the disk nothing more is taken, so that what headquarters itself must write
/// (the fold, a backup, the reviewer's decisions) still fits. On a large disk a twentieth is more
/// than that ever needs, and refusing officers for it would be wrong: beyond 2 GiB there is room. On
/// a tiny one it is less than one file of the journal and one of the state take: 64 MiB always stay.
pub fn has_enough_free(free: u64, total: u64) -> bool {
    free > (total / 20).clamp(limits::BALLAST_AGAIN, HQ_ROOM)
}
