//! Single entries on top of a state's base: looked up first, merged with the base in scans, and
//! written. Does not know ops.

use std::sync::Arc;

use sled::transaction::{ConflictableTransactionError, TransactionError, Transactional};
use sled::{Batch, IVec, Tree};

use super::apply::Writes;
use super::base::{
    KeyDigest, KeyList, KeyVisitor, PackedBase, RecordKey, StateBase, pack_keys, pack_records,
    record_key,
};
use super::proof::BuildProof;
use super::{State, StateFault, index_keys};
use crate::record::{Id, KindNo, Record};
use crate::storage::format::record::{decode_record, has_field, open_record};
use crate::storage::mutex::{read, write};
use crate::storage::panic_guard::catch;
use crate::store::fold;

/// Value that hides an index key of the base. Other values are empty or have four bytes.
const HIDDEN: &[u8] = b"-";

/// A record's content: sealed in a single entry, or unsealed from the base.
enum Stored<'a> {
    Single(&'a [u8]),
    Base(Vec<u8>),
}

impl State {
    pub(super) fn base(&self) -> Arc<StateBase> {
        Arc::clone(&read(&self.base))
    }

    /// Whether the end of the build makes the index keys of records written now.
    pub(super) fn makes_keys_later(&self) -> bool {
        matches!(&*self.base(), StateBase::Spool(spool) if !spool.is_served())
    }

    pub(super) fn record_at(&self, kind: KindNo, id: Id) -> Result<Option<Record>, StateFault> {
        let key = record_key(kind, id);
        match self.rec.get(key)? {
            Some(hidden) if hidden.is_empty() => Ok(None),
            Some(sealed) => self.decode(&key, Stored::Single(&sealed)).map(Some),
            None => {
                let content = self.base().get(&key)?;
                content.map(|one| self.decode(&key, Stored::Base(one))).transpose()
            }
        }
    }

    fn decode(&self, key: &RecordKey, stored: Stored<'_>) -> Result<Record, StateFault> {
        self.decode_content(key, &self.content(key, stored)?)
    }

    /// The unsealed content.
    fn content(&self, key: &RecordKey, stored: Stored<'_>) -> Result<Vec<u8>, StateFault> {
        let [kind, id @ ..] = *key;
        match stored {
            Stored::Single(sealed) => {
                Ok(open_record(&self.context.sealer, kind, Id(id), sealed)?)
            }
            Stored::Base(content) => Ok(content),
        }
    }

    pub(super) fn decode_content(
        &self,
        key: &RecordKey,
        content: &[u8],
    ) -> Result<Record, StateFault> {
        let [kind, id @ ..] = *key;
        Ok(decode_record(kind, Id(id), content, self.context.programme)?)
    }

    /// The lowest kind number from `kind` on that has records or hidden ones.
    pub(super) fn first_kind_from(&self, kind: KindNo) -> Result<Option<KindNo>, StateFault> {
        let single = self.rec.range([kind].as_slice()..).keys().next().transpose()?;
        let single = single.and_then(|key| key.first().copied());
        let base = self.base().first_kind_from(kind)?;
        Ok(single.into_iter().chain(base).min())
    }

    /// Visits all records, or those of one kind, with their contents, ordered by kind and id.
    pub(super) fn each_record(
        &self,
        kind: Option<KindNo>,
        tell: &mut dyn FnMut(Record, &[u8]),
    ) -> Result<(), StateFault> {
        self.merge_records(kind, &mut |key, stored| {
            let content = self.content(key, stored)?;
            tell(self.decode_content(key, &content)?, &content);
            Ok(())
        })
    }

    fn merge_records(
        &self,
        kind: Option<KindNo>,
        take: &mut dyn FnMut(&RecordKey, Stored<'_>) -> Result<(), StateFault>,
    ) -> Result<(), StateFault> {
        let from = record_key(kind.unwrap_or(0), Id([0; 16]));
        let is_asked = |key: &RecordKey| kind.is_none_or(|kind| key[0] == kind);
        let mut take = |key: &[u8], stored: Stored<'_>| {
            let key = RecordKey::try_from(key).map_err(|_| StateFault::Undecodable)?;
            if is_asked(&key) && !matches!(stored, Stored::Single([])) {
                take(&key, stored)?;
            }
            Ok(is_asked(&key))
        };
        let mut singles = Singles::from(&self.rec, &from)?;
        let mut goes = true;
        self.base().records_from(&from, &mut |key, content| {
            goes = singles.take_before(Some(key), &mut |k, v| take(k, Stored::Single(v)))?
                && (singles.is_at(key) || take(key, Stored::Base(content))?);
            Ok(goes)
        })?;
        if goes {
            singles.take_before(None, &mut |k, v| take(k, Stored::Single(v)))?;
        }
        Ok(())
    }

    pub(super) fn has_index_key(&self, key: &[u8]) -> Result<bool, StateFault> {
        match self.idx.get(key)? {
            Some(value) => Ok(&value[..] != HIDDEN),
            None => self.base().has_index_key(key),
        }
    }

