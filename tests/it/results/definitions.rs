//! The meaning of the figures, one case at a time: failures, future days, plans of several years,
//! places of copies, targets of several years. Today is 23 November 2026.

mod money;
mod targets;

use serde_json::{Value as Json, json};
use sotay::lang::Lang;
use sotay::record::Scope;

use super::records::*;
use super::{row, total};
use crate::kit::notebook::Notebook;

/// A project with one beneficiary, support of 100 and no own capital.
fn alone(book: &mut Notebook, code: &str, day: Option<&str>, more: Json) -> sotay::record::Id {
    let at = establishment(book, HERE, json!({}));
    let rows = json!([{"establishment": at.to_string(), "support": 100}]);
    book.put("project", project(code, day, rows, more))
}

/// A verified target for 2025.
fn goal(indicator: &str, value: &str, more: Json) -> Json {
    let base = json!({"indicator": indicator, "year_from": 2025, "year_to": 2025, "value": value,
        "decision": "1/QĐ", "verified": true});
    with(base, more)
}

#[test]
fn what_failed_is_no_result_and_stands_in_a_row_of_its_own() {
    let mut book = Notebook::new();
    alone(&mut book, "1", Some("2025-06-01"), json!({"acceptance": "khong_dat"}));
    alone(&mut book, "2", Some("2025-06-02"), json!({"acceptance": "dat_mot_phan"}));
    // accepted, but still without a conclusion
    alone(&mut book, "3", Some("2025-06-03"), json!({"acceptance": "chua_ket_luan"}));
    let report = book.report("2025");
    // only 2
    for key in ["I4", "I4.projects", "T1"] {
        total(&report, key, "1");
    }
    total(&report, "I9", "100");
    // only 1
    for key in ["I4.failed", "I13.failed"] {
        total(&report, key, "1");
    }
    total(&report, "I9.failed", "100");
    // another activity does not count in I4
    alone(
        &mut book,
        "4",
        Some("2025-06-04"),
        json!({"acceptance": "khong_dat",
        "kind": "nhan_hieu"}),
    );
    let report = book.report("2025");
    total(&report, "I4.failed", "1");
    total(&report, "I13.failed", "2");
}

#[test]
fn what_was_recalled_after_its_acceptance_is_no_result() {
    let mut book = Notebook::new();
    let stages = json!([{"date": "2025-01-01", "stage": "khao_sat"},
        {"date": "2025-09-01", "stage": "ngung", "reason": "thu hồi kinh phí"}]);
    let recalled = json!({"stage": "ngung", "stages": stages});
    let recalled = alone(&mut book, "1", Some("2025-06-01"), recalled);
    // its model does not count either
    let at = establishment(&mut book, HERE, json!({}));
    let of = json!({"project": recalled.to_string()});
    book.put("model", model(at, "M1", Some("2025-06-01"), of));
    let report = book.report("2025");
    for key in ["I4", "I5", "T1", "T2", "I9"] {
        total(&report, key, "0");
    }
    total(&report, "I4.failed", "1");
    total(&report, "I9.failed", "100");
    // it counts in the half year of its recall, not of its acceptance
    total(&book.report("2025-H1"), "I4.failed", "0");
    total(&book.report("2025-H2"), "I4.failed", "1");
}

#[test]
fn what_was_stopped_before_its_acceptance_counts_on_the_day_of_that() {
    let mut book = Notebook::new();
    let stages = json!([{"date": "2024-01-01", "stage": "khao_sat"},
        {"date": "2025-09-01", "stage": "ngung", "reason": "cơ sở xin thôi"}]);
    alone(&mut book, "1", None, json!({"stage": "ngung", "stages": stages}));
    total(&book.report("2024"), "I4.failed", "0");
    total(&book.report("2025"), "I4.failed", "1");
    total(&book.report("2025-Q2"), "I4.failed", "0");
}

#[test]
fn nothing_counts_before_its_day() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    book.put("fair", fair(at, "2026-11-23", json!({})));
    book.put("fair", fair(at, "2026-12-24", json!({})));
    let report = book.report("2026");
    for (key, figure) in [("I3", "1"), ("T1", "1"), ("T1.new", "1")] {
        total(&report, key, figure);
    }
    let ahead = book.report("2026-12");
    for key in ["I3", "T1", "T1.new"] {
        total(&ahead, key, "0");
    }
}

