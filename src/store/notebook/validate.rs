//! Validates commits: applies the change, checks the rules of the kind with the other records that
//! they read, and all size limits. Writes nothing.

use super::change::{
    Commit, CommitError, Confirmed, body, changed, effective_change, limits_hold, op_bytes,
    record_after,
};
use super::needs::answers;
use super::projections::Projections;
use super::writer::{PendingRecords, PreparedCommit, RecordMap};
use crate::programme::check::{self, Context, Fault, Need, Subject};
use crate::programme::spec::Level;
use crate::record::{Body, Change, Origin, Record};
use crate::storage::error::{LimitedItem, StoreError};
use crate::storage::{format, limits};
use crate::text::format::today_from_millis;

/// One change, validated.
struct Validated {
    after: Record,
    faults: Vec<Fault>,
    /// the records that the rules read, if there is a fault that the editor has not seen
    found: Option<Vec<(Need, Vec<Record>)>>,
}

pub(crate) struct CommitValidator<'a> {
    pub projections: &'a Projections,
}

impl CommitValidator<'_> {
    /// Validates a commit and encodes its ops. Adds the changed records to `uncommitted`. Collects
    /// the faults of all changes.
    pub fn prepare(
        &self,
        commit: &Commit,
        uncommitted: &mut RecordMap,
        pending: &mut PendingRecords,
    ) -> Result<PreparedCommit, CommitError> {
        let mut mine = RecordMap::new();
        let mut prepared = PreparedCommit {
            bodies: Vec::new(),
            ends_draft: commit.ends_draft,
            warnings: Vec::new(),
            size: 0,
        };
        let mut faults = Vec::new();
        for change in &commit.changes {
            let change = self.with_origin(change.clone());
            let id = changed(&change);
            let created = &pending.created;
            let known =
                mine.get(&id).or_else(|| uncommitted.get(&id)).or_else(|| created.get(&id));
            let before = match known {
                Some(record) => Some(record.clone()),
                None => self.projections.get(id)?,
            };
            let Validated { after, faults: all, found } = self.validate(
                &change,
                before.as_ref(),
                &[&mine, uncommitted, &pending.created],
                &mut pending.read,
                commit,
            )?;
            if let Some(found) = found {
                return Err(CommitError::Unconfirmed { faults: all, found });
            }
            let (errors, warnings): (Vec<_>, Vec<_>) =
                all.into_iter().partition(|f| f.level == Level::Error);
            faults.extend(errors);
            prepared.warnings.extend(warnings.into_iter().map(|fault| (id, fault)));
            if let Some(change) = effective_change(change, before.as_ref(), &after) {
                let body = body(
                    self.projections.context.programme,
                    after.kind,
                    change,
                    before.as_ref(),
                );
                prepared.size += check_op_size(&body)?;
                prepared.bodies.push((id, body));
            }
            format::record::may_be_written(&after, before.as_ref())?;
            mine.insert(id, after);
        }
        if !faults.is_empty() {
            return Err(CommitError::Refused(faults));
        }
        uncommitted.extend(mine);
        Ok(prepared)
    }

    /// Sets the origin of records created at headquarters, whichever form or file they come from.
    fn with_origin(&self, mut change: Change) -> Change {
        if let Change::Create { origin, .. } = &mut change
            && *origin != Origin::MadeUp
            && self.projections.context.programme.is_headquarters()
        {
            *origin = Origin::Headquarters;
        }
        change
    }

    /// Checks a new record against the size limits, and returns it; `prepare` checks them again.
    pub fn fits(&self, new: &Change) -> Result<Record, CommitError> {
        let new = self.with_origin(new.clone());
        let after = record_after(&new, None)?;
        let programme = self.projections.context.programme;
        let kind = programme.kind(after.kind).ok_or(CommitError::Kind(after.kind))?;
        limits_hold(kind, &after.fields)?;
        check_op_size(&body(programme, after.kind, new, None))?;
        format::record::may_be_written(&after, None)?;
        Ok(after)
    }

    /// Validates a commit without writing.
    pub fn check(&self, commit: &Commit) -> Result<(), CommitError> {
        let mut pending = PendingRecords::default();
        self.prepare(commit, &mut RecordMap::new(), &mut pending).map(|_| ())
    }

    /// Applies a change and checks the result.
    fn validate(
        &self,
        change: &Change,
        before: Option<&Record>,
        uncommitted: &[&RecordMap],
        read: &mut RecordMap,
        commit: &Commit,
    ) -> Result<Validated, CommitError> {
        let wanted = record_after(change, before)?;
        let programme = self.projections.context.programme;
        let kind = programme.kind(wanted.kind);
        let kind = kind.ok_or(CommitError::Kind(wanted.kind))?;
        // no rule may prevent a deletion or an erasure
        let says_no_answer = matches!(
            change,
            Change::Delete { .. } | Change::Restore { .. } | Change::Erase { .. }
        );
        if says_no_answer {
            return Ok(Validated { after: wanted, faults: Vec::new(), found: None });
        }
        let subject = |fields| Subject { kind, id: wanted.id, fields, before };
        let needs = check::needs(programme, &subject(&wanted.fields));
        let mut found = self.projections.find_needs(&needs, read)?;
        for (need, records) in &mut found {
            overlay_uncommitted(need, records, uncommitted);
        }
        let today = today_from_millis((self.projections.now)());
        let context = Context { today, officer: Some(self.projections.officer), found };
        let fields = check::compute(programme, &subject(&wanted.fields), &context);
        let mut faults = check::check(programme, &subject(&fields), &context);
        if commit.allow_incomplete {
            faults.retain(|f| f.what != check::FaultKind::Required);
        }
        let stops = match &commit.confirmed {
            Confirmed::All => false,
            Confirmed::Shown(shown) => {
                // faults that the record had before do not concern this change
                let old = before
                    .map(|record| check::check(programme, &subject(&record.fields), &context));
                let old = old.unwrap_or_default();
                let is_new = |fault: &Fault| {
                    fault.level == Level::Error
                        || !(shown.contains(fault) || old.contains(fault))
                };
                faults.iter().any(is_new)
            }
        };
        // an answer that is not asked for has no fault, but a size
        if !faults.iter().any(|fault| fault.level == Level::Error) {
            limits_hold(kind, &fields)?;
        }
        let after = Record { fields, ..wanted };
        Ok(Validated { after, faults, found: stops.then_some(context.found) })
    }
}

