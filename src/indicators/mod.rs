//! What the programme has reached: from facts about records to the rows of a report, each number
//! with the records it was made from (`domain.md` section 12). Pure: no disk, no clock, no screen.
//!
//! `read` takes from a record what is ever counted, `facts` keeps it, `report` makes the rows out
//! of it, a file of `rows` for each family.

pub mod compare;
pub mod facts;
mod pairs;
mod places;
pub mod read;
pub mod report;
mod rows;
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
