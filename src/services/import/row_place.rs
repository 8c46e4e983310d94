//! Finds the commune of a row: from its cell, from a code column, or from the address.

use super::cell::is_doubted;
use super::header::HeaderColumn;
use super::note::{ImportNote, Note, NoteSort};
use super::reader::RowReader;
use super::row::Named;
use super::stray::{self, is_blank};
use crate::programme::answer;
use crate::programme::reference::{self, Address, Commune, PlaceReading, WrittenPlace};
use crate::programme::role::KindRole;
use crate::programme::spec::{Field, Type};
use crate::record::Value;
use crate::services::import::row::{PackedRow, PlanRow};
use crate::services::import::sheet::SheetRow;
use crate::text::fold::fold;

impl RowReader<'_> {
    pub fn coded_place(&self, out: &mut PlanRow, field: &Field, code: &str) {
        // a spreadsheet drops leading zeros; an invalid code is ignored, and the name is used
        if let Some(commune) = reference::commune(&format!("{code:0>5}")) {
            out.fields.set(field.no, Value::Place(commune.place(self.context.today)));
        }
    }

    pub fn place(
        &self,
        out: &mut PlanRow,
        row: &SheetRow,
        at: usize,
        field: &Field,
        cell: &str,
    ) {
        let [district, province] = self.district_and_province(row);
        let home = self.context.province;
        let cells =
            WrittenPlace { commune: cell, district, province, home, ..WrittenPlace::default() };
        let unbroken;
        let mut address = reference::read_address(cells);
        // "Xã Lai⏎Vung" in a narrow column
        if cell.contains('\n') && !address.place.is_sure() {
            unbroken = cell.split_whitespace().collect::<Vec<_>>().join(" ");
            let cells = WrittenPlace { commune: &unbroken, ..cells };
            let read = reference::read_address(cells);
            if read.place.is_sure() || address.place == PlaceReading::Nothing {
                address = read;
            }
        }
        let written = [Some(address.commune), district, province];
        let written = written.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let today = self.context.today;
        let note = |sort, message| Note::of_cell(sort, self.heading(at), message);
        if is_doubted(cell) && address.place.is_sure() {
            address.place = PlaceReading::Several(address.place.communes());
        }
        // "Việt Trì" was a city and is now a ward: either may be meant
        let address = match address.place {
            PlaceReading::Sure(commune)
                if commune.is_ward()
                    && district.is_none()
                    && is_bare_name(address.commune, &commune)
                    && reference::was_city(
                        address.commune,
                        commune.province().and_then(|p| reference::place_where(p.name)),
                    ) =>
            {
                Address { place: PlaceReading::Several(vec![commune]), ..address }
            }
            _ => address,
        };
        if !matches!(address.place, PlaceReading::Sure(_) | PlaceReading::Listed(_)) {
            self.keep_old_name(out, &written);
        }
        let (sort, message) = match &address.place {
            PlaceReading::Sure(commune) | PlaceReading::Renamed(commune) => {
                out.fields.set(field.no, Value::Place(commune.place(today)));
                let message = self.address(out, address.before);
                out.notes.extend(message.map(|message| note(NoteSort::Info, message)));
                if matches!(address.place, PlaceReading::Sure(_)) {
                    let code = cell.len() < 5 && cell.bytes().all(|b| b.is_ascii_digit());
                    let (given, taken) = (cell.to_owned(), self.coded(commune));
                    let message = code.then_some(ImportNote::ReadAs { given, taken });
                    out.notes.extend(message.map(|message| note(NoteSort::Info, message)));
                    return;
                }
                let kept = self.kind.field_by_id("old_place").is_some();
                let now = self.named(commune);
                (NoteSort::Info, ImportNote::Renamed { given: written, now, kept })
            }
            PlaceReading::Divided(parts) => (NoteSort::Question, self.divided(written, parts)),
            PlaceReading::Several(all) => (NoteSort::Question, self.several(written, all)),
            PlaceReading::Listed(all) => (NoteSort::Question, self.listed(written, all)),
            PlaceReading::NoProvince => (
                NoteSort::Question,
                ImportNote::NoProvince(province.unwrap_or_default().to_owned()),
            ),
            PlaceReading::Nothing => (NoteSort::Question, self.no_place(written, province)),
        };
        out.notes.push(note(sort, message));
    }

    /// The cells of district and province, if filled.
    pub fn district_and_province<'r>(&self, row: &'r SheetRow) -> [Option<&'r str>; 2] {
        [HeaderColumn::District, HeaderColumn::Province].map(|wanted| {
            let at = self.columns.iter().position(|c| *c == Some(wanted))?;
            row.cells.get(at).map(|c| c.trim()).filter(|c| !c.is_empty())
        })
    }

    pub fn named(&self, commune: &Commune) -> String {
        commune.on(self.context.today).full_name()
    }

    fn coded(&self, commune: &Commune) -> String {
        format!("{} ({})", self.named(commune), commune.code)
    }

    pub fn divided(&self, given: String, parts: &[Commune]) -> ImportNote {
        let now = parts.iter().map(|commune| self.named(commune)).collect();
        ImportNote::Divided { given, now }
    }

    pub fn several(&self, given: String, all: &[Commune]) -> ImportNote {
        let now = all.iter().map(|commune| self.coded(commune)).collect();
        ImportNote::Several { given, now }
    }

    pub fn listed(&self, given: String, all: &[Commune]) -> ImportNote {
        let now = all.iter().map(|commune| self.coded(commune)).collect();
        ImportNote::Listed { given, now }
    }

    /// Note for an unknown place. A former city or district is no place, but its communes are
    /// offered.
    fn no_place(&self, written: String, province: Option<&str>) -> ImportNote {
        let place = province.or(self.context.province).and_then(reference::place_where);
        // "TP Việt Trì, Phú Thọ"
        let name = written.split([',', '(']).next().unwrap_or_default();
        let name = name.split(" - ").next().unwrap_or_default();
        let communes = reference::of_district(name.trim(), place);
        let communes: Vec<String> = communes
            .into_iter()
            .filter_map(reference::commune)
            .map(|commune| commune.on(self.context.today).name.to_owned())
            .collect();
        match communes.is_empty() {
            true => ImportNote::NoPlace(written),
            false => ImportNote::FormerDistrict { given: written, now: communes },
        }
    }

    /// Notes about columns with names from before July 2025, one for each column.
    pub fn about_old_names(&self, rows: &[PackedRow]) -> Vec<Note> {
        let mut counts: Vec<(&str, usize)> = Vec::new();
        let notes = rows.iter().flat_map(|row| &row.notes);
        let old = |note: &&Note| matches!(note.what, ImportNote::Renamed { .. });
        for column in notes.filter(old).filter_map(|note| note.column.as_deref()) {
            match counts.iter_mut().find(|(known, _)| *known == column) {
                Some((_, count)) => *count += 1,
                None => counts.push((column, 1)),
            }
        }
        let message = counts.into_iter().map(|(column, count)| {
            let column = column.to_owned();
            Note::of_file(NoteSort::Info, ImportNote::OldNames { column, count })
        });
        message.collect()
    }

    /// Moves text before the commune to the address.
    fn address(&self, out: &mut PlanRow, before: &str) -> Option<ImportNote> {
        let field = self.kind.field_by_id("address").filter(|_| !before.is_empty())?;
        let there = out.fields.get(field.no).and_then(Value::as_text).unwrap_or_default();
        if fold(there).contains(&fold(before)) {
            return None;
        }
        let parts = [before, there].into_iter().filter(|part| !part.is_empty());
        let taken = parts.collect::<Vec<_>>().join(", ");
        out.fields.set(field.no, Value::Text(taken.clone()));
        Some(ImportNote::Address { taken })
    }

    /// Stores the former name, in front of a value from its own column ("Huyện Lai Vung").
    fn keep_old_name(&self, out: &mut PlanRow, written: &str) {
        let Some(field) = self.kind.field_by_id("old_place") else { return };
        let own = out.fields.get(field.no).and_then(Value::as_text).unwrap_or_default();
        if fold(own).contains(&fold(written)) {
            return;
        }
        let both = [written, own].into_iter().filter(|part| !part.is_empty());
        let both = both.collect::<Vec<_>>().join(", ");
        if let Ok(value) =
            answer::parse(self.context.programme, field, &both, self.context.today)
        {
            out.fields.put(field.no, value);
        }
    }

    /// Reads the commune at the end of the address: used if no column gives one, compared
    /// otherwise. `given`: the row has a filled cell for the commune.
    pub fn place_of_address(&self, out: &mut PlanRow, row: &SheetRow, given: bool) {
        let mut fields = self.kind.fields();
        let Some(field) = fields.find(|field| matches!(field.ty, Type::Place)) else { return };
        let Some(address) = self.kind.field_by_id("address") else { return };
        let column =
            |column: &Option<HeaderColumn>| *column == Some(HeaderColumn::Field(address.no));
        let Some(at) = self.columns.iter().position(column) else { return };
        let Some(cell) = row.cells.get(at).filter(|cell| names_commune(cell)) else { return };
        let there = match out.fields.get(field.no) {
            Some(Value::Place(place)) => reference::commune(&place.commune),
            _ if given => return,
            _ => None,
        };
        let [district, province] = self.district_and_province(row);
        let home = self.context.province;
        let read = reference::read_address(WrittenPlace {
            commune: cell,
            district,
            province,
            home,
            ..WrittenPlace::default()
        });
        let today = self.context.today;
        let (sort, message) = match (read.place, there) {
            (PlaceReading::Nothing | PlaceReading::NoProvince, _) => return,
            (place, Some(there)) => {
                if place.communes().contains(&there) {
                    return;
                }
                let (address, place) = (read.commune.to_owned(), self.named(&there));
                (NoteSort::Warning, ImportNote::AddressElsewhere { address, place })
            }
            (PlaceReading::Sure(commune) | PlaceReading::Renamed(commune), None) => {
                out.fields.set(field.no, Value::Place(commune.place(today)));
                (NoteSort::Info, ImportNote::PlaceOfAddress(self.named(&commune)))
            }
            (PlaceReading::Divided(parts), None) => {
                (NoteSort::Question, self.divided(read.commune.to_owned(), &parts))
            }
            (PlaceReading::Several(all), None) => {
                (NoteSort::Question, self.several(read.commune.to_owned(), &all))
            }
            (PlaceReading::Listed(all), None) => {
                (NoteSort::Question, self.listed(read.commune.to_owned(), &all))
            }
        };
        out.notes.push(Note::of_cell(sort, self.heading(at), message));
    }

    /// Uses the commune of the heading above, if the row has none itself.
    pub fn place_of_group(&self, out: &mut PlanRow, row: &SheetRow) {
        let Some(group) = self.groups.of(row.line) else { return };
        let Some(field) = self.kind.fields().find(|field| matches!(field.ty, Type::Place))
        else {
            return;
        };
        let mut cells = self.columns.iter().zip(row.cells.iter());
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
            ..WrittenPlace::default()
        });
        let given = words.to_owned();
        let (sort, message) = match place {
            PlaceReading::Sure(commune) | PlaceReading::Renamed(commune) => {
                out.fields.set(field.no, Value::Place(commune.place(self.context.today)));
                let taken = self.named(&commune);
                (NoteSort::Info, ImportNote::PlaceOfGroup { given, taken })
            }
            PlaceReading::Divided(all) => (NoteSort::Question, self.divided(given, &all)),
            PlaceReading::Several(all) => (NoteSort::Question, self.several(given, &all)),
            PlaceReading::Listed(all) => (NoteSort::Question, self.listed(given, &all)),
            PlaceReading::NoProvince | PlaceReading::Nothing => return,
        };
        out.notes.push(Note::of_row(sort, message));
    }

    pub fn place_of_links(&self, out: &mut PlanRow, row: &SheetRow) {
        let Some(at) = self.linked_place else { return };
        let Some(cell) = row.cells.get(at).filter(|cell| !is_blank(cell)) else { return };
        let [district, province] = self.district_and_province(row);
        let home = self.context.province;
        let cells =
            WrittenPlace { commune: cell, district, province, home, ..WrittenPlace::default() };
        let communes = reference::read_address(cells).place.communes();
        let codes: Vec<&str> = communes.iter().map(|commune| commune.code).collect();
        let links = |named: &&mut Named| {
            self.kind
                .field(named.field)
                .is_some_and(|field| self.context.programme.links(field, KindRole::Home))
        };
        out.named.iter_mut().filter(links).for_each(|named| named.communes.clone_from(&codes));
    }
}

/// A cheap test, as in rows with a commune most addresses end with a hamlet or a street.
fn names_commune(address: &str) -> bool {
    let lower = address.to_lowercase();
    ["xã", "phường", "thị trấn", "đặc khu", "x.", "p.", "tt.", "xa ", "phuong"]
        .iter()
        .any(|kind| lower.contains(kind))
}

/// Whether the text is the commune's name without "Xã" or "Phường".
fn is_bare_name(text: &str, commune: &Commune) -> bool {
    let bare = commune.name.strip_prefix(commune.ty).unwrap_or(commune.name);
    fold(text) == fold(bare.trim())
}
