//! Computes all rows of a report: iterates over each source once and adds each event to the figures
//! that count it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::accumulator::{FigureAccumulator, Job};
use super::draft::RowDraft;
use super::event::{Events, TestBits};
use super::facts::Facts;
use super::lasting::{FigureHistory, JobKey, Lasting};
use super::measure::{self, Gain, MeasureState};
use super::pair_groups::PairGroups;
use super::pairs::pairs;
use super::places::CommunePlaces;
use super::reported;
use super::scene::{FactsScene, PlaceScope};
use super::tally::{FigureKind, RecordLists, Tally};
use super::timeline::Timeline;
use crate::programme::reference;
use crate::programme::spec::indicator::*;
use crate::programme::spec::{Choice, ChoiceList, Label, Programme};
use crate::record::Date;

/// Each figure, followed by the parts that are repeated under each of its choices.
pub fn specs(book: &IndicatorBook) -> impl Iterator<Item = &FigureSpec> {
    fn with_parts(spec: &FigureSpec) -> impl Iterator<Item = &FigureSpec> {
        std::iter::once(spec).chain(&spec.repeat)
    }
    book.indicators.iter().flat_map(|indicator| &indicator.figures).flat_map(with_parts)
}

/// Computes what does not depend on the period, from the facts on a day.
pub fn lasting(programme: &Programme, facts: &Facts, today: Date) -> Lasting {
    let (places, none) = (CommunePlaces::of(facts), Lasting::default());
    let scene = FactsScene {
        programme,
        facts,
        places: &places,
        lasting: &none,
        timeline: &none.timeline,
        from: Date { year: i16::MIN, month: 1, day: 1 },
        to: today,
        as_of: today,
        today,
        place: PlaceScope::All,
        lists: RecordLists::All,
    };
    let lines = (0..scene.book().sources.len()).map(|at| Events::line_of(&scene, at));
    let (timeline, groups) = (Timeline::of(lines.collect()), PairGroups::of(facts));
    let scene = FactsScene { timeline: &timeline, ..scene };
    let history = |spec: &FigureSpec| match &spec.measure {
        IndicatorMeasure::Latest(follow) | IndicatorMeasure::Unfollowed(follow) => {
            Some(FigureHistory::Follow(Arc::new(measure::latest(&scene, follow))))
        }
        IndicatorMeasure::Begun | IndicatorMeasure::First => {
            Some(FigureHistory::First(Arc::new(measure::first_days(&scene, &spec.terms))))
        }
        IndicatorMeasure::Also(terms) => {
            Some(FigureHistory::First(Arc::new(measure::first_homes(&scene, terms))))
        }
        IndicatorMeasure::Several { .. } => {
            Some(FigureHistory::Homes(Arc::new(measure::by_home(&scene, &spec.terms))))
        }
        _ => None,
    };
    let timeless = timeless(&scene);
    let gains = Gain::of(programme).map(|gain| Arc::new(gain.seen(&scene, &groups)));
    let figures = specs(&programme.indicators).map(history).collect();
    Lasting { timeline, pairs: groups, timeless, gains, figures }
}

pub fn all<'a>(scene: &'a FactsScene<'a>) -> Vec<RowDraft<'a>> {
    drafts(scene, accumulate(scene, &|_| true))
}

/// Computes only the figures that these rows belong to; all other figures are empty.
pub fn some<'a>(scene: &'a FactsScene<'a>, keys: &BTreeSet<&str>) -> Vec<RowDraft<'a>> {
    let is_of = |own: &str, key: &str| {
        key.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let is_wanted = |spec: &FigureSpec| keys.iter().any(|key| is_of(&spec.key, key));
    drafts(scene, accumulate(scene, &is_wanted))
}

/// Jobs with the same tests, so that each event is tested once for all of them.
struct JobGroup<'a> {
    tests: TestBits<'a>,
    of: &'a [EventTest],
    jobs: Vec<Job<'a>>,
}

/// A wanted figure includes the parts that are repeated under its choices.
fn accumulate<'a>(
    scene: &'a FactsScene<'a>,
    is_wanted: &dyn Fn(&FigureSpec) -> bool,
) -> Vec<FigureAccumulator<'a>> {
    let book = scene.book();
    let mut measured = Vec::new();
    pairs(scene, &scene.lasting.pairs, &mut |pair| measured.push(pair));
    let of_rows = book.indicators.iter().flat_map(|indicator| &indicator.figures);
    let wanted = of_rows.flat_map(|spec| {
        let is_wanted = is_wanted(spec);
        std::iter::once(spec).chain(&spec.repeat).map(move |spec| (spec, is_wanted))
    });
    let figure = |(at, (spec, is_wanted))| match is_wanted {
        true => FigureAccumulator::of(scene, at, spec, &measured),
        false => FigureAccumulator::empty(spec, scene),
    };
    let mut figures: Vec<FigureAccumulator> = wanted.enumerate().map(figure).collect();
    let mut groups: Vec<Vec<JobGroup>> = book.sources.iter().map(|_| Vec::new()).collect();
    for (at, figure) in figures.iter_mut().enumerate() {
        // while no priority place is known the share is undefined, not 0 %
        let is_unknown = scene.places.is_empty() && figure.spec.goes_by_places();
        if is_unknown || matches!(figure.measure, MeasureState::Done) {
            continue;
        }
        for job in jobs_of(book, at, figure.spec) {
            match timeless_part(scene, figure.spec, &job) {
                Some(part) => figure.whole.join(part),
                None => put_in_group(book, &mut groups, job),
            }
        }
    }
    for (source, groups) in groups.iter().enumerate().filter(|(_, all)| !all.is_empty()) {
        let Some(events) = Events::of(scene, source) else { continue };
        for event in events.counted() {
            for group in groups.iter().filter(|group| events.fits(&group.tests, &event)) {
                for job in &group.jobs {
                    if let Some(figure) = figures.get_mut(job.figure) {
                        figure.add_event(&events, job, &event);
                    }
                }
            }
        }
    }
    figures
}

