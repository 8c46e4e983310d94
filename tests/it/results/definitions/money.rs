//! Money: where it came from, of which years it is, and its shares.

use serde_json::json;

use super::{alone, goal};
use crate::kit::notebook::Notebook;
use crate::results::records::*;
use crate::results::{row, total};

#[test]
fn the_share_disbursed_is_of_the_plans_of_all_years_of_the_period() {
    let mut book = Notebook::new();
    for (year, paid) in [(2021, 100), (2022, 100), (2023, 100), (2024, 100), (2025, 10)] {
        let plan = json!({"plan_year": year, "disbursed": paid});
        alone(&mut book, &year.to_string(), None, plan);
    }
    // 410 of 500
    total(&book.report("2021..2025"), "I10", "82 %");
    total(&book.report("2025"), "I10", "10 %");
    total(&book.report("2025-Q1"), "I10", "10 %");
    // a project that was not approved is in no plan
    let stages = json!([{"date": "2024-01-01", "stage": "khao_sat"},
        {"date": "2024-09-01", "stage": "khong_duyet", "reason": "hết kinh phí"}]);
    let refused = json!({"plan_year": 2025, "stage": "khong_duyet", "stages": stages});
    alone(&mut book, "6", None, refused);
    total(&book.report("2025"), "I10", "10 %");
    // and it has not failed
    total(&book.report("2024"), "I4.failed", "0");
    total(&book.report("2024"), "I9.failed", "0");
    // a project that was stopped has failed
    let stages = json!([{"date": "2024-01-01", "stage": "khao_sat"},
        {"date": "2025-09-01", "stage": "ngung", "reason": "cơ sở xin thôi"}]);
    alone(&mut book, "7", None, json!({"stage": "ngung", "stages": stages}));
    // 10 of 200
    total(&book.report("2025"), "I10", "5 %");
}

/// A province's table has columns for the two programmes, each with that programme's money.
#[test]
fn money_is_in_the_columns_of_where_it_came_from() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    let rows = json!([{"establishment": at.to_string()}]);
    // 300 + 100 from the funds, 600 own capital
    let both = json!({"fund_level": "ket_hop", "fund_national": 300, "fund_local": 100,
        "own_capital": 600, "approved_support": 400});
    book.put("project", project("1", Some("2025-06-01"), rows.clone(), both));
    let local = json!({"fund_level": "dia_phuong", "fund_national": null, "fund_local": 50,
        "own_capital": 50, "approved_support": 50});
    book.put("project", project("2", Some("2025-06-02"), rows, local));
    let report = book.report("2025");
    let of = |key: &str| crate::results::figures(row(&report, key));
    assert_eq!(of("I9"), ["300", "150", "0", "1.100"]);
    assert_eq!(of("I9.national"), ["300", "0", "0", "300"]);
    assert_eq!(of("I9.local"), ["0", "150", "0", "150"]);
    assert_eq!(of("I9.own"), ["0", "0", "0", "650"]);
    // both programmes supported it, and it is one establishment
    assert_eq!(of("I4"), ["1", "1", "0", "1"]);
    assert_eq!(of("I4.projects"), ["1", "2", "0", "2"]);
    // a programme's target counts what the programme paid, and the establishments it supported
    book.put("target", goal("I9", "300", json!({"fund_level": "quoc_gia"})));
    book.put("target", goal("I9", "300", json!({"fund_level": "dia_phuong"})));
    book.put("target", goal("I4", "1", json!({"fund_level": "quoc_gia"})));
    let report = book.report("2025");
    let shares = |key: &str| {
        let targets = row(&report, key).targets.iter();
        targets.map(|target| (target.column, target.share)).collect::<Vec<_>>()
    };
    assert_eq!(shares("I9"), [(1, Some(50_000_000)), (0, Some(100_000_000))]);
    assert_eq!(shares("I4"), [(0, Some(100_000_000))]);
}

#[test]
fn the_programmes_money_outside_any_project_is_money() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    book.put(
        "training",
        training(
            at,
            "2025-05-01",
            30,
            json!({"fund_local": 90,
        "fund_level": "dia_phuong"}),
        ),
    );
    let paid = json!({"fund_level": "quoc_gia", "fund_national": 300, "own_capital": 900});
    book.put("model", model(at, "M1", Some("2025-05-02"), paid));
    book.put("fair", fair(at, "2025-05-03", json!({"support": 10})));
    // how much each of the two funds paid is unknown
    book.put("fair", fair(at, "2025-05-04", json!({"support": 7, "fund_level": "ket_hop"})));
    // another year, and one that belongs to a đề án, which has the money
    book.put("fair", fair(at, "2024-07-03", json!({"support": 1})));
    let of = book.put("project", project("1", None, json!([]), json!({"scheme": "nhom"})));
    let of = json!({"support": 1, "project": of.to_string()});
    book.put("fair", fair(at, "2025-05-05", of));
    let report = book.report("2025");
    // 300 + 90 + 10 + 7 from the funds, 900 own capital
    for key in ["I9", "I9.outside"] {
        assert_eq!(
            crate::results::figures(row(&report, key)),
            ["300", "100", "0", "1.307"],
            "{key}"
        );
    }
    total(&report, "I9.own", "900");
}

/// What both funds approved is split between the columns if the parts are known; otherwise only the
/// total has it.
#[test]
fn what_both_funds_approved_is_split_where_the_parts_are_known() {
    let mut book = Notebook::new();
    let both = |approved: i64, settled: i64| {
        json!({"fund_level": "ket_hop", "fund_national": 300, "fund_local": 100,
            "approved_support": approved, "settled_support": settled})
    };
    alone(&mut book, "1", Some("2025-06-01"), both(400, 350));
    let report = book.report("2025");
    let of = |key: &str| crate::results::figures(row(&report, key));
    assert_eq!(of("I13.planned"), ["300", "100", "0", "400"]);
    assert_eq!(of("I13.settled"), ["0", "0", "0", "350"]);
    // an amount without a source has no records
    for key in ["I9.loan", "I9.other", "I9.own", "I9.both", "I9.outside"] {
        assert!(row(&report, key).total().records.as_ref().unwrap().is_empty(), "{key}");
    }
}

/// The ratio of both funds' payments belongs to no column: it was outside the columns of its total.
#[test]
fn ratios_of_both_funds_are_in_the_total_alone() {
    let mut book = Notebook::new();
    let paid = |fund: &str, national: i64, local: i64, paid: i64| {
        json!({"fund_level": fund, "fund_national": (national > 0).then_some(national),
            "fund_local": (local > 0).then_some(local), "approved_support": national + local,
            "disbursed": paid, "own_capital": national + local})
    };
    alone(&mut book, "1", Some("2025-06-01"), paid("quoc_gia", 100, 0, 100));
    alone(&mut book, "2", Some("2025-06-01"), paid("dia_phuong", 0, 100, 50));
    alone(&mut book, "3", Some("2025-06-01"), paid("ket_hop", 100, 100, 150));
    let report = book.report("2025");
    // 300 of 400
    assert_eq!(crate::results::figures(row(&report, "I10")), ["100 %", "50 %", "–", "75 %"]);
    assert_eq!(crate::results::figures(row(&report, "I9.leverage")), ["1", "1", "–", "1"]);
}
