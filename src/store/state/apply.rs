//! Folds ops into the state: the records and index keys that change, in one transaction.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use sled::Batch;

use super::base::{KeyChange, RecordChange, SealedContent, content_digest, record_key};
use super::index_keys::IndexKey;
use super::{KindOf, OpsFrame, RECEIPTS, State, StateFault, StoreContext, index_keys};
use crate::record::{Id, Place, Record};
use crate::storage::crypto::key::Domain;
use crate::storage::format;
use crate::storage::format::receipt::{SignedReceipt, newest};
use crate::storage::format::wire::Bytes;
use crate::storage::panic_guard::catch;
use crate::store::fold::{self, FoldState, entity};
use crate::store::journal::FrameRef;

impl State {
    /// Folds frames into the state, all or nothing; returns the changed records. Frames that were
    /// applied before change nothing.
    pub fn apply(
        &self,
        frames: &[OpsFrame],
        kind_of: KindOf<'_>,
    ) -> Result<Vec<Record>, StateFault> {
        let Some((last, _)) = frames.last() else { return Ok(Vec::new()) };
        let mut changes = Changes::on(self);
        for (frame, ops) in frames {
            for (op, opid) in ops.iter().zip(&frame.opids) {
                let Some(id) = entity(op) else { continue };
                let head = format::head(opid);
                let step = |slot| fold::fold_op(self.context.programme, slot, op, head);
                changes.step(id, || self.slot(id, self.before(id, op, kind_of)?), step)?;
            }
        }
        let mut write = Writes::default();
        let records = changes.write(&mut write)?;
        self.set_applied(last, &mut write)?;
        self.commit(&write)?;
        Ok(records)
    }

    pub(super) fn set_applied(
        &self,
        last: &FrameRef,
        write: &mut Writes,
    ) -> Result<(), StateFault> {
        let mut applied = last.no.to_be_bytes().to_vec();
        applied.extend_from_slice(&last.link);
        if self.applied()?.no <= last.no {
            write.meta.insert("applied", applied);
        }
        Ok(())
    }

    /// Stores the receipts that are newer than the known receipt of their epoch.
    pub fn take_receipts(&self, new: &[SignedReceipt]) -> Result<(), StateFault> {
        if new.is_empty() {
            return Ok(());
        }
        let mut known = self.receipts()?;
        new.iter().for_each(|receipt| newest(&mut known, *receipt));
        let kept: Vec<Bytes> = known.iter().map(|r| Bytes(r.encode())).collect();
        let plain = format::wire::encode(&kept);
        let sealed = self.context.sealer.seal(Domain::State, RECEIPTS, &plain)?;
        catch(|| self.meta.insert(RECEIPTS, sealed))??;
        Ok(())
    }
}

/// An index key that ends in the first day at a new place, and the number of the commune before it.
type MoveEntry = (IndexKey, [u8; 4]);

/// Changed records in memory: each with its state before and after the ops so far.
pub(super) struct Changes<'s> {
    state: &'s State,
    fresh: BTreeMap<Id, (FoldState, FoldState)>,
    /// `MOVED` keys to write; `None` removes the key
    moves: BTreeMap<IndexKey, Option<[u8; 4]>>,
}

