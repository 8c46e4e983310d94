//! The rows of a report as one plain structure, from which the screen, the table and every file are
//! made.

use std::collections::{BTreeSet, HashMap};

use super::draft::RowDraft;
use super::event::Events;
use super::facts::Facts;
use super::facts::Ref;
use super::figures;
use super::lasting::Lasting;
use super::places::CommunePlaces;
use super::reported;
use super::scene::{FactsScene, PlaceScope};
use super::tally::{COLUMNS, Figure, FigureCell, RecordLists, TOTAL};
use super::target::{FiguresSince, IndicatorTarget, targets};
use crate::lang::Lang;
use crate::programme::spec::{Label, Programme};
use crate::record::{Counted, Date, ReportQuery};

/// What a report is made from.
pub struct ReportInput<'a> {
    pub programme: &'a Programme,
    pub facts: &'a Facts,
    /// computed from `facts` on the day `today`
    pub lasting: &'a Lasting,
    /// later events have not happened yet
    pub today: Date,
    /// the last day that counts: today, or the corresponding day of a compared period
    pub until: Date,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub query: ReportQuery,
    /// each row is followed by its parts
    pub rows: Vec<ReportRow>,
    /// number of records that `sotay demo` made
    pub made_up: usize,
    /// the period has not begun: what has a start and an end is counted as of today
    pub is_ahead: bool,
    /// no priority place is known
    pub no_places: bool,
    /// in a report of a place: đề án of the period that are in no place
    pub without_place: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ReportRow {
    /// `I3`, or a part of it: `I3.nuoc_ngoai`
    pub key: String,
    pub label: Label,
    /// label of the row above, if this row is a part of it
    pub above: Option<Label>,
    /// the unit of what is counted or measured; see `shown_unit`
    pub unit: Label,
    /// papers print it in millions
    pub is_money: bool,
    /// the rule: how it is counted, and which day counts
    pub rule: Label,
    /// one for each fund, then the total
    pub cells: [FigureCell; COLUMNS],
    pub targets: Vec<IndicatorTarget>,
}

impl ReportRow {
    /// The id of the indicator, such as `I3`, also if the row is a part of it.
    pub fn id(&self) -> &str {
        self.key.split('.').next().unwrap_or_default()
    }

    /// The label for places where the row above is visible.
    pub fn short_label(&self, lang: Lang) -> String {
        let mark = if self.above.is_some() { "– " } else { "" };
        format!("{mark}{}", self.label.get(lang))
    }

    /// The label for places where rows are filtered or sorted.
    pub fn full_label(&self, lang: Lang) -> String {
        match &self.above {
            None => self.label.get(lang).to_owned(),
            Some(above) => {
                format!("{}: {}", above.get(lang), self.label.get(lang).to_lowercase())
            }
        }
    }

    /// Whether the row shows figures that papers report, not figures counted from records.
    pub fn is_reported(&self) -> bool {
        self.key.rsplit('.').next() == Some(reported::REPORTED)
    }

    pub fn is_part(&self) -> bool {
        self.key.contains('.')
    }

    /// The unit of the shown figures: a change is shown in percent, whatever unit was measured in.
    pub fn shown_unit(&self) -> Label {
        match self.total().figure.is_percent() {
            true => Label { vi: "%".to_owned(), en: "%".to_owned() },
            false => self.unit.clone(),
        }
    }

    pub fn total(&self) -> &FigureCell {
        let [.., total] = &self.cells;
        total
    }
}

impl Report {
    pub fn row(&self, key: &str) -> Option<&ReportRow> {
        self.rows.iter().find(|row| row.key == key)
    }
}

fn scene<'a>(
    input: &ReportInput<'a>,
    places: &'a CommunePlaces<'a>,
    asked: &ReportQuery,
    lists: RecordLists,
) -> FactsScene<'a> {
    FactsScene {
        programme: input.programme,
        facts: input.facts,
        lasting: input.lasting,
        timeline: &input.lasting.timeline,
        places,
        from: asked.period.first(),
        to: asked.period.last(),
        as_of: asked.period.last().min(input.until),
        today: input.today,
        place: PlaceScope::of(asked),
        lists,
    }
}

/// The totals by row, without targets, which would take as long again.
pub fn totals(input: &ReportInput, asked: &ReportQuery) -> HashMap<String, Figure> {
    let places = CommunePlaces::of(input.facts);
    let scene = scene(input, &places, asked, RecordLists::None);
    let drafts = figures::all(&scene).into_iter();
    let total = |cells: &[FigureCell; COLUMNS]| cells.get(TOTAL).map(|cell| cell.figure);
    drafts.filter_map(|draft| Some((draft.key, total(&draft.cells)?))).collect()
}

pub fn report(input: &ReportInput, asked: &ReportQuery, lists: RecordLists) -> Report {
    let places = CommunePlaces::of(input.facts);
    let scene = scene(input, &places, asked, lists);
    let drafts = figures::all(&scene);
    let since = FiguresSince::of(&scene, asked);
    let row = |draft| row(&scene, asked, &since, draft);
    Report {
        query: asked.clone(),
        rows: drafts.into_iter().map(row).collect(),
        made_up: input.facts.made_up.iter().count(),
        is_ahead: scene.today < scene.from,
        no_places: scene.places.is_empty(),
        without_place: without_place(&scene),
    }
}

/// The records that the total of one row counts, in ascending order; none if the report has no such
/// row.
pub fn records(input: &ReportInput, counted: &Counted) -> Vec<Ref> {
    let places = CommunePlaces::of(input.facts);
    let scene = scene(input, &places, &counted.asked, RecordLists::Totals);
    let drafts = figures::some(&scene, &BTreeSet::from([counted.row.as_str()]));
    let own = drafts.into_iter().find(|draft| draft.key == counted.row);
    own.and_then(|RowDraft { cells: [.., total], .. }| total.records).unwrap_or_default()
}

/// The number of events of the period that are in no place, for a report of a place.
fn without_place(scene: &FactsScene) -> usize {
    if scene.place == PlaceScope::All {
        return 0;
    }
    let sources = scene.book().sources.iter().enumerate();
    let counting = sources.filter(|(_, source)| source.counts_placeless);
    counting.filter_map(|(at, _)| Events::of(scene, at)).map(|events| events.nowhere()).sum()
}

fn row(
    scene: &FactsScene,
    asked: &ReportQuery,
    since: &FiguresSince,
    draft: RowDraft,
) -> ReportRow {
    let RowDraft { key, label, above, unit, is_money, rule, cells, .. } = draft;
    let targets = targets(scene, asked, since, &key, &cells);
    let rule = rule.clone();
    ReportRow { key, label, above, unit, is_money, rule, cells, targets }
}
