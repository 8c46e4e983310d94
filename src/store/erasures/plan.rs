//! Computes what erasures remove from frames: walks a journal in order and gives the remaining
//! content of each frame. Pure.
//!
//! An answer stays if its writer knew of the erasure: its op is based on the erasure, on an image
//! that includes it, or on an op based on either. All other answers to the erased fields are
//! removed, even if they arrive later.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::{Body, FieldNo, Hlc, Id, Op};
use crate::storage::error::StoreError;
use crate::storage::format::down::{Down, Foreign, Frame, Image};
use crate::storage::format::draft::{DraftFrame, encode_draft};
use crate::storage::format::erased::KnownErasureV1;
use crate::storage::format::raw::RawOp;
use crate::storage::format::wire::Bytes;
use crate::storage::format::{self, down, raw};
use crate::store::fold::entity;
use crate::store::journal::{Entry, FrameRef};

/// An erasure, from its op.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    pub entity: Id,
    pub fields: Vec<FieldNo>,
    pub reason: String,
    /// the device that wrote the op
    pub device: [u8; 16],
    pub hlc: Hlc,
    /// the head that the op makes
    pub head: u64,
    /// the author, if it was made on another machine
    pub by: Option<String>,
}

/// Number of values that are to be removed or were removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ErasureCount {
    /// values next to ops
    pub answers: usize,
    /// values in images from headquarters
    pub images: usize,
    /// values in drafts
    pub drafts: usize,
}

impl ErasureCount {
    pub fn total(&self) -> usize {
        self.answers + self.images + self.drafts
    }
}

#[derive(Clone, Debug)]
struct TrackedErasure {
    erasure: Erasure,
    /// heads of ops and images written with knowledge of the erasure
    knows: BTreeSet<u64>,
}

/// The erasures of a journal, with the heads that know of them so far.
#[derive(Clone, Debug, Default)]
pub struct ErasedAnswers {
    all: BTreeMap<Id, Vec<TrackedErasure>>,
    /// draft -> records changed by the ops that ended it
    drafts: BTreeMap<Id, BTreeSet<Id>>,
    pub count: ErasureCount,
}

/// Collects the erasures of a journal, frame by frame in order.
pub(crate) struct ErasureSearch {
    /// the device that writes the journal
    device: [u8; 16],
    found: ErasedAnswers,
    /// records of the previous ops frame: a commit may span frames, and only its last frame ends
    /// the draft
    before: BTreeSet<Id>,
}

impl ErasureSearch {
    pub fn new(device: [u8; 16]) -> ErasureSearch {
        ErasureSearch { device, found: ErasedAnswers::default(), before: BTreeSet::new() }
    }

    pub fn take(&mut self, frame: &FrameRef, entry: &Entry) {
        let (device, found) = (self.device, &mut self.found);
        match entry {
            Entry::Ops { ops, ends_draft } => {
                let here: BTreeSet<Id> = ops.iter().filter_map(entity).collect();
                if let Some(draft) = ends_draft {
                    let all = self.before.iter().chain(&here).copied();
                    found.drafts.entry(*draft).or_default().extend(all);
                }
                self.before = here;
                for (op, opid) in ops.iter().zip(&frame.opids) {
                    found.add(erasure_of(op, device, opid, None));
                }
            }
            Entry::Recut { ops } => {
                for op in ops.iter().filter(|op| op.is_erasure()) {
                    let read = op.read(1).ok();
                    let opid = op.opid(&device);
                    found.add(read.and_then(|op| erasure_of(&op, device, &opid, None)));
                }
            }
            Entry::Down(frame) => {
                for foreign in frame.read().ops.iter().filter(|f| f.op.is_erasure()) {
                    found.add(foreign_erasure(foreign));
                }
            }
            _ => {}
        }
    }

    /// The erasures for which `counts` is true.
    pub fn finish(self, counts: &dyn Fn(&Erasure) -> bool) -> ErasedAnswers {
        let mut found = self.found;
        for of in found.all.values_mut() {
            of.retain(|tracked| counts(&tracked.erasure));
        }
        found.all.retain(|_, of| !of.is_empty());
        found
    }

    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}

impl ErasedAnswers {
    fn add(&mut self, erasure: Option<Erasure>) {
        let Some(erasure) = erasure else { return };
        let of = self.all.entry(erasure.entity).or_default();
        if of.iter().any(|known| known.erasure.head == erasure.head) {
            return;
        }
        let knows = BTreeSet::from([erasure.head]);
        of.push(TrackedErasure { erasure, knows });
    }

    pub fn is_empty(&self) -> bool {
        self.all.values().all(Vec::is_empty)
    }

    pub fn erasures(&self) -> impl Iterator<Item = &Erasure> {
        self.all.values().flatten().map(|tracked| &tracked.erasure)
    }

    pub(crate) fn known(&self) -> Vec<KnownErasureV1> {
        let one = |e: &Erasure| KnownErasureV1 { entity: e.entity.0, head: e.head };
        self.erasures().map(one).collect()
    }

