//! The passphrase of an open notebook: queries, sets, changes and removes it.

use super::writer::Writer;
use super::{Notebook, audit};
use crate::record::audit::{AuditAbout, AuditDeed};
use crate::storage::crypto::SealedKey;
use crate::storage::crypto::key_folder::{self, KeyAccess, KeyedFolder, NewPassphrase};
use crate::storage::crypto::one_time::OneTimeSecret;
use crate::storage::crypto::passphrase::Passphrase;
use crate::storage::error::StoreError;

#[derive(Clone, Copy)]
pub struct PassphraseSettings<'a> {
    pub(crate) notebook: &'a Notebook,
}

impl PassphraseSettings<'_> {
    /// Whether a passphrase is set.
    pub fn is_set(&self) -> bool {
        key_folder::is_closed(self.notebook.dir())
    }

    /// Fails if this passphrase (or none) does not open the notebook. Costs one key derivation.
    pub fn check(&self, passphrase: Option<&Passphrase>) -> Result<(), StoreError> {
        let disk = &*self.notebook.projections.context.disk;
        key_folder::key_file(disk, self.notebook.dir())?.open(passphrase).map(drop)
    }

    /// `None` removes the passphrase. Rewrites only the key file.
    pub fn set(&self, new: Option<&NewPassphrase>) -> Result<(), StoreError> {
        // one change at a time
        let mut writer = self.notebook.writer();
        let deed = match (new, self.is_set()) {
            (None, _) => AuditDeed::PassphraseRemoved,
            (Some(_), true) => AuditDeed::PassphraseChanged,
            (Some(_), false) => AuditDeed::PassphraseSet,
        };
        self.noted(&mut writer, deed, || self.write(new))
    }

    /// Replaces a forgotten passphrase; headquarters has helped to open the keys.
    pub fn recover(&self, new: &NewPassphrase) -> Result<(), StoreError> {
        let mut writer = self.notebook.writer();
        self.noted(&mut writer, AuditDeed::Recover, || self.write(Some(new)))
    }

    fn write(&self, new: Option<&NewPassphrase>) -> Result<(), StoreError> {
        let context = &self.notebook.projections.context;
        let (disk, dir) = (&*context.disk, self.notebook.dir());
        context.keys.set_passphrase(disk, dir, new)?;
        // a failure is ignored: the next opening removes it
        OneTimeSecret::remove(disk, dir).unwrap_or_default();
        Ok(())
    }

    /// The recovery slot: the data key sealed for headquarters.
    pub fn recovery(&self) -> Option<SealedKey> {
        let disk = &*self.notebook.projections.context.disk;
        key_folder::key_file(disk, self.notebook.dir()).ok()?.recovery()
    }

    /// `None` removes the recovery slot. Fails without a passphrase.
    pub fn set_recovery(&self, recovery: Option<&SealedKey>) -> Result<(), StoreError> {
        let mut writer = self.notebook.writer();
        let deed = match recovery {
            Some(_) => AuditDeed::RecoveryOn,
            None => AuditDeed::RecoveryOff,
        };
        let context = &self.notebook.projections.context;
        let (disk, dir) = (&*context.disk, self.notebook.dir());
        self.noted(&mut writer, deed, || context.keys.set_recovery(disk, dir, recovery))
    }

    /// Writes the audit entry, then the key file.
    fn noted(
        &self,
        writer: &mut Writer,
        deed: AuditDeed,
        write: impl FnOnce() -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let about = AuditAbout::default();
        audit::note(self.notebook, writer, deed, about)?;
        audit::note_if_failed(self.notebook, writer, (deed, about), write())
    }

    pub(crate) fn keyed_folder(&self) -> KeyedFolder {
        let keys = self.notebook.projections.context.keys.clone();
        KeyedFolder { dir: self.notebook.dir().to_owned(), access: KeyAccess::Keys(keys) }
    }
}
