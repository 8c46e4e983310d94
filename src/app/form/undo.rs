//! Undo and redo for a whole form: text, choices, cleared fields, rows, computed answers.
//!
//! A step is the difference between two snapshots of the draft, so every change can be undone
//! without an inverse for each operation. Memory is bounded; the oldest steps are dropped first.

use std::collections::VecDeque;

use super::spot::Spot;
use crate::record::{Draft, FieldNo, Fields, Path, Typed, Value};

/// Maximum bytes of text and answers in the undo history of one form.
const MOST_BYTES: usize = 2 << 20;
const MOST_STEPS: usize = 2_000;

/// The part of a draft that undo restores.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftSnapshot {
    pub fields: Fields,
    pub typed: Vec<Typed>,
}

impl DraftSnapshot {
    pub fn of(draft: &Draft) -> DraftSnapshot {
        DraftSnapshot { fields: draft.fields.clone(), typed: draft.typed.clone() }
    }

    pub fn equals_draft(&self, draft: &Draft) -> bool {
        self.fields == draft.fields && self.typed == draft.typed
    }
}

/// How a change joins the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// letters typed in sequence are one step, up to the end of a word
    Typed,
    /// letters deleted one after the other are one step
    Deleted,
    /// leaving a field turns its text into an answer: part of the typing's step
    Left,
    /// computed or carried over as a result of the change before
    Follows,
    Alone,
}

#[derive(Clone, Debug)]
struct TextChange {
    path: Path,
    /// cursor before and after; `None`: no unfinished text
    cursor: (Option<u32>, Option<u32>),
    at: usize,
    taken: String,
    put: String,
}

#[derive(Clone, Debug)]
pub struct FormStep {
    /// the cursor's spot before the change, and after it in `to`
    pub at: Spot,
    pub to: Spot,
    fields: Vec<(FieldNo, Option<Value>, Option<Value>)>,
    texts: Vec<TextChange>,
}

#[derive(Clone, Debug, Default)]
pub struct FormHistory {
    steps: VecDeque<FormStep>,
    /// number of steps that can be undone; the steps after them can be redone
    undo_steps: usize,
    bytes: usize,
    /// how the last change was made, if the next one may join it
    open: Option<Join>,
}

