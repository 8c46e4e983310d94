//! Prompt for passphrases: to unlock the notebook, and to set, change or remove its passphrase.
//! The typed text is not shown.

use crate::app::env::Env;
use crate::app::intent::{Intent, PassphraseTask};
use crate::app::layer::{Layer, types};
use crate::keymap::action::Action;
use crate::keymap::context::Context;
use crate::lang::Lang;
use crate::lang::passphrase as words;
use crate::programme::spec::Programme;
use crate::text::secret::Secret;

/// One input line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassphraseField {
    Present,
    New,
    Again,
}

#[derive(Debug)]
pub struct PassphraseLayer {
    pub task: PassphraseTask,
    present: Secret,
    new: Secret,
    again: Secret,
    pub at: usize,
    /// error of the last input
    pub fault: Option<String>,
    /// whether the passphrase is being checked
    pub is_tried: bool,
}

impl PassphraseLayer {
    pub fn new(task: PassphraseTask) -> PassphraseLayer {
        let (present, new, again) = Default::default();
        PassphraseLayer { task, present, new, again, at: 0, fault: None, is_tried: false }
    }

    pub fn fields(&self) -> &'static [PassphraseField] {
        use PassphraseField::*;
        match self.task {
            PassphraseTask::Unlock | PassphraseTask::Remove => &[Present],
            PassphraseTask::Set => &[New, Again],
            PassphraseTask::Change => &[Present, New, Again],
        }
    }

    pub fn typed(&self, field: PassphraseField) -> &Secret {
        match field {
            PassphraseField::Present => &self.present,
            PassphraseField::New => &self.new,
            PassphraseField::Again => &self.again,
        }
    }

    /// The passphrase was refused: clears all input and shows the fault.
    pub fn refuse(&mut self, fault: String) {
        *self = PassphraseLayer { fault: Some(fault), ..PassphraseLayer::new(self.task) };
    }

    fn step(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(self.fields().len().saturating_sub(1));
    }

    fn finish(&mut self, lang: Lang) -> Vec<Intent> {
        let fields = self.fields();
        if let Some(at) = fields.iter().position(|field| self.typed(*field).is_empty()) {
            (self.at, self.fault) = (at, Some(words::type_it(lang)));
            return Vec::new();
        }
        if self.new != self.again {
            self.again.clear();
            (self.at, self.fault) = (fields.len() - 1, Some(words::not_alike(lang)));
            return Vec::new();
        }
        (self.fault, self.is_tried) = (None, true);
        let present = self.present.clone();
        vec![match self.task {
            PassphraseTask::Unlock => Intent::Unlock(present),
            PassphraseTask::Remove => Intent::SetPassphrase { present, new: None },
            PassphraseTask::Set | PassphraseTask::Change => {
                Intent::SetPassphrase { present, new: Some(self.new.clone()) }
            }
        }]
    }
}

impl Layer for PassphraseLayer {
    fn contexts(&self, _programme: &'static Programme) -> Vec<Context> {
        Context::Passphrase.chain().to_vec()
    }

    fn title(&self, _programme: &'static Programme, lang: Lang) -> String {
        words::title(self.task == PassphraseTask::Unlock, lang)
    }

    fn can(&self, action: Action, _env: &Env) -> bool {
        let saves = action == Action::FormSave && self.task != PassphraseTask::Unlock;
        saves || matches!(action, Action::FieldNext | Action::FieldPrev) || types(action)
    }

    fn act(&mut self, action: Action, env: &mut Env) -> Vec<Intent> {
        use Action::*;
        match action {
            FieldPrev => self.step(-1),
            FieldNext if self.at + 1 < self.fields().len() => self.step(1),
            FieldNext | FormSave => return self.finish(env.lang),
            _ => {
                if let Some(secret) = self.secret() {
                    edit_secret(secret, action);
                }
            }
        }
        Vec::new()
    }

    fn secret(&mut self) -> Option<&mut Secret> {
        Some(match self.fields().get(self.at)? {
            PassphraseField::Present => &mut self.present,
            PassphraseField::New => &mut self.new,
            PassphraseField::Again => &mut self.again,
        })
    }

    fn edited(&mut self, _env: &Env) -> Vec<Intent> {
        self.fault = None;
        Vec::new()
    }
}

/// Edits a secret at its end only, because it is not shown.
pub fn edit_secret(secret: &mut Secret, action: Action) {
    match action {
        Action::TextDeleteBack => secret.delete_back(),
        Action::TextDeleteWord | Action::TextClearLine => secret.clear(),
        _ => {}
    }
}
