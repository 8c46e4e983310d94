//! The same establishment written down twice. The tax code and a similar name are enough for the
//! program; the code alone, or name and place or telephone, are a reviewer's matter. Always
//! reversible: both records stay, one of them says which goes on.
//!
//! Whether two are a pair is asked of both in the same way, so it makes no difference which came
//! first.

use std::collections::BTreeSet;

use super::fold::Fold;
use super::matter::{Finding, cause};
use crate::programme::check::Need;
use crate::programme::reference;
use crate::programme::spec::{Kind, Programme};
use crate::record::{Fields, Hlc, Id, Query, Record, Value};
use crate::store::StoreError;
use crate::sync::merge::Merged;
use crate::text::fold::fold as plain;

const KIND: &str = "establishment";
/// Candidates looked at; a name that more share tells nothing.
const MOST: usize = 16;
/// What stands before a name and tells nothing, without accents; longer ones first.
const FORMS: [&str; 16] = [
    "cong ty trach nhiem huu han mot thanh vien",
    "cong ty trach nhiem huu han",
    "cong ty tnhh mot thanh vien",
    "cong ty tnhh mtv",
    "cong ty tnhh",
    "cong ty co phan",
    "cong ty cp",
    "cong ty",
    "doanh nghiep tu nhan",
    "dntn",
    "hop tac xa",
    "htx",
    "ho kinh doanh",
    "hkd",
    "to hop tac",
    "co so",
];

/// What tells of two names whether they are one.
pub fn name_key(name: &str) -> String {
    let folded = plain(name);
    let mut key = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    while let Some(rest) = FORMS.iter().find_map(|form| {
        key.strip_prefix(form).filter(|rest| rest.starts_with(' ')).map(str::trim_start)
    }) {
        key = rest.to_owned();
    }
    key
}

/// The same but for a word or two.
pub fn similar(a: &str, b: &str) -> bool {
    let (a, b) = (name_key(a), name_key(b));
    let words = |key: &str| key.split(' ').map(str::to_owned).collect::<BTreeSet<String>>();
    let (left, right) = (words(&a), words(&b));
    let shared = left.intersection(&right).count();
    a == b || (shared > 0 && shared * 2 >= left.len().max(right.len()))
}

/// Whether it is of the kind that is written down twice.
pub(super) fn may_have(programme: &Programme, merged: &Merged) -> bool {
    programme.kind(merged.kind).is_some_and(|kind| kind.id == KIND)
}

/// What tells an establishment from others.
struct Marks {
    name: String,
    key: String,
    code: String,
    phone: String,
    /// communes of today in which it may lie
    communes: BTreeSet<String>,
}

impl Marks {
    fn of(kind: &Kind, fields: &Fields) -> Marks {
        let value = |id: &str| fields.get(kind.field_by_id(id)?.no);
        let text = |id: &str| value(id).and_then(Value::as_text).unwrap_or_default();
        let place = match value("place") {
            Some(Value::Place(place)) => place.commune.as_str(),
            _ => "",
        };
        Marks {
            name: text("name").to_owned(),
            key: name_key(text("name")),
            code: plain(text("tax_code")),
            phone: text("contact_phone").to_owned(),
            communes: communes(place, text("old_place")),
        }
    }

    /// Why they may be one; [`cause::CODE_AND_NAME`] is beyond doubt.
    fn same(&self, other: &Marks) -> Option<&'static str> {
        if !self.code.is_empty() && !other.code.is_empty() {
            // another code, be it of a branch only, says that it is another one
            let why = match similar(&self.name, &other.name) {
                true => cause::CODE_AND_NAME,
                false => cause::CODE,
            };
            return (self.code == other.code).then_some(why);
        }
        let near = !self.communes.is_disjoint(&other.communes);
        let phone = !self.phone.is_empty() && self.phone == other.phone;
        let named = !self.key.is_empty() && self.key == other.key;
        let alike = named || similar(&self.name, &other.name);
        match (named, alike, near, phone) {
            (true, _, true, _) => Some(cause::NAME_AND_PLACE),
            (true, _, _, true) => Some(cause::NAME_AND_PHONE),
            (_, true, true, true) => Some(cause::ALIKE),
            _ => None,
        }
    }
}

