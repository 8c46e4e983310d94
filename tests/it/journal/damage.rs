//! Bytes that were cut, flipped, zeroed, swapped or lost: the rest is read, and the damage is
//! named.

use super::*;

/// A book with ops, drafts and marks in one file, its entries, and the length of the written part.
fn small_book() -> (Book, Vec<(FrameRef, Entry)>, usize) {
    let (book, mut journal) = Book::new(SMALL);
    add(&mut journal, "một");
    journal.append(vec![draft(0)]).unwrap();
    add(&mut journal, "hai");
    journal.append(vec![draft(1)]).unwrap();
    add(&mut journal, "ba");
    let (truth, damage) = read(&book);
    assert_eq!((truth.len(), damage.len()), (6, 0));
    let bytes = book.disk.bytes(&file(1));
    // a frame ends with its link; the last non-zero byte would not do, since a link may end in
    // zeros
    let link = truth.last().unwrap().0.link;
    let end = bytes.windows(32).rposition(|window| window == link).unwrap() + 32;
    (book, truth, end)
}

#[test]
fn cut_at_every_byte_of_the_last_frame() {
    let (book, truth, end) = small_book();
    let bytes = book.disk.bytes(&file(1));
    let last = truth.last().unwrap().0.loc.offset as usize;
    for zeroed in [false, true] {
        for at in last..end {
            let disk = book.disk.copy();
            let mut cut = bytes.clone();
            if zeroed {
                cut[at..].fill(0)
            } else {
                cut.truncate(at)
            }
            disk.put(&file(1), cut);
            let book = book.on(disk);
            let (mut journal, findings) = book.open().unwrap();
            let what = format!("cut at {at}, zeroed {zeroed}: {findings:?}");
            // with every byte of the body there, the seal proves the frame; a body may itself end
            // in zeros
            let body = bytes.get(at..end - 32).unwrap_or_default();
            let whole = zeroed && body.iter().all(|byte| *byte == 0);
            let expected = if whole { 6 } else { 5 };
            assert_eq!(journal.tail().frame_no, expected, "{what}");
            assert_eq!(journal.tail().seq, if whole { 3 } else { 2 }, "{what}");
            assert!(!journal.tail().has_hole, "{what}");
            let torn = at > last && !whole;
            assert_eq!(
                findings.contains(&OpeningFinding::TornTail { file: 1 }),
                torn,
                "{what}"
            );
            let (found, damage) = read(&book);
            assert_true(&found, &truth, &what);
            assert_eq!((found.len() as u64, lost(&damage)), (expected, vec![]), "{what}");
            // writing continues, with numbers that were never acknowledged; in the same file only
            // if nothing is wrong with it, since a link may itself end in zeros
            let unharmed =
                zeroed && (at == last || bytes[at..end].iter().all(|byte| *byte == 0));
            let place = add(&mut journal, "tiếp");
            assert_eq!((place.no, place.loc.file == 1), (expected + 1, unharmed), "{what}");
            let (again, mut findings) = book.open().unwrap();
            findings.retain(|f| !matches!(f, OpeningFinding::Mended { .. }));
            assert_eq!((again.tail(), findings), (journal.tail(), vec![]), "{what}");
        }
    }
}

#[test]
fn one_bit_flipped_at_every_byte() {
    let (book, truth, end) = small_book();
    let bytes = book.disk.bytes(&file(1));
    for at in 0..end {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        let book = book.on(book.disk.copy());
        book.disk.put(&file(1), flipped);
        let what = format!("bit {} of byte {at}", at % 8);
        let (found, damage) = read(&book);
        assert_true(&found, &truth, &what);
        // every frame except the damaged one, which is named
        let hit =
            truth.iter().rfind(|(p, _)| p.loc.offset as usize <= at).map_or(0, |f| f.0.no);
        let missing: Vec<u64> =
            (1..=6).filter(|n| !found.iter().any(|(p, _)| p.no == *n)).collect();
        assert!(missing.is_empty() || missing == [hit], "{what}: missing {missing:?}");
        if hit != 6 {
            assert_eq!(lost(&damage), missing, "{what}");
        }
        let (journal, findings) = book.open().unwrap();
        assert!(!findings.is_empty(), "{what}: nothing told");
        assert!(journal.tail().frame_no >= 5, "{what}");
        let ops_lost = missing.iter().any(|n| [2, 4].contains(n));
        assert_eq!(journal.tail().has_hole, ops_lost, "{what}: {findings:?}");
        if !missing.is_empty() && hit != 6 {
            let copied = findings.iter().find_map(|f| match f {
                OpeningFinding::PutAside { folder, .. } => Some(folder.clone()),
                _ => None,
            });
            let copy = dir().join(copied.unwrap()).join("00000001.skj");
            assert_eq!(book.disk.bytes(&copy), book.disk.bytes(&file(1)), "{what}");
        }
    }
}

