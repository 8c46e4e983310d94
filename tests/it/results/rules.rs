//! Every rule of counting on a notebook written by hand, with the day at the border, the deleted
//! and the incomplete one. Figures are reckoned in the comments.

use serde_json::{Value as Json, json};
use sotay::record::{Id, Scope};

use super::{figures, row, total};
use crate::kit::notebook::Notebook;

/// Two communes of Phú Thọ, one of Thái Nguyên.
const HERE: &str = "08230";
const NEAR: &str = "07900";
const FAR: &str = "01849";

fn with(base: Json, more: Json) -> Json {
    let mut all = base;
    for (key, value) in more.as_object().unwrap() {
        all[key] = value.clone();
    }
    all
}

pub fn establishment(book: &mut Notebook, place: &str, more: Json) -> Id {
    let base = json!({"name": format!("Cơ sở {place}"), "type": "dnnvv", "place": place,
        "sector": "b", "products": "Gỗ", "workers": 5, "status": "dang_hoat_dong",
        "tax_none": "chưa có"});
    book.put("establishment", with(base, more))
}

pub fn training(at: Id, day: &str, certified: i64, more: Json) -> Json {
    let base = json!({"establishment": at.to_string(), "fund_level": "quoc_gia",
        "trade": "May", "form": "dao_tao", "start": "2024-01-02", "enrolled": certified,
        "certified": certified, "cert_date": day});
    with(base, more)
}

pub fn employment(class: Id, day: &str, here: i64) -> Json {
    json!({"training": class.to_string(), "date": day, "employed_here": here,
        "employed_else": 0, "self_employed": 0, "confirmed": true})
}

pub fn fair(at: Id, day: &str, more: Json) -> Json {
    let base = json!({"establishment": at.to_string(), "fund_level": "dia_phuong",
        "name": "Hội chợ", "scope": "trong_nuoc", "place": "Hà Nội", "date_from": "2024-06-01",
        "date_to": day, "booths": 1});
    with(base, more)
}

pub fn project(code: &str, day: Option<&str>, beneficiaries: Json, more: Json) -> Json {
    let mut base = json!({"code": code, "name": "Đề án", "fund_level": "quoc_gia",
        "kind": "ung_dung_may_moc", "executing_unit": "Trung tâm", "plan_year": 2025,
        "fund_national": 100, "approved_support": 100, "other_state_support": false,
        "decision_no": "1", "stage": "khao_sat",
        "stages": [{"date": "2024-01-01", "stage": "khao_sat"}],
        "beneficiaries": beneficiaries});
    if let Some(day) = day {
        base["accepted"] = json!(day);
        base["acceptance"] = json!("dat");
    }
    with(base, more)
}

pub fn model(at: Id, code: &str, day: Option<&str>, more: Json) -> Json {
    let mut base = json!({"code": code, "name": "Mô hình", "establishment": at.to_string(),
        "kind": "nhan_rong", "fund_level": "dia_phuong", "technology": "Sấy",
        "status": "dang_xay_dung"});
    if let Some(day) = day {
        base["accepted"] = json!(day);
        base["status"] = json!("da_nghiem_thu");
    }
    with(base, more)
}

pub fn product(at: Id) -> Json {
    json!({"establishment": at.to_string(), "name": "Chè", "group": "g2"})
}

pub fn honour(product: Id, level: &str, day: &str, more: Json) -> Json {
    let mut base = json!({"product": product.to_string(), "level": level, "round_year": 2025,
        "decision_no": "9", "decision_date": day, "valid_to": "2027-12-31"});
    if level == "khu_vuc" {
        base["region"] = json!("bac");
    }
    with(base, more)
}

fn measurement(model: Id, at: Id, phase: &str, (from, to): (&str, &str), lines: Json) -> Json {
    let mut base = json!({"model": model.to_string(), "establishment": at.to_string(),
        "phase": phase, "period_kind": "nam", "period_from": from, "period_to": to,
        "basis": "do", "lines": lines});
    if phase == "theo_doi" {
        base["follow_no"] = json!(1);
    }
    base
}

