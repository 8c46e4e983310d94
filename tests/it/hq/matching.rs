//! One establishment recorded twice, in two communes that were one, or with the same telephone.

use crate::kit::headquarters;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use sotay::programme::reference::{old, sharing_communes};
use sotay::programme::twins::Marks;
use sotay::record::{Date, Id, Place, Value};

use crate::kit::world::{World, establishment};

/// Which of the cases wait for a reviewer as a pair; the same whichever record came first.
fn pairs(cases: &[(Json, Json)]) -> Vec<bool> {
    let no =
        |id: &str| headquarters().kind_by_id("matter").unwrap().field_by_id(id).unwrap().no;
    let found = |turned: bool| -> Vec<bool> {
        let mut w = World::new();
        let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
        let turn = |case: &(Json, Json)| match turned {
            true => (case.1.clone(), case.0.clone()),
            false => case.clone(),
        };
        let (one, other): (Vec<Json>, Vec<Json>) = cases.iter().map(turn).unzip();
        let one: Vec<Id> = one.into_iter().map(|it| a.put("establishment", it)).collect();
        w.round(&mut [&mut a, &mut b]);
        let other: Vec<Id> = other.into_iter().map(|it| b.put("establishment", it)).collect();
        w.round(&mut [&mut a, &mut b]);
        let matters = w.matters("trung");
        let pair = |(x, y): (&Id, &Id)| {
            matters.iter().any(|m| {
                let ids = [no("about"), no("other")].map(|no| m.fields.get(no)?.as_link());
                ids.contains(&Some(*x)) && ids.contains(&Some(*y))
            })
        };
        one.iter().zip(&other).map(pair).collect()
    };
    let first = found(false);
    assert_eq!(found(true), first, "whichever came first");
    first
}

fn at(name: &str, place: &str, more: &Json) -> Json {
    let mut it = establishment(name);
    it["place"] = json!(place);
    let more = more.as_object().unwrap().clone();
    it.as_object_mut().unwrap().extend(more);
    it
}

/// A former commune that was divided, and two communes that took in parts of it.
fn divided() -> (String, &'static str, &'static str) {
    let place = sotay::programme::reference::communes()
        .iter()
        .find(|c| c.province == "25" && sharing_communes(c.code).next().is_some())
        .map(|c| c.code)
        .unwrap();
    let other = sharing_communes(place).next().unwrap();
    let list = include_str!("../../../src/programme/reference/communes-old-to-new.tsv");
    let rows: Vec<Vec<&str>> = list.lines().map(|line| line.split('\t').collect()).collect();
    let parts =
        |code| rows.iter().filter(move |row| row[4] == code).map(|row| (row[0], row[1]));
    let (_, name) = parts(place).find(|unit| parts(other).any(|o| o == *unit)).unwrap();
    assert!(old(name, None, None).iter().any(|hit| hit.commune.code == other));
    (name.to_owned(), place, other)
}

#[test]
fn one_name_in_two_parts_of_a_former_commune_is_a_pair_when_papers_name_it() {
    let (name, here, there) = divided();
    let papers = json!({ "old_place": format!("{name}, huyện cũ") });
    let none = json!({});
    let cases = [
        (at("Xưởng mộc Hòa Phát", here, &papers), at("HKD Xưởng mộc Hoà Phát", there, &none)),
        // without papers they are two places
        (at("Lò gốm Phù Lãng", here, &none), at("Lò gốm Phù Lãng", there, &none)),
        // another name is another establishment
        (at("Mây tre Tân Lập", here, &papers), at("Chè Phú Hộ", there, &none)),
    ];
    assert_eq!(pairs(&cases), [true, false, false]);
}

#[test]
fn a_telephone_is_a_third_mark() {
    let phone = |n: u8| json!({"contact_name": "Trần Ba", "contact_phone": format!("09123456{n}"), "notice": true});
    let communes = sotay::programme::reference::communes().iter();
    let far = communes
        .filter(|c| {
            c.province == "25" && c.code != "08230" && sharing_communes(c.code).next().is_none()
        })
        .map(|c| c.code)
        .next()
        .unwrap();
    let here = "08230";
    let cases = [
        // the same name elsewhere matches only with the same number
        (at("Mộc Hòa Phát", here, &phone(10)), at("Mộc Hoà Phát", far, &phone(10))),
        (at("Lò gốm Phù Lãng", here, &phone(20)), at("Lò gốm Phù Lãng", far, &phone(21))),
        // a similar name in the same commune matches only with the same number
        (at("Mây tre Tân Lập", here, &phone(30)), at("Mây tre Lập Hai", here, &phone(30))),
        (at("Chè búp Phú Hộ", here, &phone(40)), at("Chè búp Hộ Hai", here, &phone(41))),
        // the same number alone does not match
        (at("Dệt Vạn Phúc", here, &phone(50)), at("Đúc đồng Ngũ Xã", here, &phone(50))),
    ];
    assert_eq!(pairs(&cases), [true, false, true, false, false]);
}

#[test]
fn another_tax_code_says_that_it_is_another_one() {
    let code = |code: &str| {
        json!({"tax_code": code, "contact_name": "Trần Ba",
        "contact_phone": "0912345678", "notice": true})
    };
    let cases = [
        (
            at("Mộc Hòa Phát", "08230", &code("2600123456")),
            at("Mộc Hòa Phát", "08230", &code("2600123456-001")),
        ),
        // the same code with another name: a reviewer decides
        (
            at("Mây tre Tân Lập", "08230", &code("2600999999")),
            at("Lò gốm Phù Lãng", "00008", &code("2600999999")),
        ),
    ];
    assert_eq!(pairs(&cases), [false, true]);
}

/// Answers of an establishment from a few words, so that many are alike.
fn marks() -> impl Strategy<Value = Marks> {
    let kind = headquarters().kind_by_id("establishment").unwrap();
    let no = move |id: &str| kind.field_by_id(id).unwrap().no;
    let (papers, here, there) = divided();
    let name = prop::sample::select(vec![
        "",
        "Mộc Hòa Phát",
        "HTX mộc hoà phát",
        "Mộc Phát",
        "Chè Phú Hộ",
        "Công ty",
    ]);
    let commune = prop::sample::select(vec!["", "08230", here, there]);
    let one_of = |all: [&'static str; 3]| prop::sample::select(all.to_vec());
    let (code, phone) =
        (one_of(["", "2600123456", "2600123456-001"]), one_of(["", "0912", "0913"]));
    (name, commune, code, phone, any::<bool>()).prop_map(
        move |(name, commune, code, phone, old)| {
            let text = |id: &str, text: &str| (no(id), Value::Text(text.to_owned()));
            let old = if old { papers.as_str() } else { "" };
            let texts = [
                ("name", name),
                ("tax_code", code),
                ("contact_phone", phone),
                ("old_place", old),
            ];
            let texts = texts.into_iter().filter(|(_, said)| !said.is_empty());
            let day = Date { year: 2026, month: 1, day: 1 };
            let place = Place { commune: commune.to_owned(), name: String::new(), day };
            let fields = texts.map(|(id, said)| text(id, said));
            Marks::of(kind, &fields.chain([(no("place"), Value::Place(place))]).collect())
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    /// Records to compare are found by keys: a pair without a common key is never compared.
    #[test]
    fn two_that_may_be_one_share_a_key(a in marks(), b in marks()) {
        let (one, other) = (a.same(&b), b.same(&a));
        prop_assert_eq!(one, other);
        let keys = b.keys();
        prop_assert!(one.is_none() || a.keys().iter().any(|key| keys.contains(key)));
    }
}
