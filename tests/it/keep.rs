//! Key, device, lock and backup on the real disk.

use sotay::programme::Role;
use std::path::Path;
use std::process::Command;

use sotay::record::{Body, Hlc, Id, Op};
use sotay::storage::crypto::key::Keys;
use sotay::storage::disk::RealDisk;
use sotay::storage::disk::lock::{Lock, holder};
use sotay::storage::error::{Holder, TakeOverFault};
use sotay::storage::{disk::space, limits};
use sotay::store::Device;
use sotay::store::journal::{DraftFrame, Entry, Journal};
use sotay::store::{OpeningFinding, StoreError};
use sotay::store::{backup, open_backup};

#[test]
fn one_bad_copy_of_the_key_is_written_again() {
    for bad in ["key", "key.bak"] {
        let dir = tempfile::tempdir().unwrap();
        let id = Keys::create(dir.path()).unwrap().id();
        let path = dir.path().join(bad);
        let good = std::fs::read(&path).unwrap();
        for at in 0..good.len() {
            let mut flipped = good.clone();
            flipped[at] ^= 0x10;
            assert!(Keys::from_file(&flipped).is_err(), "byte {at}");
            assert!(Keys::from_file(&good[..at]).is_err(), "cut at {at}");
        }
        std::fs::write(&path, &good[1..]).unwrap();
        let (keys, findings) = Keys::load(dir.path()).unwrap();
        assert_eq!((keys.id(), findings), (id, vec![OpeningFinding::KeyRepaired]));
        assert_eq!(std::fs::read(&path).unwrap(), good);
        std::fs::remove_file(&path).unwrap();
        assert_eq!(Keys::load(dir.path()).unwrap().1, [OpeningFinding::KeyRepaired]);
        assert_eq!(Keys::load(dir.path()).unwrap().1, []);
    }
}

#[test]
fn no_key_or_two_bad_ones_are_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(Keys::load(dir.path()), Err(StoreError::KeyMissing)));
    std::fs::write(dir.path().join("key"), b"x").unwrap();
    std::fs::write(dir.path().join("key.bak"), b"y").unwrap();
    assert!(matches!(Keys::load(dir.path()), Err(StoreError::KeyDamaged)));
    assert!(matches!(Keys::create(dir.path()), Err(StoreError::AlreadyNotebook)));
}

fn with_sum(mut body: Vec<u8>) -> Vec<u8> {
    use sha2::Digest;
    let sum: [u8; 32] = sha2::Sha256::digest(&body).into();
    body.extend(sum);
    body
}

#[test]
fn a_passphrase_slot_has_its_own_answer() {
    let slot = |kind: u8, kib: u32| {
        let mut slot = vec![kind];
        for number in [kib, 2, 1] {
            slot.extend(number.to_le_bytes());
        }
        slot.extend([0; 88]);
        slot
    };
    let file = |slots: &[Vec<u8>]| {
        let count = [slots.len() as u8];
        with_sum([b"SOTAYKY1".as_slice(), &count, &slots.concat()].concat())
    };
    let answer = |slots: &[Vec<u8>]| Keys::from_file(&file(slots)).unwrap_err();
    assert!(matches!(answer(&[slot(1, 19 * 1024)]), StoreError::PassphraseNeeded));
    assert!(matches!(answer(&[slot(9, 0)]), StoreError::TooNew { .. }));
    // excessive costs, too many slots, none
    assert!(matches!(answer(&[slot(1, u32::MAX)]), StoreError::KeyDamaged));
    assert!(matches!(answer(&vec![slot(1, 1); 9]), StoreError::KeyDamaged));
    assert!(matches!(answer(&[]), StoreError::KeyDamaged));
}

#[test]
fn keys_and_devices_print_nothing() {
    let keys = Keys::from_bytes(&[0xab; 32]);
    assert_eq!(format!("{keys:?}"), "Keys(..)");
    let dir = tempfile::tempdir().unwrap();
    let device = Device::create(&RealDisk, dir.path(), &keys, Id([1; 16]), 5).unwrap();
    assert_eq!(format!("{device:?}"), "Device(..)");
}

#[test]
fn a_device_is_the_same_after_loading() {
    let dir = tempfile::tempdir().unwrap();
    let keys = Keys::create(dir.path()).unwrap();
    let mut made = Device::create(&RealDisk, dir.path(), &keys, Id([1; 16]), 5).unwrap();
    made.set_epoch(&RealDisk, dir.path(), &keys, 6).unwrap();
    let read = Device::load(dir.path(), &keys).unwrap();
    assert_eq!((read.id, read.officer, read.epoch), (made.id, Id([1; 16]), 6));
    let file = std::fs::read(dir.path().join("device")).unwrap();
    for at in 0..file.len() {
        let mut flipped = file.clone();
        flipped[at] ^= 1;
        assert!(Device::from_file(&flipped, &keys).is_err());
        assert!(Device::from_file(&file[..at], &keys).is_err());
    }
}

