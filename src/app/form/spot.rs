//! The places of a form where the cursor can be, in the order in which they are asked.

use super::{Env, Form};
use crate::programme::check;
use crate::programme::spec::{Field, Programme, Type};
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

impl Form {
    /// Fields asked now, in the order of the form.
    pub fn asked(&self, programme: &'static Programme) -> Vec<&'static Field> {
        let Some(kind) = self.spec(programme) else { return Vec::new() };
        let asked = check::asked_fields(programme, &self.subject(kind));
        asked.into_iter().filter_map(|no| kind.field(no)).collect()
    }

    /// Must this field be answered now, as far as the record alone can tell?
    pub(super) fn required(&self, programme: &'static Programme, field: &Field) -> bool {
        let Some(kind) = self.spec(programme) else { return false };
        let (subject, context) = (self.subject(kind), check::Context::default());
        check::required_now(&check::QuestionContext::new(programme, &subject, &context, field))
    }

    pub fn spots(&self, programme: &'static Programme) -> Vec<Spot> {
        self.asked(programme)
            .into_iter()
            .flat_map(|field| self.spots_of(programme, field))
            .collect()
    }

    pub(super) fn spots_of(&self, programme: &Programme, field: &Field) -> Vec<Spot> {
        if !matches!(field.ty, Type::Lines(_)) {
            return if answerable(programme, field) {
                vec![Spot::Field(field.no)]
            } else {
                Vec::new()
            };
        }
        let mut spots = Vec::new();
        for row in self.draft.fields.get(field.no).map(|v| v.as_lines()).unwrap_or_default() {
            spots.push(Spot::Row(field.no, row.id));
            if self.open_row == Some(row.id) {
                let columns = check::asked_cells(programme, field, row);
                spots.extend(columns.into_iter().map(|c| Spot::Cell(field.no, row.id, c)));
            }
        }
        spots.push(Spot::Add(field.no));
        spots
    }

    /// Where an officer starts: the first question without an answer that needs one.
    pub(super) fn first_empty(&self, env: &Env, spots: &[Spot]) -> Option<Spot> {
        let needed = spots.iter().find(|spot| self.is_lacking(**spot, env.programme));
        needed.or(spots.first()).copied()
    }

    /// Does the question there need an answer that it does not have?
    pub(super) fn is_lacking(&self, spot: Spot, programme: &'static Programme) -> bool {
        let (Some(kind), no) = (self.spec(programme), spot.field()) else { return false };
        let whole = matches!(spot, Spot::Field(_) | Spot::Add(_));
        let field = kind.field(no).filter(|_| whole && self.draft.fields.get(no).is_none());
        field.is_some_and(|field| self.required(programme, field))
    }
}
