//! Recovery of a forgotten passphrase with headquarters' help: the slot, the two files, and every
//! step stopped.

mod office;

use std::path::Path;

use ed25519_dalek::SigningKey;
use sotay::storage::crypto::key::Keys;
use sotay::storage::crypto::key_file::KeyFile;
use sotay::storage::crypto::one_time::OneTimeSecret;
use sotay::storage::crypto::{SealedKey, key_folder};
use sotay::storage::disk::Disk;
use sotay::store::StoreError;
use sotay::sync::certificate::HqSecret;
use sotay::sync::recovery::{RecoveryRefused, RecoveryRequest, seal_slot};
use sotay::sync::seal::SealSecret;

use super::{CHEAP, DIR, ONE, OTHER, Stopping, copies, load, made, new, opens_only, with_sum};
use crate::disk::{Fault, MemDisk};

const DEVICE: [u8; 16] = [4; 16];
const SECRET: [u8; 32] = [9; 32];

fn office(hpke: u8) -> HqSecret {
    HqSecret::new([hpke; 32], SigningKey::from_bytes(&[8; 32]), 1_795_000_000_000, "Cục".into())
        .unwrap()
}

fn slot(keys: &Keys) -> SealedKey {
    seal_slot(keys, DEVICE, &office(7).card().unwrap()).unwrap()
}

fn request(keys: &Keys, secret: &[u8; 32]) -> RecoveryRequest {
    RecoveryRequest {
        device: DEVICE,
        data_key: keys.id(),
        slot: slot(keys),
        one_time: SealSecret::from_bytes(secret).unwrap().public(),
        created_at: 1_795_000_000_000,
    }
}

fn recovery(disk: &MemDisk) -> Option<SealedKey> {
    key_folder::key_file(disk, Path::new(DIR)).unwrap().recovery()
}

fn golden(wanted: &str) -> Vec<u8> {
    let lines = include_str!("../../golden/recovery-v1.txt").lines();
    let mut found = lines.filter_map(|line| line.split_once(' '));
    let hex = found.find(|(name, _)| *name == wanted).unwrap().1.as_bytes();
    let digits = hex.chunks(2).map(|two| std::str::from_utf8(two).unwrap());
    digits.map(|two| u8::from_str_radix(two, 16).unwrap()).collect()
}

/// Made by another program (`make_recovery_v1.py`), and never made again.
#[test]
fn slot_request_and_answer_are_as_released() {
    let keys = Keys::from_bytes(&std::array::from_fn(|at| 0x64 + at as u8));
    let slot = golden("slot");
    let sealed = SealedKey::from_slot(&slot).unwrap();
    assert_eq!(sealed.to_slot()[..], slot[..]);
    let bytes = golden("request");
    let request = RecoveryRequest::decode(&bytes).unwrap();
    assert_eq!((&request.encode(), &request.slot), (&bytes, &sealed));
    assert_eq!(request.device, std::array::from_fn(|at| 0x10 + at as u8));
    assert_eq!((request.data_key, request.created_at), (keys.id(), 1_795_000_000_000));
    let opened = request.open_answer(&SECRET, &golden("answer")).unwrap();
    assert_eq!(opened.id(), keys.id());
    let again = request.answer(&office(7)).unwrap();
    assert_eq!(again.len(), golden("answer").len());
    assert_eq!(request.open_answer(&SECRET, &again).unwrap().id(), keys.id());
    let disk = MemDisk::default();
    disk.put(&Path::new(DIR).join("recovery"), golden("waiting"));
    let waiting = OneTimeSecret::read(&disk, Path::new(DIR)).unwrap();
    assert_eq!((*waiting.secret, waiting.request), (SECRET, bytes));
    // in a key file an older program skips it, like any unknown kind of slot
    let (disk, keys) = made(Some(ONE));
    keys.set_recovery(&disk, Path::new(DIR), Some(&sealed)).unwrap();
    let [file, _] = copies(&disk);
    assert_eq!(file.len(), 8 + 1 + 3 * 101 + 32);
    assert_eq!((file[8], &file[9 + 2 * 101..9 + 3 * 101]), (3, &slot[..]));
    let mut later = file[..file.len() - 32].to_vec();
    later[9 + 2 * 101] = 77;
    let later = KeyFile::parse(&with_sum(later)).unwrap();
    assert!(later.recovery().is_none() && later.open(Some(&new(ONE).passphrase)).is_ok());
}

