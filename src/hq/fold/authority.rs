//! Changes that their authors had no right to make: each becomes a case for a reviewer, who can
//! adopt it as a change of headquarters, and its author is notified.

use std::collections::BTreeMap;

use super::held;
use crate::hq::fold::context::{Fold, MOST_CASES};
use crate::hq::fold::rights::written_fields;
use crate::hq::review::case;
use crate::hq::review::case::answer;
use crate::hq::review::finding::{CaseFinding, SHOWN};
use crate::hq::review::marks::CaseMarks;
use crate::lang::Lang;
use crate::lang::{erasing, hq as hq_words};
use crate::programme::answer::show;
use crate::programme::spec::{Kind, Programme};
use crate::record::review_case::CaseKind;
use crate::record::{Body, Change, FieldBytes, FieldNo, Hlc, Id, Record, Value};
use crate::storage::format;
use crate::storage::format::down::{Foreign, Notice};
use crate::store::StoreError;
use crate::sync::merge::KnownOp;

impl Fold<'_> {
    /// Raises cases for ops without the right, and notifies their authors.
    pub(crate) fn refuse_ops(
        &mut self,
        id: Id,
        kind: u8,
        refused: &[KnownOp],
        found: &mut Vec<CaseFinding>,
    ) -> Result<(), StoreError> {
        let mut looked: BTreeMap<[u8; 16], usize> = BTreeMap::new();
        let mut order: Vec<&KnownOp> = refused.iter().collect();
        order.sort_by_key(|known_op| (known_op.arrival(), known_op.opid));
        for known_op in order {
            let looked = looked.entry(known_op.device).or_default();
            let name = self.officer_label(known_op.device, &known_op.name);
            let too_many = || CaseFinding::case_limit_case(known_op.device, &name);
            // known cases come first in this order, so no known case is skipped by this limit
            if *looked == MOST_CASES {
                self.findings.push(too_many());
                continue;
            }
            let who = name.clone();
            let refused = CaseFinding::refused_case(self.programme, kind, id, known_op);
            let finding = CaseFinding { who, ..refused };
            if case::find_case(self, &finding)?.is_some() {
                found.push(finding);
                continue;
            }
            *looked += 1;
            if self.has_room(known_op.device)? {
                self.notify_refused(known_op, id)?;
                found.push(finding);
            } else {
                self.findings.push(too_many());
            }
        }
        Ok(())
    }

    fn notify_refused(&mut self, known_op: &KnownOp, id: Id) -> Result<(), StoreError> {
        let title = self.store.records().titles(&[id])?.remove(&id).unwrap_or_default();
        let text = hq_words::change_refused(Lang::Vi, &title);
        self.outbox.push_notice(known_op.officer, &Notice { when: (self.now)(), text });
        Ok(())
    }
}

impl CaseFinding {
    fn refused_case(
        programme: &Programme,
        kind: u8,
        id: Id,
        known_op: &KnownOp,
    ) -> CaseFinding {
        let marks = CaseMarks::new().bytes(&known_op.opid);
        let said = describe(programme, programme.kind(kind), &known_op.op.body);
        CaseFinding {
            about: Some(id),
            first: crate::text::cut(&said, SHOWN, crate::storage::limits::NOTE / 2),
            who: known_op.name.clone(),
            marks,
            ..CaseFinding::of(CaseKind::Refused)
        }
    }
}

/// What an op would change, as text for a reviewer.
pub(crate) fn describe(programme: &Programme, kind: Option<&Kind>, body: &Body) -> String {
    let answers = written_fields(body).into_iter().filter_map(|written| {
        let field = kind?.field(written.no)?;
        let label = &field.label.vi;
        Some(match &written.bytes {
            None => hq_words::emptied(Lang::Vi, label),
            Some(bytes) => {
                let value = format::field_value(kind, written.no, bytes);
                format!("{label}: {}", show(programme, field, &value, Lang::Vi))
            }
        })
    });
    match body {
        Body::Del { reason, .. } => hq_words::would_delete(Lang::Vi, reason),
        Body::Restore { .. } => hq_words::would_restore(Lang::Vi),
        Body::Erase { reason, .. } => erasing::would_erase(Lang::Vi, reason),
        _ => answers.collect::<Vec<_>>().join("; "),
    }
}

/// Makes a refused op a change of headquarters, after a reviewer's decision. Returns false if that
/// is no longer possible.
pub(crate) fn adopt(
    fold: &Fold,
    matter: &Record,
    record: &Record,
    reason: &str,
) -> Result<bool, StoreError> {
    let marks = CaseMarks::read(&answer(fold, matter, "heads"));
    let known = fold.store.downlink().remote_ops(record.id)?;
    let (ops, _) = held::split_held(fold.home, &known.ops);
    let (_, refused) = fold.rights.split_allowed(record.id, ops)?;
    let is_it = |known_op: &&KnownOp| marks.has_bytes(&known_op.opid);
    let Some(known_op) = refused.iter().find(is_it) else { return Ok(false) };
    if known.ops.iter().any(|own| is_adopted(fold, matter, own, &known_op.op.body, reason)) {
        return Ok(true);
    }
    let (id, base) = (record.id, record.head);
    let kind = fold.programme.kind(record.kind);
    let value = |field: &FieldBytes| -> (FieldNo, Option<Value>) {
        let bytes = field.bytes.as_deref();
        (field.no, bytes.map(|bytes| format::field_value(kind, field.no, bytes)))
    };
    match &known_op.op.body {
        Body::Del { .. } => {
            case::write(fold, Change::Delete { id, base, reason: reason.to_owned() })
        }
        Body::Restore { .. } => case::write(fold, Change::Restore { id, base }),
        Body::Erase { fields, .. } => {
            let (fields, reason) = (fields.clone(), reason.to_owned());
            case::write(fold, Change::Erase { id, base, fields, reason })
        }
        body => {
            fold.store.decide(id, base, written_fields(body).into_iter().map(value).collect())
        }
    }
}

/// Whether headquarters has made this change since the case was raised. When logs are read again, a
/// change made once must not be repeated on top of later ones.
fn is_adopted(fold: &Fold, matter: &Record, own: &Foreign, body: &Body, reason: &str) -> bool {
    if own.device != fold.home.device || Hlc(own.op.hlc) <= matter.created.hlc {
        return false;
    }
    let same = |own: &Body| match (own, body) {
        (Body::Del { reason: own, .. }, Body::Del { .. }) => own == reason,
        (Body::Restore { .. }, Body::Restore { .. }) => true,
        (Body::Erase { fields: own, .. }, Body::Erase { fields, .. }) => own == fields,
        (Body::Patch { .. }, Body::Patch { .. } | Body::Put { .. }) => {
            let answers =
                |body| written_fields(body).into_iter().map(|f| (f.no, f.bytes.clone()));
            answers(own).collect::<BTreeMap<_, _>>() == answers(body).collect()
        }
        _ => false,
    };
    own.op.read(own.seq).is_ok_and(|own| same(&own.body))
}
