//! Attachments in transfer: after all text, continued where they were cut, to the last byte.

use std::path::Path;

use serde_json::json;
use sotay::hq::ingest::intake::{BundleIngest, IngestContext};
use sotay::storage::format::blob;
use sotay::storage::format::blob::Sum;
use sotay::storage::format::frame::ty;
use sotay::storage::format::wire::Bytes;
use sotay::store::{AttachmentFlaw, AttachmentRef, Files, Store};
use sotay::store::{AttachmentPiece, Incoming, PIECE};
use sotay::sync::SyncPhase;
use sotay::sync::certificate::Enrolment;
use sotay::sync::client::begin_uplink;
use sotay::sync::files::{AttachmentMessage, FileProgress, pieces};

use super::outgoing::filled;
use super::stick::{carry, import};
use crate::kit::headquarters::{Breaks, Headquarters, own_ops};
use crate::kit::notebook::Notebook;
use crate::kit::{NOW, now};

const WHOLE: Breaks = Breaks { up: None, down: None };

/// Bytes that do not compress.
pub fn photo(seed: u64, len: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut byte = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 24) as u8
    };
    (0..len).map(|_| byte()).collect()
}

pub fn attach(book: &mut Notebook, plain: &[u8]) -> Sum {
    let sum = book.store.attachments().add(plain).unwrap();
    let hex: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
    let parent = book.put("intl_lead", json!({"partner": format!("Có ảnh {}", &hex[..6])}));
    book.put(
        "attachment",
        json!({
            "parent": parent.to_string(), "kind": "khac", "file_name": "a.bin", "personal": false,
            "mime": "application/octet-stream", "size": plain.len(), "sha256": hex,
        }),
    );
    sum
}

fn at_headquarters(office: &Headquarters, sum: &Sum) -> Result<Vec<u8>, AttachmentFlaw> {
    let home = office.home();
    Files { disk: &sotay::storage::disk::RealDisk, dir: &home.dir, keys: &home.keys }.read(sum)
}

fn waiting(store: &Store) -> usize {
    store.attachments().to_send().unwrap().len()
}

#[test]
fn files_go_up_behind_the_text_and_once() {
    let (office, mut book) = (Headquarters::new(), filled(2));
    office.enrol(&book.store);
    let (small, large) = (photo(1, 100), photo(2, 700_001));
    let sums = [attach(&mut book, &small), attach(&mut book, &large)];
    let (summary, done) = office.sync(&book.store, WHOLE);
    done.unwrap();
    assert_eq!((summary.files_sent, summary.files_waiting, summary.tries), (2, 0, 1));
    // seals and signatures of its pieces cost a hundredth of a file's length
    assert!(summary.bytes_up < 700_101 * 101 / 100 + 3_000, "{summary:?}");
    assert_eq!(at_headquarters(&office, &sums[0]), Ok(small));
    assert_eq!(at_headquarters(&office, &sums[1]), Ok(large));
    assert_eq!(office.ops(), own_ops(&book.store));
    assert_eq!(
        (waiting(&book.store), book.store.attachments().status().unwrap()),
        (0, (0, false))
    );
    let (summary, done) = office.sync(&book.store, WHOLE);
    done.unwrap();
    assert_eq!((summary.files_sent, summary.tries), (0, 1));
    assert!(summary.bytes_up + summary.bytes_down < 700, "{summary:?}");
}

/// A file that only a draft names is not sent, like the draft.
#[test]
fn the_file_of_a_draft_does_not_go() {
    let (office, book) = (Headquarters::new(), filled(1));
    office.enrol(&book.store);
    let sum = book.store.attachments().add(&photo(3, 500)).unwrap();
    let (summary, done) = office.sync(&book.store, WHOLE);
    done.unwrap();
    assert_eq!((summary.files_sent, summary.files_waiting), (0, 0));
    assert_eq!(at_headquarters(&office, &sum), Err(AttachmentFlaw::Missing));
    assert_eq!(book.store.attachments().status().unwrap(), (1, false));
}

