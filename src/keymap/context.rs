//! Contexts: the tables of the keymap. The layer on top determines in which contexts a key is
//! looked up, innermost first.

use crate::lang::context as words;
use crate::lang::words::Both;

macro_rules! contexts {
    ($($(#[doc = $doc:literal])* $name:ident $id:literal $heading:ident
        [$($outer:ident),*] $typing:literal;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Context { $($(#[doc = $doc])* $name,)* }

        impl Context {
            /// All contexts, in the order of help.
            pub const ALL: &[Context] = &[$(Context::$name),*];

            /// The table's name in a keymap.
            pub const fn id(self) -> &'static str {
                match self { $(Context::$name => $id,)* }
            }

            pub const fn heading(self) -> Both {
                match self { $(Context::$name => words::$heading,)* }
            }

            /// The contexts in which keys are looked up in this context, this one first.
            pub const fn chain(self) -> &'static [Context] {
                match self { $(Context::$name => &[Context::$name $(, Context::$outer)*],)* }
            }

            /// Whether text is typed here: then a plain character is text, whatever is bound.
            pub const fn typing(self) -> bool {
                match self { $(Context::$name => $typing,)* }
            }
        }
    };
}

contexts! {
    /// any list of records, Today included
    List "list" LIST [Global] false;
    /// a record's page; its lines have a cursor like a list
    Page "page" PAGE [List, Global] false;
    /// a record's page at headquarters, where it is reviewed
    Review "review" REVIEW [Page, List, Global] false;
    /// the page of a review case
    Matter "matter" MATTER [Page, List, Global] false;
    /// results against targets; the rows have a cursor like a list
    Results "results" RESULTS [List, Global] false;
    /// the search box of a list; list keys still move the cursor
    Search "search" SEARCH [Text, List, Global] true;
    /// a form, without an open editor
    Form "form" FORM [Global] false;
    /// a table inside a form, without an open editor
    Lines "lines" LINES [Form, Global] false;
    /// typing one line
    Text "text" TEXT [Form, Global] true;
    /// typing several lines
    Note "note" NOTE [Text, Form, Global] true;
    /// a list of choices, records or places under a field; typing filters it
    Pick "pick" PICK [Text, Global] true;
    /// like `pick`, with several answers and nothing typed yet: space marks
    Many "many" MANY [Pick, Text, Global] true;
    /// a menu, such as more screens, sort, filter, the start menu of the first run
    Menu "menu" MENU [Global] false;
    /// a question with yes and no
    Confirm "confirm" CONFIRM [Global] false;
    /// a question that requires a reason
    Reason "reason" REASON [Text, Global] true;
    /// a prompt for a path or an address, where confirming by accident loses nothing
    Prompt "prompt" PROMPT [Reason, Text, Global] true;
    /// a text to read: help, history, faults of the keymap
    Help "help" HELP [Global] false;
    /// the preview of an import
    Preview "preview" PREVIEW [Help, Global] false;
    Palette "palette" PALETTE [Text, Global] true;
    /// the first run's questions
    Welcome "welcome" WELCOME [Text, Global] true;
    /// a passphrase prompt
    Passphrase "passphrase" PASSPHRASE [Text, Global] true;
    /// last in every chain
    Global "global" GLOBAL [] false;
}

impl Context {
    pub fn by_id(id: &str) -> Option<Context> {
        Context::ALL.iter().copied().find(|c| c.id() == id)
    }

    /// Whether this plain character is always text here and cannot be bound.
    pub const fn types(self, c: char) -> bool {
        self.typing() && !(matches!(self, Context::Many) && c == ' ')
    }
}