#[test]
fn after_lost_ops_a_new_epoch_is_needed() {
    let (book, truth, _) = small_book();
    let mut bytes = book.disk.bytes(&file(1));
    bytes[truth[3].0.loc.offset as usize + 40] ^= 1;
    book.disk.put(&file(1), bytes);
    let (mut journal, findings) = book.open().unwrap();
    assert!(findings.contains(&OpeningFinding::LostFrames { file: 1, from: 4, to: 4 }));
    assert!(matches!(journal.append(vec![ops(4, "x")]), Err(StoreError::EpochNeeded)));
    let mark = Entry::Mark(Mark::Checkpoint(Checkpoint::default()));
    assert!(matches!(journal.append(vec![mark.clone()]), Err(StoreError::EpochNeeded)));
    journal.append(vec![draft(2)]).unwrap();
    journal.start_epoch(5).unwrap();
    assert!(matches!(journal.append(vec![ops(1, "x")]), Err(StoreError::Bug(_))));
    let body = Body::Epoch { old_epoch: EPOCH, old_seq: 3, reason: "damage".into() };
    let first = Op { seq: 1, hlc: Hlc(1 << 30), wall_flag: 0, ver: 1, body };
    journal.append(vec![Entry::Ops { ops: vec![first], ends_draft: None }, mark]).unwrap();
    let (journal, findings) = book.open().unwrap();
    let tail = journal.tail();
    assert_eq!((tail.epoch, tail.seq, tail.has_hole, findings), (5, 1, false, vec![]));
    assert_eq!(journal.frames(0).filter_map(Result::ok).last().unwrap().0.epoch, 5);
}

#[test]
fn four_kib_zeroed_anywhere() {
    let (book, mut journal) = Book::new(BIG * 2);
    for n in 0..100 {
        add(&mut journal, &format!("cơ sở {n}"));
    }
    let (truth, _) = read(&book);
    let bytes = book.disk.bytes(&file(1));
    let end = bytes.iter().rposition(|b| *b != 0).unwrap();
    for at in (0..end).step_by(997) {
        let mut zeroed = bytes.clone();
        let to = bytes.len().min(at + 4096);
        zeroed[at..to].fill(0);
        let book = book.on(book.disk.copy());
        book.disk.put(&file(1), zeroed);
        let (found, damage) = read(&book);
        let what = format!("zeroed at {at}");
        assert_true(&found, &truth, &what);
        let hit = |p: &FrameRef, next: usize| (p.loc.offset as usize) < to && next > at;
        let mut untouched = 0;
        for pair in truth.windows(2) {
            let whole = !hit(&pair[0].0, pair[1].0.loc.offset as usize);
            untouched += usize::from(whole);
            let there = found.iter().any(|(p, _)| p.no == pair[0].0.no);
            // the frame right after the hole has lost the 32 bytes that prove it
            let at = pair[0].0.loc.offset as usize;
            let behind = (to..to + 32).contains(&at);
            assert!(there || !whole || behind, "{what}: frame {} missing", pair[0].0.no);
        }
        assert!(untouched > 50, "{what}");
        let named = lost(&damage);
        let last = found.last().map_or(0, |(p, _)| p.no);
        for no in 1..last {
            let there = found.iter().any(|(p, _)| p.no == no);
            assert_eq!(named.contains(&no), !there, "{what}: frame {no}");
        }
        book.open().unwrap();
    }
}