    /// Visits the index keys with this prefix, in order, with their values.
    pub(super) fn each_index_key(
        &self,
        prefix: &[u8],
        take: KeyVisitor<'_>,
    ) -> Result<(), StateFault> {
        let mut take = |key: &[u8], value: &[u8]| match key.starts_with(prefix) {
            true if value == HIDDEN => Ok(true),
            true => take(key, value),
            false => Ok(false),
        };
        let mut singles = Singles::from(&self.idx, prefix)?;
        let mut goes = true;
        self.base().index_keys_from(prefix, &mut |key, value| {
            goes = singles.take_before(Some(key), &mut take)?
                && (singles.is_at(key) || take(key, value)?);
            Ok(goes)
        })?;
        if goes {
            singles.take_before(None, &mut take)?;
        }
        Ok(())
    }

    /// Writes all or nothing once the state is packed.
    pub(super) fn commit(&self, write: &Writes) -> Result<(), StateFault> {
        catch(|| {
            let base = self.base();
            let is_spooled = match &*base {
                StateBase::Spool(spool) => spool.take(&write.rec, &write.idx)?,
                StateBase::Packed(_) => false,
            };
            if is_spooled {
                // No transaction during a build: a state without `READY` is discarded.
                self.meta.apply_batch(write.meta.clone())?;
                self.remote_ops.apply_batch(write.remote_ops.clone())?;
                return Ok(self.lane.apply_batch(write.lane.clone())?);
            }
            let rec = write.rec.iter();
            let rec = rec.map(|(key, new)| (key, new.as_ref().map(|new| new.bytes.as_slice())));
            let rec = singles(rec, &[], |key| Ok(base.get(key)?.is_some()))?;
            let idx = write.idx.iter().map(|(key, value)| (key, value.as_deref()));
            let idx = singles(idx, HIDDEN, |key| base.has_index_key(key))?;
            let trees = (&self.rec, &self.idx, &self.meta, &self.remote_ops, &self.lane);
            let done = trees.transaction(|(in_rec, in_idx, meta, remote, lane)| {
                in_rec.apply_batch(&rec)?;
                in_idx.apply_batch(&idx)?;
                meta.apply_batch(&write.meta)?;
                remote.apply_batch(&write.remote_ops)?;
                lane.apply_batch(&write.lane)?;
                Ok::<(), ConflictableTransactionError<()>>(())
            });
            done.map_err(|e| match e {
                TransactionError::Storage(e) => StateFault::Sled(e),
                TransactionError::Abort(()) => StateFault::Panicked,
            })
        })?
    }

    /// Ends a build: packs the spool. `see` receives for each record whether ops of it are lost.
    /// Concurrent commits become single entries. Returns `None` if the base was packed before.
    pub(super) fn pack(
        &self,
        see: &mut dyn FnMut(bool) -> Result<(), StateFault>,
    ) -> Result<Option<BuildProof>, StateFault> {
        let base = self.base();
        let StateBase::Spool(spool) = &*base else { return Ok(None) };
        spool.freeze();
        let (packed, proof) = catch(|| {
            let (records, keys) = (self.db.open_tree("pack")?, self.db.open_tree("pidx")?);
            let sealer = &self.context.sealer;
            let mut list = KeyList::default();
            pack_records(spool, &records, sealer, &mut |key, content| {
                if spool.is_served() {
                    return see(has_field(content, fold::PARTIAL)?);
                }
                let record = self.decode_content(key, content)?;
                let made = index_keys::keys(&self.context.schema, &self.context.keys, &record);
                made.iter().try_for_each(|key| list.push(key, &[]))?;
                see(fold::is_partial(&record))
            })?;
            let mut digest = KeyDigest::default();
            if spool.is_served() {
                pack_keys(&keys, sealer, &mut digest, &|take| {
                    spool.index_keys_from(&[], take)
                })?;
            } else {
                spool.index_keys_from(&[], &mut |key, value| {
                    list.push(key, value).map(|()| true)
                })?;
                list.sort();
                pack_keys(&keys, sealer, &mut digest, &|take| list.each(take))?;
            }
            let proof = BuildProof::of(spool.digests(), digest);
            Ok::<_, StateFault>((PackedBase::open(records, keys, sealer), proof))
        })??;
        *write(&self.base) = Arc::new(StateBase::Packed(packed));
        Ok(Some(proof))
    }
}

/// Changes as a batch of sled. A removed key that the base has is hidden with the value `hidden`.
fn singles<'a, K: AsRef<[u8]> + 'a>(
    changes: impl Iterator<Item = (&'a K, Option<&'a [u8]>)>,
    hidden: &[u8],
    in_base: impl Fn(&K) -> Result<bool, StateFault>,
) -> Result<Batch, StateFault> {
    let mut batch = Batch::default();
    for (key, value) in changes {
        match value {
            Some(value) => batch.insert(key.as_ref(), value),
            None if in_base(key)? => batch.insert(key.as_ref(), hidden),
            None => batch.remove(key.as_ref()),
        }
    }
    Ok(batch)
}

