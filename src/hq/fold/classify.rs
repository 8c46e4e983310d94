//! Classifies each received op: the record that it changes, or why it is not folded. An op that
//! cannot be read yet is held with its record, or under its device's id if the record is unknown.

use std::collections::BTreeSet;
use std::collections::btree_map::Entry as Slot;

use super::held::{base_of, held_reason};
use crate::hq::fold::context::{Fold, fits};
use crate::hq::ingest::batch::ReceivedOp;
use crate::hq::review::finding::CaseFinding;
use crate::hq::review::incident::HeldReason;
use crate::programme::spec::Writers;
use crate::record::{Body, Id, KindNo, Op};
use crate::storage::format;
use crate::storage::format::down::{Down, Foreign};
use crate::store::{StoreError, entity, reason};

impl Fold<'_> {
    /// Returns the record that an op changes; handles all other ops here.
    pub(crate) fn classify(
        &mut self,
        one: ReceivedOp,
    ) -> Result<Option<(Id, Foreign)>, StoreError> {
        let hq = one.device == self.home.device;
        let who = self.officers.iter().find(|o| o.certificate().device == one.device).cloned();
        if let Some(out) = who.as_ref().filter(|o| o.quarantines(one.held, one.frame))
            && !self.is_admitted(out, &one)?
        {
            return Ok(None);
        }
        let opid = one.op.opid(&one.device);
        if who.is_none() && !hq {
            self.findings.push(CaseFinding::forbidden_case(one.device, "?", &opid));
            return Ok(None);
        }
        let (officer, name) = match &who {
            Some(o) => (o.certificate().officer, o.certificate().name.clone()),
            None => (self.store.officer_id(), self.home.secret.name.clone()),
        };
        let mut foreign = Foreign {
            device: one.device,
            epoch: one.epoch,
            seq: one.seq,
            officer: officer.0,
            name,
            received: one.received,
            entity: one.device,
            op: one.op,
        };
        if !fits(&foreign)? {
            self.outcome.held += 1;
            let device = foreign.device;
            self.findings.push(CaseFinding::size_limit_case(device, &foreign.name, Id(device)));
            return Ok(None);
        }
        let read = foreign.op.read(foreign.seq);
        if let Some(why) = held_reason(&read) {
            return self.hold_unreadable(foreign, why);
        }
        let Ok(op) = read else { return Ok(None) };
        if let Body::Epoch { old_epoch, reason: why, .. } = &op.body {
            if why == reason::CLOCK {
                return Ok(None);
            }
            let epochs = (*old_epoch, foreign.epoch);
            self.findings.push(CaseFinding::fork_case(
                foreign.device,
                &foreign.name,
                epochs,
                why,
            ));
            return Ok(None);
        }
        let Some(id) = entity(&op) else { return Ok(None) };
        if self.is_own_kind(&op, id)? {
            match hq {
                true => drop(self.words.insert(id)),
                false => self.findings.push(CaseFinding::forbidden_case(
                    foreign.device,
                    &foreign.name,
                    &opid,
                )),
            }
            return Ok(None);
        }
        if let Some(base) = base_of(&op) {
            self.name_held_record(foreign.device, base, id)?;
        }
        foreign.entity = id.0;
        Ok(Some((id, foreign)))
    }

    /// Holds an unreadable op with its record, or under its device's id.
    fn hold_unreadable(
        &mut self,
        mut foreign: Foreign,
        why: HeldReason,
    ) -> Result<Option<(Id, Foreign)>, StoreError> {
        let Some(id) = foreign.op.entity() else {
            return self.hold_op(foreign, why).map(|()| None);
        };
        if foreign.device != self.home.device && self.own_record(id)? {
            let opid = foreign.op.opid(&foreign.device);
            self.findings.push(CaseFinding::forbidden_case(
                foreign.device,
                &foreign.name,
                &opid,
            ));
            return Ok(None);
        }
        foreign.entity = id.0;
        Ok(Some((id, foreign)))
    }

    fn own_record(&self, id: Id) -> Result<bool, StoreError> {
        Ok(self.store.records().get(id)?.is_some_and(|record| self.is_own(record.kind)))
    }

    fn is_own(&self, kind: KindNo) -> bool {
        self.programme.kind(kind).is_some_and(|kind| kind.writers == Writers::Headquarters)
    }

    fn is_own_kind(&self, op: &Op, id: Id) -> Result<bool, StoreError> {
        // a new record of another kind with the id of a headquarters' record would replace it
        let claimed = matches!(&op.body, Body::Put { kind, .. } if self.is_own(*kind));
        Ok(claimed || self.own_record(id)?)
    }

    /// Heads of a device's held ops without a known record.
    fn held_heads(&mut self, device: [u8; 16]) -> Result<&mut BTreeSet<u64>, StoreError> {
        if let Slot::Vacant(slot) = self.held.entry(device) {
            let ops = self.store.downlink().remote_ops(Id(device))?.ops;
            let waits = ops
                .iter()
                .filter(|foreign| held_reason(&foreign.op.read(foreign.seq)).is_some());
            slot.insert(waits.map(|foreign| format::head(&foreign.op.opid(&device))).collect());
        }
        Ok(self.held.entry(device).or_default())
    }

    /// A readable op based on a held one reveals the held op's record: moves the held op there.
    fn name_held_record(
        &mut self,
        device: [u8; 16],
        base: u64,
        id: Id,
    ) -> Result<(), StoreError> {
        if !self.held_heads(device)?.contains(&base) {
            return Ok(());
        }
        let is_it = |foreign: &Foreign| format::head(&foreign.op.opid(&device)) == base;
        if self.store.downlink().remote_ops(id)?.ops.iter().any(is_it) {
            return Ok(());
        }
        self.write_held()?;
        let mut ops = self.store.downlink().remote_ops(Id(device))?.ops;
        ops.retain(is_it);
        ops.iter_mut().for_each(|foreign| foreign.entity = id.0);
        self.write_down(Down { ops, ..Down::default() }, Vec::new())
    }

    /// Stores an op under its device's id until a later program can read it.
    fn hold_op(&mut self, foreign: Foreign, why: HeldReason) -> Result<(), StoreError> {
        let device = foreign.device;
        self.held_records.insert(device);
        let head = format::head(&foreign.op.opid(&device));
        if self.held_heads(device)?.contains(&head) {
            return Ok(());
        }
        self.outcome.held += 1;
        self.findings.push(CaseFinding::held_case(device, &foreign.name, Id(device), why));
        self.held_heads(device)?.insert(head);
        self.ops_to_hold.ops.push(foreign);
        Ok(())
    }

    pub(crate) fn write_held(&mut self) -> Result<(), StoreError> {
        let down = std::mem::take(&mut self.ops_to_hold);
        if down.is_empty() { Ok(()) } else { self.write_down(down, Vec::new()) }
    }
}
