//! Sticks carried by hand: in the wrong order, twice, half written, with unrelated files.

use crate::kit::records;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use sotay::hq::ingest::intake::IngestContext;
use sotay::hq::ingest::not_taken::BundleNotTaken;
use sotay::hq::ingest::stick;
use sotay::store::Store;
use sotay::sync::{Link, Route, Summary, SyncError, run};

use super::outgoing::{add, filled};
use crate::kit::headquarters::{Headquarters, own_ops, receipts_are_true};
use crate::kit::now;

pub fn carry(store: &Store, folder: &Path) -> (Summary, Result<(), SyncError>) {
    let link = Link::parse(&format!("folder:{}", folder.display()), None).unwrap();
    let route = Route { link, fetch: false };
    run(store, &route, now, &mut |_| {}, &AtomicBool::new(false))
}

pub fn import(office: &Headquarters, folder: &Path) -> Vec<stick::FileOutcome> {
    import_at(office, folder, now)
}

pub fn import_at(
    office: &Headquarters,
    folder: &Path,
    now: fn() -> u64,
) -> Vec<stick::FileOutcome> {
    let home = office.home();
    let desk = IngestContext { home: &home, now };
    stick::import(desk, folder).unwrap()
}

fn clear(folder: &Path) {
    std::fs::remove_dir_all(folder).unwrap();
    std::fs::create_dir_all(folder).unwrap();
}

#[test]
fn a_stick_carries_ops_up_and_receipts_down() {
    let (office, mut book) = (Headquarters::new(), filled(30));
    office.enrol(&book.store);
    let stick = tempfile::tempdir().unwrap();
    let (summary, done) = carry(&book.store, stick.path());
    done.unwrap();
    assert_eq!((summary.sent, summary.written.len(), summary.waiting), (31, 1, 31));
    let brought = import(&office, stick.path());
    assert_eq!(brought.len(), 1);
    assert!(brought[0].refused.is_none(), "{:?}", brought[0]);
    assert_eq!(brought[0].ops, 31);
    assert_eq!(office.ops(), own_ops(&book.store));
    // the same stick twice
    let again = import(&office, stick.path());
    assert_eq!((again[0].ops, again[0].refused.is_none()), (0, true));
    add(&mut book, 77);
    let (summary, done) = carry(&book.store, stick.path());
    done.unwrap();
    assert_eq!((summary.at_headquarters, summary.waiting, summary.read), (31, 1, 2));
    assert_eq!(summary.stale.len(), 1);
    receipts_are_true(&office, &book.store);
    import(&office, stick.path());
    carry(&book.store, stick.path()).1.unwrap();
    assert_eq!(book.store.uplink().status().unwrap().waiting, 0);
}

#[test]
fn two_officers_one_stick_any_order() {
    let office = Headquarters::new();
    let mut books = [filled(6), filled(9)];
    let stick = tempfile::tempdir().unwrap();
    let late = tempfile::tempdir().unwrap();
    for book in &mut books {
        office.enrol(&book.store);
        carry(&book.store, stick.path()).1.unwrap();
        // the first receipts are on a stick that is still on its way
        add(book, 50);
        carry(&book.store, late.path()).1.unwrap();
    }
    let brought = import(&office, late.path());
    assert_eq!(brought.len(), 2);
    import(&office, stick.path());
    for book in &books {
        carry(&book.store, stick.path()).1.unwrap();
        carry(&book.store, late.path()).1.unwrap();
        assert_eq!(book.store.uplink().status().unwrap().waiting, 0);
    }
    let all = books.iter().flat_map(|b| own_ops(&b.store)).collect();
    assert_eq!(office.ops(), all);
}

#[test]
fn what_comes_before_its_turn_waits_and_nothing_is_lost() {
    let (office, mut book) = (Headquarters::new(), filled(5));
    office.enrol(&book.store);
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    carry(&book.store, first.path()).1.unwrap();
    // headquarters answers, the officer reads it, and headquarters loses its disk
    let copy = tempfile::tempdir().unwrap();
    import(&office, first.path());
    carry(&book.store, first.path()).1.unwrap();
    add(&mut book, 50);
    carry(&book.store, second.path()).1.unwrap();
    let empty = Headquarters { dir: copy };
    copy_without_logs(&office.path(), &empty.path());
    let brought = import(&empty, second.path());
    assert!(
        matches!(brought[0].refused, Some(BundleNotTaken::Need { from: 1, .. })),
        "{brought:?}"
    );
    assert!(empty.ops().is_empty());
}

