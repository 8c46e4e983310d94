//! Exports all living records of a kind as csv, xlsx or GeoJSON. Reads page by page, so memory use
//! does not depend on the number of records.

mod geojson;
mod stamp;
mod table;

use std::io::{self, BufWriter};
use std::path::Path;

use crate::programme::spec::Programme;

pub use stamp::{RowStamp, is_made_up};
pub use table::{Titles, cell, cell_look, choice_word, code_cell, personal_fields};

use self::geojson::{CoordinateSource, GeoJson};
use self::table::ExportTable;
use super::audit::publish_noted;
use super::out_file::{WriteFault, fill_book, fill_file, workbook};
use crate::cancel::CancelToken;
use crate::lang::Lang;
use crate::lang::files;
use crate::office::book::{self, WorkbookWriter};
use crate::office::csv::{Csv, Dialect};
use crate::programme::spec::Kind;
use crate::record::audit::{AuditAbout, AuditDeed};
use crate::record::{Id, Page, Query, Record, Sort};
use crate::storage::disk::atomic_file::{AtomicFile, FileTarget, folder, is_in_place};
use crate::store::messages;
use crate::store::{Store, StoreError};
use crate::text::format::show_int;

pub const PAGE: usize = 1_000;
/// Altered cells that are reported individually.
const MOST_ODD: usize = 10;

/// Options of an export.
pub struct ExportOptions<'a> {
    pub lang: Lang,
    /// include personal answers
    pub contacts: bool,
    pub cancel: CancelToken,
    /// called after every page: records done, records in all
    pub progress: &'a mut dyn FnMut(usize, usize),
}

/// The result of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportReport {
    pub records: usize,
    /// GeoJSON: records without a point, which are not in the file
    pub nowhere: usize,
    /// altered cells, the first `MOST_ODD`
    pub odd: Vec<AlteredCell>,
    pub more_odd: usize,
}

/// A cell with other content than the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlteredCell {
    /// title of the record
    pub record: String,
    /// heading of the column
    pub column: String,
    pub reason: AlteredReason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlteredReason {
    /// exceeds the length limit of a workbook cell: left empty
    TooLong,
    /// links to a record that is not in the notebook: only its code is written
    NoRecord,
}

