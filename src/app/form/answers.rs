//! How a form handles answers to its requests.

use std::collections::BTreeMap;

use super::{Env, Form};
use crate::app::event::LayerAnswer;
use crate::app::intent::Intent;
use crate::app::title;
use crate::programme::check::Context;
use crate::programme::role::KindRole;
use crate::programme::start::{proposed_rows, start};
use crate::record::{Fields, Id, Record, Value};

impl Form {
    pub(super) fn take_answer(&mut self, answer: LayerAnswer, env: &mut Env) -> Vec<Intent> {
        match answer {
            LayerAnswer::Found { kind, text, hits, total } => {
                // the open list may belong to another field by now
                if self.focus.picks(&self.content, env.programme) == Some(kind) {
                    self.focus.set_hits(&mut self.content, &text, hits, total);
                }
                Vec::new()
            }
            LayerAnswer::Refused { faults, found } => self.take_faults(faults, found, env),
            LayerAnswer::Outdated(record) => self.take_newer(*record, env),
            LayerAnswer::Titles(titles) => {
                self.content.titles.extend(titles);
                Vec::new()
            }
            LayerAnswer::Namesakes(tells) => {
                self.content.tells.extend(tells);
                Vec::new()
            }
            LayerAnswer::Loaded { record, titles, .. } => {
                self.content.titles.extend(titles);
                match record {
                    Some(record) if self.content.before.is_some() => {
                        self.rebase(record, None, env)
                    }
                    _ => Vec::new(),
                }
            }
            LayerAnswer::Edited { record, started_at } => self.edited(record, started_at, env),
            LayerAnswer::CarriedOver { from, titles } => {
                self.carry_over(&from, titles, env);
                Vec::new()
            }
            LayerAnswer::Page { .. }
            | LayerAnswer::Results(_)
            | LayerAnswer::Audit(_)
            | LayerAnswer::Figures { .. }
            | LayerAnswer::Related { .. } => Vec::new(),
        }
    }

    /// Takes the edited record when it is first loaded: rebases the draft on what was saved since.
    fn edited(
        &mut self,
        record: Option<Box<Record>>,
        started_at: Option<Fields>,
        env: &mut Env,
    ) -> Vec<Intent> {
        let mut intents = match record {
            Some(record) if self.content.before.is_none() => {
                self.rebase(record, Some(started_at.as_ref()), env)
            }
            _ => Vec::new(),
        };
        intents.extend(self.continue_save(env));
        intents
    }

    /// Fills in what follows from a link. `from`: the linked record, then the last record of this
    /// kind at the linked establishment, if there is one.
    fn carry_over(&mut self, from: &[Record], titles: BTreeMap<Id, String>, env: &mut Env) {
        let programme = env.programme;
        let Some(kind) = self.content.spec(programme) else { return };
        let Some(linked) = from.first() else { return };
        let context = Context { today: env.today, officer: env.officer, found: Vec::new() };
        let fields = match programme.kind(linked.kind) {
            Some(of) if of.is(KindRole::Home) => {
                start(programme, kind, &context, Some(linked), from.get(1))
            }
            Some(of) => {
                let mut next = || env.ids.next(env.now);
                let mut fields = proposed_rows(programme, kind, linked, &mut next);
                let field = kind.home_field();
                if let Some((field, id)) = field.zip(title::establishment(of, linked)) {
                    fields.set(field.no, Value::Link(id));
                }
                fields
            }
            None => Fields::new(),
        };
        let stamp = self.content.was_touched();
        self.fill(&fields, titles, env);
        // Answers that were only carried over are no reason to keep a draft.
        if !stamp {
            self.content.mark_untouched();
        }
    }
}
