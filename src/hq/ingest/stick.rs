//! Sticks at headquarters: receives many officers' files in any order, and writes back receipts,
//! refusals and pending lanes of each. Uses the same intake and bundle format as a connection.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::attachments::AttachmentMessages;
use super::intake::{BundleIngest, IngestContext, OpsEnd};
use crate::hq::admin::officer::Enrolled;
use crate::hq::downlink::lane::{RESTORE, VERDICTS};
use crate::hq::downlink::pending;
use crate::hq::ingest::not_taken::BundleNotTaken;
use crate::hq::ingest::server::refusal_message;
use crate::storage::error::IoOperation;
use crate::storage::format::frame::ty;
use crate::store::StoreError;
use crate::sync::bundle::{BundleRefused, BundleWriter, UP, read_header};
use crate::sync::file::{self, FilePiece, Pieces};
use crate::sync::message::{self, LaneAt, Message};
use crate::sync::{down, roll};
use crate::text::hex::short_hex;

/// Lanes that are written to a stick.
const LANES: [u8; 5] = [0, 1, 2, 3, 5];
/// Maximum bytes of one file.
const MAX_FILE: usize = 60 << 20;

/// Result of one file.
#[derive(Debug, Default)]
pub struct FileOutcome {
    pub file: String,
    /// the sending device, if known
    pub device: Option<[u8; 16]>,
    /// number of new ops
    pub ops: u64,
    /// number of attachments completed
    pub files: u64,
    /// why the rest was not accepted; everything before it was
    pub refused: Option<BundleNotTaken>,
}

/// Content of a device's answer, besides the receipts.
#[derive(Default)]
struct StickAnswer {
    lanes: Vec<LaneAt>,
    /// of the file that stated `lanes`
    progress: (u64, u64, u128),
    words: Vec<Message>,
    files: AttachmentMessages,
    /// ends of known ops that were compared with the log
    compared: BTreeSet<OpsEnd>,
    /// one of its files was read to the end
    known_lanes: bool,
    /// written without a request: the device's lane positions are unknown
    without_receipt: bool,
}

/// Result of reading a stick, with the answers to write.
#[derive(Default)]
pub struct StickOutcome {
    pub files: Vec<FileOutcome>,
    answers: BTreeMap<[u8; 16], StickAnswer>,
}

/// Receives the files in `SOTAY/out`.
pub fn take_in(context: IngestContext<'_>, folder: &Path) -> Result<StickOutcome, StoreError> {
    if !folder.is_dir() {
        return Err(StoreError::io(
            IoOperation::List,
            folder,
            std::io::ErrorKind::NotFound.into(),
        ));
    }
    let paths = file::list(folder, file::OUT)?;
    // device lists first, as they may revoke devices that have files here
    for path in roll::in_folder(&folder.join(file::OUT))? {
        if let Some(bytes) = roll::read(&path) {
            context.home.learn(&bytes, (context.now)())?;
        }
    }
    // Earlier ops must be read first, so sort by content and not by file name. Read only the front
    // of each file, to hold one long file at a time.
    let mut files: Vec<(u64, String, &PathBuf)> = paths
        .iter()
        .map(|path| {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
            let from = file::read_front(path).ok().and_then(|b| first(&b)).unwrap_or(u64::MAX);
            (from, name.unwrap_or_default(), path)
        })
        .collect();
    files.sort();
    let mut answers: BTreeMap<[u8; 16], StickAnswer> = BTreeMap::new();
    let mut brought = Vec::new();
    for (_, name, path) in files {
        let mut one = FileOutcome { file: name, ..FileOutcome::default() };
        match file::read(path).map_err(|e| StoreError::io(IoOperation::Read, path, e)) {
            Ok(bytes) => one.read(context, &bytes, &mut answers),
            Err(e) => one.refused = Some(BundleNotTaken::Store(e)),
        }
        brought.push(one);
    }
    Ok(StickOutcome { files: brought, answers })
}

/// `take_in` and `answer`, if no fold runs in between.
pub fn import(
    context: IngestContext<'_>,
    folder: &Path,
) -> Result<Vec<FileOutcome>, StoreError> {
    let taken = take_in(context, folder)?;
    answer(context, folder, &taken)?;
    Ok(taken.files)
}

/// Writes the answers to `SOTAY/in`; returns their number.
pub fn answer(
    context: IngestContext<'_>,
    folder: &Path,
    taken: &StickOutcome,
) -> Result<usize, StoreError> {
    let mut written = 0;
    for (device, answer) in &taken.answers {
        written += usize::from(write(context, folder, device, answer)?);
    }
    put_roll(context, folder)?;
    Ok(written)
}