/// The size of the op. Checks that it fits into a frame and a bundle, even if it does not compress.
pub(crate) fn check_op_size(body: &Body) -> Result<usize, StoreError> {
    let too = |what, bytes, limit| Err(StoreError::TooLarge { what, bytes, limit });
    let reason = match body {
        Body::Del { reason, .. } | Body::Erase { reason, .. } => reason.len(),
        _ => 0,
    };
    if let Body::Erase { fields, .. } = body
        && fields.len() > limits::FIELDS
    {
        return too(LimitedItem::Fields, fields.len(), limits::FIELDS);
    }
    if reason > limits::REASON {
        return too(LimitedItem::Text, reason, limits::REASON);
    }
    let bytes = op_bytes(body);
    if bytes > limits::OP {
        return too(LimitedItem::Op, bytes, limits::OP);
    }
    if bytes > limits::OP_PACKED {
        let packed = format::pack(&answers_of(body))?.len();
        if packed > limits::OP_PACKED {
            return too(LimitedItem::Op, packed, limits::OP_PACKED);
        }
    }
    Ok(bytes)
}

/// All answers of an op, concatenated.
fn answers_of(body: &Body) -> Vec<u8> {
    let bytes = |field: &crate::record::FieldBytes| field.bytes.clone().unwrap_or_default();
    match body {
        Body::Put { fields, .. } => fields.iter().flat_map(bytes).collect(),
        Body::Patch { fields, .. } => fields.iter().map(|p| &p.field).flat_map(bytes).collect(),
        _ => Vec::new(),
    }
}

/// Replaces stored records by their uncommitted versions in the answer to a need.
fn overlay_uncommitted(need: &Need, records: &mut Vec<Record>, uncommitted: &[&RecordMap]) {
    for new in uncommitted.iter().rev().flat_map(|records| records.values()) {
        records.retain(|r| r.id != new.id);
        if answers(need, new) {
            records.push(new.clone());
        }
    }
}