/// Cursor over single entries, for merging them with the base.
struct Singles {
    iter: sled::Iter,
    next: Option<(IVec, IVec)>,
}

impl Singles {
    fn from(tree: &Tree, from: &[u8]) -> Result<Singles, StateFault> {
        let mut iter = tree.range(from..);
        let next = iter.next().transpose()?;
        Ok(Singles { iter, next })
    }

    /// Visits the entries before `key`, or all remaining ones; returns whether to continue.
    fn take_before(
        &mut self,
        key: Option<&[u8]>,
        take: KeyVisitor<'_>,
    ) -> Result<bool, StateFault> {
        while let Some((single, value)) = &self.next {
            if key.is_some_and(|key| &single[..] >= key) {
                break;
            }
            if !take(single, value)? {
                return Ok(false);
            }
            self.next = self.iter.next().transpose()?;
        }
        Ok(true)
    }

    fn is_at(&self, key: &[u8]) -> bool {
        self.next.as_ref().is_some_and(|(single, _)| &single[..] == key)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::programme::Role;
    use crate::programme::spec::{Kind, Type};
    use crate::record::{Stamp, Value};
    use crate::storage::crypto::key::Keys;
    use crate::storage::disk::RealDisk;
    use crate::store::state::{StoreContext, index_keys};

    /// Records of few kinds with few ids, each with a text that is looked up and a link.
    fn record(context: &StoreContext, kind: KindNo, id: u8, answer: u8) -> Record {
        let mut record = Record::blank(kind, Id([id; 16]), Stamp::default());
        let fields = context.programme.kind(kind).into_iter().flat_map(Kind::fields);
        for field in fields {
            let value = match field.ty {
                Type::Link(_) => Value::Link(Id([answer; 16])),
                Type::Text => Value::Text(format!("số {answer}")),
                _ => continue,
            };
            record.fields.set(field.no, value);
        }
        record.deleted = (answer == 0).then(|| "thừa".to_owned());
        record
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

        /// The oracle is a map of records, and index keys computed from them.
        #[test]
        fn a_state_answers_the_same_whatever_of_it_is_packed(
            writes in proptest::collection::vec((0usize..3, 0u8..24, 0u8..6), 1..90),
            packed_after in 0usize..90,
            is_served in any::<bool>(),
        ) {
            let dir = tempfile::tempdir().unwrap();
            let programme = Role::Officer.programme();
            let keys = Keys::from_bytes(&[7; 32]);
            let context = StoreContext::new(Arc::new(RealDisk), programme, keys);
            let kinds = [1, 2, 254];
            let mut state = State::create(dir.path(), &context, is_served).unwrap();
            let mut model: BTreeMap<Id, Record> = BTreeMap::new();
            for (n, (kind, id, answer)) in writes.iter().enumerate() {
                if n == packed_after {
                    state.pack(&mut |_| Ok(())).unwrap();
                    state.mark_whole().unwrap();
                    state.close(false);
                    state = State::open(dir.path(), &context).unwrap();
                }
                let now = record(&context, kinds[*kind], *id, *answer);
                let mut write = Writes::default();
                write.record(&context, model.get(&now.id), &now).unwrap();
                state.commit(&write).unwrap();
                model.insert(now.id, now);
            }
            if packed_after >= writes.len() {
                state.pack(&mut |_| Ok(())).unwrap();
            }
            let mut wanted: Vec<Record> = model.values().cloned().collect();
            wanted.sort_by_key(|one| (one.kind, one.id));
            let mut found = Vec::new();
            state.each(|one| found.push(one)).unwrap();
            prop_assert_eq!(&found, &wanted);
                        for kind in kinds {
                let mut found = Vec::new();
                state.each_of(kind, |one| found.push(one)).unwrap();
                let of: Vec<_> = wanted.iter().filter(|one| one.kind == kind).cloned().collect();
                prop_assert_eq!(found, of);
            }
            for id in 0..24 {
                let id = Id([id; 16]);
                prop_assert_eq!(state.get(id, None).unwrap(), model.get(&id).cloned());
            }
            let mut index: Vec<Vec<u8>> = wanted
                .iter()
                .flat_map(|one| index_keys::keys(&context.schema, &context.keys, one))
                .collect();
            index.sort();
            let starts = index.iter().map(|key| key[..2].to_vec()).chain([Vec::new()]);
            for prefix in starts {
                let mut found = Vec::new();
                state.each_index_key(&prefix, &mut |key, _| {
                    found.push(key.to_vec());
                    Ok(true)
                }).unwrap();
                let of: Vec<_> = index.iter().filter(|key| key.starts_with(&prefix)).collect();
                prop_assert_eq!(found.iter().collect::<Vec<_>>(), of);
            }
            for key in &index {
                prop_assert!(state.has_index_key(key).unwrap());
            }
            state.close(false);
        }
    }
}