#[test]
fn damaged_and_foreign_files_are_told_and_the_rest_is_taken() {
    let (office, book) = (Headquarters::new(), filled(60));
    office.enrol(&book.store);
    let stick = tempfile::tempdir().unwrap();
    let (summary, done) = carry(&book.store, stick.path());
    done.unwrap();
    let out = stick.path().join("SOTAY/out");
    let file = out.join(&summary.written[0]);
    let whole = std::fs::read(&file).unwrap();
    std::fs::write(out.join("a.stk"), b"").unwrap();
    std::fs::write(out.join("b.stk"), vec![0xff; 3_000]).unwrap();
    std::fs::write(out.join("c.txt"), b"hello").unwrap();
    std::fs::create_dir(out.join("d.stk")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", out.join("e.stk")).unwrap();
    std::fs::write(&file, &whole[..whole.len() - 1]).unwrap();
    let brought = import(&office, stick.path());
    assert_eq!(brought.len(), 5);
    assert!(brought.iter().all(|b| b.refused.is_some()), "{brought:?}");
    std::fs::write(&file, &whole).unwrap();
    let brought = import(&office, stick.path());
    assert_eq!(brought.iter().filter(|b| b.refused.is_none()).count(), 1);
    assert_eq!(office.ops(), own_ops(&book.store));
    // and on the way back
    let back = stick.path().join("SOTAY/in");
    let answers: Vec<_> =
        std::fs::read_dir(&back).unwrap().map(|e| e.unwrap().path()).collect();
    for path in &answers {
        let mut bytes = std::fs::read(path).unwrap();
        let at = bytes.len() - 10;
        bytes[at] ^= 1;
        std::fs::write(path, bytes).unwrap();
    }
    let (summary, done) = carry(&book.store, stick.path());
    assert!(matches!(done, Err(SyncError::DamagedAnswer)), "{done:?}");
    assert_eq!(summary.damaged.len(), 1);
    // an unreadable file may be another officer's: it is named, and does not fail this sync
    clear(&back);
    std::fs::write(back.join("x.stk"), vec![0xff; 3_000]).unwrap();
    let (summary, done) = carry(&book.store, stick.path());
    done.unwrap();
    assert_eq!(summary.damaged, ["x.stk"]);
    clear(&back);
    import(&office, stick.path());
    carry(&book.store, stick.path()).1.unwrap();
    assert_eq!(book.store.uplink().status().unwrap().waiting, 0);
}

#[test]
fn a_stick_that_is_not_there_is_named() {
    let (office, book) = (Headquarters::new(), filled(1));
    office.enrol(&book.store);
    let (_, done) = carry(&book.store, Path::new("/nowhere/stick"));
    assert!(matches!(done, Err(SyncError::Folder { .. })), "{done:?}");
    let loose = filled(1);
    let stick = tempfile::tempdir().unwrap();
    let (_, done) = carry(&loose.store, stick.path());
    assert!(matches!(done, Err(SyncError::NotEnrolled)), "{done:?}");
}

/// The size goal for bundles of made-up visits, with header and signatures.
#[test]
fn made_up_visits_are_small_on_a_stick() {
    use sotay::services::demo::notebook::{DemoSize, fill_with};
    for (visits, most) in [(500u32, 175), (20, 230), (1, 700)] {
        let (office, book) = (Headquarters::new(), filled(0));
        office.enrol(&book.store);
        let cancel = sotay::cancel::CancelToken::default();
        let amount = DemoSize { establishments: 100, visits: 0, seed: 1 };
        let now = crate::kit::NOW;
        fill_with(&book.store, amount, now, &cancel, &mut |_, _| {}).unwrap();
        let stick = tempfile::tempdir().unwrap();
        carry(&book.store, stick.path()).1.unwrap();
        import(&office, stick.path());
        carry(&book.store, stick.path()).1.unwrap();
        let before = records::count(&book.store) as u64;
        let asked = sotay::services::demo::DemoOptions {
            seed: 1,
            today: sotay::text::format::today_from_millis(crate::kit::NOW),
            establishments: 100,
            visits: u64::from(visits),
            officer: book.store.officer_id(),
            unit: "Trung tâm Khuyến công Phú Thọ".into(),
            province: "25".into(),
        };
        let wanted = crate::kit::kind("visit").no;
        let visit = |c: &sotay::record::Change| matches!(c, sotay::record::Change::Create { kind, .. } if *kind == wanted);
        let changes: Vec<_> =
            sotay::services::demo::Demo::new(asked).unwrap().filter(visit).collect();
        assert_eq!(changes.len(), visits as usize);
        for part in changes.chunks(50) {
            book.commit(part.to_vec());
        }
        assert_eq!(records::count(&book.store) as u64, before + u64::from(visits));
        let (summary, done) = carry(&book.store, stick.path());
        done.unwrap();
        let each = summary.bytes_up / u64::from(visits);
        println!("{visits} visits: {each} B each");
        assert!(each <= most, "{visits} visits: {each} B each");
    }
}

fn copy_without_logs(from: &Path, to: &Path) {
    std::fs::create_dir_all(to.join("officers")).unwrap();
    for name in ["key", "key.bak", "device", "hq"] {
        std::fs::copy(from.join(name), to.join(name)).unwrap();
    }
    for entry in std::fs::read_dir(from.join("officers")).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join("officers").join(entry.file_name())).unwrap();
    }
}