#[test]
fn training_counts_by_the_day_of_the_certificates() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    // both border days of 2025 count, the days beside them do not: 10 + 20
    for (day, n) in
        [("2024-12-31", 1), ("2025-01-01", 10), ("2025-12-31", 20), ("2026-01-01", 2)]
    {
        book.put("training", training(at, day, n, json!({})));
    }
    // local: 5, of them 3 women and 1 of a minority
    let more = json!({"fund_level": "dia_phuong", "form": "truyen_nghe", "female": 3,
        "ethnic": 1});
    book.put("training", training(at, "2025-05-05", 5, more));
    // deleted, and without the required trade
    let gone = book.put("training", training(at, "2025-05-06", 100, json!({})));
    book.delete(gone);
    let bare = training(at, "2025-05-06", 200, json!({"trade": null}));
    book.put("training", bare);
    let report = book.report("2025");
    assert_eq!(figures(row(&report, "I1")), ["30", "5", "0", "0", "35"]);
    total(&report, "I1.truyen_nghe", "5");
    total(&report, "I1.female", "3");
    total(&report, "I1.ethnic", "1");
    assert_eq!(row(&report, "I1").total().records.len(), 3);
    total(&book.report("2025-Q2"), "I1", "5");
    total(&book.report("2025-H2"), "I1", "20");
    total(&book.report("2024..2026"), "I1", "38");
}

#[test]
fn employment_is_of_the_latest_follow_up_over_the_classes_that_have_one() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    let first = book.put("training", training(at, "2025-03-01", 20, json!({})));
    let second = book.put("training", training(at, "2025-03-01", 10, json!({})));
    // without a follow-up, and one whose follow-up is deleted
    book.put("training", training(at, "2025-03-01", 40, json!({})));
    let fourth = book.put("training", training(at, "2025-03-01", 50, json!({})));
    let gone = book.put("employment", employment(fourth, "2025-04-01", 50));
    book.delete(gone);
    // two follow-ups: the later day counts, though it was written down first
    book.put("employment", employment(first, "2025-09-01", 18));
    book.put("employment", employment(first, "2025-06-01", 20));
    // two on one day: the later record
    book.put("employment", employment(second, "2025-06-01", 3));
    book.put("employment", employment(second, "2025-06-01", 9));
    // (18 + 9) of (20 + 10) = 90 %; two classes without
    let report = book.report("2025");
    total(&report, "I2", "90 %");
    total(&report, "I2.without", "2");
    // two classes and their two follow-ups
    assert_eq!(row(&report, "I2").total().records.len(), 4);
    // nobody was trained: a base of 0
    total(&book.report("2024"), "I2", "–");
    // a class that is deleted takes its follow-up along: 9 of 10
    book.delete(first);
    total(&book.report("2025"), "I2", "90 %");
    total(&book.report("2025"), "I1", "100");
}

#[test]
fn fairs_count_participations_and_beside_them_establishments() {
    let mut book = Notebook::new();
    let a = establishment(&mut book, HERE, json!({}));
    let b = establishment(&mut book, FAR, json!({}));
    book.put("fair", fair(a, "2025-12-31", json!({})));
    book.put("fair", fair(a, "2025-02-01", json!({"fund_level": "quoc_gia"})));
    let abroad = json!({"scope": "nuoc_ngoai", "country": "Lào", "fund_level": "ket_hop"});
    book.put("fair", fair(b, "2025-02-01", abroad));
    book.put("fair", fair(b, "2026-01-01", json!({})));
    let report = book.report("2025");
    assert_eq!(figures(row(&report, "I3")), ["1", "1", "1", "0", "3"]);
    total(&report, "I3.nuoc_ngoai", "1");
    // a in two columns, once in the total
    assert_eq!(figures(row(&report, "I3.establishments")), ["1", "1", "1", "0", "2"]);
    let province = |code: &str| book.report_in("2025", Scope::Province(code.into()));
    total(&province("25"), "I3", "2");
    total(&province("19"), "I3", "1");
    total(&book.report_in("2025", Scope::Commune(HERE.into())), "I3", "2");
    total(&book.report_in("2025", Scope::Commune(NEAR.into())), "I3", "0");
    // a deleted establishment is no establishment, its fair stays a fair
    book.delete(b);
    let report = book.report("2025");
    total(&report, "I3", "3");
    total(&report, "I3.establishments", "1");
}

