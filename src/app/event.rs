//! Events that the app handles: key, paste, resize, focus, finished request, deadline, hangup.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::app::Effect;
use crate::app::audit::AuditRows;
use crate::app::done_change::DoneChange;
use crate::app::figures_of::FiguresOf;
use crate::app::record_details::Candidate;
use crate::indicators::{PeriodFigures, Report};
use crate::keymap::action::Action;
use crate::keymap::key::Key;
use crate::programme::check::Need;
use crate::programme::faults::Fault;
use crate::record::{
    BatchDone, Change, Date, FieldNo, Fields, FleetStatus, Id, KindNo, Page, Preview, Query,
    Record, SyncStatus, Today, Value,
};

/// Identifies a layer while it is on the stack. An answer for a closed layer is dropped.
pub type LayerId = u32;

/// A record that a case is about, with details that help to tell two such records apart.
#[derive(Clone, Debug)]
pub struct ComparedRecord {
    pub record: Record,
    /// who created the record, and when by that machine's clock in Unix milliseconds
    pub by: String,
    pub made: u64,
    pub visits: usize,
    /// how many records of each kind link to it
    pub linked: Vec<(KindNo, usize)>,
}

#[derive(Clone, Debug)]
pub struct Event {
    /// Unix milliseconds
    pub at: u64,
    /// the day at that time, +07:00
    pub today: Date,
    pub what: EventKind,
}

#[derive(Clone, Debug)]
pub enum EventKind {
    Key(Key),
    Paste(String),
    Resize(u16, u16),
    /// the terminal's window got or lost the focus
    Focus(bool),
    /// `Model::next_deadline` was reached
    Due,
    /// the line dropped, or the system ends the program: write drafts and quit
    Hangup,
    Answer(RequestId, RequestEnd),
    /// news of the worker, not an answer to a request
    Notice(WorkerAnswer),
}

/// What the worker reports: answers to requests, and news.
#[derive(Clone, Debug)]
pub enum WorkerAnswer {
    /// there is no notebook in the folder yet
    Missing,
    /// the notebook is open; `news`: sentences about what was found and repaired
    Opened {
        officer: Option<Box<Record>>,
        news: Vec<String>,
        has_passphrase: bool,
    },
    /// the notebook needs a passphrase; the error of the passphrase that was tried
    Locked(Option<String>),
    PassphraseSet {
        has_passphrase: bool,
        text: String,
        /// headquarters' name, if recovery through headquarters is to be offered
        recovery_by: Option<String>,
    },
    /// the passphrase was not changed; the reason
    PassphraseRefused(String),
    /// what was found and repaired since the first screen was shown
    News(Vec<String>),
    /// the state is being rebuilt: progress as text
    Rebuilding(String),
    /// the state is complete; what was found while it was loaded
    StateLoaded(Vec<String>),
    /// the sync status
    Standing(Box<SyncStatus>),
    /// at headquarters: the status of the devices
    Office(Box<FleetStatus>),
    /// at headquarters: ops received from devices have been folded
    Arrived,
    /// a sync has ended, with or without success; sentences about it
    Synced(Vec<String>),
    /// the path of the paired notebook, if there is one (see `Effect::OtherNotebook`)
    OtherNotebook(Option<PathBuf>),
    /// another program holds the notebook's lock: which one, and since when
    Held(String),
    /// the notebook cannot be opened: what happened, which data is safe, what to do
    Closed(String),
    Today(Box<Today>),
    /// for the layer that sent the request, if it is still open
    Layer(LayerAnswer),
    /// a file was stored in the notebook; the first answers of its attachment record
    AttachmentRead(Vec<(FieldNo, Value)>),
    Committed {
        ids: Vec<Id>,
        /// the change as `DoneChange`, if it is one that is announced or can be undone
        deed: Option<DoneChange>,
    },
    /// at headquarters: a change of an officer's record needs a reason
    AsksReason {
        changes: Vec<Change>,
        ends_draft: Option<Id>,
    },
    /// the change is equal to the saved record; nothing was written
    Unchanged,
    /// all officers with their names
    Officers(Vec<(Id, String)>),
    DraftSaved,
    /// a draft could not be written
    DraftFailed {
        draft: Id,
        text: String,
    },
    /// how many records of each kind link to the one that is to be deleted
    Linking {
        id: Id,
        base: u64,
        title: String,
        counts: Vec<(KindNo, usize)>,
    },
    /// how many records of each kind a figure counts
    CountedKinds(Vec<(KindNo, usize)>),
    /// kinds with records that lack required answers, and the number of these records
    Incomplete(Vec<(KindNo, usize)>),
    /// text to read: a record's history, a report of an import
    Text {
        title: String,
        lines: Vec<String>,
    },
    /// what an import would do, and whether it can start
    Planned(Box<Preview>),
    /// the requested file cannot be read or written; the reason
    FileRefused(String),
    /// progress of long work as text
    Progress(String),
    /// a file was written; a sentence about it
    Written(String),
    /// a file was not written: its name is taken
    FileExists {
        /// the effect that was to write the file
        effect: Box<Effect>,
        path: PathBuf,
        /// when the existing file was last changed, formatted for display
        changed: String,
        /// an unused path in the same folder
        free: PathBuf,
    },
    /// a list was imported; `batch` can be undone
    Imported {
        text: String,
        batch: Option<BatchDone>,
    },
    /// an import was undone; sentences about the records that were left unchanged
    Undone(Vec<String>),
    /// the imports that can be undone
    Batches(Vec<BatchDone>),
    /// an import or the generation of sample data has ended
    Filled(String),
    /// sample data was written to a separate notebook
    SamplesBeside(String),
    Failed(String),
}

