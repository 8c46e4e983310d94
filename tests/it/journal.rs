//! The journal with every fault that `store.md` section 14 names.

mod damage;
mod epochs;
mod failing;
mod lies;
mod skim;

use std::path::{Path, PathBuf};

use sotay::record::{Body, FieldBytes, Hlc, Id, Op, Origin};
use sotay::storage::crypto::key::{Domain, Keys};
use sotay::storage::crypto::seal::Sealer;
use sotay::storage::format::frame;
use sotay::storage::format::frame::{FrameHead, RawFrame};
use sotay::store::journal::{
    Checkpoint, Damage, DraftFrame, Entry, FrameRef, Journal, JournalReader, JournalSettings,
    Mark,
};
use sotay::store::{OpeningFinding, StoreError};

use crate::disk::{Fault, MemDisk};

const DEVICE: [u8; 16] = [7; 16];
const EPOCH: u64 = 0x1122_3344_5566_7788;
/// Small files, so that a few frames start a new one.
const SMALL: u32 = 4096;
const BIG: u32 = 16 * 1024;

struct Book {
    disk: MemDisk,
    keys: Keys,
    size: u32,
    window: usize,
}

/// Smaller than most frames.
const WINDOW: usize = 300;

fn dir() -> &'static Path {
    Path::new("/notebook")
}

fn file(no: u32) -> PathBuf {
    dir().join(format!("journal/{no:08}.skj"))
}

impl Book {
    fn new(size: u32) -> (Book, Journal) {
        let (disk, keys) = (MemDisk::default(), Keys::from_bytes(&[9; 32]));
        let book = Book { disk, keys, size, window: WINDOW };
        let journal =
            Journal::create_with(book.settings(), dir(), &book.keys, DEVICE, EPOCH).unwrap();
        (book, journal)
    }

    fn settings(&self) -> JournalSettings {
        JournalSettings { disk: self.disk.arc(), file_size: self.size, window: self.window }
    }

    fn on(&self, disk: MemDisk) -> Book {
        Book { disk, keys: self.keys.clone(), size: self.size, window: self.window }
    }

    fn open(&self) -> Result<(Journal, Vec<OpeningFinding>), StoreError> {
        Journal::open_with(self.settings(), dir(), &self.keys)
    }

    fn reader(&self) -> JournalReader {
        JournalReader::new(self.settings(), dir(), &self.keys)
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

/// The readable entries, and the damage.
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

/// A known number never has other content, and numbers rise.
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
    // hard to compress, and more than one frame holds
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