/// The commune that was written down; with it, when its papers name a former one that was divided,
/// the others that took in a part: officers choose different parts of it.
fn communes(place: &str, old_place: &str) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = BTreeSet::new();
    if place.is_empty() {
        return found;
    }
    if reference::commune(place).is_none() {
        // written down before the map was drawn anew
        let now = reference::old(place, None, None);
        found.extend(now.iter().map(|hit| hit.commune.code.to_owned()));
    }
    let name = old_place.split([',', ';']).next().unwrap_or_default().trim();
    if !name.is_empty() && reference::beside(place).next().is_some() {
        let hits = reference::old(name, None, None);
        let into_it = |code| move |hit: &&reference::PlaceHit| hit.old.map(|o| o.code) == code;
        let here = hits.iter().filter(|hit| hit.commune.code == place);
        for unit in here.map(|hit| hit.old.map(|o| o.code)) {
            let parts = hits.iter().filter(into_it(unit));
            found.extend(parts.map(|hit| hit.commune.code.to_owned()));
        }
    }
    found.insert(place.to_owned());
    found
}

fn stands_for_itself(record: &Record) -> bool {
    record.deleted.is_none() && record.alias_of().is_none()
}

/// Others that may be the same establishment.
pub(super) fn twins(fold: &Fold, id: Id) -> Result<Vec<Finding>, StoreError> {
    let Some(record) = fold.store.get(id)?.filter(stands_for_itself) else {
        return Ok(Vec::new());
    };
    let kind = fold.programme.kind(record.kind).filter(|kind| kind.id == KIND);
    let Some(kind) = kind else { return Ok(Vec::new()) };
    let marks = Marks::of(kind, &record.fields);
    let mut pairs: Vec<Finding> = Vec::new();
    for twin in candidates(fold, kind, &marks)? {
        if twin.id == id || !stands_for_itself(&twin) {
            continue;
        }
        let Some(why) = marks.same(&Marks::of(kind, &twin.fields)) else { continue };
        let finding = pair(fold, (record.created.hlc, id), &twin, why)?;
        if !pairs.iter().any(|pair| pair.is_same_matter(&finding)) {
            pairs.push(finding);
        }
    }
    Ok(pairs)
}

/// The older one is the one that goes on.
fn pair(
    fold: &Fold,
    this: (Hlc, Id),
    twin: &Record,
    why: &'static str,
) -> Result<Finding, StoreError> {
    let that = (twin.created.hlc, twin.id);
    let ((_, kept), (_, other)) = (this.min(that), this.max(that));
    let (first, second) = (author(fold, kept)?, author(fold, other)?);
    Ok(Finding::duplicate(kept, other, format!("{first} · {second}"), why))
}

/// Who wrote it down.
fn author(fold: &Fold, id: Id) -> Result<String, StoreError> {
    let ops = fold.store.told(id)?.ops;
    let first = ops.into_iter().min_by_key(|told| told.op.hlc);
    Ok(first.map(|told| told.name).unwrap_or_default())
}

/// By tax code, by name in a commune and those that took in parts of the same former ones, and by
/// telephone in the province.
fn candidates(fold: &Fold, kind: &Kind, marks: &Marks) -> Result<Vec<Record>, StoreError> {
    let no = |field: &str| kind.field_by_id(field).map(|f| f.no);
    let mut found = Vec::new();
    if let Some(field) = no("tax_code").filter(|_| !marks.code.is_empty()) {
        let folded = marks.code.clone();
        let need = Need::Same { kind: kind.no, field, folded, with: Vec::new() };
        let same = fold.store.context(&[need])?.into_iter().flat_map(|(_, records)| records);
        found.extend(same.take(MOST));
    }
    let mut ask = |text: &str, filter| -> Result<(), StoreError> {
        if !text.is_empty() {
            let query = Query { text: text.to_owned(), filter, ..Query::all(kind.no) };
            found.extend(fold.store.page(&query, 0, MOST)?.rows);
        }
        Ok(())
    };
    if let Some(field) = no("place") {
        let beside = marks.communes.iter().flat_map(|code| reference::beside(code));
        let beside = beside.map(str::to_owned);
        let all: BTreeSet<String> = marks.communes.iter().cloned().chain(beside).collect();
        for code in all {
            ask(&marks.key, vec![(field, code)])?;
        }
        // In one province: a whole country's names are too many to be read for every telephone.
        let communes = marks.communes.iter().filter_map(|code| reference::commune(code));
        let provinces: BTreeSet<&str> = communes.map(|commune| commune.province).collect();
        for code in provinces {
            ask(&marks.phone, vec![(field, code.to_owned())])?;
        }
    }
    Ok(found)
}