/// What a layer requested. The request knows which layer it was.
#[derive(Clone, Debug)]
pub enum LayerAnswer {
    Page {
        query: Box<Query>,
        /// rows requested, from the start of the page
        limit: usize,
        page: Page,
    },
    Results(Arc<Report>),
    Audit(Box<AuditRows>),
    Figures {
        of: FiguresOf,
        figures: Box<PeriodFigures>,
    },
    Loaded {
        record: Option<Box<Record>>,
        titles: BTreeMap<Id, String>,
        /// the fault of the record's attachment file, as a sentence
        flaw: Option<String>,
        /// for a case: the records that it is about
        compared: Vec<ComparedRecord>,
    },
    /// the record that a draft edits, and the answers that the draft began with (`None`: unknown)
    Edited {
        record: Option<Box<Record>>,
        started_at: Option<Fields>,
    },
    Related {
        pages: Vec<Page>,
        /// records in `pages` whose files are missing or damaged
        flawed: Vec<Id>,
    },
    Found {
        kind: KindNo,
        text: String,
        hits: Vec<Candidate>,
        /// number of all matches; `hits` may contain only the best ones
        total: usize,
    },
    Titles(BTreeMap<Id, String>),
    /// only of records that have namesakes
    Namesakes(BTreeMap<Id, String>),
    /// the linked record; for an establishment also the last record of the kind there
    CarriedOver {
        from: Vec<Record>,
        titles: BTreeMap<Id, String>,
    },
    /// nothing was written: the rules found errors, or warnings that the form did not show
    Refused {
        faults: Vec<Fault>,
        /// the records that the rules read
        found: Vec<(Need, Vec<Record>)>,
    },
    /// nothing was written: the record was changed after the form read it
    Outdated(Box<Record>),
}

pub type RequestId = u64;

/// How a request ended.
#[derive(Clone, Debug)]
pub enum RequestEnd {
    Done(WorkerAnswer),
    /// carried out without a result, or replaced by a newer request
    Nothing,
    /// no answer will come: the thread that worked on the request has ended
    Lost,
}

/// Input that waits for the answer to a request.
#[derive(Clone, Debug)]
pub enum QueuedInput {
    Key(Key),
    /// an action that was looked up already, and waits for the answer to a request
    Action(Action),
    Paste(String),
}
