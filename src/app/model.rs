//! All state of the screen, with the stack of layers.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;

use crate::app::done_change::DoneChange;
use crate::app::env;
use crate::app::env::Env;
use crate::app::event::LayerId;
use crate::app::form::FormHistory;
use crate::app::ids::RowIds;
use crate::app::intent::{Intent, IntentInput};
use crate::app::layer::ask::Ask;
use crate::app::layer::sync::Sync;
use crate::app::layer::welcome::WelcomeLayer;
use crate::app::layer::{Screen, StackedLayer, scene, today};
use crate::app::requests::Requests;
use crate::keymap::Action;
use crate::keymap::context::Context;
use crate::keymap::key::Key;
use crate::lang::Lang;
use crate::lang::cli::work as work_words;
use crate::programme::role::KindRole;
use crate::programme::spec::Programme;
use crate::record::{Date, Draft, Hlc, Id, Record};
use crate::text::compose::Telex;

pub struct Model {
    pub programme: &'static Programme,
    pub lang: Lang,
    pub appearance: Appearance,
    /// columns, rows
    pub size: (u16, u16),
    pub stack: Vec<StackedLayer>,
    /// keys of a sequence that is not complete
    pub pending: Vec<Key>,
    /// keys that wait for an answer
    pub queued: VecDeque<QueuedInput>,
    /// what layers want done, first to last
    pub wanted: VecDeque<(LayerId, Intent, IntentInput)>,
    /// what is under way, and who waits for it
    pub requests: Requests,
    /// long work, while there is some
    pub work: Option<Work>,
    /// the prompt whose path is being tried, and the layer below it
    pub tried: Option<(LayerId, Ask)>,
    /// the key that opens a line
    pub open_key: String,
    /// one sentence above the hints, until the next key
    pub message: Option<String>,
    /// what the officer must know and has not yet seen off: recovery, faults of the keymap
    pub news: Vec<String>,
    pub officer: Option<Box<Record>>,
    pub drafts: Vec<Draft>,
    /// what was done last, as long as nothing else is saved
    pub deed: Option<DoneChange>,
    /// the message that offers to take the last import back
    pub undo_offer: Option<String>,
    /// it was on the screen when the last key was pressed
    pub undo_offered: bool,
    /// drafts whose records were saved in this sitting: an older list may still name them
    pub ended: BTreeSet<Id>,
    /// drafts of closed forms that the disk did not take
    pub unwritten: Vec<Id>,
    /// what can be undone in forms that were closed in this sitting, by their drafts
    pub histories: VecDeque<(Id, FormHistory)>,
    /// Unix milliseconds of the last durable write of a record
    pub saved: Option<u64>,
    /// typed text that the disk does not hold yet
    pub unsaved: bool,
    /// when the draft is to be written at the latest
    pub autosave: Option<u64>,
    pub now: u64,
    pub today: Date,
    pub telex: Option<Telex>,
    /// is a notebook open?
    pub open: bool,
    /// the answers of linked records, as far as they are known
    pub titles: BTreeMap<Id, String>,
    /// is_quitting: the shell ends when the worker is empty
    pub is_quitting: bool,
    /// the worker has nothing left to do: the shell ends
    pub left: bool,
    /// the notebook that is opened once this one is left
    pub next: Option<PathBuf>,
    /// after it is closed the notebook is opened again with its passphrase
    pub locks: bool,
    /// whether a passphrase opens the notebook
    pub has_passphrase: bool,
    /// milliseconds without a key until it is locked
    pub lock_after: Option<u64>,
    /// Unix milliseconds of the last key
    pub last_input: u64,
    /// the line dropped: no prompt can be answered any more
    pub line_lost: bool,
    /// the notebook could not be opened: there is nothing to do but to read why
    pub closed: bool,
    /// the keymap's option of that name
    pub edit_on_focus: bool,
    ids: RowIds,
    /// The sync that is running
    pub sync: Sync,
    next_layer: LayerId,
    dirty: bool,
}

/// What the terminal can show.
#[derive(Clone, Copy, Debug)]
pub struct Appearance {
    pub ascii: bool,
    pub colours: bool,
}