impl FormHistory {
    /// Memory used by the steps.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    pub fn can_undo(&self) -> bool {
        self.undo_steps > 0
    }

    /// Whether undo would restore more than texts at these paths.
    pub fn restores_more_than(&self, searched: &[Path]) -> bool {
        let words = |step: &FormStep| {
            step.fields.is_empty() && step.texts.iter().all(|t| searched.contains(&t.path))
        };
        !self.steps.iter().all(words)
    }

    pub fn can_redo(&self) -> bool {
        self.undo_steps < self.steps.len()
    }

    /// Records the changes since `was` as a step, or joins them to the last one.
    pub fn record(&mut self, was: DraftSnapshot, now: &Draft, at: Spot, to: Spot, join: Join) {
        let last = self.undo_steps.checked_sub(1).and_then(|at| self.steps.get(at));
        let joins = match join {
            Join::Typed | Join::Deleted => {
                self.open == Some(join) && last.is_some_and(|step| step.to == at)
            }
            Join::Left => last.is_some_and(|step| step.to == at && !step.texts.is_empty()),
            Join::Follows => last.is_some(),
            Join::Alone => false,
        };
        let step = FormStep::between(&was, now, at, to);
        if step.is_nothing() {
            if !matches!(join, Join::Typed | Join::Deleted | Join::Follows) {
                self.open = None;
            }
            return;
        }
        // an answer computed during a save must not clear the redo steps
        if join != Join::Follows {
            self.forget_undone();
        }
        let place = self.undo_steps.saturating_sub(1);
        match self.steps.get_mut(place).filter(|_| joins) {
            Some(last) => {
                let mut start = was;
                last.apply(&mut start.fields, &mut start.typed, false);
                let joined = FormStep::between(&start, now, last.at, to);
                self.bytes = self.bytes.saturating_sub(last.bytes()) + joined.bytes();
                *last = joined;
            }
            None if join == Join::Follows => return,
            None => {
                self.bytes += step.bytes();
                self.steps.push_back(step);
                self.undo_steps = self.steps.len();
            }
        }
        self.drop_empty_step();
        self.trim_to_limit();
        let word_over = join == Join::Typed && ends_word(now, at);
        self.open = (!word_over).then_some(join);
    }

    pub fn undo(&mut self, draft: &mut Draft) -> Option<FormStep> {
        self.open = None;
        self.undo_steps = self.undo_steps.checked_sub(1)?;
        let step = self.steps.get(self.undo_steps)?.clone();
        step.apply(&mut draft.fields, &mut draft.typed, false);
        Some(step)
    }

    pub fn redo(&mut self, draft: &mut Draft) -> Option<FormStep> {
        self.open = None;
        let step = self.steps.get(self.undo_steps)?.clone();
        self.undo_steps += 1;
        step.apply(&mut draft.fields, &mut draft.typed, true);
        Some(step)
    }

    /// The saved record changed: merges the change into every step, so that undo never restores
    /// what others have replaced. Computed answers are removed from the steps; undo computes them
    /// again.
    pub fn rebase(
        &mut self,
        computed: impl Fn(FieldNo) -> bool,
        merge: impl Fn(FieldNo, Option<Value>) -> Option<Value>,
    ) {
        for step in &mut self.steps {
            step.fields.retain(|(no, ..)| !computed(*no));
            for (no, before, after) in &mut step.fields {
                *before = merge(*no, before.take());
                *after = merge(*no, after.take());
            }
            step.fields.retain(|(_, before, after)| before != after);
        }
        // drop empty steps: undoing one would have no visible effect
        let done =
            self.steps.iter().take(self.undo_steps).filter(|step| !step.is_nothing()).count();
        self.steps.retain(|step| !step.is_nothing());
        self.undo_steps = done;
        self.bytes = self.steps.iter().map(FormStep::bytes).sum();
        self.open = None;
    }

    fn forget_undone(&mut self) {
        while self.steps.len() > self.undo_steps {
            self.bytes =
                self.bytes.saturating_sub(self.steps.pop_back().map_or(0, |s| s.bytes()));
        }
    }

    /// Drops the last step if joining has made it empty: typed and deleted again.
    fn drop_empty_step(&mut self) {
        let place = self.undo_steps.saturating_sub(1);
        if self.steps.get(place).is_some_and(FormStep::is_nothing) {
            let empty = self.steps.remove(place);
            self.bytes = self.bytes.saturating_sub(empty.map_or(0, |step| step.bytes()));
            self.undo_steps = place;
        }
    }

    fn trim_to_limit(&mut self) {
        while self.undo_steps > 0 && (self.bytes > MOST_BYTES || self.steps.len() > MOST_STEPS)
        {
            self.bytes =
                self.bytes.saturating_sub(self.steps.pop_front().map_or(0, |s| s.bytes()));
            self.undo_steps -= 1;
        }
    }
}

impl FormStep {
    fn between(was: &DraftSnapshot, now: &Draft, at: Spot, to: Spot) -> FormStep {
        let mut numbers: Vec<FieldNo> =
            was.fields.iter().chain(now.fields.iter()).map(|(no, _)| no).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let changed = |no: &FieldNo| was.fields.get(*no) != now.fields.get(*no);
        let pair = |no: FieldNo| (no, was.fields.get(no).cloned(), now.fields.get(no).cloned());
        let fields = numbers.into_iter().filter(changed).map(pair).collect();
        let mut paths: Vec<Path> = Vec::new();
        for typed in was.typed.iter().chain(&now.typed) {
            if !paths.contains(&typed.path) {
                paths.push(typed.path);
            }
        }
        let texts = paths.into_iter().filter_map(|path| {
            TextChange::between(path, text_at(&was.typed, path), text_at(&now.typed, path))
        });
        FormStep { at, to, fields, texts: texts.collect() }
    }

