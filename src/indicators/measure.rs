//! Data that some measures need besides the events of the period: latest follow-ups, first days,
//! gains.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::event::{CountedEvent, Events, TestBits};
use super::facts::{ChoiceIndex, NONE, Ref};
use super::lasting::{FirstDays, FollowUps, GainSeen, GainsSeen, HomeEvents};
use super::pair_groups::PairGroups;
use super::pairs::{MeasuredPair, pairs};
use super::ref_set::RefSet;
use super::refs::RefMap;
use super::scene::FactsScene;
use super::tally::{FINE, ONE, Tally};
use crate::programme::spec::Programme;
use crate::programme::spec::indicator::*;
use crate::record::{Date, Id};

/// A figure's measure with the data that it needs.
pub enum MeasureState {
    Total,
    Ratio,
    /// by followed record: the latest follow-up and its amount
    Latest(Arc<FollowUps>),
    Unfollowed(Arc<FollowUps>),
    /// by key: the first day of any event
    First(Arc<FirstDays>),
    Begun(Arc<FirstDays>),
    /// by home and support: the measured gain
    Gains {
        measured: Arc<GainsSeen>,
        all: bool,
    },
    /// changes of the gain's measure, for their median
    Changes(Arc<GainsSeen>),
    /// the day from which days are counted
    Days(FactPath),
    /// by home: the first day on which one of the other terms has an event
    Also(Arc<FirstDays>),
    /// complete already, without the events of the period
    Done,
}

/// The measure that counts as a gain if it increases, and the smallest increase in percent.
pub struct Gain {
    measure: usize,
    percent: i64,
}

impl Gain {
    pub fn of(programme: &Programme) -> Option<Gain> {
        let (measure, percent) = programme.indicators.gain(&programme.lists)?;
        Some(Gain { measure, percent })
    }

    /// The gain of each home and support. It may be measured years after the support, so `scene`
    /// must include all days up to today.
    pub fn seen(&self, scene: &FactsScene, groups: &PairGroups) -> GainsSeen {
        let threshold = i128::from(self.percent) * ONE * FINE;
        let mut seen = GainsSeen::default();
        pairs(scene, groups, &mut |MeasuredPair { home, help, figures, .. }| {
            let own = figures.iter().filter(|f| usize::from(f.measure) == self.measure);
            let own = own.filter_map(|figure| Some((figure.change()?, figure)));
            let Some((best, figure)) = own.max_by_key(|(change, _)| *change) else { return };
            let has_gained = best >= threshold;
            let one =
                GainSeen { before: figure.was, after: figure.is, has_gained, change: best };
            let held = seen.entry((home, help)).or_insert(one);
            if one.change > held.change {
                *held = one;
            }
        });
        seen
    }
}

/// The latest follow-up of each record: by day, then by id. Follow-ups of any day count.
pub fn latest(scene: &FactsScene, follow: &FollowUp) -> FollowUps {
    let Some(events) = Events::of(scene, follow.source) else { return FollowUps::default() };
    let mut latest: RefMap<Ref, (Date, Option<Id>, CountedEvent)> = RefMap::default();
    for event in events.ever() {
        let Some(of) = scene.link(&follow.of, event.row) else { continue };
        let key = (event.day, events.table.id(event.row));
        let held = latest.entry(of).or_insert((key.0, key.1, event));
        if (held.0, held.1) < key {
            *held = (key.0, key.1, event);
        }
    }
    let said = |event: &CountedEvent| {
        follow.add.iter().map(|amount| events.number(&amount.path, event.row)).sum()
    };
    latest.into_iter().map(|(of, (_, _, event))| (of, (event.record, said(&event)))).collect()
}

/// By key, the first day of all events of the terms, regardless of the period.
pub fn first_days(scene: &FactsScene, terms: &[EventTerm]) -> FirstDays {
    let mut first = FirstDays::default();
    for term in terms {
        let TermAdds::Distinct(keys) = &term.adds else { continue };
        let Some(events) = Events::of(scene, term.source) else { continue };
        let tests = TestBits::of(&term.tests, events.source.table);
        for event in events.ever().filter(|event| events.fits(&tests, event)) {
            first.add(key(&events, keys, &event), event.day);
        }
    }
    first
}

