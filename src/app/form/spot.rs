//! The places of a form where the cursor can be, in the order of the form.

use crate::programme::spec::{Field, Programme};
use crate::record::{FieldNo, Id, Path};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    Field(FieldNo),
    /// a row of a table, shut
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

/// Can the officer answer this field, or does the program or headquarters write it?
pub fn answerable(programme: &Programme, field: &Field) -> bool {
    let his = !field.headquarters || programme.is_headquarters();
    his && !field.internal && field.computed.as_ref().is_none_or(|c| c.overridable)
}
