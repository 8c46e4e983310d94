//! Writes the problems of a list to a file: one row for each problem, with its place and what to
//! do; and the rows that were not imported, which can be corrected there and imported alone.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::note::{ImportNote, Note, NoteSort};
use crate::cancel::CancelToken;
use crate::lang::{Lang, listing};
use crate::office::book::{Cell, CellLook, Column, WorkbookWriter};
use crate::office::csv::{Csv, Dialect};
use crate::services::import::report::ImportReport;
use crate::services::import::row_cells::RowCells;
use crate::services::out_file;
use crate::services::out_file::{WriteFault, save_book};
use crate::storage::disk::atomic_file::{AtomicFile, Existing, FileTarget, folder};

/// Slightly below the length limit of an Excel cell, to leave room for an ellipsis.
const MOST_LETTERS: usize = 32_000;

pub struct Problem {
    pub line: Option<u64>,
    pub column: String,
    pub value: String,
    pub why: String,
    pub todo: String,
}

/// All problems, those of the whole file first.
pub fn problems(report: &ImportReport, lang: Lang) -> Vec<Problem> {
    let mut all: Vec<Problem> =
        report.notes.iter().map(|(line, note)| problem(report, *line, note, lang)).collect();
    let here = report.known_rows.iter().map(|line| Problem {
        line: Some(*line),
        column: String::new(),
        value: beginning(report, *line),
        why: listing::entered_before(lang),
        todo: listing::todo_here(lang),
    });
    all.extend(here);
    all.sort_by_key(|problem| problem.line);
    all
}

fn problem(report: &ImportReport, line: Option<u64>, note: &Note, lang: Lang) -> Problem {
    let column = note.column.clone().unwrap_or_default();
    let value = match (line, &note.column) {
        (Some(line), Some(column)) => {
            report.source.cell(line, column).unwrap_or_default().to_owned()
        }
        (Some(line), None) => beginning(report, line),
        (None, _) => String::new(),
    };
    let waits = line.is_some_and(|line| report.doubles.binary_search(&line).is_ok());
    let todo = if waits { listing::todo_double(lang) } else { todo(note, lang) };
    Problem { line, column, value, why: note.what.text(lang), todo }
}

/// The first cells of a row, for problems that concern no single cell.
fn beginning(report: &ImportReport, line: u64) -> String {
    let cells = report.source.row(line).into_iter().flat_map(RowCells::iter);
    let filled = cells.map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    filled.take(3).collect::<Vec<_>>().join(" | ")
}

fn todo(note: &Note, lang: Lang) -> String {
    match (note.sort, &note.what) {
        (_, ImportNote::Lacks { .. }) => listing::todo_fill(lang),
        (NoteSort::Fault, _) => listing::todo_mend(lang),
        (_, ImportNote::NoRecordPerhaps(_) | ImportNote::NoNamePerhaps(_)) => {
            listing::todo_doubtful(lang)
        }
        (NoteSort::Double, _) => listing::todo_double(lang),
        (NoteSort::Question, _) => listing::todo_ask(lang),
        (NoteSort::Warning, _) => listing::todo_look(lang),
        (NoteSort::Change | NoteSort::Info, _) => listing::todo_nothing(lang),
    }
}

/// The rows that are not imported, unchanged, with the reason and the line number in front.
fn rows(report: &ImportReport, lang: Lang) -> Vec<Vec<String>> {
    let mut out: Vec<u64> =
        report.out.iter().chain(&report.doubles).chain(&report.doubtful).copied().collect();
    out.sort_unstable();
    let width = report.source.header.len();
    let row = |line: u64| {
        let cells = report.source.row(line).into_iter().flat_map(RowCells::iter);
        let from = report.notes.partition_point(|(at, _)| *at < Some(line));
        let notes = report.notes.iter().skip(from).take_while(|(at, _)| *at == Some(line));
        let stops = notes.filter(|(_, n)| matches!(n.sort, NoteSort::Fault | NoteSort::Double));
        let why = stops.map(|(_, note)| match &note.column {
            Some(column) => format!("{column}: {}", note.what.text(lang)),
            None => note.what.text(lang),
        });
        // in front, as a row may have more cells than the header
        let mut shown = vec![why.collect::<Vec<_>>().join(" "), line.to_string()];
        shown.extend(cells.map(str::to_owned));
        shown.resize(shown.len().max(width + 2), String::new());
        shown
    };
    out.into_iter().map(row).collect()
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemCounts {
    pub problems: usize,
    pub rows: usize,
    /// the file with the rows: CSV needs a second file
    pub rows_file: Option<PathBuf>,
}

impl ProblemCounts {
    pub fn text(&self, file: &Path, lang: Lang) -> String {
        let name = file.display().to_string();
        match &self.rows_file {
            Some(other) => {
                let other = other.display().to_string();
                listing::problems_written_two(lang, &name, &other, self.problems, self.rows)
            }
            None => listing::problems_written(lang, &name, self.problems, self.rows),
        }
    }
}

/// Checks that the target can be written, before a list is read and imported.
pub fn check(target: FileTarget<'_>, lang: Lang) -> Result<(), WriteFault> {
    let file = target.file;
    let is_there =
        |file: &Path| target.existing == Existing::Keep && file.symlink_metadata().is_ok();
    match ending(file) {
        None => Err(listing::which_problems(lang, &file.display().to_string()).into()),
        Some(_) if is_there(file) => Err(WriteFault::Exists),
        Some(Ending::Csv) if is_there(&rows_file(file, lang)) => {
            let sentence = WriteFault::Exists.text(&rows_file(file, lang), lang);
            Err(sentence.into())
        }
        // creating a temporary file shows whether the folder is writable
        Some(_) => {
            let made = AtomicFile::create(target, &CancelToken::default()).map(drop);
            made.map_err(|e| WriteFault::of(&e, file, lang))
        }
    }
}

enum Ending {
    Workbook,
    Csv,
}

fn ending(file: &Path) -> Option<Ending> {
    let ending = file.extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        "xlsx" => Some(Ending::Workbook),
        "csv" => Some(Ending::Csv),
        _ => None,
    }
}

