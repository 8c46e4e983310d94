//! Tables with charts: progress towards targets, the trend of the main rows, and the main rows by
//! place.

use std::io;

use super::cells::{head, number, real, shown};
use super::paper::{PaperRow, ReportData};
use crate::indicators::{Figure, TOTAL, words};
use crate::lang::{Lang, papers as say, results};
use crate::office::book::{
    Cell, CellLook, CellRange, ChartShape, ChartSpec, Column, SheetWriter, WorkbookWriter,
};
use crate::programme::spec::Programme;
use crate::record::Period;

const MOST_CHARTS: usize = 6;
/// First columns of three charts in a row.
const THREE: [u16; 3] = [0, 2, 6];
const CHART_SIZE: (u32, u32) = (395, 260);
/// Height of a chart in cell rows.
const CHART_ROWS: u32 = 14;

pub fn sheets(
    book: &mut WorkbookWriter,
    programme: &Programme,
    rows: &[PaperRow],
    data: &ReportData,
    lang: Lang,
) -> io::Result<()> {
    targets(book, rows, data, lang)?;
    let is_charted = |row: &PaperRow| {
        let own = programme.indicators.indicator(&row.row.key);
        own.is_some_and(|own| own.is_charted)
    };
    let rows = rows.iter().filter(|row| !row.row.is_part());
    let main: Vec<(&PaperRow, bool)> = rows.map(|row| (row, is_charted(row))).collect();
    if !data.steps.is_empty() {
        steps(book, &main, data, lang)?;
    }
    if !data.places.is_empty() {
        places(book, &main, data, lang)?;
    }
    Ok(())
}

fn begin<'b>(
    book: &'b mut WorkbookWriter,
    name: &str,
    data: &ReportData,
    lang: Lang,
) -> io::Result<SheetWriter<'b>> {
    let mut sheet = book.sheet_with_charts(name)?;
    sheet.title(&format!("{name} · {}", words::headline(&data.report.query, lang)))?;
    Ok(sheet)
}

/// Label and unit of a row: "Mô hình trình diễn (mô hình)".
fn named(row: &PaperRow, lang: Lang) -> String {
    say::in_unit(lang, &row.row.full_label(lang), row.row.shown_unit().get(lang))
}

/// Rows and parts with a target for the total of all funds.
fn targets(
    book: &mut WorkbookWriter,
    rows: &[PaperRow],
    data: &ReportData,
    lang: Lang,
) -> io::Result<()> {
    let with = rows.iter().filter_map(|row| {
        let target = row.row.targets.first().filter(|target| target.column == TOTAL)?;
        Some((row, target, target.share?))
    });
    let with: Vec<_> = with.collect();
    if with.is_empty() {
        return Ok(());
    }
    let mut sheet = begin(book, &say::sheet_targets(lang), data, lang)?;
    sheet.header(&[
        head(results::ROW.get(lang), CellLook::Note),
        head(&say::reached_by_then(lang), CellLook::Amount),
        head(results::TARGET.get(lang), CellLook::Amount),
        head(&say::in_percent(lang, results::SHARE.get(lang)), CellLook::Percent),
    ])?;
    let first = sheet.next_line();
    for (row, target, share) in &with {
        let line = sheet.next_line();
        let tenths = share / 100_000 * 100_000;
        let reached = match target.reached {
            Some(_) if target.value != 0 => {
                Cell::Formula(format!("B{line}/C{line}*100"), real(*share))
            }
            _ => number(Some(tenths)),
        };
        sheet.row(&[
            Cell::Text(named(row, lang)),
            number(target.reached),
            number(Some(target.value)),
            reached,
        ])?;
    }
    let bars = u32::try_from(with.len()).unwrap_or(1);
    sheet.chart(&ChartSpec {
        shape: ChartShape::Bars,
        title: say::in_percent(lang, &say::sheet_targets(lang)),
        names: CellRange { rows: (first - 1, first + bars - 2), columns: (0, 0) },
        values: CellRange { rows: (first - 1, first + bars - 2), columns: (3, 3) },
        at: (first - 2, 5),
        size: (720, 160 + 34 * bars.min(24)),
    })
}

