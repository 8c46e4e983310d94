//! Rows of the reports, and what the events of a source add to them.

use super::Fund;
use super::source::{EventTest, FactPath};
use crate::programme::spec::Label;

/// A row of the report with its parts.
#[derive(Clone, Debug)]
pub struct IndicatorSpec {
    /// How it is counted, and which day counts.
    pub rule: Label,
    /// The row, then its parts.
    pub figures: Vec<FigureSpec>,
    /// One of the main rows, which are drawn as charts and listed by place.
    pub is_charted: bool,
    /// Columns of the table that splits the row by choices; empty for a row without a table.
    pub table: Vec<TabledColumn>,
}

/// A column of a table by choices: a part of the row, and a fund.
#[derive(Clone, Debug)]
pub struct TabledColumn {
    /// `None`: the row itself.
    pub part: Option<String>,
    /// `None`: the total.
    pub fund: Option<Fund>,
}

impl IndicatorSpec {
    /// `I1`
    pub fn key(&self) -> &str {
        self.figures.first().map_or("", |row| row.key.as_str())
    }

    /// The row itself, or one of its parts that is not split.
    pub fn part(&self, id: Option<&str>) -> Option<&FigureSpec> {
        let Some(id) = id else { return self.figures.first() };
        let own = |figure: &&FigureSpec| {
            figure.split.is_none()
                && figure.key.rsplit_once('.').is_some_and(|(_, part)| part == id)
        };
        self.figures.iter().find(own)
    }
}

#[derive(Clone, Debug)]
pub struct FigureSpec {
    /// `I1`, or a part: `I1.female`; with a split, the prefix of the keys of its choices.
    pub key: String,
    pub label: Label,
    /// The label of the part that this is a part of.
    pub above: Option<Label>,
    pub unit: Label,
    pub is_money: bool,
    pub measure: IndicatorMeasure,
    pub terms: Vec<EventTerm>,
    /// The base of a percentage or a ratio.
    pub base: Vec<EventTerm>,
    /// The share of each fund is unknown if both paid: it counts only in the total.
    pub both_in_total: bool,
    pub split: Option<IndicatorSplit>,
    /// Parts that are shown again under each choice of the split.
    pub repeat: Vec<FigureSpec>,
    /// Whether a target may be set for it.
    pub has_target: bool,
}

impl FigureSpec {
    /// Whether it counts events at priority places; it is unknown while no such place is.
    pub fn goes_by_places(&self) -> bool {
        self.terms.iter().any(|term| term.tests.contains(&EventTest::AtPriorityPlace))
    }

    /// Whether it counts each thing once, so that such figures cannot be added up.
    pub fn is_distinct(&self) -> bool {
        self.terms.iter().any(|term| matches!(term.adds, TermAdds::Distinct(_)))
    }
}

/// How a figure is computed from events.
#[derive(Clone, Debug, PartialEq)]
pub enum IndicatorMeasure {
    /// Counted, added or counted once each, as the terms say.
    Total,
    /// The terms as a percentage of the base.
    Percent,
    /// The terms divided by the base.
    Per,
    /// The amounts of the latest follow-up of each event, as a percentage of the event's.
    Latest(FollowUp),
    /// The events that no follow-up names.
    Unfollowed(FollowUp),
    /// Values measured before and after, of this group of measures.
    Pairs(String),
    /// Each thing once, on the first day that it ever had an event.
    Begun,
    /// Each thing once, if its first event ever is in the period.
    First,
    /// Each thing once, if the measure of a gain was measured before and after.
    Measured,
    /// Like `Measured`, if the measure also rose by the required percentage.
    Gained,
    /// The median of these changes.
    MedianGain,
    /// Each home once, if it has `least` different values or more at the period's end.
    Several { different: FactPath, least: usize },
    /// Days from another day to the event's day, on average.
    Days(FactPath),
    /// The homes that these terms also name, up to the period's end, as a percentage of all.
    Also(Vec<EventTerm>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct FollowUp {
    pub source: usize,
    /// From the follow-up to the event that it follows.
    pub of: FactPath,
    pub day: FactPath,
    pub add: Vec<TermAmount>,
}

/// What the events of one source add to a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct EventTerm {
    pub source: usize,
    pub tests: Vec<EventTest>,
    pub adds: TermAdds,
    /// The paths to the choices of the figure's split.
    pub split: Vec<FactPath>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TermAdds {
    One,
    Amounts(Vec<TermAmount>),
    /// One for each distinct combination of these.
    Distinct(Vec<EventKey>),
}

#[derive(Clone, Debug, PartialEq)]
pub enum EventKey {
    /// The record that a link names, or a choice.
    Value(FactPath),
    /// The event's own record.
    Record,
    Home,
    Whole,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TermAmount {
    pub path: FactPath,
    pub column: AmountColumn,
}

/// The fund's column that an amount is in. The total includes all of them.
#[derive(Clone, Debug, PartialEq)]
pub enum AmountColumn {
    /// The column of the event's fund.
    Fund,
    National,
    Local,
    /// Only the total.
    Total,
    /// The column of the event's fund. An event of both funds is split only if these two amounts
    /// are known to add up to it.
    Support(Option<[FactPath; 2]>),
}

#[derive(Clone, Debug, PartialEq)]
pub enum IndicatorSplit {
    /// By the choices of a list that each term's path leads to. With two lists by both, and the
    /// second names the unit.
    Choices(Vec<String>),
    /// By province; within a province, by commune.
    Place,
    /// By the classes of priority places.
    Priority(String),
}
