//! The rows of the programme's tasks, and targets, on a notebook written by hand. Comments show how
//! the figures are computed.

use serde_json::{Value as Json, json};
use sotay::record::Scope;

use super::records::*;
use super::{figures, row, total};
use crate::kit::notebook::Notebook;

#[test]
fn models_replications_visits_and_commitments() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    let copies = json!({"replications": [{"name": "A", "date": "2025-01-01"},
        {"name": "B", "date": "2025-12-31"}, {"name": "C", "date": "2026-01-01"}]});
    book.put("model", model(at, "M1", Some("2024-12-31"), copies));
    book.put("model", model(at, "M2", Some("2025-01-01"), json!({"fund_level": "quoc_gia"})));
    book.put("model", model(at, "M3", None, json!({})));
    let report = book.report("2025");
    assert_eq!(figures(row(&report, "I5")), ["1", "0", "0", "1"]);
    total(&report, "I5.nhan_rong", "1");
    // two in 2025, for one model accepted in that year
    total(&report, "T2.copies", "2");
    total(&report, "T2.per", "2");
    let officer = book.store.officer_id().to_string();
    let visit = |day: &str, state: &str| {
        json!({"establishment": at.to_string(), "date": day, "purpose": "giam_sat",
            "officers": [officer], "observations": "x", "operating": "dang_hoat_dong",
            "conclusion": "dat", "state": state})
    };
    let lent = project("1", None, json!([]), json!({"scheme": "nhom"}));
    let lent = book.put("project", lent).to_string();
    book.put("visit", visit("2025-01-01", "chot"));
    book.put("visit", with(visit("2025-12-31", "chot"), json!({"project": lent})));
    book.put("visit", visit("2025-05-05", "nhap"));
    book.put("visit", visit("2026-01-01", "chot"));
    let report = book.report("2025");
    assert_eq!(figures(row(&report, "I12")), ["1", "0", "1", "2"]);
    total(&report, "I12.giam_sat", "2");
    // promised long ago, so that it could be due long ago
    let promised = book.put("visit", visit("2024-05-05", "nhap")).to_string();
    let task = |due: &str, state: &str| {
        json!({"establishment": at.to_string(), "visit": promised, "what": "Gửi",
            "owner": "co_so", "due": due,
            "state": state, "done_date": (state == "xong").then_some("2026-11-23")})
    };
    for (due, state) in [
        ("2026-09-29", "dang_lam"),
        // due on the last day is not overdue yet
        ("2026-09-30", "dang_lam"),
        ("2026-09-01", "xong"),
        ("2026-09-01", "huy"),
    ] {
        book.put("task", task(due, state));
    }
    total(&book.report("2026-Q3"), "I12.overdue", "1");
    total(&book.report("2026"), "I12.overdue", "2");
    total(&book.report("2026-Q2"), "I12.overdue", "0");
    // the same figures after a restart, when establishments and visits come from the file `names`
    let before = book.report("2025");
    let book = book.again();
    assert_eq!(book.report("2025").rows, before.rows);
}

