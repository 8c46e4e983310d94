//! Before and after the help: resources and emissions (I7), competitiveness (I8).

use std::collections::BTreeMap;

use super::super::facts::ChoiceIndex;
use super::super::pairs::MeasuredPair;
use super::super::scene::FactsScene;
use super::super::tally::{FigureKind, ONE, Tally};
use super::RowsBuilder;
use crate::lang::results as say;
use crate::programme::spec::{Choice as Spec, Label, Programme};

pub fn rows(scene: &FactsScene, pairs: &[MeasuredPair], book: &mut RowsBuilder) {
    family(scene.programme, pairs, book, "I7", "r");
    family(scene.programme, pairs, book, "I8", "c");
}

fn family(
    programme: &Programme,
    pairs: &[MeasuredPair],
    book: &mut RowsBuilder,
    id: &str,
    group: &str,
) {
    let mut count = Tally::default();
    let mut lines: BTreeMap<(ChoiceIndex, ChoiceIndex), Tally> = BTreeMap::new();
    for pair in pairs {
        let figures = pair.figures.iter();
        let own: Vec<_> =
            figures.filter(|f| has(programme, f.measure, "group", group)).collect();
        if own.is_empty() {
            continue;
        }
        count.add(pair.fund, pair.after, ONE);
        count.add_source(pair.fund, pair.before);
        for figure in own {
            let tally = lines.entry((figure.measure, figure.unit)).or_default();
            match has(programme, figure.measure, "aggregation", "sum") {
                true => tally.add_ratio(pair.fund, pair.after, figure.after, figure.before),
                false => match figure.change() {
                    Some(change) => tally.add_ratio(pair.fund, pair.after, change, ONE),
                    // of nothing there is no percent
                    None => continue,
                },
            }
            tally.add_source(pair.fund, pair.before);
        }
    }
    book.row(id, say::PAIRS, count, FigureKind::Amount);
    for ((measure, unit), tally) in lines.into_iter().filter(|(_, tally)| !tally.is_empty()) {
        let how = match has(programme, measure, "aggregation", "sum") {
            true => FigureKind::Change,
            false => FigureKind::Mean,
        };
        let (Some(measure), Some(unit)) =
            (choice(programme, "measure", measure), choice(programme, "measure_unit", unit))
        else {
            continue;
        };
        let key = format!("{id}.{}.{}", measure.id, unit.id);
        let label = Label {
            vi: format!("{} ({})", measure.label.vi, unit.label.vi),
            en: format!("{} ({})", measure.label.en, unit.label.en),
        };
        book.part(key, label, unit.label.clone(), tally, how);
    }
}

fn choice<'a>(programme: &'a Programme, list: &str, at: ChoiceIndex) -> Option<&'a Spec> {
    programme.list(list)?.choices.get(usize::from(at))
}

fn has(programme: &Programme, measure: ChoiceIndex, fact: &str, is: &str) -> bool {
    let facts = choice(programme, "measure", measure).map(|c| c.facts.as_slice());
    let mut facts = facts.unwrap_or_default().iter();
    facts.any(|(name, values)| name == fact && values.iter().any(|v| v == is))
}
