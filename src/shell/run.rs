//! The event loop: sleeps until an event arrives, handles all waiting events, draws once. There
//! is no periodic timer.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::capability::Caps;
use super::input;
use super::pace::RowPace;
use super::painter::{Painter, Scroll};
use super::signals::{self, Signal, Which};
use super::terminal::{self, Terminal, TerminalError};
use super::worker::Worker;
use crate::app::event::{Event, EventKind};
use crate::app::model::{Appearance, ModelStart};
use crate::app::requests::{EffectRequest, Requests};
use crate::app::update::{has_typed_answer, open, step};
use crate::app::{Effect, Model};
use crate::keymap::Keymap;
use crate::keymap::action::Action;
use crate::keymap::context::Context;
use crate::lang::Lang;
use crate::lang::app as say;
use crate::lang::passphrase as passphrase_words;
use crate::programme::Role;
use crate::services::sync::SyncTarget;
use crate::shell::decode::TerminalInput;
use crate::shell::wake::{Wake, now};
use crate::storage::crypto::key_folder::KeyedFolder;
use crate::text::format::today_from_millis;
use crate::view::{Frame, RowMemory, view};

/// Arguments of `run`.
pub struct ScreenOptions {
    pub folder: KeyedFolder,
    pub role: Role,
    pub lang: Lang,
    pub ascii: bool,
    pub keymap: Keymap,
    /// how headquarters is reached, from the settings
    pub sync: SyncTarget,
    /// faults of the settings, as sentences
    pub news: Vec<String>,
    /// milliseconds without input after which a notebook with a passphrase is locked
    pub lock_after: Option<u64>,
    /// how long a lone escape is held
    pub escape_wait: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScreenEnd {
    Left,
    /// another program requested it by a signal, for example to take over the notebook
    Terminated,
}

/// Runs the notebook until the officer quits or the line drops. On `Ok` the worker has finished:
/// everything is on the disk.
pub fn run(options: ScreenOptions) -> Result<ScreenEnd, TerminalError> {
    let term = std::env::var("TERM").ok();
    let caps = Caps::from_env(|name| std::env::var(name).ok(), options.ascii);
    let terminal = Terminal::enter(term.as_deref())?;
    terminal::install_panic_hook(terminal.restorer(), say::crashed(options.lang));
    let (sender, wakes) = channel();
    start_threads(&sender, options.escape_wait)?;
    let look = Appearance { ascii: caps.ascii, colours: caps.colours > 0 && !caps.no_color };
    let begin = |folder: KeyedFolder, news: Vec<String>, size| -> io::Result<(Model, Worker)> {
        let worker = Worker::start(
            (folder, options.role),
            options.lang,
            options.sync.clone(),
            sender.clone(),
        );
        let mut seed = [0; 16];
        getrandom::fill(&mut seed).map_err(|_| io::Error::other("no randomness"))?;
        let mut model = Model::new(ModelStart {
            programme: options.role.programme(),
            lang: options.lang,
            appearance: look,
            size,
            now: now(),
            today: today_from_millis(now()),
            seed,
            edit_on_focus: options.keymap.options.edit_on_focus,
            open_key: options.keymap.key_label(Action::ListOpen, Context::List.chain()),
            news,
        });
        model.lock_after = options.lock_after;
        Ok((model, worker))
    };
    let dir = options.folder.dir.clone();
    let (model, worker) = begin(options.folder, options.news, terminal.size())?;
    let screen = ScreenLoop {
        terminal,
        painter: Painter::new(caps),
        last: Frame::default(),
        buffer: Buffer::empty(Rect::ZERO),
        rows: RowMemory::default(),
    };
    let keymap = &options.keymap;
    let mut open = Loop {
        dir,
        model,
        keymap,
        worker,
        screen,
        waiting: Vec::new(),
        pace: RowPace::new(is_remote()),
        first_paint: None,
        end: ScreenEnd::Left,
    };
    while let Some(dir) = open.run(&wakes)? {
        let left = std::mem::replace(&mut open.dir, dir.clone());
        let left = Some(left).filter(|left| open.model.open && *left != dir);
        let locked = open.model.locks.then(|| said_when_locked(&open.model, options.lang));
        let requests = Requests::after(&open.model.requests);
        (open.model, open.worker) =
            begin(KeyedFolder::from(&dir), Vec::new(), open.model.size)?;
        open.model.requests = requests;
        open.model.previous = left;
        open.model.message = locked;
        // drop keys and news that belong to the closed notebook
        let of_terminal = |wake: &Wake| match wake {
            Wake::Input(input) => {
                !matches!(input, TerminalInput::Key(_) | TerminalInput::Paste(_))
            }
            Wake::Signal(_) => true,
            Wake::Answer(..) | Wake::Notice(_) => false,
        };
        open.pace = RowPace::new(is_remote());
        open.waiting = wakes.try_iter().filter(of_terminal).collect();
    }
    open.screen.terminal.restore();
    Ok(open.end)
}

fn said_when_locked(model: &Model, lang: Lang) -> String {
    match has_typed_answer(model) {
        true => passphrase_words::was_locked_at_question(lang),
        false => passphrase_words::was_locked(lang),
    }
}

/// Whether the terminal is at the other end of an ssh line.
fn is_remote() -> bool {
    std::env::var_os("SSH_CONNECTION").is_some_and(|line| !line.is_empty())
}

fn start_threads(sender: &Sender<Wake>, escape_wait: Duration) -> io::Result<()> {
    signals::start(sender.clone())?;
    input::start(sender.clone(), escape_wait)?;
    Ok(())
}

/// How long the first frame waits at most for the rows of the first screen.
const FIRST_PAINT_WAIT: Duration = Duration::from_millis(150);

struct Loop<'k> {
    /// the notebook's folder
    dir: PathBuf,
    model: Model,
    keymap: &'k Keymap,
    worker: Worker,
    screen: ScreenLoop,
    /// events that arrived before this notebook was opened
    waiting: Vec<Wake>,
    pace: RowPace,
    /// latest time for the first frame; `None` after it is painted
    first_paint: Option<Instant>,
    end: ScreenEnd,
}

