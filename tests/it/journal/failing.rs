//! A disk that fails, is full, or loses power.

use super::*;

/// After any single failure the frame is durable in the next file, or refused and not stored.
#[test]
fn every_write_and_sync_may_fail_once() {
    for fault in [Fault::Error, Fault::Torn, Fault::Full] {
        for nth in 0..55 {
            let (book, mut journal) = Book::new(SMALL);
            add(&mut journal, "trước");
            book.disk.fail(nth, 1, fault);
            for n in 0..20 {
                let seq = journal.tail().seq + 1;
                let what = format!("{fault:?} at {nth}, op {n}");
                journal.append(vec![ops(seq, &format!("cơ sở {n}"))]).expect(&what);
            }
            let tail = journal.tail();
            let what = format!("{fault:?} at {nth}");
            let (found, damage) = read(&book);
            assert_eq!((found.len(), damage), (22, vec![]), "{what}");
            let (journal, findings) = book.open().unwrap();
            assert_eq!((journal.tail(), findings), (tail, vec![]), "{what}");
        }
    }
}

/// However many operations fail in a row, what was acknowledged is there under its number, and
/// nothing else, except perhaps the last refused entry.
#[test]
fn failures_in_a_row_lose_nothing_acknowledged() {
    for fault in [Fault::Error, Fault::Torn, Fault::Full] {
        for (nth, count) in (0..40).step_by(4).flat_map(|n| (2..7).map(move |c| (n, c))) {
            let (book, mut journal) = Book::new(SMALL);
            book.disk.fail(nth, count, fault);
            let mut acknowledged = Vec::new();
            for n in 0..25 {
                let seq = journal.tail().seq + 1;
                let entry = ops(seq, &format!("cơ sở {n}"));
                if let Ok(places) = journal.append(vec![entry.clone()]) {
                    acknowledged.push((places[0].no, entry));
                }
            }
            let what = format!("{count} times {fault:?} from {nth}");
            assert_eq!(journal.verify().unwrap().damage, [], "{what}");
            let (opened, _) = book.open().expect(&what);
            assert!(!opened.tail().has_hole, "{what}");
            let (found, damage) = read(&book);
            assert_eq!(damage, [], "{what}");
            for (no, entry) in &acknowledged {
                let there = found.iter().find(|(p, _)| p.no == *no);
                assert_eq!(there.map(|(_, e)| e), Some(entry), "{what}: frame {no}");
            }
            assert!(found.len() <= acknowledged.len() + 2, "{what}");
        }
    }
}

#[test]
fn a_failed_file_is_never_written_again() {
    let (book, mut journal) = Book::new(BIG);
    add(&mut journal, "trước");
    // the write succeeds and the sync fails: the frame is in file 1, unacknowledged
    book.disk.fail(1, 1, Fault::Error);
    let place = add(&mut journal, "hai lần");
    assert_eq!((place.no, place.loc.file), (3, 2));
    let (found, damage) = read(&book);
    assert_eq!(damage, []);
    assert_eq!(
        found.iter().map(|(p, _)| (p.no, p.loc.file)).collect::<Vec<_>>(),
        [(1, 1), (2, 1), (3, 2)]
    );
    assert_eq!(add(&mut journal, "sau").loc.file, 2);
}

#[test]
fn a_disk_that_fails_for_ever_ends_writing() {
    let (book, mut journal) = Book::new(BIG);
    add(&mut journal, "trước");
    let before = journal.tail();
    book.disk.fail(0, usize::MAX, Fault::Error);
    assert!(journal.append(vec![ops(2, "x")]).is_err());
    book.disk.heal();
    assert!(matches!(journal.append(vec![ops(2, "x")]), Err(StoreError::ReadOnly)));
    assert_eq!(journal.tail(), before);
    let (mut journal, _) = book.open().unwrap();
    assert_eq!(journal.tail().seq, 1);
    add(&mut journal, "sau");
}

#[test]
fn a_full_disk_refuses_then_works_again() {
    let (book, mut journal) = Book::new(SMALL);
    book.disk.put(&dir().join("ballast"), vec![1; 100]);
    book.disk.set_free(1000);
    let before = (journal.tail(), book.disk.ops());
    let refused = journal.append(vec![ops(1, "x")]);
    assert!(matches!(refused, Err(StoreError::DiskFull { free: 1000, .. })));
    assert_eq!((journal.tail(), book.disk.ops()), before);
    // drafts continue as long as the file has room
    journal.append(vec![draft(0)]).unwrap();
    book.disk.set_free(1 << 30);
    book.disk.fail(0, usize::MAX, Fault::Full);
    assert!(journal.append(vec![ops(1, "x")]).unwrap_err().is_full());
    assert_eq!(book.disk.bytes(&dir().join("ballast")), [0; 0]);
    book.disk.heal();
    assert_eq!(add(&mut journal, "x").no, 3);
    let (found, damage) = read(&book);
    assert_eq!((found.len(), damage), (3, vec![]));
}

#[test]
fn a_power_cut_keeps_what_was_acknowledged() {
    for seed in 0..60u64 {
        let (book, mut journal) = Book::new(SMALL);
        for n in 0..(seed % 30) {
            add(&mut journal, &format!("cơ sở {n}"));
        }
        // one more entry, written but never synced: any part of it may be left
        after_a_power_cut(seed, &book, journal, 1);
    }
}

/// A disk may have stored the end of a write, but not its middle.
#[test]
fn a_batch_that_was_never_answered_for_is_no_damage() {
    for seed in 0..60u64 {
        let (book, mut journal) = Book::new(4 << 20);
        add(&mut journal, "cơ sở");
        after_a_power_cut(seed, &book, journal, 40);
    }
}

/// The last batch is written but not synced, and the disk keeps any part of it.
fn after_a_power_cut(seed: u64, book: &Book, mut journal: Journal, last: u64) {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut coin = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state & 4 == 0
    };
    let (truth, _) = read(book);
    book.disk.fail(1, usize::MAX, Fault::Error);
    let next = journal.tail().seq + 1;
    let batch = (next..next + last).map(|seq| ops(seq, &"chưa chắc ".repeat(20)));
    assert!(journal.append(batch.collect()).is_err());
    let left = book.on(book.disk.power_cut(&mut coin));
    let (mut journal, findings) = left.open().unwrap();
    let (found, damage) = read(&left);
    assert_eq!(damage, [], "seed {seed}: {findings:?}");
    assert!(found.len() >= truth.len(), "seed {seed}");
    assert!(found.len() as u64 <= truth.len() as u64 + last, "seed {seed}");
    assert_true(&found[..truth.len()], &truth, "power cut");
    add(&mut journal, "sau");
    let (again, damage) = read(&left);
    assert_eq!((again.len(), damage), (found.len() + 1, vec![]), "seed {seed}");
}