/// The terms of the figure with index `at`, and of its base.
fn jobs_of<'a>(
    book: &'a IndicatorBook,
    at: usize,
    spec: &'a FigureSpec,
) -> impl Iterator<Item = Job<'a>> {
    let has_fund = |term: &EventTerm| {
        book.sources.get(term.source).is_some_and(|source| !source.fund.is_empty())
    };
    let is_of_funds = spec.terms.iter().any(has_fund);
    let job = move |(no, is_base, term)| Job {
        figure: at,
        term,
        no,
        is_base,
        is_common_base: is_base && is_of_funds && !has_fund(term),
    };
    let terms = spec.terms.iter().enumerate().map(|(no, term)| (no, false, term));
    let base = spec.base.iter().enumerate().map(|(no, term)| (no, true, term));
    terms.chain(base).map(job)
}

fn put_in_group<'a>(book: &IndicatorBook, groups: &mut [Vec<JobGroup<'a>>], job: Job<'a>) {
    let term = job.term;
    let (Some(groups), Some(source)) =
        (groups.get_mut(term.source), book.sources.get(term.source))
    else {
        return;
    };
    match groups.iter_mut().find(|group| group.of == term.tests) {
        Some(group) => group.jobs.push(job),
        None => groups.push(JobGroup {
            tests: TestBits::of(&term.tests, source.table),
            of: &term.tests,
            jobs: vec![job],
        }),
    }
}

/// Whether a term gives the same in every period: its events are always valid, and no test needs a
/// place.
fn is_timeless(book: &IndicatorBook, spec: &FigureSpec, term: &EventTerm) -> bool {
    let always = EventTime::Holds { from: None, to: None, must_end: false, revoked: None };
    let source = book.sources.get(term.source);
    let is_plain = matches!(
        spec.measure,
        IndicatorMeasure::Total | IndicatorMeasure::Percent | IndicatorMeasure::Per
    );
    is_plain
        && spec.split.is_none()
        && !term.tests.contains(&EventTest::AtPriorityPlace)
        && source.is_some_and(|source| source.time == always)
}

/// The precomputed tally of a term, if the whole country is counted.
fn timeless_part<'a>(scene: &'a FactsScene, spec: &FigureSpec, job: &Job) -> Option<&'a Tally> {
    let is_one = scene.place == PlaceScope::All && is_timeless(scene.book(), spec, job.term);
    scene.lasting.timeless.get(&job.key()).filter(|_| is_one)
}

/// The tallies of all terms that give the same in every period, for the whole country.
fn timeless(scene: &FactsScene) -> HashMap<JobKey, Tally> {
    let book = scene.book();
    let mut parts = HashMap::new();
    for (at, spec) in specs(book).enumerate() {
        for job in jobs_of(book, at, spec).filter(|job| is_timeless(book, spec, job.term)) {
            let Some(events) = Events::of(scene, job.term.source) else { continue };
            let tests = TestBits::of(&job.term.tests, events.source.table);
            let mut figure = FigureAccumulator::of(scene, at, spec, &[]);
            for event in events.counted().filter(|event| events.fits(&tests, event)) {
                figure.add_event(&events, &job, &event);
            }
            parts.insert(job.key(), figure.whole);
        }
    }
    parts
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
                        is_money: spec.is_money,
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
                // without any known priority place there are no classes to show
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

/// Makes the rows of a split figure.
struct Parts<'r, 'a> {
    scene: &'r FactsScene<'a>,
    spec: &'a FigureSpec,
    rule: &'a Label,
    targeted: &'r HashSet<&'r str>,
    rows: &'r mut Vec<RowDraft<'a>>,
}

impl Parts<'_, '_> {
    fn push(&mut self, id: &str, label: Label, (unit, is_money): (Label, bool), tally: Tally) {
        let kind = FigureKind::of(&self.spec.measure);
        let cells = tally.cells(kind);
        let key = format!("{}.{id}", self.spec.key);
        self.rows.push(RowDraft {
            key,
            label,
            above: None,
            unit,
            is_money,
            rule: self.rule,
            kind,
            cells,
        });
    }

    fn unit(&self) -> (Label, bool) {
        (self.spec.unit.clone(), self.spec.is_money)
    }

    /// Adds the choices that have a figure or a target.
    fn choices(
        &mut self,
        list: &str,
        mut figure: FigureAccumulator,
        mut repeated: Vec<FigureAccumulator>,
    ) {
        let list = self.scene.programme.list(list);
        for (at, choice) in (0..).zip(list.map_or(&[][..], |list| &list.choices)) {
            let tally = figure.split.remove(&at).unwrap_or_else(|| self.scene.tally());
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
            self.push(&choice.id, label, self.unit(), tally);
            for (part, tally) in own {
                self.rows.push(RowDraft {
                    key: format!("{key}.{}", part.key),
                    label: part.label.clone(),
                    above: Some(choice.label.clone()),
                    unit: part.unit.clone(),
                    is_money: part.is_money,
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
            self.push(&id, label, (unit.label.clone(), unit.is_money()), tally);
        }
    }

    fn places(&mut self, figure: FigureAccumulator) {
        for (place, tally) in figure.split {
            let (code, name) = match self.scene.place {
                PlaceScope::All | PlaceScope::Region(_) => province(place),
                _ => commune(place),
            };
            let label = Label { vi: name.clone(), en: name };
            self.push(&code, label, self.unit(), tally);
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
