//! Determines which answers a row changes in its record, from the cells that differ.

use std::collections::{BTreeMap, BTreeSet};

use super::super::header::HeaderColumn;
use super::super::link;
use super::super::note::{ImportNote, Note, NoteSort};
use super::compare::CellChange;
use super::message::{Revision, ShownAnswer};
use super::{Base, Reviser};
use crate::app::title;
use crate::lang::Lang;
use crate::programme::spec::{Kind, Type};
use crate::programme::types;
use crate::record::{FieldNo, Fields, Id, Record, Value};
use crate::services::import::row::PlanRow;
use crate::store::StoreError;
use crate::text::fold::fold;

fn is_angle(kind: &Kind, no: FieldNo) -> bool {
    let field = kind.field(no);
    field.is_some_and(|f| matches!(f.ty, Type::Decimal) && types::is_angle(f))
}

fn is_address(note: &Note) -> bool {
    matches!(note.what, ImportNote::Address { .. })
}

fn is_renamed(note: &Note) -> bool {
    matches!(note.what, ImportNote::Renamed { .. })
}

/// Rewords notes: where a new record's answer would stay empty, an existing answer stays.
fn as_kept(note: Note, free: bool) -> Note {
    let revision = match note.what {
        ImportNote::Address { taken } if !free => {
            let revision =
                ImportNote::Revision(Revision::KeptUnclear { given: taken, why: None });
            return Note { sort: NoteSort::Question, what: revision, ..note };
        }
        ImportNote::LeftEmpty { given, what, vi, en } => {
            Revision::KeptUnclear { given, why: Some((what, ShownAnswer { vi, en })) }
        }
        ImportNote::Divided { given, .. }
        | ImportNote::Several { given, .. }
        | ImportNote::NoPlace(given)
        | ImportNote::NoProvince(given) => Revision::KeptUnclear { given, why: None },
        _ => return note,
    };
    Note { what: ImportNote::Revision(revision), ..note }
}

impl<'a> Reviser<'a> {
    /// The changed cells. With an uncertain base, a cell that equals any earlier version is
    /// unchanged.
    pub(super) fn touched(
        &self,
        row: &PlanRow,
        base: &Base<'_>,
    ) -> Result<Vec<(usize, CellChange)>, StoreError> {
        let all: Vec<&Fields> = match base {
            Base::Known(fields) => vec![fields],
            Base::Among(all) => all.iter().rev().copied().collect(),
        };
        let mut touches: Vec<(usize, CellChange)> = Vec::new();
        for fields in all {
            let titles = self.titles(fields)?;
            let seen = self.touches(row, fields, &titles);
            if touches.is_empty() {
                touches = seen;
                continue;
            }
            for ((_, touch), (_, earlier)) in touches.iter_mut().zip(seen) {
                if earlier == CellChange::Same {
                    *touch = CellChange::Same;
                }
            }
        }
        Ok(touches)
    }