#[test]
fn machines_of_a_point_scheme_count_among_its_further_activities() {
    let mut book = Notebook::new();
    let [a, b] =
        [HERE, FAR].map(|place| establishment(&mut book, place, json!({})).to_string());
    let rows = json!([{"establishment": a}, {"establishment": b}]);
    let point = json!({"scheme": "diem", "kind": "mo_hinh_moi",
        "other_kinds": ["dao_tao_nghe", "day_chuyen_cong_nghe"]});
    book.put("project", project("1", Some("2025-06-01"), rows.clone(), point));
    let courses = json!({"scheme": "diem", "kind": "mo_hinh_moi",
        "other_kinds": ["dao_tao_nghe"]});
    book.put("project", project("2", Some("2024-06-01"), rows, courses));
    total(&book.report("2025"), "I4", "2");
    total(&book.report("2024"), "I4", "0");
}

#[test]
fn a_copy_is_where_it_was_made() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    let copier = establishment(&mut book, FAR, json!({})).to_string();
    let copies = json!({"replications": [
        {"name": "A", "date": "2025-03-01", "place": FAR},
        {"establishment": copier, "date": "2025-03-02"},
        {"name": "B", "date": "2025-03-03"}]});
    book.put("model", model(at, "M1", Some("2024-06-01"), copies));
    total(&book.report("2025"), "T2.copies", "3");
    let province = |code: &str| book.report_in("2025", Scope::Province(code.into()));
    // without a known place, it counts where the model is
    total(&province("25"), "T2.copies", "1");
    total(&province("19"), "T2.copies", "2");
}

#[test]
fn a_link_without_a_first_day_is_none_of_the_past() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    let link = json!({"establishment": at.to_string(), "direction": "tieu_thu",
        "partner": "HTX", "partner_kind": "htx", "product": "Chè", "contract": true});
    book.put("value_chain", link);
    for period in ["2013", "2025", "2026-10"] {
        total(&book.report(period), "T3", "0");
        total(&book.report(period), "T3.contracts", "0");
    }
    for period in ["2026-11", "2026", "2021..2030"] {
        total(&book.report(period), "T3", "1");
    }
}

#[test]
fn two_kinds_of_support_are_held_whenever_they_were_granted() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    let support = |kind: &str, day: &str| {
        json!({"establishment": at.to_string(), "kind": kind, "programme": "Vay",
            "body": "Sở", "unit": "dong", "asked": "10", "granted": "10",
            "asked_date": "2014-01-01", "state": "duoc_duyet", "decided_date": day,
            "reason": "x"})
    };
    book.put("coordinated_support", support("dat_dai", "2014-06-01"));
    book.put("coordinated_support", support("tin_dung", "2015-06-01"));
    for (period, figure) in [("2014", "0"), ("2015", "1"), ("2016", "0"), ("2014..2015", "1")] {
        total(&book.report(period), "T4.several", figure);
    }
}

/// The table that provinces print: activity, đề án, establishments, people, money.
#[test]
fn projects_are_counted_by_what_they_do() {
    let mut book = Notebook::new();
    let [a, b] =
        [HERE, FAR].map(|place| establishment(&mut book, place, json!({})).to_string());
    let rows = json!([{"establishment": a}, {"establishment": b}]);
    let machines = json!({"unnamed": 3, "jobs": 5, "settled_support": 90, "own_capital": 400});
    book.put("project", project("1", Some("2025-06-01"), rows, machines));
    // a again: one more establishment of this đề án, but not in the total
    let again = project("2", Some("2025-07-01"), json!([{"establishment": a}]), json!({}));
    book.put("project", again);
    let talks = json!({"kind": "hoi_thao", "participants": 40, "fund_level": "dia_phuong",
        "fund_local": 50, "fund_national": null, "approved_support": 50});
    book.put("project", project("3", Some("2025-08-01"), json!([]), talks));
    // planned, and not accepted; failed
    let ahead = project("4", None, json!([{"establishment": a}]), json!({}));
    book.put("project", ahead);
    let failed = json!({"kind": "nhan_hieu", "acceptance": "khong_dat", "plan_year": 2024});
    book.put(
        "project",
        project("5", Some("2025-08-01"), json!([{"establishment": a}]), failed),
    );
    let report = book.report("2025");
    let of = |key: &str| super::figures(row(&report, key));
    assert_eq!(of("I13"), ["2", "1", "0", "3"]);
    // a and b, and three without known names
    assert_eq!(of("I13.establishments"), ["5", "0", "0", "5"]);
    assert_eq!(of("I13.money"), ["200", "50", "0", "650"]);
    assert_eq!(of("I13.ung_dung_may_moc"), ["2", "0", "0", "2"]);
    total(&report, "I13.ung_dung_may_moc.establishments", "5");
    total(&report, "I13.ung_dung_may_moc.jobs", "5");
    total(&report, "I13.ung_dung_may_moc.money", "600");
    // three of 100 in the plan of 2025
    total(&report, "I13.ung_dung_may_moc.planned", "300");
    total(&report, "I13.ung_dung_may_moc.settled", "90");
    assert_eq!(of("I13.hoi_thao.participants"), ["0", "40", "0", "40"]);
    assert!(report.row("I13.hoi_thao.establishments").is_none());
    // a part of a part shown alone names its row
    let people = row(&report, "I13.hoi_thao.participants");
    let labels = [people.short_label(Lang::Vi), people.full_label(Lang::Vi)];
    assert_eq!(labels, ["– Người tham gia", "Hội nghị, hội thảo, diễn đàn: người tham gia"]);
    assert!(report.row("I13.nhan_hieu").is_none());
}

