//! The table of all actions. Help, hint bar, palette, keymaps and README are generated from it, in
//! its order. Whether an action is possible now is decided in `app`.

use crate::lang::action as words;
use crate::lang::words::{Both, Words};

/// Groups of actions; headings in help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActionGroup {
    Record,
    Form,
    Choose,
    List,
    Go,
    Program,
    Move,
    Typing,
}

impl ActionGroup {
    pub const ALL: &[ActionGroup] = &[
        ActionGroup::Record,
        ActionGroup::Form,
        ActionGroup::Choose,
        ActionGroup::List,
        ActionGroup::Go,
        ActionGroup::Program,
        ActionGroup::Move,
        ActionGroup::Typing,
    ];

    pub const fn heading(self) -> Both {
        match self {
            ActionGroup::Record => words::GROUP_RECORD,
            ActionGroup::Form => words::GROUP_FORM,
            ActionGroup::Choose => words::GROUP_CHOOSE,
            ActionGroup::List => words::GROUP_LIST,
            ActionGroup::Go => words::GROUP_GO,
            ActionGroup::Program => words::GROUP_PROGRAM,
            ActionGroup::Move => words::GROUP_MOVE,
            ActionGroup::Typing => words::GROUP_TYPING,
        }
    }

    /// Whether hint bar and palette show the group. Moving and typing are only in help.
    pub const fn offered(self) -> bool {
        !matches!(self, ActionGroup::Move | ActionGroup::Typing)
    }
}

#[derive(Clone, Copy, Debug)]
pub struct ActionSpec {
    pub action: Action,
    pub id: &'static str,
    pub group: ActionGroup,
    /// needed for the work: a keymap must bind it to keys of two families
    pub essential: bool,
    /// asks for confirmation
    pub confirm: bool,
    /// has no key in the default keymap
    pub palette_only: bool,
    pub words: Words,
}

macro_rules! actions {
    ($($name:ident $id:literal $group:ident [$($flag:ident)*] $words:ident;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $($name,)* }

        /// In the order of help, palette and hint bar.
        pub const ACTIONS: &[ActionSpec] = &[$({
            #[allow(unused_mut)]
            let mut spec = ActionSpec::new(Action::$name, $id, ActionGroup::$group, words::$words);
            $(spec.$flag = true;)*
            spec
        }),*];

        impl Action {
            pub const fn spec(self) -> &'static ActionSpec {
                &ACTIONS[self as usize]
            }
        }
    };
}

