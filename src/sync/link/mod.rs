//! The links to headquarters: a line through the system's ssh, or a folder, usually on a stick.

pub mod folder;
pub mod ssh;

use std::path::PathBuf;

use super::error::SyncError;
use crate::text::path;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    Ssh(ssh::SshAddress),
    Folder(PathBuf),
}

impl Link {
    /// Parses `ssh://[user@]host[:port]`, `folder:PATH` or a bare path. `program`: a command to use
    /// instead of ssh.
    pub fn parse(address: &str, program: Option<&str>) -> Result<Link, SyncError> {
        let bad = || SyncError::BadAddress(address.to_owned());
        let folder = address.strip_prefix("folder:");
        if let Some(typed) = folder.or_else(|| path::is_path(address).then_some(address)) {
            let home = etcetera::home_dir().ok();
            let folder =
                path::find(typed, home.as_deref(), |path| path.symlink_metadata().is_ok());
            return match typed.trim() {
                "" => Err(bad()),
                _ => Ok(Link::Folder(folder)),
            };
        }
        let rest = address.strip_prefix("ssh://").ok_or_else(bad)?;
        ssh::SshAddress::parse(rest.trim_end_matches('/'), program)
            .map(Link::Ssh)
            .ok_or_else(bad)
    }
}