fn long_book() -> (Book, Vec<(FrameRef, Entry)>) {
    let (book, mut journal) = Book::new(SMALL);
    for n in 0..60 {
        add(&mut journal, &format!("cơ sở {n}"));
    }
    let (truth, _) = read(&book);
    assert!(truth.last().unwrap().0.loc.file >= 4);
    (book, truth)
}

#[test]
fn a_missing_file_is_named_with_its_frames() {
    let (book, truth) = long_book();
    let in_file = |f: u32| truth.iter().filter(move |(p, _)| p.loc.file == f);
    for gone in [1, 2, 3] {
        let book = book.on(book.disk.copy());
        book.disk.drop_file(&file(gone));
        let (found, damage) = read(&book);
        assert_true(&found, &truth, "missing");
        assert_eq!(found.len(), truth.len() - in_file(gone).count());
        let numbers: Vec<u64> = in_file(gone).map(|(p, _)| p.no).collect();
        if gone > 1 {
            assert!(damage.contains(&Damage::Missing { file: gone }));
            assert_eq!(lost(&damage), numbers);
        }
        let (journal, findings) = book.open().unwrap();
        assert!(findings.contains(&OpeningFinding::FileMissing { file: gone }), "{findings:?}");
        assert_eq!(journal.tail().frame_no, 61);
    }
}

#[test]
fn swapped_files_are_read_in_their_order() {
    let (book, truth) = long_book();
    let (two, three) = (book.disk.bytes(&file(2)), book.disk.bytes(&file(3)));
    book.disk.put(&file(2), three);
    book.disk.put(&file(3), two);
    let (found, damage) = read(&book);
    assert_true(&found, &truth, "swapped");
    assert_eq!((found.len(), lost(&damage)), (truth.len(), vec![]));
    assert!(damage.contains(&Damage::Header { file: 2 }));
    let (journal, findings) = book.open().unwrap();
    assert_eq!(journal.tail().frame_no, 61);
    assert!(!findings.is_empty());
}

#[test]
fn a_file_of_another_journal_is_not_taken_for_ours() {
    let (book, truth) = long_book();
    let (other, _) = long_book();
    book.disk.put(&file(3), other.disk.bytes(&file(3)));
    let (found, damage) = read(&book);
    // the same key and device: only the links distinguish the two
    assert!(damage.contains(&Damage::Link { file: 3 }));
    assert_eq!(found.len(), truth.len());
    let foreign = Keys::from_bytes(&[8; 32]);
    let opened = Journal::open_with(book.settings(), dir(), &foreign);
    assert!(matches!(opened, Err(StoreError::KeyForeign)));
}

/// The entries and damage read, and the findings of opening.
fn seen(book: &Book) -> (Vec<(FrameRef, Entry)>, Vec<Damage>, String) {
    let opened = book.on(book.disk.copy()).open().map(|(journal, said)| (journal.tail(), said));
    let (found, damage) = read(book);
    (found, damage, format!("{opened:?}"))
}

/// A file is read through a window, which must not limit what is found.
#[test]
fn a_narrow_window_shows_what_a_whole_file_does() {
    let (book, _, end) = small_book();
    let bytes = book.disk.bytes(&file(1));
    let mut files: Vec<Vec<u8>> = Vec::new();
    for at in (0..end).step_by(5) {
        files.push(bytes[..at].to_vec());
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        files.push(flipped);
        let mut zeroed = bytes.clone();
        zeroed[at..(at + 700).min(end)].fill(0);
        files.push(zeroed);
        let mut moved = bytes.clone();
        moved.splice(at..at, [b'S'; 5]);
        files.push(moved);
    }
    for (which, changed) in files.into_iter().enumerate() {
        let mut book = book.on(book.disk.copy());
        book.disk.put(&file(1), changed);
        book.window = 1 << 20;
        let whole = seen(&book);
        // one byte at a time takes long
        for window in [1, 64, WINDOW].into_iter().skip(usize::from(which % 31 != 0)) {
            book.window = window;
            assert_eq!(seen(&book), whole, "file {which}, window {window}");
        }
    }
}
