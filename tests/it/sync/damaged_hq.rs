//! A damaged log at headquarters: its device is served or gets the reason as a message, the others
//! are served, and the damage is named. Before, the device got "busy" for ever.

use std::path::PathBuf;

use sotay::hq::ingest::intake::IngestContext;
use sotay::hq::ingest::{log, stick};
use sotay::storage::format::header::HEADER;
use sotay::sync::SyncError;

use super::outgoing::{add, filled};
use super::stick::{carry, import};
use crate::kit::headquarters::{Breaks, Headquarters};
use crate::kit::now;

/// More than the frames between two checkpoints.
const SYNCS: usize = 9;
const WHOLE: Breaks = Breaks { up: None, down: None };

/// The bytes of a log's first file that were written.
fn written(bytes: &[u8]) -> usize {
    bytes.iter().rposition(|byte| *byte != 0).unwrap() + 1
}

fn log_file(office: &Headquarters, device: &[u8; 16]) -> PathBuf {
    let folder = office.path().join("log").join(sotay::text::hex::hex(device));
    folder.join("journal/00000001.skj")
}

#[test]
fn a_log_with_a_flipped_bit_takes_in_more_or_says_why_not() {
    let (office, mut book, mut other) = (Headquarters::new(), filled(2), filled(3));
    for book in [&book, &other] {
        office.enrol(&book.store);
    }
    // more frames than there are between two checkpoints
    for n in 0..12 {
        add(&mut book, 100 + n);
        office.sync(&book.store, WHOLE).1.unwrap();
    }
    add(&mut other, 90);
    office.sync(&other.store, WHOLE).1.unwrap();
    let device = book.store.device_id();
    let (mut taken, mut told) = (0, 0);
    let file = |office: &Headquarters| log_file(office, &device);
    let whole = std::fs::read(file(&office)).unwrap();
    let end = written(&whole);
    // a header is restored from the frames after it
    let mut flips: Vec<Option<usize>> = (HEADER..end).step_by(end / 6).map(Some).collect();
    flips.push(None);
    let all = flips.len();
    for (round, at) in flips.into_iter().enumerate() {
        let office = office.copied();
        let mut bytes = whole.clone();
        match at {
            Some(at) => bytes[at] ^= 1 << (round % 8),
            // nothing in the file can be read
            None => bytes[..end].fill(b'?'),
        }
        std::fs::write(file(&office), &bytes).unwrap();
        // several times, as a checkpoint is due now and then
        for n in 0..SYNCS {
            add(&mut book, 1_000 + round * SYNCS + n);
            match office.sync(&book.store, WHOLE).1 {
                Ok(()) => taken += 1,
                Err(SyncError::HqUnavailable) => told += 1,
                Err(other) => panic!("{at:?}: {other}"),
            }
        }
        let home = office.home();
        let report = log::verify(&office.path(), &home.keys, &device);
        assert!(!report.unwrap().damage.is_empty(), "{at:?} is named");
        office.sync(&other.store, WHOLE).1.unwrap();
        // others can still be answered on a stick
        let folder = tempfile::tempdir().unwrap();
        let ingest = IngestContext { home: &home, now };
        let devices = [device, other.store.device_id()];
        assert!(stick::export(ingest, folder.path(), &devices).unwrap() >= 1, "{at:?}");
    }
    // all except the file that cannot be read at all
    assert_eq!((taken, told), ((all - 1) * SYNCS, SYNCS));
}

/// What a damaged log could not compare was taken for a second history: a false incident, and new
/// epochs on the laptop for ever.
#[test]
fn old_files_on_a_stick_are_no_copied_laptop_to_a_damaged_log() {
    let (office, mut book) = (Headquarters::new(), filled(2));
    office.enrol(&book.store);
    let folder = tempfile::tempdir().unwrap();
    for n in 0..5 {
        add(&mut book, 100 + n);
        carry(&book.store, folder.path()).1.unwrap();
        import(&office, folder.path());
    }
    let path = log_file(&office, &book.store.device_id());
    let whole = std::fs::read(&path).unwrap();
    let end = written(&whole);
    for at in (HEADER..end).step_by(end / 9) {
        let office = office.copied();
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        std::fs::write(log_file(&office, &book.store.device_id()), bytes).unwrap();
        let brought = import(&office, folder.path());
        assert!(brought.len() > 3, "{brought:?}");
        let refused: Vec<_> = brought.iter().filter(|one| one.refused.is_some()).collect();
        assert!(refused.is_empty(), "{at}: {refused:?}");
    }
}