impl ExportReport {
    fn note_altered(&mut self, odd: AlteredCell) {
        if self.odd.len() < MOST_ODD { self.odd.push(odd) } else { self.more_odd += 1 }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    Csv,
    Xlsx,
    GeoJson,
}

/// A number with digit grouping.
pub fn count(n: usize) -> String {
    show_int(i64::try_from(n).unwrap_or(i64::MAX))
}

/// Sentences for the user, the summary first.
pub fn sentences(
    report: &ExportReport,
    file: &Path,
    contacts: bool,
    lang: Lang,
) -> Vec<String> {
    let geojson = file.extension().is_some_and(|e| e.eq_ignore_ascii_case("geojson"));
    let name = file.display().to_string();
    let mut all = vec![files::exported(lang, &count(report.records), &name)];
    if geojson {
        all.push(files::nowhere(lang, &count(report.nowhere)));
    }
    all.extend(report.odd.iter().map(|odd| {
        let AlteredCell { record, column, reason: why } = odd;
        match why {
            AlteredReason::TooLong => files::too_long(lang, record, column),
            AlteredReason::NoRecord => files::no_record(lang, record, column),
        }
    }));
    if report.more_odd > 0 {
        all.push(files::more_odd(lang, &count(report.more_odd)));
    }
    if contacts {
        all.push(files::with_contacts(lang));
    } else {
        all.push(files::without_contacts(lang));
        if geojson {
            all.push(files::blurred(lang));
        }
    }
    all
}

pub fn format(
    programme: &Programme,
    kind: &Kind,
    file: &Path,
    lang: Lang,
) -> Result<ExportFormat, String> {
    let ending = file.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
    match ending.as_deref() {
        Some("csv") => Ok(ExportFormat::Csv),
        Some("xlsx") => Ok(ExportFormat::Xlsx),
        Some("geojson") if CoordinateSource::of(programme, kind).is_none() => {
            Err(files::no_map(lang, &kind.id))
        }
        Some("geojson") => Ok(ExportFormat::GeoJson),
        _ => Err(files::which_format(lang, &file.display().to_string())),
    }
}

/// Writes the file. On an error the previous file, if any, is left unchanged.
pub fn export(
    store: &Store,
    kind: &Kind,
    target: FileTarget<'_>,
    how: &mut ExportOptions<'_>,
) -> Result<ExportReport, WriteFault> {
    let format = format(store.programme(), kind, target.file, how.lang)?;
    let job = ExportJob { store, kind, target };
    let done = match format {
        ExportFormat::Csv => job.csv(how),
        ExportFormat::Xlsx => workbook(|| job.xlsx(how)),
        ExportFormat::GeoJson => job.geojson(how),
    };
    done.map_err(|trouble| trouble.fault(target.file, how))
}

enum ExportTrouble {
    Io(io::Error),
    Store(StoreError),
    /// the audit entry could not be written
    NotLogged(String),
    TooManyRows,
    Halted,
    /// the number of records changed between two pages: one might be missing
    Changed,
}

impl From<io::Error> for ExportTrouble {
    fn from(e: io::Error) -> ExportTrouble {
        ExportTrouble::Io(e)
    }
}

impl ExportTrouble {
    fn fault(&self, file: &Path, how: &ExportOptions<'_>) -> WriteFault {
        let lang = how.lang;
        let sentence = match self {
            ExportTrouble::Io(e) if is_in_place(e) => return WriteFault::of(e, file, lang),
            _ if how.cancel.is_cancelled() => files::halted(lang),
            ExportTrouble::Halted => files::halted(lang),
            ExportTrouble::Changed => files::list_changed(lang),
            ExportTrouble::Io(e) => return WriteFault::of(e, file, lang),
            ExportTrouble::Store(e) => messages::error(e, lang),
            ExportTrouble::NotLogged(said) => said.clone(),
            ExportTrouble::TooManyRows => files::too_many_rows(lang, book::MOST_ROWS),
        };
        WriteFault::Other(sentence)
    }
}

struct ExportJob<'a> {
    store: &'a Store,
    kind: &'a Kind,
    target: FileTarget<'a>,
}

