//! A plan meets the notebook: each row is checked against what is there, and what may enter is
//! committed in groups. A dry run takes the same way and leaves out the last step.

use std::collections::{BTreeMap, HashSet};

use super::again::{EarlierRow, Entered};
use super::alike;
use super::columns::ListSource;
use super::double::Doubles;
use super::link;
use super::mapping::Mapping;
use super::note::{ImportNote, Note, NoteSort};
use super::plan::{ImportPlan, PlanRow};
use super::published::Published;
use super::revise::{Revised, Reviser, Revision, RevisionMode, RevisionTally, RowOutcome};
use crate::lang::cli::RowsWord;
use crate::lang::{Lang, app, listing, revise};
use crate::office::beside::Halt;
use crate::office::pace::PaceStep;
use crate::programme::check::Fault;
use crate::programme::spec::{Field, Kind};
use crate::record::ReadOptions;
use crate::record::{Batch, Change, FieldNo, ListColumn, Origin};
use crate::services::validator;
use crate::services::validator::{RecordValidator, RisingIds};
use crate::store::messages;
use crate::store::{Commit, CommitError, Store, StoreError};

/// Rows committed under one fsync.
const GROUP: usize = 64;
/// Runs of lines named in one sentence.
const MOST_SPANS: usize = 20;

#[derive(Debug, Default)]
pub struct ImportReport {
    pub rows: u64,
    pub entered: u64,
    pub incomplete: u64,
    pub questions: u64,
    pub refused: u64,
    /// of rows with the id of a record that is here
    pub revised: RevisionTally,
    /// lines that an earlier import of the same list has entered
    pub here: Vec<u64>,
    /// lines that equal a record or another line, and were not entered
    pub doubles: Vec<u64>,
    /// lines that may be no records, and were not entered
    pub doubtful: Vec<u64>,
    /// how many there are, entered or not
    pub in_doubt: usize,
    /// rows that were not entered because the import stopped before them
    pub left: u64,
    /// why it stopped, unless somebody asked for it
    pub failed: Option<StoreError>,
    /// the file's own notes first (no line), then those of its rows
    pub notes: Vec<(Option<u64>, Note)>,
    pub dry: bool,
    /// the options of an import are there to be chosen
    pub options: bool,
    /// what it is called when it is to be undone
    pub batch: Option<Batch>,
    /// the sheet of a workbook
    pub sheet: Option<String>,
    /// lines that entered, and lines that are wrong
    pub lines: Vec<u64>,
    pub out: Vec<u64>,
    pub columns: Vec<ListColumn>,
    /// hidden rows and columns of a workbook, read or not
    pub hidden: (usize, usize),
    pub source: ListSource,
    /// of rows that entered
    whole: SharedTally,
}

impl ImportReport {
    /// What comes before everything else on the screen.
    pub fn sums(&self, lang: Lang) -> Vec<String> {
        let mut sums = self.totals(lang);
        if let Some(first) = sums.first_mut() {
            *first = format!("{first} {}", app::preview_only(lang));
        }
        sums
    }

    /// Of a list that only changes records, the changes come first.
    pub fn totals(&self, lang: Lang) -> Vec<String> {
        let mut totals = self.beside(lang);
        let revises = self.entered == 0 && self.revised.is_some();
        totals.insert(usize::from(revises), self.summary(lang));
        totals
    }

