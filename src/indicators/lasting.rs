//! What figures of every period go by, computed once for the facts of a day: the events in the order of
//! their days, the gains that are known, the first day of each key, the latest follow-up of each
//! record. Knows no period and no place.

use std::collections::HashMap;
use std::sync::Arc;

use super::pair_groups::PairGroups;
use super::refs::{Ref, RefMap};
use super::tally::Tally;
use super::timeline::Timeline;
use crate::record::{Date, KindNo};

/// By key, the first day of all events.
pub type FirstDays = RefMap<u64, Date>;
/// By followed record, the latest follow-up and its amount.
pub type FollowUps = RefMap<Ref, (Ref, i128)>;

/// A figure by its place among all, whether a term is of its base, and which one it is.
pub type JobKey = (usize, bool, usize);

/// By home and help, whether it gained.
pub type GainsSeen = RefMap<(Ref, Ref), GainSeen>;

#[derive(Clone, Copy, Debug)]
pub struct GainSeen {
    pub before: Ref,
    pub after: Ref,
    pub has_gained: bool,
    /// the best of what it was measured in, in `FINE` parts of a millionth of a percent
    pub change: i128,
}

#[derive(Clone, Debug)]
pub enum FigureHistory {
    First(Arc<FirstDays>),
    Follow(Arc<FollowUps>),
    Homes(Arc<HomeEvents>),
}

/// Dated events by home: of which term, and where in the line of its source.
#[derive(Clone, Debug, Default)]
pub struct HomeEvents(Vec<(Ref, u32, u32)>);

impl HomeEvents {
    pub fn of(mut events: Vec<(Ref, u32, u32)>) -> HomeEvents {
        events.sort_unstable();
        events.shrink_to_fit();
        HomeEvents(events)
    }

    /// The terms and events of a home.
    pub fn of_home(&self, home: Ref) -> impl Iterator<Item = (u32, u32)> {
        let first = self.0.partition_point(|(own, ..)| *own < home);
        let own = self.0.iter().skip(first).take_while(move |(own, ..)| *own == home);
        own.map(|(_, term, at)| (*term, *at))
    }
}

#[derive(Clone, Debug, Default)]
pub struct Lasting {
    /// by the record's place
    pub kinds: Vec<KindNo>,
    pub timeline: Timeline,
    pub pairs: PairGroups,
    /// what some terms add in every period, everywhere
    pub timeless: HashMap<JobKey, Tally>,
    /// `None` if no measure has gains
    pub gains: Option<Arc<GainsSeen>>,
    /// of each figure of the programme, in its order
    pub figures: Vec<Option<FigureHistory>>,
}

impl Lasting {
    /// Of a figure by its place among all.
    pub fn first(&self, at: usize) -> Arc<FirstDays> {
        match self.figures.get(at) {
            Some(Some(FigureHistory::First(days))) => Arc::clone(days),
            _ => Arc::default(),
        }
    }

    pub fn kind(&self, record: Ref) -> KindNo {
        self.kinds.get(record as usize).copied().unwrap_or(0)
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
