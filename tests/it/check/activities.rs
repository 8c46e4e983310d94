//! The rules of activities against the records around them in a notebook, each at its limit.

use crate::kit::field_no;
use crate::kit::programme;
use serde_json::{Value as Json, json};
use sotay::programme::answer::{JsonReader, record_from_json};
use sotay::programme::check::{Context, Subject, check, compute, needs};
use sotay::programme::faults::Fault;
use sotay::programme::spec::Level;
use sotay::record::{Change, Date, Fields, Id, Origin, Value};
use sotay::store::Commit;

use crate::kit::app::App;

const TODAY: Date = Date { year: 2026, month: 11, day: 23 };

/// The answers with computed ones, and the fields with faults, marked `!` for errors.
pub fn judged(app: &App, kind: &str, answers: &Json) -> (Fields, Vec<String>) {
    let (fields, faults) = faults(app, kind, answers);
    let kind = programme().kind_by_id(kind).unwrap();
    let name = |f: &Fault| {
        let mark = if f.level == Level::Error { "!" } else { "" };
        format!("{}{mark}", kind.field(f.at.field).unwrap().id)
    };
    (fields, faults.iter().map(name).collect())
}

pub fn faults(app: &App, kind: &str, answers: &Json) -> (Fields, Vec<Fault>) {
    let kind = programme().kind_by_id(kind).unwrap();
    let mut new_id = || Id([3; 16]);
    let mut reader = JsonReader { programme: programme(), today: TODAY, new_id: &mut new_id };
    let fields = record_from_json(kind, answers.as_object().unwrap(), &mut reader).unwrap();
    let subject = Subject { kind, id: Id([9; 16]), fields: &fields, before: None };
    let found = app.workers.store().records().needs(&needs(programme(), &subject)).unwrap();
    let context = Context { today: TODAY, officer: app.model.officer_id(), found };
    let fields = compute(programme(), &subject, &context);
    let faults = check(programme(), &Subject { fields: &fields, ..subject }, &context);
    (fields, faults)
}

fn wrong(app: &App, kind: &str, answers: &Json) -> Vec<String> {
    judged(app, kind, answers).1
}

pub fn with(answers: &Json, more: Json) -> Json {
    let mut answers = answers.clone();
    answers.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    answers
}

pub fn begun() -> (App, String) {
    let mut app = App::at(80, 24);
    let there = app.given("establishment", json!({ "name": "HTX chè Tân Cương" }));
    (app, there.to_string())
}

#[test]
fn a_class_is_of_a_project_that_trains_and_is_followed_up() {
    let (mut app, there) = begun();
    let project = |app: &mut App, more: Json| {
        let code = json!({ "code": "ĐA", "name": "Đề án", "fund_level": "dia_phuong" });
        app.given("project", with(&code, more)).to_string()
    };
    let machines = project(&mut app, json!({ "kind": "ung_dung_may_moc" }));
    let trains = project(&mut app, json!({ "kind": "truyen_nghe" }));
    let both = json!({ "kind": "ung_dung_may_moc", "other_kinds": ["dao_tao_nghe"] });
    let also = project(&mut app, both);
    let class = json!({
        "establishment": there, "fund_level": "dia_phuong", "trade": "Sao chè",
        "form": "dao_tao", "start": "2026-03-01", "end": "2026-04-01", "enrolled": 30,
        "certified": 28, "cert_date": "2026-05-24", "cert_no": "12/QĐ",
    });
    for (project, expected) in [(&machines, &["project"][..]), (&trains, &[]), (&also, &[])] {
        let class = with(&class, json!({ "project": project }));
        assert_eq!(wrong(&app, "training", &class), expected);
    }
    let other_fund = with(&class, json!({ "project": trains, "fund_level": "quoc_gia" }));
    assert_eq!(wrong(&app, "training", &other_fund), ["fund_level"]);
    let too_many = with(&class, json!({ "female": 29, "certified": 31 }));
    assert_eq!(wrong(&app, "training", &too_many), ["certified!"]);
    let early = with(&class, json!({ "cert_date": "2026-03-31", "female": 29 }));
    assert_eq!(wrong(&app, "training", &early), ["female!", "cert_date!", "cert_date"]);
    // half a year and one day ago
    let owed = with(&class, json!({ "cert_date": "2026-05-23" }));
    assert_eq!(wrong(&app, "training", &owed), ["cert_date"]);

    let class = app.given("training", class).to_string();
    let follow_up = json!({
        "training": class, "date": "2026-09-01", "employed_here": 20, "employed_else": 5,
        "self_employed": 3, "confirmed": true,
    });
    let (fields, faults) = judged(&app, "employment", &follow_up);
    assert_eq!(
        (fields.get(field_no("employment", "employed")), faults),
        (Some(&Value::Int(28)), vec![])
    );
    let fewer = with(&follow_up, json!({ "self_employed": 2 }));
    assert_eq!(wrong(&app, "employment", &fewer), ["reasons"]);
    let more = with(&follow_up, json!({ "self_employed": 4, "confirmed": false }));
    assert_eq!(wrong(&app, "employment", &more), ["employed!", "confirmed"]);
    let early = with(&follow_up, json!({ "date": "2026-03-31" }));
    assert_eq!(wrong(&app, "employment", &early), ["date!"]);
}

