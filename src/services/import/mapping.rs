//! Columns mapped by a person. Mappings are stored in a file of the notebook, one heading a line,
//! and apply to every list of the same kind with that heading.

use std::collections::{BTreeMap, BTreeSet};

use super::header::{self, ColumnNames, HeaderColumn};
use super::unit::cut_unit;
use super::value::ValueMapping;
use crate::programme::spec::Programme;
use crate::programme::spec::{Field, Kind, Type};
use crate::record::MapTo;
use crate::storage::crypto::key_folder::KeyedFolder;
use crate::storage::crypto::sealed_file::COLUMNS;
use crate::storage::disk::RealDisk;
use crate::store::StoreError;

/// Enough for thousands of headings.
const MOST_BYTES: u64 = 1 << 20;

/// Meaning of columns, by folded heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    by_key: BTreeMap<String, MappedColumn>,
    /// headings unmapped in this run
    removed: Vec<String>,
    /// mapped values
    pub values: ValueMapping,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct MappedColumn {
    to: MapTo,
    /// the heading, if it was mapped in this run
    now: Option<String>,
}

impl Mapping {
    /// The mappings of earlier lists of the kind. Ignores lines that cannot be read, because a
    /// later version wrote them or the file was edited.
    pub fn remembered(folder: &KeyedFolder, programme: &Programme, kind: &Kind) -> Mapping {
        let values = ValueMapping::remembered(folder, programme, kind);
        let mut mapping = Mapping { values, ..Mapping::default() };
        for ((of, key), to) in read(folder) {
            if let Some(to) = by_id(kind, &to).filter(|_| of == kind.id) {
                // an earlier version stored a longer form of the heading
                mapping.by_key.insert(header::key(&key), MappedColumn { to, now: None });
            }
        }
        mapping
    }

    pub fn choose(&mut self, heading: &str, to: MapTo) {
        let chosen = MappedColumn { to, now: Some(heading.to_owned()) };
        self.by_key.insert(header::key(heading), chosen);
    }

    pub fn forget(&mut self, heading: &str) {
        let key = header::key(heading);
        self.by_key.remove(&key);
        self.removed.push(key);
    }

    /// Marks a remembered mapping as chosen in this run.
    fn mark_current(&mut self, heading: &str) {
        if let Some(chosen) = self.by_key.get_mut(&header::key(heading)) {
            chosen.now = Some(heading.to_owned());
        }
    }

    /// The remembered mappings, with those for `headings` marked as chosen in this run.
    pub fn of_list(
        folder: &KeyedFolder,
        programme: &Programme,
        kind: &Kind,
        headings: &BTreeSet<String>,
    ) -> Mapping {
        let mut mapping = Mapping::remembered(folder, programme, kind);
        headings.iter().for_each(|heading| mapping.mark_current(heading));
        mapping
    }

    /// A heading mapped in this run that the file does not have.
    pub fn unused(&self, headings: &[String]) -> Option<&str> {
        let is = |heading: &str, key: &str| {
            let bare = cut_unit(heading).map(|(bare, _)| header::key(bare));
            header::key(heading) == key || bare.is_some_and(|bare| bare == key)
        };
        let has = |key: &String| headings.iter().any(|heading| is(heading, key));
        let chosen = self.by_key.iter().filter(|(key, _)| !has(key));
        chosen.filter_map(|(_, chosen)| chosen.now.as_deref()).next()
    }

    pub fn get(&self, heading: &str) -> Option<MapTo> {
        self.chosen(heading).map(|chosen| chosen.to)
    }

    /// Like known headings, a mapped heading also matches with a unit after it.
    fn chosen(&self, heading: &str) -> Option<&MappedColumn> {
        let whole = self.by_key.get(&header::key(heading));
        whole.or_else(|| self.by_key.get(&header::key(cut_unit(heading)?.0)))
    }

    /// Whether the heading was mapped before this run.
    pub fn is_remembered(&self, heading: &str) -> bool {
        self.chosen(heading).is_some_and(|chosen| chosen.now.is_none())
    }

    /// Overrides the built-in column names.
    pub fn apply(&self, names: &mut ColumnNames) {
        for (key, chosen) in &self.by_key {
            names.set(key, column(chosen.to));
        }
    }

