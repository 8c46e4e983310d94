//! The surroundings of a command: its streams, its language, the notebook's folder and the clock. Words
//! go to one stream and data to the other; a closed pipe ends a command quietly.

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

/// Bytes of an answer to a question.
const MAX_ANSWER: usize = 64;

pub struct CommandIo<'a> {
    pub lang: Lang,
    /// whether the folder is an officer's or headquarters'
    pub role: Role,
    /// the notebook's folder
    pub data: PathBuf,
    /// Unix milliseconds
    pub now: fn() -> u64,
    pub input: &'a mut dyn Read,
    /// data
    pub out: &'a mut dyn Write,
    /// sentences
    pub words: &'a mut dyn Write,
    /// columns of the terminal that sentences go to; progress is shown only there
    pub columns: Option<usize>,
    /// questions can be answered: input is a terminal
    pub answered: bool,
    /// data goes to a terminal: into no file and to no program
    pub shown: bool,
    /// shows what is typed on the terminal, or no more
    pub echo: fn(bool),
    /// `--passphrase-file`
    pub passphrase_file: Option<PathBuf>,
    /// the folder whose passphrase is known, with its keys
    pub unlocked: Option<KeyedFolder>,
    pub output: OutputOptions,
}

/// How output is made, by options and settings.
#[derive(Clone, Copy, Debug, Default)]
pub struct OutputOptions {
    /// letters of ASCII only in what people read
    pub ascii: bool,
    /// also in CSV, where it loses letters: only if the command line says so
    pub ascii_data: bool,
    /// what becomes of files that are in the way
    pub existing: Existing,
}

/// How a command ended when nothing stopped it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandEnd {
    All,
    /// some rows or lines were refused, and named
    Some,
}

/// Why a command could not go on.
#[derive(Debug)]
pub enum Stop {
    /// the sentence to say
    Failed(String),
    /// the command line itself was wrong
    Usage(String),
    /// the reader of the output is gone
    Closed,
}

pub type CommandResult = Result<CommandEnd, Stop>;

impl CommandIo<'_> {
    pub fn programme(&self) -> &'static Programme {
        self.role.programme()
    }

    /// One line of what was typed, without its end and blanks; an answer is short, more of a line
    /// is not read.
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

    /// A sentence, each line on its own, with nothing in it that could move the terminal.
    pub fn say(&mut self, text: &str) -> Result<(), Stop> {
        let shown: Vec<_> = text.lines().map(|line| self.wrapped(line)).collect();
        let result = writeln!(self.words, "{}", shown.join("\n"));
        self.check_write(result)
    }

    /// The same without a line end, so that the answer is typed after it.
    pub fn say_on_line(&mut self, text: &str) -> Result<(), Stop> {
        let result = write!(self.words, "{}", self.wrapped(text));
        let flushed = result.and_then(|()| self.words.flush());
        self.check_write(flushed)
    }

    /// A line as the terminal shows it: broken between words, since words are read out over the
    /// telephone. A word that is longer than the window, as a path may be, stays in one piece.
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

    /// A line of data for people.
    pub fn put(&mut self, line: &str) -> Result<(), Stop> {
        let result = writeln!(self.out, "{}", self.printable(line));
        self.check_write(result)
    }

    /// Lines of data for people, with their line ends.
    pub fn put_text(&mut self, text: &str) -> Result<(), Stop> {
        let result = write!(self.out, "{}", self.printable(text));
        self.check_write(result)
    }

    /// Lines for a program to read, which letters without marks must not change.
    pub fn put_script(&mut self, text: &str) -> Result<(), Stop> {
        let result = self.out.write_all(visible(text).as_bytes());
        self.check_write(result)
    }

    /// One JSON value on a line.
    pub fn put_json(&mut self, json: &Json) -> Result<(), Stop> {
        let text = json.to_string();
        let result = writeln!(self.out, "{}", json::printable(&text, self.output.ascii));
        self.check_write(result)
    }

    /// A row of CSV for other programs.
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

    /// Progress on one line that is written over; only for eyes.
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

    /// What the store could not do, in words.
    pub fn failed(&self, error: &StoreError) -> Stop {
        Stop::Failed(messages::error(error, self.lang))
    }

    /// The same, with what it means for the command.
    pub fn failed_at(&self, error: &StoreError, means: &str) -> Stop {
        Stop::Failed(format!("{}\n{means}", messages::error(error, self.lang)))
    }

    /// A small file that was brought here: a request, or an answer.
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
