//! The check of establishments.

use sotay::programme::check::*;
use sotay::programme::rules::eligibility_reason;
use sotay::record::{Id, Value};

use super::{TODAY, context, establishment, fields, record, with, wrong};
use crate::kit::{field_no, kind, programme};

fn of_establishment(more: serde_json::Value) -> Vec<String> {
    let fields = fields("establishment", with(establishment(), more));
    wrong("establishment", &fields, &context(vec![]))
}

#[test]
fn a_plain_establishment_is_right() {
    assert_eq!(of_establishment(serde_json::json!({})), [""; 0]);
    let fields = fields("establishment", establishment());
    let kind = kind("establishment");
    assert!(!incomplete(programme(), kind, &fields));
    let full = compute(programme(), &Subject::of(kind, &fields), &context(vec![]));
    let choice = |id: &str| full.get(field_no("establishment", id)).and_then(Value::as_text);
    assert_eq!(choice("eligible"), Some("co"));
    assert_eq!(choice("size_class"), Some("khong_ap_dung"));
    let (_, reason) = eligibility_reason(&View::of_kind(kind, &fields), TODAY).unwrap();
    assert!(reason.vi.contains("tỉnh") && !reason.en.is_empty());
}

#[test]
fn an_establishment_is_looked_at_closely() {
    use serde_json::json;
    let cases: &[(serde_json::Value, &[&str])] = &[
        (json!({"tax_code": "0100109107"}), &["tax_code"]),
        (json!({"tax_code": "010010910"}), &["tax_code!"]),
        (json!({"tax_code": "0100109106-001"}), &[]),
        (json!({"tax_code": "0100109106-000"}), &["tax_code!"]),
        (json!({"tax_code": "001234567890"}), &[]),
        (json!({"tax_code": null}), &["tax_code"]),
        (json!({"tax_code": null, "tax_none": "chưa đăng ký"}), &[]),
        (json!({"tax_none": "chưa đăng ký"}), &["tax_code"]),
        (json!({"workers_female": 21}), &["workers_female!"]),
        (json!({"place": "00097"}), &["craft_village"]),
        (json!({"place": "00097", "craft_village": true}), &["craft_village_name!"]),
        (json!({"sector": "e"}), &["sector"]),
        (json!({"vsic": "1", "vsic_version": "v2025"}), &["vsic!"]),
        (json!({"vsic": "4711", "vsic_version": "v2025"}), &["vsic"]),
        (json!({"vsic": "3100", "vsic_version": "v2025"}), &[]),
        (json!({"contact_phone": "0912345678", "notice": true}), &["notice_date!"]),
        (json!({"contact_phone": "123456", "notice": false}), &["contact_phone", "notice"]),
        (json!({"lat": "21.02"}), &["lon!"]),
        (json!({"lat": "21.02", "lon": "95"}), &["lon!"]),
        (json!({"eligible": "khong"}), &["eligible_note!"]),
        (json!({"eligible": "khong", "eligible_note": "ngoài ngành"}), &[]),
        (json!({"revenue_prev": 5}), &["revenue_year!"]),
        (json!({"licence_date": "2026-11-23"}), &["licence_date!"]),
    ];
    for (more, want) in cases {
        assert_eq!(of_establishment(more.clone()), *want, "{more}");
    }
}