    /// A frame's remaining content; `None`: it is unchanged.
    pub(crate) fn edit(
        &mut self,
        device: &[u8; 16],
        entry: &Entry,
        plain: &[u8],
    ) -> Result<Option<Vec<u8>>, StoreError> {
        match entry {
            Entry::Ops { ops, .. } => {
                let about = ops.iter().filter_map(entity).any(|id| self.all.contains_key(&id));
                Ok(if about { self.edit_ops(device, plain) } else { None })
            }
            Entry::Recut { ops } => {
                let about =
                    ops.iter().filter_map(RawOp::entity).any(|id| self.all.contains_key(&id));
                Ok(if about { self.edit_ops(device, plain) } else { None })
            }
            Entry::Down(frame) => self.edit_down(frame),
            Entry::Draft(frame) => {
                Ok(self.strip_draft(frame).map(|frame| encode_draft(&frame)))
            }
            Entry::Mark(_) | Entry::Other { .. } => Ok(None),
        }
    }

    fn edit_ops(&mut self, device: &[u8; 16], plain: &[u8]) -> Option<Vec<u8>> {
        let mut ops = raw::split(plain).ok()?;
        let taken: usize = ops.ops.iter_mut().map(|op| self.strip_op(device, op)).sum();
        (taken > 0).then(|| raw::unsplit(ops))
    }

    fn edit_down(&mut self, frame: &Frame) -> Result<Option<Vec<u8>>, StoreError> {
        let mut content = frame.read();
        if self.strip_down(&mut content) == 0 {
            return Ok(None);
        }
        let content = Bytes(down::encode(&content));
        down::encode_frame(&Frame { content, ..frame.clone() }).map(Some)
    }

    /// Removes erased values from a piece from headquarters; returns how many.
    pub fn strip_down(&mut self, content: &mut Down) -> usize {
        let ops = content.ops.iter_mut();
        let mut taken: usize = ops.map(|f| self.strip_op(&f.device.clone(), &mut f.op)).sum();
        for image in &mut content.images {
            taken += self.strip_image(image);
        }
        taken
    }

    /// Removes erased values from an op; returns how many.
    pub fn strip_op(&mut self, device: &[u8; 16], op: &mut RawOp) -> usize {
        let Some(all) = op.entity().and_then(|id| self.all.get_mut(&id)) else { return 0 };
        let head = format::head(&op.opid(device));
        let base = op.read(1).ok().and_then(|op| base_of(&op.body));
        let had = op.beside.len();
        for tracked in all {
            let knew = base.is_some_and(|base| tracked.knows.contains(&base));
            if knew || tracked.knows.contains(&head) {
                tracked.knows.insert(head);
                continue;
            }
            op.beside.retain(|companion| !tracked.takes(companion.no));
        }
        let taken = had - op.beside.len();
        self.count.answers += taken;
        taken
    }

    fn strip_image(&mut self, image: &mut Image) -> usize {
        let Some(all) = self.all.get_mut(&Id(image.entity)) else { return 0 };
        let had = image.fields.len();
        for tracked in all {
            let erasure = &tracked.erasure;
            let holds = image
                .covers
                .iter()
                .any(|cover| cover.device == erasure.device && cover.hlc >= erasure.hlc.0);
            if holds {
                tracked.knows.insert(image.head);
            } else {
                image.fields.retain(|cell| !tracked.takes(cell.no));
            }
        }
        let taken = had - image.fields.len();
        self.count.images += taken;
        taken
    }

    /// A draft frame without erased answers; `None`: it has none.
    fn strip_draft(&mut self, frame: &DraftFrame) -> Option<DraftFrame> {
        let mut left = frame.clone();
        let made = self.drafts.get(&frame.draft).into_iter().flatten().map(|id| (*id, None));
        let edits = frame.edits.map(|(id, base)| (id, Some(base)));
        for (id, base) in edits.into_iter().chain(made) {
            for tracked in self.all.get(&id).into_iter().flatten() {
                if base.is_some_and(|base| tracked.knows.contains(&base)) {
                    continue;
                }
                left.fields.retain(|(no, bytes)| bytes.is_none() || !tracked.takes(*no));
                left.typed.retain(|typed| !tracked.takes(typed.path.field));
            }
            if edits.is_some() {
                // the draft's own base is more exact than the ops that ended it
                break;
            }
        }
        let taken =
            frame.fields.len() - left.fields.len() + frame.typed.len() - left.typed.len();
        self.count.drafts += taken;
        (taken > 0).then_some(left)
    }
}

impl TrackedErasure {
    fn takes(&self, no: FieldNo) -> bool {
        self.erasure.fields.binary_search(&no).is_ok()
    }
}

fn foreign_erasure(foreign: &Foreign) -> Option<Erasure> {
    let op = foreign.op.read(foreign.seq).ok()?;
    let opid = foreign.op.opid(&foreign.device);
    erasure_of(&op, foreign.device, &opid, Some(&foreign.name))
}

fn erasure_of(op: &Op, device: [u8; 16], opid: &[u8; 16], by: Option<&str>) -> Option<Erasure> {
    let Body::Erase { entity, fields, reason, .. } = &op.body else { return None };
    Some(Erasure {
        entity: *entity,
        fields: fields.clone(),
        reason: reason.clone(),
        device,
        hlc: op.hlc,
        head: format::head(opid),
        by: by.map(str::to_owned),
    })
}

fn base_of(body: &Body) -> Option<u64> {
    match body {
        Body::Patch { base, .. }
        | Body::Del { base, .. }
        | Body::Restore { base, .. }
        | Body::Erase { base, .. } => Some(*base),
        Body::Put { .. } | Body::Epoch { .. } | Body::Unknown { .. } => None,
    }
}
