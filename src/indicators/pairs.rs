//! Before and after: for each value that was measured of a model, or of a home in a project,
//! compares the latest before the support with the latest after it in the period.

use std::collections::BTreeSet;

use super::facts::{ChoiceIndex, Measurement, NONE, Ref};
use super::held::HeldTable;
use super::pair_groups::{PairGroups, PairKey};
use super::scene::FactsScene;
use super::tally::{FINE, ONE, divide};
use crate::programme::spec::ChoiceList;
use crate::programme::spec::indicator::{FactSort, FactStep, Fund, PairSpec};
use crate::record::{Date, Id};

/// The effect of one support: the values that were measured both before and after it.
pub struct MeasuredPair {
    pub home: Ref,
    /// the project, or the model if it has no project
    pub help: Ref,
    pub fund: Fund,
    pub figures: Box<[FigureChange]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FigureChange {
    pub measure: ChoiceIndex,
    pub unit: ChoiceIndex,
    pub before: i64,
    pub after: i64,
    /// the measurements that `before` and `after` are from
    pub was: Ref,
    pub is: Ref,
}

impl FigureChange {
    /// In `FINE` parts of a millionth of a percent of `before`; `None` if `before` is 0.
    pub fn change(&self) -> Option<i128> {
        // limits the change so that sums of many changes do not overflow
        const MOST: i128 = i64::MAX as i128 * FINE;
        let (before, after) = (i128::from(self.before), i128::from(self.after));
        let change = divide((after - before) * 100 * ONE * FINE, before)?;
        Some(change.clamp(-MOST, MOST))
    }
}

/// Values are comparable if they are of the same measure, unit, kind of period, and days of the
/// period. Days are 0 if the kind of period has a fixed length.
type FigureSort = (ChoiceIndex, ChoiceIndex, ChoiceIndex, i32);

/// The latest value: by the end of its period, then by id.
#[derive(Clone, Copy)]
struct LatestFigure {
    when: (Date, Id),
    of: Ref,
    value: i64,
}

/// One support has few values, so a linear search is faster than a tree.
type LatestFigures = Vec<(FigureSort, LatestFigure)>;

struct MeasuredFigures<'a> {
    before: LatestFigures,
    after: LatestFigures,
    /// the latest measurement after the support
    last: Option<&'a Measurement>,
}

/// What was measured after the support in the period, and before the support at any time.
fn figures<'a>(
    scene: &FactsScene<'a>,
    groups: &PairGroups,
    group: usize,
) -> MeasuredFigures<'a> {
    let mut found = MeasuredFigures { before: Vec::new(), after: Vec::new(), last: None };
    for at in groups.members(group) {
        let Some((at, row)) = scene.facts.measurements.at(*at as usize) else { continue };
        match row.before {
            true => note(&mut found.before, at, row),
            false if scene.within(row.to) => {
                note(&mut found.after, at, row);
                let when = |row: &Measurement| (row.to, row.id);
                found.last = found.last.filter(|last| when(row) < when(last)).or(Some(row));
            }
            false => {}
        }
    }
    found
}

/// Passes the pairs of the period and the place to `take`, as a list of those of all years is large.
pub fn pairs(scene: &FactsScene, groups: &PairGroups, take: &mut dyn FnMut(MeasuredPair)) {
    let Some(spec) = &scene.book().pairs else { return };
    let funds = [spec.model_fund, spec.project_fund].map(|step| FundList::of(scene, step));
    let helped = Helped { scene, spec, funds };
    // if a project has several models, only the first is compared with the project's measurements
    let mut used: BTreeSet<PairKey> = BTreeSet::new();
    let pair_of = |at: usize| {
        let key = groups.key(at)?;
        let group = figures(scene, groups, at);
        let last = group.last?;
        let mut of_project = || {
            let key = helped.of_project(key, last)?;
            let project = figures(scene, groups, groups.find(key)?);
            (project.last.is_none() && used.insert(key)).then_some(project.before)
        };
        let before = match group.before.is_empty() {
            true => of_project()?,
            false => group.before,
        };
        helped.pair(key, changes(&before, group.after), last)
    };
    groups.measured(scene.from, scene.as_of).into_iter().filter_map(pair_of).for_each(take);
}