/// Writes unrequested answers for these devices. Their lane positions are unknown, so this sends
/// everything.
pub fn export(
    context: IngestContext<'_>,
    folder: &Path,
    devices: &[[u8; 16]],
) -> Result<usize, StoreError> {
    let mut written = 0;
    for device in devices {
        let answer = StickAnswer { without_receipt: true, ..StickAnswer::default() };
        written += usize::from(write(context, folder, device, &answer)?);
    }
    put_roll(context, folder)?;
    Ok(written)
}

/// Writes one device list for all laptops that read this stick.
fn put_roll(context: IngestContext<'_>, folder: &Path) -> Result<(), StoreError> {
    let Some(bytes) = context.home.roll() else { return Ok(()) };
    if context.home.awaits_confirm()?.is_some() {
        return Ok(());
    }
    let key = context.home.secret.sign.verifying_key().to_bytes();
    roll::put_on_stick(&*context.home.disk, folder, file::IN, &key, &bytes)
}

fn first(bytes: &[u8]) -> Option<u64> {
    match Pieces::of(bytes).next()? {
        Ok(FilePiece::Header(header)) => read_header(header, UP).ok().map(|h| h.from_seq),
        _ => None,
    }
}

/// Orders the lane positions that files of one laptop state: by the laptop's clock, as it may have
/// been opened again from an older copy, and then by how much it has received. An older file that
/// passes for the newest only makes headquarters send pieces again.
fn progress(written: u64, known: &[LaneAt]) -> (u64, u64, u128) {
    let lanes = known.iter().filter(|at| at.lane != RESTORE);
    let era = lanes.clone().map(|at| at.era).max().unwrap_or(0);
    (written, era, lanes.map(|at| u128::from(at.position)).sum())
}

impl FileOutcome {
    fn read(
        &mut self,
        context: IngestContext<'_>,
        bytes: &[u8],
        answers: &mut BTreeMap<[u8; 16], StickAnswer>,
    ) {
        let mut intake: Option<BundleIngest<'_>> = None;
        let mut written = 0;
        for piece in Pieces::of(bytes) {
            let done = piece.map_err(BundleNotTaken::Bundle).and_then(|piece| match piece {
                FilePiece::Header(header) => {
                    let read = read_header(header, UP)?;
                    let device = read.device;
                    written = read.created;
                    if self.device.is_none_or(|known| known != device) {
                        // one device at a time: release its lock before locking the next
                        intake = None;
                        self.device = Some(device);
                        intake = Some(BundleIngest::of(context, &device, None)?);
                    }
                    intake.as_mut().ok_or(BundleNotTaken::Stranger)?.header(header)
                }
                FilePiece::Segment(segment) => {
                    let intake = intake.as_mut().ok_or(BundleRefused::NotOurs)?;
                    let new = intake.new;
                    let done = intake.segment(segment);
                    self.ops += intake.new - new;
                    // sealed with the device's key, so it gets an answer
                    let answer =
                        answers.entry(intake.enrolled.certificate().device).or_default();
                    // files that were read before stay on the stick
                    let progress = progress(written, &intake.cursors);
                    if progress >= answer.progress && !intake.cursors.is_empty() {
                        answer.lanes.clone_from(&intake.cursors);
                        answer.progress = progress;
                    }
                    let said = intake.take_attachment_messages();
                    self.files += said.received_bytes();
                    answer.files.add(said);
                    answer.compared.extend(intake.compared.drain(..));
                    done.map(|_| ())
                }
            });
            if let Err(refused) = done {
                if let (
                    Some(device),
                    BundleNotTaken::Need { .. } | BundleNotTaken::Fork { .. },
                ) = (self.device, &refused)
                {
                    answers.entry(device).or_default().words.push(refusal_message(&refused));
                }
                self.refused = Some(refused);
                return;
            }
        }
        if bytes.is_empty() {
            self.refused = Some(BundleRefused::Short.into());
        }
        if let Some(answer) = self.device.and_then(|device| answers.get_mut(&device)) {
            answer.known_lanes = true;
        }
        if let Some(Err(e)) = intake.map(|mut intake| intake.end_verdicts()) {
            self.refused = Some(BundleNotTaken::Store(e));
        }
    }
}

