//! The check of visits, and with what a visit starts.

use sotay::programme::check::*;
use sotay::record::{Id, Value};

use super::{ID, TODAY, context, establishment, fields, record, with, wrong};
use crate::kit::{field_no, kind, programme};

fn visit() -> serde_json::Value {
    serde_json::json!({
        "establishment": ID, "date": "2026-11-20", "purpose": "khao_sat", "officers": [ID],
        "observations": "Đang chạy hai máy", "operating": "dang_hoat_dong",
        "conclusion": "dat", "state": "nhap",
    })
}

#[test]
fn a_visit_against_its_project_and_establishment() {
    use serde_json::json;
    let here: Id = ID.parse().unwrap();
    let project_id = Id([3; 16]);
    let project = |beneficiary: &str| {
        let json = json!({
            "code": "DA-01", "name": "Ứng dụng máy", "kind": "ung_dung_may_moc",
            "beneficiaries": [{"establishment": beneficiary}], "total": 100,
        });
        record("project", project_id, fields("project", json))
    };
    let around = |beneficiary: &str| {
        let own = record("establishment", here, fields("establishment", establishment()));
        let project = vec![project(beneficiary)];
        context(vec![(Need::Record(project_id), project), (Need::Record(here), vec![own])])
    };
    let of = |more, beneficiary: &str| {
        let mut own = fields("visit", with(visit(), more));
        own.set(field_no("visit", "officers"), Value::Links(vec![Id([8; 16])]));
        wrong("visit", &own, &around(beneficiary))
    };
    assert_eq!(of(json!({}), ID), [""; 0]);
    assert_eq!(of(json!({"purpose": "tien_do"}), ID), ["project!"]);
    let progress = json!({"purpose": "tien_do", "project": project_id.to_string()});
    assert_eq!(of(progress.clone(), ID), ["machine_present!"]);
    let seen = with(
        progress,
        json!({
            "machine_present": true, "machine_new": true, "machine_serial": "A1", "work_value": 70,
        }),
    );
    assert_eq!(of(seen.clone(), ID), [""; 0]);
    assert_eq!(of(seen.clone(), &Id([4; 16]).to_string()), ["project"]);
    assert_eq!(of(with(seen, json!({"work_value": 101})), ID), ["work_value"]);
    assert_eq!(of(json!({"workers_now": 31}), ID), ["workers_now"]);
    assert_eq!(of(json!({"workers_now": 30}), ID), [""; 0]);
    assert_eq!(of(json!({"date": "2026-09-22"}), ID), ["date"]);
    assert_eq!(of(json!({"next_date": "2026-11-19"}), ID), ["next_date!"]);
    assert_eq!(of(json!({"next_date": "2027-11-19"}), ID), [""; 0]);
    assert_eq!(of(json!({"purpose": "khao_sat", "observations": "  "}), ID), ["observations!"]);
    let rows = json!({"papers": [{"paper": "dkkd", "have": "co"}, {"paper": "dkkd"}]});
    assert_eq!(of(rows, ID), ["papers.paper", "papers.have!"]);
}

#[test]
fn a_visit_starts_with_what_is_known() {
    let here: Id = ID.parse().unwrap();
    let own = record("establishment", here, fields("establishment", establishment()));
    let started = start(programme(), kind("visit"), &context(vec![]), Some(&own), None);
    let get = |id: &str| started.get(field_no("visit", id));
    assert_eq!(get("establishment"), Some(&Value::Link(here)));
    assert_eq!(get("date"), Some(&Value::Date(TODAY)));
    assert_eq!(get("officers"), Some(&Value::Links(vec![Id([7; 16])])));
    assert_eq!(get("operating"), Some(&Value::Choice("dang_hoat_dong".into())));
    assert_eq!(get("workers_now"), Some(&Value::Int(20)));
    assert_eq!(get("observations"), None);
    let last = [(field_no("visit", "workers_now"), Value::Int(25))].into_iter().collect();
    let last = record("visit", Id([2; 16]), last);
    let started = start(programme(), kind("visit"), &context(vec![]), Some(&own), Some(&last));
    assert_eq!(started.get(field_no("visit", "workers_now")), Some(&Value::Int(25)));
}
