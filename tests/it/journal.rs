//! The journal under every fault that `store.md` section 14 names for it.

use std::path::{Path, PathBuf};

use sotay::record::{Body, FieldBytes, Hlc, Id, Op, Origin};
use sotay::store::error::{Finding, StoreError};
use sotay::store::frame::{self, Head, Raw};
use sotay::store::journal::{
    Checkpoint, Damage, DraftFrame, Entry, FrameRef, Journal, Mark, Reader, Settings,
};
use sotay::store::key::{Domain, Keys};
use sotay::store::seal::Sealer;

use crate::disk::{Fault, MemDisk};

const DEVICE: [u8; 16] = [7; 16];
const EPOCH: u64 = 0x1122_3344_5566_7788;
/// Small files, so that a few frames roll over.
const SMALL: u32 = 4096;
const BIG: u32 = 16 * 1024;

struct Book {
    disk: MemDisk,
    keys: Keys,
    size: u32,
}

fn dir() -> &'static Path {
    Path::new("/notebook")
}

fn file(no: u32) -> PathBuf {
    dir().join(format!("journal/{no:08}.skj"))
}

impl Book {
    fn new(size: u32) -> (Book, Journal) {
        let book = Book { disk: MemDisk::default(), keys: Keys::from_bytes(&[9; 32]), size };
        let journal =
            Journal::create_with(book.settings(), dir(), &book.keys, DEVICE, EPOCH).unwrap();
        (book, journal)
    }

    fn settings(&self) -> Settings {
        Settings { disk: self.disk.arc(), file_size: self.size }
    }

    fn on(&self, disk: MemDisk) -> Book {
        Book { disk, keys: self.keys.clone(), size: self.size }
    }

    fn open(&self) -> Result<(Journal, Vec<Finding>), StoreError> {
        Journal::open_with(self.settings(), dir(), &self.keys)
    }

    fn reader(&self) -> Reader {
        Reader::new(self.settings(), dir(), &self.keys)
    }
}

fn op(seq: u64, text: &str) -> Op {
    let fields = vec![
        FieldBytes { no: 1, bytes: Some(text.as_bytes().to_vec()), personal: false },
        FieldBytes { no: 2, bytes: Some(b"0901 234 567".to_vec()), personal: true },
    ];
    let body =
        Body::Put { kind: 1, entity: Id([seq as u8; 16]), origin: Origin::Officer, fields };
    Op { seq, hlc: Hlc((seq + 1) << 16), wall_flag: 0, ver: 1, body }
}

fn ops(seq: u64, text: &str) -> Entry {
    Entry::Ops { ops: vec![op(seq, text)], ends_draft: None }
}

fn draft(no: u32) -> Entry {
    Entry::Draft(DraftFrame {
        draft: Id([3; 16]),
        no,
        full: no == 0,
        kind: 2,
        form: 1,
        edits: None,
        fields: vec![(1, Some(vec![no as u8; 10])), (4, None)],
        typed: Vec::new(),
        at: None,
        changed: 1,
    })
}

fn add(journal: &mut Journal, text: &str) -> FrameRef {
    let seq = journal.tail().seq + 1;
    journal.append(vec![ops(seq, text)]).unwrap().remove(0)
}

/// Everything that reads well, and everything that does not.
fn read(book: &Book) -> (Vec<(FrameRef, Entry)>, Vec<Damage>) {
    let mut good = Vec::new();
    let mut bad = Vec::new();
    for found in book.reader().frames(0) {
        match found {
            Ok(found) => good.push(found),
            Err(damage) => bad.push(damage),
        }
    }
    (good, bad)
}

/// Never other content under a known number, and numbers rise.
fn assert_true(found: &[(FrameRef, Entry)], truth: &[(FrameRef, Entry)], what: &str) {
    for (place, entry) in found {
        let real = truth.iter().find(|(t, _)| t.no == place.no);
        assert_eq!(Some(entry), real.map(|(_, e)| e), "{what}: frame {}", place.no);
    }
    assert!(found.is_sorted_by(|a, b| a.0.no < b.0.no), "{what}: numbers rise");
}

fn lost(damage: &[Damage]) -> Vec<u64> {
    let range = |d: &Damage| match d {
        Damage::Lost { from, to, .. } => (*from..=*to).collect(),
        Damage::Seal { no, .. } | Damage::Chain { no, .. } => vec![*no],
        _ => Vec::new(),
    };
    damage.iter().flat_map(range).collect()
}