#[test]
fn support_to_priority_places_is_of_the_day_of_acceptance() {
    let mut book = Notebook::new();
    let [a, b] =
        [HERE, FAR].map(|place| establishment(&mut book, place, json!({})).to_string());
    let rows =
        json!([{"establishment": a, "support": 60}, {"establishment": b, "support": 40}]);
    book.put("project", project("1", Some("2025-06-30"), rows, json!({})));
    assert!(book.report("2025").no_places);
    let place = |class: &str, from: &str, to: Option<&str>, verified: bool| {
        json!({"commune": FAR, "class": class, "valid_from": from, "valid_to": to,
            "legal_ref": "QĐ 1", "verified": verified})
    };
    // not verified, over before the day, not yet: none of them counts
    book.put("priority_place", place("ngheo", "2025-01-01", None, false));
    assert!(book.report("2025").no_places);
    book.put("priority_place", place("ngheo", "2025-01-01", Some("2025-06-29"), true));
    book.put("priority_place", place("ngheo", "2025-07-01", None, true));
    total(&book.report("2025"), "I11", "0 %");
    // its first and only day: 40 of 100
    book.put("priority_place", place("kho_khan", "2025-06-30", Some("2025-06-30"), true));
    let report = book.report("2025");
    total(&report, "I11", "40 %");
    total(&report, "I11.kho_khan", "40 %");
    total(&report, "T3.kho_khan", "40 %");
    // of two classes it is counted once
    book.put("priority_place", place("ntm", "2025-06-30", None, true));
    total(&book.report("2025"), "I11", "40 %");
    total(&book.report("2024"), "I11", "–");
}

#[test]
fn help_stays_where_the_establishment_lay_on_its_day() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    book.put("fair", fair(at, "2026-11-22", json!({})));
    book.put("fair", fair(at, "2026-11-23", json!({})));
    let count = |book: &Notebook, code: &str| {
        let report = book.report_in("2026", Scope::Province(code.into()));
        [row(&report, "I3"), row(&report, "T1")].map(|row| row.total().records.len())
    };
    assert_eq!((count(&book, "25"), count(&book, "19")), ([2, 2], [0, 0]));
    // it moves on 23/11/2026: what was before that day stays in Phú Thọ
    book.edit(at, json!({"place": FAR}));
    assert_eq!((count(&book, "25"), count(&book, "19")), ([1, 1], [1, 1]));
    // a second change of the same day says nothing new of the days before
    book.edit(at, json!({"place": NEAR}));
    assert_eq!((count(&book, "25"), count(&book, "19")), ([2, 2], [0, 0]));
    book.edit(at, json!({"place": FAR}));
    let book = book.again();
    assert_eq!((count(&book, "25"), count(&book, "19")), ([1, 1], [1, 1]));
    book.store.close().unwrap();
    sotay::store::Store::rebuild(&book.dir.path().join("notebook"), crate::kit::desk::now)
        .unwrap();
    let book = Notebook::opened(book.dir);
    assert_eq!((count(&book, "25"), count(&book, "19")), ([1, 1], [1, 1]));
}

#[test]
fn machinery_counts_beneficiaries_by_their_own_day_of_acceptance() {
    let mut book = Notebook::new();
    let [a, b, c] = [HERE, NEAR, FAR].map(|place| establishment(&mut book, place, json!({})));
    let id = |id: Id| id.to_string();
    // a by the đề án's day; b has a day of its own, in the next year
    let rows = json!([{"establishment": id(a), "support": 60},
        {"establishment": id(b), "support": 40, "accepted": "2026-01-01"}]);
    book.put("project", project("1", Some("2025-12-31"), rows, json!({})));
    // a again, by local money: the total has it once
    let local = json!({"fund_level": "dia_phuong", "fund_local": 50, "fund_national": null,
        "kind": "chuyen_giao_cong_nghe", "own_capital": 450, "disbursed": 25,
        "approved_support": 50});
    book.put(
        "project",
        project("2", Some("2025-06-30"), json!([{"establishment": id(a)}]), local),
    );
    // another activity, one not accepted, one deleted
    let other = json!({"kind": "khoi_su"});
    book.put(
        "project",
        project("3", Some("2025-06-30"), json!([{"establishment": id(c)}]), other),
    );
    book.put("project", project("4", None, json!([{"establishment": id(c)}]), json!({})));
    let gone = project("5", Some("2025-06-30"), json!([{"establishment": id(c)}]), json!({}));
    let gone = book.put("project", gone);
    book.delete(gone);
    let report = book.report("2025");
    assert_eq!(figures(row(&report, "I4")), ["1", "1", "0", "0", "1"]);
    total(&report, "I4.projects", "2");
    total(&book.report("2026"), "I4", "1");
    // accepted in 2025: 1 (100), 2 (50 + 450), 3 (100)
    assert_eq!(figures(row(&report, "I9")), ["200", "500", "0", "0", "700"]);
    total(&report, "I9.own", "450");
    // 450 of (100 + 50 + 100) = 1,8
    total(&report, "I9.leverage", "1,8");
    // plan year 2025: 25 of (100 + 50 + 100 + 100) = 7,142... %
    total(&report, "I10", "7,1 %");
    total(&book.report("2024"), "I10", "–");
    // no place is published
    assert!(report.no_places);
    total(&report, "I11", "–");
    // T1 in 2025: a by 1 and 2, c by 3; a's first help was in 2025, b's in 2026
    total(&report, "T1", "2");
    total(&report, "T1.new", "2");
    total(&book.report("2026"), "T1.new", "1");
    total(&report, "T1.25", "1");
    total(&report, "T1.19", "1");
    let province = book.report_in("2025", Scope::Province("25".into()));
    total(&province, "T1", "1");
    total(&province, "T1.08230", "1");
}