/// What the model is made from.
pub struct ModelStart {
    pub programme: &'static Programme,
    pub lang: Lang,
    pub appearance: Appearance,
    pub size: (u16, u16),
    pub now: u64,
    pub today: Date,
    /// sixteen random bytes for new ids
    pub seed: [u8; 16],
    /// the keymap's option of that name
    pub edit_on_focus: bool,
    /// the key that opens a line, as the keymap has it
    pub open_key: String,
    /// faults of the keymap or the config, as sentences
    pub news: Vec<String>,
}

impl Model {
    pub fn new(start: ModelStart) -> Model {
        let mut model = Model {
            programme: start.programme,
            lang: start.lang,
            appearance: start.appearance,
            size: start.size,
            stack: Vec::new(),
            pending: Vec::new(),
            queued: VecDeque::new(),
            wanted: VecDeque::new(),
            requests: Requests::default(),
            work: None,
            tried: None,
            message: None,
            news: start.news,
            open_key: start.open_key,
            officer: None,
            drafts: Vec::new(),
            deed: None,
            undo_offer: None,
            undo_offered: false,
            ended: BTreeSet::new(),
            unwritten: Vec::new(),
            histories: VecDeque::new(),
            saved: None,
            unsaved: false,
            autosave: None,
            now: start.now,
            today: start.today,
            telex: None,
            open: false,
            titles: BTreeMap::new(),
            is_quitting: false,
            left: false,
            next: None,
            locks: false,
            has_passphrase: false,
            lock_after: None,
            last_input: start.now,
            line_lost: false,
            closed: false,
            edit_on_focus: start.edit_on_focus,
            ids: RowIds::seeded(start.seed),
            sync: Sync::default(),
            next_layer: 0,
            dirty: true,
        };
        model.push(today::TodayLayer::default());
        model
    }

    pub fn push(&mut self, layer: impl Into<Screen>) -> LayerId {
        self.next_layer += 1;
        self.stack.push(StackedLayer { id: self.next_layer, screen: layer.into() });
        self.dirty = true;
        self.next_layer
    }

    /// The bottom of the stack is a place to be, never popped.
    pub fn pop(&mut self) -> Option<Screen> {
        if self.stack.len() < 2 {
            return None;
        }
        self.dirty = true;
        self.stack.pop().map(|layer| layer.screen)
    }

    /// Closes all but the first screen; the questions of a first run give way to it.
    pub fn clear_to_today(&mut self) {
        self.dirty = true;
        match self.stack.first().map(|layer| &layer.screen) {
            Some(Screen::Today(_)) => self.stack.truncate(1),
            _ => {
                self.stack.clear();
                self.push(today::TodayLayer::default());
            }
        }
    }

    pub fn top(&self) -> Option<&StackedLayer> {
        self.stack.last()
    }

    pub fn screen(&mut self) -> Option<&mut Screen> {
        self.stack.last_mut().map(|layer| &mut layer.screen)
    }

    pub fn layer(&mut self, id: LayerId) -> Option<&mut Screen> {
        self.stack.iter_mut().find(|layer| layer.id == id).map(|layer| &mut layer.screen)
    }

    pub fn welcome(&mut self) {
        self.stack.clear();
        self.push(WelcomeLayer::default());
    }

    /// Where a key is looked up now.
    pub fn contexts(&self) -> Vec<Context> {
        match self.top() {
            Some(layer) => layer.screen.contexts(self.programme),
            None => Context::Global.chain().to_vec(),
        }
    }

    /// Rows of the body: without header, message and hints.
    pub fn body_height(&self) -> usize {
        env::body_height(self.size)
    }

    /// Rows of a list: the body without the line of its title.
    pub fn list_height(&self) -> usize {
        self.body_height().saturating_sub(1).max(1)
    }

    /// What a layer wants; carried out when the key or the answer has been dealt with.
    pub fn want(&mut self, layer: LayerId, intents: impl IntoIterator<Item = Intent>) {
        let with = |intent| (layer, intent, IntentInput::default());
        self.wanted.extend(intents.into_iter().map(with));
    }

    /// The same for the layer on top, with what the officer gave.
    pub fn want_on_top(&mut self, intent: Intent, input: IntentInput) {
        let layer = self.top().map(|layer| layer.id).unwrap_or_default();
        self.wanted.push_back((layer, intent, input));
    }

    /// What is done before any other key or action that waits.
    pub fn queue_action(&mut self, action: Action) {
        self.queued.push_front(QueuedInput::Action(action));
    }

