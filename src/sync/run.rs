//! Runs a sync: retries over the line until everything is exchanged or retrying is useless.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::error::SyncError;
use super::line::{self, Connection};
use super::link::ssh::LineEnd;
use super::link::{Link, folder, ssh};
use super::notices_seen;
use super::peer_state::{PeerState, fork_after_receipt};
use crate::record::{Id, Reviewed};
use crate::store::{Store, StoreError};
use crate::sync::certificate::Enrolment;
use crate::sync::client::{ClientSession, SessionOptions, SessionOutcome};
use crate::sync::summary::Summary;

/// Seconds between tries; a try with progress restarts the sequence.
const PAUSES: [u64; 5] = [1, 2, 4, 8, 15];
/// Gives up after this time without a byte from the other end.
const SILENCE_LIMIT: Duration = Duration::from_secs(60);
/// Maximum number of forks in one sync: more indicate a fault.
const MAX_FORKS: usize = 8;

/// The link, and whether to fetch missing attachments: over a line only on request; a stick always
/// brings them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    pub link: Link,
    pub fetch: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SyncPhase {
    #[default]
    Connecting,
    Exchanging,
    /// waiting for the next try
    Pausing,
    Writing,
}

/// Progress for the screen, at most once a second and at each change of phase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub phase: SyncPhase,
    /// ops that were waiting at the beginning
    pub all: u64,
    pub sent: u64,
    pub pieces: u64,
    /// attachments still to be sent
    pub files: u64,
    pub bytes_up: u64,
    pub bytes_down: u64,
}

/// Sends waiting ops and receives the downlink. Can be stopped at any time without losing receipted
/// ops. The error says why the sync is incomplete; the summary has what was done.
pub fn run(
    store: &Store,
    route: &Route,
    now: fn() -> u64,
    progress: &mut dyn FnMut(Progress),
    stop: &AtomicBool,
) -> (Summary, Result<(), SyncError>) {
    let mut summary = Summary::default();
    let done = begin(store, route, now, progress, stop, &mut summary);
    // the downlink may have brought erasures
    store.erasures().finish();
    let counted = count(store, &mut summary);
    (summary, done.and(counted.map_err(SyncError::Store)))
}

fn count(store: &Store, summary: &mut Summary) -> Result<(), StoreError> {
    let received = store.uplink().status()?;
    (summary.at_headquarters, summary.waiting) = (received.at_headquarters, received.waiting);
    summary.files_waiting = store.attachments().to_send()?.len() as u64;
    // after a restore and on a new laptop old reviews come again: count only records that are
    // returned now
    let said: BTreeSet<Id> = summary.reviews.iter().map(|(id, _)| *id).collect();
    for id in &said {
        let back =
            store.records().get(*id)?.is_some_and(|r| r.reviewed() == Reviewed::SentBack);
        summary.returned.extend(back.then_some(*id));
    }
    summary.titles = store.records().titles(&said.into_iter().collect::<Vec<_>>())?;
    Ok(())
}

fn begin(
    store: &Store,
    route: &Route,
    now: fn() -> u64,
    progress: &mut dyn FnMut(Progress),
    stop: &AtomicBool,
    summary: &mut Summary,
) -> Result<(), SyncError> {
    let enrolment = Enrolment::read(&store.keyed_folder())?.ok_or(SyncError::NotEnrolled)?;
    let before = store.uplink().status()?;
    let is_new = store.downlink().cursors()?.is_empty();
    let done = match &route.link {
        Link::Ssh(at) => {
            let all = before.waiting;
            let (bytes, pauses) = ((0, 0), &PAUSES[..]);
            let (enrolment, fetch) = (&enrolment, route.fetch);
            let mut session = Session {
                store,
                enrolment,
                now,
                stop,
                fetch,
                progress,
                all,
                bytes,
                retry_pauses: pauses,
            };
            session.lines(summary, &mut || ssh::open(at))
        }
        Link::Folder(path) => folder::run(store, &enrolment, path, now(), summary),
    };
    let had_contact = done.is_ok() && (summary.tries > 0 || summary.read > 0);
    if had_contact {
        PeerState::of(store).save_contact(now())?;
    }
    if had_contact || summary.revoked.is_some() {
        PeerState::of(store).save_revoked_since(summary.revoked)?;
    } else {
        // what headquarters said last still holds
        summary.revoked = PeerState::of(store).revoked_since();
    }
    // a full disk is ignored: the notices are shown again
    notices_seen::keep_new(store, &enrolment, is_new, &mut summary.notices)
        .or_else(|error| if error.is_full() { Ok(()) } else { Err(error) })?;
    let after = store.uplink().status()?;
    summary.received = after.at_headquarters.saturating_sub(before.at_headquarters);
    done
}

