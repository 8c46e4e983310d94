//! Rows of the reports, and what the events of a source add to them.

use super::Fund;
use super::source::{EventTest, FactPath};
use crate::programme::spec::Label;

/// A row of the report with its parts.
#[derive(Clone, Debug)]
pub struct IndicatorSpec {
    /// How it is counted, and which day counts.
    pub rule: Label,
    /// The row first.
    pub figures: Vec<FigureSpec>,
    /// Among those that people look at first: drawn, and listed by place.
    pub is_charted: bool,
    /// Columns of a table by the choices that it is split by; empty for a row without one.
    pub table: Vec<TabledColumn>,
}

/// A column of a table by choices: a part of the row, and a column of funds.
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
    /// `I1`, or a part: `I1.female`; of a split the prefix of the choices' ids.
    pub key: String,
    pub label: Label,
    /// The part of which it is one.
    pub above: Option<Label>,
    pub unit: Label,
    pub is_money: bool,
    pub measure: IndicatorMeasure,
    pub terms: Vec<EventTerm>,
    /// What the terms are a share of.
    pub base: Vec<EventTerm>,
    /// The fund of a share is not known where both paid: it is in the total alone.
    pub both_in_total: bool,
    pub split: Option<IndicatorSplit>,
    /// Parts that are shown again under each choice of the split.
    pub repeat: Vec<FigureSpec>,
    /// A target may be set for it.
    pub has_target: bool,
}

impl FigureSpec {
    /// Its share is unknown while no priority place is.
    pub fn goes_by_places(&self) -> bool {
        self.terms.iter().any(|term| term.tests.contains(&EventTest::AtPriorityPlace))
    }

    /// What is there twice counts once: such figures do not add up.
    pub fn is_distinct(&self) -> bool {
        self.terms.iter().any(|term| matches!(term.adds, TermAdds::Distinct(_)))
    }
}

/// How a figure is made of events.
#[derive(Clone, Debug, PartialEq)]
pub enum IndicatorMeasure {
    /// Counted, added or counted once each, as the terms say.
    Total,
    /// The terms of the base, in percent.
    Percent,
    /// The terms for one of the base.
    Per,
    /// Of the latest record that follows each event, in percent of the event's own.
    Latest(FollowUp),
    /// Events that no record follows.
    Unfollowed(FollowUp),
    /// Measured before and after, of a group of measures.
    Pairs(String),
    /// Once each, on the first day there ever was.
    Begun,
    /// Once each, where the first day there ever was is in the period.
    First,
    /// Once each, where the measure of a gain was measured before and after.
    Measured,
    /// And where it rose by that much.
    Gained,
    /// The median of those rises and falls.
    MedianGain,
    /// Once each, of those that hold `least` different ones or more at the period's end.
    Several { different: FactPath, least: usize },
    /// Days from another day to the event's, for one event.
    Days(FactPath),
    /// Homes that these terms name too, up to the period's end, in percent of all.
    Also(Vec<EventTerm>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct FollowUp {
    pub source: usize,
    /// From the follow-up to what it follows.
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
    /// To the choices of the figure's split.
    pub split: Vec<FactPath>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TermAdds {
    One,
    Amounts(Vec<TermAmount>),
    /// One for each different set of these.
    Distinct(Vec<EventKey>),
}

#[derive(Clone, Debug, PartialEq)]
pub enum EventKey {
    /// A link's record, or a choice.
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

/// The column of the fund that an amount is in. All are in the total.
#[derive(Clone, Debug, PartialEq)]
pub enum AmountColumn {
    /// That of the event.
    Fund,
    National,
    Local,
    /// In the total alone.
    Total,
    /// That of the event; of both only where these two are known to add up to it.
    Support(Option<[FactPath; 2]>),
}

#[derive(Clone, Debug, PartialEq)]
pub enum IndicatorSplit {
    /// By choices of a list, as each term's path leads to it; of two lists by both, the second names
    /// the unit.
    Choices(Vec<String>),
    /// By province, in a province by commune.
    Place,
    /// By the classes of priority places.
    Priority(String),
}
