//! Eligibility uses the map of the day in question.

use crate::kit::field_no;
use crate::kit::kind;
use crate::kit::programme;
use sotay::programme::check::*;
use sotay::programme::reference::{commune, communes};
use sotay::programme::rules::{EligibilityQuestion, EligibleReason, Figures, eligibility};
use sotay::programme::spec::Kind;
use sotay::record::{Date, Fields, Hlc, Id, Record, Stamp, Value};

const TODAY: Date = Date { year: 2026, month: 11, day: 22 };
const EARLIER: Date = Date { year: 2026, month: 3, day: 1 };
const TRAN_BIEN: &str = "26041";

fn ask(code: &str, date: Date) -> (&'static str, EligibleReason) {
    let (ty, figures) = ("htx", Figures::default());
    let question =
        EligibilityQuestion { ty, commune: Some(code), craft_village: false, figures, date };
    let (eligible, reason) = eligibility(&question);
    (eligible.id(), reason)
}

fn day(month: u8, day: u8) -> Date {
    Date { year: 2026, month, day }
}

#[test]
fn wards_of_new_cities_were_eligible_by_the_map_of_2025() {
    use EligibleReason as R;
    let first = |province: &str, ty: &str| {
        let mut of = communes().iter().filter(|c| c.province == province);
        of.find(|c| c.on(EARLIER).ty == ty).unwrap().code
    };
    for (province, last, changed) in [
        ("75", day(4, 29), day(4, 30)),
        ("22", day(8, 31), day(9, 1)),
        ("24", day(9, 19), day(9, 20)),
    ] {
        let ward = first(province, "Phường");
        assert_eq!(ask(ward, last), ("co", R::InProvince), "{province}");
        assert_eq!(ask(ward, changed), ("khong", R::WardOfCity), "{province}");
        assert_eq!(ask(ward, TODAY), ("khong", R::WardOfCity), "{province}");
    }
    // Long Thành was a commune of a province, and became a ward of a city
    assert_eq!(ask("26368", day(4, 29)), ("co", R::InProvince));
    assert_eq!(ask("26368", day(4, 30)), ("khong", R::WardOfCity));
    let xa = |province| {
        let mut of = communes().iter().filter(|c| c.province == province);
        of.find(|c| c.on(TODAY).ty == "Xã").unwrap().code
    };
    for (province, reason) in [("75", R::CommuneOfCity), ("22", R::CommuneOfCity)] {
        assert_eq!(ask(xa(province), TODAY), ("co", reason), "{province}");
    }
    assert_eq!(ask(first("22", "Đặc khu"), TODAY), ("co", R::CommuneOfCity));
    let (answer, reason) = ask(xa("24"), TODAY);
    assert_eq!(answer, "co");
    assert!(reason.text().vi.contains("chưa soát theo 388/NQ-UBTVQH16"), "{reason:?}");
    assert_eq!(ask(xa("24"), day(9, 19)), ("co", R::InProvince));
}

fn establishment(written: Date, eligible: &str, note: Option<&str>) -> Fields {
    let text = |text: &str| Value::Text(text.to_owned());
    let choice = |id: &str| Value::Choice(id.to_owned());
    let place = commune(TRAN_BIEN).unwrap().place(written);
    let answers = [
        ("name", Some(text("Gốm Biên Hòa"))),
        ("type", Some(choice("htx"))),
        ("place", Some(Value::Place(place))),
        ("eligible", Some(choice(eligible))),
        ("eligible_note", note.map(text)),
    ];
    let mut fields = Fields::new();
    for (id, value) in answers {
        fields.put(field_no("establishment", id), value);
    }
    fields
}

fn faults(kind: &Kind, fields: &Fields, found: Vec<(Need, Vec<Record>)>) -> Vec<(u16, String)> {
    let context = Context { today: TODAY, officer: None, found };
    let subject = Subject { id: Id([9; 16]), ..Subject::of(kind, fields) };
    let faults = check(programme(), &subject, &context);
    let said = |fault: &Fault| (fault.at.field, fault.text(sotay::lang::Lang::Vi));
    faults.iter().map(said).collect()
}

#[test]
fn an_answer_of_an_earlier_map_asked_for_a_reason_that_nobody_has() {
    let of = |fields: &Fields| {
        let faults = faults(kind("establishment"), fields, Vec::new());
        let at = |id: &str| {
            let no = field_no("establishment", id);
            faults.iter().find(|(at, _)| *at == no).map(|(_, text)| text.clone())
        };
        (at("eligible"), at("eligible_note"))
    };
    let (warned, reason) = of(&establishment(EARLIER, "co", None));
    assert_eq!(reason, None);
    assert!(warned.unwrap().contains("địa giới"), "told that the map has changed");
    assert_eq!(of(&establishment(TODAY, "khong", None)), (None, None));
    // an officer's own answer always needs a reason
    assert!(of(&establishment(TODAY, "co", None)).1.is_some());
    assert_eq!(of(&establishment(TODAY, "co", Some("làng nghề"))), (None, None));
    assert!(of(&establishment(EARLIER, "chua_ro", None)).1.is_some());
}

#[test]
fn a_project_asks_the_map_of_its_decision() {
    let here = Id([1; 16]);
    let warned = |beneficiary: Fields, decided: Option<Date>| {
        let json = serde_json::json!({"beneficiaries": [{"establishment": here.to_string()}]});
        let mut new_id = || Id([2; 16]);
        let mut reader = sotay::programme::answer::JsonReader {
            programme: programme(),
            today: TODAY,
            new_id: &mut new_id,
        };
        let serde_json::Value::Object(map) = json else { panic!() };
        let project = kind("project");
        let mut fields =
            sotay::programme::answer::record_from_json(project, &map, &mut reader).unwrap();
        fields.put(field_no("project", "decision_date"), decided.map(Value::Date));
        let stamp = Stamp { hlc: Hlc(0), seq: 0 };
        let blank = Record::blank(kind("establishment").no, here, stamp);
        let record = Record { fields: beneficiary, ..blank };
        let found = vec![(Need::Record(here), vec![record])];
        let faults = faults(project, &fields, found);
        faults.iter().any(|(_, text)| text.contains("không đủ điều kiện"))
    };
    // entered today, but decided before the city existed; and the reverse
    assert!(!warned(establishment(TODAY, "khong", None), Some(EARLIER)));
    assert!(!warned(establishment(TODAY, "khong", None), Some(day(4, 29))));
    assert!(warned(establishment(TODAY, "khong", None), Some(day(4, 30))));
    assert!(warned(establishment(EARLIER, "co", None), Some(TODAY)));
    assert!(!warned(establishment(EARLIER, "co", None), None));
    // under the old rule the answer is never clear
    let old = Date { year: 2025, month: 10, day: 14 };
    assert!(!warned(establishment(TODAY, "khong", None), Some(old)));
    // an officer's answer holds on any day
    assert!(!warned(establishment(TODAY, "co", Some("làng nghề")), Some(TODAY)));
    assert!(warned(establishment(TODAY, "khong", Some("ngoài ngành")), Some(EARLIER)));
}
