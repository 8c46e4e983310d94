//! What a command runs with: streams, language, the notebook's folder and the clock. Messages go to
//! one stream, data to the other; a closed pipe ends a command silently.

use std::borrow::Cow;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use crate::lang::Lang;
use crate::lang::cli::args as args_words;
use crate::lang::hq as hq_words;
use crate::lang::system::why;
use crate::office::book::Cell;
use crate::office::csv::{Csv, Dialect};
use crate::programme::Role;
use crate::programme::spec::Programme;
use crate::record::Date;
use crate::services::json;
use crate::storage::crypto::key_folder::KeyedFolder;
use crate::storage::disk::atomic_file::Existing;
use crate::storage::disk::{Disk, RealDisk};
use crate::storage::limits;
use crate::store::{StoreError, messages};
use crate::text::format::today_from_millis;
use crate::text::{ascii, cells, visible};

/// Maximum bytes of an answer to a question.
const MAX_ANSWER: usize = 64;

pub struct CommandIo<'a> {
    pub lang: Lang,
    /// whether the folder is an officer's or headquarters'
    pub role: Role,
    /// the notebook's folder
    pub data: PathBuf,
    /// `--data` names the folder; otherwise it is that of the officer's own notebook
    pub is_named: bool,
    /// Unix milliseconds
    pub now: fn() -> u64,
    pub input: &'a mut dyn Read,
    /// stdout, for data
    pub out: &'a mut dyn Write,
    /// stderr, for messages
    pub words: &'a mut dyn Write,
    /// columns of the terminal that messages go to; `None`: no terminal, and no progress
    pub columns: Option<usize>,
    /// input is a terminal, so questions can be answered
    pub answered: bool,
    /// data goes to a terminal, not into a file or to a program
    pub shown: bool,
    /// turns the echo of the terminal on or off
    pub echo: fn(bool),
    /// `--passphrase-file`
    pub passphrase_file: Option<PathBuf>,
    /// the folder that was unlocked in this call, with its keys
    pub unlocked: Option<KeyedFolder>,
    pub output: OutputOptions,
}

/// Options of the output, from arguments and settings.
#[derive(Clone, Copy, Debug, Default)]
pub struct OutputOptions {
    /// ASCII letters only in text for people
    pub ascii: bool,
    /// ASCII also in CSV, where it loses letters: only by the command-line option
    pub ascii_data: bool,
    /// what to do with existing files
    pub existing: Existing,
}

/// How a command ended when nothing stopped it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandEnd {
    All,
    /// some rows or lines were refused and reported
    Some,
}

/// Why a command stopped.
#[derive(Debug)]
pub enum Stop {
    /// with this message
    Failed(String),
    /// the command line was invalid
    Usage(String),
    /// the reader of the output has closed the pipe
    Closed,
}

pub type CommandResult = Result<CommandEnd, Stop>;