#[test]
fn a_certificate_stands_on_a_valid_one_of_the_level_below() {
    let (mut app, there) = begun();
    let product = json!({ "establishment": there, "name": "Chè đinh", "group": "g2" });
    let product = app.given("product", product).to_string();
    let honour = |level: &str, day: &str| {
        json!({ "product": product, "level": level, "decision_no": "1/QĐ",
            "decision_date": day, "round_year": day[..4].parse::<i64>().unwrap(), "score": "70" })
    };
    let region = |day: &str| with(&honour("khu_vuc", day), json!({ "region": "bac" }));
    let (fields, faults) = judged(&app, "honour", &honour("tinh", "2023-08-01"));
    assert_eq!(faults, [""; 0]);
    let last = Date { year: 2025, month: 12, day: 31 };
    assert_eq!(fields.get(field_no("honour", "valid_to")), Some(&Value::Date(last)));
    assert_eq!(
        fields.get(field_no("honour", "fund_level")),
        Some(&Value::Choice("dia_phuong".into()))
    );
    assert_eq!(wrong(&app, "honour", &region("2024-08-01")), ["level"]);

    app.given(
        "honour",
        with(&honour("tinh", "2023-08-01"), json!({ "valid_to": "2025-12-31" })),
    );
    let (fields, faults) = judged(&app, "honour", &region("2025-12-31"));
    assert_eq!(faults, [""; 0]);
    assert_eq!(
        fields.get(field_no("honour", "fund_level")),
        Some(&Value::Choice("quoc_gia".into()))
    );
    assert_eq!(wrong(&app, "honour", &region("2023-07-31")), ["level"]);
    // for a round of this year, photos are required too
    assert_eq!(wrong(&app, "honour", &region("2026-01-01")), ["product", "level"]);
    assert_eq!(wrong(&app, "honour", &honour("quoc_gia", "2025-01-01")), ["level"]);

    assert_eq!(wrong(&app, "honour", &honour("huyen", "2025-06-30")), [""; 0]);
    assert_eq!(wrong(&app, "honour", &honour("huyen", "2025-07-01")), ["level"]);
    let low =
        with(&honour("tinh", "2026-03-01"), json!({ "score": "69.9", "round_year": 2024 }));
    assert_eq!(wrong(&app, "honour", &low), ["score", "decision_date"]);
}

#[test]
fn a_product_put_up_for_selection_has_three_photos() {
    let (mut app, there) = begun();
    let product = json!({ "establishment": there, "name": "Chè đinh", "group": "g2" });
    let product = app.given("product", product).to_string();
    let honour = json!({ "product": product, "level": "tinh", "decision_no": "1/QĐ",
        "decision_date": "2026-09-01", "round_year": 2026, "score": "80" });
    let photo = |app: &mut App, kind: &str| {
        let kind_of = programme().kind_by_id("attachment").unwrap();
        let no = |id: &str| kind_of.field_by_id(id).unwrap().no;
        let text = |text: &str| Value::Text(text.into());
        let fields = [
            (no("parent"), Value::Link(product.parse().unwrap())),
            (no("kind"), Value::Choice(kind.into())),
            (no("file_name"), text("a.jpg")),
            (no("personal"), Value::Bool(false)),
            (no("mime"), text("image/jpeg")),
            (no("size"), Value::Int(1)),
            (no("sha256"), text(&"0".repeat(64))),
        ];
        let count = app.records("attachment").len() as u8;
        let id = Id::new(1, [count + 1; 10]);
        let (kind, fields) = (kind_of.no, fields.into_iter().collect());
        let create = Change::Create { kind, id, fields, origin: Origin::Officer };
        let commit = Commit {
            changes: vec![create],
            ends_draft: None,
            allow_incomplete: false,
            ..Commit::default()
        };
        app.workers.store().commit(commit).unwrap();
    };
    for kind in ["anh_san_pham", "anh_san_pham", "anh_hien_truong"] {
        assert_eq!(wrong(&app, "honour", &honour), ["product"]);
        photo(&mut app, kind);
    }
    assert_eq!(wrong(&app, "honour", &honour), ["product"]);
    photo(&mut app, "anh_san_pham");
    assert_eq!(wrong(&app, "honour", &honour), [""; 0]);
}