/// The events of the terms that have a day, sorted by home.
pub fn by_home(scene: &FactsScene, terms: &[EventTerm]) -> HomeEvents {
    let mut all = Vec::new();
    for (no, term) in (0..).zip(terms) {
        let Some(events) = Events::of(scene, term.source) else { continue };
        let tests = TestBits::of(&term.tests, events.source.table);
        let own = (0..).zip(events.ever()).filter(|(_, event)| events.fits(&tests, event));
        all.extend(own.map(|(at, event)| (event.home, no, at)));
    }
    HomeEvents::of(all)
}

/// Counts the homes with an event in the period that have events of at least `least` different
/// choices up to its end. An event with a start and an end counts while it is valid.
pub fn several(
    scene: &FactsScene,
    terms: &[EventTerm],
    history: &HomeEvents,
    different: &FactPath,
    least: usize,
) -> Tally {
    let mut held: RefMap<Ref, SeveralSeen> = RefMap::default();
    let mut add = |events: &Events, event: CountedEvent| {
        let Some((table, column, row)) = events.end(different, &event) else { return };
        let seen = held.entry(event.home).or_default();
        seen.choices.insert(table.choice(column, row));
        seen.events.push(event);
    };
    let sources: Vec<Option<Events>> =
        terms.iter().map(|term| Events::of(scene, term.source)).collect();
    let mut dated = RefSet::default();
    for (term, events) in terms.iter().zip(&sources) {
        let Some(events) = events else { continue };
        let tests = TestBits::of(&term.tests, events.source.table);
        if matches!(events.source.time, EventTime::Holds { .. }) {
            let own = events.counted().filter(|event| events.fits(&tests, event));
            for event in own {
                dated.insert(event.home);
                add(events, event);
            }
        } else {
            let own = events.anywhere().filter(|event| events.is_home_here(event));
            let own = own.filter(|event| events.fits(&tests, event));
            own.for_each(|event| dated.insert(event.home));
        }
    }
    for home in dated.sorted() {
        for (term, at) in history.of_home(home) {
            let Some(Some(events)) = sources.get(term as usize) else { continue };
            let Some(event) = events.at(at as usize) else { continue };
            if event.day <= scene.as_of && events.is_home_here(&event) {
                add(events, event);
            }
        }
    }
    let mut several = scene.tally();
    for (home, seen) in held {
        if seen.choices.len() >= least {
            for event in seen.events {
                several.add_distinct(event.fund, event.record, home.into());
            }
        }
    }
    several
}

/// The events and the choices of one home.
#[derive(Default)]
struct SeveralSeen {
    events: Vec<CountedEvent>,
    choices: BTreeSet<ChoiceIndex>,
}

/// By home, the first day of any event of the terms.
pub fn first_homes(scene: &FactsScene, terms: &[EventTerm]) -> FirstDays {
    let mut first = FirstDays::default();
    for term in terms {
        let Some(events) = Events::of(scene, term.source) else { continue };
        let tests = TestBits::of(&term.tests, events.source.table);
        for event in events.ever().filter(|event| events.fits(&tests, event)) {
            first.add(event.home.into(), event.day);
        }
    }
    first
}

/// The key for distinct counts: 32 bits for each of at most two keys.
pub fn key(events: &Events, keys: &[EventKey], event: &CountedEvent) -> u64 {
    let one = |key: &EventKey| match key {
        EventKey::Record => event.record,
        EventKey::Home => event.home,
        EventKey::Whole => events.whole(event),
        EventKey::Value(path) => match events.end(path, event) {
            None => NONE,
            Some((table, column, row)) => match events.scene.sort(path.at) {
                Some(FactSort::Choice(_)) => table.choice(column, row).into(),
                _ => table.link(column, row),
            },
        },
    };
    keys.iter().fold(0, |whole, key| whole << 32 | u64::from(one(key)))
}
