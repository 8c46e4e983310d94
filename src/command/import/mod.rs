//! A list from a file into the notebook, in two steps: `plan` reads and understands it (pure),
//! `run` checks it against the notebook and commits. Screen and command line use the same two.

mod again;
mod alike;
mod arrange;
mod cell;
mod columns;
mod double;
mod doubt;
mod encoding;
mod file;
mod foreign;
mod header;
mod letters;
mod link;
pub mod mapping;
mod no_answer;
mod note;
mod plan;
mod problems;
mod published;
mod reader;
mod revise;
mod run;
mod separated;
mod stray;
mod tables;
pub mod template;
mod unit;
mod workbook;

use std::cell::RefCell;
use std::io::Read;
use std::path::{Path, PathBuf};

pub use alike::MOST_LINES;
pub use file::{FileFault, MOST_BYTES};
pub use header::{ColumnNames, HeaderColumn};
pub use mapping::Mapping;
pub use note::{ImportNote, Note, NoteSort};
pub use plan::{
    ImportPlan, PlanContext, PlanFault, PlanRow, plan, plan_mapped, steady_defaults,
};
pub use problems::{Problem, problems};
pub use run::{ImportReport, RunOptions, run};

use self::revise::Revision;

use super::arguments;
use super::invocation::Invocation;
use super::judge::RecordValidator;
use super::notebook;
use super::out_file::WriteFault;
use super::path::resolve;
use super::spec::{ArgSpec, CommandSpec};
use super::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::attachment;
use crate::lang::attachment::FileWord;
use crate::lang::cli::{ArgsWord, WorkWord};
use crate::lang::words::both;
use crate::lang::{Lang, listing};
use crate::office::beside::{FileTarget, Halt};
use crate::office::pace::{Pace, PaceStep};
use crate::programme::programme;
use crate::programme::spec::Kind;
use crate::record::{Batch, ListClash, Listing, MapTo, Preview, ReadOptions, Theirs};
use crate::store::messages;
use crate::store::{Store, StoreError};
use crate::text::format::{show_int, today_from_millis};
use crate::text::path::Given;

pub const SPEC: CommandSpec = CommandSpec::new("import", both("Nhập danh sách từ Excel hoặc CSV", "Import a list from Excel or CSV"), run_command)
    .details(both("Dòng tiêu đề có tên cột như trong sổ, tiếng Việt hay tiếng Anh. Dòng sai không vào \
                 và không cản dòng khác; dòng chỉ thiếu mục bắt buộc vào dạng chưa đủ. Công thức: \
                 lấy giá trị đã lưu. Danh sách do sổ này xuất, sửa rồi nhập lại, chỉ đổi những ô đã sửa \
                 trong tệp; ô xóa trắng là xóa câu trả lời, cột bỏ đi thì không đổi.", "The header names the columns as the notebook does, in Vietnamese or English. A \
                 wrong row does not enter and does not stop the rest; a row that only lacks \
                 required answers enters as incomplete. Of a formula the stored value is taken. A list \
                 that this notebook exported changes only what was edited in the file: an emptied cell \
                 clears its answer, a column that was taken out changes nothing."))
    .usage(&[
        "KIND FILE.{csv,xlsx,ods} [--dry-run] [--hidden] [--empty-formulas] [--duplicates] [--doubtful] [--theirs] [--map HEADING=QUESTION] [--forget HEADING] [--problems FILE.{xlsx,csv} [--force]]",
        "--template KIND FILE.xlsx [--force]",
    ])
    .args(&[
        arguments::KIND,
        ArgSpec::positional("file", "FILE", both("Tệp .xlsx, .ods hoặc .csv", "A file .xlsx, .ods or .csv")).path(),
        ArgSpec::flag("dry-run", both("Chỉ báo cáo, không ghi gì", "Report only, write nothing")),
        ArgSpec::flag("hidden", both("Nhập cả dòng ẩn, cột ẩn của bảng tính", "Import hidden rows and columns of a workbook, too")),
        ArgSpec::flag("empty-formulas", both("Công thức chưa có kết quả: coi là ô trống (không ghi thì dòng đó không vào)", "Formulas without a result are empty cells (else their rows do not enter)")),
        ArgSpec::flag("duplicates", both("Nhập cả dòng trùng với hồ sơ đã có hoặc với dòng khác", "Enter rows that are the same as a record or another row, too")),
        ArgSpec::flag("doubtful", both("Nhập cả dòng có lẽ không phải hồ sơ (dòng cộng, tiêu đề, chữ ký)", "Enter rows that are perhaps no records (sums, headings, signatures), too")),
        ArgSpec::option("map", "HEADING=QUESTION", both("Cột này là mục nào, ví dụ \"Sđt chủ=Điện thoại\"; \"Tiêu đề=-\" là không nhập. Lần sau nhớ", "What a column answers, as in \"Owner's tel=Phone\"; \"Heading=-\" leaves it out. Remembered")).many(),
        ArgSpec::option("forget", "HEADING", both("Bỏ cách ghép đã nhớ của cột này", "Forget what was chosen for this column")).many(),
        ArgSpec::option("problems", "FILE", both("Ghi mọi vấn đề, và các dòng chưa nhập, ra tệp .xlsx hoặc .csv", "Write all problems, and the rows that do not enter, to an .xlsx or .csv file")).path(),
        ArgSpec::flag("theirs", both("Câu vừa sửa ở đây vừa sửa trong tệp: lấy theo tệp (không ghi thì giữ ở đây)", "Answers changed here and in the file: take the file's (else what is here stays)")),
        ArgSpec::flag("template", both("Ghi một danh sách trống để điền, có sẵn các lựa chọn", "Write an empty list to fill in, with drop-downs for choices")).conflicts(&["dry-run"]),
        arguments::FORCE,
    ]);

