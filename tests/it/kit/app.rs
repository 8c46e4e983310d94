//! The notebook in one process: key scripts in, a screen and a list of effects out. The store is a
//! real one in a temporary folder; clock, day and ids are fixed.

mod script;
mod setting;

use std::collections::VecDeque;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use serde_json::{Map, Value as Json};
use sotay::app::event::{Event, EventKind, RequestEnd};
use sotay::app::layer::Screen;
use sotay::app::requests::EffectRequest;
use sotay::app::update::{open, step};
use sotay::app::{Effect, Model};
use sotay::keymap::{Code, Key, Keymap};
use sotay::lang::Lang;
use sotay::programme::answer::{JsonReader, record_from_json, record_to_json};
use sotay::programme::spec::{Kind, Programme};
use sotay::record::{Change, Date, Draft, Id, Origin, Query, Record};
use sotay::shell::jobs;
use sotay::store::Commit;
use sotay::text::format::{days_between, today_from_millis};
use sotay::view::{Frame, RowMemory, view};

use super::NOW;
use super::workers::Workers;
use crate::kit::programme;
use script::parse;
pub use setting::{Setting, USUAL};
use setting::{keymap, model, model_of};

pub struct App {
    pub model: Model,
    pub workers: Workers,
    setting: Setting,
    keymap: Keymap,
    clock: u64,
    effects: Vec<Effect>,
    queue: VecDeque<EffectRequest>,
    /// writes that a slow disk has not done yet
    late: Vec<EffectRequest>,
    slow: bool,
    made: u8,
    /// whether the program has ended
    pub ended: bool,
}

impl App {
    pub fn at(columns: u16, rows: u16) -> App {
        App::with(Setting { size: (columns, rows), ..USUAL })
    }

    pub fn with(setting: Setting) -> App {
        let workers = if setting.begun {
            Workers::begun(setting.lang)
        } else {
            Workers::empty(setting.lang)
        };
        let mut app = App {
            model: model(setting, 1),
            workers,
            setting,
            keymap: keymap(setting),
            clock: NOW,
            effects: Vec::new(),
            queue: VecDeque::new(),
            late: Vec::new(),
            slow: false,
            made: 0,
            ended: false,
        };
        app.open();
        app
    }

    /// The reviewer's screen over headquarters' folder.
    pub fn headquarters(folder: std::path::PathBuf) -> App {
        App::over(folder, crate::kit::headquarters(), USUAL)
    }

    /// The same in another language.
    pub fn headquarters_in(folder: std::path::PathBuf, lang: Lang) -> App {
        App::over(folder, crate::kit::headquarters(), Setting { lang, ..USUAL })
    }

    /// An officer's screen on an existing notebook.
    pub fn officer(folder: std::path::PathBuf, lang: Lang) -> App {
        App::over(folder, crate::kit::programme(), Setting { lang, ..USUAL })
    }

    fn over(
        folder: std::path::PathBuf,
        programme: &'static Programme,
        setting: Setting,
    ) -> App {
        let workers = Workers::over(folder, programme.role, setting.lang);
        let model = model_of(programme, setting, 3);
        let (effects, queue, late) = (Vec::new(), VecDeque::new(), Vec::new());
        let mut app = App {
            model,
            workers,
            setting,
            keymap: keymap(setting),
            clock: NOW,
            effects,
            queue,
            late,
            slow: false,
            made: 0,
            ended: false,
        };
        app.open();
        app
    }

    fn open(&mut self) {
        let requests = open(&mut self.model);
        self.queue.extend(requests);
        self.settle();
    }

    /// Ends the program and starts it again on the same folder.
    pub fn restart(&mut self) {
        self.restart_with_keys("");
    }

    /// Restarts; the notebook is being opened, and nothing has been answered yet.
    pub fn restart_without_answers(&mut self) -> &mut App {
        self.workers.close();
        self.model = model(self.setting, 2);
        self.ended = false;
        let requests = open(&mut self.model);
        self.queue = requests.into();
        self
    }

