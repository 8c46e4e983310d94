//! Who can be assigned work: only officers with a device that is not revoked receive it.

use std::collections::BTreeMap;

use super::officer::Enrolled;
use crate::hq::admin::directory::HqDirectory;
use crate::lang::rules;
use crate::programme::faults::{Fault, FaultKind};
use crate::programme::role::KindRole;
use crate::programme::spec::{Kind, Level};
use crate::record::{Change, Id, Path, Value};
use crate::store::{Store, StoreError};

/// An officer, as in the certificate of the newest device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrolledOfficer {
    pub name: String,
    pub number: u32,
    pub unit: String,
    /// whether the officer has a device that is not revoked
    pub is_reachable: bool,
}

impl EnrolledOfficer {
    pub fn display_name(&self) -> String {
        format!("{} ({})", self.name, self.number)
    }
}

/// All enrolled officers by the id of their record, whether or not the record is here.
pub fn enrolled(home: &HqDirectory) -> Result<BTreeMap<Id, EnrolledOfficer>, StoreError> {
    let mut found: BTreeMap<Id, EnrolledOfficer> = BTreeMap::new();
    // sorted by age: the newest device of an officer overwrites the others
    for device in home.officers()? {
        let who = device.certificate();
        let before = found.get(&who.officer).is_some_and(|one| one.is_reachable);
        let officer = EnrolledOfficer {
            name: who.name.clone(),
            number: who.number,
            unit: who.unit.clone(),
            is_reachable: before || device.revoked.is_none(),
        };
        found.insert(who.officer, officer);
    }
    Ok(found)
}

/// Faults for new officer records: officers are created by enrolment only, as nothing would reach
/// others.
pub fn unenrolled_faults(store: &Store, changes: &[Change]) -> Vec<Fault> {
    let Some(officer) = store.programme().with_role(KindRole::Officer) else {
        return Vec::new();
    };
    let name = officer.list.title.first().and_then(|no| officer.field(*no));
    let made = changes
        .iter()
        .filter(|change| matches!(change, Change::Create { kind, .. } if *kind == officer.no));
    let fault = |_| {
        name.map(|field| Fault {
            at: Path::field(field.no),
            level: Level::Error,
            label: field.label.clone(),
            what: FaultKind::say(rules::officer_by_enrolment),
        })
    };
    made.filter_map(fault).collect()
}

/// Officers with a device in use, and their numbers.
pub fn reachable_officers(devices: &[Enrolled]) -> BTreeMap<Id, u32> {
    let active =
        devices.iter().filter(|device| device.revoked.is_none()).map(Enrolled::certificate);
    active.map(|who| (who.officer, who.number)).collect()
}

/// Faults for work that these changes assign to officers without a device in use.
pub fn undeliverable(
    home: &HqDirectory,
    store: &Store,
    changes: &[Change],
) -> Result<Vec<Fault>, StoreError> {
    let Some(task) = store.programme().with_role(KindRole::Task) else { return Ok(Vec::new()) };
    let mut given = Vec::new();
    for change in changes {
        given.extend(assignee(task, store, change)?);
    }
    if given.is_empty() {
        return Ok(Vec::new());
    }
    let reached = reachable_officers(&home.officers()?);
    given.retain(|id| !reached.contains_key(id));
    let Some(field) = task.field_by_id("officer") else { return Ok(Vec::new()) };
    let fault = |_| Fault {
        at: Path::field(field.no),
        level: Level::Error,
        label: field.label.clone(),
        what: FaultKind::say(rules::officer_without_device),
    };
    Ok(given.into_iter().map(fault).collect())
}

/// The officer to whom this change assigns work.
fn assignee(task: &Kind, store: &Store, change: &Change) -> Result<Option<Id>, StoreError> {
    let Some(field) = task.field_by_id("officer") else { return Ok(None) };
    Ok(match change {
        Change::Create { kind, fields, .. } if *kind == task.no => {
            fields.get(field.no).and_then(Value::as_link)
        }
        Change::Patch { id, set, .. } => {
            let officer = set.iter().find(|(no, _)| *no == field.no);
            let officer = officer.and_then(|(_, value)| value.as_ref()?.as_link());
            let is_task = match officer {
                Some(_) => {
                    store.records().get(*id)?.is_some_and(|record| record.kind == task.no)
                }
                None => false,
            };
            officer.filter(|_| is_task)
        }
        _ => None,
    })
}
