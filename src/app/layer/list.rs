//! A list of records of one kind: search as one types, filter, sort; rows come by pages.

mod keys;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::app::effect::Effect;
use crate::app::env::Env;
use crate::app::event::LayerId;
use crate::app::intent::Intent;
use crate::app::requests::RowsAsked;
use crate::app::{due, title};
use crate::keymap::action::Action;
use crate::lang::app as say;
use crate::programme::spec::{Kind, Type};
use crate::record::{Change, Id, KindNo, Page, Query, Record, Reviewed, Sort};
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
    /// the days that call for attention, in words
    pub due_words: String,
    /// the name of the officer, where only one officer's records are shown
    pub by_words: String,
    /// the question and its words as the list was opened: Esc leads back to it, and then away
    opened: OpenedQuery,
    /// the search box, while one types in it
    pub search: Option<Editor>,
    /// `None` until the first answer
    pub total: Option<usize>,
    pub at: usize,
    pub top: usize,
    /// the part of the list that was answered for; `rows` may be fewer at its end
    window: Range<usize>,
    rows: Vec<Record>,
    pub titles: BTreeMap<Id, String>,
    incomplete: BTreeSet<Id>,
    /// the question that `rows` answer; `None` since something was written
    answered: Option<Query>,
    /// the cursor stays on this record wherever it is now
    cursor_record: Option<Id>,
}

/// A question, and the words for what narrows it: an answer, an officer, a day.
#[derive(Clone, Debug)]
struct OpenedQuery {
    query: Query,
    words: [String; 3],
}

impl List {
    /// Visits and what else has a day: newest first; establishments and the like: by name.
    pub fn new(kind: &Kind, deleted: bool) -> List {
        let usual = if kind.list.date.is_some() { Sort::Newest } else { Sort::Title };
        let query = Query { deleted, sort: usual, ..Query::all(kind.no) };
        List {
            opened: OpenedQuery { query: query.clone(), words: Default::default() },
            query,
            usual,
            of: String::new(),
            filter_words: String::new(),
            due_words: String::new(),
            by_words: String::new(),
            search: None,
            total: None,
            at: 0,
            top: 0,
            window: 0..0,
            rows: Vec::new(),
            titles: BTreeMap::new(),
            incomplete: BTreeSet::new(),
            answered: None,
            cursor_record: None,
        }
    }

    /// The record at a place of the list, when its page is here.
    pub fn row(&self, at: usize) -> Option<&Record> {
        at.checked_sub(self.window.start).and_then(|at| self.rows.get(at))
    }

    pub fn selected(&self) -> Option<&Record> {
        self.row(self.at)
    }

    /// One of the rows, which lacks a required answer.
    pub fn is_incomplete(&self, id: Id) -> bool {
        self.incomplete.contains(&id)
    }

    /// The rows that are here.
    pub fn rows(&self) -> &[Record] {
        &self.rows
    }

    /// Do the rows answer the question as it is now?
    fn is_current(&self) -> bool {
        self.answered.as_ref() == Some(&self.query)
    }

    /// Is the row under the cursor another one than the question will put there?
    pub fn awaits_rows(&self) -> bool {
        !self.is_current() || (self.selected().is_none() && self.total != Some(0))
    }

    pub fn step(&mut self, by: isize, height: usize) {
        let last = self.total.unwrap_or(0).saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
        self.scroll_to_cursor(height);
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
        self.scroll_to_cursor(height);
    }

    pub fn go_to(&mut self, at: usize, height: usize) {
        self.at = at.min(self.total.unwrap_or(0).saturating_sub(1));
        self.scroll_to_cursor(height);
    }

    /// Brings the cursor's row into view, and leaves no blank rows below while there are rows above.
    pub fn scroll_to_cursor(&mut self, height: usize) {
        let height = height.max(1);
        let last_top = self.total.map_or(usize::MAX, |total| total.saturating_sub(height));
        self.top =
            self.top.min(self.at).max((self.at + 1).saturating_sub(height)).min(last_top);
    }

    /// Is it narrowed by more than words?
    pub fn is_narrowed(&self) -> bool {
        !self.filter_words.is_empty()
            || self.query.reviewed.is_some()
            || self.query.by.is_some()
            || self.query.due.is_some()
    }

    /// What narrows the list now belongs to it: it was opened so.
    pub fn freeze_filters(&mut self) {
        let words = [&self.filter_words, &self.by_words, &self.due_words].map(String::clone);
        self.opened = OpenedQuery { query: self.query.clone(), words };
    }

    /// One step back inside the list: out of the search box, then to the question that it was
    /// opened with, in the order chosen meanwhile. False where the next step leaves it. Words that
    /// find nothing are not worth a step of their own.
    pub fn step_back(&mut self) -> bool {
        let found = self.query.text.is_empty() || self.total != Some(0);
        if self.search.take().is_some() && found {
            return true;
        }
        let OpenedQuery { query, words } = self.opened.clone();
        let query = Query { sort: self.query.sort, ..query };
        if query == self.query {
            return false;
        }
        self.query = query;
        [self.filter_words, self.by_words, self.due_words] = words;
        self.restart();
        true
    }

    /// From the top, with another question.
    pub fn restart(&mut self) {
        (self.at, self.top, self.cursor_record) = (0, 0, None);
    }

