//! Whose changes to a record count: the programme says for each kind and question who may write it,
//! and what headquarters made only headquarters changes. What several officers write is written by
//! those of its province and by those who were given work there. What has no right is left out of
//! the record, and kept; a reviewer sees it and may take it over as a change of headquarters' own.
//!
//! Which ops count follows from the ops, from when they came, and from what headquarters had said by
//! then, so logs can be read again at any time.

use std::collections::{BTreeMap, BTreeSet};

use super::assigned_work::AssignedWork;
use super::held;
use crate::hq::admin::directory::HqDirectory;
use crate::hq::admin::handover::Handed;
use crate::hq::admin::officer::Enrolled;
use crate::hq::fold::{Fold, MOST};
use crate::hq::review::case;
use crate::hq::review::case::{CaseFinding, answer, what};
use crate::lang::Lang;
use crate::lang::hq::HqWord;
use crate::programme::answer::show_in;
use crate::programme::reference;
use crate::programme::spec::{Kind, Programme, Type, Writers};
use crate::record::{
    Body, Change, FieldBytes, FieldNo, Hlc, Id, KindNo, Origin, Record, Value,
};
use crate::storage::format;
use crate::storage::format::down::{Foreign, Notice};
use crate::store::{Store, StoreError};
use crate::sync::merge::KnownOp;

/// Who may write what, apart from the record itself: where officers work, and whose work they
/// have taken over.
pub(crate) struct Rights<'a> {
    programme: &'a Programme,
    devices: BTreeMap<[u8; 16], Enrolled>,
    handed: Vec<Handed>,
    work: AssignedWork<'a>,
}

impl<'a> Rights<'a> {
    pub fn of(home: &HqDirectory, store: &'a Store) -> Result<Rights<'a>, StoreError> {
        let device = |o: Enrolled| (o.who().device, o);
        Ok(Rights {
            programme: store.programme(),
            devices: home.officers()?.into_iter().map(device).collect(),
            handed: home.handed()?,
            work: AssignedWork::of(store),
        })
    }

    /// What counts of the ops on a record, and what its writers had no right to; both in the order
    /// given. Of an op that answers a question of headquarters' beside others, that answer alone is
    /// left out.
    pub fn part(
        &self,
        id: Id,
        ops: Vec<KnownOp>,
    ) -> Result<(Vec<KnownOp>, Vec<KnownOp>), StoreError> {
        let put = |told: &&KnownOp| matches!(told.op.body, Body::Put { .. });
        let first = ops.iter().filter(put).min_by_key(|told| (told.arrival(), told.opid));
        let Some(first) = first else { return Ok((ops, Vec::new())) };
        let Body::Put { kind, .. } = first.op.body else { return Ok((ops, Vec::new())) };
        let made = Made {
            rights: self,
            id,
            kind: self.programme.kind(kind),
            first: first.opid,
            author: (!first.hq).then_some(first.officer),
        };
        let mut order: Vec<&KnownOp> = ops.iter().collect();
        order.sort_by_key(|told| (told.arrival(), told.opid));
        let mut known = GrantedSoFar::default();
        let mut counts = BTreeSet::new();
        for told in order {
            if made.may(told, &known)? {
                counts.insert(told.opid);
                known.take(&made, told);
            }
        }
        let (mut counted, mut refused) = (Vec::new(), Vec::new());
        for mut told in ops {
            true_origin(&mut told);
            if !counts.contains(&told.opid) {
                refused.push(told);
                continue;
            }
            refused.extend(made.not_his_fields(&mut told));
            counted.push(told);
        }
        Ok((counted, refused))
    }
}

impl Rights<'_> {
    /// Whether headquarters had given an officer work at an establishment by a moment.
    fn had_work(&self, at: Id, officer: Id, by: u64) -> Result<bool, StoreError> {
        self.work.had((at, officer), by, &|device| self.devices.contains_key(device))
    }

    /// Establishments whose writers may be other ones than before, since headquarters changed these
    /// tasks.
    pub fn touched_by(&self, tasks: &BTreeSet<Id>) -> Result<BTreeSet<Id>, StoreError> {
        self.work.forget();
        let mut found = BTreeSet::new();
        for task in tasks {
            found.extend(self.work.places(*task, &|device| self.devices.contains_key(device))?);
        }
        Ok(found)
    }

    pub fn is_task(&self, kind: KindNo) -> bool {
        self.work.is_task(kind)
    }
}

/// A record, as far as its first op says who has a right to it.
struct Made<'r, 'a> {
    rights: &'r Rights<'a>,
    id: Id,
    kind: Option<&'a Kind>,
    first: [u8; 16],
    /// none when headquarters made it
    author: Option<Id>,
}

/// What the ops that count have said so far.
#[derive(Default)]
struct GrantedSoFar {
    /// officers whom the link has named
    named: BTreeSet<Id>,
    /// where the record has lain
    provinces: BTreeSet<&'static str>,
}

