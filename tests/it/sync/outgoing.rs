//! What leaves the journal, and what receipts say about it.

use crate::kit::records;
use serde_json::json;
use sotay::programme::Role;
use sotay::record::{Change, Hlc, Id};
use sotay::storage::format::raw::chain_after;
use sotay::storage::format::receipt::{Receipt, SignedReceipt};
use sotay::store::{ReceiptStatus, Store};

use crate::kit::notebook::Notebook;

pub fn filled(n: usize) -> Notebook {
    let mut book = Notebook::new();
    for i in 0..n {
        add(&mut book, i);
    }
    book
}

pub fn add(book: &mut Notebook, i: usize) -> Id {
    book.put("intl_lead", json!({"partner": format!("Đối tác {i}")}))
}

fn receipt(store: &Store, epoch: u64, acked: u64, era: u64) -> SignedReceipt {
    let receipt = Receipt {
        device: store.device_id(),
        epoch,
        acked,
        chain: [0; 32],
        era,
        time: 1_795_000_000_000 + acked,
        key_id: 7,
    };
    SignedReceipt { receipt, signature: [1; 64] }
}

/// Every opid of an epoch, read in small pieces, with the chain checked on the way.
fn opids(store: &Store, epoch: u64, budget: usize) -> Vec<[u8; 16]> {
    let end = store.uplink().epochs().unwrap().into_iter().find(|e| e.epoch == epoch).unwrap();
    let (mut seq, mut all, mut chain) = (0, Vec::new(), None);
    while let Some(part) = store.uplink().ops_after(epoch, seq, budget).unwrap() {
        assert_eq!(part.first, seq + 1);
        assert_eq!(chain.unwrap_or(part.base), part.base);
        let device = store.device_id();
        let same: Vec<_> = part.ops.iter().map(|op| op.opid(&device)).collect();
        assert_eq!(same, part.opids);
        chain = Some(chain_after(part.base, part.first, &part.opids));
        seq = part.last();
        all.extend(part.opids);
    }
    assert!(end.last <= seq);
    if end.last == seq {
        assert_eq!(chain, Some(end.chain));
    }
    all
}

#[test]
fn every_op_leaves_once_and_in_order() {
    let book = filled(40);
    let epoch = book.store.uplink().epochs().unwrap();
    assert_eq!(epoch.len(), 1);
    let epoch = epoch[0].epoch;
    let all = opids(&book.store, epoch, 1);
    assert_eq!(all.len(), 41); // with the officer's own record
    assert_eq!(opids(&book.store, epoch, 1 << 20), all);
    let tail = book.store.uplink().ops_after(epoch, 38, 1 << 20).unwrap().unwrap();
    assert_eq!(tail.opids, all[38..]);
    assert_eq!(book.store.uplink().ops_after(epoch, 41, 1 << 20).unwrap(), None);
    assert_eq!(book.store.uplink().ops_after(epoch + 1, 0, 1 << 20).unwrap(), None);
}

#[test]
fn receipts_only_rise_and_survive_reopening_and_rebuilding() {
    let mut book = filled(5);
    let epoch = book.store.uplink().epochs().unwrap()[0].epoch;
    let none = book.store.uplink().status().unwrap();
    assert_eq!((none.at_headquarters, none.waiting, none.last), (0, 6, 0));
    assert!(book.store.uplink().take_receipt(&receipt(&book.store, epoch, 4, 9)).unwrap());
    assert!(!book.store.uplink().take_receipt(&receipt(&book.store, epoch, 3, 9)).unwrap());
    assert!(!book.store.uplink().take_receipt(&receipt(&book.store, epoch, 6, 8)).unwrap());
    let some = book.store.uplink().status().unwrap();
    assert_eq!((some.at_headquarters, some.waiting), (4, 2));
    let id = add(&mut book, 99);
    assert_eq!(book.store.uplink().status().unwrap(), ReceiptStatus { waiting: 3, ..some });
    assert!(book.store.records().get(id).unwrap().unwrap().changed.hlc > some.up_to);
    let book = book.again();
    assert_eq!(book.store.uplink().status().unwrap(), ReceiptStatus { waiting: 3, ..some });
    // headquarters was restored from a backup: it has less now
    assert!(book.store.uplink().take_receipt(&receipt(&book.store, epoch, 2, 10)).unwrap());
    let less = book.store.uplink().status().unwrap();
    assert_eq!((less.at_headquarters, less.waiting), (2, 5));
    assert!(less.up_to < some.up_to);
    assert!(book.store.uplink().take_receipt(&receipt(&book.store, epoch, 7, 10)).unwrap());
    let all = book.store.uplink().status().unwrap();
    assert_eq!((all.at_headquarters, all.waiting), (7, 0));
    assert!(book.store.records().get(id).unwrap().unwrap().changed.hlc <= all.up_to);
    let path = book.home.folder();
    book.store.close().unwrap();
    drop(book.store);
    Store::rebuild(Role::Officer, &path, || 1_795_000_500_000).unwrap();
    let book = Notebook::opened(book.home);
    assert_eq!(book.store.uplink().status().unwrap(), all);
}

