//! Rebases a form when its record was changed elsewhere. Changes of one side only are merged; a
//! field that both sides changed is a conflict, shown with both values until the officer has
//! seen it.

use super::clash::{FormClash, value_in};
use super::content::FormContent;
use super::merge::{self, FieldConflict, MergedForm, SavedChange};
use super::spot::{Spot, answerable};
use super::undo::DraftSnapshot;
use super::{Env, Form};
use crate::app::intent::Intent;
use crate::lang::{app, form as say};
use crate::programme::check::{Context, Subject};
use crate::programme::compute;
use crate::programme::spec::Programme;
use crate::record::{Fields, Path, Record, Value};

impl FormContent {
    pub fn clash_at_spot(&self, spot: Spot) -> Option<&FormClash> {
        self.clashes.iter().find(|clash| clash.is_at(spot))
    }

    /// Marks conflicts at this spot as seen: the cursor is there.
    pub(super) fn mark_clash_seen(&mut self, spot: Spot) {
        let here = self.clashes.iter_mut().filter(|clash| clash.is_at(spot));
        here.for_each(|clash| clash.was_seen = true);
    }

    /// Whether the cursor has been at every conflict.
    pub fn has_seen_clashes(&self) -> bool {
        self.clashes.iter().all(|clash| clash.was_seen)
    }

    /// The first visible conflict that was not seen.
    pub(super) fn unseen_clash(&self, programme: &'static Programme) -> Option<Spot> {
        let asked = self.asked(programme);
        let is_asked =
            |clash: &&FormClash| asked.iter().any(|field| field.no == clash.at.field);
        self.clashes.iter().filter(is_asked).find(|clash| !clash.was_seen).map(FormClash::spot)
    }

    /// Swaps the saved answer with the one in the form. False if there was nothing to swap.
    pub(super) fn swap_sides(&mut self, spot: Spot, env: &Env) -> bool {
        let Some(at) = self.clashes.iter().position(|clash| clash.is_at(spot)) else {
            return false;
        };
        let Some(clash) = self.clashes.get(at) else { return false };
        let (path, SavedChange::Answer(saved)) = (clash.at, clash.saved.clone()) else {
            return false;
        };
        let nothing_kept = clash.ours.is_none();
        let unfinished = self.typed_at(path).is_some();
        let here = self.value_at(path).cloned();
        // both sides are equal, and no other answer is stored to go back to
        if here == saved && !unfinished && nothing_kept {
            return false;
        }
        let Some(clash) = self.clashes.get_mut(at) else { return false };
        let value = if here == saved && !unfinished {
            clash.ours.take()
        } else {
            clash.ours = here;
            saved
        };
        self.put(path, value, env);
        self.forget_faults(path);
        true
    }

    /// Merges the saved record into the form.
    fn merge_saved(
        &mut self,
        record: Box<Record>,
        began: Option<Option<&Fields>>,
        env: &Env,
    ) -> Rebased {
        let known = self.before.as_ref().map(|before| before.fields.clone());
        let base = match began {
            Some(began) => began.cloned(),
            None => known,
        };
        let (was, theirs) = (self.draft.fields.clone(), &record.fields);
        let same = base.as_ref() == Some(theirs);
        let merged = self.merged(base.as_ref(), &record, env);
        // The base stays until no conflict is left: a draft that is closed now finds the same
        // conflicts when it is opened again.
        self.clashes.retain(|old| {
            let met_anew = merged.conflicts.iter().any(|new| new.at == old.at);
            !met_anew && (same || old.is_still(theirs))
        });
        let millis = record.by.map_or(record.changed.hlc, |by| by.hlc).millis();
        let asked_before = self.clashes.len();
        for FieldConflict { at, saved } in merged.conflicts {
            self.clashes.push(FormClash { at, saved, millis, ours: None, was_seen: false });
        }
        if self.clashes.is_empty() && self.draft.edits != Some((record.id, record.head)) {
            self.draft.edits = Some((record.id, record.head));
            self.dirty |= self.stored || self.touched;
        }
        if !same {
            let base = base.as_ref();
            let kind = self.spec(env.programme);
            let computed =
                |no| kind.and_then(|kind| kind.field(no)).is_some_and(|f| f.computed.is_some());
            self.history.rebase(computed, |no, value| {
                let base = base.map(|base| base.get(no));
                merge::answer(no, base, value.as_ref(), theirs.get(no)).0
            });
        }
        let changed = merged.fields != was;
        self.before = Some(record);
        if changed {
            self.draft.fields = merged.fields;
            self.confirmed_warnings = false;
            self.dirty |= self.stored || self.touched;
            self.recompute(&was, env);
            if !self.touched {
                self.start = self.start.is_some().then(|| DraftSnapshot::of(&self.draft));
            }
        }
        self.recheck_faults(env);
        Rebased { was, changed, has_new_clashes: self.clashes.len() > asked_before }
    }

    /// The merge, also for unfinished texts and computed answers.
    fn merged(&self, base: Option<&Fields>, record: &Record, env: &Env) -> MergedForm {
        let (was, theirs) = (&self.draft.fields, &record.fields);
        let mut merged = merge::merge(base, was, theirs);
        self.settle_computed(&mut merged, record, env);
        let texts = self.draft.typed.iter().filter_map(|typed| {
            let began = value_in(base?, typed.path);
            let saved = value_in(theirs, typed.path);
            (began != saved).then_some(FieldConflict {
                at: typed.path,
                saved: SavedChange::Answer(saved.cloned()),
            })
        });
        let texts: Vec<FieldConflict> = texts.collect();
        self.keep_typed_rows(&mut merged, was);
        for both in texts {
            merged.conflicts.retain(|other| other.at != both.at);
            merged.conflicts.push(both);
        }
        merged
    }

