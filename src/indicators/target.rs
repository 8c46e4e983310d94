//! Targets of figures. For a row, a fund and a place, chooses the target with the narrowest years
//! that include the period; an officer's own only if there is no official one. If none includes the
//! period, adds up targets of years in the period, or those of provinces. A target is compared with
//! the figure from its first year to the end of the period, and with the part of its years that had
//! passed by then.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::facts::{Goal, Ref};
use super::figures;
use super::scene::FactsScene;
use super::tally::{COLUMNS, Figure, FigureCell, ONE, RecordLists, TOTAL, columns, divide};
use crate::record::{Date, ReportQuery, Scope};
use crate::text::format::days_between;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndicatorTarget {
    /// index of the column it is for
    pub column: usize,
    /// in millionths
    pub value: i128,
    /// upper end of a range; `value` is the lower end
    pub value_to: Option<i128>,
    pub years: (i64, i64),
    pub verified: bool,
    /// set by headquarters, not by an officer
    pub official: bool,
    /// number of the province it is for, unless the report is about that province
    pub province: Option<u8>,
    pub added: Option<AddedTargets>,
    pub record: Ref,
    /// the figure from the target's first year to the period's end, in millionths
    pub reached: Option<i128>,
    /// `reached` as a part of `value`, in millionths of a percent
    pub share: Option<i128>,
    /// part of the target's years that had passed by then, in millionths of a percent
    pub elapsed: i128,
}

/// How many targets were added up to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddedTargets {
    Years(usize),
    Provinces(usize),
}

/// The targets that a figure is compared with: one, or several to be added up.
struct ChosenTargets<'a> {
    goals: Vec<(Ref, &'a Goal)>,
    added: Option<AddedTargets>,
}

impl ChosenTargets<'_> {
    fn years(&self) -> (i64, i64) {
        let years = self.goals.iter().map(|(_, goal)| goal.years);
        years.reduce(|(a, b), (c, d)| (a.min(c), b.max(d))).unwrap_or_default()
    }

    /// Whether there are years between the added ones without a target.
    fn has_gap(&self) -> bool {
        let (first, last) = self.years();
        let width = |goal: &Goal| goal.years.1 - goal.years.0 + 1;
        let sum: i64 = self.goals.iter().map(|(_, goal)| width(goal)).sum();
        matches!(self.added, Some(AddedTargets::Years(_))) && sum < last - first + 1
    }

    /// The time spans of the figures that are compared with the targets.
    fn spans(&self, scene: &FactsScene) -> Vec<(Date, Date)> {
        let span = |(from, to): (i64, i64)| {
            let (from, end) = (first_day(from)?, last_day(to)?);
            Some((from, end.min(scene.to)))
        };
        let spans: Vec<(i64, i64)> = match self.has_gap() {
            true => self.goals.iter().map(|(_, goal)| goal.years).collect(),
            false => vec![self.years()],
        };
        spans.into_iter().filter_map(span).collect()
    }
}

type KeyedFigures = HashMap<String, [Option<i128>; COLUMNS]>;

/// The figures of all rows for the years of their targets, if these differ from the report's
/// period.
pub struct FiguresSince(BTreeMap<(Date, Date), KeyedFigures>);

impl FiguresSince {
    pub fn of(scene: &FactsScene, asked: &ReportQuery) -> FiguresSince {
        let goals = scene.facts.goals.iter();
        let indicators: BTreeSet<&str> = goals.map(|(_, goal)| &*goal.indicator).collect();
        let mut spans: BTreeMap<(Date, Date), BTreeSet<&str>> = BTreeMap::new();
        for id in indicators {
            let chosen =
                (0..COLUMNS).filter_map(|column| chosen(scene, asked, id, column, true));
            for span in chosen.flat_map(|targets| targets.spans(scene)) {
                spans.entry(span).or_default().insert(id);
            }
        }
        let since = |((from, to), ids): ((Date, Date), BTreeSet<&str>)| {
            if (from, to) == (scene.from, scene.to) || from > to {
                return None;
            }
            let as_of = scene.as_of.min(to);
            let of_span = FactsScene { from, to, as_of, lists: RecordLists::None, ..*scene };
            let figures = figures::some(&of_span, &ids).into_iter().map(|draft| {
                let value = |cell: FigureCell| cell.figure.value();
                (draft.key, draft.cells.map(value))
            });
            Some(((from, to), figures.collect()))
        };
        FiguresSince(spans.into_iter().filter_map(since).collect())
    }

