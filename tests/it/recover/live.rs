//! What a good state has and a damaged journal has lost stays: no background work replaces the state by a
//! poorer one, and a stop while it is saved leaves it to the next opening.

use std::io;
use std::sync::Arc;

use sotay::storage::disk::RealDisk;

use super::*;
use crate::kit::failing::Failing;

fn bare(
    records: &[Record],
) -> Vec<(u8, sotay::record::Id, sotay::record::Fields, Option<String>)> {
    records.iter().map(|r| (r.kind, r.id, r.fields.clone(), r.deleted.clone())).collect()
}

/// Flips a bit in the middle of the journal, before its last checkpoint.
fn spoil(notebook: &Notebook) {
    let file = notebook.dir.join("journal/00000001.skj");
    let mut bytes = std::fs::read(&file).unwrap();
    let used = bytes.iter().rposition(|b| *b != 0).unwrap();
    bytes[used / 2] ^= 1;
    std::fs::write(&file, bytes).unwrap();
}

#[test]
fn compaction_keeps_a_state_that_has_more_than_a_damaged_journal() {
    let (notebook, all) = filled();
    spoil(&notebook);
    let (store, findings) = notebook.open_telling();
    assert_eq!(findings, []);
    assert!(store.maintenance().compact(0).is_err());
    assert!(store.findings().iter().any(|f| matches!(f, OpeningFinding::Damaged(_))));
    assert_eq!(everything(&store), all);
    assert!(!store.maintenance().compact(0).unwrap(), "it is not tried again");
    store.close().unwrap();
    let store = notebook.open();
    assert_eq!(everything(&store), all);
    store.close().unwrap();
    // after the remedy it is compacted again
    Store::rebuild(programme(), &notebook.dir, now).unwrap();
    let store = notebook.open();
    assert_eq!(bare(&everything(&store)), bare(&all));
    fill(&store, 2_000);
    store.maintenance().compact(0).unwrap();
    // the officer is there once
    assert_eq!(everything(&store).len(), 2 * all.len() - 1);
    store.close().unwrap();
}

/// The disk returns yesterday's journal, and takes only so many steps while the next opening journals
/// again what the state has.
#[test]
fn a_salvage_that_stops_at_any_step_is_completed() {
    let (notebook, _) = filled();
    let old = notebook.killed();
    let store = notebook.open();
    fill(&store, 1_000);
    let (all, epochs) = (everything(&store), store.uplink().epochs().unwrap().len());
    store.close().unwrap();
    std::fs::remove_dir_all(notebook.dir.join("journal")).unwrap();
    copy(&old.dir.join("journal"), &notebook.dir.join("journal"));
    let mut is_done = false;
    for steps in (0..).take_while(|steps| *steps < 200) {
        let stopped = notebook.killed();
        let disk = Arc::new(Failing::after(steps, io::ErrorKind::Other));
        if let Ok((store, _)) = Store::open_on(disk, programme(), &stopped.dir, options()) {
            is_done = store.wait_ready().is_ok();
        }
        let disk = Arc::new(RealDisk);
        let (store, _) = Store::open_on(disk, programme(), &stopped.dir, options()).unwrap();
        store.wait_ready().unwrap();
        assert!(bare(&everything(&store)) == bare(&all), "after {steps} steps");
        let now = store.uplink().epochs().unwrap().len();
        assert!(now > epochs, "after {steps} steps: op numbers are used again");
        store.close().unwrap();
        if is_done {
            break;
        }
    }
    assert!(is_done, "the last run takes all steps");
}

fn a_year_ahead() -> u64 {
    now() + 365 * 86_400_000
}

/// The newest file of the first epoch has a draft and no op, as after an incomplete write.
#[test]
fn ops_before_a_file_of_drafts_are_still_sent() {
    let (notebook, _) = filled();
    let ahead = sotay::store::Options { now: a_year_ahead, ..options() };
    let (store, _) = Store::open(programme(), &notebook.dir, ahead).unwrap();
    save(&store, establishment(3_000, "Mộc Hòa Phát"));
    let [before] = store.uplink().epochs().unwrap()[..] else { panic!("one epoch") };
    store.close().unwrap();
    let file = notebook.dir.join("journal/00000001.skj");
    let mut bytes = std::fs::read(&file).unwrap();
    let end = bytes.iter().rposition(|b| *b != 0).unwrap() + 1;
    bytes[end + 40..end + 50].fill(7);
    std::fs::write(&file, bytes).unwrap();
    let store = notebook.open();
    store.drafts().save(&draft(1, &[(1, text("dở"))])).unwrap();
    assert!(store.uplink().correct_clock().unwrap());
    assert!(notebook.dir.join("journal/00000003.skj").exists());
    let epochs = store.uplink().epochs().unwrap();
    assert_eq!(epochs.len(), 2);
    assert_eq!((epochs[0].last, epochs[0].chain), (before.last, before.chain));
    let first = store.uplink().ops_after(before.epoch, 0, 1 << 16).unwrap();
    assert_eq!(first.map(|part| part.first), Some(1));
    store.close().unwrap();
}
