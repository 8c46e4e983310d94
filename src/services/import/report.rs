//! The result of an import, and sentences that summarise it.

use std::collections::{BTreeMap, HashSet};

use crate::lang::app;
use crate::lang::cli::rows as rows_words;
use crate::programme::spec::Label;
use crate::record::{Change, ListColumn, ListValue};
use crate::services::import::columns::ListSource;
use crate::services::import::revise::{Revised, RevisionTally};
use crate::services::import::{
    Batch, ImportNote, Lang, Note, NoteSort, PlanRow, Revision, listing,
};
use crate::store::{Commit, CommitError, Store, StoreError, messages};
pub use crate::text::format::line_ranges;

/// Maximum number of line ranges in one sentence.
const MOST_SPANS: usize = 20;

#[derive(Debug, Default)]
pub struct ImportReport {
    pub rows: u64,
    pub entered: u64,
    pub incomplete: u64,
    pub questions: u64,
    pub refused: u64,
    /// result of rows with the id of an existing record
    pub revised: RevisionTally,
    /// lines that an earlier import of the same list has entered
    pub known_rows: Vec<u64>,
    /// lines that duplicate a record or another line, and were not imported
    pub doubles: Vec<u64>,
    /// lines that may be no records, and were not imported
    pub doubtful: Vec<u64>,
    /// number of rows that may be no records, imported or not
    pub in_doubt: usize,
    /// rows that were not reached because the import stopped
    pub rows_left: u64,
    /// why it stopped; `None` if the user stopped it
    pub failed: Option<StoreError>,
    /// notes with their lines; `None` for the file
    pub notes: Vec<(Option<u64>, Note)>,
    pub is_dry_run: bool,
    /// whether texts may refer to command line options
    pub options: bool,
    /// the batch to undo
    pub batch: Option<Batch>,
    /// name of the workbook's sheet
    pub sheet: Option<String>,
    /// lines that were imported, and lines that were refused
    pub lines: Vec<u64>,
    pub out: Vec<u64>,
    pub columns: Vec<ListColumn>,
    /// number of hidden rows and columns of a workbook, whether read or not
    pub hidden: (usize, usize),
    pub source: ListSource,
    /// values that were not understood, or were mapped by a person
    pub values: Vec<ListValue>,
    /// shared notes of the rows that were imported
    pub whole: SharedTally,
}

impl ImportReport {
    pub(crate) fn enter(
        &mut self,
        ready: Vec<(PlanRow, Change, Option<Revised>)>,
        store: &Store,
        dry: bool,
    ) -> Result<(), StoreError> {
        if dry {
            ready.into_iter().for_each(|(row, _, revised)| self.count(row, revised));
            return Ok(());
        }
        // a change must not remove a required answer of an existing record
        let commit = |(_, change, revised): &(PlanRow, Change, Option<Revised>)| Commit {
            changes: vec![change.clone()],
            ends_draft: None,
            allow_incomplete: revised.is_none(),
            ..Commit::default()
        };
        let commits = ready.iter().map(commit).collect();
        let results = match &self.batch {
            Some(batch) => store.commit_batch(commits, batch),
            None => store.commit_many(commits),
        };
        let mut failed = Ok(());
        for ((mut row, _, revised), result) in ready.into_iter().zip(results) {
            match result {
                Ok(_) => self.count(row, revised),
                Err(CommitError::Store(e)) if !matches!(e, StoreError::TooLarge { .. }) => {
                    failed = Err(e);
                }
                Err(refused) => {
                    row.refuse(&refused);
                    self.refuse(row);
                }
            }
        }
        failed
    }

    fn count(&mut self, mut row: PlanRow, revised: Option<Revised>) {
        if let Some(revised) = revised {
            self.revised.count(&revised);
            return self.keep(row);
        }
        self.whole.count(&mut row);
        self.entered += 1;
        self.lines.push(row.line);
        self.incomplete += u64::from(row.incomplete);
        self.questions += u64::from(row.asks());
        self.keep(row);
    }

    pub(crate) fn refuse(&mut self, mut row: PlanRow) {
        self.refused += 1;
        row.notes.retain(|note| !note.what.says_it_enters());
        self.out.push(row.line);
        self.keep(row);
    }

    pub(crate) fn keep(&mut self, row: PlanRow) {
        let line = Some(row.line);
        self.notes.extend(row.notes.into_iter().map(|note| (line, note)));
    }
}

impl ImportReport {
    /// Drops values of rows that are already imported or no records: they need no decision.
    pub(crate) fn ask_of_rows_that_enter(&mut self) {
        let out: HashSet<u64> = self.known_rows.iter().chain(&self.doubtful).copied().collect();
        for value in &mut self.values {
            value.lines.retain(|line| !out.contains(line));
        }
        self.values.retain(|value| !value.lines.is_empty());
    }

    /// The sentences at the top of the preview screen.
    pub fn sums(&self, lang: Lang) -> Vec<String> {
        let mut sums = self.totals(lang);
        // the screen shows doubtful rows separately
        let in_doubt = self.doubtful_summary(lang);
        sums.retain(|sentence| Some(sentence) != in_doubt.as_ref());
        if let Some(first) = sums.first_mut() {
            *first = format!("{first} {}", app::preview_only(lang));
        }
        sums
    }

    /// The totals. If the list only changes records, the changes come first.
    pub fn totals(&self, lang: Lang) -> Vec<String> {
        let mut totals = self.warnings(lang);
        let revises = self.entered == 0 && self.revised.is_some();
        totals.insert(usize::from(revises), self.summary(lang));
        totals
    }

