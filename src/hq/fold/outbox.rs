//! Which lanes a picture or a word goes into, and the pieces that they are cut into.

use std::collections::{BTreeMap, BTreeSet};

use crate::hq::downlink::lane::{
    ASSIGNED, LaneTail, Lanes, PIECE, PLACES, PUBLISHED, RESTORE, VERDICTS, Whose,
};
use crate::hq::fold::Fold;
use crate::programme::reference;
use crate::programme::spec::Kind;
use crate::record::{Body, Fields, Id, Op, Value};
use crate::storage::format::down::{About, Down, Image, Notice};
use crate::storage::format::wire;
use crate::storage::{format, limits};
use crate::store::StoreError;
use crate::sync::merge::{KnownOp, Merged};
use crate::text;

/// What waits to be written into the lanes.
#[derive(Default)]
pub struct Outbox {
    lanes: BTreeMap<(Whose, u8), Vec<(Down, usize)>>,
    tails: BTreeMap<(Whose, u8), Option<LaneTail>>,
}

impl Outbox {
    /// A picture into some lanes; gives its bytes.
    pub fn image(
        &mut self,
        lanes: impl IntoIterator<Item = (Whose, u8)>,
        image: &Image,
    ) -> usize {
        let size = wire::encode(image).len();
        for lane in lanes {
            self.piece(lane, size).images.push(image.clone());
        }
        size
    }

    /// A word about a record, to one officer.
    pub fn about(&mut self, officer: Id, lane: u8, about: &About) {
        self.word((Whose::Officer(officer), lane), about);
    }

    /// A sentence to one officer.
    pub fn notice(&mut self, officer: Id, notice: &Notice) {
        // titles are in it, and those are as long as a device makes them
        let text = text::cut(&notice.text, limits::TEXT, limits::TEXT);
        let notice = &Notice { text, ..*notice };
        let size = wire::encode(notice).len();
        let piece = self.piece((Whose::Officer(officer), VERDICTS), size);
        piece.notices.push(notice.clone());
    }

    pub fn word(&mut self, to: (Whose, u8), about: &About) {
        let size = wire::encode(about).len();
        let piece = self.piece(to, size);
        if !piece.reviews.contains(about) {
            piece.reviews.push(about.clone());
        }
    }

    fn piece(&mut self, to: (Whose, u8), size: usize) -> &mut Down {
        let pieces = self.lanes.entry(to).or_default();
        if pieces.last().is_none_or(|(_, has)| has + size > PIECE) {
            pieces.push((Down::default(), 0));
        }
        let at = pieces.len() - 1;
        let (down, has) = &mut pieces[at];
        *has += size;
        down
    }

    /// Durable when it returns.
    pub fn send(&mut self, lanes: &Lanes) -> Result<(), StoreError> {
        for (to, pieces) in std::mem::take(&mut self.lanes) {
            let pieces: Vec<Down> = pieces.into_iter().map(|(down, _)| down).collect();
            let (whose, lane) = to.clone();
            lanes.append(&whose, lane, &pieces, self.tails.entry(to).or_default())?;
        }
        Ok(())
    }
}

/// Each officer gets a record by one lane only, so that an older picture never comes behind a
/// newer one. `anyway`: who must have it, though it is all his own.
pub fn route(
    fold: &Fold,
    merged: &Merged,
    told: &[KnownOp],
    anyway: &BTreeSet<Id>,
) -> BTreeSet<(Whose, u8)> {
    let mut to = BTreeSet::new();
    let Some(kind) = fold.programme.kind(merged.kind) else { return to };
    let authors: BTreeSet<Id> = told.iter().filter(|t| !t.hq).map(|t| t.officer).collect();
    to.extend(authors.iter().map(|id| (Whose::Officer(*id), RESTORE)));
    let mut reached: BTreeSet<Id> = BTreeSet::new();
    match kind.id.as_str() {
        "establishment" => {
            let provinces = ever(kind, "place", told);
            let provinces: BTreeSet<&str> = provinces
                .iter()
                .filter_map(province_of_value)
                .chain(province_of(kind, &merged.fields))
                .collect();
            let lanes =
                provinces.iter().map(|code| (Whose::Province((*code).to_owned()), PLACES));
            to.extend(lanes);
            let there = |o: &&crate::hq::admin::officer::Enrolled| {
                provinces.contains(&*o.who().province)
            };
            reached.extend(fold.officers.iter().filter(there).map(|o| o.who().officer));
        }
        "task" => {
            let officers = ever(kind, "officer", told);
            reached.extend(officers.iter().filter_map(Value::as_link));
            reached.extend(assigned(kind, &merged.fields));
            to.extend(reached.iter().map(|id| (Whose::Officer(*id), ASSIGNED)));
        }
        _ if kind.published && told.iter().any(|t| t.hq) => {
            to.insert((Whose::Everybody, PUBLISHED));
            reached.extend(authors.iter().copied());
        }
        _ => {}
    }
    for author in anyway.union(&authors).filter(|id| !reached.contains(id)) {
        if anyway.contains(author) || told.iter().any(|t| t.hq || t.officer != *author) {
            to.insert((Whose::Officer(*author), VERDICTS));
        }
    }
    to
}

fn assigned(kind: &Kind, fields: &Fields) -> Option<Id> {
    fields.get(kind.field_by_id("officer")?.no)?.as_link()
}

/// Every answer that anybody gave to a question. Who got a record by an earlier answer has to hear
/// that it is another one now; headquarters' notebook holds its own changes before they are folded,
/// so what it shows does not tell which answer was the earlier one.
fn ever(kind: &Kind, field: &str, told: &[KnownOp]) -> Vec<Value> {
    let Some(no) = kind.field_by_id(field).map(|field| field.no) else { return Vec::new() };
    let of = |op: &Op| match &op.body {
        Body::Put { fields, .. } => fields.iter().find(|f| f.no == no)?.bytes.clone(),
        Body::Patch { fields, .. } => {
            fields.iter().find(|p| p.field.no == no)?.field.bytes.clone()
        }
        _ => None,
    };
    let bytes = told.iter().filter_map(|known| of(&known.op));
    bytes.map(|bytes| format::field_value(Some(kind), no, &bytes)).collect()
}

pub fn province_of(kind: &Kind, fields: &Fields) -> Option<&'static str> {
    province_of_value(fields.get(kind.field_by_id("place")?.no)?)
}

fn province_of_value(value: &Value) -> Option<&'static str> {
    let Value::Place(place) = value else { return None };
    reference::commune(&place.commune).map(|commune| commune.province)
}