impl CommandIo<'_> {
    pub fn programme(&self) -> &'static Programme {
        self.role.programme()
    }

    /// Reads one typed line, trimmed; at most `MAX_ANSWER` bytes are read.
    pub fn read_line(&mut self) -> String {
        let (mut line, mut byte) = (Vec::new(), [0; 1]);
        while line.len() < MAX_ANSWER && matches!(self.input.read(&mut byte), Ok(1)) {
            if byte[0] == b'\n' {
                break;
            }
            line.push(byte[0]);
        }
        String::from_utf8_lossy(&line).trim().to_owned()
    }

    pub fn today(&self) -> Date {
        today_from_millis((self.now)())
    }

    /// Prints a message without control characters.
    pub fn say(&mut self, text: &str) -> Result<(), Stop> {
        let shown: Vec<_> = text.lines().map(|line| self.wrapped(line)).collect();
        let result = writeln!(self.words, "{}", shown.join("\n"));
        self.check_write(result)
    }

    /// Prints a message without a line end, so that the answer is typed after it.
    pub fn say_on_line(&mut self, text: &str) -> Result<(), Stop> {
        let result = write!(self.words, "{}", self.wrapped(text));
        let flushed = result.and_then(|()| self.words.flush());
        self.check_write(flushed)
    }

    /// Wraps a line between words: words are read out over the telephone. A word longer than the
    /// window, such as a path, is not broken.
    fn wrapped(&self, line: &str) -> String {
        let line = self.printable(line);
        let Some(columns) = self.columns else { return line.into_owned() };
        let text = line.trim_start();
        let indent = line.len() - text.len();
        let (mut shown, mut used) = (" ".repeat(indent), indent);
        for (at, word) in text.split(' ').enumerate() {
            let width = cells::width(word);
            if used + 1 + width > columns && used > indent {
                shown.push('\n');
                shown.push_str(&" ".repeat(indent));
                used = indent;
            } else if at > 0 {
                shown.push(' ');
                used += 1;
            }
            shown.push_str(word);
            used += width;
        }
        shown
    }

    /// Prints a line of data for people.
    pub fn put(&mut self, line: &str) -> Result<(), Stop> {
        let result = writeln!(self.out, "{}", self.printable(line));
        self.check_write(result)
    }

    /// Prints text for people that includes its line ends.
    pub fn put_text(&mut self, text: &str) -> Result<(), Stop> {
        let result = write!(self.out, "{}", self.printable(text));
        self.check_write(result)
    }

    /// Prints text for a program: `--ascii` does not apply.
    pub fn put_script(&mut self, text: &str) -> Result<(), Stop> {
        let result = self.out.write_all(visible(text).as_bytes());
        self.check_write(result)
    }

    /// Prints one JSON value on a line.
    pub fn put_json(&mut self, json: &Json) -> Result<(), Stop> {
        let text = json.to_string();
        let result = writeln!(self.out, "{}", json::printable(&text, self.output.ascii));
        self.check_write(result)
    }

    /// Prints a row of CSV for other programs.
    pub fn put_csv(&mut self, cells: &[Cell]) -> Result<(), Stop> {
        let mut csv = Csv::new(Vec::new(), Dialect::Script);
        let made = csv.row(cells).and_then(|()| csv.finish());
        let line =
            self.check_write(made.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))?;
        let line = if self.output.ascii_data { ascii(&line) } else { line.as_str().into() };
        let result = self.out.write_all(line.as_bytes());
        self.check_write(result)
    }

    fn printable<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let text = visible(text);
        if self.output.ascii { Cow::Owned(ascii(&text).into_owned()) } else { text }
    }

    pub fn flush(&mut self) -> Result<(), Stop> {
        let result = self.out.flush();
        self.check_write(result)
    }

    /// Shows progress on one line that is overwritten; only on a terminal.
    pub fn progress(&mut self, text: &str, last: bool) -> Result<(), Stop> {
        if self.columns.is_none() {
            return Ok(());
        }
        let end = if last { "\n" } else { "" };
        let result = write!(self.words, "\r\x1b[K{}{end}", self.printable(text));
        let flushed = result.and_then(|()| self.words.flush());
        self.check_write(flushed)
    }

    fn check_write<T>(&self, result: io::Result<T>) -> Result<T, Stop> {
        result.map_err(|error| self.cannot_write(&error))
    }

    /// Stops with the message of a store error.
    pub fn failed(&self, error: &StoreError) -> Stop {
        Stop::Failed(messages::error(error, self.lang))
    }

    /// Stops with the message of a store error and its consequence for the command.
    pub fn failed_at(&self, error: &StoreError, means: &str) -> Stop {
        Stop::Failed(format!("{}\n{means}", messages::error(error, self.lang)))
    }

    /// Reads a small file from another machine: a request or an answer.
    pub fn read_brought(&self, file: &Path) -> Result<Vec<u8>, Stop> {
        RealDisk.read(file, limits::SMALL_FILE).map_err(|e| {
            let shown = file.display().to_string();
            Stop::Failed(hq_words::unreadable(self.lang, &shown, &why(&e, self.lang)))
        })
    }

    pub fn cannot_write(&self, error: &io::Error) -> Stop {
        match error.kind() {
            ErrorKind::BrokenPipe => Stop::Closed,
            _ => {
                let why = why(error, self.lang);
                Stop::Failed(args_words::cannot_write(self.lang, &why))
            }
        }
    }
}