/// A workshop has no beneficiaries; the names of forty-four establishments may be unknown.
#[test]
fn what_a_project_has_to_name_depends_on_what_it_does() {
    let mut book = Notebook::new();
    let stages = json!([{"date": "2024-01-01", "stage": "khao_sat"},
        {"date": "2025-01-01", "stage": "phe_duyet", "reason": "giao trong năm"}]);
    let mut put = |code: &str, kind: &str, more: Json| {
        let more = with(json!({"kind": kind, "stage": "phe_duyet", "stages": stages}), more);
        book.put("project", project(code, Some("2025-06-01"), json!([]), more));
    };
    put("1", "hoi_thao", json!({}));
    put("2", "ung_dung_may_moc", json!({}));
    put("3", "day_chuyen_cong_nghe", json!({"unnamed": 44}));
    let report = book.report("2025");
    total(&report, "I13.hoi_thao", "1");
    assert!(report.row("I13.ung_dung_may_moc").is_none(), "whom it helped is to be said");
    // establishments without known names count as supported too
    for key in ["I13.day_chuyen_cong_nghe.establishments", "I4", "I4.turns", "T1", "T1.turns"] {
        total(&report, key, "44");
    }
    total(&report, "I4.projects", "1");
    // they are in no province, and the report of a province says so
    let province = book.report_in("2025", Scope::Province("25".into()));
    total(&province, "I13", "0");
    assert_eq!((province.without_place, report.without_place), (2, 0));
}

#[test]
fn an_agreement_stays_in_its_year_when_the_lead_moves_on() {
    let mut book = Notebook::new();
    let officer = book.store.officer_id().to_string();
    let lead = |stage: &str, day: &str, more: Json| {
        let base = json!({"partner": "Kobe", "country": "Nhật Bản", "topic": "Máy",
            "stage": stage, "stage_date": day, "value": 500, "officer": officer,
            "next_step": "Gửi"});
        with(base, more)
    };
    let signed = json!({"memo_date": "2024-11-01", "agreed_date": "2025-03-01"});
    let moved = book.put("intl_lead", lead("thuc_hien", "2026-02-01", signed));
    // signed and still valid: the stage's day is that of the signature
    book.put("intl_lead", lead("thoa_thuan", "2026-03-01", json!({})));
    for (period, memos, agreed, value) in
        [("2024", "1", "0", "0"), ("2025", "0", "1", "500"), ("2026", "0", "1", "500")]
    {
        let report = book.report(period);
        total(&report, "T5.memos", memos);
        total(&report, "T5.agreed", agreed);
        total(&report, "T5.agreed_value", value);
    }
    total(&book.report("2026"), "T5", "2");
    book.edit(moved, json!({"stage": "ket_thuc", "stage_date": "2026-10-01"}));
    total(&book.report("2025"), "T5.agreed", "1");
}

/// The reports of five years add up to that of all five only where each support counts.
#[test]
fn times_of_support_add_up_where_establishments_do_not() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({})).to_string();
    for (code, day) in [("1", "2024-06-01"), ("2", "2025-06-01")] {
        let rows = json!([{"establishment": at}]);
        book.put("project", project(code, Some(day), rows, json!({})));
    }
    for (period, times) in [("2024", "1"), ("2025", "1"), ("2024..2025", "2")] {
        let report = book.report(period);
        for row in ["I4", "T1"] {
            total(&report, row, "1");
            total(&report, &format!("{row}.turns"), times);
        }
    }
}

