//! Client side of the sync protocol: one session with headquarters. Sends ops from the last receipt
//! on without waiting for answers, and handles messages as they arrive. Receipts are journalled on
//! arrival, so a connection cut at any byte costs at most the segment in flight.

mod files;
mod incoming;

use std::collections::BTreeMap;

use files::AttachmentQueue;

use super::bundle::{BundleTitle, BundleWriter, UP};
use super::down::DownlinkReader;
use super::error::SyncError;
use super::line::LineEnds;
use super::message::{self, EPOCHS, EpochEnd, Hello, Message};
use super::peer_state::PeerState;
use super::segment::{OutgoingSegment, Segments};
use super::{lanes, verdicts};
use crate::storage::format::frame::ty;
use crate::storage::format::header::HEADER;
use crate::storage::format::header::{PROGRAMME, SCHEMA};
use crate::store::{Epoch, Store, StoreError};
use crate::sync::certificate::Enrolment;
use crate::sync::compression;
use crate::sync::summary::Summary;

/// Resend an epoch at most this often in one session, however often headquarters requests it.
const MAX_RESENDS_PER_EPOCH: u32 = 4;
/// Bit set of the lanes that this version accepts.
const ACCEPTED_LANES: u8 = 0b0010_1111;

/// Options of one session.
#[derive(Clone, Copy, Debug)]
pub struct SessionOptions {
    /// Unix milliseconds
    pub now: u64,
    /// also fetch missing attachments
    pub fetch: bool,
    /// a session broke before: wait for headquarters' positions first, so that nothing is sent
    /// twice; otherwise sending starts without waiting
    pub is_retry: bool,
}

/// Called during a session with the summary so far and (bytes up, bytes down).
pub type ProgressFn<'a> = dyn FnMut(&Summary, (u64, u64)) + 'a;

pub struct ClientSession<'a, 'l> {
    store: &'a Store,
    enrolment: &'a Enrolment,
    ends: &'a mut LineEnds<'l>,
    progress: &'a mut ProgressFn<'a>,
    summary: &'a mut Summary,
    epochs: Vec<Epoch>,
    /// (epoch, acked) as sent in the hello
    signed: Vec<(u64, u64)>,
    is_welcomed: bool,
    is_over: bool,
    /// requested resends not yet sent: epoch -> first op number
    needs: BTreeMap<u64, u64>,
    requested: BTreeMap<u64, u32>,
    /// epochs in which headquarters has other ops
    forks: Vec<u64>,
    reader: Option<DownlinkReader<'a>>,
    options: SessionOptions,
    /// epoch -> last op that headquarters has, if its op chain there is this notebook's
    acked: BTreeMap<u64, u64>,
    attachments: AttachmentQueue,
    /// headquarters has requested the lists of its devices, which are still to be sent
    sent_rolls: bool,
    /// headquarters has requested the verdicts received since this time
    verdicts_since: Option<u64>,
    /// the error to return at the end of the session
    verdict: Option<SyncError>,
}

impl<'a, 'l> ClientSession<'a, 'l> {
    pub fn new(
        store: &'a Store,
        enrolment: &'a Enrolment,
        ends: &'a mut LineEnds<'l>,
        tell: &'a mut ProgressFn<'a>,
        summary: &'a mut Summary,
        how: SessionOptions,
    ) -> ClientSession<'a, 'l> {
        ClientSession {
            store,
            enrolment,
            ends,
            progress: tell,
            summary,
            epochs: Vec::new(),
            signed: Vec::new(),
            is_welcomed: false,
            is_over: false,
            needs: BTreeMap::new(),
            requested: BTreeMap::new(),
            forks: Vec::new(),
            reader: None,
            options: how,
            acked: BTreeMap::new(),
            attachments: AttachmentQueue::default(),
            sent_rolls: false,
            verdicts_since: None,
            verdict: None,
        }
    }

