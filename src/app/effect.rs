//! Work outside the app (worker, shell), as data that can be printed and compared. Effects run
//! in order.

use crate::app::event::LayerId;
use crate::app::figures_of::FiguresOf;
use crate::programme::faults::Fault;
use crate::record::{
    Batch, Change, Counted, Draft, Id, KindNo, Listing, MapChoice, Query, ReportQuery,
};
use crate::text::path::TargetPath;
use crate::text::secret::Secret;

/// What the form showed when the officer saved it.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenByEditor {
    /// the warnings that were shown at the fields
    pub warnings: Vec<Fault>,
    /// the record that is edited, with its head and revision
    pub edited: Option<(Id, u64, u64)>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// open the notebook; with `take_over` ask the program that holds its lock to quit
    Open {
        take_over: bool,
    },
    Init {
        officer: String,
        unit: String,
        province: String,
        /// empty: no passphrase
        passphrase: Secret,
    },
    Unlock(Secret),
    /// `new`: `None` removes the passphrase
    SetPassphrase {
        present: Secret,
        new: Option<Secret>,
    },
    /// whether headquarters may help when the passphrase is forgotten
    SetRecovery(bool),
    Today,
    /// the findings of the opening, computed after the first screen is shown
    Findings,
    Page {
        layer: LayerId,
        query: Query,
        start: usize,
        limit: usize,
        /// the record under the cursor, and its last known position: the window is shifted by the
        /// rows inserted before that record
        cursor_record: Option<(Id, usize)>,
    },
    /// load what a search of this kind reads; sent when the search opens, before a letter is typed
    PrepareSearch(KindNo),
    /// compute a report that is likely to be opened next
    PrepareReport(ReportQuery),
    /// figures for a period and a place
    Results {
        layer: LayerId,
        asked: ReportQuery,
    },
    /// the kinds of the records that a figure counts
    CountedKinds {
        layer: LayerId,
        counted: Counted,
    },
    /// totals of another period, shown next to the figures of `Results`
    Figures {
        layer: LayerId,
        of: FiguresOf,
    },
    Load {
        layer: LayerId,
        id: Id,
    },
    /// the record that a draft edits, and its answers at `head`, the version that the draft began
    /// with
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
    /// the counts of records that link to a record before it is deleted
    Linking {
        layer: LayerId,
        id: Id,
        base: u64,
    },
    /// the kinds that have records which lack required answers
    Incomplete,
    /// the officers that a list can be filtered by
    Officers,
    Titles {
        layer: LayerId,
        ids: Vec<Id>,
    },
    /// details that distinguish linked records from others with the same name
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
        /// for a form: what it showed to the officer
        seen_by_editor: Option<SeenByEditor>,
    },
    /// `Commit` with the reason typed into the prompt
    CommitBecause {
        layer: LayerId,
        changes: Vec<Change>,
        ends_draft: Option<Id>,
        reason: String,
    },
    SaveDraft(Draft),
    /// hidden, restorable for 30 days
    HideDraft(Id),
    /// the draft is empty: end it
    EndDraft(Id),
    /// brings a hidden draft back
    ShowDraft(Id),
    History {
        id: Id,
    },
    /// read the file at this path and store it in the notebook, sealed, for the record `parent`
    ReadAttachment {
        layer: LayerId,
        parent: Id,
        path: TargetPath,
    },
    /// write the file of an attachment to this path
    SaveAttachmentFile {
        id: Id,
        path: TargetPath,
        overwrite: bool,
    },
    /// create the yearly reports that a certificate requires of its holder, as commitments with
    /// these ids
    CreateOwedReports {
        honour: Id,
        ids: Vec<Id>,
    },
    /// compute what the import of a list would do with these choices
    PlanImport {
        listing: Listing,
        map: Vec<MapChoice>,
    },
    /// write the problems of a list to this path
    Problems {
        listing: Listing,
        path: TargetPath,
        overwrite: bool,
    },
    Import {
        listing: Listing,
        /// also import rows that equal a record or another row
        duplicates: bool,
    },
    /// undo a whole import
    UndoImport(Batch),
    /// the imports of the last 30 days
    Batches,
    Export {
        kind: KindNo,
        path: TargetPath,
        overwrite: bool,
    },
    /// write the figures of the results to this path
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
    /// the path of the paired notebook: from the officer's notebook the sample notebook, and from
    /// the sample notebook the officer's
    OtherNotebook,
    /// stop the long work that is under way
    Cancel,
    /// the sync status
    Standing,
    /// send and fetch over this link; `files`: also fetch missing attachments
    Sync {
        to: String,
        files: bool,
    },
    SyncDetails,
    Audit {
        layer: LayerId,
    },
    /// at headquarters: the status of the devices
    Office,
    Redraw,
    Quit,
}

impl Effect {
    /// The same effect with another target path, where `replace` overwrites an existing file;
    /// effects without a path are returned unchanged.
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
