//! Targets: what they are compared with, and of which years and provinces they are.

use serde_json::json;
use sotay::lang::Lang;
use sotay::record::{Scope, Value};

use super::{alone, goal};
use crate::kit::notebook::Notebook;
use crate::results::records::*;
use crate::results::{row, total};

#[test]
fn a_target_is_compared_with_what_was_reached_since_its_first_year() {
    let mut book = Notebook::new();
    for (code, day) in [("1", "2025-03-01"), ("2", "2025-10-01"), ("3", "2026-06-01")] {
        alone(&mut book, code, Some(day), json!({}));
    }
    book.put("target", goal("I4", "4", json!({"year_to": 2030})));
    let share = |percent: i128| Some(percent * 1_000_000);
    let target = |period: &str| row(&book.report(period), "I4").targets[0];
    // 2 of 4 at the end of 2025; 365 of the 2,191 days of the six years have passed: 16,6590... %
    assert_eq!((target("2025").share, target("2025").elapsed), (share(50), 16_659_060));
    // 3 of 4 so far, though the year alone has 1
    total(&book.report("2026"), "I4", "1");
    for period in ["2026", "2026-06", "2025..2026", "2026-Q3"] {
        assert_eq!(
            (target(period).reached, target(period).share),
            (Some(3_000_000), share(75))
        );
    }
    assert_eq!(target("2026-Q1").share, share(50));
    // no time passes after today: 365 + 327 days
    assert_eq!(target("2026").elapsed, 31_583_752);
    assert_eq!(target("2026").elapsed, target("2025..2030").elapsed);
}

/// 80 % of one year and 85 % of the next are not 165 % of both; numbers of people are added.
#[test]
fn targets_of_shares_are_not_added() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    book.put("training", training(at, "2026-06-01", 20, json!({})));
    for (year, share, people) in [(2026, "80", "10"), (2027, "85", "30")] {
        let years = json!({"year_from": year, "year_to": year});
        book.put("target", goal("I2", share, years.clone()));
        book.put("target", goal("I1", people, years));
    }
    let values = |period: &str, key: &str| {
        let report = book.report(period);
        let values = row(&report, key).targets.iter().map(|target| target.value / 1_000_000);
        values.collect::<Vec<_>>()
    };
    assert_eq!((values("2026", "I2"), values("2027", "I2")), (vec![80], vec![85]));
    assert_eq!(values("2026..2027", "I2"), Vec::<i128>::new());
    assert_eq!(values("2026..2027", "I1"), [40]);
}

/// "610 of the region, 202 of the nation" are separate targets.
#[test]
fn a_part_has_a_target_of_its_own_and_is_shown_with_it() {
    let mut book = Notebook::new();
    book.put("target", goal("I6.khu_vuc", "4", json!({})));
    book.put("target", goal("I6.quoc_gia", "2", json!({})));
    let at = establishment(&mut book, HERE, json!({}));
    let tea = book.put("product", product(at));
    book.put("honour", honour(tea, "khu_vuc", "2025-06-01", json!({"fund_level": "quoc_gia"})));
    let report = book.report("2025");
    let share = |key: &str| row(&report, key).targets[0].share;
    assert_eq!((share("I6.khu_vuc"), share("I6.quoc_gia")), (Some(25_000_000), Some(0)));
    assert!(row(&report, "I6").targets.is_empty());
    assert!(report.row("I6.tinh").is_none(), "nothing there, and nothing to reach");
}

/// A form refuses such targets; a device may send them. They break no report, and hide no other
/// target.
#[test]
fn targets_of_impossible_years_are_left_out() {
    let mut book = Notebook::new();
    alone(&mut book, "1", Some("2025-01-05"), json!({}));
    for (from, to) in [(i64::MIN, i64::MAX), (-40_000, 40_000), (2025, i64::MAX)] {
        let odd = book.put("target", goal("I4", "1", json!({})));
        let head = book.store.records().get(odd).unwrap().unwrap().head;
        let years = vec![(2, Some(Value::Int(from))), (3, Some(Value::Int(to)))];
        assert!(book.store.decide(odd, head, years).unwrap());
        assert!(row(&book.report("2025"), "I4").targets.is_empty(), "{from} to {to}");
    }
    book.put("target", goal("I4", "4", json!({})));
    assert_eq!(row(&book.report("2025"), "I4").targets[0].share, Some(25_000_000));
}

