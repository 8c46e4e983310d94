//! The programme's own kinds: what a sensible record needs, and what the named rules report.

use crate::kit::field_no;
use crate::kit::kind;
use crate::kit::programme;
use sotay::lang::Lang;
use sotay::programme::answer::{JsonReader, record_from_json};
use sotay::programme::check::*;
use sotay::programme::rules::{NAMED, eligibility_reason};
use sotay::programme::spec::{Compute, Field, Kind, Level, Personal, Required, Test};
use sotay::record::{Date, Fields, Hlc, Id, Record, Stamp, Value};

const TODAY: Date = Date { year: 2026, month: 11, day: 22 };
const ID: &str = "018f0000-0000-7000-8000-000000000001";

fn fields(kind_id: &str, json: serde_json::Value) -> Fields {
    let mut next = 0;
    let mut new_id = || {
        next += 1;
        Id([next; 16])
    };
    let mut reader = JsonReader { programme: programme(), today: TODAY, new_id: &mut new_id };
    let serde_json::Value::Object(map) = json else { panic!("not an object") };
    record_from_json(kind(kind_id), &map, &mut reader).unwrap()
}

fn context(found: Vec<(Need, Vec<Record>)>) -> Context {
    Context { today: TODAY, officer: Some(Id([7; 16])), found }
}

fn record(kind_id: &str, id: Id, fields: Fields) -> Record {
    let stamp = Stamp { hlc: Hlc(0), seq: 0 };
    Record { fields, ..Record::blank(kind(kind_id).no, id, stamp) }
}

/// Ids of the fields with faults, marked `!` for errors.
fn wrong(kind_id: &str, fields: &Fields, context: &Context) -> Vec<String> {
    let kind = kind(kind_id);
    let subject = Subject { id: Id([9; 16]), ..Subject::of(kind, fields) };
    let faults = check(programme(), &subject, context);
    for fault in &faults {
        for lang in [Lang::Vi, Lang::En] {
            assert!(!fault.text(lang).trim().is_empty());
        }
    }
    let name = |fault: &Fault| {
        let field = kind.field(fault.at.field).unwrap();
        let mark = if fault.level == Level::Error { "!" } else { "" };
        match fault.at.cell {
            Some((_, column)) => {
                format!("{}.{}{mark}", field.id, field.column(column).unwrap().id)
            }
            None => format!("{}{mark}", field.id),
        }
    };
    faults.iter().map(name).collect()
}

fn establishment() -> serde_json::Value {
    serde_json::json!({
        "name": "Hợp tác xã mộc Hòa Bình", "type": "htx", "place": "01279",
        "tax_code": "0100109106", "sector": "dd", "products": "bàn ghế", "workers": 20,
        "status": "dang_hoat_dong",
    })
}

fn with(mut json: serde_json::Value, more: serde_json::Value) -> serde_json::Value {
    json.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json
}

fn of_establishment(more: serde_json::Value) -> Vec<String> {
    let fields = fields("establishment", with(establishment(), more));
    wrong("establishment", &fields, &context(vec![]))
}

