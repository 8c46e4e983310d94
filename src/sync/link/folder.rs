//! A folder, or a stick that somebody carries: bundles are written there, and what headquarters
//! has answered is read. Written is not received: only a receipt says that.

mod answer;
mod files;

use std::path::Path;

use answer::{FolderAnswer, FolderAnswers, HeldByHq};
use sha2::{Digest, Sha256};

use super::super::bundle::{BundleRefused, BundleWriter, DOWN, UP, read_head, read_header};
use super::super::down::{DownlinkReader, DownlinkSegment, PieceNotTaken};
use super::super::error::SyncError;
use super::super::file::{self, FilePiece, Pieces};
use super::super::lanes;
use super::super::message::{self, Message};
use super::super::peer_state::PeerState;
use super::super::receipt::{self, SignedReceipt};
use super::super::roll;
use super::super::segment::Segments;
use super::super::verdicts;
use crate::storage::error::is_link;
use crate::storage::format::frame::{HEAD, ty};
use crate::storage::format::wire;
use crate::store::{Store, StoreError, reason};
use crate::sync::certificate::Enrolment;
use crate::sync::client::begin_uplink;
use crate::sync::summary::{CLOCK, Summary};

/// A file takes no more than this; the rest waits for the next time.
const MOST: usize = 60 << 20;

pub fn run(
    store: &Store,
    enrolment: &Enrolment,
    folder: &Path,
    now: u64,
    summary: &mut Summary,
) -> Result<(), SyncError> {
    if !folder.is_dir() {
        return Err(io_error(folder, std::io::ErrorKind::NotFound.into()));
    }
    let mut answers = FolderAnswers::default();
    let mine = read_all(store, enrolment, folder, summary, &mut answers)?;
    summary.outdated = answers.is_outdated(store)?;
    let FolderAnswers { forks, newest, .. } = answers;
    let peer = PeerState::of(store.dir());
    exchange_rolls(&peer, enrolment, folder)?;
    for epoch in forks {
        let receipts = store.uplink().receipts()?;
        let known = receipts.iter().find(|r| r.receipt.epoch == epoch);
        let common = known.map_or(0, |r| r.receipt.acked);
        store.uplink().fork(epoch, common, reason::PARTED)?;
        peer.clear_restored()?;
        summary.forks += 1;
    }
    if summary.read > 0 && summary.damaged.is_empty() && summary.forks == 0 {
        peer.set_restored()?;
    }
    // a stick takes its time: a clock after its receipts is wrong, one that is not may be right
    if summary.hq_time > 0 && now.saturating_add(CLOCK) >= summary.hq_time {
        store.uplink().correct_clock()?;
    }
    let held = newest.held_by_hq(store)?;
    summary.restored |= held.restored;
    write(store, enrolment, folder, now, &held, summary)?;
    files::write(store, enrolment, folder, now, summary)?;
    let files = summary.files_written.iter().map(|(name, _)| name);
    let new: Vec<String> = summary.written.iter().chain(files).cloned().collect();
    summary.stale = receipted_files(store, folder, &new, &held)?;
    match summary.revoked {
        Some(since) => Err(SyncError::Revoked { since }),
        None if mine => Err(SyncError::DamagedAnswer),
        None => Ok(()),
    }
}

/// Headquarters' lists of its devices are carried both ways; nobody but headquarters reads them.
fn exchange_rolls(
    peer: &PeerState<'_>,
    enrolment: &Enrolment,
    folder: &Path,
) -> Result<(), SyncError> {
    let key = &enrolment.card.sign;
    let there = roll::in_folder(&folder.join(file::IN)).map_err(|e| of_stick(folder, e))?;
    for bytes in there.iter().filter_map(|path| roll::read(path)) {
        peer.save_roll(key, &bytes)?;
    }
    for (_, bytes) in peer.rolls() {
        let put = roll::put_on_stick(folder, file::OUT, key, &bytes);
        put.map_err(|e| of_stick(folder, e))?;
    }
    Ok(())
}

fn io_error(path: &Path, source: std::io::Error) -> SyncError {
    SyncError::Folder { file: path.display().to_string(), source }
}

