//! Copies of headquarters' device list, next to its backups.

use std::path::{Path, PathBuf};

use super::MAX_FOLDERS;
use crate::hq::admin::directory::HqDirectory;
use crate::storage::disk::write_whole;
use crate::store::StoreError;
use crate::sync::roll;

impl HqDirectory {
    /// Updates the lists next to backups; returns the folders that are unreachable. Holds no lock,
    /// as a folder may be a mount that does not respond.
    pub fn update_roll_copies(&self) -> Result<Vec<PathBuf>, StoreError> {
        let folders = self.notes()?.folders.into_iter().map(PathBuf::from);
        Ok(folders.filter(|folder| self.write_roll(folder).is_err()).collect())
    }

    /// Writes the newest list to an existing folder.
    fn write_roll(&self, folder: &Path) -> Result<(), StoreError> {
        let key = self.secret.sign.verifying_key().to_bytes();
        let mut newest = self.roll();
        while let Some(bytes) = newest {
            let Some(title) = roll::title(&bytes) else { return Ok(()) };
            if !roll::is_in_folder(folder, &key, &title) {
                write_whole(&*self.disk, &folder.join(roll::file_name(&title)), &bytes)?;
            }
            // another process may have written a newer list in the meantime
            newest = self.roll().filter(|now| *now != bytes);
        }
        Ok(())
    }

    /// Adds a folder of backups to those that get the newest list.
    pub fn add_roll_folder(&self, folder: &Path) -> Result<(), StoreError> {
        let held = self.lock_roll()?;
        let mut notes = self.notes()?;
        let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let name = whole.to_string_lossy().into_owned();
        notes.folders.retain(|known| *known != name);
        notes.folders.insert(0, name);
        notes.folders.truncate(MAX_FOLDERS);
        match self.write_notes(&notes) {
            // the copy is complete anyway; the next backup adds the folder
            Err(error) if error.is_full() => {}
            noted => noted?,
        }
        drop(held);
        self.write_roll(folder)
    }
}
