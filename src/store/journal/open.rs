//! Opens a journal: finds the end, reports damage, copies damaged files to `broken/`, and decides
//! which file is appended to.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::files::{FileInfo, Loaded};
use super::scan::JournalScan;
use super::write::FileWriter;
use super::{Damage, Entry, Journal, JournalReader, Mark, content};
use crate::storage::disk::{make_folder, write_whole};
use crate::storage::error::{IoOperation, NewerFormat, OpeningFinding, StoreError};
use crate::storage::format::frame::ty;
use crate::storage::format::header::MINOR;
use crate::storage::limits;
use crate::store::journal::salvage::SalvagedFrame;

/// Bytes per read when searching backwards for marks.
const MARK_PIECE: usize = 4096;

pub fn open(
    reader: JournalReader,
    dir: &Path,
    see: &mut dyn FnMut(Entry),
) -> Result<(Journal, Vec<OpeningFinding>), StoreError> {
    let files = reader.files()?;
    if files.is_empty() {
        return Err(StoreError::NoNotebook(dir.to_owned()));
    }
    let (start, from, loaded) = start(&reader, &files)?;
    let mut findings = check_older(&reader, files.get(..=start).unwrap_or_default())?;
    let rest = files.get(start..).unwrap_or_default().to_vec();
    let mut scan = JournalScan::new(reader.clone(), rest, from);
    scan.loaded = loaded;
    for found in scan.by_ref() {
        match found {
            Err(Damage::Newer { file, .. }) => return Err(newer_flag(file)),
            Err(damage) => findings.push(finding(damage)),
            Ok((_, entry)) => see(entry),
        }
    }
    if let Some(refused) = scan.refused.take() {
        return Err(refused);
    }
    let Some(end) = scan.end else {
        return Err(StoreError::Damaged(Damage::Missing { file: 1 }));
    };
    findings
        .extend(scan.was_repaired.iter().map(|file| OpeningFinding::Mended { file: *file }));
    // A dead file before the end was skipped by the writer: the next file links to the one before
    // it, so no frame is lost.
    let dead = scan.is_dead.iter().copied().filter(|file| *file > end.name);
    let torn = end.torn.then_some(end.name).into_iter().chain(dead);
    findings.extend(torn.map(|file| OpeningFinding::TornTail { file }));
    for file in &scan.damaged {
        // The damaged file is never written again, so the copy is a convenience: its failure, as on
        // a read-only disk, is ignored.
        if let Ok(folder) = put_aside(&reader, dir, *file) {
            findings.push(OpeningFinding::PutAside { file: *file, folder });
        }
    }
    let is_synced = scan.tail.closed.is_some() || sync_after_kill(&reader, end.name, &files);
    // after a failed sync a later success proves nothing: write a new file
    let writer = match is_synced {
        true => writer(&reader, &files, &scan)?,
        false => FileWriter::new(last_name(&files)),
    };
    Ok((Journal { reader, dir: dir.to_path_buf(), tail: scan.tail, writer }, findings))
}

/// What a killed program wrote may not be on the disk yet, though its frames are sent and built on,
/// and later ones are acknowledged in the same file or in a prepared one. False: a sync failed, which
/// does not prevent reading.
fn sync_after_kill(reader: &JournalReader, end: u32, files: &[FileInfo]) -> bool {
    let disk = &reader.settings.disk;
    let mut newest = files.iter().filter(|info| info.name >= end);
    newest.all(|info| disk.sync_file(&reader.path(info.name)).is_ok())
        && disk.sync_folder(&reader.folder).is_ok()
}

/// Highest number in a file name.
fn last_name(files: &[FileInfo]) -> u32 {
    files.iter().map(|file| file.name).max().unwrap_or(0)
}

/// Index of the newest file with a checkpoint, the checkpoint's frame number, and the loaded file.
fn start(
    reader: &JournalReader,
    files: &[FileInfo],
) -> Result<(usize, u64, Option<Loaded>), StoreError> {
    let mut is_newest = true;
    for (at, info) in files.iter().enumerate().rev() {
        let checkpoint = |pieces: &[SalvagedFrame]| last_checkpoint(reader, *info, pieces);
        let loaded = match is_newest {
            true => reader.load_partly(*info, |pieces| checkpoint(pieces))?,
            // the header of the next file says which frames count, so every link must be right
            false => reader.load(*info)?,
        };
        let pieces = &loaded.walk.pieces;
        let found = loaded.header.and_then(|_| pieces.get(checkpoint(pieces)?));
        if let Some(no) = found.map(|piece| piece.head.no) {
            return Ok((at, no, Some(loaded)));
        }
        is_newest &= loaded.blank();
    }
    Ok((0, 0, None))
}

