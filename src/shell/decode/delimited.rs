//! Delimited input: pastes and answers of the terminal.

use std::time::Instant;

use super::sequence::{HEAD, StringEnd, holds_words, may_follow, string_end};
use super::{
    Decoder, DecoderMode, PASTE_END, PASTE_LIMIT, STRING_LIMIT, STRING_WAIT, TerminalInput,
    is_one_key,
};

pub(super) fn pasted(bytes: &[u8]) -> TerminalInput {
    TerminalInput::Paste(String::from_utf8_lossy(bytes).into_owned())
}

/// Length of the bytes before a possible start of the paste's end marker.
fn length_before_end(bytes: &[u8]) -> usize {
    let longest = (1..PASTE_END.len()).rev();
    let held =
        longest.into_iter().find(|n| bytes.ends_with(PASTE_END.get(..*n).unwrap_or(&[])));
    bytes.len() - held.unwrap_or(0)
}

/// Length of the bytes without an incomplete last letter.
pub(super) fn whole_letters(bytes: &[u8]) -> usize {
    match std::str::from_utf8(bytes) {
        Err(fault) if fault.error_len().is_none() => fault.valid_up_to(),
        _ => bytes.len(),
    }
}

impl Decoder {
    pub(super) fn begin_paste(&mut self, introducer: usize) {
        self.consume(introducer);
        self.mode = DecoderMode::Paste { text: Vec::new(), timed_out: false };
    }

    pub(super) fn begin_answer(&mut self, introducer: usize, kind: u8, at: Instant) {
        self.consume(introducer);
        self.mode = DecoderMode::Answer {
            kind,
            head: Vec::new(),
            since: at,
            last: at,
            size: 0,
            timed_out: false,
            alone: false,
        };
    }

    pub(super) fn take_paste(&mut self, give: &mut impl FnMut(TerminalInput)) -> bool {
        let DecoderMode::Paste { text, timed_out: lapsed } = &mut self.mode else {
            return false;
        };
        let end = self.pending.windows(PASTE_END.len()).position(|w| w == PASTE_END);
        if *lapsed && end.is_none() && is_one_key(&self.pending) {
            self.mode = DecoderMode::Keys;
            return true;
        }
        let held = length_before_end(&self.pending);
        let mut until = end.unwrap_or(held);
        if end.is_none() {
            // the rest of an incomplete letter comes later
            until = whole_letters(self.pending.get(..until).unwrap_or_default());
        }
        let chunk: Vec<u8> = self.pending.drain(..until).collect();
        let room = PASTE_LIMIT.saturating_sub(text.len());
        text.extend(chunk.into_iter().take(room));
        if end.is_none() && !*lapsed {
            return false;
        }
        let whole = std::mem::take(text);
        if !(*lapsed && whole.is_empty()) {
            give(pasted(&whole));
        }
        if end.is_some() {
            self.consume(PASTE_END.len());
            self.mode = DecoderMode::Keys;
        }
        end.is_some()
    }

    pub(super) fn take_answer(&mut self, at: Instant) -> bool {
        let DecoderMode::Answer { kind, head, since, last, size, timed_out: lapsed, alone } =
            &mut self.mode
        else {
            return false;
        };
        if self.pending.is_empty() {
            return false;
        }
        let late = at > *last + self.escape_wait;
        *last = at;
        let mut now = head.clone();
        let may_stand = |byte| {
            let may = may_follow(*kind, &now, byte);
            if may && now.len() < HEAD {
                now.push(byte);
            }
            may
        };
        let end = string_end(&self.pending, may_stand);
        // a single non-ASCII letter after a pause is typed, not part of the answer
        *alone = is_one_key(&self.pending) && (*lapsed || (late && !self.pending.is_ascii()));
        match end {
            StringEnd::After(n) | StringEnd::BrokenAt(n) => {
                self.consume(n);
                self.mode = DecoderMode::Keys;
            }
            StringEnd::Open(_) if *alone => return false,
            StringEnd::Open(_) if holds_words(*kind, head) && at >= *since + STRING_WAIT => {
                self.mode = DecoderMode::Keys;
            }
            StringEnd::Open(n) => {
                *size += n;
                let too_large = *size > STRING_LIMIT;
                let whole = self.pending.get(..n).unwrap_or_default();
                head.extend(whole.iter().take(HEAD - head.len().min(HEAD)));
                self.consume(n);
                if too_large {
                    self.mode = DecoderMode::Keys;
                }
                return too_large && !self.pending.is_empty();
            }
        }
        true
    }
}
