//! Figures reported on paper: shown below their row, never added to what records count.

use serde_json::{Value as Json, json};
use sotay::lang::Lang;
use sotay::record::Scope;

use super::records::*;
use super::{figures, row, total};
use crate::kit::notebook::Notebook;

fn reported(indicator: &str, years: (i32, i32), value: &str, more: Json) -> Json {
    let base = json!({"indicator": indicator, "date_from": format!("{}-01-01", years.0),
        "date_to": format!("{}-12-31", years.1), "value": value, "document": "1/BC",
        "verified": true});
    with(base, more)
}

#[test]
fn a_figure_of_a_paper_stands_under_its_row() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    book.put("training", training(at, "2024-06-01", 20, json!({})));
    let paper = book.put("reported_figure", reported("I1", (2021, 2025), "18000", json!({})));
    let report = book.report("2021..2025");
    total(&report, "I1", "20");
    total(&report, "I1.reported", "18.000");
    let keys: Vec<&str> = report.rows.iter().map(|row| row.key.as_str()).take(2).collect();
    assert_eq!(keys, ["I1", "I1.reported"]);
    let line = row(&report, "I1.reported");
    assert_eq!(line.unit.vi, "người");
    assert_eq!(book.ids_of(line.total().records.as_deref().unwrap()), [paper]);
    let notes = sotay::indicators::words::notes(&report, Lang::Vi).join(" ");
    assert!(notes.contains("không cộng"), "{notes}");
    // a part of its period is unknown
    assert!(book.report("2024").row("I1.reported").is_none());
    assert!(book.report("2020..2030").row("I1.reported").is_some());
}

#[test]
fn of_papers_that_say_the_same_twice_one_counts() {
    let mut book = Notebook::new();
    for (years, value, more) in [
        ((2024, 2024), "5", json!({})),
        ((2025, 2025), "6", json!({})),
        ((2025, 2025), "2", json!({"fund_level": "quoc_gia"})),
        ((2025, 2025), "3", json!({"fund_level": "dia_phuong"})),
        ((2025, 2025), "4", json!({"province": "25"})),
        ((2023, 2023), "7", json!({"province": "25"})),
        ((2023, 2023), "8", json!({"province": "19"})),
    ] {
        book.put("reported_figure", reported("I3", years, value, more));
    }
    // in 2025 the country's 6, as far as the funds are known; the province is included
    let of = |book: &Notebook, period: &str| figures(row(&book.report(period), "I3.reported"));
    assert_eq!(of(&book, "2025"), ["2", "3", "0", "6"]);
    // 5 and 6, and the two provinces of 2023
    assert_eq!(of(&book, "2023..2025"), ["2", "3", "0", "26"]);
    let province = book.report_in("2023..2025", Scope::Province("25".into()));
    assert_eq!(figures(row(&province, "I3.reported")), ["0", "0", "0", "11"]);
    // the years together are reported again
    book.put("reported_figure", reported("I3", (2021, 2025), "30", json!({})));
    assert_eq!(of(&book, "2021..2025")[3], "30");
    assert_eq!(of(&book, "2025")[3], "6");
}

#[test]
fn a_province_is_no_addition_to_the_country_of_one_fund() {
    let mut book = Notebook::new();
    let all = [
        ("100", json!({"fund_level": "quoc_gia"})),
        ("50", json!({"province": "25"})),
        ("20", json!({"province": "25", "fund_level": "quoc_gia"})),
    ];
    for (value, more) in all {
        book.put("reported_figure", reported("I3", (2025, 2025), value, more));
    }
    let report = book.report("2025");
    assert_eq!(figures(row(&report, "I3.reported")), ["100", "0", "0", "100"]);
}

#[test]
fn shares_are_not_added_and_rows_that_are_not_shown_have_a_line_too() {
    let mut book = Notebook::new();
    book.put("reported_figure", reported("I2", (2024, 2024), "98", json!({})));
    book.put("reported_figure", reported("I2", (2025, 2025), "90", json!({})));
    let report = book.report("2024..2025");
    total(&report, "I2.reported", "98");
    // no product of this level has a certificate
    book.put("reported_figure", reported("I6.khu_vuc", (2025, 2025), "610", json!({})));
    let report = book.report("2025");
    assert!(report.row("I6.khu_vuc").is_none());
    let line = row(&report, "I6.khu_vuc.reported");
    total(&report, "I6.khu_vuc.reported", "610");
    assert_eq!(line.unit.vi, "sản phẩm");
    assert!(line.full_label(Lang::Vi).contains("Cấp khu vực"), "{}", line.full_label(Lang::Vi));
}
