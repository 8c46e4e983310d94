//! A scrollable text: help, a record's history, a report.

use crate::app::env::Env;
use crate::app::intent::Intent;
use crate::app::layer::{Layer, page_step, scrolls};
use crate::keymap::action::Action;
use crate::keymap::context::Context;
use crate::lang::Lang;
use crate::programme::spec::Programme;
use crate::text::cells;

#[derive(Debug, Default)]
pub struct ReaderLayer {
    pub title: String,
    pub lines: Vec<ReaderLine>,
    pub top: usize,
    /// sentences to wrap again for every width; empty if `lines` is fixed
    pub sentences: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReaderLine {
    Heading(String),
    Text(String),
    /// keys, what they do, and the source of the binding
    Keys {
        keys: String,
        words: String,
        source: String,
    },
}

impl ReaderLayer {
    /// `columns`: width of the screen in cells.
    pub fn text(title: String, sentences: Vec<String>, columns: u16) -> ReaderLayer {
        let mut reader = ReaderLayer { title, sentences, ..ReaderLayer::default() };
        reader.fit(columns);
        reader
    }

    /// Wraps the sentences for this width; leading spaces are kept as indentation.
    pub fn fit(&mut self, columns: u16) {
        if self.sentences.is_empty() {
            return;
        }
        let width = usize::from(columns).saturating_sub(4).max(16);
        let broken = self.sentences.iter().flat_map(|sentence| {
            let text = sentence.trim_start_matches(' ');
            let (margin, _) = sentence.split_at(sentence.len() - text.len());
            let room = width.saturating_sub(margin.len()).max(8);
            cells::wrap(text, room).into_iter().map(move |line| format!("{margin}{line}"))
        });
        self.lines = broken.map(ReaderLine::Text).collect();
    }

    pub fn scroll(&mut self, by: isize, height: usize) {
        let last = self.lines.len().saturating_sub(height.max(1));
        self.top = self.top.saturating_add_signed(by).min(last);
    }
}

impl Layer for ReaderLayer {
    fn contexts(&self, _programme: &'static Programme) -> Vec<Context> {
        Context::Help.chain().to_vec()
    }

    fn title(&self, _programme: &'static Programme, _lang: Lang) -> String {
        self.title.clone()
    }

    fn can(&self, action: Action, _env: &Env) -> bool {
        scrolls(action)
    }

    fn act(&mut self, action: Action, env: &mut Env) -> Vec<Intent> {
        use Action::*;
        let height = env.height_below_title();
        let page = page_step(height);
        match action {
            ScrollUp => self.scroll(-1, height),
            ScrollDown => self.scroll(1, height),
            ScrollPageUp => self.scroll(-page, height),
            ScrollPageDown => self.scroll(page, height),
            ScrollFirst => self.scroll(isize::MIN / 2, height),
            ScrollLast => self.scroll(isize::MAX / 2, height),
            _ => {}
        }
        Vec::new()
    }

    fn resize(&mut self, env: &Env) {
        self.fit(env.size.0);
        self.scroll(0, env.height_below_title());
    }
}
