//! Messages of the sync protocol: `type u8, length u24, payload`, one stream in each direction. The
//! laptop sends first. Opens no seal; the reader checks signed content.

use std::io::{self, Read, Write};

use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};

use super::seal::{self, CryptoError, SIGNATURE};
use crate::storage::format::wire;

/// The newest and the oldest protocol that this version speaks.
pub const PROTO: u16 = 1;
pub const PROTO_MIN: u16 = 1;
/// Maximum bytes of a payload.
pub const MOST: usize = 80 * 1024;
/// Maximum number of epochs and of cursors in a hello.
pub const EPOCHS: usize = 32;
pub const CURSORS: usize = 16;

const CLIENT: &[u8; 8] = b"SOTAYUP1";
const SERVER: &[u8; 8] = b"SOTAYHQ1";
const HELLO_SIGNED: &[u8] = b"sotay hello";

mod ty {
    pub const HELLO: u8 = 1;
    pub const BUNDLE: u8 = 2;
    pub const SEGMENT: u8 = 3;
    pub const RECEIPT: u8 = 4;
    pub const NEED: u8 = 5;
    pub const FORK: u8 = 6;
    pub const REVOKED: u8 = 7;
    pub const HQ_FULL: u8 = 8;
    pub const RETRY_AFTER: u8 = 9;
    pub const UPGRADE: u8 = 10;
    pub const KEY: u8 = 11;
    pub const DACK: u8 = 12;
    pub const BYE: u8 = 13;
    pub const STRANGER: u8 = 14;
    pub const REFUSED: u8 = 15;
    /// keeps the line alive during a long operation
    pub const ALIVE: u8 = 16;
    pub const ROLL: u8 = 17;
    pub const RECALL: u8 = 18;
    pub const TELL: u8 = 19;
    pub const AFTER: u8 = 20;
}

/// The end of an epoch on one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpochEnd {
    pub epoch: u64,
    pub seq: u64,
    /// the op chain after `seq`
    pub chain: [u8; 32],
    /// from the laptop: last op of its newest receipt
    pub acked: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaneAt {
    pub lane: u8,
    pub era: u64,
    pub position: u64,
}

/// The laptop's hello. It is not authenticated: only seals and signatures prove anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    pub proto_min: u16,
    pub proto_max: u16,
    pub dictionaries: Vec<u32>,
    pub programme: u16,
    pub schema: u16,
    pub device: [u8; 16],
    pub officer: u32,
    pub epochs: Vec<EpochEnd>,
    pub cursors: Vec<LaneAt>,
    /// Unix milliseconds
    pub wall: u64,
    /// bit set of the lanes that the laptop accepts
    pub lanes: u8,
}

/// Headquarters' welcome. Signed: without a valid signature the other end is not headquarters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// 0: no common protocol; ops are accepted all the same
    pub proto: u16,
    pub dictionaries: Vec<u32>,
    pub era: u64,
    /// Unix milliseconds
    pub time: u64,
    /// the addressed device
    pub device: [u8; 16],
    pub epochs: Vec<EpochEnd>,
}

// Frozen: a new layout is a new variant at the end.
#[derive(Serialize, Deserialize)]
enum HelloIs {
    V1(Hello),
}

#[derive(Serialize, Deserialize)]
enum WelcomeIs {
    V1(Welcome),
}

