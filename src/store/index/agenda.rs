//! The agenda of the first screen: due, planned, lapsing and unfinished records, computed from the
//! record index. A copy is in the start cache (`head`), so that the first screen after an opening
//! does not wait.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::programme::role::AttentionSort;
use crate::record::{Date, DueIn, DueList, DueRecord, Id, KindNo, Returned, Reviewed, Today};
use crate::store::index::records::{NONE, RecordIndex, pack, unpack};
use crate::store::schema::StoreSchema;
use crate::text::format;

/// Maximum rows of each group; totals count all.
pub const ROWS: usize = 200;
/// Due records are shown this many days ahead, today included.
pub const AHEAD: i32 = 14;
/// Lapsing certificates are shown this many days ahead: renewal takes time.
pub const LAPSES: i32 = 90;

/// The sorted days of all records of one sort that need attention, and two windows of their rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Agenda {
    days: Vec<u32>,
    /// rows from the first day on
    first: Vec<DueRecord>,
    /// rows from position `upcoming_from` in `days` on
    upcoming_from: u32,
    upcoming: Vec<DueRecord>,
}

/// Days during which records changed by a reviewer are shown, and their maximum number.
const EDITED_DAYS: i32 = 14;
const EDITED_ROWS: usize = 20;

/// Time (Unix milliseconds) and reason of the review of each record.
pub(crate) type Reasons = BTreeMap<Id, (u64, String)>;

/// The data of the first screen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredAgenda {
    returned: Vec<Returned>,
    returned_total: u64,
    returned_kinds: Vec<(KindNo, u64)>,
    edited: Vec<(u64, Returned)>,
    assigned: Agenda,
    tasks: Agenda,
    visits: Agenda,
    certificates: Agenda,
    classes: Agenda,
    matters: Agenda,
    incomplete: u64,
    counts: Vec<(KindNo, u64)>,
    queue: Vec<(KindNo, u64)>,
    corrected: Vec<(KindNo, u64)>,
}

impl StoredAgenda {
    /// `reasons`: of returned and edited records. `own`: the officer; `None` at headquarters, which
    /// assigns no tasks to another notebook.
    pub fn of(
        names: &RecordIndex,
        plan: &StoreSchema,
        today: Date,
        reasons: &Reasons,
        own: Option<Id>,
    ) -> StoredAgenda {
        let days = days(names, plan, own);
        let mut counts: Vec<(KindNo, u64)> = Vec::new();
        let (mut queue, mut corrected) = (Vec::new(), Vec::new());
        let mut incomplete = 0;
        let is_reviewed = |kind| plan.kind(kind).is_some_and(|kind| kind.is_reviewed);
        for slot in live_slots(names) {
            incomplete += u64::from(names.is_incomplete(slot));
            let kind = names.kind(slot);
            count(&mut counts, kind);
            match names.reviewed(slot) {
                Reviewed::Waits if names.changed_by(slot) != NONE && is_reviewed(kind) => {
                    count(&mut queue, kind);
                }
                Reviewed::Corrected => count(&mut corrected, kind),
                _ => {}
            }
        }
        let slots = returned(names);
        let edited = edited(names, own.is_some());
        let mut returned_kinds = Vec::new();
        slots.iter().for_each(|slot| count(&mut returned_kinds, names.kind(*slot)));
        let row = |slot: &u32| {
            let id = names.id(*slot)?;
            let (when, reason) = reasons.get(&id).cloned().unwrap_or_default();
            let row =
                Returned { id, kind: names.kind(*slot), title: names.title(*slot), reason };
            Some((when, row))
        };
        let mut edited: Vec<(u64, Returned)> = edited.iter().filter_map(row).collect();
        edited.sort_by_key(|(when, row)| (std::cmp::Reverse(*when), row.id));
        let rows = slots.iter().take(ROWS).filter_map(row).map(|(_, row)| row);
        StoredAgenda {
            edited,
            returned: rows.collect(),
            returned_total: slots.len() as u64,
            returned_kinds,
            assigned: Agenda::of(names, days.assigned, today),
            tasks: Agenda::of(names, days.tasks, today),
            visits: Agenda::of(names, days.visits, today),
            certificates: Agenda::of(names, days.certificates, today),
            classes: Agenda::of(names, days.classes, today),
            matters: Agenda::of(names, days.matters, today),
            incomplete,
            counts,
            queue,
            corrected,
        }
    }

