//! The link by a folder or a stick: writes bundles there and reads headquarters' answers. A written
//! bundle is not received: only a receipt says that.

mod answer;
mod files;
mod out;

use crate::storage::disk::Disk;
use std::path::Path;

use answer::{FolderAnswer, FolderAnswers};
use out::{receipted_files, write};

use super::super::bundle::{BundleRefused, DOWN, read_header};
use super::super::down::{DownlinkReader, DownlinkSegment, PieceNotTaken};
use super::super::error::SyncError;
use super::super::file::{self, FilePiece, Pieces};
use super::super::message::{self, Message};
use super::super::peer_state::{PeerState, fork_after_receipt};
use super::super::receipt::{self, SignedReceipt};
use super::super::roll;
use crate::record::audit::{AuditAbout, AuditDeed};
use crate::storage::error::is_link;
use crate::store::{Store, StoreError};
use crate::sync::certificate::Enrolment;
use crate::sync::summary::{CLOCK, Summary};

/// Maximum bytes of a written file; the rest is sent with a later sync.
const MAX_FILE: usize = 60 << 20;

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
    summary.left_damage = store.uplink().leave_damage()?;
    let mut answers = FolderAnswers::default();
    let mine = read_all(store, enrolment, folder, summary, &mut answers)?;
    summary.outdated = answers.is_outdated(store)?;
    let FolderAnswers { forks, newest, .. } = answers;
    let peer = PeerState::of(store);
    exchange_rolls(&peer, enrolment, folder)?;
    for epoch in forks {
        fork_after_receipt(store, epoch)?;
        summary.forks += 1;
    }
    let is_whole = summary.damaged.is_empty() && !summary.has_gap;
    if summary.read > 0 && is_whole && summary.forks == 0 {
        peer.set_restored()?;
    }
    // A stick is delayed, so the time of a receipt is a lower bound: a clock far before it is
    // wrong, any other may be right.
    if summary.hq_time > 0 && now.saturating_add(CLOCK) >= summary.hq_time {
        store.uplink().correct_clock()?;
    }
    let held = newest.held_by_hq(store)?;
    summary.restored |= held.restored;
    let waiting = store.uplink().status()?.waiting;
    let is_noted = waiting > 0 || held.restored || !store.attachments().to_send()?.is_empty();
    let about = AuditAbout { count: Some(waiting), ..AuditAbout::default() };
    if is_noted {
        // a full disk must not prevent the transfer
        store.audit().note_if_possible(AuditDeed::Stick, about);
    }
    let written = write(store, enrolment, folder, now, &held, summary)
        .and_then(|()| files::write(store, enrolment, folder, now, summary));
    match is_noted {
        true => store.audit().note_if_failed(AuditDeed::Stick, about, written)?,
        false => written?,
    }
    let files = summary.files_written.iter().map(|(name, _)| name);
    let new: Vec<String> = summary.written.iter().chain(files).cloned().collect();
    summary.stale = receipted_files(store, folder, &new, &held)?;
    match summary.revoked {
        Some(since) => Err(SyncError::Revoked { since }),
        None if mine => Err(SyncError::DamagedAnswer),
        None => Ok(()),
    }
}

/// Carries headquarters' lists of its devices in both directions; only headquarters can read them.
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
        let put = roll::put_on_stick(peer.disk, folder, file::OUT, key, &bytes);
        put.map_err(|e| of_stick(folder, e))?;
    }
    Ok(())
}

fn io_error(path: &Path, source: std::io::Error) -> SyncError {
    SyncError::Folder { file: path.display().to_string(), source }
}

/// Writes a file onto the stick; errors are reported as errors of the stick, not of the notebook.
fn write_file(
    disk: &dyn Disk,
    folder: &Path,
    name: &str,
    bytes: &[u8],
) -> Result<(), SyncError> {
    file::write(disk, folder, file::OUT, name, bytes).map_err(|e| of_stick(folder, e))
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

/// True: a file for this laptop was damaged; the pieces before the damage were accepted.
fn read_all(
    store: &Store,
    enrolment: &Enrolment,
    folder: &Path,
    summary: &mut Summary,
    answers: &mut FolderAnswers,
) -> Result<bool, SyncError> {
    let mut damaged = false;
    let mut paths = file::list(folder, file::IN).map_err(|e| of_stick(folder, e))?;
    // an answer may continue an older one, and names do not tell which is older
    paths.sort_by_cached_key(|path| written(path));
    for path in paths {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
        // skip an unreadable file; the next one may be good
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

/// Era and time of an answer, by its unauthenticated header.
fn written(path: &Path) -> (u64, u64) {
    let header = file::read_front(path).ok().and_then(|bytes| Some(*bytes.first_chunk()?));
    let header = header.and_then(|bytes| read_header(&bytes, DOWN).ok());
    header.map_or((u64::MAX, 0), |header| (header.epoch, header.created))
}

/// Whether the unauthenticated header names this laptop.
fn is_mine(store: &Store, bytes: &[u8]) -> bool {
    match Pieces::of(bytes).next() {
        Some(Ok(FilePiece::Header(header))) => {
            read_header(header, DOWN).is_ok_and(|header| header.device == store.device_id())
        }
        _ => false,
    }
}

/// False: the file is for another laptop.
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
                    DownlinkSegment::Gap => summary.has_gap = true,
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
                            Ok(Some(Message::After(lanes))) => reader.begins_after(&lanes)?,
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

/// Notes a fork once: a stick may bring the same message again, long after the new epoch was begun.
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
