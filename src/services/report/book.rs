//! A report as a workbook: sheets for results, tasks, đề án by activity, charts, and the rules of
//! counting. A total is a formula if the funds add up to it; with distinct counts they may not.

use std::io;

use super::cells::{head, number, real, shown};
use super::paper::{PaperRow, ReportData};
use super::{activities, charts};
use crate::cancel::CancelToken;
use crate::indicators::{Figure, Growth, ReportRow, TOTAL, show, words};
use crate::lang::{Lang, files, papers, results as say};
use crate::office::book::{Cell, CellLook, Column, WorkbookWriter};
use crate::programme::spec::Programme;
use crate::record::ReportQuery;
use crate::services::out_file::save_book;
use crate::storage::disk::atomic_file::{AtomicFile, FileTarget, folder};

/// Columns before the funds: key, label, unit.
const COLUMNS_BEFORE: usize = 3;

pub fn write(
    data: &ReportData,
    programme: &Programme,
    target: FileTarget<'_>,
    lang: Lang,
    cancel: &CancelToken,
) -> io::Result<()> {
    let out = AtomicFile::create(target, cancel)?;
    let mut book = WorkbookWriter::new(folder(target.file))?;
    let rows: Vec<PaperRow> = data.rows().collect();
    let title =
        |sheet: &str| format!("{sheet} · {}", words::headline(&data.report.query, lang));
    let is_task = |row: &&PaperRow| row.row.key.starts_with('T');
    let tabled = programme.indicators.tabled();
    let is_activity = |row: &&PaperRow| tabled.is_some_and(|own| row.row.id() == own.key());
    let results = rows.iter().filter(|row| !is_task(row) && !is_activity(row));
    figures(&mut book, data, results, (&files::sheet_results(lang), None), lang)?;
    let tasks = papers::sheet_tasks(lang);
    let head = title(&tasks);
    figures(&mut book, data, rows.iter().filter(is_task), (&tasks, Some(&head)), lang)?;
    if let Some(tabled) = tabled {
        activities::sheet(&mut book, programme, tabled, (&rows, data), lang)?;
    }
    charts::sheets(&mut book, programme, &rows, data, lang)?;
    rules(&mut book, data, lang)?;
    save_book(book, out)
}

/// A sheet of figures. Without a `title`, the report's title and notes are written above it.
fn figures<'a>(
    book: &mut WorkbookWriter,
    data: &ReportData,
    rows: impl Iterator<Item = &'a PaperRow>,
    (name, title): (&str, Option<&str>),
    lang: Lang,
) -> io::Result<()> {
    let mut sheet = book.paper(name)?;
    match title {
        Some(title) => sheet.title(title)?,
        None => {
            sheet.title(&words::title(&data.report.query, lang))?;
            for note in data.notes(lang) {
                sheet.title(&note)?;
            }
        }
    }
    sheet.header(&columns(lang))?;
    for row in rows {
        let line = line(&data.report.query, row, sheet.next_line(), lang);
        match row.row.is_part() {
            true => sheet.row(&line)?,
            false => sheet.strong_row(&line)?,
        };
    }
    Ok(())
}

/// Columns of the sheet of figures.
pub fn columns(lang: Lang) -> Vec<Column> {
    let mut columns = vec![head("", CellLook::Plain), head(say::ROW.get(lang), CellLook::Note)];
    columns.push(head(say::UNIT.get(lang), CellLook::Unit));
    columns.extend(say::FUNDS.iter().map(|fund| head(fund.get(lang), CellLook::Amount)));
    columns.push(head(say::TARGET.get(lang), CellLook::Amount));
    columns.push(head(&papers::in_percent(lang, say::SHARE.get(lang)), CellLook::Percent));
    columns.push(head(papers::YEAR_BEFORE.get(lang), CellLook::Amount));
    columns.push(head(&papers::in_percent(lang, papers::GROWTH.get(lang)), CellLook::Percent));
    columns.push(head(&files::made_from(lang), CellLook::Rule));
    columns
}

