//! `sotay report`: the rows of results for a period and a place, as a table, CSV, JSON lines
//! or a workbook, on stdout or in a file that is never half there. No name of a person, phone or address is in it.

mod book;
mod files;
mod table;

use std::path::{Path, PathBuf};

use super::notebook;
use super::stage::{Done, Outcome, Stage, Stop};
use crate::indicators::Report;
use crate::lang::cli::ArgsWord;
use crate::lang::{files as files_said, results as say};
use crate::programme::reference;
use crate::record::{Asked, Period, Scope};
use crate::store::Store;
use crate::store::file::{RealDisk, write_whole};

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
    let bytes = match wanted.format {
        Format::Xlsx => {
            let file = wanted.out.as_deref().unwrap_or(Path::new(""));
            let failed = |e: std::io::Error| {
                let name = file.display().to_string();
                Stop::Failed(files_said::not_written(stage.lang, &name, &e.to_string()))
            };
            book::write(&report, file, stage.lang).map_err(failed)?;
            return warn(stage, &report);
        }
        Format::Table => table::table(&report, stage.lang),
        Format::Csv => files::csv(&report, stage.lang),
        Format::Json => files::json(&report, stage.lang, &|records| store.ids_of(records)),
    };
    match &wanted.out {
        None => stage.put_raw(&bytes)?,
        Some(file) => write(stage, file, &bytes)?,
    }
    stage.flush()?;
    if wanted.format != Format::Table {
        warn(stage, &report)?;
    }
    Ok(())
}

/// What a reader of bare figures must know.
fn warn(stage: &mut Stage<'_>, report: &Report) -> Result<(), Stop> {
    match report.made_up {
        0 => Ok(()),
        n => stage.say(&say::made_up(stage.lang, n)),
    }
}

fn write(stage: &Stage<'_>, file: &Path, bytes: &[u8]) -> Result<(), Stop> {
    write_whole(&RealDisk, file, bytes).map_err(|e| notebook::failed(stage, &e))
}
