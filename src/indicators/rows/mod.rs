//! The rows, a file for each family. A row and its parts are together: first the row itself,
//! then what it consists of or is shown beside.

mod activities;
mod change;
mod money;
mod results;
mod supported;
mod tasks;

use std::collections::HashSet;

use super::facts::{ChoiceIndex, UNKNOWN};
use super::pairs::pairs;
use super::scene::FactsScene;
use super::tally::{COLUMNS, FigureCell, FigureKind, Tally};
use crate::lang::words::Both;
use crate::programme::spec::{ChoiceList, Label, Programme};

/// A line of a report before its targets are known.
pub struct RowDraft {
    /// `I1`, or a part: `I1.female`
    pub key: String,
    /// `None`: the row's own label in the programme
    pub label: Option<Label>,
    /// that of the part above, of which this one is a part
    pub above: Option<Label>,
    pub unit: Label,
    pub cells: [FigureCell; COLUMNS],
}

/// Rows as they are made.
pub struct RowsBuilder<'a> {
    rows: Vec<RowDraft>,
    /// rows and parts that a target is set for: they are shown also when there is nothing in them
    targeted: HashSet<&'a str>,
}

impl RowsBuilder<'_> {
    pub fn row(&mut self, id: &str, unit: Both, tally: Tally, how: FigureKind) {
        let (key, unit) = (id.to_owned(), own(unit));
        self.rows.push(RowDraft {
            key,
            label: None,
            above: None,
            unit,
            cells: tally.cells(how),
        });
    }

    pub fn part(
        &mut self,
        key: String,
        label: Label,
        unit: Label,
        tally: Tally,
        how: FigureKind,
    ) {
        let cells = tally.cells(how);
        self.rows.push(RowDraft { key, label: Some(label), above: None, unit, cells });
    }

    /// A part of the part above it.
    pub fn part_below(&mut self, above: &Label, key: String, words: [Both; 2], tally: Tally) {
        let [label, unit] = words.map(own);
        let (label, above) = (Some(label), Some(above.clone()));
        let cells = tally.cells(FigureKind::Amount);
        self.rows.push(RowDraft { key, label, above, unit, cells });
    }
}

pub fn all(scene: &FactsScene) -> Vec<RowDraft> {
    let targeted = scene.facts.goals.iter().map(|(_, goal)| goal.indicator.as_str()).collect();
    let mut book = RowsBuilder { rows: Vec::new(), targeted };
    let pairs = pairs(scene);
    results::rows(scene, &mut book);
    change::rows(scene, &pairs, &mut book);
    money::rows(scene, &mut book);
    tasks::duties(scene, &mut book);
    activities::rows(scene, &mut book);
    supported::rows(scene, &mut book);
    tasks::rows(scene, &mut book);
    book.rows
}

pub fn own(words: Both) -> Label {
    Label { vi: words.vi.to_owned(), en: words.en.to_owned() }
}

/// A tally for each choice of a list, in the list's order, and how they are named.
pub struct ByChoice<'a> {
    list: Option<&'a ChoiceList>,
    pub tallies: Vec<Tally>,
}

impl<'a> ByChoice<'a> {
    pub fn of(programme: &'a Programme, list: &str) -> ByChoice<'a> {
        let list = programme.list(list);
        let n = list.map_or(0, |list| list.choices.len());
        ByChoice { list, tallies: vec![Tally::default(); n] }
    }

    pub fn at(&mut self, choice: ChoiceIndex) -> Option<&mut Tally> {
        self.tallies.get_mut(usize::from(choice)).filter(|_| choice != UNKNOWN)
    }

    /// Parts of a row: those of which there are any, or a target.
    pub fn parts(self, book: &mut RowsBuilder, id: &str, unit: Both, how: FigureKind) {
        let Some(list) = self.list else { return };
        for (choice, tally) in list.choices.iter().zip(self.tallies) {
            let key = format!("{id}.{}", choice.id);
            if !tally.is_empty() || book.targeted.contains(key.as_str()) {
                book.part(key, choice.label.clone(), own(unit), tally, how);
            }
        }
    }
}