/// With a laptop's number, anyone can forge its header; a reviewer gets one notice.
#[test]
fn a_stick_full_of_forged_headers_is_one_incident() {
    let (office, book) = (Headquarters::new(), filled(3));
    office.enrol(&book.store);
    let stick = tempfile::tempdir().unwrap();
    let (summary, _) = carry(&book.store, stick.path());
    let out = stick.path().join("SOTAY/out");
    let good = std::fs::read(out.join(&summary.written[0])).unwrap();
    for forged in 0..20u8 {
        let mut bytes = good.clone();
        // changed in the header's epoch: the seal no longer fits, but the device is still named
        bytes[36] ^= forged + 1;
        std::fs::write(out.join(format!("{forged}.stk")), bytes).unwrap();
    }
    let brought = import(&office, stick.path());
    assert_eq!(brought.iter().filter(|one| one.refused.is_some()).count(), 20);
    assert_eq!(office.incidents(), 1);
    assert_eq!(office.ops(), own_ops(&book.store));
}

#[test]
fn what_a_program_that_was_killed_had_begun_on_a_stick_stayed_there() {
    let (office, book) = (Headquarters::new(), filled(2));
    office.enrol(&book.store);
    let stick = tempfile::tempdir().unwrap();
    carry(&book.store, stick.path()).1.unwrap();
    import(&office, stick.path());
    let short = sotay::text::hex::short_hex(&book.store.device_id());
    for folder in ["SOTAY/out", "SOTAY/in"].map(|inside| stick.path().join(inside)) {
        for name in [format!("{short}-7-9.stk.tmp"), "0123abcd-7-9.stk.tmp".to_owned()] {
            std::fs::write(folder.join(name), b"SOTAYBN1 and no more").unwrap();
        }
        std::fs::write(folder.join(format!("{short}-luan-van.tmp")), b"x").unwrap();
    }
    carry(&book.store, stick.path()).1.unwrap();
    import(&office, stick.path());
    for folder in ["SOTAY/out", "SOTAY/in"].map(|inside| stick.path().join(inside)) {
        assert!(!folder.join(format!("{short}-7-9.stk.tmp")).exists(), "{folder:?}");
        assert!(folder.join("0123abcd-7-9.stk.tmp").exists(), "another machine's");
        assert!(folder.join(format!("{short}-luan-van.tmp")).exists());
    }
}
