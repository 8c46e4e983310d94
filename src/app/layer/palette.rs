//! All actions that are possible now, found by typing, with or without marks.

use crate::keymap::action::{ACTIONS, Action, Group};
use crate::lang::Lang;
use crate::text::edit::Editor;
use crate::text::fold::fold;
use crate::text::matcher::Query;

#[derive(Debug)]
pub struct Palette {
    pub editor: Editor,
    /// possible when it was opened
    possible: Vec<Action>,
    pub at: usize,
}

impl Palette {
    pub fn new(possible: impl Fn(Action) -> bool) -> Palette {
        let offered = |g: Group| g.offered() && g != Group::Choose;
        let possible = ACTIONS
            .iter()
            .filter(|spec| offered(spec.group) && spec.action != Action::PaletteOpen)
            .map(|spec| spec.action)
            .filter(|action| possible(*action))
            .collect();
        Palette { editor: Editor::new(""), possible, at: 0 }
    }

    pub fn found(&self, lang: Lang) -> Vec<Action> {
        let query = Query::new(self.editor.text());
        let matches = |action: &Action| {
            let words = action.spec().words.long.get(lang);
            query.matches(&fold(words), words).is_some()
        };
        self.possible.iter().copied().filter(matches).collect()
    }

    pub fn chosen(&self, lang: Lang) -> Option<Action> {
        self.found(lang).get(self.at).copied()
    }

    pub fn step(&mut self, by: isize, lang: Lang) {
        let last = self.found(lang).len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
    }
}
