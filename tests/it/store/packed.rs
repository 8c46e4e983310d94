//! A second op on packed records of every kind: single entries on top of a base give the same
//! answers as packing everything together.

use std::collections::BTreeMap;

use sotay::cancel::CancelToken;
use sotay::programme::Role;
use sotay::programme::spec::Type;
use sotay::record::{Change, Id, KindNo, Query, Record, Value};
use sotay::services::demo::notebook::{DemoSize, fill_with};
use sotay::storage::disk::RealDisk;
use sotay::storage::format::block::RECORDS;
use sotay::store::{Commit, Store};

use crate::kit::notebook::Notebook;
use crate::kit::{NOW, now, programme};

/// A record, and how many records of each kind link to it.
type Linked = (Record, Vec<(KindNo, usize)>);

/// What lists and pages are made from.
fn dump(store: &Store) -> BTreeMap<(KindNo, Id), Linked> {
    let mut all = BTreeMap::new();
    for kind in &programme().kinds {
        for deleted in [false, true] {
            let query = Query { deleted, ..Query::all(kind.no) };
            let page = store.records().page(&query, 0, 10_000).unwrap();
            assert_eq!(page.rows.len(), page.total, "{}", kind.id);
            for record in page.rows {
                let links = store.records().links_to(record.id).unwrap();
                all.insert((kind.no, record.id), (record, links));
            }
        }
    }
    all
}

/// Appends a word to every text of a record, which changes what it is found by.
fn second_op(record: &Record) -> Vec<(u16, Option<Value>)> {
    let fields = programme().kind(record.kind).unwrap().fields();
    let texts = fields.filter(|field| matches!(field.ty, Type::Text));
    let longer = texts.filter_map(|field| {
        let text = record.fields.get(field.no)?.as_text()?;
        Some((field.no, Some(Value::Text(format!("{text} hai")))))
    });
    longer.collect()
}

#[test]
fn records_of_every_kind_take_a_second_op_over_their_packed_one() {
    let notebook = Notebook::new();
    let amount = DemoSize { establishments: 40, visits: 60, seed: 5 };
    fill_with(&notebook.store, amount, NOW, &CancelToken::default(), &mut |_, _| {}).unwrap();
    let filled = dump(&notebook.store);
    let folder = notebook.home.folder();
    notebook.store.close().unwrap();
    let report = Store::rebuild(Role::Officer, &folder, now).unwrap();
    assert!(report.whole(), "{report:?}");
    let store = notebook.home.open();
    assert_eq!(dump(&store), filled, "packed");
    let mut changed = 0;
    for (n, (record, _)) in filled.values().enumerate() {
        if n % 5 == 4 {
            let (id, base) = (record.id, record.head);
            let delete = Change::Delete { id, base, reason: "nhầm".into() };
            changed += usize::from(
                store.commit(Commit { changes: vec![delete], ..Commit::default() }).is_ok(),
            );
        } else {
            let set = second_op(record);
            changed += usize::from(!set.is_empty());
            assert!(store.decide(record.id, record.head, set).unwrap());
        }
    }
    assert!(changed * 2 > filled.len(), "{changed} of {}", filled.len());
    let over = dump(&store);
    store.close().unwrap();
    let report = Store::verify(Role::Officer, &folder).unwrap();
    assert!(report.whole(), "{report:?}");
    let report = Store::rebuild(Role::Officer, &folder, now).unwrap();
    assert!(report.whole(), "{report:?}");
    assert_eq!(dump(&notebook.home.open()), over, "packed again");
}

/// `verify` stopped where it counted records that it had already compared.
#[test]
fn a_damaged_block_is_reported_record_by_record() {
    let notebook = Notebook::new();
    let amount = DemoSize { establishments: 30, visits: 0, seed: 6 };
    fill_with(&notebook.store, amount, NOW, &CancelToken::default(), &mut |_, _| {}).unwrap();
    let folder = notebook.home.folder();
    notebook.store.close().unwrap();
    Store::rebuild(Role::Officer, &folder, now).unwrap();
    let state = std::fs::read_dir(folder.join("state")).unwrap().next().unwrap().unwrap();
    let db = sled::open(state.path()).unwrap();
    let pack = db.open_tree("pack").unwrap();
    // the first block is of the first kind, which has enough records to fill it
    let (key, block) = pack.first().unwrap().unwrap();
    let mut block = block.to_vec();
    *block.last_mut().unwrap() ^= 1;
    pack.insert(key, block).unwrap();
    db.flush().unwrap();
    drop((pack, db));
    // sled's threads hold the file slightly longer, and a state that does not open is not compared
    while RealDisk.try_lock(&state.path().join("db")).unwrap().is_none() {
        std::thread::yield_now();
    }
    let report = Store::verify(Role::Officer, &folder).unwrap();
    assert_eq!(report.state.unwrap().different, RECORDS);
    assert!(!report.whole());
    assert!(
        report.records.values().sum::<usize>() > 30,
        "the journal has them all: {report:?}"
    );
    let report = Store::rebuild(Role::Officer, &folder, now).unwrap();
    assert!(report.whole(), "{report:?}");
}
