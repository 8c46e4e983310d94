//! Compares measurements before and after support: one row for each measure and unit.

use std::collections::BTreeMap;

use super::draft::RowDraft;
use super::facts::ChoiceIndex;
use super::pairs::MeasuredPair;
use super::scene::FactsScene;
use super::tally::{FigureKind, ONE, Tally};
use crate::programme::spec::{Choice, Label};

pub struct ChangeRow {
    key: String,
    label: Label,
    unit: Label,
    is_money: bool,
    how: FigureKind,
    tally: Tally,
}

impl ChangeRow {
    pub fn draft(self, rule: &Label) -> RowDraft<'_> {
        let cells = self.tally.cells(self.how);
        let kind = self.how;
        RowDraft {
            key: self.key,
            label: self.label,
            above: None,
            unit: self.unit,
            is_money: self.is_money,
            rule,
            kind,
            cells,
        }
    }
}

/// The number of pairs with a measure of the group, and one row for each measure and unit.
pub fn rows(
    scene: &FactsScene,
    pairs: &[MeasuredPair],
    id: &str,
    group: &str,
) -> (Tally, Vec<ChangeRow>) {
    let Some(spec) = &scene.book().pairs else { return (scene.tally(), Vec::new()) };
    let choices =
        |list: &str| scene.programme.list(list).map_or(&[][..], |list| list.choices.as_slice());
    let (measures, units) = (choices(&spec.measures), choices(&spec.units));
    // computed once, not for every pair
    let has = |fact: &str, is: &str| -> Vec<bool> {
        let has = |choice: &Choice| choice.facts(fact).iter().any(|value| value == is);
        measures.iter().map(has).collect()
    };
    let (of_group, of_sums) = (has("group", group), has("aggregation", "sum"));
    let is_in = |marked: &[bool], measure: ChoiceIndex| {
        marked.get(usize::from(measure)).copied().unwrap_or(false)
    };
    let mut count = scene.tally();
    let mut lines: BTreeMap<(ChoiceIndex, ChoiceIndex), Tally> = BTreeMap::new();
    for pair in pairs {
        let figures = pair.figures.iter();
        let own: Vec<_> = figures.filter(|f| is_in(&of_group, f.measure)).collect();
        let Some(first) = own.first() else { continue };
        count.add(pair.fund, first.is, ONE);
        for figure in own {
            count.add_source(pair.fund, figure.is);
            count.add_source(pair.fund, figure.was);
            let tally =
                lines.entry((figure.measure, figure.unit)).or_insert_with(|| scene.tally());
            match is_in(&of_sums, figure.measure) {
                true => {
                    let [after, before] = [figure.after, figure.before].map(i128::from);
                    tally.add_ratio(pair.fund, figure.is, after, before);
                }
                false => match figure.change() {
                    Some(change) => tally.add_ratio(pair.fund, figure.is, change, ONE),
                    // a change in percent is undefined if the value before is 0
                    None => continue,
                },
            }
            tally.add_source(pair.fund, figure.was);
        }
    }
    let row = |((measure, unit), tally): ((ChoiceIndex, ChoiceIndex), Tally)| {
        let how = match is_in(&of_sums, measure) {
            true => FigureKind::Change,
            false => FigureKind::Mean,
        };
        let measure = measures.get(usize::from(measure))?;
        let unit = units.get(usize::from(unit))?;
        let label = Label {
            vi: format!("{} ({})", measure.label.vi, unit.label.vi),
            en: format!("{} ({})", measure.label.en, unit.label.en),
        };
        let key = format!("{id}.{}.{}", measure.id, unit.id);
        let (unit, is_money) = (unit.label.clone(), unit.is_money());
        Some(ChangeRow { key, label, unit, is_money, how, tally })
    };
    let rows = lines.into_iter().filter(|(_, tally)| !tally.is_empty()).filter_map(row);
    (count, rows.collect())
}
