//! Events that the app handles: a key, a paste, a new size, a finished job, a due time, a hangup.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::app::Effect;
use crate::app::audit::AuditRows;
use crate::app::done_change::DoneChange;
use crate::app::figures_of::FiguresOf;
use crate::app::record_details::Candidate;
use crate::indicators::{PeriodFigures, Report};
use crate::keymap::key::Key;
use crate::programme::check::Need;
use crate::programme::faults::Fault;
use crate::record::{
    BatchDone, Change, Date, FieldNo, Fields, FleetStatus, Id, KindNo, Page, Preview, Query,
    Record, SyncStatus, Today, Value,
};

/// Names a layer for as long as it is on the stack; answers that come for one that has gone are
/// dropped.
pub type LayerId = u32;

/// A record that a case is about, with what helps to distinguish two of them.
#[derive(Clone, Debug)]
pub struct ComparedRecord {
    pub record: Record,
    /// who wrote it down, and when by that machine's clock; Unix milliseconds
    pub by: String,
    pub made: u64,
    pub visits: usize,
    /// how many records of each kind point at it
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
    /// `Model::next_deadline` has come
    Due,
    /// the line dropped, or the system asks to leave: make drafts durable and go
    Hangup,
    /// the end of a request
    Answer(RequestId, RequestEnd),
    /// news without a request
    Notice(WorkerAnswer),
}

/// Answers of the worker, and its news.
#[derive(Clone, Debug)]
pub enum WorkerAnswer {
    /// there is no notebook in the folder yet
    Missing,
    /// the notebook is open; `news` are sentences on what was found and mended
    Opened {
        officer: Option<Box<Record>>,
        news: Vec<String>,
        has_passphrase: bool,
    },
    /// the notebook asks for a passphrase; what was wrong with the one that was tried
    Locked(Option<String>),
    PassphraseSet {
        has_passphrase: bool,
        text: String,
        /// headquarters' name, where recovery is to be offered
        recovery_by: Option<String>,
    },
    /// nothing was changed
    PassphraseRefused(String),
    /// what was found and mended since the first screen was shown
    News(Vec<String>),
    /// the lists are being rebuilt: how far they are, in words and numbers
    Rebuilding(String),
    /// the lists are whole; what was found on the way
    StateLoaded(Vec<String>),
    /// the sync status
    Standing(Box<SyncStatus>),
    /// at headquarters: the status of the devices
    Office(Box<FleetStatus>),
    /// at headquarters: what devices sent meanwhile is understood
    Arrived,
    /// sending and fetching has come to its end, well or not; sentences
    Synced(Vec<String>),
    /// where the notebook is that goes with this one, if there is one
    OtherNotebook(Option<PathBuf>),
    /// another program holds the notebook; who and since when
    Held(String),
    /// the notebook cannot be opened; what happened, what is safe, what to do
    Closed(String),
    Today(Box<Today>),
    /// for the layer that sent the request, if it is still there
    Layer(LayerAnswer),
    /// a file is in the notebook; the answers that its record starts with
    AttachmentRead(Vec<(FieldNo, Value)>),
    Committed {
        ids: Vec<Id>,
        /// what was done where that has a name of its own
        deed: Option<DoneChange>,
    },
    /// at headquarters: a change of an officer's record, which needs a reason
    AsksReason {
        changes: Vec<Change>,
        ends_draft: Option<Id>,
    },
    /// nothing differs from the record as it is
    Unchanged,
    /// who there is, by name
    Officers(Vec<(Id, String)>),
    DraftSaved,
    /// a draft is not on the disk
    DraftFailed {
        draft: Id,
        text: String,
    },
    /// how many records of each kind point at the one that is to be deleted
    Linking {
        id: Id,
        base: u64,
        counts: Vec<(KindNo, usize)>,
    },
    /// kinds with records that lack required answers, and how many
    Incomplete(Vec<(KindNo, usize)>),
    /// lines to read: a record's history, a report of an import
    Text {
        title: String,
        lines: Vec<String>,
    },
    /// what an import would do, and whether it can go on
    Planned(Box<Preview>),
    /// the requested file cannot be read or written: why
    FileRefused(String),
    /// long work, in words and numbers
    Progress(String),
    /// a file was written
    Written(String),
    /// a file was not written: one of that name is there
    FileExists {
        /// what wanted to write it
        effect: Box<Effect>,
        path: PathBuf,
        /// when it was last changed, as people write it
        changed: String,
        /// a name in the same folder that no file has
        free: PathBuf,
    },
    /// a list was imported; `batch` can be taken back
    Imported {
        text: String,
        batch: Option<BatchDone>,
    },
    /// an import was taken back; records that stay as they are, in sentences
    Undone(Vec<String>),
    /// the imports that can be taken back
    Batches(Vec<BatchDone>),
    /// an import or made-up data has come to its end
    Filled(String),
    /// made-up data is in a notebook of its own
    SamplesBeside(String),
    /// something failed
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
    /// the audit log
    Audit(Box<AuditRows>),
    Figures {
        of: FiguresOf,
        figures: Box<PeriodFigures>,
    },
    Loaded {
        record: Option<Box<Record>>,
        titles: BTreeMap<Id, String>,
        /// what is wrong with the record's file, in a sentence
        flaw: Option<String>,
        /// of a case: the records that it is about
        compared: Vec<ComparedRecord>,
    },
    /// the record that a draft edits, and what the draft began with; `started_at` is `None` where that is
    /// unknown
    Edited {
        record: Option<Box<Record>>,
        started_at: Option<Fields>,
    },
    Related {
        pages: Vec<Page>,
        /// records among them whose files are missing or damaged
        flawed: Vec<Id>,
    },
    Found {
        kind: KindNo,
        text: String,
        hits: Vec<Candidate>,
        /// how many there are; `hits` may be only the best of them
        total: usize,
    },
    Titles(BTreeMap<Id, String>),
    /// only of records that have namesakes
    Namesakes(BTreeMap<Id, String>),
    /// the record linked to; where it is an establishment, the last record of the kind there
    CarriedOver {
        from: Vec<Record>,
        titles: BTreeMap<Id, String>,
    },
    /// nothing was written: the rules refused it, or found warnings that the editor did not show
    Refused {
        faults: Vec<Fault>,
        /// the records that the rules looked at
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
    /// carried out, with nothing to say; or overtaken by a newer one
    Nothing,
    /// no answer will come: the thread that had it is gone
    Lost,
}
