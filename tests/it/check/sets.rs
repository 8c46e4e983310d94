//! The dated reference sets at their limits: the row that is valid on the relevant day is used, and
//! unverified rows are never used.

use crate::kit::field_no;
use crate::kit::programme;
use serde_json::{Value as Json, json};
use sotay::programme::check::{Context, Subject, compute, needs};
use sotay::programme::faults::Fault;
use sotay::programme::reference::{Ceiling, PriorityPlaces, ceilings, in_force};
use sotay::programme::spec::Level;
use sotay::record::{Date, Query, Value};

use super::activities::{begun, judged, with};
use crate::kit::app::App;

fn day(year: i16, month: u8, day: u8) -> Date {
    Date { year, month, day }
}

#[test]
fn both_ends_of_a_validity_count() {
    let (from, to) = (Some(day(2026, 1, 1)), Some(day(2026, 12, 31)));
    for (on, holds) in [
        (day(2025, 12, 31), false),
        (day(2026, 1, 1), true),
        (day(2026, 12, 31), true),
        (day(2027, 1, 1), false),
    ] {
        assert_eq!(in_force(from, to, on), holds, "{on:?}");
    }
    assert!(in_force(None, None, day(1990, 1, 1)));
}

#[test]
fn the_shipped_ceilings_are_those_that_were_read() {
    let current: Vec<&Ceiling> = Ceiling::shipped().iter().filter(|c| !c.history).collect();
    let figures: Vec<_> = current
        .iter()
        .map(|c| (c.kind.as_str(), c.percent.map(|p| p.0 / 1_000_000), c.cap, c.per.as_deref()))
        .collect();
    assert_eq!(
        figures,
        [
            ("mo_hinh_moi", Some(30), Some(1_000_000_000), Some("mo_hinh")),
            ("ung_dung_may_moc", Some(50), Some(300_000_000), Some("co_so")),
            ("chuyen_giao_cong_nghe", Some(50), Some(300_000_000), Some("co_so")),
            ("day_chuyen_cong_nghe", Some(50), Some(450_000_000), Some("co_so")),
            ("hoi_cho_nuoc_ngoai", Some(100), None, None),
            ("tham_quan_nuoc_ngoai", Some(100), None, Some("nguoi")),
        ]
    );
    let kinds = programme().list("activity_kind").unwrap();
    let pers = programme().list("ceiling_per").unwrap();
    for row in Ceiling::shipped() {
        assert!(row.verified && row.fund == "quoc_gia" && !row.legal_ref.is_empty());
        assert!(kinds.choice(&row.kind).is_some(), "{}", row.kind);
        assert!(row.per.as_ref().is_none_or(|per| pers.choice(per).is_some()), "{row:?}");
    }
    assert_eq!(Ceiling::shipped().len(), 6 + 23);
}

#[test]
fn the_offices_own_rows_come_first_and_the_newest_of_them_holds() {
    let own = |from: Date, cap: i64, verified: bool| Ceiling {
        cap: Some(cap),
        valid_from: Some(from),
        verified,
        ..Ceiling::shipped()[1].clone()
    };
    let rows = [
        own(day(2026, 1, 1), 310, true),
        own(day(2026, 7, 1), 320, true),
        own(day(2026, 9, 1), 330, false),
    ];
    let cap = |on: Date| {
        let found = ceilings(&rows, ("ung_dung_may_moc", "quoc_gia"), None, on);
        found.iter().map(|c| c.cap).collect::<Vec<_>>()
    };
    assert_eq!(cap(day(2018, 3, 27)), []);
    assert_eq!(cap(day(2018, 3, 28)), [Some(300_000_000)]);
    assert_eq!(cap(day(2025, 12, 31)), [Some(300_000_000)]);
    assert_eq!(cap(day(2026, 1, 1)), [Some(310)]);
    assert_eq!(cap(day(2026, 6, 30)), [Some(310)]);
    assert_eq!(cap(day(2026, 10, 1)), [Some(320)]);
    assert!(
        ceilings(&rows, ("ung_dung_may_moc", "dia_phuong"), None, day(2026, 1, 1)).is_empty()
    );
}

