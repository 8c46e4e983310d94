//! Collects counts, damage, drafts and erasures from one read of a journal, for the reports of
//! `verify` and `rebuild`. Folds no record.

use super::draft_book::DraftIndex;
use crate::programme::spec::Programme;
use crate::storage::error::{OpeningFinding, StoreError};
use crate::store::erasures::plan::ErasureSearch;
use crate::store::journal::{FoundFrame, Frames, JournalReader, JournalReport};

pub(crate) struct JournalSurvey {
    programme: &'static Programme,
    pub report: JournalReport,
    pub drafts: DraftIndex,
    pub erasures: ErasureSearch,
    /// number of the last frame
    pub last: u64,
}

impl JournalSurvey {
    /// `device`: the one that writes the journal.
    pub fn new(programme: &'static Programme, device: [u8; 16]) -> JournalSurvey {
        JournalSurvey {
            programme,
            report: JournalReport::default(),
            drafts: DraftIndex::default(),
            erasures: ErasureSearch::new(device),
            last: 0,
        }
    }

    /// Takes the next frame or damage, in order.
    pub fn take(&mut self, found: &FoundFrame) {
        match found {
            Ok((frame, entry)) => {
                self.last = frame.no;
                self.report.count(frame, entry);
                self.drafts.take(self.programme, entry);
                self.erasures.take(frame, entry);
            }
            Err(damage) => self.report.damage.push(damage.clone()),
        }
    }

    /// Call after the last frame. Fails if reading stopped early.
    pub fn finish(
        &mut self,
        reader: &JournalReader,
        frames: &mut Frames,
    ) -> Result<(), StoreError> {
        self.report.chain = frames.op_chain();
        self.report.files = u32::try_from(reader.count_files()?).unwrap_or(u32::MAX);
        frames.refused().map_or(Ok(()), Err)
    }

    /// True if there is neither damage nor an erasure.
    pub fn is_plain(&self) -> bool {
        self.report.damage.is_empty() && self.erasures.is_empty()
    }

    pub fn findings(&self) -> impl Iterator<Item = OpeningFinding> {
        self.report.damage.iter().cloned().map(OpeningFinding::Damaged)
    }
}