/// An office enters its own province, and its own report shows the target. Targets of several
/// provinces are added up and marked so.
#[test]
fn a_provinces_own_target_is_in_its_own_report() {
    let mut book = Notebook::new();
    alone(&mut book, "1", Some("2025-06-01"), json!({}));
    book.put("target", goal("I4", "4", json!({"province": "25"})));
    let report = book.report("2025");
    let target = row(&report, "I4").targets[0];
    assert_eq!((target.share, target.province), (Some(25_000_000), Some(25)));
    let said = sotay::indicators::words::target(&report.query, &target, Lang::Vi);
    assert!(said.contains("Phú Thọ"), "{said}");
    let own = book.report_in("2025", Scope::Province("25".into()));
    assert_eq!(row(&own, "I4").targets[0].province, None);
    // a target of the whole country takes precedence
    book.put("target", goal("I4", "2", json!({})));
    assert_eq!(row(&book.report("2025"), "I4").targets[0].share, Some(50_000_000));
    let mut book = Notebook::new();
    book.put("target", goal("I4", "4", json!({"province": "25"})));
    book.put("target", goal("I4", "4", json!({"province": "19"})));
    let report = book.report("2025");
    let target = row(&report, "I4").targets[0];
    assert_eq!((target.value, target.province), (8_000_000, None));
    let said = sotay::indicators::words::target(&report.query, &target, Lang::Vi);
    assert!(said.contains("cộng 2 tỉnh"), "{said}");
    // one province's targets are not what all provinces have to reach
    let own = book.report_in("2025", Scope::Province("19".into()));
    assert_eq!(row(&own, "I4").targets[0].value, 4_000_000);
    // nor are targets for other years
    let mut book = Notebook::new();
    book.put("target", goal("I4", "4", json!({"province": "25"})));
    book.put("target", goal("I4", "4", json!({"province": "19", "year_to": 2026})));
    assert!(row(&book.report("2025"), "I4").targets.is_empty());
}

/// "300 to 400": the result is compared with the lower end.
#[test]
fn a_target_may_be_a_range() {
    let mut book = Notebook::new();
    for (code, day) in [("1", "2025-06-01"), ("2", "2025-07-01")] {
        alone(&mut book, code, Some(day), json!({}));
    }
    book.put("target", goal("I4", "4", json!({"value_to": "8"})));
    let report = book.report("2025");
    let target = row(&report, "I4").targets[0];
    assert_eq!((target.value, target.value_to), (4_000_000, Some(8_000_000)));
    assert_eq!(target.share, Some(50_000_000));
    let said = sotay::indicators::words::target(&report.query, &target, Lang::Vi);
    assert!(said.starts_with("4–8 "), "{said}");
    // two ranges for single years add up to one for both
    let next = json!({"year_from": 2026, "year_to": 2026});
    book.put("target", goal("I4", "3", next));
    let target = row(&book.report("2025..2026"), "I4").targets[0];
    assert_eq!((target.value, target.value_to), (7_000_000, Some(11_000_000)));
}

/// Targets for single years add up, and are compared with the results of those years.
#[test]
fn targets_of_single_years_add_up() {
    let mut book = Notebook::new();
    for (code, day) in
        [("1", "2023-05-01"), ("2", "2024-05-01"), ("3", "2025-05-01"), ("4", "2025-06-01")]
    {
        alone(&mut book, code, Some(day), json!({}));
    }
    for (year, value) in [(2023, "2"), (2025, "2")] {
        let years = json!({"year_from": year, "year_to": year});
        book.put("target", goal("I4", value, years));
    }
    // a target for one year is not one for both years
    assert!(row(&book.report("2024..2025"), "I4").targets.is_empty());
    // 1 of 2023 and 2 of 2025; 2024 has no target, so its result does not count
    let report = book.report("2023..2025");
    let target = row(&report, "I4").targets[0];
    assert_eq!((target.value, target.years), (4_000_000, (2023, 2025)));
    assert_eq!((target.reached, target.share), (Some(3_000_000), Some(75_000_000)));
    let said = sotay::indicators::words::target(&report.query, &target, Lang::Vi);
    assert!(said.contains("cộng 2 chỉ tiêu"), "{said}");
    book.put("target", goal("I4", "4", json!({"year_from": 2024, "year_to": 2024})));
    let report = book.report("2023..2025");
    // 4 of 8, as in the row above
    assert_eq!(row(&report, "I4").targets[0].share, Some(50_000_000));
    // a target for all the years takes precedence
    book.put("target", goal("I4", "16", json!({"year_from": 2021, "year_to": 2025})));
    let target = row(&book.report("2023..2025"), "I4").targets[0];
    assert_eq!((target.value, target.added), (16_000_000, None));
}
