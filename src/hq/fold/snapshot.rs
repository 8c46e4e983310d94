//! Merges a record from all its ops, and makes the image for headquarters' notebook and the lanes.

use std::collections::{BTreeMap, BTreeSet};

use super::held;
use super::held::HeldOp;
use crate::hq::downlink::lane::{LaneOwner, PUBLISHED};
use crate::hq::fold::context::{Fold, fits};
use crate::hq::fold::route::route;
use crate::hq::fold::twins;
use crate::hq::review::finding::CaseFinding;
use crate::hq::review::incident::HeldReason;
use crate::hq::review::{apply, case};
use crate::record::{Author, Id, Record, Review, Value, Verdict};
use crate::storage::format::down::{About, Cover, Down, Foreign, Image};
use crate::storage::format::op::origin_no;
use crate::storage::format::wire::{AuthorV1, Bytes, CellV1};
use crate::storage::{format, limits};
use crate::store::StoreError;
use crate::sync::merge;
use crate::sync::merge::{KnownOp, Merged, Proposal, merge};

/// Everything known about one record.
struct KnownRecord {
    ops: Vec<KnownOp>,
    held: Vec<HeldOp>,
    /// refused: their authors had no right
    refused: Vec<KnownOp>,
    /// the record in headquarters' notebook
    before: Option<Record>,
    /// whether any op was known before, and whether one of these created the record
    is_known: bool,
    is_created: bool,
    /// erasures of its answers; new ones go to all devices, as any of them may have the record
    erasures: Vec<Foreign>,
    new_erasures: Vec<Foreign>,
}