/// Onto the stick; what goes wrong there is the stick's, and the notebook is whole.
fn write_file(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), SyncError> {
    file::write(folder, file::OUT, name, bytes).map_err(|e| of_stick(folder, e))
}

fn of_stick(folder: &Path, error: StoreError) -> SyncError {
    match error {
        StoreError::Io { file, source, .. } if is_link(&source) => {
            io_error(&folder.join(file), source)
        }
        StoreError::Io { source, .. } => io_error(folder, source),
        error => SyncError::Store(error),
    }
}

/// True: a file for this laptop was damaged; what came before the damage is taken.
fn read_all(
    store: &Store,
    enrolment: &Enrolment,
    folder: &Path,
    summary: &mut Summary,
    answers: &mut FolderAnswers,
) -> Result<bool, SyncError> {
    let mut damaged = false;
    for path in file::list(folder, file::IN).map_err(|e| of_stick(folder, e))? {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
        // What cannot be read is somebody's; the next one may be good.
        let bytes = match file::read(&path) {
            Ok(bytes) => bytes,
            Err(e) => {
                let found = if is_link(&e) { &mut summary.links } else { &mut summary.damaged };
                found.extend(name);
                continue;
            }
        };
        match read_one(store, enrolment, &bytes, summary, answers) {
            Ok(mine) => summary.read += usize::from(mine),
            Err(PieceNotTaken::Refused(_)) => {
                damaged |= is_mine(store, &bytes);
                summary.damaged.extend(name);
            }
            Err(PieceNotTaken::Store(e)) => return Err(SyncError::Store(e)),
        }
    }
    Ok(damaged)
}

/// By its header, which says so and proves nothing.
fn is_mine(store: &Store, bytes: &[u8]) -> bool {
    match Pieces::of(bytes).next() {
        Some(Ok(FilePiece::Header(header))) => {
            read_header(header, DOWN).is_ok_and(|header| header.device == store.device_id())
        }
        _ => false,
    }
}

/// False: for another laptop.
fn read_one(
    store: &Store,
    enrolment: &Enrolment,
    bytes: &[u8],
    summary: &mut Summary,
    answers: &mut FolderAnswers,
) -> Result<bool, PieceNotTaken> {
    let mut reader: Option<DownlinkReader<'_>> = None;
    let mut answer = FolderAnswer::default();
    for piece in Pieces::of(bytes) {
        match piece? {
            FilePiece::Header(header) => {
                let read = read_header(header, DOWN)?;
                if read.device != store.device_id() {
                    return Ok(false);
                }
                reader = Some(DownlinkReader::begin(store, enrolment, header)?);
                (answer.era, answer.time) = (read.epoch, read.created >> 16);
            }
            FilePiece::Segment(segment) => {
                let reader = reader.as_mut().ok_or(BundleRefused::NotOurs)?;
                let segment = reader.take(segment)?;
                summary.era = summary.era.max(reader.era);
                match segment {
                    DownlinkSegment::Piece(taken) => summary.add_outcome(*taken),
                    DownlinkSegment::Receipt(bytes) => {
                        let signed = take_receipt(store, enrolment, &bytes, summary, answers)?;
                        answer.add_receipt(store, &signed)?;
                    }
                    DownlinkSegment::Word(word) => {
                        let said = message::receive(&mut word.as_slice());
                        match said {
                            Ok(Some(Message::Fork { epoch, .. })) => {
                                note_fork(store, &mut answers.forks, epoch)?;
                            }
                            Ok(Some(Message::Revoked { since })) => {
                                let issued = enrolment.certificate.certificate.issued;
                                let counts = since >= issued;
                                summary.revoked = summary.revoked.or(counts.then_some(since));
                            }
                            Ok(Some(Message::Tell { since })) => {
                                summary.verdicts_since = Some(since);
                            }
                            _ => {}
                        }
                    }
                    DownlinkSegment::File(word) => {
                        let era = reader.era;
                        files::take(store, era, word, summary)?;
                    }
                    DownlinkSegment::Unknown => {}
                }
            }
        }
    }
    if reader.is_some() {
        answers.last = answers.last.max((answer.time, answer.era));
    }
    if reader.is_some() && answer.is_newer_than(&answers.newest) {
        answers.newest = answer;
    }
    Ok(reader.is_some())
}