/// Index of the last checkpoint among the frames of a file.
fn last_checkpoint(
    reader: &JournalReader,
    info: FileInfo,
    pieces: &[SalvagedFrame],
) -> Option<usize> {
    let sealer = reader.sealer();
    let mut window = reader.window(info.name, MARK_PIECE);
    let mut is_checkpoint = |piece: &SalvagedFrame| {
        let raw = window.frame(piece.at as usize).ok().flatten();
        let plain = raw.and_then(|raw| content::open(&sealer, &piece.previous, &raw).ok());
        let read = plain.and_then(|plain| content::read(&[0; 16], &piece.head, plain).ok());
        let entry = read.map(|r| r.entry);
        matches!(entry, Some(Entry::Mark(Mark::Checkpoint(_) | Mark::Closed { .. })))
    };
    pieces.iter().rposition(|piece| piece.head.ty == ty::MARK && is_checkpoint(piece))
}

/// Checks of the files before the checkpoint only that each exists, in order, with a header;
/// `verify` reads them completely.
fn check_older(
    reader: &JournalReader,
    files: &[FileInfo],
) -> Result<Vec<OpeningFinding>, StoreError> {
    let mut findings = Vec::new();
    let first = files.first().map_or(1, |f| f.order);
    let pairs = files.windows(2).filter_map(|w| Some((w.first()?.order, w.get(1)?.order)));
    let gaps = [(0, first)].into_iter().chain(pairs);
    for missing in gaps.flat_map(|(a, b)| (a.saturating_add(1)..b).take(16)) {
        let file = u32::try_from(missing).unwrap_or(u32::MAX);
        findings.push(OpeningFinding::FileMissing { file });
    }
    for info in files.iter().rev().skip(1) {
        let header = reader.header(info.name)?;
        if header.is_none_or(|h| h.file_no != u64::from(info.name)) && !is_blank(reader, *info)?
        {
            findings.push(OpeningFinding::Damaged(Damage::Header { file: info.name }));
        }
    }
    Ok(findings)
}

/// Whether the file has no frame. This is not damage: the files around it are linked without it.
fn is_blank(reader: &JournalReader, info: FileInfo) -> Result<bool, StoreError> {
    Ok(reader.load(info)?.walk.pieces.is_empty())
}

fn newer_flag(file: u32) -> StoreError {
    StoreError::TooNew { file: format!("{file:08}.skj"), what: NewerFormat::Layout }
}

fn finding(damage: Damage) -> OpeningFinding {
    match damage {
        Damage::Lost { file, from, to } => OpeningFinding::LostFrames { file, from, to },
        Damage::Missing { file } => OpeningFinding::FileMissing { file },
        other => OpeningFinding::Damaged(other),
    }
}

/// Copies a file to `broken/` under a name made from its hash, so the same damage is copied once.
fn put_aside(reader: &JournalReader, dir: &Path, file: u32) -> Result<String, StoreError> {
    let disk = &*reader.settings.disk;
    let path = reader.path(file);
    let bytes = disk
        .read(&path, limits::JOURNAL_FILE_MAX)
        .map_err(|e| StoreError::io(IoOperation::Read, &path, e))?;
    let hash: [u8; 32] = Sha256::digest(&bytes).into();
    let short = u64::from_le_bytes(hash.first_chunk::<8>().copied().unwrap_or_default());
    let name = format!("broken/journal-{short:016x}");
    let folder = dir.join(&name);
    let to = folder.join(format!("{file:08}.skj"));
    if !disk.exists(&to) {
        make_folder(disk, dir, &folder)?;
        write_whole(disk, &to, &bytes)?;
    }
    Ok(name)
}

/// Appends to the last file if it has this version, a clean end and no damage found so far;
/// otherwise to a new file.
fn writer(
    reader: &JournalReader,
    files: &[FileInfo],
    scan: &JournalScan,
) -> Result<FileWriter, StoreError> {
    let last = last_name(files);
    let mut writer = FileWriter::new(last);
    let Some(end) = scan.end else { return Ok(writer) };
    let same = end.header.filter(|h| h.minor == MINOR && h.epoch == scan.tail.epoch);
    if same.is_some() && !end.torn && !end.damaged && scan.damaged.is_empty() {
        let len = u32::try_from(end.len).unwrap_or(0);
        writer.continue_file(end.name, end.at, len);
    }
    if last > end.name {
        let loaded = reader.load(FileInfo { name: last, order: u64::from(last) })?;
        if loaded.blank() && loaded.walk.len >= reader.settings.file_size as usize {
            writer.set_prepared(last);
        } else if writer.is_current(end.name) && !loaded.blank() {
            // The first write into the next file failed or was torn. Its number is used up and the
            // file stays; appending to the file before it would break the order of writing.
            writer.close_file();
        }
    }
    Ok(writer)
}
