//! Mẫu số 1 of TT 36/2013: the estimate of each đề án of the national fund, one sheet each. A đề án
//! without items gets its totals in one line, and empty lines for items.

use std::collections::BTreeSet;
use std::io;

use super::projects::{ProjectItem, ProjectLine};
use super::{head, million, million_number, money};
use crate::lang::{Lang, papers as say};
use crate::office::book::{Cell, CellLook, WorkbookWriter, sheet_name};
use crate::record::ReportQuery;

/// Empty lines for items of the estimate.
const FREE_LINES: usize = 6;

pub fn sheets(
    book: &mut WorkbookWriter,
    projects: &[&ProjectLine],
    asked: &ReportQuery,
    lang: Lang,
) -> io::Result<()> {
    let mut names = BTreeSet::new();
    for (at, project) in projects.iter().enumerate() {
        sheet(book, project, &name(project, at + 1, &mut names), lang)?;
    }
    if projects.is_empty() {
        let mut sheet = book.paper(say::FORM_1.get(lang))?;
        sheet
            .title(&say::no_projects(lang, &crate::indicators::words::headline(asked, lang)))?;
    }
    Ok(())
}

/// Sheet names in a workbook must be unique, ignoring case.
fn name(project: &ProjectLine, number: usize, taken: &mut BTreeSet<String>) -> String {
    let code = sheet_name(&project.code);
    match !code.is_empty() && taken.insert(code.to_lowercase()) {
        true => code,
        false => format!("{number}"),
    }
}

fn sheet(
    book: &mut WorkbookWriter,
    project: &ProjectLine,
    name: &str,
    lang: Lang,
) -> io::Result<()> {
    let mut sheet = book.paper(name)?;
    sheet.title(say::FORM_1_TITLE.get(lang))?;
    for line in [
        say::said(lang, say::PROJECT_NAME.get(lang), &project.name),
        say::said(lang, say::EXECUTING_UNIT.get(lang), &project.executing_unit),
        say::said(lang, say::YEAR.get(lang), &project.plan_year.to_string()),
        say::form_source(lang, say::FORM_1.get(lang)),
    ] {
        sheet.title(&line)?;
    }
    sheet.header(&[
        head(say::NUMBER.get(lang), CellLook::Plain),
        head(say::ITEM.get(lang), CellLook::Note),
        money(&format!("{} (1)", say::MONEY.get(lang)), lang),
        money(&format!("{} (2)", say::NATIONAL.get(lang)), lang),
        money(&format!("{} (3)", say::FROM_BENEFICIARY.get(lang)), lang),
        money(&format!("{} (4)", say::OTHER_FUNDS.get(lang)), lang),
        head(&format!("{} (5)", say::NOTE.get(lang)), CellLook::Text),
    ])?;
    let first = sheet.next_line();
    let others = project.local.saturating_add(project.others);
    let items = lines(project, others, lang);
    let free = if project.items.is_empty() { FREE_LINES } else { 0 };
    for (at, item) in items.iter().map(Some).chain((0..free).map(|_| None)).enumerate() {
        let line = sheet.next_line();
        let money = |of: fn(&ProjectItem) -> i64| item.map_or(Cell::Empty, |i| million(of(i)));
        let text = |of: fn(&ProjectItem) -> &String| {
            Cell::Text(item.map(of).cloned().unwrap_or_default())
        };
        let sum = item.map_or(0.0, |item| million_number(item.total()));
        sheet.row(&[
            Cell::Whole(i64::try_from(at + 1).unwrap_or(0)),
            text(|item| &item.name),
            Cell::Formula(format!("SUM(D{line}:F{line})"), sum),
            money(|item| item.national),
            money(|item| item.own),
            money(|item| item.others),
            text(|item| &item.note),
        ])?;
    }
    let last = sheet.next_line() - 1;
    let sum = |column: &str, dong| {
        Cell::Formula(format!("SUM({column}{first}:{column}{last})"), million_number(dong))
    };
    sheet.strong_row(&[
        Cell::Empty,
        Cell::Text(say::all_together(lang)),
        sum("C", project.total()),
        sum("D", project.national),
        sum("E", project.own),
        sum("F", others),
    ])?;
    sheet.title(&say::no_other_support(lang))?;
    sheet.title(&say::pays_the_rest(lang))
}

/// The items, and a last line with the rest of the đề án's totals if the items do not add up to
/// them.
fn lines(project: &ProjectLine, others: i64, lang: Lang) -> Vec<ProjectItem> {
    let left = |whole: i64, of: fn(&ProjectItem) -> i64| {
        let known = project.items.iter().map(of).fold(0_i64, i64::saturating_add);
        whole.saturating_sub(known)
    };
    let name = match project.items.is_empty() {
        true => project.activity.clone(),
        false => say::REST_OF_ESTIMATE.get(lang).to_owned(),
    };
    let rest = ProjectItem {
        name,
        national: left(project.national, |item| item.national),
        own: left(project.own, |item| item.own),
        others: left(others, |item| item.others),
        note: String::new(),
    };
    let has_rest = [rest.national, rest.own, rest.others].iter().any(|dong| *dong != 0);
    let items = project.items.iter().cloned();
    items.chain((has_rest || project.items.is_empty()).then_some(rest)).collect()
}
