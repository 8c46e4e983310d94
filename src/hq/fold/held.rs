//! Ops that cannot be read yet, and ops based on them: stored with their record and excluded from
//! merging until a later program can read them. Which ops are held depends only on the set of ops,
//! not on their order.

use std::collections::BTreeSet;

use crate::hq::admin::directory::HqDirectory;
use crate::hq::downlink::lane::VERDICTS;
use crate::hq::fold::context::Fold;
use crate::hq::review::case;
use crate::hq::review::finding::CaseFinding;
use crate::hq::review::incident::HeldReason;
use crate::record::{Body, Id, Op, Review, Verdict};
use crate::storage::format;
use crate::storage::format::down::{About, Foreign};
use crate::storage::format::op::BadOp;
use crate::store::StoreError;
use crate::sync::merge::KnownOp;

/// A held op.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HeldOp {
    pub device: [u8; 16],
    pub officer: Id,
    pub name: String,
    /// the head of the record after this op, on its author's machine
    pub head: u64,
    pub reason: HeldReason,
}

/// Splits the ops on a record into those that can be merged and those that are held, oldest first.
pub(crate) fn split_held(home: &HqDirectory, ops: &[Foreign]) -> (Vec<KnownOp>, Vec<HeldOp>) {
    let mut sorted: Vec<([u8; 16], &Foreign)> =
        ops.iter().map(|one| (one.op.opid(&one.device), one)).collect();
    sorted.sort_by_key(|(opid, one)| (one.op.hlc, *opid));
    let (mut ready, mut waiting): (Vec<KnownOp>, Vec<HeldOp>) = (Vec::new(), Vec::new());
    for (opid, one) in sorted {
        let read = one.op.read(one.seq);
        let head = format::head(&opid);
        let base = read.as_ref().ok().and_then(base_of);
        let below = waiting.iter().find(|w| Some(w.head) == base).map(|w| w.reason);
        match (held_reason(&read).or(below), read) {
            (None, Ok(op)) => ready.push(known_op(home, one, opid, op)),
            (why, _) => waiting.push(HeldOp {
                device: one.device,
                officer: Id(one.officer),
                name: one.name.clone(),
                head,
                reason: why.unwrap_or(HeldReason::Hash),
            }),
        }
    }
    (ready, waiting)
}

/// The notice to a record's authors that their change was received and is held. It names the
/// author's head, so that no other author takes it for a review of his own change.
pub(crate) fn held_review(waiting: &[HeldOp], now: u64) -> Option<Review> {
    let last = waiting.last()?;
    Some(Review {
        verdict: Verdict::Held,
        reason: last.reason.id().to_owned(),
        by: String::new(),
        at: now,
        head: last.head,
    })
}

/// Why an op cannot be read; `None` if it can.
pub(crate) fn held_reason(read: &Result<Op, BadOp>) -> Option<HeldReason> {
    match read {
        Ok(Op { body: Body::Unknown { .. }, .. }) => Some(HeldReason::Newer),
        Ok(_) => None,
        Err(_) => Some(HeldReason::Hash),
    }
}

pub(crate) fn base_of(op: &Op) -> Option<u64> {
    match &op.body {
        Body::Patch { base, .. }
        | Body::Del { base, .. }
        | Body::Restore { base, .. }
        | Body::Erase { base, .. } => Some(*base),
        _ => None,
    }
}

fn known_op(home: &HqDirectory, foreign: &Foreign, opid: [u8; 16], op: Op) -> KnownOp {
    KnownOp {
        device: foreign.device,
        epoch: foreign.epoch,
        opid,
        op,
        received: foreign.received,
        officer: Id(foreign.officer),
        name: foreign.name.clone(),
        hq: foreign.device == home.device,
    }
}

impl Fold<'_> {
    /// Notifies the authors of a record that cannot be shown yet.
    pub(crate) fn notify_held(&mut self, id: Id, waiting: &[HeldOp]) {
        let Some(review) = held_review(waiting, (self.now)()) else { return };
        let about = About::of(id, &review);
        let officers: BTreeSet<Id> = waiting.iter().map(|one| one.officer).collect();
        for officer in officers {
            self.outbox.push_about(officer, VERDICTS, &about);
        }
    }

    /// Closes the cases of devices without held ops, after a newer program has read everything
    /// again.
    pub(crate) fn close_held_cases(&self) -> Result<(), StoreError> {
        for device in self.officers.iter().map(|o| o.certificate().device) {
            let known = case::find_case(
                self,
                &CaseFinding::held_case(device, "", Id(device), HeldReason::Newer),
            )?;
            let open = known.filter(|matter| case::is_waiting(self, matter));
            if let Some(matter) = open.filter(|_| !self.held_records.contains(&device)) {
                case::close_case(self, &matter)?;
            }
        }
        Ok(())
    }
}