fn take_receipt(
    store: &Store,
    enrolment: &Enrolment,
    bytes: &[u8],
    summary: &mut Summary,
    answers: &mut FolderAnswers,
) -> Result<SignedReceipt, PieceNotTaken> {
    let receipt = receipt::check(bytes, &enrolment.card, &store.device_id());
    let receipt = receipt.map_err(|_| BundleRefused::Signature)?;
    let said = receipt.receipt;
    let epochs = store.uplink().epochs()?;
    let newest = epochs.last().is_some_and(|e| e.epoch == said.epoch);
    if !newest && epochs.iter().any(|e| e.epoch == said.epoch && e.last < said.acked) {
        return Ok(receipt);
    }
    if store.uplink().chain_at(said.epoch, said.acked)? != Some(said.chain) {
        note_fork(store, &mut answers.forks, said.epoch)?;
        return Ok(receipt);
    }
    summary.receipts += u64::from(store.uplink().take_receipt(&receipt)?);
    summary.hq_time = summary.hq_time.max(said.time);
    Ok(receipt)
}

/// Once: a stick may bring the same word again, long after a new epoch was opened.
fn note_fork(store: &Store, forks: &mut Vec<u64>, epoch: u64) -> Result<(), PieceNotTaken> {
    let epochs = store.uplink().epochs()?;
    let receipts = store.uplink().receipts()?;
    let acked =
        receipts.iter().find(|r| r.receipt.epoch == epoch).map_or(0, |r| r.receipt.acked);
    let open = epochs.iter().any(|e| e.epoch == epoch && e.last > acked);
    let newest = epochs.last().is_some_and(|e| e.epoch == epoch);
    if (open || newest) && !forks.contains(&epoch) {
        forks.push(epoch);
    }
    Ok(())
}

/// All that waits, and how far the lanes have come down.
fn write(
    store: &Store,
    enrolment: &Enrolment,
    folder: &Path,
    now: u64,
    held: &HeldByHq,
    summary: &mut Summary,
) -> Result<(), SyncError> {
    let key = store.signing_key();
    let (bytes, content) = (Vec::new(), Sha256::new());
    let mut out = FolderOut { store, enrolment, now, bytes, content, first: 0, last: 0 };
    if let Some(since) = summary.verdicts_since {
        out.verdicts(since, &key)?;
    }
    for epoch in store.uplink().epochs()? {
        let acked = held.acked(epoch.epoch);
        if acked < epoch.last {
            summary.sent += out.epoch(epoch.epoch, acked, epoch.last, &key)?;
        }
    }
    if out.bytes.is_empty() {
        let epoch = store.uplink().epochs()?.pop().map_or(0, |e| e.epoch);
        let (cursors, _) = out.begin(epoch, 1, [0; 32], &key, true)?;
        out.bytes = cursors;
    }
    let range = format!("{}-{}", out.first, out.last);
    let name = file::uplink_name(&store.device_id(), &range, out.content);
    write_file(folder, &name, &out.bytes)?;
    summary.bytes_up = out.bytes.len() as u64;
    summary.written.push(name);
    Ok(())
}

struct FolderOut<'a> {
    store: &'a Store,
    enrolment: &'a Enrolment,
    now: u64,
    bytes: Vec<u8>,
    /// all that the bundles carry but the lane positions: what tells this file from another
    content: Sha256,
    first: u64,
    last: u64,
}

