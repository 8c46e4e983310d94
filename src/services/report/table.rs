//! A report as text for people: figures by fund, then the target; below them the counting rule of
//! each row.

use super::paper::ReportData;
use crate::indicators::{COLUMNS, ReportRow, show, words};
use crate::lang::{Lang, results as say};
use crate::record::ReportQuery;
use crate::text::cells;

const KEY_WIDTH: usize = 4;
const LABEL_WIDTH: usize = 44;
const UNIT_WIDTH: usize = 14;
const FIGURE_WIDTH: usize = 16;
const TARGET_WIDTH: usize = 24;

/// Amounts of money are in triệu đồng.
pub fn table(data: &ReportData, lang: Lang) -> String {
    let report = &data.report;
    let rows: Vec<ReportRow> = data.rows().map(|row| row.row).collect();
    let columns = TextColumns::of(&report.query, &rows, lang);
    let mut lines = vec![words::title(&report.query, lang), String::new(), columns.head(lang)];
    lines.extend(rows.iter().map(|row| columns.line(&report.query, row, lang)));
    lines.push(String::new());
    lines.extend(data.notes_on_figures(lang));
    lines.push(String::new());
    for row in report.rows.iter().filter(|row| !row.is_part()) {
        lines.push(format!("{} {}", cells::pad(&row.key, KEY_WIDTH), row.rule.get(lang)));
    }
    let mut text = String::new();
    for line in lines {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Column widths. Columns fit their contents; nothing is cut, as the text may go to a file.
struct TextColumns {
    label: usize,
    target: usize,
}

impl TextColumns {
    fn of(asked: &ReportQuery, rows: &[ReportRow], lang: Lang) -> TextColumns {
        let label = |row: &ReportRow| cells::width(&label(row, lang)) + 1;
        let target = |row: &ReportRow| {
            let set = row.targets.iter().map(|one| words::target(asked, one, lang));
            set.map(|set| cells::width(&set) + 2).max().unwrap_or(0)
        };
        TextColumns {
            label: rows.iter().map(label).max().unwrap_or(0).max(LABEL_WIDTH),
            target: rows.iter().map(target).max().unwrap_or(0).max(TARGET_WIDTH),
        }
    }

    fn head(&self, lang: Lang) -> String {
        let mut line =
            format!("{} {}", cells::pad("", KEY_WIDTH), fit(say::ROW.get(lang), self.label));
        line.push_str(&fit(say::UNIT.get(lang), UNIT_WIDTH));
        for fund in say::FUNDS {
            line.push_str(&right(fund.get(lang), FIGURE_WIDTH));
        }
        line.push_str("  ");
        line.push_str(&cells::pad(say::TARGET.get(lang), self.target));
        line.push_str(say::SHARE.get(lang));
        line
    }

    fn line(&self, asked: &ReportQuery, row: &ReportRow, lang: Lang) -> String {
        let key = if row.is_part() { "" } else { row.key.as_str() };
        let label = label(row, lang);
        let unit = row.shown_unit();
        let mut line = format!("{} {}", cells::pad(key, KEY_WIDTH), fit(&label, self.label));
        line.push_str(&fit(unit.get(lang), UNIT_WIDTH));
        for cell in &row.cells {
            line.push_str(&right(&show::short(cell.figure), FIGURE_WIDTH));
        }
        line.push_str("  ");
        let base = show::base(row.total().figure, row.unit.get(lang), lang);
        match row.targets.as_slice() {
            [] => line.push_str(&base),
            targets => {
                for (at, target) in targets.iter().enumerate() {
                    if at > 0 {
                        line.push('\n');
                        line.push_str(&cells::pad(
                            "",
                            KEY_WIDTH
                                + 1
                                + self.label
                                + UNIT_WIDTH
                                + COLUMNS * FIGURE_WIDTH
                                + 2,
                        ));
                    }
                    let words = words::target(asked, target, lang);
                    line.push_str(&cells::pad(&words, self.target));
                    line.push_str(&words::progress(asked, target, lang));
                }
                if !base.is_empty() {
                    line.push_str("  ");
                    line.push_str(&base);
                }
            }
        }
        line
    }
}

/// The short label of a row; parts are indented.
pub(super) fn label(row: &ReportRow, lang: Lang) -> String {
    let indent = if row.is_part() { "  " } else { "" };
    format!("{indent}{}", row.short_label(lang))
}

pub(super) fn fit(text: &str, width: usize) -> String {
    cells::pad(&cells::cut(text, width - 1), width)
}

pub(super) fn right(text: &str, width: usize) -> String {
    let space = width.saturating_sub(cells::width(text));
    format!("{}{text}", " ".repeat(space))
}
