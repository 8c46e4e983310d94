//! The audit log of a notebook. Deeds that change no record are frames of the journal, sealed,
//! numbered and linked like all others; deletions and decisions are read from their ops. Knows no
//! screen, and not the audit log that headquarters keeps outside its store.

use std::collections::{BTreeMap, BTreeSet};

use super::Notebook;
use crate::programme::review_case::is_by_program;
use crate::programme::role::KindRole;
use crate::programme::spec::Kind;
use crate::record::audit::{
    AuditAbout, AuditAuthor, AuditDeed, AuditEntry, AuditItem, AuditLog, AuditPlace,
};
use crate::record::review_case::CaseState;
use crate::record::{Body, Corrections, FieldBytes, FieldNo, Hlc, Id, KindNo, Op, Value};
use crate::storage::disk::process_origin;
use crate::storage::error::{OpeningFinding, StoreError};
use crate::storage::format;
use crate::storage::mutex::lock;
use crate::store::journal::{Entry, audit, audit_frame};
use crate::store::notebook::writer::Writer;

#[derive(Clone, Copy)]
pub struct Audit<'a> {
    pub(crate) notebook: &'a Notebook,
}

impl Audit<'_> {
    /// Appends an entry; durable when it returns `Ok`. Call it before a file gets its name, and
    /// discard the file if it fails.
    pub fn note(&self, deed: AuditDeed, about: AuditAbout) -> Result<(), StoreError> {
        note(self.notebook, &mut self.notebook.writer(), deed, about)
    }

    /// Appends that a noted deed was not finished, if it failed. Returns the deed's result.
    pub fn note_if_failed<T, E>(
        &self,
        deed: AuditDeed,
        about: AuditAbout,
        done: Result<T, E>,
    ) -> Result<T, E> {
        note_if_failed(self.notebook, &mut self.notebook.writer(), (deed, about), done)
    }

    /// For deeds that must not fail if the notebook cannot be written: a backup may be its rescue,
    /// and reveals no more than the folder. A missing entry is reported as a finding.
    pub fn note_if_possible(&self, deed: AuditDeed, about: AuditAbout) {
        report_missing(self.notebook, self.note(deed, about));
    }

    /// The whole log, read from the journal. `more`: entries from elsewhere, merged by time.
    pub fn log(&self, more: Vec<AuditEntry>) -> Result<AuditLog, StoreError> {
        self.notebook.wait_serving()?;
        let until = self.notebook.writer().journal.tail().frame_no;
        let mut reading = Reading {
            notebook: self.notebook,
            corrections: lock(&self.notebook.corrections).clone(),
            cases: BTreeSet::new(),
            kinds: BTreeMap::new(),
            names: PersonNames::default(),
            log: AuditLog::default(),
        };
        let mut frames = self.notebook.reader().frames_until(1, until);
        for found in frames.by_ref() {
            match found {
                Ok((_, Entry::Ops { ops, .. })) => ops.iter().for_each(|op| reading.op(op)),
                Ok((_, entry)) => match audit(&entry) {
                    Some(Ok(entry)) => reading.entry(entry),
                    Some(Err(_)) => reading.log.damaged += 1,
                    None => {}
                },
                Err(_) => reading.log.damaged += 1,
            }
        }
        match frames.refused() {
            Some(refused) => Err(refused),
            None => reading.finish(more),
        }
    }
}

/// As `Audit::note`, for a caller that holds the writer.
pub(super) fn note(
    notebook: &Notebook,
    writer: &mut Writer,
    deed: AuditDeed,
    about: AuditAbout,
) -> Result<(), StoreError> {
    append(notebook, writer, deed, about, false)
}

/// As `Audit::note_if_failed`, for a caller that holds the writer. A disk that fails the deed may
/// fail the entry, too: then the log has the deed alone, and a finding says so.
pub(super) fn note_if_failed<T, E>(
    notebook: &Notebook,
    writer: &mut Writer,
    (deed, about): (AuditDeed, AuditAbout),
    done: Result<T, E>,
) -> Result<T, E> {
    if done.is_err() {
        report_missing(notebook, append(notebook, writer, deed, about, true));
    }
    done
}

