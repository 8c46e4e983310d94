//! Changes that wait behind damage in the journal are sent all the same.

use std::path::Path;

use sotay::programme::Role;
use sotay::storage::format::frame::{FrameHead, HEAD, ty};
use sotay::store::{OpeningFinding, Store};

use super::outgoing::{add, filled};
use crate::kit::headquarters::{Breaks, Headquarters, own_ops};
use crate::kit::home::Home;
use crate::kit::notebook::Notebook;
use crate::kit::now;

const WHOLE: Breaks = Breaks { up: None, down: None };

/// Overwrites a part of the frame with this op.
fn damage(folder: &Path, seq: u64) {
    let path = folder.join("journal/00000001.skj");
    let mut bytes = std::fs::read(&path).unwrap();
    let is_frame = |at: &usize| {
        let head = bytes[*at..].first_chunk::<HEAD>().and_then(FrameHead::parse);
        head.is_some_and(|head| head.ty == ty::OPS && head.first == seq)
    };
    let at = (0..bytes.len() - HEAD).find(is_frame).unwrap();
    bytes[at + HEAD + 4..][..30].fill(0x5a);
    std::fs::write(&path, bytes).unwrap();
}

fn damaged(book: Notebook, seq: u64) -> Notebook {
    book.changed(|home| damage(&home.folder(), seq), Home::open)
}

fn rebuilt(book: Notebook) -> Notebook {
    let rebuild = |home: &Home| {
        Store::rebuild(Role::Officer, &home.folder(), now).unwrap();
    };
    book.changed(rebuild, Home::open)
}

fn last(book: &Notebook) -> u64 {
    book.store.uplink().epochs().unwrap().last().unwrap().last
}

#[test]
fn a_change_after_damage_in_what_headquarters_has_was_never_sent() {
    let (office, mut book) = (Headquarters::new(), filled(3));
    office.enrol(&book.store);
    let hit = last(&book) + 1;
    add(&mut book, 10);
    add(&mut book, 11);
    office.sync(&book.store, WHOLE).1.unwrap();
    let whole = office.ops();
    let mut book = damaged(book, hit);
    add(&mut book, 12);
    let (summary, done) = office.sync(&book.store, WHOLE);
    done.unwrap();
    assert!(!summary.left_damage);
    assert_eq!(book.store.uplink().status().unwrap().waiting, 0);
    assert_eq!(office.ops().len(), whole.len() + 1);
}

/// An opening checks only what follows the last checkpoint.
#[test]
fn damage_that_an_opening_does_not_read_is_found_in_idle_time() {
    let mut book = filled(3);
    let hit = last(&book) + 1;
    add(&mut book, 10);
    add(&mut book, 11);
    let book = damaged(book, hit);
    let is_found = || {
        let found = book.store.findings();
        found.iter().any(|finding| matches!(finding, OpeningFinding::Damaged(_)))
    };
    assert!(!is_found());
    while book.store.maintenance().verify_file().unwrap() {}
    assert!(is_found());
}

#[test]
fn changes_behind_damage_in_what_waits_were_never_sent() {
    for is_rebuilt_first in [false, true] {
        let (office, mut book) = (Headquarters::new(), filled(3));
        office.enrol(&book.store);
        office.sync(&book.store, WHOLE).1.unwrap();
        let hit = last(&book) + 1;
        let all = [10, 11].map(|number| add(&mut book, number));
        let mut book = damaged(book, hit);
        let new = add(&mut book, 12);
        if is_rebuilt_first {
            book = rebuilt(book);
        }
        let (summary, done) = office.sync(&book.store, WHOLE);
        done.unwrap();
        assert!(summary.left_damage);
        assert_eq!(book.store.uplink().status().unwrap().waiting, 0);
        if !is_rebuilt_first {
            book = rebuilt(book);
            office.sync(&book.store, WHOLE).1.unwrap();
        }
        assert!(own_ops(&book.store).is_subset(&office.ops()));
        let store = office.folded();
        for id in all.into_iter().chain([new]) {
            assert!(store.records().get(id).unwrap().is_some(), "{id} {is_rebuilt_first}");
        }
        store.close().unwrap();
    }
}
