//! Imports a list into the notebook in two steps: `plan` reads and interprets it (pure), `run`
//! checks it against the notebook and commits. Used by the screen and the command line.

mod alike;
mod arrange;
mod cell;
mod chosen;
mod column_notes;
mod columns;
mod day_order;
mod disputed;
mod doubt;
mod duplicates;
mod earlier;
mod encoding;
mod file;
mod foreign;
mod group_place;
mod header;
mod letters;
mod link;
mod linked_place;
pub mod mapping;
mod marks;
mod naming;
mod no_answer;
pub mod note;
mod note_text;
mod other_kind;
mod plan;
pub mod problems;
mod published;
mod reader;
mod report;
mod revise;
mod row;
mod row_cells;
mod row_place;
mod run;
mod separated;
mod sheet;
mod stray;
mod stray_rows;
mod tables;
pub mod template;
mod unclear;
mod unit;
mod unnamed;
pub mod value;
mod workbook;

use std::collections::HashSet;
use std::io::ErrorKind;
use std::path::Path;

use crate::lang::cli::args as args_words;
use crate::lang::cli::work as work_words;
use crate::programme::spec::Programme;

pub use crate::services::import::report::ImportReport;
pub use crate::services::import::row::{PlanContext, PlanRow};
pub use crate::services::import::sheet::FileFault;
pub use alike::MOST_LINES;
pub use file::MOST_BYTES;
pub use header::{ColumnNames, HeaderColumn};
pub use mapping::Mapping;
pub use note::{ImportNote, Note, NoteSort};
pub use plan::{ImportPlan, PlanFault, plan, plan_mapped, steady_defaults};
pub use problems::{Problem, problems};
pub use run::{RunOptions, run};

use self::revise::Revision;

use super::out_file::WriteFault;
use super::path::resolve;
use crate::lang::{Lang, listing};
use crate::office::pace::{Pace, PaceStep};
use crate::programme::spec::{Kind, Label};
use crate::record::{
    Batch, BatchDone, KindNo, ListClash, ListValue, Listing, MapChoice, Preview,
};
use crate::services::officer::officer_text;
use crate::services::validator::RecordValidator;
use crate::storage::disk::RealDisk;
use crate::storage::disk::atomic_file::FileTarget;
use crate::store::messages;
use crate::store::{Store, StoreError};
use crate::text::format::{show_int, today_from_millis};
use crate::text::path::TargetPath;

/// Unclear values listed in a preview; the others are listed when these have been mapped.
const MOST_VALUES: usize = 20;

/// Progress of reading a file, in words.
pub fn step_words(step: PaceStep, lang: Lang) -> String {
    let count = |n: u64| show_int(i64::try_from(n).unwrap_or(i64::MAX));
    match step {
        PaceStep::Unpacked { done, of } => {
            listing::opening(lang, &count(done >> 20), &count(of >> 20))
        }
        PaceStep::Cells(cells) => listing::cells(lang, &count(cells)),
        PaceStep::Rows { done, of } => {
            listing::rows(lang, &count(done as u64), &count(of as u64))
        }
    }
}

