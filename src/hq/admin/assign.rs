//! Whom work can be given to: only an officer with a device that is not shut out ever gets it.

use std::collections::BTreeMap;

use super::officer::Enrolled;
use crate::hq::admin::directory::HqDirectory;
use crate::programme::faults::{Fault, FaultKind};
use crate::programme::spec::{Kind, Level};
use crate::record::{Change, Id, Path, Value};
use crate::store::{Store, StoreError};

/// Officers that something sent reaches, with their numbers.
pub fn reachable(home: &HqDirectory) -> Result<BTreeMap<Id, u32>, StoreError> {
    Ok(reached_in(&home.officers()?))
}

/// The same, of devices that were read already.
pub fn reached_in(devices: &[Enrolled]) -> BTreeMap<Id, u32> {
    let active = devices.iter().filter(|device| device.revoked.is_none()).map(Enrolled::who);
    active.map(|who| (who.officer, who.number)).collect()
}

/// Work in these changes that would reach nobody.
pub fn undeliverable(
    home: &HqDirectory,
    store: &Store,
    changes: &[Change],
) -> Result<Vec<Fault>, StoreError> {
    let Some(task) = store.programme().kind_by_id("task") else { return Ok(Vec::new()) };
    let mut given = Vec::new();
    for change in changes {
        given.extend(given_to(task, store, change)?);
    }
    if given.is_empty() {
        return Ok(Vec::new());
    }
    let reached = reachable(home)?;
    given.retain(|id| !reached.contains_key(id));
    let Some(field) = task.field_by_id("officer") else { return Ok(Vec::new()) };
    let fault = |_| Fault {
        at: Path::field(field.no),
        level: Level::Error,
        label: field.label.clone(),
        what: FaultKind::say(
            "Chưa có máy nào đăng ký cho người này nên việc sẽ không đến ai. Hãy chọn người có số.",
            "No device is enrolled for this officer, so nobody would get it. Choose one with a number.",
        ),
    };
    Ok(given.into_iter().map(fault).collect())
}

/// The officer whom this change gives work to.
fn given_to(task: &Kind, store: &Store, change: &Change) -> Result<Option<Id>, StoreError> {
    let Some(field) = task.field_by_id("officer") else { return Ok(None) };
    Ok(match change {
        Change::Create { kind, fields, .. } if *kind == task.no => {
            fields.get(field.no).and_then(Value::as_link)
        }
        Change::Patch { id, set, .. } => {
            let officer = set.iter().find(|(no, _)| *no == field.no);
            let officer = officer.and_then(|(_, value)| value.as_ref()?.as_link());
            let is_task = match officer {
                Some(_) => store.get(*id)?.is_some_and(|record| record.kind == task.no),
                None => false,
            };
            officer.filter(|_| is_task)
        }
        _ => None,
    })
}
