//! What all made-up records share: officer, places, day, counts, and which establishment has a
//! model or a project. The latter is computed, so that nothing is held in memory.

use super::random::Random;
use crate::programme::reference::{self, Commune};
use crate::record::{Date, Id};
use crate::text::format::date_add;

/// "Tân Cương" of "Xã Tân Cương".
pub fn bare(commune: &Commune) -> &'static str {
    commune.name.strip_prefix(commune.ty).map_or(commune.name, str::trim_start)
}

/// The arguments of `sotay demo`, and what the notebook already has.
#[derive(Clone, Debug)]
pub struct DemoOptions {
    pub seed: u64,
    pub today: Date,
    pub establishments: u64,
    pub visits: u64,
    /// the notebook's officer
    pub officer: Id,
    pub unit: String,
    /// code of the officer's province
    pub province: String,
}

/// The options, with the communes of the officer's province and all others.
pub struct DemoGround {
    pub options: DemoOptions,
    pub own: Vec<Commune>,
    pub others: Vec<Commune>,
}

impl std::ops::Deref for DemoGround {
    type Target = DemoOptions;

    fn deref(&self) -> &DemoOptions {
        &self.options
    }
}

/// Levels at which a product can be honoured. One product in `HONOURED` is honoured.
pub const LEVELS: u64 = 3;
pub const HONOURED: u64 = 2;
/// Follow-ups of a class.
pub const FOLLOW_UPS: u64 = 2;
/// One visit in this many ends with a promise; the newest visit always does.
pub const TASK_STEP: u64 = 10;
/// Official targets, if there are enough establishments.
pub const TARGETS: u64 = 6;

/// Reported figures, if there are enough establishments.
pub const REPORTED: u64 = 4;
/// Selection rounds, one a year, if there are enough establishments.
pub const ROUNDS: u64 = 5;

/// One establishment in `MODEL_STEP` has a model; every second of these has a project.
const MODEL_STEP: u64 = 12;
const PROJECT_STEP: u64 = 24;
const FIRST: u64 = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    Officer,
    Establishment,
    Project,
    Model,
    Measurement,
    Visit,
    Task,
    Training,
    Employment,
    Product,
    Honour,
    Fair,
    ValueChain,
    CoordinatedSupport,
    IntlLead,
    Target,
    Machinery,
    ReportedFigure,
    Event,
    SelectionRound,
}

/// The position of a lane is part of its ids and its random streams: append new lanes at the end.
pub const LANES: [Lane; 20] = [
    Lane::Officer,
    Lane::Establishment,
    Lane::Project,
    Lane::Model,
    Lane::Measurement,
    Lane::Visit,
    Lane::Task,
    Lane::Training,
    Lane::Employment,
    Lane::Product,
    Lane::Honour,
    Lane::Fair,
    Lane::ValueChain,
    Lane::CoordinatedSupport,
    Lane::IntlLead,
    Lane::Target,
    Lane::Machinery,
    Lane::ReportedFigure,
    Lane::Event,
    Lane::SelectionRound,
];

impl DemoGround {
    pub fn new(asked: DemoOptions) -> DemoGround {
        let all = reference::communes().iter().copied();
        let (own, others) = all.partition(|c| c.province == asked.province);
        DemoGround { options: asked, own, others }
    }

    pub fn count(&self, lane: Lane) -> u64 {
        match lane {
            Lane::Officer => 2,
            Lane::Establishment => self.establishments,
            Lane::Measurement => 2 * self.count(Lane::Model),
            Lane::Visit => self.visits,
            Lane::Task => self.visits.div_ceil(TASK_STEP),
            Lane::Employment => FOLLOW_UPS * self.count(Lane::Training),
            Lane::Honour => LEVELS * self.count(Lane::Product).div_ceil(HONOURED),
            Lane::Target => TARGETS.min(self.establishments / 20),
            Lane::ReportedFigure => REPORTED.min(self.establishments / 20),
            Lane::SelectionRound => ROUNDS.min(self.establishments / 20),
            _ => {
                let (step, first) = homes(lane);
                (self.establishments + step - 1).saturating_sub(first) / step
            }
        }
    }

    pub fn random(&self, lane: Lane, index: u64) -> Random {
        Random::of(self.seed, lane as u64, index)
    }

    /// The id of record `index` of a lane. It has a random stream apart, so a link needs only the
    /// index.
    pub fn id(&self, lane: Lane, index: u64) -> Id {
        Random::of(self.seed, 100 + lane as u64, index).id(((lane as u64) << 24) + index)
    }

    pub fn model_of(&self, establishment: u64) -> Option<u64> {
        (establishment % MODEL_STEP == FIRST).then_some(establishment / MODEL_STEP)
    }

    pub fn project_of(&self, establishment: u64) -> Option<u64> {
        (establishment % PROJECT_STEP == FIRST).then_some(establishment / PROJECT_STEP)
    }

    /// The establishment that record `index` of a lane belongs to.
    pub fn home(&self, lane: Lane, index: u64) -> u64 {
        let (step, first) = homes(lane);
        index * step + first
    }

    pub fn home_of_model(&self, model: u64) -> u64 {
        self.home(Lane::Model, model)
    }

    pub fn home_of_project(&self, project: u64) -> u64 {
        self.home(Lane::Project, project)
    }

    pub fn days_ago(&self, days: i64) -> Date {
        date_add(self.today, -(days as i32))
    }
}

/// `(step, first)`: one establishment in `step` has such a record, starting with number `first`.
fn homes(lane: Lane) -> (u64, u64) {
    match lane {
        Lane::Model => (MODEL_STEP, FIRST),
        Lane::Project => (PROJECT_STEP, FIRST),
        // training goes with some of the models
        Lane::Training => (3 * MODEL_STEP, FIRST),
        Lane::Machinery => (16, 6),
        Lane::Product => (18, 5),
        Lane::Fair => (20, 2),
        Lane::ValueChain => (30, 8),
        Lane::CoordinatedSupport => (30, 11),
        Lane::IntlLead => (240, 3),
        Lane::Event => (60, 9),
        _ => (1, 0),
    }
}

pub fn later(day: Date, days: i64) -> Date {
    date_add(day, days as i32)
}
