//! Attachments that a device sends, and the answers it gets: pieces are in the device's
//! own folder, under its lock, until the whole is durable among headquarters' files. Does not know which
//! record names them.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::log;
use crate::hq::HqDirectory;
use crate::hq::ingest::not_taken::BundleNotTaken;
use crate::storage::format::blob::Sum;
use crate::store::{Files, Incoming};
use crate::sync::bundle::BundleRefused;
use crate::sync::files::{AttachmentMessage, FileProgress, MOST, pieces};

/// Files that one device may name before it is answered.
const MAX_NAMED: usize = 8 * MOST;

/// What a device has said of files since it was last answered.
#[derive(Debug, Default)]
pub struct AttachmentMessages {
    /// how much is here of those that it named or sent
    held: BTreeMap<Sum, u64>,
    /// what it lacks
    wants: Vec<FileProgress>,
    /// files that are complete
    received: u64,
}

impl AttachmentMessages {
    pub fn is_empty(&self) -> bool {
        self.held.is_empty() && self.wants.is_empty()
    }

    /// What was said later, or in another file.
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

    /// Durable, as far as it says so, when it returns.
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
                    // a whole one is read to its end: once, however often it is named
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

    /// The pieces that were wanted, if `more` may be sent and until `say` has enough; then, at last,
    /// what is here.
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
            // one that is not here, or not whole, cannot be given
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
