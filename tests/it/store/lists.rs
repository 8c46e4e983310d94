use std::collections::BTreeMap;

use proptest::prelude::*;

use super::small::*;
use sotay::record::{Change, Date, Id, Query, Record, Sort, Value};
use sotay::store::Store;
use sotay::text::collate::sort_key;
use sotay::text::fold::fold;

fn names(store: &Store, query: &Query) -> Vec<String> {
    let page = store.records().page(query, 0, 1000).unwrap();
    assert_eq!(page.total, page.rows.len());
    page.rows.iter().map(|r| page.titles[&r.id].clone()).collect()
}

fn find(store: &Store, kind: u8, text: &str) -> Vec<String> {
    names(store, &Query { text: text.into(), sort: Sort::Title, ..Query::all(kind) })
}

#[test]
fn search_is_without_accents_and_in_raw_telex() {
    let notebook = Notebook::new();
    let store = notebook.open();
    save(&store, establishment(1, "Xưởng cưa Nguyễn Văn An"));
    save(&store, establishment(2, "Lò gạch Đông Hà"));
    save(&store, create(ESTABLISHMENT, 3, &[(1, text("Cói")), (5, text("chiếu hoa"))]));
    assert_eq!(find(&store, ESTABLISHMENT, "xuong"), ["Xưởng cưa Nguyễn Văn An"]);
    assert_eq!(find(&store, ESTABLISHMENT, "an nguyeenx"), ["Xưởng cưa Nguyễn Văn An"]);
    assert_eq!(find(&store, ESTABLISHMENT, "DONG ha"), ["Lò gạch Đông Hà"]);
    assert_eq!(find(&store, ESTABLISHMENT, "chieu"), ["Cói"]);
    assert_eq!(find(&store, ESTABLISHMENT, "khong co"), [""; 0]);
}

#[test]
fn a_visit_is_found_by_its_establishment_and_follows_its_name() {
    let notebook = Notebook::new();
    let store = notebook.open();
    save(&store, establishment(1, "Xưởng cưa"));
    save(&store, establishment(2, "An Phát"));
    save(&store, visit(10, 1, day(11, 3)));
    save(&store, visit(11, 2, day(11, 1)));
    let by_title = Query { sort: Sort::Title, ..Query::all(VISIT) };
    assert_eq!(names(&store, &by_title), ["An Phát · 01/11/2026", "Xưởng cưa · 03/11/2026"]);
    assert_eq!(find(&store, VISIT, "cua"), ["Xưởng cưa · 03/11/2026"]);
    save(&store, patch(&store, 1, 1, Some(text("Ái Hoa"))));
    assert_eq!(names(&store, &by_title), ["Ái Hoa · 03/11/2026", "An Phát · 01/11/2026"]);
    assert_eq!(find(&store, VISIT, "cua"), [""; 0]);
    assert_eq!(find(&store, VISIT, "ai hoa"), ["Ái Hoa · 03/11/2026"]);
    store.close().unwrap();
    assert_eq!(find(&notebook.open(), VISIT, "ai hoa"), ["Ái Hoa · 03/11/2026"]);
}

#[test]
fn pointing_follows_links_in_tables_too() {
    let notebook = Notebook::new();
    let store = notebook.open();
    (1..4).for_each(|n| drop(save(&store, establishment(n, &format!("Số {n}")))));
    let row =
        |n| sotay::record::Row { id: id(90 + n), cells: fields(&[(1, Value::Link(id(n)))]) };
    let rows = Value::Lines(vec![row(2), row(3)]);
    save(
        &store,
        create(VISIT, 10, &[(1, Value::Link(id(1))), (2, Value::Date(TODAY)), (6, rows)]),
    );
    let at = |field, n| Query { pointing: Some((field, id(n))), ..Query::all(VISIT) };
    assert_eq!(store.records().page(&at(1, 1), 0, 9).unwrap().total, 1);
    assert_eq!(store.records().page(&at(1, 2), 0, 9).unwrap().total, 0);
    let page = store.records().page(&at(6, 2), 0, 9).unwrap();
    assert_eq!(page.total, 1);
    assert_eq!(page.titles[&id(3)], "Số 3", "titles of all that the rows name");
    // the same query again, after the link was removed
    save(&store, patch(&store, 10, 6, Some(Value::Lines(vec![row(3)]))));
    assert_eq!(store.records().page(&at(6, 2), 0, 9).unwrap().total, 0);
    assert_eq!(store.records().page(&at(6, 3), 0, 9).unwrap().total, 1);
}