    /// The first screen of a day; `None` if the stored rows do not cover it.
    pub fn today(&self, today: Date) -> Option<Today> {
        let (mut tasks_overdue, mut tasks_due) = self.tasks.split(today, AHEAD)?;
        // assigned tasks have their own group
        (tasks_overdue.of.given, tasks_due.of.given) = (Some(false), Some(false));
        let (visits_missed, visits_planned) = self.visits.split(today, AHEAD)?;
        // lapsed certificates are not shown
        let (_, certificates) = self.certificates.split(today, LAPSES)?;
        let (classes_overdue, classes_due) = self.classes.split(today, AHEAD)?;
        // all cases up to today
        let (before, since) = self.matters.split(today, 1)?;
        let matters = DueList {
            total: before.total + since.total,
            rows: before.rows.into_iter().chain(since.rows).collect(),
            of: DueIn { from: None, ..since.of },
        };
        let since = format::date_add(today, -EDITED_DAYS);
        let recent = |when: u64| format::today_from_millis(when) >= since;
        let edited = self.edited.iter().filter(|(when, _)| recent(*when));
        Some(Today {
            edited: edited.map(|(_, row)| row.clone()).collect(),
            returned: self.returned.clone(),
            returned_total: usize::try_from(self.returned_total).unwrap_or(usize::MAX),
            returned_kinds: sizes(&self.returned_kinds),
            assigned: self.assigned.all(),
            matters,
            tasks_overdue,
            tasks_due,
            visits_missed,
            visits_planned,
            certificates,
            classes_overdue,
            classes_due,
            drafts: Vec::new(),
            incomplete: usize::try_from(self.incomplete).unwrap_or(usize::MAX),
            counts: sizes(&self.counts),
            queue: sizes(&self.queue),
            corrected: sizes(&self.corrected),
        })
    }
}

/// Counts one more record of a kind; `counts` is sorted by kind.
fn count(counts: &mut Vec<(KindNo, u64)>, kind: KindNo) {
    match counts.binary_search_by_key(&kind, |c| c.0) {
        Ok(at) => counts.iter_mut().skip(at).take(1).for_each(|c| c.1 += 1),
        Err(at) => counts.insert(at, (kind, 1)),
    }
}

fn sizes(counts: &[(KindNo, u64)]) -> Vec<(KindNo, usize)> {
    counts.iter().map(|(k, n)| (*k, usize::try_from(*n).unwrap_or(usize::MAX))).collect()
}

impl Agenda {
    fn of(names: &RecordIndex, mut due: Days, today: Date) -> Agenda {
        due.sort_unstable_by_key(|(day, slot)| (*day, names.id(*slot)));
        let rows = |from: usize, n: usize| {
            let part = due.iter().skip(from).take(n);
            part.filter_map(|(day, slot)| row(names, *day, *slot)).collect::<Vec<_>>()
        };
        // some days before today, in case the clock is set back
        let soon = pack(Some(format::date_add(today, -3)));
        let soon_at = due.partition_point(|(day, _)| *day < soon);
        Agenda {
            days: due.iter().map(|(day, _)| *day).collect(),
            first: rows(0, ROWS),
            upcoming_from: u32::try_from(soon_at).unwrap_or(u32::MAX),
            upcoming: rows(soon_at, 3 * ROWS),
        }
    }

    fn all(&self) -> DueList {
        let of = DueIn { given: Some(true), ..DueIn::default() };
        DueList { total: self.days.len(), rows: self.first.clone(), of }
    }

    /// Splits into overdue records and those due in the next `ahead` days.
    fn split(&self, today: Date, ahead: i32) -> Option<(DueList, DueList)> {
        let now = self.days.partition_point(|day| *day < pack(Some(today)));
        let end = format::date_add(today, ahead);
        let of = DueIn { from: None, before: Some(today), given: None };
        let passed = DueList { total: now, rows: self.rows(0, now.min(ROWS))?, of };
        let last = self.days.partition_point(|day| *day < pack(Some(end)));
        let coming = last.saturating_sub(now);
        let of = DueIn { from: Some(today), before: Some(end), given: None };
        Some((passed, DueList { total: coming, rows: self.rows(now, coming.min(ROWS))?, of }))
    }

    fn rows(&self, from: usize, n: usize) -> Option<Vec<DueRecord>> {
        let soon_at = self.upcoming_from as usize;
        if let Some(rows) = self.first.get(from..from + n) {
            return Some(rows.to_vec());
        }
        let from = from.checked_sub(soon_at)?;
        self.upcoming.get(from..from + n).map(<[DueRecord]>::to_vec)
    }
}

fn live_slots(names: &RecordIndex) -> impl Iterator<Item = u32> {
    let all = u32::try_from(names.len()).unwrap_or(u32::MAX);
    (0..all).filter(|slot| counts(names, *slot))
}

/// Whether it exists and was not merged into another one.
fn counts(names: &RecordIndex, slot: u32) -> bool {
    names.kind(slot) != 0 && !names.is_deleted(slot) && !names.is_merged(slot)
}

