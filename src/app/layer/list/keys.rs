//! Actions of a list.

use super::{List, filter_menu, rows_in, sort_menu};
use crate::app::effect::Effect;
use crate::app::env::Env;
use crate::app::event::LayerAnswer;
use crate::app::event::LayerId;
use crate::app::intent::Intent;
use crate::app::layer::kind_title;
use crate::app::layer::{Layer, concerns_rows, edit_text, moves, types};
use crate::app::requests::Holds;
use crate::keymap::action::Action;
use crate::keymap::context::Context;
use crate::lang::Lang;
use crate::programme::spec::Programme;
use crate::record::Record;
use crate::text::edit::Editor;

impl Layer for List {
    fn contexts(&self, _programme: &'static Programme) -> Vec<Context> {
        match self.search {
            Some(_) => Context::Search.chain().to_vec(),
            None => Context::List.chain().to_vec(),
        }
    }

    /// Also fetches missing rows: the list may be shorter now, or another part in view.
    fn answer(&mut self, answer: LayerAnswer, env: &mut Env) -> Vec<Intent> {
        if let LayerAnswer::Page { query, limit, page } = answer {
            self.fill(&query, limit, page, rows_in(env.size));
        }
        vec![Intent::FetchRows]
    }

    fn title(&self, programme: &'static Programme, lang: Lang) -> String {
        kind_title(programme, self.query.kind, lang)
    }

    fn is_main(&self) -> bool {
        true
    }

    fn hints(&self) -> &'static [Action] {
        match self.query.deleted {
            true => &[Action::ListOpen, Action::RecordRestore, Action::ListSearch],
            false => &[],
        }
    }

    fn can(&self, action: Action, env: &Env) -> bool {
        use Action::*;
        let living = self.selected().filter(|_| !self.query.deleted);
        match action {
            ListOpen => self.selected().is_some(),
            ListSearch => self.search.is_none(),
            ListFilter | ListSort | ListTrash => true,
            RecordNew => !self.query.deleted && env.creates(self.query.kind),
            ListExport => !self.query.deleted && !env.is_working,
            SearchDone | FieldDone => self.search.is_some(),
            RecordEdit => {
                env.writes(self.query.kind)
                    && living.is_some_and(|record| env.may_change(record))
            }
            RecordDelete => living.is_some_and(|record| env.may_delete(record)),
            RecordHistory => self.selected().is_some(),
            RecordRestore => {
                let row = self.selected().filter(|_| self.query.deleted);
                row.is_some_and(|record| env.may_delete(record))
            }
            _ if self.search.is_some() && types(action) => true,
            _ => moves(action),
        }
    }

    fn act(&mut self, action: Action, env: &mut Env) -> Vec<Intent> {
        use Action::*;
        let height = rows_in(env.size);
        match action {
            ListUp => self.step(-1, height),
            ListDown => self.step(1, height),
            ListPageUp => self.page(-1, height),
            ListPageDown => self.page(1, height),
            ListFirst => self.go_to(0, height),
            ListLast => self.go_to(usize::MAX, height),
            ListSearch => {
                self.search = Some(Editor::new(&self.query.text));
                return vec![Intent::PrepareSearch(self.query.kind), Intent::FetchRows];
            }
            ListTrash => {
                self.query.deleted = !self.query.deleted;
                self.restart();
            }
            SearchDone | FieldDone => self.search = None,
            ListExport => return vec![Intent::ask(Intent::Export(self.query.kind))],
            RecordNew => return vec![Intent::NewRecord(self.query.kind)],
            ListSort => return vec![sort_menu(env)],
            ListFilter => return filter_menu(self.query.kind, env).into_iter().collect(),
            ListOpen | RecordEdit | RecordDelete | RecordHistory | RecordRestore => {
                let of = |record: &Record| self.on_record(action, record);
                return self.selected().and_then(of).into_iter().collect();
            }
            _ => return edit_text(self, action, env),
        }
        vec![Intent::FetchRows]
    }

    fn editor(&mut self) -> Option<&mut Editor> {
        self.search.as_mut()
    }

    fn edited(&mut self, _env: &Env) -> Vec<Intent> {
        if let Some(editor) = &self.search
            && self.query.text != editor.text()
        {
            self.query.text = editor.text().to_string();
            self.restart();
        }
        vec![Intent::FetchRows]
    }

    fn fetch(&mut self, id: LayerId, env: &Env) -> Vec<Effect> {
        self.refresh();
        vec![self.request_rows(id, rows_in(env.size))]
    }

    fn waits_for(&self, action: Action) -> Option<Holds> {
        (concerns_rows(action) && self.awaits_rows()).then_some(Holds::Content)
    }

    fn resize(&mut self, env: &Env) {
        self.scroll_to_cursor(rows_in(env.size));
    }
}
