//! A record that a row may duplicate.

use crate::programme::spec::Label;
use crate::text::fold::fold;

/// What a row equals, and in what.
#[derive(Clone, Debug)]
pub struct Twin {
    /// what the row is called
    pub name: String,
    pub of: Original,
    /// never empty
    pub by: Vec<MatchedBy>,
}

impl Twin {
    /// Whether both go by one name: a record under another may be a branch.
    pub fn has_same_name(&self) -> bool {
        match &self.of {
            Original::Row(_, theirs) => fold(theirs) == fold(&self.name),
            Original::Record(_) => true,
        }
    }
}

#[derive(Clone, Debug)]
pub enum Original {
    /// an earlier row of the list, and what it is called
    Row(u64, String),
    /// a record, by name and commune
    Record(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MatchedBy {
    /// every word of the row
    All,
    Answer(Label),
    NameAndPlace,
    NameAndPhone,
    NameAndUnit,
    /// one of the two does not say its unit
    Name,
}
