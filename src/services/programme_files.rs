//! Reads a programme's files from a folder, and checks them like the built-in ones.

use std::io;
use std::path::{Path, PathBuf};

use crate::programme::lint::LintFault;
use crate::programme::rules::NAMED;
use crate::programme::spec::Programme;
use crate::programme::{Role, load};
use crate::storage::disk::{Disk, RealDisk};

/// Folder of the kinds that only headquarters has.
const HEADQUARTERS: &str = "headquarters";
/// Maximum bytes of a file; the longest built-in one has 30 thousand.
const MAX_FILE: u64 = 1 << 20;
const MAX_FILES: usize = 500;

/// Why a folder's files cannot be checked at all.
#[derive(Debug)]
pub enum FolderFault {
    Unreadable(PathBuf, io::Error),
    NotUtf8(PathBuf),
    NoFiles,
    TooManyFiles(usize),
}

/// A checked programme, as officers have it, and all faults of its files.
pub struct CheckedProgramme {
    pub programme: Option<Programme>,
    pub files: usize,
    pub faults: Vec<LintFault>,
}

/// Checks each `.toml` file of a folder, and of its subfolder `headquarters` if that exists.
pub fn check(folder: &Path) -> Result<CheckedProgramme, FolderFault> {
    let own = files(folder, "")?;
    if own.is_empty() {
        return Err(FolderFault::NoFiles);
    }
    let inner = folder.join(HEADQUARTERS);
    let headquarters = match RealDisk.exists(&inner) {
        true => files(&inner, HEADQUARTERS)?,
        false => Vec::new(),
    };
    let files = own.len() + headquarters.len();
    let all: Vec<(String, String)> = headquarters.into_iter().chain(own.clone()).collect();
    let (programme, mut faults) = parse(&own, Role::Officer);
    if files > own.len() {
        faults.extend(parse(&all, Role::Headquarters).1);
    }
    faults.sort();
    faults.dedup();
    Ok(CheckedProgramme { programme, files, faults })
}

fn parse(files: &[(String, String)], role: Role) -> (Option<Programme>, Vec<LintFault>) {
    let sources: Vec<(&str, &str)> =
        files.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect();
    match load::parse_next(&sources, NAMED, role.programme()) {
        Ok(programme) => (Some(programme), Vec::new()),
        Err(faults) => (None, faults),
    }
}

/// File names with `prefix`, and their texts.
fn files(folder: &Path, prefix: &str) -> Result<Vec<(String, String)>, FolderFault> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        |error| FolderFault::Unreadable(path, error)
    };
    let mut names = RealDisk.list(folder).map_err(unreadable(folder))?;
    names.retain(|name| name.ends_with(".toml"));
    if names.len() > MAX_FILES {
        return Err(FolderFault::TooManyFiles(names.len()));
    }
    let read = |name: &String| {
        let path = folder.join(name);
        let bytes = RealDisk.read(&path, MAX_FILE).map_err(unreadable(&path))?;
        let text = String::from_utf8(bytes).map_err(|_| FolderFault::NotUtf8(path))?;
        let file = match prefix {
            "" => name.clone(),
            prefix => format!("{prefix}/{name}"),
        };
        Ok((file, text))
    };
    names.iter().map(read).collect()
}
