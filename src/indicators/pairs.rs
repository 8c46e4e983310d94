//! Before and after: what each model, or each home of a project, measured before the help
//! against the latest measurement after it that ends in the period.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{ChoiceIndex, FigureLine, Measurement, NONE, Ref};
use super::scene::FactsScene;
use super::tally::{ONE, divide};
use crate::programme::spec::indicator::{FactSort, FactStep, Fund, PairSpec};

/// Two measurements, and the figures that both hold.
pub struct MeasuredPair {
    pub before: Ref,
    pub after: Ref,
    pub home: Ref,
    /// what the help was: the project, else the model
    pub help: Ref,
    pub fund: Fund,
    pub figures: Vec<FigureKey>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FigureKey {
    pub measure: ChoiceIndex,
    pub unit: ChoiceIndex,
    pub before: i128,
    pub after: i128,
}

impl FigureKey {
    /// In millionths of a percent of before; `None` when that is zero.
    pub fn change(&self) -> Option<i128> {
        divide((self.after - self.before) * 100 * ONE, self.before)
    }
}

type HeldFigures<'a> = Option<(Ref, &'a Measurement)>;

/// A measurement belongs to its model, else to its project and home.
type PairKey = (Ref, Ref, Ref);

pub fn pairs(scene: &FactsScene) -> Vec<MeasuredPair> {
    let Some(spec) = &scene.book().pairs else { return Vec::new() };
    let mut groups: BTreeMap<PairKey, (HeldFigures, HeldFigures)> = BTreeMap::new();
    for (at, row) in scene.facts.measurements.iter() {
        let key = match row.model {
            NONE => (NONE, row.project, row.home),
            model => (model, NONE, NONE),
        };
        let group = groups.entry(key).or_default();
        match row.before {
            true => later(&mut group.0, at, row),
            false if scene.within(row.to) => later(&mut group.1, at, row),
            false => {}
        }
    }
    let helped = Helped { scene, spec };
    // of several models the first is compared with what the project measured
    let mut used: BTreeSet<PairKey> = BTreeSet::new();
    let pair_of = |(key, (before, after)): (&PairKey, &(HeldFigures, HeldFigures))| {
        let after = (*after)?;
        let of_project = || {
            let key = helped.of_project(*key, after.1)?;
            let (before, own_after) = groups.get(&key)?;
            (own_after.is_none() && used.insert(key)).then_some(*before)?
        };
        let before = before.or_else(of_project)?;
        helped.pair(*key, before, after).filter(|pair| !pair.figures.is_empty())
    };
    groups.iter().filter_map(pair_of).collect()
}

fn later<'a>(held: &mut HeldFigures<'a>, at: Ref, row: &'a Measurement) {
    let when = |row: &Measurement| (row.to, row.id);
    if held.is_none_or(|(_, other)| when(other) < when(row)) {
        *held = Some((at, row));
    }
}

/// Models and projects, as far as pairs go by them.
struct Helped<'a> {
    scene: &'a FactsScene<'a>,
    spec: &'a PairSpec,
}

impl Helped<'_> {
    /// A model of a project may have been measured before it was there, as the project's.
    fn of_project(&self, (model, ..): PairKey, after: &Measurement) -> Option<PairKey> {
        let project = self.link(self.spec.model_project, model)?;
        Some((NONE, project, after.home)).filter(|_| project != NONE)
    }

    /// `None` where there is no such record.
    fn link(&self, step: FactStep, record: Ref) -> Option<Ref> {
        let table = self.scene.table(step.table)?;
        Some(table.link(step.at, table.find(record)?))
    }

    fn fund(&self, step: FactStep, record: Ref) -> Option<Fund> {
        let table = self.scene.table(step.table)?;
        let choice = table.choice(step.at, table.find(record)?);
        let Some(FactSort::Choice(list)) = self.scene.sort(step) else { return None };
        self.scene.programme.list(list)?.fund(usize::from(choice))
    }

    fn is_without_result(&self, project: Ref) -> bool {
        let step = self.spec.without_result;
        let table = self.scene.table(step.table);
        let row = table.and_then(|table| Some((table, table.find(project)?)));
        row.is_some_and(|(table, row)| table.bits(row) & (1 << step.at) != 0)
    }

    fn pair(
        &self,
        (model, project, _): PairKey,
        (before, was): (Ref, &Measurement),
        (after, is): (Ref, &Measurement),
    ) -> Option<MeasuredPair> {
        // what was measured at a deleted one is not counted
        let (own, help, project) = match model {
            NONE => {
                let fund = self.spec.project_fund;
                self.scene.table(fund.table)?.find(project)?;
                (None, project, project)
            }
            model => {
                let project = self.link(self.spec.model_project, model)?;
                let help = if project == NONE { model } else { project };
                (self.fund(self.spec.model_fund, model), help, project)
            }
        };
        let fund = own.or_else(|| self.fund(self.spec.project_fund, project));
        let is_comparable = was.period_kind == is.period_kind && was.days == is.days;
        let is_here = self.scene.is_in_place(is.home, is.to);
        if self.is_without_result(project) || !is_comparable || !is_here {
            return None;
        }
        let same = |a: &FigureLine, b: &FigureLine| (a.measure, a.unit) == (b.measure, b.unit);
        let figures = is.lines.iter().filter_map(|line| {
            let other = was.lines.iter().find(|other| same(line, other))?;
            Some(FigureKey {
                measure: line.measure,
                unit: line.unit,
                before: i128::from(other.value),
                after: i128::from(line.value),
            })
        });
        let figures = figures.collect();
        let fund = fund.unwrap_or(Fund::Outside);
        Some(MeasuredPair { before, after, home: is.home, help, fund, figures })
    }
}