#[test]
fn behind_a_fork_the_same_ops_go_out_under_a_new_epoch() {
    let mut book = filled(10);
    let old = book.store.uplink().epochs().unwrap()[0];
    let before = opids(&book.store, old.epoch, 1 << 20);
    assert!(book.store.uplink().take_receipt(&receipt(&book.store, old.epoch, 4, 9)).unwrap());
    let shown = book.store.uplink().status().unwrap();
    book.store.uplink().fork(old.epoch, 4, "nghi nhân bản máy").unwrap();
    let epochs = book.store.uplink().epochs().unwrap();
    assert_eq!(epochs.len(), 2);
    assert_eq!((epochs[0].epoch, epochs[0].last), (old.epoch, 4));
    let new = epochs[1];
    assert_eq!(new.last, 8);
    let again = opids(&book.store, new.epoch, 1 << 20);
    assert_eq!(again[1..], before[4..]);
    let parted = book.store.uplink().status().unwrap();
    assert_eq!((parted.at_headquarters, parted.waiting, parted.up_to), (4, 8, shown.up_to));
    // a new op comes last; half of what was written again is receipted
    let id = add(&mut book, 11);
    assert!(book.store.uplink().take_receipt(&receipt(&book.store, new.epoch, 3, 9)).unwrap());
    assert_eq!(book.store.uplink().status().unwrap().waiting, 6);
    assert!(book.store.uplink().take_receipt(&receipt(&book.store, new.epoch, 9, 9)).unwrap());
    let all = book.store.uplink().status().unwrap();
    assert_eq!(all.waiting, 0);
    assert!(book.store.records().get(id).unwrap().unwrap().changed.hlc <= all.up_to);
    let count = records::count(&book.store);
    let book = book.again();
    assert_eq!(records::count(&book.store), count);
    assert_eq!(book.store.uplink().epochs().unwrap()[0], epochs[0]);
    let path = book.home.folder();
    book.store.close().unwrap();
    drop(book.store);
    let report = Store::verify(Role::Officer, &path).unwrap();
    assert!(report.whole(), "{report:?}");
    let backup = book.home.path("backup");
    let book = Notebook::opened(book.home);
    let file = book.store.backup(&backup).unwrap();
    let into = book.home.path("copy");
    Store::open_backup(&file, &into, 1_795_000_600_000).unwrap();
    let report = Store::verify(Role::Officer, &into).unwrap();
    assert_eq!(report.journal.ops, 11 + 1 + 7 + 1 + 1, "{report:?}");
}

#[test]
fn a_fork_of_more_than_one_write_holds_becomes_several_epochs() {
    let mut book = Notebook::new();
    let old = book.store.uplink().epochs().unwrap()[0].epoch;
    let note = "Ghi chép dài. ".repeat(900);
    let fill = |n: usize| format!("{n}{note}").chars().take(9_900).collect::<String>();
    let many: Vec<Change> = (0..330)
        .map(|i| {
            let title = format!("Đối tác {i}");
            book.change("intl_lead", &json!({"partner": title, "notes": fill(i)})).1
        })
        .collect();
    for part in many.chunks(100) {
        book.commit(part.to_vec());
    }
    let mut before = opids(&book.store, old, 1 << 20);
    book.store.uplink().fork(old, 0, "thử").unwrap();
    let epochs = book.store.uplink().epochs().unwrap();
    assert!(epochs.len() > 2);
    assert_eq!(epochs[0].last, 0);
    let mut after: Vec<_> = epochs[1..]
        .iter()
        .flat_map(|e| opids(&book.store, e.epoch, 1 << 20).split_off(1))
        .collect();
    before.sort_unstable();
    after.sort_unstable();
    assert_eq!(before, after);
    assert!(book.store.uplink().status().unwrap().up_to < Hlc(u64::MAX));
}