    /// Sentences besides the summary: rows that were known, why the import stopped.
    pub fn warnings(&self, lang: Lang) -> Vec<String> {
        let mut all = self.revised.sentences(lang);
        if !self.known_rows.is_empty() {
            let (count, lines) =
                (self.known_rows.len(), line_ranges(&self.known_rows, MOST_SPANS));
            all.push(rows_words::here_already(lang, count, &lines));
        }
        if !self.doubles.is_empty() {
            let (count, lines) = (self.doubles.len(), line_ranges(&self.doubles, MOST_SPANS));
            all.push(rows_words::doubles(lang, count, &lines));
        }
        all.extend(self.doubtful_summary(lang));
        if let Some(error) = &self.failed {
            all.push(messages::error(error, lang));
            all.push(rows_words::failed(lang, self.rows_left));
        } else if self.rows_left > 0 {
            all.push(rows_words::halted(lang, self.rows_left));
        }
        // lines that are in the notebook although the import is incomplete
        if self.rows_left > 0 && !self.is_dry_run && !self.lines.is_empty() {
            all.push(listing::entered_lines(lang, &line_ranges(&self.lines, MOST_SPANS)));
        }
        all
    }

    /// Rows held back as possible duplicates, each with what it duplicates.
    pub fn doubtful_rows(&self, lang: Lang) -> Vec<String> {
        let pair = |(line, note): &(Option<u64>, Note)| match &note.what {
            ImportNote::Double(_) if note.sort == NoteSort::Double => {
                Some(note.text(*line, lang))
            }
            _ => None,
        };
        self.notes.iter().filter_map(pair).collect()
    }

    fn doubtful_summary(&self, lang: Lang) -> Option<String> {
        let lines = line_ranges(&self.doubtful, MOST_SPANS);
        let count = self.doubtful.len();
        (count > 0).then(|| listing::doubtful(lang, count, &lines))
    }

    /// The batch that can be undone, if anything was imported.
    pub fn undoable(&self) -> Option<&Batch> {
        self.batch.as_ref().filter(|_| self.entered + self.revised.records > 0)
    }

    /// Whether every row is in the notebook.
    pub fn complete(&self) -> bool {
        let waits = self.doubles.len() + self.doubtful.len();
        self.refused == 0 && waits == 0 && self.rows_left == 0 && self.failed.is_none()
    }

    pub fn summary(&self, lang: Lang) -> String {
        let (doubles, here) = (self.doubles.len() as u64, self.known_rows.len() as u64);
        let doubtful = self.doubtful.len() as u64;
        let groups = [
            (self.refused, listing::count_wrong as fn(Lang, u64) -> String),
            (doubles, listing::count_doubles),
            (here, listing::count_here),
            (doubtful, listing::count_doubtful),
        ];
        let out: u64 = groups.iter().map(|(n, _)| n).sum();
        let said = groups.iter().filter(|(n, _)| *n > 0).map(|(n, say)| say(lang, *n));
        let said = said.collect::<Vec<_>>().join(", ");
        let why = if out > self.refused { format!(" ({said})") } else { String::new() };
        let changed = match (self.revised.records, self.revised.same) {
            (0, 0) => String::new(),
            (records, same) => format!("{}, ", listing::count_changed(lang, records, same)),
        };

        rows_words::summary(
            lang,
            self.rows,
            self.entered,
            self.incomplete,
            self.questions,
            out,
            [&changed, &why],
        )
    }
}

/// Notes shared by many imported rows, reported once for the file.
#[derive(Debug, Default)]
pub struct SharedTally {
    new_ids: usize,
    /// defaults of the list's records: question, answer
    pub start: Vec<(Label, Label)>,
    started: usize,
    /// labels (Vietnamese) of questions that an unread column seems to answer
    pub unread: Vec<String>,
    /// number of rows without a required answer, by its label in both languages
    missing: BTreeMap<(String, String), usize>,
    /// lines with a rule's warning, by its text in both languages
    warns: BTreeMap<(String, String), Vec<u64>>,
}

impl SharedTally {
    fn count(&mut self, row: &mut PlanRow) {
        let shared = std::mem::take(&mut row.shared);
        self.new_ids += usize::from(shared.new_id);
        self.started += usize::from(shared.started);
        shared
            .missing
            .into_iter()
            .for_each(|names| *self.missing.entry(names).or_default() += 1);
        let line = row.line;
        let warns = shared.warns.into_iter();
        warns.for_each(|words| self.warns.entry(words).or_default().push(line));
    }

    pub fn notes(&self) -> impl Iterator<Item = Note> + '_ {
        let note = |message| Note::of_file(NoteSort::Warning, message);
        let lacks = self.missing.iter().filter(|((vi, _), _)| !self.unread.contains(vi));
        let lacks = lacks.map(move |((vi, en), rows)| {
            note(ImportNote::NoColumn { vi: vi.clone(), en: en.clone(), rows: *rows })
        });
        let warns = self.warns.iter().map(move |((vi, en), lines)| {
            note(ImportNote::OfRows { vi: vi.clone(), en: en.clone(), lines: lines.clone() })
        });
        let new_ids = (self.new_ids > 0).then(|| {
            let message = ImportNote::Revision(Revision::NewIds(self.new_ids));
            Note::of_file(NoteSort::Info, message)
        });
        let started = (self.started > 0).then(|| {
            let (answers, rows) = (self.start.clone(), self.started);
            Note::of_file(NoteSort::Info, ImportNote::Started { answers, rows })
        });
        started.into_iter().chain(lacks).chain(warns).chain(new_ids)
    }
}
