//! Decodes the bytes of a terminal into keys and pastes, wherever a slow line splits them.
//!
//! The input is bytes with their time of arrival; [`Decoder::deadline`] says when
//! [`Decoder::time_out`] must be called if nothing more arrives. No clock is read here.
//!
//! An escape at the end of a read may be the Esc key or the first byte of a sequence. It is held
//! for the escape wait and then given as the key. The bytes after it are read by their timing:
//!
//! - A single byte, with nothing more for the escape wait, was typed and is text.
//! - Several bytes that continue a sequence are its rest, not text, however late they arrive.
//! - An answer of the terminal ends at its terminator or at the first byte that cannot be part of
//!   it. An answer without an end swallows as few typed keys as possible.
//!
//! Every wait is bounded, so that no input can block the keyboard. Control characters never
//! become text.

mod delimited;
mod sequence;

use std::time::{Duration, Instant};

use delimited::{pasted, whole_letters};

use self::sequence::{
    DecodeStep, ESC, awaits_rest, begins_device_string, cut_answer, holds_words, is_introducer,
    is_possible_string, step,
};
use crate::keymap::key::{Code, Key};
use crate::text::edit::LONGEST_PASTE;

/// How long an incomplete sequence is held, from its escape or its last parameter.
const SEQUENCE_WAIT: Duration = Duration::from_secs(2);
/// How long after its first byte the last byte of a split sequence is not taken for a letter.
const REST_WAIT: Duration = Duration::from_secs(10);
/// How long bytes are held, from the last one, that may be an unusual answer or an escape
/// followed by typed text.
const POSSIBLE_STRING_WAIT: Duration = Duration::from_millis(500);
/// An answer of the terminal is given up after this pause; one that may contain any text, also
/// after `STRING_WAIT` whatever arrives.
const STRING_PAUSE: Duration = Duration::from_millis(1500);
const STRING_WAIT: Duration = Duration::from_secs(5);
const STRING_LIMIT: usize = 1 << 16;
/// A paste without an end is passed on after this pause.
const PASTE_PAUSE: Duration = Duration::from_secs(3);
/// Maximum bytes of a paste; the rest is dropped. One letter more than an editor takes, so that the
/// officer is told of the cut.
const PASTE_LIMIT: usize = LONGEST_PASTE + 4;
const PASTE_END: &[u8] = b"\x1b[201~";

#[derive(Debug)]
pub struct Decoder {
    escape_wait: Duration,
    mode: DecoderMode,
    /// bytes that are not decoded yet
    pending: Vec<u8>,
    /// number of bytes at the start of `pending` that timed out; they are dropped when their
    /// sequence is completed or proves to be none
    timed_out: usize,
    /// the timed-out escape may be the start of an answer's terminator
    ends_answer: bool,
    /// when the first byte of `pending` arrived
    since: Option<Instant>,
    deadline: Option<Instant>,
}

#[derive(Debug)]
enum DecoderMode {
    Keys,
    /// `timed_out`: passed on after a pause without an end; the next bytes may be its rest
    Paste {
        text: Vec<u8>,
        timed_out: bool,
    },
    /// an answer of the terminal, up to its end; `timed_out` as in `Paste`
    Answer {
        kind: u8,
        /// its first bytes, which determine what may follow
        head: Vec<u8>,
        since: Instant,
        last: Instant,
        size: usize,
        timed_out: bool,
        /// the pending byte counts as typed if nothing more arrives at once
        alone: bool,
    },
}

impl Decoder {
    pub fn new(escape_wait: Duration) -> Decoder {
        Decoder {
            escape_wait,
            mode: DecoderMode::Keys,
            pending: Vec::new(),
            timed_out: 0,
            ends_answer: false,
            since: None,
            deadline: None,
        }
    }

    /// When to call [`Decoder::time_out`]; `None` while nothing is held.
    pub fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Decodes bytes read at time `at`. A deadline that passed before this call is ignored: the
    /// bytes may have arrived in time.
    pub fn feed(&mut self, bytes: &[u8], at: Instant, mut give: impl FnMut(TerminalInput)) {
        self.pending.extend_from_slice(bytes);
        self.decode(at, &mut give);
    }

