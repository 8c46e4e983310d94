//! Resolves paths from the command line and from prompts.

use std::path::{Path, PathBuf};

use crate::text::path::{self, TargetPath};

/// The path that an effect uses.
pub fn resolve(given: &TargetPath) -> PathBuf {
    match given {
        TargetPath::Typed(text) => typed(text),
        TargetPath::Exact(path) => path.clone(),
    }
}

/// Resolves a path that a person typed, pasted or dropped.
fn typed(text: &str) -> PathBuf {
    let home = etcetera::home_dir().ok();
    path::find(text, home.as_deref(), |path| path.symlink_metadata().is_ok())
}

/// Resolves a command line argument. The shell has already processed quotes and backslashes, so
/// those left are part of the name.
pub fn given(path: &Path) -> PathBuf {
    let there = |path: &Path| path.symlink_metadata().is_ok();
    path.to_str().map_or_else(|| path.to_owned(), |text| path::argument(text, there))
}
