//! Mẫu số 2 of TT 36/2013: the đề án registered for the national fund in a year's plan.

use std::io;

use super::list::beneficiaries;
use super::projects::ProjectLine;
use super::{head, million, million_number, money};
use crate::indicators::words;
use crate::lang::{Lang, papers as say};
use crate::office::book::{Cell, CellLook, Total, WorkbookWriter};
use crate::record::ReportQuery;
use crate::text::format::show_date;

pub fn sheet(
    book: &mut WorkbookWriter,
    projects: &[&ProjectLine],
    asked: &ReportQuery,
    lang: Lang,
) -> io::Result<()> {
    let mut sheet = book.paper(say::FORM_2.get(lang))?;
    sheet.title(&say::registered_title(lang, &words::headline(asked, lang)))?;
    sheet.title(&say::form_source(lang, say::FORM_2.get(lang)))?;
    sheet.header(&[
        head(say::NUMBER.get(lang), CellLook::Plain),
        head(say::PROJECT_NAME.get(lang), CellLook::Note),
        head(say::EXECUTING_UNIT.get(lang), CellLook::Unit),
        head(say::GOALS.get(lang), CellLook::Note),
        head(say::EXPECTED.get(lang), CellLook::Unit),
        head(say::TIME.get(lang), CellLook::Unit),
        money(say::MONEY.get(lang), lang),
        money(say::NATIONAL.get(lang), lang),
        money(say::COUNTERPART.get(lang), lang),
        head(say::NOTE.get(lang), CellLook::Rule),
    ])?;
    for (at, project) in projects.iter().enumerate() {
        let line = sheet.next_line();
        let rest = project.own.saturating_add(project.others).saturating_add(project.local);
        sheet.row(&[
            Cell::Whole(i64::try_from(at + 1).unwrap_or(0)),
            Cell::Text(project.name.clone()),
            Cell::Text(project.executing_unit.clone()),
            Cell::Text(joined([&project.activity, &project.topic])),
            Cell::Text(expected(project, lang)),
            Cell::Text(time(project)),
            Cell::Formula(format!("SUM(H{line}:I{line})"), million_number(project.total())),
            million(project.national),
            million(rest),
            Cell::Text(beneficiaries(project, lang)),
        ])?;
    }
    if !projects.is_empty() {
        sheet.totals(&[
            Total::Nothing,
            Total::Words(say::all_together(lang)),
            Total::Nothing,
            Total::Nothing,
            Total::Nothing,
            Total::Nothing,
            Total::Sum,
            Total::Sum,
            Total::Sum,
        ])?;
    }
    Ok(())
}

fn joined(parts: [&String; 2]) -> String {
    let parts = parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str);
    parts.collect::<Vec<_>>().join(": ")
}

/// The expected results. No question asks for them, so they are taken from the đề án's counts.
fn expected(project: &ProjectLine, lang: Lang) -> String {
    let establishments =
        i64::try_from(project.beneficiaries.len()).unwrap_or(0).saturating_add(project.unnamed);
    let counted = [
        (establishments, say::ESTABLISHMENTS.get(lang)),
        (project.participants, say::PEOPLE.get(lang)),
        (project.jobs, say::NEW_JOBS.get(lang)),
    ];
    let some = counted.into_iter().filter(|(n, _)| *n > 0);
    some.map(|(n, unit)| format!("{n} {unit}")).collect::<Vec<_>>().join("; ")
}

fn time(project: &ProjectLine) -> String {
    match project.days {
        (Some(start), Some(end)) => format!("{} – {}", show_date(start), show_date(end)),
        (Some(day), None) | (None, Some(day)) => show_date(day),
        (None, None) => project.plan_year.to_string(),
    }
}