/// Slots of the returned records, newest first.
pub(crate) fn returned(names: &RecordIndex) -> Vec<u32> {
    let mut slots: Vec<u32> =
        live_slots(names).filter(|slot| names.is_returned(*slot)).collect();
    slots.sort_unstable_by_key(|slot| std::cmp::Reverse((names.day(*slot), names.id(*slot))));
    slots
}

/// Slots of the records that a reviewer changed, newest first; none at headquarters.
pub(crate) fn edited(names: &RecordIndex, is_laptop: bool) -> Vec<u32> {
    let shown = |(slot, _): &(u32, u32)| is_laptop && counts(names, *slot);
    let mut found: Vec<(u32, u32)> = names.edits().filter(shown).collect();
    found.sort_unstable_by_key(|(slot, day)| std::cmp::Reverse((*day, names.id(*slot))));
    found.into_iter().take(EDITED_ROWS).map(|(slot, _)| slot).collect()
}

/// (packed day, slot).
type Days = Vec<(u32, u32)>;

#[derive(Default)]
struct AllDays {
    assigned: Days,
    tasks: Days,
    visits: Days,
    certificates: Days,
    classes: Days,
    matters: Days,
}

/// Due days by sort: open tasks, plans of each establishment's last visit, certificates in force,
/// and classes without a follow-up.
fn days(names: &RecordIndex, plan: &StoreSchema, own: Option<Id>) -> AllDays {
    let mut all = AllDays::default();
    let gave = |slot: u32| names.id(names.changed_by(slot)).is_some_and(|by| Some(by) != own);
    // slot of the last visit at each establishment, by the establishment's slot
    let mut last = vec![NONE; names.len()];
    let mut followed = Vec::new();
    for slot in live_slots(names) {
        let due = (names.due(slot), slot);
        match plan.attention(names.kind(slot)) {
            Some(AttentionSort::Task) if own.is_some() && gave(slot) => {
                all.assigned.push(due);
            }
            Some(AttentionSort::Task) => all.tasks.push(due),
            Some(AttentionSort::Certificate) => all.certificates.push(due),
            Some(AttentionSort::Class) => all.classes.push(due),
            Some(AttentionSort::Case) => all.matters.push(due),
            Some(AttentionSort::FollowUp) => followed.push(names.place_record(slot)),
            Some(AttentionSort::Visit) if names.home(slot) != NONE => {
                let when = |slot: u32| (names.day(slot), names.id(slot));
                let home = names.goes_on_as(names.home(slot));
                if let Some(held) = last.get_mut(home as usize)
                    && (*held == NONE || when(*held) < when(slot))
                {
                    *held = slot;
                }
            }
            _ => {}
        }
    }
    let planned = last.into_iter().filter(|slot| *slot != NONE);
    all.visits = planned.map(|slot| (names.due(slot), slot)).collect();
    followed.sort_unstable();
    all.classes.retain(|(_, slot)| followed.binary_search(slot).is_err());
    let kept = [&mut all.assigned, &mut all.tasks, &mut all.visits, &mut all.certificates];
    for days in kept.into_iter().chain([&mut all.classes, &mut all.matters]) {
        days.retain(|(day, _)| *day != 0);
    }
    all
}

/// Slots of a kind's records that are due in this period.
pub(crate) fn due(
    names: &RecordIndex,
    plan: &StoreSchema,
    own: Option<Id>,
    kind: KindNo,
    wanted: DueIn,
) -> HashSet<u32> {
    let all = days(names, plan, own);
    let groups = match plan.attention(kind) {
        Some(AttentionSort::Task) => match wanted.given {
            Some(true) => vec![all.assigned],
            Some(false) => vec![all.tasks],
            None => vec![all.assigned, all.tasks],
        },
        Some(AttentionSort::Visit) => vec![all.visits],
        Some(AttentionSort::Certificate) => vec![all.certificates],
        Some(AttentionSort::Class) => vec![all.classes],
        Some(AttentionSort::Case) => vec![all.matters],
        Some(AttentionSort::FollowUp) | None => Vec::new(),
    };
    let before = wanted.before.map_or(u32::MAX, |day| pack(Some(day)));
    let stretch = pack(wanted.from)..before;
    let inside = groups.into_iter().flatten().filter(|(day, _)| stretch.contains(day));
    inside.map(|(_, slot)| slot).collect()
}

fn row(names: &RecordIndex, day: u32, slot: u32) -> Option<DueRecord> {
    let home = names.home(slot);
    Some(DueRecord {
        id: names.id(slot)?,
        kind: names.kind(slot),
        day: unpack(day)?,
        title: names.title(slot),
        home: names.id(home),
        home_title: names.title(home),
    })
}