    /// Sentences for the officer: the sums first, then what is alike as one, at last what can be
    /// done. At most [`alike::MOST_LINES`].
    pub fn sentences(&self, lang: Lang) -> Vec<String> {
        let mut first = self.totals(lang);
        let mut last = Vec::new();
        let clashes = self.revised.clashes > self.revised.taken;
        last.extend(clashes.then(|| revise::clashes_option(lang)));
        let undo = self.undoable().map(|batch| revise::undo_way(lang, &batch.id.to_string()));
        last.extend(undo);
        let options = self.options;
        last.extend(
            (options && !self.doubles.is_empty()).then(|| RowsWord::DoublesOption.text(lang)),
        );
        last.extend(
            (options && !self.doubtful.is_empty()).then(|| listing::doubtful_option(lang)),
        );
        let open = self.columns.iter().any(ListColumn::is_open);
        last.extend((options && open).then(|| listing::how_to_map(lang)));
        let remarks = alike::remarks(self, lang);
        let grouped = remarks.iter().any(|remark| !remark.each.is_empty());
        last.extend((options && grouped).then(|| listing::how_to_write(lang)));
        // what headquarters publishes is told of by its own command
        last.extend((self.dry && options).then(|| RowsWord::DryRun.text(lang)));
        let room = alike::MOST_LINES.saturating_sub(first.len() + last.len());
        first.extend(alike::within(&remarks, room, lang));
        first.extend(last);
        first
    }

    /// What has to be known beside the summary: rows that were here, why it stopped.
    pub fn beside(&self, lang: Lang) -> Vec<String> {
        let mut all = self.revised.sentences(lang);
        if !self.here.is_empty() {
            let (count, lines) = (self.here.len(), spans(&self.here, MOST_SPANS));
            all.push(RowsWord::HereAlready { count, lines: &lines }.text(lang));
        }
        if !self.doubles.is_empty() {
            let (count, lines) = (self.doubles.len(), spans(&self.doubles, MOST_SPANS));
            all.push(RowsWord::Doubles { count, lines: &lines }.text(lang));
        }
        if !self.doubtful.is_empty() {
            let lines = spans(&self.doubtful, MOST_SPANS);
            all.push(listing::doubtful(lang, self.doubtful.len(), &lines));
        }
        if let Some(error) = &self.failed {
            all.push(messages::error(error, lang));
            all.push(RowsWord::Failed { left: self.left }.text(lang));
        } else if self.left > 0 {
            all.push(RowsWord::Halted { left: self.left }.text(lang));
        }
        // what is in the notebook of a list that is not whole
        if self.left > 0 && !self.dry && !self.lines.is_empty() {
            all.push(listing::entered_lines(lang, &spans(&self.lines, MOST_SPANS)));
        }
        all
    }

    /// What can be undone, if anything was done.
    pub fn undoable(&self) -> Option<&Batch> {
        self.batch.as_ref().filter(|_| self.entered + self.revised.records > 0)
    }

    /// Every row is in the notebook.
    pub fn complete(&self) -> bool {
        let waits = self.doubles.len() + self.doubtful.len();
        self.refused == 0 && waits == 0 && self.left == 0 && self.failed.is_none()
    }

    pub fn summary(&self, lang: Lang) -> String {
        let (doubles, here) = (self.doubles.len() as u64, self.here.len() as u64);
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
        let summary = RowsWord::Summary {
            rows: self.rows,
            entered: self.entered,
            incomplete: self.incomplete,
            questions: self.questions,
            out,
            beside: [&changed, &why],
        };
        summary.text(lang)
    }
}

/// How the run is made.
pub struct RunOptions<'a> {
    pub dry: bool,
    /// rows that equal a record or another row enter, too
    pub duplicates: bool,
    /// the name under which all of it can be undone
    pub label: &'a str,
    pub wanted: ReadOptions,
    /// headquarters publishes the rows: one with the key of an official row revises that
    pub publishing: bool,
    /// Unix milliseconds, for the new ids
    pub now: u64,
    /// asked before every group
    pub halt: Halt,
    /// told after every group: rows done, rows in all
    pub progress: &'a mut dyn FnMut(usize, usize),
    /// told while the file is read
    pub reading: &'a mut dyn FnMut(PaceStep),
    /// of the columns; none is the one that is remembered
    pub mapping: Option<Mapping>,
}

