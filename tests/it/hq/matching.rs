//! One establishment written down twice, in two communes that were one, or with the same telephone.

use serde_json::{Value as Json, json};
use sotay::programme::reference::{beside, old};

use super::world::{World, establishment};

/// Both orders; how many pairs wait for a reviewer.
fn pairs(first: &Json, second: &Json) -> usize {
    let count = |one: &Json, other: &Json| {
        let mut w = World::new();
        let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
        a.put("establishment", one.clone());
        w.round(&mut [&mut a, &mut b]);
        b.put("establishment", other.clone());
        w.round(&mut [&mut a, &mut b]);
        w.matters("trung").len()
    };
    let found = count(first, second);
    assert_eq!(count(second, first), found, "whichever came first");
    found
}

fn at(name: &str, place: &str, more: Json) -> Json {
    let mut it = establishment(name);
    it["place"] = json!(place);
    let more = more.as_object().unwrap().clone();
    it.as_object_mut().unwrap().extend(more);
    it
}

/// A former commune that was divided, and two that took in parts of it.
fn divided() -> (String, &'static str, &'static str) {
    let place = sotay::programme::reference::communes()
        .iter()
        .find(|c| c.province == "25" && beside(c.code).next().is_some())
        .map(|c| c.code)
        .unwrap();
    let other = beside(place).next().unwrap();
    let shared = |name: &str| {
        let codes: Vec<&str> = old(name, None, None).iter().map(|h| h.commune.code).collect();
        codes.contains(&place) && codes.contains(&other)
    };
    let list = include_str!("../../../src/programme/reference/communes-old-to-new.tsv");
    let mut names = list.lines().filter_map(|line| line.split('\t').nth(1));
    let name = names.find(|name| shared(name)).unwrap();
    (name.to_owned(), place, other)
}

#[test]
fn one_name_in_two_parts_of_a_former_commune_is_a_pair_when_papers_name_it() {
    let (name, here, there) = divided();
    let papers = json!({ "old_place": format!("{name}, huyện cũ") });
    let one = at("Xưởng mộc Hòa Phát", here, papers);
    assert_eq!(pairs(&one, &at("HKD Xưởng mộc Hoà Phát", there, json!({}))), 1);
    // without the papers they are two places
    let plain = at("Xưởng mộc Hòa Phát", here, json!({}));
    assert_eq!(pairs(&plain, &at("HKD Xưởng mộc Hoà Phát", there, json!({}))), 0);
    // and another name is another establishment
    assert_eq!(pairs(&one, &at("Lò gốm Phù Lãng", there, json!({}))), 0);
}

#[test]
fn a_telephone_is_a_third_mark() {
    let phone =
        json!({"contact_name": "Trần Ba", "contact_phone": "0912345678", "notice": true});
    let other =
        json!({"contact_name": "Trần Ba", "contact_phone": "0987654321", "notice": true});
    let far = |more: &Json| at("Xưởng mộc Hoà Phát", "00008", more.clone());
    let here = |name: &str, more: &Json| at(name, "08230", more.clone());
    // the same name elsewhere: only with the same number
    assert_eq!(pairs(&here("Xưởng mộc Hòa Phát", &phone), &far(&phone)), 1);
    assert_eq!(pairs(&here("Xưởng mộc Hòa Phát", &phone), &far(&other)), 0);
    // a similar name in the same commune: only with the same number
    let alike = here("Xưởng Hòa Phát Hai", &phone);
    assert_eq!(pairs(&here("Xưởng mộc Hòa Phát", &phone), &alike), 1);
    assert_eq!(pairs(&here("Xưởng mộc Hòa Phát", &other), &alike), 0);
    // nobody's number is everybody's: another name stays another
    assert_eq!(pairs(&here("Lò gốm Phù Lãng", &phone), &far(&phone)), 0);
}

#[test]
fn another_tax_code_says_that_it_is_another_one() {
    let code = |code: &str| {
        json!({"tax_code": code, "contact_name": "Trần Ba",
        "contact_phone": "0912345678", "notice": true})
    };
    let one = at("Xưởng mộc Hòa Phát", "08230", code("2600123456"));
    assert_eq!(pairs(&one, &at("Xưởng mộc Hòa Phát", "08230", code("2600123456-001"))), 0);
    // the same code and another name: a reviewer looks
    assert_eq!(pairs(&one, &at("Lò gốm Phù Lãng", "00008", code("2600123456"))), 1);
}
