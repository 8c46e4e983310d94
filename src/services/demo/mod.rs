//! A whole notebook of made-up records: plausible, the same for the same seed and day, cheap to
//! generate. Pure: no disk, no clock, randomness from the seed only. Every record is marked as made
//! up.

mod craft;
mod establishment;
mod event;
mod fair;
mod link;
mod machinery;
mod measurement;
pub mod notebook;
pub mod number;
mod people;
mod product;
mod project;
mod random;
mod reported;
mod target;
mod task;
mod training;
mod visit;
mod world;

use establishment::{choice, text};

use crate::record::{Change, Fields, KindNo, Origin, Value};
pub use world::DemoOptions;
use world::{DemoGround, Lane};

/// Yields the records one by one, linked records before the ones that link to them.
pub struct Demo {
    ground: DemoGround,
    lane: usize,
    at: u64,
}

impl Demo {
    /// `None` when there are visits but no establishment to visit.
    pub fn new(asked: DemoOptions) -> Option<Demo> {
        if asked.establishments == 0 && asked.visits > 0 {
            return None;
        }
        Some(Demo { ground: DemoGround::new(asked), lane: 0, at: 0 })
    }

    /// Upper bound of the number of records; records dated in the future are skipped.
    pub fn at_most(&self) -> u64 {
        world::LANES.iter().map(|lane| self.ground.count(*lane)).sum()
    }
}

impl Iterator for Demo {
    type Item = Change;

    fn next(&mut self) -> Option<Change> {
        loop {
            let lane = *world::LANES.get(self.lane)?;
            if self.at == self.ground.count(lane) {
                self.lane += 1;
                self.at = 0;
                continue;
            }
            let index = self.at;
            self.at += 1;
            if let Some((kind, fields)) = make(&self.ground, lane, index) {
                let id = self.ground.id(lane, index);
                return Some(Change::Create { kind, id, fields, origin: Origin::MadeUp });
            }
        }
    }
}

fn make(ground: &DemoGround, lane: Lane, index: u64) -> Option<(KindNo, Fields)> {
    let made = match lane {
        Lane::Officer => (number::officer::KIND, officer(ground, index)),
        Lane::Establishment => {
            (number::establishment::KIND, establishment::fields(ground, index))
        }
        Lane::Project => (number::project::KIND, project::project_fields(ground, index)),
        Lane::Model => (number::model::KIND, project::model_fields(ground, index)),
        Lane::Measurement => (number::measurement::KIND, measurement::fields(ground, index)?),
        Lane::Visit => (number::visit::KIND, visit::fields(ground, index)),
        Lane::Task => (number::task::KIND, task::fields(ground, index)),
        Lane::Training => (number::training::KIND, training::fields(ground, index)),
        Lane::Employment => (number::employment::KIND, training::employment(ground, index)?),
        Lane::Product => (number::product::KIND, product::fields(ground, index)),
        Lane::Honour => (number::honour::KIND, product::honour(ground, index)?),
        Lane::Fair => (number::fair::KIND, fair::fields(ground, index)),
        Lane::ValueChain => (number::value_chain::KIND, link::value_chain(ground, index)),
        Lane::CoordinatedSupport => {
            (number::coordinated_support::KIND, link::coordinated_support(ground, index))
        }
        Lane::IntlLead => (number::intl_lead::KIND, link::intl_lead(ground, index)),
        Lane::Target => (number::target::KIND, target::fields(ground, index)?),
        Lane::Machinery => (number::project::KIND, machinery::fields(ground, index)),
        Lane::ReportedFigure => {
            (number::reported_figure::KIND, reported::fields(ground, index)?)
        }
        Lane::Event => (number::event::KIND, event::fields(ground, index)?),
        Lane::SelectionRound => (number::selection_round::KIND, event::round(ground, index)?),
    };
    Some(made)
}

/// Colleagues who take part in some visits.
fn officer(ground: &DemoGround, index: u64) -> Fields {
    use number::officer as no;
    let mut random = ground.random(Lane::Officer, index);
    let mut f = Fields::new();
    f.set(no::NAME, text(&people::person(&mut random).name));
    f.set(no::UNIT, text(&ground.unit));
    f.set(no::UNIT_KIND, choice("tt_tinh"));
    f.set(no::PROVINCE, text(&ground.province));
    f.set(no::ROLE, choice("can_bo"));
    f.set(no::ACTIVE, Value::Bool(true));
    f
}
