//! A list of records of one kind with incremental search, filters and sorting; rows are fetched in
//! pages.

mod keys;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::app::effect::Effect;
use crate::app::env::{Env, body_height};
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
    /// default order of the kind
    pub usual: Sort,
    /// label of the figure whose records are listed; empty for other lists
    pub of: String,
    /// label of the filter
    pub filter_words: String,
    /// label of the filter by due day
    pub due_words: String,
    /// name of the officer, if the list shows only one officer's records
    pub by_words: String,
    /// query and labels when the list was opened: Esc returns to them, the next Esc closes the list
    opened: OpenedQuery,
    /// the search box, while it is open
    pub search: Option<Editor>,
    /// `None` until the first answer
    pub total: Option<usize>,
    pub at: usize,
    pub top: usize,
    /// the range of rows that was answered; `rows` may be shorter at the end of the list
    window: Range<usize>,
    rows: Vec<Record>,
    titles: BTreeMap<Id, String>,
    /// how often rows, titles and marks were replaced
    filled: u64,
    incomplete: BTreeSet<Id>,
    /// the query that `rows` belong to; `None` after a write, when they are stale
    answered: Option<Query>,
    /// the record that the cursor follows when the next rows arrive
    cursor_record: Option<Id>,
}

/// A query, and the labels of its filters: answer, officer, due day.
#[derive(Clone, Debug)]
struct OpenedQuery {
    query: Query,
    words: [String; 3],
}

/// Whether a window has room for the heads of columns.
pub fn has_heads((columns, rows): (u16, u16)) -> bool {
    columns >= 45 && rows >= 16
}

/// Records in view: rows of the body without the search line and the heads.
pub fn rows_in(size: (u16, u16)) -> usize {
    body_height(size).saturating_sub(1 + usize::from(has_heads(size))).max(1)
}

impl List {
    /// Kinds with a date are sorted newest first, the others by title.
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
            filled: 0,
            incomplete: BTreeSet::new(),
            answered: None,
            cursor_record: None,
        }
    }

    /// The record at an index of the list, if it is loaded.
    pub fn row(&self, at: usize) -> Option<&Record> {
        at.checked_sub(self.window.start).and_then(|at| self.rows.get(at))
    }

    pub fn selected(&self) -> Option<&Record> {
        self.row(self.at)
    }

    /// Whether this record, one of the rows, lacks a required answer.
    pub fn is_incomplete(&self, id: Id) -> bool {
        self.incomplete.contains(&id)
    }

    pub fn rows(&self) -> &[Record] {
        &self.rows
    }

    /// Titles of the records that the rows link to.
    pub fn titles(&self) -> &BTreeMap<Id, String> {
        &self.titles
    }

    /// Another number whenever what a row shows may have changed.
    pub fn filled(&self) -> u64 {
        self.filled
    }

    /// Whether the rows belong to the present query.
    fn is_current(&self) -> bool {
        self.answered.as_ref() == Some(&self.query)
    }

    /// Whether the row under the cursor may differ from the one that the query gives.
    pub fn awaits_rows(&self) -> bool {
        !self.is_current() || (self.selected().is_none() && self.total != Some(0))
    }

    pub fn step(&mut self, by: isize, height: usize) {
        self.cursor_record = None;
        let last = self.total.unwrap_or(0).saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
        self.scroll_to_cursor(height);
    }

    /// Scrolls by a page; the cursor stays on the same screen line.
    pub fn page(&mut self, by: isize, height: usize) {
        self.cursor_record = None;
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
        self.cursor_record = None;
        self.at = at.min(self.total.unwrap_or(0).saturating_sub(1));
        self.scroll_to_cursor(height);
    }

    /// Scrolls the cursor's row into view, without empty space at the bottom while rows above are
    /// hidden.
    pub fn scroll_to_cursor(&mut self, height: usize) {
        let height = height.max(1);
        let last_top = self.total.map_or(usize::MAX, |total| total.saturating_sub(height));
        self.top =
            self.top.min(self.at).max((self.at + 1).saturating_sub(height)).min(last_top);
    }

    /// Whether there is a filter besides the search text.
    pub fn is_narrowed(&self) -> bool {
        !self.filter_words.is_empty()
            || self.query.reviewed.is_some()
            || self.query.by.is_some()
            || self.query.due.is_some()
    }

    /// Makes the present filters part of the opened list: Esc does not remove them.
    pub fn freeze_filters(&mut self) {
        let words = [&self.filter_words, &self.by_words, &self.due_words].map(String::clone);
        self.opened = OpenedQuery { query: self.query.clone(), words };
    }

    /// One step back inside the list: closes the search box, then restores the query that the list
    /// was opened with, in the present order. False if there is no step left. A search without
    /// matches is cleared together with the box.
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

    /// Moves the cursor to the top, for another query.
    pub fn restart(&mut self) {
        (self.at, self.top, self.cursor_record) = (0, 0, None);
    }

    /// The request for the rows in view and near it, unless they are loaded or `coming`. The next
    /// page is fetched ahead, so that scrolling need not wait.
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

    /// The request for the rows around the cursor. For a new query it covers little more than the
    /// window, for a quick answer.
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

    /// Takes the answer to a request for `limit` rows; an answer to another query is dropped.
    pub fn fill(&mut self, query: &Query, limit: usize, page: Page, height: usize) {
        if *query != self.query {
            return;
        }
        self.answered = Some(self.query.clone());
        self.total = Some(page.total);
        self.window = page.start..page.start + limit.max(page.rows.len());
        self.filled += 1;
        (self.rows, self.titles, self.incomplete) = (page.rows, page.titles, page.incomplete);
        let kept = self.cursor_record.take();
        let place = kept.and_then(|id| self.rows.iter().position(|row| row.id == id));
        if let Some(now) = place.map(|place| self.window.start + place) {
            // the row stays on its screen line, except at the top, where new rows become visible
            if self.top > 0 {
                self.top = (self.top + now).saturating_sub(self.at);
            }
            self.at = now;
        }
        self.go_to(self.at, height);
    }

    /// After a write: marks the rows as stale. They are shown until the answer arrives, and the
    /// cursor stays on its record, or moves to the one that it follows.
    pub fn refresh(&mut self) {
        self.cursor_record = self.cursor_record.or(self.selected().map(|row| row.id));
        self.answered = None;
    }

    /// Moves the cursor to this record when the next rows arrive.
    pub fn follow(&mut self, id: Id) {
        self.cursor_record = Some(id);
    }

    /// After changes from others: like `refresh`, but a cursor on the first row stays at the top to
    /// show new rows.
    pub fn keep_record(&mut self) {
        let follows = self.cursor_record.is_some();
        self.refresh();
        self.cursor_record = self.cursor_record.filter(|_| follows || self.at > 0);
    }
}

impl List {
    /// Actions on the selected record.
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

/// The menu of the kind's filters.
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
