//! The notebook's logic: what is on the screen and what each key does.
//!
//! Pure: `update::step` applies an event to the model and returns a list of effects. It uses no
//! terminal, disk or clock. Time comes with the event and ids from a generator in the model, so
//! the same events always give the same state.

pub mod audit;
pub mod cases;
pub mod ceilings;
pub mod compare;
pub mod decision_text;
pub mod done_change;
pub mod due;
pub mod effect;
pub mod env;
pub mod event;
pub mod figures_of;
pub mod form;
pub mod ids;
pub mod intent;
pub mod layer;
pub mod lines;
pub mod links;
pub mod model;
pub mod record_details;
pub mod requests;
pub mod review_status;
pub mod title;
pub mod update;
pub mod work;

pub use crate::app::event::RequestEnd;
pub use effect::Effect;
pub use event::{Event, EventKind, WorkerAnswer};
pub use model::Model;
pub use requests::EffectRequest;
