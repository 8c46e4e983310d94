//! All actions that are possible now, and the lists that no action of their own leads to; found by
//! typing, with or without marks.

use crate::app::layer::menu::Choice;
use crate::keymap::action::{ACTIONS, Action, Group};
use crate::lang::Lang;
use crate::lang::words::Both;
use crate::programme::spec::{Kind, Label};
use crate::text::edit::Editor;
use crate::text::fold::fold;
use crate::text::matcher::Query;

#[derive(Debug)]
pub struct Palette {
    pub editor: Editor,
    /// possible when it was opened
    possible: Vec<(Label, Choice)>,
    pub at: usize,
}

impl Palette {
    pub fn new<'a>(
        possible: impl Fn(Action) -> bool,
        lists: impl Iterator<Item = &'a Kind>,
    ) -> Palette {
        let offered = |g: Group| g.offered() && g != Group::Choose;
        let actions = ACTIONS
            .iter()
            .filter(|spec| offered(spec.group) && spec.action != Action::PaletteOpen)
            .filter(|spec| possible(spec.action))
            .map(|spec| {
                let Both { vi, en } = spec.words.long;
                (Label { vi: vi.into(), en: en.into() }, Choice::Do(spec.action))
            });
        let lists = lists
            .map(|kind| (kind.label.clone(), Choice::List { kind: kind.no, deleted: false }));
        Palette { editor: Editor::new(""), possible: actions.chain(lists).collect(), at: 0 }
    }

    pub fn found(&self, lang: Lang) -> impl Iterator<Item = (&str, &Choice)> {
        let query = Query::new(self.editor.text());
        let words = self.possible.iter().map(move |(label, choice)| (label.get(lang), choice));
        words.filter(move |(words, _)| query.matches(&fold(words), words).is_some())
    }

    pub fn chosen(&self, lang: Lang) -> Option<(String, Choice)> {
        let (words, choice) = self.found(lang).nth(self.at)?;
        Some((words.to_string(), choice.clone()))
    }

    pub fn step(&mut self, by: isize, lang: Lang) {
        let last = self.found(lang).count().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
    }
}