/// Supported in 2024, measured over 2025: it counts as gained among those supported in 2024.
#[test]
fn a_gain_counts_in_the_year_of_the_help() {
    let mut book = Notebook::new();
    let [a, b, c] = [HERE, NEAR, FAR].map(|place| establishment(&mut book, place, json!({})));
    let measured = |book: &mut Notebook, at, code: &str, after: &str| {
        let model = book.put("model", model(at, code, Some("2024-06-01"), json!({})));
        let lines =
            |n: &str| json!([{"indicator": "nang_suat", "unit": "sp_nguoi_ngay", "value": n}]);
        let (was, is) = (("2023-01-01", "2023-12-31"), ("2025-01-01", "2025-12-31"));
        book.put("measurement", measurement(model, at, "truoc", was, lines("10")));
        book.put("measurement", measurement(model, at, "sau", is, lines(after)));
    };
    // up by half, and up by 5 %; c was supported but never measured
    measured(&mut book, a, "M1", "15");
    measured(&mut book, b, "M2", "10.5");
    book.put("model", model(c, "M3", Some("2024-06-01"), json!({})));
    let report = book.report("2024");
    for (key, figure) in [("T1", "3"), ("T1.measured", "2"), ("T1.gain", "1")] {
        total(&report, key, figure);
    }
    for key in ["T1", "T1.measured", "T1.gain"] {
        total(&book.report("2025"), key, "0");
    }
}

/// A đề án with its model and its class is one support, with its own measurements only.
#[test]
fn a_project_with_its_model_is_one_support() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    let rows = json!([{"establishment": at.to_string()}]);
    let of = book.put("project", project("1", Some("2024-06-01"), rows, json!({})));
    let of = json!({"project": of.to_string()});
    let model = book.put("model", model(at, "M1", Some("2024-06-01"), of.clone()));
    book.put("training", training(at, "2024-07-01", 9, of));
    let lines =
        |n: &str| json!([{"indicator": "nang_suat", "unit": "sp_nguoi_ngay", "value": n}]);
    let (was, is) = (("2023-01-01", "2023-12-31"), ("2025-01-01", "2025-12-31"));
    book.put("measurement", measurement(model, at, "truoc", was, lines("10")));
    book.put("measurement", measurement(model, at, "sau", is, lines("15")));
    // another support, which was never measured
    book.put("fair", fair(at, "2026-05-05", json!({})));
    for (period, times, gained) in
        [("2024", "1", "1"), ("2026", "1", "0"), ("2024..2026", "2", "1")]
    {
        let report = book.report(period);
        total(&report, "T1", "1");
        total(&report, "T1.turns", times);
        total(&report, "T1.measured", gained);
        total(&report, "T1.gain", gained);
    }
}

/// Within its year a target is compared with everything since January, and the row says so.
#[test]
fn a_month_is_compared_with_the_year_so_far() {
    let mut book = Notebook::new();
    for (code, day) in [("1", "2026-01-05"), ("2", "2026-07-05")] {
        alone(&mut book, code, Some(day), json!({}));
    }
    book.put(
        "target",
        json!({"indicator": "I4", "year_from": 2026, "year_to": 2026,
        "value": "4", "decision": "1/QĐ", "verified": true}),
    );
    let report = book.report("2026-07");
    total(&report, "I4", "1");
    let target = row(&report, "I4").targets[0];
    let said = sotay::indicators::words::progress(&report.query, &target, Lang::Vi);
    assert!(said.starts_with("50 % (2 từ năm 2026; "), "{said}");
}

/// The certificates came a year after the rest: it is one support, and yearly reports add up.
#[test]
fn a_support_that_takes_two_years_is_one() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    let rows = json!([{"establishment": at.to_string()}]);
    let of = book.put("project", project("1", Some("2024-12-01"), rows, json!({})));
    let of = json!({"project": of.to_string()});
    book.put("training", training(at, "2025-03-01", 9, of));
    for (period, times) in [("2024", "1"), ("2025", "0"), ("2024..2025", "1")] {
        total(&book.report(period), "T1.turns", times);
        total(&book.report(period), "T1", "1");
    }
}