    /// Restarts with keys that are pressed before the notebook is open.
    pub fn restart_with_keys(&mut self, script: &str) -> &mut App {
        self.disk_catches_up();
        self.workers.close();
        self.model = model(self.setting, 2);
        (self.ended, self.slow) = (false, false);
        self.queue.clear();
        let requests = open(&mut self.model);
        self.keys_without_answers(script);
        for request in requests.into_iter().rev() {
            self.queue.push_front(request);
        }
        self.settle();
        self
    }

    /// Presses keys such as `f2 'xuong go' enter`: names of keys, and quoted text letter by letter.
    pub fn keys(&mut self, script: &str) -> &mut App {
        parse(script).into_iter().for_each(|key| self.key(key));
        self
    }

    /// The same keys in one packet of a slow line: all arrive before anything is answered.
    pub fn keys_at_once(&mut self, script: &str) -> &mut App {
        self.keys_without_answers(script).settle();
        self
    }

    pub fn keys_without_answers(&mut self, script: &str) -> &mut App {
        parse(script).into_iter().for_each(|key| self.step(EventKind::Key(key)));
        self
    }

    /// Moves down to the line with these words, and presses Enter.
    #[track_caller]
    pub fn choose(&mut self, words: &str) -> &mut App {
        self.goes_to(words, "down").keys("enter")
    }

    /// Presses a key until the cursor is on a line with these words.
    #[track_caller]
    pub fn goes_to(&mut self, words: &str, key: &str) -> &mut App {
        for _ in 0..200 {
            if self.here().contains(words) {
                return self;
            }
            self.keys(key);
        }
        panic!("no {words} in\n{}", self.text());
    }

    pub fn types(&mut self, text: &str) -> &mut App {
        text.chars().for_each(|c| self.key(Key::plain(Code::Char(c))));
        self
    }

    pub fn key(&mut self, key: Key) {
        // a person looks at the screen before pressing a key
        self.model.mark_drawn();
        self.clock += 20;
        self.event(EventKind::Key(key));
    }

    pub fn paste(&mut self, text: &str) -> &mut App {
        self.event(EventKind::Paste(text.to_string()));
        self
    }

    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut App {
        self.event(EventKind::Resize(columns, rows));
        self
    }

    /// No key is pressed for a while.
    pub fn pause(&mut self) -> &mut App {
        self.clock += 5_000;
        if self.model.next_deadline().is_some_and(|due| due <= self.clock) {
            self.event(EventKind::Due);
        }
        self
    }

    /// Waits long enough for headquarters to fold what devices have sent.
    pub fn quiet(&mut self) -> &mut App {
        for done in self.workers.quiet() {
            self.event(EventKind::Notice(done));
        }
        self
    }

    pub fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    /// Sets the screen's clock; the store's clock does not change.
    pub fn at_clock(&mut self, millis: u64) -> &mut App {
        self.clock = millis;
        self
    }

    /// Moves the screen to another day at the same hour; the store's clock does not change.
    pub fn at_day(&mut self, year: i16, month: u8, day: u8) -> &mut App {
        let days = days_between(today_from_millis(NOW), Date { year, month, day });
        self.clock = NOW + 86_400_000 * u64::from(days.unsigned_abs());
        self.keys("f5")
    }

    pub fn event(&mut self, what: EventKind) {
        self.step(what);
        self.settle();
    }

    fn step(&mut self, what: EventKind) {
        let (at, today) = (self.clock, today_from_millis(self.clock));
        let requests = step(&mut self.model, &self.keymap, Event { at, today, what });
        self.effects.extend(requests.iter().map(|request| request.effect.clone()));
        self.queue.extend(requests);
    }

    fn settle(&mut self) {
        while let Some(request) = self.queue.pop_front() {
            if self.slow && !jobs::is_read(&request.effect) {
                self.late.push(request);
                continue;
            }
            let outcome = match self.workers.run(request.effect) {
                Some(done) => RequestEnd::Done(done),
                None => RequestEnd::Nothing,
            };
            self.step(EventKind::Answer(request.id, outcome));
        }
        self.ended |= self.model.left;
    }

    /// Ends all open requests with this outcome instead of doing them.
    pub fn ends(&mut self, outcome: RequestEnd) -> &mut App {
        for request in std::mem::take(&mut self.queue) {
            self.step(EventKind::Answer(request.id, outcome.clone()));
        }
        self
    }

