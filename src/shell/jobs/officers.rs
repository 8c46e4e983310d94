//! Names of officers at headquarters. An officer is known from the enrolment of the first device,
//! before any record arrives; officers of the same name are distinguished by their numbers.

use super::Shared;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use crate::app::record_details::Candidate;
use crate::hq::HqDirectory;
use crate::hq::admin::assign::{EnrolledOfficer, enrolled};
use crate::lang::{Lang, sync_status};
use crate::programme::Role;
use crate::record::Id;
use crate::storage::disk::RealDisk;
use crate::store::{Store, StoreError};
use crate::text::fold::fold;

/// Separator between two names.
const BETWEEN: &str = " · ";

type Officers = BTreeMap<Id, EnrolledOfficer>;

/// The enrolled officers, read again when the folder of their devices has changed.
pub struct OfficerNames {
    role: Role,
    /// gives the keys of headquarters' folder
    store: Shared,
    cache: Mutex<Option<(SystemTime, Arc<Officers>)>>,
}

impl OfficerNames {
    pub fn new(role: Role, store: Shared) -> OfficerNames {
        OfficerNames { role, store, cache: Mutex::default() }
    }

    /// Empty in an officer's notebook.
    fn all(&self, dir: &Path) -> Result<Arc<Officers>, StoreError> {
        if self.role == Role::Officer {
            return Ok(Arc::default());
        }
        let changed = changed(&dir.join("officers"));
        let mut known = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, all)) = known.as_ref().filter(|(at, _)| Some(*at) == changed) {
            return Ok(Arc::clone(all));
        }
        let Some(store) = self.store.get() else { return Ok(Arc::default()) };
        let all = Arc::new(enrolled(&HqDirectory::open(store.keyed_folder())?)?);
        *known = changed.map(|at| (at, Arc::clone(&all)));
        Ok(all)
    }

    /// Sets the titles of the ids that are enrolled officers to their names with numbers.
    pub fn name(
        &self,
        dir: &Path,
        ids: impl IntoIterator<Item = Id>,
        titles: &mut BTreeMap<Id, String>,
    ) -> Result<(), StoreError> {
        let all = self.all(dir)?;
        if !all.is_empty() {
            let named = |id: Id| Some((id, all.get(&id)?.display_name()));
            titles.extend(ids.into_iter().filter_map(named));
        }
        Ok(())
    }

    /// The officers that work can be assigned to, found by name or number.
    pub fn find(
        &self,
        dir: &Path,
        text: &str,
        lang: Lang,
    ) -> Result<Vec<Candidate>, StoreError> {
        let words: Vec<String> = text.split_whitespace().map(fold).collect();
        let fits = |one: &EnrolledOfficer| {
            let name = format!("{} {}", fold(&one.name), one.number);
            one.is_reachable && words.iter().all(|word| name.contains(word))
        };
        let all = self.all(dir)?;
        let mut found: Vec<_> = all.iter().filter(|(_, one)| fits(one)).collect();
        found.sort_by_key(|(_, one)| one.number);
        let candidate = |(id, one): (&Id, &EnrolledOfficer)| Candidate {
            id: *id,
            title: one.name.clone(),
            details: sync_status::officer_number(lang, one.number),
            more: one.unit.clone(),
        };
        Ok(found.into_iter().map(candidate).collect())
    }

    /// Adds numbers to names in a text "Lê Bình 19:05 20/11/2026 · ..." from an older program, if
    /// the name is unique.
    pub fn with_numbers(&self, dir: &Path, who: &str) -> Result<String, StoreError> {
        let all = self.all(dir)?;
        let one = |part: &str| {
            let named = |officer: &&EnrolledOfficer| {
                let rest = part.strip_prefix(&*officer.name);
                rest.is_some_and(|rest| rest.is_empty() || is_moment(rest))
            };
            let mut found = all.values().filter(named);
            match (found.next(), found.next()) {
                (Some(officer), None) => {
                    part.replacen(&officer.name, &officer.display_name(), 1)
                }
                _ => part.to_owned(),
            }
        };
        Ok(who.split(BETWEEN).map(one).collect::<Vec<_>>().join(BETWEEN))
    }

    /// The name and number of the officer who created a record.
    pub fn author_name(
        &self,
        dir: &Path,
        store: &Store,
        id: Id,
    ) -> Result<Option<String>, StoreError> {
        let all = self.all(dir)?;
        if all.is_empty() {
            return Ok(None);
        }
        let ops = store.downlink().remote_ops(id)?.ops;
        let first = ops.iter().find(|op| op.op.creates_record());
        Ok(first.and_then(|op| all.get(&Id(op.officer))).map(EnrolledOfficer::display_name))
    }
}

/// Whether a time follows the name; otherwise the text already has a number in brackets.
fn is_moment(rest: &str) -> bool {
    rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Time of the folder's last change; `None`: unknown, so the folder is read each time.
fn changed(folder: &Path) -> Option<SystemTime> {
    RealDisk.metadata(folder).ok()?.modified().ok()
}
