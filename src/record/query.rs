//! Questions to the notebook and their answers, as plain data: the store answers, the screens ask.

use std::collections::BTreeMap;

use super::{Date, FieldNo, Id, KindNo, Record};

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

/// What the first screen shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Today {
    /// open commitments, earliest due day first
    pub tasks: Page,
    /// visits whose next day is planned, earliest first, unless a later visit took place
    pub planned: Page,
    /// records that lack required answers, last changed first
    pub incomplete: Page,
}
