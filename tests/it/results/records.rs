//! Records with little more than what the figures count.

use serde_json::{Value as Json, json};
use sotay::record::Id;

use crate::kit::notebook::Notebook;

/// Two communes of Phú Thọ, one of Thái Nguyên.
pub const HERE: &str = "08230";
pub const NEAR: &str = "07900";
pub const FAR: &str = "01849";

pub fn with(base: Json, more: Json) -> Json {
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

pub fn measurement(
    model: Id,
    at: Id,
    phase: &str,
    (from, to): (&str, &str),
    lines: Json,
) -> Json {
    let mut base = json!({"model": model.to_string(), "establishment": at.to_string(),
        "phase": phase, "period_kind": "nam", "period_from": from, "period_to": to,
        "basis": "do", "lines": lines});
    if phase == "theo_doi" {
        base["follow_no"] = json!(1);
    }
    base
}