impl<'s> Changes<'s> {
    pub(super) fn on(state: &'s State) -> Changes<'s> {
        Changes { state, fresh: BTreeMap::new(), moves: BTreeMap::new() }
    }

    pub(super) fn step(
        &mut self,
        id: Id,
        before: impl FnOnce() -> Result<FoldState, StateFault>,
        step: impl FnOnce(FoldState) -> FoldState,
    ) -> Result<(), StateFault> {
        if let Entry::Vacant(slot) = self.fresh.entry(id) {
            let before = before()?;
            slot.insert((before.clone(), before));
        }
        let Some((_, now)) = self.fresh.get_mut(&id) else { return Ok(()) };
        let plan = &self.state.context.schema;
        let place =
            now.record.as_ref().and_then(|now| index_keys::place_in(plan, now)).cloned();
        *now = step(std::mem::take(now));
        if let (Some(before), Some(now)) = (place, &now.record) {
            let now = now.clone();
            self.note_moves(&before, &now)?;
        }
        Ok(())
    }

    /// Records where a record was before it moved. Of several moves on one day the first counts. If
    /// the new place begins earlier than the old one, the place before it is taken from the first
    /// later move, and the later moves are removed.
    fn note_moves(&mut self, before: &Place, now: &Record) -> Result<(), StateFault> {
        let plan = &self.state.context.schema;
        let Some(of) = index_keys::moves_of(plan, now) else { return Ok(()) };
        let Some(after) = index_keys::place_in(plan, now) else { return Ok(()) };
        let key = index_keys::move_key(of.clone(), after.day);
        let mut from = index_keys::moved(before, after);
        if after.day < before.day {
            let later = self.moves_after(&of, &key)?;
            from = later.first().map(|(_, site)| *site).or(from);
            self.moves.extend(later.into_iter().map(|(key, _)| (key, None)));
        }
        let is_known = match self.moves.get(&key) {
            Some(site) => site.is_some(),
            None => catch(|| self.state.has_index_key(&key))??,
        };
        if let Some(site) = from.filter(|_| !is_known) {
            self.moves.insert(key, Some(site));
        }
        Ok(())
    }

    /// The moves of one record after `key`, by day.
    fn moves_after(&self, of: &IndexKey, key: &IndexKey) -> Result<Vec<MoveEntry>, StateFault> {
        let mut all = BTreeMap::new();
        for (_, day, site) in self.state.moves(of)? {
            let key = [of.as_slice(), &day.to_be_bytes()].concat();
            all.insert(key, Some(site.to_be_bytes()));
        }
        let own = self.moves.iter().filter(|(key, _)| key.starts_with(of));
        all.extend(own.map(|(key, site)| (key.clone(), *site)));
        let left = all.into_iter().filter(|(at, _)| at > key);
        Ok(left.filter_map(|(key, site)| Some((key, site?))).collect())
    }

    pub(super) fn write(self, write: &mut Writes) -> Result<Vec<Record>, StateFault> {
        for (key, site) in self.moves {
            write.idx.push((key, site.map(|site| site.to_vec())));
        }
        write.makes_keys_later = self.state.makes_keys_later();
        let mut records = Vec::with_capacity(self.fresh.len());
        for (id, (before, now)) in self.fresh {
            if before.early != now.early {
                write.put_early_review(&self.state.context, id, now.early.as_ref())?;
            }
            let Some(now) = now.record else { continue };
            write.record(&self.state.context, before.record.as_ref(), &now)?;
            records.push(now);
        }
        Ok(records)
    }
}

/// The writes of one transaction. Computed before it, because sled may run a transaction again.
#[derive(Default)]
pub(super) struct Writes {
    pub(super) rec: Vec<RecordChange>,
    pub(super) idx: Vec<KeyChange>,
    pub(super) meta: Batch,
    pub(super) remote_ops: Batch,
    pub(super) lane: Batch,
    /// omit the index keys of records: the end of the build makes them
    pub(super) makes_keys_later: bool,
}

impl Writes {
    pub(super) fn record(
        &mut self,
        context: &StoreContext,
        before: Option<&Record>,
        now: &Record,
    ) -> Result<(), StateFault> {
        let keys_of = |record| -> BTreeSet<IndexKey> {
            index_keys::keys(&context.schema, &context.keys, record).into_iter().collect()
        };
        if let Some(before) = before.filter(|before| before.kind != now.kind) {
            self.rec.push((record_key(before.kind, before.id), None));
        }
        let key = record_key(now.kind, now.id);
        let content = format::record::encode_record(now)?;
        let digest = content_digest(&key, &content);
        let bytes = format::record::seal_record(&context.sealer, now.kind, now.id, &content)?;
        self.rec.push((key, Some(SealedContent { bytes, digest })));
        if self.makes_keys_later {
            return Ok(());
        }
        let (old, new) = (before.map(keys_of).unwrap_or_default(), keys_of(now));
        self.idx.extend(old.difference(&new).map(|key| (key.clone(), None)));
        self.idx.extend(new.difference(&old).map(|key| (key.clone(), Some(Vec::new()))));
        Ok(())
    }
}