    /// The file's answers to the questions that were changed in it.
    pub(super) fn wanted(
        &mut self,
        row: &mut PlanRow,
        touches: &[(usize, CellChange)],
        record: &Record,
    ) -> Result<BTreeMap<FieldNo, Option<Value>>, StoreError> {
        let mut wanted = BTreeMap::new();
        let Some(source) = &row.source else { return Ok(wanted) };
        let mut blanked = source.clone();
        let mut keep: BTreeSet<usize> = BTreeSet::new();
        let mut notes: Vec<Note> = Vec::new();
        let of = |no: FieldNo, code: bool| {
            let column = if code { HeaderColumn::Code(no) } else { HeaderColumn::Field(no) };
            let at = touches.iter().find(|(at, _)| self.layout.columns[*at] == Some(column));
            at.map(|(_, touch)| *touch)
        };
        for (at, touch) in touches {
            let Some((field, column)) = self.question(*at) else { continue };
            let note = |revision| {
                Note::of_cell(
                    NoteSort::Question,
                    self.layout.heading(*at),
                    ImportNote::Revision(revision),
                )
            };
            let given = source.cells.get(*at).map(|c| c.trim().to_owned()).unwrap_or_default();
            match (column, touch) {
                (_, CellChange::Same) => {}
                // reported once for the column
                (_, CellChange::Swapped) if self.columns.is_swapped(*at) => {}
                (_, CellChange::Swapped) => notes.push(note(Revision::KeptSwapped { given })),
                (_, CellChange::Written)
                    if self.columns.is_swapped(*at) && self.comparer().is_either(&given) =>
                {
                    notes.push(note(Revision::EitherDay { given }));
                }
                (_, CellChange::Written) => {
                    keep.insert(*at);
                }
                (HeaderColumn::Code(_), CellChange::Emptied) => {}
                (_, CellChange::Emptied) => match of(field.no, true) {
                    Some(CellChange::Same) => notes.push(note(Revision::KeptCoded)),
                    Some(CellChange::Written) => {}
                    _ => {
                        wanted.insert(field.no, None);
                    }
                },
            }
        }
        for at in 0..blanked.cells.len() {
            let known = self.layout.columns.get(at).copied().flatten();
            let answer = matches!(known, Some(HeaderColumn::Field(_) | HeaderColumn::Code(_)));
            if answer && !keep.contains(&at) {
                blanked.cells.set(at, "");
            }
        }
        let context = self.layout.context(self.validator, self.mode.now);
        let mut read = self.layout.reread(self.kind, &context, &blanked);
        self.drop_old_names(&mut read, &keep, record);
        link::resolve(&mut read, self.kind, self.validator)?;
        row.notes.extend(notes);
        let mut asked: BTreeSet<FieldNo> = keep
            .iter()
            .filter_map(|at| self.question(*at))
            .map(|(field, _)| field.no)
            .collect();
        // text before the commune becomes the address, unless the record has one
        let address = self.kind.field_by_id("address").map(|field| field.no);
        let free = address.filter(|no| record.fields.get(*no).is_none());
        asked.extend(free.filter(|_| read.notes.iter().any(is_address)));
        // a former name of the commune is stored if the file says that it is one
        let old = self.kind.field_by_id("old_place").map(|field| field.no);
        asked.extend(old.filter(|_| read.notes.iter().any(is_renamed)));
        row.notes.extend(read.notes.into_iter().map(|note| as_kept(note, free.is_some())));
        let taken =
            read.fields.iter().filter(|(no, _)| asked.contains(no) || is_angle(self.kind, *no));
        wanted.extend(taken.map(|(no, value)| (no, Some(value.clone()))));
        Ok(wanted)
    }

    /// A link by the former title of the record's linked record is unchanged.
    fn drop_old_names(&mut self, read: &mut PlanRow, keep: &BTreeSet<usize>, record: &Record) {
        let code = |at: &usize| match self.layout.columns.get(*at) {
            Some(Some(HeaderColumn::Code(no))) => Some(*no),
            _ => None,
        };
        let coded: BTreeSet<FieldNo> = keep.iter().filter_map(code).collect();
        let mut names = std::mem::take(&mut read.named);
        names.retain(|named| {
            let Some(Value::Link(id)) = record.fields.get(named.field) else { return true };
            coded.contains(&named.field) || !self.was_named(*id, &named.text)
        });
        read.named = names;
    }

    fn was_named(&mut self, id: Id, text: &str) -> bool {
        let key = (id, fold(text));
        if let Some(known) = self.names_cache.get(&key) {
            return *known;
        }
        let store = self.validator.store;
        let versions = store.history().versions(&BTreeSet::from([id])).unwrap_or_default();
        let kind =
            store.records().get(id).ok().flatten().and_then(|r| store.programme().kind(r.kind));
        let title = |fields: &Fields| {
            let kind = kind?;
            let titles = self.titles(fields).ok()?;
            Some(title::title(store.programme(), kind, fields, &titles, Lang::Vi))
        };
        let same = |(_, fields): &(u64, Fields)| {
            title(fields).is_some_and(|title| fold(&title) == key.1)
        };
        let called = versions.get(&id).is_some_and(|all| all.iter().any(same));
        self.names_cache.insert(key, called);
        called
    }
}
