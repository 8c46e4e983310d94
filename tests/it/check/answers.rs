//! Answers as text and as JSON, and the messages about them.

use crate::kit::opening;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use sotay::lang;
use sotay::lang::Lang;
use sotay::lang::Lang::Vi;
use sotay::programme::answer::*;
use sotay::programme::check::FaultKind;
use sotay::programme::spec::*;
use sotay::record::{Date, Decimal, Fields, Id, Path, Value};
use sotay::text::format::FormatFault;

use super::small::{field, kind, label};

const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

fn all_sorts() -> Programme {
    let abc = || "abc".to_string();
    let thing = || "thing".to_string();
    let columns = vec![field(1, "which", Type::Choice(abc())), field(2, "many", Type::Int)];
    kind(vec![
        field(1, "text", Type::Text),
        field(2, "note", Type::Note),
        field(3, "phone", Type::Phone),
        field(4, "int", Type::Int),
        field(5, "decimal", Type::Decimal),
        field(6, "money", Type::Money),
        field(7, "date", Type::Date),
        field(8, "yesno", Type::YesNo),
        field(9, "choice", Type::Choice(abc())),
        field(10, "many", Type::Many(abc())),
        field(11, "link", Type::Link(thing())),
        field(12, "links", Type::Links(thing())),
        field(13, "place", Type::Place),
        field(14, "rows", Type::Lines(columns)),
    ])
}

fn read(json: Json) -> Result<Fields, Vec<JsonFault>> {
    let programme = all_sorts();
    let mut next = 0;
    let mut new_id = || {
        next += 1;
        Id([next; 16])
    };
    let Json::Object(map) = json else { panic!("not an object") };
    let mut reader = JsonReader { programme: &programme, today: TODAY, new_id: &mut new_id };
    record_from_json(&programme.kinds[0], &map, &mut reader)
}

fn whole() -> Json {
    let id = "018f0000-0000-7000-8000-000000000001";
    json!({
        "text": "Xưởng cưa", "note": "một\nhai", "phone": "0912345678", "int": 12,
        "decimal": "1500.5", "money": 1_500_000_000i64, "date": "2026-11-22", "yesno": false,
        "choice": "a", "many": ["a", "b"], "link": id, "links": [id], "place": "00097",
        "rows": [{"which": "a", "many": 1}, {"which": "b"}],
    })
}

#[test]
fn json_of_every_type_goes_in_and_comes_out() {
    let fields = read(whole()).unwrap();
    assert_eq!(fields.get(5), Some(&Value::Decimal(Decimal(1_500_500_000))));
    let Some(Value::Place(place)) = fields.get(13) else { panic!() };
    assert_eq!((place.name.as_str(), place.day), ("Phường Hồng Hà, Hà Nội", TODAY));
    let rows = fields.get(14).unwrap().as_lines();
    assert_ne!(rows[0].id, rows[1].id);
    assert_eq!(Json::Object(record_to_json(&all_sorts().kinds[0], &fields)), whole());
}

#[test]
fn json_leaves_out_what_is_empty() {
    let fields = read(json!({"text": " ", "note": null, "rows": [], "phone": ""})).unwrap();
    assert!(fields.is_empty());
    let unknown: Fields = [(1, Value::Unknown(vec![7]))].into_iter().collect();
    assert!(record_to_json(&all_sorts().kinds[0], &unknown).is_empty());
}

#[test]
fn json_is_composed_and_clean() {
    let fields = read(json!({"text": "Xu\u{31b}o\u{31b}\u{309}ng\u{1b}[2J"})).unwrap();
    assert_eq!(fields.get(1), Some(&Value::Text("Xưởng[2J".into())));
}

#[test]
fn json_of_the_wrong_sort_is_refused_by_name() {
    for (json, at) in [
        (json!({"nam": 1}), "nam"),
        (json!({"text": 1}), "text"),
        (json!({"int": 1.5}), "int"),
        (json!({"int": "mười"}), "int"),
        (json!({"decimal": "một"}), "decimal"),
        (json!({"money": 99_999_999_999_999_999_999u128 as f64}), "money"),
        (json!({"date": "22/11"}), "date"),
        (json!({"yesno": "có lẽ"}), "yesno"),
        (json!({"choice": "z"}), "choice"),
        (json!({"many": ["a", "z"]}), "many"),
        (json!({"link": "abc"}), "link"),
        (json!({"place": "99999"}), "place"),
        (json!({"rows": {}}), "rows"),
        (json!({"rows": [{"which": "a"}, {"which": "z"}]}), "rows[2].which"),
        (json!({"rows": [{"nope": 1}]}), "rows[1].nope"),
    ] {
        let faults = read(json.clone()).unwrap_err();
        assert_eq!(faults.len(), 1, "{json}");
        assert_eq!(faults[0].at, at, "{json}");
        for lang in [Lang::Vi, Lang::En] {
            assert!(faults[0].text(lang).starts_with(at), "{json}");
        }
    }
    assert_eq!(read(json!({"x": 1, "y": 1, "int": "a"})).unwrap_err().len(), 3);
}

