//! Erasing personal answers for good: what an erasure takes out of a journal's frames (`plan`), and
//! the note of what is still to be done (`registry`). Knows no screen and no headquarters; who carries
//! it out is `notebook::erasing`, and `hq::erasing` for the devices' logs and the lanes.

pub(crate) mod plan;
pub(crate) mod registry;

pub use super::notebook::erasing::Erasures;
pub use plan::{ErasedAnswers, Erasure, ErasureCount};

use super::Store;
use super::notebook::change::{Commit, CommitError, Committed};
use super::notebook::commit::Committer;
use crate::record::{Batch, Change};

impl Store {
    /// Personal answers that are erased for good.
    pub fn erasures(&self) -> Erasures<'_> {
        Erasures { notebook: &self.notebook }
    }

    /// Commits, and carries out what is erased. What fails in that is completed at the end of the
    /// session, or at the next opening; headquarters, which decides whose erasures count, does it
    /// when it has folded.
    pub(super) fn commit_and_erase(
        &self,
        commits: Vec<Commit>,
        batch: Option<&Batch>,
    ) -> Vec<Result<Committed, CommitError>> {
        let mut changes = commits.iter().flat_map(|commit| &commit.changes);
        let erases = changes.any(|change| matches!(change, Change::Erase { .. }));
        let done = Committer { notebook: &self.notebook }.commit_many(commits, batch);
        if erases && !self.programme().is_headquarters() {
            self.erasures().carry_out(&|_| true).map(drop).unwrap_or_default();
        }
        done
    }
}
