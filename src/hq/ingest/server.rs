//! Server side of the sync protocol: greets, receives segments, signs receipts, and sends pending
//! lanes. Keeps no state between connections except the logs.

mod outgoing;

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::time::{Duration, Instant};

use super::intake::{BundleIngest, IngestContext};
use crate::hq::ingest::not_taken::BundleNotTaken;
use crate::storage::format::header::HEADER;
use crate::store::StoreError;
use crate::sync::bundle::{BundleRefused, BundleWriter};
use crate::sync::compression;
use crate::sync::message::{self, EpochEnd, Hello, Message, PROTO, PROTO_MIN, Welcome};
use crate::sync::roll;

/// Minimum time between receipts, except at the end of a bundle.
const RECEIPT_INTERVAL: Duration = Duration::from_secs(1);
/// Send `Alive` this often while a long segment is being received.
const ALIVE_INTERVAL: Duration = Duration::from_secs(2);

/// Maximum number of bundles refused in one session. A laptop stops after the first; each costs a
/// key exchange while the device's lock is held.
const MAX_REFUSED: usize = 32;

/// What was transferred.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SessionCounts {
    pub ops: u64,
    pub pieces: u64,
}

#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// the connection broke; complete segments are durable
    #[error(transparent)]
    Line(#[from] io::Error),
    /// the reason was sent to the other side
    #[error(transparent)]
    NotTaken(#[from] BundleNotTaken),
}

impl From<StoreError> for SessionError {
    fn from(e: StoreError) -> SessionError {
        SessionError::NotTaken(BundleNotTaken::Store(e))
    }
}

/// `officer`: the officer of the ssh key.
pub fn receive(
    context: IngestContext<'_>,
    officer: Option<u32>,
    input: &mut dyn Read,
    out: &mut dyn Write,
) -> Result<SessionCounts, SessionError> {
    let done = exchange(context, officer, input, out);
    if let Err(SessionError::NotTaken(refused @ BundleNotTaken::Store(e))) = &done
        && e.is_damage()
    {
        // report damage wherever it occurred: a connection that just ends would be retried forever
        say(out, &refusal_message(refused))?;
    }
    done
}

fn exchange(
    context: IngestContext<'_>,
    officer: Option<u32>,
    input: &mut dyn Read,
    out: &mut dyn Write,
) -> Result<SessionCounts, SessionError> {
    let Some(Message::Hello(hello)) = message::receive(input)? else {
        return Err(io::Error::from(io::ErrorKind::InvalidData).into());
    };
    let mut intake = match BundleIngest::of(context, &hello.device, officer) {
        Ok(intake) => intake,
        Err(BundleNotTaken::Stranger) if ask_unknown_device(context, &hello, input, out)? => {
            // known from its own list now: it will reconnect, and everything is read from the
            // beginning
            say(out, &Message::RetryAfter { seconds: 1 })?;
            return Ok(SessionCounts::default());
        }
        Err(refused) => {
            say(out, &refusal_message(&refused))?;
            return Err(refused.into());
        }
    };
    intake.cursors.clone_from(&hello.cursors);
    let mut session = ServerSession {
        context,
        hello: &hello,
        out,
        receipted: None,
        need: BTreeMap::new(),
        down: None,
        asked_rolls: false,
        requested: false,
        refused: 0,
        rolls: 0,
        bare: None,
    };
    session.welcome(&mut intake)?;
    session.listen(&mut intake, input)?;
    intake.end_verdicts()?;
    // a list received in the meantime may have revoked it
    let counts = intake.sends_down()?;
    let pieces = match session.proto() {
        1.. if counts => session.send_down(&intake.enrolled)?,
        _ => 0,
    };
    if let Some(roll) = context.home.roll_for(&hello.cursors).filter(|_| counts) {
        session.say(&Message::Roll(roll))?;
    }
    while session.proto() > 0 && session.answer_files(&mut intake)? {
        session.listen(&mut intake, input)?;
    }
    session.say(&Message::Bye { ops: intake.new })?;
    Ok(SessionCounts { ops: intake.new, pieces })
}

/// Maximum number of messages skipped from an unknown device.
const MAX_PASSED: usize = 8 * 1024;

/// Requests the device lists of an unknown device. Returns true if the device is known afterwards.
fn ask_unknown_device(
    context: IngestContext<'_>,
    hello: &Hello,
    input: &mut dyn Read,
    out: &mut dyn Write,
) -> Result<bool, SessionError> {
    if !context.home.lacks_roll(&hello.cursors)? {
        return Ok(false);
    }
    say(out, &Message::Recall)?;
    let mut received = 0;
    for _ in 0..MAX_PASSED {
        match message::receive(input)? {
            Some(Message::Roll(bytes)) if received < roll::KEPT => {
                context.home.learn(&bytes, (context.now)())?;
                received += 1;
            }
            // the first `Bye` was sent before the request arrived
            Some(Message::Bye { .. }) if received > 0 => break,
            Some(_) => {}
            None => return Ok(false),
        }
    }
    Ok(context.home.officer_of(hello.device)?.is_some())
}

fn say(out: &mut dyn Write, message: &Message) -> io::Result<()> {
    message::send(out, message)?;
    out.flush()
}

pub(crate) fn refusal_message(refused: &BundleNotTaken) -> Message {
    match refused {
        BundleNotTaken::Bundle(BundleRefused::Key) => Message::Key,
        BundleNotTaken::Bundle(_) => Message::Refused,
        BundleNotTaken::Need { epoch, from } => Message::Need { epoch: *epoch, from: *from },
        BundleNotTaken::Fork { epoch, acked } => Message::Fork { epoch: *epoch, acked: *acked },
        BundleNotTaken::Full => Message::Full,
        BundleNotTaken::Busy => Message::RetryAfter { seconds: 10 },
        BundleNotTaken::Stranger => Message::Stranger { line: false },
        BundleNotTaken::OtherOfficer => Message::Stranger { line: true },
        BundleNotTaken::Store(e) if e.is_full() => Message::Full,
        BundleNotTaken::Store(e) if e.is_damage() || e.is_read_only() => {
            Message::RetryAfter { seconds: message::HQ_UNAVAILABLE }
        }
        BundleNotTaken::Store(_) => Message::RetryAfter { seconds: 60 },
    }
}

struct ServerSession<'a> {
    context: IngestContext<'a>,
    hello: &'a Hello,
    out: &'a mut dyn Write,
    receipted: Option<Instant>,
    /// requested ops that have not arrived yet: first op number, by epoch
    need: BTreeMap<u64, u64>,
    /// the bundle that is being sent
    down: Option<BundleWriter<'a>>,
    /// the laptop's device lists were requested and have not arrived yet
    asked_rolls: bool,
    /// its verdicts were requested and have not arrived yet
    requested: bool,
    /// number of refused bundles
    refused: usize,
    /// number of device lists received
    rolls: usize,
    /// a bundle header that has no segment yet
    bare: Option<[u8; HEADER]>,
}