/// A line for each row, with a column for each period of the trend.
fn steps(
    book: &mut WorkbookWriter,
    main: &[(&PaperRow, bool)],
    data: &ReportData,
    lang: Lang,
) -> io::Result<()> {
    let mut sheet = begin(book, &say::sheet_trend(lang), data, lang)?;
    let mut heads = vec![
        head("", CellLook::Plain),
        head(results::ROW.get(lang), CellLook::Note),
        head(results::UNIT.get(lang), CellLook::Unit),
    ];
    heads.extend(
        data.steps.iter().map(|step| head(&short(step.query.period), CellLook::Amount)),
    );
    sheet.header(&heads)?;
    let top = sheet.next_line() - 1;
    for (row, _) in main {
        let mut cells = [row.row.key.as_str(), row.row.label.get(lang)]
            .map(|words| Cell::Text(words.to_owned()))
            .to_vec();
        cells.push(Cell::Text(row.row.shown_unit().get(lang).to_owned()));
        cells.extend(row.steps.iter().map(|figure| number(figure.and_then(shown))));
        sheet.row(&cells)?;
    }
    let columns = (3, 2 + u16::try_from(data.steps.len()).unwrap_or(0));
    let drawn = (0u32..).zip(main);
    let drawn = drawn.filter(|(_, (row, charted))| *charted && has_figures(row, &row.steps));
    for ((at, (row, _)), place) in drawn.take(MOST_CHARTS).zip(0u32..) {
        let below = sheet.next_line() + place / 3 * CHART_ROWS;
        let across = THREE.get(place as usize % 3).copied().unwrap_or(0);
        sheet.chart(&ChartSpec {
            shape: ChartShape::Columns,
            title: named(row, lang),
            names: CellRange { rows: (top - 1, top - 1), columns },
            values: CellRange { rows: (top + at, top + at), columns },
            at: (below, across),
            size: CHART_SIZE,
        })?;
    }
    Ok(())
}

/// The period as a column heading: "Q3/2025".
fn short(period: Period) -> String {
    match period {
        Period::Quarter(year, quarter) => format!("Q{quarter}/{year}"),
        other => other.id(),
    }
}

/// A line for each place, with a column for each row that has figures.
fn places(
    book: &mut WorkbookWriter,
    main: &[(&PaperRow, bool)],
    data: &ReportData,
    lang: Lang,
) -> io::Result<()> {
    let main = main.iter().filter(|(row, charted)| *charted && has_figures(row, &row.places));
    let main: Vec<&PaperRow> = main.map(|(row, _)| *row).collect();
    let figure = |row: &PaperRow, at: usize| row.places.get(at).copied().flatten();
    let has = |at: &usize| {
        let mut values = main.iter().filter_map(|row| figure(row, *at).and_then(Figure::value));
        values.any(|value| value != 0)
    };
    let kept: Vec<usize> = (0..data.places.len()).filter(has).collect();
    if kept.is_empty() {
        return Ok(());
    }
    let mut sheet = begin(book, &say::sheet_places(lang), data, lang)?;
    let mut heads = vec![head("", CellLook::Text)];
    heads.extend(main.iter().map(|row| Column {
        heading: format!("{} {}", row.row.key, named(row, lang)),
        look: CellLook::Amount,
    }));
    sheet.header(&heads)?;
    let first = sheet.next_line() - 1;
    for at in &kept {
        let scope = data.places.get(*at).map(|place| &place.query.scope);
        let name = scope.map_or_else(String::new, |scope| words::scope(scope, lang));
        let mut cells = vec![Cell::Text(name)];
        cells.extend(main.iter().map(|row| number(figure(row, *at).and_then(shown))));
        sheet.row(&cells)?;
    }
    let rows = (first, sheet.next_line() - 2);
    let height = 140 + 22 * (rows.1 + 1 - rows.0);
    for ((column, row), place) in (1u16..).zip(&main).zip(0u32..) {
        sheet.chart(&ChartSpec {
            shape: ChartShape::Bars,
            title: named(row, lang),
            names: CellRange { rows, columns: (0, 0) },
            values: CellRange { rows, columns: (column, column) },
            at: (
                rows.1 + 2 + place / 2 * (height / 20 + 1),
                if place % 2 == 0 { 0 } else { 4 },
            ),
            size: (460, height),
        })?;
    }
    Ok(())
}

/// Whether the row is an amount and some figure is not zero. Percentages with a small base are not
/// charted.
fn has_figures(row: &PaperRow, figures: &[Option<Figure>]) -> bool {
    matches!(row.row.total().figure, Figure::Amount(_))
        && figures.iter().flatten().any(|figure| figure.value().is_some_and(|n| n != 0))
}
