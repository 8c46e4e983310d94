//! Two copies of one notebook, and headquarters from an old copy: nothing is lost or doubled, and a
//! reviewer sees one case for each, however it was noticed.

use serde_json::json;
use sotay::hq::admin::backup;
use sotay::record::{Body, Change, Query, Value};
use sotay::storage::disk::RealDisk;
use sotay::storage::format::frame::{FrameHead, HEAD, ty};
use sotay::storage::format::header::HEADER;
use sotay::store::{Commit, Store};

use super::outgoing::{add, filled};
use super::stick::{carry, import};
use crate::kit::NOW;
use crate::kit::copy_folder;
use crate::kit::headquarters::{Breaks, Headquarters, own_ops};
use crate::kit::home::Home;
use crate::kit::notebook::Notebook;

const WHOLE: Breaks = Breaks { up: None, down: None };
const CLONED: [&str; 2] = [
    "Nghi nhân bản máy, hoặc máy dựng lại từ bản sao cũ",
    "A copied laptop, or one set up again from an old copy",
];
const RESTORED: [&str; 2] =
    ["Đơn vị tổng hợp lấy lại từ bản sao cũ", "Headquarters set up again from an old copy"];

/// The notebook itself, and copies of it.
fn copies(book: Notebook, n: usize) -> (Notebook, Vec<Notebook>) {
    let folder = book.home.folder();
    book.store.close().unwrap();
    let homes: Vec<Home> = (0..n).map(|_| Home::empty()).collect();
    homes.iter().for_each(|home| copy_folder(&folder, &home.folder()));
    let mut opened: Vec<Notebook> = homes.into_iter().map(Notebook::opened).collect();
    for (copy, at) in opened.iter_mut().zip(1..) {
        copy.skip_ids(50 * at);
    }
    (book.again(), opened)
}

fn synced(office: &Headquarters, book: &Notebook) -> usize {
    let (summary, done) = office.sync(&book.store, WHOLE);
    done.unwrap();
    summary.forks
}

#[test]
fn a_clone_that_hears_the_welcome_first_is_one_incident() {
    let (office, book) = (Headquarters::new(), filled(5));
    office.enrol(&book.store);
    synced(&office, &book);
    let (mut first, mut clones) = copies(book, 2);
    let (mut second, third) = (clones.remove(0), clones.remove(0));
    add(&mut first, 100);
    add(&mut first, 101);
    assert_eq!((synced(&office, &first), office.seen().len()), (0, 0));
    // headquarters is ahead: the clone starts a new epoch before any of it is refused
    second.put("intl_lead", json!({"partner": "Ở máy kia"}));
    assert_eq!(synced(&office, &second), 1);
    assert_eq!(office.seen(), [CLONED]);
    // and after that nothing more
    synced(&office, &second);
    synced(&office, &first);
    assert_eq!(office.seen(), [CLONED]);
    // a settled case waits again when another copy appears
    settle(&office);
    assert_eq!(waiting(&office), 0);
    assert_eq!(synced(&office, &third), 1);
    assert_eq!((office.seen().len(), waiting(&office)), (1, 1));
}

#[test]
fn a_clone_with_as_many_changes_is_one_incident() {
    let (office, book) = (Headquarters::new(), filled(5));
    office.enrol(&book.store);
    synced(&office, &book);
    let (mut first, mut clones) = copies(book, 1);
    let mut second = clones.remove(0);
    add(&mut first, 100);
    synced(&office, &first);
    // the same number of ops, but different ones: numbers alone do not show it
    second.put("intl_lead", json!({"partner": "Ở máy kia"}));
    assert_eq!(synced(&office, &second), 1);
    assert_eq!(office.seen(), [CLONED]);
}