#[test]
fn a_file_goes_on_where_it_was_cut() {
    let (office, mut book) = (Headquarters::new(), filled(1));
    office.enrol(&book.store);
    office.sync(&book.store, WHOLE).1.unwrap();
    let plain = photo(4, 10 * PIECE + 5);
    let sum = attach(&mut book, &plain);
    let mut sent = 0;
    let mut cuts = 0;
    // each line breaks after three pieces and a bit
    let (summary, done) = office.sync_over(&book.store, &mut || {
        cuts += 1;
        let up = Some(3 * PIECE + 4_000);
        Ok((office.line(Breaks { up, down: None }), Box::new(|e, _| e)))
    });
    done.unwrap();
    sent += summary.bytes_up;
    assert_eq!(at_headquarters(&office, &sum), Ok(plain.clone()));
    assert_eq!((summary.files_sent, waiting(&book.store)), (1, 0));
    assert!((4..=6).contains(&cuts), "{cuts}");
    // for each cut, at most one piece was sent twice
    let most = plain.len() as u64 + cuts * (PIECE as u64 + 3_000);
    assert!(sent < most, "{sent} of {most}");
}

/// Wherever the line breaks, in either direction, file and text arrive whole.
#[test]
fn a_cut_anywhere_costs_no_file() {
    let (office, mut book) = (Headquarters::new(), filled(1));
    office.enrol(&book.store);
    let lengths = [1, PIECE, PIECE + 1, 2 * PIECE];
    for (turn, cut) in (0..40_000).step_by(1_777).enumerate() {
        let plain = photo(100 + turn as u64, lengths[turn % lengths.len()]);
        let sum = attach(&mut book, &plain);
        let (up, down) = if turn % 3 == 2 { (None, Some(cut / 40)) } else { (Some(cut), None) };
        office.sync(&book.store, Breaks { up, down }).1.unwrap();
        assert_eq!(at_headquarters(&office, &sum), Ok(plain), "cut at {cut}");
        assert_eq!(waiting(&book.store), 0, "cut at {cut}");
    }
    assert_eq!(office.ops(), own_ops(&book.store));
}

/// A record saved while a photo is in transfer does not wait for it.
#[test]
fn text_goes_before_a_file_that_is_on_its_way() {
    let (office, mut book) = (Headquarters::new(), filled(1));
    office.enrol(&book.store);
    office.sync(&book.store, WHOLE).1.unwrap();
    let plain = photo(5, 900_000);
    let sum = attach(&mut book, &plain);
    let (_, change) = book.change("intl_lead", &json!({"partner": "Ghi trong lúc gửi"}));
    let mut late = Some(change);
    let (summary, done) = office.sync_how(
        &book.store,
        false,
        &mut |now| {
            // the first message of the session, after its contents were decided
            if now.phase == SyncPhase::Exchanging {
                late.take().into_iter().for_each(|change| book.commit(vec![change]));
            }
        },
        &mut || Ok((office.line(WHOLE), Box::new(|e, _| e))),
    );
    done.unwrap();
    assert_eq!((summary.tries, late.is_none()), (2, true));
    assert_eq!(book.store.uplink().status().unwrap().waiting, 0);
    assert_eq!(office.ops(), own_ops(&book.store));
    assert_eq!(at_headquarters(&office, &sum), Ok(plain));
}

#[test]
fn headquarters_restored_without_a_file_gets_it_again() {
    let (office, mut book) = (Headquarters::new(), filled(1));
    office.enrol(&book.store);
    let plain = photo(6, 50_000);
    let sum = attach(&mut book, &plain);
    office.sync(&book.store, WHOLE).1.unwrap();
    std::fs::remove_dir_all(office.path().join("files")).unwrap();
    office.home().begin_era(&office.path(), crate::kit::NOW + 9_000).unwrap();
    let (summary, done) = office.sync(&book.store, WHOLE);
    done.unwrap();
    assert_eq!((summary.files_sent, summary.files_waiting), (1, 0));
    assert_eq!(at_headquarters(&office, &sum), Ok(plain));
}

#[test]
fn a_new_laptop_fetches_the_files_it_lacks() {
    let (office, mut book) = (Headquarters::new(), filled(1));
    office.enrol(&book.store);
    let plain = [photo(7, 90_000), photo(8, 10)];
    let sums = [attach(&mut book, &plain[0]), attach(&mut book, &plain[1])];
    office.sync(&book.store, WHOLE).1.unwrap();
    std::fs::remove_dir_all(book.home.folder().join("files")).unwrap();
    assert_eq!(book.store.attachments().wanted().unwrap(), [(sums[1], 0), (sums[0], 0)]);
    assert!(book.store.attachments().status().unwrap().1);
    // only on request
    office.sync(&book.store, WHOLE).1.unwrap();
    assert_eq!(book.store.attachments().read(&sums[0]), Err(AttachmentFlaw::Missing));
    let mut breaks = Some(Breaks { up: None, down: Some(60_000) });
    let (summary, done) = office.sync_how(&book.store, true, &mut |_| {}, &mut || {
        let line = office.line(breaks.take().unwrap_or_default());
        Ok((line, Box::new(|e, _| e)))
    });
    done.unwrap();
    assert_eq!((summary.files_came, summary.tries), (2, 2));
    // what arrived before the cut was not sent again
    assert!(summary.bytes_down < 60_000 + 60_000, "{summary:?}");
    for (sum, plain) in sums.iter().zip(plain) {
        assert_eq!(book.store.attachments().read(sum), Ok(plain));
    }
    assert!(book.store.attachments().wanted().unwrap().is_empty());
}

