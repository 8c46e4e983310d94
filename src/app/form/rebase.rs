//! The record below a form was changed elsewhere: the answers meet field by field. What only the
//! other side changed is taken over, what only this side changed stays, what both changed is
//! shown with both values until the officer has seen it.

use super::merge::{self, FieldConflict, SavedChange};
use super::spot::{Spot, answerable};
use super::undo::DraftSnapshot;
use super::{Env, Form};
use crate::app::intent::Intent;
use crate::lang::{app, form as say};
use crate::programme::check::{Context, Subject};
use crate::programme::compute;
use crate::programme::spec::Programme;
use crate::record::{Fields, Id, Path, Record, Value};

/// What is saved where something was changed here, too.
#[derive(Clone, Debug, PartialEq)]
pub struct FormClash {
    pub at: Path,
    pub saved: SavedChange,
    /// when that was saved, Unix milliseconds
    pub millis: u64,
    /// the answer of this side, while the other one is in the form
    pub ours: Option<Value>,
    was_seen: bool,
}

impl FormClash {
    /// The records that the answers of both sides name.
    pub fn add_links(&self, links: &mut Vec<Id>) {
        let saved = match &self.saved {
            SavedChange::Answer(saved) => saved.as_ref(),
            _ => None,
        };
        saved.into_iter().chain(&self.ours).for_each(|value| value.add_links(links));
    }

    pub fn spot(&self) -> Spot {
        match self.at.cell {
            Some((row, 0)) => Spot::Row(self.at.field, row),
            _ => Spot::at(self.at),
        }
    }

    /// Is there still what was saved?
    fn is_still(&self, theirs: &Fields) -> bool {
        let rows = theirs.get(self.at.field).map(Value::as_lines).unwrap_or_default();
        let row = self.at.cell.is_some_and(|(id, _)| rows.iter().any(|row| row.id == id));
        match &self.saved {
            SavedChange::Answer(saved) => *saved == value_in(theirs, self.at),
            SavedChange::RowDeleted => !row,
            SavedChange::RowChanged => row,
        }
    }

    /// A whole row is met at each of its cells.
    fn is_at(&self, spot: Spot) -> bool {
        match self.at.cell {
            Some((row, 0)) => spot.field() == self.at.field && spot.row() == Some(row),
            _ => spot.path() == Some(self.at),
        }
    }
}

impl Form {
    pub fn clashes(&self) -> &[FormClash] {
        &self.clashes
    }

    pub fn clash_at_cursor(&self) -> Option<&FormClash> {
        self.clashes.iter().find(|clash| clash.is_at(self.at))
    }

    /// Has the officer been at everything that both sides changed?
    pub fn has_seen_clashes(&self) -> bool {
        self.clashes.iter().all(|clash| clash.was_seen)
    }

    pub(super) fn mark_clash_seen(&mut self) {
        let at = self.at;
        self.clashes.iter_mut().filter(|clash| clash.is_at(at)).for_each(|c| c.was_seen = true);
    }

    pub(super) fn unseen_clash(&self, programme: &'static Programme) -> Option<Spot> {
        let asked = self.asked(programme);
        let is_asked =
            |clash: &&FormClash| asked.iter().any(|field| field.no == clash.at.field);
        self.clashes.iter().filter(is_asked).find(|clash| !clash.was_seen).map(FormClash::spot)
    }

    /// The saved answer in place of the one here, or the other way round.
    pub(super) fn swap_sides(&mut self, env: &mut Env) -> Vec<Intent> {
        let at = self.at;
        let Some(clash) = self.clashes.iter_mut().find(|clash| clash.is_at(at)) else {
            return Vec::new();
        };
        let (path, SavedChange::Answer(saved)) = (clash.at, clash.saved.clone()) else {
            return Vec::new();
        };
        let nothing_kept = clash.ours.is_none();
        let unfinished = self.draft.typed.iter().any(|typed| typed.path == path);
        let here = self.draft_value(path);
        // both sides say the same by now: there is nothing to go back to
        if here == saved && !unfinished && nothing_kept {
            return Vec::new();
        }
        let value = if here == saved && !unfinished {
            self.clash_at(path).and_then(|clash| clash.ours.take())
        } else {
            if let Some(clash) = self.clash_at(path) {
                clash.ours = here;
            }
            saved
        };
        self.put(path, value, env);
        self.faults.retain(|fault| fault.at != path);
        self.focus(env);
        vec![Intent::SaveDraft]
    }

