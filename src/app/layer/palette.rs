//! The command palette, and other lists with a search line. It offers the actions that are
//! possible now and the lists without an action; entries are found in either language, with or
//! without diacritics, and by synonyms.

use std::cmp::Reverse;

use crate::app::env::Env;
use crate::app::intent::Intent;
use crate::app::layer::{Layer, edit_text, question, types};
use crate::keymap::action::{ACTIONS, Action, ActionGroup, ActionSpec};
use crate::keymap::context::Context;
use crate::lang::Lang;
use crate::lang::action::SYNONYMS;
use crate::lang::papers;
use crate::lang::words::Both;
use crate::programme::spec::{Kind, Label, Programme};
use crate::text::edit::Editor;
use crate::text::fold::fold;
use crate::text::matcher::TextQuery;

#[derive(Debug)]
pub struct Palette {
    /// title; empty for the command palette
    pub title: String,
    /// text above the choices
    pub detail: String,
    pub editor: Editor,
    /// the entries that were possible when the palette was opened
    possible: Vec<PaletteEntry>,
    /// actions possible only after the dialog below is closed: named, never run
    hidden_entries: Vec<PaletteEntry>,
    /// actions possible only after the long work that is running: named, never run
    waiting_entries: Vec<PaletteEntry>,
    /// the typed text may also be a period and a place
    is_question: bool,
    /// the periods and places read from the typed text
    understood: Vec<(String, Intent)>,
    pub at: usize,
}

#[derive(Debug)]
struct PaletteEntry {
    label: Label,
    /// synonyms, separated by ", "
    synonyms: &'static str,
    choice: Intent,
}

impl Palette {
    /// `behind`: whether an action is possible on the layer below a dialog. `waits`: whether only
    /// long work prevents it.
    pub fn new<'a>(
        possible: impl Fn(Action) -> bool,
        behind: impl Fn(Action) -> bool,
        waits: impl Fn(Action) -> bool,
        lists: impl Iterator<Item = &'a Kind>,
    ) -> Palette {
        let offered = |g: ActionGroup| g.offered() && g != ActionGroup::Choose;
        let all = || {
            let all = ACTIONS.iter().filter(|spec| offered(spec.group));
            all.filter(|spec| spec.action != Action::PaletteOpen)
        };
        let actions = all().filter(|spec| possible(spec.action)).map(PaletteEntry::of);
        let later = all().filter(|spec| !possible(spec.action) && behind(spec.action));
        let later = later.map(PaletteEntry::of).collect();
        let waiting = all().filter(|spec| waits(spec.action)).map(PaletteEntry::of).collect();
        let lists = lists.map(|kind| PaletteEntry {
            label: kind.label.clone(),
            synonyms: "",
            choice: Intent::OpenList { kind: kind.no, deleted: false },
        });
        let possible = actions.chain(lists).collect();
        Palette {
            hidden_entries: later,
            waiting_entries: waiting,
            ..Palette::new_palette(String::new(), String::new(), possible)
        }
    }

    /// A list of other entries.
    pub fn from_entries(
        title: String,
        detail: String,
        entries: Vec<(Label, Intent)>,
    ) -> Palette {
        let entry = |(label, choice)| PaletteEntry { label, synonyms: "", choice };
        Palette::new_palette(title, detail, entries.into_iter().map(entry).collect())
    }

    /// For a report: the typed text is also read as a period, a place or both.
    pub fn question(title: String, entries: Vec<(Label, Intent)>, lang: Lang) -> Palette {
        let detail = papers::type_question(lang);
        Palette { is_question: true, ..Palette::from_entries(title, detail, entries) }
    }

    fn new_palette(title: String, detail: String, possible: Vec<PaletteEntry>) -> Palette {
        Palette {
            title,
            detail,
            editor: Editor::new(""),
            possible,
            hidden_entries: Vec::new(),
            waiting_entries: Vec::new(),
            is_question: false,
            understood: Vec::new(),
            at: 0,
        }
    }

    /// The best match among `hidden_entries`, to explain why nothing was found.
    pub fn hidden_match(&self, lang: Lang) -> Option<&str> {
        self.best_match(&self.hidden_entries, lang)
    }

    /// The best match among `waiting_entries`.
    pub fn waiting_match(&self, lang: Lang) -> Option<&str> {
        self.best_match(&self.waiting_entries, lang)
    }

    fn best_match<'a>(&self, entries: &'a [PaletteEntry], lang: Lang) -> Option<&'a str> {
        let query = TextQuery::new(self.editor.text());
        let scored = |entry| Some((PaletteEntry::score(entry, &query, lang)?, entry));
        let mut found: Vec<_> = entries.iter().filter_map(scored).collect();
        found.sort_by_key(|(score, _)| Reverse(*score));
        found.first().map(|(_, entry)| entry.label.get(lang))
    }

    /// The matching entries, best first: match at the start of the label, of a word, anywhere.
    /// Destructive actions are found only by their verb and come last while nothing is typed; quit
    /// always comes last.
    pub fn found(&self, lang: Lang) -> Vec<(&str, &Intent)> {
        let query = TextQuery::new(self.editor.text());
        let mut found: Vec<_> = self
            .possible
            .iter()
            .filter_map(|entry| Some((entry.score(&query, lang)?, entry)))
            .collect();
        let last = |entry: &PaletteEntry| {
            let quits = entry.choice == Intent::Act(Action::AppQuit);
            quits || query.is_empty() && entry.is_destructive()
        };
        // stable sort: equal scores stay in the order of the table
        found.sort_by_key(|(score, entry)| (last(entry), Reverse(*score)));
        let listed = found.into_iter().map(|(_, entry)| (entry.label.get(lang), &entry.choice));
        let understood = self.understood.iter().map(|(words, choice)| (words.as_str(), choice));
        let is_new = |(_, choice): &(&str, &Intent)| {
            self.understood.iter().all(|(_, understood)| understood != *choice)
        };
        understood.chain(listed.filter(is_new)).collect()
    }

    pub fn chosen(&self, lang: Lang) -> Option<(String, Intent)> {
        let (words, choice) = *self.found(lang).get(self.at)?;
        Some((words.to_string(), choice.clone()))
    }

    pub fn step(&mut self, by: isize, lang: Lang) {
        let last = self.found(lang).len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
    }
}

