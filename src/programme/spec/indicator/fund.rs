//! The fund that paid.

use serde::{Deserialize, Serialize};

use crate::programme::spec::ChoiceList;

/// The programme that a fund belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fund {
    National,
    Local,
    /// Of both: it counts in both columns.
    Both,
    /// Of neither, or unknown.
    Outside,
}

impl ChoiceList {
    /// The fund that the fact `funds` of a choice names.
    pub fn fund(&self, at: usize) -> Option<Fund> {
        let funds = self.choices.get(at)?.facts("funds");
        let has = |wanted: &str| funds.iter().any(|fund| fund == wanted);
        match (has("national"), has("local")) {
            (true, true) => Some(Fund::Both),
            (true, false) => Some(Fund::National),
            (false, true) => Some(Fund::Local),
            (false, false) => None,
        }
    }
}
