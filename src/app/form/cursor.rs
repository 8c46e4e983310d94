//! The cursor of a form: its position and where it can move. Reads the answers, changes none.

use super::Env;
use super::content::FormContent;
use super::spot::{Spot, answerable};
use crate::programme::check;
use crate::programme::spec::{Field, Programme, Type};
use crate::record::Id;

#[derive(Debug)]
pub struct FormCursor {
    pub at: Spot,
    /// the table row that is expanded to show its cells
    pub open_row: Option<Id>,
}

impl FormCursor {
    /// The spot where the draft was left, or else the first missing required answer.
    pub fn resume(content: &FormContent, env: &Env) -> FormCursor {
        let left = content.draft.at;
        let open_row = left.and_then(|path| path.cell).map(|(row, _)| row);
        let mut cursor = FormCursor { at: Spot::Field(0), open_row };
        let spots = cursor.spots(content, env.programme);
        let found = left.map(Spot::at).filter(|spot| spots.contains(spot));
        // a table has no spot of its own: use its first row, or the line that adds a row
        let table = || spots.iter().find(|s| left.is_some_and(|path| path.field == s.field()));
        let lacking = || spots.iter().find(|spot| content.is_lacking(**spot, env.programme));
        let found = found.or_else(|| table().or_else(lacking).or(spots.first()).copied());
        cursor.at = found.unwrap_or(cursor.at);
        cursor
    }

    /// All spots, in the order of the form.
    pub fn spots(&self, content: &FormContent, programme: &'static Programme) -> Vec<Spot> {
        let asked = content.asked(programme).into_iter();
        asked.flat_map(|field| self.spots_of(content, programme, field)).collect()
    }

    pub fn spots_of(
        &self,
        content: &FormContent,
        programme: &Programme,
        field: &Field,
    ) -> Vec<Spot> {
        if !matches!(field.ty, Type::Lines(_)) {
            let spot = answerable(programme, field).then_some(Spot::Field(field.no));
            return spot.into_iter().collect();
        }
        let mut spots = Vec::new();
        let rows = content.draft.fields.get(field.no).map(|v| v.as_lines()).unwrap_or_default();
        for row in rows {
            spots.push(Spot::Row(field.no, row.id));
            if self.open_row == Some(row.id) {
                let columns = check::asked_cells(programme, field, row);
                spots.extend(columns.into_iter().map(|c| Spot::Cell(field.no, row.id, c)));
            }
        }
        spots.push(Spot::Add(field.no));
        spots
    }

    /// The spot, or another spot of its field if it no longer exists (a table without rows).
    /// Expands the row.
    pub fn nearest(
        &mut self,
        spot: Spot,
        content: &FormContent,
        programme: &'static Programme,
    ) -> Option<Spot> {
        if let Some(row) = spot.row() {
            self.open_row = Some(row);
        }
        let spots = self.spots(content, programme);
        let near = spots.iter().find(|s| **s == spot);
        near.or_else(|| spots.iter().find(|s| s.field() == spot.field())).copied()
    }

    /// The spot `by` steps away, clamped to the first and last one.
    pub fn step(
        &self,
        by: isize,
        content: &FormContent,
        programme: &'static Programme,
    ) -> Option<Spot> {
        let spots = self.spots(content, programme);
        let here = spots.iter().position(|s| *s == self.at);
        let here = here.or_else(|| spots.iter().position(|s| s.field() == self.at.field()));
        let to = here.unwrap_or(0).saturating_add_signed(by).min(spots.len().saturating_sub(1));
        spots.get(to).copied()
    }

    /// The first spot of the next or the previous section.
    pub fn section(
        &self,
        back: bool,
        content: &FormContent,
        programme: &'static Programme,
    ) -> Option<Spot> {
        let kind = content.spec(programme)?;
        let of = |spot: &Spot| {
            kind.sections.iter().position(|s| s.fields.iter().any(|f| f.no == spot.field()))
        };
        let (here, spots) = (of(&self.at), self.spots(content, programme));
        let start_of = |section: Option<usize>| spots.iter().find(|s| of(s) == section);
        let to = match back {
            false => spots.iter().find(|s| of(s) > here).or(spots.last()),
            true if start_of(here) == Some(&self.at) => {
                let before = spots.iter().rev().find(|s| of(s) < here);
                start_of(before.map_or(here, of))
            }
            true => start_of(here),
        };
        to.copied()
    }

    /// Collapses the expanded row if it no longer exists.
    pub fn close_gone_row(&mut self, content: &FormContent, programme: &'static Programme) {
        let row = self.open_row;
        if row.is_some() && !self.spots(content, programme).iter().any(|s| s.row() == row) {
            self.open_row = None;
        }
    }
}
