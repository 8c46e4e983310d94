//! Accumulates one figure from the events of its sources.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::change;
use super::event::{CountedEvent, Events};
use super::facts::{ChoiceIndex, UNKNOWN};
use super::lasting::{FirstDays, JobKey};
use super::measure::{self, MeasureState};
use super::pairs::MeasuredPair;
use super::scene::{FactsScene, PlaceScope};
use super::tally::{ONE, Tally};
use crate::programme::spec::indicator::*;
use crate::record::Date;
use crate::text::format::days_between;

/// The tallies of a figure while events are added.
pub struct FigureAccumulator<'a> {
    pub spec: &'a FigureSpec,
    pub measure: MeasureState,
    pub whole: Tally,
    /// by choice, or by place
    pub split: BTreeMap<u32, Tally>,
    /// number of classes of priority places, if the figure is split by them
    classes: ChoiceIndex,
    /// one row for each measure and unit
    pub changes: Vec<change::ChangeRow>,
}

/// One term of one figure.
pub struct Job<'a> {
    pub figure: usize,
    pub term: &'a EventTerm,
    /// index among the terms of the figure, or among the terms of its base
    pub no: usize,
    pub is_base: bool,
    /// a base term without a fund: it is the base of the ratio of every fund
    pub is_common_base: bool,
}

impl Job<'_> {
    pub fn key(&self) -> JobKey {
        (self.figure, self.is_base, self.no)
    }
}

impl<'a> FigureAccumulator<'a> {
    /// `at`: the figure's index among all figures, as in `figures::specs`.
    pub fn of(
        scene: &FactsScene<'a>,
        at: usize,
        spec: &'a FigureSpec,
        measured: &[MeasuredPair],
    ) -> FigureAccumulator<'a> {
        let (mut whole, mut changes) = (scene.tally(), Vec::new());
        let lasting = scene.lasting;
        let seen = |all| match &lasting.gains {
            Some(seen) => MeasureState::Gains { measured: Arc::clone(seen), all },
            None => MeasureState::Done,
        };
        let measure = match &spec.measure {
            IndicatorMeasure::Total => MeasureState::Total,
            IndicatorMeasure::Percent | IndicatorMeasure::Per => MeasureState::Ratio,
            IndicatorMeasure::Latest(_) => MeasureState::Latest(lasting.follow(at)),
            IndicatorMeasure::Unfollowed(_) => MeasureState::Unfollowed(lasting.follow(at)),
            IndicatorMeasure::Begun => MeasureState::Begun(lasting.first(at)),
            IndicatorMeasure::First => MeasureState::First(lasting.first(at)),
            IndicatorMeasure::Measured => seen(true),
            IndicatorMeasure::Gained => seen(false),
            IndicatorMeasure::MedianGain => match &lasting.gains {
                Some(seen) => MeasureState::Changes(Arc::clone(seen)),
                None => MeasureState::Done,
            },
            IndicatorMeasure::Days(since) => MeasureState::Days(since.clone()),
            IndicatorMeasure::Also(_) => MeasureState::Also(lasting.first(at)),
            IndicatorMeasure::Several { different, least } => {
                let history = lasting.homes(at);
                whole = measure::several(scene, &spec.terms, &history, different, *least);
                MeasureState::Done
            }
            IndicatorMeasure::Pairs(group) => {
                (whole, changes) = change::rows(scene, measured, &spec.key, group);
                MeasureState::Done
            }
        };
        let list = match &spec.split {
            Some(IndicatorSplit::Priority(list)) => scene.programme.list(list),
            _ => None,
        };
        let classes = list.map_or(0, |list| list.choices.len());
        FigureAccumulator {
            spec,
            measure,
            whole,
            split: BTreeMap::new(),
            classes: ChoiceIndex::try_from(classes).unwrap_or(UNKNOWN),
            changes,
        }
    }

    /// The accumulator of a figure that the caller does not need: it takes no events.
    pub fn empty(spec: &'a FigureSpec, scene: &FactsScene) -> FigureAccumulator<'a> {
        FigureAccumulator {
            spec,
            measure: MeasureState::Done,
            whole: scene.tally(),
            split: BTreeMap::new(),
            classes: 0,
            changes: Vec::new(),
        }
    }

    pub fn add_event(&mut self, events: &Events, job: &Job, event: &CountedEvent) {
        let (scene, spec) = (events.scene, self.spec);
        let site = || events.site(event).unwrap_or_default();
        let key = match &spec.split {
            None => {
                return add(&mut self.whole, &self.measure, spec, events, job, event);
            }
            Some(IndicatorSplit::Priority(_)) => {
                let commune = site().commune();
                let is_of = |class| scene.places.is_of(commune, class, event.day);
                for class in 0..self.classes {
                    if job.is_base || is_of(class) {
                        let tally =
                            self.split.entry(class.into()).or_insert_with(|| scene.tally());
                        add(tally, &self.measure, spec, events, job, event);
                    }
                }
                return;
            }
            Some(IndicatorSplit::Place) => {
                let place = match scene.place {
                    PlaceScope::All | PlaceScope::Region(_) => u32::from(site().province()),
                    PlaceScope::Province(_) | PlaceScope::Former(_) => site().commune(),
                    PlaceScope::Commune(_) => 0,
                };
                (place != 0).then_some(place)
            }
            Some(IndicatorSplit::Choices(_)) => {
                let choice = |path: &FactPath| {
                    let (table, column, row) = events.end(path, event)?;
                    let choice = table.choice(column, row);
                    (choice != UNKNOWN).then_some(u32::from(choice))
                };
                let of = job.term.split.iter().map(choice);
                of.reduce(|whole, choice| Some(whole? << 8 | choice?)).flatten()
            }
        };
        if let Some(key) = key {
            let tally = self.split.entry(key).or_insert_with(|| scene.tally());
            add(tally, &self.measure, spec, events, job, event);
        }
    }
}

