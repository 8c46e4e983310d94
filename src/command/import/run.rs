//! A plan meets the notebook: each row is checked against what is there, and what may enter is
//! committed in groups. A dry run takes the same way and leaves out the last step.

use super::link;
use super::note::{Note, Sort, Told};
use super::plan::{Plan, PlanRow};
use crate::command::judge::{Ids, Judge, Verdict};
use crate::lang::cli::RowsWord;
use crate::lang::{Lang, app};
use crate::office::beside::Halt;
use crate::programme::check::Fault;
use crate::programme::spec::{Field, Kind};
use crate::record::{Change, Origin};
use crate::store::{Commit, CommitError, Store, StoreError, words};

/// Rows committed under one fsync.
const GROUP: usize = 64;

#[derive(Debug, Default)]
pub struct Report {
    pub rows: u64,
    pub entered: u64,
    pub incomplete: u64,
    pub questions: u64,
    pub refused: u64,
    /// rows that nobody looked at: somebody asked to stop before them
    pub left: u64,
    /// the file's own notes first (no line), then those of its rows
    pub notes: Vec<(Option<u64>, Note)>,
    pub dry: bool,
    /// the sheet of a workbook
    pub sheet: Option<String>,
}

impl Report {
    /// Sentences for the officer, the summary last.
    /// For the screen, where the first lines are seen: the sum, then what is to be said of rows.
    pub fn preview(&self, lang: Lang) -> impl Iterator<Item = String> + '_ {
        let sheet = self.sheet.as_deref();
        let notes = self.notes.iter().map(move |(line, note)| note.text_in(sheet, *line, lang));
        let sum = format!("{} {}", self.summary(lang), app::preview_only(lang));
        std::iter::once(sum).chain(self.halted(lang)).chain(notes)
    }

    pub fn sentences(&self, lang: Lang) -> impl Iterator<Item = String> + '_ {
        let sheet = self.sheet.as_deref();
        let notes = self.notes.iter().map(move |(line, note)| note.text_in(sheet, *line, lang));
        let dry = self.dry.then(|| RowsWord::DryRun.text(lang));
        notes.chain([self.summary(lang)]).chain(self.halted(lang)).chain(dry)
    }

    pub fn halted(&self, lang: Lang) -> Option<String> {
        (self.left > 0).then(|| RowsWord::Halted { left: self.left }.text(lang))
    }

    pub fn summary(&self, lang: Lang) -> String {
        let summary = RowsWord::Summary {
            rows: self.rows,
            entered: self.entered,
            incomplete: self.incomplete,
            questions: self.questions,
            refused: self.refused,
        };
        summary.text(lang)
    }
}

/// How the run is made.
pub struct How<'a> {
    pub dry: bool,
    /// Unix milliseconds, for the new ids
    pub now: u64,
    /// asked before every group
    pub halt: Halt,
    /// told after every group: rows done, rows in all
    pub progress: &'a mut dyn FnMut(usize, usize),
}

pub fn run(
    plan: Plan,
    kind: &Kind,
    judge: &Judge<'_>,
    how: &mut How<'_>,
) -> Result<Report, CommitError> {
    let all = plan.rows.len();
    let mut report =
        Report { rows: all as u64, dry: how.dry, sheet: plan.sheet, ..Report::default() };
    report.notes.extend(plan.notes.iter().map(|note| (None, note.clone())));
    let headings = plan.headings;
    let heading = |field: &Field, lang_vi: bool| {
        headings.get(&field.no).cloned().unwrap_or_else(|| {
            if lang_vi { field.label.vi.clone() } else { field.label.en.clone() }
        })
    };
    let mut rows = plan.rows.into_iter().peekable();
    let mut done = 0;
    let mut ids = Ids::default();
    while rows.peek().is_some() {
        if how.halt.asked() {
            report.left = (all - done) as u64;
            report.rows = done as u64;
            break;
        }
        let group: Vec<PlanRow> = rows.by_ref().take(GROUP).collect();
        done += group.len();
        let mut ready = Vec::new();
        for mut row in group {
            if let Some(change) = ready_row(&mut row, kind, judge, how, &mut ids, &heading)? {
                ready.push((row, change));
            } else {
                report.refuse(row);
            }
        }
        report.enter(ready, judge.store, how.dry)?;
        (how.progress)(done, all);
    }
    report.notes.sort_by_key(|(line, _)| *line);
    Ok(report)
}

