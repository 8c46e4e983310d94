//! One writer per notebook: an advisory lock that the kernel drops with the process.

use super::error::StoreError;
use std::path::Path;

/// Who holds the notebook, as its `LOCK` file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holder {
    /// 0 when the file could not be read
    pub pid: u32,
    pub terminal: String,
    pub host: String,
    /// Unix milliseconds
    pub start: u64,
    pub version: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakeOverFault {
    /// the holder runs on another machine
    OtherHost,
    /// the process belongs to somebody else
    OtherUser,
    /// the process is no `sotay`
    NotSotay,
    /// nobody can be asked: the file names no process
    Unknown,
    /// it did not let go in 10 s
    Stubborn,
}

/// Held for the process's life; dropping it lets go.
#[derive(Debug)]
pub struct Lock;

impl Lock {
    /// `now` is Unix milliseconds. `StoreError::Held` names the holder.
    pub fn take(_dir: &Path, _now: u64) -> Result<Lock, StoreError> {
        Err(StoreError::Bug("unfinished"))
    }

    /// Asks the holder to go (SIGTERM) and waits up to 10 s for the lock.
    pub fn take_over(_dir: &Path, _holder: &Holder, _now: u64) -> Result<Lock, StoreError> {
        Err(StoreError::Bug("unfinished"))
    }
}
