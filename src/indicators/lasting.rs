//! What figures of every period go by, computed once for the facts of a day: the gains that are known,
//! the first day of each key, the latest follow-up of each record. Knows no period and no place.

use std::collections::HashMap;
use std::sync::Arc;

use super::facts::Ref;
use crate::record::Date;

/// By key, the first day of all events.
pub type FirstDays = HashMap<u64, Date>;
/// By followed record, the latest follow-up and its amount.
pub type FollowUps = HashMap<Ref, (Ref, i128)>;

/// By home and help, whether it gained.
pub type GainsSeen = HashMap<(Ref, Ref), GainSeen>;

#[derive(Clone, Copy, Debug)]
pub struct GainSeen {
    pub before: Ref,
    pub after: Ref,
    pub has_gained: bool,
    /// the best of what it was measured in, in millionths of a percent
    pub change: i128,
}

#[derive(Clone, Debug)]
pub enum FigureHistory {
    First(Arc<FirstDays>),
    Follow(Arc<FollowUps>),
}

#[derive(Clone, Debug, Default)]
pub struct Lasting {
    /// `None` without a measure whose rise is a gain
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

    pub fn follow(&self, at: usize) -> Arc<FollowUps> {
        match self.figures.get(at) {
            Some(Some(FigureHistory::Follow(latest))) => Arc::clone(latest),
            _ => Arc::default(),
        }
    }
}