#[test]
fn a_province_lets_its_communes_through() {
    let notebook = Notebook::new();
    let store = notebook.open();
    let at = |n, commune: &str| {
        create(ESTABLISHMENT, n, &[(1, text(&format!("{n}"))), (4, place(commune))])
    };
    let some = |province: &str, skip| {
        let hits = sotay::programme::reference::search("phu", None, 2000);
        let mut all = hits.iter().filter(|h| h.commune.province == province);
        all.nth(skip).map(|h| h.commune.code).unwrap()
    };
    let (a, b, c) = (some("79", 0), some("79", 1), some("01", 0));
    for (n, commune) in [(1, a), (2, b), (3, c)] {
        save(&store, at(n, commune));
    }
    let by = |value: &str| Query {
        filter: vec![(4, value.into())],
        sort: Sort::Title,
        ..Query::all(ESTABLISHMENT)
    };
    assert_eq!(names(&store, &by("79")), ["1", "2"]);
    assert_eq!(names(&store, &by(b)), ["2"]);
    assert_eq!(names(&store, &by("96")), [""; 0]);
    // a field for which lists have no filter
    let by_name = Query { filter: vec![(1, "3".into())], ..Query::all(ESTABLISHMENT) };
    assert_eq!(names(&store, &by_name), ["3"]);
}

#[test]
fn windows_are_parts_of_one_list() {
    let notebook = Notebook::new();
    let store = notebook.open();
    save(&store, establishment(1, "A"));
    (0..30).for_each(|n| drop(save(&store, visit(10 + n, 1, day(10, n as u8 % 28 + 1)))));
    let query = Query::all(VISIT);
    let whole = store.records().page(&query, 0, 100).unwrap();
    let days: Vec<_> = whole.rows.iter().map(|r| r.fields.get(2).unwrap().as_date()).collect();
    assert!(days.is_sorted_by(|a, b| a >= b), "newest first");
    let part = store.records().page(&query, 12, 5).unwrap();
    assert_eq!((part.total, part.start, part.rows.len()), (30, 12, 5));
    assert_eq!(part.rows, whole.rows[12..17]);
    assert_eq!(store.records().page(&query, 40, 5).unwrap().rows, []);
    let oldest = store.records().page(&Query { sort: Sort::Oldest, ..query }, 0, 100).unwrap();
    assert_eq!(oldest.rows.into_iter().rev().collect::<Vec<_>>(), whole.rows);
}

/// What may happen to a notebook.
#[derive(Clone, Debug)]
enum Act {
    Make(u64, usize, usize, bool),
    Rename(u64, usize),
    Sort(u64, usize),
    Visit(u64, u64, u8),
    Delete(u64),
    Restore(u64),
    Reopen,
    Kill,
}

const WORDS: [&str; 6] = ["Xưởng cưa", "Lò gạch Ánh", "An Phát", "Đông Hà", "Gốm", "Mây tre"];
const TYPES: [&str; 3] = ["dnnvv", "htx", "ho_kinh_doanh"];

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let who = 0..6u64;
    let act = prop_oneof![
        4 => (who.clone(), 0..6usize, 0..3usize, any::<bool>())
            .prop_map(|(n, w, t, e)| Act::Make(n, w, t, e)),
        2 => (who.clone(), 0..6usize).prop_map(|(n, w)| Act::Rename(n, w)),
        1 => (who.clone(), 0..3usize).prop_map(|(n, t)| Act::Sort(n, t)),
        4 => (10..16u64, who.clone(), 1..20u8).prop_map(|(n, at, d)| Act::Visit(n, at, d)),
        1 => prop_oneof![who.clone(), 10..16u64].prop_map(Act::Delete),
        1 => prop_oneof![who, 10..16u64].prop_map(Act::Restore),
        1 => Just(Act::Reopen),
        1 => Just(Act::Kill),
    ];
    proptest::collection::vec(act, 1..40)
}

/// All records, without any index.
type Naive = BTreeMap<Id, Record>;

fn run(notebook: &mut Notebook, acts: &[Act]) -> (Store, Naive) {
    let mut store = notebook.open();
    let mut naive = Naive::new();
    for act in acts {
        let head = |n: &u64| naive.get(&id(*n)).map_or(0, |r: &Record| r.head);
        let change = match act {
            Act::Make(n, word, ty, export) => create(
                ESTABLISHMENT,
                *n,
                &[
                    (1, text(WORDS[*word])),
                    (2, Value::Choice(TYPES[*ty].into())),
                    (7, Value::Bool(*export)),
                ],
            ),
            Act::Rename(n, word) => {
                let set = vec![(1, Some(text(WORDS[*word])))];
                Change::Patch { id: id(*n), base: head(n), set }
            }
            Act::Sort(n, ty) => {
                let set = vec![(2, Some(Value::Choice(TYPES[*ty].into())))];
                Change::Patch { id: id(*n), base: head(n), set }
            }
            Act::Visit(n, at, d) => visit(*n, *at, day(11, *d)),
            Act::Delete(n) => Change::Delete { id: id(*n), base: head(n), reason: "x".into() },
            Act::Restore(n) => Change::Restore { id: id(*n), base: head(n) },
            Act::Reopen => {
                store.close().unwrap();
                drop(store);
                store = notebook.open();
                continue;
            }
            Act::Kill => {
                let killed = notebook.killed();
                drop(store);
                *notebook = killed;
                store = notebook.open();
                continue;
            }
        };
        if let Ok(done) = try_save(&store, change) {
            for (id, _) in done.heads {
                naive.insert(id, store.records().get(id).unwrap().unwrap());
            }
        }
    }
    (store, naive)
}

