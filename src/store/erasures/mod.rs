//! Erases personal answers for good: `plan` removes them from journal frames, `registry` notes what
//! is still to be done. Knows no screen and no headquarters. `notebook::erasing` carries it out for
//! a notebook, `hq::erasing` for the devices' logs and the lanes.

pub(crate) mod plan;
pub(crate) mod registry;

use std::path::Path;

pub use super::notebook::erasing::Erasures;
pub use plan::{ErasedAnswers, Erasure, ErasureCount};

use super::Store;
use super::notebook::change::{Commit, CommitError, Committed};
use super::notebook::commit::Committer;
use super::notebook::erasing::{count_left, read_erasures};
use crate::record::{Batch, Change};
use crate::storage::crypto::key::Keys;
use crate::storage::error::StoreError;
use crate::store::journal::{JournalReader, JournalSettings};

impl Store {
    /// The erasures of this notebook.
    pub fn erasures(&self) -> Erasures<'_> {
        Erasures { notebook: &self.notebook }
    }

    /// The erasures that headquarters in `dir` has carried out, with the number of answers its
    /// journal still has. Takes no lock.
    pub(crate) fn erased_at_headquarters(
        dir: &Path,
        keys: &Keys,
        device: [u8; 16],
    ) -> Result<ErasedAnswers, StoreError> {
        let reader = JournalReader::new(JournalSettings::default(), dir, keys);
        let noted = registry::ErasureRegistry::load(dir);
        let counts = |erasure: &Erasure| noted.knows(erasure.entity, erasure.head);
        let mut erased = read_erasures(&reader, device, &counts);
        count_left(&reader, &device, &mut erased)?;
        Ok(erased)
    }

    /// Whether a closed notebook has pending erasures.
    pub(crate) fn has_pending_erasures(dir: &Path) -> bool {
        registry::ErasureRegistry::load(dir).is_pending()
    }

    /// Commits, then carries out erasures among the changes. If this fails, the end of the session
    /// or the next opening completes it. Headquarters, which decides which erasures count, carries
    /// them out after a fold.
    pub(super) fn commit_and_erase(
        &self,
        commits: Vec<Commit>,
        batch: Option<&Batch>,
    ) -> Vec<Result<Committed, CommitError>> {
        let mut changes = commits.iter().flat_map(|commit| &commit.changes);
        let erases = changes.any(|change| matches!(change, Change::Erase { .. }));
        let done = Committer { notebook: &self.notebook }.commit_many(commits, batch);
        if erases {
            self.erasures().finish();
        }
        done
    }
}
