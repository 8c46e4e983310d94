//! From a file's bytes to the records that it would make: pure, so that a dry run and a screen
//! can look at it. What other records say (duplicates in the notebook) is asked later, by `run`.

use std::collections::HashMap;

use super::file::{self, FileFault, Sheet, SheetRow};
use super::header::{self, Column, Names};
use super::link::Named;
use super::note::{Note, Sort, Told};
use super::place::{self, Found, Given};
use crate::programme::answer;
use crate::programme::spec::{Field, Kind, Programme, Type};
use crate::record::{Date, FieldNo, Fields, Value};
use crate::text::fold::fold;

pub struct PlanContext<'a> {
    pub programme: &'a Programme,
    pub today: Date,
    /// the officer's own province, by code: lists of the office often name none
    pub province: Option<&'a str>,
    /// answers that a new record of the kind starts with
    pub defaults: &'a Fields,
}

#[derive(Debug)]
pub struct Plan {
    /// one for each row of data, in the order of the file
    pub rows: Vec<PlanRow>,
    /// about the file as a whole
    pub notes: Vec<Note>,
    /// the file's own names of the columns, for faults that are found later
    pub headings: HashMap<FieldNo, String>,
    /// the field for a former place name, if the kind has one, and the field for the place
    places: Option<(Option<FieldNo>, FieldNo)>,
}

#[derive(Debug)]
pub struct PlanRow {
    pub line: u64,
    pub fields: Fields,
    /// links that are written as names
    pub named: Vec<Named>,
    pub notes: Vec<Note>,
}

impl PlanRow {
    pub fn refused(&self) -> bool {
        self.notes.iter().any(|note| note.sort == Sort::Fault)
    }

    pub fn asks(&self) -> bool {
        self.notes.iter().any(|note| note.sort == Sort::Question)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanFault {
    File(FileFault),
    HeaderTwice(String),
    /// examples of what a header may say are asked of the kind
    NoHeader,
}

/// The answers that every new record may start with: choices and yes/no, never a day, which the
/// file would have to tell.
pub fn steady_defaults(kind: &Kind, start: Fields) -> Fields {
    let lasting = |no: FieldNo| kind.field(no).is_some_and(|f| !matches!(f.ty, Type::Date));
    start.iter().filter(|(no, _)| lasting(*no)).map(|(no, v)| (no, v.clone())).collect()
}

pub fn plan(bytes: &[u8], kind: &Kind, context: &PlanContext<'_>) -> Result<Plan, PlanFault> {
    let names = Names::of(kind);
    let sheet = file::read(bytes, &|row| names.score(row)).map_err(|fault| match fault {
        FileFault::NoHeader => PlanFault::NoHeader,
        fault => PlanFault::File(fault),
    })?;
    let columns = header::columns(&names, &sheet.header).map_err(PlanFault::HeaderTwice)?;
    let reader = Reader { kind, context, columns: &columns, sheet: &sheet };
    let mut plan = Plan {
        rows: sheet.rows.iter().map(|row| reader.row(row)).collect(),
        notes: reader.left_out().into_iter().collect(),
        headings: reader.headings(),
        places: places(kind),
    };
    plan.tell_duplicates(kind);
    Ok(plan)
}

fn places(kind: &Kind) -> Option<(Option<FieldNo>, FieldNo)> {
    let place = kind.fields().find(|f| matches!(f.ty, Type::Place))?.no;
    Some((kind.field_by_id("old_place").map(|f| f.no), place))
}

struct Reader<'a> {
    kind: &'a Kind,
    context: &'a PlanContext<'a>,
    columns: &'a [Option<Column>],
    sheet: &'a Sheet,
}

impl Reader<'_> {
    fn heading(&self, at: usize) -> String {
        self.sheet.header.get(at).map(|h| h.trim().to_owned()).unwrap_or_default()
    }

    fn headings(&self) -> HashMap<FieldNo, String> {
        let named = self.columns.iter().enumerate();
        named
            .filter_map(|(at, column)| match column {
                Some(Column::Field(no)) => Some((*no, self.heading(at))),
                _ => None,
            })
            .collect()
    }

    /// Columns that are not taken over, told once.
    fn left_out(&self) -> Option<Note> {
        let computed = |no: &FieldNo| {
            self.kind
                .field(*no)
                .is_some_and(|f| f.computed.as_ref().is_some_and(|c| !c.overridable))
        };
        let skipped = (0..self.sheet.header.len()).filter(|at| match self.columns.get(*at) {
            Some(Some(Column::Field(no))) => computed(no),
            Some(Some(_)) => false,
            _ => true,
        });
        let skipped: Vec<String> =
            skipped.map(|at| self.heading(at)).filter(|h| !h.is_empty()).collect();
        (!skipped.is_empty()).then(|| Note::file(Sort::Warning, Told::Skipped(skipped)))
    }