#[test]
fn no_changed_byte_of_a_request_passes() {
    let (_, keys) = made(Some(ONE));
    let request = request(&keys, &SECRET);
    let bytes = request.encode();
    let (hq, words) = (office(7), request.words());
    for at in 0..bytes.len() {
        for bit in [1, 0x80] {
            let mut bad = bytes.clone();
            bad[at] ^= bit;
            // not readable, or with other words
            if let Ok(read) = RecoveryRequest::decode(&bad) {
                assert_ne!(read.words(), words, "byte {at}");
                if let Ok(answer) = read.answer(&hq) {
                    assert!(request.open_answer(&SECRET, &answer).is_err(), "byte {at}");
                }
            }
        }
        assert!(RecoveryRequest::decode(&bytes[..at]).is_err(), "cut {at}");
    }
    // for another device, another data key, another headquarters
    let other = RecoveryRequest { device: [5; 16], ..request.clone() };
    assert_eq!(other.answer(&hq), Err(RecoveryRefused::Damaged));
    let other = RecoveryRequest { data_key: 1, ..request.clone() };
    assert_eq!(other.answer(&hq), Err(RecoveryRefused::Damaged));
    assert_eq!(request.answer(&office(6)), Err(RecoveryRefused::OtherHeadquarters));
    let mut slot = request.slot.clone();
    slot.recipient = office(6).card().unwrap().key_id();
    let claims = RecoveryRequest { slot, ..request };
    assert_eq!(claims.answer(&office(6)), Err(RecoveryRefused::Damaged));
}

#[test]
fn an_answer_opens_for_its_own_request_and_unchanged_only() {
    let (_, keys) = made(Some(ONE));
    let one = request(&keys, &SECRET);
    let answer = one.answer(&office(7)).unwrap();
    assert_eq!(one.open_answer(&SECRET, &answer).unwrap().id(), keys.id());
    for at in 0..answer.len() {
        let mut bad = answer.clone();
        bad[at] ^= 1;
        assert!(one.open_answer(&SECRET, &bad).is_err(), "byte {at}");
        assert!(one.open_answer(&SECRET, &answer[..at]).is_err(), "cut {at}");
    }
    assert!(one.open_answer(&[1; 32], &answer).is_err());
    let later = RecoveryRequest { created_at: 1, ..one.clone() };
    assert!(later.open_answer(&SECRET, &answer).is_err());
    // the one-time secret alone opens no slot
    let secret = SealSecret::from_bytes(&SECRET).unwrap();
    let opener = secret.opener(&one.slot.enc, b"sotay recovery slot");
    assert!(opener.is_ok_and(|mut opener| opener.open(&one.slot.sealed, b"").is_err()));
}

/// `None`: removes the slot.
fn set(disk: &dyn Disk, keys: &Keys, to: Option<&SealedKey>) -> Result<(), StoreError> {
    keys.set_recovery(disk, Path::new(DIR), to)
}

