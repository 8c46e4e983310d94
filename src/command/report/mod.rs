//! `sotay report`: the rows of results for a period and a place, as a table, CSV, JSON lines
//! or a workbook, on stdout or in a file that is never half there. No name of a person, phone or address is in it.

mod book;
mod files;
mod table;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use super::json::printable;
use super::notebook;
use super::out_file::{WriteFault, workbook};
use super::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::indicators::Report;
use crate::lang::cli::ArgsWord;
use crate::lang::{Lang, files as said, results as say};
use crate::office::beside::{AtomicFile, FileTarget, Halt, is_in_place};
use crate::programme::reference;
use crate::record::{Period, ReportQuery, Scope};
use crate::store::{Store, messages};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFormat {
    Table,
    /// for other programs
    Csv,
    /// CSV for a Vietnamese Excel
    Sheet,
    Json,
    /// only into a file
    Xlsx,
}

#[derive(Clone, Debug)]
pub struct ReportOptions {
    pub period: Option<String>,
    pub province: Option<String>,
    /// else what the file's name says
    pub format: Option<ReportFormat>,
    pub out: Option<PathBuf>,
}

pub fn command(stage: &mut CommandIo<'_>, wanted: &ReportOptions) -> CommandResult {
    let format = wanted.format.or_else(|| by_name(wanted.out.as_deref()?));
    let format = format.unwrap_or(ReportFormat::Table);
    if format == ReportFormat::Xlsx && wanted.out.is_none() {
        let missing =
            ArgsWord::Missing { what: "--out FILE.xlsx", help: "sotay report --help" };
        return Err(Stop::usage(&missing, stage.lang));
    }
    let period = period(stage, wanted.period.as_deref())?;
    let scope = scope(stage, wanted.province.as_deref())?;
    let asked = ReportQuery { period, scope };
    let store = notebook::open(stage)?;
    let told = tell(stage, &store, &asked, (format, wanted.out.as_deref()));
    let closed = notebook::close(stage, &store);
    told?;
    closed?;
    Ok(CommandEnd::All)
}

fn period(stage: &CommandIo<'_>, given: Option<&str>) -> Result<Period, Stop> {
    let Some(given) = given else { return Ok(Period::Year(stage.today().year)) };
    Period::parse(given).ok_or_else(|| Stop::usage(&ArgsWord::NotAPeriod { given }, stage.lang))
}

/// By its code or its name.
fn scope(stage: &CommandIo<'_>, given: Option<&str>) -> Result<Scope, Stop> {
    let Some(given) = given else { return Ok(Scope::All) };
    let known =
        reference::province(given.trim()).or_else(|| reference::province_by_name(given));
    known
        .map(|province| Scope::Province(province.code.to_owned()))
        .ok_or_else(|| Stop::usage(&ArgsWord::NoSuchProvince { given }, stage.lang))
}

fn by_name(file: &Path) -> Option<ReportFormat> {
    match file.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "xlsx" => Some(ReportFormat::Xlsx),
        "csv" => Some(ReportFormat::Sheet),
        "json" | "jsonl" => Some(ReportFormat::Json),
        _ => None,
    }
}

fn tell(
    stage: &mut CommandIo<'_>,
    store: &Store,
    asked: &ReportQuery,
    (format, file): (ReportFormat, Option<&Path>),
) -> Result<(), Stop> {
    let report = store.results(asked).map_err(|e| notebook::failed(stage, &e))?;
    let lang = stage.lang;
    if let Some(file) = file {
        let halt = Halt::on_signals();
        let target = FileTarget { file, existing: stage.manner.existing };
        write(&report, format, store, target, lang, &halt)
            .map_err(|fault| Stop::Failed(fault.text(file, lang)))?;
        stage.say(&said::report_written(lang, &file.display().to_string()))?;
    } else {
        put(stage, &report, format, store)?;
        stage.flush()?;
    }
    if format == ReportFormat::Table { Ok(()) } else { warn(stage, &report) }
}

fn put(
    stage: &mut CommandIo<'_>,
    report: &Report,
    format: ReportFormat,
    store: &Store,
) -> Result<(), Stop> {
    let lang = stage.lang;
    match format {
        ReportFormat::Json => {
            let rows = files::json(report, lang, &|records| store.ids_of(records));
            rows.iter().try_for_each(|row| stage.put_json(row))
        }
        ReportFormat::Table => stage.put_text(&table::table(report, lang)),
        ReportFormat::Csv => {
            files::rows(report, lang).iter().try_for_each(|row| stage.put_csv(row))
        }
        // only into files
        ReportFormat::Sheet | ReportFormat::Xlsx => Ok(()),
    }
}

/// What a reader of bare figures must know.
fn warn(stage: &mut CommandIo<'_>, report: &Report) -> Result<(), Stop> {
    match report.made_up {
        0 => Ok(()),
        n => stage.say(&say::made_up(stage.lang, n)),
    }
}

/// For the screen: the report into a file whose ending says what it is.
pub fn save(
    store: &Store,
    asked: &ReportQuery,
    target: FileTarget<'_>,
    lang: Lang,
    halt: &Halt,
) -> Result<String, WriteFault> {
    let name = target.file.display().to_string();
    let format = match by_name(target.file) {
        Some(format @ (ReportFormat::Xlsx | ReportFormat::Sheet)) => format,
        _ => return Err(said::which_report(lang, &name).into()),
    };
    let report = store.results(asked).map_err(|e| messages::error(&e, lang))?;
    write(&report, format, store, target, lang, halt)?;
    let made_up = (report.made_up > 0).then(|| say::made_up(lang, report.made_up));
    let written = std::iter::once(said::report_written(lang, &name));
    Ok(written.chain(made_up).collect::<Vec<_>>().join(" "))
}

fn bytes(
    report: &Report,
    format: ReportFormat,
    store: &Store,
    lang: Lang,
) -> io::Result<Vec<u8>> {
    match format {
        ReportFormat::Table => Ok(table::table(report, lang).into_bytes()),
        ReportFormat::Csv => files::csv(report, lang),
        ReportFormat::Sheet => files::sheet(report, lang),
        ReportFormat::Json => {
            let rows = files::json(report, lang, &|records| store.ids_of(records));
            let line = |row: &Json| format!("{}\n", printable(&row.to_string(), false));
            Ok(rows.iter().map(line).collect::<String>().into_bytes())
        }
        // a workbook is no stream
        ReportFormat::Xlsx => Ok(Vec::new()),
    }
}

/// The file is there whole, or what stood there before.
fn write(
    report: &Report,
    format: ReportFormat,
    store: &Store,
    target: FileTarget<'_>,
    lang: Lang,
    halt: &Halt,
) -> Result<(), WriteFault> {
    let written = || match format {
        ReportFormat::Xlsx => workbook(|| book::write(report, target, lang, halt)),
        _ => {
            let mut out = AtomicFile::create(target, halt)?;
            out.write_all(&bytes(report, format, store, lang)?)?;
            out.keep()
        }
    };
    written().map_err(|e: io::Error| match halt.asked() && !is_in_place(&e) {
        true => said::halted(lang).into(),
        false => WriteFault::of(&e, target.file, lang),
    })
}