#[test]
fn the_second_instance_is_told_who_holds_it() {
    let dir = tempfile::tempdir().unwrap();
    let lock = Lock::take(dir.path(), 1234).unwrap();
    let Err(StoreError::Held(who)) = Lock::take(dir.path(), 5678) else { panic!() };
    assert_eq!((who.pid, who.start), (std::process::id(), 1234));
    assert_eq!(who.version, env!("CARGO_PKG_VERSION"));
    assert_eq!(Holder::from_text(&who.to_text()), who);
    drop(lock);
    assert_eq!(holder(dir.path()), who);
    Lock::take(dir.path(), 5678).unwrap();
}

#[test]
fn a_lock_text_is_never_trusted() {
    let strange =
        "pid -7\nterminal \u{1b}[31mred\nhost\nstart x\nnonsense\n\npid 99999999999\n";
    let read = Holder::from_text(strange);
    assert_eq!((read.pid, read.start), (0, 0));
    assert_eq!(read.terminal, "[31mred");
}

/// A process with this name that only waits.
fn fake_sotay(dir: &Path, name: &str) -> std::process::Child {
    let program = dir.join(name);
    std::fs::copy("/bin/sleep", &program).unwrap();
    let child = Command::new(program).arg("60").spawn().unwrap();
    // the kernel may return to the parent before the child has the program's name
    let comm = format!("/proc/{}/comm", child.id());
    while std::fs::read_to_string(&comm).unwrap().trim_end() != name {
        std::thread::yield_now();
    }
    child
}

#[test]
fn nobody_else_is_ever_sent_a_signal() {
    let dir = tempfile::tempdir().unwrap();
    let _lock = Lock::take(dir.path(), 1).unwrap();
    let mut stranger = Command::new("/bin/sleep").arg("60").spawn().unwrap();
    let real = holder(dir.path());
    let claims = [
        (Holder { pid: stranger.id(), ..real.clone() }, TakeOverFault::NotSotay),
        (Holder { pid: 1, ..real.clone() }, TakeOverFault::Unknown),
        (Holder { pid: 0, ..real.clone() }, TakeOverFault::Unknown),
        (Holder { host: "elsewhere".into(), ..real.clone() }, TakeOverFault::OtherHost),
        (real.clone(), TakeOverFault::Unknown),
    ];
    for (claim, fault) in claims {
        std::fs::write(dir.path().join("LOCK"), claim.to_text()).unwrap();
        let refused = Lock::take_over(dir.path(), &claim, 2);
        assert!(matches!(refused, Err(StoreError::TakeOver(f)) if f == fault), "{refused:?}");
    }
    assert!(stranger.try_wait().unwrap().is_none());
    stranger.kill().unwrap();
    stranger.wait().unwrap();
}

#[test]
fn a_holder_that_goes_is_followed() {
    // a second `sotay-hq review` could never take over from one that hung
    for program in ["sotay", "sotay-hq"] {
        let dir = tempfile::tempdir().unwrap();
        let lock = Lock::take(dir.path(), 1).unwrap();
        let mut other = fake_sotay(dir.path(), program);
        let claim = Holder { pid: other.id(), ..holder(dir.path()) };
        std::fs::write(dir.path().join("LOCK"), claim.to_text()).unwrap();
        let waiting = std::thread::spawn(move || {
            let status = other.wait().unwrap();
            drop(lock);
            status
        });
        let taken = Lock::take_over(dir.path(), &claim, 2).unwrap();
        assert!(!waiting.join().unwrap().success());
        assert_eq!(holder(dir.path()).pid, std::process::id());
        drop(taken);
    }
}

#[test]
fn the_ballast_is_made_once_and_given_back() {
    let dir = tempfile::tempdir().unwrap();
    space::keep_ballast(&RealDisk, dir.path()).unwrap();
    let path = dir.path().join("ballast");
    assert_eq!(path.metadata().unwrap().len(), limits::BALLAST);
    space::keep_ballast(&RealDisk, dir.path()).unwrap();
    assert!(space::free_ballast(&RealDisk, dir.path()).unwrap());
    assert!(!space::free_ballast(&RealDisk, dir.path()).unwrap());
}

fn op(seq: u64, reason: &str) -> Entry {
    let body = Body::Del { entity: Id([1; 16]), base: seq, reason: reason.into() };
    let op = Op { seq, hlc: Hlc(seq << 16), wall_flag: 0, ver: 1, body };
    Entry::Ops { ops: vec![op], ends_draft: None }
}