impl Fold<'_> {
    /// Folds one record. Returns the bytes added to `down`.
    pub(crate) fn fold_record(
        &mut self,
        id: Id,
        new: Vec<Foreign>,
        down: &mut Down,
    ) -> Result<usize, StoreError> {
        let known = self.store.downlink().remote_ops(id)?;
        let heard_of = !known.ops.is_empty();
        let begun = known.ops.iter().any(|op| op.op.creates_record());
        let mut all = known.ops;
        let have: BTreeSet<[u8; 16]> = all.iter().map(|t| t.op.opid(&t.device)).collect();
        let mut bytes: usize = all.iter().map(size).sum();
        let mut fresh: Vec<Foreign> =
            new.into_iter().filter(|t| !have.contains(&t.op.opid(&t.device))).collect();
        let mut room = merge::MOST.saturating_sub(all.len());
        let over = fresh.iter().position(|op| {
            bytes += size(op);
            let none = room == 0 || bytes > merge::MOST_BYTES;
            room = room.saturating_sub(1);
            none
        });
        if let Some(over) = over {
            let first = fresh.get(over);
            let first = first.map(|t| {
                CaseFinding::size_limit_case(
                    t.device,
                    &self.officer_label(t.device, &t.name),
                    id,
                )
            });
            self.findings.extend(first);
            fresh.truncate(over);
        }
        all.extend(fresh.iter().cloned());
        let (ops, waiting) = held::split_held(self.home, &all);
        let (ops, refused) = self.rights.split_allowed(id, ops)?;
        self.note_held(id, &fresh, &waiting);
        let merged = merge(self.programme, &ops, &known.images);
        let nothing_new = fresh.is_empty();
        let counts = |one: &&Foreign| {
            one.op.is_erasure() && ops.iter().any(|op| op.opid == one.op.opid(&one.device))
        };
        let erasures: Vec<Foreign> = all.iter().filter(counts).cloned().collect();
        let new_erasures: Vec<Foreign> = fresh.iter().filter(counts).cloned().collect();
        let mut grown: usize = fresh.iter().map(size).sum();
        down.ops.extend(fresh);
        let Some(merged) = merged else {
            if !nothing_new {
                self.notify_held(id, &waiting);
            }
            return Ok(grown);
        };
        self.update_cases(id, &merged, &waiting, &refused)?;
        let before = self.store.records().get(id)?;
        let same = |r: &Record| {
            r.head == merged.head
                && r.origin == merged.origin
                && r.fields == merged.fields
                && r.deleted == merged.deleted
        };
        if !nothing_new || !before.as_ref().is_some_and(same) {
            let known = KnownRecord {
                ops,
                held: waiting,
                refused,
                before,
                is_known: heard_of,
                is_created: begun,
                erasures,
                new_erasures,
            };
            grown += self.publish(id, &known, &merged, down)?;
        }
        Ok(grown)
    }

    /// Writes the merged record to headquarters' notebook and to the lanes. Returns the bytes of
    /// its image.
    fn publish(
        &mut self,
        id: Id,
        known: &KnownRecord,
        merged: &Merged,
        down: &mut Down,
    ) -> Result<usize, StoreError> {
        let KnownRecord {
            ops,
            held: waiting,
            refused,
            before,
            is_known: heard_of,
            is_created: begun,
            erasures,
            new_erasures,
        } = known;
        let now = (self.now)();
        let was = before.as_ref().and_then(|r| r.review.as_ref());
        let waits =
            held::held_review(waiting, now).filter(|_| !was.is_some_and(|r| is_gone(id, r)));
        let review = waits.or_else(|| review(id, was, merged, now));
        let rev = (now << 16).max(before.as_ref().map_or(0, |r| r.rev).saturating_add(1));
        // authors of refused ops must also get the record, to replace their version
        let seen = ops.iter().chain(refused);
        let mut image = image(id, merged, seen, review.as_ref(), rev);
        if !fits_lane(&image)? {
            // the review is sent separately anyway
            image.review = None;
        }
        if !fits_lane(&image)? {
            let first = ops.last();
            let first = first.map(|t| {
                CaseFinding::size_limit_case(
                    t.device,
                    &self.officer_label(t.device, &t.name),
                    id,
                )
            });
            self.findings.extend(first);
            return Ok(0);
        }
        // tell an author whose change was pending that it has been applied
        let held_before =
            was.is_some_and(|r| r.verdict == Verdict::Held) || (before.is_none() && *heard_of);
        let mut anyway: BTreeSet<Id> = waiting.iter().map(|one| one.officer).collect();
        anyway.extend(ops.iter().filter(|t| held_before && !t.hq).map(|t| t.officer));
        anyway.extend(refused.iter().map(|op| op.officer));
        let hidden = |review: Option<&Review>| review.is_some_and(hides_verdict);
        if before.is_none() || !begun || hidden(was) && !hidden(review.as_ref()) {
            self.words.extend(apply::reviews_about(self, id)?);
        }
        self.outcome.records += 1;
        let lanes = route((self.programme, &self.officers), merged, ops, &anyway);
        for erasure in erasures {
            self.outbox.push_op(lanes.clone(), erasure);
        }
        for erasure in new_erasures {
            self.outbox.push_op([(LaneOwner::Everybody, PUBLISHED)], erasure);
        }
        let size = self.outbox.push_image(lanes, &image);
        down.images.push(image);
        Ok(size)
    }

    fn note_held(&mut self, id: Id, fresh: &[Foreign], waiting: &[HeldOp]) {
        let heads: BTreeSet<u64> =
            fresh.iter().map(|t| format::head(&t.op.opid(&t.device))).collect();
        for one in waiting {
            self.held_records.insert(one.device);
            if heads.contains(&one.head) {
                self.outcome.held += 1;
                let name = self.officer_label(one.device, &one.name);
                self.findings.push(CaseFinding::held_case(one.device, &name, id, one.reason));
            }
        }
    }

    /// Raises the cases of a record, and closes those that no longer apply.
    fn update_cases(
        &mut self,
        id: Id,
        merged: &Merged,
        waiting: &[HeldOp],
        refused: &[KnownOp],
    ) -> Result<(), StoreError> {
        let kind = self.programme.kind(merged.kind);
        let conflicts = merged.conflicts.iter().map(|conflict| {
            let mut named = conflict.clone();
            for side in &mut named.sides {
                side.name = self.officer_label(side.author.device, &side.name);
            }
            CaseFinding::conflict_case(self.programme, kind, id, &named)
        });
        let proposals = merged.proposals.iter().map(|proposal| {
            let name = self.officer_label(proposal.author.device, &proposal.name);
            CaseFinding::deletion_case(id, &Proposal { name, ..proposal.clone() })
        });
        let mut found: Vec<CaseFinding> = conflicts.chain(proposals).collect();
        let broken = waiting.iter().filter(|one| one.reason == HeldReason::Hash);
        found.extend(broken.map(|one| {
            let name = self.officer_label(one.device, &one.name);
            CaseFinding::held_case(one.device, &name, id, one.reason)
        }));
        self.refuse_ops(id, merged.kind, refused, &mut found)?;
        case::close_vanished(self, id, &found)?;
        self.findings.extend(found);
        self.tasks.extend(self.rights.is_task(merged.kind).then_some(id));
        self.changed.extend(twins::may_have_twins(self.programme, merged).then_some(id));
        Ok(())
    }
}

