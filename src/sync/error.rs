//! Why a sync did not complete, as data; `lang::sync` has the sentences. Receipted ops stay
//! receipted, and all others are still in the notebook.

use crate::store::StoreError;

#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    #[error("this notebook is not enrolled")]
    NotEnrolled,
    /// no address of headquarters is set
    #[error("no address of headquarters")]
    NoAddress,
    #[error("not an address: {0}")]
    BadAddress(String),
    /// no connection, or it broke or was silent for too long
    #[error("no line")]
    NoLine,
    /// the other end is not headquarters: a captive portal, another machine
    #[error("not headquarters")]
    NotHeadquarters,
    /// the remote host key differs from the known one
    #[error("another host key")]
    HostKey,
    /// the remote host key is not known yet
    #[error("host key not known")]
    HostUnknown,
    /// the remote machine was reached, but its receiver is missing or does not start
    #[error("no receiver there")]
    NoReceiver,
    /// ssh authentication failed
    #[error("ssh key refused")]
    KeyRefused,
    /// the connection program (ssh) cannot be started
    #[error("{0} cannot be started")]
    NoProgram(String),
    /// headquarters does not know this device
    #[error("headquarters does not know this device")]
    Stranger,
    /// the ssh key belongs to another officer than the notebook
    #[error("the line is another officer's")]
    OtherOfficer,
    /// Unix milliseconds
    #[error("revoked since {since}")]
    Revoked { since: u64 },
    #[error("headquarters is full")]
    Full,
    #[error("headquarters is busy")]
    Busy { seconds: u64 },
    /// a file of headquarters is damaged, or its disk is read-only: it accepts nothing from this
    /// device until its administrator has acted
    #[error("headquarters is unavailable")]
    HqUnavailable,
    /// headquarters speaks only newer protocols; the ops were accepted all the same
    #[error("this version is too old")]
    TooOld,
    /// headquarters speaks only older protocols; the ops were accepted all the same
    #[error("headquarters is too old")]
    TooNew,
    /// sealed to a key that headquarters no longer has: the notebook must be enrolled again
    #[error("headquarters has another key")]
    OldCard,
    /// bytes were damaged in transfer, in either direction
    #[error("damaged on the way")]
    Damaged,
    /// a file from headquarters for this laptop, on a stick, is damaged
    #[error("an answer is damaged")]
    DamagedAnswer,
    #[error("stopped")]
    Stopped,
    /// an I/O error of the folder or stick
    #[error("{file}: {source}")]
    Folder { file: String, source: std::io::Error },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SyncError {
    /// Whether to retry over the same link.
    pub fn is_transient(&self) -> bool {
        matches!(self, SyncError::NoLine | SyncError::Damaged | SyncError::Busy { .. })
    }
}
