//! Lists of choices.

use super::Label;

#[derive(Clone, Debug)]
pub struct ChoiceList {
    pub id: String,
    /// the facts that its choices may have, each with the list of its values; empty: free words
    pub facts: Vec<(String, String)>,
    pub choices: Vec<Choice>,
}

impl ChoiceList {
    pub fn choice(&self, id: &str) -> Option<&Choice> {
        self.choices.iter().find(|c| c.id == id)
    }
}

#[derive(Clone, Debug)]
pub struct Choice {
    pub id: String,
    pub label: Label,
    /// in columns of lists; the label if `None`
    pub short: Option<Label>,
    /// further facts by name (group of an activity, units of a measure, kinds of a paper)
    pub facts: Vec<(String, Vec<String>)>,
}

impl Choice {
    pub fn short(&self) -> &Label {
        self.short.as_ref().unwrap_or(&self.label)
    }

    /// Empty when it has none of this name.
    pub fn facts(&self, name: &str) -> &[String] {
        self.facts.iter().find(|(own, _)| own == name).map_or(&[], |(_, values)| values)
    }

    /// Whether this unit counts money, which papers print in millions.
    pub fn is_money(&self) -> bool {
        !self.facts("money").is_empty()
    }
}