#[test]
fn a_stick_carries_files_both_ways() {
    let (office, mut book) = (Headquarters::new(), filled(3));
    office.enrol(&book.store);
    let plain = photo(9, 120_000);
    let sum = attach(&mut book, &plain);
    let stick = tempfile::tempdir().unwrap();
    let (summary, done) = carry(&book.store, stick.path());
    done.unwrap();
    let (written, files) = (summary.written.len(), &summary.files_written);
    assert_eq!((written, files.len(), summary.files_waiting), (1, 1, 1));
    import(&office, stick.path());
    assert_eq!(at_headquarters(&office, &sum), Ok(plain.clone()));
    // the answer of headquarters, twice
    for sent in [1, 0] {
        let (summary, done) = carry(&book.store, stick.path());
        done.unwrap();
        assert_eq!((summary.files_sent, summary.files_waiting), (sent, 0));
        assert!(summary.files_written.is_empty());
        // no longer needed: the text, and the photo
        assert_eq!(summary.stale.len(), 2);
    }
    std::fs::remove_dir_all(book.home.folder().join("files")).unwrap();
    carry(&book.store, stick.path()).1.unwrap();
    import(&office, stick.path());
    let (summary, done) = carry(&book.store, stick.path());
    done.unwrap();
    assert_eq!(summary.files_came, 1);
    assert_eq!(book.store.attachments().read(&sum), Ok(plain));
}

/// A photo damaged on the stick affects no text, and comes with the next stick.
#[test]
fn a_damaged_file_of_photos_costs_no_text() {
    let (office, mut book) = (Headquarters::new(), filled(3));
    office.enrol(&book.store);
    let plain = photo(10, 70_000);
    let sum = attach(&mut book, &plain);
    let stick = tempfile::tempdir().unwrap();
    let (summary, _) = carry(&book.store, stick.path());
    let path = stick.path().join("SOTAY/out").join(&summary.files_written[0].0);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[40_000] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let brought = import(&office, stick.path());
    assert_eq!(brought.iter().filter(|one| one.refused.is_some()).count(), 1);
    assert_eq!(office.ops(), own_ops(&book.store));
    assert_eq!(at_headquarters(&office, &sum), Err(AttachmentFlaw::Missing));
    let (summary, _) = carry(&book.store, stick.path());
    assert_eq!((summary.waiting, summary.files_waiting), (0, 1));
    import(&office, stick.path());
    assert_eq!(at_headquarters(&office, &sum), Ok(plain));
}

/// Pieces with false claims, out of order, too long, or empty: nothing of them stays.
#[test]
fn pieces_that_lie_make_no_file() {
    let office = Headquarters::new();
    let home = office.home();
    let folder = tempfile::tempdir().unwrap();
    let files =
        Files { disk: &sotay::storage::disk::RealDisk, dir: folder.path(), keys: &home.keys };
    let half = folder.path().join("half");
    let incoming = Incoming { folder: half.clone(), files };
    let plain = photo(11, 2 * PIECE + 9);
    let sum = blob::sum(&plain);
    let good: Vec<AttachmentPiece> = pieces(sum, &plain, 0).collect();
    let took = |piece: &AttachmentPiece| incoming.take(piece).unwrap();
    assert_eq!(took(&good[1]), 0);
    assert_eq!(took(&good[0]), PIECE as u64);
    assert_eq!(took(&good[0]), PIECE as u64);
    assert_eq!(took(&good[2]), PIECE as u64);
    let short = AttachmentPiece { bytes: Bytes(vec![0; 5]), ..good[1].clone() };
    assert_eq!(took(&short), PIECE as u64);
    assert_eq!(took(&good[1]), 2 * PIECE as u64);
    // the last piece is another file's: all of it is discarded
    let other = AttachmentPiece { bytes: Bytes(vec![0; 9]), ..good[2].clone() };
    assert_eq!(took(&other), 0);
    assert_eq!(std::fs::read_dir(&half).unwrap().count(), 0);
    for len in [0, u64::MAX, (8 << 20) + 1] {
        assert_eq!(took(&AttachmentPiece { len, ..good[0].clone() }), 0);
    }
    // a changed length: starts again
    assert_eq!(took(&good[0]), PIECE as u64);
    assert_eq!(took(&AttachmentPiece { len: 3 * PIECE as u64, ..good[1].clone() }), 0);
    good.iter().for_each(|piece| {
        took(piece);
    });
    assert_eq!(incoming.files.read(&sum), Ok(plain));
    assert_eq!(std::fs::read_dir(&half).unwrap().count(), 0);
}

