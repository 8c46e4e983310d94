//! Queries of the notebook and their results, as plain data.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Counted, Date, Draft, FieldNo, Id, KindNo, Record, Reviewed};

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// newest day first, where the kind has a day; else newest record first
    #[default]
    Newest,
    /// oldest first
    Oldest,
    /// by title, in Vietnamese order
    Title,
    /// by the day that calls for attention, the earliest first
    Due,
}

/// Records that call for attention on a day, counted as the first screen counts them: open tasks,
/// the visit planned last at each establishment, certificates in force, classes without a
/// follow-up, cases that wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct DueIn {
    /// this day and later ones; `None`: no limit
    pub from: Option<Date>,
    /// the days before this one; `None`: no limit
    pub before: Option<Date>,
    /// of tasks: assigned to this officer (`true`), or the officer's own (`false`)
    pub given: Option<bool>,
}

/// A list of one kind's records, narrowed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Query {
    pub kind: KindNo,
    /// words in any order, with or without accents, or raw Telex; empty for all
    pub text: String,
    /// field and what it must be: a choice's id, `true`/`false`, a commune's or province's code
    pub filter: Vec<(FieldNo, String)>,
    pub sort: Sort,
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// only records that link to this one in the field
    pub pointing: Option<(FieldNo, Id)>,
    /// only records that this figure of the results counts
    pub counted: Option<Counted>,
    /// the deleted records instead of the others
    pub deleted: bool,
    /// only records that lack a required answer
    pub incomplete: bool,
    /// only records with this review status
    pub reviewed: Option<Reviewed>,
    /// only records that this officer changed last, on another machine
    pub by: Option<Id>,
    /// only records with a day that calls for attention
    pub due: Option<DueIn>,
}

impl Query {
    /// All records of a kind.
    pub fn all(kind: KindNo) -> Query {
        Query {
            kind,
            text: String::new(),
            filter: Vec::new(),
            sort: Sort::default(),
            from: None,
            to: None,
            pointing: None,
            counted: None,
            deleted: false,
            incomplete: false,
            reviewed: None,
            by: None,
            due: None,
        }
    }
}

/// A window onto a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// length of the whole list
    pub total: usize,
    /// index of the first row in it
    pub start: usize,
    pub rows: Vec<Record>,
    /// titles of the rows and of every record they link to
    pub titles: BTreeMap<Id, String>,
    /// the rows that lack a required answer
    pub incomplete: BTreeSet<Id>,
}

/// Something that calls for attention on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueRecord {
    pub id: Id,
    pub kind: KindNo,
    pub day: Date,
    pub title: String,
    /// the establishment it is about
    pub home: Option<Id>,
    pub home_title: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DueList {
    pub total: usize,
    /// the earliest first, limited to what a screen can show
    pub rows: Vec<DueRecord>,
    /// the filter for a list of all of them
    pub of: DueIn,
}

/// A record that headquarters has sent back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    pub id: Id,
    pub kind: KindNo,
    pub title: String,
    pub reason: String,
}

/// What the first screen shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Today {
    /// sent back by headquarters and not changed since, newest first
    pub returned: Vec<Returned>,
    /// number of all returned records
    pub returned_total: usize,
    /// the same by kind
    pub returned_kinds: Vec<(KindNo, usize)>,
    /// this officer's records that a reviewer changed recently, newest first; `reason` lists the
    /// changes
    pub edited: Vec<Returned>,
    /// open commitments that were assigned to this officer, by their day
    pub assigned: DueList,
    /// open commitments past their day
    pub tasks_overdue: DueList,
    /// open commitments of the coming days
    pub tasks_due: DueList,
    /// planned visits past their day, with no visit since
    pub visits_missed: DueList,
    pub visits_planned: DueList,
    /// certificates in force that expire soon
    pub certificates: DueList,
    /// classes without a follow-up, by the day on which it is due
    pub classes_overdue: DueList,
    pub classes_due: DueList,
    /// at headquarters: the cases that wait for a reviewer
    pub matters: DueList,
    /// officers' records that wait for a verdict, by kind
    pub queue: Vec<(KindNo, usize)>,
    /// records changed since they were sent back, by kind
    pub corrected: Vec<(KindNo, usize)>,
    /// unfinished drafts, last changed first
    pub drafts: Vec<Draft>,
    /// undeleted records that lack a required answer
    pub incomplete: usize,
    /// undeleted records by kind
    pub counts: Vec<(KindNo, usize)>,
}
