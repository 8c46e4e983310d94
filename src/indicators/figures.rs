//! Computes all rows of a report: iterates over each source once and adds every event to the figures
//! that count it.

use std::collections::HashSet;
use std::sync::Arc;

use super::accumulator::{FigureAccumulator, Job};
use super::draft::RowDraft;
use super::event::{Events, TestBits};
use super::facts::Facts;
use super::lasting::{FigureHistory, Lasting};
use super::measure::{self, Gain, MeasureState};
use super::pairs::pairs;
use super::places::CommunePlaces;
use super::reported;
use super::scene::{FactsScene, PlaceScope};
use super::tally::{FigureKind, Tally};
use crate::programme::reference;
use crate::programme::spec::indicator::*;
use crate::programme::spec::{Choice, ChoiceList, Label, Programme};
use crate::record::Date;

/// Each figure, then the parts that are repeated under each of its choices.
pub fn specs(book: &IndicatorBook) -> impl Iterator<Item = &FigureSpec> {
    fn with_parts(spec: &FigureSpec) -> impl Iterator<Item = &FigureSpec> {
        std::iter::once(spec).chain(&spec.repeat)
    }
    book.indicators.iter().flat_map(|indicator| &indicator.figures).flat_map(with_parts)
}

/// What figures of every period go by, of these facts on a day.
pub fn lasting(programme: &Programme, facts: &Facts, today: Date) -> Lasting {
    let (places, none) = (CommunePlaces::of(facts), Lasting::default());
    let scene = FactsScene {
        programme,
        facts,
        places: &places,
        lasting: &none,
        from: Date { year: i16::MIN, month: 1, day: 1 },
        to: today,
        as_of: today,
        today,
        place: PlaceScope::All,
    };
    let history = |spec: &FigureSpec| match &spec.measure {
        IndicatorMeasure::Latest(follow) | IndicatorMeasure::Unfollowed(follow) => {
            Some(FigureHistory::Follow(Arc::new(measure::latest(&scene, follow))))
        }
        IndicatorMeasure::Begun | IndicatorMeasure::First => {
            Some(FigureHistory::First(Arc::new(measure::first_days(&scene, &spec.terms))))
        }
        _ => None,
    };
    Lasting {
        gains: Gain::of(programme).map(|gain| Arc::new(gain.seen(&scene))),
        figures: specs(&programme.indicators).map(history).collect(),
    }
}

pub fn all<'a>(scene: &'a FactsScene<'a>) -> Vec<RowDraft<'a>> {
    let book = scene.book();
    let measured = pairs(scene);
    let own = specs(book).enumerate();
    let mut figures: Vec<FigureAccumulator> =
        own.map(|(at, spec)| FigureAccumulator::of(scene, at, spec, &measured)).collect();
    let mut jobs: Vec<Vec<Job>> = book.sources.iter().map(|_| Vec::new()).collect();
    for (at, figure) in figures.iter().enumerate() {
        // while no priority place is known the share is undefined, not 0 %
        let is_unknown = scene.places.is_empty() && figure.spec.goes_by_places();
        if is_unknown || matches!(figure.measure, MeasureState::Done) {
            continue;
        }
        let has_fund = |term: &EventTerm| {
            book.sources.get(term.source).is_some_and(|source| !source.fund.is_empty())
        };
        let is_of_funds = figure.spec.terms.iter().any(has_fund);
        for (terms, is_base) in [(&figure.spec.terms, false), (&figure.spec.base, true)] {
            for term in terms {
                let is_common_base = is_base && is_of_funds && !has_fund(term);
                if let Some(jobs) = jobs.get_mut(term.source) {
                    jobs.push(Job { figure: at, term, is_base, is_common_base });
                }
            }
        }
    }
    for (source, jobs) in jobs.iter().enumerate().filter(|(_, jobs)| !jobs.is_empty()) {
        let Some(events) = Events::of(scene, source) else { continue };
        let tests = |job: &Job<'a>| TestBits::of(&job.term.tests, events.source.table);
        let tests: Vec<TestBits> = jobs.iter().map(tests).collect();
        for event in events.counted() {
            for (job, tests) in jobs.iter().zip(&tests) {
                if events.fits(tests, &event)
                    && let Some(figure) = figures.get_mut(job.figure)
                {
                    figure.add_event(&events, job, &event);
                }
            }
        }
    }
    drafts(scene, figures)
}