#[test]
fn a_cell_of_a_list_is_taken_from_json_too() {
    for (json, id, value) in [
        (json!({"int": 5.0}), 4, Value::Int(5)),
        (json!({"int": "1.200"}), 4, Value::Int(1200)),
        (json!({"money": 2e9}), 6, Value::Int(2_000_000_000)),
        (json!({"money": "1,5 tỷ"}), 6, Value::Int(1_500_000_000)),
        (json!({"decimal": "1,5"}), 5, Value::Decimal(Decimal(1_500_000))),
        (json!({"yesno": "có"}), 8, Value::Bool(true)),
        (json!({"yesno": "ko"}), 8, Value::Bool(false)),
        (json!({"many": "b; a"}), 10, Value::Many(vec!["a".into(), "b".into()])),
    ] {
        assert_eq!(read(json.clone()).unwrap().get(id), Some(&value), "{json}");
    }
    assert_eq!(read(json!({"int": "", "yesno": " ", "many": ""})).unwrap(), Fields::new());
}

/// The example in a message is accepted when it replaces the wrong answer.
#[test]
fn what_a_message_asks_for_is_taken() {
    let mut new_id = || Id([1; 16]);
    let programme = crate::kit::programme();
    let mut reader = JsonReader { programme, today: TODAY, new_id: &mut new_id };
    let wrong =
        [json!(1.5), json!("?!"), json!([7]), json!({"x": 1}), json!(true), json!(9e300)];
    let mut said = 0;
    for kind in &programme.kinds {
        let questions = kind.fields().flat_map(|f| std::iter::once(f).chain(f.columns()));
        for field in questions {
            for given in &wrong {
                let Err(faults) = from_json(field, given, &mut reader) else { continue };
                let text = faults[0].text(Lang::Vi);
                let Some((_, example)) = text.split_once("Ghi như: ") else {
                    // a cell in a table: its message names no column
                    assert!(
                        text.contains(&opening(&lang::faults::unknown_field(Vi, "…"))),
                        "{text}"
                    );
                    continue;
                };
                let example: Json = serde_json::from_str(example).unwrap();
                let taken = from_json(field, &example, &mut reader);
                assert!(matches!(taken, Ok(Some(_))), "{}.{}: {text}", kind.id, field.id);
                said += 1;
            }
        }
    }
    assert!(said > 300, "{said}");
}

fn typed(no: u16, text: &str) -> Result<Option<Value>, FaultKind> {
    let programme = all_sorts();
    parse(&programme, programme.kinds[0].field(no).unwrap(), text, TODAY)
}

#[test]
fn typed_text_becomes_an_answer() {
    let choice = |id: &str| Ok(Some(Value::Choice(id.into())));
    assert_eq!(typed(1, " Xưởng \t cưa "), Ok(Some(Value::Text("Xưởng   cưa".into()))));
    assert_eq!(typed(4, "1.234"), Ok(Some(Value::Int(1234))));
    assert_eq!(
        typed(5, "1.500"),
        Err(FaultKind::Format(FormatFault::Ambiguous { comma: false }))
    );
    assert_eq!(typed(6, "1,5 tỷ"), Ok(Some(Value::Int(1_500_000_000))));
    assert_eq!(typed(7, "hôm qua"), Ok(Some(Value::Date(Date { day: 21, ..TODAY }))));
    for yes in ["có", "Co", "x", "yes", "true"] {
        assert_eq!(typed(8, yes), Ok(Some(Value::Bool(true))), "{yes}");
    }
    assert_eq!(typed(8, "không"), Ok(Some(Value::Bool(false))));
    assert_eq!(typed(9, "a"), choice("a"));
    assert_eq!(typed(9, "z"), Err(FaultKind::UnknownChoice { given: "z".into() }));
    let many = Value::Many(vec!["a".into(), "b".into()]);
    assert_eq!(typed(10, "b, a"), Ok(Some(many)));
    let Ok(Some(Value::Place(place))) = typed(13, "hong ha, ha noi") else { panic!() };
    assert_eq!(place.commune, "00097");
    for no in 1..=13 {
        assert_eq!(typed(no, "  "), Ok(None));
    }
}