fn add(
    tally: &mut Tally,
    measure: &MeasureState,
    spec: &FigureSpec,
    events: &Events,
    job: &Job,
    event: &CountedEvent,
) {
    let (fund, record) = (event.fund, event.record);
    match measure {
        MeasureState::Done => {}
        MeasureState::Total => total(tally, events, job, event),
        MeasureState::Ratio => {
            if let TermAdds::Distinct(keys) = &job.term.adds {
                let key = measure::key(events, keys, event);
                return tally.add_distinct_part(fund, record, key, job.is_base);
            }
            let n = amount(events, &job.term.adds, event);
            let (part, base) = if job.is_base { (0, n) } else { (n, 0) };
            match spec.both_in_total {
                _ if n == 0 => {}
                _ if job.is_common_base => tally.add_common_base(n),
                true => tally.add_share(fund, record, part, base),
                false => tally.add_ratio(fund, record, part, base),
            }
        }
        MeasureState::Latest(latest) => {
            if let Some((follow_up, part)) = latest.get(&record) {
                let base = amount(events, &job.term.adds, event);
                tally.add_ratio(fund, record, *part, base);
                tally.add_source(fund, *follow_up);
            }
        }
        MeasureState::Unfollowed(latest) => {
            if !latest.contains_key(&record) {
                total(tally, events, job, event);
            }
        }
        MeasureState::First(first) => {
            if first_day(first, events, job, event).is_none_or(|day| events.scene.from <= day) {
                total(tally, events, job, event);
            }
        }
        MeasureState::Begun(first) => {
            if first_day(first, events, job, event).is_none_or(|day| day == event.day) {
                total(tally, events, job, event);
            }
        }
        MeasureState::Days(since) => {
            if let Some(day) = events.scene.day(since, event.row) {
                let days = i128::from(days_between(day, event.day));
                tally.add_ratio(fund, record, days * ONE, ONE);
            }
        }
        MeasureState::Also(homes) => {
            let first = homes.get(event.home.into());
            let is_also = first.is_some_and(|day| day <= events.scene.as_of);
            tally.add_distinct_share(fund, record, event.home.into(), is_also);
        }
        MeasureState::Changes(seen) => {
            let key = (event.home, events.whole(event));
            if let Some(seen) = seen.get(&key) {
                tally.add_change(
                    fund,
                    record,
                    seen.change,
                    u64::from(key.0) << 32 | u64::from(key.1),
                );
                tally.add_source(fund, seen.before);
                tally.add_source(fund, seen.after);
            }
        }
        MeasureState::Gains { measured, all } => {
            let seen = measured.get(&(event.home, events.whole(event)));
            if let Some(seen) = seen.filter(|seen| *all || seen.has_gained) {
                total(tally, events, job, event);
                tally.add_source(fund, seen.before);
                tally.add_source(fund, seen.after);
            }
        }
    }
}

/// `None` for a term that does not count distinct keys.
fn first_day(
    first: &FirstDays,
    events: &Events,
    job: &Job,
    event: &CountedEvent,
) -> Option<Date> {
    let TermAdds::Distinct(keys) = &job.term.adds else { return None };
    first.get(measure::key(events, keys, event))
}

fn total(tally: &mut Tally, events: &Events, job: &Job, event: &CountedEvent) {
    let (fund, record) = (event.fund, event.record);
    match &job.term.adds {
        TermAdds::One => tally.add(fund, record, ONE),
        TermAdds::Distinct(keys) => {
            let key = measure::key(events, keys, event);
            tally.add_distinct(fund, record, key);
        }
        TermAdds::Amounts(amounts) => {
            for amount in amounts {
                let number = |path: &FactPath| events.number(path, event.row);
                match (number(&amount.path), &amount.column) {
                    // a record with an amount of 0 is not listed among the records of the figure
                    (0, _) => {}
                    (n, AmountColumn::Fund) => tally.add(fund, record, n),
                    (n, AmountColumn::National) => tally.add(Fund::National, record, n),
                    (n, AmountColumn::Local) => tally.add(Fund::Local, record, n),
                    (n, AmountColumn::Total) => tally.add_total(record, n),
                    (n, AmountColumn::Support(given)) => {
                        let given = given.as_ref();
                        let given = given.map_or([0, 0], |[a, b]| [number(a), number(b)]);
                        tally.add_support(fund, record, n, given);
                    }
                }
            }
        }
    }
}

fn amount(events: &Events, adds: &TermAdds, event: &CountedEvent) -> i128 {
    match adds {
        TermAdds::Amounts(all) => {
            all.iter().map(|amount| events.number(&amount.path, event.row)).sum()
        }
        TermAdds::One | TermAdds::Distinct(_) => ONE,
    }
}
