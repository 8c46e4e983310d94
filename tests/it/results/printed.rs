//! Tables that provinces have printed: their work is entered, and every row is read from the
//! report, 26 rows in all. What a paper leaves out (days, codes, names) is made up.

use serde_json::json;
use sotay::indicators::{Report, show};
use sotay::record::{Id, Period, ReportQuery, Scope};

use super::records::*;
use super::{row, total};
use crate::kit::notebook::Notebook;

const NATIONAL: usize = 0;
const LOCAL: usize = 1;
const MILLION: i64 = 1_000_000;

/// Đề án of one activity: their number, and the totals of fund and own capital in triệu.
struct Done {
    activity: &'static str,
    fund: &'static str,
    n: i64,
    support: i64,
    own: i64,
}

fn enter(book: &mut Notebook, year: i64, all: &[Done], with_establishments: &[&str]) {
    for done in all {
        for at in 0..done.n {
            // the remainder goes to the first one
            let part = |whole: i64| {
                let share = whole * MILLION / done.n;
                if at == 0 { whole * MILLION - share * (done.n - 1) } else { share }
            };
            let field = if done.fund == "quoc_gia" { "fund_national" } else { "fund_local" };
            let mut answers = json!({"kind": done.activity, "fund_level": done.fund,
                "plan_year": year, "own_capital": part(done.own),
                "approved_support": part(done.support)});
            answers[field] = json!(part(done.support));
            let mut rows = json!([]);
            if with_establishments.contains(&done.activity) {
                let who = establishment(book, HERE, json!({})).to_string();
                rows = json!([{"establishment": who, "support": part(done.support)}]);
            }
            let code = format!("{}-{}-{at}", done.activity, done.fund);
            let day = format!("{year}-06-01");
            let mut base = project(&code, Some(&day), rows, answers);
            if field != "fund_national" {
                base.as_object_mut().unwrap().remove("fund_national");
            }
            book.put("project", base);
        }
    }
}

#[track_caller]
fn cell(report: &Report, key: &str, column: usize, is: &str) {
    assert_eq!(show::short(row(report, key).cells[column].figure), is, "{key}");
}

fn done(activity: &'static str, fund: &'static str, n: i64, support: i64, own: i64) -> Done {
    Done { activity, fund, n, support, own }
}

/// Đắk Lắk, plan of 2020: nine rows.
#[test]
fn the_plan_of_dak_lak() {
    let mut book = Notebook::new();
    let all = [
        done("ung_dung_may_moc", "dia_phuong", 7, 1_110, 1_590),
        done("tap_huan_quan_ly", "dia_phuong", 4, 380, 0),
        done("binh_chon", "dia_phuong", 1, 310, 0),
        done("nang_luc_he_thong", "dia_phuong", 2, 80, 0),
        done("thong_tin", "dia_phuong", 2, 120, 0),
    ];
    enter(&mut book, 2020, &all, &["ung_dung_may_moc"]);
    let report = book.report("2020");
    cell(&report, "I13", LOCAL, "16");
    total(&report, "I13.money", "3.590.000.000");
    total(&report, "I9.local", "2.000.000.000");
    total(&report, "I9.own", "1.590.000.000");
    for (activity, n, money) in [
        ("ung_dung_may_moc", "7", "2.700.000.000"),
        ("tap_huan_quan_ly", "4", "380.000.000"),
        ("binh_chon", "1", "310.000.000"),
        ("nang_luc_he_thong", "2", "80.000.000"),
        ("thong_tin", "2", "120.000.000"),
    ] {
        total(&report, &format!("I13.{activity}"), n);
        total(&report, &format!("I13.{activity}.money"), money);
    }
    // seven establishments, and none is invented where there was none
    total(&report, "I13.establishments", "7");
    total(&report, "I4", "7");
}

/// Vĩnh Long, 2022: six rows.
#[test]
fn the_year_of_vinh_long() {
    let mut book = Notebook::new();
    let all = [
        done("ung_dung_may_moc", "dia_phuong", 10, 1_680, 0),
        done("ung_dung_may_moc", "quoc_gia", 3, 900, 0),
        done("tu_van", "dia_phuong", 3, 109, 0),
        done("nhan_hieu", "dia_phuong", 2, 5, 0),
        done("to_chuc_hoi_cho", "dia_phuong", 2, 0, 0),
        done("thong_tin", "dia_phuong", 7, 0, 0),
    ];
    let with = ["ung_dung_may_moc", "tu_van", "nhan_hieu"];
    enter(&mut book, 2022, &all, &with);
    let report = book.report("2022");
    total(&report, "I13", "27");
    cell(&report, "I13.ung_dung_may_moc", LOCAL, "10");
    cell(&report, "I13.ung_dung_may_moc.money", LOCAL, "1.680.000.000");
    cell(&report, "I13.ung_dung_may_moc", NATIONAL, "3");
    cell(&report, "I13.ung_dung_may_moc.money", NATIONAL, "900.000.000");
    for (activity, n, establishments, money) in
        [("tu_van", "3", "3", "109.000.000"), ("nhan_hieu", "2", "2", "5.000.000")]
    {
        total(&report, &format!("I13.{activity}"), n);
        total(&report, &format!("I13.{activity}.establishments"), establishments);
        total(&report, &format!("I13.{activity}.money"), money);
    }
    total(&report, "I13.to_chuc_hoi_cho", "2");
    cell(&report, "I9.national", NATIONAL, "900.000.000");
}

