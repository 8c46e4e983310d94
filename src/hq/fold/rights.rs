//! Decides which ops on a record count. The programme defines for each kind and question who may
//! write it; only headquarters may change its own records. Kinds with several writers can be
//! written by the officers of the record's province and by those with a task there. Ops without the
//! right are stored but not merged; a reviewer sees them and can adopt them as changes of
//! headquarters.
//!
//! The result depends only on the ops, on the time of their receipt, and on what headquarters had
//! decided by then. So logs can be read again at any time.

use std::collections::{BTreeMap, BTreeSet};

use crate::hq::HqDirectory;
use crate::hq::admin::handovers::Handover;
use crate::hq::admin::officer::Enrolled;
use crate::hq::fold::assigned_work::AssignedWork;
use crate::programme::reference;
use crate::programme::spec::{Kind, Programme, Type, Writers};
use crate::record::{Body, FieldBytes, Id, KindNo, Origin, Value};
use crate::storage::format;
use crate::store::{Store, StoreError};
use crate::sync::merge::KnownOp;

/// Rights that do not depend on the record: the officers' provinces, handovers and assigned work.
pub(crate) struct Rights<'a> {
    programme: &'a Programme,
    devices: BTreeMap<[u8; 16], Enrolled>,
    handovers: Vec<Handover>,
    work: AssignedWork<'a>,
}

impl Rights<'_> {
    /// Whether headquarters had assigned an officer work at an establishment by a time.
    fn had_work(&self, at: Id, officer: Id, by: u64) -> Result<bool, StoreError> {
        self.work.was_assigned((at, officer), by, &|device| self.devices.contains_key(device))
    }

    /// Establishments that may have other writers now, after headquarters changed these tasks.
    pub fn touched_by(&self, tasks: &BTreeSet<Id>) -> Result<BTreeSet<Id>, StoreError> {
        self.work.clear_cache();
        let mut found = BTreeSet::new();
        for task in tasks {
            found.extend(
                self.work.establishments(*task, &|device| self.devices.contains_key(device))?,
            );
        }
        Ok(found)
    }

    /// The officer, and those who had handed over their work to the officer, also by way of others.
    pub fn givers_to(&self, officer: Id) -> BTreeSet<Id> {
        givers(self.handovers.iter().rev(), officer)
    }

    /// Earlier handovers to the officer: when each was, and whose records it gave.
    pub fn earlier_handovers(&self, to: Id) -> Vec<(u64, BTreeSet<Id>)> {
        let given = |(at, handed): (usize, &Handover)| {
            let before = self.handovers.iter().take(at);
            (handed.at, givers(before.rev(), handed.from))
        };
        self.handovers.iter().enumerate().filter(|(_, h)| h.to == to).map(given).collect()
    }

    pub fn is_task(&self, kind: KindNo) -> bool {
        self.work.is_task(kind)
    }
}

/// `handovers`: the newest first.
fn givers<'h>(handovers: impl Iterator<Item = &'h Handover>, officer: Id) -> BTreeSet<Id> {
    let mut givers = BTreeSet::from([officer]);
    for handed in handovers {
        if givers.contains(&handed.to) {
            givers.insert(handed.from);
        }
    }
    givers
}

impl<'a> Rights<'a> {
    pub fn of(home: &HqDirectory, store: &'a Store) -> Result<Rights<'a>, StoreError> {
        let device = |o: Enrolled| (o.certificate().device, o);
        Ok(Rights {
            programme: store.programme(),
            devices: home.officers()?.into_iter().map(device).collect(),
            handovers: home.handovers()?,
            work: AssignedWork::of(store),
        })
    }

    /// Splits the ops on a record into those that count and those without the right, both in the
    /// given order. If an op also answers a question reserved for headquarters, only that answer is
    /// split off.
    pub fn split_allowed(
        &self,
        id: Id,
        ops: Vec<KnownOp>,
    ) -> Result<(Vec<KnownOp>, Vec<KnownOp>), StoreError> {
        let put = |known_op: &&KnownOp| matches!(known_op.op.body, Body::Put { .. });
        let first =
            ops.iter().filter(put).min_by_key(|known_op| (known_op.arrival(), known_op.opid));
        let Some(first) = first else { return Ok((ops, Vec::new())) };
        let Body::Put { kind, .. } = first.op.body else { return Ok((ops, Vec::new())) };
        let made = CreatedRecord {
            rights: self,
            id,
            kind: self.programme.kind(kind),
            first: first.opid,
            author: (!first.hq).then_some(first.officer),
        };
        let mut order: Vec<&KnownOp> = ops.iter().collect();
        order.sort_by_key(|known_op| (known_op.arrival(), known_op.opid));
        let mut known = GrantedSoFar::default();
        let mut counts = BTreeSet::new();
        for known_op in order {
            if made.is_allowed(known_op, &known)? {
                counts.insert(known_op.opid);
                known.note_granted(&made, known_op);
            }
        }
        let (mut counted, mut refused) = (Vec::new(), Vec::new());
        for mut known_op in ops {
            correct_origin(&mut known_op);
            if !counts.contains(&known_op.opid) {
                refused.push(known_op);
                continue;
            }
            refused.extend(made.split_foreign_fields(&mut known_op));
            counted.push(known_op);
        }
        Ok((counted, refused))
    }
}

/// A record, with what its first op says about rights.
pub(crate) struct CreatedRecord<'r, 'a> {
    rights: &'r Rights<'a>,
    id: Id,
    kind: Option<&'a Kind>,
    first: [u8; 16],
    /// `None` if headquarters created it
    author: Option<Id>,
}

impl CreatedRecord<'_, '_> {
    fn is_allowed(&self, known_op: &KnownOp, known: &GrantedSoFar) -> Result<bool, StoreError> {
        let writers = self.kind.map_or(Writers::Author, |kind| kind.writers);
        Ok(match (&known_op.op.body, writers) {
            // an author creates a record again if the journal has lost its first op
            _ if known_op.hq || self.is_author(known_op) => true,
            (Body::Put { .. }, _) => known_op.opid == self.first,
            (_, Writers::Any) => self.is_in_scope(known_op, known)?,
            // the officer who has the work reports on it, but cannot delete or restore it
            (Body::Patch { .. }, Writers::Named(_)) => known.named.contains(&known_op.officer),
            _ => false,
        })
    }

