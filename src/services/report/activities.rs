//! Đề án by activity (I13) as provinces print it: a line for each activity under its group, with what
//! was done for whom and with what money.

use std::io;

use super::cells::{head, number, real};
use super::paper::{PaperRow, ReportData};
use crate::indicators::{Figure, TOTAL, words};
use crate::lang::{Lang, papers as say, results};
use crate::office::book::{Cell, CellLook, Column, SheetWriter, WorkbookWriter};
use crate::office::grid::letters;
use crate::programme::spec::Programme;

pub const ROW: &str = "I13";

/// Where a column's number comes from: a part of the row, and a column of funds.
struct ActivityColumn {
    heading: String,
    /// empty: the number of đề án itself
    part: &'static str,
    fund: usize,
    /// an establishment that took part in two is one: these do not add up
    is_distinct: bool,
}

/// Headed as the parts are called in the report.
fn table_columns(rows: &[PaperRow], lang: Lang) -> Vec<ActivityColumn> {
    let part = |part: &str| {
        let key = if part.is_empty() { ROW.to_owned() } else { format!("{ROW}.{part}") };
        let row = rows.iter().find(|row| row.row.key == key).map(|row| &row.row);
        row.map_or("", |row| row.label.get(lang)).to_owned()
    };
    let million = say::MILLION_DONG.get(lang);
    let money = |words: &str| say::in_unit(lang, words, million);
    let of_fund = |fund: usize| money(results::FUNDS.get(fund).map_or("", |f| f.get(lang)));
    let column =
        |heading, part, fund, is_distinct| ActivityColumn { heading, part, fund, is_distinct };
    vec![
        column(say::PROJECTS.get(lang).to_owned(), "", TOTAL, false),
        column(part("establishments"), "establishments", TOTAL, true),
        column(part("participants"), "participants", TOTAL, false),
        column(part("results"), "results", TOTAL, false),
        column(part("jobs"), "jobs", TOTAL, false),
        column(money(&part("money")), "money", TOTAL, false),
        column(of_fund(0), "money", 0, false),
        column(of_fund(1), "money", 1, false),
        column(money(&part("planned")), "planned", TOTAL, false),
        column(money(&part("settled")), "settled", TOTAL, false),
    ]
}

/// An activity or a group, and a number for each column.
struct ActivityLine {
    label: String,
    group: String,
    values: Vec<i128>,
}

pub fn sheet(
    book: &mut WorkbookWriter,
    programme: &Programme,
    rows: &[PaperRow],
    data: &ReportData,
    lang: Lang,
) -> io::Result<()> {
    let mut sheet = book.paper(&say::sheet_activities(lang))?;
    let title = words::headline(&data.report.query, lang);
    sheet.title(&format!("{} · {title}", say::sheet_activities(lang)))?;
    let columns = table_columns(rows, lang);
    let mut heads =
        vec![head("", CellLook::Plain), head(&say::sheet_activities(lang), CellLook::Note)];
    heads.extend(
        columns
            .iter()
            .map(|column| Column { heading: column.heading.clone(), look: CellLook::Amount }),
    );
    sheet.header(&heads)?;
    let lines = activity_lines(programme, rows, &columns, lang);
    let groups = programme.list("activity_group").map_or(&[][..], |list| &list.choices);
    let mut group_rows = Vec::new();
    for group in groups {
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
    total_line(&mut sheet, rows, &lines, &group_rows, &columns, lang)?;
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

fn activity_lines(
    programme: &Programme,
    rows: &[PaperRow],
    columns: &[ActivityColumn],
    lang: Lang,
) -> Vec<ActivityLine> {
    let choices = programme.list("activity_kind").map_or(&[][..], |list| &list.choices);
    let of = |choice: &crate::programme::spec::Choice| {
        let key = format!("{ROW}.{}", choice.id);
        rows.iter().find(|row| row.row.key == key)?;
        let value = |column: &ActivityColumn| match column.part {
            "" => value(rows, &key, column.fund),
            part => value(rows, &format!("{key}.{part}"), column.fund),
        };
        Some(ActivityLine {
            label: choice.label.get(lang).to_owned(),
            group: choice.facts("g").first().cloned().unwrap_or_default(),
            values: columns.iter().map(value).collect(),
        })
    };
    choices.iter().filter_map(of).collect()
}

/// Sums as formulas over the lines below; distinct counts are left out.
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
    rows: &[PaperRow],
    lines: &[ActivityLine],
    group_rows: &[u32],
    columns: &[ActivityColumn],
    lang: Lang,
) -> io::Result<()> {
    let mut cells = vec![Cell::Empty, Cell::Text(say::all_together(lang))];
    for (at, column) in columns.iter().enumerate() {
        let key = match column.part {
            "" => ROW.to_owned(),
            part => format!("{ROW}.{part}"),
        };
        let total = value(rows, &key, column.fund);
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

/// After the group's number and the label.
fn column_letter(at: usize) -> String {
    letters(u32::try_from(at + 2).unwrap_or(0))
}
