//! Lays out the list of hits under a field.

use std::ops::Range;

use super::super::layout::{FormLayout, FormLine, FormPart, choices_column, label_width};
use super::super::pick::{Hit, Pick, SHOWN};
use super::FormSheet;
use crate::text::cells;
use crate::text::format::show_in_view;

impl FormSheet<'_> {
    pub(super) fn hits(&mut self) {
        let Some(pick) = &self.form.focus.pick else { return };
        let (hits, in_view) = self.hit_lines(pick);
        let marker = show_in_view(in_view, pick.total);
        let taken = marker.as_ref().map_or(0, |marker| cells::width(marker) + 1);
        let space = self.value_space(0).saturating_sub(taken).max(4);
        let typed = pick.editor.text();
        let cursor = pick.editor.cursor();
        // the typed text is shown in the field's own line
        if let Some(FormLine { part: FormPart::Field { value, count, .. }, .. }) =
            self.out.lines.last_mut()
        {
            let (shown, column) = FormLayout::visible_text(typed, cursor, space);
            *value = shown;
            *count = marker;
            self.out.cursor.1 = label_width(self.width) as u16 + 2 + column;
        }
        if pick.hits.is_empty() {
            let (searching, can_create) = (pick.searching, pick.can_create);
            self.line(FormPart::NoHits { searching, can_create }, 2, true);
        }
        for part in hits {
            self.line(part, 2, true);
        }
    }

    /// The lines of the hits that fit into the window, including the one under the cursor, and the
    /// range of these hits.
    fn hit_lines(&self, pick: &Pick) -> (Vec<FormPart>, Range<usize>) {
        let names = pick.hits.iter().skip(pick.top).take(SHOWN);
        let longest = names.map(|hit| cells::width(&hit.text)).max().unwrap_or(0);
        let mut shown: Vec<Vec<FormPart>> = (pick.top..pick.hits.len().min(pick.top + SHOWN))
            .filter_map(|at| Some(self.hit(pick, pick.hits.get(at)?, at == pick.at, longest)))
            .collect();
        let room = self.form.list_height;
        let under = pick.at.saturating_sub(pick.top);
        let (mut from, mut out) = window(&shown, under, room);
        if hits_in(&out) < shown.len().min(2) {
            // a second choice comes before the details of the first one
            for (at, hit) in shown.iter_mut().enumerate() {
                hit.truncate(if at == under { room.saturating_sub(1).max(1) } else { 1 });
            }
            (from, out) = window(&shown, under, room);
        }
        let first = pick.top + from;
        let count = hits_in(&out);
        (out, first..first + count)
    }

    /// The name of a hit, with its details after or below it.
    fn hit(&self, pick: &Pick, hit: &Hit, selected: bool, longest: usize) -> Vec<FormPart> {
        const GAP: usize = 2;
        let marked = pick.marked.is_some().then(|| pick.is_marked(hit));
        let marks = marked.is_some();
        let space = self.width.saturating_sub(choices_column(self.width) + 3);
        let space = space.saturating_sub(if marks { 4 } else { 0 }).max(8);
        let (name, tell) = (cells::width(&hit.text), cells::width(&hit.details));
        // details are aligned in a column if the longest name leaves room
        let column = if longest + GAP + tell <= space { longest } else { name };
        let beside = !hit.details.is_empty() && name + GAP + tell <= space;
        let text = match beside {
            true => format!("{}{}", cells::pad(&hit.text, column + GAP), hit.details),
            false => cells::cut_middle(&hit.text, space).into_owned(),
        };
        let mut out = vec![FormPart::Hit { text, selected, marked }];
        let below = [(!beside).then_some(hit.details.as_str()), Some(hit.more.as_str())];
        for text in below.into_iter().flatten().filter(|text| !text.is_empty()) {
            let lines = cells::wrap(text, space.saturating_sub(GAP));
            out.extend(lines.into_iter().map(|text| FormPart::Tell { text, marks }));
        }
        out
    }
}

/// The first hit of those that fit into `room` lines with the one at `under`, and their lines.
fn window(shown: &[Vec<FormPart>], under: usize, room: usize) -> (usize, Vec<FormPart>) {
    let lines = |from: usize| shown.iter().skip(from).take(under + 1 - from).flatten().count();
    let mut from = 0;
    while from < under && lines(from) > room {
        from += 1;
    }
    (from, shown.iter().skip(from).flatten().take(room).cloned().collect())
}

fn hits_in(parts: &[FormPart]) -> usize {
    parts.iter().filter(|part| matches!(part, FormPart::Hit { .. })).count()
}
