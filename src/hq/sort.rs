//! Each op that came in, looked at once: which record it speaks of, or why it goes no further. What
//! cannot be read yet is held under its device's name, and what was built on it too.

use std::collections::btree_map::Entry as Slot;

use super::fold::{Arrived, Fold, fits};
use super::matter::Finding;
use crate::record::{Body, Id, Op};
use crate::store::codec::down::{Down, Foreign};
use crate::store::codec::op::BadOps;
use crate::store::{StoreError, codec, fold::entity};

/// Kinds that only headquarters writes.
const OWN_KINDS: [&str; 2] = ["matter", "verdict"];

impl Fold<'_> {
    /// Which record an op speaks of; what is no change to a record is dealt with here.
    pub(super) fn sort(&mut self, one: Arrived) -> Result<Option<(Id, Foreign)>, StoreError> {
        let hq = one.device == self.home.device;
        let who = self.officers.iter().find(|o| o.who().device == one.device).cloned();
        if let Some(out) = who.as_ref().filter(|o| o.is_shut_out(one.received)) {
            self.findings.push(Finding::shut_out(out));
            return Ok(None);
        }
        let opid = one.op.opid(&one.device);
        if who.is_none() && !hq {
            self.findings.push(Finding::forbidden(one.device, "?", &opid));
            return Ok(None);
        }
        let (officer, name) = match &who {
            Some(o) => (o.who().officer, o.who().name.clone()),
            None => (self.store.officer_id(), self.home.secret.name.clone()),
        };
        let told = |entity: Id| Foreign {
            device: one.device,
            epoch: one.epoch,
            seq: one.seq,
            officer: officer.0,
            name: name.clone(),
            received: one.received,
            entity: entity.0,
            op: one.op.clone(),
        };
        if !fits(&told(Id(one.device)))? {
            self.done.held += 1;
            self.findings.push(Finding::held(one.device, &name, true));
            return Ok(None);
        }
        let read = one.op.read(one.seq);
        let base = read.as_ref().ok().and_then(base_of);
        if is_unread(&read) || self.held(one.device)?.iter().any(|head| Some(*head) == base) {
            self.hold(one.device, told(Id(one.device)), &name, read.is_err())?;
            return Ok(None);
        }
        let Ok(op) = read else { return Ok(None) };
        if let Body::Epoch { reason, .. } = &op.body {
            if !hq {
                self.findings.push(Finding::forked(one.device, one.epoch, &name, reason));
            }
            return Ok(None);
        }
        let Some(id) = entity(&op) else { return Ok(None) };
        if self.is_own_kind(&op, id)? {
            match hq {
                true => self.words.push((id, op)),
                false => self.findings.push(Finding::forbidden(one.device, &name, &opid)),
            }
            return Ok(None);
        }
        Ok(Some((id, told(id))))
    }

    fn is_own_kind(&self, op: &Op, id: Id) -> Result<bool, StoreError> {
        let kind = match &op.body {
            Body::Put { kind, .. } => Some(*kind),
            _ => self.store.get(id)?.map(|r| r.kind),
        };
        let kind = kind.and_then(|no| self.programme.kind(no));
        Ok(kind.is_some_and(|kind| OWN_KINDS.contains(&kind.id.as_str())))
    }

    /// Heads of what is held of a device, and of what was built on it. What a newer program can
    /// read is held no more.
    fn held(&mut self, device: [u8; 16]) -> Result<&mut Vec<u64>, StoreError> {
        if let Slot::Vacant(slot) = self.held.entry(device) {
            let mut ops = self.store.told(Id(device))?.ops;
            ops.sort_by_key(|told| told.op.hlc);
            let mut heads = Vec::new();
            for told in ops {
                let read = told.op.read(told.seq);
                let base = read.as_ref().ok().and_then(base_of);
                if is_unread(&read) || base.is_some_and(|base| heads.contains(&base)) {
                    heads.push(codec::head(&told.op.opid(&told.device)));
                }
            }
            slot.insert(heads);
        }
        Ok(self.held.entry(device).or_default())
    }

    /// Kept under the device's own name, until a program comes that can read it.
    fn hold(
        &mut self,
        device: [u8; 16],
        told: Foreign,
        name: &str,
        broken: bool,
    ) -> Result<(), StoreError> {
        self.done.held += 1;
        self.findings.push(Finding::held(device, name, broken));
        let head = codec::head(&told.op.opid(&device));
        self.held(device)?.push(head);
        self.put(Down { ops: vec![told], ..Down::default() }, Vec::new())
    }
}

fn is_unread(read: &Result<Op, BadOps>) -> bool {
    matches!(read, Ok(Op { body: Body::Unknown { .. }, .. }) | Err(_))
}

fn base_of(op: &Op) -> Option<u64> {
    match &op.body {
        Body::Patch { base, .. } | Body::Del { base, .. } | Body::Restore { base, .. } => {
            Some(*base)
        }
        _ => None,
    }
}
