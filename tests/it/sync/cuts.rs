//! A line that breaks after every byte of a session of about 10 kB, in each direction. Each place
//! has a copy of a laptop and a headquarters as before the first byte; afterwards they talk once
//! undisturbed, and everything must be as if nothing had broken.
//!
//! The suite tries some of the places, `at_every_byte` tries all (`benches/README.md`).

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use sotay::hq::downlink::lane::{ASSIGNED, LaneOwner, VERDICTS};
use sotay::storage::format::down::{Down, Notice};
use sotay::sync::Summary;

use crate::kit::copy_folder;
use crate::kit::headquarters::{Breaks, Headquarters, own_ops, receipts_are_true};
use crate::kit::home::Home;
use crate::kit::notebook::Notebook;

/// Each direction transfers at least this many bytes.
const LONG: usize = 10_000;
/// Pieces that wait at headquarters, in two lanes.
const PIECES: u64 = 6;

/// Two folders that are copied for every place.
struct World {
    office: Headquarters,
    laptop: Home,
    ops: BTreeSet<([u8; 16], [u8; 16])>,
    up: usize,
    down: usize,
}

/// Letters that compress to not much less than half.
fn noise(len: usize, seed: &mut u64) -> String {
    let mut letter = || {
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        char::from(b'a' + (*seed % 26) as u8)
    };
    (0..len).map(|_| letter()).collect()
}

impl World {
    fn new() -> World {
        let (office, mut book, mut seed) = (Headquarters::new(), Notebook::new(), 7);
        // a long compressible part after an incompressible one: several segments, none of them long
        for i in 0..16 {
            let notes = noise(900, &mut seed) + &" và lại".repeat(1_250);
            book.put("intl_lead", json!({"partner": format!("Đối tác {i}"), "notes": notes}));
        }
        office.enrol(&book.store);
        let (lanes, to) = (office.home().lanes(), LaneOwner::Officer(book.store.officer_id()));
        for when in 0..PIECES {
            let notice = Notice { when, text: noise(2_700, &mut seed) };
            let lane = if when % 2 == 0 { VERDICTS } else { ASSIGNED };
            let down = Down { notices: vec![notice], ..Down::default() };
            lanes.append(&to, lane, &[down], &mut None).unwrap();
        }
        let ops = own_ops(&book.store);
        book.store.close().unwrap();
        drop(book.store);
        // opening does not need it, and copying it would take longer than the session
        std::fs::remove_file(book.home.folder().join("ballast")).unwrap();
        let mut world = World { office, laptop: book.home, ops, up: 0, down: 0 };
        let whole = world.cut(Breaks::default());
        (world.up, world.down) = (whole.bytes_up as usize, whole.bytes_down as usize);
        assert_eq!(whole.tries, 1);
        assert!(world.up >= LONG && world.down >= LONG, "{} {}", world.up, world.down);
        world
    }

    /// Both as before; the first line breaks here, the second one is whole.
    fn cut(&self, at: Breaks) -> Summary {
        let laptop = Home::empty();
        copy_folder(&self.laptop.folder(), &laptop.folder());
        let office = self.office.again();
        let book = Notebook::opened(laptop);
        let (summary, done) = office.sync(&book.store, at);
        done.unwrap_or_else(|e| panic!("{at:?}: {e}"));
        assert_eq!(office.ops(), self.ops, "{at:?}");
        assert_eq!(book.store.uplink().status().unwrap().waiting, 0, "{at:?}");
        receipts_are_true(&office, &book.store);
        // every piece was accepted, and none twice
        assert_eq!(summary.pieces, PIECES, "{at:?}");
        let places: BTreeSet<_> = book
            .store
            .downlink()
            .cursors()
            .unwrap()
            .iter()
            .map(|c| (c.lane, c.position))
            .collect();
        assert_eq!(places, [(VERDICTS, PIECES / 2), (ASSIGNED, PIECES / 2)].into(), "{at:?}");
        assert_eq!((office.incidents(), summary.forks), (0, 0), "{at:?}");
        summary
    }
}

/// All places up to the last byte and after it, `step` bytes apart, up and down, in several
/// threads.
fn every(step: usize) {
    let world = World::new();
    let up = (0..=world.up).step_by(step).map(|at| Breaks { up: Some(at), down: None });
    let down = (0..=world.down).step_by(step).map(|at| Breaks { up: None, down: Some(at) });
    let places: Vec<Breaks> = up.chain(down).collect();
    let next = AtomicUsize::new(0);
    let twice = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some(at) = places.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let tries = world.cut(*at).tries;
                    twice.fetch_add(usize::from(tries > 1), Ordering::Relaxed);
                }
            });
        }
    });
    let twice = twice.into_inner();
    println!(
        "{} B up, {} B down: {} places, {twice} talks broke",
        world.up,
        world.down,
        places.len()
    );
    // a cut after the last expected byte breaks nothing; only a few places are like that
    assert!(twice * 10 > places.len() * 9, "{twice} of {}", places.len());
}

#[test]
fn at_some_bytes() {
    every(251);
}

#[test]
#[ignore = "takes minutes: benches/README.md"]
fn at_every_byte() {
    every(1);
}
