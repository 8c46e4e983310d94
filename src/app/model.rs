//! The whole state of the app, with the stack of layers.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;

use crate::app::done_change::DoneChange;
use crate::app::env;
use crate::app::env::Env;
use crate::app::event::{LayerId, QueuedInput};
use crate::app::form::FormHistory;
use crate::app::ids::RowIds;
use crate::app::intent::{Intent, IntentInput};
use crate::app::layer::ask::Ask;
use crate::app::layer::sync::Sync;
use crate::app::layer::welcome::WelcomeLayer;
use crate::app::layer::{Screen, StackedLayer, scene, today};
use crate::app::requests::Requests;
use crate::app::work::Work;
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
    /// keys of an incomplete key sequence
    pub pending: Vec<Key>,
    /// input that waits for the answer to a request
    pub queued: VecDeque<QueuedInput>,
    /// intents of layers that are to be carried out, in order
    pub wanted: VecDeque<(LayerId, Intent, IntentInput)>,
    /// open requests, and the layers that wait for them
    pub requests: Requests,
    /// long work that is running
    pub work: Option<Work>,
    /// the prompt of a running file operation, opened again if its path is refused; the layer below
    pub tried: Option<(LayerId, Ask)>,
    /// the key that opens the line under the cursor, for hints
    pub open_key: String,
    /// one sentence above the hints, shown until the next key
    pub message: Option<String>,
    /// the messages of this sitting, oldest first, to be read again
    pub said: VecDeque<String>,
    /// the message that says how far a rebuild is; not in `said`
    pub progress: Option<String>,
    /// news that the officer has not dismissed yet: repairs at opening, faults of the keymap
    pub news: Vec<String>,
    pub officer: Option<Box<Record>>,
    pub drafts: Vec<Draft>,
    /// the last change, until something else is saved
    pub deed: Option<DoneChange>,
    /// the message that offers to undo the last import
    pub undo_offer: Option<String>,
    /// the message that a draft cannot be written: the next quit leaves without it
    pub quit_offer: Option<String>,
    /// the message on the screen when the last key was pressed: that key accepts an offer
    pub answered: Option<String>,
    /// the last write of a draft failed
    pub is_draft_refused: bool,
    /// a quit that no draft cancels
    pub quits_anyway: bool,
    /// drafts that ended with a save in this session: an older list may still contain them
    pub ended: BTreeSet<Id>,
    /// drafts of closed forms that could not be written
    pub unwritten: Vec<Id>,
    /// undo histories of forms closed in this session, by draft
    pub histories: VecDeque<(Id, FormHistory)>,
    /// Unix milliseconds of the last durable write of a record
    pub saved: Option<u64>,
    /// latest time to write the draft, Unix milliseconds
    pub autosave: Option<u64>,
    pub now: u64,
    pub today: Date,
    pub telex: Option<Telex>,
    /// whether a notebook is open
    pub open: bool,
    /// titles of linked records, as far as they were fetched
    pub titles: BTreeMap<Id, String>,
    /// quit was requested: the shell ends when the worker has no work left
    pub is_quitting: bool,
    /// the worker has no work left: the shell ends now
    pub left: bool,
    /// the notebook to open after this one is closed
    pub next: Option<PathBuf>,
    /// the open notebook that was left for this one
    pub previous: Option<PathBuf>,
    /// the notebook is being locked: after it is closed, the program asks for its passphrase
    pub locks: bool,
    pub has_passphrase: bool,
    /// milliseconds without input until the notebook is locked; `None`: never
    pub lock_after: Option<u64>,
    /// Unix milliseconds of the last key
    pub last_input: u64,
    /// the terminal's line dropped: no prompt can be answered any more
    pub line_lost: bool,
    /// the notebook could not be opened: only the reason is shown
    pub closed: bool,
    /// the keymap's option of that name
    pub edit_on_focus: bool,
    ids: RowIds,
    /// state of the sync with headquarters
    pub sync: Sync,
    next_layer: LayerId,
    dirty: bool,
}

/// What the terminal can display.
#[derive(Clone, Copy, Debug)]
pub struct Appearance {
    pub ascii: bool,
    pub colours: bool,
}

