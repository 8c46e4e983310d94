//! A question: yes or no, or a line of text to confirm. Starts on No, so that an Enter typed
//! ahead does no harm.

use crate::app::env::Env;
use crate::app::intent::Intent;
use crate::app::layer::{Layer, edit_text, types};
use crate::keymap::action::Action;
use crate::keymap::context::Context;
use crate::lang::words::Both;
use crate::lang::{app as say, form};
use crate::programme::spec::Programme;
use crate::text::edit::Editor;

#[derive(Debug)]
pub struct Ask {
    pub question: String,
    /// what a yes does, as a sentence; may be empty
    pub detail: String,
    /// editor for a reason, path or other text, if one is needed
    pub editor: Option<Editor>,
    pub on_yes: bool,
    /// labels of the two buttons, the harmless one first, when a file exists; `None`: No and Yes
    pub buttons: Option<[String; 2]>,
    pub then: Intent,
}

impl Ask {
    pub fn yes_no(question: String, detail: String, then: Intent) -> Ask {
        Ask { question, detail, editor: None, on_yes: false, buttons: None, then }
    }

    pub fn with_text(question: String, detail: String, then: Intent) -> Ask {
        Ask { editor: Some(Editor::new("")), ..Ask::yes_no(question, detail, then) }
    }

    /// The label of an action in the line of hints, where "yes" and "no" are not what the buttons
    /// say.
    pub fn label(&self, action: Action) -> Option<Both> {
        match action {
            _ if self.buttons.is_none() => None,
            Action::ConfirmYes => Some(form::OTHER_NAME),
            Action::ConfirmNo => Some(form::WRITE_NOTHING),
            _ => None,
        }
    }
}

impl Layer for Ask {
    fn contexts(&self, _programme: &'static Programme) -> Vec<Context> {
        let context = match &self.editor {
            Some(_) if self.then.takes_reason() => Context::Reason,
            Some(_) => Context::Prompt,
            None => Context::Confirm,
        };
        context.chain().to_vec()
    }

    fn is_dialog(&self) -> bool {
        true
    }

    fn hints(&self) -> &'static [Action] {
        match self.buttons {
            Some(_) => &[Action::ConfirmChoose, Action::ConfirmNext, Action::ConfirmNo],
            None => &[],
        }
    }

    fn can(&self, action: Action, _env: &Env) -> bool {
        match action {
            Action::ConfirmYes | Action::ConfirmNo | Action::ConfirmChoose => true,
            Action::ConfirmNext => self.editor.is_none(),
            _ => self.editor.is_some() && types(action),
        }
    }

    fn act(&mut self, action: Action, env: &mut Env) -> Vec<Intent> {
        use Action::*;
        match action {
            ConfirmNext => {
                self.on_yes = !self.on_yes;
                Vec::new()
            }
            ConfirmNo => vec![Intent::Refuse],
            ConfirmYes => {
                if matches!(self.then, Intent::WriteFile { .. }) {
                    self.on_yes = false;
                }
                self.confirmed(env)
            }
            // with a text, Enter confirms: an empty text is refused, so not by accident
            ConfirmChoose if self.editor.is_some() || self.on_yes || self.buttons.is_some() => {
                self.confirmed(env)
            }
            ConfirmChoose => vec![Intent::Refuse],
            _ => edit_text(self, action, env),
        }
    }

    fn editor(&mut self) -> Option<&mut Editor> {
        self.editor.as_mut()
    }
}

impl Ask {
    fn confirmed(&self, env: &Env) -> Vec<Intent> {
        let text = self.editor.as_ref().map(|editor| editor.text().trim().to_string());
        if text.as_ref().is_some_and(String::is_empty) {
            return vec![Intent::ShowMessage(say::write_first(env.lang))];
        }
        let (text, then) = (text.unwrap_or_default(), Box::new(self.then.clone()));
        vec![Intent::Confirm { text, second: self.on_yes, then }]
    }
}
