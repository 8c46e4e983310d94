//! Ops that a device sends after its revocation are logged but not folded until a reviewer decides.
//! A decision covers the ops that were there when it was made, by their op numbers; later ops get a
//! new case.
//!
//! A case lists its records, so that a reviewer can read them before deciding, and can accept some
//! of them by number. Records that do not fit into the list are decided in the next case.
//!
//! Which case an op belongs to depends only on its position and on the cases, so logs can be read
//! again at any time.

use sha2::{Digest, Sha256};

use crate::hq::admin::officer::Enrolled;
use crate::hq::fold::authority;
use crate::hq::fold::context::Fold;
use crate::hq::ingest::batch::ReceivedOp;
use crate::hq::review::case;
use crate::hq::review::case::{answer, no};
use crate::hq::review::finding::CaseFinding;
use crate::hq::review::marks::CaseMarks;
use crate::hq::review::quarantined::{
    EarlierCase, LISTED, Quarantine, QuarantineDecision, QuarantinedChanges, numbers,
};
use crate::programme::review_case::ReviewCase;
use crate::programme::role::KindRole;
use crate::record::review_case::CaseDecision;
use crate::record::review_case::CaseKind;
use crate::record::{Body, Change, Record, Value};
use crate::storage::crypto::key::Domain;
use crate::store::{StoreError, entity};
use crate::text::format::show_moment;
use crate::text::hex::hex;
use crate::text::{clean, cut, visible_line};

const LINE_LETTERS: usize = 180;
const SAID_BYTES: usize = 360;
/// Digits that identify a record in a case's list.
const MARK_DIGITS: usize = 12;