fn title(naive: &Naive, record: &Record) -> String {
    let own = |r: &Record| r.fields.get(1).and_then(Value::as_text).unwrap_or("").to_string();
    if record.kind == ESTABLISHMENT {
        return own(record);
    }
    let d = record.fields.get(2).and_then(Value::as_date).unwrap();
    let home = naive.get(&record.fields.get(1).and_then(Value::as_link).unwrap());
    format!("{} · {:02}/{:02}/{}", own(home.unwrap()), d.day, d.month, d.year)
}

fn naive_ids(naive: &Naive, query: &Query) -> Vec<Id> {
    let date = |r: &Record| r.fields.get(2).and_then(Value::as_date);
    let day = |r: &Record| if r.kind == VISIT { date(r) } else { None };
    let mut hits: Vec<&Record> = naive
        .values()
        .filter(|r| r.kind == query.kind && r.deleted.is_some() == query.deleted)
        .filter(|r| query.from.is_none_or(|from| day(r) >= Some(from)))
        .filter(|r| query.to.is_none_or(|to| day(r) <= Some(to)))
        .filter(|r| {
            query.filter.iter().all(|(no, wanted)| match r.fields.get(*no) {
                Some(Value::Choice(c)) => c == wanted,
                Some(Value::Bool(b)) => b.to_string() == *wanted,
                _ => false,
            })
        })
        .filter(|r| {
            query.pointing.is_none_or(|(no, to)| {
                r.fields.get(no).and_then(Value::as_link) == Some(to) && !query.deleted
            })
        })
        .filter(|r| fold(&title(naive, r)).contains(&fold(&query.text)))
        .collect();
    let name = |r: &Record| {
        let whole = title(naive, r);
        sort_key(whole.split(" · ").next().unwrap())
    };
    match query.sort {
        Sort::Title => hits.sort_by_key(|r| (name(r), day(r), r.id)),
        _ => hits.sort_by_key(|r| (day(r), r.id)),
    }
    if query.sort == Sort::Newest {
        hits.reverse();
    }
    hits.iter().map(|r| r.id).collect()
}

fn queries() -> Vec<Query> {
    let mut all = Vec::new();
    for kind in [ESTABLISHMENT, VISIT] {
        for sort in [Sort::Newest, Sort::Oldest, Sort::Title] {
            for deleted in [false, true] {
                all.push(Query { sort, deleted, ..Query::all(kind) });
            }
        }
    }
    for ty in TYPES {
        let filter = vec![(2, ty.to_string()), (7, "true".to_string())];
        all.push(Query { filter, ..Query::all(ESTABLISHMENT) });
    }
    let (from, to) = (Some(day(11, 5)), Some(day(11, 12)));
    all.push(Query { from, to, ..Query::all(VISIT) });
    for n in 0..6 {
        all.push(Query { pointing: Some((1, id(n))), ..Query::all(VISIT) });
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn lists_are_what_a_naive_reading_gives(acts in acts()) {
        let mut notebook = Notebook::new();
        let (store, naive) = run(&mut notebook, &acts);
        for query in queries() {
            let page = store.records().page(&query, 0, 100).unwrap();
            let ids: Vec<Id> = page.rows.iter().map(|r| r.id).collect();
            prop_assert_eq!(&ids, &naive_ids(&naive, &query), "{:?}", query);
            for row in &page.rows {
                prop_assert_eq!(&page.titles[&row.id], &title(&naive, row));
                prop_assert_eq!(Some(row), naive.get(&row.id));
            }
        }
        for word in ["cua", "GACH", "an", "đông hà", "may tre", "zz"] {
            for kind in [ESTABLISHMENT, VISIT] {
                let query = Query { text: word.into(), ..Query::all(kind) };
                let page = store.records().page(&query, 0, 100).unwrap();
                let mut ids: Vec<Id> = page.rows.iter().map(|r| r.id).collect();
                let mut wanted = naive_ids(&naive, &query);
                ids.sort();
                wanted.sort();
                prop_assert_eq!(ids, wanted, "{:?}", query);
            }
        }
    }
}

#[test]
fn work_per_row_stays_the_same_as_the_list_grows() {
    // counted, not timed: a query looks at each row once, so twice the rows give twice the hits
    let notebook = Notebook::new();
    let store = notebook.open();
    let mut made = 0u64;
    for size in [500u64, 1000, 2000] {
        let more = (made..size).map(|n| one(establishment(n, &format!("Cơ sở số {n}"))));
        store.commit_many(more.collect()).into_iter().for_each(|d| drop(d.unwrap()));
        made = size;
        let query = Query { text: "co so".into(), ..Query::all(ESTABLISHMENT) };
        assert_eq!(store.records().page(&query, 0, 10).unwrap().total, size as usize);
        let last = Query { text: format!("{}", size - 1), ..Query::all(ESTABLISHMENT) };
        assert_eq!(store.records().page(&last, 0, 10).unwrap().rows[0].id, id(size - 1));
    }
    let all: Date = TODAY;
    assert_eq!(store.records().today(all).unwrap().counts, [(1, 2000), (16, 1)]);
}
