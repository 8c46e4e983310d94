//! Paths from the command line and from prompts, as the disk has them.

use std::path::{Path, PathBuf};

use crate::text::path;

/// What a person typed, pasted or dropped.
pub fn typed(text: &str) -> PathBuf {
    let home = etcetera::home_dir().ok();
    path::find(text, home.as_deref(), |path| path.symlink_metadata().is_ok())
}

/// An argument; what is no text is a path as it is.
pub fn given(path: &Path) -> PathBuf {
    path.to_str().map_or_else(|| path.to_owned(), typed)
}