    fn clash_at(&mut self, path: Path) -> Option<&mut FormClash> {
        self.clashes.iter_mut().find(|clash| clash.at == path)
    }

    fn draft_value(&self, path: Path) -> Option<Value> {
        self.value_at(path).cloned()
    }

    /// Saving waited for the record.
    pub fn continue_save(&mut self, env: &mut Env) -> Vec<Intent> {
        if !std::mem::take(&mut self.save_on_load) {
            return Vec::new();
        }
        self.waiting = false;
        match self.before {
            Some(_) => self.save(env),
            None => vec![Intent::ShowMessage(app::record_gone(env.lang))],
        }
    }

    /// The record as it is now. `began` are the answers that the draft began with, for a draft
    /// that comes from the disk: an inner `None` says that nobody knows them any more.
    pub fn rebase(
        &mut self,
        record: Box<Record>,
        began: Option<Option<&Fields>>,
        env: &mut Env,
    ) -> Vec<Intent> {
        self.take_over(record, began, env).1
    }

    /// Also says whether there is something new to look at.
    pub(super) fn take_over(
        &mut self,
        record: Box<Record>,
        began: Option<Option<&Fields>>,
        env: &mut Env,
    ) -> (bool, Vec<Intent>) {
        let known = self.before.as_ref().map(|before| before.fields.clone());
        let base = match began {
            Some(began) => began.cloned(),
            None => known,
        };
        let (was, theirs) = (self.draft.fields.clone(), &record.fields);
        let same = base.as_ref() == Some(theirs);
        let mut merged = merge::merge(base.as_ref(), &was, theirs);
        self.settle_computed(&mut merged, &record, env);
        let texts = self.draft.typed.iter().filter_map(|typed| {
            let began = value_in(base.as_ref()?, typed.path);
            let saved = value_in(theirs, typed.path);
            (began != saved)
                .then_some(FieldConflict { at: typed.path, saved: SavedChange::Answer(saved) })
        });
        let texts: Vec<FieldConflict> = texts.collect();
        self.keep_typed_rows(&mut merged, &was);
        for both in texts {
            merged.conflicts.retain(|other| other.at != both.at);
            merged.conflicts.push(both);
        }
        // The base stays what it was until nothing is left to choose: a draft that is put aside
        // now meets the same question when it is opened again.
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
        let fresh = self.clashes.len() > asked_before;
        self.show_rebased(&was, env);
        if fresh && let Some(spot) = self.unseen_clash(env.programme) {
            self.shown_faults = true;
            // Whoever is typing is not taken elsewhere: saving leads there.
            if self.waiting || began.is_some() {
                self.go_to_nearest(spot, env);
            }
            let said = Intent::ShowMessage(say::changed_on_both_sides(env.lang));
            return (true, vec![Intent::SaveDraft, said]);
        }
        let worth_telling = changed && began.is_none();
        let said = worth_telling.then(|| Intent::ShowMessage(say::changed_elsewhere(env.lang)));
        (false, said.into_iter().collect())
    }

    /// A row with an unfinished text in it was changed here, whatever its cells say.
    fn keep_typed_rows(&self, merged: &mut merge::MergedForm, was: &Fields) {
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

    /// A sum that nobody typed over is no answer of either side: it is computed from what both
    /// sides answered.
    fn settle_computed(&self, merged: &mut merge::MergedForm, record: &Record, env: &Env) {
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
                // theirs, unless it follows from the fields as well
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

    /// What is on the screen is the answer as it is now.
    fn show_rebased(&mut self, was: &Fields, env: &mut Env) {
        if let Some(row) = self.open_row
            && !self.spots(env.programme).iter().any(|spot| spot.row() == Some(row))
        {
            self.open_row = None;
        }
        if !self.spots(env.programme).contains(&self.at) {
            self.go_to_nearest(self.at, env);
        }
        let Some(path) = self.at.path() else { return };
        if value_in(was, path).as_ref() == self.value_at(path) {
            return;
        }
        if self.pick.is_some() {
            self.refresh_marks(path);
        } else if self.editor.is_some() {
            self.focus(env);
        }
    }
}

fn value_in(fields: &Fields, path: Path) -> Option<Value> {
    let value = fields.get(path.field)?;
    match path.cell {
        None => Some(value.clone()),
        Some((row, column)) => {
            value.as_lines().iter().find(|r| r.id == row)?.cells.get(column).cloned()
        }
    }
}