impl Loop<'_> {
    /// Runs until the notebook is closed; returns the one to open next.
    fn run(&mut self, wakes: &Receiver<Wake>) -> Result<Option<PathBuf>, TerminalError> {
        let first = open(&mut self.model);
        self.carry_out(first);
        self.first_paint = Some(Instant::now() + FIRST_PAINT_WAIT);
        for wake in std::mem::take(&mut self.waiting) {
            self.handle(wake);
        }
        while let Some(first) = self.next(wakes) {
            for wake in first.into_iter().chain(wakes.try_iter()) {
                self.take(wake);
            }
            for wake in self.pace.take_due(Instant::now()) {
                self.handle(wake);
            }
            if self.model.locks {
                // clear now: closing may take a moment
                self.screen.clear().unwrap_or_default();
            }
            if self.model.left {
                break;
            }
            self.due(now());
            if self.holds_first_paint() {
                continue;
            }
            self.first_paint = None;
            if self.model.take_dirty() && !self.model.is_quitting {
                // drawing fails if the terminal is gone
                if self.screen.paint(&self.model, self.keymap).is_err() {
                    self.event(EventKind::Hangup);
                }
                self.model.mark_drawn();
            }
        }
        // write everything first, restore the terminal later: a dead line must not delay drafts
        self.worker.finish(self.model.line_lost);
        let again = self.model.locks.then(|| self.dir.clone());
        Ok(self.model.next.take().or(again).filter(|_| !self.model.line_lost))
    }

    /// Whether to wait a little for the first screen's rows, so that the first frame is not empty.
    fn holds_first_paint(&self) -> bool {
        self.model.awaits_today() && self.first_paint.is_some_and(|last| Instant::now() < last)
    }

    /// Sleeps until an event arrives, a deadline passes, or the first frame or an answer is due.
    fn next(&self, wakes: &Receiver<Wake>) -> Option<Vec<Wake>> {
        let draft = self.model.next_deadline();
        let draft = draft.map(|due| Duration::from_millis(due.saturating_sub(now())));
        let due = self.first_paint.into_iter().chain(self.pace.due()).min();
        let due = due.map(|due| due.saturating_duration_since(Instant::now()));
        match draft.into_iter().chain(due).min() {
            None => wakes.recv().ok().map(|wake| vec![wake]),
            Some(pause) => match wakes.recv_timeout(pause) {
                Ok(wake) => Some(vec![wake]),
                Err(RecvTimeoutError::Timeout) => Some(Vec::new()),
                Err(RecvTimeoutError::Disconnected) => None,
            },
        }
    }

    /// Handles an event, unless it is an answer that waits for a pause in typing.
    fn take(&mut self, wake: Wake) {
        let now = Instant::now();
        if let Wake::Input(TerminalInput::Key(key)) = &wake {
            for held in self.pace.key(key, now) {
                self.handle(held);
            }
        }
        if let Some(wake) = self.pace.answer(wake, self.model.is_searching(), now) {
            self.handle(wake);
        }
    }

    fn handle(&mut self, wake: Wake) {
        match wake {
            Wake::Input(TerminalInput::Key(key)) => self.event(EventKind::Key(key)),
            Wake::Input(TerminalInput::Paste(text)) => self.event(EventKind::Paste(text)),
            Wake::Input(TerminalInput::Resize(columns, rows)) => {
                // also for the same size: the terminal may have moved the text meanwhile
                self.screen.painter.reset();
                self.event(EventKind::Resize(columns, rows));
            }
            Wake::Input(TerminalInput::Focus(focus)) => self.event(EventKind::Focus(focus)),
            Wake::Input(TerminalInput::Closed) => self.event(EventKind::Hangup),
            Wake::Signal(Signal::Hangup(which)) => {
                if which == Which::Terminate {
                    self.end = ScreenEnd::Terminated;
                }
                self.event(EventKind::Hangup);
            }
            Wake::Signal(Signal::Suspend) => {
                self.event(EventKind::Focus(false));
                // the terminal may be gone when the program resumes
                if self.screen.terminal.suspend().is_err() {
                    self.event(EventKind::Hangup);
                }
                self.screen.painter.reset();
                self.model.mark_dirty();
            }
            Wake::Answer(id, outcome) => self.event(EventKind::Answer(id, outcome)),
            Wake::Notice(done) => self.event(EventKind::Notice(done)),
        }
    }

    fn event(&mut self, what: EventKind) {
        let at = now();
        let event = Event { at, today: today_from_millis(at), what };
        let requests = step(&mut self.model, self.keymap, event);
        self.carry_out(requests);
    }

    fn carry_out(&mut self, requests: Vec<EffectRequest>) {
        for request in requests {
            match request.effect {
                Effect::Redraw => self.screen.painter.reset(),
                Effect::Cancel => self.worker.cancel(),
                _ => self.worker.send(request),
            }
        }
    }

    /// Sends `Due` if a deadline has passed, also while keys keep arriving.
    fn due(&mut self, at: u64) {
        let set_back = at < self.model.now;
        if self.model.next_deadline().is_some_and(|due| due <= at || set_back) {
            self.event(EventKind::Due);
        }
    }
}

