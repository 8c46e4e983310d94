//! Figures that papers report as reached, below the rows they belong to. They are never added to
//! counted figures. If papers cover the same, only one counts: that of the larger place, of both
//! funds together, of the longer time.

use std::cmp::Reverse;

use super::draft::RowDraft;
use super::facts::{Ref, ReportedFigure};
use super::scene::{FactsScene, PlaceScope};
use super::tally::{COLUMNS, Figure, FigureCell, FigureKind, TOTAL, columns};
use crate::lang::results as say;
use crate::programme::reference;
use crate::programme::spec::Label;
use crate::programme::spec::indicator::INDICATORS;
use crate::text::format::days_between;

/// The last part of the key of such a row.
pub const REPORTED: &str = "reported";

/// Inserts a row below each of `rows` that papers report on; if that row is not shown, at the end.
pub fn insert<'a>(
    scene: &FactsScene<'a>,
    id: &str,
    rule: &'a Label,
    rows: &mut Vec<RowDraft<'a>>,
) {
    let own = scene.facts.reported.iter().map(|(_, figure)| figure.indicator.as_str());
    let mut keys: Vec<&str> = own.filter(|key| key.split('.').next() == Some(id)).collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        let at = rows.iter().position(|row| row.key == key);
        let row = at.and_then(|at| rows.get(at));
        let hidden = || scene.book().figure(key);
        let (label, unit, is_money, kind) = match row {
            Some(row) => (row.label.clone(), row.unit.clone(), row.is_money, row.kind),
            None => match hidden() {
                Some(spec) => {
                    let kind = FigureKind::of(&spec.measure);
                    (label_of(scene, key), spec.unit.clone(), spec.is_money, kind)
                }
                // the programme no longer has this row
                None => continue,
            },
        };
        let Some(cells) = cells(scene, key, kind == FigureKind::Amount) else { continue };
        let line = RowDraft {
            key: format!("{key}.{REPORTED}"),
            label: Label { vi: say::REPORTED.vi.to_owned(), en: say::REPORTED.en.to_owned() },
            above: Some(label),
            unit,
            is_money,
            rule,
            kind: FigureKind::Amount,
            cells,
        };
        rows.insert(at.map_or(rows.len(), |at| at + 1), line);
    }
}

fn label_of(scene: &FactsScene, key: &str) -> Label {
    let list = scene.programme.list(INDICATORS);
    list.and_then(|list| list.choice(key))
        .map(|choice| choice.label.clone())
        .unwrap_or_default()
}

/// `None` if no paper reports on it.
fn cells(scene: &FactsScene, key: &str, is_sum: bool) -> Option<[FigureCell; COLUMNS]> {
    let fits = |figure: &ReportedFigure| {
        figure.indicator == key
            && scene.from <= figure.from
            && figure.to <= scene.to
            && is_here(scene, figure)
    };
    let mut found: Vec<(Ref, &ReportedFigure)> =
        scene.facts.reported.iter().filter(|(_, figure)| fits(figure)).collect();
    found.sort_by_key(|(at, figure)| {
        let days = days_between(figure.from, figure.to);
        (figure.province.is_some(), figure.fund.is_some(), Reverse(days), *at)
    });
    // shares and means of several papers cannot be added
    found.truncate(if is_sum { found.len() } else { 1 });
    let mut taken: Vec<&ReportedFigure> = Vec::new();
    let mut sums = [0; COLUMNS];
    let mut records: [Vec<Ref>; COLUMNS] = Default::default();
    for (at, figure) in found {
        let covers = |other: &&ReportedFigure| {
            let is_same_place = other.province.is_none() || other.province == figure.province;
            is_same_place && other.from <= figure.to && figure.from <= other.to
        };
        let is_taken = |other: &&ReportedFigure| other.fund == figure.fund && covers(other);
        if taken.iter().any(is_taken) {
            continue;
        }
        // In the total one of them counts: a wider one of the same place or country goes first, whether it
        // is of one fund or of all.
        let is_part = |other: &&ReportedFigure| {
            let is_of_both = other.fund.is_none() || figure.fund.is_none();
            is_of_both && covers(other)
        };
        let is_in_total = !taken.iter().any(is_part);
        let own = figure.fund.map_or(&[][..], columns);
        for column in own.iter().copied().chain(is_in_total.then_some(TOTAL)) {
            if let (Some(sum), Some(records)) = (sums.get_mut(column), records.get_mut(column))
            {
                *sum += i128::from(figure.value);
                records.push(at);
            }
        }
        taken.push(figure);
    }
    if taken.is_empty() {
        return None;
    }
    let mut cells = sums.into_iter().zip(records);
    Some(std::array::from_fn(|_| {
        let (sum, mut records) = cells.next().unwrap_or_default();
        records.sort_unstable();
        FigureCell {
            figure: Figure::Amount(sum),
            counts_any: !records.is_empty(),
            records: Some(records),
        }
    }))
}

fn is_here(scene: &FactsScene, figure: &ReportedFigure) -> bool {
    match (scene.place, figure.province) {
        (PlaceScope::All, _) => true,
        (PlaceScope::Province(asked), Some(own)) => asked == own,
        (PlaceScope::Region(region), Some(own)) => reference::region_of(own) == Some(region),
        _ => false,
    }
}