    /// Call when nothing arrived up to the deadline.
    pub fn time_out(&mut self, at: Instant, mut give: impl FnMut(TerminalInput)) {
        self.deadline = None;
        match &mut self.mode {
            DecoderMode::Keys => self.time_out_keys(at, &mut give),
            DecoderMode::Paste { text, timed_out: lapsed } => {
                // keep bytes that may start the end marker or a letter
                let rest = self.pending.iter().position(|b| *b == ESC);
                let rest = rest.unwrap_or_else(|| whole_letters(&self.pending));
                text.extend(self.pending.drain(..rest));
                *lapsed = true;
                let text = std::mem::take(text);
                if !text.is_empty() {
                    give(pasted(&text));
                }
            }
            // the start of the terminator may also be the Esc key
            DecoderMode::Answer { .. } if self.pending == [ESC] => {
                self.mode = DecoderMode::Keys;
                self.ends_answer = true;
                self.time_out_keys(at, &mut give);
            }
            DecoderMode::Answer { alone: true, .. } => {
                self.mode = DecoderMode::Keys;
                self.decode(at, &mut give);
            }
            DecoderMode::Answer { timed_out: lapsed, .. } => *lapsed = true,
        }
    }

    /// End of input: passes on the part of a paste that has arrived.
    pub fn finish(&mut self, mut give: impl FnMut(TerminalInput)) {
        if let DecoderMode::Paste { text, .. } = &mut self.mode {
            text.append(&mut self.pending);
            if !text.is_empty() {
                give(pasted(text));
            }
            self.mode = DecoderMode::Keys;
        }
    }

    fn decode(&mut self, at: Instant, give: &mut impl FnMut(TerminalInput)) {
        let held = self.pending.len();
        let mut consumed = false;
        loop {
            let more = match self.mode {
                DecoderMode::Keys => self.take_key(at, give),
                DecoderMode::Paste { .. } => self.take_paste(give),
                DecoderMode::Answer { .. } => self.take_answer(at),
            };
            consumed |= self.pending.len() < held;
            if !more {
                break;
            }
        }
        if consumed || self.since.is_none() {
            self.since = Some(at);
        }
        if self.pending.is_empty() {
            self.since = None;
        }
        self.deadline = self.due(at);
    }

    fn due(&self, at: Instant) -> Option<Instant> {
        match &self.mode {
            DecoderMode::Paste { timed_out: lapsed, .. } => (!lapsed).then(|| at + PASTE_PAUSE),
            DecoderMode::Answer { alone: true, .. } => Some(at + self.escape_wait),
            DecoderMode::Answer { timed_out: true, .. } => None,
            DecoderMode::Answer { kind, head, since, .. } => {
                Some(match holds_words(*kind, head) {
                    true => (at + STRING_PAUSE).min((*since + STRING_WAIT).max(at)),
                    false => at + STRING_PAUSE,
                })
            }
            DecoderMode::Keys if self.pending.len() <= self.timed_out => None,
            DecoderMode::Keys if self.is_alone() => Some(at + self.escape_wait),
            DecoderMode::Keys => {
                let since = self.since.unwrap_or(at);
                match self.pending.as_slice() {
                    [ESC] => Some(at + self.escape_wait),
                    bytes if self.timed_out == 0 && is_possible_string(bytes) => {
                        Some((at + POSSIBLE_STRING_WAIT).min(since + SEQUENCE_WAIT))
                    }
                    // parameters are never typed, so the rest of the sequence will follow
                    [ESC, b'[', _, ..] => Some(at + SEQUENCE_WAIT),
                    [ESC | 0x80..=0x9f, ..] | [0xc2, 0x80..=0x9f, ..] => {
                        Some((since + SEQUENCE_WAIT).max(at + self.escape_wait))
                    }
                    // a letter in two pieces: wait for its next byte
                    _ => None,
                }
            }
        }
    }

    /// Decodes one item; false if more bytes are needed.
    fn take_key(&mut self, at: Instant, give: &mut impl FnMut(TerminalInput)) -> bool {
        if self.timed_out > 0 {
            return self.take_rest(at);
        }
        match step(&self.pending) {
            DecodeStep::Wait => return false,
            DecodeStep::Skip(n) => self.consume(n),
            DecodeStep::Got(n, input) => {
                self.consume(n);
                give(input);
            }
            DecodeStep::Paste(n) => self.begin_paste(n),
            DecodeStep::Answer(n, kind) => self.begin_answer(n, kind, at),
        }
        true
    }

    /// Whether one byte follows the timed-out bytes that may be typed or continue their sequence.
    /// The next bytes decide, if they arrive at once.
    fn is_alone(&self) -> bool {
        match (self.timed_out, self.pending.as_slice()) {
            (1, [ESC, byte]) => is_introducer(*byte),
            (2, [ESC, b'P', byte]) => begins_device_string(*byte),
            _ => false,
        }
    }

