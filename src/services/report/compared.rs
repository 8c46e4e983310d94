//! A report for people on 80 columns: totals of a period, of a year before, and the change.

use super::paper::ReportData;
use super::table::{fit, label, right};
use crate::indicators::{show, words};
use crate::lang::{Lang, papers as say, results};
use crate::text::cells;

const KEY_WIDTH: usize = 4;
const LABEL_WIDTH: usize = 35;
const FIGURE_WIDTH: usize = 13;

pub fn compared(data: &ReportData, lang: Lang) -> String {
    let head = [say::THIS_PERIOD, say::YEAR_BEFORE, say::GROWTH].map(|words| words.get(lang));
    let mut lines = cells::wrap(&words::title(&data.report.query, lang), 79);
    lines.extend([String::new(), line("", results::ROW.get(lang), &head)]);
    for paper in data.rows() {
        let row = &paper.row;
        let key = if row.is_part() { "" } else { row.key.as_str() };
        let name = say::in_unit(lang, &label(row, lang), row.shown_unit().get(lang));
        let before = paper.before.map_or_else(String::new, show::short);
        let growth = paper.growth.map_or_else(|| "–".to_owned(), |growth| growth.words(lang));
        let now = show::short(row.total().figure);
        let mut wrapped = cells::wrap(&name, LABEL_WIDTH - 1).into_iter();
        let first = wrapped.next().unwrap_or_default();
        lines.push(line(key, &first, &[&now, &before, &growth]));
        lines.extend(wrapped.map(|rest| line("", &format!("  {rest}"), &[])));
    }
    lines.push(String::new());
    lines.extend(data.notes(lang).iter().flat_map(|note| cells::wrap(note, 79)));
    let mut text = String::new();
    for line in lines {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn line(key: &str, name: &str, figures: &[&str]) -> String {
    let mut line = format!("{} {}", cells::pad(key, KEY_WIDTH), fit(name, LABEL_WIDTH));
    for figure in figures {
        line.push_str(&right(figure, FIGURE_WIDTH));
    }
    line
}
