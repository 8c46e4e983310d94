//! Reports of results for a period and a place, as a table, CSV, JSON lines or a workbook, on
//! stdout or in an atomically written file. Contain no name of a person, telephone or address.

mod activities;
mod book;
mod cells;
mod charts;
mod compared;
mod files;
mod paper;
mod table;

pub use compared::compared;
pub use files::{json, rows};
pub use paper::ReportData;
pub use table::table;

use std::io::{self, Write};
use std::path::Path;

use serde_json::Value as Json;

use super::json::printable;
use super::out_file::{WriteFault, workbook};
use crate::cancel::CancelToken;
use crate::indicators::Ref;
use crate::lang::{Lang, files as said, results as say};
use crate::record::ReportQuery;
use crate::storage::disk::atomic_file::{AtomicFile, FileTarget, is_in_place};
use crate::store::{Store, messages};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFormat {
    Table,
    /// for other programs
    Csv,
    /// CSV for a Vietnamese Excel
    Sheet,
    Json,
    /// only as a file
    Xlsx,
}

pub fn by_name(file: &Path) -> Option<ReportFormat> {
    match file.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "xlsx" => Some(ReportFormat::Xlsx),
        "csv" => Some(ReportFormat::Sheet),
        "json" | "jsonl" => Some(ReportFormat::Json),
        _ => None,
    }
}

/// For the screen: writes the report to a file in the format of its extension.
pub fn save(
    store: &Store,
    asked: &ReportQuery,
    target: FileTarget<'_>,
    lang: Lang,
    cancel: &CancelToken,
) -> Result<String, WriteFault> {
    let name = target.file.display().to_string();
    let format = match by_name(target.file) {
        Some(format @ (ReportFormat::Xlsx | ReportFormat::Sheet)) => format,
        _ => return Err(said::which_report(lang, &name).into()),
    };
    let data = ReportData::gather(store, asked, format == ReportFormat::Xlsx)
        .map_err(|e| messages::error(&e, lang))?;
    write(&data, format, store, target, lang, cancel)?;
    let made_up = data.report.made_up;
    let made_up = (made_up > 0).then(|| say::made_up(lang, made_up));
    let written = std::iter::once(said::report_written(lang, &name));
    Ok(written.chain(made_up).collect::<Vec<_>>().join(" "))
}

fn bytes(
    data: &ReportData,
    format: ReportFormat,
    store: &Store,
    (file, lang): (&Path, Lang),
) -> Result<Vec<u8>, WriteFault> {
    let written =
        |bytes: io::Result<Vec<u8>>| bytes.map_err(|e| WriteFault::of(&e, file, lang));
    match format {
        ReportFormat::Table => Ok(table::table(data, lang).into_bytes()),
        ReportFormat::Csv => written(files::csv(&data.report, &data.before, lang)),
        ReportFormat::Sheet => written(files::sheet(data, lang)),
        ReportFormat::Json => {
            let ids = |records: &[Ref]| store.reports().ids_of(records);
            let rows = files::json(&data.report, &data.before, lang, &ids)
                .map_err(|e| WriteFault::from(messages::error(&e, lang)))?;
            let line = |row: &Json| format!("{}\n", printable(&row.to_string(), false));
            Ok(rows.iter().map(line).collect::<String>().into_bytes())
        }
        // a workbook is written directly to its file
        ReportFormat::Xlsx => Ok(Vec::new()),
    }
}

/// Writes the report atomically: on an error the previous file is unchanged.
pub fn write(
    data: &ReportData,
    format: ReportFormat,
    store: &Store,
    target: FileTarget<'_>,
    lang: Lang,
    cancel: &CancelToken,
) -> Result<(), WriteFault> {
    let bytes = bytes(data, format, store, (target.file, lang))?;
    let written = || match format {
        ReportFormat::Xlsx => {
            workbook(|| book::write(data, store.programme(), target, lang, cancel))
        }
        _ => {
            let mut out = AtomicFile::create(target, cancel)?;
            out.write_all(&bytes)?;
            out.publish()
        }
    };
    written().map_err(|e: io::Error| match cancel.is_cancelled() && !is_in_place(&e) {
        true => said::halted(lang).into(),
        false => WriteFault::of(&e, target.file, lang),
    })
}
