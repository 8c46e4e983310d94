//! Data from headquarters in the state: positions in the lanes and in devices' logs, ops of other
//! devices by record, and the folding of a frame from headquarters.

use std::collections::BTreeMap;

use super::apply::{Changes, Writes};
use super::{KindOf, State, StateFault, StoreContext};
use crate::record::{Id, Record, Review};
use crate::storage::crypto::key::Domain;
use crate::storage::format::down;
use crate::storage::format::down::{About, Foreign, LogAt};
use crate::storage::format::wire::KnotV1;
use crate::storage::panic_guard::catch;
use crate::storage::{format, limits};
use crate::store::fold::{FoldState, for_each_step};
use crate::store::journal::FrameRef;
use crate::store::state::index_keys;

/// Key tags: the first byte in the tree `lane`, the byte after the record's id in the tree `told`.
const LANE: u8 = 0;
const LOG: u8 = 1;
const OP: u8 = 0;
const KNOT: u8 = 1;
const EARLY: u8 = 2;

/// Position up to which a lane has been received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub lane: u8,
    /// era of headquarters
    pub era: u64,
    pub position: u64,
}

/// Ops of other devices on a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RemoteOps {
    pub ops: Vec<Foreign>,
    /// head of an image -> the heads that it replaces
    pub images: BTreeMap<u64, Vec<u64>>,
    /// a review that arrived before the record
    pub early: Option<Review>,
}

impl State {
    /// Applies a frame from headquarters, all or nothing, with its position in the lane.
    pub fn apply_down(
        &self,
        frame: &FrameRef,
        down: &down::Frame,
        kind_of: KindOf<'_>,
    ) -> Result<Vec<Record>, StateFault> {
        let content = down.read();
        let mut changes = Changes::on(self);
        let mut write = Writes::default();
        let mut failed = Ok(());
        for_each_step(self.context.programme, down, &mut |id, step| {
            let done = changes.step(id, || self.slot(id, self.get(id, kind_of(id))?), step);
            failed = std::mem::replace(&mut failed, Ok(())).and(done);
        });
        failed?;
        for image in &content.images {
            write.put_head_alias(&self.context, image)?;
        }
        for remote in &content.ops {
            write.put_remote_op(&self.context, remote)?;
        }
        let records = changes.write(&mut write)?;
        write.put_cursor(down);
        self.set_applied(frame, &mut write)?;
        self.commit(&write)?;
        Ok(records)
    }

    /// The fold state of a record; without a record, with the review that arrived early.
    pub(crate) fn slot(&self, id: Id, record: Option<Record>) -> Result<FoldState, StateFault> {
        if record.is_some() {
            return Ok(FoldState::of(record));
        }
        let key = early_key(id);
        let Some(sealed) = catch(|| self.remote_ops.get(&key))?? else {
            return Ok(FoldState::default());
        };
        let packed = self.context.sealer.open(Domain::State, &remote_op_aad(&key), &sealed);
        let packed = packed.map_err(|_| StateFault::Undecodable)?;
        let about: About = format::wire::frame(&format::unpack(&packed, limits::FRAME_RAW)?)?;
        Ok(FoldState { record: None, early: Some(about.review()) })
    }

    /// Position up to which each lane has been received.
    pub fn lanes(&self) -> Result<Vec<Cursor>, StateFault> {
        catch(|| {
            let mut found = Vec::new();
            for pair in self.lane.scan_prefix([LANE]) {
                let (key, value) = pair?;
                let one = || {
                    let (era, position) = value.split_first_chunk::<8>()?;
                    let position = u64::from_be_bytes(position.try_into().ok()?);
                    let (lane, era) = (*key.get(1)?, u64::from_be_bytes(*era));
                    Some(Cursor { lane, era, position })
                };
                found.push(one().ok_or(StateFault::Foreign)?);
            }
            Ok(found)
        })?
    }

    /// Position up to which headquarters has read each log.
    pub fn logs(&self) -> Result<BTreeMap<[u8; 16], u64>, StateFault> {
        catch(|| {
            let mut found = BTreeMap::new();
            for pair in self.lane.scan_prefix([LOG]) {
                let (key, value) = pair?;
                let at = value.as_ref().try_into().map(u64::from_be_bytes);
                let at = at.map_err(|_| StateFault::Foreign)?;
                found.insert(index_keys::id_of(&key).ok_or(StateFault::Foreign)?.0, at);
            }
            Ok(found)
        })?
    }

