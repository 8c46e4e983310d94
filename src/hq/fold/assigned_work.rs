//! The work that headquarters has assigned: which officers may write at an establishment outside
//! their province, and since when.
//!
//! Ops written under a right stay valid. So the answer is computed from all ops on a task, not from
//! its present state: a task may be deleted, or moved to another establishment or officer, and logs
//! may be read again later.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use crate::programme::check::Need;
use crate::programme::role::KindRole;
use crate::programme::spec::{Kind, Programme};
use crate::record::{Body, FieldNo, Id, KindNo, Op};
use crate::storage::format;
use crate::store::{Store, StoreError};

/// An establishment, and an officer with work there.
type Posting = (Id, Id);

pub(crate) struct AssignedWork<'a> {
    store: &'a Store,
    task: Option<TaskFields<'a>>,
    /// time of the first assignment, from the tasks read so far
    cache: RefCell<BTreeMap<Posting, u64>>,
    /// whether all tasks have been read
    is_whole: Cell<bool>,
}

#[derive(Clone, Copy)]
struct TaskFields<'a> {
    kind: &'a Kind,
    establishment: FieldNo,
    officer: FieldNo,
}

impl<'a> TaskFields<'a> {
    fn of(programme: &'a Programme) -> Option<TaskFields<'a>> {
        let kind = programme.with_role(KindRole::Task)?;
        let no = |id: &str| kind.field_by_id(id).map(|field| field.no);
        Some(TaskFields { kind, establishment: kind.home?, officer: no("officer")? })
    }

    /// The record that an op sets a field to.
    fn link(&self, op: &Op, no: FieldNo) -> Option<Id> {
        let bytes = match &op.body {
            Body::Put { fields, .. } => fields.iter().find(|f| f.no == no)?.bytes.as_deref(),
            Body::Patch { fields, .. } => {
                fields.iter().find(|p| p.field.no == no)?.field.bytes.as_deref()
            }
            _ => None,
        };
        format::field_value(Some(self.kind), no, bytes?).as_link()
    }
}

impl<'a> AssignedWork<'a> {
    pub fn of(store: &'a Store) -> AssignedWork<'a> {
        let task = TaskFields::of(store.programme());
        AssignedWork { store, task, cache: RefCell::default(), is_whole: Cell::new(false) }
    }

    /// Whether headquarters had assigned an officer work at an establishment by a time, Unix
    /// milliseconds. `is_device`: whether a device is an officer's; all others are headquarters'.
    pub fn was_assigned(
        &self,
        posting: Posting,
        by: u64,
        is_device: &dyn Fn(&[u8; 16]) -> bool,
    ) -> Result<bool, StoreError> {
        let Some(task) = self.task else { return Ok(false) };
        let mut known = self.cache.borrow_mut();
        let given =
            |known: &BTreeMap<Posting, u64>| known.get(&posting).is_some_and(|at| *at <= by);
        if given(&known) || self.is_whole.get() {
            return Ok(given(&known));
        }
        // the usual case: the task exists and still names the establishment
        let (kind, field, to) = (task.kind.no, task.establishment, posting.0);
        for (_, tasks) in self.store.records().needs(&[Need::LinkingTo { kind, field, to }])? {
            for task in tasks {
                self.read(task.id, is_device, &mut known)?;
            }
        }
        if given(&known) {
            return Ok(true);
        }
        for (id, _) in self.store.records().ids(kind)? {
            self.read(id, is_device, &mut known)?;
        }
        self.is_whole.set(true);
        Ok(given(&known))
    }

    /// Must be called after tasks have changed.
    pub fn clear_cache(&self) {
        self.cache.borrow_mut().clear();
        self.is_whole.set(false);
    }

    pub fn is_task(&self, kind: KindNo) -> bool {
        self.task.is_some_and(|task| task.kind.no == kind)
    }

    /// All establishments where a task has ever granted a right.
    pub fn establishments(
        &self,
        task: Id,
        is_device: &dyn Fn(&[u8; 16]) -> bool,
    ) -> Result<BTreeSet<Id>, StoreError> {
        let mut all = BTreeMap::new();
        self.read(task, is_device, &mut all)?;
        Ok(all.into_keys().map(|(establishment, _)| establishment).collect())
    }

    /// Reads the assignments that headquarters' ops on a task made, with their times. The task's
    /// establishment at that time may have been set by its author.
    fn read(
        &self,
        id: Id,
        is_device: &dyn Fn(&[u8; 16]) -> bool,
        into: &mut BTreeMap<Posting, u64>,
    ) -> Result<(), StoreError> {
        let Some(task) = self.task else { return Ok(()) };
        let mut ops = self.store.downlink().remote_ops(id)?.ops;
        ops.sort_by_key(|foreign| {
            (foreign.received, foreign.op.hlc, foreign.op.opid(&foreign.device))
        });
        let (mut author, mut at, mut officer) = (None, None, None);
        for foreign in ops {
            let ours = !is_device(&foreign.device);
            let Ok(op) = foreign.op.read(foreign.seq) else { continue };
            if author.is_none() && matches!(op.body, Body::Put { .. }) {
                author = Some(foreign.officer);
            }
            if !ours && author != Some(foreign.officer) {
                continue;
            }
            let (moved, named) =
                (task.link(&op, task.establishment), task.link(&op, task.officer));
            let says = moved.is_some() || named.is_some();
            at = moved.or(at);
            officer = named.or(officer);
            if let (true, true, Some(at), Some(officer)) = (ours, says, at, officer) {
                let since = into.entry((at, officer)).or_insert(foreign.received);
                *since = foreign.received.min(*since);
            }
        }
        Ok(())
    }
}
