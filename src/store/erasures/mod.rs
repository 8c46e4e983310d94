//! Erasing personal answers for good: what an erasure takes out of a journal's frames (`plan`), and
//! the note of what is still to be done (`registry`). Knows no screen and no headquarters; who carries
//! it out is `notebook::erasing`, and `hq::erasing` for the devices' logs and the lanes.

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
    /// Personal answers that are erased for good.
    pub fn erasures(&self) -> Erasures<'_> {
        Erasures { notebook: &self.notebook }
    }

    /// The erasures that headquarters in `dir` has carried out, with what its journal says of their
    /// records. Takes no lock.
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

    /// Whether a closed notebook has something that is still to be erased.
    pub(crate) fn has_pending_erasures(dir: &Path) -> bool {
        registry::ErasureRegistry::load(dir).is_pending()
    }

    /// Commits, and carries out what is erased. What fails in that is completed at the end of the
    /// session, or at the next opening; headquarters, which decides which erasures count, does it
    /// when it has folded.
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