#[test]
fn a_clone_on_a_stick_is_one_incident() {
    let (office, book) = (Headquarters::new(), filled(5));
    office.enrol(&book.store);
    let (stick, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let go = |book: &Notebook, stick: &tempfile::TempDir| {
        carry(&book.store, stick.path()).1.unwrap();
        import(&office, stick.path());
    };
    go(&book, &stick);
    carry(&book.store, stick.path()).1.unwrap();
    let (mut first, mut clones) = copies(book, 1);
    let mut second = clones.remove(0);
    add(&mut first, 100);
    go(&first, &stick);
    second.put("intl_lead", json!({"partner": "Ở máy kia"}));
    (0..3).for_each(|_| go(&second, &other));
    // recorded where it was refused, and reported again by the epoch that followed
    assert_eq!(office.incidents(), 1);
    assert_eq!(office.seen(), [CLONED]);
    let both = own_ops(&first.store).union(&own_ops(&second.store)).copied().collect();
    assert_eq!(office.ops(), both);
}

#[test]
fn a_laptop_from_an_old_copy_is_one_incident() {
    let (office, book) = (Headquarters::new(), filled(5));
    office.enrol(&book.store);
    synced(&office, &book);
    let (mut book, mut old) = copies(book, 1);
    for i in 0..6 {
        add(&mut book, i);
    }
    synced(&office, &book);
    assert_eq!(synced(&office, &old.remove(0)), 1);
    assert_eq!(office.seen(), [CLONED]);
}

#[test]
fn headquarters_from_an_old_copy_is_an_incident_and_uses_no_own_number_twice() {
    let (office, mut book) = (Headquarters::new(), filled(5));
    office.enrol(&book.store);
    synced(&office, &book);
    let decide = |store: &Store, decision: &str| {
        let kind = crate::kit::headquarters().kind_by_id("target").unwrap();
        let (id, fields) = crate::hq::fields(
            "target",
            9,
            decision.len() as u64,
            &json!({"indicator": "I1", "year_from": 2026, "year_to": 2026, "value": 12,
                "decision": decision, "verified": true}),
        );
        let origin = sotay::record::Origin::Headquarters;
        let change = Change::Create { kind: kind.no, id, fields, origin };
        commit(store, change);
    };
    office.folded().close().unwrap();
    let folder = tempfile::tempdir().unwrap();
    backup::copy(&RealDisk, &office.path(), &folder.path().join("hq")).unwrap();
    // decisions and ops that the copy lacks
    let store = office.folded();
    decide(&store, "Mất");
    let lost = store.uplink().epochs().unwrap();
    store.close().unwrap();
    add(&mut book, 77);
    synced(&office, &book);
    let restored = Headquarters { dir: folder };
    restored.home().begin_era(&restored.path(), NOW + 5_000).unwrap();
    let store = restored.folded();
    backup::begin_epoch(&store).unwrap();
    decide(&store, "Quyết định mới");
    let epochs = store.uplink().epochs().unwrap();
    assert_eq!((lost.len(), epochs.len()), (1, 2));
    assert!(epochs[0].last < lost[0].last, "the lost number is not given again");
    let first =
        store.uplink().ops_after(epochs[1].epoch, 0, 1).unwrap().unwrap().ops[0].read(1);
    assert!(matches!(first.unwrap().body, Body::Epoch { .. }));
    store.close().unwrap();
    assert_eq!(restored.seen(), [RESTORED]);
    synced(&restored, &book);
    assert_eq!(restored.seen(), [RESTORED]);
    assert_eq!(restored.ops(), own_ops(&book.store));
}

#[test]
fn headquarters_from_an_old_copy_that_nobody_told_of_is_found_out() {
    let (office, mut book) = (Headquarters::new(), filled(5));
    office.enrol(&book.store);
    // folded, and something was sent down: the laptop knows the era of its headquarters
    for _ in 0..2 {
        synced(&office, &book);
        office.folded().close().unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    backup::copy(&RealDisk, &office.path(), &folder.path().join("hq")).unwrap();
    add(&mut book, 77);
    synced(&office, &book);
    let silent = Headquarters { dir: folder };
    let (summary, done) = silent.sync(&book.store, WHOLE);
    done.unwrap();
    assert!(summary.restored, "the officer is told too");
    let lacks = [
        "Đơn vị tổng hợp thiếu phần đã ký nhận: nghi dùng lại bản sao cũ",
        "Headquarters lacks what it signed for: an old copy, perhaps",
    ];
    assert_eq!(silent.seen(), [lacks]);
    assert_eq!(silent.ops(), own_ops(&book.store));
    assert!(!silent.sync(&book.store, WHOLE).0.restored);
    assert_eq!((silent.seen().len(), office.seen().len()), (1, 0));
}

fn commit(store: &Store, change: Change) {
    let commit = Commit {
        changes: vec![change],
        ends_draft: None,
        allow_incomplete: true,
        ..Commit::default()
    };
    store.commit(commit).unwrap();
}

fn matter(id: &str) -> u16 {
    let kind = crate::kit::headquarters().kind_by_id("matter").unwrap();
    kind.field_by_id(id).unwrap().no
}

fn settle(office: &Headquarters) {
    let store = office.folded();
    let kind = crate::kit::headquarters().kind_by_id("matter").unwrap().no;
    let choice = |id: &str| Some(Value::Choice(id.into()));
    for record in store.records().page(&Query::all(kind), 0, 9).unwrap().rows {
        let reason = Some(Value::Text("Đã gọi điện".into()));
        let set = vec![
            (matter("state"), choice("xong")),
            (matter("decision"), choice("xu_ly")),
            (matter("reason"), reason),
        ];
        commit(&store, Change::Patch { id: record.id, base: record.head, set });
    }
    store.close().unwrap();
}

fn waiting(office: &Headquarters) -> usize {
    let store = office.folded();
    let kind = crate::kit::headquarters().kind_by_id("matter").unwrap().no;
    let filter = vec![(matter("state"), "cho".to_owned())];
    let found =
        store.records().page(&Query { filter, ..Query::all(kind) }, 0, 9).unwrap().total;
    store.close().unwrap();
    found
}

/// The end of a log at headquarters is damaged and cut off, and its numbers are given again to what
/// the laptop resends: that must be read, though such numbers were read before.
#[test]
fn what_comes_again_into_a_spoilt_log_is_understood() {
    for place in [50, 90] {
        let (office, mut book) = (Headquarters::new(), filled(1));
        office.enrol(&book.store);
        for i in 0..3 {
            (0..8).for_each(|n| {
                add(&mut book, 10 * i + n);
            });
            office.sync(&book.store, WHOLE).1.unwrap();
            office.fold();
        }
        let device: String =
            book.store.device_id().iter().map(|byte| format!("{byte:02x}")).collect();
        let log = office.path().join("log").join(device).join("journal/00000001.skj");
        let mut bytes = std::fs::read(&log).unwrap();
        let used = bytes.iter().rposition(|byte| *byte != 0).unwrap();
        bytes[used * place / 100] ^= 1;
        std::fs::write(&log, bytes).unwrap();
        (40..43).for_each(|n| {
            add(&mut book, n);
        });
        office.sync(&book.store, WHOLE).1.unwrap();
        // whatever was cut off has arrived again by now
        office.sync(&book.store, WHOLE).1.unwrap();
        let hq = office.folded();
        let kind = crate::kit::programme().kind_by_id("intl_lead").unwrap().no;
        let there = hq.records().page(&sotay::record::Query::all(kind), 0, 99).unwrap().total;
        assert_eq!(there, 28, "spoilt at {place} %");
        hq.close().unwrap();
    }
}

/// The power fails between a checkpoint and the rest of the same write: what came before it must
/// not be forgotten.
#[test]
fn a_log_that_ends_with_its_checkpoint_still_knows_what_it_has() {
    let (office, mut book) = (Headquarters::new(), filled(1));
    office.enrol(&book.store);
    for i in 0..30 {
        add(&mut book, i);
        office.sync(&book.store, WHOLE).1.unwrap();
    }
    let device: String =
        book.store.device_id().iter().map(|byte| format!("{byte:02x}")).collect();
    let path = office.path().join("log").join(device).join("journal/00000001.skj");
    let whole = std::fs::read(&path).unwrap();
    // writes start at block boundaries, so frames are searched for
    let heads = (HEADER..whole.len()).filter_map(|at| {
        let head = whole[at..].first_chunk().and_then(FrameHead::parse)?;
        Some((head.ty, at + HEAD + head.len as usize))
    });
    let heads: Vec<_> = heads.collect();
    let (at, _) = heads.iter().enumerate().rfind(|(_, head)| head.0 == ty::MARK).unwrap();
    assert!(0 < at && at + 1 < heads.len());
    let end = heads[at].1;
    let mut cut = whole.clone();
    cut[end..].fill(0);
    std::fs::write(&path, cut).unwrap();
    let (_, done) = office.sync(&book.store, WHOLE);
    done.unwrap();
    // `ops` checks that each number occurs once
    assert_eq!(office.ops(), own_ops(&book.store));
}