    /// From now on writes wait, and reads overtake them.
    pub fn slow_disk(&mut self) -> &mut App {
        self.slow = true;
        self
    }

    pub fn disk_catches_up(&mut self) -> &mut App {
        self.slow = false;
        self.queue.extend(std::mem::take(&mut self.late));
        self.settle();
        self
    }

    /// The effects since the last call.
    pub fn effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    pub fn draw(&self) -> (Buffer, Frame) {
        let (width, height) = self.model.size;
        let mut buffer = Buffer::empty(Rect { x: 0, y: 0, width, height });
        let frame = view(&self.model, &self.keymap, &mut RowMemory::default(), &mut buffer);
        (buffer, frame)
    }

    /// The lines of the screen, without trailing blanks.
    pub fn screen(&self) -> Vec<String> {
        super::lines(&self.draw().0)
    }

    pub fn text(&self) -> String {
        self.screen().join("\n")
    }

    /// The line with the cursor, from its mark on; a note begins below its label.
    pub fn here(&self) -> String {
        let (_, frame) = self.draw();
        let Some((_, row)) = frame.cursor else { return String::new() };
        let lines = self.screen();
        let row = usize::from(row);
        let mark =
            (0..=row).rev().find(|at| lines[*at].trim_start().starts_with('>')).unwrap_or(row);
        lines[mark..=row].join("\n")
    }

    #[track_caller]
    pub fn shows(&mut self, text: &str) -> &mut App {
        assert!(self.text().contains(text), "no {text:?} on:\n{}", self.text());
        self
    }

    #[track_caller]
    pub fn hides(&mut self, text: &str) -> &mut App {
        assert!(!self.text().contains(text), "{text:?} stands on:\n{}", self.text());
        self
    }

    /// Asserts that the cursor is on a line with this text.
    #[track_caller]
    pub fn stands_on(&mut self, text: &str) -> &mut App {
        let here = self.here();
        assert!(here.contains(text), "at {here:?}, not {text:?}, on:\n{}", self.text());
        self
    }

    pub fn top(&self) -> &Screen {
        &self.model.top().expect("a layer").screen
    }

    pub fn top_is_form_of(&self, kind: &Kind) -> bool {
        matches!(self.top(), Screen::Form(form) if form.content.draft.kind == kind.no)
    }

    /// Adds a record to the notebook without the screen knowing.
    pub fn given(&mut self, kind: &str, answers: Json) -> Id {
        let kind = self.kind(kind);
        self.made += 1;
        let id = Id::new(NOW - 1_000 + u64::from(self.made), [self.made; 10]);
        let mut rows = 0;
        let made = self.made;
        let mut new_id = || {
            rows += 1;
            Id::new(NOW, [rows, made, 7, 7, 7, 7, 7, 7, 7, 7])
        };
        let today = today_from_millis(NOW);
        let mut reader = JsonReader { programme: programme(), today, new_id: &mut new_id };
        let fields = record_from_json(kind, answers.as_object().unwrap(), &mut reader)
            .unwrap_or_else(|faults| panic!("{faults:?}"));
        let create = Change::Create { kind: kind.no, id, fields, origin: Origin::Officer };
        let changes = vec![create];
        let commit =
            Commit { changes, ends_draft: None, allow_incomplete: true, ..Commit::default() };
        self.workers.store().commit(commit).unwrap();
        id
    }

    /// The records of a kind as the command line lists them.
    pub fn records(&self, kind: &str) -> Vec<Map<String, Json>> {
        let kind = self.kind(kind);
        let json = |r: &Record| record_to_json(kind, &r.fields);
        self.workers
            .store()
            .records()
            .page(&Query::all(kind.no), 0, 100)
            .unwrap()
            .rows
            .iter()
            .map(json)
            .collect()
    }

    pub fn drafts(&self) -> Vec<Draft> {
        self.workers.store().drafts().list()
    }

    fn kind(&self, id: &str) -> &'static Kind {
        programme().kind_by_id(id).unwrap_or_else(|| panic!("no kind {id}"))
    }
}
