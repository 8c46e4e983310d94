//! Reads the files about reports: conditions, sources, rows. Every path becomes a column here, and
//! the list of what a target may be set for is made from the rows.

mod figure;
mod measure;
mod path;
mod source;

use figure::FigureLoader;
use path::FactTables;

use super::walk::Located;
use crate::programme::role::KindRole;
use crate::programme::spec::indicator::*;
use crate::programme::spec::{Choice, ChoiceList, Label, Programme, Type};

/// Placeholder in a label for the percentage from which a rise is a gain.
const GAIN: &str = "{gain}";

/// The keys of a file about reports.
pub const KEYS: [&str; 9] = [
    "condition",
    "source",
    "amounts",
    "terms",
    "indicator",
    "pairs",
    "targets",
    "reported",
    "priority_places",
];

/// Whether a file is about reports.
pub fn is_about(root: &Located) -> bool {
    !root.has("no") && !root.has("list") && KEYS.iter().any(|key| root.has(key))
}

/// Reads the files about reports into a programme that already has its kinds and lists.
pub fn read(roots: &[&Located], programme: &mut Programme) {
    for root in roots {
        root.allow_keys(&KEYS);
    }
    let mut book = book(roots, programme);
    if let Some((_, percent)) = book.gain(&programme.lists) {
        let figures = book.indicators.iter_mut().flat_map(|indicator| &mut indicator.figures);
        figures.for_each(|figure| figure.label = figure.label.filled(GAIN, percent));
    }
    let choices = targets(&book, programme);
    if let Some(list) = programme.lists.iter_mut().find(|list| list.id == INDICATORS) {
        list.choices = choices;
    }
    programme.indicators = book;
}

fn book(roots: &[&Located], programme: &Programme) -> IndicatorBook {
    let mut tables = FactTables::of(programme);
    source::conditions(roots, &mut tables);
    let home = programme.with_role(KindRole::Home).and_then(|kind| {
        let place = kind.fields().find(|field| matches!(field.ty, Type::Place))?;
        let table = tables.table(kind.no, None);
        Some(tables.column(table, ValuePlace::Record(place.no), FactSort::Site))
    });
    let mut loader = FigureLoader::of(roots, &tables, programme);
    for at in roots.iter().flat_map(|root| root.tables("source")) {
        loader.sources.extend(source::source(&at, &tables));
    }
    let one = |key| roots.iter().find_map(|root| root.table(key));
    let mut indicators = Vec::new();
    for at in roots.iter().flat_map(|root| root.tables("indicator")) {
        indicators.push(loader.indicator(&at));
    }
    let pairs = one("pairs").and_then(|at| source::pairs(&at, &tables));
    let goals = one("targets").and_then(|at| source::goals(&at, &tables));
    let reported = one("reported").and_then(|at| source::reported(&at, &tables));
    let places = one("priority_places").and_then(|at| source::priority_places(&at, &tables));
    let sources = loader.sources.into_iter().map(|(source, _)| source).collect();
    IndicatorBook {
        sources,
        indicators,
        home,
        pairs,
        goals,
        reported,
        places,
        tables: tables.into_tables(),
    }
}

/// Choices for targets: the rows, then those of their parts that are known without records.
fn targets(book: &IndicatorBook, programme: &Programme) -> Vec<Choice> {
    let mut found = Vec::new();
    for indicator in &book.indicators {
        let row = indicator.figures.first();
        for figure in indicator.figures.iter().filter(|figure| figure.has_target) {
            let is_row = figure.split.is_none() && row.is_some_and(|row| row.key == figure.key);
            let row = row.filter(|_| !is_row).map(|row| &row.label);
            let choice = |key: String, label: &Label| Choice {
                short: None,
                id: key,
                label: [figure.above.as_ref(), row]
                    .into_iter()
                    .flatten()
                    .fold(label.clone(), |label, row| label.with_row(row)),
                facts: Vec::new(),
            };
            let list = match &figure.split {
                None => {
                    found.push(choice(figure.key.clone(), &figure.label));
                    continue;
                }
                Some(IndicatorSplit::Choices(lists)) if lists.len() == 1 => lists.first(),
                Some(IndicatorSplit::Priority(list)) => Some(list),
                Some(_) => None,
            };
            let list = list.and_then(|list| programme.list(list));
            for one in list.map_or(&[][..], |list: &ChoiceList| &list.choices) {
                let label = one.label.with_part(&figure.label);
                found.push(choice(format!("{}.{}", figure.key, one.id), &label));
            }
        }
    }
    found
}