/// Reads and checks a list; writes nothing if `how` is a dry run. `Err` says why
/// the file cannot be read.
pub fn preview(
    store: &Store,
    listing: &Listing,
    how: &mut RunOptions<'_>,
    lang: Lang,
) -> Result<Preview, String> {
    let file = resolve(&listing.path);
    let bytes = read(&file, lang)?;
    // remarks show cells of their rows
    how.wanted.cells = true;
    // import the same file that was previewed
    let listing = Listing { path: TargetPath::Exact(file), ..listing.clone() };
    let kind = kind(store, listing.kind, lang)?;
    let mut report = match plan_and_run(&bytes, kind, store, lang, how) {
        Ok(report) => report,
        // cancelled while reading: there is nothing to show
        Err(sentence) if how.cancel.is_cancelled() => return Err(sentence),
        Err(sentence) => {
            return Ok(Preview::empty(listing, sentence));
        }
    };
    for (_, note) in &mut report.notes {
        if let ImportNote::NoNameColumn(none) = &mut note.what {
            none.for_screen = true;
        }
    }
    // the preview lists the columns themselves
    report.notes.retain(|(_, note)| {
        !matches!(note.what, ImportNote::Skipped(_) | ImportNote::Values { .. })
    });
    report.values.truncate(MOST_VALUES);
    let shown = std::mem::take(&mut report.values);
    // these values are listed as rows, not as remarks
    let keys = shown.iter().map(|v| (v.heading.as_str(), value::key(&v.given)));
    let keys: HashSet<(&str, String)> = keys.collect();
    report.notes.retain(|(_, note)| {
        let unclear = note.unclear().map(|(column, given)| (column, value::key(given)));
        !unclear.is_some_and(|value| keys.contains(&value))
    });
    let clashes = clashes(&mut report, lang);
    let whole = report.failed.is_none() && report.rows_left == 0;
    let count = |n: u64| if whole { n } else { 0 };
    let mut sums = report.sums(lang);
    let other = other_kind::kind_of_headings(store.programme(), kind, &report.columns);
    sums.extend(other.map(|kind| listing::other_kind(lang, kind.label.get(lang))));
    Ok(Preview {
        listing,
        sums,
        hidden_rows: report.hidden.0,
        hidden_columns: report.hidden.1,
        no_values: no_values(&report),
        doubtful: report.in_doubt,
        clashes,
        remarks: alike::remarks(&report, lang),
        entering: count(report.entered + report.revised.records),
        changing: count(report.revised.records),
        doubles: if whole { report.doubtful_rows(lang) } else { Vec::new() },
        columns: report.columns,
        values: shown,
    })
}

/// Moves the clashes out of the notes: they are rows of the preview, not remarks.
fn clashes(report: &mut ImportReport, lang: Lang) -> Vec<ListClash> {
    let mut clashes = Vec::new();
    report.notes.retain(|(line, note)| match (line, &note.what) {
        (Some(line), ImportNote::Revision(Revision::Clash(said))) => {
            let label = note.column.clone().unwrap_or_default();
            clashes.push(said.to_clash(*line, label, lang));
            false
        }
        _ => true,
    });
    clashes
}

fn no_values(report: &ImportReport) -> usize {
    let cells = |(_, note): &(Option<u64>, Note)| match &note.what {
        ImportNote::NoValues { cells, .. } => cells.len(),
        _ => 0,
    };
    report.notes.iter().map(cells).sum()
}

/// Writes the problems of a list to a file. Returns a sentence that says so.
pub fn write_problems(
    store: &Store,
    listing: &Listing,
    target: FileTarget<'_>,
    how: &mut RunOptions<'_>,
    lang: Lang,
) -> Result<String, WriteFault> {
    problems::check(target, lang)?;
    let bytes = read(&resolve(&listing.path), lang)?;
    how.wanted.cells = true;
    let report = plan_and_run(&bytes, kind(store, listing.kind, lang)?, store, lang, how)?;
    let written = problems::write(&report, target, lang, &how.cancel)?;
    Ok(written.text(target.file, lang))
}

/// Stores mappings of columns and values for lists of this kind; `to: None` removes one.
pub fn remember(
    store: &Store,
    of: KindNo,
    choices: &[MapChoice],
    lang: Lang,
) -> Result<(), String> {
    let kind = kind(store, of, lang)?;
    let mut mapping = Mapping::remembered(&store.keyed_folder(), store.programme(), kind);
    for choice in choices {
        match choice.clone() {
            MapChoice::Column { heading, to: Some(to) } => mapping.choose(&heading, to),
            MapChoice::Column { heading, to: None } => mapping.forget(&heading),
            MapChoice::Value { field, given, to: Some(to) } => {
                mapping.values.choose(field, &given, to);
            }
            MapChoice::Value { field, given, to: None } => mapping.values.forget(field, &given),
        }
    }
    mapping.remember(&store.keyed_folder(), kind).map_err(|e| messages::error(&e, lang))
}

/// Imports the list. Returns a summary, and the batch if it can be
/// undone.
pub fn enter(
    store: &Store,
    listing: &Listing,
    how: &mut RunOptions<'_>,
    lang: Lang,
) -> Result<(String, Option<BatchDone>), String> {
    let bytes = read(&resolve(&listing.path), lang)?;
    let report = plan_and_run(&bytes, kind(store, listing.kind, lang)?, store, lang, how)?;
    let text = report.totals(lang).join(" ");
    let changes = report.entered + report.revised.records;
    let done = |batch: &Batch| BatchDone { batch: batch.clone(), changes, undone: false };
    Ok((text, report.undoable().map(done)))
}

