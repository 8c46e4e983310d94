//! A question: yes or no, or a line of text and then yes. Starts on No, so that typed-ahead
//! Enters do no harm.

use crate::app::intent::Intent;
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
    pub then: Intent,
}

impl Ask {
    pub fn yes_no(question: String, detail: String, then: Intent) -> Ask {
        Ask { question, detail, editor: None, yes: false, buttons: None, then }
    }

    pub fn with_text(question: String, detail: String, then: Intent) -> Ask {
        Ask { editor: Some(Editor::new("")), ..Ask::yes_no(question, detail, then) }
    }
}
