//! Actions of the import preview.

use crate::app::env::Env;
use crate::app::intent::Intent;
use crate::app::layer::import::{Import, PreviewRow};
use crate::app::layer::{Layer, import_choices as choices, kind_title, page_step, scrolls};
use crate::keymap::action::Action;
use crate::keymap::context::Context;
use crate::lang::Lang;
use crate::lang::listing as say;
use crate::programme::spec::Programme;

impl Layer for Import {
    fn contexts(&self, _programme: &'static Programme) -> Vec<Context> {
        Context::Preview.chain().to_vec()
    }

    fn title(&self, programme: &'static Programme, lang: Lang) -> String {
        let kind = kind_title(programme, self.preview.listing.kind, lang);
        crate::lang::app::import_title(lang, &kind)
    }

    fn can(&self, action: Action, env: &Env) -> bool {
        match action {
            Action::ImportGo => self.preview.can_enter() && !env.is_working,
            Action::ImportOpen => self.row().is_some() && !env.is_working,
            Action::ImportProblems => !self.preview.remarks.is_empty() && !env.is_working,
            _ => scrolls(action),
        }
    }

    fn act(&mut self, action: Action, env: &mut Env) -> Vec<Intent> {
        use Action::*;
        let page = page_step(env.height_below_title());
        match action {
            ScrollUp => self.step(-1),
            ScrollDown => self.step(1),
            ScrollPageUp => self.step(-page),
            ScrollPageDown => self.step(page),
            ScrollFirst => self.go_to_end(false),
            ScrollLast => self.go_to_end(true),
            ImportGo => {
                let preview = Box::new(self.preview.clone());
                let then = match preview.entering {
                    0 => Intent::ImportDoubles(preview),
                    _ => Intent::Import(preview),
                };
                return vec![Intent::ask(then)];
            }
            ImportProblems => {
                let listing = self.preview.listing.clone();
                return vec![Intent::ask(Intent::WriteProblems(listing))];
            }
            ImportOpen => return self.open_row(env).into_iter().collect(),
            _ => {}
        }
        Vec::new()
    }
}

impl Import {
    fn open_row(&self, env: &Env) -> Option<Intent> {
        let preview = &self.preview;
        match self.row()? {
            PreviewRow::Column(at) => choices::map_column(preview, *at, env),
            PreviewRow::Value(at) => choices::which_meaning(preview, *at, env),
            PreviewRow::Known => choices::known_columns(preview, env),
            PreviewRow::Clash(at) => choices::choose_side(preview, *at, env),
            row @ (PreviewRow::HiddenRows
            | PreviewRow::HiddenColumns
            | PreviewRow::NoValues
            | PreviewRow::Doubtful) => {
                let mut listing = preview.listing.clone();
                let wanted = &mut listing.wanted;
                let choice = match row {
                    PreviewRow::HiddenRows => &mut wanted.hidden_rows,
                    PreviewRow::HiddenColumns => &mut wanted.hidden_columns,
                    PreviewRow::Doubtful => &mut wanted.doubtful,
                    _ => &mut wanted.empty_formulas,
                };
                *choice = !*choice;
                Some(Intent::Replan(listing, Vec::new()))
            }
            PreviewRow::Remark(at) => {
                let remark = preview.remarks.get(*at)?;
                let lines = match remark.each.as_slice() {
                    [] => vec![remark.summary.clone()],
                    each => {
                        each.iter().flat_map(|one| one.lines()).map(str::to_owned).collect()
                    }
                };
                Some(Intent::ShowText { title: say::heading_look(env.lang), lines })
            }
            PreviewRow::Sums => {
                let lines = preview.sums.clone();
                Some(Intent::ShowText { title: say::heading_sums(env.lang), lines })
            }
            PreviewRow::Heading(_) => None,
        }
    }
}