/// However many are begun and abandoned, a device has only a few partial files.
#[test]
fn half_files_do_not_pile_up() {
    let office = Headquarters::new();
    let home = office.home();
    let folder = tempfile::tempdir().unwrap();
    let files =
        Files { disk: &sotay::storage::disk::RealDisk, dir: folder.path(), keys: &home.keys };
    let incoming = Incoming { folder: folder.path().join("half"), files };
    for seed in 0..40 {
        let plain = photo(seed, PIECE + 1);
        let first = pieces(blob::sum(&plain), &plain, 0).next().unwrap();
        assert_eq!(incoming.take(&first).unwrap(), PIECE as u64);
    }
    assert_eq!(count(&folder.path().join("half")), 16);
}

fn count(folder: &Path) -> usize {
    std::fs::read_dir(folder).unwrap().count()
}

/// The messages of version 1, made by hand: bincode's standard layout.
#[test]
fn words_about_files_read_and_write_as_released() {
    let sum = [0xab; 32];
    let golden: [(AttachmentMessage, Vec<u8>); 4] = [
        (
            AttachmentMessage::Offer(vec![AttachmentRef { sum, len: 300 }]),
            [&[0, 1][..], &sum, &[251, 44, 1]].concat(),
        ),
        (
            AttachmentMessage::Here(vec![FileProgress { sum, at: 7 }]),
            [&[1, 1][..], &sum, &[7]].concat(),
        ),
        (AttachmentMessage::Want(vec![]), vec![2, 0]),
        (
            AttachmentMessage::Piece(AttachmentPiece {
                sum,
                len: 70_000,
                at: 16_384,
                bytes: Bytes(vec![9, 8]),
            }),
            [&[3][..], &sum, &[252, 0x70, 0x11, 1, 0, 251, 0, 64, 2, 9, 8]].concat(),
        ),
    ];
    for (word, bytes) in golden {
        assert_eq!(word.encode(), bytes, "{word:?}");
        assert_eq!(AttachmentMessage::decode(&bytes), Ok(word));
    }
}

/// A device that names one file a thousand times gets one answer, at the cost of one.
#[test]
fn what_is_named_often_is_answered_once() {
    let (office, mut book) = (Headquarters::new(), filled(1));
    office.enrol(&book.store);
    let plain = photo(12, 3 * PIECE);
    let sum = attach(&mut book, &plain);
    office.sync(&book.store, WHOLE).1.unwrap();
    let home = office.home();
    let mut intake =
        BundleIngest::of(IngestContext { home: &home, now }, &book.store.device_id(), None)
            .unwrap();
    let enrolment = Enrolment::read(&book.store.keyed_folder()).unwrap().unwrap();
    let key = book.store.signing_key();
    let epoch = book.store.uplink().epochs().unwrap()[0].epoch;
    let at = (epoch, 0, [0; 32]);
    let (header, mut cutter) = begin_uplink(&book.store, &enrolment, at, NOW, &key).unwrap();
    intake.header(&header).unwrap();
    let len = plain.len() as u64;
    for word in [
        AttachmentMessage::Offer(vec![AttachmentRef { sum, len }; 1_000]),
        AttachmentMessage::Want(vec![FileProgress { sum, at: 0 }; 1_000]),
    ] {
        let cut = cutter.segment(ty::BLOB, word.count(), 0, &word.encode(), false).unwrap();
        intake.segment(&cut).unwrap();
    }
    let mut said = Vec::new();
    let answer = intake.take_attachment_messages();
    answer
        .answer(&home, true, &mut |word| {
            said.push(word);
            Ok::<_, ()>(true)
        })
        .unwrap();
    assert_eq!(said.len(), 4);
    assert_eq!(
        said.last(),
        Some(&AttachmentMessage::Here(vec![FileProgress { sum, at: len }]))
    );
}