    pub fn new_id(&mut self) -> Id {
        self.ids.next(self.now)
    }

    /// A generator of ids, for use while parts of the model are borrowed.
    pub fn ids(&self) -> RowIds {
        self.ids.clone()
    }

    /// What a layer may know of all this.
    pub fn env<'a>(&self, ids: &'a mut RowIds) -> Env<'a> {
        Env {
            programme: self.programme,
            lang: self.lang,
            today: self.today,
            now: self.now,
            size: self.size,
            officer: self.officer_id(),
            edit_on_focus: self.edit_on_focus,
            province: self.province().map(str::to_string),
            is_working: self.work.is_some(),
            ids,
        }
    }

    pub fn put_ids(&mut self, ids: RowIds) {
        self.ids = ids;
    }

    pub fn officer_id(&self) -> Option<Id> {
        self.officer.as_ref().map(|o| o.id)
    }

    pub fn province(&self) -> Option<&str> {
        self.officer_field("province")
    }

    fn officer_field(&self, field: &str) -> Option<&str> {
        let kind = self.programme.with_role(KindRole::Officer)?;
        self.officer.as_ref()?.fields.get(kind.field_by_id(field)?.no)?.as_text()
    }

    /// Whether this is a notebook of made-up records.
    pub fn is_demo(&self) -> bool {
        let unit = self.officer_field("unit");
        [Lang::Vi, Lang::En].iter().any(|lang| unit == Some(&*work_words::demo_unit(*lang)))
    }

    /// Whether this is the reviewer's notebook: an officer's has no verdicts.
    pub fn at_headquarters(&self) -> bool {
        self.programme.is_headquarters()
    }

    /// Of an enrolled notebook: everything of its own up to this time is at headquarters.
    fn received_until(&self) -> Option<Hlc> {
        self.sync.standing.as_ref().filter(|s| s.hq.is_some()).map(|s| s.up_to)
    }

    /// Whom one sends to, as `standing::superior` names it; at headquarters itself its own name.
    pub fn superior(&self) -> String {
        let above = self.sync.standing.as_ref().and_then(|standing| standing.hq.as_deref());
        let own = self.sync.office.as_ref().map(|office| office.name.as_str());
        crate::lang::sync_status::superior(above.or(own), self.lang)
    }

    pub fn page_scene(&self) -> scene::PageScene<'static> {
        scene::PageScene {
            programme: self.programme,
            day: self.today,
            lang: self.lang,
            width: usize::from(self.size.0),
            superior: self.superior(),
            open_key: self.open_key.clone(),
            received: self.received_until(),
        }
    }

    /// When the loop must wake without an event; `None` sleeps.
    pub fn next_deadline(&self) -> Option<u64> {
        self.autosave.into_iter().chain(self.lock_deadline()).min()
    }

    /// When the notebook is locked if no key comes. Not while unattended work runs.
    pub fn lock_deadline(&self) -> Option<u64> {
        let locks =
            self.has_passphrase && self.open && self.work.is_none() && !self.is_quitting;
        self.lock_after.filter(|_| locks).map(|after| self.last_input.saturating_add(after))
    }

    /// The first screen is shown, and its rows are still on their way.
    pub fn awaits_today(&self) -> bool {
        let top = self.stack.last().map(|layer| &layer.screen);
        matches!(top, Some(Screen::Today(today)) if today.today.is_none())
    }

    pub fn mark_dirty(&mut self) {
        self.dirty = true;
    }

    /// A frame has been drawn: the forms' questions have been shown.
    pub fn mark_drawn(&mut self) {
        for layer in &mut self.stack {
            if let Screen::Form(form) = &mut layer.screen {
                form.mark_drawn();
            }
        }
    }

    /// Was anything changed since the last frame?
    pub fn take_dirty(&mut self) -> bool {
        std::mem::take(&mut self.dirty)
    }
}

#[derive(Clone, Debug)]
pub enum QueuedInput {
    Key(Key),
    /// what a key means has been found; only the answer is missing
    Action(Action),
    Paste(String),
}

/// What is under way.
#[derive(Debug)]
pub struct Work {
    /// where it was started: Esc stops it there
    pub layer: LayerId,
    /// how far it is
    pub words: String,
    pub stopping: bool,
    /// the officer wanted to quit, and was warned
    pub progress: bool,
}
