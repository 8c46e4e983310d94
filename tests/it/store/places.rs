//! Lists are searched by place too: compared with a separate reading of the reference files.

use std::collections::{BTreeMap, BTreeSet};

use crate::kit::programme;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::json;
use sotay::record::{Id, Query, Sort, Value};

use crate::kit::notebook::Notebook;

const COMMUNES: &str = include_str!("../../../src/programme/reference/admin-2025.tsv");
const PROVINCES: &str = include_str!("../../../src/programme/reference/provinces-2025.tsv");
const FORMER: &str = include_str!("../../../src/programme/reference/communes-old-to-new.tsv");

/// Lower case without marks, by a table of letters.
fn plain(text: &str) -> String {
    let table = [
        ("aàáảãạăằắẳẵặâầấẩẫậ", 'a'),
        ("eèéẻẽẹêềếểễệ", 'e'),
        ("iìíỉĩị", 'i'),
        ("oòóỏõọôồốổỗộơờớởỡợ", 'o'),
        ("uùúủũụưừứửữự", 'u'),
        ("yỳýỷỹỵ", 'y'),
        ("đ", 'd'),
    ];
    let plain =
        |c: char| table.iter().find(|(from, _)| from.contains(c)).map_or(c, |(_, to)| *to);
    text.to_lowercase().chars().map(plain).collect()
}

fn words(text: &str) -> Vec<String> {
    let text = plain(text).replace(['\'', '’'], "");
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(str::to_owned).collect()
}

const TYPES: [&str; 10] = [
    "thanh pho",
    "thi tran",
    "dac khu",
    "phuong",
    "thi xa",
    "huyen",
    "tinh",
    "quan",
    "xa",
    "tp",
];

fn bare(name: &[String]) -> Vec<String> {
    let line = name.join(" ");
    let cut = TYPES.iter().find_map(|ty| line.strip_prefix(&format!("{ty} ")));
    cut.map_or(name.to_vec(), |rest| rest.split(' ').map(str::to_owned).collect())
}

/// Of one commune: the words of its name, and the names of all units that it is in or was made
/// from.
struct Names {
    own: Vec<String>,
    whole: BTreeSet<Vec<String>>,
}

impl Names {
    fn add(&mut self, name: &str) {
        let name = words(name);
        let bare = bare(&name);
        if !bare.iter().all(|w| w.bytes().all(|b| b.is_ascii_digit())) {
            self.whole.insert(bare);
        }
        self.whole.insert(name);
    }

    fn of(code: &str) -> Names {
        let row = COMMUNES.lines().map(|l| l.split('\t').collect::<Vec<_>>());
        let row = row.into_iter().find(|row| row[1] == code).unwrap();
        let province = PROVINCES.lines().find_map(|l| l.strip_prefix(&format!("{}\t", row[0])));
        let mut names = Names { own: bare(&words(row[3])), whole: BTreeSet::new() };
        names.add(row[3]);
        names.add(province.unwrap());
        for old in FORMER.lines().map(|l| l.split('\t').collect::<Vec<_>>()) {
            if old[4] == code {
                names.add(old[1]);
                names.add(old[2]);
                names.add(&format!("Tỉnh {}", old[3]));
            }
        }
        names
    }

    /// The indices of the words that name it.
    fn named_by(&self, query: &[String]) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for (at, word) in query.iter().enumerate() {
            if self
                .own
                .iter()
                .any(|own| *own == *word || (word.len() > 1 && own.starts_with(word)))
            {
                found.insert(at);
            }
        }
        for from in 0..query.len() {
            for to in from + 1..=query.len() {
                let typed = query[from..to].join(" ");
                let begun = to == query.len() && to > from + 1;
                let name = |name: &Vec<String>| {
                    let name = name.join(" ");
                    name == typed || begun && name.starts_with(&typed)
                };
                if self.whole.iter().any(name) {
                    found.extend(from..to);
                }
            }
        }
        found
    }
}

/// Name and commune.
const ESTABLISHMENTS: [(&str, &str); 9] = [
    ("Cơ sở dệt Kim Đức", "05488"),
    ("Cơ sở dệt Kim Đức", "28249"),
    ("Cơ sở mộc An Giang", "05503"),
    ("HTX dừa Bến Tre", "01327"),
    ("Xưởng cưa Thái", "30316"),
    ("Lò gạch Nguyên", "30316"),
    ("Gốm Đại", "28249"),
    ("Kẹo Phúc", "28756"),
    ("Chè Hà Nội", "24436"),
];

fn notebook() -> (Notebook, BTreeMap<Id, (usize, bool)>) {
    let mut notebook = Notebook::new();
    let mut all = BTreeMap::new();
    for (at, (name, commune)) in ESTABLISHMENTS.into_iter().enumerate() {
        let id = notebook.put("establishment", json!({ "name": name, "place": commune }));
        all.insert(id, (at, true));
        let visit = json!({ "establishment": id.to_string(), "date": "2026-10-01" });
        all.insert(notebook.put("visit", visit), (at, false));
        let model = json!({ "establishment": id.to_string(), "name": format!("Máy {at}") });
        all.insert(notebook.put("model", model), (at, false));
    }
    (notebook, all)
}