    /// Drops the rest of a sequence whose start timed out; other bytes are decoded without that
    /// start.
    fn take_rest(&mut self, at: Instant) -> bool {
        if self.pending.len() <= self.timed_out || self.is_alone() {
            return false;
        }
        let found = step(&self.pending);
        let length = match found {
            DecodeStep::Wait if awaits_rest(&self.pending) => return false,
            DecodeStep::Wait => 0,
            DecodeStep::Skip(n)
            | DecodeStep::Got(n, _)
            | DecodeStep::Paste(n)
            | DecodeStep::Answer(n, _) => n,
        };
        let rest = self.pending.get(self.timed_out..length).unwrap_or_default();
        let is_rest = match (&found, rest) {
            (DecodeStep::Answer(..), _) => true,
            (_, []) => false,
            (_, [b'\\']) => self.ends_answer,
            // A function key, or a single arrow: terminals send arrows so only in application
            // mode, and "OCOP" is a word that is typed.
            (DecodeStep::Got(..), [b'O', last]) if self.timed_out == 1 => {
                matches!(last, b'P'..=b'S') || self.pending.len() == 3
            }
            (_, [first, _, ..]) if self.timed_out == 1 => is_introducer(*first),
            (DecodeStep::Got(..), _) | (_, [_, _, ..]) => self.timed_out > 1,
            // the last byte of a sequence whose first bytes arrived together
            (DecodeStep::Skip(_), [_]) => {
                let since = self.since.unwrap_or(at);
                self.timed_out > 1 && at < since + REST_WAIT
            }
            _ => false,
        };
        if !is_rest {
            self.consume(self.timed_out);
            (self.timed_out, self.ends_answer) = (0, false);
            return true;
        }
        (self.timed_out, self.ends_answer) = (0, false);
        match found {
            DecodeStep::Paste(n) => self.begin_paste(n),
            DecodeStep::Answer(n, kind) => self.begin_answer(n, kind, at),
            _ => self.consume(length),
        }
        true
    }

    fn time_out_keys(&mut self, at: Instant, give: &mut impl FnMut(TerminalInput)) {
        match (self.pending.as_slice(), self.timed_out) {
            ([], _) => {}
            ([ESC], 0) => {
                self.timed_out = 1;
                give(TerminalInput::Key(Key::ESC));
            }
            // an incomplete sequence; but a single bracket after an Esc may be typed
            ([ESC, b'[', ..], 0) | ([ESC, b'[', _, ..], 1) => {
                self.timed_out = self.pending.len();
            }
            // a typed word such as "Phường", or a device control string
            ([ESC, b'P'], 0) => {
                self.timed_out = 2;
                give(TerminalInput::Key(Key::ESC));
                give(typed('P'));
            }
            (bytes, 0) if let Some((length, kind)) = cut_answer(bytes) => {
                self.begin_answer(length, kind, at);
                if let DecoderMode::Answer { timed_out: lapsed, .. } = &mut self.mode {
                    *lapsed = true;
                }
            }
            ([0x9b] | [0xc2, 0x9b], 0) => self.pending.clear(),
            ([0x9b, ..] | [0xc2, 0x9b, ..], 0) => self.timed_out = self.pending.len(),
            ([ESC | 0x9b, ..] | [0xc2, 0x9b, ..], lapsed) => {
                if lapsed == 0 {
                    give(TerminalInput::Key(Key::ESC));
                }
                self.consume(lapsed.max(1));
                (self.timed_out, self.ends_answer) = (0, false);
                // the rest was typed
                self.decode(at, give);
            }
            (bytes, _) => {
                self.consume(if bytes.first() == Some(&0xc2) { 2 } else { 1 });
                self.decode(at, give);
            }
        }
    }

    fn consume(&mut self, count: usize) {
        self.pending.drain(..count.min(self.pending.len()));
    }
}

/// Whether the bytes are one key press: a control character, a sequence or a single letter.
fn is_one_key(bytes: &[u8]) -> bool {
    match bytes {
        [] => false,
        [0x00..=0x1f | 0x7f, ..] => true,
        _ => std::str::from_utf8(bytes).is_ok_and(|text| text.chars().count() == 1),
    }
}

fn typed(c: char) -> TerminalInput {
    TerminalInput::Key(Key::plain(Code::Char(c)))
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TerminalInput {
    Key(Key),
    Paste(String),
    Resize(u16, u16),
    /// The terminal's window got (`true`) or lost the focus, if the terminal reports it.
    Focus(bool),
    /// End of input.
    Closed,
}
