//! A record that a row may duplicate.

use crate::programme::spec::Label;
use crate::text::fold::fold;

/// What a row duplicates, and by which answers.
#[derive(Clone, Debug)]
pub struct Twin {
    /// name in the row
    pub name: String,
    pub of: Original,
    /// never empty
    pub by: Vec<MatchedBy>,
}

impl Twin {
    /// Whether both have the same name; with another name it may be a branch.
    pub fn has_same_name(&self) -> bool {
        match &self.of {
            Original::Row(_, theirs) => fold(theirs) == fold(&self.name),
            Original::Record(_) => true,
        }
    }
}

#[derive(Clone, Debug)]
pub enum Original {
    /// an earlier row, and its name
    Row(u64, String),
    /// an existing record, by name and commune
    Record(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MatchedBy {
    /// all cells of the row
    All,
    Answer(Label),
    NameAndPlace,
    NameAndPhone,
    NameAndUnit,
    /// the name, where one of the two has no unit
    Name,
}
