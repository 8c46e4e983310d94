//! Inspects a notebook without opening it: its files by name and length, and with the key the
//! journal's times and damage. Takes no lock and writes nothing, so it works on a notebook that is
//! damaged, open in another process, or on a full or read-only disk.

use std::collections::BTreeMap;
use std::path::Path;

use super::clock_corrections;
use crate::record::Hlc;
use crate::storage::crypto::key::Keys;
use crate::storage::crypto::key_folder::KeyedFolder;
use crate::storage::disk::survey::{SurveyedFile, survey};
use crate::storage::error::StoreError;
use crate::store::attachments::folder::FOLDER;
use crate::store::journal::entry::receipt;
use crate::store::journal::{Entry, JournalReader, JournalSettings, Mark, audit};
use crate::store::state::{READY, generations};

/// The files of a notebook, or of headquarters' folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotebookFiles {
    pub journal: FileCount,
    /// the journal's first file by its name, and when it was last written; Unix milliseconds
    pub oldest_journal: Option<(String, u64)>,
    pub state: FileCount,
    /// the states by number; all but one are what a stopped build has left
    pub states: BTreeMap<u32, StateFiles>,
    pub attachments: FileCount,
    /// files that are recreated if missing
    pub caches: FileCount,
    /// moved or copied to `broken/` by a recovery
    pub broken: FileCount,
    /// at headquarters: logs of the devices
    pub logs: FileCount,
    /// written under a temporary name and never finished
    pub temporary: FileCount,
    /// one of the temporary files may be a key without a passphrase
    pub has_temporary_key: bool,
    /// the creation of the notebook is unfinished
    pub is_half_made: bool,
    pub all: FileCount,
    /// modification time of the oldest file, Unix ms: the notebook is at least that old
    pub oldest: Option<u64>,
    /// latest modification time of a device's log, Unix ms
    pub last_log: Option<u64>,
    /// every part could be listed
    pub is_whole: bool,
}

/// The files of one state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StateFiles {
    pub count: FileCount,
    /// its build was finished
    pub is_whole: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileCount {
    pub files: u64,
    pub bytes: u64,
}

impl FileCount {
    fn add(&mut self, file: &SurveyedFile) {
        self.files += 1;
        self.bytes = self.bytes.saturating_add(file.bytes);
    }
}

impl NotebookFiles {
    pub fn count(dir: &Path) -> NotebookFiles {
        let mut found = NotebookFiles::default();
        found.is_whole = survey(dir, &mut |file| found.add(&file));
        found
    }

    /// The folders of states that the next opening sets aside, relative to the notebook, with their
    /// bytes. It serves the newest whole state.
    pub fn leftover_states(&self) -> Vec<(String, u64)> {
        let live =
            self.states.iter().rev().find(|(_, state)| state.is_whole).map(|(no, _)| *no);
        let others = self.states.iter().filter(|(no, _)| Some(**no) != live);
        others.map(|(no, state)| (generations::shown(*no), state.count.bytes)).collect()
    }

    fn add(&mut self, file: &SurveyedFile) {
        let name = file.path.file_name().unwrap_or_default().to_string_lossy();
        let mut parts = file.path.iter().map(|part| part.to_string_lossy());
        let top = parts.next().unwrap_or_default();
        self.all.add(file);
        self.oldest = Some(self.oldest.map_or(file.modified, |old| old.min(file.modified)));
        match &*top {
            "journal" if name.ends_with(".skj") => {
                self.journal.add(file);
                let first = self.oldest_journal.as_ref().is_none_or(|(old, _)| **old > *name);
                if first {
                    self.oldest_journal = Some((name.to_string(), file.modified));
                }
            }
            "state" => {
                self.state.add(file);
                if let Some(number) = parts.next().and_then(|name| generations::number(&name)) {
                    let state = self.states.entry(number).or_default();
                    state.count.add(file);
                    state.is_whole |= *name == *READY;
                }
            }
            "broken" => self.broken.add(file),
            "names" | "head" | "facts" => self.caches.add(file),
            "log" => {
                self.logs.add(file);
                self.last_log = self.last_log.max(Some(file.modified));
            }
            FOLDER => self.attachments.add(file),
            ".sotay-unfinished" => self.is_half_made = true,
            _ => {}
        }
        if top != "broken" && name.ends_with(".tmp") {
            self.temporary.add(file);
            self.has_temporary_key |= matches!(&*top, "key.tmp" | "key.bak.tmp");
        }
    }
}

/// Facts read from the journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JournalFacts {
    /// number of the last frame
    pub frames: u64,
    pub ops: u64,
    /// when the newest op was written, by the laptop's clock; Unix milliseconds, 0 for never
    pub last_op: u64,
    /// last frame in the durable state, from the newest checkpoint
    pub checkpoint: Option<u64>,
    /// when headquarters last gave a receipt, by its clock; Unix milliseconds, 0 for never
    pub last_receipt: u64,
    /// entries of the audit log
    pub audits: u64,
    /// number of damaged places
    pub damage: usize,
}

/// Reads the whole journal. Reads it again if it seems damaged, because another process may be
/// writing.
pub fn inspect(folder: impl Into<KeyedFolder>) -> Result<JournalFacts, StoreError> {
    let folder = folder.into();
    let dir = folder.dir.clone();
    let keys = Keys::read(folder)?;
    match read(&dir, &keys) {
        Ok(facts) if facts.damage == 0 => Ok(facts),
        _ => read(&dir, &keys),
    }
}

fn read(dir: &Path, keys: &Keys) -> Result<JournalFacts, StoreError> {
    let reader = JournalReader::new(JournalSettings::default(), dir, keys);
    let corrections = clock_corrections::read(dir);
    let mut facts = JournalFacts::default();
    let mut last = Hlc::default();
    let mut frames = reader.frames(0);
    for found in frames.by_ref() {
        let Ok((place, entry)) = found else {
            facts.damage += 1;
            continue;
        };
        facts.frames = place.no;
        if let Some(signed) = receipt(&entry) {
            facts.last_receipt = facts.last_receipt.max(signed.receipt.time);
        }
        facts.audits += u64::from(audit(&entry).is_some());
        match entry {
            Entry::Ops { ops, .. } => {
                facts.ops += ops.len() as u64;
                last = ops.iter().map(|op| op.hlc).fold(last, Hlc::max);
            }
            Entry::Mark(Mark::Checkpoint(c) | Mark::Closed { checkpoint: c, .. }) => {
                facts.checkpoint = facts.checkpoint.max(Some(c.applied));
            }
            _ => {}
        }
    }
    if let Some(refused) = frames.refused() {
        return Err(refused);
    }
    facts.last_op = match last {
        Hlc(0) => 0,
        last => corrections.true_millis(last),
    };
    Ok(facts)
}
