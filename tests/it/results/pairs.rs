//! Before and after, on a notebook written by hand. Comments show how the figures are computed.

use serde_json::{Value as Json, json};

use super::records::*;
use super::{figures, row, total};
use crate::kit::notebook::Notebook;

#[test]
fn pairs_are_of_equal_figures_units_and_periods() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    let line =
        |what: &str, unit: &str, n: &str| json!({"indicator": what, "unit": unit, "value": n});
    let year = |year: i16| (format!("{year}-01-01"), format!("{year}-12-31"));
    let put = |book: &mut Notebook, model, phase: &str, of: i16, lines: Json| {
        let (from, to) = year(of);
        book.put("measurement", measurement(model, at, phase, (&from, &to), lines))
    };
    let dry =
        book.put("model", model(at, "S1", Some("2024-05-05"), json!({"tech_level": "so_hoa"})));
    let saw = book.put("model", model(at, "S2", Some("2025-05-05"), json!({})));
    put(
        &mut book,
        dry,
        "truoc",
        2023,
        json!([
            line("dien", "kwh", "1000"),
            line("nang_suat", "sp_nguoi_ngay", "10"),
            line("nhien_lieu", "kg", "50")
        ]),
    );
    // two follow-ups in the period: the later one counts
    put(&mut book, dry, "sau", 2024, json!([line("dien", "kwh", "900")]));
    put(
        &mut book,
        dry,
        "theo_doi",
        2025,
        json!([
            line("dien", "kwh", "700"),
            line("nang_suat", "sp_nguoi_ngay", "11"),
            line("nhien_lieu", "lit", "40")
        ]),
    );
    put(
        &mut book,
        saw,
        "truoc",
        2023,
        json!([line("dien", "kwh", "200"), line("nang_suat", "sp_nguoi_ngay", "8")]),
    );
    put(
        &mut book,
        saw,
        "sau",
        2025,
        json!([line("dien", "kwh", "210"), line("nang_suat", "sp_nguoi_ngay", "8.4")]),
    );
    let report = book.report("2025");
    // 1000 + 200 -> 700 + 210: -290, -24,166... %
    total(&report, "I7", "2");
    total(&report, "I7.dien.kwh", "−24,2 %");
    // kg before and litres after are no pair
    assert!(report.row("I7.nhien_lieu.kg").is_none());
    // +10 % and +5 %: mean 7,5 %
    total(&report, "I8.nang_suat.sp_nguoi_ngay", "+7,5 %");
    // in 2024 only the earlier one: -10 %
    total(&book.report("2024"), "I7.dien.kwh", "−10 %");
    // T1 counts the support of the period, whenever it was measured: the model of 2024 gained 10 %,
    // that of 2025 gained 5 %
    total(&report, "T1.gain", "0");
    total(&report, "T1.measured", "1");
    total(&book.report("2024"), "T1.gain", "1");
    total(&book.report("2023"), "T1.gain", "0");
    assert_eq!(figures(row(&report, "T2")), ["0", "1", "0", "1"]);
    total(&report, "T2.digital", "0 %");
    total(&book.report("2024"), "T2.digital", "100 %");
    total(&book.report("2023"), "T2.digital", "–");
    // a deleted model has no pair: 200 -> 210
    book.delete(dry);
    total(&book.report("2025"), "I7.dien.kwh", "+5 %");
}

#[test]
fn a_pair_needs_the_same_kind_of_period() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    let dry = book.put("model", model(at, "S1", Some("2024-05-05"), json!({})));
    let lines = |n: &str| json!([{"indicator": "nuoc", "unit": "m3", "value": n}]);
    let mut of = |phase: &str, from: &str, to: &str, kind: &str, n: &str| {
        let base = measurement(dry, at, phase, (from, to), lines(n));
        book.put("measurement", with(base, json!({"period_kind": kind})));
    };
    of("truoc", "2024-01-01", "2024-01-10", "khac", "100");
    // ten days again, then a later one of eleven days without a counterpart
    of("sau", "2025-01-01", "2025-01-10", "khac", "90");
    of("theo_doi", "2025-06-01", "2025-06-11", "khac", "80");
    total(&book.report("2025-01"), "I7.nuoc.m3", "−10 %");
    total(&book.report("2025"), "I7.nuoc.m3", "−10 %");
    total(&book.report("2025-06"), "I7", "0");
}

/// A later measurement of some figures does not affect the others.
#[test]
fn each_figure_is_compared_by_its_own_latest_measurement() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    let dry = book.put("model", model(at, "S1", Some("2025-04-05"), json!({})));
    let line =
        |what: &str, unit: &str, n: &str| json!({"indicator": what, "unit": unit, "value": n});
    let mut of = |phase: &str, days: (&str, &str), kind: &str, lines: Json| {
        let base = measurement(dry, at, phase, days, lines);
        book.put("measurement", with(base, json!({"period_kind": kind})));
    };
    let power = |n: &str| line("dien", "kwh", n);
    let output = |n: &str| line("nang_suat", "sp_nguoi_ngay", n);
    of("truoc", ("2025-03-01", "2025-03-31"), "thang", json!([output("10"), power("100")]));
    of("truoc", ("2024-01-01", "2024-12-31"), "nam", json!([power("1000")]));
    of("sau", ("2025-09-01", "2025-09-30"), "thang", json!([output("12"), power("90")]));
    // productivity again, and electricity for the year
    of("theo_doi", ("2025-10-01", "2025-10-31"), "thang", json!([output("11")]));
    of("theo_doi", ("2025-01-01", "2025-12-31"), "nam", json!([power("800")]));
    let report = book.report("2025");
    total(&report, "I8.nang_suat.sp_nguoi_ngay", "+10 %");
    // the measurement of the year is later than that of the month: one pair, 1,000 to 800
    total(&report, "I7", "1");
    total(&report, "I7.dien.kwh", "−20 %");
    total(&report, "T1.gain", "1");
    total(&book.report("2025-09"), "I7.dien.kwh", "−10 %");
}

/// Before the support there was no model to measure, so the đề án has the earlier figure.
#[test]
fn a_model_is_compared_with_what_its_project_measured_before() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    let of = book.put("project", project("1", None, json!([]), json!({"scheme": "nhom"})));
    let own = json!({"project": of.to_string()});
    let model = book.put("model", model(at, "S1", Some("2024-05-05"), own.clone()));
    let lines = |n: &str| json!([{"indicator": "dien", "unit": "kwh", "value": n}]);
    let before = ("2023-01-01", "2023-12-31");
    let was = measurement(model, at, "truoc", before, lines("1000"));
    let was = with(was, json!({"model": null, "project": of.to_string()}));
    book.put("measurement", was);
    let after = ("2025-01-01", "2025-12-31");
    book.put("measurement", measurement(model, at, "sau", after, lines("700")));
    // 1,000 before, 700 after
    total(&book.report("2025"), "I7.dien.kwh", "−30 %");
    // an earlier measurement of the model itself takes precedence
    book.put("measurement", measurement(model, at, "truoc", before, lines("800")));
    total(&book.report("2025"), "I7.dien.kwh", "−12,5 %");
}