/// Turns the figures into rows, in the order of the programme.
fn drafts<'a>(
    scene: &FactsScene<'a>,
    figures: Vec<FigureAccumulator<'a>>,
) -> Vec<RowDraft<'a>> {
    let goals = scene.facts.goals.iter().map(|(_, goal)| goal.indicator.as_str());
    let targeted: HashSet<&str> = goals.collect();
    let mut left = figures.into_iter();
    let mut all = Vec::new();
    for indicator in &scene.book().indicators {
        let rule = &indicator.rule;
        let mut rows = Vec::new();
        for spec in &indicator.figures {
            let mut own = left.by_ref().take(1 + spec.repeat.len());
            let Some(figure) = own.next() else { continue };
            let repeated: Vec<FigureAccumulator> = own.collect();
            let is_gain = matches!(
                spec.measure,
                IndicatorMeasure::Measured
                    | IndicatorMeasure::Gained
                    | IndicatorMeasure::MedianGain
            );
            let split = match &spec.split {
                _ if is_gain && scene.lasting.gains.is_none() => continue,
                None => {
                    rows.push(RowDraft {
                        key: spec.key.clone(),
                        label: spec.label.clone(),
                        above: spec.above.clone(),
                        unit: spec.unit.clone(),
                        rule,
                        kind: FigureKind::of(&spec.measure),
                        cells: figure.whole.cells(FigureKind::of(&spec.measure)),
                    });
                    rows.extend(figure.changes.into_iter().map(|change| change.draft(rule)));
                    continue;
                }
                Some(split) => split,
            };
            let mut parts = Parts { scene, spec, rule, targeted: &targeted, rows: &mut rows };
            match split {
                IndicatorSplit::Place => parts.places(figure),
                IndicatorSplit::Choices(lists) => match lists.as_slice() {
                    [list] => parts.choices(list, figure, repeated),
                    [list, units] => parts.choices_by_unit(list, units, figure),
                    _ => {}
                },
                // while no priority place is known there are no classes to show
                IndicatorSplit::Priority(_) if scene.places.is_empty() => {}
                IndicatorSplit::Priority(list) => parts.choices(list, figure, repeated),
            }
        }
        if let Some(row) = indicator.figures.first() {
            reported::insert(scene, &row.key, rule, &mut rows);
        }
        all.extend(rows);
    }
    all
}

/// The lines of a figure that is split.
struct Parts<'r, 'a> {
    scene: &'r FactsScene<'a>,
    spec: &'a FigureSpec,
    rule: &'a Label,
    targeted: &'r HashSet<&'r str>,
    rows: &'r mut Vec<RowDraft<'a>>,
}

impl Parts<'_, '_> {
    fn push(&mut self, id: &str, label: Label, unit: Label, tally: Tally) {
        let kind = FigureKind::of(&self.spec.measure);
        let cells = tally.cells(kind);
        let key = format!("{}.{id}", self.spec.key);
        self.rows.push(RowDraft {
            key,
            label,
            above: None,
            unit,
            rule: self.rule,
            kind,
            cells,
        });
    }

    /// The choices that have a figure or a target.
    fn choices(
        &mut self,
        list: &str,
        mut figure: FigureAccumulator,
        mut repeated: Vec<FigureAccumulator>,
    ) {
        let list = self.scene.programme.list(list);
        for (at, choice) in (0..).zip(list.map_or(&[][..], |list| &list.choices)) {
            let tally = figure.split.remove(&at).unwrap_or_default();
            let own = repeated.iter_mut().filter_map(|part| {
                let tally = part.split.remove(&at).filter(|tally| !tally.is_empty())?;
                Some((part.spec, tally))
            });
            let own: Vec<(&FigureSpec, Tally)> = own.collect();
            let key = format!("{}.{}", self.spec.key, choice.id);
            if tally.is_empty() && own.is_empty() && !self.targeted.contains(key.as_str()) {
                continue;
            }
            let label = choice.label.with_part(&self.spec.label);
            self.push(&choice.id, label, self.spec.unit.clone(), tally);
            for (part, tally) in own {
                self.rows.push(RowDraft {
                    key: format!("{key}.{}", part.key),
                    label: part.label.clone(),
                    above: Some(choice.label.clone()),
                    unit: part.unit.clone(),
                    rule: self.rule,
                    kind: FigureKind::of(&part.measure),
                    cells: tally.cells(FigureKind::of(&part.measure)),
                });
            }
        }
    }

    fn choices_by_unit(&mut self, list: &str, units: &str, figure: FigureAccumulator) {
        let list = self.scene.programme.list(list);
        let units = self.scene.programme.list(units);
        for (at, tally) in figure.split.into_iter().filter(|(_, tally)| !tally.is_empty()) {
            let (Some(choice), Some(unit)) =
                (choice_at(list, at >> 8), choice_at(units, at & 255))
            else {
                continue;
            };
            let id = format!("{}.{}", choice.id, unit.id);
            let label = choice.label.with_part(&self.spec.label);
            self.push(&id, label, unit.label.clone(), tally);
        }
    }

    fn places(&mut self, figure: FigureAccumulator) {
        for (place, tally) in figure.split {
            let (code, name) = match self.scene.place {
                PlaceScope::All | PlaceScope::Region(_) => province(place),
                _ => commune(place),
            };
            let label = Label { vi: name.clone(), en: name };
            self.push(&code, label, self.spec.unit.clone(), tally);
        }
    }
}

fn choice_at(list: Option<&ChoiceList>, at: u32) -> Option<&Choice> {
    list?.choices.get(usize::try_from(at).ok()?)
}

fn province(number: u32) -> (String, String) {
    let code = format!("{number:02}");
    let name = reference::province(&code).map_or_else(|| code.clone(), |p| p.name.to_owned());
    (code, name)
}

fn commune(number: u32) -> (String, String) {
    let code = format!("{number:05}");
    let name = reference::commune(&code).map_or_else(|| code.clone(), |c| c.name.to_owned());
    (code, name)
}