fn note(latest: &mut LatestFigures, at: Ref, row: &Measurement) {
    for line in &row.lines {
        let sort = (line.measure, line.unit, row.period_kind, row.days);
        let figure = LatestFigure { when: (row.to, row.id), of: at, value: line.value() };
        match latest.iter_mut().find(|(own, _)| *own == sort) {
            Some((_, held)) if held.when < figure.when => *held = figure,
            Some(_) => {}
            None => latest.push((sort, figure)),
        }
    }
}

/// One change for each measure and unit; with several kinds of period, that of the latest.
fn changes(before: &LatestFigures, mut after: LatestFigures) -> Box<[FigureChange]> {
    after.sort_unstable_by_key(|(sort, _)| *sort);
    let mut found: Vec<((Date, Id), FigureChange)> = Vec::new();
    for (sort, is) in &after {
        let Some((_, was)) = before.iter().find(|(own, _)| own == sort) else { continue };
        let (measure, unit, ..) = *sort;
        let change = FigureChange {
            measure,
            unit,
            before: was.value,
            after: is.value,
            was: was.of,
            is: is.of,
        };
        // sorted, so values of the same measure and unit are adjacent
        let held = found.last_mut();
        match held.filter(|(_, held)| (held.measure, held.unit) == (measure, unit)) {
            Some(held) if held.0 < is.when => *held = (is.when, change),
            Some(_) => {}
            None => found.push((is.when, change)),
        }
    }
    found.into_iter().map(|(_, change)| change).collect()
}

/// Looks up models and projects of measurements.
struct Helped<'a> {
    scene: &'a FactsScene<'a>,
    spec: &'a PairSpec,
    /// of a model, and of a project
    funds: [Option<FundList<'a>>; 2],
}

/// The column in which records of one kind have their fund.
struct FundList<'a> {
    table: &'a HeldTable,
    column: usize,
    list: &'a ChoiceList,
}

impl<'a> FundList<'a> {
    fn of(scene: &FactsScene<'a>, step: FactStep) -> Option<FundList<'a>> {
        let Some(FactSort::Choice(list)) = scene.sort(step) else { return None };
        Some(FundList {
            table: scene.table(step.table)?,
            column: step.at,
            list: scene.programme.list(list)?,
        })
    }

    fn fund(&self, record: Ref) -> Option<Fund> {
        self.list.fund(usize::from(self.table.choice(self.column, self.table.find(record)?)))
    }
}

impl Helped<'_> {
    /// Before the model existed, its home may have been measured for its project.
    fn of_project(&self, (model, ..): PairKey, after: &Measurement) -> Option<PairKey> {
        let project = self.link(self.spec.model_project, model)?;
        Some((NONE, project, after.home)).filter(|_| project != NONE)
    }

    /// `None` if the record has no row.
    fn link(&self, step: FactStep, record: Ref) -> Option<Ref> {
        let table = self.scene.table(step.table)?;
        Some(table.link(step.at, table.find(record)?))
    }

    fn is_without_result(&self, project: Ref) -> bool {
        let step = self.spec.without_result;
        let table = self.scene.table(step.table);
        let row = table.and_then(|table| Some((table, table.find(project)?)));
        row.is_some_and(|(table, row)| table.bits(row) & (1 << step.at) != 0)
    }

    /// `None` if nothing is comparable or the pair does not count. `last`: the latest measurement
    /// after the support.
    fn pair(
        &self,
        (model, project, _): PairKey,
        figures: Box<[FigureChange]>,
        last: &Measurement,
    ) -> Option<MeasuredPair> {
        // measurements of a deleted model or project are not counted
        let [of_model, of_project] = &self.funds;
        let fund = |of: &Option<FundList>, record| of.as_ref()?.fund(record);
        let (own, help, project) = match model {
            NONE => {
                let step = self.spec.project_fund;
                self.scene.table(step.table)?.find(project)?;
                (None, project, project)
            }
            model => {
                let project = self.link(self.spec.model_project, model)?;
                let help = if project == NONE { model } else { project };
                (fund(of_model, model), help, project)
            }
        };
        let fund = own.or_else(|| fund(of_project, project));
        let is_here = self.scene.is_in_place(last.home, last.to);
        if figures.is_empty() || self.is_without_result(project) || !is_here {
            return None;
        }
        let fund = fund.unwrap_or(Fund::Outside);
        Some(MeasuredPair { home: last.home, help, fund, figures })
    }
}