#[test]
fn a_third_supported_fair_abroad_in_a_year_and_the_same_fair_twice_are_asked_about() {
    let (mut app, there) = begun();
    let fair = |name: &str, from: &str, to: &str| {
        json!({ "establishment": there, "fund_level": "quoc_gia", "name": name,
            "scope": "nuoc_ngoai", "place": "Tokyo", "country": "Nhật Bản",
            "date_from": from, "date_to": to, "booths": 2, "booth_price": 10_000_000,
            "support": 20_000_000 })
    };
    app.given("fair", fair("Foodex", "2025-12-30", "2026-01-02"));
    let third = fair("Hội chợ Viêng Chăn", "2026-09-01", "2026-09-05");
    assert_eq!(wrong(&app, "fair", &third), [""; 0]);
    app.given("fair", fair("Sial", "2026-05-01", "2026-05-04"));
    assert_eq!(wrong(&app, "fair", &third), ["scope"]);
    let free = with(&third, json!({ "support": 0 }));
    assert_eq!(wrong(&app, "fair", &free), [""; 0]);
    let next_year = fair("Foodex", "2027-03-01", "2027-03-31");
    assert_eq!(wrong(&app, "fair", &next_year), [""; 0]);
    let long = with(&next_year, json!({ "date_to": "2027-04-01", "support": 20_000_001 }));
    assert_eq!(wrong(&app, "fair", &long), ["date_to", "support"]);
    let twice = with(&fair("SIAL", "2026-05-01", "2026-05-04"), json!({ "support": 0 }));
    assert_eq!(wrong(&app, "fair", &twice), ["establishment"]);
}

#[test]
fn a_target_is_set_once_for_the_same_years_fund_and_place() {
    let (mut app, _) = begun();
    let target = json!({
        "indicator": "I1", "year_from": 2026, "year_to": 2030, "value": "18000",
        "decision": "1/QĐ", "verified": true,
    });
    app.given("target", target.clone());
    assert_eq!(wrong(&app, "target", &target), ["indicator!"]);
    let others = [
        json!({ "indicator": "I2" }),
        json!({ "year_to": 2029 }),
        json!({ "fund_level": "quoc_gia" }),
        json!({ "province": "25" }),
    ];
    for other in others {
        assert_eq!(wrong(&app, "target", &with(&target, other)), [""; 0]);
    }
    let nowhere = with(&target, json!({ "year_to": 2025, "province": "99" }));
    assert_eq!(wrong(&app, "target", &nowhere), ["year_to!", "province!"]);
}

#[test]
fn support_and_leads_say_what_is_missing() {
    let (app, there) = begun();
    let support = json!({
        "establishment": there, "kind": "tin_dung", "programme": "Vay", "body": "Ngân hàng",
        "asked_date": "2026-05-01", "asked": "100", "unit": "dong", "state": "duoc_duyet",
        "granted": "120", "decided_date": "2026-04-30",
    });
    assert_eq!(wrong(&app, "coordinated_support", &support), ["decided_date!", "granted"]);
    let refused = with(
        &support,
        json!({ "state": "tu_choi", "granted": null, "unit": null,
        "decided_date": null }),
    );
    let expected = ["decided_date!", "unit!", "reason!"];
    assert_eq!(wrong(&app, "coordinated_support", &refused), expected);

    let lead = json!({
        "partner": "Kansai", "country": "Nhật Bản", "topic": "Gốm", "stage": "trao_doi",
        "stage_date": "2026-05-01", "officer": app.model.officer_id().unwrap().to_string(),
    });
    assert_eq!(wrong(&app, "intl_lead", &lead), ["mission", "next_step"]);
    let ended = with(&lead, json!({ "stage": "ket_thuc", "via": "Thương vụ" }));
    assert_eq!(wrong(&app, "intl_lead", &ended), [""; 0]);
}