fn run_command(stage: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let (kind, file) = (given.text("kind"), given.path("file"));
    if given.flag("template") {
        return template::command(stage, kind, &file);
    }
    let options = ImportOptions {
        dry: given.flag("dry-run"),
        hidden: given.flag("hidden"),
        empty_formulas: given.flag("empty-formulas"),
        duplicates: given.flag("duplicates"),
        doubtful: given.flag("doubtful"),
        map: given.texts("map"),
        forget: given.texts("forget"),
        problems: given.maybe_path("problems"),
        theirs: given.flag("theirs"),
        publishing: false,
    };
    command(stage, kind, &file, options)
}

/// What the command line asks for.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// report only
    pub dry: bool,
    /// read hidden rows and columns, too
    pub hidden: bool,
    /// formulas without a stored value are empty cells
    pub empty_formulas: bool,
    /// rows that equal a record or another row enter, too
    pub duplicates: bool,
    /// rows that may be no records enter, too
    pub doubtful: bool,
    /// columns mapped by hand, each as "Heading=question"
    pub map: Vec<String>,
    /// headings whose mapping is taken back
    pub forget: Vec<String>,
    /// where the problems are written
    pub problems: Option<PathBuf>,
    /// answers changed here since the export give way to those of the file
    pub theirs: bool,
    /// headquarters publishes the rows
    pub publishing: bool,
}

pub fn command(
    stage: &mut CommandIo<'_>,
    kind: &str,
    file: &Path,
    choice: ImportOptions,
) -> CommandResult {
    let (lang, existing, file_of) =
        (stage.lang, stage.manner.existing, choice.problems.clone());
    let target = file_of.as_deref().map(|file| FileTarget { file, existing });
    if let Some(target) = target {
        let checked = problems::check(target, lang);
        checked.map_err(|fault| Stop::Failed(fault.text(target.file, lang)))?;
    }
    let report = report(stage, kind, file, choice)?;
    tell(stage, &report)?;
    if let Some(target) = target {
        // of an import that was stopped, too
        let written = problems::write(&report, target, lang, &Halt::default());
        let written = written.map_err(|fault| Stop::Failed(fault.text(target.file, lang)))?;
        stage.say(&written.text(target.file, lang))?;
    }
    Ok(if report.complete() { CommandEnd::All } else { CommandEnd::Some })
}

pub fn tell(stage: &mut CommandIo<'_>, report: &ImportReport) -> Result<(), Stop> {
    let lang = stage.lang;
    report.sentences(lang).iter().try_for_each(|sentence| stage.say(sentence))
}

/// What `--map` and `--forget` say, over what is remembered.
fn chosen(
    store: &Store,
    kind: &Kind,
    choice: &ImportOptions,
    lang: Lang,
) -> Result<Mapping, String> {
    let mut mapping = Mapping::remembered(store.dir(), kind);
    choice.forget.iter().for_each(|heading| mapping.forget(heading));
    for given in &choice.map {
        let parts = given.rsplit_once('=');
        let parts =
            parts.filter(|(heading, to)| !heading.trim().is_empty() && !to.trim().is_empty());
        let Some((heading, question)) = parts else {
            return Err(listing::map_form(lang, given));
        };
        let to = mapping::named(kind, question).ok_or_else(|| {
            let some = mapping::questions(kind).take(4).map(|field| field.label.get(lang));
            listing::map_question(lang, question.trim(), &some.collect::<Vec<_>>().join("; "))
        })?;
        mapping.choose(heading.trim(), to);
    }
    Ok(mapping)
}