/// Arguments of `Model::new`.
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
    /// the keymap's key that opens the line under the cursor, for hints
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
            said: VecDeque::new(),
            progress: None,
            news: start.news,
            open_key: start.open_key,
            officer: None,
            drafts: Vec::new(),
            deed: None,
            undo_offer: None,
            quit_offer: None,
            answered: None,
            is_draft_refused: false,
            quits_anyway: false,
            ended: BTreeSet::new(),
            unwritten: Vec::new(),
            histories: VecDeque::new(),
            saved: None,
            autosave: None,
            now: start.now,
            today: start.today,
            telex: None,
            open: false,
            titles: BTreeMap::new(),
            is_quitting: false,
            left: false,
            next: None,
            previous: None,
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

    /// Closes the layer on top; the bottom layer is never closed.
    pub fn pop(&mut self) -> Option<Screen> {
        if self.stack.len() < 2 {
            return None;
        }
        self.dirty = true;
        self.stack.pop().map(|layer| layer.screen)
    }

    /// Closes all layers but the first screen, which also replaces the questions of a first run.
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

    /// The contexts of the keymap in which a key is looked up now.
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

    /// Rows of the body below the line of a title.
    pub fn height_below_title(&self) -> usize {
        self.body_height().saturating_sub(1).max(1)
    }

    /// Queues intents of a layer; they are carried out after the current key or answer.
    pub fn want(&mut self, layer: LayerId, intents: impl IntoIterator<Item = Intent>) {
        let with = |intent| (layer, intent, IntentInput::default());
        self.wanted.extend(intents.into_iter().map(with));
    }

    /// Queues an intent of the layer on top, with the officer's input.
    pub fn want_on_top(&mut self, intent: Intent, input: IntentInput) {
        let layer = self.top().map(|layer| layer.id).unwrap_or_default();
        self.wanted.push_back((layer, intent, input));
    }

    /// Queues an action before all other queued input.
    pub fn queue_action(&mut self, action: Action) {
        self.queued.push_front(QueuedInput::Action(action));
    }

    pub fn new_id(&mut self) -> Id {
        self.ids.next(self.now)
    }

    /// A copy of the id generator, for use while parts of the model are borrowed. Must be put back
    /// with `put_ids`, or ids repeat.
    pub fn ids(&self) -> RowIds {
        self.ids.clone()
    }

    /// The part of the model that a layer may read.
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

    /// Whether this is a notebook of sample records.
    pub fn is_demo(&self) -> bool {
        let unit = self.officer_field("unit");
        [Lang::Vi, Lang::En].iter().any(|lang| unit == Some(&*work_words::demo_unit(*lang)))
    }

    /// Whether this is headquarters' notebook, where a reviewer works.
    pub fn at_headquarters(&self) -> bool {
        self.programme.is_headquarters()
    }

    /// For an enrolled notebook: headquarters has all its changes up to this time.
    fn received_until(&self) -> Option<Hlc> {
        self.sync.standing.as_ref().filter(|s| s.hq.is_some()).map(|s| s.up_to)
    }

    /// The name of headquarters for sentences, from `sync_status::superior`; at headquarters its
    /// own name.
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

    /// When the loop must wake without an event, Unix milliseconds; `None`: no deadline.
    pub fn next_deadline(&self) -> Option<u64> {
        self.autosave.into_iter().chain(self.lock_deadline()).min()
    }

    /// When the notebook is locked if there is no input, Unix milliseconds. Not while long work
    /// runs.
    pub fn lock_deadline(&self) -> Option<u64> {
        let locks =
            self.has_passphrase && self.open && self.work.is_none() && !self.is_quitting;
        self.lock_after.filter(|_| locks).map(|after| self.last_input.saturating_add(after))
    }

    /// Whether the first screen is shown and its rows have not arrived yet.
    pub fn awaits_today(&self) -> bool {
        let top = self.stack.last().map(|layer| &layer.screen);
        matches!(top, Some(Screen::Today(today)) if today.today.is_none())
    }

    /// Whether letters go into a search, in a list or under a form's field, and no input waits for
    /// its rows.
    pub fn is_searching(&self) -> bool {
        self.queued.is_empty() && self.stack.last().is_some_and(|top| top.screen.has_search())
    }

    pub fn mark_dirty(&mut self) {
        self.dirty = true;
    }

    /// A frame has been drawn: forms note what was shown.
    pub fn mark_drawn(&mut self) {
        for layer in &mut self.stack {
            if let Screen::Form(form) = &mut layer.screen {
                form.mark_drawn();
            }
        }
    }

    /// Whether anything changed since the last frame; resets the flag.
    pub fn take_dirty(&mut self) -> bool {
        std::mem::take(&mut self.dirty)
    }
}
