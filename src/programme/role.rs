//! What the program does with a kind beyond storing it, as the kind's file says: its role, the day
//! that calls for attention, and the actions for its list and its records.

use crate::record::FieldNo;

/// At most one kind has each role (`role` in its file).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KindRole {
    /// Records of most other kinds belong to a record of this kind.
    Home,
    /// Work at a home, which can be printed.
    Visit,
    /// Work that is owed, and that headquarters can assign.
    Task,
    /// Work with a plan, money and beneficiaries.
    Support,
    /// A demonstration model; its measurements are compared before and after.
    Model,
    /// Measurements of a model.
    Measurement,
    /// The person who writes.
    Officer,
    /// A record that describes an attached file.
    File,
    /// A case that waits for a reviewer.
    Case,
    /// A reviewer's decision on a record.
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

/// Which day of a record calls for attention, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttentionSort {
    /// The due day, until `state` says that the task is done.
    Task,
    /// The next visit, as the last one at its home plans it.
    Visit,
    /// The last day of a certificate, unless `state` says that it was revoked.
    Certificate,
    /// Some months after the class, until a follow-up names the class.
    Class,
    /// The follow-up of the class that its title names.
    FollowUp,
    /// The day on which a case was found, while `state` says that it waits.
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
    /// The answer of `state` with which a record calls for attention; `None`: no answer.
    pub open: Option<String>,
    /// Numbers of days ahead that a list can be narrowed to.
    pub ahead: Vec<i32>,
}

/// Actions of the keymap, by their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KindActions {
    /// Opens the kind's list.
    pub list: Option<String>,
    /// Creates a record, on the page of a record that the new one links to.
    pub create: Option<String>,
    /// The kinds that offer `create` on their pages.
    pub from: Vec<String>,
}