/// Value of `RetryAfter` that means damage or a read-only disk at headquarters. Older laptops would
/// take an unknown message before the welcome for another machine's; they say to try again in a day.
pub const HQ_UNAVAILABLE: u64 = 24 * 60 * 60;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    Hello(Box<Hello>),
    /// with the signed bytes and the signature
    Welcome(Box<Welcome>, Vec<u8>, [u8; SIGNATURE]),
    /// a bundle's header
    Bundle(Vec<u8>),
    Segment(Vec<u8>),
    Receipt(Vec<u8>),
    /// requests the ops of this epoch from this number on
    Need {
        epoch: u64,
        from: u64,
    },
    /// headquarters has other ops of this epoch after op `acked`
    Fork {
        epoch: u64,
        acked: u64,
    },
    Revoked {
        since: u64,
    },
    Full,
    /// [`HQ_UNAVAILABLE`]: headquarters can take nothing until its administrator has acted
    RetryAfter {
        seconds: u64,
    },
    Upgrade {
        min: u64,
    },
    /// sealed to a key that headquarters no longer has
    Key,
    /// number of pieces sent down
    Down {
        pieces: u64,
    },
    /// end of this side's messages; number of new ops
    Bye {
        ops: u64,
    },
    /// headquarters does not know this device, or (`line`) the ssh key is another officer's
    Stranger {
        line: bool,
    },
    /// a segment was damaged or has forbidden content
    Refused,
    Alive,
    /// headquarters' list of its devices (`sync::roll`), in either direction
    Roll(Vec<u8>),
    /// headquarters requests the lists that the laptop named in its hello
    Recall,
    /// headquarters was restored and requests the verdicts that the laptop received since this
    /// time, Unix milliseconds
    Tell {
        since: u64,
    },
    /// on a stick: the pieces of each lane in this bundle begin after this position
    After(Vec<LaneAt>),
    /// of a newer version: ignored
    Other(u8),
}

impl Welcome {
    pub fn sign(self, key: &SigningKey) -> Message {
        let bytes = wire::encode(&WelcomeIs::V1(self.clone()));
        let signature = seal::sign(key, HELLO_SIGNED, &bytes);
        Message::Welcome(Box::new(self), bytes, signature)
    }

    pub fn check(
        key: &[u8; 32],
        bytes: &[u8],
        with: &[u8; SIGNATURE],
    ) -> Result<(), CryptoError> {
        seal::check(key, HELLO_SIGNED, bytes, with)
    }
}

/// The error for an invalid message: another program answers, or the stream is damaged.
fn foreign() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

/// Sends a message.
pub fn send(out: &mut dyn Write, message: &Message) -> io::Result<()> {
    let (ty, payload) = message.encode();
    if payload.len() > MOST {
        return Err(foreign());
    }
    let [_, a, b, c] = (payload.len() as u32).to_be_bytes();
    // one write, so that an interruption leaves no partial message in buffers
    out.write_all(&[&[ty, a, b, c][..], &payload].concat())
}