    /// The rows in view and what is near them, when they are neither here nor `coming`. The next
    /// page is fetched ahead, so that scrolling never waits.
    pub fn rows_request(
        &self,
        layer: LayerId,
        height: usize,
        coming: Option<&RowsAsked>,
    ) -> Option<Effect> {
        let height = height.max(1);
        let current = self.is_current();
        let total = self.total.filter(|_| current).unwrap_or(usize::MAX);
        let near = self.top.saturating_sub(height / 2)..(self.top + 2 * height).min(total);
        let covers =
            |window: &Range<usize>| window.start <= near.start && near.end <= window.end;
        let comes = coming.is_some_and(|c| c.query == self.query && covers(&c.window));
        if comes || (current && covers(&self.window)) {
            return None;
        }
        Some(self.request_rows(layer, height))
    }

    /// The request for the rows around the cursor. A new one covers little more than the
    /// window, so that its answer is quick.
    pub fn request_rows(&self, layer: LayerId, height: usize) -> Effect {
        let height = height.max(1);
        let start = self.top.saturating_sub(2 * height);
        let end = if self.is_current() { start + 6 * height } else { self.top + 2 * height };
        let keep = self.cursor_record.map(|id| (id, self.at));
        Effect::Page {
            layer,
            query: self.query.clone(),
            start,
            limit: end - start,
            cursor_record: keep,
        }
    }

    /// Takes the answer to a question for `limit` rows; one to another question is dropped.
    pub fn fill(&mut self, query: &Query, limit: usize, page: Page, height: usize) {
        if *query != self.query {
            return;
        }
        self.answered = Some(self.query.clone());
        self.total = Some(page.total);
        self.window = page.start..page.start + limit.max(page.rows.len());
        (self.rows, self.titles, self.incomplete) = (page.rows, page.titles, page.incomplete);
        let kept = self.cursor_record.take();
        let place = kept.and_then(|id| self.rows.iter().position(|row| row.id == id));
        if let Some(now) = place.map(|place| self.window.start + place) {
            // The row keeps its place on the screen, except at the top: what is new is seen there.
            if self.top > 0 {
                self.top = (self.top + now).saturating_sub(self.at);
            }
            self.at = now;
        }
        self.go_to(self.at, height);
    }

    /// Something was written: the query is to be sent again. The old rows are shown until
    /// the answer is here, and the cursor stays on its record.
    pub fn refresh(&mut self) {
        self.cursor_record = self.selected().map(|row| row.id);
        self.answered = None;
    }

    /// Others wrote. At the very top one wants to see what comes.
    pub fn keep_record(&mut self) {
        self.refresh();
        self.cursor_record = self.cursor_record.filter(|_| self.at > 0);
    }
}

impl List {
    /// What a record's page offers, from its row.
    fn on_record(&self, action: Action, record: &Record) -> Option<Intent> {
        let (id, base) = (record.id, record.head);
        Some(match action {
            Action::ListOpen => Intent::OpenRecord(record.kind, id),
            Action::RecordEdit => {
                Intent::EditRecord(Box::new(record.clone()), self.titles.clone())
            }
            Action::RecordDelete => Intent::AskDelete { id, base },
            Action::RecordHistory => Intent::ShowHistory(id),
            Action::RecordRestore => Intent::Commit(vec![Change::Restore { id, base }]),
            _ => return None,
        })
    }
}

fn sort_menu(env: &Env) -> Intent {
    let sorts = [Sort::Title, Sort::Newest, Sort::Oldest];
    let items = sorts.map(|s| (say::sort(env.lang, s as usize), Intent::Sort(s)));
    Intent::OpenMenu { title: say::sort_title(env.lang), items: items.into() }
}

/// What a list of this kind can be narrowed by.
fn filter_menu(kind: KindNo, env: &Env) -> Option<Intent> {
    let (programme, lang, today) = (env.programme, env.lang, env.today);
    let kind = programme.kind(kind)?;
    let mut items = vec![
        (say::all_records(lang), Intent::Filter(None)),
        (say::incomplete_only(lang), Intent::FilterIncomplete),
    ];
    let stretches = due::due_filters(kind, today).into_iter();
    items.extend(stretches.map(|d| (due::label(kind, d, today, lang), Intent::FilterDue(d))));
    if env.at_headquarters() && kind.is_reviewed {
        let states =
            Reviewed::ALL.map(|one| (title::reviewed(lang, one), Intent::FilterReviewed(one)));
        items.extend(states);
        items.push((say::by_officer(lang), Intent::ChooseOfficer));
    }
    for field in kind.list.filter.iter().filter_map(|no| kind.field(*no)) {
        let label = field.label.get(lang);
        match &field.ty {
            Type::Choice(list) | Type::Many(list) => {
                let choices = programme.list(list).map(|l| l.choices.as_slice()).unwrap_or(&[]);
                items.extend(choices.iter().map(|c| {
                    let words = format!("{label}: {}", c.label.get(lang));
                    (words, Intent::Filter(Some((field.no, c.id.clone()))))
                }));
            }
            Type::YesNo => items.extend([true, false].map(|yes| {
                let words = format!("{label}: {}", say::yes_no(lang, yes));
                (words, Intent::Filter(Some((field.no, yes.to_string()))))
            })),
            _ => {}
        }
    }
    Some(Intent::OpenMenu { title: say::filter_title(lang), items })
}