fn size(op: &Foreign) -> usize {
    op.op.body.0.len() + op.op.beside.iter().map(|beside| beside.bytes.0.len()).sum::<usize>()
}

/// Whether an image is within the limits of every laptop and lane.
pub(crate) fn fits_lane(image: &Image) -> Result<bool, StoreError> {
    let fields = image.fields.len() <= limits::FIELDS;
    Ok(fields && format::wire::encode(image).len() <= limits::PICTURE && fits(image)?)
}

/// `rev` must be higher than in every earlier image of this record.
pub(crate) fn image<'t>(
    id: Id,
    merged: &Merged,
    op: impl Iterator<Item = &'t KnownOp>,
    review: Option<&Review>,
    rev: u64,
) -> Image {
    let mut covers: BTreeMap<[u8; 16], u64> = BTreeMap::new();
    for one in op {
        let newest = covers.entry(one.device).or_default();
        *newest = one.op.hlc.0.max(*newest);
    }
    let cell =
        |(no, value): (u16, &Value)| CellV1 { no, bytes: Bytes(format::value_bytes(value)) };
    Image {
        kind: merged.kind,
        entity: id.0,
        origin: origin_no(merged.origin),
        rev,
        head: merged.head,
        of: merged.of.clone(),
        created: merged.created.hlc.0,
        author: author(merged.changed),
        name: merged.name.clone(),
        deleted: merged.deleted.clone(),
        fields: merged.fields.iter().map(cell).collect(),
        covers: covers.into_iter().map(|(device, hlc)| Cover { device, hlc }).collect(),
        review: review.map(|review| About::of(id, review).review),
    }
}

/// Whether the review merged the record into another one. It stays when a later review concerns the
/// other record.
fn is_gone(id: Id, review: &Review) -> bool {
    review.merged_into(id).is_some()
}

/// The review to put into an image: an open conflict, except that a record sent back must show that
/// first.
fn review(id: Id, known: Option<&Review>, merged: &Merged, now: u64) -> Option<Review> {
    let is = |field| merged.conflicts.iter().any(|c| c.field == field);
    let waits = |known: &Review| match known.verdict {
        Verdict::Conflict { field } => !known.is_decision() && is(field),
        Verdict::SentBack { .. } => true,
        _ => is_gone(id, known),
    };
    if let Some(known) = known.filter(|known| waits(known)) {
        return Some(known.clone());
    }
    if let Some(open) = merged.conflicts.first() {
        return Some(Review {
            verdict: Verdict::Conflict { field: open.field },
            reason: String::new(),
            by: String::new(),
            at: now,
            head: merged.head,
        });
    }
    known.filter(|known| !hides_verdict(known)).cloned()
}

/// Whether an open conflict or a held op temporarily replaces the last decision.
fn hides_verdict(review: &Review) -> bool {
    !review.is_decision() && matches!(review.verdict, Verdict::Conflict { .. } | Verdict::Held)
}

fn author(author: Author) -> AuthorV1 {
    AuthorV1 { device: author.device, officer: author.officer.0, hlc: author.hlc.0 }
}
