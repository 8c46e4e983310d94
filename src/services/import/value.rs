//! Mappings of values that an import does not understand. Each belongs to one question and is
//! stored as a line of a file in the notebook.

use std::collections::{BTreeMap, HashMap};

use super::no_answer::says_nothing;
use super::row::PlanRow;
use crate::lang::Lang;
use crate::programme::answer::{choice_by_text, parse};
use crate::programme::meaning::choices;
pub use crate::programme::meaning::{label, offered};
use crate::programme::spec::Programme;
use crate::programme::spec::{ChoiceList, Field, Kind, Type};
use crate::record::{Date, FieldNo, ListValue, Value, ValueMeanings, ValueTo};
use crate::storage::crypto::key_folder::KeyedFolder;
use crate::storage::crypto::sealed_file::VALUES;
use crate::storage::disk::RealDisk;
use crate::store::StoreError;
use crate::text::fold::fold;
use crate::text::format::money_unit;

/// Enough for thousands of values.
const MOST_BYTES: u64 = 1 << 20;
const NOTHING: &str = "-";
const YES: &str = "@yes";
const NO: &str = "@no";
const MONTH_FIRST: &str = "@md";
const DAY_FIRST: &str = "@dm";
const UNITS: [(u32, &str); 5] =
    [(0, "@1"), (2, "@100"), (3, "@1000"), (6, "@1000000"), (9, "@1000000000")];

/// The normalised spelling of a value.
pub fn key(given: &str) -> String {
    fold(given.trim()).replace(['\t', '\n'], " ")
}

/// The mapped values, and which of them were mapped in this run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValueMapping {
    meanings: ValueMeanings,
    /// values mapped in this run, in their original spelling
    now: BTreeMap<(FieldNo, String), String>,
    removed: Vec<(FieldNo, String)>,
}

impl ValueMapping {
    pub fn remembered(
        folder: &KeyedFolder,
        programme: &Programme,
        kind: &Kind,
    ) -> ValueMapping {
        let mut mapping = ValueMapping::default();
        for ((of, field, key), to) in read(folder) {
            let field = kind.field_by_id(&field).filter(|_| of == kind.id);
            if let Some((field, to)) =
                field.and_then(|f| Some((f, meaning(programme, f, &to)?)))
            {
                mapping.meanings.insert((field.no, key), to);
            }
        }
        mapping
    }

    pub fn choose(&mut self, field: FieldNo, given: &str, to: ValueTo) {
        self.meanings.insert((field, key(given)), to);
        self.now.insert((field, key(given)), given.to_owned());
    }

    pub fn forget(&mut self, field: FieldNo, given: &str) {
        let value = (field, key(given));
        self.meanings.remove(&value);
        self.now.remove(&value);
        self.removed.push(value);
    }

    pub fn meanings(&self) -> &ValueMeanings {
        &self.meanings
    }

    pub fn is_remembered(&self, value: &ListValue) -> bool {
        !self.now.contains_key(&(value.field, key(&value.given)))
    }

    /// A value mapped in this run that the list does not contain.
    pub fn unused(&self, values: &[ListValue]) -> Option<(FieldNo, &str)> {
        let has = |(field, wanted): &(FieldNo, String)| {
            values.iter().any(|v| v.field == *field && key(&v.given) == *wanted)
        };
        let unused = self.now.iter().find(|(value, _)| !has(value));
        unused.map(|((field, _), given)| (*field, given.as_str()))
    }

    /// Stores the choices of this run for later lists.
    pub fn remember(&self, folder: &KeyedFolder, kind: &Kind) -> Result<(), StoreError> {
        let mut all = read(folder);
        let before = all.clone();
        let line = |(field, key): &(FieldNo, String)| {
            Some((kind.id.clone(), kind.field(*field)?.id.clone(), key.clone()))
        };
        for value in self.removed.iter().filter_map(line) {
            all.remove(&value);
        }
        for value in self.now.keys() {
            if let (Some(to), Some(line)) = (self.meanings.get(value), line(value)) {
                all.insert(line, id(to).to_owned());
            }
        }
        if all == before {
            return Ok(());
        }
        let line = |((kind, field, key), to): (&(String, String, String), &String)| {
            format!("{kind}\t{field}\t{key}\t{to}\n")
        };
        let text: String = all.iter().map(line).collect();
        VALUES.write(&RealDisk, &folder.dir, &folder.keys()?, text.as_bytes())
    }
}

/// Ids of meanings, by kind, question and folded value.
fn read(folder: &KeyedFolder) -> BTreeMap<(String, String, String), String> {
    let Ok(keys) = folder.keys() else { return BTreeMap::new() };
    let bytes = VALUES.read(&RealDisk, &folder.dir, &keys, MOST_BYTES);
    let text = String::from_utf8(bytes).unwrap_or_default();
    let line = |line: &str| {
        let mut parts = line.splitn(4, '\t').map(str::to_owned);
        Some(((parts.next()?, parts.next()?, parts.next()?), parts.next()?))
    };
    text.lines().filter_map(line).collect()
}

fn id(to: &ValueTo) -> &str {
    match to {
        ValueTo::Choice(id) => id,
        ValueTo::YesNo(true) => YES,
        ValueTo::YesNo(false) => NO,
        ValueTo::Unit(zeros) => {
            let unit = UNITS.iter().find(|(known, _)| known == zeros);
            unit.map_or(NOTHING, |(_, id)| id)
        }
        ValueTo::MonthFirst(true) => MONTH_FIRST,
        ValueTo::MonthFirst(false) => DAY_FIRST,
        ValueTo::Nothing => NOTHING,
    }
}

