//! A short list of things to do.

use crate::app::env::Env;
use crate::app::intent::Intent;
use crate::app::layer::{Layer, page_step};
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
        let page = page_step(env.list_height());
        match action {
            Action::MenuUp => self.step(-1),
            Action::MenuDown => self.step(1),
            Action::ListPageUp => self.step(-page),
            Action::ListPageDown => self.step(page),
            Action::ListFirst => self.step(isize::MIN),
            Action::ListLast => self.step(isize::MAX),
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
