//! Work for outside, as data that can be printed and compared. Effects run in order.

use crate::app::event::LayerId;
use crate::app::figures_of::FiguresOf;
use crate::programme::faults::Fault;
use crate::record::{Batch, Change, Draft, Id, KindNo, Listing, MapChoice, Query, ReportQuery};
use crate::text::path::TargetPath;
use crate::text::secret::Secret;

/// What the officer had before him when he saved a form.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenByEditor {
    /// warnings at their fields
    pub warnings: Vec<Fault>,
    /// the record that is edited, with its head and revision
    pub edited: Option<(Id, u64, u64)>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// open the notebook; with `take_over` ask the program that holds it to leave
    Open {
        take_over: bool,
    },
    Init {
        officer: String,
        unit: String,
        province: String,
        /// nothing in it: none
        passphrase: Secret,
    },
    /// open the notebook with this passphrase
    Unlock(Secret),
    /// `new`: `None` removes the passphrase
    SetPassphrase {
        present: Secret,
        new: Option<Secret>,
    },
    /// whether headquarters may help when the passphrase is forgotten
    SetRecovery(bool),
    Today,
    /// what opening finds once the first screen is shown
    Findings,
    Page {
        layer: LayerId,
        query: Query,
        start: usize,
        limit: usize,
        /// the record under the cursor, and its place when it was seen last: rows that came in
        /// before it move the window along
        cursor_record: Option<(Id, usize)>,
    },
    /// a search of this kind has been opened: what it reads is loaded before the first letter
    PrepareSearch(KindNo),
    /// figures for a period and a place
    Results {
        layer: LayerId,
        asked: ReportQuery,
    },
    /// totals of another period, shown next to those figures
    Figures {
        layer: LayerId,
        of: FiguresOf,
    },
    Load {
        layer: LayerId,
        id: Id,
    },
    /// the record that a draft edits, and its answers when it had the head that the draft saw
    LoadEdited {
        layer: LayerId,
        id: Id,
        head: u64,
    },
    Related {
        layer: LayerId,
        queries: Vec<Query>,
        limit: usize,
    },
    /// what points at a record that is to be deleted
    Linking {
        layer: LayerId,
        id: Id,
        base: u64,
    },
    /// the kinds that have records which lack required answers
    Incomplete,
    /// who there is to narrow a list by
    Officers,
    Titles {
        layer: LayerId,
        ids: Vec<Id>,
    },
    /// what tells the records that a form links to from others of their names
    Namesakes {
        layer: LayerId,
        ids: Vec<Id>,
    },
    Find {
        layer: LayerId,
        kind: KindNo,
        text: String,
        near: Option<Id>,
    },
    /// what a new record of `kind` can take over from a record it links to
    CarryOver {
        layer: LayerId,
        kind: KindNo,
        linked: Id,
    },
    Commit {
        layer: LayerId,
        changes: Vec<Change>,
        ends_draft: Option<Id>,
        /// of a form: what its editor has seen
        seen_by_editor: Option<SeenByEditor>,
    },
    /// the same with the reason that the prompt returned
    CommitBecause {
        layer: LayerId,
        changes: Vec<Change>,
        ends_draft: Option<Id>,
        reason: String,
    },
    SaveDraft(Draft),
    /// hidden, restorable for 30 days
    HideDraft(Id),
    /// nothing is left in it
    EndDraft(Id),
    /// brings a hidden draft back
    ShowDraft(Id),
    History {
        id: Id,
    },
    /// the file at this path, sealed into the notebook for the record `parent`
    ReadAttachment {
        layer: LayerId,
        parent: Id,
        path: TargetPath,
    },
    /// the file of an attachment, to this path
    SaveAttachmentFile {
        id: Id,
        path: TargetPath,
        overwrite: bool,
    },
    /// the yearly reports that a certificate asks of its holder, as commitments with these ids
    CreateOwedReports {
        honour: Id,
        ids: Vec<Id>,
    },
    /// what the import of a list would do, after these choices
    PlanImport {
        listing: Listing,
        map: Vec<MapChoice>,
    },
    /// what is wrong with a list, to this path
    Problems {
        listing: Listing,
        path: TargetPath,
        overwrite: bool,
    },
    Import {
        listing: Listing,
        /// rows that equal a record or another row, too
        duplicates: bool,
    },
    /// take an import back as a whole
    UndoImport(Batch),
    /// the imports of the last 30 days
    Batches,
    Export {
        kind: KindNo,
        path: TargetPath,
        overwrite: bool,
    },
    /// the figures of the results, to this path
    Report {
        asked: ReportQuery,
        path: TargetPath,
        overwrite: bool,
    },
    Print {
        id: Id,
        path: TargetPath,
        overwrite: bool,
    },
    Demo {
        establishments: u32,
        visits: u32,
    },
    /// where the notebook is that goes with this one: its samples, or of samples the officer's own
    OtherNotebook,
    /// stop the long work that is under way
    Cancel,
    /// the sync status
    Standing,
    /// send and fetch, over this link; attachments that are not here only when `files` says so
    Sync {
        to: String,
        files: bool,
    },
    SyncDetails,
    /// the audit log
    Audit {
        layer: LayerId,
    },
    /// at headquarters: the status of the devices
    Office,
    Redraw,
    Quit,
}

impl Effect {
    /// The same file under another name, or over what is there; other effects stay as they are.
    pub fn with_target(mut self, to: TargetPath, replace: bool) -> Effect {
        use Effect::*;
        if let SaveAttachmentFile { path, overwrite, .. }
        | Export { path, overwrite, .. }
        | Report { path, overwrite, .. }
        | Problems { path, overwrite, .. }
        | Print { path, overwrite, .. } = &mut self
        {
            (*path, *overwrite) = (to, replace);
        }
        self
    }
}
