//! The check of measurements, against those before and against their model.

use sotay::programme::check::*;
use sotay::record::Id;

use super::{ID, context, fields, record, with, wrong};
use crate::kit::{field_no, kind, programme};

fn measurement(phase: &str, value: &str) -> serde_json::Value {
    serde_json::json!({
        "model": ID, "establishment": ID, "phase": phase, "period_kind": "thang",
        "period_from": "2026-10-01", "period_to": "2026-10-31", "basis": "so_sach",
        "lines": [{"indicator": "dien", "value": value, "unit": "kwh"}],
    })
}

#[test]
fn figures_are_held_against_those_before() {
    use serde_json::json;
    let list = programme().list("measure").unwrap();
    let units = &list.choice("dien").unwrap().facts.iter().find(|f| f.0 == "units").unwrap().1;
    let unit = json!({"indicator": "dien", "unit": units[0]});
    let json = |phase: &str, value: &str| {
        let row = with(unit.clone(), json!({"value": value}));
        with(measurement(phase, value), json!({"lines": [row]}))
    };
    let model: Id = ID.parse().unwrap();
    let first =
        record("measurement", Id([1; 16]), fields("measurement", json("truoc", "1000")));
    let field = field_no("measurement", "model");
    let need = Need::LinkingTo { kind: kind("measurement").no, field, to: model };
    let of = |json: serde_json::Value, before: bool| {
        let found = if before { vec![first.clone()] } else { vec![] };
        let context = context(vec![(need.clone(), found)]);
        wrong("measurement", &fields("measurement", json), &context)
    };
    let subject_fields = fields("measurement", json("sau", "900"));
    let subject = Subject::of(kind("measurement"), &subject_fields);
    assert!(needs(programme(), &subject).contains(&need));
    assert_eq!(of(json("truoc", "1000"), false), [""; 0]);
    assert_eq!(of(json("sau", "900"), true), [""; 0]);
    assert_eq!(of(json("sau", "900"), false), ["phase"]);
    assert_eq!(of(json("sau", "90"), true), ["lines.value"]);
    assert_eq!(of(json("sau", "2000"), true), ["lines.value"]);
    let quarter = with(json("sau", "900"), json!({"period_kind": "quy"}));
    assert_eq!(of(quarter, true), ["period_kind", "period_to"]);
    let turned = with(json("sau", "900"), json!({"period_to": "2026-09-30"}));
    assert_eq!(of(turned, true), ["period_to!"]);
    let twice = json("truoc", "1000");
    let row = twice["lines"][0].clone();
    let twice = with(twice, json!({"lines": [row.clone(), row]}));
    assert!(of(twice, false).iter().any(|f| f.starts_with("lines") && f.ends_with('!')));
}

#[test]
fn an_accepted_model_should_have_figures_from_after() {
    let own = fields(
        "model",
        serde_json::json!({
            "code": "MH1", "name": "Mô hình", "establishment": ID, "kind": "nhan_rong",
            "fund_level": "quoc_gia", "technology": "sấy", "status": "da_nghiem_thu",
            "start": "2025-01-01", "accepted": "2025-06-01",
        }),
    );
    let kind = kind("model");
    let subject = Subject { id: Id([9; 16]), ..Subject::of(kind, &own) };
    let pointing = |n: &Need| matches!(n, Need::LinkingTo { .. });
    let need = needs(programme(), &subject).into_iter().find(pointing).unwrap();
    let after = record("measurement", Id([1; 16]), fields("measurement", measurement_after()));
    let says = |found| {
        let context = context(vec![(need.clone(), found)]);
        wrong("model", &own, &context).contains(&"accepted".to_string())
    };
    assert!(says(vec![]));
    assert!(!says(vec![after]));
    assert!(!wrong("model", &own, &context(vec![])).contains(&"accepted".to_string()));
}

fn measurement_after() -> serde_json::Value {
    serde_json::json!({"model": ID, "establishment": ID, "phase": "sau"})
}
