//! Reads lines from a pipe with bounded memory, and knows whether another whole line is buffered
//! without waiting.

use std::io::{self, Read};

/// Maximum length of a line in bytes.
pub const MOST_LINE: usize = 1 << 20;
const CHUNK: usize = 64 << 10;

#[derive(Debug, PartialEq, Eq)]
pub enum InputLine {
    Whole(Vec<u8>),
    /// longer than `MOST_LINE`; it was skipped
    TooLong,
}

#[derive(Default)]
pub struct LineReader {
    held: Vec<u8>,
    /// start of the next line in `held`
    at: usize,
    ended: bool,
    number: u64,
}

impl LineReader {
    pub fn new() -> LineReader {
        LineReader::default()
    }

    /// Number of the last returned line, from 1.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Whether the next line is buffered.
    pub fn holds_a_line(&self) -> bool {
        self.rest().contains(&b'\n')
    }

    /// Reads the next line; `None` at the end.
    pub fn next(&mut self, from: &mut dyn Read) -> io::Result<Option<InputLine>> {
        let mut too_long = false;
        let mut searched = 0;
        loop {
            let rest = self.rest();
            if let Some(length) =
                rest.get(searched..).and_then(|r| r.iter().position(|b| *b == b'\n'))
            {
                return Ok(Some(self.take(searched + length, 1, too_long)));
            }
            searched = rest.len();
            if searched > MOST_LINE {
                // drop its text, to keep memory bounded
                too_long = true;
                self.held.clear();
                self.at = 0;
                searched = 0;
            }
            if self.ended {
                if searched == 0 && !too_long {
                    return Ok(None);
                }
                return Ok(Some(self.take(searched, 0, too_long)));
            }
            self.fill(from)?;
        }
    }

    fn rest(&self) -> &[u8] {
        self.held.get(self.at..).unwrap_or_default()
    }

    fn take(&mut self, length: usize, end: usize, too_long: bool) -> InputLine {
        self.number += 1;
        let line = self.rest().get(..length).unwrap_or_default().to_vec();
        self.at += length + end;
        if too_long || length > MOST_LINE { InputLine::TooLong } else { InputLine::Whole(line) }
    }

    fn fill(&mut self, from: &mut dyn Read) -> io::Result<()> {
        self.held.drain(..self.at);
        self.at = 0;
        let before = self.held.len();
        self.held.resize(before + CHUNK, 0);
        let read = loop {
            match from.read(self.held.get_mut(before..).unwrap_or_default()) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        let got = *read.as_ref().unwrap_or(&0);
        self.held.truncate(before + got);
        self.ended = read? == 0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_whole_however_they_arrive() {
        for piece in [1, 3, 100] {
            let text = b"one\n\ntwo\nlast";
            let mut lines = LineReader::new();
            let mut slow =
                text.chunks(piece).map(|c| c.to_vec()).collect::<Vec<_>>().into_iter();
            let mut from = Slow(&mut slow);
            let mut got = Vec::new();
            while let Some(line) = lines.next(&mut from).unwrap() {
                got.push(line);
            }
            let whole = |t: &str| InputLine::Whole(t.as_bytes().to_vec());
            assert_eq!(got, [whole("one"), whole(""), whole("two"), whole("last")]);
        }
    }

    #[test]
    fn a_line_beyond_the_limit_is_passed_over_and_counted() {
        let mut text = vec![b'x'; MOST_LINE + 5];
        text.extend(b"\nnext\n");
        let mut from = text.as_slice();
        let mut lines = LineReader::new();
        assert_eq!(lines.next(&mut from).unwrap(), Some(InputLine::TooLong));
        assert_eq!(lines.next(&mut from).unwrap(), Some(InputLine::Whole(b"next".to_vec())));
        assert_eq!(lines.number(), 2);
        assert_eq!(lines.next(&mut from).unwrap(), None);
    }

    struct Slow<'a>(&'a mut std::vec::IntoIter<Vec<u8>>);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let Some(piece) = self.0.next() else { return Ok(0) };
            into[..piece.len()].copy_from_slice(&piece);
            Ok(piece.len())
        }
    }
}