    /// The sum over all spans; `None` if one has no figure.
    fn value(
        &self,
        scene: &FactsScene,
        spans: &[(Date, Date)],
        (id, column): (&str, usize),
        own: Figure,
    ) -> Option<i128> {
        let of_span = |span: &(Date, Date)| match self.0.get(span) {
            Some(figures) => *figures.get(id)?.get(column)?,
            None if *span == (scene.from, scene.to) => own.value(),
            None => None,
        };
        match spans {
            [span] => of_span(span),
            // years that have not begun yet count as zero
            spans => spans.iter().filter(|(from, to)| from <= to).map(of_span).sum(),
        }
    }
}

/// The targets of a row, that of the total first.
pub fn targets(
    scene: &FactsScene,
    asked: &ReportQuery,
    since: &FiguresSince,
    id: &str,
    cells: &[FigureCell; COLUMNS],
) -> Vec<IndicatorTarget> {
    let mut found = Vec::new();
    for (column, cell) in cells.iter().enumerate().rev() {
        // 80 % of one year and 85 % of the next are not 165 % of both
        let adds_up = matches!(cell.figure, Figure::Amount(_));
        let Some(chosen) = chosen(scene, asked, id, column, adds_up) else { continue };
        let Some((record, first)) = chosen.goals.first().copied() else { continue };
        let value: i128 = chosen.goals.iter().map(|(_, goal)| i128::from(goal.value)).sum();
        let is_range = chosen.goals.iter().any(|(_, goal)| goal.value_to.is_some());
        let upper = |(_, goal): &(Ref, &Goal)| i128::from(goal.value_to.unwrap_or(goal.value));
        let value_to = is_range.then(|| chosen.goals.iter().map(upper).sum());
        let spans = chosen.spans(scene);
        let reached = since.value(scene, &spans, (id, column), cell.figure);
        found.push(IndicatorTarget {
            column,
            value,
            value_to,
            years: chosen.years(),
            verified: chosen.goals.iter().all(|(_, goal)| goal.verified),
            official: chosen.goals.iter().all(|(_, goal)| goal.official),
            province: match (&asked.scope, chosen.added) {
                (Scope::All, None | Some(AddedTargets::Years(_))) => {
                    first.province.as_ref().and_then(|code| code.parse().ok())
                }
                _ => None,
            },
            added: chosen.added,
            record,
            reached,
            share: reached.and_then(|n| divide(n * 100 * ONE, value)),
            elapsed: elapsed(chosen.years(), scene.as_of),
        });
    }
    found
}

/// `adds_up`: targets of several years, or of provinces, may be added.
fn chosen<'a>(
    scene: &FactsScene<'a>,
    asked: &ReportQuery,
    id: &str,
    column: usize,
    adds_up: bool,
) -> Option<ChosenTargets<'a>> {
    let is_own = |goal: &Goal| {
        goal.indicator == id && goal.fund.map_or(&[TOTAL][..], columns) == [column]
    };
    let own: Vec<(Ref, &Goal)> =
        scene.facts.goals.iter().filter(|(_, goal)| is_own(goal)).collect();
    let holds = |goal: &Goal| {
        let (first, last) = asked.period.years();
        goal.years.0 <= i64::from(first) && i64::from(last) <= goal.years.1
    };
    let here = own.iter().copied().filter(|(_, goal)| is_here(scene, goal, asked));
    let one = here.clone().filter(|(_, goal)| holds(goal)).min_by_key(rank);
    let one = one.map(|one| ChosenTargets { goals: vec![one], added: None });
    if !adds_up {
        return one;
    }
    one.or_else(|| of_years(asked, here.collect())).or_else(|| {
        let of_provinces = own.into_iter().filter(|(_, goal)| holds(goal)).collect();
        of_provinces_added(asked, of_provinces)
    })
}

