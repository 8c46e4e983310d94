//! A disk that fails from some step of a session on: everything acknowledged before is there at the
//! next opening, and nothing else is broken.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use super::small::*;
use crate::kit::failing::Failing;
use sotay::record::{Id, Record};
use sotay::store::{Commit, Store};

/// What the store acknowledged as durable.
#[derive(Default)]
struct Acknowledged {
    /// possible names of a record: the acknowledged one, and one written later without an answer,
    /// which may have reached the disk
    records: BTreeMap<Id, Vec<String>>,
    drafts: Vec<Id>,
    files: Vec<[u8; 32]>,
    closed: bool,
}

fn name_of(record: &Record) -> Option<String> {
    record.fields.get(1).and_then(|value| value.as_text()).map(str::to_owned)
}

/// A session that continues after failures: writes of every sort, idle work, a backup, a close.
fn session(store: &Store, backups: &std::path::Path) -> Acknowledged {
    let mut done = Acknowledged::default();
    for n in 100..102 {
        let commit = Commit {
            changes: vec![establishment(n, &format!("Cơ sở {n}"))],
            ..Commit::default()
        };
        if store.commit(commit).is_ok() {
            done.records.insert(id(n), vec![format!("Cơ sở {n}")]);
        }
        if store.drafts().save(&draft(n + 100, &[(1, text("nháp"))])).is_ok() {
            done.drafts.push(id(n + 100));
        }
        let bytes = [n as u8; 70_000];
        done.files.extend(store.attachments().add(&bytes));
        // the next checkpoint tries again what fails here
        store.maintenance().checkpoint().unwrap_or_default();
    }
    // changes an old record, and one of this session
    for n in [1, 101] {
        let Ok(Some(record)) = store.records().get(id(n)) else { continue };
        let change = sotay::record::Change::Patch {
            id: id(n),
            base: record.head,
            set: vec![(1, Some(text("Tên mới")))],
        };
        let new = "Tên mới".to_owned();
        if store.commit(Commit { changes: vec![change], ..Commit::default() }).is_ok() {
            done.records.insert(id(n), vec![new]);
        } else if let Some(names) = done.records.get_mut(&id(n)) {
            names.push(new);
        }
    }
    store.maintenance().verify_file().map(drop).unwrap_or_default();
    store.backup(backups).map(drop).unwrap_or_default();
    done.closed = store.close().is_ok();
    done
}

fn check(notebook: &Notebook, done: &Acknowledged, what: &str) {
    let store = notebook.open();
    for (id, names) in &done.records {
        let name = store.records().get(*id).unwrap().as_ref().and_then(name_of);
        assert!(name.as_ref().is_some_and(|name| names.contains(name)), "{what}: {name:?}");
    }
    let drafts: Vec<Id> = store.drafts().list().iter().map(|draft| draft.id).collect();
    let missing: Vec<_> = done.drafts.iter().filter(|id| !drafts.contains(id)).collect();
    assert!(missing.is_empty(), "{what}: {missing:?}");
    for sum in &done.files {
        assert!(store.attachments().read(sum).is_ok(), "{what}");
    }
    // it accepts new records
    save(&store, establishment(500, "Sau đó"));
    store.close().unwrap();
    let report = Store::verify(programme(), &notebook.dir).unwrap();
    assert!(report.whole(), "{what}: {report:?}");
}

/// `true` if the session met no failure.
fn runs(steps: usize, kind: io::ErrorKind) -> bool {
    let notebook = Notebook::new();
    let store = notebook.open();
    save(&store, establishment(1, "Cũ"));
    store.close().unwrap();
    drop(store);
    let backups = tempfile::tempdir().unwrap();
    let disk = Arc::new(Failing::after(steps, kind));
    let opened = Store::open_on(disk, programme(), &notebook.dir, options());
    let Ok((store, _)) = opened else { return false };
    let done = session(&store, backups.path());
    drop(store);
    check(&notebook, &done, &format!("{kind:?} after {steps} steps"));
    done.closed
}

#[test]
fn a_disk_that_stops_at_any_step_loses_nothing_acknowledged() {
    let kinds = [io::ErrorKind::StorageFull, io::ErrorKind::Other];
    let steps = (0usize..).find(|steps| runs(*steps, kinds[steps % 2])).unwrap();
    assert!(steps > 40, "a session has more steps than {steps}");
}

/// A restore that stops at some step leaves nothing at its target, and can be repeated. `true` if
/// it completed.
fn restores(backup: &std::path::Path, steps: usize, kind: io::ErrorKind) -> bool {
    let temp = tempfile::tempdir().unwrap();
    let into = temp.path().join("restored");
    let disk = Arc::new(Failing::after(steps, kind));
    let done = Store::open_backup_on(disk, backup, &into, NOW).is_ok();
    let what = format!("{kind:?} after {steps} steps");
    if !done {
        // only the last step may be missing: then it is whole, but not surely durable
        if !Store::exists(&into) {
            Store::open_backup(backup, &into, NOW).unwrap_or_else(|e| panic!("{what}: {e:?}"));
        }
        let beside = std::fs::read_dir(temp.path()).unwrap().count();
        assert_eq!(beside, 1, "{what}");
    }
    let (store, _) = Store::open(programme(), &into, options()).unwrap();
    let name = store.records().get(id(1)).unwrap().as_ref().and_then(name_of);
    assert_eq!(name.as_deref(), Some("Cũ"), "{what}");
    save(&store, establishment(500, "Sau đó"));
    store.close().unwrap();
    let report = Store::verify(programme(), &into).unwrap();
    assert!(report.whole(), "{what}: {report:?}");
    done
}

#[test]
fn a_restore_that_stops_at_any_step_can_be_done_again() {
    let notebook = Notebook::new();
    let store = notebook.open();
    save(&store, establishment(1, "Cũ"));
    store.attachments().add(&[7; 3_000]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let backup = store.backup(folder.path()).unwrap();
    store.close().unwrap();
    let kinds = [io::ErrorKind::StorageFull, io::ErrorKind::Other];
    let steps = (0usize..).find(|steps| restores(&backup, *steps, kinds[steps % 2])).unwrap();
    assert!(steps > 15, "a restore has more steps than {steps}");
}
