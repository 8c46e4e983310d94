//! Where a key is pressed. A context is a table of the keymap; the layer on top says which
//! contexts are consulted, innermost first. What is on the screen is not known here.

use crate::lang::context as words;
use crate::lang::words::Both;

macro_rules! contexts {
    ($($(#[doc = $doc:literal])* $name:ident $id:literal $heading:ident
        [$($outer:ident),*] $typing:literal;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Context { $($(#[doc = $doc])* $name,)* }

        impl Context {
            /// In the order of help.
            pub const ALL: &[Context] = &[$(Context::$name),*];

            /// The table's name in a keymap.
            pub const fn id(self) -> &'static str {
                match self { $(Context::$name => $id,)* }
            }

            pub const fn heading(self) -> Both {
                match self { $(Context::$name => words::$heading,)* }
            }

            /// The contexts a layer in this context is looked up in, this one first.
            pub const fn chain(self) -> &'static [Context] {
                match self { $(Context::$name => &[Context::$name $(, Context::$outer)*],)* }
            }

            /// Does one type here? Then a plain character is text, whatever outer contexts bind.
            pub const fn typing(self) -> bool {
                match self { $(Context::$name => $typing,)* }
            }
        }
    };
}

contexts! {
    /// any list of records, Today included
    List "list" LIST [Global] false;
    /// a record's page; its lines are moved over like a list
    Page "page" PAGE [List, Global] false;
    /// the same at headquarters, where it is reviewed
    Review "review" REVIEW [Page, List, Global] false;
    /// a case that waits for a reviewer
    Matter "matter" MATTER [Page, List, Global] false;
    /// results against targets; its rows are moved over like a list
    Results "results" RESULTS [List, Global] false;
    /// the box that narrows a list; the list still moves
    Search "search" SEARCH [Text, List, Global] true;
    /// a form, on a field that is not being typed in
    Form "form" FORM [Global] false;
    /// a table inside a form, on a cell that is not being typed in
    Lines "lines" LINES [Form, Global] false;
    /// typing one line
    Text "text" TEXT [Form, Global] true;
    /// typing several lines
    Note "note" NOTE [Text, Form, Global] true;
    /// choices, records or places under a field; typing narrows
    Pick "pick" PICK [Text, Global] true;
    /// like `pick`, several may be marked, and nothing is typed yet: space marks
    Many "many" MANY [Pick, Text, Global] true;
    /// a short list of things to do: more screens, sort, filter, the first run's three ways to start
    Menu "menu" MENU [Global] false;
    /// a question with yes and no
    Confirm "confirm" CONFIRM [Global] false;
    /// a question that requires a reason
    Reason "reason" REASON [Text, Global] true;
    /// a question for a path or an address: nothing is lost by going on
    Prompt "prompt" PROMPT [Reason, Text, Global] true;
    /// reading: help, history, the keymap's faults
    Help "help" HELP [Global] false;
    /// reading what would happen, before it does
    Preview "preview" PREVIEW [Help, Global] false;
    Palette "palette" PALETTE [Text, Global] true;
    /// the first run's questions
    Welcome "welcome" WELCOME [Text, Global] true;
    /// a passphrase, which is not shown
    Passphrase "passphrase" PASSPHRASE [Text, Global] true;
    /// last in every chain
    Global "global" GLOBAL [] false;
}

impl Context {
    pub fn by_id(id: &str) -> Option<Context> {
        Context::ALL.iter().copied().find(|c| c.id() == id)
    }

    /// Is this plain character text here, and never a key of the keymap?
    pub const fn types(self, c: char) -> bool {
        self.typing() && !(matches!(self, Context::Many) && c == ' ')
    }
}
