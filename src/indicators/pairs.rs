//! Before and after: what each model, or each establishment of a đề án, measured before the help
//! against the latest measurement after it that ends in the period.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{ChoiceIndex, FigureLine, Fund, Measurement, NONE, Ref};
use super::scene::FactsScene;
use super::tally::{ONE, divide};

/// Two measurements, and the figures that both hold.
pub struct MeasuredPair {
    pub before: Ref,
    pub after: Ref,
    pub establishment: Ref,
    /// what the help was: the đề án, else the model
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

/// A measurement belongs to its model, else to its đề án and establishment.
type PairKey = (Ref, Ref, Ref);

pub fn pairs(scene: &FactsScene) -> Vec<MeasuredPair> {
    let mut groups: BTreeMap<PairKey, (HeldFigures, HeldFigures)> = BTreeMap::new();
    for (at, row) in scene.facts.measurements.iter() {
        let key = match row.model {
            NONE => (NONE, row.project, row.establishment),
            model => (model, NONE, NONE),
        };
        let group = groups.entry(key).or_default();
        match row.before {
            true => later(&mut group.0, at, row),
            false if scene.within(row.to) => later(&mut group.1, at, row),
            false => {}
        }
    }
    // of several models the first is compared with what the đề án measured
    let mut used: BTreeSet<PairKey> = BTreeSet::new();
    let pair_of = |(key, (before, after)): (&PairKey, &(HeldFigures, HeldFigures))| {
        let after = (*after)?;
        let of_project = || {
            let key = of_project(scene, *key, after.1)?;
            let (before, own_after) = groups.get(&key)?;
            (own_after.is_none() && used.insert(key)).then_some(*before)?
        };
        let before = before.or_else(of_project)?;
        pair(scene, *key, before, after).filter(|pair| !pair.figures.is_empty())
    };
    groups.iter().filter_map(pair_of).collect()
}

/// A model of a đề án may have been measured before it was there, as the đề án's.
fn of_project(
    scene: &FactsScene,
    (model, ..): PairKey,
    after: &Measurement,
) -> Option<PairKey> {
    let project = scene.facts.models.get(model)?.project;
    Some((NONE, project, after.establishment)).filter(|_| project != NONE)
}

fn later<'a>(held: &mut HeldFigures<'a>, at: Ref, row: &'a Measurement) {
    let when = |row: &Measurement| (row.to, row.id);
    if held.is_none_or(|(_, other)| when(other) < when(row)) {
        *held = Some((at, row));
    }
}

fn pair(
    scene: &FactsScene,
    (model, project, _): PairKey,
    (before, was): (Ref, &Measurement),
    (after, is): (Ref, &Measurement),
) -> Option<MeasuredPair> {
    let (fund, help) = match model {
        NONE => {
            scene.facts.projects.get(project)?;
            (scene.fund(None, project), project)
        }
        // that of a deleted model is not counted
        at => {
            let model = scene.facts.models.get(at)?;
            (scene.fund(model.fund, model.project), whole_of(model.project, at))
        }
    };
    if scene.is_without_result(help) {
        return None;
    }
    let comparable = was.period_kind == is.period_kind && was.days == is.days;
    let here = scene.is_in_place(is.establishment, is.to);
    if !comparable || !here {
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
    Some(MeasuredPair { before, after, establishment: is.establishment, help, fund, figures })
}

/// The đề án that a record is part of, or the record itself.
pub fn whole_of(project: Ref, record: Ref) -> Ref {
    if project == NONE { record } else { project }
}
