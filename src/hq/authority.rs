//! Whose changes to a record count: the programme says for each kind who may write it, and what
//! headquarters made only headquarters changes. What has no right is left out of the record, and
//! kept; a reviewer sees it and may take it over as a change of headquarters' own.
//!
//! Which ops count follows from the set of ops alone, so logs can be read again at any time.

use std::collections::BTreeSet;

use super::fold::Fold;
use super::held;
use super::matter::{self, Finding, answer, what};
use crate::lang::Lang;
use crate::lang::hq::HqWord;
use crate::programme::answer::show_in;
use crate::programme::spec::{Kind, Programme, Writers};
use crate::record::{Body, Change, FieldBytes, FieldNo, Id, Origin, Record, Value};
use crate::store::codec::down::Notice;
use crate::store::{StoreError, codec};
use crate::sync::merge::Told;

/// Changes without a right for which one device has matters of their own in one fold. All others
/// are left out as well, and one matter says that there are too many.
const MOST: usize = 50;

/// What counts, and what its writers had no right to; both in the order given.
pub(super) fn part(programme: &Programme, ops: Vec<Told>) -> (Vec<Told>, Vec<Told>) {
    let put = |told: &&Told| matches!(told.op.body, Body::Put { .. });
    let first = ops.iter().filter(put).min_by_key(|told| (told.arrival(), told.opid));
    let Some(first) = first else { return (ops, Vec::new()) };
    let Body::Put { kind, .. } = first.op.body else { return (ops, Vec::new()) };
    let writers = programme.kind(kind).map_or(Writers::Author, |kind| kind.writers);
    let (made, author) = (first.opid, (!first.hq).then_some(first.officer));
    let mut order: Vec<&Told> = ops.iter().collect();
    order.sort_by_key(|told| (told.arrival(), told.opid));
    let mut named = BTreeSet::new();
    let mut counts = BTreeSet::new();
    for told in order {
        let may = match (&told.op.body, writers) {
            (Body::Put { .. }, _) => told.opid == made,
            _ if told.hq || author == Some(told.officer) => true,
            (_, Writers::Any) => true,
            (_, Writers::Named(_)) => named.contains(&told.officer),
            _ => false,
        };
        if may {
            counts.insert(told.opid);
            if let Writers::Named(field) = writers {
                named.extend(link(programme, kind, &told.op.body, field));
            }
        }
    }
    let mut ops = ops;
    ops.iter_mut().for_each(true_origin);
    ops.into_iter().partition(|told| counts.contains(&told.opid))
}

/// Only headquarters makes what is headquarters', and all that it makes is: also what an older
/// program of its own wrote without saying so.
fn true_origin(told: &mut Told) {
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

fn link(programme: &Programme, kind: u8, body: &Body, no: FieldNo) -> Option<Id> {
    let field = written(body).into_iter().find(|field| field.no == no)?;
    codec::field_value(programme.kind(kind), no, field.bytes.as_deref()?).as_link()
}

impl Fold<'_> {
    /// Matters for what had no right, and a word to whoever wrote it.
    pub(super) fn refuse(
        &mut self,
        id: Id,
        kind: u8,
        refused: &[Told],
        found: &mut Vec<Finding>,
    ) -> Result<(), StoreError> {
        for told in refused {
            let finding = Finding::refused(self.programme, kind, id, told);
            let known = matter::known(self, &finding)?.is_some();
            let noted = self.refused.entry(told.device).or_default();
            if !known {
                *noted += 1;
            }
            if *noted > MOST {
                self.findings.push(Finding::too_much(told.device, &told.name, Id(told.device)));
                continue;
            }
            if !known {
                self.tell_refused(told, id)?;
            }
            found.push(finding);
        }
        Ok(())
    }

    fn tell_refused(&mut self, told: &Told, id: Id) -> Result<(), StoreError> {
        let title = self.store.titles(&[id])?.remove(&id).unwrap_or_default();
        let text = HqWord::ChangeRefused { title: &title }.text(Lang::Vi);
        self.outbox.notice(told.officer, &Notice { when: (self.now)(), text });
        Ok(())
    }
}

impl Finding {
    fn refused(programme: &Programme, kind: u8, id: Id, told: &Told) -> Finding {
        let marks = told.opid.iter().map(|byte| format!("{byte:02x}")).collect();
        let said = said(programme, programme.kind(kind), &told.op.body);
        Finding {
            what: what::REFUSED,
            about: Some(id),
            first: crate::text::cut(&said, matter::SHOWN, crate::store::limits::NOTE / 2),
            who: told.name.clone(),
            marks,
            ..Finding::default()
        }
    }
}

/// What an op would do, for a reviewer to read.
pub(super) fn said(programme: &Programme, kind: Option<&Kind>, body: &Body) -> String {
    let answers = written(body).into_iter().filter_map(|written| {
        let field = kind?.field(written.no)?;
        let label = &field.label.vi;
        Some(match &written.bytes {
            None => HqWord::Emptied { label }.text(Lang::Vi),
            Some(bytes) => {
                let value = codec::field_value(kind, written.no, bytes);
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
pub(super) fn take_over(
    fold: &Fold,
    matter: &Record,
    record: &Record,
    reason: &str,
) -> Result<bool, StoreError> {
    let marks = answer(fold, matter, "heads");
    let known = fold.store.told(record.id)?;
    let (ops, _) = held::part(fold.home, &known.ops);
    let is_it = |told: &&Told| {
        let hex: String = told.opid.iter().map(|byte| format!("{byte:02x}")).collect();
        marks.split(' ').any(|mark| mark == hex)
    };
    let Some(told) = ops.iter().find(is_it) else { return Ok(false) };
    let (id, base) = (record.id, record.head);
    let kind = fold.programme.kind(record.kind);
    let value = |field: &FieldBytes| -> (FieldNo, Option<Value>) {
        let bytes = field.bytes.as_deref();
        (field.no, bytes.map(|bytes| codec::field_value(kind, field.no, bytes)))
    };
    match &told.op.body {
        Body::Del { .. } => {
            matter::write(fold, Change::Delete { id, base, reason: reason.to_owned() })
        }
        Body::Restore { .. } => matter::write(fold, Change::Restore { id, base }),
        body => fold.store.decide(id, base, written(body).into_iter().map(value).collect()),
    }
}
