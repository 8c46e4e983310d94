//! The audit log: all entries, newest first, filtered by typed text. The whole log comes in one
//! answer; moving the cursor sends no request.

use crate::app::Effect;
use crate::app::audit::{AuditRow, AuditRows};
use crate::app::env::{Env, body_height};
use crate::app::event::{LayerAnswer, LayerId};
use crate::app::intent::Intent;
use crate::app::layer::{Layer, concerns_rows, edit_text, moves, row_step, types};
use crate::app::requests::Holds;
use crate::keymap::action::Action;
use crate::keymap::context::Context;
use crate::lang::Lang;
use crate::lang::audit::SCREEN;
use crate::programme::spec::Programme;
use crate::text::edit::Editor;
use crate::text::fold::fold;

#[derive(Debug, Default)]
pub struct AuditLayer {
    /// `None` until the first answer
    all: Option<AuditRows>,
    /// indices into `all` of the rows that contain every typed word
    found: Vec<usize>,
    /// the search box, while it is open
    pub search: Option<Editor>,
    pub text: String,
    pub at: usize,
    pub top: usize,
}

impl AuditLayer {
    /// `None` until the first answer.
    pub fn entries(&self) -> Option<&AuditRows> {
        self.all.as_ref()
    }

    /// Number of rows that match the filter.
    pub fn total(&self) -> usize {
        self.found.len()
    }

    pub fn row(&self, at: usize) -> Option<&AuditRow> {
        self.all.as_ref()?.rows.get(*self.found.get(at)?)
    }

    pub fn selected(&self) -> Option<&AuditRow> {
        self.row(self.at)
    }

    /// Takes a new log. The cursor stays on its entry, unless it is at the top.
    fn fill(&mut self, rows: AuditRows, height: usize) {
        let marked = self.selected().cloned();
        self.all = Some(rows);
        self.narrow();
        let is_marked = |at: &usize| self.row(*at) == marked.as_ref();
        let now = (self.at > 0).then(|| (0..self.total()).find(is_marked)).flatten();
        self.go_to(now.unwrap_or(self.at), height);
    }

    fn narrow(&mut self) {
        let words: Vec<String> =
            fold(&self.text).split_whitespace().map(str::to_owned).collect();
        let has = |row: &AuditRow| {
            let AuditRow { at, by, deed, about, origin, .. } = row;
            let text = fold(&[&**at, by, deed, about, origin].join(" "));
            words.iter().all(|word| text.contains(word))
        };
        let rows = self.all.iter().flat_map(|all| all.rows.iter().enumerate());
        self.found = rows.filter(|(_, row)| has(row)).map(|(at, _)| at).collect();
    }

    fn step(&mut self, by: isize, height: usize) {
        self.go_to(self.at.saturating_add_signed(by), height);
    }

    fn go_to(&mut self, at: usize, height: usize) {
        let (count, height) = (self.total(), height.max(1));
        self.at = at.min(count.saturating_sub(1));
        self.top = self.top.min(self.at).max((self.at + 1).saturating_sub(height));
        // no empty space at the bottom while rows above are hidden
        self.top = self.top.min(count.saturating_sub(height));
    }

    /// One step back inside the screen: closes the search box, then clears the filter. False if
    /// there is no step left. A filter without matches is cleared together with the box.
    pub fn step_back(&mut self) -> bool {
        if self.search.take().is_some() && self.total() > 0 {
            return true;
        }
        if self.text.is_empty() {
            return false;
        }
        self.text.clear();
        self.narrow();
        (self.at, self.top) = (0, 0);
        true
    }
}

/// Whether there is room for a line with all details of the entry under the cursor.
pub fn has_details(body: usize) -> bool {
    body >= 6
}

/// Number of rows that fit below the title and the column heads.
pub fn rows_height(size: (u16, u16)) -> usize {
    let body = body_height(size);
    body.saturating_sub(2 + usize::from(has_details(body))).max(1)
}

impl Layer for AuditLayer {
    fn contexts(&self, _programme: &'static Programme) -> Vec<Context> {
        match self.search {
            Some(_) => Context::Search.chain().to_vec(),
            None => Context::List.chain().to_vec(),
        }
    }

    fn answer(&mut self, answer: LayerAnswer, env: &mut Env) -> Vec<Intent> {
        if let LayerAnswer::Audit(rows) = answer {
            self.fill(*rows, rows_height(env.size));
        }
        Vec::new()
    }

    fn title(&self, _programme: &'static Programme, lang: Lang) -> String {
        SCREEN.get(lang).to_owned()
    }

    fn is_main(&self) -> bool {
        true
    }

    fn hints(&self) -> &'static [Action] {
        &[Action::ListOpen, Action::ListSearch]
    }

    fn can(&self, action: Action, _env: &Env) -> bool {
        use Action::*;
        match action {
            ListOpen => self.selected().is_some_and(|row| row.record.is_some()),
            ListSearch => self.search.is_none(),
            SearchDone | FieldDone => self.search.is_some(),
            _ if self.search.is_some() && types(action) => true,
            _ => moves(action),
        }
    }

    fn act(&mut self, action: Action, env: &mut Env) -> Vec<Intent> {
        use Action::*;
        let height = rows_height(env.size);
        if let Some(by) = row_step(action, height) {
            self.step(by, height);
            return Vec::new();
        }
        match action {
            ListSearch => self.search = Some(Editor::new(&self.text)),
            SearchDone | FieldDone => self.search = None,
            ListOpen => {
                let record = self.selected().and_then(|row| row.record);
                return record
                    .map(|(kind, id)| Intent::OpenRecord(kind, id))
                    .into_iter()
                    .collect();
            }
            _ if self.search.is_some() => return edit_text(self, action, env),
            _ => {}
        }
        Vec::new()
    }

    fn editor(&mut self) -> Option<&mut Editor> {
        self.search.as_mut()
    }

    fn edited(&mut self, _env: &Env) -> Vec<Intent> {
        if let Some(editor) = &self.search
            && self.text != editor.text()
        {
            self.text = editor.text().to_string();
            self.narrow();
            (self.at, self.top) = (0, 0);
        }
        Vec::new()
    }

    fn fetch(&mut self, id: LayerId, _env: &Env) -> Vec<Effect> {
        vec![Effect::Audit { layer: id }]
    }

    fn waits_for(&self, action: Action) -> Option<Holds> {
        (concerns_rows(action) && self.all.is_none()).then_some(Holds::Content)
    }

    fn resize(&mut self, env: &Env) {
        self.step(0, rows_height(env.size));
    }
}
