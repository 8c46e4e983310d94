//! The report of `verify` and `rebuild` on a notebook.

use std::collections::BTreeMap;
use std::path::Path;

use super::survey::JournalSurvey;
use crate::record::{Id, KindNo, Record};
use crate::storage::disk::lock::Lock;
use crate::storage::error::{OpeningFinding, StoreError};
use crate::store::attachments::folder::{FileReport, Files};
use crate::store::erasures::plan::{ErasedAnswers, Erasure, ErasureCount};
use crate::store::erasures::registry::ErasureRegistry;
use crate::store::fold;
use crate::store::journal::{Entry, JournalReader, JournalReport};
use crate::store::state::StoreContext;

/// The result of `verify`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    pub journal: JournalReport,
    /// number of records by kind in the journal's fold, deleted ones included
    pub records: BTreeMap<KindNo, usize>,
    pub deleted: usize,
    /// records with lost ops
    pub partial: usize,
    /// drafts that have not ended
    pub live_drafts: usize,
    /// `None`: no state opens
    pub state: Option<StateReport>,
    /// the files that records name, deleted ones included
    pub files: FileReport,
    /// answers erased for good
    pub erasures: Vec<Erasure>,
    /// kinds of the records with an erasure
    pub erased_kinds: BTreeMap<Id, KindNo>,
    pub left: ErasureCount,
    /// findings and repairs
    pub findings: Vec<OpeningFinding>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StateReport {
    pub records: usize,
    /// records that differ from the journal's fold up to `applied`, or are missing
    pub different: usize,
    /// records changed after `applied`; the next opening catches up
    pub is_behind: usize,
    /// the last applied frame
    pub applied: u64,
    /// number of frames after the journal's end that the state has applied
    pub is_ahead: u64,
}

impl VerifyReport {
    /// Whether nothing is lost or different.
    pub fn whole(&self) -> bool {
        self.journal.damage.is_empty()
            && self.partial == 0
            && self.left.total() == 0
            && self.files.is_whole()
            && !self.findings.contains(&OpeningFinding::EnrolmentDamaged)
            && self.state.is_none_or(|s| s.different == 0 && s.is_ahead == 0)
    }
}

impl VerifyReport {
    /// Takes the results of a survey. At headquarters only erasures that were carried out count: a
    /// fold decides on the others.
    pub(crate) fn take_survey(
        &mut self,
        survey: JournalSurvey,
        noted: &ErasureRegistry,
        at_headquarters: bool,
        now: u64,
    ) -> ErasedAnswers {
        self.live_drafts = survey.drafts.list(now).len();
        self.journal = survey.report;
        let counts =
            |erasure: &Erasure| !at_headquarters || noted.knows(erasure.entity, erasure.head);
        let erased = survey.erasures.finish(&counts);
        self.erasures = erased.erasures().cloned().collect();
        self.erased_kinds = self.erasures.iter().map(|erasure| (erasure.entity, 0)).collect();
        erased
    }

    pub(crate) fn count(&mut self, record: &Record, files: &Files, context: &StoreContext) {
        *self.records.entry(record.kind).or_default() += 1;
        if let Some(kind) = self.erased_kinds.get_mut(&record.id) {
            *kind = record.kind;
        }
        self.deleted += usize::from(record.deleted.is_some());
        self.partial += usize::from(fold::is_partial(record));
        if context.schema.file(record.kind).is_some() {
            self.files.count(files.of(&context.schema, record).err());
        }
    }
}

/// The report of a rebuild without findings: equal to that of `verify`.
pub(crate) struct RebuildReport {
    pub report: VerifyReport,
    /// number of the last journal frame in the report
    last: u64,
}

impl RebuildReport {
    pub fn of(survey: JournalSurvey, live_drafts: usize) -> RebuildReport {
        let (journal, last) = (survey.report, survey.last);
        RebuildReport {
            report: VerifyReport { journal, live_drafts, ..VerifyReport::default() },
            last,
        }
    }

    /// Call after every record was compared; `applied` is a frame of this journal.
    pub fn take_state(&mut self, applied: u64) {
        let records = self.report.records.values().sum();
        self.report.state = Some(StateReport { records, applied, ..StateReport::default() });
    }

    /// Completes the report after the session. `None`: more than marks were appended since.
    pub fn complete(
        mut self,
        reader: &JournalReader,
        dir: &Path,
        now: u64,
    ) -> Result<Option<VerifyReport>, StoreError> {
        let _lock = Lock::take(dir, now)?;
        for found in reader.frames(self.last.saturating_add(1)) {
            match found {
                Ok((frame, entry @ Entry::Mark(_))) => {
                    self.report.journal.count(&frame, &entry)
                }
                _ => return Ok(None),
            }
        }
        self.report.journal.files = u32::try_from(reader.count_files()?).unwrap_or(u32::MAX);
        Ok(Some(self.report))
    }
}