fn report_missing(notebook: &Notebook, noted: Result<(), StoreError>) {
    if noted.is_err() {
        notebook.lifecycle.report(vec![OpeningFinding::NotLogged]);
    }
}

fn append(
    notebook: &Notebook,
    writer: &mut Writer,
    deed: AuditDeed,
    about: AuditAbout,
    failed: bool,
) -> Result<(), StoreError> {
    if notebook.lifecycle.is_closed() {
        return Err(StoreError::Closed);
    }
    notebook.projections.note_deferred_state()?;
    // a copy of the clock: the writer's clock advances only for ops and frames from headquarters
    let mut clock = writer.clock;
    let at = clock.tick(notebook.now());
    let entry = AuditEntry { at, deed, failed, place: process_origin(), about };
    writer.journal.append(vec![audit_frame(&entry)]).map(|_| ())
}

/// The officer's names, each with the time (Unix ms) from which it applies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct PersonNames(Vec<(u64, String)>);

impl PersonNames {
    fn at(&self, millis: u64) -> String {
        let known = self.0.iter().rfind(|(since, _)| *since <= millis).or(self.0.first());
        known.map(|(_, name)| name.clone()).unwrap_or_default()
    }

    fn take(&mut self, notebook: &Notebook, corrections: &Corrections, op: &Op) {
        let officer = notebook.projections.officer;
        let fields: Vec<&FieldBytes> = match &op.body {
            Body::Put { entity, fields, .. } if *entity == officer => fields.iter().collect(),
            Body::Patch { entity, fields, .. } if *entity == officer => {
                fields.iter().map(|patched| &patched.field).collect()
            }
            _ => return,
        };
        let programme = notebook.projections.context.programme;
        let Some(kind) = programme.with_role(KindRole::Officer) else { return };
        let Some(no) = kind.field_by_id("name").map(|field| field.no) else { return };
        let bytes = fields.iter().find(|field| field.no == no);
        let bytes = bytes.and_then(|field| field.bytes.as_deref());
        if let Some(Value::Text(name)) = bytes.map(|b| format::field_value(Some(kind), no, b)) {
            self.0.push((corrections.true_millis(op.hlc), name));
        }
    }

    /// Uses the officer's present name if the journal has lost its beginning.
    fn or_current(mut self, notebook: &Notebook) -> Result<PersonNames, StoreError> {
        if self.0.is_empty() {
            let programme = notebook.projections.context.programme;
            let officer = notebook.get(notebook.projections.officer)?;
            let name = officer.and_then(|officer| {
                let no = programme.kind(officer.kind)?.field_by_id("name")?.no;
                officer.fields.get(no)?.as_text().map(str::to_owned)
            });
            self.0.extend(name.map(|name| (0, name)));
        }
        Ok(self)
    }
}

struct Reading<'a> {
    notebook: &'a Notebook,
    corrections: Corrections,
    /// review cases, which only headquarters' journal creates
    cases: BTreeSet<Id>,
    kinds: BTreeMap<Id, KindNo>,
    names: PersonNames,
    log: AuditLog,
}

