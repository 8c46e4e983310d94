//! What a layer wants done beyond itself, as data: what a key, a row, an item of a menu or the yes of
//! a question leads to. `update::intents` carries it out.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::app::Effect;
use crate::app::effect::SeenByEditor;
use crate::app::event::LayerId;
use crate::app::figures_of::FiguresOf;
use crate::keymap::action::Action;
use crate::programme::spec::{Label, Menu as Place};
use crate::record::{
    BatchDone, Change, Date, DueIn, FieldNo, FileSide, Id, KindNo, Listing, MapChoice, MapTo,
    Period, Preview, Record, ReportQuery, Reviewed, Scope, Sort,
};
use crate::text::path::TargetPath;
use crate::text::secret::Secret;

#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// Do what the key of this action does.
    Act(Action),
    /// Ask for a yes, or for a text and a yes, before the intent inside is carried out.
    Ask(Box<Intent>),
    /// One sentence for the officer.
    ShowMessage(String),
    /// The item of the dialog on top was chosen: it closes, unless it is a question first.
    Choose {
        words: String,
        then: Box<Intent>,
    },
    /// The question on top is answered: it closes.
    Confirm {
        text: String,
        second: bool,
        then: Box<Intent>,
    },
    /// The question on top is answered with no.
    Refuse,
    /// Close the layer on top.
    Close,
    /// Nothing: the menu has served.
    Dismiss,
    /// Rows that the list lacks.
    FetchRows,
    /// Loads what a search of the kind reads.
    PrepareSearch(KindNo),
    /// Of a page: the records that point at its own.
    FetchRelated,
    /// Of a page: what it shows has changed.
    LayOutPage,

    /// Of a report: totals of another period, to compare with its own.
    FetchFigures(FiguresOf),

    // Dialogs.
    OpenMenu {
        title: String,
        items: Vec<(String, Intent)>,
    },
    /// The same, found by typing.
    OpenChoices {
        title: String,
        detail: String,
        entries: Vec<(Label, Intent)>,
    },
    /// Of a report: what it is about, typed as a period, a place or both.
    OpenQuestion {
        title: String,
        entries: Vec<(Label, Intent)>,
    },
    /// Sentences to read.
    ShowText {
        title: String,
        lines: Vec<String>,
    },
    ShowHistory(Id),

    // Going somewhere.
    OpenRecord(KindNo, Id),
    OpenDraft(Id),
    /// Brings a discarded draft back, and opens it.
    RestoreDraft(Id),
    OpenList {
        kind: KindNo,
        deleted: bool,
    },
    /// The list of a kind's records that lack required answers.
    OpenIncomplete(KindNo),
    /// The list of a kind's records with this review status.
    OpenQueue(KindNo, Reviewed),
    /// What was sent back; of several kinds one is chosen.
    OpenReturned(Vec<KindNo>),
    /// The list of a kind's records whose day calls for attention.
    OpenDue(KindNo, DueIn),
    /// The report of a period; of several one is chosen.
    OpenReport(Vec<Period>),
    /// The records of one kind that the figure below counts.
    OpenCounted(KindNo),
    /// The kinds that a menu folds away.
    OpenFolded {
        place: Place,
        deleted: bool,
    },
    /// The reference rows that come with the program.
    OpenBuiltinReference,
    /// The imports of the last 30 days.
    OpenBatches,

    // Narrowing the list below.
    /// `None` shows everything again.
    Filter(Option<(FieldNo, String)>),
    FilterIncomplete,
    FilterDue(DueIn),
    FilterReviewed(Reviewed),
    FilterOfficer(Id),
    /// Ask which officers there are, to narrow by one of them.
    ChooseOfficer,
    Sort(Sort),

    // The report below.
    SetPeriod(Period),
    SetScope(Scope),
    SetQuestion(Period, Scope),

    // Records and forms.
    NewRecord(KindNo),
    /// A new record that links to the one on the page below.
    NewLinked(KindNo),
    /// What the establishment asked for at this visit, as a commitment.
    NewTaskOf(Id),
    /// The yearly reports that this certificate asks of its holder, as commitments.
    AddReportsOf(Id),
    /// A form over the record on the page below, at this field.
    EditField(FieldNo),
    /// A form over the record on the page below, at this field or where it lacks an answer.
    EditPage(Option<FieldNo>),
    /// A form over a record, with the titles of what it links to.
    EditRecord(Box<Record>, BTreeMap<Id, String>),
    /// Ask for the reason, once it is known what points at the record.
    AskDelete {
        id: Id,
        base: u64,
    },
    /// With the reason typed.
    Delete {
        id: Id,
        base: u64,
    },
    /// With the word typed: asks for the reason.
    ConfirmErase(Box<Change>),
    /// With the reason typed.
    Erase(Box<Change>),
    Commit(Vec<Change>),
    /// A reviewer's change of an officer's record, with the reason typed.
    CommitBecause {
        layer: LayerId,
        changes: Vec<Change>,
        ends_draft: Option<Id>,
    },

    // A reviewer's, about the record on the page below.
    Approve,
    /// With the question on which the cursor is.
    SendBack(Option<FieldNo>),
    Assign,
    /// The decision that this action makes.
    Decide(Action),

    // Of a form itself.
    /// A field was left: make the draft durable.
    SaveDraft,
    /// Titles of records of a kind, for `Form::found`.
    Find {
        kind: KindNo,
        text: String,
        near: Option<Id>,
    },
    /// A form for a new record, named by what was typed; its id comes by `Form::chosen`.
    Create {
        kind: KindNo,
        text: String,
    },
    /// A link was chosen: what follows from it comes by `Form::carried`.
    FollowLink(Id),
    /// Fetch the record that is edited, for `Form::rebase`.
    FetchEdited,
    /// Commit what the form changed; its draft ends with that.
    SaveForm(Vec<Change>, SeenByEditor),
    CloseForm,
    /// Saves the form with this day as the first one of the establishment in its commune.
    PlaceSince(Date),
    /// The same, with the day typed.
    PlaceSinceTyped,
    /// After the others: when the draft is to be written, and the titles of new links.
    SettleForm,

    // Files and long work. A path is what was typed.
    PlanImport,
    /// Read the list of the preview again, with these choices.
    Replan(Listing, Vec<MapChoice>),
    /// What is wrong with this list, to a file.
    WriteProblems(Listing),
    /// Import the list of this preview.
    Import(Box<Preview>),
    /// Import its rows that duplicate a record, too; a no imports the others.
    ImportDoubles(Box<Preview>),
    /// Import the list without those rows.
    ImportOthers(Listing),
    UndoImport(BatchDone),
    /// All records of the kind, to a file.
    Export(KindNo),
    WriteReport(ReportQuery),
    /// The visit, to a document.
    Print(Id),
    /// Take a file in, for this record.
    Attach(Id),
    /// Write the file of this attachment.
    SaveAttachment(Id),
    /// Write a file although the name is taken: under the free name, or, by the second button, over it.
    WriteFile {
        effect: Box<Effect>,
        path: PathBuf,
        free: PathBuf,
    },
    MakeSamples,
    /// Send and fetch by the address typed.
    SyncTo,

    // The preview of an import.
    /// Choose what a column of the list is.
    MapColumn(usize),
    /// Ask what becomes of the column, the second one, that answers the question already.
    AskMapTaken {
        at: usize,
        to: MapTo,
        other: usize,
    },
    /// What columns and values mean, in this list and in later ones.
    Map(Vec<MapChoice>),
    /// Which answers of the list are taken where both sides changed one.
    TakeTheirs(FileSide),

    // Opening a notebook.
    /// Ask the program that holds the notebook to leave.
    TakeOver,
    /// The province of the notebook that is begun below.
    SetProvince(String),
    CreateNotebook {
        officer: String,
        unit: String,
        province: String,
        passphrase: Secret,
    },
    /// Open the notebook with this passphrase.
    Unlock(Secret),
    /// Ask for what a change of the passphrase needs.
    AskPassphrase(PassphraseTask),
    SetPassphrase {
        present: Secret,
        new: Option<Secret>,
    },
    /// Ask whether headquarters may help when the passphrase is forgotten.
    AskRecovery,
    SetRecovery(bool),
}

/// What is done with the notebook's passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassphraseTask {
    Unlock,
    Set,
    Change,
    Remove,
}

/// What the officer gave with an intent.
#[derive(Clone, Debug, Default)]
pub struct IntentInput {
    /// The words of the item that was chosen.
    pub words: String,
    /// What was typed into the question.
    pub text: String,
    /// The second button was pressed.
    pub second: bool,
}

impl IntentInput {
    pub fn path(&self) -> TargetPath {
        TargetPath::Typed(self.text.clone())
    }
}

impl Intent {
    pub fn ask(then: Intent) -> Intent {
        Intent::Ask(Box::new(then))
    }

    /// Is what is typed for it a path or an address? Telex has no business there.
    pub fn takes_path(&self) -> bool {
        matches!(
            self,
            Intent::PlanImport
                | Intent::WriteProblems(_)
                | Intent::Export(_)
                | Intent::WriteReport(_)
                | Intent::Print(_)
                | Intent::SyncTo
                | Intent::Attach(_)
                | Intent::SaveAttachment(_)
        )
    }

    /// Does it write down why something is done?
    pub fn takes_reason(&self) -> bool {
        matches!(self, Intent::Delete { .. } | Intent::Erase(_) | Intent::CommitBecause { .. })
    }
}