impl Fold<'_> {
    /// Whether a reviewer has accepted this op. Notes an op that no decision covers.
    pub(crate) fn is_admitted(
        &mut self,
        out: &Enrolled,
        one: &ReceivedOp,
    ) -> Result<bool, StoreError> {
        let device = out.certificate().device;
        if !self.quarantine.contains_key(&device) {
            let past = self.matters_of(&device)?;
            let name = out.certificate().display_name();
            let new = QuarantinedChanges::default();
            self.quarantine.insert(device, Quarantine { name, past, new });
        }
        let mark = self.mark_of(one);
        let Some(known) = self.quarantine.get(&device) else { return Ok(false) };
        for past in known.past.iter().filter(|past| past.covers(one)) {
            match &past.chosen {
                QuarantineDecision::All => return Ok(true),
                QuarantineDecision::Undecided | QuarantineDecision::None => return Ok(false),
                QuarantineDecision::Some(chosen) => {
                    if let Some(at) = past.marks.iter().position(|known| *known == mark) {
                        return Ok(chosen.contains(&(at + 1)));
                    }
                }
            }
        }
        let listed = known.new.listed.iter().any(|(known, _)| *known == mark);
        let full = known.new.listed.len() >= LISTED;
        let kind = self.kind_of(one)?;
        let said =
            if listed || full { None } else { Some((mark, self.describe_op(one, &kind)?)) };
        if let Some(known) = self.quarantine.get_mut(&device) {
            known.new.note(one, kind, said);
        }
        Ok(false)
    }

    /// Identifies the record of an op, or the op itself. Keyed, as devices choose the ids of their
    /// records.
    fn mark_of(&self, one: &ReceivedOp) -> String {
        let id = one.op.read(one.seq).ok().and_then(|op| entity(&op));
        let id = id.or_else(|| one.op.entity()).map_or(one.op.opid(&one.device), |id| id.0);
        let hash = Sha256::new_with_prefix(b"sotay shut out ")
            .chain_update(&self.home.keys.subkey(Domain::Matter)[..])
            .chain_update(id)
            .finalize();
        hex(&hash).chars().take(MARK_DIGITS).collect()
    }

    /// A one-line description of an op for a reviewer.
    fn describe_op(
        &self,
        one: &ReceivedOp,
        kind: &Option<String>,
    ) -> Result<String, StoreError> {
        let kind = kind.as_deref().and_then(|id| self.programme.kind_by_id(id));
        let label = kind.map(|kind| kind.label.vi.clone());
        let (mut title, mut said) = (None, String::new());
        if let Ok(op) = one.op.read(one.seq) {
            said = authority::describe(self.programme, kind, &op.body);
            let put = matches!(op.body, Body::Put { .. });
            if let Some(id) = entity(&op).filter(|_| !put) {
                title = self.store.records().titles(&[id])?.remove(&id);
            }
        }
        let parts = [label, title, Some(show_moment(one.received)), Some(said)];
        let parts: Vec<String> =
            parts.into_iter().flatten().filter(|p| !p.is_empty()).collect();
        Ok(cut(&clean(&visible_line(&parts.join(" · ")), false), LINE_LETTERS, SAID_BYTES))
    }

    /// The quarantine cases of a device, oldest first.
    fn matters_of(&self, device: &[u8; 16]) -> Result<Vec<EarlierCase>, StoreError> {
        let mut found = Vec::new();
        loop {
            let nth = CaseFinding::quarantine_case(
                device,
                "",
                found.len(),
                QuarantinedChanges::default(),
            );
            let Some(record) = case::find_case(self, &nth)? else { return Ok(found) };
            found.push(self.earlier_case(record));
        }
    }

    fn earlier_case(&self, matter: Record) -> EarlierCase {
        let text = |field: &str| answer(self, &matter, field);
        let marks = text("second").split(' ').map(str::to_owned).collect();
        let case = ReviewCase::of(self.programme, &matter);
        let decision = case.filter(|case| case.is_settled()).map(ReviewCase::decision);
        let chosen = match decision {
            Some(Some(CaseDecision::Accept | CaseDecision::First)) => QuarantineDecision::All,
            Some(Some(CaseDecision::AcceptSome)) => {
                QuarantineDecision::Some(numbers(&text("parts")).unwrap_or_default())
            }
            Some(_) => QuarantineDecision::None,
            None => QuarantineDecision::Undecided,
        };
        EarlierCase { ends: CaseMarks::read(&text("heads")).read_ends(), marks, chosen, matter }
    }

    fn kind_of(&self, one: &ReceivedOp) -> Result<Option<String>, StoreError> {
        let Ok(op) = one.op.read(one.seq) else { return Ok(None) };
        let no = match &op.body {
            Body::Put { kind, .. } => Some(*kind),
            _ => match entity(&op) {
                Some(id) => self.store.records().get(id)?.map(|record| record.kind),
                None => None,
            },
        };
        Ok(no.and_then(|no| self.programme.kind(no)).map(|kind| kind.id.clone()))
    }

    /// Adds the noted ops to the open case, or opens a new one.
    pub(crate) fn raise_quarantined(&mut self) -> Result<(), StoreError> {
        for (device, known) in std::mem::take(&mut self.quarantine) {
            if known.new == QuarantinedChanges::default() {
                continue;
            }
            let waits =
                |past: &&EarlierCase| matches!(past.chosen, QuarantineDecision::Undecided);
            match known.past.last().filter(waits) {
                Some(past) => self.extend(past, known.new)?,
                None => {
                    let nth = known.past.len();
                    let finding =
                        CaseFinding::quarantine_case(&device, &known.name, nth, known.new);
                    self.findings.push(finding);
                }
            }
        }
        Ok(())
    }

    fn extend(
        &self,
        past: &EarlierCase,
        mut new: QuarantinedChanges,
    ) -> Result<(), StoreError> {
        let EarlierCase { matter, ends, marks, .. } = past;
        let value = |field: &str| matter.fields.get(no(self, KindRole::Case, field));
        let before = match value("changes") {
            Some(Value::Int(n)) => *n,
            _ => 0,
        };
        new.changes = new.changes.saturating_add(before);
        let kinds = answer(self, matter, "kinds");
        new.kinds.extend(kinds.split(' ').filter(|id| !id.is_empty()).map(str::to_owned));
        for (epoch, seq) in ends {
            let end = new.ends.entry(*epoch).or_default();
            *end = (*end).max(*seq);
        }
        let lines = answer(self, matter, "first");
        let known = marks.iter().cloned().zip(lines.lines().map(str::to_owned));
        let mut listed: Vec<(String, String)> =
            known.filter(|(mark, _)| !mark.is_empty()).collect();
        for one in std::mem::take(&mut new.listed) {
            if listed.len() < LISTED && !marks.contains(&one.0) {
                listed.push(one);
            }
        }
        new.listed = listed;
        let heads = CaseMarks::read(&answer(self, matter, "heads")).with_ends(&new.ends);
        let mut set: Vec<_> = new
            .answers()
            .into_iter()
            .map(|(field, value)| (no(self, KindRole::Case, field), Some(value)))
            .collect();
        set.push((
            no(self, KindRole::Case, "heads"),
            Some(Value::Text(heads.as_str().to_owned())),
        ));
        let change = Change::Patch { id: matter.id, base: matter.head, set };
        case::write(self, change).map(|_| ())
    }
}

impl CaseFinding {
    /// `nth`: number of earlier cases of this device.
    pub(crate) fn quarantine_case(
        device: &[u8; 16],
        name: &str,
        nth: usize,
        waits: QuarantinedChanges,
    ) -> CaseFinding {
        let marks = match nth {
            0 => CaseMarks::new().bytes(device),
            n => CaseMarks::new().bytes(device).word(&n.to_string()),
        };
        let news = CaseMarks::new().ends(&waits.ends);
        let (who, is_open) = (name.to_owned(), Some(waits));
        CaseFinding { who, marks, news, is_open, ..CaseFinding::of(CaseKind::Quarantine) }
    }
}