#[test]
fn a_province_goes_by_what_its_council_set() {
    let own = |province: Option<&str>, from: Date, cap: i64| Ceiling {
        fund: "dia_phuong".into(),
        province: province.map(str::to_owned),
        cap: Some(cap),
        valid_from: Some(from),
        verified: true,
        ..Ceiling::shipped()[1].clone()
    };
    let rows = [
        own(None, day(2026, 3, 1), 100),
        own(Some("25"), day(2025, 1, 1), 200),
        own(Some("19"), day(2026, 1, 1), 300),
    ];
    let cap = |province: Option<&str>, on: Date| {
        let found = ceilings(&rows, ("ung_dung_may_moc", "dia_phuong"), province, on);
        found.iter().map(|c| c.cap).collect::<Vec<_>>()
    };
    // the province's row comes first, though the country's is newer
    assert_eq!(cap(Some("25"), day(2026, 6, 1)), [Some(200)]);
    assert_eq!(cap(Some("66"), day(2026, 6, 1)), [Some(100)]);
    assert_eq!(cap(None, day(2026, 6, 1)), [Some(100)]);
    // before its first day
    assert_eq!(cap(Some("19"), day(2025, 12, 31)), []);
}

fn project(support: i64, own_capital: i64, decided: Json) -> Json {
    json!({
        "code": "KC-1", "name": "Máy cưa", "fund_level": "quoc_gia",
        "kind": "ung_dung_may_moc", "plan_year": 2026, "executing_unit": "Trung tâm",
        "fund_national": support, "own_capital": own_capital, "approved_support": support,
        "decision_date": decided, "stages": [{ "date": "2026-01-05", "stage": "khao_sat" }],
    })
}

/// The messages about support over a ceiling, which never prevent saving.
fn over(app: &App, project: &Json) -> Vec<String> {
    let kind = programme().kind_by_id("project").unwrap();
    let about = |fault: &Fault| {
        let field = kind.field(fault.at.field).map(|f| f.id.as_str());
        matches!(field, Some("approved_support" | "beneficiaries"))
            && fault.text(sotay::lang::Lang::Vi).contains("vượt mức")
    };
    let (_, faults) = super::activities::faults(app, "project", project);
    let found: Vec<Fault> = faults.into_iter().filter(about).collect();
    assert!(found.iter().all(|fault| fault.level == Level::Warning));
    found.iter().map(|fault| fault.text(sotay::lang::Lang::Vi)).collect()
}

#[test]
fn support_over_a_verified_ceiling_warns_and_names_the_row() {
    let (app, there) = begun();
    let at = |support, own| over(&app, &project(support, own, json!("2026-05-01")));
    // at most half of the total, and at most 300 million
    assert_eq!(at(300_000_000, 300_000_000), [""; 0]);
    let percent = at(300_000_000, 299_999_998);
    assert_eq!(
        percent,
        ["Hỗ trợ 300.000.000 đ, vượt mức 50 % tổng kinh phí: 299.999.999 đ \
            (TT 28/2018/TT-BTC, Điều 8(4); đã đối chiếu văn bản)."]
    );
    let cap = at(300_000_001, 900_000_000);
    assert!(cap[0].contains("300.000.000 đ một cơ sở"), "{cap:?}");
    // an earlier row is history and is not used
    assert_eq!(over(&app, &project(900_000_000, 0, json!("2018-03-27"))), [""; 0]);
    assert_eq!(over(&app, &project(900_000_000, 0, json!(null))).len(), 1);
    // two establishments may have twice as much, but each no more than once
    let row = |support: i64| json!({ "establishment": there, "support": support });
    let two = with(
        &project(600_000_000, 600_000_000, json!("2026-05-01")),
        json!({ "beneficiaries": [row(300_000_000), row(300_000_000)] }),
    );
    assert_eq!(over(&app, &two), [""; 0]);
    let uneven = with(&two, json!({ "beneficiaries": [row(300_000_001), row(299_999_999)] }));
    assert_eq!(over(&app, &uneven).len(), 1);
}

#[test]
fn an_unverified_or_superseded_row_never_fires() {
    let (mut app, _) = begun();
    let row = |kind: &str, verified: bool, history: bool| {
        json!({ "kind": kind, "fund": "quoc_gia", "percent": "1", "issued": "2026-01-01",
            "legal_ref": "Dự thảo", "verified": verified, "history": history })
    };
    app.given("ceiling", row("tu_van", false, false));
    app.given("ceiling", row("tu_van", true, true));
    let asked = with(
        &project(90_000_000, 10_000_000, json!("2026-05-01")),
        json!({ "kind": "tu_van" }),
    );
    assert_eq!(over(&app, &asked), [""; 0]);
    app.given("ceiling", with(&row("tu_van", true, false), json!({ "note": "đã đọc" })));
    assert_eq!(over(&app, &asked).len(), 1);
}