    /// Restores deleted rows with an unfinished text: such a row counts as changed in the form.
    fn keep_typed_rows(&self, merged: &mut MergedForm, was: &Fields) {
        for typed in &self.draft.typed {
            let Some((id, _)) = typed.path.cell else { continue };
            let no = typed.path.field;
            let find = |fields: &Fields| {
                let rows = fields.get(no).map(Value::as_lines).unwrap_or_default();
                rows.iter().find(|row| row.id == id).cloned()
            };
            let (None, Some(row)) = (find(&merged.fields), find(was)) else { continue };
            let mut rows = match merged.fields.remove(no) {
                Some(Value::Lines(rows)) => rows,
                _ => Vec::new(),
            };
            rows.push(row);
            merged.fields.set(no, Value::Lines(rows));
            let at = Path { field: no, cell: Some((id, 0)) };
            merged.conflicts.push(FieldConflict { at, saved: SavedChange::RowDeleted });
        }
    }

    /// Drops conflicts about computed answers that were not overridden: they are computed from the
    /// merged answers.
    fn settle_computed(&self, merged: &mut MergedForm, record: &Record, env: &Env) {
        let Some(kind) = self.spec(env.programme) else { return };
        let context = Context { today: env.today, officer: env.officer, found: Vec::new() };
        let is_computed = |fields: &Fields, no| {
            let subject = Subject { kind, id: record.id, fields, before: None };
            let field = kind.field(no);
            field.is_some_and(|field| {
                let value = compute::computed_value(env.programme, &subject, &context, field);
                fields.get(no) == value.as_ref()
            })
        };
        let mine = &self.draft.fields;
        let mut taken = Vec::new();
        merged.conflicts.retain(|both| {
            let no = both.at.field;
            let field = kind.field(no).filter(|field| field.computed.is_some());
            let Some(field) = field else { return true };
            if !answerable(env.programme, field) || is_computed(mine, no) {
                // take the saved answer, unless it is computed too
                if !is_computed(&record.fields, no) {
                    taken.push(no);
                }
                return false;
            }
            true
        });
        for no in taken {
            merged.fields.put(no, record.fields.get(no).cloned());
        }
    }
}

/// Result of a merge with the saved record.
struct Rebased {
    /// the answers before the merge
    was: Fields,
    changed: bool,
    /// there are conflicts that were not shown yet
    has_new_clashes: bool,
}

impl Form {
    pub(super) fn swap_sides(&mut self, env: &mut Env) -> Vec<Intent> {
        if !self.content.swap_sides(self.focus.cursor.at, env) {
            return Vec::new();
        }
        self.focus.open(&mut self.content, env);
        vec![Intent::SaveDraft]
    }

    /// The edited record is loaded: continues a save that waited for it.
    pub fn continue_save(&mut self, env: &mut Env) -> Vec<Intent> {
        if !std::mem::take(&mut self.save_on_load) {
            return Vec::new();
        }
        self.waiting = false;
        match self.content.before {
            Some(_) => self.save(env),
            None => vec![Intent::ShowMessage(app::record_gone(env.lang))],
        }
    }

    /// Rebases on the present record. `began`: for a draft from the disk, the answers it began with
    /// (inner `None`: unknown).
    pub fn rebase(
        &mut self,
        record: Box<Record>,
        began: Option<Option<&Fields>>,
        env: &mut Env,
    ) -> Vec<Intent> {
        self.take_over(record, began, env).1
    }

    /// Like `rebase`; also returns whether there are new conflicts to look at.
    pub(super) fn take_over(
        &mut self,
        record: Box<Record>,
        began: Option<Option<&Fields>>,
        env: &mut Env,
    ) -> (bool, Vec<Intent>) {
        let Rebased { was, changed, has_new_clashes } =
            self.content.merge_saved(record, began, env);
        self.show_rebased(&was, env);
        if has_new_clashes && let Some(spot) = self.content.unseen_clash(env.programme) {
            self.shown_faults = true;
            // Do not move the cursor while the officer types: the next save goes there.
            if self.waiting || began.is_some() {
                self.focus.go_to_nearest(&mut self.content, spot, env);
            }
            let said = Intent::ShowMessage(say::changed_on_both_sides(env.lang));
            return (true, vec![Intent::SaveDraft, said]);
        }
        let worth_telling = changed && began.is_none();
        let said = worth_telling.then(|| Intent::ShowMessage(say::changed_elsewhere(env.lang)));
        (false, said.into_iter().collect())
    }

    /// Updates cursor, open list and editor to the merged answers.
    fn show_rebased(&mut self, was: &Fields, env: &mut Env) {
        self.focus.cursor.close_gone_row(&self.content, env.programme);
        let at = self.focus.cursor.at;
        if !self.focus.cursor.spots(&self.content, env.programme).contains(&at) {
            self.focus.go_to_nearest(&mut self.content, at, env);
        }
        let Some(path) = self.focus.cursor.at.path() else { return };
        let now = self.content.value_at(path);
        if value_in(was, path) == now {
            return;
        }
        if let Some(pick) = &mut self.focus.pick {
            pick.refresh_marks(now);
        } else if self.focus.editor.is_some() {
            self.focus.open(&mut self.content, env);
        }
    }
}
