//! The terminal: enters raw mode and the alternate screen, restores both in every case, reads the
//! size, and writes each frame with one write.
//!
//! Does not know what the bytes mean. The window title is not set: titles end up in logs.

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
    /// Sequences to send with the next frame, in the same write.
    pending: String,
}

/// Restores the terminal; may be called from a panic hook, any number of times.
#[derive(Clone, Debug)]
pub struct Restorer(Arc<Before>);

#[derive(Debug)]
struct Before {
    raw: AtomicBool,
    drawn: AtomicBool,
    /// A second, non-blocking descriptor of the terminal: the last bytes to a dead line cannot
    /// block, and the flags of the shared descriptor stay unchanged.
    last_words: Option<File>,
    owner: thread::ThreadId,
}

/// Enters the alternate screen, and enables bracketed paste and focus events.
fn enter() -> String {
    ansi(&[&EnterAlternateScreen, &EnableBracketedPaste, &EnableFocusChange])
}

/// Reverses `enter`. Clears first: the Linux console has no alternate screen, and the text must
/// not stay visible.
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

/// Object-safe form of crossterm's `Command`.
trait Ansi {
    fn put(&self, out: &mut String);
}

impl<C: Command> Ansi for C {
    fn put(&self, out: &mut String) {
        // writing into a string cannot fail
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

    /// Writes a frame unbuffered. Does nothing for no bytes.
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

    /// Restores the terminal and stops the process until SIGCONT; then the painter must repaint
    /// everything.
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
            // fails if the terminal is gone, which does not matter then
            disable_raw_mode().unwrap_or_default();
        }
    }
}

fn best_effort(last_words: Option<&File>) {
    let sent = match last_words {
        Some(mut file) => file.write(leave().as_bytes()).map(drop),
        None => write_all(leave().as_bytes()),
    };
    // ignore errors: the terminal may be gone, and all data is in the journal
    sent.unwrap_or_default();
}

/// A panic of the thread that owns the terminal restores it and prints `sentence` with the source
/// location, but not the panic's text, which may contain typed data. Panics of other threads print
/// nothing: their requests end as lost.
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

/// For commands: a panic prints its source location, but not its text. The text may contain
/// personal data, and the output of commands ends up in logs and mails.
pub fn hide_panic_texts() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let sentences = [Lang::Vi, Lang::En].map(say::crashed);
        writeln!(io::stderr(), "{} ({place})", sentences.join("\n")).unwrap_or_default();
    }));
}

/// Columns and rows; 80x24 if the terminal does not know them.
pub fn size() -> (u16, u16) {
    match crossterm::terminal::size() {
        Ok((columns, rows)) if columns > 0 && rows > 0 => (columns, rows),
        _ => USUAL_SIZE,
    }
}

/// Columns and rows of the first standard stream that is a terminal.
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
            // another program has made the shared descriptor non-blocking
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