    /// Stores the choices of this run for later lists.
    pub fn remember(&self, folder: &KeyedFolder, kind: &Kind) -> Result<(), StoreError> {
        self.values.remember(folder, kind)?;
        let mut all = read(folder);
        let before = all.clone();
        let chosen = || self.by_key.iter().filter(|(_, chosen)| chosen.now.is_some());
        let gone: BTreeSet<&str> = self
            .removed
            .iter()
            .chain(chosen().map(|(key, _)| key))
            .map(String::as_str)
            .collect();
        // also removes the longer keys of an earlier version
        all.retain(|(of, key), _| *of != kind.id || !gone.contains(header::key(key).as_str()));
        for (key, chosen) in chosen() {
            if let Some(to) = id(kind, chosen.to) {
                all.insert((kind.id.clone(), key.clone()), to.to_owned());
            }
        }
        if all == before {
            return Ok(());
        }
        let line =
            |((kind, key), to): (&(String, String), &String)| format!("{kind}\t{key}\t{to}\n");
        let text: String = all.iter().map(line).collect();
        COLUMNS.write(&RealDisk, &folder.dir, &folder.keys()?, text.as_bytes())
    }
}

/// Ids of mapped questions, by kind and folded heading.
fn read(folder: &KeyedFolder) -> BTreeMap<(String, String), String> {
    let Ok(keys) = folder.keys() else { return BTreeMap::new() };
    let bytes = COLUMNS.read(&RealDisk, &folder.dir, &keys, MOST_BYTES);
    let text = String::from_utf8(bytes).unwrap_or_default();
    let line = |line: &str| {
        let mut parts = line.splitn(3, '\t').map(str::to_owned);
        Some(((parts.next()?, parts.next()?), parts.next()?))
    };
    text.lines().filter_map(line).collect()
}

/// Questions that a column can be mapped to.
pub fn questions(kind: &Kind) -> impl Iterator<Item = &Field> {
    kind.fields().filter(|field| {
        let computed = field.computed.as_ref().is_some_and(|c| !c.overridable);
        !computed && !matches!(field.ty, Type::Lines(_))
    })
}

/// The question that a person names: by id, label, or any known heading.
pub fn named(kind: &Kind, text: &str) -> Option<MapTo> {
    if text.trim() == NOTHING {
        return Some(MapTo::Nothing);
    }
    match ColumnNames::of(kind).column(text)? {
        HeaderColumn::Field(no) if questions(kind).any(|field| field.no == no) => {
            Some(MapTo::Field(no))
        }
        HeaderColumn::Province => Some(MapTo::Province),
        HeaderColumn::District => Some(MapTo::District),
        _ => None,
    }
}

fn column(to: MapTo) -> HeaderColumn {
    match to {
        MapTo::Field(no) => HeaderColumn::Field(no),
        MapTo::Province => HeaderColumn::Province,
        MapTo::District => HeaderColumn::District,
        MapTo::Nothing => HeaderColumn::Nothing,
    }
}

/// The mapping that a column corresponds to; `None` if a person cannot choose it.
pub fn map_to(column: HeaderColumn) -> Option<MapTo> {
    match column {
        HeaderColumn::Field(no) => Some(MapTo::Field(no)),
        HeaderColumn::Province => Some(MapTo::Province),
        HeaderColumn::District => Some(MapTo::District),
        HeaderColumn::Nothing => Some(MapTo::Nothing),
        HeaderColumn::Code(_)
        | HeaderColumn::Id
        | HeaderColumn::Version
        | HeaderColumn::MadeUp
        | HeaderColumn::Number
        | HeaderColumn::Unit => None,
    }
}

const PROVINCE: &str = "@province";
const DISTRICT: &str = "@district";
pub const NOTHING: &str = "-";

fn id(kind: &Kind, to: MapTo) -> Option<&str> {
    match to {
        MapTo::Field(no) => kind.field(no).map(|field| field.id.as_str()),
        MapTo::Province => Some(PROVINCE),
        MapTo::District => Some(DISTRICT),
        MapTo::Nothing => Some(NOTHING),
    }
}

