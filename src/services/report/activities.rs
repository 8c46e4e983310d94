//! The sheet of đề án by activity, as provinces print it: a line for each activity below its group,
//! with results and funds.

use std::io;

use super::cells::{head, number, real};
use super::paper::{PaperRow, ReportData};
use crate::indicators::{Figure, TOTAL, columns, words};
use crate::lang::{Lang, papers as say, results};
use crate::office::book::{Cell, CellLook, Column, SheetWriter, WorkbookWriter};
use crate::office::grid::letters;
use crate::programme::spec::indicator::{
    FigureSpec, IndicatorSpec, IndicatorSplit, TabledColumn,
};
use crate::programme::spec::{Choice, ChoiceList, Programme};

/// The source of a column: a row or a part of it, and a column of funds.
struct ActivityColumn<'a> {
    heading: String,
    part: Option<&'a str>,
    fund: usize,
    /// distinct counts: they do not add up, as an establishment may be in several
    is_distinct: bool,
}

impl ActivityColumn<'_> {
    /// The column's key in the report. `above`: key of a row, or of one of its choices.
    fn key(&self, above: &str) -> String {
        self.part.map_or_else(|| above.to_owned(), |part| format!("{above}.{part}"))
    }
}

/// The columns of the table. Headings are the labels of the parts; for a column of a fund, the
/// fund's name.
fn table_columns<'a>(
    tabled: &'a IndicatorSpec,
    rows: &[PaperRow],
    lang: Lang,
) -> Vec<ActivityColumn<'a>> {
    let column = |spec: &'a TabledColumn| {
        let part = spec.part.as_deref();
        let fund = spec.fund.and_then(|fund| columns(fund).first().copied()).unwrap_or(TOTAL);
        let mut column =
            ActivityColumn { heading: String::new(), part, fund, is_distinct: false };
        let figure = tabled.part(part);
        column.is_distinct = figure.is_some_and(FigureSpec::is_distinct);
        let row = rows.iter().find(|row| row.row.key == column.key(tabled.key()));
        let name = match (spec.fund, part, row) {
            (Some(_), ..) => results::FUNDS.get(fund).map_or("", |fund| fund.get(lang)),
            (None, None, _) => say::PROJECTS.get(lang),
            (None, Some(_), Some(row)) => row.row.label.get(lang),
            (None, Some(_), None) => "",
        };
        let million = say::MILLION_DONG.get(lang);
        let is_money = row.is_some_and(|row| row.row.is_money);
        column.heading = match is_money {
            true => say::in_unit(lang, name, million),
            false => name.to_owned(),
        };
        column
    };
    tabled.table.iter().map(column).collect()
}

/// An activity with its value in each column.
struct ActivityLine {
    label: String,
    group: String,
    values: Vec<i128>,
}

pub fn sheet(
    book: &mut WorkbookWriter,
    programme: &Programme,
    tabled: &IndicatorSpec,
    (rows, data): (&[PaperRow], &ReportData),
    lang: Lang,
) -> io::Result<()> {
    let mut sheet = book.paper(&say::sheet_activities(lang))?;
    let title = words::headline(&data.report.query, lang);
    sheet.title(&format!("{} · {title}", say::sheet_activities(lang)))?;
    let columns = table_columns(tabled, rows, lang);
    let mut heads =
        vec![head("", CellLook::Plain), head(&say::sheet_activities(lang), CellLook::Note)];
    heads.extend(
        columns
            .iter()
            .map(|column| Column { heading: column.heading.clone(), look: CellLook::Amount }),
    );
    sheet.header(&heads)?;
    let Some((choices, groups, fact)) = grouped(programme, tabled) else { return Ok(()) };
    let lines = activity_lines(choices, fact, (tabled.key(), rows), &columns, lang);
    let mut group_rows = Vec::new();
    for group in &groups.choices {
        let own: Vec<&ActivityLine> =
            lines.iter().filter(|line| line.group == group.id).collect();
        if own.is_empty() {
            continue;
        }
        group_rows.push(sheet.next_line());
        group_line(&mut sheet, &group.id, group.label.get(lang), &own, &columns)?;
        for line in own {
            let mut cells = vec![Cell::Empty, Cell::Text(format!("   {}", line.label))];
            cells.extend(line.values.iter().map(|value| number(Some(*value))));
            sheet.row(&cells)?;
        }
    }
    total_line(&mut sheet, (tabled.key(), rows), &lines, &group_rows, &columns, lang)?;
    sheet.title(&say::distinct_establishments(lang))
}