#[test]
fn grounds_of_priority_follow_and_ticks_stay() {
    use serde_json::json;
    let grounds = |more| -> Vec<String> {
        let fields = fields("establishment", with(establishment(), more));
        let kind = kind("establishment");
        let full = compute(programme(), &Subject::of(kind, &fields), &context(vec![]));
        match full.get(field_no("establishment", "priority")) {
            Some(Value::Many(ids)) => ids.clone(),
            _ => Vec::new(),
        }
    };
    for (more, want) in [
        (json!({}), ""),
        (json!({"sector": "a"}), "che_bien_nls"),
        (json!({"sector": "g"}), "sxsh"),
        (json!({"type": "co_so_sxsh"}), "sxsh"),
        (json!({"export": true}), "xuat_khau"),
        (json!({"export": false}), ""),
        (json!({"local_material_pct": "50"}), ""),
        (json!({"local_material_pct": "50.01"}), "nguyen_lieu_tai_cho"),
        (json!({"workers": 49}), ""),
        (json!({"workers": 50}), "nhieu_lao_dong"),
        (json!({"owner_female": true}), "nu_lam_chu"),
        (json!({"owner_ethnic": true}), "dtts_lam_chu"),
        (json!({"priority": ["sp_chu_luc"]}), "sp_chu_luc"),
    ] {
        assert_eq!(grounds(more.clone()).join(" "), want, "{more}");
    }
    let kind = kind("establishment");
    let was =
        fields("establishment", with(establishment(), json!({"priority": ["sp_chu_luc"]})));
    let mut now = was.clone();
    now.set(field_no("establishment", "workers"), Value::Int(60));
    let after = recompute(programme(), &Subject::of(kind, &now), &was, &context(vec![]));
    let want = Value::Many(vec!["sp_chu_luc".into(), "nhieu_lao_dong".into()]);
    assert_eq!(after.get(field_no("establishment", "priority")), Some(&want));
}

#[test]
fn the_same_name_is_asked_about_unless_commune_and_telephone_differ() {
    use serde_json::json;
    let kind = kind("establishment");
    let asked = |here: serde_json::Value, there: serde_json::Value| {
        let own = fields("establishment", with(establishment(), here));
        let subject = Subject { id: Id([9; 16]), ..Subject::of(kind, &own) };
        let namesake = json!({"name": "HỢP TÁC XÃ MỘC HOÀ BÌNH", "tax_code": null});
        let twin = with(with(establishment(), namesake), there);
        let twin = record("establishment", Id([1; 16]), fields("establishment", twin));
        let needs = needs(programme(), &subject);
        let field = field_no("establishment", "name");
        let about = |n: &Need| matches!(n, Need::Same { field: f, .. } if *f == field);
        let need = needs.into_iter().find(about).unwrap();
        wrong("establishment", &own, &context(vec![(need, vec![twin])]))
            .contains(&"name".to_owned())
    };
    let phone = |number: &str, place: &str| json!({"contact_phone": number, "place": place});
    let (here, elsewhere) = ("01279", "00097");
    let (one, other) = ("0912345678", "0912345679");
    assert!(asked(phone(one, here), phone(other, here)), "one commune");
    assert!(asked(phone(one, here), phone(one, elsewhere)), "one telephone");
    assert!(!asked(phone(one, here), phone(other, elsewhere)), "two communes, two telephones");
    let nowhere = json!({"contact_phone": other, "place": null});
    assert!(asked(phone(one, here), nowhere.clone()), "the other has no commune");
    assert!(asked(json!({"contact_phone": null, "place": null}), phone(one, here)), "this one");
    let silent = |place: &str| json!({"contact_phone": null, "place": place});
    assert!(!asked(silent(here), silent(elsewhere)), "no telephone is not the same telephone");
}

#[test]
fn personal_answers_are_known_by_the_record() {
    use serde_json::json;
    let personal_ids = |more| -> Vec<&str> {
        let fields = fields("establishment", with(establishment(), more));
        let kind = kind("establishment");
        let numbers = personal(kind, &fields);
        numbers.into_iter().map(|no| kind.field(no).unwrap().id.as_str()).collect()
    };
    let company = personal_ids(json!({}));
    assert!(company.contains(&"contact_name") && !company.contains(&"name"));
    let household = personal_ids(json!({"type": "ho_kinh_doanh", "tax_code": "001234567890"}));
    for id in ["name", "address", "licence_no", "tax_code", "contact_phone"] {
        assert!(household.contains(&id), "{id}");
    }
}
