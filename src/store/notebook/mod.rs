//! The open notebook: opening, commits, queries, drafts, backup, and what goes to and comes from
//! headquarters.

pub mod backup;
pub(crate) mod batches;
pub(crate) mod change;
pub(crate) mod clock_corrections;
pub(crate) mod commit;
pub(crate) mod compact;
pub mod device;
pub(crate) mod downlink;
pub(crate) mod draft_book;
pub(crate) mod drafts;
pub(crate) mod history;
pub(crate) mod init;
pub(crate) mod inner;
pub(crate) mod open;
pub(crate) mod peer;
pub(crate) mod query;
pub(crate) mod rebuilding;
pub(crate) mod uplink;
pub(crate) mod verify;
pub(crate) mod versions;
pub(crate) mod writer;
