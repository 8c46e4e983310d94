//! What the programme has reached: from facts about records to the rows of a report, each number
//! with the records it was made from (`domain.md` section 12). Which rows these are, and what they
//! count, stands in the programme. Pure: no disk, no clock, no screen.
//!
//! `read` takes from a record what is held of it (`facts`, `held`); `event` makes events of it, by
//! source; `figures` tells them to each `running` figure, with what a `measure` must know beyond them.

mod change;
pub mod compare;
mod draft;
mod event;
pub mod facts;
mod figures;
pub mod held;
mod measure;
mod pairs;
mod places;
pub mod read;
mod refs;
pub mod report;
mod reported;
mod running;
mod scene;
pub mod show;
mod tally;
mod target;
pub mod words;

pub use compare::{Growth, PeriodFigures};
pub use facts::{Facts, Ref};
pub use report::{Report, ReportInput, ReportRow, report};
pub use tally::{COLUMNS, Figure, FigureCell, TOTAL};
pub use target::IndicatorTarget;