pub fn write(
    report: &ImportReport,
    target: FileTarget<'_>,
    lang: Lang,
    cancel: &CancelToken,
) -> Result<ProblemCounts, WriteFault> {
    let problems = problems(report, lang);
    let rows = rows(report, lang);
    let mut written =
        ProblemCounts { problems: problems.len(), rows: rows.len(), rows_file: None };
    let tables = [row_table(report, rows, lang), problem_table(problems, lang)];
    let changed = if report.is_dry_run { 0 } else { report.entered + report.revised.records };
    let fault = |e: io::Error, file: &Path| WriteFault::after(&e, file, changed, lang);
    match ending(target.file) {
        None => check(target, lang)?,
        Some(Ending::Workbook) => {
            out_file::workbook(|| workbook(&tables, target, cancel))
                .map_err(|e| fault(e, target.file))?;
        }
        Some(Ending::Csv) => {
            let [rows, problems] = &tables;
            let rows_file = rows_file(target.file, lang);
            let beside = FileTarget { file: &rows_file, ..target };
            // both are complete before either is published
            let first = csv(problems, target, cancel).map_err(|e| fault(e, target.file))?;
            if written.rows > 0 {
                let second = csv(rows, beside, cancel).map_err(|e| fault(e, &rows_file))?;
                second.publish().map_err(|e| fault(e, &rows_file))?;
                written.rows_file = Some(rows_file);
            }
            first.publish().map_err(|e| fault(e, target.file))?;
        }
    }
    Ok(written)
}

/// "can-sua.csv" -> "can-sua-dong-chua-nhap.csv"
fn rows_file(file: &Path, lang: Lang) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let ending = file.extension().unwrap_or_default().to_string_lossy().into_owned();
    file.with_file_name(format!("{stem}-{}.{ending}", listing::rows_file_suffix(lang)))
}

struct ProblemTable {
    name: String,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

fn text(text: String) -> Cell {
    match text.char_indices().nth(MOST_LETTERS) {
        Some((at, _)) => Cell::Text(format!("{}…", text.get(..at).unwrap_or_default())),
        None => Cell::Text(text),
    }
}

fn row_table(report: &ImportReport, rows: Vec<Vec<String>>, lang: Lang) -> ProblemTable {
    let mut columns = vec![
        Column { heading: listing::head_why_not(lang), look: CellLook::Note },
        Column { heading: listing::head_original_row(lang), look: CellLook::Text },
    ];
    let headings = report.source.headings().into_iter();
    columns.extend(headings.map(|heading| Column { heading, look: CellLook::Text }));
    let rows = rows.into_iter().map(|row| row.into_iter().map(text).collect());
    ProblemTable { name: listing::sheet_rows(lang), columns, rows: rows.collect() }
}

fn problem_table(problems: Vec<Problem>, lang: Lang) -> ProblemTable {
    let column = |heading: String, look| Column { heading, look };
    let columns = vec![
        column(listing::head_row(lang), CellLook::Plain),
        column(listing::head_column(lang), CellLook::Text),
        column(listing::head_value(lang), CellLook::Text),
        column(listing::head_why(lang), CellLook::Note),
        column(listing::head_todo(lang), CellLook::Note),
    ];
    let row = |p: Problem| {
        let line = p.line.map_or(Cell::Empty, |n| Cell::Whole(i64::try_from(n).unwrap_or(0)));
        vec![line, text(p.column), text(p.value), text(p.why), text(p.todo)]
    };
    let rows = problems.into_iter().map(row).collect();
    ProblemTable { name: listing::sheet_problems(lang), columns, rows }
}

fn workbook(
    tables: &[ProblemTable],
    target: FileTarget<'_>,
    cancel: &CancelToken,
) -> io::Result<()> {
    let out = AtomicFile::create(target, cancel)?;
    let mut book = WorkbookWriter::new(folder(target.file))?;
    let last = tables.len().saturating_sub(1);
    for (at, table) in tables.iter().enumerate() {
        if table.rows.is_empty() && at < last {
            continue;
        }
        let mut sheet = book.sheet(&table.name)?;
        sheet.header(&table.columns)?;
        for row in &table.rows {
            sheet.row(row)?;
        }
    }
    save_book(book, out)
}

fn csv(
    table: &ProblemTable,
    target: FileTarget<'_>,
    cancel: &CancelToken,
) -> io::Result<AtomicFile> {
    let out = BufWriter::new(AtomicFile::create(target, cancel)?);
    let mut csv = Csv::new(out, Dialect::Excel);
    csv.header(table.columns.iter().map(|column| column.heading.as_str()))?;
    for row in &table.rows {
        csv.row(row)?;
    }
    let mut out = csv.finish()?;
    out.flush()?;
    out.into_inner().map_err(|e| e.into_error())
}
