//! The programme's own kinds: what a sensible record needs, and what the named rules report.

mod establishment;
mod measurement;
mod visit;

use sotay::lang::Lang;
use sotay::programme::answer::{JsonReader, record_from_json};
use sotay::programme::check::*;
use sotay::programme::rules::NAMED;
use sotay::programme::spec::{Compute, Field, Kind, Level, Personal, Required, Test};
use sotay::record::{Date, Fields, Hlc, Id, Record, Stamp, Value};

use crate::kit::{kind, programme};

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
