//! Saving a form: texts become answers, and the change is committed with one request.

use super::content::faults_with_texts;
use super::moved::since_question;
use super::spot::Spot;
use super::undo::{DraftSnapshot, Join};
use super::{Env, Form};
use crate::app::effect::SeenByEditor;
use crate::app::intent::Intent;
use crate::programme::check::{Context, Need};
use crate::programme::compute;
use crate::programme::faults::Fault;
use crate::programme::spec::Level;
use crate::record::Record;

impl Form {
    /// Commits the form, which also validates it. Stops at an invalid text, together with the other
    /// faults that the form can find by itself, at an unseen conflict or at an open question.
    pub(super) fn save(&mut self, env: &mut Env) -> Vec<Intent> {
        if self.waiting || self.shown_faults {
            return Vec::new();
        }
        let at = self.focus.cursor.at;
        self.focus.leave_field(&mut self.content, env);
        self.content.drop_hidden_texts(env);
        if let Some(typed) = self.content.draft.typed.first() {
            let spot = Spot::at(typed.path);
            let faults = faults_with_texts(&mut self.content, env);
            self.show_faults(faults, env);
            self.focus.go_to(&mut self.content, spot, env);
            return vec![Intent::SaveDraft];
        }
        if self.content.draft.edits.is_some() && self.content.before.is_none() {
            (self.focus.cursor.at, self.waiting, self.save_on_load) = (at, true, true);
            self.focus.open(&mut self.content, env);
            return vec![Intent::SaveDraft, Intent::FetchEdited];
        }
        if let Some(unseen) = self.content.unseen_clash(env.programme) {
            self.focus.go_to_nearest(&mut self.content, unseen, env);
            self.shown_faults = true;
            return vec![Intent::SaveDraft];
        }
        self.focus.cursor.at = at;
        self.focus.open(&mut self.content, env);
        if let Some(question) = since_question(&self.content, env) {
            return vec![Intent::SaveDraft, question];
        }
        self.waiting = true;
        vec![Intent::SaveDraft, self.commit_intent()]
    }

    /// Whether the next save commits in spite of the warnings shown.
    pub fn can_save_now(&self) -> bool {
        self.content.confirmed_warnings
    }

    /// Sets which requests of this form are open: a save, a load of the record, a search.
    pub fn waits_for(&mut self, save: bool, load: bool, search: bool) {
        self.waiting = save;
        // if the load failed, the waiting save must not run later by itself
        self.save_on_load &= load;
        if let Some(pick) = &mut self.focus.pick
            && std::mem::replace(&mut pick.searching, search)
            && !search
        {
            // the search ended without an answer: the hits belong to an older text
            pick.hits.clear();
            pick.step(0);
        }
    }

    /// The commit with what the officer has seen. The commit validates; it answers `Refused` or
    /// `Outdated` if nothing was written.
    fn commit_intent(&self) -> Intent {
        let warnings = self.content.faults.clone();
        let edited =
            self.content.before.as_ref().map(|record| (record.id, record.head, record.rev));
        Intent::SaveForm(self.content.changes(), SeenByEditor { warnings, edited })
    }

    /// Nothing was written. Errors stop the save; warnings are confirmed by saving again. `found`:
    /// the records that the rules read; empty if the rules did not run.
    pub fn take_faults(
        &mut self,
        faults: Vec<Fault>,
        found: Vec<(Need, Vec<Record>)>,
        env: &mut Env,
    ) -> Vec<Intent> {
        if let Some(kind) = self.content.spec(env.programme) {
            let context = Context { today: env.today, officer: env.officer, found };
            let (was, at) = (DraftSnapshot::of(&self.content.draft), self.focus.cursor.at);
            self.content.draft.fields =
                compute::compute(env.programme, &self.content.subject(kind), &context);
            self.content.history.record(was, &self.content.draft, at, at, Join::Follows);
            self.content.seen_clashes = context.found;
        }
        let is_stopped = faults.iter().any(|fault| fault.level == Level::Error);
        self.show_faults(faults, env);
        self.content.confirmed_warnings = !is_stopped;
        vec![Intent::SaveDraft]
    }

    /// Nothing was written: the record was changed since it was read. Rebases, and continues the
    /// save unless there are new conflicts.
    pub fn take_newer(&mut self, newer: Record, env: &mut Env) -> Vec<Intent> {
        if !self.waiting {
            return Vec::new();
        }
        let (asks, intents) = self.take_over(Box::new(newer), None, env);
        if asks {
            self.waiting = false;
            return intents;
        }
        vec![Intent::SaveDraft, self.commit_intent()]
    }

    /// Shows faults in the order of the form, and moves the cursor to the first error, or else the
    /// first warning.
    pub fn show_faults(&mut self, mut faults: Vec<Fault>, env: &mut Env) {
        self.waiting = false;
        let asked = self.content.asked(env.programme);
        let place = |f: &Fault| asked.iter().position(|field| field.no == f.at.field);
        faults.sort_by_key(|f| (place(f), f.at.cell));
        let first = faults.iter().find(|f| f.level == Level::Error).or(faults.first());
        let spot = first.map(|f| Spot::at(f.at));
        self.content.faults = faults;
        if let Some(spot) = spot {
            self.focus.go_to_nearest(&mut self.content, spot, env);
        }
    }

    /// Moves to the next fault, conflict or missing required answer.
    pub(super) fn next_fault(&mut self, env: &mut Env) -> Vec<Intent> {
        self.focus.leave_field(&mut self.content, env);
        let spots = self.focus.cursor.spots(&self.content, env.programme);
        let place = |spot: Spot| {
            let exact = spots.iter().position(|s| *s == spot);
            exact.or_else(|| spots.iter().position(|s| s.field() == spot.field()))
        };
        let here = place(self.focus.cursor.at);
        let mut places: Vec<(usize, Spot)> = self
            .content
            .faults
            .iter()
            .map(|f| Spot::at(f.at))
            .chain(self.content.clashes.iter().map(|clash| clash.spot()))
            .chain(
                spots
                    .iter()
                    .copied()
                    .filter(|spot| self.content.is_lacking(*spot, env.programme)),
            )
            .filter_map(|spot| Some((place(spot)?, spot)))
            .collect();
        places.sort_by_key(|(at, _)| *at);
        let next = places.iter().find(|(at, _)| Some(*at) > here).or(places.first());
        match next.map(|(_, spot)| *spot) {
            Some(spot) => self.focus.go_to_nearest(&mut self.content, spot, env),
            None => self.focus.open(&mut self.content, env),
        }
        vec![Intent::SaveDraft]
    }
}
