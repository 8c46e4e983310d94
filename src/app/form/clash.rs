//! A conflict: a field or row that was changed in the form and saved elsewhere.

use super::merge::SavedChange;
use super::spot::Spot;
use crate::record::{Fields, Id, Path, Value};

/// A field or row with both a saved change and a change in the form.
#[derive(Clone, Debug, PartialEq)]
pub struct FormClash {
    pub at: Path,
    pub saved: SavedChange,
    /// when the other change was saved, Unix milliseconds
    pub millis: u64,
    /// the answer typed here, while the saved answer is in the form
    pub ours: Option<Value>,
    pub(super) was_seen: bool,
}

impl FormClash {
    /// Adds the records that the answers of both sides link to.
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

    /// Whether `theirs` still contains the saved change.
    pub(super) fn is_still(&self, theirs: &Fields) -> bool {
        let rows = theirs.get(self.at.field).map(Value::as_lines).unwrap_or_default();
        let row = self.at.cell.is_some_and(|(id, _)| rows.iter().any(|row| row.id == id));
        match &self.saved {
            SavedChange::Answer(saved) => saved.as_ref() == value_in(theirs, self.at),
            SavedChange::RowDeleted => !row,
            SavedChange::RowChanged => row,
        }
    }

    /// Whether the conflict is at this spot. A conflict about a whole row is at each of its cells.
    pub(super) fn is_at(&self, spot: Spot) -> bool {
        match self.at.cell {
            Some((row, 0)) => spot.field() == self.at.field && spot.row() == Some(row),
            _ => spot.path() == Some(self.at),
        }
    }
}

/// The answer at a path.
pub(super) fn value_in(fields: &Fields, path: Path) -> Option<&Value> {
    let value = fields.get(path.field)?;
    match path.cell {
        None => Some(value),
        Some((row, column)) => value.as_lines().iter().find(|r| r.id == row)?.cells.get(column),
    }
}