/// Writes the answer for a device. Returns false if there was nothing to write.
fn write(
    context: IngestContext<'_>,
    folder: &Path,
    device: &[u8; 16],
    answer: &StickAnswer,
) -> Result<bool, StoreError> {
    let Some(enrolled) = context.home.officer_of(*device)? else { return Ok(false) };
    let mut intake = match BundleIngest::of(context, device, None) {
        Ok(intake) => intake,
        // its file was refused with a message; continue with the other devices
        Err(BundleNotTaken::Store(e)) if !e.is_damage() => return Err(e),
        Err(_) => return Ok(false),
    };
    let (header, writer) =
        down::begin(&context.home.secret, enrolled.certificate(), (context.now)())?;
    let mut out = StickWriter { bytes: header.to_vec(), writer, n: 0 };
    for end in intake.ends() {
        if let Some(receipt) = intake.receipt(end.epoch) {
            out.put(ty::RECEIPT, 1, &receipt.encode())?;
        }
    }
    for at in &answer.compared {
        if let Some(receipt) = intake.receipt_within(*at) {
            out.put(ty::RECEIPT, 1, &receipt.encode())?;
        }
    }
    let counts = intake.sends_down()?;
    drop(intake);
    let since = match answer.without_receipt {
        true => context.home.may_lack_verdicts(device)?,
        false => context.home.lacks_verdicts(device, &answer.lanes)?,
    };
    let asks = since.map(|since| Message::Tell { since });
    // a revocation before the present certificate no longer applies
    let since = enrolled.revoked.map(|since| since.max(enrolled.certificate().issued));
    let revoked = since.map(|since| Message::Revoked { since });
    for word in answer.words.iter().chain(&asks).chain(&revoked) {
        out.word(word)?;
    }
    if counts {
        // The first new verdict makes the laptop forget its position before the restoration, and
        // its answer may be lost with the stick. So send no verdicts until it has answered; then
        // the request is repeated.
        let lanes = LANES.into_iter().filter(|lane| asks.is_none() || *lane != VERDICTS);
        let from = pending::positions(context.home, &answer.lanes, lanes.clone());
        if !from.is_empty() {
            out.word(&Message::After(from))?;
        }
        out.lanes(context, &enrolled, &answer.lanes, &mut { lanes })?;
    }
    if !answer.files.is_empty() {
        answer.files.answer(context.home, counts, &mut |word| {
            out.put(ty::BLOB, word.count(), &word.encode())?;
            Ok::<bool, StoreError>(out.bytes.len() < MAX_FILE)
        })?;
    }
    if out.n == 0 && answer.known_lanes {
        // nothing of the device is here; the header at least tells it the era
        out.word(&Message::Alive)?;
    }
    if out.n == 0 {
        return Ok(false);
    }
    let number = next_number(folder, &short_hex(device))?;
    let name = format!("{}-{number}.stk", short_hex(device));
    file::write(&*context.home.disk, folder, file::IN, &name, &out.bytes)?;
    Ok(true)
}

struct StickWriter<'a> {
    bytes: Vec<u8>,
    writer: BundleWriter<'a>,
    n: usize,
}

impl StickWriter<'_> {
    fn put(&mut self, ty: u8, n: u16, plain: &[u8]) -> Result<(), StoreError> {
        let cut = self.writer.segment(ty, n, 0, plain, false);
        self.bytes.extend(cut.map_err(|_| StoreError::Bug("a piece that does not seal"))?);
        self.n += 1;
        Ok(())
    }

    fn word(&mut self, word: &Message) -> Result<(), StoreError> {
        let mut bytes = Vec::new();
        message::send(&mut bytes, word).map_err(|_| StoreError::Bug("a word too long"))?;
        self.put(ty::CURSORS, 1, &bytes)
    }

    fn lanes(
        &mut self,
        context: IngestContext<'_>,
        enrolled: &Enrolled,
        known: &[LaneAt],
        lanes: &mut dyn Iterator<Item = u8>,
    ) -> Result<(), StoreError> {
        pending::each(context.home, enrolled, known, lanes, &mut |lane, piece| {
            let plain = down::pack(lane, piece.position, &piece.bytes);
            self.put(ty::DOWN, piece.n, &plain)?;
            Ok::<bool, StoreError>(self.bytes.len() < MAX_FILE)
        })
        .map(|_| ())
    }
}

/// The next file number for a device. Names only have to be unique; they are not interpreted.
fn next_number(folder: &Path, short: &str) -> Result<u64, StoreError> {
    let known = file::list(folder, file::IN)?;
    let number = |path: &Path| -> Option<u64> {
        path.file_stem()?.to_str()?.strip_prefix(short)?.strip_prefix('-')?.parse().ok()
    };
    // skips a foreign file with the highest number, which has no successor
    let after = known.iter().filter_map(|path| number(path)?.checked_add(1));
    Ok(after.max().unwrap_or(1))
}