impl Reading<'_> {
    fn entry(&mut self, entry: AuditEntry) {
        let AuditEntry { at, deed, failed, place, about } = entry;
        self.push(at, false, (deed, failed), (place, about, None));
    }

    fn push(
        &mut self,
        at: Hlc,
        is_by_program: bool,
        (deed, failed): (AuditDeed, bool),
        (place, about, reason): (AuditPlace, AuditAbout, Option<String>),
    ) {
        let millis = self.corrections.true_millis(at);
        // `finish` fills in the name
        let by = match is_by_program {
            true => AuditAuthor::Program,
            false => AuditAuthor::Person(String::new()),
        };
        self.log.items.push(AuditItem { millis, by, deed, failed, place, about, reason });
    }

    fn op(&mut self, op: &Op) {
        self.names.take(self.notebook, &self.corrections, op);
        let Some((deed, id, is_by_program)) = self.deed_of(op) else { return };
        let about = AuditAbout { record: Some(id), ..AuditAbout::default() };
        let reason = match &op.body {
            Body::Del { reason, .. } | Body::Erase { reason, .. } => Some(reason.clone()),
            _ => None,
        };
        let reason = reason.filter(|reason| !reason.is_empty());
        self.push(op.hlc, is_by_program, (deed, false), (AuditPlace::default(), about, reason));
    }

    fn deed_of(&mut self, op: &Op) -> Option<(AuditDeed, Id, bool)> {
        let programme = self.notebook.projections.context.programme;
        match &op.body {
            Body::Put { kind: no, entity, fields, .. } => {
                self.kinds.insert(*entity, *no);
                let kind = programme.kind(*no)?;
                let of = |id: &str| {
                    let no = kind.field_by_id(id)?.no;
                    answer(kind, fields.iter().find(|field| field.no == no)?).1
                };
                match kind.role {
                    Some(KindRole::Case) => {
                        self.cases.insert(*entity);
                        let state = of("state");
                        let state = state.as_ref().and_then(Value::as_text);
                        let deed = match state.and_then(CaseState::from_id) {
                            // created as decided: the program decided it
                            Some(CaseState::Settled) => AuditDeed::CaseDecided,
                            _ => AuditDeed::CaseRaised,
                        };
                        Some((deed, *entity, true))
                    }
                    Some(KindRole::Verdict) => {
                        let about = of("about").as_ref().and_then(Value::as_link);
                        Some((AuditDeed::Verdict, about.unwrap_or(*entity), false))
                    }
                    _ => None,
                }
            }
            Body::Patch { entity, fields, .. } if self.cases.contains(entity) => {
                let kind = programme.with_role(KindRole::Case)?;
                let set: Vec<(FieldNo, Option<Value>)> =
                    fields.iter().map(|patched| answer(kind, &patched.field)).collect();
                let state = kind.field_by_id("state").map(|field| field.no);
                let state = set.iter().find(|(no, _)| Some(*no) == state);
                let state = state.and_then(|(_, value)| value.as_ref()?.as_text());
                let by_program = is_by_program(kind, &set);
                match state.and_then(CaseState::from_id) {
                    Some(CaseState::Waiting) => {
                        Some((AuditDeed::CaseReopened, *entity, by_program))
                    }
                    Some(CaseState::Settled) => {
                        Some((AuditDeed::CaseDecided, *entity, by_program))
                    }
                    // a settled case got another decision or reason
                    None => (!by_program).then_some((AuditDeed::CaseDecided, *entity, false)),
                }
            }
            Body::Patch { .. } => None,
            Body::Del { entity, .. } => Some((AuditDeed::Delete, *entity, false)),
            Body::Erase { entity, .. } => Some((AuditDeed::Erase, *entity, false)),
            Body::Restore { entity, .. } => {
                Some((AuditDeed::Undelete, *entity, self.cases.contains(entity)))
            }
            Body::Epoch { .. } | Body::Unknown { .. } => None,
        }
    }

    fn finish(mut self, more: Vec<AuditEntry>) -> Result<AuditLog, StoreError> {
        if !more.is_empty() {
            more.into_iter().for_each(|entry| self.entry(entry));
            // a stable sort: equal times keep the order of the journal
            self.log.items.sort_by_key(|item| item.millis);
        }
        let Reading { notebook, kinds, names, mut log, .. } = self;
        let names = names.or_current(notebook)?;
        for item in &mut log.items {
            if let AuditAuthor::Person(name) = &mut item.by {
                *name = names.at(item.millis);
            }
            let Some(id) = item.about.record.filter(|_| item.about.kind.is_none()) else {
                continue;
            };
            item.about.kind = match kinds.get(&id) {
                Some(kind) => Some(*kind),
                None => notebook.get(id)?.map(|record| record.kind),
            };
        }
        Ok(log)
    }
}

fn answer(kind: &Kind, field: &FieldBytes) -> (FieldNo, Option<Value>) {
    let value = field.bytes.as_deref().map(|b| format::field_value(Some(kind), field.no, b));
    (field.no, value)
}