fn draft(no: u32) -> Entry {
    Entry::Draft(DraftFrame {
        draft: Id([3; 16]),
        no,
        full: true,
        kind: crate::kit::kind("visit").no,
        form: 1,
        edits: None,
        fields: vec![(1, Some(vec![1, 2, 3]))],
        typed: Vec::new(),
        at: None,
        changed: 1,
    })
}

fn notebook(dir: &Path) -> (Keys, Journal) {
    let keys = Keys::create(dir).unwrap();
    let device = Device::create(&RealDisk, dir, &keys, Id([1; 16]), 5).unwrap();
    let mut journal = Journal::create(dir, &keys, device.id, 5).unwrap();
    for seq in 1..=20 {
        journal.append(vec![op(seq, "trùng"), draft(seq as u32)]).unwrap();
    }
    (keys, journal)
}

#[test]
fn a_backup_opens_as_a_notebook_of_a_new_epoch() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("sổ");
    std::fs::create_dir(&dir).unwrap();
    let (keys, journal) = notebook(&dir);
    let (file, report) =
        backup(&RealDisk, &dir, &place.path().join("usb"), crate::kit::NOW).unwrap();
    assert_eq!((report.ops, report.drafts), (20, 20));
    let into = place.path().join("mới");
    open_backup(&(std::sync::Arc::new(RealDisk) as _), &file, &into, 1_800_000_000_000)
        .unwrap();
    let (again, findings) = Journal::open(&into, &Keys::load(&into).unwrap().0).unwrap();
    assert_eq!(findings, []);
    let read = |j: &Journal| j.frames(0).map(Result::unwrap).collect::<Vec<_>>();
    let (old, new) = (read(&journal), read(&again));
    // the op of the epoch, and the entry of the audit log
    assert_eq!(new.len(), old.len() + 2);
    for (one, two) in old.iter().zip(&new) {
        assert_eq!((&one.1, one.0.no, &one.0.opids), (&two.1, two.0.no, &two.0.opids));
        assert!(one.0.no == 1 || one.0.link != two.0.link);
    }
    assert!(matches!(sotay::store::journal::audit(&new.last().unwrap().1), Some(Ok(_))));
    let Entry::Ops { ops, .. } = &new[old.len()].1 else { panic!() };
    let body = Body::Epoch { old_epoch: 5, old_seq: 20, reason: "backup".into() };
    assert_eq!(ops[0].body, body);
    let tail = again.tail();
    assert_eq!((tail.seq, tail.epoch == 5), (1, false));
    assert_eq!(Device::load(&into, &keys).unwrap().epoch, tail.epoch);
    // a second time into the same folder would mix two notebooks
    assert!(matches!(
        open_backup(&(std::sync::Arc::new(RealDisk) as _), &file, &into, 1),
        Err(StoreError::NotEmpty)
    ));
}

#[test]
fn a_damaged_backup_is_refused_and_leaves_nothing() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("a");
    std::fs::create_dir(&dir).unwrap();
    drop(notebook(&dir));
    let (file, _) = backup(&RealDisk, &dir, place.path(), crate::kit::NOW).unwrap();
    let bytes = std::fs::read(&file).unwrap();
    let into = place.path().join("b");
    for at in (0..bytes.len()).step_by(41) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 4;
        std::fs::write(&file, &flipped).unwrap();
        assert!(
            matches!(
                open_backup(&(std::sync::Arc::new(RealDisk) as _), &file, &into, 1),
                Err(StoreError::BackupDamaged)
            ),
            "{at}"
        );
        std::fs::write(&file, &bytes[..at]).unwrap();
        assert!(
            matches!(
                open_backup(&(std::sync::Arc::new(RealDisk) as _), &file, &into, 1),
                Err(StoreError::BackupDamaged)
            ),
            "{at}"
        );
        assert!(!into.exists());
    }
}

#[test]
fn a_backup_of_a_damaged_notebook_has_all_the_rest() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("a");
    std::fs::create_dir(&dir).unwrap();
    let (_, journal) = notebook(&dir);
    let hit = journal.frames(0).map(Result::unwrap).nth(10).unwrap().0;
    drop(journal);
    let path = dir.join("journal/00000001.skj");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[hit.loc.offset as usize + 50] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let (file, report) = backup(&RealDisk, &dir, place.path(), crate::kit::NOW).unwrap();
    assert_eq!((report.frames, report.damage.len()), (40, 1));
    let into = place.path().join("b");
    let report =
        open_backup(&(std::sync::Arc::new(RealDisk) as _), &file, &into, 1_800_000_000_000)
            .unwrap();
    assert_eq!(report.frames, 42);
}

