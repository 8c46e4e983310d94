//! The two ends over lines that break, twice, in the wrong order, and with copied laptops.

use serde_json::json;
use sotay::hq::ingest::log::devices;
use sotay::store::Store;
use sotay::sync::SyncError;
use sotay::sync::peer_state::PeerState;

use super::outgoing::{add, filled};
use super::stick::carry;
use crate::kit::copy_folder;
use crate::kit::headquarters::{Breaks, Headquarters, own_ops, receipts_are_true};
use crate::kit::home::Home;
use crate::kit::notebook::Notebook;

const WHOLE: Breaks = Breaks { up: None, down: None };

#[test]
fn all_that_is_there_arrives_and_is_receipted() {
    let (office, mut book) = (Headquarters::new(), filled(60));
    office.enrol(&book.store);
    let (summary, done) = office.sync(&book.store, WHOLE);
    done.unwrap();
    assert_eq!((summary.sent, summary.tries), (61, 1));
    assert_eq!(office.ops(), own_ops(&book.store));
    let received = book.store.uplink().status().unwrap();
    assert_eq!((received.at_headquarters, received.waiting), (61, 0));
    receipts_are_true(&office, &book.store);
    // one more op, and only that one is sent
    add(&mut book, 99);
    let (summary, done) = office.sync(&book.store, WHOLE);
    done.unwrap();
    assert_eq!(summary.sent, 1);
    assert_eq!(office.ops(), own_ops(&book.store));
}

#[test]
fn nothing_new_is_said_in_few_bytes() {
    let (office, book) = (Headquarters::new(), filled(20));
    office.enrol(&book.store);
    office.sync(&book.store, WHOLE).1.unwrap();
    let (summary, done) = office.sync(&book.store, WHOLE);
    done.unwrap();
    assert_eq!((summary.sent, summary.receipts, summary.tries), (0, 0, 1));
    assert!(summary.bytes_up + summary.bytes_down < 700, "{summary:?}");
}

#[test]
fn a_device_that_is_not_enrolled_is_told_so() {
    let (office, book) = (Headquarters::new(), filled(1));
    office.enrol(&book.store);
    let other = Headquarters::new();
    // enrolled at one headquarters, talking to another
    let (_, done) = other.sync(&book.store, WHOLE);
    assert!(matches!(done, Err(SyncError::Stranger)), "{done:?}");
    assert_eq!(devices(&other.path()).unwrap(), Vec::<[u8; 16]>::new());
}

#[test]
fn headquarters_restored_from_a_copy_gets_again_what_it_lost() {
    let (office, mut book) = (Headquarters::new(), filled(5));
    office.enrol(&book.store);
    office.sync(&book.store, WHOLE).1.unwrap();
    let copy = tempfile::tempdir().unwrap();
    copy_folder(&office.path(), &copy.path().join("hq"));
    for i in 0..20 {
        add(&mut book, i);
    }
    office.sync(&book.store, WHOLE).1.unwrap();
    let whole = office.ops();
    let restored = copy.path().join("hq");
    let home = sotay::hq::HqDirectory::open(&restored).unwrap();
    home.begin_era(&restored, crate::kit::NOW + 5_000).unwrap();
    let restored = Headquarters { dir: copy };
    assert!(restored.ops().len() < whole.len());
    let (summary, done) = restored.sync(&book.store, WHOLE);
    done.unwrap();
    assert!(summary.restored);
    assert_eq!(summary.forks, 0);
    assert_eq!(restored.ops(), whole);
    assert_eq!(book.store.uplink().status().unwrap().waiting, 0);
}

#[test]
fn a_cloned_laptop_loses_nothing_and_is_told_of() {
    let (office, mut first) = (Headquarters::new(), filled(5));
    office.enrol(&first.store);
    office.sync(&first.store, WHOLE).1.unwrap();
    let first_dir = first.home.folder();
    first.store.close().unwrap();
    let clone = Home::empty();
    copy_folder(&first_dir, &clone.folder());
    first = first.again();
    let mut second = Notebook::opened(clone);
    add(&mut first, 100);
    add(&mut first, 101);
    second.skip_ids(50);
    second.put("intl_lead", json!({"partner": "Ở máy kia"}));
    office.sync(&first.store, WHOLE).1.unwrap();
    let (summary, done) = office.sync(&second.store, WHOLE);
    done.unwrap();
    assert_eq!(summary.forks, 1);
    // reported by the epoch's first op; and by the log, if ops came before the welcome was read
    assert!(office.incidents() <= 1);
    let epochs = second.store.uplink().epochs().unwrap();
    let first_op =
        second.store.uplink().ops_after(epochs[1].epoch, 0, 1).unwrap().unwrap().ops[0].read(1);
    let body = first_op.unwrap().body;
    assert!(matches!(body, sotay::record::Body::Epoch { .. }), "{body:?}");
    let all: std::collections::BTreeSet<_> =
        own_ops(&first.store).union(&own_ops(&second.store)).copied().collect();
    assert_eq!(office.ops(), all);
    for book in [&first, &second] {
        assert_eq!(book.store.uplink().status().unwrap().waiting, 0);
        receipts_are_true(&office, &book.store);
        let (summary, done) = office.sync(&book.store, WHOLE);
        done.unwrap();
        assert_eq!((summary.forks, summary.sent), (0, 0));
    }
}