/// `line`: row number in the sheet, for formulas.
pub fn line(asked: &ReportQuery, paper: &PaperRow, line: u32, lang: Lang) -> Vec<Cell> {
    let row = &paper.row;
    let key = if row.is_part() { "" } else { row.key.as_str() };
    let indent = if row.is_part() { "   " } else { "" };
    let mut cells = vec![Cell::Text(key.to_owned())];
    cells.push(Cell::Text(format!("{indent}{}", row.full_label(lang))));
    cells.push(Cell::Text(row.shown_unit().get(lang).to_owned()));
    cells.extend(row.cells.iter().map(|cell| number(shown(cell.figure))));
    if let Some(total) = sum(row, line)
        && let Some(cell) = cells.get_mut(COLUMNS_BEFORE + TOTAL)
    {
        *cell = total;
    }
    let target = row.targets.first().filter(|target| target.column == TOTAL);
    cells.push(number(target.map(|target| target.value)));
    cells.push(match target.and_then(|target| Some((target.reached, target.share?))) {
        // share of the total, two columns to the left, in percent
        Some((reached, share))
            if reached == row.total().figure.value()
                && matches!(row.total().figure, Figure::Amount(_)) =>
        {
            Cell::Formula(format!("G{line}/H{line}*100"), real(share))
        }
        // share of what was reached since the target's first year
        Some((_, share)) => number(Some(share)),
        None => Cell::Empty,
    });
    let (now, before) = (shown(row.total().figure), paper.before.and_then(shown));
    cells.push(number(before));
    cells.push(match (paper.growth, now, before) {
        (Some(Growth::Percent(growth)), ..)
            if matches!(row.total().figure, Figure::Amount(_)) =>
        {
            Cell::Formula(format!("(G{line}-J{line})/J{line}*100"), real(growth))
        }
        (Some(Growth::Points(_)), Some(now), Some(before)) => {
            Cell::Formula(format!("G{line}-J{line}"), real(now - before))
        }
        (growth, ..) => number(growth.map(Growth::value)),
    });
    let mut from = vec![show::base(row.total().figure, row.unit.get(lang), lang)];
    if let Some(Growth::Points(_)) = paper.growth {
        from.push(papers::growth_in_points(lang));
    }
    from.extend(row.targets.iter().map(|target| {
        let (set, reached) =
            (words::target(asked, target, lang), words::progress(asked, target, lang));
        format!("{set}: {reached}")
    }));
    from.retain(|words| !words.is_empty());
    cells.push(Cell::Text(from.join("; ")));
    cells
}

/// The total as a formula, if the columns of the funds add up to it.
fn sum(row: &ReportRow, line: u32) -> Option<Cell> {
    let amount = |figure: Figure| match figure {
        Figure::Amount(n) => Some(n),
        _ => None,
    };
    let funds: Option<Vec<i128>> =
        row.cells.iter().take(TOTAL).map(|cell| amount(cell.figure)).collect();
    let total = amount(row.total().figure)?;
    let adds_up = funds?.iter().sum::<i128>() == total;
    adds_up.then(|| Cell::Formula(format!("SUM(D{line}:F{line})"), real(total)))
}

fn rules(book: &mut WorkbookWriter, data: &ReportData, lang: Lang) -> io::Result<()> {
    let mut sheet = book.paper(&files::sheet_rules(lang))?;
    sheet.header(&[
        head("", CellLook::Plain),
        head(say::ROW.get(lang), CellLook::Note),
        head(&files::sheet_rules(lang), CellLook::Rule),
    ])?;
    for row in data.report.rows.iter().filter(|row| !row.is_part()) {
        let cells = [row.key.as_str(), row.label.get(lang), row.rule.get(lang)];
        sheet.row(&cells.map(|words| Cell::Text(words.to_owned())))?;
    }
    Ok(())
}