#[test]
fn what_is_appended_is_read_again() {
    let (book, mut journal) = Book::new(BIG);
    let entries = vec![
        ops(1, "một"),
        draft(0),
        Entry::Mark(Mark::DraftHidden { draft: Id([3; 16]) }),
        Entry::Ops {
            ops: vec![op(2, "hai"), op(3, &"ba ".repeat(200))],
            ends_draft: Some(Id([3; 16])),
        },
        Entry::Mark(Mark::Unknown { tag: 99, bytes: vec![1, 2, 3] }),
        Entry::Other { ty: 77, bytes: vec![5; 300] },
    ];
    let places = journal.append(entries.clone()).unwrap();
    assert_eq!(places.iter().map(|p| p.no).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 7]);
    let found: Vec<_> = journal.frames(2).map(Result::unwrap).collect();
    assert_eq!(found.iter().map(|(_, e)| e.clone()).collect::<Vec<_>>(), entries);
    assert_eq!(found.iter().map(|(p, _)| p.clone()).collect::<Vec<_>>(), places);
    let before = journal.tail();
    drop(journal);
    let (journal, findings) = book.open().unwrap();
    assert_eq!((journal.tail(), findings), (before, vec![]));
    let report = journal.verify().unwrap();
    assert_eq!((report.frames, report.ops, report.drafts, report.other), (7, 3, 1, 1));
    assert_eq!((report.first, report.last), (Some((EPOCH, 1)), Some((EPOCH, 3))));
    assert_eq!((report.chain, report.damage), (before.chain, vec![]));
}

#[test]
fn a_commit_is_one_write_and_one_sync() {
    let (book, mut journal) = Book::new(BIG);
    journal.prepare_next().unwrap();
    let before = book.disk.ops();
    journal.append(vec![ops(1, "một"), draft(0), ops(2, "hai")]).unwrap();
    assert_eq!(book.disk.ops() - before, 2);
}

#[test]
fn nothing_personal_and_no_text_lies_open() {
    let (book, mut journal) = Book::new(BIG);
    add(&mut journal, "Xưởng cưa");
    let bytes = book.disk.bytes(&file(1));
    for secret in ["Xưởng cưa", "0901 234 567"] {
        assert!(!bytes.windows(secret.len()).any(|w| w == secret.as_bytes()));
    }
}

#[test]
fn files_roll_over_and_stay_chained() {
    let (book, mut journal) = Book::new(SMALL);
    for n in 0..60 {
        if n % 7 == 0 {
            journal.prepare_next().unwrap();
        }
        add(&mut journal, &format!("cơ sở {n}"));
    }
    let before = journal.tail();
    let loc = journal.frames(31).next().unwrap().unwrap();
    assert_eq!((loc.0.no, loc.0.loc.file > 1), (31, true));
    let (journal, findings) = book.open().unwrap();
    assert_eq!((journal.tail(), findings), (before, vec![]));
    let (found, damage) = read(&book);
    assert_eq!((found.len(), damage), (61, vec![]));
}

#[test]
fn writing_goes_on_after_opening() {
    let (book, mut journal) = Book::new(BIG);
    add(&mut journal, "một");
    drop(journal);
    let (mut journal, _) = book.open().unwrap();
    assert_eq!(add(&mut journal, "hai").loc.file, 1);
    journal.append(vec![Entry::Mark(Mark::Checkpoint(Checkpoint::of(3, [1; 32])))]).unwrap();
    let closed = Mark::Closed { boot: [4; 16], checkpoint: Checkpoint::of(3, [1; 32]) };
    journal.append(vec![Entry::Mark(closed)]).unwrap();
    drop(journal);
    let (mut journal, findings) = book.open().unwrap();
    let tail = journal.tail();
    assert_eq!((tail.closed, tail.seq, findings), (Some([4; 16]), 2, vec![]));
    assert_eq!(tail.checkpoint.map(|c| (c.applied, c.seq)), Some((3, 2)));
    add(&mut journal, "ba");
    assert_eq!((journal.tail().closed, journal.tail().seq), (None, 3));
}

#[test]
fn wrong_numbers_are_refused_before_anything_is_written() {
    let (book, mut journal) = Book::new(BIG);
    let before = (journal.tail(), book.disk.bytes(&file(1)));
    assert!(matches!(journal.append(vec![ops(2, "x")]), Err(StoreError::Bug(_))));
    // hard to compress, and more than a frame holds
    let mut state = 1u64;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        char::from(b' ' + ((state >> 40) % 94) as u8)
    };
    let noise: String = (0..90_000).map(|_| letter()).collect();
    let big = Entry::Ops {
        ops: vec![op(1, &noise[..45_000]), op(2, &noise[45_000..])],
        ends_draft: None,
    };
    assert!(matches!(journal.append(vec![big]), Err(StoreError::TooLarge { .. })));
    assert_eq!((journal.tail(), book.disk.bytes(&file(1))), before);
}