#[test]
fn certificates_of_one_product_and_level_are_one_product() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    let [tea, silk] = [(), ()].map(|()| book.put("product", product(at)));
    // twins: one product; its level above is another
    let fund = |fund: &str| json!({"fund_level": fund});
    book.put("honour", honour(tea, "khu_vuc", "2025-01-01", fund("quoc_gia")));
    book.put("honour", honour(tea, "khu_vuc", "2025-12-31", fund("quoc_gia")));
    book.put("honour", honour(tea, "quoc_gia", "2025-12-31", fund("quoc_gia")));
    book.put("honour", honour(silk, "tinh", "2026-01-01", fund("dia_phuong")));
    let report = book.report("2025");
    assert_eq!(figures(row(&report, "I6")), ["2", "0", "0", "0", "2"]);
    total(&report, "I6.khu_vuc", "1");
    total(&report, "I6.quoc_gia", "1");
    assert_eq!(row(&report, "I6.khu_vuc").total().records.len(), 2);
    // in force on 31/12/2025: the three of tea; on 31/12/2026 also that of silk
    total(&report, "I6b", "3");
    total(&book.report("2026"), "I6b", "4");
    // the last day is inclusive; the day of the revocation is not
    let revoked = json!({"fund_level": "dia_phuong", "revoked": "2026-06-30"});
    book.put("honour", honour(silk, "khu_vuc", "2026-05-05", revoked));
    total(&book.report("2026-05"), "I6b", "5");
    total(&book.report("2026-06"), "I6b", "4");
    total(&book.report("2027"), "I6b", "4");
    total(&book.report("2028-01"), "I6b", "0");
    book.delete(tea);
    total(&book.report("2025"), "I6", "0");
}

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
    // an earlier and a later follow-up in the period: the later one counts
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
    // depth asks for support in the period: the model of 2025, whose establishment gained 10 %
    total(&report, "T1.gain", "1");
    total(&book.report("2024"), "T1.gain", "0");
    assert_eq!(figures(row(&report, "T2")), ["0", "1", "0", "0", "1"]);
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
    // ten days again; then a later one of eleven, which is the latest and does not pair
    of("sau", "2025-01-01", "2025-01-10", "khac", "90");
    of("theo_doi", "2025-06-01", "2025-06-11", "khac", "80");
    total(&book.report("2025-01"), "I7.nuoc.m3", "−10 %");
    total(&book.report("2025"), "I7", "0");
}

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
    assert_eq!(figures(row(&report, "I5")), ["1", "0", "0", "0", "1"]);
    total(&report, "I5.nhan_rong", "1");
    // two in 2025, over one model accepted in it
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
    assert_eq!(figures(row(&report, "I12")), ["1", "0", "0", "1", "2"]);
    total(&report, "I12.giam_sat", "2");
    let task = |due: &str, state: &str| {
        json!({"establishment": at.to_string(), "what": "Gửi", "owner": "co_so", "due": due,
            "state": state, "done_date": (state == "xong").then_some("2026-11-23")})
    };
    for (due, state) in [
        ("2026-12-30", "dang_lam"),
        // due on the last day is not yet overdue
        ("2026-12-31", "dang_lam"),
        ("2026-12-01", "xong"),
        ("2026-12-01", "huy"),
    ] {
        book.put("task", task(due, state));
    }
    total(&book.report("2026"), "I12.overdue", "1");
    total(&book.report("2026-Q3"), "I12.overdue", "0");
    // the same figures after the next start, when establishments and visits come from the names
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
    let report = book.report("2025");
    total(&report, "T3", "2");
    total(&report, "T3.contracts", "1");
    // over 50 %, not at it
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
    // asked in 2025: khcn and two for land
    total(&report, "T4.asked", "3");
    total(&report, "T4.refused", "0");
    total(&report, "T4.granted.khcn.dong", "200");
    total(&report, "T4.asked.dat_dai.dong", "600");
    // credit and science: two kinds
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
    // a single year is shown against the five years until it has a target of its own
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
