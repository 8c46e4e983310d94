//! Epochs that begin on a failing disk, and epochs that end in a file without ops.

use super::*;

fn epoch_op(journal: &Journal, old: (u64, u64)) -> Entry {
    let body = Body::Epoch { old_epoch: old.0, old_seq: old.1, reason: "clock".into() };
    let op = Op { seq: journal.tail().seq + 1, hlc: Hlc(1 << 30), wall_flag: 0, ver: 1, body };
    Entry::Ops { ops: vec![op], ends_draft: None }
}

/// Saving goes on in the old epoch, and nothing of the new one is there.
#[test]
fn a_full_disk_at_the_beginning_of_an_epoch_stops_no_saving() {
    let (book, mut journal) = Book::new(SMALL);
    add(&mut journal, "một");
    let before = journal.tail();
    journal.start_epoch(77).unwrap();
    book.disk.fail(0, 4, Fault::Full);
    let first = epoch_op(&journal, (before.epoch, before.seq));
    journal.append(vec![first]).unwrap_err();
    book.disk.fail(0, 0, Fault::Full);
    assert_eq!(journal.tail(), before);
    let place = add(&mut journal, "hai");
    journal.append(vec![draft(1)]).unwrap();
    let (found, damage) = read(&book);
    assert_eq!((found.len(), damage), (4, vec![]));
    assert_eq!((place.epoch, journal.tail().seq), (EPOCH, 2));
    let (opened, findings) = book.open().unwrap();
    assert_eq!((opened.tail(), findings), (journal.tail(), vec![]));
}

/// Whatever fails, and however often: ops that were acknowledged are there, in order.
#[test]
fn an_epoch_that_begins_on_a_failing_disk_loses_nothing() {
    for fault in [Fault::Error, Fault::Torn, Fault::Full] {
        for (nth, count) in (0..8).flat_map(|n| (1..5).map(move |c| (n, c))) {
            let (book, mut journal) = Book::new(SMALL);
            add(&mut journal, "một");
            let old = (journal.tail().epoch, journal.tail().seq);
            journal.start_epoch(77).unwrap();
            book.disk.fail(nth, count, fault);
            let first = epoch_op(&journal, old);
            let began = journal.append(vec![first]);
            book.disk.fail(0, 0, fault);
            let what = format!("{fault:?} at {nth}, {count} times: {began:?}");
            let seq = journal.tail().seq + 1;
            let later = journal.append(vec![ops(seq, "hai")]);
            let (found, damage) = read(&book);
            assert_eq!(damage, [], "{what}");
            let has = |place: &FrameRef| found.iter().any(|(p, _)| p.no == place.no);
            for places in [began, later].into_iter().flatten() {
                assert!(places.iter().all(has), "{what}");
            }
            let (opened, _) = book.open().expect(&what);
            assert!(!opened.tail().has_hole, "{what}");
        }
    }
}
