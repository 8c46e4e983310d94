//! Undo and redo. A step has a place, the text that was there and the text put there. Typing
//! without a pause is one step.

use std::ops::Range;

/// Steps in the history; the oldest is dropped first.
const MAX_STEPS: usize = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EditSort {
    Typed,
    Deleted,
    Other,
}

#[derive(Clone, Debug)]
pub(super) struct EditStep {
    pub at: usize,
    pub taken: String,
    pub put: String,
    /// the cursor before the step
    pub cursor: usize,
}

impl EditStep {
    /// The smallest step that turns `range` of `text` into `new`.
    pub fn between(text: &str, range: Range<usize>, new: &str, cursor: usize) -> EditStep {
        let old = text.get(range.clone()).unwrap_or_default();
        let head = same(old.chars(), new.chars());
        let (old_rest, new_rest) =
            (old.get(head..).unwrap_or_default(), new.get(head..).unwrap_or_default());
        let tail = same(old_rest.chars().rev(), new_rest.chars().rev());
        EditStep {
            at: range.start + head,
            taken: old_rest.get(..old_rest.len() - tail).unwrap_or_default().to_owned(),
            put: new_rest.get(..new_rest.len() - tail).unwrap_or_default().to_owned(),
            cursor,
        }
    }

    pub fn is_nothing(&self) -> bool {
        self.taken.is_empty() && self.put.is_empty()
    }
}

/// The number of bytes that both have in common at the start.
fn same(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

#[derive(Clone, Debug, Default)]
pub(super) struct EditHistory {
    steps: Vec<EditStep>,
    /// number of steps that are done; the later ones are undone
    undo_steps: usize,
    /// the sort of step that the next one may be joined to
    open: Option<EditSort>,
}

impl EditHistory {
    pub fn push(&mut self, step: EditStep, sort: EditSort) {
        self.steps.truncate(self.undo_steps);
        let word_over = step.put.ends_with(' ');
        if self.open != Some(sort) || sort == EditSort::Other || !self.join(&step) {
            self.steps.push(step);
        }
        // typed and deleted again
        self.steps.pop_if(|last| last.is_nothing());
        if self.steps.len() > MAX_STEPS {
            self.steps.remove(0);
        }
        self.undo_steps = self.steps.len();
        self.open = (!word_over).then_some(sort);
    }

    /// Makes the next change a separate step.
    pub fn pause(&mut self) {
        self.open = None;
    }

    pub fn back(&mut self) -> Option<EditStep> {
        self.open = None;
        let at = self.undo_steps.checked_sub(1)?;
        self.undo_steps = at;
        self.steps.get(at).cloned()
    }

    pub fn forth(&mut self) -> Option<EditStep> {
        self.open = None;
        let step = self.steps.get(self.undo_steps)?.clone();
        self.undo_steps += 1;
        Some(step)
    }

    /// Joins `next` to the last step if it continues where that one ended.
    fn join(&mut self, next: &EditStep) -> bool {
        let Some(last) = self.steps.last_mut() else { return false };
        let end = last.at + last.put.len();
        if next.at + next.taken.len() == end && next.at >= last.at {
            last.put.truncate(next.at - last.at);
            last.put.push_str(&next.put);
            return true;
        }
        // backspaces continue to the left
        if last.put.is_empty() && next.put.is_empty() && next.at + next.taken.len() == last.at {
            last.taken.insert_str(0, &next.taken);
            last.at = next.at;
            return true;
        }
        false
    }
}