/// A book with ops, drafts and marks in one file, its truth, and the length of what is written.
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
    let end = bytes.iter().rposition(|b| *b != 0).unwrap() + 1;
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
            // With every byte of the body there, the seal vouches for the frame.
            let whole = zeroed && at >= end - 32;
            let expected = if whole { 6 } else { 5 };
            assert_eq!(journal.tail().frame_no, expected, "{what}");
            assert_eq!(journal.tail().seq, if whole { 3 } else { 2 }, "{what}");
            assert!(!journal.tail().hole, "{what}");
            let torn = at > last && !whole;
            assert_eq!(findings.contains(&Finding::TornTail { file: 1 }), torn, "{what}");
            let (found, damage) = read(&book);
            assert_true(&found, &truth, &what);
            assert_eq!((found.len() as u64, lost(&damage)), (expected, vec![]), "{what}");
            // and life goes on, under numbers that were never acknowledged to anybody else
            let place = add(&mut journal, "tiếp");
            assert_eq!((place.no, place.loc.file == 1), (expected + 1, at == last && zeroed));
            let (again, mut findings) = book.open().unwrap();
            findings.retain(|f| !matches!(f, Finding::Mended { .. }));
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
        // every frame but the one that was hit, and that one is named
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
        assert_eq!(journal.tail().hole, ops_lost, "{what}: {findings:?}");
        if !missing.is_empty() && hit != 6 {
            let copied = findings.iter().find_map(|f| match f {
                Finding::PutAside { folder, .. } => Some(folder.clone()),
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
    assert!(findings.contains(&Finding::LostFrames { file: 1, from: 4, to: 4 }));
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
    assert_eq!((tail.epoch, tail.seq, tail.hole, findings), (5, 1, false, vec![]));
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
            // the frame right behind the hole has lost the 32 bytes that vouch for it
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
        assert!(findings.contains(&Finding::FileMissing { file: gone }), "{findings:?}");
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
    // the same key and the same device: only the links tell the two apart
    assert!(damage.contains(&Damage::Link { file: 3 }));
    assert_eq!(found.len(), truth.len());
    let foreign = Keys::from_bytes(&[8; 32]);
    let opened = Journal::open_with(book.settings(), dir(), &foreign);
    assert!(matches!(opened, Err(StoreError::KeyForeign)));
}

/// After any single failure the frame is durable in the next file, or refused without a trace.
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

/// However many fail in a row: what was acknowledged is there, under its number, and nothing else
/// but perhaps the one that was refused last.
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
            assert!(!opened.tail().hole, "{what}");
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
    // the write gets through, the sync does not: the frame lies in file 1, unacknowledged
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
    // drafts go on as long as the file has room
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
        // one more, written but never synced: anything may be left of it
        after_a_power_cut(seed, &book, journal, 1);
    }
}

/// A disk may have kept the end of a write and not its middle.
#[test]
fn a_batch_that_was_never_answered_for_is_no_damage() {
    for seed in 0..60u64 {
        let (book, mut journal) = Book::new(4 << 20);
        add(&mut journal, "cơ sở");
        after_a_power_cut(seed, &book, journal, 40);
    }
}

/// The last batch is written and not synced, and the disk keeps what it likes.
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

/// A file with one good frame and one made here, with a link that fits: links carry no key.
fn forge(book: &Book, change: impl Fn(&mut Head), content: &[u8], sealed: bool) -> Vec<u8> {
    let mut bytes = book.disk.bytes(&file(1));
    let first = Raw::at(&bytes, 152).unwrap();
    let (at, previous) = (152 + first.size(), *first.link);
    let len = content.len() as u32 + if sealed { 40 } else { 0 };
    let mut head =
        Head { len, ty: 2, flags: 4, n: 1, raw: content.len() as u32, no: 2, first: 0 };
    change(&mut head);
    let aad = [head.to_bytes().as_slice(), &previous].concat();
    let seal = || Sealer::new(&book.keys).seal(Domain::Journal, &aad, content).unwrap();
    let body = if sealed { seal() } else { content.to_vec() };
    let link = frame::link(&previous, &head.to_bytes(), &body);
    let frame = [head.to_bytes().as_slice(), &body, &link].concat();
    bytes.truncate(at);
    bytes.extend(frame);
    bytes.resize(BIG as usize, 0);
    bytes
}

