//! A menu: a short list of intents.

use crate::app::env::Env;
use crate::app::intent::Intent;
use crate::app::layer::{Layer, row_step};
use crate::keymap::action::Action;
use crate::keymap::context::Context;
use crate::programme::spec::Programme;

#[derive(Debug)]
pub struct MenuLayer {
    pub title: String,
    pub items: Vec<(String, Intent)>,
    pub at: usize,
}

impl MenuLayer {
    pub fn new(title: String, items: Vec<(String, Intent)>) -> MenuLayer {
        MenuLayer { title, items, at: 0 }
    }

    pub fn step(&mut self, by: isize) {
        let last = self.items.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
    }
}

impl Layer for MenuLayer {
    fn contexts(&self, _programme: &'static Programme) -> Vec<Context> {
        Context::Menu.chain().to_vec()
    }

    fn is_dialog(&self) -> bool {
        true
    }

    fn can(&self, action: Action, _env: &Env) -> bool {
        use Action::*;
        matches!(
            action,
            MenuUp | MenuDown | MenuChoose | ListPageUp | ListPageDown | ListFirst | ListLast
        )
    }

    fn act(&mut self, action: Action, env: &mut Env) -> Vec<Intent> {
        if let Some(by) = row_step(action, env.height_below_title()) {
            self.step(by);
        }
        match action {
            Action::MenuUp => self.step(-1),
            Action::MenuDown => self.step(1),
            Action::MenuChoose => {
                let chosen = self.items.get(self.at).cloned();
                let choose = |(words, then)| Intent::Choose { words, then: Box::new(then) };
                return chosen.map(choose).into_iter().collect();
            }
            _ => {}
        }
        Vec::new()
    }
}
