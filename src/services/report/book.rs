//! A report as a workbook: figures by fund with their targets, and how each row is counted on a
//! sheet of its own. A total is a formula where the funds add up to it; distinct counts do not.

use std::io::{self, BufWriter, Write};

use crate::cancel::CancelToken;
use crate::indicators::{Figure, Report, ReportRow, TOTAL, show, words};
use crate::lang::{Lang, files, results as say};
use crate::office::book::{Cell, CellLook, Column, WorkbookWriter};
use crate::record::Decimal;
use crate::storage::disk::atomic_file::{AtomicFile, FileTarget, folder};

/// Columns before the funds: key, label, unit.
const COLUMNS_BEFORE: usize = 3;

pub fn write(
    report: &Report,
    target: FileTarget<'_>,
    lang: Lang,
    cancel: &CancelToken,
) -> io::Result<()> {
    let out = AtomicFile::create(target, cancel)?;
    let mut book = WorkbookWriter::new(folder(target.file))?;
    figures(&mut book, report, lang)?;
    rules(&mut book, report, lang)?;
    let mut out = BufWriter::new(out);
    book.save(&mut out)?;
    out.flush()?;
    out.into_inner().map_err(io::IntoInnerError::into_error)?.publish()
}

fn head(heading: &str, look: CellLook) -> Column {
    Column { heading: heading.to_owned(), look }
}

fn figures(book: &mut WorkbookWriter, report: &Report, lang: Lang) -> io::Result<()> {
    let mut sheet = book.sheet(&files::sheet_results(lang))?;
    sheet.title(&words::title(&report.query, lang))?;
    for note in words::notes(report, lang) {
        sheet.title(&note)?;
    }
    sheet.header(&columns(lang))?;
    for row in &report.rows {
        let line = line(report, row, sheet.next_line(), lang);
        sheet.row(&line)?;
    }
    Ok(())
}

/// Of the sheet of figures.
pub fn columns(lang: Lang) -> Vec<Column> {
    let mut columns = vec![head("", CellLook::Plain), head(say::ROW.get(lang), CellLook::Note)];
    columns.push(head(say::UNIT.get(lang), CellLook::Text));
    columns.extend(say::FUNDS.iter().map(|fund| head(fund.get(lang), CellLook::Decimal)));
    columns.push(head(say::TARGET.get(lang), CellLook::Decimal));
    columns.push(head(say::SHARE.get(lang), CellLook::Percent));
    columns.push(head(&files::made_from(lang), CellLook::Note));
    columns
}

/// `line`: the number that formulas know the row by.
pub fn line(report: &Report, row: &ReportRow, line: u32, lang: Lang) -> Vec<Cell> {
    let key = if row.is_part() { "" } else { row.key.as_str() };
    let indent = if row.is_part() { "   " } else { "" };
    let mut cells = vec![Cell::Text(key.to_owned())];
    cells.push(Cell::Text(format!("{indent}{}", row.full_label(lang))));
    cells.push(Cell::Text(row.shown_unit().get(lang).to_owned()));
    cells.extend(row.cells.iter().map(|cell| number(shown(cell.figure))));
    if let Some(total) = sum(row, line) {
        cells[COLUMNS_BEFORE + TOTAL] = total;
    }
    let target = row.targets.first().filter(|target| target.column == TOTAL);
    cells.push(number(target.map(|target| target.value)));
    cells.push(match target.and_then(|target| Some((target.reached, target.share?))) {
        // of what is two cells before, in percent
        Some((reached, share))
            if reached == row.total().figure.value()
                && matches!(row.total().figure, Figure::Amount(_)) =>
        {
            Cell::Formula(format!("G{line}/H{line}*100"), real(share))
        }
        // of what was reached since the target's first year
        Some((_, share)) => number(Some(share)),
        None => Cell::Empty,
    });
    let mut from = vec![show::base(row.total().figure, row.unit.get(lang), lang)];
    from.extend(row.targets.iter().map(|target| {
        let (set, reached) = (
            words::target(&report.query, target, lang),
            words::progress(&report.query, target, lang),
        );
        format!("{set}: {reached}")
    }));
    from.retain(|words| !words.is_empty());
    cells.push(Cell::Text(from.join("; ")));
    cells
}

/// Where the columns of the funds add up to the total.
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

/// To the places that the screen shows; amounts are whole already, or exact.
fn shown(figure: Figure) -> Option<i128> {
    let one = i128::from(Decimal::ONE);
    let step = match figure {
        Figure::Amount(_) => 1,
        Figure::Per { .. } => one / 100,
        Figure::Percent { .. }
        | Figure::Change { .. }
        | Figure::Mean { .. }
        | Figure::Median { .. } => one / 10,
    };
    let value = figure.value()?;
    let half = if value < 0 { -step / 2 } else { step / 2 };
    Some((value + half) / step * step)
}

/// Whole numbers are shown in groups, others as they are.
fn number(value: Option<i128>) -> Cell {
    let Some(value) = value else { return Cell::Empty };
    let one = i128::from(Decimal::ONE);
    match i64::try_from(value / one) {
        Ok(whole) if value % one == 0 => Cell::Whole(whole),
        _ => i64::try_from(value)
            .map_or(Cell::Text(show::number(value)), |n| Cell::Decimal(Decimal(n))),
    }
}

fn real(millionths: i128) -> f64 {
    millionths as f64 / Decimal::ONE as f64
}

fn rules(book: &mut WorkbookWriter, report: &Report, lang: Lang) -> io::Result<()> {
    let mut sheet = book.sheet(&files::sheet_rules(lang))?;
    sheet.header(&[
        head("", CellLook::Plain),
        head(say::ROW.get(lang), CellLook::Note),
        head(&files::sheet_rules(lang), CellLook::Note),
    ])?;
    for row in report.rows.iter().filter(|row| !row.is_part()) {
        let cells = [row.key.as_str(), row.label.get(lang), row.rule().get(lang)];
        sheet.row(&cells.map(|words| Cell::Text(words.to_owned())))?;
    }
    Ok(())
}
