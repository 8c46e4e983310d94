//! The commune of rows below its heading: "II. Xã Tân Dương" alone on a row, and no commune beside
//! the names that follow.

use std::collections::HashSet;

use super::header::HeaderColumn;
use super::note::{ImportNote, Note, NoteSort};
use super::reader::RowReader;
use super::row::PlanRow;
use super::stray;
use crate::programme::reference::{self, PlaceReading, WrittenPlace};
use crate::programme::spec::Type;
use crate::record::Value;
use crate::services::import::sheet::SheetRow;

/// Lines after which other rows lie elsewhere, in order.
#[derive(Debug, Default)]
pub struct GroupPlaces(Vec<GroupPlace>);

#[derive(Clone, Debug, Default)]
struct GroupPlace {
    line: u64,
    district: Option<String>,
    commune: Option<String>,
}

impl GroupPlaces {
    /// Below the heading of a district are those of its communes; whatever else is no record, or may
    /// be none, ends a group, as it may be the heading of another one.
    pub fn end(&mut self, line: u64, words: Option<&str>) {
        let words = words.and_then(stray::place_heading);
        let district = words.filter(|words| reference::is_district(words, None));
        let place = match (words, district) {
            (_, Some(district)) => (Some(district.to_owned()), None),
            (Some(words), None) => {
                let above = self.0.last().and_then(|last| last.district.clone());
                (above, Some(words.to_owned()))
            }
            (None, None) => (None, None),
        };
        let (district, commune) = place;
        self.0.push(GroupPlace { line, district, commune });
    }

    pub fn doubt(&mut self, lines: &HashSet<u64>) {
        if self.0.is_empty() {
            return;
        }
        let doubtful = |line: &u64| GroupPlace { line: *line, ..GroupPlace::default() };
        self.0.extend(lines.iter().map(doubtful));
        self.0.sort_by_key(|place| place.line);
    }

    fn of(&self, line: u64) -> Option<&GroupPlace> {
        let at = self.0.partition_point(|place| place.line < line);
        self.0.get(at.checked_sub(1)?).filter(|place| place.commune.is_some())
    }
}

impl RowReader<'_> {
    /// Only where the row itself says nothing of its place.
    pub fn place_of_group(&self, out: &mut PlanRow, row: &SheetRow) {
        let Some(group) = self.groups.of(row.line) else { return };
        let Some(field) = self.kind.fields().find(|field| matches!(field.ty, Type::Place))
        else {
            return;
        };
        let mut cells = self.columns.iter().zip(&row.cells);
        let says = |column: &HeaderColumn| column.answers(field.no);
        let said = cells
            .any(|(column, cell)| column.as_ref().is_some_and(says) && !stray::is_blank(cell));
        if said || out.fields.get(field.no).is_some() {
            return;
        }
        let words = group.commune.as_deref().unwrap_or_default();
        let [district, province] = self.district_and_province(row);
        let place = reference::read(WrittenPlace {
            commune: words,
            district: district.or(group.district.as_deref()),
            province,
            home: self.context.province,
            former: false,
        });
        let given = words.to_owned();
        let (sort, told) = match place {
            PlaceReading::Sure(commune) | PlaceReading::Renamed(commune) => {
                out.fields.set(field.no, Value::Place(commune.place(self.context.today)));
                let taken = self.named(&commune);
                (NoteSort::Told, ImportNote::PlaceOfGroup { given, taken })
            }
            PlaceReading::Divided(all) => (NoteSort::Question, self.divided(given, &all)),
            PlaceReading::Several(all) => (NoteSort::Question, self.several(given, &all)),
            PlaceReading::Listed(all) => (NoteSort::Question, self.listed(given, &all)),
            PlaceReading::NoProvince | PlaceReading::Nothing => return,
        };
        out.notes.push(Note::row(sort, told));
    }
}
