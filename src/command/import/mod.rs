//! A list from a file into the notebook, in two steps: `plan` reads and understands it (pure),
//! `run` checks it against the notebook and commits. Screen and command line use the same two.

mod again;
mod arrange;
mod cell;
mod double;
mod encoding;
mod file;
mod foreign;
mod header;
mod letters;
mod link;
mod note;
mod plan;
mod revise;
mod run;
mod separated;
mod stray;
pub mod template;
mod unit;
mod workbook;

use std::io::Read;
use std::path::Path;

pub use file::{FileFault, MOST_BYTES};
pub use header::{Column, Names};
pub use note::{Note, Sort, Told};
pub use plan::{Plan, PlanContext, PlanFault, PlanRow, plan, steady_defaults};
pub use run::{How, Report, run};

use super::judge::Judge;
use super::notebook;
use super::stage::{Done, Outcome, Stage, Stop};
use crate::attachment;
use crate::lang::Lang;
use crate::lang::attachment::FileWord;
use crate::lang::cli::{ArgsWord, WorkWord};
use crate::office::beside::Halt;
use crate::programme::programme;
use crate::programme::spec::Kind;
use crate::record::Batch;
use crate::store::{Store, StoreError, words};
use crate::text::format::today_from_millis;

/// What the command line asks for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice {
    /// report only
    pub dry: bool,
    /// read hidden rows and columns, too
    pub hidden: bool,
    /// rows that equal a record or another row enter, too
    pub duplicates: bool,
    /// answers changed here since the export give way to those of the file
    pub theirs: bool,
}

pub fn command(stage: &mut Stage<'_>, kind: &str, file: &Path, choice: Choice) -> Outcome {
    let report = report(stage, kind, file, choice)?;
    tell(stage, &report)?;
    Ok(if report.complete() { Done::All } else { Done::Some })
}

pub fn tell(stage: &mut Stage<'_>, report: &Report) -> Result<(), Stop> {
    let lang = stage.lang;
    report.sentences(lang).try_for_each(|sentence| stage.say(&sentence))
}

/// Nothing of it has been told yet.
pub fn report(
    stage: &mut Stage<'_>,
    kind: &str,
    file: &Path,
    choice: Choice,
) -> Result<Report, Stop> {
    let kind = notebook::kind(stage, kind)?;
    let lang = stage.lang;
    if kind.id == attachment::KIND {
        return Err(Stop::Usage(FileWord::OnlyAttached.text(lang)));
    }
    let bytes = read(file, lang).map_err(Stop::Failed)?;
    let store = notebook::open(stage)?;
    let now = stage.now;
    let mut unseen = Ok(());
    let mut progress = |done: usize, all: usize| {
        if unseen.is_ok() && all > 500 {
            let words = WorkWord::ImportProgress { done: done as u64, all: all as u64 };
            unseen = stage.progress(&words.text(lang), done == all);
        }
    };
    let halt = Halt::on_signals();
    let Choice { dry, hidden, duplicates, theirs } = choice;
    let how = &mut How {
        dry,
        hidden,
        duplicates,
        theirs,
        label: &label(file),
        now: now(),
        halt,
        progress: &mut progress,
    };
    let report = both(&bytes, kind, &store, lang, how);
    unseen?;
    let closed = notebook::close(stage, &store);
    let report = report.map_err(Stop::Failed)?;
    closed?;
    Ok(report)
}

/// What an import of establishments would do, for the screen.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// sentences, those of the rows and the summary
    pub lines: Vec<String>,
    /// how many would enter; none when the list cannot be entered
    pub entering: u64,
    /// how many more would enter if doubles were wanted
    pub doubles: u64,
}

/// Reads and checks the list of establishments at `path`; with a dry `how` writes nothing. An
/// error says why the file cannot be read.
pub fn preview(
    store: &Store,
    path: &Path,
    how: &mut How<'_>,
    lang: Lang,
) -> Result<Preview, String> {
    let bytes = read(path, lang)?;
    Ok(match of_establishments(store, &bytes, lang, how) {
        Ok(report) => Preview {
            entering: match (&report.failed, report.left) {
                (None, 0) => report.entered + report.revised.records,
                _ => 0,
            },
            doubles: match (&report.failed, report.left) {
                (None, 0) => report.doubles.len() as u64,
                _ => 0,
            },
            lines: report.preview(lang).collect(),
        },
        Err(sentence) => Preview { lines: vec![sentence], ..Preview::default() },
    })
}

/// Enters the list of establishments at `path`; what can be undone, and a sentence either way.
pub fn enter(
    store: &Store,
    path: &Path,
    how: &mut How<'_>,
    lang: Lang,
) -> Result<(String, Option<Batch>), String> {
    let report = of_establishments(store, &read(path, lang)?, lang, how)?;
    let sentences = std::iter::once(report.summary(lang)).chain(report.beside(lang));
    let text = sentences.collect::<Vec<_>>().join(" ");
    Ok((text, report.undoable().cloned()))
}

fn of_establishments(
    store: &Store,
    bytes: &[u8],
    lang: Lang,
    how: &mut How<'_>,
) -> Result<Report, String> {
    let no_kind = || WorkWord::Internal { what: "establishment" }.text(lang);
    let kind = programme().kind_by_id("establishment").ok_or_else(no_kind)?;
    both(bytes, kind, store, lang, how)
}

/// Plan and run; what goes wrong comes as a sentence.
fn both(
    bytes: &[u8],
    kind: &Kind,
    store: &Store,
    lang: Lang,
    how: &mut How<'_>,
) -> Result<Report, String> {
    let failed = |e: StoreError| words::error(&e, lang);
    let officer = store.officer().map_err(failed)?;
    let officer = officer.ok_or_else(|| failed(StoreError::Bug("no officer")))?;
    let today = today_from_millis(how.now);
    let judge = Judge { programme: programme(), store, today, officer: officer.id };
    let defaults = steady_defaults(kind, judge.defaults(kind));
    let province = notebook::officer_text(&officer, "province");
    let context = PlanContext {
        programme: programme(),
        today,
        now: how.now,
        province: province.as_deref(),
        defaults: &defaults,
        hidden: how.hidden,
    };
    let plan = plan(bytes, kind, &context).map_err(|fault| fault.text(kind, lang))?;
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
        let why = words::why(&e, lang);
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
