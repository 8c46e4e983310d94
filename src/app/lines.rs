//! Lines that one moves over: the first screen and a record's page are made of them.

use crate::app::intent::Intent;
use crate::keymap::action::Action;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineShape {
    Blank,
    Heading(String),
    /// a row of a list: an optional mark, the text, and a note at the right edge
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
    /// what is compared, side by side below each other's heads
    Columns {
        label: String,
        cells: Vec<String>,
    },
    /// what the action on this line does; its key comes before it
    Choice(String),
    /// before and after, in words, and the change in percent (tenths), better or worse
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

/// Lines, the one under the cursor, and the first one shown.
#[derive(Clone, Debug, Default)]
pub struct ScreenLines {
    pub items: Vec<ScreenLine>,
    pub at: usize,
    pub top: usize,
}

impl ScreenLines {
    /// New lines in place of the old; the cursor stays on the same target where it still exists.
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

    /// Moves by selectable lines; where none is left in that direction, the view moves instead, so
    /// that text beyond the last of them can be read.
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

    /// Brings the cursor's line into a window of `height` lines, moving it as little as possible;
    /// headings above the first selectable line come along.
    pub fn scroll_to_cursor(&mut self, height: usize) {
        let height = height.max(1);
        if self.selectable(0, 1) == Some(self.at) && self.at < height {
            self.top = 0;
        }
        self.top = self.top.min(self.at).max((self.at + 1).saturating_sub(height));
        // no blank lines below while there are lines above
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

/// The rows of one screen that is read or moved over.
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
