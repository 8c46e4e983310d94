//! Paths from the command line and from prompts, as the disk has them.

use std::path::{Path, PathBuf};

use crate::text::path::{self, TargetPath};

/// Where an effect finds its file.
pub fn resolve(given: &TargetPath) -> PathBuf {
    match given {
        TargetPath::Typed(text) => typed(text),
        TargetPath::Exact(path) => path.clone(),
    }
}

/// What a person typed, pasted or dropped.
fn typed(text: &str) -> PathBuf {
    let home = etcetera::home_dir().ok();
    path::find(text, home.as_deref(), |path| path.symlink_metadata().is_ok())
}

/// An argument. The shell has read it already: quotes and backslashes in it are part of the name.
pub fn given(path: &Path) -> PathBuf {
    let there = |path: &Path| path.symlink_metadata().is_ok();
    path.to_str().map_or_else(|| path.to_owned(), |text| path::argument(text, there))
}
