//! Sticks at headquarters: many officers' files in any order are taken in, and what belongs to each
//! of them is written back: receipts, what was refused, and what waits in his lanes. The same intake
//! and the same bundles as on a line.

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

/// Lanes that go down by stick.
const LANES: [u8; 5] = [0, 1, 2, 3, 5];
/// What one file takes.
const MAX_FILE: usize = 60 << 20;

/// What one file brought.
#[derive(Debug, Default)]
pub struct FileOutcome {
    pub file: String,
    /// its device, if known
    pub device: Option<[u8; 16]>,
    /// ops that were new
    pub ops: u64,
    /// attachments that are whole now
    pub files: u64,
    /// why the rest was not taken; everything before it was
    pub refused: Option<BundleNotTaken>,
}

/// What a device's answer must hold besides the receipts.
#[derive(Default)]
struct StickAnswer {
    lanes: Vec<LaneAt>,
    words: Vec<Message>,
    files: AttachmentMessages,
    /// where known ops ended that were compared with the log
    compared: BTreeSet<OpsEnd>,
    /// a file of it was read to its end
    known_lanes: bool,
    /// written unasked: how far its lanes have come is not known
    without_receipt: bool,
}

/// What a stick brought, and what must be answered.
#[derive(Default)]
pub struct StickOutcome {
    pub files: Vec<FileOutcome>,
    answers: BTreeMap<[u8; 16], StickAnswer>,
}

/// Takes in what is in `SOTAY/out`.
pub fn take_in(context: IngestContext<'_>, folder: &Path) -> Result<StickOutcome, StoreError> {
    if !folder.is_dir() {
        return Err(StoreError::io(
            IoOperation::List,
            folder,
            std::io::ErrorKind::NotFound.into(),
        ));
    }
    let paths = file::list(folder, file::OUT)?;
    // before anything is taken in: it may revoke devices whose files are here
    for path in roll::in_folder(&folder.join(file::OUT))? {
        if let Some(bytes) = roll::read(&path) {
            context.home.learn(&bytes, (context.now)())?;
        }
    }
    // Later ops wait for earlier ones, whatever the files are called: so by what is inside. Of
    // many long files one at a time is held.
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

/// Both at once, where no fold runs between them.
pub fn import(
    context: IngestContext<'_>,
    folder: &Path,
) -> Result<Vec<FileOutcome>, StoreError> {
    let taken = take_in(context, folder)?;
    answer(context, folder, &taken)?;
    Ok(taken.files)
}

/// Writes the answers into `SOTAY/in`; returns how many.
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

/// Writes for these devices what they would be answered; cursors are not known, so all of it.
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

/// One list of the devices for all laptops that read this stick.
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

/// How much of what went down a laptop has: of two greetings of one laptop the one that reaches
/// further is newer, whatever clock and file name say.
fn progress(known: &[LaneAt]) -> (u64, u128) {
    let lanes = known.iter().filter(|at| at.lane != RESTORE);
    let era = lanes.clone().map(|at| at.era).max().unwrap_or(0);
    (era, lanes.map(|at| u128::from(at.position)).sum())
}

impl FileOutcome {
    fn read(
        &mut self,
        context: IngestContext<'_>,
        bytes: &[u8],
        answers: &mut BTreeMap<[u8; 16], StickAnswer>,
    ) {
        let mut intake: Option<BundleIngest<'_>> = None;
        for piece in Pieces::of(bytes) {
            let done = piece.map_err(BundleNotTaken::Bundle).and_then(|piece| match piece {
                FilePiece::Header(header) => {
                    let device = read_header(header, UP)?.device;
                    if self.device.is_none_or(|known| known != device) {
                        // One device at a time: its lock is given back before the next one's.
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
                    // It was sealed with the device's key, so it deserves an answer.
                    let answer =
                        answers.entry(intake.enrolled.certificate().device).or_default();
                    // files that are not needed any more lie here, too, and know less
                    if progress(&intake.cursors) >= progress(&answer.lanes) {
                        answer.lanes.clone_from(&intake.cursors);
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

/// False: there was nothing to say.
fn write(
    context: IngestContext<'_>,
    folder: &Path,
    device: &[u8; 16],
    answer: &StickAnswer,
) -> Result<bool, StoreError> {
    let Some(enrolled) = context.home.officer_of(*device)? else { return Ok(false) };
    let mut intake = match BundleIngest::of(context, device, None) {
        Ok(intake) => intake,
        // its file was refused in words; the other devices are answered
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
    // not before its certificate: a revocation from before a new enrolment does not hold any more
    let since = enrolled.revoked.map(|since| since.max(enrolled.certificate().issued));
    let revoked = since.map(|since| Message::Revoked { since });
    for word in answer.words.iter().chain(&asks).chain(&revoked) {
        let mut bytes = Vec::new();
        message::send(&mut bytes, word).map_err(|_| StoreError::Bug("a word too long"))?;
        out.put(ty::CURSORS, 1, &bytes)?;
    }
    if counts {
        // With the first new verdict the laptop forgets how far it had come before the restoration, and
        // what it writes now may be lost with the stick: it must get the question again then.
        let lanes = LANES.into_iter().filter(|lane| asks.is_none() || *lane != VERDICTS);
        out.lanes(context, &enrolled, &answer.lanes, &mut { lanes })?;
    }
    if !answer.files.is_empty() {
        answer.files.answer(context.home, counts, &mut |word| {
            out.put(ty::BLOB, word.count(), &word.encode())?;
            Ok::<bool, StoreError>(out.bytes.len() < MAX_FILE)
        })?;
    }
    if out.n == 0 && answer.known_lanes {
        // nothing of it is here: the header tells of which era that is
        let mut bytes = Vec::new();
        message::send(&mut bytes, &Message::Alive)
            .map_err(|_| StoreError::Bug("a word too long"))?;
        out.put(ty::CURSORS, 1, &bytes)?;
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

/// Names only keep files apart; nothing is read from them.
fn next_number(folder: &Path, short: &str) -> Result<u64, StoreError> {
    let known = file::list(folder, file::IN)?;
    let number = |path: &Path| -> Option<u64> {
        path.file_stem()?.to_str()?.strip_prefix(short)?.strip_prefix('-')?.parse().ok()
    };
    // the highest number of all has none after it: a foreign file has it
    let after = known.iter().filter_map(|path| number(path)?.checked_add(1));
    Ok(after.max().unwrap_or(1))
}