/// The tries of one sync over a line.
pub struct Session<'a> {
    pub store: &'a Store,
    pub enrolment: &'a Enrolment,
    pub now: fn() -> u64,
    pub stop: &'a AtomicBool,
    /// also fetch missing attachments
    pub fetch: bool,
    pub progress: &'a mut dyn FnMut(Progress),
    /// ops that were waiting at the beginning
    pub all: u64,
    /// (bytes up, bytes down) of earlier connections
    pub bytes: (u64, u64),
    /// seconds between tries without progress
    pub retry_pauses: &'a [u64],
}

/// Opens a connection; the second value explains its end.
pub type Connect<'a> = dyn FnMut() -> Result<(Connection, LineEnd), SyncError> + 'a;

impl Session<'_> {
    pub fn lines(
        &mut self,
        summary: &mut Summary,
        open: &mut Connect<'_>,
    ) -> Result<(), SyncError> {
        summary.left_damage = self.store.uplink().leave_damage()?;
        let mut pauses = self.retry_pauses.iter();
        let mut last_report = Instant::now();
        loop {
            let brought = |s: &Summary| s.receipts + s.pieces + s.files_sent + s.files_came;
            let (before, bytes) = (brought(summary), self.bytes.1);
            let done = self.line(summary, open);
            if self.stop.load(Ordering::Acquire) {
                return Err(SyncError::Stopped);
            }
            if brought(summary) > before {
                pauses = self.retry_pauses.iter();
            }
            if self.bytes.1 > bytes {
                last_report = Instant::now();
            }
            match done {
                Ok(SessionOutcome { forks, should_reconnect: false }) if forks.is_empty() => {
                    return Ok(());
                }
                Ok(SessionOutcome { forks, .. }) => self.fork_epochs(&forks, summary)?,
                Err(e) if e.is_transient() && last_report.elapsed() < SILENCE_LIMIT => {
                    match pauses.next() {
                        Some(seconds) => self.pause(*seconds)?,
                        None => return Err(e),
                    }
                }
                Err(e) => return Err(e),
            }
        }
    }

    fn line(
        &mut self,
        summary: &mut Summary,
        open: &mut Connect<'_>,
    ) -> Result<SessionOutcome, SyncError> {
        summary.tries += 1;
        self.report_phase(SyncPhase::Connecting);
        let (line, verdict) = open()?;
        let (all, before) = (self.all, self.bytes);
        let progress = &mut *self.progress;
        let (store, enrolment) = (self.store, self.enrolment);
        let resumed = summary.tries > 1;
        let how = SessionOptions { now: (self.now)(), fetch: self.fetch, is_retry: resumed };
        let (done, bytes) = line::with_line(line, self.stop, |ends| {
            let mut last: Option<Instant> = None;
            let mut tell = |summary: &Summary, bytes: (u64, u64)| {
                if last.is_none_or(|at| at.elapsed() >= Duration::from_secs(1)) {
                    last = Some(Instant::now());
                    progress(Progress {
                        phase: SyncPhase::Exchanging,
                        all,
                        sent: summary.received,
                        pieces: summary.pieces,
                        files: summary.files_waiting,
                        bytes_up: before.0 + bytes.0,
                        bytes_down: before.1 + bytes.1,
                    });
                }
            };
            let done =
                ClientSession::new(store, enrolment, ends, &mut tell, summary, how).run();
            (done, ends.bytes())
        });
        self.bytes = (before.0 + bytes.0, before.1 + bytes.1);
        (summary.bytes_up, summary.bytes_down) = self.bytes;
        done.map_err(|e| verdict(e, bytes.1))
    }

    /// Forks each epoch after the last op that headquarters has receipted.
    fn fork_epochs(&mut self, forks: &[u64], summary: &mut Summary) -> Result<(), SyncError> {
        for epoch in forks {
            summary.forks += 1;
            if summary.forks > MAX_FORKS {
                return Err(SyncError::Damaged);
            }
            fork_after_receipt(self.store, *epoch)?;
        }
        Ok(())
    }

    fn pause(&mut self, seconds: u64) -> Result<(), SyncError> {
        self.report_phase(SyncPhase::Pausing);
        let until = Instant::now() + Duration::from_secs(seconds);
        while Instant::now() < until {
            if self.stop.load(Ordering::Acquire) {
                return Err(SyncError::Stopped);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    fn report_phase(&mut self, phase: SyncPhase) {
        let (bytes_up, bytes_down) = self.bytes;
        let all = self.all;
        (self.progress)(Progress { phase, all, bytes_up, bytes_down, ..Progress::default() });
    }
}
