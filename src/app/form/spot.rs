//! Spots: the positions of a form where the cursor can be.

use crate::programme::spec::{Field, Programme};
use crate::record::{FieldNo, Id, Path};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    Field(FieldNo),
    /// the line of a table row
    Row(FieldNo, Id),
    Cell(FieldNo, Id, FieldNo),
    /// the line that adds a row
    Add(FieldNo),
}

impl Spot {
    pub fn at(path: Path) -> Spot {
        match path.cell {
            Some((row, column)) => Spot::Cell(path.field, row, column),
            None => Spot::Field(path.field),
        }
    }

    pub fn path(self) -> Option<Path> {
        match self {
            Spot::Field(no) => Some(Path::field(no)),
            Spot::Cell(field, row, column) => Some(Path { field, cell: Some((row, column)) }),
            Spot::Row(..) | Spot::Add(_) => None,
        }
    }

    pub fn field(self) -> FieldNo {
        match self {
            Spot::Field(no) | Spot::Row(no, _) | Spot::Cell(no, ..) | Spot::Add(no) => no,
        }
    }

    pub fn row(self) -> Option<Id> {
        match self {
            Spot::Row(_, row) | Spot::Cell(_, row, _) => Some(row),
            Spot::Field(_) | Spot::Add(_) => None,
        }
    }
}

/// Whether the user can answer this field; otherwise the program or headquarters does.
pub fn answerable(programme: &Programme, field: &Field) -> bool {
    let his = !field.headquarters || programme.is_headquarters();
    his && !field.internal && field.computed.as_ref().is_none_or(|c| c.overridable)
}
