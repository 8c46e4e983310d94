//! Digests of what a build has written, and their comparison with what is read back from the disk.
//! The seal of a block detects changes in it; the digests also detect missing and outdated records
//! and index keys.

use super::base::{ContentDigest, KeyDigest, RecordKey, content_digest};
use super::{State, StateFault};
use crate::record::Record;
use crate::storage::panic_guard::catch;

/// The digests of a state that has just been built.
pub(crate) struct BuildProof {
    records: Vec<(RecordKey, ContentDigest)>,
    keys: [u8; 32],
}

impl BuildProof {
    pub(super) fn of(records: Vec<(RecordKey, ContentDigest)>, keys: KeyDigest) -> BuildProof {
        BuildProof { records, keys: keys.finish() }
    }
}

impl State {
    /// Reads part of the packed base, compares it with the digests, and passes each record to
    /// `tell`: at most `part` records after the first `from`, which were read before. Returns where
    /// the next part begins; `None`: all was read, the index keys too. `Undecodable`: something
    /// differs from what was written, or is missing.
    pub fn read_back(
        &self,
        proof: &BuildProof,
        (from, part): (usize, usize),
        tell: &mut dyn FnMut(Record),
    ) -> Result<Option<usize>, StateFault> {
        catch(|| {
            let base = self.base();
            // again the last record of the part before, so that nothing between them is missed
            let mut at = from.saturating_sub(1);
            let first = proof.records.get(at).filter(|_| from > 0);
            let first = first.map_or([0; 17], |(key, _)| *key);
            let mut is_last = true;
            base.records_from(&first, &mut |key, content| {
                if at >= from.saturating_add(part) {
                    is_last = false;
                    return Ok(false);
                }
                let is = (*key, content_digest(key, &content));
                if proof.records.get(at) != Some(&is) {
                    return Err(StateFault::Undecodable);
                }
                if at >= from {
                    tell(self.decode_content(key, &content)?);
                }
                at += 1;
                Ok(true)
            })?;
            if !is_last {
                return Ok(Some(at));
            }
            let mut keys = KeyDigest::default();
            base.index_keys_from(&[], &mut |key, value| {
                keys.take(key, value);
                Ok(true)
            })?;
            match at == proof.records.len() && keys.finish() == proof.keys {
                true => Ok(None),
                false => Err(StateFault::Undecodable),
            }
        })?
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::super::apply::Writes;
    use super::super::base::record_key;
    use super::super::{FILE, StoreContext};
    use super::*;
    use crate::programme::Role;
    use crate::programme::spec::{Kind, Type};
    use crate::record::{Id, Stamp, Value};
    use crate::storage::crypto::key::Keys;
    use crate::storage::disk::{Disk, RealDisk, write_undurable};
    use crate::storage::format::block;
    use crate::store::state::rebuild::finish;

    fn context() -> StoreContext {
        let programme = Role::Officer.programme();
        StoreContext::new(Arc::new(RealDisk), programme, Keys::from_bytes(&[7; 32]))
    }

    fn record(context: &StoreContext, no: u8, answer: u8) -> Record {
        let mut record = Record::blank(1 + no % 2, Id([no; 16]), Stamp::default());
        let fields = context.programme.kind(record.kind).into_iter().flat_map(Kind::fields);
        for field in fields.filter(|field| matches!(field.ty, Type::Text)) {
            record.fields.set(field.no, Value::Text(format!("số {no} {answer}")));
        }
        record
    }

    /// A state of `records` records, each written twice, and its proof.
    fn built(folder: &Path, context: &StoreContext, records: u8) -> BuildProof {
        let state = State::create(folder, context, false).unwrap();
        for answer in 0..2 {
            for no in 0..records {
                let before = (answer > 0).then(|| record(context, no, 0));
                let mut write = Writes { makes_keys_later: true, ..Writes::default() };
                write.record(context, before.as_ref(), &record(context, no, answer)).unwrap();
                state.commit(&write).unwrap();
            }
        }
        let (_, proof) = finish(&state, &|| false).unwrap();
        state.close(false);
        proof
    }

    fn read(state: &State, proof: &BuildProof) -> Result<Vec<Record>, StateFault> {
        let whole = read_by(state, proof, usize::MAX);
        // parts give the same, and find the same faults
        for part in [1, 7, 39, 40] {
            let by_parts = read_by(state, proof, part);
            assert_eq!(by_parts.as_ref().ok(), whole.as_ref().ok(), "{part}");
        }
        whole
    }

    fn read_by(
        state: &State,
        proof: &BuildProof,
        part: usize,
    ) -> Result<Vec<Record>, StateFault> {
        let (mut found, mut from) = (Vec::new(), Some(0));
        while let Some(begin) = from {
            from = state.read_back(proof, (begin, part), &mut |record| found.push(record))?;
        }
        Ok(found)
    }

    #[test]
    fn what_is_missing_or_older_is_no_proof() {
        let (dir, context) = (tempfile::tempdir().unwrap(), context());
        let proof = built(dir.path(), &context, 40);
        let state = State::open(dir.path(), &context).unwrap();
        assert_eq!(read(&state, &proof).unwrap().len(), 40);
        for name in ["pack", "pidx"] {
            let tree = state.db.open_tree(name).unwrap();
            let blocks: Vec<_> = tree.iter().map(Result::unwrap).collect();
            assert!(!blocks.is_empty(), "{name}");
            for (key, block) in blocks {
                tree.remove(&key).unwrap();
                assert!(read(&state, &proof).is_err(), "{name}");
                tree.insert(key, block).unwrap();
            }
        }
        // a validly sealed block with an older version of one record
        let key = record_key(1, Id([6; 16]));
        let tree = state.db.open_tree("pack").unwrap();
        let (last, bytes) = tree.range(&key[..]..).next().unwrap().unwrap();
        let sealer = &context.sealer;
        let mut records = block::decode_records(sealer, &last, &bytes).unwrap();
        let at = records.iter().position(|(id, _)| *id == Id([6; 16])).unwrap();
        let old = crate::storage::format::record::encode_record(&record(&context, 6, 0));
        records[at].1 = old.unwrap();
        tree.insert(&last, block::encode_records(sealer, &last, &records).unwrap()).unwrap();
        assert!(read(&state, &proof).is_err(), "an older record");
        // a record too many, also behind the last one of a part
        for (id, at) in [([6; 16], at), ([38; 16], records.len() - 1)] {
            let mut surplus = block::decode_records(sealer, &last, &bytes).unwrap();
            let mut more = surplus[at].clone();
            assert!(at + 1 == surplus.len() || surplus[at].0 == Id(id));
            more.0.0[15] += 1;
            surplus.insert(at + 1, more);
            let sealed = block::encode_records(sealer, &last, &surplus);
            tree.insert(&last, sealed.unwrap()).unwrap();
            assert!(read(&state, &proof).is_err(), "a record too many");
        }
        tree.insert(last, bytes).unwrap();
        assert_eq!(read(&state, &proof).unwrap().len(), 40);
        state.close(false);
    }

    /// sled silently drops what it cannot read.
    #[test]
    fn a_bit_flipped_in_what_was_written_is_found_or_says_nothing() {
        let (dir, context) = (tempfile::tempdir().unwrap(), context());
        let proof = built(dir.path(), &context, 40);
        let state = State::open(dir.path(), &context).unwrap();
        let truth = read(&state, &proof).unwrap();
        state.close(false);
        let file = RealDisk.read(&dir.path().join(FILE), 1 << 30).unwrap();
        let written: Vec<usize> = (0..file.len()).filter(|at| file[*at] != 0).collect();
        let (mut found, mut harmless) = (0, 0);
        for at in written.iter().step_by(written.len() / 150 + 1) {
            // a folder may stay locked after a panic of sled
            let copy = tempfile::tempdir().unwrap();
            RealDisk.copy_folder(dir.path(), copy.path()).unwrap();
            let mut flipped = file.clone();
            flipped[*at] ^= 1 << (at % 8);
            write_undurable(&copy.path().join(FILE), &flipped).unwrap();
            let Ok(state) = State::open(copy.path(), &context) else {
                found += 1;
                continue;
            };
            match read(&state, &proof) {
                Ok(records) => {
                    harmless += 1;
                    assert_eq!(records, truth, "byte {at}");
                    let mut again = Vec::new();
                    state.each(|record| again.push(record)).unwrap();
                    assert_eq!(again, truth, "byte {at}");
                }
                Err(_) => found += 1,
            }
            state.close(true);
        }
        assert!(found > harmless, "{found} found, {harmless} say nothing");
    }
}