fn meaning(programme: &Programme, field: &Field, id: &str) -> Option<ValueTo> {
    let known = |list: &ChoiceList| list.choice(id).is_some();
    match (id, &field.ty) {
        (NOTHING, _) => Some(ValueTo::Nothing),
        (YES, Type::YesNo) => Some(ValueTo::YesNo(true)),
        (MONTH_FIRST, Type::Date) => Some(ValueTo::MonthFirst(true)),
        (DAY_FIRST, Type::Date) => Some(ValueTo::MonthFirst(false)),
        (NO, Type::YesNo) => Some(ValueTo::YesNo(false)),
        _ if id.starts_with('@') => {
            let (zeros, _) = UNITS.iter().find(|(_, known)| *known == id)?;
            Some(ValueTo::Unit(*zeros)).filter(|to| offered(programme, field).contains(to))
        }
        _ => {
            choices(programme, field).is_some_and(known).then(|| ValueTo::Choice(id.to_owned()))
        }
    }
}

/// The meaning that a person names on the command line.
pub fn named(programme: &Programme, field: &Field, text: &str, today: Date) -> Option<ValueTo> {
    if text.trim() == NOTHING {
        return Some(ValueTo::Nothing);
    }
    match choices(programme, field) {
        Some(list) => choice_by_text(list, text).map(ValueTo::Choice),
        None if matches!(field.ty, Type::YesNo) && !says_nothing(field, text) => {
            match parse(programme, field, text, today) {
                Ok(Some(Value::Bool(yes))) => Some(ValueTo::YesNo(yes)),
                _ => None,
            }
        }
        None if matches!(field.ty, Type::Money) => {
            let unit = money_unit(text).filter(|unit| unit.per.is_empty())?;
            Some(ValueTo::Unit(unit.zeros)).filter(|to| offered(programme, field).contains(to))
        }
        None => {
            let bare = |text: &str| fold(text.split('(').next().unwrap_or_default().trim());
            let is =
                |to: &ValueTo, lang| bare(&label(programme, field, to, lang)) == bare(text);
            offered(programme, field)
                .into_iter()
                .find(|to| is(to, Lang::Vi) || is(to, Lang::En))
        }
    }
}

/// The cell with its mapped values translated to the programme's words, and the values that were
/// translated. Multiple choices are split as in other cells.
pub fn translated(
    meanings: &ValueMeanings,
    field: &Field,
    cell: &str,
) -> Option<(String, Vec<String>)> {
    let parted = |by: &[char]| {
        let mut used = Vec::new();
        let parts = cell.split(by).map(str::trim).filter(|part| !part.is_empty());
        let words = parts.filter_map(|part| match meanings.get(&(field.no, key(part))) {
            Some(to) => {
                used.push(part.to_owned());
                match to {
                    ValueTo::Choice(id) => Some(id.clone()),
                    ValueTo::Unit(_) | ValueTo::MonthFirst(_) => Some(part.to_owned()),
                    ValueTo::YesNo(yes) => Some(if *yes { "1" } else { "0" }.to_owned()),
                    ValueTo::Nothing => None,
                }
            }
            None => Some(part.to_owned()),
        });
        let words = words.collect::<Vec<_>>().join("; ");
        (!used.is_empty()).then_some((words, used))
    };
    let whole = parted(&['\n']);
    match field.ty {
        Type::Many(_) => whole.or_else(|| parted(&[';'])).or_else(|| parted(&[',', ';'])),
        _ => whole,
    }
}

/// Values that were not understood or are mapped: unmapped ones first, then by number of rows.
#[derive(Default)]
pub struct ValueTally {
    known: HashMap<(FieldNo, String), usize>,
    all: Vec<ListValue>,
}

impl ValueTally {
    pub fn take(&mut self, row: &mut PlanRow, meanings: &ValueMeanings) {
        for (field, heading, given) in std::mem::take(&mut row.values) {
            let value = (field, key(&given));
            let at = *self.known.entry(value.clone()).or_insert_with(|| {
                let (given, to) = (
                    given.split_whitespace().collect::<Vec<_>>().join(" "),
                    meanings.get(&value).cloned(),
                );
                self.all.push(ListValue { field, heading, given, lines: Vec::new(), to });
                self.all.len() - 1
            });
            if let Some(value) = self.all.get_mut(at) {
                value.lines.push(row.line);
            }
        }
    }

    pub fn all(mut self) -> Vec<ListValue> {
        self.all.sort_by_key(|v| (v.to.is_some(), std::cmp::Reverse(v.lines.len())));
        self.all
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
    fn a_meaning_holds_for_every_spelling_until_it_is_taken_back() {
        let (_dir, folder) = folder();
        let programme = Role::Officer.programme();
        let kind = programme.kind_by_id("establishment").unwrap();
        let field = kind.fields().find(|f| matches!(f.ty, Type::Choice(_))).unwrap();
        let to = offered(programme, field).remove(1);
        let mut mapping = ValueMapping::default();
        mapping.choose(field.no, "Hộ gia đình SX", to.clone());
        mapping.remember(&folder, kind).unwrap();
        let mut later = ValueMapping::remembered(&folder, programme, kind);
        for cell in ["hộ gia đình  sx", "HO GIA DINH SX ", "Hộ gia đình SX"] {
            let read = translated(later.meanings(), field, cell);
            assert_eq!(read.map(|(words, _)| words).as_deref(), Some(id(&to)), "{cell}");
        }
        let other = programme.kind_by_id("visit").unwrap();
        assert_eq!(
            ValueMapping::remembered(&folder, programme, other),
            ValueMapping::default()
        );
        later.forget(field.no, "HỘ GIA ĐÌNH SX");
        later.remember(&folder, kind).unwrap();
        assert!(ValueMapping::remembered(&folder, programme, kind).meanings().is_empty());
    }
}
