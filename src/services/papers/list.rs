//! "Quản lý báo cáo dự án khuyến công": a sheet for each fund. A đề án of both funds is in both
//! sheets, with its part of each.

use std::io;

use super::projects::{ListedBeneficiary, ProjectLine};
use super::{head, million, million_number, money};
use crate::indicators::words;
use crate::lang::{Lang, papers as say};
use crate::office::book::{Cell, CellLook, Column, Total, WorkbookWriter};
use crate::record::ReportQuery;

pub fn sheets(
    book: &mut WorkbookWriter,
    projects: &[&ProjectLine],
    asked: &ReportQuery,
    lang: Lang,
) -> io::Result<()> {
    let local: fn(&ProjectLine) -> (i64, i64) = |project| (project.local, project.national);
    let national: fn(&ProjectLine) -> (i64, i64) = |project| (project.national, project.local);
    for (name, fund, parts) in
        [(say::SHEET_LOCAL, say::LOCAL, local), (say::SHEET_NATIONAL, say::NATIONAL, national)]
    {
        let own = projects.iter().filter(|project| parts(project).0 > 0);
        let own: Vec<&ProjectLine> = own.copied().collect();
        let mut sheet = book.paper(name.get(lang))?;
        sheet.title(&say::list_title(lang, fund.get(lang), &words::headline(asked, lang)))?;
        sheet.title(&say::list_note(lang))?;
        sheet.header(&columns(fund.get(lang), lang))?;
        for (at, project) in own.iter().enumerate() {
            let line = sheet.next_line();
            sheet.row(&cells(project, at + 1, line, parts(project), lang))?;
        }
        let totals = [
            Total::Nothing,
            Total::Words(say::all_together(lang)),
            Total::Nothing,
            Total::Sum,
            Total::Sum,
            Total::Sum,
            Total::Sum,
        ];
        if !own.is_empty() {
            sheet.totals(&totals)?;
        }
    }
    Ok(())
}

fn columns(fund: &str, lang: Lang) -> Vec<Column> {
    vec![
        head(say::NUMBER.get(lang), CellLook::Plain),
        head(say::PROJECT_NAME.get(lang), CellLook::Note),
        head(say::YEAR.get(lang), CellLook::Plain),
        money(say::MONEY.get(lang), lang),
        money(fund, lang),
        money(say::OTHER_FUND.get(lang), lang),
        money(say::COUNTERPART.get(lang), lang),
        head(say::BENEFICIARY_PLACE.get(lang), CellLook::Rule),
        head(say::STAGE.get(lang), CellLook::Unit),
    ]
}

fn cells(
    project: &ProjectLine,
    number: usize,
    line: u32,
    (fund, other): (i64, i64),
    lang: Lang,
) -> Vec<Cell> {
    let total = Cell::Formula(format!("SUM(E{line}:G{line})"), million_number(project.total()));
    vec![
        Cell::Whole(i64::try_from(number).unwrap_or(0)),
        Cell::Text(project.name.clone()),
        Cell::Whole(project.plan_year),
        total,
        million(fund),
        million(other),
        million(project.own.saturating_add(project.others)),
        Cell::Text(beneficiaries(project, lang)),
        Cell::Text(project.stage.clone()),
    ]
}

pub fn beneficiaries(project: &ProjectLine, lang: Lang) -> String {
    let named = |one: &ListedBeneficiary| match one.place.is_empty() {
        true => one.name.clone(),
        false => format!("{} ({})", one.name, one.place),
    };
    let unnamed =
        (project.unnamed > 0).then(|| say::unnamed(lang, &project.unnamed.to_string()));
    let all = project.beneficiaries.iter().map(named).chain(unnamed);
    all.collect::<Vec<_>>().join("; ")
}
