//! The plain types that all modules share: ids, values, ops, records, drafts, the clock of changes.
//!
//! Knows no file, no terminal, no programme: what a field number means is not its business.

pub mod audit;
mod batch;
mod clock;
mod draft;
mod id;
mod listing;
mod op;
mod period;
mod query;
mod review;
pub mod review_case;
pub(crate) mod sync_status;
mod value;

pub use batch::{Batch, BatchDone};
pub use clock::{Correction, Corrections, Hlc, HybridClock};
pub use draft::{Draft, Path, Typed};
pub use id::Id;
pub use listing::{
    FileSide, ListClash, ListColumn, ListValue, Listing, MapChoice, MapTo, Preview,
    ReadOptions, Remark, RemarkWeight, TargetPath, ValueMeanings, ValueTo,
};
pub use op::{Body, Change, FieldBytes, Op, Origin, Patched, Record, Stamp};
pub use period::{Counted, Period, ReportQuery, Scope};
pub use query::{DueIn, DueList, DueRecord, Page, Query, Returned, Sort, Today};
pub use review::{Author, HELD_NEWER, Review, Reviewed, Verdict};
pub use sync_status::{DeviceStatus, FleetStatus, SyncStatus};
pub use value::{Date, Decimal, Fields, Place, Row, Value, ValueShape};

/// The number of a kind (`domain.md` section 18.N has number N); never reused.
pub type KindNo = u8;
/// The number of a field inside its kind, or of a column inside its table; never reused.
pub type FieldNo = u16;