struct ScreenLoop {
    terminal: Terminal,
    painter: Painter,
    last: Frame,
    /// of the last frame
    buffer: Buffer,
    rows: RowMemory,
}

impl ScreenLoop {
    /// Draws a frame with one write, or none if nothing changed.
    fn paint(&mut self, model: &Model, keymap: &Keymap) -> io::Result<()> {
        let (width, height) = model.size;
        let area = Rect { x: 0, y: 0, width, height };
        if self.buffer.area == area {
            self.buffer.reset();
        } else {
            self.buffer = Buffer::empty(area);
        }
        let frame = view(model, keymap, &mut self.rows, &mut self.buffer);
        let scroll = moved(&self.last, &frame);
        self.last = frame;
        self.terminal.write(self.painter.paint(&self.buffer, frame.cursor, scroll))
    }
}

impl ScreenLoop {
    fn clear(&mut self) -> io::Result<()> {
        let area = self.buffer.area;
        self.last = Frame::default();
        self.terminal.write(self.painter.paint(&Buffer::empty(area), None, None))
    }
}

/// The scroll from the last frame, if it shows the same layer moved by less than its height.
fn moved(last: &Frame, now: &Frame) -> Option<Scroll> {
    let (last, now) = (last.rows?, now.rows?);
    let same = (last.layer, last.from, last.to) == (now.layer, now.from, now.to);
    let by = now.top as i64 - last.top as i64;
    let height = i64::from(now.to.saturating_sub(now.from));
    let by = i32::try_from(by).ok().filter(|by| *by != 0 && i64::from(by.abs()) < height)?;
    same.then_some(Scroll { top: now.from, bottom: now.to, by })
}
