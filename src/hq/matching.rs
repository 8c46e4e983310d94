//! The same establishment written down twice. The tax code and a similar name are enough for the
//! program; the code alone, or name and commune, are a reviewer's matter. Always reversible: both
//! records stay, one of them says which goes on.

use std::collections::BTreeSet;

use super::fold::Fold;
use super::matter::{Finding, answer};
use crate::programme::check::Need;
use crate::programme::spec::Programme;
use crate::record::{Id, Query, Record, Value, Verdict};
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

/// Others that may be the same establishment.
pub(super) fn twins(fold: &Fold, id: Id, merged: &Merged) -> Result<Vec<Finding>, StoreError> {
    let kind = fold.programme.kind(merged.kind).filter(|kind| kind.id == KIND);
    let Some(kind) = kind.filter(|_| merged.deleted.is_none()) else { return Ok(Vec::new()) };
    let no = |field: &str| kind.field_by_id(field).map(|f| f.no);
    let text = |field: &str| merged.fields.get(no(field)?)?.as_text();
    let name = text("name").unwrap_or_default();
    let mut found: Vec<(Record, bool)> = Vec::new();
    if let (Some(field), Some(code)) = (no("tax_code"), text("tax_code")) {
        let folded = plain(code);
        let need = Need::Same { kind: kind.no, field, folded, with: Vec::new() };
        let same = fold.store.context(&[need])?.into_iter().flat_map(|(_, records)| records);
        for record in same.take(MOST) {
            let sure = similar(name, &answer(fold, &record, "name"));
            found.push((record, sure));
        }
    }
    if let (Some(field), Some(Value::Place(place))) =
        (no("place"), no("place").and_then(|no| merged.fields.get(no)))
    {
        let key = name_key(name);
        let filter = vec![(field, place.commune.clone())];
        let query = Query { text: key.clone(), filter, ..Query::all(kind.no) };
        let page = fold.store.page(&query, 0, MOST)?;
        let same = page.rows.into_iter();
        let same =
            same.filter(|r| !key.is_empty() && name_key(&answer(fold, r, "name")) == key);
        // another tax code says that it is another one
        let codes =
            |r: &Record| (text("tax_code").map(plain), plain(&answer(fold, r, "tax_code")));
        let may = |r: &Record| match codes(r) {
            (Some(a), b) if !b.is_empty() => a == b,
            _ => true,
        };
        found.extend(same.filter(may).map(|record| (record, false)));
    }
    let mut pairs: Vec<Finding> = Vec::new();
    for (twin, sure) in found {
        let merged_away =
            twin.review.as_ref().is_some_and(|r| matches!(r.verdict, Verdict::Merged { .. }));
        if twin.id == id || twin.deleted.is_some() || merged_away {
            continue;
        }
        let this = (merged.created.hlc, id);
        let that = (twin.created.hlc, twin.id);
        let ((_, kept), (_, other)) = (this.min(that), this.max(that));
        let who = answer(fold, &twin, "name");
        let finding = Finding::duplicate(kept, other, who, sure);
        if !pairs.iter().any(|pair| pair.id() == finding.id()) {
            pairs.push(finding);
        }
    }
    Ok(pairs)
}
