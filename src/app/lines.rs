//! Lines with a cursor: the first screen and a record's page consist of them.

use crate::app::intent::Intent;
use crate::keymap::action::Action;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineShape {
    Blank,
    Heading(String),
    /// a row of a list: text, and a note at the right edge
    Row {
        text: String,
        note: String,
    },
    /// a question and its answer; `label` is empty on a further line of the same answer
    Fact {
        label: String,
        value: String,
    },
    Text(String),
    /// a row of a table that compares records side by side
    Columns {
        label: String,
        cells: Vec<String>,
    },
    /// the label of an action, with its key before it
    Choice(String),
    /// values before and after, and the change in tenths of a percent
    Bar {
        label: String,
        before: String,
        after: String,
        tenths: Option<i64>,
        is_better: Option<bool>,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub struct ScreenLine {
    pub shape: LineShape,
    pub target: Option<Intent>,
}

impl ScreenLine {
    pub fn heading(text: String) -> ScreenLine {
        ScreenLine { shape: LineShape::Heading(text), target: None }
    }

    pub fn text(text: String) -> ScreenLine {
        ScreenLine { shape: LineShape::Text(text), target: None }
    }

    pub fn blank() -> ScreenLine {
        ScreenLine { shape: LineShape::Blank, target: None }
    }

    pub fn row(text: String, note: String, target: Intent) -> ScreenLine {
        ScreenLine { shape: LineShape::Row { text, note }, target: Some(target) }
    }
}

/// Lines, the index of the line under the cursor, and of the first visible line.
#[derive(Clone, Debug, Default)]
pub struct ScreenLines {
    pub items: Vec<ScreenLine>,
    pub at: usize,
    pub top: usize,
}

impl ScreenLines {
    /// Replaces all lines; the cursor stays on the same target if it still exists.
    pub fn replace(&mut self, items: Vec<ScreenLine>) {
        let target = self.target().cloned();
        self.items = items;
        let same =
            target.and_then(|t| self.items.iter().position(|l| l.target.as_ref() == Some(&t)));
        self.at = same.unwrap_or_else(|| self.at.min(self.items.len().saturating_sub(1)));
        if self.target().is_none() {
            self.at = self
                .selectable(self.at, 1)
                .or_else(|| self.selectable(self.at, -1))
                .unwrap_or(0);
        }
    }

    pub fn target(&self) -> Option<&Intent> {
        self.items.get(self.at).and_then(|line| line.target.as_ref())
    }

    /// Moves the cursor by selectable lines. If there is none left in that direction, scrolls
    /// instead, so that text beyond the last selectable line can be read.
    pub fn step(&mut self, by: isize, height: usize) {
        let from = self.at;
        for _ in 0..by.unsigned_abs() {
            let next = self.at.checked_add_signed(by.signum());
            let Some(at) = next.and_then(|next| self.selectable(next, by.signum())) else {
                break;
            };
            self.at = at;
        }
        if self.at != from {
            return self.scroll_to_cursor(height);
        }
        let last_top = self.items.len().saturating_sub(height);
        self.top = self.top.saturating_add_signed(by).min(last_top);
    }

    pub fn first(&mut self) {
        self.at = self.selectable(0, 1).unwrap_or(0);
        self.top = 0;
    }

    pub fn last(&mut self, height: usize) {
        let end = self.items.len().saturating_sub(1);
        self.at = self.selectable(end, -1).unwrap_or(0);
        self.top = self.items.len().saturating_sub(height);
    }

    /// Scrolls as little as possible to bring the cursor's line into a window of `height` lines. At
    /// the first selectable line the headings above it become visible too.
    pub fn scroll_to_cursor(&mut self, height: usize) {
        let height = height.max(1);
        if self.selectable(0, 1) == Some(self.at) && self.at < height {
            self.top = 0;
        }
        self.top = self.top.min(self.at).max((self.at + 1).saturating_sub(height));
        // no empty space at the bottom while lines above are hidden
        self.top = self.top.min(self.items.len().saturating_sub(height));
    }

    fn selectable(&self, from: usize, way: isize) -> Option<usize> {
        let mut at = from;
        loop {
            if self.items.get(at)?.target.is_some() {
                return Some(at);
            }
            at = at.checked_add_signed(way)?;
        }
    }
}

/// Carries out a movement action on the lines; false for other actions.
pub fn movement(lines: &mut ScreenLines, action: Action, height: usize) -> bool {
    use Action::*;
    let page = height.saturating_sub(1).max(1) as isize;
    match action {
        ListUp => lines.step(-1, height),
        ListDown => lines.step(1, height),
        ListPageUp => lines.step(-page, height),
        ListPageDown => lines.step(page, height),
        ListFirst => lines.first(),
        ListLast => lines.last(height),
        _ => return false,
    }
    true
}
