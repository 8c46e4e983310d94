//! Attachments on a stick, in separate files, so that a damaged photo does not affect ops. Writes
//! all files that headquarters is not known to have, and requests missing ones.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::super::super::down::PieceNotTaken;
use super::super::super::error::SyncError;
use super::super::super::file;
use super::super::super::files::{AttachmentMessage, FileProgress, MOST, pieces};
use crate::storage::format::frame::ty;
use crate::store::Store;
use crate::sync::certificate::Enrolment;
use crate::sync::client::begin_uplink;
use crate::sync::summary::Summary;

/// A file on the stick ends after the attachment that makes it longer than this.
const LONG_FILE: usize = 8 << 20;

/// Handles a message of headquarters about attachments.
pub fn take(
    store: &Store,
    era: u64,
    word: AttachmentMessage,
    summary: &mut Summary,
) -> Result<(), PieceNotTaken> {
    match word {
        AttachmentMessage::Here(files) => {
            store.attachments().enter_era(era)?;
            let waiting = store.attachments().to_send()?;
            let whole = waiting
                .iter()
                .filter(|f| files.contains(&FileProgress { sum: f.sum, at: f.len }));
            let whole: Vec<_> = whole.map(|f| f.sum).collect();
            store.attachments().mark_received(era, &whole)?;
            summary.files_sent += whole.len() as u64;
        }
        AttachmentMessage::Piece(piece) => {
            summary.files_came += u64::from(store.attachments().take_piece(&piece)?)
        }
        // never sent to a laptop
        AttachmentMessage::Offer(_) | AttachmentMessage::Want(_) => {}
    }
    Ok(())
}

pub fn write(
    store: &Store,
    enrolment: &Enrolment,
    folder: &Path,
    now: u64,
    summary: &mut Summary,
) -> Result<(), SyncError> {
    let wanted = store.attachments().wanted()?;
    let wanted: Vec<FileProgress> =
        wanted.into_iter().take(MOST).map(|(sum, at)| FileProgress { sum, at }).collect();
    let mut out = FilesOut { store, enrolment, folder, now, bytes: 0 };
    let mut words: Vec<AttachmentMessage> =
        (!wanted.is_empty()).then_some(AttachmentMessage::Want(wanted)).into_iter().collect();
    let (mut size, mut n) = (0, 0);
    for file in store.attachments().to_send()? {
        // `verify` reports damaged files
        let Ok(plain) = store.attachments().read(&file.sum) else { continue };
        size += plain.len();
        words.extend(pieces(file.sum, &plain, 0).map(AttachmentMessage::Piece));
        n += 1;
        if size > LONG_FILE {
            out.file(&std::mem::take(&mut words), n, summary)?;
            (size, n) = (0, 0);
        }
    }
    out.file(&words, n, summary)?;
    summary.bytes_up += out.bytes;
    Ok(())
}

struct FilesOut<'a> {
    store: &'a Store,
    enrolment: &'a Enrolment,
    folder: &'a Path,
    now: u64,
    bytes: u64,
}

impl FilesOut<'_> {
    /// Writes one file of the stick.
    fn file(
        &mut self,
        words: &[AttachmentMessage],
        n: u64,
        summary: &mut Summary,
    ) -> Result<(), SyncError> {
        if words.is_empty() {
            return Ok(());
        }
        let key = self.store.signing_key();
        let epoch = self.store.uplink().epochs()?.pop().map_or(0, |e| e.epoch);
        let at = (epoch, 0, [0; 32]);
        let (header, mut writer) =
            begin_uplink(self.store, self.enrolment, at, self.now, &key)?;
        let (mut bytes, mut content) = (header.to_vec(), Sha256::new());
        for (at, word) in (1..).zip(words) {
            let last = at == words.len();
            let plain = word.encode();
            content.update(&plain);
            let cut = writer.segment(ty::BLOB, word.count(), 0, &plain, last);
            bytes.extend(cut.map_err(|_| SyncError::OldCard)?);
        }
        let name = file::uplink_name(&self.store.device_id(), "files", content);
        super::write_file(self.store.disk(), self.folder, &name, &bytes)?;
        self.bytes += bytes.len() as u64;
        summary.files_written.push((name, n));
        Ok(())
    }
}
