//! The form as a layer of the screen.

use super::{Env, Form};
use crate::app::Effect;
use crate::app::event::{LayerAnswer, LayerId};
use crate::app::form::Spot;
use crate::app::intent::Intent;
use crate::app::layer::Layer;
use crate::app::layer::kind_title;
use crate::app::requests::Holds;
use crate::keymap::action::Action;
use crate::keymap::context::Context;
use crate::lang::Lang;
use crate::lang::app;
use crate::programme::spec::Programme;
use crate::text::edit::Editor;

impl Layer for Form {
    /// Innermost first: the list under a field, the text, the table, the form.
    fn contexts(&self, programme: &'static Programme) -> Vec<Context> {
        let mut contexts = Vec::new();
        if let Some(pick) = &self.focus.pick {
            if pick.marked.is_some() && pick.editor.text().is_empty() {
                contexts.push(Context::Many);
            }
            contexts.extend([Context::Pick, Context::Text, Context::Global]);
            return contexts;
        }
        if self.focus.in_note(&self.content, programme) {
            contexts.push(Context::Note);
        }
        if self.focus.editor.is_some() {
            contexts.push(Context::Text);
        }
        if !matches!(self.focus.cursor.at, Spot::Field(_)) {
            contexts.push(Context::Lines);
        }
        contexts.extend([Context::Form, Context::Global]);
        contexts
    }

    fn answer(&mut self, answer: LayerAnswer, env: &mut Env) -> Vec<Intent> {
        let intents = self.take_answer(answer, env);
        self.follow(env.height_below_title(), env.width(), env.programme, env.lang);
        intents.into_iter().chain([Intent::SettleForm]).collect()
    }

    fn title(&self, programme: &'static Programme, lang: Lang) -> String {
        let kind = kind_title(programme, self.content.draft.kind, lang);
        match self.content.draft.edits {
            Some(_) => app::title_edit(lang, &kind),
            None => app::title_new(lang, &kind),
        }
    }

    fn editor(&mut self) -> Option<&mut Editor> {
        self.focus.editor()
    }

    fn hints(&self) -> &'static [Action] {
        match self.focus.pick {
            Some(_) => &[Action::PickChoose, Action::PickCreate, Action::PickCancel],
            None => &[],
        }
    }

    fn can(&self, action: Action, env: &Env) -> bool {
        Form::can(self, action, env.programme)
    }

    fn act(&mut self, action: Action, env: &mut Env) -> Vec<Intent> {
        let intents = Form::act(self, action, env);
        self.follow(env.height_below_title(), env.width(), env.programme, env.lang);
        intents.into_iter().chain([Intent::SettleForm]).collect()
    }

    /// Reloads the edited record: it may have been changed elsewhere.
    fn fetch(&mut self, id: LayerId, _env: &Env) -> Vec<Effect> {
        let edited = self.content.before.as_ref().map(|record| record.id);
        edited.map(|of| Effect::Load { layer: id, id: of }).into_iter().collect()
    }

    fn waits_for(&self, action: Action) -> Option<Holds> {
        use Action::*;
        match action {
            PickChoose | PickToggle | PickUp | PickDown | PickPageUp | PickPageDown => {
                Some(Holds::Hits)
            }
            FormSave => Some(Holds::Content),
            _ => None,
        }
    }

    fn resize(&mut self, env: &Env) {
        self.follow(env.height_below_title(), env.width(), env.programme, env.lang);
    }
}