    /// Whether one of the ops of other devices is an erasure. Reads all of them.
    pub fn has_remote_erasure(&self) -> Result<bool, StateFault> {
        catch(|| {
            for pair in self.remote_ops.iter() {
                let (key, sealed) = pair?;
                if key.get(16) != Some(&OP) {
                    continue;
                }
                let packed =
                    self.context.sealer.open(Domain::State, &remote_op_aad(&key), &sealed);
                let packed = packed.map_err(|_| StateFault::Undecodable)?;
                let plain = format::unpack(&packed, limits::FRAME_RAW)?;
                if format::wire::frame::<Foreign>(&plain)?.op.is_erasure() {
                    return Ok(true);
                }
            }
            Ok(false)
        })?
    }

    /// Ops of other devices on a record, with head aliases and the early review.
    pub fn remote_ops(&self, id: Id) -> Result<RemoteOps, StateFault> {
        catch(|| {
            let mut remote = RemoteOps::default();
            for pair in self.remote_ops.scan_prefix(id.0) {
                let (key, sealed) = pair?;
                let packed =
                    self.context.sealer.open(Domain::State, &remote_op_aad(&key), &sealed);
                let packed = packed.map_err(|_| StateFault::Undecodable)?;
                let plain = format::unpack(&packed, limits::FRAME_RAW)?;
                match key.get(16) {
                    Some(&OP) => remote.ops.push(format::wire::frame(&plain)?),
                    Some(&EARLY) => {
                        let about: About = format::wire::frame(&plain)?;
                        remote.early = Some(about.review());
                    }
                    _ => {
                        let knot: KnotV1 = format::wire::frame(&plain)?;
                        remote.images.insert(knot.head, knot.of);
                    }
                }
            }
            Ok(remote)
        })?
    }
}

impl Writes {
    fn put_remote_op(
        &mut self,
        context: &StoreContext,
        remote: &Foreign,
    ) -> Result<(), StateFault> {
        let op = &remote.op;
        let opid = format::op::opid(&remote.device, op.hlc, op.ver, &op.body.0);
        self.seal(context, &remote.entity, OP, &opid, &format::wire::encode(remote))
    }

    /// Stores the heads that an image's head replaces, when they are several.
    fn put_head_alias(
        &mut self,
        context: &StoreContext,
        image: &down::Image,
    ) -> Result<(), StateFault> {
        if image.of.is_empty() {
            return Ok(());
        }
        let (head, of) = (image.head, image.of.clone());
        let knot = format::wire::encode(&KnotV1 { head, of });
        self.seal(context, &image.entity, KNOT, &head.to_be_bytes(), &knot)
    }

    /// Stores or, for `None`, removes a review that arrived before its record.
    pub(crate) fn put_early_review(
        &mut self,
        context: &StoreContext,
        id: Id,
        review: Option<&Review>,
    ) -> Result<(), StateFault> {
        let Some(review) = review else {
            self.remote_ops.remove(early_key(id));
            return Ok(());
        };
        self.seal(context, &id.0, EARLY, &[], &format::wire::encode(&About::of(id, review)))
    }

    fn seal(
        &mut self,
        context: &StoreContext,
        entity: &[u8; 16],
        what: u8,
        name: &[u8],
        plain: &[u8],
    ) -> Result<(), StateFault> {
        let key = [&entity[..], &[what], name].concat();
        let packed = format::pack(plain)?;
        let sealed = context.sealer.seal(Domain::State, &remote_op_aad(&key), &packed)?;
        self.remote_ops.insert(key, sealed);
        Ok(())
    }

    fn put_cursor(&mut self, down: &down::Frame) {
        let place = [down.era.to_be_bytes(), down.position.to_be_bytes()].concat();
        self.lane.insert(&[LANE, down.lane], place);
        for LogAt { log, at } in &down.logs {
            self.lane.insert([&[LOG][..], log].concat(), &at.to_be_bytes());
        }
    }
}

fn early_key(id: Id) -> Vec<u8> {
    [&id.0[..], &[EARLY]].concat()
}

fn remote_op_aad(key: &[u8]) -> Vec<u8> {
    [b"told", key].concat()
}