/// The change that enters the row, or `None` when it is refused.
fn ready_row(
    row: &mut PlanRow,
    kind: &Kind,
    judge: &Judge<'_>,
    how: &How<'_>,
    ids: &mut Ids,
    heading: &dyn Fn(&Field, bool) -> String,
) -> Result<Option<Change>, StoreError> {
    link::resolve(row, kind, judge)?;
    // what was exported keeps its id, so that links to it hold; a deleted record keeps its own
    let there = row.id.map(|id| judge.store.get(id)).transpose()?.flatten();
    if there.as_ref().is_some_and(|record| record.deleted.is_none()) {
        row.notes.push(Note::row(Sort::Fault, Told::Here));
        return Ok(None);
    }
    let id = match row.id.filter(|_| there.is_none()) {
        Some(id) => id,
        None => ids.next(how.now)?,
    };
    let verdict = judge.new_record(kind, id, &mut row.fields)?;
    tell(row, kind, &verdict, heading);
    if row.refused() {
        return Ok(None);
    }
    let fields = row.fields.clone();
    Ok(Some(Change::Create { kind: kind.no, id, fields, origin: Origin::Import }))
}

fn tell(
    row: &mut PlanRow,
    kind: &Kind,
    verdict: &Verdict,
    heading: &dyn Fn(&Field, bool) -> String,
) {
    let field = |fault: &Fault| kind.field(fault.at.field);
    let mut push = |sort: Sort, fault: &Fault| {
        let told = Told::Rule { vi: fault.text(Lang::Vi), en: fault.text(Lang::En) };
        let column = field(fault).map(|f| heading(f, true));
        row.notes.push(Note { sort, column, told });
    };
    verdict.wrong.iter().for_each(|fault| push(Sort::Fault, fault));
    verdict.warnings.iter().for_each(|fault| push(Sort::Warning, fault));
    if !verdict.lacking.is_empty() && !row.refused() {
        let names = |vi: bool| {
            verdict.lacking.iter().filter_map(field).map(|f| heading(f, vi)).collect()
        };
        row.notes
            .push(Note::row(Sort::Told, Told::Lacks { vi: names(true), en: names(false) }));
    }
}

impl Report {
    fn enter(
        &mut self,
        ready: Vec<(PlanRow, Change)>,
        store: &Store,
        dry: bool,
    ) -> Result<(), CommitError> {
        let (rows, changes): (Vec<_>, Vec<_>) = ready.into_iter().unzip();
        if dry {
            rows.into_iter().for_each(|row| self.count(row));
            return Ok(());
        }
        let commit =
            |change| Commit { changes: vec![change], ends_draft: None, allow_incomplete: true };
        let results = store.commit_many(changes.into_iter().map(commit).collect());
        for (mut row, result) in rows.into_iter().zip(results) {
            match result {
                Ok(_) => self.count(row),
                Err(CommitError::Refused(faults)) => {
                    for fault in &faults {
                        let (vi, en) = (fault.text(Lang::Vi), fault.text(Lang::En));
                        row.notes.push(Note::row(Sort::Fault, Told::Rule { vi, en }));
                    }
                    self.refuse(row);
                }
                Err(e @ CommitError::Store(_)) => return Err(e),
                Err(e) => {
                    let (vi, en) = (words::commit(&e, Lang::Vi), words::commit(&e, Lang::En));
                    row.notes.push(Note::row(Sort::Fault, Told::Rule { vi, en }));
                    self.refuse(row);
                }
            }
        }
        Ok(())
    }

    fn count(&mut self, row: PlanRow) {
        self.entered += 1;
        let lacks = row.notes.iter().any(|n| matches!(n.told, Told::Lacks { .. }));
        self.incomplete += u64::from(lacks);
        self.questions += u64::from(row.asks());
        self.keep(row);
    }

    fn refuse(&mut self, row: PlanRow) {
        self.refused += 1;
        self.keep(row);
    }

    fn keep(&mut self, row: PlanRow) {
        let line = Some(row.line);
        self.notes.extend(row.notes.into_iter().map(|note| (line, note)));
    }
}
