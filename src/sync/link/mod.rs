//! The roads: a line through the system's ssh, or a folder that somebody carries.

pub mod folder;
pub mod ssh;

use std::path::PathBuf;

use super::error::SyncError;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    Ssh(ssh::At),
    Folder(PathBuf),
}

impl Link {
    /// `ssh://[user@]host[:port]` or `folder:PATH`; `program`: another command in place of ssh.
    pub fn parse(address: &str, program: Option<&str>) -> Result<Link, SyncError> {
        let bad = || SyncError::BadAddress(address.to_owned());
        if let Some(path) = address.strip_prefix("folder:") {
            return (!path.is_empty()).then(|| Link::Folder(path.into())).ok_or_else(bad);
        }
        let rest = address.strip_prefix("ssh://").ok_or_else(bad)?;
        ssh::At::parse(rest.trim_end_matches('/'), program).map(Link::Ssh).ok_or_else(bad)
    }
}
