//! The meaning of the figures, one case at a time: failures, future days, plans of several years,
//! places of copies, targets of several years. Today is 23 November 2026.

use serde_json::{Value as Json, json};
use sotay::lang::Lang;
use sotay::record::{Scope, Value};

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
    let of = |key: &str| super::figures(row(&report, key));
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
        assert_eq!(super::figures(row(&report, key)), ["300", "100", "0", "1.307"], "{key}");
    }
    total(&report, "I9.own", "900");
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
    let of = |key: &str| super::figures(row(&report, key));
    assert_eq!(of("I13.planned"), ["300", "100", "0", "400"]);
    assert_eq!(of("I13.settled"), ["0", "0", "0", "350"]);
    // an amount without a source has no records
    for key in ["I9.loan", "I9.other", "I9.own", "I9.both", "I9.outside"] {
        assert!(row(&report, key).total().records.is_empty(), "{key}");
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
    assert_eq!(super::figures(row(&report, "I10")), ["100 %", "50 %", "–", "75 %"]);
    assert_eq!(super::figures(row(&report, "I9.leverage")), ["1", "1", "–", "1"]);
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