    /// Whether the op's officer created the record, or had taken over the creator's work by then.
    fn is_author(&self, known_op: &KnownOp) -> bool {
        let Some(author) = self.author else { return false };
        let mut whose = BTreeSet::from([author]);
        // handovers can be chained, in the order of time
        for handed in self.rights.handovers.iter().filter(|h| h.at <= known_op.received) {
            if whose.contains(&handed.from) {
                whose.insert(handed.to);
            }
        }
        whose.contains(&known_op.officer)
    }

    /// Whether the op's officer is of a province where the record has been located, or had been
    /// assigned work there.
    fn is_in_scope(
        &self,
        known_op: &KnownOp,
        known: &GrantedSoFar,
    ) -> Result<bool, StoreError> {
        let device = self.rights.devices.get(&known_op.device);
        let province = device.map(|device| device.province_at(known_op.received));
        if province.is_some_and(|code| known.provinces.contains(code)) {
            return Ok(true);
        }
        self.rights.had_work(self.id, known_op.officer, known_op.received)
    }

    /// Whether an op's author may answer a question. A default value is always allowed.
    fn may_answer(&self, known_op: &KnownOp, field: &FieldBytes) -> bool {
        let known = self.kind.and_then(|kind| kind.field(field.no));
        let Some(known) = known.filter(|known| known.headquarters && !known_op.hq) else {
            return true;
        };
        let Some(bytes) = &field.bytes else { return false };
        match format::field_value(self.kind, field.no, bytes) {
            Value::Link(id) => id == known_op.officer,
            value => known.default.as_deref() == value.as_text(),
        }
    }

    /// Splits off the answers that only headquarters may give, as a separate op.
    fn split_foreign_fields(&self, known_op: &mut KnownOp) -> Option<KnownOp> {
        if written_fields(&known_op.op.body)
            .into_iter()
            .all(|field| self.may_answer(known_op, field))
        {
            return None;
        }
        let mut rest = known_op.clone();
        retain_fields(&mut rest.op.body, |field| !self.may_answer(known_op, field));
        let whole = known_op.clone();
        retain_fields(&mut known_op.op.body, |field| self.may_answer(&whole, field));
        Some(rest)
    }
}

/// What the ops that count have granted so far.
#[derive(Default)]
pub(crate) struct GrantedSoFar {
    /// officers named by the kind's link field
    named: BTreeSet<Id>,
    /// provinces where the record has been located
    provinces: BTreeSet<&'static str>,
}

impl GrantedSoFar {
    fn note_granted(&mut self, made: &CreatedRecord, known_op: &KnownOp) {
        let Some(kind) = made.kind else { return };
        for field in written_fields(&known_op.op.body) {
            let Some(bytes) = &field.bytes else { continue };
            let value = || format::field_value(Some(kind), field.no, bytes);
            if kind.writers == Writers::Named(field.no) && made.may_answer(known_op, field) {
                self.named.extend(value().as_link());
            }
            if kind.field(field.no).is_some_and(|field| matches!(field.ty, Type::Place))
                && let Value::Place(place) = value()
            {
                let commune = reference::commune(&place.commune);
                self.provinces.extend(commune.map(|commune| commune.province));
            }
        }
    }
}

pub(crate) fn retain_fields(body: &mut Body, keeps: impl Fn(&FieldBytes) -> bool) {
    match body {
        Body::Put { fields, .. } => fields.retain(keeps),
        Body::Patch { fields, .. } => fields.retain(|patched| keeps(&patched.field)),
        _ => {}
    }
}

/// Only headquarters creates records of origin `Headquarters`, and all that it creates has this
/// origin. Corrects ops, as older programs did not set it.
pub(crate) fn correct_origin(known_op: &mut KnownOp) {
    let Body::Put { origin, .. } = &mut known_op.op.body else { return };
    match (known_op.hq, *origin) {
        (true, Origin::MadeUp) => {}
        (true, _) => *origin = Origin::Headquarters,
        (false, Origin::Headquarters) => *origin = Origin::Officer,
        (false, _) => {}
    }
}

/// The fields that an op sets.
pub(crate) fn written_fields(body: &Body) -> Vec<&FieldBytes> {
    match body {
        Body::Put { fields, .. } => fields.iter().collect(),
        Body::Patch { fields, .. } => fields.iter().map(|patched| &patched.field).collect(),
        _ => Vec::new(),
    }
}