/// Appends one frame, so that the next backup has another name.
fn goes_on(journal: &mut Journal) {
    let draft = Id([9; 16]);
    journal
        .append(vec![Entry::Mark(sotay::store::journal::Mark::DraftEnded { draft })])
        .unwrap();
}

/// Killed at any byte of its writing, at another state than the next backup's.
#[test]
fn a_backup_that_was_killed_left_the_key_in_the_folder_for_ever() {
    let place = tempfile::tempdir().unwrap();
    let (dir, usb) = (place.path().join("a"), place.path().join("usb"));
    std::fs::create_dir(&dir).unwrap();
    let (_, mut journal) = notebook(&dir);
    let (file, _) = backup(&RealDisk, &dir, &usb, crate::kit::NOW).unwrap();
    let bytes = std::fs::read(&file).unwrap();
    let left = file.with_extension("tmp");
    let stem = left.file_stem().unwrap().to_str().unwrap().to_owned();
    let names = || {
        let names = std::fs::read_dir(&usb).unwrap().map(|e| e.unwrap().file_name());
        let mut names: Vec<_> = names.map(|name| name.into_string().unwrap()).collect();
        names.sort();
        names
    };
    for at in [0, 3, 8, 40, bytes.len() / 2, bytes.len() - 1, bytes.len()] {
        std::fs::write(&left, &bytes[..at]).unwrap();
        goes_on(&mut journal);
        backup(&RealDisk, &dir, &usb, crate::kit::NOW).unwrap();
        assert!(!left.exists(), "{at}");
    }
    // files of another notebook, another program or a running one stay
    let all = names();
    let own = stem.split('-').nth(4).unwrap();
    let others = [
        format!("{}.tmp", stem.replace(own, "0123abcd")),
        format!("{stem}.tmp.tmp"),
        "sotay-2026-11-28.tmp".to_owned(),
        "sotay-luan-van.tmp".to_owned(),
        "x.tmp".to_owned(),
    ];
    for name in &others {
        std::fs::write(usb.join(name), &bytes[..50]).unwrap();
    }
    std::fs::write(&left, b"Danh sach cua toi").unwrap();
    let link = usb.join(format!("{}0.tmp", stem));
    std::os::unix::fs::symlink(&left, &link).unwrap();
    goes_on(&mut journal);
    backup(&RealDisk, &dir, &usb, crate::kit::NOW).unwrap();
    assert_eq!(names().len(), all.len() + 1 + others.len() + 2);
    std::fs::write(&left, &bytes[..50]).unwrap();
    let living = std::fs::File::open(&left).unwrap();
    living.lock().unwrap();
    goes_on(&mut journal);
    backup(&RealDisk, &dir, &usb, crate::kit::NOW).unwrap();
    assert!(left.exists());
    drop(living);
    backup(&RealDisk, &dir, &usb, crate::kit::NOW).unwrap();
    assert!(!left.exists() && link.symlink_metadata().is_ok());
    // half-written files of another notebook are reported
    let half = sotay::store::half_written_backups(&usb).unwrap();
    assert!(half.contains(&others[0]), "{half:?}");
}

/// A killed restore leaves a key next to its target folder, where the officer may then create a
/// notebook instead.
#[test]
fn a_restore_that_was_killed_left_the_key_when_a_new_notebook_was_begun_there() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("a");
    std::fs::create_dir(&dir).unwrap();
    let (keys, journal) = notebook(&dir);
    drop(journal);
    let into = place.path().join("b");
    let half = place.path().join("b.unfinished");
    let begin = |held: bool| {
        std::fs::create_dir_all(half.join("journal")).unwrap();
        std::fs::write(half.join("key"), keys.to_file()).unwrap();
        let lock = std::fs::File::open(&half).unwrap();
        let lock = held.then(|| lock.lock().map(|()| lock).unwrap());
        let made =
            sotay::store::Store::init(Role::Officer, &into, &crate::kit::home::officer(), 1);
        drop(lock);
        made
    };
    // a restore that is still running is left alone
    begin(true).unwrap();
    assert!(half.exists());
    std::fs::remove_dir_all(&into).unwrap();
    begin(false).unwrap();
    assert!(!half.exists());
    // an unrelated folder of that name
    std::fs::remove_dir_all(&into).unwrap();
    std::fs::create_dir(&half).unwrap();
    std::fs::write(half.join("bai-viet.txt"), b"x").unwrap();
    std::fs::remove_dir_all(&into).unwrap_or_default();
    begin(false).unwrap();
    assert!(half.join("bai-viet.txt").exists());
}
