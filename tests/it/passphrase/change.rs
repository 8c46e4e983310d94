//! A change of the passphrase that fails or is stopped at any step leaves the old opening or the new
//! one.

use std::path::Path;

use sotay::store::{OpeningFinding, StoreError};

use super::{DIR, ONE, OTHER, Stopping, copies, load, made, new, opens_only};
use crate::disk::Fault;

const CHANGES: [(Option<&str>, Option<&str>); 4] =
    [(None, Some(ONE)), (Some(ONE), Some(OTHER)), (Some(ONE), Some(ONE)), (Some(ONE), None)];

/// The number of writes and syncs of one change.
fn steps(old: Option<&str>, to: Option<&str>) -> usize {
    let (disk, keys) = made(old);
    let before = disk.ops();
    keys.set_passphrase(&disk, Path::new(DIR), to.map(new).as_ref()).unwrap();
    disk.ops() - before
}

#[test]
fn a_change_that_fails_at_any_step_leaves_the_old_opening_or_the_new() {
    for (old, to) in CHANGES {
        for (fault, count) in [
            (Fault::Error, 1),
            (Fault::Error, usize::MAX / 2),
            (Fault::Torn, usize::MAX / 2),
            (Fault::Full, 1),
        ] {
            let mut outcomes = [0; 3];
            for at in 0..steps(old, to) {
                let (disk, keys) = made(old);
                disk.fail(at, count, fault);
                let new = to.map(new);
                let done = keys.set_passphrase(&disk, Path::new(DIR), new.as_ref());
                let what = format!("{old:?} to {to:?}, {fault:?} at {at}: {done:?}");
                let (outcome, now) = match done {
                    Ok(()) => (0, to),
                    Err(StoreError::OldKeyLeft) => (1, to),
                    Err(_) => (2, old),
                };
                outcomes[outcome] += 1;
                // it also opens on the disk while that still fails
                load(&disk, now).unwrap_or_else(|e| panic!("{what}: {e:?}"));
                disk.heal();
                opens_only(&disk, now, &what);
            }
            assert!(outcomes[1] > 0 && outcomes[2] > 0, "{outcomes:?}");
            // one failed sync of the folder is repaired by the next one
            assert_eq!(outcomes[0] > 0, count == 1, "{outcomes:?}");
        }
    }
}

#[test]
fn a_change_that_is_stopped_at_any_step_leaves_the_old_opening_or_the_new() {
    for (old, to) in CHANGES {
        let (disk, keys) = made(old);
        let stopping = Stopping { disk, states: Default::default() };
        keys.set_passphrase(&stopping, Path::new(DIR), to.map(new).as_ref()).unwrap();
        stopping.stop();
        let states = std::mem::take(&mut *stopping.states.lock().unwrap());
        assert!(states.len() > 20, "{}", states.len());
        let mut seen = [0, 0];
        for (at, state) in states.iter().enumerate() {
            // a notebook without a passphrase opens with any
            let is_new = match old {
                None => load(&state.copy(), None).is_err(),
                Some(_) => load(&state.copy(), to).is_ok(),
            };
            seen[usize::from(is_new)] += 1;
            let now = if is_new { to } else { old };
            opens_only(state, now, &format!("{old:?} to {to:?}, step {at}"));
        }
        assert!(old == to || seen.iter().all(|count| *count > 0), "{seen:?}");
    }
}

/// The repair of an interrupted change is itself stopped.
#[test]
fn a_repair_that_is_stopped_leaves_what_opens() {
    for (old, to) in CHANGES {
        let (disk, keys) = made(old);
        let [_, old_bak] = copies(&disk);
        keys.set_passphrase(&disk, Path::new(DIR), to.map(new).as_ref()).unwrap();
        for stale in ["key", "key.bak"] {
            let disk = disk.copy();
            disk.put(&Path::new(DIR).join(stale), old_bak.clone());
            // a key without a passphrase that was about to be put in place
            disk.put(&Path::new(DIR).join("key.tmp"), keys.to_file().to_vec());
            disk.put(&Path::new(DIR).join("key.bak.tmp"), keys.to_file().to_vec());
            let stopping = Stopping { disk, states: Default::default() };
            let (_, findings) = load(&stopping, to).unwrap();
            assert_eq!(findings, [OpeningFinding::KeyChangeFinished], "{stale}");
            stopping.stop();
            for state in std::mem::take(&mut *stopping.states.lock().unwrap()) {
                opens_only(&state, to, stale);
            }
        }
    }
}