fn by_id(kind: &Kind, id: &str) -> Option<MapTo> {
    match id {
        PROVINCE => Some(MapTo::Province),
        DISTRICT => Some(MapTo::District),
        NOTHING => Some(MapTo::Nothing),
        id => {
            let field = questions(kind).find(|field| field.id == id)?;
            Some(MapTo::Field(field.no))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programme::Role;
    use crate::storage::crypto::key::Keys;
    use crate::storage::crypto::key_folder::KeyAccess;

    fn folder() -> (tempfile::TempDir, KeyedFolder) {
        let dir = tempfile::tempdir().unwrap();
        let access = KeyAccess::Keys(Keys::from_bytes(&[7; 32]));
        let folder = KeyedFolder { dir: dir.path().to_owned(), access };
        (dir, folder)
    }

    #[test]
    fn a_choice_holds_for_every_spelling_until_it_is_taken_back() {
        let (_dir, folder) = folder();
        let programme = Role::Officer.programme();
        let kind = programme.kind_by_id("establishment").unwrap();
        let phone = named(kind, "Điện thoại").unwrap();
        let mut mapping = Mapping::default();
        mapping.choose("Sđt chủ (di động)", phone);
        mapping.choose("Xếp loại", MapTo::Nothing);
        mapping.remember(&folder, kind).unwrap();
        let mut later = Mapping::remembered(&folder, programme, kind);
        for heading in ["SĐT  CHỦ", "sdt chu:", "S\u{111}t chu\u{309} *"] {
            assert_eq!(later.get(heading), Some(phone), "{heading}");
            assert!(later.is_remembered(heading));
        }
        let other = programme.kind_by_id("visit").unwrap();
        assert_eq!(Mapping::remembered(&folder, programme, other), Mapping::default());
        later.forget("sđt chủ");
        later.remember(&folder, kind).unwrap();
        let last = Mapping::remembered(&folder, programme, kind);
        assert_eq!((last.get("Sđt chủ"), last.get("xep loai")), (None, Some(MapTo::Nothing)));
    }

    #[test]
    fn what_an_earlier_version_remembered_with_brackets_could_not_be_forgotten_or_replaced() {
        let (_dir, folder) = folder();
        let file = folder.dir.join(COLUMNS.name);
        let programme = Role::Officer.programme();
        let kind = programme.kind_by_id("establishment").unwrap();
        let old = "establishment\tsdt chu (di dong)\tcontact_phone\n";
        for forget in [true, false] {
            std::fs::write(&file, old).unwrap();
            let mut mapping = Mapping::remembered(&folder, programme, kind);
            assert!(mapping.is_remembered("Sđt chủ"));
            match forget {
                true => mapping.forget("Sđt chủ (di động)"),
                false => mapping.choose("Sđt chủ (di động)", MapTo::Nothing),
            }
            mapping.remember(&folder, kind).unwrap();
            let later = Mapping::remembered(&folder, programme, kind);
            let want = (!forget).then_some(MapTo::Nothing);
            assert_eq!(later.get("Sđt chủ (di động)"), want);
        }
    }

    #[test]
    fn the_mapping_of_a_part_held_for_the_whole() {
        let mut mapping = Mapping::default();
        mapping.choose("Vốn (vay)", MapTo::Nothing);
        assert_eq!(
            (mapping.get("Vốn (vay)"), mapping.get("Vốn")),
            (Some(MapTo::Nothing), None)
        );
    }

    #[test]
    fn lines_of_a_later_version_survive_a_choice_of_this_one() {
        let (_dir, folder) = folder();
        let file = folder.dir.join(COLUMNS.name);
        std::fs::write(&file, "establishment\tdien tich\tarea_of_2030\nrubbish\n").unwrap();
        let programme = Role::Officer.programme();
        let kind = programme.kind_by_id("establishment").unwrap();
        let mut mapping = Mapping::remembered(&folder, programme, kind);
        assert_eq!(mapping.get("Diện tích"), None);
        mapping.choose("Quận cũ", MapTo::District);
        mapping.remember(&folder, kind).unwrap();
        let (bytes, keys) = (std::fs::read(&file).unwrap(), folder.keys().unwrap());
        assert!(COLUMNS.is_sealed(&bytes));
        let text = String::from_utf8(COLUMNS.open(&keys, &bytes).unwrap()).unwrap();
        assert_eq!(
            text,
            "establishment\tdien tich\tarea_of_2030\nestablishment\tquan cu\t@district\n"
        );
    }
}