#[test]
fn a_slot_that_is_added_or_taken_away_leaves_the_passphrase_whatever_fails() {
    let sealed = slot(&made(None).1);
    for is_added in [true, false] {
        let begun = || {
            let (disk, keys) = made(Some(ONE));
            if !is_added {
                set(&disk, &keys, Some(&sealed)).unwrap();
            }
            (disk, keys)
        };
        let to = is_added.then_some(&sealed);
        let (disk, keys) = begun();
        let before = disk.ops();
        set(&disk, &keys, to).unwrap();
        let steps = disk.ops() - before;
        let mut outcomes = [0, 0];
        for at in 0..steps {
            for fault in [Fault::Error, Fault::Torn, Fault::Full] {
                let (disk, keys) = begun();
                disk.fail(at, usize::MAX / 2, fault);
                let done = set(&disk, &keys, to);
                let is_new = matches!(done, Ok(()) | Err(StoreError::OldKeyLeft));
                outcomes[usize::from(is_new)] += 1;
                disk.heal();
                let what = format!("{is_added} {fault:?} at {at}: {done:?}");
                opens_only(&disk, Some(ONE), &what);
                assert_eq!(recovery(&disk).is_some(), is_added == is_new, "{what}");
            }
        }
        assert!(outcomes.iter().all(|count| *count > 0), "{outcomes:?}");
        // killed, and after a power cut
        let (disk, keys) = begun();
        let stopping = Stopping { disk, states: Default::default() };
        set(&stopping, &keys, to).unwrap();
        let mut seen = [0, 0];
        for state in std::mem::take(&mut *stopping.states.lock().unwrap()) {
            opens_only(&state, Some(ONE), "stopped");
            seen[usize::from(recovery(&state).is_some())] += 1;
        }
        assert!(seen.iter().all(|count| *count > 0), "{seen:?}");
    }
    // without a passphrase there is nothing to recover
    let (disk, keys) = made(None);
    assert!(matches!(set(&disk, &keys, Some(&sealed)), Err(StoreError::PassphraseNeeded)));
}

#[test]
fn a_change_of_the_passphrase_takes_the_slot_along_and_its_removal_does_not() {
    let (disk, keys) = made(Some(ONE));
    let sealed = slot(&keys);
    set(&disk, &keys, Some(&sealed)).unwrap();
    keys.set_passphrase(&disk, Path::new(DIR), Some(&new(OTHER))).unwrap();
    assert_eq!(recovery(&disk), Some(sealed));
    assert!(load(&disk, Some(ONE)).is_err() && load(&disk, Some(OTHER)).is_ok());
    keys.set_passphrase(&disk, Path::new(DIR), None).unwrap();
    assert_eq!(recovery(&disk), None);
    assert_eq!(new(ONE).cost, CHEAP);
}

/// A stopped recovery leaves the old passphrase with its request, or the new passphrase; leftovers
/// of the request are removed at the next opening.
#[test]
fn a_recovery_that_is_stopped_leaves_the_old_opening_or_the_new() {
    let (disk, keys) = made(Some(ONE));
    set(&disk, &keys, Some(&slot(&keys))).unwrap();
    let dir = Path::new(DIR);
    let bytes = request(&keys, &SECRET).encode();
    let stopping = Stopping { disk, states: Default::default() };
    OneTimeSecret::create(&stopping, dir, &SECRET, &bytes).unwrap();
    let begun = stopping.states.lock().unwrap().len();
    keys.set_passphrase(&stopping, dir, Some(&new(OTHER))).unwrap();
    OneTimeSecret::remove(&stopping, dir).unwrap();
    stopping.stop();
    let states = std::mem::take(&mut *stopping.states.lock().unwrap());
    let mut seen = [0, 0];
    for (at, state) in states.into_iter().enumerate() {
        let is_new = load(&state.copy(), Some(OTHER)).is_ok();
        seen[usize::from(is_new)] += 1;
        let now = if is_new { OTHER } else { ONE };
        load(&state, Some(now)).unwrap_or_else(|e| panic!("step {at}: {e:?}"));
        OneTimeSecret::remove_stale(&state, dir);
        let waits = OneTimeSecret::read(&state, dir).is_some();
        // a request that was durable before still gets its answer
        assert!(!is_new || !waits, "step {at}");
        assert!(is_new || waits || at < begun, "step {at}");
        assert!(!state.exists(&dir.join("recovery.tmp")), "step {at}");
        if is_new {
            opens_only(&state, Some(now), &format!("step {at}"));
        }
        assert!(recovery(&state).is_some(), "step {at}");
    }
    assert!(seen.iter().all(|count| *count > 0), "{seen:?}");
}
