//! Lanes on disk: whatever happened to the end of a file, what is read is what was written.

use crate::kit::disk::real_disk;
use sotay::hq::downlink::lane::{Addressee, LaneOwner, Lanes, PLACES, RESTORE, VERDICTS};
use sotay::record::Id;
use sotay::storage::crypto::key::Keys;
use sotay::storage::format::down;
use sotay::storage::format::down::{Down, Notice};

fn down(n: u64) -> Down {
    let text = format!("tin {n} {}", "x".repeat(n as usize * 7));
    Down { notices: vec![Notice { when: n, text }], ..Down::default() }
}

fn to() -> Addressee {
    Addressee { officer: Id([1; 16]), province: "25".into() }
}

struct LaneFolder {
    dir: tempfile::TempDir,
    lanes: Lanes,
}

impl LaneFolder {
    fn new() -> LaneFolder {
        let dir = tempfile::tempdir().unwrap();
        let lanes = Lanes::new(real_disk(), dir.path(), &Keys::from_bytes(&[7; 32]));
        LaneFolder { dir, lanes }
    }

    fn add(&self, n: u64) {
        self.lanes
            .append(&LaneOwner::Officer(Id([1; 16])), VERDICTS, &[down(n)], &mut None)
            .unwrap();
    }

    fn file(&self) -> std::path::PathBuf {
        self.dir.path().join("lanes").join(format!("o{}-0.skl", "01".repeat(16)))
    }

    fn all(&self, after: u64) -> Vec<(u64, u64)> {
        let pieces = self.lanes.read(&to(), VERDICTS, after, usize::MAX).unwrap();
        let one = |p: &sotay::hq::downlink::lane::StoredPiece| {
            (p.position, down::decode(&p.bytes).unwrap().notices[0].when)
        };
        pieces.iter().map(one).collect()
    }
}

#[test]
fn pieces_come_back_in_order_behind_the_place_asked_for() {
    let folder = LaneFolder::new();
    assert_eq!(folder.all(0), []);
    (1..=5).for_each(|n| folder.add(n * 10));
    assert_eq!(folder.all(0), [(1, 10), (2, 20), (3, 30), (4, 40), (5, 50)]);
    assert_eq!(folder.all(3), [(4, 40), (5, 50)]);
    assert_eq!(folder.all(5), []);
    assert_eq!(folder.all(99), []);
    assert_eq!(folder.lanes.end(&to(), VERDICTS).unwrap(), 5);
    assert_eq!(folder.lanes.verify().unwrap(), 1);
    // with any budget, at least one piece is returned
    let few = folder.lanes.read(&to(), VERDICTS, 0, 1).unwrap();
    assert_eq!(few.len(), 1);
}

/// A frequent writer remembers where the file ends. A piece of another writer, or a torn end,
/// between two writes is still noticed.
#[test]
fn a_remembered_end_is_believed_only_while_it_is_the_end() {
    let folder = LaneFolder::new();
    let (to, mut tail) = (LaneOwner::Officer(Id([1; 16])), None);
    let mut add =
        |pieces: &[Down]| folder.lanes.append(&to, VERDICTS, pieces, &mut tail).unwrap();
    add(&[down(1), down(2)]);
    add(&[down(3)]);
    folder.add(4);
    add(&[down(5)]);
    let file = std::fs::OpenOptions::new().write(true).open(folder.file()).unwrap();
    file.set_len(file.metadata().unwrap().len() - 3).unwrap();
    add(&[down(6), down(7)]);
    assert_eq!(folder.all(0), [(1, 1), (2, 2), (3, 3), (4, 4), (5, 6), (6, 7)]);
}

#[test]
fn nobody_reads_anothers_lane() {
    let folder = LaneFolder::new();
    folder.add(1);
    let other = Addressee { officer: Id([2; 16]), province: "25".into() };
    assert!(folder.lanes.read(&other, VERDICTS, 0, 1 << 20).unwrap().is_empty());
    assert!(folder.lanes.read(&to(), RESTORE, 0, 1 << 20).unwrap().is_empty());
    folder
        .lanes
        .append(&LaneOwner::Province("25".into()), PLACES, &[down(2)], &mut None)
        .unwrap();
    assert_eq!(folder.lanes.read(&other, PLACES, 0, 1 << 20).unwrap().len(), 1);
    // no path comes from outside
    let odd = Addressee { officer: Id([2; 16]), province: "../x".into() };
    assert!(folder.lanes.read(&odd, PLACES, 0, 1 << 20).unwrap().is_empty());
    folder
        .lanes
        .append(&LaneOwner::Province("../x".into()), PLACES, &[down(2)], &mut None)
        .unwrap();
    assert!(!folder.dir.path().join("x-2.skl").exists());
}