#[test]
fn lies_in_a_frame_are_refused() {
    let (book, mut journal) = Book::new(BIG);
    let place = journal.append(vec![draft(0)]).unwrap().remove(0);
    assert_eq!(place.no, 2);
    let good = sotay::store::codec::draft::encode_draft(match &draft(0) {
        Entry::Draft(d) => d,
        _ => unreachable!(),
    });
    let bomb = zstd::bulk::compress(&vec![0; 1 << 22], 3).unwrap();
    let packed = zstd::bulk::compress(&good, 3).unwrap();
    let raw = good.len() as u32;
    type Lie<'a> = (&'a str, Box<dyn Fn(&mut Head)>, &'a [u8], bool);
    let lies: [Lie; 10] = [
        ("raw too large", Box::new(|h| h.raw += 1), &good, true),
        ("raw too small", Box::new(|h| h.raw -= 1), &good, true),
        ("unpacks to less", Box::new(move |h| (h.flags, h.raw) = (5, raw + 1)), &packed, true),
        ("unpacks to more", Box::new(move |h| (h.flags, h.raw) = (5, raw - 1)), &packed, true),
        ("bomb", Box::new(|h| (h.flags, h.raw) = (5, 1 << 20)), &bomb, true),
        ("no zstd at all", Box::new(|h| h.flags = 5), &good, true),
        ("not sealed", Box::new(|h| h.flags = 0), &good, false),
        ("sealed by nobody", Box::new(|_| ()), &[7; 60], false),
        ("ops that are none", Box::new(|h| (h.ty, h.first) = (1, 1)), &good, true),
        ("n that lies", Box::new(|h| (h.ty, h.n, h.first) = (1, 9, 1)), &good, true),
    ];
    for (what, change, content, sealed) in lies {
        book.disk.put(&file(1), forge(&book, change, content, sealed));
        let (found, damage) = read(&book);
        assert_eq!((found.len(), damage.is_empty()), (1, false), "{what}");
        assert!(book.open().is_ok(), "{what}");
    }
    book.disk.put(&file(1), forge(&book, |_| (), &good, true));
    assert_eq!(read(&book).0[1].1, draft(0));
    // lengths beyond every limit: no frame at all, whatever the link says
    for change in
        [(|h| h.raw = u32::MAX) as fn(&mut Head), |h| h.len = u32::MAX, |h| h.flags = 12]
    {
        book.disk.put(&file(1), forge(&book, change, &good, true));
        assert_eq!(read(&book).0.len(), 1);
    }
}

#[test]
fn what_is_newer_is_refused_by_name_or_kept() {
    let (book, _) = Book::new(BIG);
    let good = b"in words of tomorrow";
    for flags in [4 | 128, 4 | 2] {
        book.disk.put(&file(1), forge(&book, |h| h.flags = flags, good, true));
        assert_eq!(read(&book).1, [Damage::Newer { file: 1, no: 2 }]);
        assert!(matches!(book.open(), Err(StoreError::TooNew { .. })), "flags {flags}");
    }
    book.disk.put(&file(1), forge(&book, |h| h.ty = 200, good, true));
    let (mut journal, findings) = book.open().unwrap();
    assert_eq!(findings, []);
    assert_eq!(read(&book).0[1].1, Entry::Other { ty: 200, bytes: good.to_vec() });
    assert_eq!(add(&mut journal, "tiếp").no, 3);
    // another major version or suite, in a file that is sound
    for (byte, value) in [(8usize, 2u8), (11, 9)] {
        let mut newer = book.disk.bytes(&file(1));
        newer[byte] = value;
        newer.truncate(152);
        newer.resize(BIG as usize, 0);
        book.disk.put(&file(1), newer);
        assert!(matches!(book.open(), Err(StoreError::TooNew { .. })));
    }
}

/// Magics with great lengths everywhere must cost a bounded amount of hashing.
#[test]
fn a_file_of_magics_is_given_up_in_time() {
    let (book, _) = Book::new(BIG);
    let mut bytes = book.disk.bytes(&file(1));
    let head = Head { len: 65_000, ty: 1, flags: 4, n: 1, raw: 9, no: 5, first: 1 }.to_bytes();
    for chunk in bytes[300..].chunks_mut(32) {
        chunk.copy_from_slice(&head[..chunk.len()]);
    }
    bytes.extend(head.repeat(20_000));
    book.disk.put(&file(1), bytes);
    assert_eq!(read(&book).0.len(), 1);
}

#[test]
fn garbage_is_no_journal() {
    let mut state = 88_172_645_463_325_252u64;
    let mut noise = |len: usize| -> Vec<u8> {
        let mut byte = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state as u8
        };
        (0..len).map(|_| byte()).collect()
    };
    for len in [0, 1, 31, 151, 152, 153, 4096] {
        let (book, _) = Book::new(SMALL);
        book.disk.put(&file(1), noise(len));
        assert!(book.open().is_err());
        assert!(read(&book).0.is_empty());
        // magics everywhere
        book.disk.put(&file(1), b"SFR1".repeat(len / 4));
        assert!(book.open().is_err());
    }
}
