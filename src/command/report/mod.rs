//! `sotay report`: the rows of results for a period and a place, as a table, CSV, JSON lines
//! or a workbook, on stdout or in a file that is never half there. No name of a person, phone or address is in it.

mod book;
mod files;
mod table;

use std::io::{self, Write};
use std::path::Path;

use serde_json::Value as Json;

use super::arguments;
use super::invocation::Invocation;
use super::json::printable;
use super::notebook;
use super::out_file::{WriteFault, workbook};
use super::spec::{ArgSpec, CommandSpec};
use super::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::indicators::Report;
use crate::lang::cli::ArgsWord;
use crate::lang::words::both;
use crate::lang::{Lang, files as said, results as say};
use crate::office::beside::{AtomicFile, FileTarget, Halt, is_in_place};
use crate::programme::reference;
use crate::record::{Period, ReportQuery, Scope};
use crate::store::{Store, messages};

pub const SPEC: CommandSpec = CommandSpec::new("report", both("In kết quả so với mục tiêu của một kỳ", "Print results against targets for a period"), run)
    .details(both("Mỗi dòng có con số theo nguồn, mục tiêu, tỷ lệ đạt và cách tính. Không có tên người, số điện thoại hay địa chỉ liên hệ. json có thêm mã các hồ sơ làm nên con số.", "Each row has its figures by fund, the target, the share reached and how it is counted. No person's name, phone or contact is in it. json adds the ids of the records that a figure was made from."))
    .usage(&["[--period PERIOD] [--province CODE] [--format table|csv|json|xlsx] [-o FILE [--force]]"])
    .args(&[
        ArgSpec::option("period", "PERIOD", both("2026, 2026-H1, 2026-Q3, 2026-09 hoặc 2021..2025; không ghi thì là năm nay", "2026, 2026-H1, 2026-Q3, 2026-09 or 2021..2025; this year when left out")),
        ArgSpec::option("province", "CODE", both("chỉ tính cơ sở ở tỉnh, thành phố này (mã hoặc tên)", "only establishments in this province (code or name)")),
        ArgSpec::option("format", "table|csv|json|xlsx", both("table (mặc định), csv, json hoặc xlsx (xlsx cần --out). csv và json dành cho chương trình \
                 khác (dấu phẩy, mã); để mở bằng Excel: -o TỆP.csv hoặc -o TỆP.xlsx, không ghi --format", "table (the default), csv, json or xlsx (xlsx needs --out). csv and json are for other \
                 programs (commas, ids); for Excel: -o FILE.csv or -o FILE.xlsx without --format"))
            .one_of(&["table", "csv", "json", "xlsx"]),
        ArgSpec::option("out", "FILE", both("ghi ra tệp này; không có --format thì phần đuôi nói dạng tệp (.xlsx, .csv cho Excel)", "write to this file; without --format its ending says the sort (.xlsx, .csv for Excel)")).short('o').path(),
        arguments::FORCE,
    ]);

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

/// Of the arguments that are there: headquarters' command writes no file.
pub fn run(stage: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let out = given.maybe_path("out");
    let format = named_format(given.text("format")).or_else(|| by_name(out.as_deref()?));
    let format = format.unwrap_or(ReportFormat::Table);
    if format == ReportFormat::Xlsx && out.is_none() {
        let missing =
            ArgsWord::Missing { what: "--out FILE.xlsx", help: "sotay report --help" };
        return Err(Stop::usage(&missing, stage.lang));
    }
    let period = period(stage, given.maybe_text("period"))?;
    let scope = scope(stage, given.maybe_text("province"))?;
    let asked = ReportQuery { period, scope };
    let store = notebook::open(stage)?;
    let told = tell(stage, &store, &asked, (format, out.as_deref()));
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

/// `None`: the file's name says it.
fn named_format(given: &str) -> Option<ReportFormat> {
    match given {
        "csv" => Some(ReportFormat::Csv),
        "json" => Some(ReportFormat::Json),
        "xlsx" => Some(ReportFormat::Xlsx),
        "table" => Some(ReportFormat::Table),
        _ => None,
    }
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
