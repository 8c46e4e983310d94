//! A notebook opened by the screen: the first screen needs neither the state nor the record index,
//! which are loaded on first use. The test moves the state away to see what needs it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::small::*;
use sotay::record::{Query, Today};
use sotay::store::{Options, Store, StoreError};

fn open(dir: &Path) -> Store {
    let options = Options { serve_early: true, ..options() };
    Store::open(programme(), dir, options).unwrap().0
}

/// A closed notebook with a few records.
fn filled() -> Notebook {
    let notebook = Notebook::new();
    let store = notebook.open();
    for n in 1..40 {
        save(&store, establishment(n, &format!("Cơ sở {n}")));
    }
    save(&store, visit(50, 1, day(11, 20)));
    store.close().unwrap();
    notebook
}

fn set_state_aside(notebook: &Notebook) -> PathBuf {
    let aside = notebook.dir.with_file_name("aside");
    std::fs::rename(notebook.dir.join("state"), &aside).unwrap();
    aside
}

/// What the first screen reads from the store.
fn first_screen(store: &Store) -> (Today, u64, (u64, bool), String) {
    let officer = store.records().officer().unwrap().unwrap();
    let name = officer.fields.get(1).and_then(|name| name.as_text()).unwrap().to_owned();
    let waiting = store.uplink().status().unwrap().waiting;
    let today = store.records().today(TODAY).unwrap();
    (today, waiting, store.attachments().status().unwrap(), name)
}

fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => all.extend(files(&path)),
            false => drop(all.insert(path.clone(), std::fs::read(&path).unwrap())),
        }
    }
    all
}

#[test]
fn the_first_screen_needs_no_state_and_the_first_list_loads_it() {
    let notebook = filled();
    let store = notebook.open();
    let wanted = first_screen(&store);
    store.close().unwrap();
    let aside = set_state_aside(&notebook);
    let store = open(&notebook.dir);
    assert_eq!(first_screen(&store), wanted);
    assert_eq!(wanted.1, 41, "the officer's own record and the forty");
    std::fs::rename(aside, notebook.dir.join("state")).unwrap();
    let page = store.records().page(&Query::all(ESTABLISHMENT), 0, 50).unwrap();
    assert_eq!(page.rows.len(), 39);
    assert_eq!(first_screen(&store), wanted, "loaded, it says the same");
    assert_eq!(store.findings(), []);
    store.close().unwrap();
}

#[test]
fn a_session_that_only_looks_changes_no_file() {
    let notebook = filled();
    let before = files(&notebook.dir);
    let store = open(&notebook.dir);
    first_screen(&store);
    store.close().unwrap();
    let lock = notebook.dir.join("LOCK");
    let without_lock = |mut all: BTreeMap<PathBuf, Vec<u8>>| {
        all.remove(&lock);
        all
    };
    assert!(without_lock(files(&notebook.dir)) == without_lock(before));
    assert!(matches!(store.records().get(id(1)), Err(StoreError::Closed)));
}

#[test]
fn what_is_written_before_anything_is_read_is_there_at_the_next_start() {
    let notebook = filled();
    let store = open(&notebook.dir);
    let typed = draft(60, &[(1, text("Xưởng"))]);
    store.drafts().save(&typed).unwrap();
    store.close().unwrap();
    let store = open(&notebook.dir);
    assert_eq!(store.drafts().list(), [typed]);
    save(&store, establishment(70, "Ghi ngay khi mở"));
    store.close().unwrap();
    let store = open(&notebook.dir);
    assert_eq!(first_screen(&store).1, 42);
    assert_eq!(get(&store, 70).fields.get(1), Some(&text("Ghi ngay khi mở")));
    store.close().unwrap();
    assert!(Store::verify(programme(), &notebook.dir).unwrap().whole());
}

/// As when the line is cut: nothing is closed, and nothing has used the state.
#[test]
fn a_session_that_is_dropped_ends() {
    let notebook = filled();
    for _ in 0..3 {
        drop(open(&notebook.dir));
    }
    let store = open(&notebook.dir);
    let state = notebook.state_folder();
    store.drafts().save(&draft(60, &[(1, text("Xưởng"))])).unwrap();
    drop(store);
    let store = open(&notebook.dir);
    assert_eq!(store.drafts().list().len(), 1);
    // the state was not touched, so it is not built again
    store.wait_ready().unwrap();
    assert_eq!((store.findings(), notebook.state_folder()), (vec![], state));
    assert_eq!(get(&store, 7).fields.get(1), Some(&text("Cơ sở 7")));
    drop(store);
}

/// A session that only types and quits loads nothing that it does not need.
#[test]
fn a_session_that_only_types_never_opens_the_state() {
    let notebook = filled();
    let aside = set_state_aside(&notebook);
    for n in 0..3 {
        let store = open(&notebook.dir);
        assert_eq!(store.drafts().list().len(), n);
        assert_eq!(first_screen(&store).1, 41);
        store.drafts().save(&draft(60 + n as u64, &[(1, text("Xưởng"))])).unwrap();
        store.close().unwrap();
    }
    std::fs::rename(aside, notebook.dir.join("state")).unwrap();
    let state = notebook.state_folder();
    let store = open(&notebook.dir);
    assert_eq!(store.records().page(&Query::all(ESTABLISHMENT), 0, 50).unwrap().total, 39);
    assert_eq!((store.findings(), notebook.state_folder()), (vec![], state));
    store.close().unwrap();
    assert!(Store::verify(programme(), &notebook.dir).unwrap().whole());
}

/// A lost state is built again when it is needed; after a crash at once, since the first screen may
/// be outdated.
#[test]
fn a_lost_state_is_rebuilt_when_it_is_needed() {
    let notebook = filled();
    std::fs::remove_dir_all(notebook.dir.join("state")).unwrap();
    let store = open(&notebook.dir);
    assert_eq!(first_screen(&store).1, 41);
    assert!(!notebook.dir.join("state").exists());
    store.wait_ready().unwrap();
    assert_eq!(get(&store, 7).fields.get(1), Some(&text("Cơ sở 7")));
    let killed = notebook.killed();
    store.close().unwrap();
    let store = open(&killed.dir);
    store.wait_ready().unwrap();
    assert_eq!(store.records().page(&Query::all(ESTABLISHMENT), 0, 50).unwrap().total, 39);
    store.close().unwrap();
}

#[test]
fn whoever_waits_while_the_notebook_is_closed_gets_an_answer() {
    for _ in 0..20 {
        let notebook = filled();
        let store = open(&notebook.dir);
        std::thread::scope(|scope| {
            let readers: Vec<_> = (1..4)
                .map(|n| {
                    scope.spawn({
                        let store = &store;
                        move || store.records().get(id(n))
                    })
                })
                .collect();
            store.close().unwrap();
            for reader in readers {
                let answer = reader.join().unwrap();
                assert!(matches!(answer, Ok(Some(_)) | Err(StoreError::Closed)), "{answer:?}");
            }
        });
    }
}