    pub fn run(mut self) -> Result<SessionOutcome, SyncError> {
        let acked = self.send_hello()?;
        while self.options.is_retry && !self.is_welcomed {
            let event = self.ends.wait_event();
            self.handle_event(event)?;
        }
        for epoch in self.epochs.clone() {
            let acked = [&acked, &self.acked].map(|has| has.get(&epoch.epoch).copied());
            let acked = acked.into_iter().flatten().max().unwrap_or(0);
            if acked < epoch.last && !self.send(epoch, acked)? {
                break;
            }
        }
        self.offer()?;
        self.say(&Message::Bye { ops: 0 })?;
        while !self.is_over {
            let event = self.ends.wait_event();
            self.handle_event(event)?;
            if let Some((epoch, from)) = self.needs.pop_first() {
                if let Some(epoch) = self.epochs.iter().find(|e| e.epoch == epoch).copied() {
                    self.send(epoch, from.saturating_sub(1))?;
                }
                self.say(&Message::Bye { ops: 0 })?;
            } else if std::mem::take(&mut self.sent_rolls) {
                for (_, bytes) in PeerState::of(self.store).rolls() {
                    self.say(&Message::Roll(bytes))?;
                }
                self.say(&Message::Bye { ops: 0 })?;
            } else if let Some(since) = self.verdicts_since.take() {
                self.send_verdicts(since)?;
                self.say(&Message::Bye { ops: 0 })?;
            } else if std::mem::take(&mut self.attachments.turn) {
                self.send_files()?;
                self.say(&Message::Bye { ops: 0 })?;
            }
        }
        self.report_progress();
        match self.verdict {
            Some(verdict) => Err(verdict),
            None => {
                PeerState::of(self.store).set_restored()?;
                // this clock agrees with headquarters'
                if self.is_welcomed && !self.summary.clock_off {
                    let begun =
                        self.store.uplink().correct_clock().or_else(ignore_full_disk)?;
                    // reconnect to send the new epoch's first op in this sync
                    self.attachments.retry |= begun;
                }
                Ok(SessionOutcome {
                    forks: self.forks,
                    should_reconnect: self.attachments.retry,
                })
            }
        }
    }

    /// Sends the hello; returns for each epoch the last op receipted by headquarters.
    fn send_hello(&mut self) -> Result<BTreeMap<u64, u64>, SyncError> {
        self.epochs = self.store.uplink().epochs()?;
        let receipts = self.store.uplink().receipts()?;
        let acked: BTreeMap<u64, u64> =
            receipts.iter().map(|r| (r.receipt.epoch, r.receipt.acked)).collect();
        let end = |e: &Epoch| {
            let acked = acked.get(&e.epoch).copied().unwrap_or(0);
            EpochEnd { epoch: e.epoch, seq: e.last, chain: e.chain, acked }
        };
        let newest = self.epochs.iter().rev().take(EPOCHS);
        let hello = Hello {
            proto_min: message::PROTO_MIN,
            proto_max: message::PROTO,
            dictionaries: vec![compression::DICTIONARY],
            programme: PROGRAMME,
            schema: SCHEMA,
            device: self.store.device_id(),
            officer: self.enrolment.certificate.certificate.number,
            epochs: newest.map(end).collect(),
            cursors: lanes::positions(self.store)?,
            wall: self.options.now,
            lanes: ACCEPTED_LANES,
        };
        self.summary.era = receipts.iter().map(|r| r.receipt.era).max().unwrap_or(0);
        self.signed = hello.epochs.iter().map(|end| (end.epoch, end.acked)).collect();
        self.say(&Message::Hello(Box::new(hello)))?;
        Ok(acked)
    }

    /// Sends an epoch's ops after number `after`. False: stop sending.
    fn send(&mut self, epoch: Epoch, after: u64) -> Result<bool, SyncError> {
        let mut after = after;
        loop {
            match self.send_from(epoch, after)? {
                Sent::All => return Ok(true),
                Sent::Forked => return Ok(true),
                Sent::Stopped => return Ok(false),
                Sent::Reconnect(from) => after = from.saturating_sub(1),
            }
        }
    }