impl PaletteEntry {
    fn of(spec: &ActionSpec) -> PaletteEntry {
        let Both { vi, en } = spec.words.long;
        let label = Label { vi: vi.into(), en: en.into() };
        let (synonyms, choice) = (synonyms(spec.id), Intent::Act(spec.action));
        PaletteEntry { label, synonyms, choice }
    }

    fn is_destructive(&self) -> bool {
        matches!(self.choice, Intent::Act(action) if action.takes_away())
    }

    /// Rank of the entry for the typed text; the label in the screen's language wins over other
    /// words of the same score.
    fn score(&self, query: &TextQuery, lang: Lang) -> Option<(u32, bool)> {
        if query.is_empty() {
            return Some((0, true));
        }
        let of = |words: &str, shown: bool| {
            if self.is_destructive() && !query.names_first_word(&fold(words)) {
                return None;
            }
            // drop the part of the score for the label's length, so that the table's order decides
            query.matches(&fold(words), words).map(|score| (score / 256, shown))
        };
        let (own, other) = match lang {
            Lang::Vi => (&self.label.vi, &self.label.en),
            Lang::En => (&self.label.en, &self.label.vi),
        };
        let others = std::iter::once(other.as_str()).chain(self.synonyms.split(", "));
        others.map(|words| of(words, false)).fold(of(own, true), Option::max)
    }
}

fn synonyms(id: &str) -> &'static str {
    SYNONYMS.iter().find(|(of, _)| *of == id).map_or("", |(_, words)| words)
}

impl Layer for Palette {
    fn contexts(&self, _programme: &'static Programme) -> Vec<Context> {
        Context::Palette.chain().to_vec()
    }

    fn is_dialog(&self) -> bool {
        true
    }

    fn can(&self, action: Action, _env: &Env) -> bool {
        use Action::*;
        let picks =
            matches!(action, PickUp | PickDown | PickPageUp | PickPageDown | PickChoose);
        picks || action == PickCancel || types(action)
    }

    fn act(&mut self, action: Action, env: &mut Env) -> Vec<Intent> {
        use Action::*;
        let lang = env.lang;
        match action {
            MenuUp | PickUp => self.step(-1, lang),
            MenuDown | PickDown => self.step(1, lang),
            PickPageUp => self.step(-10, lang),
            PickPageDown => self.step(10, lang),
            PickCancel => return vec![Intent::Close],
            MenuChoose | PickChoose => {
                let Some((words, then)) = self.chosen(lang) else { return vec![Intent::Close] };
                return vec![Intent::Choose { words, then: Box::new(then) }];
            }
            _ => return edit_text(self, action, env),
        }
        Vec::new()
    }

    fn editor(&mut self) -> Option<&mut Editor> {
        Some(&mut self.editor)
    }

    fn edited(&mut self, env: &Env) -> Vec<Intent> {
        self.at = 0;
        if self.is_question {
            self.understood = question::answers(self.editor.text(), env);
        }
        Vec::new()
    }
}
