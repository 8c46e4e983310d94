//! Frames that a scan only locates, because a later frame is wanted: from the wanted frame on, it
//! finds the same frames as a scan of the whole file.

use super::*;

fn close(journal: &mut Journal) {
    let tail = journal.tail();
    let checkpoint = Checkpoint {
        seq: tail.seq,
        chain: tail.chain,
        hlc: tail.hlc.0,
        ..Checkpoint::default()
    };
    journal.append(vec![Entry::Mark(Mark::Checkpoint(checkpoint))]).unwrap();
}

/// Ops and drafts, a checkpoint, and more of both, in one file.
fn book_with_checkpoint() -> (Book, Journal, Vec<(FrameRef, Entry)>) {
    let (book, mut journal) = Book::new(SMALL);
    add(&mut journal, "một");
    journal.append(vec![draft(0)]).unwrap();
    add(&mut journal, "hai");
    close(&mut journal);
    journal.append(vec![draft(1)]).unwrap();
    add(&mut journal, "ba");
    let (truth, damage) = read(&book);
    assert_eq!((truth.len(), damage), (7, vec![]));
    (book, journal, truth)
}

#[test]
fn frames_from_any_number_are_those_of_the_whole_file() {
    let (book, _, truth) = book_with_checkpoint();
    let bytes = book.disk.bytes(&file(1));
    let end = bytes.iter().rposition(|byte| *byte != 0).unwrap() + 1;
    for at in 0..end {
        for kind in 0..3 {
            let mut changed = bytes.clone();
            match kind {
                0 => changed[at] ^= 1 << (at % 8),
                1 => changed[at..].fill(0),
                _ => changed.truncate(at),
            }
            let book = book.on(book.disk.copy());
            book.disk.put(&file(1), changed);
            let (whole, _) = read(&book);
            for from in 2..=8 {
                let found: Vec<_> = book.reader().frames(from).filter_map(Result::ok).collect();
                let wanted: Vec<_> =
                    whole.iter().filter(|(p, _)| p.no >= from).cloned().collect();
                assert_eq!(found, wanted, "byte {at}, change {kind}, from {from}");
                assert_true(&found, &truth, "skimmed");
            }
        }
    }
}

#[test]
fn a_bit_before_the_checkpoint_costs_its_frame_and_verify_names_it() {
    let (book, _, truth) = book_with_checkpoint();
    let bytes = book.disk.bytes(&file(1));
    let (hit, next) = (truth[1].0.loc.offset as usize, truth[2].0.loc.offset as usize);
    for at in hit..next {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        let book = book.on(book.disk.copy());
        book.disk.put(&file(1), changed);
        let (mut journal, _) = book.open().unwrap();
        assert_eq!((journal.tail().frame_no, journal.tail().has_hole), (7, false), "byte {at}");
        let place = add(&mut journal, "bốn");
        let (found, _) = read(&book);
        let missing: Vec<u64> =
            (1..=8).filter(|no| !found.iter().any(|(p, _)| p.no == *no)).collect();
        // where only the stored link is hit, the next frame still proves the damaged one
        assert!(missing.is_empty() || missing == [2], "byte {at}: {missing:?}");
        assert_eq!(found.last().unwrap().0.no, place.no, "byte {at}");
        let report = book.reader().verify().unwrap();
        assert!(!report.damage.is_empty() || missing.is_empty(), "byte {at}: {report:?}");
    }
}

/// A frame after the checkpoint is hashed on opening.
#[test]
fn a_bit_after_the_checkpoint_is_found_on_opening() {
    let (book, _, truth) = book_with_checkpoint();
    let mut bytes = book.disk.bytes(&file(1));
    bytes[truth[4].0.loc.offset as usize + 40] ^= 4;
    book.disk.put(&file(1), bytes);
    let (_, findings) = book.open().unwrap();
    let lost = OpeningFinding::LostFrames { file: 1, from: 5, to: 5 };
    assert!(findings.contains(&lost), "{findings:?}");
}
