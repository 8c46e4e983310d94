//! The order of many hits: compared with a simple reading of the names.

use std::cmp::Reverse;

use crate::kit::programme;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::json;
use sotay::record::{Query, Sort, Value};

use crate::kit::notebook::Notebook;

/// Folded, and as written.
const WORDS: [(&str, &str); 9] = [
    ("kim", "Kim"),
    ("duc", "Đức"),
    ("an", "An"),
    ("long", "Long"),
    ("tan", "Tân"),
    ("hang", "Hàng"),
    ("lan", "Lan"),
    ("phuc", "Phúc"),
    ("thai", "Thái"),
];
/// Đại Phúc in Thái Nguyên, Đạo Thạnh in Đồng Tháp, Châu Đốc in An Giang.
const COMMUNES: [&str; 3] = ["05488", "28249", "30316"];
const TYPED: [&str; 14] = [
    "kim", "duc", "an", "long", "tan", "lan", "phuc", "thai", "nguyen", "giang", "d", "ng",
    "chau", "th",
];

/// Fewer words that match only the place are better; then fewer that are inside other words; then
/// more neighbours.
fn rank(name: &[&str], typed: &[&str]) -> (usize, usize, Reverse<usize>) {
    let begins = |word: &&&str| name.iter().any(|of| of.starts_with(**word));
    let line = name.join(" ");
    let away = typed.iter().filter(|word| !line.contains(**word)).count();
    let begun = typed.iter().filter(begins).count();
    let are_neighbours = |two: &&[&str]| {
        name.windows(2).any(|names| names[0] == two[0] && names[1].starts_with(two[1]))
    };
    let pairs = typed.windows(2).filter(are_neighbours).count();
    (away, typed.len() - away - begun, Reverse(pairs))
}

#[test]
fn a_hit_by_name_comes_before_one_by_place_a_beginning_before_an_inside_neighbours_first() {
    let mut notebook = Notebook::new();
    let mut shuffled = 7usize;
    for at in 0..120 {
        let mut next = || {
            shuffled = (shuffled * 1_103 + 12_345) % 65_536;
            WORDS[(shuffled / 16) % WORDS.len()].1
        };
        let name = ["Cơ sở", next(), next(), next()].join(" ");
        let answers = json!({ "name": name, "place": COMMUNES[at % COMMUNES.len()] });
        notebook.put("establishment", answers);
    }
    let kind = programme().kind_by_id("establishment").unwrap();
    let name = kind.field_by_id("name").unwrap().no;
    let folded = |text: &str| -> Vec<&'static str> {
        let words = text.split(' ').skip(2);
        words.map(|word| WORDS.iter().find(|(_, own)| *own == word).unwrap().0).collect()
    };
    let orders = std::cell::Cell::new(0);
    let query = proptest::collection::vec(proptest::sample::select(TYPED.to_vec()), 1..4);
    TestRunner::new(ProptestConfig { cases: 150, ..ProptestConfig::default() })
        .run(&query, |typed| {
            let text = typed.join(" ");
            let query = Query { text, sort: Sort::Title, ..Query::all(kind.no) };
            let rows = notebook.store.records().page(&query, 0, 200).unwrap().rows;
            let names = rows.iter().map(|row| match row.fields.get(name) {
                Some(Value::Text(name)) => name.clone(),
                other => panic!("{other:?}"),
            });
            let ranks: Vec<_> =
                names.map(|name| (rank(&folded(&name), &typed), name)).collect();
            for two in ranks.windows(2) {
                prop_assert!(two[0].0 <= two[1].0, "{:?}: {:?}", typed, two);
                orders.set(orders.get() + usize::from(two[0].0 < two[1].0));
            }
            Ok(())
        })
        .unwrap();
    assert!(orders.get() > 50, "hardly any of different ranks");
}