/// Receives the next message; `None` at the end of the stream between messages.
pub fn receive(input: &mut dyn Read) -> io::Result<Option<Message>> {
    let mut ty = [0];
    loop {
        match input.read(&mut ty) {
            Ok(0) => return Ok(None),
            Ok(_) => break,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    let mut len = [0; 4];
    if let Some(low) = len.last_chunk_mut::<3>() {
        input.read_exact(low)?;
    }
    let len = u32::from_be_bytes(len) as usize;
    let [ty] = ty;
    if len > MOST || ty == 0 || ty > 64 {
        return Err(foreign());
    }
    // allocate only what is received, whatever the length claims
    let mut payload = Vec::new();
    input.take(len as u64).read_to_end(&mut payload)?;
    if payload.len() != len {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Message::decode(ty, payload).ok_or_else(foreign).map(Some)
}

impl Message {
    fn encode(&self) -> (u8, Vec<u8>) {
        let numbers = |all: &[u64]| all.iter().flat_map(|n| n.to_le_bytes()).collect();
        match self {
            Message::Hello(hello) => {
                let hello = wire::encode(&HelloIs::V1((**hello).clone()));
                (ty::HELLO, [&CLIENT[..], &hello].concat())
            }
            Message::Welcome(_, bytes, signature) => {
                (ty::HELLO, [&SERVER[..], bytes, signature].concat())
            }
            Message::Bundle(bytes) => (ty::BUNDLE, bytes.clone()),
            Message::Segment(bytes) => (ty::SEGMENT, bytes.clone()),
            Message::Receipt(bytes) => (ty::RECEIPT, bytes.clone()),
            Message::Need { epoch, from } => (ty::NEED, numbers(&[*epoch, *from])),
            Message::Fork { epoch, acked } => (ty::FORK, numbers(&[*epoch, *acked])),
            Message::Revoked { since } => (ty::REVOKED, numbers(&[*since])),
            Message::Full => (ty::HQ_FULL, Vec::new()),
            Message::RetryAfter { seconds } => (ty::RETRY_AFTER, numbers(&[*seconds])),
            Message::Upgrade { min } => (ty::UPGRADE, numbers(&[*min])),
            Message::Key => (ty::KEY, Vec::new()),
            Message::Down { pieces } => (ty::DACK, numbers(&[*pieces])),
            Message::Bye { ops } => (ty::BYE, numbers(&[*ops])),
            Message::Stranger { line: false } => (ty::STRANGER, Vec::new()),
            Message::Stranger { line: true } => (ty::STRANGER, vec![1]),
            Message::Refused => (ty::REFUSED, Vec::new()),
            Message::Alive => (ty::ALIVE, Vec::new()),
            Message::Roll(bytes) => (ty::ROLL, bytes.clone()),
            Message::Recall => (ty::RECALL, Vec::new()),
            Message::Tell { since } => (ty::TELL, numbers(&[*since])),
            Message::After(lanes) => (ty::AFTER, wire::encode(lanes)),
            Message::Other(ty) => (*ty, Vec::new()),
        }
    }

    fn decode(ty: u8, payload: Vec<u8>) -> Option<Message> {
        let one = || Some(u64::from_le_bytes(payload.as_slice().try_into().ok()?));
        let two = || {
            let (a, b) = payload.split_first_chunk::<8>()?;
            Some((u64::from_le_bytes(*a), u64::from_le_bytes(b.try_into().ok()?)))
        };
        Some(match ty {
            ty::HELLO => return hello(&payload),
            ty::BUNDLE => Message::Bundle(payload),
            ty::SEGMENT => Message::Segment(payload),
            ty::RECEIPT => Message::Receipt(payload),
            ty::NEED => two().map(|(epoch, from)| Message::Need { epoch, from })?,
            ty::FORK => two().map(|(epoch, acked)| Message::Fork { epoch, acked })?,
            ty::REVOKED => Message::Revoked { since: one()? },
            ty::HQ_FULL => Message::Full,
            ty::RETRY_AFTER => Message::RetryAfter { seconds: one()? },
            ty::UPGRADE => Message::Upgrade { min: one()? },
            ty::KEY => Message::Key,
            ty::DACK => Message::Down { pieces: one()? },
            ty::BYE => Message::Bye { ops: one()? },
            ty::STRANGER => Message::Stranger { line: payload.first() == Some(&1) },
            ty::REFUSED => Message::Refused,
            ty::ALIVE => Message::Alive,
            ty::ROLL => Message::Roll(payload),
            ty::RECALL => Message::Recall,
            ty::TELL => Message::Tell { since: one()? },
            ty::AFTER => Message::After(lanes(&payload)?),
            other => Message::Other(other),
        })
    }
}

/// Decodes the lane positions on a stick.
pub fn lanes(bytes: &[u8]) -> Option<Vec<LaneAt>> {
    let lanes: Vec<LaneAt> = wire::mark(bytes).ok()?;
    (lanes.len() <= CURSORS).then_some(lanes)
}

fn hello(payload: &[u8]) -> Option<Message> {
    if let Some(bytes) = payload.strip_prefix(CLIENT) {
        let HelloIs::V1(hello) = wire::mark(bytes).ok()?;
        let few = hello.epochs.len() <= EPOCHS && hello.cursors.len() <= CURSORS;
        return few.then(|| Message::Hello(Box::new(hello)));
    }
    let (bytes, signature) = payload.strip_prefix(SERVER)?.split_last_chunk::<SIGNATURE>()?;
    let WelcomeIs::V1(welcome) = wire::mark(bytes).ok()?;
    let few = welcome.epochs.len() <= EPOCHS;
    few.then(|| Message::Welcome(Box::new(welcome), bytes.to_vec(), *signature))
}