#[test]
fn an_end_that_was_torn_anywhere_is_cut_and_written_again() {
    let folder = LaneFolder::new();
    (1..=3).for_each(|n| folder.add(n));
    let whole = std::fs::read(folder.file()).unwrap();
    let two = {
        let folder = LaneFolder::new();
        (1..=2).for_each(|n| folder.add(n));
        std::fs::read(folder.file()).unwrap().len()
    };
    for cut in two..whole.len() {
        std::fs::write(folder.file(), &whole[..cut]).unwrap();
        assert_eq!(folder.all(0), [(1, 1), (2, 2)], "cut at {cut}");
        // zeros, as some file systems leave them
        let mut zeros = whole.clone();
        zeros[cut..].fill(0);
        std::fs::write(folder.file(), &zeros).unwrap();
        if zeros != whole {
            assert_eq!(folder.all(0), [(1, 1), (2, 2)], "zeros from {cut}");
        }
        folder.add(3);
        assert_eq!(folder.all(0).len(), if zeros == whole { 4 } else { 3 });
    }
}

#[test]
fn a_flipped_bit_is_never_shown_as_data() {
    let folder = LaneFolder::new();
    (1..=3).for_each(|n| folder.add(n));
    let whole = std::fs::read(folder.file()).unwrap();
    for at in 0..whole.len() {
        let mut bad = whole.clone();
        bad[at] ^= 1;
        std::fs::write(folder.file(), &bad).unwrap();
        if let Ok(pieces) = folder.lanes.read(&to(), VERDICTS, 0, usize::MAX) {
            for piece in pieces {
                // a damaged piece is empty
                let notices = down::decode(&piece.bytes).unwrap().notices;
                let is_true = |notice: &Notice| notice.when == piece.position;
                assert!(notices.iter().all(is_true), "byte {at}");
            }
        }
    }
}

#[test]
fn one_writes_while_others_read() {
    let folder = LaneFolder::new();
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| (1..=60).for_each(|n| folder.add(n)));
        while !writer.is_finished() {
            let seen = folder.all(0);
            assert!(seen.iter().enumerate().all(|(at, one)| one.0 == at as u64 + 1));
        }
    });
    assert_eq!(folder.all(0).len(), 60);
}

/// A flipped bit costs the pieces that it hits: those after it are read under their positions, the next one
/// gets a new position, and `verify` says so.
#[test]
fn a_bit_costs_the_piece_that_it_hits() {
    let folder = LaneFolder::new();
    (1..=6).for_each(|n| folder.add(n * 10));
    let bytes = std::fs::read(folder.file()).unwrap();
    let whole = folder.all(0);
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        std::fs::write(folder.file(), &flipped).unwrap();
        let is_named = folder.lanes.verify().is_err();
        folder.add(70);
        let pieces = folder.lanes.read(&to(), VERDICTS, 0, usize::MAX).unwrap();
        let read: Vec<(u64, u64)> = pieces
            .iter()
            .filter_map(|piece| {
                let down = down::decode(&piece.bytes).unwrap();
                Some((piece.position, down.notices.first()?.when))
            })
            .collect();
        let (last, others) = read.split_last().unwrap();
        let is_at_the_end = at >= bytes.len() - 300;
        assert_eq!(last.1, 70, "byte {at}");
        // only an incomplete last piece gives its position to the next one
        assert!(last.0 == 7 || (is_at_the_end && last.0 == 6), "byte {at}: {last:?}");
        assert!(others.iter().all(|piece| whole.contains(piece)), "byte {at}: {others:?}");
        let lost = whole.len() - others.len();
        assert!(lost <= 2, "byte {at}: {lost} lost");
        assert!(is_named || lost == 0 || last.0 == 6, "byte {at}: nothing says so");
    }
}
