//! `sotay report`: the rows of results for a period and a place, as a table, CSV, JSON lines
//! or a workbook, on stdout or in a file that is never half there. No name of a person, phone or address is in it.

mod book;
mod files;
mod table;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::notebook;
use super::stage::{Done, Outcome, Stage, Stop};
use crate::indicators::Report;
use crate::lang::cli::ArgsWord;
use crate::lang::{Lang, files as said, results as say};
use crate::office::beside::{Beside, Halt};
use crate::programme::reference;
use crate::record::{Asked, Period, Scope};
use crate::store::{Store, words};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Table,
    Csv,
    Json,
    /// only into a file
    Xlsx,
}

#[derive(Clone, Debug)]
pub struct Wanted {
    pub period: Option<String>,
    pub province: Option<String>,
    pub format: Format,
    pub out: Option<PathBuf>,
}

pub fn command(stage: &mut Stage<'_>, wanted: &Wanted) -> Outcome {
    if wanted.format == Format::Xlsx && wanted.out.is_none() {
        let missing =
            ArgsWord::Missing { what: "--out FILE.xlsx", help: "sotay report --help" };
        return Err(Stop::usage(&missing, stage.lang));
    }
    let period = period(stage, wanted.period.as_deref())?;
    let scope = scope(stage, wanted.province.as_deref())?;
    let asked = Asked { period, scope };
    let store = notebook::open(stage)?;
    let told = tell(stage, &store, &asked, wanted);
    let closed = notebook::close(stage, &store);
    told?;
    closed?;
    Ok(Done::All)
}

fn period(stage: &Stage<'_>, given: Option<&str>) -> Result<Period, Stop> {
    let Some(given) = given else { return Ok(Period::Year(stage.today().year)) };
    Period::parse(given).ok_or_else(|| Stop::usage(&ArgsWord::NotAPeriod { given }, stage.lang))
}

/// By its code or its name.
fn scope(stage: &Stage<'_>, given: Option<&str>) -> Result<Scope, Stop> {
    let Some(given) = given else { return Ok(Scope::All) };
    let known =
        reference::province(given.trim()).or_else(|| reference::province_by_name(given));
    known
        .map(|province| Scope::Province(province.code.to_owned()))
        .ok_or_else(|| Stop::usage(&ArgsWord::NoSuchProvince { given }, stage.lang))
}

fn tell(
    stage: &mut Stage<'_>,
    store: &Store,
    asked: &Asked,
    wanted: &Wanted,
) -> Result<(), Stop> {
    let report = store.results(asked).map_err(|e| notebook::failed(stage, &e))?;
    let Some(file) = &wanted.out else {
        stage.put_raw(&bytes(&report, wanted.format, store, stage.lang))?;
        stage.flush()?;
        return if wanted.format == Format::Table { Ok(()) } else { warn(stage, &report) };
    };
    let halt = Halt::on_signals();
    write(&report, wanted.format, store, file, stage.lang, &halt).map_err(Stop::Failed)?;
    stage.say(&said::report_written(stage.lang, &file.display().to_string()))?;
    if wanted.format == Format::Table { Ok(()) } else { warn(stage, &report) }
}

/// What a reader of bare figures must know.
fn warn(stage: &mut Stage<'_>, report: &Report) -> Result<(), Stop> {
    match report.made_up {
        0 => Ok(()),
        n => stage.say(&say::made_up(stage.lang, n)),
    }
}

/// For the screen: the report into a file whose ending says what it is; a sentence either way.
pub fn save(
    store: &Store,
    asked: &Asked,
    file: &Path,
    lang: Lang,
    halt: &Halt,
) -> Result<String, String> {
    let name = file.display().to_string();
    let ending = file.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
    let format = match ending.as_deref() {
        Some("xlsx") => Format::Xlsx,
        Some("csv") => Format::Csv,
        _ => return Err(said::which_report(lang, &name)),
    };
    let report = store.results(asked).map_err(|e| words::error(&e, lang))?;
    write(&report, format, store, file, lang, halt)?;
    let made_up = (report.made_up > 0).then(|| say::made_up(lang, report.made_up));
    let written = std::iter::once(said::report_written(lang, &name));
    Ok(written.chain(made_up).collect::<Vec<_>>().join(" "))
}

fn bytes(report: &Report, format: Format, store: &Store, lang: Lang) -> Vec<u8> {
    match format {
        Format::Table => table::table(report, lang),
        Format::Csv => files::csv(report, lang),
        Format::Json => files::json(report, lang, &|records| store.ids_of(records)),
        // a workbook is no stream
        Format::Xlsx => Vec::new(),
    }
}

/// The file is there whole, or what stood there before.
fn write(
    report: &Report,
    format: Format,
    store: &Store,
    file: &Path,
    lang: Lang,
    halt: &Halt,
) -> Result<(), String> {
    let written = || match format {
        Format::Xlsx => book::write(report, file, lang, halt),
        _ => {
            let mut out = Beside::create(file, halt)?;
            out.write_all(&bytes(report, format, store, lang))?;
            out.keep()
        }
    };
    written().map_err(|e: io::Error| match halt.asked() {
        true => said::halted(lang),
        false => said::not_written(lang, &file.display().to_string(), &e.to_string()),
    })
}
