//! Key, device, lock and backup on the real disk.

mod backup;

use std::path::Path;
use std::process::Command;

use sotay::record::Id;
use sotay::storage::crypto::key::Keys;
use sotay::storage::disk::lock::{Lock, holder};
use sotay::storage::disk::{RealDisk, space};
use sotay::storage::error::{Holder, TakeOverFault};
use sotay::storage::limits;
use sotay::store::{Device, OpeningFinding, StoreError};

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