#[test]
fn a_priority_place_counts_from_its_first_to_its_last_day() {
    let (mut app, _) = begun();
    let row = |class: &str, from: &str, to: Json, verified: bool| {
        json!({ "commune": "08230", "class": class, "valid_from": from, "valid_to": to,
            "legal_ref": "QĐ 60", "verified": verified })
    };
    app.given("priority_place", row("kho_khan", "2026-02-01", json!("2026-11-23"), true));
    app.given("priority_place", row("vung_cao", "2026-11-23", json!(null), true));
    app.given("priority_place", row("ntm", "2026-01-01", json!(null), false));
    app.given("priority_place", row("dac_biet_kho_khan", "2026-11-24", json!(null), true));
    let set = programme().kind_by_id("priority_place").unwrap();
    let rows = app.workers.store().records().page(&Query::all(set.no), 0, 10).unwrap().rows;
    let places = PriorityPlaces::of(programme(), &rows);
    assert_eq!(places.classes("08230", day(2026, 1, 31)), [""; 0]);
    assert_eq!(places.classes("08230", day(2026, 2, 1)), ["kho_khan"]);
    assert_eq!(places.classes("08230", day(2026, 11, 23)), ["kho_khan", "vung_cao"]);
    assert_eq!(places.classes("08230", day(2026, 11, 24)), ["dac_biet_kho_khan", "vung_cao"]);
    assert_eq!(places.classes("00001", day(2026, 11, 24)), [""; 0]);
    // the establishment's own answer, on the harness's day, the 23rd
    let answers = json!({
        "name": "Mây tre", "type": "htx", "place": "08230", "status": "dang_hoat_dong",
        "sector": "dd", "products": "giỏ", "workers": 5, "tax_none": "chưa",
    });
    let (fields, _) = judged(&app, "establishment", &answers);
    let classes = ["vung_cao", "kho_khan"].map(str::to_string).to_vec();
    assert_eq!(
        fields.get(field_no("establishment", "priority_place")),
        Some(&Value::Many(classes))
    );
    let elsewhere = with(&answers, json!({ "place": "04795" }));
    assert_eq!(
        judged(&app, "establishment", &elsewhere)
            .0
            .get(field_no("establishment", "priority_place")),
        None
    );
}

#[test]
fn a_division_that_was_imported_is_known() {
    let (mut app, _) = begun();
    let answers = json!({
        "name": "Điện gió", "type": "htx", "place": "08230", "status": "dang_hoat_dong",
        "sector": "dd", "products": "điện", "workers": 5, "tax_none": "chưa", "vsic": "3511",
        "vsic_version": "v2025",
    });
    let unknown = |app: &App| judged(app, "establishment", &answers).1;
    assert_eq!(unknown(&app), ["vsic"]);
    let row = json!({ "version": "v2025", "code": "35", "section": "D",
        "name": "Sản xuất và phân phối điện", "verified": false });
    app.given("vsic", row);
    assert_eq!(unknown(&app), [""; 0]);
}

#[test]
fn a_certificate_in_force_is_a_ground_of_priority() {
    let (mut app, there) = begun();
    let product = json!({ "establishment": there, "name": "Chè ô long" });
    let product = app.given("product", product).to_string();
    let grounds = |app: &App, today: Date| {
        let store = app.workers.shared().get().unwrap().clone();
        let record = store.records().get(there.parse().unwrap()).unwrap().unwrap();
        let kind = programme().kind(record.kind).unwrap();
        let before = Some(&record);
        let subject = Subject { kind, id: record.id, fields: &record.fields, before };
        let found = store.records().needs(&needs(programme(), &subject)).unwrap();
        let context = Context { today, officer: None, found };
        let no = kind.field_by_id("priority").unwrap().no;
        compute(programme(), &subject, &context).get(no).cloned()
    };
    let today = day(2026, 11, 23);
    assert_eq!(grounds(&app, today), None);
    let decided = json!({ "product": product, "level": "tinh", "round_year": 2025,
        "decision_date": "2026-11-10" });
    app.given("honour", decided);
    let honoured = Some(Value::Many(vec!["sp_tieu_bieu".to_string()]));
    assert_eq!(grounds(&app, day(2026, 11, 9)), None);
    assert_eq!(grounds(&app, today), honoured);
    assert_eq!(grounds(&app, day(2028, 12, 31)), honoured);
    assert_eq!(grounds(&app, day(2029, 1, 1)), None);
    // an impossible day is not taken for today
    assert_eq!(grounds(&app, day(2011, 11, 22)), None);
}