pub fn run(
    plan: ImportPlan,
    kind: &Kind,
    judge: &RecordValidator<'_>,
    how: &mut RunOptions<'_>,
) -> Result<ImportReport, StoreError> {
    let entered = Entered::load(judge.store, kind)?;
    let all = plan.rows.len();
    let options = !how.publishing;
    let mut report =
        ImportReport { dry: how.dry, options, sheet: plan.sheet, ..ImportReport::default() };
    report.notes.extend(plan.notes.iter().map(|note| (None, note.clone())));
    (report.columns, report.hidden) = (plan.columns, plan.hidden);
    report.in_doubt = plan.in_doubt;
    report.source = plan.source;
    let mode = RevisionMode { now: how.now, publishing: how.publishing };
    let reviser = Reviser::load(&plan.rows, plan.layout, kind, judge, mode)?;
    let (headings, asked) = (plan.headings, plan.asked);
    let heading = |field: &Field, lang_vi: bool| {
        headings.get(&field.no).cloned().unwrap_or_else(|| {
            if lang_vi { field.label.vi.clone() } else { field.label.en.clone() }
        })
    };
    let mut rows = plan.rows.into_iter();
    let doubles = Doubles::of(kind);
    let ids = RisingIds::default();
    if !how.dry && !how.publishing {
        let (id, label) = (RisingIds::default().next(how.now)?, how.label.to_owned());
        report.batch = Some(Batch { id, undoes: None, made: how.now, label });
    }
    let published = how.publishing.then(|| Published::of(kind));
    let mut run = GroupRun { kind, judge, ids, entered, asked, doubles, reviser, published };
    while rows.len() > 0 && !how.halt.asked() {
        let group = rows.by_ref().take(GROUP).collect();
        if let Err(error) = run.group(group, &mut report, how, &heading) {
            report.failed = Some(error);
            break;
        }
        (how.progress)(all - rows.len(), all);
    }
    let shared: Vec<_> = report.whole.notes().map(|note| (None, note)).collect();
    report.notes.extend(shared);
    report.notes.extend(run.reviser.notes().map(|note| (None, note)));
    (report.revised.clashes, report.revised.taken) = run.reviser.clashes;
    report.rows = report.entered + report.refused;
    report.rows += report.revised.records + report.revised.same;
    let waits = report.here.len() + report.doubles.len() + report.doubtful.len();
    report.rows += waits as u64;
    report.left = all as u64 - report.rows;
    report.notes.sort_by_key(|(line, _)| *line);
    Ok(report)
}

/// What goes on from group to group.
struct GroupRun<'a> {
    kind: &'a Kind,
    judge: &'a RecordValidator<'a>,
    ids: RisingIds,
    entered: Entered,
    asked: HashSet<FieldNo>,
    doubles: Doubles<'a>,
    reviser: Reviser<'a>,
    published: Option<Published<'a>>,
}

/// What rows that entered have in common: said once for the file.
#[derive(Debug, Default)]
struct SharedTally {
    new_ids: usize,
    /// rows that lack an answer, by its question in both languages
    lacks: BTreeMap<(String, String), usize>,
    /// rows that a rule warns of, by its words in both languages
    warns: BTreeMap<(String, String), usize>,
}

impl SharedTally {
    fn count(&mut self, row: &mut PlanRow) {
        let shared = std::mem::take(&mut row.shared);
        self.new_ids += usize::from(shared.new_id);
        shared.lacks.into_iter().for_each(|names| *self.lacks.entry(names).or_default() += 1);
        shared.warns.into_iter().for_each(|words| *self.warns.entry(words).or_default() += 1);
    }

    fn notes(&self) -> impl Iterator<Item = Note> + '_ {
        let note = |told| Note::file(NoteSort::Warning, told);
        let lacks = self.lacks.iter().map(move |((vi, en), rows)| {
            note(ImportNote::NoColumn { vi: vi.clone(), en: en.clone(), rows: *rows })
        });
        let warns = self.warns.iter().map(move |((vi, en), rows)| {
            note(ImportNote::OfRows { vi: vi.clone(), en: en.clone(), rows: *rows })
        });
        let new_ids = (self.new_ids > 0).then(|| {
            let told = ImportNote::Revision(Revision::NewIds(self.new_ids));
            Note::file(NoteSort::Told, told)
        });
        lacks.chain(warns).chain(new_ids)
    }
}

