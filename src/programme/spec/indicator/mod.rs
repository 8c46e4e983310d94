//! The rows of a programme's reports as plain types, with every path resolved: which values of
//! which records are held in memory, what an event is, and how events become figures. Knows no
//! records.

mod figure;
mod fund;
mod named;
mod source;
mod table;

pub use figure::*;
pub use fund::Fund;
pub use named::{GoalSpec, PairSpec, PriorityPlaceSpec, StatedFigureSpec};
pub use source::*;
pub use table::*;

use super::ChoiceList;
use crate::record::KindNo;

/// The list of the rows for which a target may be set.
pub const INDICATORS: &str = "indicator";

/// Everything that a programme says of its reports.
#[derive(Clone, Debug, Default)]
pub struct IndicatorBook {
    pub tables: Vec<FactTableSpec>,
    pub sources: Vec<EventSource>,
    pub indicators: Vec<IndicatorSpec>,
    /// The column for the place in the table of the home kind.
    pub home: Option<FactStep>,
    pub pairs: Option<PairSpec>,
    pub goals: Option<GoalSpec>,
    pub reported: Option<StatedFigureSpec>,
    pub places: Option<PriorityPlaceSpec>,
}

impl IndicatorBook {
    /// The tables that hold something of a kind's records.
    pub fn tables_of(&self, kind: KindNo) -> impl Iterator<Item = (usize, &FactTableSpec)> {
        self.tables.iter().enumerate().filter(move |(_, table)| table.kind == kind)
    }

    /// Whether a kind's records are counted.
    pub fn counts(&self, kind: KindNo) -> bool {
        let named = [
            self.pairs.as_ref().map(|pairs| pairs.kind),
            self.goals.as_ref().map(|goals| goals.figure.kind),
            self.reported.as_ref().map(|reported| reported.kind),
            self.places.as_ref().map(|places| places.kind),
        ];
        self.tables_of(kind).next().is_some() || named.contains(&Some(kind))
    }

    /// A condition of a kind.
    pub fn condition(&self, kind: KindNo, id: &str) -> Option<&FactCondition> {
        let conditions = self.tables_of(kind).flat_map(|(_, table)| &table.conditions);
        conditions.into_iter().find(|condition| condition.id == id)
    }

    /// A row of the report by its key.
    pub fn indicator(&self, key: &str) -> Option<&IndicatorSpec> {
        self.indicators.iter().find(|row| row.key() == key)
    }

    /// The row that has a table.
    pub fn tabled(&self) -> Option<&IndicatorSpec> {
        self.indicators.iter().find(|row| !row.table.is_empty())
    }

    /// The figure that a key of the report belongs to: with this key, or split by its last part.
    pub fn figure(&self, key: &str) -> Option<&FigureSpec> {
        let figures = || self.indicators.iter().flat_map(|indicator| &indicator.figures);
        let own = figures().find(|figure| figure.split.is_none() && figure.key == key);
        own.or_else(|| {
            let (split, _) = key.rsplit_once('.')?;
            figures().find(|figure| figure.split.is_some() && figure.key == split)
        })
    }

    /// The index of the measure in which a rise is a gain, and the smallest gain in percent.
    pub fn gain(&self, lists: &[ChoiceList]) -> Option<(usize, i64)> {
        let measures = &self.pairs.as_ref()?.measures;
        let choices = &lists.iter().find(|list| list.id == *measures)?.choices;
        choices.iter().enumerate().find_map(|(measure, choice)| {
            Some((measure, choice.facts("gain").first()?.parse().ok()?))
        })
    }

    /// The conditions of a kind that the record index holds, in the order of its bits.
    pub fn indexed(&self, kind: KindNo) -> impl Iterator<Item = &FactCondition> {
        let table = self.tables_of(kind).next().map(|(_, table)| table);
        let conditions = table.into_iter().flat_map(|table| &table.conditions);
        conditions.filter(|condition| condition.is_indexed)
    }
}