#[test]
fn years_have_no_points() {
    let programme = all_sorts();
    let year = Field { unit: Some(label("năm", "year")), ..field(1, "y", Type::Int) };
    assert_eq!(show(&programme, &year, &Value::Int(2026), Lang::Vi), "2026");
    let count = field(1, "n", Type::Int);
    assert_eq!(show(&programme, &count, &Value::Int(2026), Lang::Vi), "2.026");
}

#[test]
fn every_sentence_is_short_and_ends() {
    let date = TODAY;
    let text = || "x".to_string();
    let whats = [
        FaultKind::Required,
        FaultKind::WrongType,
        FaultKind::Unclean,
        FaultKind::TooLong { max: 200 },
        FaultKind::TooLarge { bytes: 20_000, max: 16 * 1024 },
        FaultKind::TooMany { has: 12_345, max: 1_000 },
        FaultKind::Below { min: "0".into() },
        FaultKind::Above { max: "100".into() },
        FaultKind::FutureDay { today: TODAY },
        FaultKind::WrongClock { today: TODAY },
        FaultKind::NoSuchDay,
        FaultKind::Early { first: date },
        FaultKind::Late { last: date },
        FaultKind::UnknownChoice { given: text() },
        FaultKind::NotOffered { given: text() },
        FaultKind::Twice,
        FaultKind::UnknownPlace { given: text() },
        FaultKind::UnknownRecord,
        FaultKind::WrongKind { wanted: label("Cơ sở", "Establishment") },
        FaultKind::DeletedRecord,
        FaultKind::Compare { op: Cmp::Le, than: label("DTTS", "DTTS"), days: false },
        FaultKind::Number { op: Cmp::Eq, than: text() },
        FaultKind::NotThis,
        FaultKind::OlderThan { days: 60 },
        FaultKind::SameAsOther,
        FaultKind::SameRow,
        FaultKind::RowsFall,
        FaultKind::Locked,
        FaultKind::UnknownField { name: text() },
        FaultKind::Format(FormatFault::Ambiguous { comma: false }),
        FaultKind::Format(FormatFault::Ambiguous { comma: true }),
        FaultKind::Format(FormatFault::Rounded),
    ];
    for what in whats {
        for lang in [Lang::Vi, Lang::En] {
            let said = what.text("Câu hỏi", lang);
            assert!(said.ends_with(['.', '?']), "{said}");
            assert!(said.chars().count() <= 90, "{said}");
            assert!(unicode_normalization::is_nfc(&said), "{said}");
        }
    }
    let at = Path::field(1);
    let what = FaultKind::Compare { op: Cmp::Le, than: label("DTTS", "DTTS"), days: false };
    let fault = sotay::programme::check::Fault {
        at,
        level: Level::Error,
        label: label("Nữ", "Women"),
        what,
    };
    assert_eq!(fault.text(Lang::Vi), "Nữ không được lớn hơn DTTS.");
}

proptest! {
    #[test]
    fn no_text_brings_an_answer_down(text in "(?s).{0,60}") {
        for no in 1..=14 {
            let programme = all_sorts();
            let field = programme.kinds[0].field(no).unwrap();
            if let Ok(Some(value)) = typed(no, &text) {
                let shown = show(&programme, field, &value, Lang::Vi);
                // other code reads "Có; Không" and ids
                if !matches!(field.ty, Type::Many(_) | Type::Note) {
                    prop_assert_eq!(typed(no, &shown), Ok(Some(value)));
                }
            }
        }
    }
}

#[test]
fn a_place_is_given_by_code_or_as_it_is_written_and_several_are_named() {
    use sotay::programme::answer::{JsonReader, from_json};
    let programme = crate::kit::programme();
    let kind = programme.kind_by_id("establishment").unwrap();
    let field = kind.field_by_id("place").unwrap();
    let mut new_id = || panic!("no rows here");
    let mut reader = JsonReader { programme, today: TODAY, new_id: &mut new_id };
    let mut read = |text: &str| from_json(field, &serde_json::json!(text), &mut reader);
    for text in ["30316", "Phường Châu Đốc, An Giang", "phuong chau doc, tinh an giang"]
    {
        let found = read(text);
        assert!(
            matches!(&found, Ok(Some(Value::Place(p))) if p.commune == "30316"),
            "{text}: {found:?}"
        );
    }
    let Err(fault) = read("Xã Tân Thành") else { panic!("guessed") };
    let said = fault[0].what.text("Xã", Lang::Vi);
    assert!(said.contains(" hoặc ") && said.contains("Xã Tân Thành, "), "{said}");
    assert!(read("Atlantis").is_err());
}