    fn send_from(&mut self, epoch: Epoch, after: u64) -> Result<Sent, SyncError> {
        let key = self.store.signing_key();
        let mut segments = Segments::new(self.store, epoch.epoch, after, epoch.last);
        let mut next = segments.next().transpose()?;
        let mut writer: Option<BundleWriter<'_>> = None;
        while let Some(OutgoingSegment { part, plain }) = next {
            while let Some(event) = self.ends.try_event() {
                self.handle_event(event)?;
            }
            if let Some(from) = self.needs.remove(&epoch.epoch) {
                return Ok(Sent::Reconnect(from));
            }
            if self.forks.contains(&epoch.epoch) {
                return Ok(Sent::Forked);
            }
            if self.is_over || self.verdict.as_ref().is_some_and(ends_sending) {
                return Ok(Sent::Stopped);
            }
            next = segments.next().transpose()?;
            let mut open = match writer.take() {
                Some(open) => open,
                None => self.begin(epoch.epoch, part.first, part.base, &key)?,
            };
            let last = next.is_none() || open.is_full();
            let n = u16::try_from(part.ops.len()).map_err(|_| SyncError::Damaged)?;
            let cut = open.segment(ty::OPS, n, part.first, &plain, last);
            self.say(&Message::Segment(cut.map_err(|_| SyncError::OldCard)?))?;
            self.summary.sent = self.summary.sent.saturating_add(part.ops.len() as u64);
            self.report_progress();
            writer = (!last).then_some(open);
        }
        Ok(Sent::All)
    }

    fn send_verdicts(&mut self, since: u64) -> Result<(), SyncError> {
        let key = self.store.signing_key();
        let epoch = self.epochs.last().map_or(0, |e| e.epoch);
        let contents = verdicts::reported_since(self.store, since)?;
        let mut writer = self.begin(epoch, 0, [0; 32], &key)?;
        for content in contents {
            let cut = writer.segment(ty::VERDICTS, 1, 0, &content, false);
            self.say(&Message::Segment(cut.map_err(|_| SyncError::OldCard)?))?;
        }
        Ok(())
    }

    fn begin<'k>(
        &mut self,
        epoch: u64,
        from: u64,
        base: [u8; 32],
        key: &'k ed25519_dalek::SigningKey,
    ) -> Result<BundleWriter<'k>, SyncError> {
        let (at, now) = ((epoch, from, base), self.options.now);
        let (header, writer) = begin_uplink(self.store, self.enrolment, at, now, key)?;
        self.say(&Message::Bundle(header.to_vec()))?;
        Ok(writer)
    }

    fn say(&mut self, message: &Message) -> Result<(), SyncError> {
        match self.ends.send(message) {
            Ok(()) => Ok(()),
            // A message that headquarters sent before closing explains more than the broken pipe.
            Err(_) => loop {
                let event = self.ends.wait_event();
                self.handle_event(event)?;
                if self.is_over {
                    return Err(self.verdict.take().unwrap_or(SyncError::NoLine));
                }
            },
        }
    }

    fn report_progress(&mut self) {
        let bytes = self.ends.bytes();
        (self.progress)(self.summary, bytes);
    }
}

/// The result of a session that was not broken.
pub struct SessionOutcome {
    /// epochs in which the two histories have diverged
    pub forks: Vec<u64>,
    /// another session is needed at once
    pub should_reconnect: bool,
}

enum Sent {
    All,
    /// headquarters requests the ops from this number on
    Reconnect(u64),
    Forked,
    Stopped,
}

/// Ignores a full disk, for writes that can be repeated later.
fn ignore_full_disk<T: Default>(error: StoreError) -> Result<T, StoreError> {
    if error.is_full() { Ok(T::default()) } else { Err(error) }
}

fn ends_sending(verdict: &SyncError) -> bool {
    matches!(verdict, SyncError::Full | SyncError::OldCard | SyncError::Damaged)
}

/// Begins an uplink bundle, for any link, with ops from number `from` on; `base`: the op chain
/// before.
pub fn begin_uplink<'k>(
    store: &Store,
    enrolment: &Enrolment,
    (epoch, from, base): (u64, u64, [u8; 32]),
    now: u64,
    key: &'k ed25519_dalek::SigningKey,
) -> Result<([u8; HEADER], BundleWriter<'k>), SyncError> {
    let title = BundleTitle {
        direction: UP,
        device: store.device_id(),
        epoch,
        from,
        base,
        officer: enrolment.certificate.certificate.number,
        created: now << 16,
    };
    BundleWriter::begin(&title, &enrolment.card.hpke, key).map_err(|_| SyncError::OldCard)
}