impl<'a> ServerSession<'a> {
    fn say(&mut self, message: &Message) -> io::Result<()> {
        say(self.out, message)
    }

    /// The protocol version; 0 if there is no common one.
    fn proto(&self) -> u16 {
        let common = self.hello.proto_max.min(PROTO);
        if common >= self.hello.proto_min.max(PROTO_MIN) { common } else { 0 }
    }

    /// Sends the welcome message, and the receipts that the laptop seems to have missed.
    fn welcome(&mut self, intake: &mut BundleIngest<'_>) -> Result<(), SessionError> {
        let ends = intake.ends();
        let named =
            |e: &&super::log::LogEnd| self.hello.epochs.iter().any(|h| h.epoch == e.epoch);
        let epochs: Vec<EpochEnd> = ends
            .iter()
            .filter(named)
            .map(|e| EpochEnd { epoch: e.epoch, seq: e.seq, chain: e.chain, acked: e.seq })
            .collect();
        let welcome = Welcome {
            proto: self.proto(),
            dictionaries: vec![compression::DICTIONARY],
            era: self.context.home.secret.era,
            time: (self.context.now)(),
            device: self.hello.device,
            epochs,
        };
        let welcome = welcome.sign(&self.context.home.secret.sign);
        self.say(&welcome)?;
        if self.proto() == 0 {
            self.say(&Message::Upgrade { min: u64::from(PROTO_MIN) })?;
        }
        if self.context.home.lacks_roll(&self.hello.cursors)? {
            self.asked_rolls = true;
            self.say(&Message::Recall)?;
        }
        self.ask_for_verdicts()?;
        if let Some(since) = intake.enrolled.revoked {
            self.say(&Message::Revoked { since })?;
        }
        for named in &self.hello.epochs {
            if intake.has_other(named.epoch, named.seq, &named.chain)? {
                let acked = ends.iter().find(|e| e.epoch == named.epoch).map_or(0, |e| e.seq);
                self.say(&Message::Fork { epoch: named.epoch, acked })?;
                continue;
            }
            let here = ends.iter().find(|e| e.epoch == named.epoch).map_or(0, |e| e.seq);
            let own = intake.receipt_within((named.epoch, named.seq, named.chain));
            if let Some(receipt) = own {
                self.say(&Message::Receipt(receipt.encode()))?;
            }
            if let Some(receipt) = intake.receipt(named.epoch)
                && here != named.acked
            {
                self.say(&Message::Receipt(receipt.encode()))?;
            }
            if here < named.acked {
                // headquarters was restored from a copy and has lost ops that it had receipted
                let era = self.context.home.secret.era;
                // there is no explicit flag, but the laptop has already synced with this era
                if self.hello.cursors.iter().any(|c| c.era == era) {
                    intake.note_loss(era)?;
                }
                let (epoch, from) = (named.epoch, here + 1);
                self.need.insert(epoch, from);
                self.say(&Message::Need { epoch, from })?;
            }
        }
        Ok(())
    }