#[test]
fn a_laptop_restored_from_an_old_copy_uses_no_number_twice() {
    let (office, mut book) = (Headquarters::new(), filled(5));
    office.enrol(&book.store);
    office.sync(&book.store, WHOLE).1.unwrap();
    let dir = book.home.folder();
    book.store.close().unwrap();
    let old = Home::empty();
    copy_folder(&dir, &old.folder());
    book = book.again();
    for i in 0..6 {
        add(&mut book, i);
    }
    office.sync(&book.store, WHOLE).1.unwrap();
    let before = office.ops();
    drop(book);
    // nothing written since: still a new epoch, before a number could be used again
    let mut old = Notebook::opened(old);
    old.skip_ids(50);
    let (summary, done) = office.sync(&old.store, WHOLE);
    done.unwrap();
    assert_eq!(summary.forks, 1);
    add(&mut old, 200);
    office.sync(&old.store, WHOLE).1.unwrap();
    assert!(office.ops().is_superset(&before));
    assert!(office.ops().is_superset(&own_ops(&old.store)));
    assert_eq!(office.ops().len(), before.len() + 2);
}

#[test]
fn a_revoked_device_is_told_and_its_ops_are_held() {
    let (office, book) = (Headquarters::new(), filled(5));
    office.enrol(&book.store);
    office.home().revoke(1, crate::kit::NOW - 10).unwrap();
    let (summary, done) = office.sync(&book.store, WHOLE);
    assert!(matches!(done, Err(SyncError::Revoked { .. })), "{done:?}");
    PeerState::of(&book.store).save_revoked_since(summary.revoked).unwrap();
    assert_eq!(office.ops(), own_ops(&book.store));
    // a stick without an answer does not say that all of it counts
    let stick = tempfile::tempdir().unwrap();
    let (summary, done) = carry(&book.store, stick.path());
    done.unwrap();
    assert!(summary.revoked.is_some());
}

/// A revocation counts from its place in the log, whatever the clocks say.
#[test]
fn a_clock_set_back_let_a_revoked_device_in() {
    for since in [crate::kit::NOW + 7_200_000, crate::kit::NOW - 7_200_000] {
        let (office, mut book) = (Headquarters::new(), filled(2));
        office.enrol(&book.store);
        office.sync(&book.store, WHOLE).1.unwrap();
        office.fold();
        let counted = || {
            let store = office.folded();
            let kind = crate::kit::headquarters().kind_by_id("intl_lead").unwrap();
            let n =
                store.records().page(&sotay::record::Query::all(kind.no), 0, 1).unwrap().total;
            let matter = crate::kit::headquarters().kind_by_id("matter").unwrap();
            let matters = store
                .records()
                .page(&sotay::record::Query::all(matter.no), 0, 1)
                .unwrap()
                .total;
            store.close().unwrap();
            (n, matters)
        };
        let before = counted();
        office.home().revoke(1, since).unwrap();
        super::outgoing::add(&mut book, 77);
        assert!(office.sync(&book.store, WHOLE).1.is_err());
        // what arrived before still counts, what arrived after does not
        assert_eq!(counted(), (before.0, before.1 + 1), "{since}");
    }
}

#[test]
fn several_come_in_at_once() {
    let office = Headquarters::new();
    let books: Vec<Notebook> = (0..4).map(|_| filled(12)).collect();
    for book in &books {
        office.enrol(&book.store);
    }
    let sync = |store: &Store| office.sync(store, WHOLE).1.unwrap();
    std::thread::scope(|scope| {
        for book in &books {
            // the same laptop over two lines at once
            scope.spawn(|| sync(&book.store));
            scope.spawn(|| sync(&book.store));
        }
    });
    let all = books.iter().flat_map(|b| own_ops(&b.store)).collect();
    assert_eq!(office.ops(), all);
    for book in &books {
        assert_eq!(book.store.uplink().status().unwrap().waiting, 0);
    }
}

/// Headquarters may fold late: the new laptop must not have ended the session by then.
#[test]
fn a_new_laptop_gets_what_headquarters_understands_later() {
    let (office, book) = (Headquarters::new(), filled(3));
    office.enrol(&book.store);
    office.sync(&book.store, WHOLE).1.unwrap();
    let second = filled(0);
    office.enrol_as(&second.store, Some(1));
    let (summary, done) = office.sync(&second.store, WHOLE);
    done.unwrap();
    assert!(summary.changed.is_empty());
    office.fold();
    office.sync(&second.store, WHOLE).1.unwrap();
    let kind = crate::kit::programme().kind_by_id("intl_lead").unwrap().no;
    let all = sotay::record::Query::all(kind);
    assert_eq!(second.store.records().page(&all, 0, 9).unwrap().total, 3);
}

/// A laptop's own changes are not sent back to it after headquarters has folded them.
#[test]
fn a_laptops_own_records_do_not_come_back() {
    let (office, mut book) = (Headquarters::new(), filled(3));
    office.enrol(&book.store);
    for more in 0..3 {
        office.sync(&book.store, WHOLE).1.unwrap();
        office.fold();
        let (summary, done) = office.sync(&book.store, WHOLE);
        done.unwrap();
        assert!(summary.changed.is_empty(), "{summary:?}");
        add(&mut book, 50 + more);
    }
}
