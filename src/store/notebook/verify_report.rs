//! What `verify` and `rebuild` tell of a notebook. Reads no journal and no state itself.

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

/// What `verify` found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    pub journal: JournalReport,
    /// records by kind, by the journal's fold, deleted ones included
    pub records: BTreeMap<KindNo, usize>,
    pub deleted: usize,
    /// records of which ops are lost
    pub partial: usize,
    /// drafts that live
    pub live_drafts: usize,
    /// `None`: there is no state that opens
    pub state: Option<StateReport>,
    /// the files that attachments name, those of deleted ones included
    pub files: FileReport,
    /// answers erased for good, and what is left of them, which must be nothing
    pub erasures: Vec<Erasure>,
    /// of the records that have one
    pub erased_kinds: BTreeMap<Id, KindNo>,
    pub left: ErasureCount,
    /// what was found and done on the way
    pub findings: Vec<OpeningFinding>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StateReport {
    pub records: usize,
    /// records that sled has otherwise than the journal, or not, up to `applied`
    pub different: usize,
    /// records changed after `applied`: after a kill, and made up for at the next opening
    pub is_behind: usize,
    /// the frame up to which it is
    pub applied: u64,
    /// frames that it knows and the journal does not
    pub is_ahead: u64,
}

impl VerifyReport {
    /// Nothing lost, nothing different.
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
    /// At headquarters only those erasures count that were carried out: which others do is decided in a
    /// fold.
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

/// What `sotay rebuild` tells of a build that found nothing to mend: the same as `verify` would.
pub(crate) struct RebuildReport {
    pub report: VerifyReport,
    /// number of the journal's last frame that is in it
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

    /// Every record was compared, and `applied` is a frame of this journal.
    pub fn take_state(&mut self, applied: u64) {
        let records = self.report.records.values().sum();
        self.report.state = Some(StateReport { records, applied, ..StateReport::default() });
    }

    /// After the session. `None`: the journal has been written on with more than marks.
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