    /// Requests verdicts. Must happen before anything is sent down: with the first piece of a lane
    /// the laptop forgets its position in an earlier era.
    fn ask_for_verdicts(&mut self) -> Result<(), SessionError> {
        let (home, hello) = (self.context.home, self.hello);
        if self.requested {
            return Ok(());
        }
        if let Some(since) = home.lacks_verdicts(&hello.device, &hello.cursors)? {
            self.requested = true;
            self.say(&Message::Tell { since })?;
        }
        Ok(())
    }

    fn listen(
        &mut self,
        intake: &mut BundleIngest<'_>,
        input: &mut dyn Read,
    ) -> Result<(), SessionError> {
        // segments after a refused one in the same bundle are ignored
        let mut deaf = true;
        loop {
            let message = {
                let mut stream = LaptopStream { input, out: self.out, sent: Instant::now() };
                message::receive(&mut stream)?
            };
            let done = match message {
                // the connection was closed; what was received is durable
                None => return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
                Some(Message::Bye { .. })
                    if self.need.is_empty() && !self.awaits_segments() =>
                {
                    return Ok(());
                }
                Some(Message::Roll(bytes)) => {
                    self.asked_rolls = false;
                    self.rolls += 1;
                    if self.rolls > roll::KEPT {
                        return Err(BundleNotTaken::Bundle(BundleRefused::TooLarge).into());
                    }
                    self.context.home.learn(&bytes, (self.context.now)())?;
                    if intake.verdicts == 0 {
                        // only a list shows that an era belonged to this headquarters
                        self.ask_for_verdicts()?;
                    }
                    Ok(false)
                }
                Some(Message::Bundle(bytes)) => {
                    let begun = match <&[u8; HEADER]>::try_from(bytes.as_slice()) {
                        Ok(header) if self.bare.replace(*header).is_none() => {
                            intake.header(header)
                        }
                        // a header without segments costs a key exchange
                        Ok(_) => Err(BundleRefused::Order.into()),
                        Err(_) => Err(BundleRefused::NotOurs.into()),
                    };
                    // sent before the laptop read the request
                    let late = |epoch, from| self.need.get(&epoch).is_some_and(|n| *n < from);
                    deaf = intake.position().is_some_and(|(epoch, from)| late(epoch, from));
                    begun.map(|()| false)
                }
                Some(Message::Segment(_)) if deaf => {
                    self.bare = None;
                    Ok(false)
                }
                Some(Message::Segment(bytes)) => {
                    self.bare = None;
                    // segments without ops have number 0
                    let epoch =
                        intake.position().filter(|(_, next)| *next > 0).map(|(epoch, _)| epoch);
                    if let Some(epoch) = epoch {
                        self.need.remove(&epoch);
                    }
                    let done = intake.segment(&bytes);
                    self.requested &= intake.verdicts == 0;
                    if let (Ok(last), Some(epoch)) = (&done, epoch) {
                        self.receipt(intake, epoch, *last)?;
                    }
                    done
                }
                Some(_) => Ok(false),
            };
            if let Err(refused) = done {
                deaf = true;
                self.say(&refusal_message(&refused))?;
                self.refused += 1;
                match refused {
                    other if self.refused > MAX_REFUSED => return Err(other.into()),
                    BundleNotTaken::Need { epoch, from } => {
                        self.need.insert(epoch, from);
                    }
                    BundleNotTaken::Fork { .. } | BundleNotTaken::Bundle(_) => {}
                    other => return Err(other.into()),
                }
            }
        }
    }

    /// Whether something requested has not arrived yet.
    fn awaits_segments(&self) -> bool {
        self.asked_rolls || self.requested
    }
}

/// The stream from the laptop; sends `Alive` now and then.
struct LaptopStream<'a> {
    input: &'a mut dyn Read,
    out: &'a mut dyn Write,
    sent: Instant,
}

impl Read for LaptopStream<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.input.read(into)?;
        if n > 0 && self.sent.elapsed() > ALIVE_INTERVAL {
            self.sent = Instant::now();
            say(self.out, &Message::Alive)?;
        }
        Ok(n)
    }
}