/// Nothing of it has been told yet.
pub fn report(
    stage: &mut CommandIo<'_>,
    kind: &str,
    file: &Path,
    choice: ImportOptions,
) -> Result<ImportReport, Stop> {
    let kind = notebook::kind(stage, kind)?;
    let lang = stage.lang;
    if kind.id == attachment::KIND {
        return Err(Stop::Usage(FileWord::OnlyAttached.text(lang)));
    }
    let bytes = read(file, lang).map_err(Stop::Failed)?;
    let store = notebook::open(stage)?;
    let mapping = chosen(&store, kind, &choice, lang).map_err(Stop::Usage)?;
    let now = (stage.now)();
    let shown = RefCell::new((stage, Ok(())));
    let show = |words: &str, last: bool| {
        let (stage, result) = &mut *shown.borrow_mut();
        if result.is_ok() {
            *result = stage.progress(words, last);
        }
    };
    let mut progress = |done: usize, all: usize| {
        if all > 500 {
            let words = WorkWord::ImportProgress { done: done as u64, all: all as u64 };
            show(&words.text(lang), done == all);
        }
    };
    let mut reading = |step: PaceStep| show(&step_words(step, lang), false);
    let halt = Halt::on_signals();
    let ImportOptions { dry, hidden, duplicates, theirs, publishing, .. } = choice;
    let theirs = if theirs { Theirs::All } else { Theirs::None };
    let wanted = ReadOptions {
        hidden_rows: hidden,
        hidden_columns: hidden,
        empty_formulas: choice.empty_formulas,
        doubtful: choice.doubtful,
        cells: choice.problems.is_some(),
        theirs,
        ..ReadOptions::default()
    };
    let how = &mut RunOptions {
        dry,
        duplicates,
        wanted,
        publishing,
        label: &label(file),
        now,
        halt,
        progress: &mut progress,
        reading: &mut reading,
        mapping: Some(mapping),
    };
    let report = plan_and_run(&bytes, kind, &store, lang, how);
    let (stage, unseen) = shown.into_inner();
    unseen?;
    // the line that was written over
    stage.progress("", false)?;
    let closed = notebook::close(stage, &store);
    let report = report.map_err(Stop::Failed)?;
    closed?;
    Ok(report)
}

/// How far the reading of a file is.
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

/// Reads and checks a list of establishments; with a dry `how` writes nothing. An error says why
/// the file cannot be read.
pub fn preview(
    store: &Store,
    listing: &Listing,
    how: &mut RunOptions<'_>,
    lang: Lang,
) -> Result<Preview, String> {
    let file = resolve(&listing.path);
    let bytes = read(&file, lang)?;
    // what was looked at is what enters
    let listing = Listing { path: Given::Exact(file), ..listing.clone() };
    let mut report = match of_establishments(store, &bytes, lang, how) {
        Ok(report) => report,
        // while it was read: there is nothing to look at
        Err(sentence) if how.halt.asked() => return Err(sentence),
        Err(sentence) => {
            return Ok(Preview::of_nothing(listing, sentence));
        }
    };
    // the columns themselves are shown
    report.notes.retain(|(_, note)| !matches!(note.told, ImportNote::Skipped(_)));
    let clashes = clashes(&mut report, lang);
    let whole = report.failed.is_none() && report.left == 0;
    let count = |n: u64| if whole { n } else { 0 };
    Ok(Preview {
        listing,
        kind: establishment(lang)?.no,
        sums: report.sums(lang),
        hidden_rows: report.hidden.0,
        hidden_columns: report.hidden.1,
        no_values: no_values(&report),
        doubtful: report.in_doubt,
        clashes,
        remarks: alike::remarks(&report, lang),
        entering: count(report.entered + report.revised.records),
        doubles: count(report.doubles.len() as u64),
        columns: report.columns,
    })
}

/// Answers to choose from; they are rows of their own, and no remarks.
fn clashes(report: &mut ImportReport, lang: Lang) -> Vec<ListClash> {
    let mut clashes = Vec::new();
    report.notes.retain(|(line, note)| match (line, &note.told) {
        (Some(line), ImportNote::Revision(Revision::Clash(said))) => {
            let label = note.column.clone().unwrap_or_default();
            clashes.push(said.clash(*line, label, lang));
            false
        }
        _ => true,
    });
    clashes
}