fn value(rows: &[PaperRow], key: &str, fund: usize) -> i128 {
    let row = rows.iter().find(|row| row.row.key == key);
    let figure = row.and_then(|row| row.row.cells.get(fund)).map(|cell| cell.figure);
    match figure {
        Some(Figure::Amount(value)) => value,
        _ => 0,
    }
}

/// The choices that a row is split by, the list of their groups, and the fact that names a choice's
/// group.
fn grouped<'p>(
    programme: &'p Programme,
    tabled: &IndicatorSpec,
) -> Option<(&'p ChoiceList, &'p ChoiceList, &'p str)> {
    let splits = tabled.figures.iter().filter_map(|figure| figure.split.as_ref());
    let mut lists = splits.filter_map(|split| match split {
        IndicatorSplit::Choices(lists) => lists.first(),
        _ => None,
    });
    let choices = programme.list(lists.next()?)?;
    let (fact, groups) = choices
        .facts
        .iter()
        .find_map(|(fact, list)| Some((fact.as_str(), programme.list(list)?)))?;
    Some((choices, groups, fact))
}

fn activity_lines(
    choices: &ChoiceList,
    fact: &str,
    (of, rows): (&str, &[PaperRow]),
    columns: &[ActivityColumn],
    lang: Lang,
) -> Vec<ActivityLine> {
    let line = |choice: &Choice| {
        let key = format!("{of}.{}", choice.id);
        rows.iter().find(|row| row.row.key == key)?;
        let value = |column: &ActivityColumn| value(rows, &column.key(&key), column.fund);
        Some(ActivityLine {
            label: choice.label.get(lang).to_owned(),
            group: choice.facts(fact).first().cloned().unwrap_or_default(),
            values: columns.iter().map(value).collect(),
        })
    };
    choices.choices.iter().filter_map(line).collect()
}

/// Writes the line of a group: sums as formulas over the lines below it, distinct counts empty.
fn group_line(
    sheet: &mut SheetWriter<'_>,
    id: &str,
    label: &str,
    lines: &[&ActivityLine],
    columns: &[ActivityColumn],
) -> io::Result<()> {
    let first = sheet.next_line() + 1;
    let last = sheet.next_line() + u32::try_from(lines.len()).unwrap_or(0);
    let mut cells = vec![Cell::Text(id.to_owned()), Cell::Text(label.to_owned())];
    for (at, column) in columns.iter().enumerate() {
        let values = lines.iter().filter_map(|line| line.values.get(at));
        let letter = column_letter(at);
        cells.push(match column.is_distinct && lines.len() > 1 {
            true => Cell::Empty,
            false => Cell::Formula(
                format!("SUM({letter}{first}:{letter}{last})"),
                real(values.sum()),
            ),
        });
    }
    sheet.strong_row(&cells).map(|_| ())
}

fn total_line(
    sheet: &mut SheetWriter<'_>,
    (of, rows): (&str, &[PaperRow]),
    lines: &[ActivityLine],
    group_rows: &[u32],
    columns: &[ActivityColumn],
    lang: Lang,
) -> io::Result<()> {
    let mut cells = vec![Cell::Empty, Cell::Text(say::all_together(lang))];
    for (at, column) in columns.iter().enumerate() {
        let total = value(rows, &column.key(of), column.fund);
        let added: i128 = lines.iter().filter_map(|line| line.values.get(at)).sum();
        let letter = column_letter(at);
        let groups: Vec<String> =
            group_rows.iter().map(|row| format!("{letter}{row}")).collect();
        cells.push(match added == total && !column.is_distinct && !groups.is_empty() {
            true => Cell::Formula(groups.join("+"), real(total)),
            false => number(Some(total)),
        });
    }
    sheet.strong_row(&cells).map(|_| ())
}

/// Letter of value column `at`, after the columns for number and label.
fn column_letter(at: usize) -> String {
    letters(u32::try_from(at + 2).unwrap_or(0))
}