fn kind(store: &Store, no: KindNo, lang: Lang) -> Result<&'static Kind, String> {
    store.programme().kind(no).ok_or_else(|| work_words::internal(lang, "kind"))
}

/// Plans and runs an import; errors are sentences for the user.
pub fn plan_and_run(
    bytes: &[u8],
    kind: &Kind,
    store: &Store,
    lang: Lang,
    how: &mut RunOptions<'_>,
) -> Result<ImportReport, String> {
    let failed = |e: StoreError| messages::error(&e, lang);
    let officer = store.records().officer().map_err(failed)?;
    let officer = officer.ok_or_else(|| failed(StoreError::OfficerMissing))?;
    let (programme, today) = (store.programme(), today_from_millis(how.now));
    let validator = RecordValidator::new(programme, store, today, officer.id);
    let defaults = steady_defaults(kind, validator.defaults(kind));
    let province = officer_text(programme, &officer, "province");
    let of_list =
        || Mapping::of_list(&store.keyed_folder(), programme, kind, &how.wanted.mapped);
    let mapping = how.mapping.take().unwrap_or_else(of_list);
    how.wanted.values = mapping.values.meanings().clone();
    let context = PlanContext {
        programme,
        today,
        now: how.now,
        province: province.as_deref(),
        defaults: &defaults,
        wanted: &how.wanted,
    };
    let pace = &mut Pace::new(how.cancel.clone(), how.reading);
    let plan = plan_mapped(bytes, kind, &context, &mapping, pace);
    let mut plan = plan.map_err(|fault| fault.text(kind, lang))?;
    if let Some(heading) = mapping.unused(&plan.source.header) {
        let headings = plan.columns.iter().map(|c| format!("\"{}\"", c.heading));
        let headings = headings.collect::<Vec<_>>().join(", ");
        return Err(listing::map_heading(lang, heading, &headings));
    }
    if let Some((field, given)) = mapping.values.unused(&plan.values) {
        let label = kind.field(field).map(|field| field.label.get(lang)).unwrap_or_default();
        return Err(listing::value_not_there(lang, given, label));
    }
    if !how.is_dry_run {
        mapping.remember(&store.keyed_folder(), kind).map_err(failed)?;
    }
    let message = values_told(programme, kind, &plan.values, &mapping);
    plan.notes.extend(message.map(|message| Note::of_file(NoteSort::Info, message)));
    run(plan, kind, &validator, how).map_err(failed)
}

/// Notes about mapped values, chosen in this run and earlier.
fn values_told<'a>(
    programme: &'a Programme,
    kind: &'a Kind,
    values: &'a [ListValue],
    mapping: &'a Mapping,
) -> impl Iterator<Item = ImportNote> + 'a {
    [true, false].into_iter().filter_map(move |remembered| {
        let chosen = values.iter().filter(|v| v.to.is_some());
        let chosen = chosen.filter(|v| mapping.values.is_remembered(v) == remembered);
        let message = |v: &ListValue| {
            let (field, to) = (kind.field(v.field)?, v.to.as_ref()?);
            let word = |lang| value::label(programme, field, to, lang);
            let to = Label { vi: word(Lang::Vi), en: word(Lang::En) };
            Some((v.heading.clone(), v.given.clone(), to, v.lines.len()))
        };
        let values: Vec<_> = chosen.filter_map(message).collect();
        (!values.is_empty()).then_some(ImportNote::Values { values, remembered })
    })
}

/// A label of the file for people: its name without control characters, at most 100 letters.
pub fn label(file: &Path) -> String {
    let name = file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    name.chars().filter(|c| !c.is_control()).take(100).collect()
}

pub fn read(file: &Path, lang: Lang) -> Result<Vec<u8>, String> {
    let name = file.display().to_string();
    let failed = |e: std::io::Error| {
        let why = messages::why(&e, lang);
        args_words::cannot_read(lang, &name, &why)
    };
    RealDisk.read_named(file, MOST_BYTES).map_err(|e| match e.kind() {
        ErrorKind::FileTooLarge => args_words::too_large(lang, &name, MOST_BYTES >> 20),
        _ => failed(e),
    })
}
