//! The same period a year before, for a period that is not over: only up to the same day.

use serde_json::json;
use sotay::record::{Period, ReportQuery, Scope};

use super::records::*;
use crate::kit::notebook::Notebook;

/// The figure of the year before 2026, in millionths.
fn year_before(book: &Notebook, row: &str) -> Option<i128> {
    let asked = ReportQuery { period: Period::parse("2026").unwrap(), scope: Scope::All };
    book.store.reports().year_before(&asked).unwrap().figure(row)?.value()
}

#[test]
fn what_began_after_the_same_day_a_year_ago_is_not_compared() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    let mut link = |from: Option<&str>| {
        book.put(
            "value_chain",
            json!({"establishment": at.to_string(), "direction": "tieu_thu", "partner": "HTX",
                "partner_kind": "htx", "product": "Chè", "contract": false, "date_from": from}),
        );
    };
    // the notebook's day is 23/11/2026
    link(Some("2025-11-23"));
    link(Some("2025-12-04"));
    // without a first day it does not count for the past
    link(None);
    assert_eq!(year_before(&book, "T3"), Some(1_000_000));
    super::total(&book.report("2026"), "T3", "3");
}

/// Gains are those known today, for the support of this year and of the year before alike.
#[test]
fn gains_of_the_year_before_are_those_that_are_known_today() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    let dry = book.put("model", model(at, "S1", Some("2025-05-05"), json!({})));
    let lines =
        |n: &str| json!([{"indicator": "nang_suat", "unit": "sp_nguoi_ngay", "value": n}]);
    for (phase, year, n) in [("truoc", "2024", "10"), ("sau", "2025", "15")] {
        let days = (format!("{year}-01-01"), format!("{year}-12-31"));
        book.put("measurement", measurement(dry, at, phase, (&days.0, &days.1), lines(n)));
    }
    // measured up to 31/12/2025, after the day that corresponds to today
    assert_eq!(year_before(&book, "T1.gain"), Some(1_000_000));
}
