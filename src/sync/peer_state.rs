//! The route that was used last, beside the notebook: a small file of one line, which is only a
//! convenience. Settings come before it; what cannot be understood is as if it were not there.

use std::path::Path;

use super::link::Link;
use crate::storage::disk::{Disk, RealDisk, write_whole};
use crate::store::StoreError;

const FILE: &str = "road";
/// An address is shorter than this.
const MOST: u64 = 4096;

pub fn last_address(notebook: &Path) -> Option<String> {
    let bytes = RealDisk.read(&notebook.join(FILE), MOST).ok()?;
    let line = std::str::from_utf8(&bytes).ok()?.strip_suffix('\n')?;
    let whole = !line.chars().any(char::is_control) && Link::parse(line, None).is_ok();
    whole.then(|| line.to_owned())
}

/// Only of an address that worked. A folder is named from the root: next time one is elsewhere.
pub fn save_address(notebook: &Path, address: &str) -> Result<(), StoreError> {
    let address = match address.strip_prefix("folder:").map(std::path::absolute) {
        Some(Ok(folder)) => format!("folder:{}", folder.display()),
        _ => address.to_owned(),
    };
    if last_address(notebook).as_ref() == Some(&address) {
        return Ok(());
    }
    write_whole(&RealDisk, &notebook.join(FILE), format!("{address}\n").as_bytes())
}
