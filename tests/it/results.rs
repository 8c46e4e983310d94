//! Results: every rule of counting at its limits, the seed article's figures, a second computation,
//! and the screen.

mod again;
mod article;
mod before;
mod definitions;
mod kept;
mod organised;
mod pairs;
mod papers;
mod places;
mod printed;
pub mod records;
mod reported;
mod rules;
mod screen;
mod tasks;

use sotay::indicators::{Report, ReportRow, show};

/// National, local, outside, total, as shown.
fn figures(row: &ReportRow) -> [String; 4] {
    row.cells.each_ref().map(|cell| show::short(cell.figure))
}

#[track_caller]
fn row<'a>(report: &'a Report, key: &str) -> &'a ReportRow {
    report.row(key).unwrap_or_else(|| panic!("no row {key}"))
}

#[track_caller]
fn total(report: &Report, key: &str, is: &str) {
    assert_eq!(show::short(row(report, key).total().figure), is, "{key}");
}