    pub fn is_nothing(&self) -> bool {
        self.fields.is_empty() && self.texts.is_empty()
    }

    /// Whether the step changes the answer or text at this path.
    pub fn touches(&self, path: Path) -> bool {
        self.fields.iter().any(|(no, ..)| *no == path.field)
            || self.texts.iter().any(|text| text.path == path)
    }

    fn apply(&self, fields: &mut Fields, typed: &mut Vec<Typed>, forward: bool) {
        for (no, before, after) in &self.fields {
            fields.put(*no, if forward { after } else { before }.clone());
        }
        for text in &self.texts {
            text.apply(typed, forward);
        }
    }

    fn bytes(&self) -> usize {
        let fields = self.fields.iter().map(|(_, a, b)| size(a) + size(b));
        let texts = self.texts.iter().map(|text| text.taken.len() + text.put.len());
        size_of::<FormStep>() + fields.sum::<usize>() + texts.sum::<usize>()
    }
}

impl TextChange {
    /// Stores only the part that differs: one letter typed into a long note costs one letter.
    fn between(path: Path, was: Option<&Typed>, now: Option<&Typed>) -> Option<TextChange> {
        let text = |typed: Option<&Typed>| typed.map_or(String::new(), |t| t.text.clone());
        let (old, new) = (text(was), text(now));
        if was.is_some() == now.is_some() && old == new {
            return None;
        }
        let head = same(old.chars(), new.chars());
        let (old_rest, new_rest) = (old.get(head..)?, new.get(head..)?);
        let tail = same(old_rest.chars().rev(), new_rest.chars().rev());
        Some(TextChange {
            path,
            cursor: (was.map(|t| t.cursor), now.map(|t| t.cursor)),
            at: head,
            taken: old_rest.get(..old_rest.len() - tail)?.to_owned(),
            put: new_rest.get(..new_rest.len() - tail)?.to_owned(),
        })
    }

    fn apply(&self, typed: &mut Vec<Typed>, forward: bool) {
        let (from, to, cursor) = match forward {
            true => (&self.taken, &self.put, self.cursor.1),
            false => (&self.put, &self.taken, self.cursor.0),
        };
        let mut text =
            text_at(typed, self.path).map_or(String::new(), |typed| typed.text.clone());
        let range = self.at..self.at + from.len();
        if text.get(range.clone()).is_some_and(|there| there == from) {
            text.replace_range(range, to);
        }
        typed.retain(|typed| typed.path != self.path);
        typed.extend(cursor.map(|cursor| Typed { path: self.path, text, cursor }));
    }
}

fn text_at(typed: &[Typed], path: Path) -> Option<&Typed> {
    typed.iter().find(|typed| typed.path == path)
}

fn ends_word(draft: &Draft, at: Spot) -> bool {
    let typed = at.path().and_then(|path| text_at(&draft.typed, path));
    let before = typed.and_then(|typed| typed.text.get(..typed.cursor as usize));
    before.is_some_and(|text| text.ends_with(' '))
}

/// Length of the common prefix in bytes.
fn same(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

fn size(value: &Option<Value>) -> usize {
    let cells = |fields: &Fields| -> usize {
        fields.iter().map(|(_, value)| size(&Some(value.clone()))).sum()
    };
    let own = match value {
        Some(Value::Text(text) | Value::Choice(text)) => text.len(),
        Some(Value::Many(ids)) => ids.iter().map(|id| id.len() + size_of::<String>()).sum(),
        Some(Value::Links(ids)) => ids.len() * 16,
        Some(Value::Lines(rows)) => rows.iter().map(|row| 64 + cells(&row.cells)).sum(),
        Some(Value::Unknown(bytes)) => bytes.len(),
        _ => 0,
    };
    own + size_of::<Value>()
}
