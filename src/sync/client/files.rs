//! Transfer of attachments over a line, after all ops: offers them first, then sends each from the
//! position that headquarters has, in turns, so that new ops need not wait for files.

use std::collections::VecDeque;

use super::super::error::SyncError;
use super::super::files::{AttachmentMessage, FileProgress, MOST, pieces};
use super::super::message::Message;
use super::ClientSession;
use crate::storage::format::frame::ty;
use crate::store::{AttachmentRef, PIECE};

/// Bytes sent per turn: half a minute on a slow line.
const BYTES_PER_TURN: u64 = 256 * 1024;

/// The attachments still to be handled in this session.
#[derive(Default)]
pub struct AttachmentQueue {
    /// files that headquarters is not known to have, newest first
    offers: VecDeque<AttachmentRef>,
    wants: VecDeque<FileProgress>,
    /// offered, not yet answered
    offered: Vec<AttachmentRef>,
    left: Vec<Left>,
    /// headquarters has answered: this side sends next
    pub turn: bool,
    /// another session is needed: there are new ops, or headquarters has lost files
    pub retry: bool,
}

/// A file of which headquarters has the first `at` bytes.
struct Left {
    file: AttachmentRef,
    at: u64,
    sent: bool,
}

impl ClientSession<'_, '_> {
    /// Sends the first offers and requests, if there are any.
    pub(crate) fn offer(&mut self) -> Result<(), SyncError> {
        self.attachments.offers = self.store.attachments().to_send()?.into();
        if self.options.fetch {
            let wanted = self.store.attachments().wanted()?;
            self.attachments.wants =
                wanted.into_iter().map(|(sum, at)| FileProgress { sum, at }).collect();
        }
        self.summary.files_waiting = self.attachments.offers.len() as u64;
        self.offer_more()
    }

    fn offer_more(&mut self) -> Result<(), SyncError> {
        let errand = &mut self.attachments;
        let n = errand.offers.len().min(MOST);
        let offer: Vec<AttachmentRef> = errand.offers.drain(..n).collect();
        let n = errand.wants.len().min(MOST);
        let want: Vec<FileProgress> = errand.wants.drain(..n).collect();
        errand.offered.clone_from(&offer);
        let offer = Some(AttachmentMessage::Offer(offer)).filter(|word| word.count() > 0);
        let want = Some(AttachmentMessage::Want(want)).filter(|word| word.count() > 0);
        self.send_messages(&mut offer.into_iter().chain(want)).map(|_| ())
    }

    /// Sends messages in a bundle of their own; no bundle without messages. False: stop sending.
    fn send_messages(
        &mut self,
        words: &mut dyn Iterator<Item = AttachmentMessage>,
    ) -> Result<bool, SyncError> {
        let key = self.store.signing_key();
        let epoch = self.epochs.last().map_or(0, |e| e.epoch);
        let mut open = None;
        for word in words {
            if self.poll_answers()? {
                return Ok(false);
            }
            let mut writer = match open.take() {
                Some(writer) => writer,
                None => self.begin(epoch, 0, [0; 32], &key)?,
            };
            let cut = writer.segment(ty::BLOB, word.count(), 0, &word.encode(), false);
            self.say(&Message::Segment(cut.map_err(|_| SyncError::OldCard)?))?;
            self.report_progress();
            open = Some(writer);
        }
        Ok(true)
    }

    /// Handles the events that have arrived; true: stop sending.
    fn poll_answers(&mut self) -> Result<bool, SyncError> {
        while let Some(event) = self.ends.try_event() {
            self.handle_event(event)?;
        }
        Ok(self.is_over || self.verdict.is_some() || !self.forks.is_empty())
    }

    pub(crate) fn handle_attachment(
        &mut self,
        era: u64,
        word: AttachmentMessage,
    ) -> Result<(), SyncError> {
        match word {
            // the last message of an answer
            AttachmentMessage::Here(files) => {
                self.attachments.turn = true;
                for at in files {
                    self.set_progress(era, at)?;
                }
            }
            AttachmentMessage::Piece(piece) => {
                if self.store.attachments().take_piece(&piece)? {
                    self.summary.files_came += 1;
                }
            }
            AttachmentMessage::Offer(_) | AttachmentMessage::Want(_) => {
                return Err(SyncError::Damaged);
            }
        }
        Ok(())
    }

    /// Notes how much of a file headquarters has.
    fn set_progress(
        &mut self,
        era: u64,
        FileProgress { sum, at }: FileProgress,
    ) -> Result<(), SyncError> {
        let AttachmentQueue { left, offered, .. } = &mut self.attachments;
        let known = left.iter().position(|left| left.file.sum == sum);
        let known = known.map(|place| left.remove(place));
        let offered = offered.iter().find(|file| file.sum == sum).copied();
        let Some(file) = known.as_ref().map(|left| left.file).or(offered) else {
            return Ok(());
        };
        // without progress do not send the file again in this session
        let goes_on = known.is_none_or(|left| at > left.at);
        if at == file.len {
            self.store.attachments().mark_received(era, &[sum])?;
            self.summary.files_sent += 1;
            self.summary.files_waiting = self.summary.files_waiting.saturating_sub(1);
        } else if goes_on && at < file.len {
            left.push(Left { file, at, sent: false });
        }
        Ok(())
    }

    /// This side's turn: sends the next bytes of the remaining files, or the next offers.
    pub(crate) fn send_files(&mut self) -> Result<(), SyncError> {
        if self.has_new_ops()? {
            self.attachments = AttachmentQueue { retry: true, ..AttachmentQueue::default() };
            return Ok(());
        }
        let mut room = BYTES_PER_TURN;
        while let Some(left) =
            self.attachments.left.iter_mut().find(|left| !left.sent && room > 0)
        {
            left.sent = true;
            let Left { file: AttachmentRef { sum, len }, at, .. } = *left;
            // `verify` reports missing and damaged files
            let Ok(plain) = self.store.attachments().read(&sum) else { continue };
            let most = room.div_ceil(PIECE as u64);
            room = room.saturating_sub(len.saturating_sub(at));
            let most = usize::try_from(most).unwrap_or(usize::MAX);
            let mut words = pieces(sum, &plain, at).take(most).map(AttachmentMessage::Piece);
            if !self.send_messages(&mut words)? {
                return Ok(());
            }
        }
        if room == BYTES_PER_TURN { self.offer_more() } else { Ok(()) }
    }

    /// Whether ops were committed since the session began.
    fn has_new_ops(&self) -> Result<bool, SyncError> {
        let now = self.store.uplink().epochs()?;
        let last = |epochs: &[crate::store::Epoch]| epochs.last().map(|e| (e.epoch, e.last));
        Ok(last(&now) != last(&self.epochs))
    }
}
