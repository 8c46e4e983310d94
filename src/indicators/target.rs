//! What was to be reached: for a row, a fund and a place, the target of the narrowest years that
//! hold the period; an officer's own only where there is no official one. A month is shown against the target of its year, which is said beside it.

use super::facts::{Goal, Ref};
use super::scene::FactsScene;
use super::tally::{COLUMNS, FigureCell, ONE, TOTAL, divide};
use crate::record::{ReportQuery, Scope};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndicatorTarget {
    /// the column that it is for
    pub column: usize,
    /// millionths
    pub value: i128,
    pub years: (i64, i64),
    pub verified: bool,
    /// not an officer's own
    pub official: bool,
    pub record: Ref,
    /// what is reached of it, in millionths of a percent
    pub share: Option<i128>,
}

/// The total's first.
pub fn targets(
    scene: &FactsScene,
    asked: &ReportQuery,
    id: &str,
    cells: &[FigureCell; COLUMNS],
) -> Vec<IndicatorTarget> {
    let mut found = Vec::new();
    for (column, cell) in cells.iter().enumerate().rev() {
        let fits = |goal: &Goal| {
            goal.indicator == id
                && goal.fund.map_or(TOTAL, |fund| fund as usize) == column
                && covers(goal, asked)
        };
        let own = scene.facts.goals.iter().filter(|(_, goal)| fits(goal));
        // of two for the same years the later record
        let width = |goal: &Goal| goal.years.1 - goal.years.0;
        let best = own.min_by_key(|(at, goal)| (!goal.official, width(goal), Ref::MAX - at));
        let Some((record, goal)) = best else { continue };
        let value = i128::from(goal.value);
        let reached = cell.figure.value();
        found.push(IndicatorTarget {
            column,
            value,
            years: goal.years,
            verified: goal.verified,
            official: goal.official,
            record,
            share: reached.and_then(|n| divide(n * 100 * ONE, value)),
        });
    }
    found
}

fn covers(goal: &Goal, asked: &ReportQuery) -> bool {
    let (first, last) = asked.period.years();
    let years = goal.years.0 <= i64::from(first) && i64::from(last) <= goal.years.1;
    let place = match (&asked.scope, &goal.province) {
        (Scope::All, None) => true,
        (Scope::Province(asked), Some(own)) => asked == own,
        _ => false,
    };
    years && place
}