#[test]
fn chains_support_and_leads() {
    let mut book = Notebook::new();
    let a = establishment(&mut book, HERE, json!({"local_material_pct": "50.000001"}));
    establishment(&mut book, HERE, json!({"local_material_pct": "50"}));
    let chain = |from: Option<&str>, to: Option<&str>, contract: bool| {
        json!({"establishment": a.to_string(), "direction": "tieu_thu", "partner": "HTX",
            "partner_kind": "htx", "product": "Chè", "contract": contract,
            "date_from": from, "date_to": to})
    };
    book.put("value_chain", chain(None, None, true));
    book.put("value_chain", chain(Some("2025-12-31"), Some("2025-12-31"), false));
    book.put("value_chain", chain(Some("2026-01-01"), None, true));
    book.put("value_chain", chain(None, Some("2025-12-30"), true));
    book.put("value_chain", chain(Some("2024-01-01"), None, true));
    // the second and the last; when the first one began is unknown
    let report = book.report("2025");
    total(&report, "T3", "2");
    total(&report, "T3.contracts", "1");
    total(&book.report("2026"), "T3", "3");
    // above 50 %, not equal to it
    total(&report, "T3.local", "1");
    let support = |kind: &str, state: &str, asked: &str, decided: Option<&str>| {
        json!({"establishment": a.to_string(), "kind": kind, "programme": "Vay", "body": "Sở",
            "asked_date": asked, "asked": "300", "granted": (state == "duoc_duyet").then_some("200"),
            "unit": "dong", "state": state, "decided_date": decided, "reason": "x"})
    };
    let put = |book: &mut Notebook, kind, state, asked, decided| {
        book.put("coordinated_support", support(kind, state, asked, decided))
    };
    put(&mut book, "tin_dung", "duoc_duyet", "2024-12-31", Some("2025-01-01"));
    put(&mut book, "khcn", "duoc_duyet", "2025-01-01", Some("2025-12-31"));
    put(&mut book, "dat_dai", "tu_choi", "2025-01-01", Some("2026-01-01"));
    put(&mut book, "dat_dai", "da_nop", "2025-02-01", None);
    let report = book.report("2025");
    total(&report, "T4", "2");
    // requested in 2025: khcn and two for land
    total(&report, "T4.asked", "3");
    total(&report, "T4.refused", "0");
    total(&report, "T4.granted.khcn.dong", "200");
    total(&report, "T4.asked.dat_dai.dong", "600");
    // credit and science: two sorts
    total(&report, "T4.several", "1");
    // granted support is support
    total(&report, "T1", "1");
    let officer = book.store.officer_id().to_string();
    let lead = |stage: &str, day: &str, value: i64| {
        json!({"partner": "Kobe", "country": "Nhật Bản", "topic": "Máy", "stage": stage,
            "stage_date": day, "value": value, "officer": officer, "next_step": "Gửi"})
    };
    book.put("intl_lead", lead("thoa_thuan", "2025-12-31", 500));
    book.put("intl_lead", lead("thoa_thuan", "2024-12-31", 70));
    book.put("intl_lead", lead("tiep_xuc", "2026-01-01", 9));
    let report = book.report("2025");
    total(&report, "T5", "2");
    total(&report, "T5.agreed", "1");
    total(&report, "T5.agreed_value", "500");
    total(&report, "T5.value", "570");
}

#[test]
fn a_target_is_of_its_years_its_fund_and_its_place() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    book.put("fair", fair(at, "2025-02-01", json!({})));
    let goal = |years: (i64, i64), value: &str, more: Json| {
        let base = json!({"indicator": "I3", "year_from": years.0, "year_to": years.1,
            "value": value, "decision": "1", "verified": true});
        with(base, more)
    };
    book.put("target", goal((2021, 2025), "10", json!({})));
    let five = book.report("2021..2025");
    let share = |n: i128| Some(n * 1_000_000);
    assert_eq!(row(&five, "I3").targets[0].share, share(10));
    // a single year is compared with the five-year target until it has a target itself
    assert_eq!(row(&book.report("2025"), "I3").targets[0].years, (2021, 2025));
    book.put("target", goal((2025, 2025), "4", json!({"verified": false})));
    let local = json!({"fund_level": "dia_phuong"});
    book.put("target", goal((2025, 2025), "2", local));
    let report = book.report("2025-02");
    let targets = &row(&report, "I3").targets;
    assert_eq!((targets[0].share, targets[0].verified), (share(25), false));
    assert_eq!(targets[1].share, share(50));
    assert!(row(&book.report("2026"), "I3").targets.is_empty());
    // the country's target is not the province's
    let province = |book: &Notebook| book.report_in("2025", Scope::Province("25".into()));
    assert!(row(&province(&book), "I3").targets.is_empty());
    book.put("target", goal((2025, 2025), "1", json!({"province": "25"})));
    assert_eq!(row(&province(&book), "I3").targets[0].share, share(100));
}

#[test]
fn what_is_due_later_this_year_is_not_overdue_today() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    let officer = book.store.officer_id().to_string();
    let visit = json!({"establishment": at.to_string(), "date": "2026-10-01",
        "purpose": "giam_sat", "officers": [officer], "observations": "x",
        "operating": "dang_hoat_dong", "conclusion": "dat", "state": "nhap"});
    let promised = book.put("visit", visit).to_string();
    // the notebook's day is 23/11/2026
    for due in ["2026-11-22", "2026-11-23", "2026-12-01"] {
        let task = json!({"establishment": at.to_string(), "visit": promised, "what": "Gửi",
            "owner": "co_so", "due": due, "state": "dang_lam"});
        book.put("task", task);
    }
    for period in ["2026", "2026-H2", "2026-Q4", "2026-11", "2026-12", "2027", "2021..2030"] {
        total(&book.report(period), "I12.overdue", "1");
    }
    total(&book.report("2026-10"), "I12.overdue", "0");
}