fn honoured(book: &mut Notebook, makers: &[Id]) {
    for at in 0..79 {
        let maker = makers[at % makers.len()];
        let made = book.put("product", product(maker));
        let reached = match at {
            0..6 => 3,
            6..18 => 2,
            _ => 1,
        };
        for level in &["tinh", "khu_vuc", "quoc_gia"][..reached] {
            let year = json!({"round_year": 2018, "valid_to": "2020-12-31"});
            book.put("honour", honour(made, level, "2018-08-01", year));
        }
    }
}

/// Đồng Tháp, 2016 to 2020: eight rows.
#[test]
fn the_five_years_of_dong_thap() {
    let mut book = Notebook::new();
    let makers: Vec<Id> = (0..75).map(|_| establishment(&mut book, HERE, json!({}))).collect();
    honoured(&mut book, &makers);
    let day = Some("2018-06-01");
    let money = |national: i64, local: i64, other: i64, own: i64| {
        json!({"fund_national": national * MILLION, "fund_local": local * MILLION,
            "other_funds": other * MILLION, "own_capital": own * MILLION,
            "fund_level": "ket_hop", "approved_support": (national + local) * MILLION})
    };
    let machines =
        with(money(5_000, 15_000, 2_600, 95_100), json!({"scheme": "nhom", "unnamed": 109}));
    book.put("project", project("M", day, json!([]), machines));
    for (code, activity, results, people) in
        [("L", "tap_huan_quan_ly", 28, 740), ("H", "hoi_thao", 11, 935)]
    {
        let more = json!({"kind": activity, "result_count": results, "participants": people});
        let more = with(money(150, 4_400, 0, 0), more);
        book.put("project", project(code, day, json!([]), more));
    }
    for (n, maker) in makers.iter().take(5).enumerate() {
        let model = model(*maker, &format!("MH{n}"), day, json!({}));
        book.put("model", model);
    }
    // half as many in the five years before
    book.put("fair", fair(makers[0], "2013-05-01", json!({"date_from": "2013-05-01"})));
    for day in ["2017-05-01", "2018-05-01"] {
        book.put("fair", fair(makers[0], day, json!({"date_from": day})));
    }
    let report = book.report("2016..2020");
    total(&report, "I4", "109");
    total(&report, "I5", "5");
    for (level, n) in [("tinh", "79"), ("khu_vuc", "18"), ("quoc_gia", "6")] {
        total(&report, &format!("I6.{level}"), n);
    }
    total(&report, "I6.establishments", "75");
    for (activity, results, people) in
        [("tap_huan_quan_ly", "28", "740"), ("hoi_thao", "11", "935")]
    {
        total(&report, &format!("I13.{activity}.results"), results);
        total(&report, &format!("I13.{activity}.participants"), people);
    }
    for (part, sum) in [
        ("", "126.800.000.000"),
        (".national", "5.300.000.000"),
        (".local", "23.800.000.000"),
        (".other", "2.600.000.000"),
        (".own", "95.100.000.000"),
    ] {
        total(&report, &format!("I9{part}"), sum);
    }
    let asked = ReportQuery { period: Period::parse("2016..2020").unwrap(), scope: Scope::All };
    let before = book.store.reports().year_before(&asked).unwrap();
    let words = before.words(row(&report, "I3"), sotay::lang::Lang::Vi).unwrap();
    assert!(words.contains("+100 %"), "{words}");
}

/// The region's report to the ministry: three rows. Results so far, of the plan, and compared with
/// the same time a year before; today is 23 November.
#[test]
fn the_report_of_a_region() {
    let mut book = Notebook::new();
    let at =
        |book: &mut Notebook, place: &str| establishment(book, place, json!({})).to_string();
    let enter = |book: &mut Notebook,
                 code: &str,
                 day: Option<&str>,
                 year: i64,
                 paid: i64,
                 place: &str| {
        let rows = json!([{"establishment": at(book, place), "support": paid}]);
        let more = json!({"plan_year": year, "fund_national": paid, "approved_support": paid,
            "disbursed": if day.is_some() { paid } else { 0 }});
        book.put("project", project(code, day, rows, more));
    };
    // 47.02 of 60.85 planned are done, and 35.20 by the same day a year before; the distant place
    // is outside
    enter(&mut book, "1", Some("2026-06-01"), 2026, 47_017, HERE);
    enter(&mut book, "2", None, 2026, 13_830, HERE);
    enter(&mut book, "3", Some("2025-06-01"), 2025, 35_195, HERE);
    enter(&mut book, "4", Some("2025-12-01"), 2025, 9_999, HERE);
    enter(&mut book, "5", Some("2026-06-01"), 2026, 5_000, "24373");
    let scope = Scope::Region("mnpb".into());
    let report = book.report_in("2026", scope.clone());
    total(&report, "I9.national", "47.017");
    total(&report, "I10", "77,3 %");
    let asked = ReportQuery { period: Period::parse("2026").unwrap(), scope };
    let before = book.store.reports().year_before(&asked).unwrap();
    let words = before.words(row(&report, "I9.national"), sotay::lang::Lang::Vi).unwrap();
    // 133.6 % of the same time a year before
    assert!(words.contains("35.195") && words.contains("+33,6 %"), "{words}");
}
