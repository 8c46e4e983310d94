//! Results that do not depend on period and place, computed once for the facts of a day: the events
//! sorted by day, the known gains, the first day of each key, the latest follow-up of each record.

use std::collections::HashMap;
use std::sync::Arc;

use super::pair_groups::PairGroups;
use super::refs::{Ref, RefMap};
use super::tally::Tally;
use super::timeline::Timeline;
use crate::record::Date;

/// By followed record: the latest follow-up and its amount.
pub type FollowUps = RefMap<Ref, (Ref, i128)>;

/// Index of the figure, whether the term is of its base, index of the term.
pub type JobKey = (usize, bool, usize);

/// By home and support, the gain.
pub type GainsSeen = RefMap<(Ref, Ref), GainSeen>;

/// By key of a distinct count, the first day of any event. Most keys have 32 bits and take half the
/// memory.
#[derive(Clone, Debug, Default)]
pub struct FirstDays {
    narrow: RefMap<u32, Date>,
    wide: RefMap<u64, Date>,
}

impl FirstDays {
    pub fn add(&mut self, key: u64, day: Date) {
        let first = match u32::try_from(key) {
            Ok(key) => self.narrow.entry(key).or_insert(day),
            Err(_) => self.wide.entry(key).or_insert(day),
        };
        *first = day.min(*first);
    }

    pub fn get(&self, key: u64) -> Option<Date> {
        match u32::try_from(key) {
            Ok(key) => self.narrow.get(&key).copied(),
            Err(_) => self.wide.get(&key).copied(),
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub struct GainSeen {
    pub before: Ref,
    pub after: Ref,
    pub has_gained: bool,
    /// greatest change of the gain's measure, in `FINE` parts of a millionth of a percent
    pub change: i128,
}

#[derive(Clone, Debug)]
pub enum FigureHistory {
    First(Arc<FirstDays>),
    Follow(Arc<FollowUps>),
    Homes(Arc<HomeEvents>),
}

/// Events with a day, sorted by home: home, index of the term, index in its source's line.
#[derive(Clone, Debug, Default)]
pub struct HomeEvents(Vec<(Ref, u32, u32)>);

impl HomeEvents {
    pub fn of(mut events: Vec<(Ref, u32, u32)>) -> HomeEvents {
        events.sort_unstable();
        events.shrink_to_fit();
        HomeEvents(events)
    }

    /// The term and the index of each event of a home.
    pub fn of_home(&self, home: Ref) -> impl Iterator<Item = (u32, u32)> {
        let first = self.0.partition_point(|(own, ..)| *own < home);
        let own = self.0.iter().skip(first).take_while(move |(own, ..)| *own == home);
        own.map(|(_, term, at)| (*term, *at))
    }
}

#[derive(Clone, Debug, Default)]
pub struct Lasting {
    pub timeline: Timeline,
    pub pairs: PairGroups,
    /// tallies of terms that are equal in every period, for the whole country
    pub timeless: HashMap<JobKey, Tally>,
    /// `None` if no measure has gains
    pub gains: Option<Arc<GainsSeen>>,
    /// for each figure, in the order of `figures::specs`
    pub figures: Vec<Option<FigureHistory>>,
}

impl Lasting {
    /// The first days of the figure with index `at`; empty if it needs none.
    pub fn first(&self, at: usize) -> Arc<FirstDays> {
        match self.figures.get(at) {
            Some(Some(FigureHistory::First(days))) => Arc::clone(days),
            _ => Arc::default(),
        }
    }

    pub fn homes(&self, at: usize) -> Arc<HomeEvents> {
        match self.figures.get(at) {
            Some(Some(FigureHistory::Homes(homes))) => Arc::clone(homes),
            _ => Arc::default(),
        }
    }

    pub fn follow(&self, at: usize) -> Arc<FollowUps> {
        match self.figures.get(at) {
            Some(Some(FigureHistory::Follow(latest))) => Arc::clone(latest),
            _ => Arc::default(),
        }
    }
}
