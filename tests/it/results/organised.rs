//! Classes and booths of several establishments, events and rounds of the programme, leads from the
//! first contact on, shares of a plan and of all establishments. Comments show how the figures are
//! computed.

use serde_json::{Value as Json, json};
use sotay::record::Scope;

use super::records::*;
use super::{figures, row, total};
use crate::kit::notebook::Notebook;

#[test]
fn a_class_of_several_establishments_is_one_class_and_supports_each() {
    let mut book = Notebook::new();
    let [a, b, c] = [HERE, NEAR, FAR].map(|place| establishment(&mut book, place, json!({})));
    let others = json!({"others": [{"establishment": b.to_string(), "certified": 10},
        {"establishment": c.to_string(), "certified": 5}]});
    book.put("training", training(a, "2025-05-05", 30, others));
    // for an area: a place instead of an establishment
    let open = training(a, "2025-06-06", 40, json!({"establishment": null, "place": FAR}));
    book.put("training", open);
    let report = book.report("2025");
    total(&report, "I1", "70");
    total(&report, "I1.classes", "2");
    total(&report, "I1.establishments", "3");
    total(&report, "T1", "3");
    total(&report, "T1.turns", "3");
    let far = book.report_in("2025", Scope::Province("19".into()));
    // the area's class counts where it was held
    total(&far, "I1", "40");
    total(&far, "T1", "1");
    // 3 of the notebook's 3 establishments, 1 of 1 there
    total(&report, "T1.share", "100 %");
    establishment(&mut book, HERE, json!({}));
    total(&book.report("2025"), "T1.share", "75 %");
    // all support is national: three quarters in that column, none in the local one
    assert_eq!(figures(row(&book.report("2025"), "T1.share")), ["75 %", "0 %", "0 %", "75 %"]);
}

#[test]
fn establishments_in_shared_booths_take_part_each() {
    let mut book = Notebook::new();
    let [a, b, c] = [HERE, NEAR, FAR].map(|place| establishment(&mut book, place, json!({})));
    let shared = json!({"booths": 2, "orders_value": 100, "scope": "nuoc_ngoai", "nation": "la",
        "sharers": [{"establishment": b.to_string(), "orders_value": 20},
            {"establishment": c.to_string()}]});
    book.put("fair", fair(a, "2025-03-03", shared));
    book.put("fair", fair(a, "2025-04-04", json!({})));
    let report = book.report("2025");
    total(&report, "I3", "4");
    total(&report, "I3.establishments", "3");
    // the booths count once
    total(&report, "I3.booths", "3");
    total(&report, "I3.orders", "120");
    total(&report, "I3.nation.la", "3");
    total(&book.report_in("2025", Scope::Province("19".into())), "I3", "1");
}

