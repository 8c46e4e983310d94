//! Questions to the notebook and their answers, as plain data: the store answers, the screens ask.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Date, Draft, FieldNo, Id, KindNo, Record};

/// A list: which records, in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub kind: KindNo,
    /// words as typed; empty = all
    pub text: String,
    /// field -> choice id, `true`/`false`, or the code of a commune or province
    pub filter: Vec<(FieldNo, String)>,
    pub sort: Sort,
    /// bounds, inclusive, on the day the kind's list speaks of
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// only records whose link field names this record
    pub pointing: Option<(FieldNo, Id)>,
    /// the deleted ones instead of the living
    pub deleted: bool,
    /// only those that lack required answers
    pub incomplete: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// best match first where words were typed, else newest day first, else by title
    #[default]
    Usual,
    Title,
    Newest,
    Oldest,
    /// last changed first
    Changed,
}

/// A stretch of a list: `rows` are the records from `start` on, of `total`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub total: usize,
    pub start: usize,
    pub rows: Vec<Record>,
    /// titles of the records that these rows link to
    pub titles: BTreeMap<Id, String>,
}

/// Something that calls for attention on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    pub id: Id,
    pub kind: KindNo,
    pub day: Date,
    pub title: String,
    /// the establishment it is about
    pub home: Option<Id>,
    pub home_title: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dues {
    pub total: usize,
    /// the earliest first, no more than a screen can use
    pub rows: Vec<Due>,
}

/// What the first screen shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Today {
    /// open commitments whose day has passed
    pub tasks_overdue: Dues,
    /// open commitments of the coming days
    pub tasks_due: Dues,
    /// planned visits whose day has passed, with no visit since
    pub visits_missed: Dues,
    pub visits_planned: Dues,
    /// unfinished, last touched first
    pub drafts: Vec<Draft>,
    /// undeleted records that lack a required answer
    pub incomplete: usize,
    /// undeleted records by kind
    pub counts: Vec<(KindNo, usize)>,
}
