//! What the program does with a kind beyond storing it, as the kind's own file says: its role, the day
//! that calls for attention, the actions that lead to its list and create its records.

use crate::record::FieldNo;

/// At most one kind has each of them (`role` in its file).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KindRole {
    /// Most others belong to one of its records.
    Home,
    /// Work at a home, which can be printed.
    Visit,
    /// Work that is owed, and that headquarters can assign.
    Task,
    /// Work with a plan, money and beneficiaries.
    Support,
    /// A demonstration model: what it is measured by is compared before and after.
    Model,
    /// Readings of a model.
    Measurement,
    /// The person who writes.
    Officer,
    /// A record that describes an attached file.
    File,
    /// A case that waits for a reviewer.
    Case,
    /// A reviewer's word on a record.
    Verdict,
    /// Ceilings of support, by the decision that sets them.
    Ceilings,
    /// Communes with priority, by the decision that names them.
    PriorityPlaces,
}

pub const ROLES: [(&str, KindRole); 12] = [
    ("home", KindRole::Home),
    ("visit", KindRole::Visit),
    ("task", KindRole::Task),
    ("support", KindRole::Support),
    ("model", KindRole::Model),
    ("measurement", KindRole::Measurement),
    ("officer", KindRole::Officer),
    ("file", KindRole::File),
    ("case", KindRole::Case),
    ("verdict", KindRole::Verdict),
    ("ceilings", KindRole::Ceilings),
    ("priority_places", KindRole::PriorityPlaces),
];

/// How a day calls for attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttentionSort {
    /// Until `state` says that it is done.
    Task,
    /// The next visit, as the last one at its home plans it.
    Visit,
    /// Its last day, unless `state` says that it was revoked.
    Certificate,
    /// Some months after it, until a follow-up names the class.
    Class,
    /// The follow-up of the class that its title names.
    FollowUp,
    /// A case, since it was found, while `state` says that it waits.
    Case,
}

pub const ATTENTION_SORTS: [(&str, AttentionSort); 6] = [
    ("task", AttentionSort::Task),
    ("visit", AttentionSort::Visit),
    ("certificate", AttentionSort::Certificate),
    ("class", AttentionSort::Class),
    ("follow_up", AttentionSort::FollowUp),
    ("case", AttentionSort::Case),
];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attention {
    pub sort: AttentionSort,
    pub day: Option<FieldNo>,
    pub state: Option<FieldNo>,
    /// The answer of `state` with which it calls; none: it calls while there is no answer.
    pub open: Option<String>,
    /// Days ahead by which a list can be narrowed.
    pub ahead: Vec<i32>,
}

/// Actions of the keymap, by their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KindActions {
    /// Leads to its list.
    pub list: Option<String>,
    /// Creates a record of it, on the page of a record that it links to.
    pub create: Option<String>,
    /// The kinds on whose pages that is offered.
    pub from: Vec<String>,
}