fn no_values(report: &ImportReport) -> usize {
    let cells = |(_, note): &(Option<u64>, Note)| match &note.told {
        ImportNote::NoValues { cells, .. } => cells.len(),
        _ => 0,
    };
    report.notes.iter().map(cells).sum()
}

/// Writes the problems of a list of establishments to a file; a sentence says so.
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
    let report = of_establishments(store, &bytes, lang, how)?;
    let written = problems::write(&report, target, lang, &how.halt)?;
    Ok(written.text(target.file, lang))
}

/// From now on columns of this heading answer this; none as if nothing had ever been chosen.
pub fn remember(
    store: &Store,
    heading: &str,
    to: Option<MapTo>,
    lang: Lang,
) -> Result<(), String> {
    let kind = establishment(lang)?;
    let mut mapping = Mapping::remembered(store.dir(), kind);
    match to {
        Some(to) => mapping.choose(heading, to),
        None => mapping.forget(heading),
    }
    mapping.remember(store.dir(), kind).map_err(|e| messages::error(&e, lang))
}

/// Enters the list of establishments at `path`; what can be undone, and a sentence either way.
pub fn enter(
    store: &Store,
    path: &Path,
    how: &mut RunOptions<'_>,
    lang: Lang,
) -> Result<(String, Option<Batch>), String> {
    let report = of_establishments(store, &read(path, lang)?, lang, how)?;
    let text = report.totals(lang).join(" ");
    Ok((text, report.undoable().cloned()))
}

fn establishment(lang: Lang) -> Result<&'static Kind, String> {
    let no_kind = || WorkWord::Internal { what: "establishment" }.text(lang);
    programme().kind_by_id("establishment").ok_or_else(no_kind)
}

fn of_establishments(
    store: &Store,
    bytes: &[u8],
    lang: Lang,
    how: &mut RunOptions<'_>,
) -> Result<ImportReport, String> {
    plan_and_run(bytes, establishment(lang)?, store, lang, how)
}

/// Plan and run; what goes wrong comes as a sentence.
fn plan_and_run(
    bytes: &[u8],
    kind: &Kind,
    store: &Store,
    lang: Lang,
    how: &mut RunOptions<'_>,
) -> Result<ImportReport, String> {
    let failed = |e: StoreError| messages::error(&e, lang);
    let officer = store.officer().map_err(failed)?;
    let officer = officer.ok_or_else(|| failed(StoreError::Bug("no officer")))?;
    let today = today_from_millis(how.now);
    let judge = RecordValidator { programme: programme(), store, today, officer: officer.id };
    let defaults = steady_defaults(kind, judge.defaults(kind));
    let province = notebook::officer_text(&officer, "province");
    let context = PlanContext {
        programme: programme(),
        today,
        now: how.now,
        province: province.as_deref(),
        defaults: &defaults,
        wanted: &how.wanted,
    };
    let of_list = || Mapping::of_list(store.dir(), kind, &how.wanted.mapped);
    let mapping = how.mapping.take().unwrap_or_else(of_list);
    let pace = &mut Pace::new(how.halt.clone(), how.reading);
    let plan = plan_mapped(bytes, kind, &context, &mapping, pace);
    let plan = plan.map_err(|fault| fault.text(kind, lang))?;
    if let Some(heading) = mapping.unused(&plan.source.header) {
        let headings = plan.columns.iter().map(|c| format!("\"{}\"", c.heading));
        let headings = headings.collect::<Vec<_>>().join(", ");
        return Err(listing::map_heading(lang, heading, &headings));
    }
    if !how.dry {
        mapping.remember(store.dir(), kind).map_err(failed)?;
    }
    run(plan, kind, &judge, how).map_err(failed)
}

/// How people know the file again.
pub fn label(file: &Path) -> String {
    let name = file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    name.chars().filter(|c| !c.is_control()).take(100).collect()
}

fn read(file: &Path, lang: Lang) -> Result<Vec<u8>, String> {
    let name = file.display().to_string();
    let failed = |e: std::io::Error| {
        let why = messages::why(&e, lang);
        ArgsWord::CannotRead { file: &name, why: &why }.text(lang)
    };
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(file).map_err(failed)?;
    opened.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(ArgsWord::TooLarge { file: &name, megabytes: MOST_BYTES >> 20 }.text(lang));
    }
    Ok(bytes)
}
