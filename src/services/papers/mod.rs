//! Lists of đề án as offices print them, each a workbook: a list with a sheet for each fund, and
//! Mẫu số 1 and 2 of TT 36/2013/TT-BCT as far as they are public (later circulars may have changed
//! them).

mod budget;
mod list;
mod projects;
mod registered;

use std::io;

use super::audit::publish_noted;
use super::out_file::{WriteFault, fill_book, workbook};
use crate::cancel::CancelToken;
use crate::lang::{Lang, files as said, papers as say};
use crate::office::book::{Cell, CellLook, Column, WorkbookWriter};
use crate::record::audit::{AuditAbout, AuditDeed};
use crate::record::{Decimal, ReportQuery};
use crate::storage::disk::atomic_file::{AtomicFile, FileTarget, folder, is_in_place};
use crate::store::{Store, messages};
use projects::{ProjectLine, gather};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProjectPaper {
    /// one sheet for each fund
    List,
    /// Mẫu số 1: the estimate of each đề án of the national fund
    Budget,
    /// Mẫu số 2: the đề án registered for the national fund
    Registered,
}

/// Returns the number of đề án written, and how many of them are made up.
pub fn write(
    store: &Store,
    asked: &ReportQuery,
    paper: ProjectPaper,
    target: FileTarget<'_>,
    lang: Lang,
    cancel: &CancelToken,
) -> Result<(usize, usize), WriteFault> {
    let projects = gather(store, asked, lang).map_err(|e| messages::error(&e, lang))?;
    let is_in = |project: &&ProjectLine| match paper {
        ProjectPaper::List => project.national > 0 || project.local > 0,
        ProjectPaper::Budget | ProjectPaper::Registered => project.national > 0,
    };
    let projects: Vec<&ProjectLine> = projects.iter().filter(is_in).collect();
    let written = || -> io::Result<AtomicFile> {
        let out = AtomicFile::create(target, cancel)?;
        let mut book = WorkbookWriter::new(folder(target.file))?;
        match paper {
            ProjectPaper::List => list::sheets(&mut book, &projects, asked, lang)?,
            ProjectPaper::Budget => budget::sheets(&mut book, &projects, asked, lang)?,
            ProjectPaper::Registered => registered::sheet(&mut book, &projects, asked, lang)?,
        }
        fill_book(book, out)
    };
    let failed = |e: io::Error| match cancel.is_cancelled() && !is_in_place(&e) {
        true => WriteFault::from(said::halted(lang)),
        false => WriteFault::of(&e, target.file, lang),
    };
    let file = workbook(written).map_err(failed)?;
    let count = Some(projects.len() as u64);
    let about = AuditAbout { count, contacts: true, ..AuditAbout::default() };
    publish_noted(store, AuditDeed::Paper, about, file, lang)?.map_err(failed)?;
    let made_up = projects.iter().filter(|project| project.is_made_up).count();
    Ok((projects.len(), made_up))
}

fn head(heading: &str, look: CellLook) -> Column {
    Column { heading: heading.to_owned(), look }
}

/// A column of amounts in triệu đồng.
fn money(words: &str, lang: Lang) -> Column {
    head(&say::in_unit(lang, words, say::MILLION_DONG.get(lang)), CellLook::Amount)
}

/// Đồng as triệu đồng. Exact, as a `Decimal` has six places.
fn million(dong: i64) -> Cell {
    match dong % Decimal::ONE {
        0 => Cell::Whole(dong / Decimal::ONE),
        _ => Cell::Decimal(Decimal(dong)),
    }
}

fn million_number(dong: i64) -> f64 {
    dong as f64 / Decimal::ONE as f64
}
