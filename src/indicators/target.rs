//! What was to be reached: for a row, a fund and a place, the target of the narrowest years that
//! hold the period; an officer's own only where there is no official one. It is compared with what was
//! reached from its first year to the period's end, and with how much of its years had passed by then.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::facts::{Goal, Ref};
use super::figures;
use super::scene::FactsScene;
use super::tally::{COLUMNS, FigureCell, ONE, TOTAL, columns, divide};
use crate::record::{Date, ReportQuery, Scope};
use crate::text::format::days_between;

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
    /// the number of the province that it is for, where the report is not of that province alone
    pub province: Option<u8>,
    pub record: Ref,
    /// the figure from the target's first year to the period's end, in millionths
    pub reached: Option<i128>,
    /// what that is of it, in millionths of a percent
    pub share: Option<i128>,
    /// how much of its years has passed by then, in millionths of a percent
    pub elapsed: i128,
}

/// The figures of all rows from the first day of a year on: of the years in which targets begin that
/// hold more than the period.
pub struct FiguresSince(BTreeMap<i64, HashMap<String, [Option<i128>; COLUMNS]>>);

impl FiguresSince {
    pub fn of(scene: &FactsScene, asked: &ReportQuery) -> FiguresSince {
        let goals = scene.facts.goals.iter().filter(|(_, goal)| covers(scene, goal, asked));
        let indicators: BTreeSet<&str> = goals.map(|(_, goal)| &*goal.indicator).collect();
        let columns =
            |id| (0..COLUMNS).filter_map(move |column| best(scene, asked, id, column));
        let best = indicators.into_iter().flat_map(columns);
        let years: BTreeSet<i64> = best.map(|(_, goal)| goal.years.0).collect();
        let since = |year: i64| {
            let from = first_day(year).filter(|from| *from < scene.from)?;
            let earlier = FactsScene { from, ..*scene };
            let figures = figures::all(&earlier)
                .into_iter()
                .map(|draft| (draft.key, draft.cells.map(|cell| cell.figure.value())));
            Some((year, figures.collect()))
        };
        FiguresSince(years.into_iter().filter_map(since).collect())
    }
}

/// The total's first.
pub fn targets(
    scene: &FactsScene,
    asked: &ReportQuery,
    since: &FiguresSince,
    id: &str,
    cells: &[FigureCell; COLUMNS],
) -> Vec<IndicatorTarget> {
    let mut found = Vec::new();
    for (column, cell) in cells.iter().enumerate().rev() {
        let Some((record, goal)) = best(scene, asked, id, column) else { continue };
        let value = i128::from(goal.value);
        let earlier = since.0.get(&goal.years.0).map(|rows| rows.get(id));
        let reached = match earlier {
            Some(row) => row.and_then(|cells| *cells.get(column)?),
            None => cell.figure.value(),
        };
        found.push(IndicatorTarget {
            column,
            value,
            years: goal.years,
            verified: goal.verified,
            official: goal.official,
            province: match asked.scope {
                Scope::All => goal.province.as_ref().and_then(|code| code.parse().ok()),
                _ => None,
            },
            record,
            reached,
            share: reached.and_then(|n| divide(n * 100 * ONE, value)),
            elapsed: elapsed(goal.years, scene.as_of),
        });
    }
    found
}

/// The target that a figure is compared with; of two for the same years the later record.
fn best<'a>(
    scene: &FactsScene<'a>,
    asked: &ReportQuery,
    id: &str,
    column: usize,
) -> Option<(Ref, &'a Goal)> {
    let fits = |goal: &Goal| {
        goal.indicator == id
            && goal.fund.map_or(&[TOTAL][..], columns) == [column]
            && covers(scene, goal, asked)
    };
    let own = scene.facts.goals.iter().filter(|(_, goal)| fits(goal));
    let width = |goal: &Goal| goal.years.1.saturating_sub(goal.years.0);
    own.min_by_key(|(at, goal)| {
        (goal.province.is_some(), !goal.official, width(goal), Ref::MAX - at)
    })
}

/// The province of an officer's notebook: the one that all targets of a province are for. At
/// headquarters everything is of many.
fn own_province<'a>(scene: &FactsScene<'a>) -> Option<&'a str> {
    let mut named = scene.facts.goals.iter().filter_map(|(_, goal)| goal.province.as_deref());
    let first = named.next().filter(|_| !scene.programme.is_headquarters())?;
    named.all(|other| other == first).then_some(first)
}

fn first_day(year: i64) -> Option<Date> {
    Some(Date { year: i16::try_from(year).ok()?, month: 1, day: 1 })
}

/// Of the days of these years, the part up to a day; millionths of a percent.
fn elapsed(years: (i64, i64), day: Date) -> i128 {
    let days = |from: Date, to: Date| i128::from(days_between(from, to));
    let (Some(first), Some(end)) =
        (first_day(years.0), years.1.checked_add(1).and_then(first_day))
    else {
        return 0;
    };
    let passed = (days(first, day) + 1).clamp(0, days(first, end));
    divide(passed * 100 * ONE, days(first, end)).unwrap_or(0)
}

fn covers(scene: &FactsScene, goal: &Goal, asked: &ReportQuery) -> bool {
    let (first, last) = asked.period.years();
    let years = goal.years.0 <= i64::from(first) && i64::from(last) <= goal.years.1;
    let place = match (&asked.scope, &goal.province) {
        (Scope::All, None) => true,
        (Scope::All, Some(own)) => own_province(scene) == Some(own),
        (Scope::Province(asked), Some(own)) => asked == own,
        _ => false,
    };
    years && place
}