    fn row(&self, row: &SheetRow) -> PlanRow {
        let fields = self.context.defaults.clone();
        let mut out = PlanRow { line: row.line, fields, named: Vec::new(), notes: Vec::new() };
        if row.too_long {
            out.notes.push(Note::row(Sort::Fault, Told::TooLong));
            return out;
        }
        let more = row.cells.iter().skip(self.columns.len()).any(|c| !c.trim().is_empty());
        if more {
            out.notes.push(Note::row(Sort::Fault, Told::MoreCells));
        }
        let mut place = None;
        for (at, cell) in row.cells.iter().enumerate() {
            let cell = cell.trim();
            let Some(Some(Column::Field(no))) = self.columns.get(at) else { continue };
            let Some(field) = self.kind.field(*no).filter(|_| !cell.is_empty()) else {
                continue;
            };
            match &field.ty {
                Type::Place => place = Some((at, field, cell)),
                _ => self.answer(&mut out, at, field, cell),
            }
        }
        if let Some((at, field, cell)) = place {
            self.place(&mut out, row, at, field, cell);
        }
        out
    }

    fn answer(&self, out: &mut PlanRow, at: usize, field: &Field, cell: &str) {
        if field.computed.as_ref().is_some_and(|c| !c.overridable) {
            return;
        }
        if matches!(field.ty, Type::Link(_) | Type::Links(_)) {
            let (heading, text) = (self.heading(at), cell.to_owned());
            out.named.push(Named { field: field.no, heading, text });
            return;
        }
        let told = match answer::parse(field, cell, self.context.today) {
            Ok(value) => return out.fields.put(field.no, value),
            Err(what) => {
                let (vi, en) = (field.label.vi.clone(), field.label.en.clone());
                Told::Answer { what, vi, en }
            }
        };
        out.notes.push(Note::cell(Sort::Fault, self.heading(at), told));
    }

    fn place(&self, out: &mut PlanRow, row: &SheetRow, at: usize, field: &Field, cell: &str) {
        let beside = |wanted: Column| {
            let at = self.columns.iter().position(|c| *c == Some(wanted))?;
            row.cells.get(at).map(|c| c.trim()).filter(|c| !c.is_empty())
        };
        let (district, province) = (beside(Column::District), beside(Column::Province));
        let given = Given { commune: cell, district, province, home: self.context.province };
        let written = [Some(cell), district, province];
        let written = written.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let (sort, told) = match place::find(given) {
            Found::Sure(commune) => {
                out.fields.set(field.no, Value::Place(commune.place(self.context.today)));
                return;
            }
            Found::Renamed(commune) => {
                out.fields.set(field.no, Value::Place(commune.place(self.context.today)));
                self.keep_old_name(out, &written);
                let bare = commune.name.strip_prefix(commune.ty).unwrap_or(commune.name);
                let same = fold(cell).ends_with(&fold(bare.trim()));
                if same && district.is_none() {
                    return;
                }
                (Sort::Told, Told::Renamed { given: written, now: commune.full_name() })
            }
            Found::Divided(parts) => {
                self.keep_old_name(out, &written);
                let now = parts.iter().map(|c| c.full_name()).collect();
                (Sort::Question, Told::Divided { given: written, now })
            }
            Found::Several(all) => {
                self.keep_old_name(out, &written);
                let now =
                    all.iter().map(|c| format!("{} ({})", c.full_name(), c.code)).collect();
                (Sort::Question, Told::Several { given: written, now })
            }
            Found::NoProvince => {
                self.keep_old_name(out, &written);
                (Sort::Question, Told::NoProvince(province.unwrap_or_default().to_owned()))
            }
            Found::Nothing => {
                self.keep_old_name(out, &written);
                (Sort::Question, Told::NoPlace(written))
            }
        };
        out.notes.push(Note::cell(sort, self.heading(at), told));
    }

    /// Unless the file has a column of its own for it.
    fn keep_old_name(&self, out: &mut PlanRow, written: &str) {
        let Some(field) = self.kind.field_by_id("old_place") else { return };
        if out.fields.get(field.no).is_none()
            && let Ok(value) = answer::parse(field, written, self.context.today)
        {
            out.fields.put(field.no, value);
        }
    }
}

impl Plan {
    /// Rows of this file that seem to be one record: the same answer where answers should be
    /// unique, or the same name in the same commune.
    fn tell_duplicates(&mut self, kind: &Kind) {
        let unique: Vec<FieldNo> =
            kind.fields().filter(|f| f.tells_apart()).map(|f| f.no).collect();
        let mut seen: HashMap<String, u64> = HashMap::new();
        let place = self.places.map(|(_, place)| place);
        for row in self.rows.iter_mut().filter(|row| !row.refused()) {
            let mut same = None;
            for key in keys(&row.fields, &unique, &kind.list.title, place) {
                let first = *seen.entry(key).or_insert(row.line);
                if first != row.line {
                    same = same.or(Some(first));
                }
            }
            if let Some(other) = same {
                row.notes.push(Note::row(Sort::Warning, Told::SameRow(other)));
            }
        }
    }
}

fn keys(
    fields: &Fields,
    unique: &[FieldNo],
    title: &[FieldNo],
    place: Option<FieldNo>,
) -> Vec<String> {
    let text = |no: FieldNo| fields.get(no).and_then(Value::as_text).map(fold);
    let mut keys: Vec<String> =
        unique.iter().filter_map(|no| text(*no).map(|t| format!("{no}\t{t}"))).collect();
    let Some(Value::Place(place)) = place.and_then(|no| fields.get(no)) else { return keys };
    let name: Vec<String> = title.iter().filter_map(|no| text(*no)).collect();
    if !name.is_empty() {
        keys.push(format!("{}\t{}", place.commune, name.join(" ")));
    }
    keys
}