/// Order of preference: the country's before a province's, official before an officer's own,
/// narrower before wider, and for the same years the later record.
fn rank((at, goal): &(Ref, &Goal)) -> (bool, bool, i64, Ref) {
    let width = goal.years.1.saturating_sub(goal.years.0);
    (goal.province.is_some(), !goal.official, width, Ref::MAX - at)
}

/// Targets of years inside the period, without overlaps; `None` unless there are several.
fn of_years<'a>(
    asked: &ReportQuery,
    mut here: Vec<(Ref, &'a Goal)>,
) -> Option<ChosenTargets<'a>> {
    let (first, last) = asked.period.years();
    here.retain(|(_, goal)| {
        i64::from(first) <= goal.years.0 && goal.years.1 <= i64::from(last)
    });
    here.sort_by_key(rank);
    let is_country = here.first()?.1.province.is_none();
    let mut goals: Vec<(Ref, &Goal)> = Vec::new();
    for (at, goal) in here.into_iter().filter(|(_, g)| g.province.is_none() == is_country) {
        let overlaps = |(_, other): &(Ref, &Goal)| {
            other.years.0 <= goal.years.1 && goal.years.0 <= other.years.1
        };
        if !goals.iter().any(overlaps) {
            goals.push((at, goal));
        }
    }
    let n = goals.len();
    (n > 1).then_some(ChosenTargets { goals, added: Some(AddedTargets::Years(n)) })
}

/// For a report of the whole country, the targets of provinces, each province once.
fn of_provinces_added<'a>(
    asked: &ReportQuery,
    mut own: Vec<(Ref, &'a Goal)>,
) -> Option<ChosenTargets<'a>> {
    own.retain(|(_, goal)| goal.province.is_some());
    own.sort_by_key(rank);
    let mut goals: Vec<(Ref, &Goal)> = Vec::new();
    for (at, goal) in own.into_iter().filter(|_| asked.scope == Scope::All) {
        // targets of other years cannot be part of the same sum
        let fits = |(_, other): &(Ref, &Goal)| {
            other.province != goal.province && other.years == goal.years
        };
        if goals.iter().all(fits) {
            goals.push((at, goal));
        }
    }
    let n = goals.len();
    (n > 1).then_some(ChosenTargets { goals, added: Some(AddedTargets::Provinces(n)) })
}

/// The province of an officer's notebook, if all targets of provinces are for the same one. `None`
/// at headquarters, which has many provinces.
fn own_province<'a>(scene: &FactsScene<'a>) -> Option<&'a str> {
    let mut named = scene.facts.goals.iter().filter_map(|(_, goal)| goal.province.as_deref());
    let first = named.next().filter(|_| !scene.programme.is_headquarters())?;
    named.all(|other| other == first).then_some(first)
}

fn last_day(year: i64) -> Option<Date> {
    Some(Date { year: i16::try_from(year).ok()?, month: 12, day: 31 })
}

fn first_day(year: i64) -> Option<Date> {
    Some(Date { year: i16::try_from(year).ok()?, month: 1, day: 1 })
}

/// The part of these years that has passed up to a day, in millionths of a percent.
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

fn is_here(scene: &FactsScene, goal: &Goal, asked: &ReportQuery) -> bool {
    match (&asked.scope, &goal.province) {
        (Scope::All, None) => true,
        (Scope::All, Some(own)) => own_province(scene) == Some(own),
        (Scope::Province(asked), Some(own)) => asked == own,
        _ => false,
    }
}
