//! Saves: everything typed becomes answers, and the change is committed in one trip.

use super::spot::Spot;
use super::undo::{DraftSnapshot, Join};
use super::{Env, Form};
use crate::app::effect::SeenByEditor;
use crate::app::intent::Intent;
use crate::programme::check::{self, Context, Need, Subject};
use crate::programme::compute;
use crate::programme::faults::Fault;
use crate::programme::spec::Level;
use crate::record::{Change, Fields, Origin, Record};

impl Form {
    /// No wrong text may be left; then the change is committed, which validates it.
    pub(super) fn save(&mut self, env: &mut Env) -> Vec<Intent> {
        if self.waiting || self.shown_faults {
            return Vec::new();
        }
        let at = self.at;
        self.leave_field(env);
        self.drop_hidden_texts(env);
        if let Some(typed) = self.draft.typed.first() {
            let spot = Spot::at(typed.path);
            self.go_to(spot, env);
            return vec![Intent::SaveDraft];
        }
        if self.draft.edits.is_some() && self.before.is_none() {
            (self.at, self.waiting, self.save_on_load) = (at, true, true);
            self.focus(env);
            return vec![Intent::SaveDraft, Intent::FetchEdited];
        }
        if let Some(unseen) = self.unseen_clash(env.programme) {
            self.go_to_nearest(unseen, env);
            self.shown_faults = true;
            return vec![Intent::SaveDraft];
        }
        self.at = at;
        self.focus(env);
        self.waiting = true;
        vec![Intent::SaveDraft, self.commit_intent()]
    }

    /// A text that is no answer to a question no longer asked: nobody could put it right.
    fn drop_hidden_texts(&mut self, env: &Env) {
        let asked: Vec<_> = self.asked(env.programme).iter().map(|field| field.no).collect();
        self.draft.typed.retain(|typed| asked.contains(&typed.path.field));
        self.faults.retain(|fault| asked.contains(&fault.at.field));
    }

    /// Is the answer of the rules or of the disk on its way?
    pub fn is_saving(&self) -> bool {
        self.waiting
    }

    /// Does the next save go on, whatever is shown?
    pub fn can_save_now(&self) -> bool {
        self.confirmed_warnings
    }

    /// What is under way for this form: a save, the record that it edits, a search for records.
    pub fn waits_for(&mut self, save: bool, load: bool, search: bool) {
        self.waiting = save;
        // a save that waited for a record which will not come is not made later, unasked
        self.save_on_load &= load;
        if let Some(pick) = &mut self.pick
            && std::mem::replace(&mut pick.searching, search)
            && !search
        {
            // no answer came: what is shown was found for an older text
            pick.hits.clear();
            pick.step(0);
        }
    }

    /// What is committed, and what was seen of it: the commit validates, and answers with `refused`
    /// or `outdated` where it does not go through.
    fn commit_intent(&self) -> Intent {
        let warnings = self.faults.clone();
        let edited = self.before.as_ref().map(|record| (record.id, record.head, record.rev));
        Intent::SaveForm(self.changes(), SeenByEditor { warnings, edited })
    }

    /// Nothing was written. Errors stop; warnings ask once. `found`: the records that the rules
    /// looked at; none where they were not asked.
    pub fn take_faults(
        &mut self,
        faults: Vec<Fault>,
        found: Vec<(Need, Vec<Record>)>,
        env: &mut Env,
    ) -> Vec<Intent> {
        if let Some(kind) = self.spec(env.programme) {
            let context = Context { today: env.today, officer: env.officer, found };
            let (was, at) = (DraftSnapshot::of(&self.draft), self.at);
            self.draft.fields = compute::compute(env.programme, &self.subject(kind), &context);
            self.history.record(was, &self.draft, at, at, Join::Follows);
            self.seen_clashes = context.found;
        }
        let is_stopped = faults.iter().any(|fault| fault.level == Level::Error);
        self.show_faults(faults, env);
        self.confirmed_warnings = !is_stopped;
        vec![Intent::SaveDraft]
    }

    /// Nothing was written: the record was changed since it was read. The save continues unless there
    /// is something to look at first.
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