actions! {
    ConfirmYes        "confirm.yes"         Choose  []                   CONFIRM_YES;
    ConfirmNo         "confirm.no"          Choose  [essential]          CONFIRM_NO;
    ConfirmChoose     "confirm.choose"      Choose  []                   CONFIRM_CHOOSE;
    ConfirmNext       "confirm.next"        Move    []                   CONFIRM_NEXT;
    PickChoose        "pick.choose"         Choose  []                   PICK_CHOOSE;
    PickToggle        "pick.toggle"         Choose  []                   PICK_TOGGLE;
    PickCreate        "pick.create"         Choose  [essential]          PICK_CREATE;
    PickCancel        "pick.cancel"         Choose  [essential]          PICK_CANCEL;
    MenuChoose        "menu.choose"         Choose  []                   MENU_CHOOSE;
    FormSave          "form.save"           Form    [essential]          FORM_SAVE;
    FormNextFault     "form.next_fault"     Form    [essential]          FORM_NEXT_FAULT;
    FieldEdit         "field.edit"          Form    []                   FIELD_EDIT;
    FieldDone         "field.done"          Form    [palette_only]       FIELD_DONE;
    FormClose         "form.close"          Form    [essential]          FORM_CLOSE;
    RowAdd            "row.add"             Form    [essential]          ROW_ADD;
    RowDelete         "row.delete"          Form    [essential]          ROW_DELETE;
    FieldClear        "field.clear"         Form    []                   FIELD_CLEAR;
    FieldSwap         "field.swap"          Form    []                   FIELD_SWAP;
    FieldReset        "field.reset"         Form    [palette_only]       FIELD_RESET;
    FormUndo          "form.undo"           Form    []                   FORM_UNDO;
    FormRedo          "form.redo"           Form    []                   FORM_REDO;
    FormDiscard       "form.discard"        Form    [palette_only]       FORM_DISCARD;
    ImportGo          "import.go"           List    [essential confirm]  IMPORT_GO;
    ImportOpen        "import.open"         List    []                   IMPORT_OPEN;
    ImportProblems    "import.problems"     List    []                   IMPORT_PROBLEMS;
    ListOpen          "list.open"           List    []                   LIST_OPEN;
    ReviewApprove     "review.approve"      Record  []                   REVIEW_APPROVE;
    ReviewReturn      "review.return"       Record  []                   REVIEW_RETURN;
    ReviewAssign      "review.assign"       Record  []                   REVIEW_ASSIGN;
    MatterFirst       "matter.first"        Record  []                   MATTER_FIRST;
    MatterSecond      "matter.second"       Record  []                   MATTER_SECOND;
    MatterBase        "matter.base"         Record  []                   MATTER_BASE;
    MatterEdit        "matter.edit"         Record  []                   MATTER_EDIT;
    RecordEdit        "record.edit"         Record  [essential]          RECORD_EDIT;
    VisitNew          "visit.new"           Record  [essential]          VISIT_NEW;
    ListSearch        "list.search"         List    [essential]          LIST_SEARCH;
    SearchDone        "search.done"         List    []                   SEARCH_DONE;
    RecordNew         "record.new"          Record  [essential]          RECORD_NEW;
    RecordTask        "record.task"         Record  []                   RECORD_TASK;
    RecordModel       "record.model"        Record  []                   RECORD_MODEL;
    RecordMeasure     "record.measure"      Record  []                   RECORD_MEASURE;
    RecordLock        "record.lock"         Record  [confirm]            RECORD_LOCK;
    RecordHistory     "record.history"      Record  []                   RECORD_HISTORY;
    RecordPrint       "record.print"        Record  [palette_only]       RECORD_PRINT;
    RecordDelete      "record.delete"       Record  [essential confirm]  RECORD_DELETE;
    RecordErase       "record.erase"        Record  [palette_only confirm] RECORD_ERASE;
    FileTakeOut       "file.take_out"       Record  [palette_only]       FILE_TAKE_OUT;
    RecordRestore     "record.restore"      Record  []                   RECORD_RESTORE;
    DeedUndo          "deed.undo"           Record  []                   DEED_UNDO;
    ListFilter        "list.filter"         List    []                   LIST_FILTER;
    ListSort          "list.sort"           List    []                   LIST_SORT;
    ListExport        "list.export"         List    []                   LIST_EXPORT;
    ListTrash         "list.trash"          List    []                   LIST_TRASH;
    ResultsPeriod     "results.period"      List    []                   RESULTS_PERIOD;
    ResultsEarlier    "results.earlier"     List    []                   RESULTS_EARLIER;
    ResultsLater      "results.later"       List    []                   RESULTS_LATER;
    ResultsScope      "results.scope"       List    []                   RESULTS_SCOPE;
    ResultsParts      "results.parts"       List    []                   RESULTS_PARTS;
    ResultsWrite      "results.write"       List    []                   RESULTS_WRITE;
    WorkStop          "work.stop"           Program [palette_only]       WORK_STOP;
    LayerClose        "layer.close"         Program [essential]          LAYER_CLOSE;
    GoToday           "go.today"            Go      [essential]          GO_TODAY;
    GoEstablishments  "go.establishments"   Go      [essential]          GO_ESTABLISHMENTS;
    GoVisits          "go.visits"           Go      [essential]          GO_VISITS;
    GoModels          "go.models"           Go      [essential]          GO_MODELS;
    GoMore            "go.more"             Go      []                   GO_MORE;
    GoResults         "go.results"          Go      []                   GO_RESULTS;
    GoSync            "go.sync"             Go      []                   GO_SYNC;
    GoProjects        "go.projects"         Go      [palette_only]       GO_PROJECTS;
    GoTasks           "go.tasks"            Go      [palette_only]       GO_TASKS;
    GoMeasurements    "go.measurements"     Go      [palette_only]       GO_MEASUREMENTS;
    GoMatters         "go.matters"          Go      [palette_only]       GO_MATTERS;
    GoIncomplete      "go.incomplete"       Go      [palette_only]       GO_INCOMPLETE;
    GoOfficers        "go.officers"         Go      [palette_only]       GO_OFFICERS;
    GoTrash           "go.trash"            Go      [palette_only]       GO_TRASH;
    GoDiscarded       "go.discarded"        Go      [palette_only]       GO_DISCARDED;
    GoAudit           "go.audit"            Go      [palette_only]       GO_AUDIT;
    PaletteOpen       "palette.open"        Program [essential]          PALETTE_OPEN;
    TextTelex         "text.telex"          Program [essential]          TEXT_TELEX;
    AppQuit           "app.quit"            Program [essential]          APP_QUIT;
    AppImport         "app.import"          Program [palette_only]       APP_IMPORT;
    ImportUndo        "import.undo"         Program [palette_only]       IMPORT_UNDO;
    AppLock           "app.lock"            Program []                   APP_LOCK;
    AppPassphrase     "app.passphrase"      Program [palette_only]       APP_PASSPHRASE;
    AppNews           "app.news"            Program [palette_only]       APP_NEWS;
    AppOther          "app.other"           Program [palette_only]       APP_OTHER;
    SyncNow           "sync.now"            Program [palette_only]       SYNC_NOW;
    SyncFiles         "sync.files"          Program [palette_only]       SYNC_FILES;
    SyncBy            "sync.by"             Program [palette_only]       SYNC_BY;
    SyncDetails       "sync.details"        Program [palette_only]       SYNC_DETAILS;
    ScreenRedraw      "screen.redraw"       Program []                   SCREEN_REDRAW;
    HelpOpen          "help.open"           Program [essential]          HELP_OPEN;
    FieldNext         "field.next"          Move    []                   FIELD_NEXT;
    FieldPrev         "field.prev"          Move    []                   FIELD_PREV;
    FormNextSection   "form.next_section"   Move    []                   FORM_NEXT_SECTION;
    FormPrevSection   "form.prev_section"   Move    []                   FORM_PREV_SECTION;
    RowUp             "row.up"              Move    []                   ROW_UP;
    RowDown           "row.down"            Move    []                   ROW_DOWN;
    PageNextTab       "page.next_tab"       Move    []                   PAGE_NEXT_TAB;
    PagePrevTab       "page.prev_tab"       Move    []                   PAGE_PREV_TAB;
    ListUp            "list.up"             Move    []                   LIST_UP;
    ListDown          "list.down"           Move    []                   LIST_DOWN;
    ListPageUp        "list.page_up"        Move    []                   LIST_PAGE_UP;
    ListPageDown      "list.page_down"      Move    []                   LIST_PAGE_DOWN;
    ListFirst         "list.first"          Move    []                   LIST_FIRST;
    ListLast          "list.last"           Move    []                   LIST_LAST;
    PickUp            "pick.up"             Move    []                   PICK_UP;
    PickDown          "pick.down"           Move    []                   PICK_DOWN;
    PickPageUp        "pick.page_up"        Move    []                   PICK_PAGE_UP;
    PickPageDown      "pick.page_down"      Move    []                   PICK_PAGE_DOWN;
    MenuUp            "menu.up"             Move    []                   MENU_UP;
    MenuDown          "menu.down"           Move    []                   MENU_DOWN;
    ScrollUp          "scroll.up"           Move    []                   SCROLL_UP;
    ScrollDown        "scroll.down"         Move    []                   SCROLL_DOWN;
    ScrollPageUp      "scroll.page_up"      Move    []                   SCROLL_PAGE_UP;
    ScrollPageDown    "scroll.page_down"    Move    []                   SCROLL_PAGE_DOWN;
    ScrollFirst       "scroll.first"        Move    []                   SCROLL_FIRST;
    ScrollLast        "scroll.last"         Move    []                   SCROLL_LAST;
    TextLeft          "text.left"           Typing  []                   TEXT_LEFT;
    TextRight         "text.right"          Typing  []                   TEXT_RIGHT;
    TextWordLeft      "text.word_left"      Typing  []                   TEXT_WORD_LEFT;
    TextWordRight     "text.word_right"     Typing  []                   TEXT_WORD_RIGHT;
    TextHome          "text.home"           Typing  []                   TEXT_HOME;
    TextEnd           "text.end"            Typing  []                   TEXT_END;
    TextUp            "text.up"             Typing  []                   TEXT_UP;
    TextDown          "text.down"           Typing  []                   TEXT_DOWN;
    TextNewline       "text.newline"        Typing  []                   TEXT_NEWLINE;
    TextDeleteBack    "text.delete_back"    Typing  []                   TEXT_DELETE_BACK;
    TextDeleteForward "text.delete_forward" Typing  []                   TEXT_DELETE_FORWARD;
    TextDeleteWord    "text.delete_word"    Typing  []                   TEXT_DELETE_WORD;
    TextClearLine     "text.clear_line"     Typing  []                   TEXT_CLEAR_LINE;
    TextUndo          "text.undo"           Typing  []                   TEXT_UNDO;
    TextRedo          "text.redo"           Typing  []                   TEXT_REDO;
}

impl ActionSpec {
    const fn new(
        action: Action,
        id: &'static str,
        group: ActionGroup,
        words: Words,
    ) -> ActionSpec {
        let (essential, confirm, palette_only) = (false, false, false);
        ActionSpec { action, id, group, essential, confirm, palette_only, words }
    }
}

impl Action {
    /// Whether it ends the program or removes something. The palette finds such an action only by
    /// its verb, so that no other search runs it.
    pub const fn takes_away(self) -> bool {
        use Action::*;
        matches!(
            self,
            AppQuit
                | AppOther
                | AppLock
                | WorkStop
                | DeedUndo
                | ImportUndo
                | RecordDelete
                | RecordErase
                | FormDiscard
                | RowDelete
                | FieldClear
        )
    }

    pub const fn id(self) -> &'static str {
        self.spec().id
    }

    pub fn by_id(id: &str) -> Option<Action> {
        ACTIONS.iter().find(|s| s.id == id).map(|s| s.action)
    }
}
