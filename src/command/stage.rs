//! Where a command plays: its streams, its language, the notebook's folder and the clock. Words
//! go to one stream and data to the other; a closed pipe ends a command quietly.

use std::io::{self, ErrorKind, Read, Write};
use std::path::PathBuf;

use crate::lang::Lang;
use crate::lang::cli::ArgsWord;
use crate::record::Date;
use crate::text::format::today_from_millis;

pub struct Stage<'a> {
    pub lang: Lang,
    /// the notebook's folder
    pub data: PathBuf,
    /// Unix milliseconds
    pub now: fn() -> u64,
    pub input: &'a mut dyn Read,
    /// data
    pub out: &'a mut dyn Write,
    /// sentences
    pub words: &'a mut dyn Write,
    /// somebody looks at the sentences, so progress may be shown
    pub watched: bool,
}

/// How a command ended when nothing stopped it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    All,
    /// some rows or lines were refused, and the officer was told which
    Some,
}

/// Why a command could not go on.
#[derive(Debug)]
pub enum Stop {
    /// the sentence to say
    Failed(String),
    /// the command line itself was wrong
    Usage(String),
    /// nobody reads any more
    Closed,
}

pub type Outcome = Result<Done, Stop>;

impl Stop {
    pub fn usage(word: &ArgsWord<'_>, lang: Lang) -> Stop {
        Stop::Usage(word.text(lang))
    }
}

impl Stage<'_> {
    pub fn today(&self) -> Date {
        today_from_millis((self.now)())
    }

    /// A sentence, each line on its own, with nothing in it that could move the terminal.
    pub fn say(&mut self, text: &str) -> Result<(), Stop> {
        let shown: Vec<_> = text.lines().map(visible).collect();
        let result = writeln!(self.words, "{}", shown.join("\n"));
        self.written(result)
    }

    /// A line of data for people.
    pub fn put(&mut self, line: &str) -> Result<(), Stop> {
        let result = writeln!(self.out, "{}", visible(line));
        self.written(result)
    }

    /// Data as it is: JSON, CSV.
    pub fn put_raw(&mut self, data: &[u8]) -> Result<(), Stop> {
        let result = self.out.write_all(data);
        self.written(result)
    }

    pub fn flush(&mut self) -> Result<(), Stop> {
        let result = self.out.flush();
        self.written(result)
    }

    /// Progress on one line that is written over; only for eyes.
    pub fn progress(&mut self, text: &str, last: bool) -> Result<(), Stop> {
        if !self.watched {
            return Ok(());
        }
        let end = if last { "\n" } else { "" };
        let result = write!(self.words, "\r\x1b[K{}{end}", visible(text));
        let flushed = result.and_then(|()| self.words.flush());
        self.written(flushed)
    }

    fn written(&self, result: io::Result<()>) -> Result<(), Stop> {
        result.map_err(|e| match e.kind() {
            ErrorKind::BrokenPipe => Stop::Closed,
            _ => Stop::Failed(ArgsWord::CannotWrite { why: &e.to_string() }.text(self.lang)),
        })
    }
}

fn visible(line: &str) -> std::borrow::Cow<'_, str> {
    crate::text::visible(line)
}
