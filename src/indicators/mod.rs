//! Computes the rows of a report from facts about records, each number with its records
//! (`domain.md` section 12). The programme defines the rows and what they count. Pure: no disk, no
//! clock, no screen.
//!
//! `read` extracts facts from a record (`facts`, `held`), `event` iterates over the events of a
//! source, `figures` adds them to one `accumulator` for each figure; `measure` computes what needs
//! other events.

mod accumulator;
mod change;
pub mod compare;
mod draft;
mod event;
pub mod facts;
mod figures;
pub mod held;
mod lasting;
mod measure;
mod packed_ints;
mod pair_groups;
mod pairs;
mod places;
pub mod read;
mod ref_set;
mod refs;
pub mod report;
mod reported;
mod scene;
pub mod show;
mod tally;
mod target;
mod timeline;
pub mod words;

pub use compare::{Growth, PeriodFigures};
pub use facts::{Facts, Ref};
pub use figures::lasting;
pub use lasting::Lasting;
pub use report::{Report, ReportInput, ReportRow, records, report};
pub use scene::PlaceScope;
pub use tally::{COLUMNS, FINE, Figure, FigureCell, RecordLists, TOTAL, columns, divide};
pub use target::IndicatorTarget;
