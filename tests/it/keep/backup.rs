//! Backups on the real disk: whole, damaged, and stopped half way.

use std::path::Path;

use sotay::programme::Role;
use sotay::record::{Body, Hlc, Id, Op};
use sotay::storage::crypto::key::Keys;
use sotay::storage::disk::RealDisk;
use sotay::store::journal::{DraftFrame, Entry, Journal};
use sotay::store::{Device, StoreError, backup, open_backup};

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