    /// Faults in the order of the form; the cursor goes to the first error, else warning.
    pub fn show_faults(&mut self, mut faults: Vec<Fault>, env: &mut Env) {
        self.waiting = false;
        let asked = self.asked(env.programme);
        let place = |f: &Fault| asked.iter().position(|field| field.no == f.at.field);
        faults.sort_by_key(|f| (place(f), f.at.cell));
        let first = faults.iter().find(|f| f.level == Level::Error).or(faults.first());
        let spot = first.map(|f| Spot::at(f.at));
        self.faults = faults;
        if let Some(spot) = spot {
            self.go_to_nearest(spot, env);
        }
    }

    /// To the fault's own spot, or to the field around it (a table without rows).
    pub(super) fn go_to_nearest(&mut self, spot: Spot, env: &mut Env) {
        if let Some(row) = spot.row() {
            self.open_row = Some(row);
        }
        let spots = self.spots(env.programme);
        let near = spots.iter().find(|s| **s == spot);
        let near = near.or_else(|| spots.iter().find(|s| s.field() == spot.field()));
        if let Some(near) = near.copied() {
            self.go_to(near, env);
        }
    }

    /// To the next place that is wrong, doubtful or still needs an answer.
    pub(super) fn next_fault(&mut self, env: &mut Env) -> Vec<Intent> {
        self.leave_field(env);
        let spots = self.spots(env.programme);
        let place = |spot: Spot| {
            let exact = spots.iter().position(|s| *s == spot);
            exact.or_else(|| spots.iter().position(|s| s.field() == spot.field()))
        };
        let here = place(self.at);
        let mut places: Vec<(usize, Spot)> = self
            .faults
            .iter()
            .map(|f| Spot::at(f.at))
            .chain(self.clashes.iter().map(|clash| clash.spot()))
            .chain(spots.iter().copied().filter(|spot| self.is_lacking(*spot, env.programme)))
            .filter_map(|spot| Some((place(spot)?, spot)))
            .collect();
        places.sort_by_key(|(at, _)| *at);
        let next = places.iter().find(|(at, _)| Some(*at) > here).or(places.first());
        match next.map(|(_, spot)| *spot) {
            Some(spot) => self.go_to_nearest(spot, env),
            None => self.focus(env),
        }
        vec![Intent::SaveDraft]
    }

    /// Computed answers follow what changed since `was`; one that the officer put there stays.
    pub(super) fn recompute(&mut self, was: &Fields, env: &Env) {
        let Some(kind) = self.spec(env.programme) else { return };
        let context = Context { today: env.today, officer: env.officer, found: Vec::new() };
        let subject = self.subject(kind);
        self.draft.fields = compute::recompute(env.programme, &subject, was, &context);
        self.recheck_faults(env);
    }

    /// A fault goes when what caused it has gone, at its own field or at another one; new ones are
    /// found when the form is saved.
    pub(super) fn recheck_faults(&mut self, env: &Env) {
        let Some(kind) = self.spec(env.programme).filter(|_| !self.faults.is_empty()) else {
            return;
        };
        let found = std::mem::take(&mut self.seen_clashes);
        let context = Context { today: env.today, officer: env.officer, found };
        let still = check::check(env.programme, &self.subject(kind), &context);
        self.seen_clashes = context.found;
        let typed = &self.draft.typed;
        let of_text = |fault: &Fault| typed.iter().any(|typed| typed.path == fault.at);
        self.faults.retain(|fault| of_text(fault) || still.contains(fault));
    }

    pub(super) fn subject<'a>(&'a self, kind: &'a crate::programme::spec::Kind) -> Subject<'a> {
        Subject {
            kind,
            id: self.subject_id(),
            fields: &self.draft.fields,
            before: self.before.as_deref(),
        }
    }

    /// A whole record, or only what differs from the record as it was.
    fn changes(&self) -> Vec<Change> {
        let Some(before) = &self.before else {
            let (kind, id) = (self.kind, self.draft.id);
            let (fields, origin) = (self.draft.fields.clone(), Origin::Officer);
            return vec![Change::Create { kind, id, fields, origin }];
        };
        let now = &self.draft.fields;
        let gone = before.fields.iter().filter(|(no, _)| now.get(*no).is_none());
        let mut set: Vec<_> = gone.map(|(no, _)| (no, None)).collect();
        let new = now.iter().filter(|(no, value)| before.fields.get(*no) != Some(*value));
        set.extend(new.map(|(no, value)| (no, Some(value.clone()))));
        set.sort_by_key(|(no, _)| *no);
        vec![Change::Patch { id: before.id, base: before.head, set }]
    }
}
