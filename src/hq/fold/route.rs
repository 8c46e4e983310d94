//! Chooses the lanes for an image of a record.

use std::collections::BTreeSet;

use crate::hq::admin::officer::Enrolled;
use crate::hq::downlink::lane::{ASSIGNED, LaneOwner, PLACES, PUBLISHED, VERDICTS};
use crate::programme::reference;
use crate::programme::role::KindRole;
use crate::programme::spec::{Kind, Programme};
use crate::record::{Body, Fields, Id, Op, Value};
use crate::storage::format;
use crate::sync::lanes::RESTORE;
use crate::sync::merge::{KnownOp, Merged};

/// Each officer gets a record through one lane only, so that an older image never follows a newer
/// one. `anyway`: officers who must get it even if they alone have written it.
pub fn route(
    (programme, officers): (&Programme, &[Enrolled]),
    merged: &Merged,
    ops: &[KnownOp],
    anyway: &BTreeSet<Id>,
) -> BTreeSet<(LaneOwner, u8)> {
    let mut to = BTreeSet::new();
    let Some(kind) = programme.kind(merged.kind) else { return to };
    let authors: BTreeSet<Id> = ops.iter().filter(|t| !t.hq).map(|t| t.officer).collect();
    to.extend(authors.iter().map(|id| (LaneOwner::Officer(*id), RESTORE)));
    let mut reached: BTreeSet<Id> = BTreeSet::new();
    match kind.role {
        Some(KindRole::Home) => {
            let provinces = all_answers(kind, "place", ops);
            let provinces: BTreeSet<&str> = provinces
                .iter()
                .filter_map(province_of_value)
                .chain(province_of(kind, &merged.fields))
                .collect();
            let lanes =
                provinces.iter().map(|code| (LaneOwner::Province((*code).to_owned()), PLACES));
            to.extend(lanes);
            let there = |o: &&Enrolled| provinces.contains(&*o.certificate().province);
            reached.extend(officers.iter().filter(there).map(|o| o.certificate().officer));
        }
        Some(KindRole::Task) => {
            let officers = all_answers(kind, "officer", ops);
            reached.extend(officers.iter().filter_map(Value::as_link));
            reached.extend(assigned(kind, &merged.fields));
            to.extend(reached.iter().map(|id| (LaneOwner::Officer(*id), ASSIGNED)));
        }
        _ if kind.published && ops.iter().any(|t| t.hq) => {
            to.insert((LaneOwner::Everybody, PUBLISHED));
            reached.extend(authors.iter().copied());
        }
        _ => {}
    }
    for author in anyway.union(&authors).filter(|id| !reached.contains(id)) {
        if anyway.contains(author) || ops.iter().any(|t| t.hq || t.officer != *author) {
            to.insert((LaneOwner::Officer(*author), VERDICTS));
        }
    }
    to
}

pub(crate) fn assigned(kind: &Kind, fields: &Fields) -> Option<Id> {
    fields.get(kind.field_by_id("officer")?.no)?.as_link()
}

/// Every answer that was ever given to a question. Officers who got the record because of an
/// earlier answer must learn of the new one. Headquarters' notebook contains its own changes before
/// they are folded, so it does not show the earlier answer.
pub(crate) fn all_answers(kind: &Kind, field: &str, ops: &[KnownOp]) -> Vec<Value> {
    let Some(no) = kind.field_by_id(field).map(|field| field.no) else { return Vec::new() };
    let of = |op: &Op| match &op.body {
        Body::Put { fields, .. } => fields.iter().find(|f| f.no == no)?.bytes.clone(),
        Body::Patch { fields, .. } => {
            fields.iter().find(|p| p.field.no == no)?.field.bytes.clone()
        }
        _ => None,
    };
    let bytes = ops.iter().filter_map(|known| of(&known.op));
    bytes.map(|bytes| format::field_value(Some(kind), no, &bytes)).collect()
}

pub fn province_of(kind: &Kind, fields: &Fields) -> Option<&'static str> {
    province_of_value(fields.get(kind.field_by_id("place")?.no)?)
}

pub(crate) fn province_of_value(value: &Value) -> Option<&'static str> {
    let Value::Place(place) = value else { return None };
    reference::commune(&place.commune).map(|commune| commune.province)
}