#[test]
fn every_name_in_the_files_has_its_function() {
    fn names(field: &Field, out: &mut Vec<String>) {
        if let Required::Named(name) = &field.required {
            out.push(name.clone());
        }
        if let Personal::Named(name) = &field.personal {
            out.push(name.clone());
        }
        if let Some(Compute::Named(name)) = field.computed.as_ref().map(|c| &c.how) {
            out.push(name.clone());
        }
        out.extend(field.rules.iter().filter_map(|rule| match &rule.test {
            Test::Named(name) => Some(name.clone()),
            _ => None,
        }));
        field.columns().iter().for_each(|column| names(column, out));
    }
    let mut used = Vec::new();
    programme().kinds.iter().flat_map(Kind::fields).for_each(|field| names(field, &mut used));
    assert!(used.len() > 20);
    for name in used {
        assert!(NAMED.contains(&name.as_str()), "{name}");
    }
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

#[test]
fn tasks_and_officers() {
    use serde_json::json;
    let task = |more| {
        let json = json!({
            "establishment": ID, "what": "Gửi hồ sơ", "owner": "co_so", "due": "2026-12-01",
            "state": "dang_lam",
        });
        wrong("task", &fields("task", with(json, more)), &context(vec![]))
    };
    assert_eq!(task(json!({})), [""; 0]);
    assert_eq!(task(json!({"due": "2026-11-21"})), ["due!"]);
    assert_eq!(task(json!({"owner": "don_vi_khac"})), ["owner_unit!"]);
    assert_eq!(task(json!({"state": "xong"})), ["done_date!"]);
    let officer = |province: &str| {
        let json = json!({
            "name": "Nguyễn Văn A", "unit": "Trung tâm", "unit_kind": "tt_tinh",
            "province": province, "role": "can_bo", "active": true,
        });
        wrong("officer", &fields("officer", json), &context(vec![]))
    };
    assert_eq!(officer("01"), [""; 0]);
    assert_eq!(officer("02"), ["province!"]);
}

/// The form accepted a name that `enrol` then refused, because one counts letters and the other
/// bytes.
#[test]
fn an_officers_form_took_a_name_that_no_enrolment_takes() {
    use serde_json::json;
    use sotay::storage::limits::OFFICER_TEXT;
    use sotay::sync::enrol::EnrolRequest;
    // an accented letter, precomposed or with combining marks, and a plain letter
    for letter in ["Ễ", "E\u{302}\u{303}", "Đ", "A"] {
        let one = sotay::text::clean(letter, false);
        for most in [0, 1] {
            let text = one.repeat(OFFICER_TEXT / one.len() + most);
            let wrong = |name: &str, unit: &str| {
                let json = json!({
                    "name": name, "unit": unit, "unit_kind": "tt_tinh",
                    "province": "01", "role": "can_bo", "active": true,
                });
                wrong("officer", &fields("officer", json), &context(vec![]))
            };
            let request = EnrolRequest {
                key: [1; 32],
                officer: sotay::record::Id([2; 16]),
                name: text.clone(),
                unit: "Trung tâm".into(),
                province: "01".into(),
                ssh: String::new(),
                created_at: 1,
            };
            assert_eq!(request.invalid_for_writing().is_some(), most == 1);
            let found = |field: &str| vec![format!("{field}!"); most];
            assert_eq!(wrong(&text, "Trung tâm"), found("name"), "{letter}");
            assert_eq!(wrong("Nguyễn Văn A", &text), found("unit"), "{letter}");
        }
    }
}

#[test]
fn every_function_is_called_for_by_the_files() {
    let listed = sotay::programme::RULES;
    for name in NAMED {
        let called = listed.lines().any(|line| line.split_whitespace().nth(1) == Some(name));
        assert!(called, "{name}");
    }
}

#[test]
fn a_list_offers_what_the_check_takes() {
    use sotay::programme::spec::Type;
    use sotay::record::{Path, Row};
    let programme = programme();
    for kind in &programme.kinds {
        for table in kind.fields().filter(|field| matches!(field.ty, Type::Lines(_))) {
            for column in table.columns().iter().filter(|column| column.narrow.is_some()) {
                let narrow = column.narrow.as_ref().unwrap();
                let sibling = table.column(narrow.field).unwrap();
                let (Type::Choice(of), Type::Choice(on)) = (&column.ty, &sibling.ty) else {
                    panic!("{} narrows no choice", column.id)
                };
                for above in &programme.list(on).unwrap().choices {
                    for choice in &programme.list(of).unwrap().choices {
                        let mut cells = Fields::new();
                        cells.set(sibling.no, Value::Choice(above.id.clone()));
                        cells.set(column.no, Value::Choice(choice.id.clone()));
                        let row = Row { id: Id([3; 16]), cells };
                        let mut fields = Fields::new();
                        fields.set(table.no, Value::Lines(vec![row.clone()]));
                        let at = Path { field: table.no, cell: Some((row.id, column.no)) };
                        let value = Value::Choice(choice.id.clone());
                        let offered = is_offered(programme, kind, &fields, at, &value);
                        let subject = Subject::of(kind, &fields);
                        let faults = check(programme, &subject, &Context::default());
                        let refused = faults.iter().any(|fault| {
                            fault.at == at && matches!(fault.what, FaultKind::NotOffered { .. })
                        });
                        assert_eq!(offered, !refused, "{} under {}", choice.id, above.id);
                    }
                }
            }
        }
    }
}
