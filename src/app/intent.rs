//! What a layer wants done outside itself, as data: the result of a key, a row, a menu item or a
//! confirmed question. `update::intents` carries it out.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::app::Effect;
use crate::app::effect::SeenByEditor;
use crate::app::event::LayerId;
use crate::app::figures_of::FiguresOf;
use crate::keymap::action::Action;
use crate::programme::spec::{Label, Menu as Place};
use crate::record::{
    BatchDone, Change, Counted, Date, DueIn, FieldNo, FileSide, Id, KindNo, Listing, MapChoice,
    MapTo, Period, Preview, Record, ReportQuery, Reviewed, Scope, Sort,
};
use crate::text::path::TargetPath;
use crate::text::secret::Secret;

#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// Do what the key of this action does.
    Act(Action),
    /// Ask for confirmation, with or without a text, before the inner intent is carried out.
    Ask(Box<Intent>),
    /// Show one sentence to the officer.
    ShowMessage(String),
    /// An item of the dialog on top was chosen. The dialog closes, unless `then` asks a question
    /// first.
    Choose {
        words: String,
        then: Box<Intent>,
    },
    /// The question on top was confirmed; it closes.
    Confirm {
        text: String,
        second: bool,
        then: Box<Intent>,
    },
    /// The question on top was answered with no.
    Refuse,
    /// Close the layer on top.
    Close,
    /// Do nothing; the menu closes.
    Dismiss,
    /// Fetch the rows that the list needs and does not have.
    FetchRows,
    /// Load what a search of the kind reads.
    PrepareSearch(KindNo),
    PrepareReport(ReportQuery),
    /// From a page: fetch the records that link to the one shown.
    FetchRelated,
    /// From a page: what it shows has changed, lay it out again.
    LayOutPage,

    /// From a report: fetch totals of another period for comparison.
    FetchFigures(FiguresOf),

    // Dialogs.
    OpenMenu {
        title: String,
        items: Vec<(String, Intent)>,
    },
    /// A menu with a search line.
    OpenChoices {
        title: String,
        detail: String,
        entries: Vec<(Label, Intent)>,
    },
    /// From a report: choose its period, place or both by typing.
    OpenQuestion {
        title: String,
        entries: Vec<(Label, Intent)>,
    },
    /// Show lines of text to read.
    ShowText {
        title: String,
        lines: Vec<String>,
    },
    ShowHistory(Id),

    // Navigation.
    OpenRecord(KindNo, Id),
    OpenDraft(Id),
    /// Restore a discarded draft and open it.
    RestoreDraft(Id),
    OpenList {
        kind: KindNo,
        deleted: bool,
    },
    /// The list of a kind's records that lack required answers.
    OpenIncomplete(KindNo),
    /// The list of a kind's records with this review status.
    OpenQueue(KindNo, Reviewed),
    /// The list of records that were sent back; asks for the kind when there are several.
    OpenReturned(Vec<KindNo>),
    /// The list of a kind's records that are due in this range of days.
    OpenDue(KindNo, DueIn),
    /// The report of a period; asks for the period when there are several.
    OpenReport(Vec<Period>),
    /// The kinds of the records that a figure counts, to list one of them.
    FetchCountedKinds(Counted),
    /// The records of one kind that are counted by the figure in the layer below.
    OpenCounted(KindNo),
    /// A submenu with the kinds that the menu of this place folds away.
    OpenFolded {
        place: Place,
        deleted: bool,
    },
    /// The reference rows built into the program.
    OpenBuiltinReference,
    /// The imports of the last 30 days.
    OpenBatches,

    // Filters of the list in the layer below.
    /// `None` removes the filter.
    Filter(Option<(FieldNo, String)>),
    FilterIncomplete,
    FilterDue(DueIn),
    FilterReviewed(Reviewed),
    FilterOfficer(Id),
    /// Fetch the officers, then choose one to filter by.
    ChooseOfficer,
    Sort(Sort),

    // The report in the layer below.
    SetPeriod(Period),
    SetScope(Scope),
    SetQuestion(Period, Scope),

    // Records and forms.
    NewRecord(KindNo),
    /// A new record that links to the one on the page in the layer below.
    NewLinked(KindNo),
    /// A new commitment from what the establishment asked for at this visit.
    NewTaskOf(Id),
    /// Create the yearly reports that this certificate requires of its holder, as commitments.
    AddReportsOf(Id),
    /// A form on the record on the page below, at this field.
    EditField(FieldNo),
    /// A form on the record on the page below, at this field or at the first missing answer.
    EditPage(Option<FieldNo>),
    /// A form on a record, with the titles of the records it links to.
    EditRecord(Box<Record>, BTreeMap<Id, String>),
    /// Count the records that link to this one, then ask for the reason of the deletion.
    AskDelete {
        id: Id,
        base: u64,
    },
    /// With the reason typed.
    Delete {
        id: Id,
        base: u64,
    },
    /// The confirmation word was typed: ask for the reason.
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

    // Reviewer's intents, on the record on the page below.
    Approve,
    /// With the field under the cursor.
    SendBack(Option<FieldNo>),
    Assign,
    /// Make the decision that belongs to this action.
    Decide(Action),

    // Intents of a form.
    /// A field was left: make the draft durable.
    SaveDraft,
    /// Search records of a kind; the answer is `LayerAnswer::Found`.
    Find {
        kind: KindNo,
        text: String,
        near: Option<Id>,
    },
    /// A form for a new record with the typed text as its name; `Form::choose_record` takes its id.
    Create {
        kind: KindNo,
        text: String,
    },
    /// A link was chosen: fetch what a new record takes over from it; the answer is
    /// `LayerAnswer::CarriedOver`.
    FollowLink(Id),
    /// Fetch the edited record again, for `Form::rebase`.
    FetchEdited,
    /// Commit the changes of the form; this also ends its draft.
    SaveForm(Vec<Change>, SeenByEditor),
    CloseForm,
    /// Save the form with this day as the establishment's first day in its commune.
    PlaceSince(Date),
    /// `PlaceSince` with a typed day.
    PlaceSinceTyped,
    /// Runs after the form's other intents: schedules the write of the draft, and requests the
    /// titles of new links.
    SettleForm,

    // Files and long work. The path is the text typed into the prompt.
    /// Plan the import of a list of this kind.
    PlanImport(KindNo),
    /// Plan the import of the preview's list again with these choices.
    Replan(Listing, Vec<MapChoice>),
    /// Write the problems of this list to a file.
    WriteProblems(Listing),
    Import(Box<Preview>),
    /// Import also the rows that duplicate a record; "no" imports only the other rows.
    ImportDoubles(Box<Preview>),
    /// Import the list without the duplicates.
    ImportOthers(Listing),
    UndoImport(BatchDone),
    /// Export all records of the kind to a file.
    Export(KindNo),
    WriteReport(ReportQuery),
    /// Print the visit to a document.
    Print(Id),
    /// Attach a file to this record.
    Attach(Id),
    /// Save the file of this attachment to a path.
    SaveAttachment(Id),
    /// Write a file whose name is taken: under `free`, or with the second button over the existing
    /// one.
    WriteFile {
        effect: Box<Effect>,
        path: PathBuf,
        free: PathBuf,
    },
    MakeSamples,
    /// Sync with the typed address.
    SyncTo,

    // The preview of an import.
    /// Choose the field that a column of the list maps to.
    MapColumn(usize),
    /// Column `other` is already mapped to `to`: ask what to do with it before column `at` is
    /// mapped there.
    AskMapTaken {
        at: usize,
        to: MapTo,
        other: usize,
    },
    /// Map columns and values, for this list and for later ones.
    Map(Vec<MapChoice>),
    /// Which side's answer is taken where both the list and the notebook changed it.
    TakeTheirs(FileSide),

    // Opening a notebook.
    /// Ask the program that holds the notebook's lock to quit.
    TakeOver,
    /// Set the province of the new notebook in the layer below.
    SetProvince(String),
    CreateNotebook {
        officer: String,
        unit: String,
        province: String,
        passphrase: Secret,
    },
    Unlock(Secret),
    /// Open the prompt for this change of the passphrase.
    AskPassphrase(PassphraseTask),
    SetPassphrase {
        present: Secret,
        new: Option<Secret>,
    },
    /// Ask whether headquarters may help when the passphrase is forgotten.
    AskRecovery,
    SetRecovery(bool),
}

/// What the passphrase prompt is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassphraseTask {
    Unlock,
    Set,
    Change,
    Remove,
}

/// Input of the officer that comes with an intent.
#[derive(Clone, Debug, Default)]
pub struct IntentInput {
    /// The label of the chosen item.
    pub words: String,
    /// What was typed into the question.
    pub text: String,
    /// Whether the second button was pressed.
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

    /// Whether the text typed for it is a path or an address. Telex is off there.
    pub fn takes_path(&self) -> bool {
        matches!(
            self,
            Intent::PlanImport(_)
                | Intent::WriteProblems(_)
                | Intent::Export(_)
                | Intent::WriteReport(_)
                | Intent::Print(_)
                | Intent::SyncTo
                | Intent::Attach(_)
                | Intent::SaveAttachment(_)
        )
    }

    /// Whether the text typed for it is the reason of a change.
    pub fn takes_reason(&self) -> bool {
        matches!(self, Intent::Delete { .. } | Intent::Erase(_) | Intent::CommitBecause { .. })
    }
}