#[test]
fn events_and_selection_rounds_of_the_programme_have_rows_of_their_own() {
    let mut book = Notebook::new();
    let event = |sort: &str, day: &str, more: Json| {
        let base = json!({"name": "Hội chợ", "sort": sort, "date_from": "2024-12-30",
            "date_to": day, "place": HERE, "fund_level": "dia_phuong"});
        with(base, more)
    };
    let big = json!({"establishments": 120, "provinces": 40, "booths": 270, "participants": 9000,
        "orders": 14, "sales": 500, "fund_local": 300, "own_capital": 50});
    book.put("event", event("hoi_cho", "2025-01-01", big));
    // an event of a đề án, which has the money
    let of = project("1", Some("2025-02-02"), json!([]), json!({"scheme": "nhom"}));
    let of = book.put("project", of).to_string();
    let own = json!({"project": of, "participants": 80, "orders": 3});
    book.put("event", event("ket_noi", "2025-12-31", own));
    book.put("event", event("hoi_cho", "2026-01-01", json!({"booths": 5})));
    let report = book.report("2025");
    total(&report, "I3", "0");
    total(&report, "I3.events", "2");
    total(&report, "I3.events.hoi_cho", "1");
    total(&report, "I3.event_booths", "270");
    total(&report, "I3.event_establishments", "120");
    total(&report, "I3.event_people", "9.080");
    total(&report, "I3.event_orders", "17");
    total(&report, "I3.event_sales", "500");
    // 300 + 50 of the fair; 100 of the đề án, from the national fund
    assert_eq!(figures(row(&report, "I9")), ["100", "300", "0", "450"]);
    total(&report, "I9.outside", "350");
    let round = json!({"level": "quoc_gia", "year": 2025, "place": FAR, "fund_level": "quoc_gia",
        "decision_date": "2025-09-09", "cost": 70,
        "groups": [{"group": "g1", "entered": 34, "recognised": 19},
            {"group": "g2", "entered": 73, "recognised": 42},
            {"group": "g3", "entered": 31, "recognised": 22},
            {"group": "g4", "entered": 33, "recognised": 19}]});
    book.put("selection_round", round);
    let report = book.report("2025");
    total(&report, "I6", "0");
    total(&report, "I6.rounds", "1");
    // 34 + 73 + 31 + 33 products, 102 of them recognised
    total(&report, "I6.entered", "171");
    total(&report, "I6.entered.g2", "73");
    total(&report, "I6.recognised", "102");
    total(&report, "I6.recognised_share", "59,6 %");
    total(&report, "I6.round_cost", "70");
    total(&book.report_in("2025", Scope::Province("25".into())), "I6.entered", "0");
}

#[test]
fn leads_are_followed_from_the_first_contact() {
    let mut book = Notebook::new();
    let officer = book.store.officer_id().to_string();
    let lead = |nation: &str, stages: Json, more: Json| {
        let last = stages.as_array().unwrap().last().unwrap().clone();
        let base = json!({"partner": "Kobe", "nation": nation, "mission": "thuong_vu",
            "mission_nation": nation, "topic": "Máy", "stage": last["stage"],
            "stage_date": last["date"], "stages": stages, "officer": officer,
            "next_step": "Gửi"});
        with(base, more)
    };
    let step = |day: &str, stage: &str| json!({"date": day, "stage": stage});
    // 2025: four contacts; one led to a memorandum, one to an agreement 100 days later
    book.put(
        "intl_lead",
        lead(
            "jp",
            json!([step("2025-01-01", "tiep_xuc"), step("2025-04-11", "thoa_thuan")]),
            json!({"agreed_date": "2025-04-11", "came_date": "2026-02-02", "came_money": 900,
                "came_machines": 2, "came_trainees": 11}),
        ),
    );
    book.put(
        "intl_lead",
        lead(
            "jp",
            json!([
                step("2025-12-31", "tiep_xuc"),
                step("2026-03-03", "ghi_nho"),
                step("2026-04-04", "ket_thuc")
            ]),
            json!({"memo_date": "2026-03-03"}),
        ),
    );
    book.put("intl_lead", lead("kr", json!([step("2025-06-06", "tiep_xuc")]), json!({})));
    // without a history, the day of the stage is that of the contact
    let bare = json!({"stages": null});
    book.put("intl_lead", lead("kr", json!([step("2025-07-07", "tiep_xuc")]), bare));
    // one of the year before
    book.put("intl_lead", lead("de", json!([step("2024-12-31", "tiep_xuc")]), json!({})));
    let report = book.report("2025");
    total(&report, "T5.begun", "4");
    total(&report, "T5.begun.to_memo", "50 %");
    total(&report, "T5.begun.to_agreement", "25 %");
    total(&report, "T5.days", "100");
    let so_far = book.report("2026");
    total(&so_far, "T5.nation.jp", "2");
    total(&so_far, "T5.mission.thuong_vu", "5");
    total(&so_far, "T5.mission_nation.kr", "2");
    total(&so_far, "T5.came_money", "900");
    total(&so_far, "T5.came_machines", "2");
    total(&so_far, "T5.came_trainees", "11");
    total(&report, "T5.came_money", "0");
}

