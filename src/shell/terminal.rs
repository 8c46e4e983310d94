//! The terminal as a descriptor: raw mode and the second screen on, and off again whatever
//! happens; its size; one write for one frame.
//!
//! Knows nothing of what the bytes mean. Its title is left alone: titles end up in logs.

use std::fs::File;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossterm::Command;
use crossterm::cursor::Show;
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange,
};
use crossterm::style::ResetColor;
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use thiserror::Error;

use super::capability;
use crate::lang::system::why;
use crate::lang::{Lang, app as say};

const USUAL_SIZE: (u16, u16) = (80, 24);

#[derive(Debug, Error)]
pub enum TerminalError {
    #[error("input and output are not a terminal")]
    NotATerminal,
    #[error("this terminal cannot move its cursor (TERM)")]
    Dumb,
    #[error("the terminal refused: {0}")]
    Io(#[from] io::Error),
}

impl TerminalError {
    pub fn text(&self, lang: Lang) -> String {
        match self {
            TerminalError::NotATerminal => say::no_terminal(lang),
            TerminalError::Dumb => say::dumb_terminal(lang),
            TerminalError::Io(error) => say::terminal_failed(lang, &why(error, lang)),
        }
    }
}

#[derive(Debug)]
pub struct Terminal {
    restorer: Restorer,
    /// Goes out with the first frame, in the same write.
    pending: String,
}

/// Puts the terminal back; may be used from a panic hook, any number of times.
#[derive(Clone, Debug)]
pub struct Restorer(Arc<Before>);

#[derive(Debug)]
struct Before {
    raw: AtomicBool,
    drawn: AtomicBool,
    /// The same terminal once more, so that the last bytes to a dead or stopped line cannot
    /// block, and the flags of the shell's own descriptor stay as they are.
    last_words: Option<File>,
    owner: thread::ThreadId,
}

/// Second screen, pastes marked, word of a lost focus.
fn enter() -> String {
    ansi(&[&EnterAlternateScreen, &EnableBracketedPaste, &EnableFocusChange])
}

/// Cleared first: the bare console has no second screen, and the text shall not stay there.
fn leave() -> String {
    ansi(&[
        &ResetColor,
        &Clear(ClearType::All),
        &DisableFocusChange,
        &DisableBracketedPaste,
        &Show,
        &LeaveAlternateScreen,
    ])
}

/// A command of crossterm, whatever its type.
trait Ansi {
    fn put(&self, out: &mut String);
}

impl<C: Command> Ansi for C {
    fn put(&self, out: &mut String) {
        // Writing into a string cannot fail.
        self.write_ansi(out).unwrap_or_default();
    }
}

fn ansi(commands: &[&dyn Ansi]) -> String {
    let mut out = String::new();
    commands.iter().for_each(|command| command.put(&mut out));
    out
}

impl Terminal {
    /// `term`: the value of TERM. Writes nothing yet.
    pub fn enter(term: Option<&str>) -> Result<Terminal, TerminalError> {
        if !rustix::termios::isatty(io::stdin()) || !rustix::termios::isatty(io::stdout()) {
            return Err(TerminalError::NotATerminal);
        }
        if capability::is_dumb(term) {
            return Err(TerminalError::Dumb);
        }
        let before = Before {
            raw: AtomicBool::new(false),
            drawn: AtomicBool::new(false),
            last_words: open_again(),
            owner: thread::current().id(),
        };
        let mut terminal =
            Terminal { restorer: Restorer(Arc::new(before)), pending: String::new() };
        terminal.go_raw()?;
        Ok(terminal)
    }

    fn go_raw(&mut self) -> io::Result<()> {
        enable_raw_mode()?;
        self.restorer.0.raw.store(true, Ordering::SeqCst);
        self.pending = enter();
        Ok(())
    }

    pub fn size(&self) -> (u16, u16) {
        size()
    }

    /// One frame, one write, past every buffer. No bytes, no write.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        if self.pending.is_empty() {
            return write_all(bytes);
        }
        let first = [std::mem::take(&mut self.pending).as_bytes(), bytes].concat();
        self.restorer.0.drawn.store(true, Ordering::SeqCst);
        write_all(&first)
    }

    pub fn restorer(&self) -> Restorer {
        self.restorer.clone()
    }

    pub fn restore(&mut self) {
        self.restorer.restore();
    }

    /// Back to the shell until it says go on; afterwards the painter must start over.
    pub fn suspend(&mut self) -> io::Result<()> {
        self.restore();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        self.go_raw()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.restore();
    }
}

impl Restorer {
    pub fn restore(&self) {
        let before = &self.0;
        if before.drawn.swap(false, Ordering::SeqCst) {
            best_effort(before.last_words.as_ref());
        }
        if before.raw.swap(false, Ordering::SeqCst) {
            // A terminal that is gone has no mode to put back.
            disable_raw_mode().unwrap_or_default();
        }
    }
}

fn best_effort(last_words: Option<&File>) {
    let sent = match last_words {
        Some(mut file) => file.write(leave().as_bytes()).map(drop),
        None => write_all(leave().as_bytes()),
    };
    // Ignore errors: the terminal may be gone, and the journal has what matters.
    sent.unwrap_or_default();
}

/// A panic of the thread that owns the terminal puts it back and says `sentence` with the place
/// in the source; nothing of the panic's own text, which may hold what was typed. Any other
/// thread's panic is silent here: the waiter of that thread reports it.
pub fn install_panic_hook(restorer: Restorer, sentence: String) {
    std::panic::set_hook(Box::new(move |panic| {
        if thread::current().id() != restorer.0.owner {
            return;
        }
        restorer.restore();
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        writeln!(io::stderr(), "{sentence} ({place})").unwrap_or_default();
    }));
}

/// Until a screen is there: a panic says where it was, and nothing of its own text. That may hold what
/// a record says, and the output of commands ends up in logs and mails.
pub fn hide_panic_texts() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let sentences = [Lang::Vi, Lang::En].map(say::crashed);
        writeln!(io::stderr(), "{} ({place})", sentences.join("\n")).unwrap_or_default();
    }));
}

/// Columns and rows; a line that does not know them is taken as 80x24.
pub fn size() -> (u16, u16) {
    match crossterm::terminal::size() {
        Ok((columns, rows)) if columns > 0 && rows > 0 => (columns, rows),
        _ => USUAL_SIZE,
    }
}

/// Columns and rows of the terminal that any of the streams is; `None`: none is one.
pub fn window() -> Option<(u16, u16)> {
    use rustix::termios::tcgetwinsize;
    let of =
        [tcgetwinsize(io::stdout()), tcgetwinsize(io::stderr()), tcgetwinsize(io::stdin())];
    of.into_iter().flatten().map(|size| (size.ws_col, size.ws_row)).find(|size| size.0 > 0)
}

fn open_again() -> Option<File> {
    let name = rustix::termios::ttyname(io::stdout(), Vec::new()).ok()?;
    let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    rustix::fs::open(name, flags, Mode::empty()).ok().map(File::from)
}

fn write_all(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(io::stdout(), bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            // Another program left the shared descriptor so.
            Err(Errno::AGAIN) => block()?,
            Err(fault) => return Err(fault.into()),
        }
    }
    Ok(())
}

fn block() -> io::Result<()> {
    let flags = rustix::fs::fcntl_getfl(io::stdout())?;
    rustix::fs::fcntl_setfl(io::stdout(), flags - OFlags::NONBLOCK)?;
    Ok(())
}
