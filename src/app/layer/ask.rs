//! A question: yes or no, or a line of text and then yes. Starts on No, so that typed-ahead
//! Enters do no harm.

use std::path::PathBuf;

use crate::app::Effect;
use crate::app::event::LayerId;
use crate::record::{BatchDone, Change, Id, KindNo, Listing, Preview, ReportQuery};
use crate::text::edit::Editor;

#[derive(Debug)]
pub struct Ask {
    pub question: String,
    /// what follows from a yes, in a sentence; may be empty
    pub detail: String,
    /// a reason or a path that is asked for together with the yes
    pub editor: Option<Editor>,
    pub yes: bool,
    /// what the two buttons say, the harmless one first; No and Yes if nothing
    pub buttons: Option<[String; 2]>,
    pub then: Then,
}

/// What a yes does. With a text, the text goes into it.
#[derive(Clone, Debug, PartialEq)]
pub enum Then {
    Delete {
        id: Id,
        base: u64,
    },
    Commit(Vec<Change>),
    /// a reviewer's change of an officer's record, with the reason typed
    CommitBecause {
        layer: LayerId,
        changes: Vec<Change>,
        ends_draft: Option<Id>,
    },
    TakeOver,
    /// plan the import of the file typed
    PlanImport,
    /// what is wrong with this list, to the file typed
    Problems(Listing),
    /// import the list of this preview
    Import(Box<Preview>),
    /// import its rows that duplicate a record, too; a no imports the others
    ImportDoubles(Box<Preview>),
    /// all records of the kind, to the file typed
    Export(KindNo),
    /// these figures, to the file typed
    Report(ReportQuery),
    /// the visit, to the document typed
    Print(Id),
    Demo,
    /// take this import back
    UndoImport(BatchDone),
    /// send and fetch by the road typed
    SyncBy,
    /// write down what the establishment asked for as a commitment of this visit
    TaskOf(Id),
    /// take in the file at the path typed, for this record
    Attach(Id),
    /// write the file of this attachment to the path typed
    TakeOut(Id),
    /// write down the yearly reports that this certificate asks of its holder
    ReportsOf(Id),
    /// write a file whose name is taken: under the free name, or by the second button over it
    WriteFile {
        effect: Box<Effect>,
        path: PathBuf,
        free: PathBuf,
    },
}

impl Then {
    /// Is what is typed a path or an address? Telex has no business there.
    pub fn takes_path(&self) -> bool {
        matches!(
            self,
            Then::PlanImport
                | Then::Problems(_)
                | Then::Export(_)
                | Then::Report(_)
                | Then::Print(_)
                | Then::SyncBy
                | Then::Attach(_)
                | Then::TakeOut(_)
        )
    }
}

impl Ask {
    pub fn yes_no(question: String, detail: String, then: Then) -> Ask {
        Ask { question, detail, editor: None, yes: false, buttons: None, then }
    }

    pub fn with_text(question: String, detail: String, then: Then) -> Ask {
        Ask { editor: Some(Editor::new("")), ..Ask::yes_no(question, detail, then) }
    }
}