impl GrantedSoFar {
    fn take(&mut self, made: &Made, told: &KnownOp) {
        let Some(kind) = made.kind else { return };
        for field in written(&told.op.body) {
            let Some(bytes) = &field.bytes else { continue };
            let value = || format::field_value(Some(kind), field.no, bytes);
            if kind.writers == Writers::Named(field.no) && made.is_his_to_say(told, field) {
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

impl Made<'_, '_> {
    fn may(&self, told: &KnownOp, known: &GrantedSoFar) -> Result<bool, StoreError> {
        let writers = self.kind.map_or(Writers::Author, |kind| kind.writers);
        Ok(match (&told.op.body, writers) {
            (Body::Put { .. }, _) => told.opid == self.first,
            _ if told.hq || self.is_author(told) => true,
            (_, Writers::Any) => self.is_in_scope(told, known)?,
            // work is done by whom it was given to; whether it exists is not his to say
            (Body::Patch { .. }, Writers::Named(_)) => known.named.contains(&told.officer),
            _ => false,
        })
    }

    /// The officer who made it, or who has taken his work over by then.
    fn is_author(&self, told: &KnownOp) -> bool {
        let Some(author) = self.author else { return false };
        let mut whose = BTreeSet::from([author]);
        // several times, in the order of time
        for handed in self.rights.handed.iter().filter(|h| h.when <= told.received) {
            if whose.contains(&handed.from) {
                whose.insert(handed.to);
            }
        }
        whose.contains(&told.officer)
    }

    /// Officers of the provinces where it has lain, and those to whom headquarters has given work
    /// there.
    fn is_in_scope(&self, told: &KnownOp, known: &GrantedSoFar) -> Result<bool, StoreError> {
        let device = self.rights.devices.get(&told.device);
        let province = device.map(|device| device.province_at(told.received));
        if province.is_some_and(|code| known.provinces.contains(code)) {
            return Ok(true);
        }
        self.rights.had_work(self.id, told.officer, told.received)
    }

    /// Whether a question may be answered by whoever wrote this. Saying of oneself what everybody
    /// takes for granted is no claim.
    fn is_his_to_say(&self, told: &KnownOp, field: &FieldBytes) -> bool {
        let known = self.kind.and_then(|kind| kind.field(field.no));
        let Some(known) = known.filter(|known| known.headquarters && !told.hq) else {
            return true;
        };
        let Some(bytes) = &field.bytes else { return false };
        match format::field_value(self.kind, field.no, bytes) {
            Value::Link(id) => id == told.officer,
            value => known.default.as_deref() == value.as_text(),
        }
    }

    /// Takes the answers out of an op that only headquarters gives; gives them as an op of their
    /// own.
    fn not_his_fields(&self, told: &mut KnownOp) -> Option<KnownOp> {
        if written(&told.op.body).into_iter().all(|field| self.is_his_to_say(told, field)) {
            return None;
        }
        let mut rest = told.clone();
        keep(&mut rest.op.body, |field| !self.is_his_to_say(told, field));
        let whole = told.clone();
        keep(&mut told.op.body, |field| self.is_his_to_say(&whole, field));
        Some(rest)
    }
}

fn keep(body: &mut Body, keeps: impl Fn(&FieldBytes) -> bool) {
    match body {
        Body::Put { fields, .. } => fields.retain(keeps),
        Body::Patch { fields, .. } => fields.retain(|patched| keeps(&patched.field)),
        _ => {}
    }
}

/// Only headquarters makes what is headquarters', and all that it makes is: also what an older
/// program of its own wrote without saying so.
fn true_origin(told: &mut KnownOp) {
    let Body::Put { origin, .. } = &mut told.op.body else { return };
    match (told.hq, *origin) {
        (true, Origin::MadeUp) => {}
        (true, _) => *origin = Origin::Headquarters,
        (false, Origin::Headquarters) => *origin = Origin::Officer,
        (false, _) => {}
    }
}

/// The fields that an op writes.
fn written(body: &Body) -> Vec<&FieldBytes> {
    match body {
        Body::Put { fields, .. } => fields.iter().collect(),
        Body::Patch { fields, .. } => fields.iter().map(|patched| &patched.field).collect(),
        _ => Vec::new(),
    }
}

impl Fold<'_> {
    /// Matters for what had no right, and a word to whoever wrote it.
    pub(crate) fn refuse(
        &mut self,
        id: Id,
        kind: u8,
        refused: &[KnownOp],
        found: &mut Vec<CaseFinding>,
    ) -> Result<(), StoreError> {
        let mut looked: BTreeMap<[u8; 16], usize> = BTreeMap::new();
        let mut order: Vec<&KnownOp> = refused.iter().collect();
        order.sort_by_key(|told| (told.arrival(), told.opid));
        for told in order {
            let looked = looked.entry(told.device).or_default();
            let name = self.called(told.device, &told.name);
            let too_many = || CaseFinding::too_many_matters(told.device, &name);
            // those that are known came first, so none of them is behind so many new ones
            if *looked == MOST {
                self.findings.push(too_many());
                continue;
            }
            let who = name.clone();
            let refused = CaseFinding::refused(self.programme, kind, id, told);
            let finding = CaseFinding { who, ..refused };
            if case::known(self, &finding)?.is_some() {
                found.push(finding);
                continue;
            }
            *looked += 1;
            if self.has_room(told.device)? {
                self.tell_refused(told, id)?;
                found.push(finding);
            } else {
                self.findings.push(too_many());
            }
        }
        Ok(())
    }

    fn tell_refused(&mut self, told: &KnownOp, id: Id) -> Result<(), StoreError> {
        let title = self.store.titles(&[id])?.remove(&id).unwrap_or_default();
        let text = HqWord::ChangeRefused { title: &title }.text(Lang::Vi);
        self.outbox.notice(told.officer, &Notice { when: (self.now)(), text });
        Ok(())
    }
}

impl CaseFinding {
    fn refused(programme: &Programme, kind: u8, id: Id, told: &KnownOp) -> CaseFinding {
        let marks = told.opid.iter().map(|byte| format!("{byte:02x}")).collect();
        let said = said(programme, programme.kind(kind), &told.op.body);
        CaseFinding {
            what: what::REFUSED,
            about: Some(id),
            first: crate::text::cut(&said, case::SHOWN, crate::storage::limits::NOTE / 2),
            who: told.name.clone(),
            marks,
            ..CaseFinding::default()
        }
    }
}

/// What an op would do, for a reviewer to read.
pub(crate) fn said(programme: &Programme, kind: Option<&Kind>, body: &Body) -> String {
    let answers = written(body).into_iter().filter_map(|written| {
        let field = kind?.field(written.no)?;
        let label = &field.label.vi;
        Some(match &written.bytes {
            None => HqWord::Emptied { label }.text(Lang::Vi),
            Some(bytes) => {
                let value = format::field_value(kind, written.no, bytes);
                format!("{label}: {}", show_in(programme, field, &value, Lang::Vi))
            }
        })
    });
    match body {
        Body::Del { reason, .. } => HqWord::WouldDelete { reason }.text(Lang::Vi),
        Body::Restore { .. } => HqWord::WouldRestore.text(Lang::Vi),
        _ => answers.collect::<Vec<_>>().join("; "),
    }
}

/// A reviewer takes over what was refused: it becomes headquarters' own change. False: it cannot be
/// done any more.
pub(crate) fn take_over(
    fold: &Fold,
    matter: &Record,
    record: &Record,
    reason: &str,
) -> Result<bool, StoreError> {
    let marks = answer(fold, matter, "heads");
    let known = fold.store.told(record.id)?;
    let (ops, _) = held::part(fold.home, &known.ops);
    let (_, refused) = fold.rights.part(record.id, ops)?;
    let is_it = |told: &&KnownOp| {
        let hex: String = told.opid.iter().map(|byte| format!("{byte:02x}")).collect();
        marks.split(' ').any(|mark| mark == hex)
    };
    let Some(told) = refused.iter().find(is_it) else { return Ok(false) };
    if known.ops.iter().any(|own| is_taken_over(fold, matter, own, &told.op.body, reason)) {
        return Ok(true);
    }
    let (id, base) = (record.id, record.head);
    let kind = fold.programme.kind(record.kind);
    let value = |field: &FieldBytes| -> (FieldNo, Option<Value>) {
        let bytes = field.bytes.as_deref();
        (field.no, bytes.map(|bytes| format::field_value(kind, field.no, bytes)))
    };
    match &told.op.body {
        Body::Del { .. } => {
            case::write(fold, Change::Delete { id, base, reason: reason.to_owned() })
        }
        Body::Restore { .. } => case::write(fold, Change::Restore { id, base }),
        body => fold.store.decide(id, base, written(body).into_iter().map(value).collect()),
    }
}

/// Whether headquarters has made this change itself since the matter was raised: when the logs are
/// read again, what was decided once must not undo what was done after it.
fn is_taken_over(
    fold: &Fold,
    matter: &Record,
    own: &Foreign,
    body: &Body,
    reason: &str,
) -> bool {
    if own.device != fold.home.device || Hlc(own.op.hlc) <= matter.created.hlc {
        return false;
    }
    let same = |own: &Body| match (own, body) {
        (Body::Del { reason: own, .. }, Body::Del { .. }) => own == reason,
        (Body::Restore { .. }, Body::Restore { .. }) => true,
        (Body::Patch { .. }, Body::Patch { .. } | Body::Put { .. }) => {
            let answers = |body| written(body).into_iter().map(|f| (f.no, f.bytes.clone()));
            answers(own).collect::<BTreeMap<_, _>>() == answers(body).collect()
        }
        _ => false,
    };
    own.op.read(own.seq).is_ok_and(|own| same(&own.body))
}