impl GroupRun<'_> {
    /// What is durable is in the report, also when the store fails on the way.
    fn group(
        &mut self,
        rows: Vec<PlanRow>,
        report: &mut ImportReport,
        how: &RunOptions<'_>,
        heading: &dyn Fn(&Field, bool) -> String,
    ) -> Result<(), StoreError> {
        let mut ready = Vec::new();
        for mut row in rows {
            match self.row(&mut row, how, heading)? {
                RowVerdict::Enters(change) => ready.push((row, change, None)),
                RowVerdict::Changes(revised) => {
                    let change = revised.change.clone();
                    ready.push((row, change, Some(revised)));
                }
                RowVerdict::Same => {
                    report.revised.same += 1;
                    report.keep(row);
                }
                RowVerdict::Refused => report.refuse(row),
                RowVerdict::Doubtful => {
                    report.doubtful.push(row.line);
                    report.keep(row);
                }
                RowVerdict::Here => report.here.push(row.line),
                RowVerdict::Double => {
                    report.doubles.push(row.line);
                    report.keep(row);
                }
            }
        }
        report.enter(ready, self.judge.store, how.dry)
    }

    fn row(
        &mut self,
        row: &mut PlanRow,
        how: &RunOptions<'_>,
        heading: &dyn Fn(&Field, bool) -> String,
    ) -> Result<RowVerdict, StoreError> {
        let (kind, judge) = (self.kind, self.judge);
        if row.doubtful {
            return Ok(RowVerdict::Doubtful);
        }
        if let Some(published) = &mut self.published {
            link::resolve(row, kind, judge)?;
            published.look(row, judge)?;
            if row.refused() {
                return Ok(RowVerdict::Refused);
            }
        }
        // what was exported keeps its id, so that links to it hold; a deleted record keeps its own
        let there = row.id.map(|id| judge.store.get(id)).transpose()?.flatten();
        if let Some(record) = there {
            let outcome = match row.source.is_none() && self.published.is_some() {
                true => self.reviser.publish(row, &record, &self.asked, heading)?,
                false => self.reviser.row(row, &record, heading)?,
            };
            return Ok(match outcome {
                RowOutcome::Same => RowVerdict::Same,
                RowOutcome::Refused => RowVerdict::Refused,
                RowOutcome::Changes(revised) => RowVerdict::Changes(revised),
            });
        }
        let id = match row.id {
            Some(_) if self.reviser.is_copy(row) => {
                row.notes.clear();
                row.notes
                    .push(Note::row(NoteSort::Fault, ImportNote::Revision(Revision::Copied)));
                return Ok(RowVerdict::Refused);
            }
            Some(id) => {
                row.shared.new_id = true;
                id
            }
            None if how.publishing => self.ids.next(how.now)?,
            None => match self.entered.look(&row.print) {
                EarlierRow::Here => {
                    self.doubles.enters(row, None);
                    return Ok(RowVerdict::Here);
                }
                EarlierRow::New(tail) => self.ids.next_ending(how.now, tail),
            },
        };
        link::resolve(row, kind, judge)?;
        let verdict = judge.new_record(kind, id, &mut row.fields)?;
        tell(row, kind, &verdict, &self.asked, heading);
        if row.refused() {
            return Ok(RowVerdict::Refused);
        }
        if let Some(twin) = self.doubles.twin(row, id, judge)? {
            let enters = how.duplicates || !twin.certain;
            let sort = if enters { NoteSort::Warning } else { NoteSort::Double };
            if !enters {
                row.notes.clear();
            }
            row.notes.push(Note::row(sort, ImportNote::Double(twin)));
            if !enters {
                return Ok(RowVerdict::Double);
            }
        }
        let fields = row.fields.clone();
        let change = Change::Create { kind: kind.no, id, fields, origin: Origin::Import };
        // asked here, so that a dry run says what an import will
        match judge.store.fits(&change) {
            Ok(()) => {
                self.doubles.enters(row, Some(id));
                Ok(RowVerdict::Enters(change))
            }
            Err(refused) => {
                row.refuse(&refused);
                Ok(RowVerdict::Refused)
            }
        }
    }
}

