//! Paths from a row in memory to other values, and sources of events.

/// A column, or a condition, of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactStep {
    pub table: usize,
    pub at: usize,
}

/// A path to a value: links, each to a record of the next step's table, then the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactPath {
    pub links: Vec<FactStep>,
    pub at: FactStep,
}

/// Whether a condition holds, here or where links lead to. If a link leads nowhere, it does not.
#[derive(Clone, Debug, PartialEq)]
pub enum EventTest {
    Holds {
        path: FactPath,
        negated: bool,
    },
    /// The event is at a priority place on its day.
    AtPriorityPlace,
}

/// The first of several values that has an answer and meets its condition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alternatives(pub Vec<(FactPath, Option<EventTest>)>);

/// Records, or rows of them, as events with a time, a place and a fund.
#[derive(Clone, Debug)]
pub struct EventSource {
    pub id: String,
    pub table: usize,
    pub time: EventTime,
    /// The day for which the event's place is looked up, if it is not the event's day.
    pub placed: Alternatives,
    /// The event's place, a link to a home, or links to several homes, one of which is enough.
    pub place: Vec<FactPath>,
    /// The home that the event is about.
    pub home: Option<HomeLink>,
    pub fund: Vec<FactPath>,
    /// The record that the event is a part of; `None`: the event's own record.
    pub whole: Option<FactPath>,
    pub tests: Vec<EventTest>,
    /// Whether a report of one place also says how many events have no place.
    pub counts_placeless: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum HomeLink {
    /// The event's record is a home.
    Itself,
    Linked(FactPath),
}

#[derive(Clone, Debug, PartialEq)]
pub enum EventTime {
    /// On a day of the period.
    Day(Alternatives),
    /// In a year that the period touches.
    Year(FactPath),
    /// It holds on the period's last day, or today while the period is not over: from a first day,
    /// which may be unknown, to a last one, unless it was revoked by then.
    Holds {
        from: Option<HoldFrom>,
        to: Option<FactPath>,
        must_end: bool,
        revoked: Option<FactPath>,
    },
    /// A day that has passed by the period's end.
    Passed(FactPath),
}

#[derive(Clone, Debug, PartialEq)]
pub struct HoldFrom {
    pub day: FactPath,
    /// Without a first day it holds today, but is not known to have held earlier.
    pub may_be_unknown: bool,
}
