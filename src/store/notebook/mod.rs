//! The open notebook: opening, commits, queries, drafts, backup, and what goes to and comes from
//! headquarters.

pub(crate) mod open;
pub(crate) mod init;
pub(crate) mod commit;
pub(crate) mod change;
pub(crate) mod batches;
pub(crate) mod drafts;
pub(crate) mod query;
pub(crate) mod history;
pub(crate) mod versions;
pub mod backup;
pub(crate) mod verify;
pub(crate) mod uplink;
pub(crate) mod downlink;
pub(crate) mod peer;
pub(crate) mod inner;
pub mod device;
pub(crate) mod clock_corrections;
pub(crate) mod rebuilding;
pub(crate) mod compact;