impl ExportJob<'_> {
    /// Calls `take` with every living record, oldest first.
    fn each(
        &self,
        how: &mut ExportOptions<'_>,
        take: &mut dyn FnMut(&Record, &Titles) -> Result<(), ExportTrouble>,
    ) -> Result<usize, ExportTrouble> {
        let query = Query { sort: Sort::Oldest, ..Query::all(self.kind.no) };
        let (mut start, mut first) = (0, None);
        loop {
            if how.cancel.is_cancelled() {
                return Err(ExportTrouble::Halted);
            }
            let page =
                self.store.records().page(&query, start, PAGE).map_err(ExportTrouble::Store)?;
            let Page { rows, titles, total, .. } = &page;
            if *first.get_or_insert(*total) != *total {
                return Err(ExportTrouble::Changed);
            }
            for record in rows {
                take(record, titles)?;
            }
            start += rows.len();
            (how.progress)(start, *total);
            if rows.is_empty() || start >= *total {
                return Ok(start);
            }
        }
    }

    fn csv(&self, how: &mut ExportOptions<'_>) -> Result<ExportReport, ExportTrouble> {
        let table = ExportTable::of(self.store.programme(), self.kind, how.contacts, how.lang);
        let out = BufWriter::new(AtomicFile::create(self.target, &how.cancel)?);
        let heads = table.header();
        let mut csv = Csv::new(out, Dialect::Excel);
        csv.header(heads.iter().map(|head| head.heading.as_str()))?;
        let mut report = ExportReport::default();
        report.records = self.each(how, &mut |record, titles| {
            self.note_missing(&mut report, record, titles, &table);
            Ok(csv.row(&table.row(record, titles))?)
        })?;
        self.publish(fill_file(csv.finish()?)?, report.records, how)?;
        Ok(report)
    }

    fn xlsx(&self, how: &mut ExportOptions<'_>) -> Result<ExportReport, ExportTrouble> {
        let table = ExportTable::of(self.store.programme(), self.kind, how.contacts, how.lang);
        let out = AtomicFile::create(self.target, &how.cancel)?;
        let mut book = WorkbookWriter::new(folder(self.target.file))?;
        let mut sheet = book.sheet(self.kind.short.get(how.lang))?;
        let heads = table.header();
        sheet.header(&heads)?;
        let mut report = ExportReport::default();
        let mut rows = 0;
        report.records = self.each(how, &mut |record, titles| {
            rows += 1;
            if rows > book::MOST_ROWS {
                return Err(ExportTrouble::TooManyRows);
            }
            self.note_missing(&mut report, record, titles, &table);
            for at in sheet.row(&table.row(record, titles))? {
                let column = heads.get(at).map(|head| head.heading.clone()).unwrap_or_default();
                let record = called(record, titles);
                report.note_altered(AlteredCell {
                    record,
                    column,
                    reason: AlteredReason::TooLong,
                });
            }
            Ok(())
        })?;
        self.publish(fill_book(book, out)?, report.records, how)?;
        Ok(report)
    }

    /// Writes the audit entry, then renames the file to its final name.
    fn publish(
        &self,
        file: AtomicFile,
        records: usize,
        how: &ExportOptions<'_>,
    ) -> Result<(), ExportTrouble> {
        let about = AuditAbout {
            kind: Some(self.kind.no),
            count: Some(records as u64),
            contacts: how.contacts,
            ..AuditAbout::default()
        };
        let done = publish_noted(self.store, AuditDeed::Export, about, file, how.lang);
        Ok(done.map_err(ExportTrouble::NotLogged)??)
    }

    /// Links to records that are not in the notebook, because of damage or because they have not
    /// been received yet.
    fn note_missing(
        &self,
        report: &mut ExportReport,
        record: &Record,
        titles: &Titles,
        table: &ExportTable<'_>,
    ) {
        for column in table.missing(record, titles) {
            let record = called(record, titles);
            report.note_altered(AlteredCell {
                record,
                column,
                reason: AlteredReason::NoRecord,
            });
        }
    }

    fn geojson(&self, how: &mut ExportOptions<'_>) -> Result<ExportReport, ExportTrouble> {
        let (kind, contacts) = (self.kind, how.contacts);
        let out = BufWriter::new(AtomicFile::create(self.target, &how.cancel)?);
        let Some(place) = CoordinateSource::of(self.store.programme(), kind) else {
            return Ok(ExportReport::default());
        };
        let mut map = GeoJson::new(out)?;
        let mut nowhere = 0;
        // visits of one establishment are often adjacent
        let mut last: Option<(Id, Option<[f64; 2]>)> = None;
        let records = self.each(how, &mut |record, titles| {
            let point = match place.elsewhere(&record.fields) {
                None => place.point(&record.fields, contacts),
                Some(id) => match last {
                    Some((known, point)) if known == id => point,
                    _ => {
                        let there =
                            self.store.records().get(id).map_err(ExportTrouble::Store)?;
                        let point = there.and_then(|r| place.point(&r.fields, contacts));
                        last = Some((id, point));
                        point
                    }
                },
            };
            let Some(point) = point else {
                nowhere += 1;
                return Ok(());
            };
            let title = titles.get(&record.id).map_or("", String::as_str);
            let fields = table::without_personal(kind, &record.fields, contacts);
            Ok(map.feature(kind, record, title, &fields, point)?)
        })?;
        self.publish(fill_file(map.end()?)?, records - nowhere, how)?;
        Ok(ExportReport { records: records - nowhere, nowhere, ..ExportReport::default() })
    }
}

fn called(record: &Record, titles: &Titles) -> String {
    let title = titles.get(&record.id).filter(|title| !title.is_empty());
    title.cloned().unwrap_or_else(|| record.id.to_string())
}