fn found(notebook: &Notebook, kind: &str, text: &str) -> BTreeSet<Id> {
    let kind = programme().kind_by_id(kind).unwrap().no;
    let query = Query { text: text.into(), sort: Sort::Title, ..Query::all(kind) };
    let page = notebook.store.records().page(&query, 0, 100).unwrap();
    assert_eq!(page.total, page.rows.len());
    page.rows.iter().map(|row| row.id).collect()
}

/// Every word is in the title, or names the place.
fn naive(
    (notebook, all): &(Notebook, BTreeMap<Id, (usize, bool)>),
    places: &BTreeMap<&str, Names>,
    text: &str,
    kind: u8,
) -> BTreeSet<Id> {
    let query: Vec<String> = plain(text).split_whitespace().map(str::to_owned).collect();
    let fits = |id: &Id, at: usize| {
        let record = notebook.store.records().get(*id).unwrap().unwrap();
        let own = record.fields.iter().filter_map(|(_, v)| match v {
            Value::Text(text) => Some(text.clone()),
            Value::Date(d) => Some(format!("{:02}/{:02}/{}", d.day, d.month, d.year)),
            _ => None,
        });
        let own = own.collect::<Vec<_>>().join(" ");
        let hay = plain(&format!("{own} {}", ESTABLISHMENTS[at].0));
        let place = places[ESTABLISHMENTS[at].1].named_by(&query);
        let mut words = query.iter().enumerate();
        record.kind == kind && words.all(|(n, word)| hay.contains(word) || place.contains(&n))
    };
    all.iter().filter(|(id, (at, _))| fits(id, *at)).map(|(id, _)| *id).collect()
}

#[test]
fn a_list_is_searched_by_commune_and_province_of_today_and_before() {
    let (notebook, all) = notebook();
    let at = |text| -> Vec<usize> {
        found(&notebook, "establishment", text).iter().map(|id| all[id].0).collect()
    };
    assert_eq!(at("kim duc dai phuc"), [0]);
    assert_eq!(at("dai phuc kim duc"), [0]);
    assert_eq!(at("thai nguyen"), [0, 2]);
    assert_eq!(at("Thái Nguyên"), [0, 2]);
    assert_eq!(at("thais nguyeen"), [0, 2], "raw Telex");
    assert_eq!(at("Xã Đại Phúc, tỉnh Thái Nguyên"), [0], "as it is shown");
    assert_eq!(at("thai ng"), [0, 2, 4], "as one types; and in xưởng");
    assert_eq!(at("ben tre"), [3, 7]);
    assert_eq!(at("an giang"), [2, 4, 5]);
    assert_eq!(at("chau doc"), [4, 5]);
    // a single word of a province's name does not count
    assert_eq!(at("giang"), [2]);
    assert_eq!(at("khong co"), [0usize; 0]);
    // matches in the name come first
    let kind = programme().kind_by_id("establishment").unwrap().no;
    let query = Query { text: "an giang".into(), sort: Sort::Title, ..Query::all(kind) };
    let first = notebook.store.records().page(&query, 0, 1).unwrap().rows[0].id;
    assert_eq!(all[&first].0, 2);
}

#[test]
fn what_belongs_to_an_establishment_is_found_by_its_place() {
    let (notebook, all) = notebook();
    for kind in ["visit", "model"] {
        let at = |text| -> Vec<usize> {
            found(&notebook, kind, text).iter().map(|id| all[id].0).collect()
        };
        assert_eq!(at("thai nguyen"), [0, 2], "{kind}");
        assert_eq!(at("kim duc dai phuc"), [0], "{kind}");
        assert_eq!(at("ben tre"), [3, 7], "{kind}");
    }
}

#[test]
fn a_place_that_changes_is_found_where_it_now_is_also_after_a_restart() {
    let (mut notebook, all) = notebook();
    let (id, _) = all.iter().find(|(_, of)| **of == (8, true)).unwrap();
    notebook.edit(*id, json!({ "place": "30316" }));
    assert!(found(&notebook, "visit", "che ha noi chau doc").len() == 1);
    let notebook = notebook.again();
    assert!(found(&notebook, "establishment", "che ha noi chau doc").contains(id));
    assert!(found(&notebook, "establishment", "dak lak").is_empty());
}

const TYPED: [&str; 20] = [
    "kim",
    "duc",
    "dai",
    "phuc",
    "thai",
    "nguyen",
    "Thái Nguyên",
    "ben",
    "tre",
    "xa",
    "phuong",
    "an",
    "giang",
    "chau doc",
    "d",
    "mo cay",
    "tinh",
    "my",
    "01",
    "tho",
];

#[test]
fn a_search_is_what_a_naive_reading_gives() {
    let world = notebook();
    let places = ESTABLISHMENTS.map(|(_, code)| (code, Names::of(code))).into();
    let typed = proptest::sample::select(TYPED.to_vec());
    let query = proptest::collection::vec(typed, 1..5);
    let config = ProptestConfig { cases: 200, ..ProptestConfig::default() };
    TestRunner::new(config)
        .run(&query, |query| {
            let text = query.join(" ");
            for kind in ["establishment", "visit", "model"] {
                let no = programme().kind_by_id(kind).unwrap().no;
                let wanted = naive(&world, &places, &text, no);
                prop_assert_eq!(found(&world.0, kind, &text), wanted, "{} {}", kind, text);
            }
            Ok(())
        })
        .unwrap();
}