enum RowVerdict {
    Enters(Change),
    /// it changes a record that is here
    Changes(Revised),
    /// it has the id of a record that is here, and nobody changed anything
    Same,
    Refused,
    /// an earlier import entered it
    Here,
    /// it equals a record or another row
    Double,
    /// it may be no record
    Doubtful,
}

impl PlanRow {
    fn refuse(&mut self, error: &CommitError) {
        let mut push =
            |vi, en| self.notes.push(Note::row(NoteSort::Fault, ImportNote::Rule { vi, en }));
        match error {
            CommitError::Refused(faults) => {
                faults.iter().for_each(|f| push(f.text(Lang::Vi), f.text(Lang::En)));
            }
            other => push(messages::commit(other, Lang::Vi), messages::commit(other, Lang::En)),
        }
    }
}

fn tell(
    row: &mut PlanRow,
    kind: &Kind,
    verdict: &validator::Validation,
    asked: &HashSet<FieldNo>,
    heading: &dyn Fn(&Field, bool) -> String,
) {
    let field = |fault: &Fault| kind.field(fault.at.field);
    let mut push = |sort: NoteSort, fault: &Fault| {
        let told = ImportNote::Rule { vi: fault.text(Lang::Vi), en: fault.text(Lang::En) };
        let column = field(fault).map(|f| heading(f, true));
        row.notes.push(Note { sort, column, told });
    };
    verdict.wrong.iter().for_each(|fault| push(NoteSort::Fault, fault));
    let is_asked = |fault: &&Fault| asked.contains(&fault.at.field);
    let (of_row, of_file): (Vec<_>, Vec<_>) = verdict.warnings.iter().partition(is_asked);
    of_row.into_iter().for_each(|fault| push(NoteSort::Warning, fault));
    if row.refused() {
        return;
    }
    for fault in of_file {
        let words = (fault.text(Lang::Vi), fault.text(Lang::En));
        row.shared.warns.push(words);
    }
    row.incomplete = !verdict.lacking.is_empty();
    let (of_row, of_file): (Vec<_>, Vec<_>) = verdict.lacking.iter().partition(is_asked);
    for field in of_file.into_iter().filter_map(field) {
        let names = (field.label.vi.clone(), field.label.en.clone());
        row.shared.lacks.push(names);
    }
    if !of_row.is_empty() {
        let names = |vi: bool| {
            of_row.iter().filter_map(|fault| field(fault)).map(|f| heading(f, vi)).collect()
        };
        row.notes.push(Note::row(
            NoteSort::Told,
            ImportNote::Lacks { vi: names(true), en: names(false) },
        ));
    }
}

impl ImportReport {
    fn enter(
        &mut self,
        ready: Vec<(PlanRow, Change, Option<Revised>)>,
        store: &Store,
        dry: bool,
    ) -> Result<(), StoreError> {
        if dry {
            ready.into_iter().for_each(|(row, _, revised)| self.count(row, revised));
            return Ok(());
        }
        // a record that is here may lack no answer that it had
        let commit = |(_, change, revised): &(PlanRow, Change, Option<Revised>)| Commit {
            changes: vec![change.clone()],
            ends_draft: None,
            allow_incomplete: revised.is_none(),
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

    fn refuse(&mut self, row: PlanRow) {
        self.refused += 1;
        self.out.push(row.line);
        self.keep(row);
    }

    fn keep(&mut self, row: PlanRow) {
        let line = Some(row.line);
        self.notes.extend(row.notes.into_iter().map(|note| (line, note)));
    }
}

/// "2-14, 17"
pub fn spans(lines: &[u64], most: usize) -> String {
    let mut spans: Vec<(u64, u64)> = Vec::new();
    for line in lines {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == *line => *last = *line,
            _ => spans.push((*line, *line)),
        }
    }
    let more = spans.len() > most;
    let span = |(first, last): &(u64, u64)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    };
    let mut shown: Vec<String> = spans.iter().take(most).map(span).collect();
    shown.extend(more.then(|| "…".to_owned()));
    shown.join(", ")
}