impl FolderOut<'_> {
    /// In a bundle of its own, in front of what is new.
    fn verdicts(
        &mut self,
        since: u64,
        key: &ed25519_dalek::SigningKey,
    ) -> Result<(), SyncError> {
        let epoch = self.store.uplink().epochs()?.pop().map_or(0, |e| e.epoch);
        let (front, mut writer) = self.begin(epoch, 0, [0; 32], key, false)?;
        self.bytes.extend(front);
        for content in verdicts::reported_since(self.store, since)? {
            self.content.update(&content);
            let cut = writer.segment(ty::VERDICTS, 1, 0, &content, false);
            self.bytes.extend(cut.map_err(|_| SyncError::OldCard)?);
        }
        Ok(())
    }

    fn epoch(
        &mut self,
        epoch: u64,
        after: u64,
        until: u64,
        key: &ed25519_dalek::SigningKey,
    ) -> Result<u64, SyncError> {
        let mut segments = Segments::new(self.store, epoch, after, until);
        let mut next = segments.next().transpose()?;
        let mut open: Option<BundleWriter<'_>> = None;
        let mut sent = 0;
        while let Some(cut) = next {
            next = segments.next().transpose()?;
            let part = &cut.part;
            // a bundle that is full has its next one after it, in the same file
            let mut writer = match open.take() {
                Some(open) => open,
                None => {
                    let (front, writer) =
                        self.begin(epoch, part.first, part.base, key, false)?;
                    self.bytes.extend(front);
                    writer
                }
            };
            let full = self.bytes.len() > MOST;
            let last = next.is_none() || writer.is_full() || full;
            let n = u16::try_from(part.ops.len()).map_err(|_| SyncError::Damaged)?;
            self.content.update([epoch, part.first].map(u64::to_le_bytes).concat());
            self.content.update(&cut.plain);
            let cut = writer.segment(ty::OPS, n, part.first, &cut.plain, last);
            self.bytes.extend(cut.map_err(|_| SyncError::OldCard)?);
            self.first = if self.first == 0 { part.first } else { self.first };
            self.last = part.last();
            sent += part.ops.len() as u64;
            if full {
                return Ok(sent);
            }
            open = (!last).then_some(writer);
        }
        Ok(sent)
    }

    /// Header, and how far the lanes have come down.
    fn begin<'k>(
        &self,
        epoch: u64,
        from: u64,
        base: [u8; 32],
        key: &'k ed25519_dalek::SigningKey,
        last: bool,
    ) -> Result<(Vec<u8>, BundleWriter<'k>), SyncError> {
        let at = (epoch, from, base);
        let (header, mut writer) = begin_uplink(self.store, self.enrolment, at, self.now, key)?;
        let lanes = lanes::positions(self.store)?;
        let n = u16::try_from(lanes.len()).unwrap_or(0);
        let cut = writer.segment(ty::CURSORS, n, 0, &wire::encode(&lanes), last);
        let cut = cut.map_err(|_| SyncError::OldCard)?;
        Ok(([&header[..], &cut].concat(), writer))
    }
}

/// This laptop's files that headquarters has receipted whole.
fn receipted_files(
    store: &Store,
    folder: &Path,
    new: &[String],
    held: &HeldByHq,
) -> Result<Vec<String>, SyncError> {
    let files_wait = !store.attachments().to_send()?.is_empty();
    let mut found = Vec::new();
    for path in file::list(folder, file::OUT).map_err(|e| of_stick(folder, e))? {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
        let Some(name) = name.filter(|n| !new.contains(n)) else { continue };
        let Ok(bytes) = file::read(&path) else { continue };
        let (mut epoch, mut mine, mut needed) = (0, false, false);
        for piece in Pieces::of(&bytes).flatten() {
            match piece {
                FilePiece::Header(header) => {
                    let header = read_header(header, UP).ok();
                    mine = header.is_some_and(|h| h.device == store.device_id());
                    epoch = header.map_or(0, |h| h.epoch);
                }
                FilePiece::Segment(segment) => {
                    let head = segment.first_chunk::<HEAD>().and_then(|h| read_head(h).ok());
                    let last = head.map_or(0, |h| {
                        h.first.saturating_add(u64::from(h.n)).saturating_sub(1)
                    });
                    let is = |ty| head.is_some_and(|h| h.ty == ty);
                    needed |= is(ty::OPS) && last > held.acked(epoch);
                    // which files these are is sealed: needed while any waits
                    needed |= is(ty::BLOB) && files_wait;
                }
            }
        }
        if mine && !needed {
            found.push(name);
        }
    }
    Ok(found)
}
