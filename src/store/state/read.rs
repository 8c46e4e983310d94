//! Reads the state: records by id and kind, ids by index key, receipts.

use super::{KindOf, RECEIPTS, State, StateFault, index_keys};
use crate::record::{Body, Id, KindNo, Op, Record};
use crate::storage::crypto::key::Domain;
use crate::storage::format;
use crate::storage::format::receipt::SignedReceipt;
use crate::storage::format::wire::Bytes;
use crate::storage::panic_guard::catch;

impl State {
    /// A record by its id. `kind` is tried first, then all others.
    pub fn get(&self, id: Id, kind: Option<KindNo>) -> Result<Option<Record>, StateFault> {
        catch(|| {
            let all = self.context.programme.kinds.iter().map(|k| k.no);
            for kind in kind.into_iter().chain(all).chain([0]) {
                if let Some(record) = self.record_at(kind, id)? {
                    return Ok(Some(record));
                }
            }
            self.of_newer_kind(id)
        })?
    }

    /// A record of a kind that only a newer programme has; the kind's number may be between those
    /// of known kinds.
    pub(super) fn of_newer_kind(&self, id: Id) -> Result<Option<Record>, StateFault> {
        let known = |kind| kind == 0 || self.context.programme.kind(kind).is_some();
        let mut next: Option<KindNo> = Some(0);
        while let Some(kind) = next {
            next = kind.checked_add(1);
            if known(kind) {
                continue;
            }
            let Some(kind) = self.first_kind_from(kind)? else { return Ok(None) };
            if !known(kind)
                && let Some(record) = self.record_at(kind, id)?
            {
                return Ok(Some(record));
            }
            next = kind.checked_add(1);
        }
        Ok(None)
    }

    /// The record that an op changes. For a `Put`, only two keys are possible: the op's kind, or
    /// kind 0, where a record without its `Put` is.
    pub(super) fn before(
        &self,
        id: Id,
        op: &Op,
        kind_of: KindOf<'_>,
    ) -> Result<Option<Record>, StateFault> {
        let Body::Put { kind, .. } = &op.body else { return self.get(id, kind_of(id)) };
        catch(|| match self.record_at(*kind, id)? {
            None => self.record_at(0, id),
            found => Ok(found),
        })?
    }

    /// Every record, by kind and id.
    pub fn each(&self, mut tell: impl FnMut(Record)) -> Result<(), StateFault> {
        self.each_content(|record, _| tell(record))
    }

    /// As `each`, with the record's content as encoded by `encode_record`.
    pub fn each_content(&self, mut tell: impl FnMut(Record, &[u8])) -> Result<(), StateFault> {
        catch(|| self.each_record(None, &mut tell))?
    }

    /// Every record of one kind, by id.
    pub fn each_of(
        &self,
        kind: KindNo,
        mut tell: impl FnMut(Record),
    ) -> Result<(), StateFault> {
        catch(|| self.each_record(Some(kind), &mut |record, _| tell(record)))?
    }

    /// (record, packed day of the move, number of the old commune) for the keys with this prefix,
    /// in key order.
    pub fn moves(&self, prefix: &[u8]) -> Result<Vec<(Id, u32, u32)>, StateFault> {
        catch(|| {
            let one = |key: &[u8], site: &[u8]| {
                let (rest, day) = key.split_last_chunk::<4>()?;
                let site = site.try_into().ok()?;
                Some((
                    index_keys::id_of(rest)?,
                    u32::from_be_bytes(*day),
                    u32::from_be_bytes(site),
                ))
            };
            let mut found = Vec::new();
            self.each_index_key(prefix, &mut |key, site| {
                found.push(one(key, site).ok_or(StateFault::Undecodable)?);
                Ok(true)
            })?;
            Ok(found)
        })?
    }

    /// (target, linking record) for the keys with this prefix, in key order.
    pub fn links(&self, prefix: &[u8]) -> Result<Vec<(Id, Id)>, StateFault> {
        catch(|| {
            let pair = |key: &[u8]| {
                let (rest, from) = key.split_last_chunk::<16>()?;
                Some((index_keys::id_of(rest)?, Id(*from)))
            };
            let mut found = Vec::new();
            self.each_index_key(prefix, &mut |key, _| {
                found.push(pair(key).ok_or(StateFault::Undecodable)?);
                Ok(true)
            })?;
            Ok(found)
        })?
    }

    /// The ids at the end of all index keys with this prefix.
    pub fn ids(&self, prefix: &[u8]) -> Result<Vec<Id>, StateFault> {
        self.first_ids(prefix, usize::MAX)
    }

    /// As `ids`, at most `most` of them, in key order.
    pub fn first_ids(&self, prefix: &[u8], most: usize) -> Result<Vec<Id>, StateFault> {
        catch(|| {
            let mut found = Vec::new();
            self.each_index_key(prefix, &mut |key, _| {
                if found.len() < most {
                    found.push(index_keys::id_of(key).ok_or(StateFault::Undecodable)?);
                }
                Ok(found.len() < most)
            })?;
            Ok(found)
        })?
    }

    /// The newest receipt of each epoch.
    pub fn receipts(&self) -> Result<Vec<SignedReceipt>, StateFault> {
        let Some(bytes) = catch(|| self.meta.get(RECEIPTS))?? else { return Ok(Vec::new()) };
        let plain = self.context.sealer.open(Domain::State, RECEIPTS, &bytes);
        let plain = plain.map_err(|_| StateFault::Undecodable)?;
        let kept: Vec<Bytes> = format::wire::frame(&plain)?;
        kept.iter().map(|b| Ok(SignedReceipt::decode(&b.0)?)).collect()
    }
}
