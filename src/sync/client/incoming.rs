//! Handles the messages of headquarters in a client session.

use std::io;

use super::super::down::{DownlinkReader, DownlinkSegment, PieceNotTaken};
use super::super::error::SyncError;
use super::super::line::LineEvent;
use super::super::message::{self, Message, Welcome};
use super::super::peer_state::PeerState;
use super::super::receipt;
use super::{ClientSession, MAX_RESENDS_PER_EPOCH, ignore_full_disk};
use crate::store::Epoch;

impl<'a, 'l> ClientSession<'a, 'l> {
    pub(super) fn handle_event(&mut self, event: LineEvent) -> Result<(), SyncError> {
        match event {
            LineEvent::Message(message) => self.handle(message),
            LineEvent::Broken(e)
                if !self.is_welcomed && e.kind() == io::ErrorKind::InvalidData =>
            {
                Err(SyncError::NotHeadquarters)
            }
            LineEvent::Broken(e) if e.kind() == io::ErrorKind::InvalidData => {
                Err(SyncError::Damaged)
            }
            LineEvent::End | LineEvent::Broken(_) => {
                Err(self.verdict.take().unwrap_or(SyncError::NoLine))
            }
        }
    }

    fn handle(&mut self, message: Message) -> Result<(), SyncError> {
        match message {
            Message::Welcome(welcome, bytes, signature) => {
                let card = &self.enrolment.card;
                Welcome::check(&card.sign, &bytes, &signature)
                    .map_err(|_| SyncError::NotHeadquarters)?;
                self.welcome(&welcome)?;
            }
            Message::RetryAfter { seconds: message::HQ_UNAVAILABLE } => {
                return Err(SyncError::HqUnavailable);
            }
            Message::RetryAfter { seconds } => return Err(SyncError::Busy { seconds }),
            Message::Stranger { line: true } => return Err(SyncError::OtherOfficer),
            Message::Stranger { line: false } => return Err(SyncError::Stranger),
            Message::Full => self.verdict = Some(SyncError::Full),
            Message::Recall => self.sent_rolls = true,
            Message::Tell { since } => self.verdicts_since = Some(since),
            _ if !self.is_welcomed => return Err(SyncError::NotHeadquarters),
            Message::Receipt(bytes) => self.receipt(&bytes)?,
            // not stored on a full disk; headquarters sends it again
            Message::Roll(bytes) => {
                PeerState::of(self.store)
                    .save_roll(&self.enrolment.card.sign, &bytes)
                    .or_else(ignore_full_disk)?;
            }
            Message::Need { epoch, from } => self.need(epoch, from)?,
            Message::Fork { epoch, .. } => self.fork(epoch),
            Message::Revoked { since } => {
                self.summary.revoked = Some(since);
                self.verdict = Some(SyncError::Revoked { since });
            }
            Message::Upgrade { min } if min > u64::from(message::PROTO) => {
                self.verdict = Some(SyncError::TooOld);
            }
            Message::Upgrade { .. } => self.verdict = Some(SyncError::TooNew),
            Message::Key => self.verdict = Some(SyncError::OldCard),
            Message::Refused => self.verdict = Some(SyncError::Damaged),
            Message::Bundle(header) => {
                let begun = DownlinkReader::begin(self.store, self.enrolment, &header);
                self.reader = Some(begun.map_err(|_| SyncError::Damaged)?);
            }
            Message::Segment(bytes) => self.down(&bytes)?,
            Message::Bye { .. } => self.is_over = true,
            Message::Hello(_) => return Err(SyncError::NotHeadquarters),
            Message::Alive | Message::Down { .. } | Message::After(_) | Message::Other(_) => {}
        }
        Ok(())
    }

    fn welcome(&mut self, welcome: &Welcome) -> Result<(), SyncError> {
        if welcome.device != self.store.device_id() {
            return Err(SyncError::NotHeadquarters);
        }
        self.is_welcomed = true;
        self.summary.clock_off =
            self.options.now.abs_diff(welcome.time) > crate::sync::summary::CLOCK;
        self.summary.outdated = welcome.era < self.summary.era;
        self.attachments.retry |= self.store.attachments().enter_era(welcome.era)?;
        // it has less than its receipts say: it was restored from a copy, with or without a new era
        let here =
            |epoch| welcome.epochs.iter().find(|e| e.epoch == epoch).map_or(0, |e| e.seq);
        self.summary.restored |= self.signed.iter().any(|(epoch, acked)| here(*epoch) < *acked);
        for end in &welcome.epochs {
            if self.options.is_retry
                && self.store.uplink().chain_at(end.epoch, end.seq)? == Some(end.chain)
            {
                self.acked.insert(end.epoch, end.seq);
            }
            // headquarters has ops that this notebook has lost: their numbers must not be reused
            if self.epochs.last().is_some_and(|e| e.epoch == end.epoch && e.last < end.seq) {
                self.fork(end.epoch);
            }
        }
        Ok(())
    }

    pub(super) fn receipt(&mut self, bytes: &[u8]) -> Result<(), SyncError> {
        let device = self.store.device_id();
        let Ok(receipt) = receipt::check(bytes, &self.enrolment.card, &device) else {
            return Err(SyncError::Damaged);
        };
        let said = receipt.receipt;
        // in an abandoned epoch headquarters may have ops of another machine
        let left = |e: &Epoch| e.epoch == said.epoch && e.last < said.acked;
        if self.epochs.iter().any(left) {
            return Ok(());
        }
        let own = self.store.uplink().chain_at(said.epoch, said.acked)?;
        if own != Some(said.chain) {
            self.fork(said.epoch);
        } else if self.store.uplink().take_receipt(&receipt)? {
            let before = self.signed.iter_mut().find(|(epoch, _)| *epoch == said.epoch);
            if let Some((_, before)) = before {
                self.summary.received += said.acked.saturating_sub(*before);
                *before = said.acked;
            }
            self.summary.receipts += 1;
            self.report_progress();
        }
        Ok(())
    }

    fn need(&mut self, epoch: u64, from: u64) -> Result<(), SyncError> {
        let times = self.requested.entry(epoch).or_default();
        *times += 1;
        if *times > MAX_RESENDS_PER_EPOCH || from == 0 {
            return Err(SyncError::Damaged);
        }
        self.needs.insert(epoch, from);
        Ok(())
    }

    fn fork(&mut self, epoch: u64) {
        if !self.forks.contains(&epoch) && self.epochs.iter().any(|e| e.epoch == epoch) {
            self.forks.push(epoch);
        }
    }

    pub(super) fn down(&mut self, segment: &[u8]) -> Result<(), SyncError> {
        let reader = self.reader.as_mut().ok_or(SyncError::Damaged)?;
        let taken = reader.take(segment).map_err(|e| match e {
            PieceNotTaken::Refused(_) => SyncError::Damaged,
            PieceNotTaken::Store(e) => SyncError::Store(e),
        })?;
        let era = reader.era;
        match taken {
            DownlinkSegment::Piece(taken) => self.summary.add_outcome(*taken),
            DownlinkSegment::File(word) => self.handle_attachment(era, word)?,
            DownlinkSegment::Receipt(_)
            | DownlinkSegment::Word(_)
            | DownlinkSegment::Gap
            | DownlinkSegment::Unknown => {}
        }
        self.report_progress();
        Ok(())
    }
}
