//! Attachments that a device sends, and the answers to it. Pieces are stored in the device's own
//! folder, under its lock, until the whole file is durable in headquarters' files. Does not know
//! which record an attachment belongs to.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::log;
use crate::hq::HqDirectory;
use crate::hq::ingest::not_taken::BundleNotTaken;
use crate::storage::format::blob::Sum;
use crate::store::{Files, Incoming};
use crate::sync::bundle::BundleRefused;
use crate::sync::files::{AttachmentMessage, FileProgress, MOST, pieces};

/// Maximum number of files that a device may name between two answers.
const MAX_NAMED: usize = 8 * MOST;

/// The file messages of a device since the last answer.
#[derive(Debug, Default)]
pub struct AttachmentMessages {
    /// received bytes of each file that the device named or sent
    held: BTreeMap<Sum, u64>,
    /// files that the device lacks
    wants: Vec<FileProgress>,
    /// number of files completed
    received: u64,
}

impl AttachmentMessages {
    pub fn is_empty(&self) -> bool {
        self.held.is_empty() && self.wants.is_empty()
    }

    /// Adds later messages, or those of another file.
    pub fn add(&mut self, later: AttachmentMessages) {
        self.held.extend(later.held);
        self.wants.extend(later.wants);
    }

    pub fn received_bytes(&self) -> u64 {
        self.received
    }

    fn len(&self) -> usize {
        self.held.len() + self.wants.len()
    }

    /// Processes a message; the bytes that it reports as received are durable on return.
    pub fn take(
        &mut self,
        home: &HqDirectory,
        device: &[u8; 16],
        word: AttachmentMessage,
    ) -> Result<(), BundleNotTaken> {
        if self.len() + usize::from(word.count()) > MAX_NAMED {
            return Err(BundleRefused::TooLarge.into());
        }
        let files = Files { disk: &*home.disk, dir: &home.dir, keys: &home.keys };
        let incoming = Incoming { folder: log::folder(&home.dir, device).join("files"), files };
        match word {
            AttachmentMessage::Offer(files) => {
                for file in files {
                    // checking a complete file reads all of it, so do this once per file
                    if let Entry::Vacant(slot) = self.held.entry(file.sum) {
                        slot.insert(incoming.received_bytes(&file.sum, file.len)?);
                    }
                }
            }
            AttachmentMessage::Piece(piece) => {
                let here = incoming.take(&piece)?;
                let last = piece.at.saturating_add(piece.bytes.0.len() as u64) == piece.len;
                self.received += u64::from(last && here == piece.len);
                self.held.insert(piece.sum, here);
            }
            AttachmentMessage::Want(files) => self.wants.extend(files),
            AttachmentMessage::Here(_) => return Err(BundleRefused::Content.into()),
        }
        Ok(())
    }

    /// Sends the wanted pieces if `more`, until `say` returns false; then the received bytes of
    /// each file.
    pub fn answer<E>(
        &self,
        home: &HqDirectory,
        more: bool,
        say: &mut dyn FnMut(AttachmentMessage) -> Result<bool, E>,
    ) -> Result<(), E> {
        let files = Files { disk: &*home.disk, dir: &home.dir, keys: &home.keys };
        let mut given = BTreeSet::new();
        let wanted = self.wants.iter().filter(|at| more && given.insert(at.sum));
        'wanted: for FileProgress { sum, at } in wanted {
            // a missing or incomplete file cannot be sent
            let Ok(plain) = files.read(sum) else { continue };
            for piece in pieces(*sum, &plain, *at) {
                if !say(AttachmentMessage::Piece(piece))? {
                    break 'wanted;
                }
            }
        }
        let mut here = self.held.iter().map(|(sum, at)| FileProgress { sum: *sum, at: *at });
        loop {
            let part: Vec<FileProgress> = here.by_ref().take(MOST).collect();
            let last = part.len() < MOST;
            say(AttachmentMessage::Here(part))?;
            if last {
                return Ok(());
            }
        }
    }
}