#[test]
fn a_full_chain_has_material_processing_and_sale_on_the_last_day() {
    let mut book = Notebook::new();
    let [a, b] = [HERE, NEAR].map(|place| establishment(&mut book, place, json!({})));
    let mut link = |at: sotay::record::Id, direction: &str, to: Option<&str>| {
        book.put(
            "value_chain",
            json!({"establishment": at.to_string(), "direction": direction, "partner": "HTX",
                "partner_kind": "htx", "product": "Chè", "contract": true,
                "date_from": "2024-01-01", "date_to": to}),
        );
    };
    link(a, "nguyen_lieu", None);
    link(a, "che_bien", Some("2025-12-31"));
    link(a, "tieu_thu", None);
    link(b, "nguyen_lieu", None);
    link(b, "nguyen_lieu", None);
    link(b, "tieu_thu", None);
    total(&book.report("2025"), "T3.full", "1");
    // the second link of a ended in June: it counts in 2025 but not in 2026
    total(&book.report("2026"), "T3.full", "0");
}

#[test]
fn a_years_plan_says_how_much_of_it_was_accepted_and_settled() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    let rows = || json!([{"establishment": at.to_string()}]);
    let plan = |support: i64| json!({"approved_support": support, "fund_national": support});
    book.put("project", project("1", Some("2025-05-05"), rows(), plan(300)));
    book.put(
        "project",
        project("2", None, rows(), with(plan(100), json!({"plan_year": 2025}))),
    );
    let settled = json!({"settled": "2026-01-05", "settled_support": 50});
    // accepted in the next year, but in this year's plan
    book.put("project", project("3", Some("2026-01-01"), rows(), with(plan(100), settled)));
    let report = book.report("2025");
    total(&report, "I10.projects", "3");
    // two of three; 400 of 500; 50 of 500
    total(&report, "I10.projects_accepted", "66,7 %");
    total(&report, "I10.accepted", "80 %");
    total(&report, "I10.settled", "10 %");
}

#[test]
fn of_a_range_the_middle_is_compared() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    let model = book.put("model", model(at, "S1", Some("2024-05-05"), json!({})));
    let line = |from: &str, to: Option<&str>| json!([{"indicator": "lao_dong", "unit": "nguoi", "value": from, "value_to": to}]);
    let before = measurement(model, at, "truoc", ("2023-01-01", "2023-12-31"), line("5", None));
    book.put("measurement", before);
    let after =
        measurement(model, at, "sau", ("2025-01-01", "2025-12-31"), line("7", Some("9")));
    book.put("measurement", after);
    // 5 before, 7 to 9 after: 8
    total(&book.report("2025"), "I8.lao_dong.nguoi", "+60 %");
}

/// The days of reports follow from the history, unless they are entered separately.
#[test]
fn the_days_of_a_lead_come_from_its_history() {
    let mut book = Notebook::new();
    let officer = book.store.officer_id().to_string();
    let steps = [
        ("2025-03-01", "tiep_xuc"),
        ("2025-05-01", "ghi_nho"),
        ("2025-07-01", "thoa_thuan"),
        ("2025-09-01", "thuc_hien"),
    ];
    let stages: Vec<Json> =
        steps.iter().map(|(day, stage)| json!({"date": day, "stage": stage})).collect();
    book.put(
        "intl_lead",
        json!({"partner": "Kobe", "nation": "jp", "topic": "Máy", "stages": stages,
            "officer": officer, "next_step": "Gửi"}),
    );
    let report = book.report("2025");
    for row in ["T5.begun", "T5.memos", "T5.agreed", "T5.thuc_hien"] {
        total(&report, row, "1");
    }
    total(&report, "T5.begun.to_memo", "100 %");
    total(&report, "T5.begun.to_agreement", "100 %");
    // 1/3 to 1/7
    total(&report, "T5.days", "122");
}
