//! A list of records of one kind: search as one types, filter, sort; rows come by pages.

use std::collections::BTreeMap;

use crate::app::effect::Effect;
use crate::app::event::LayerId;
use crate::programme::spec::Kind;
use crate::record::{Id, Page, Query, Record, Sort};
use crate::text::edit::Editor;

#[derive(Debug)]
pub struct List {
    pub query: Query,
    /// the order that this kind has by itself
    pub usual: Sort,
    /// the figure whose records these are; empty for a list of its own
    pub of: String,
    /// the words of the filter, as chosen
    pub filter_words: String,
    /// the name of the officer whose records alone are shown
    pub by_words: String,
    /// the search box, while one types in it
    pub search: Option<Editor>,
    /// `None` until the first answer
    pub total: Option<usize>,
    pub at: usize,
    pub top: usize,
    start: usize,
    rows: Vec<Record>,
    pub titles: BTreeMap<Id, String>,
    /// the rows are not those of the question: another one, or something was written
    pub waiting: bool,
    /// what was asked for last, so that nothing is asked for twice
    asked: Option<(Query, usize)>,
    /// the cursor stays on this record wherever it is now
    keep: Option<Id>,
}

impl List {
    /// Visits and what else has a day: newest first; establishments and the like: by name.
    pub fn new(kind: &Kind, deleted: bool) -> List {
        let usual = if kind.list.date.is_some() { Sort::Newest } else { Sort::Title };
        List {
            query: Query { deleted, sort: usual, ..Query::all(kind.no) },
            usual,
            of: String::new(),
            filter_words: String::new(),
            by_words: String::new(),
            search: None,
            total: None,
            at: 0,
            top: 0,
            start: 0,
            rows: Vec::new(),
            titles: BTreeMap::new(),
            waiting: true,
            asked: None,
            keep: None,
        }
    }

    /// The record at a place of the list, when its page is here.
    pub fn row(&self, at: usize) -> Option<&Record> {
        at.checked_sub(self.start).and_then(|at| self.rows.get(at))
    }

    pub fn selected(&self) -> Option<&Record> {
        self.row(self.at)
    }

    /// Is the row under the cursor not (yet) the one that will stand there?
    pub fn lacks_answer(&self) -> bool {
        let here = self.selected().is_some() || self.total == Some(0);
        self.waiting || (!here && self.asked.is_some())
    }

    pub fn step(&mut self, by: isize, height: usize) {
        let last = self.total.unwrap_or(0).saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
        self.follow(height);
    }

    /// A page down keeps the cursor's place on the screen.
    pub fn page(&mut self, by: isize, height: usize) {
        let total = self.total.unwrap_or(0);
        let last_top = total.saturating_sub(height);
        let top = self.top.saturating_add_signed(by * height as isize).min(last_top);
        if top == self.top {
            self.at = if by > 0 { total.saturating_sub(1) } else { 0 };
        } else {
            self.at = (top + self.at.saturating_sub(self.top)).min(total.saturating_sub(1));
            self.top = top;
        }
        self.follow(height);
    }

    pub fn to(&mut self, at: usize, height: usize) {
        self.at = at.min(self.total.unwrap_or(0).saturating_sub(1));
        self.follow(height);
    }

    pub fn follow(&mut self, height: usize) {
        self.top = self.top.min(self.at).max((self.at + 1).saturating_sub(height.max(1)));
    }

    /// Is it narrowed by more than words?
    pub fn is_narrowed(&self) -> bool {
        !self.filter_words.is_empty()
            || self.query.reviewed.is_some()
            || self.query.by.is_some()
    }

    /// From the top, with another question.
    pub fn restart(&mut self) {
        (self.at, self.top, self.asked, self.keep) = (0, 0, None, None);
        self.waiting = true;
    }

    /// What is missing for the rows in view, as an effect; pages ahead and behind are fetched
    /// before they are needed, so that scrolling never waits.
    pub fn wanted(&mut self, layer: LayerId, height: usize) -> Option<Effect> {
        let height = height.max(1);
        let total = self.total.unwrap_or(usize::MAX);
        let covered = self.start <= self.top.saturating_sub(height / 2)
            && (self.top + 2 * height).min(total) <= self.start + self.rows.len();
        let start = self.top.saturating_sub(2 * height);
        let question = (self.query.clone(), start);
        let same_query = self.asked.as_ref().is_some_and(|(q, _)| *q == self.query);
        if (covered && same_query) || self.asked.as_ref() == Some(&question) {
            return None;
        }
        // A new question is answered for the window first; the rest comes when it is moved.
        let limit = if same_query { 6 * height } else { 2 * height };
        self.asked = Some(question);
        let keep = self.keep.map(|id| (id, self.at));
        Some(Effect::Page { layer, query: self.query.clone(), start, limit, keep })
    }

    /// Answers to an older question are dropped.
    pub fn fill(&mut self, query: &Query, page: Page, height: usize) {
        if *query != self.query {
            return;
        }
        self.waiting = false;
        self.total = Some(page.total);
        (self.start, self.rows, self.titles) = (page.start, page.rows, page.titles);
        let kept = self.keep.take();
        let place = kept.and_then(|id| self.rows.iter().position(|row| row.id == id));
        if let Some(now) = place.map(|place| self.start + place) {
            // the row stays where it stood on the screen
            self.top = (self.top + now).saturating_sub(self.at);
            self.at = now;
        }
        self.to(self.at, height);
    }

    /// The same question again: something was written. The old rows stay until the answer.
    pub fn refresh(&mut self) {
        self.asked = None;
        self.waiting = true;
    }

    /// Others wrote: the cursor stays on its record, however many rows came before it. At the very
    /// top one wants to see what comes.
    pub fn stay(&mut self) {
        self.keep = self.selected().map(|row| row.id).filter(|_| self.at > 0);
        self.refresh();
    }
}
