//! A state that is rebuilt while the officer works: it answers with what it has, and accepts new
//! records. A gate before the journal's third file stops the rebuild there.

use std::io;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};

use super::small::*;
use crate::kit::disk::as_the_real_disk;
use sotay::record::{Query, Record};
use sotay::storage::disk::{Disk, RealDisk};
use sotay::store::Options;
use sotay::store::{CommitError, News, OpeningFinding, Store};

#[derive(Default)]
struct Gate {
    open: Mutex<bool>,
    moved: Condvar,
}

impl Gate {
    fn open(&self) {
        *self.open.lock().unwrap() = true;
        self.moved.notify_all();
    }

    fn pass(&self) {
        drop(self.moved.wait_while(self.open.lock().unwrap(), |open| !*open).unwrap());
    }
}

struct Gated(Arc<Gate>);

impl Disk for Gated {
    as_the_real_disk!(
        open,
        create,
        read_at,
        rename,
        remove,
        remove_folder,
        sync_file,
        sync_folder,
        create_folder,
        list,
        exists,
        writable,
        free
    );

    fn read(&self, path: &Path, max: u64) -> io::Result<Vec<u8>> {
        if std::thread::current().name() == Some("store") && path.ends_with("00000003.skj") {
            self.0.pass();
        }
        RealDisk.read(path, max)
    }
}

/// Three journal files without a state; and all records.
fn without_state() -> (Notebook, Vec<Record>) {
    let notebook = Notebook::new();
    let store = notebook.open();
    let small = (20_000..21_000).map(|n| one(establishment(n, &format!("Cơ sở {n}"))));
    let long = (40_000..41_250)
        .map(|n| one(create(ESTABLISHMENT, n, &[(1, text("x")), (8, text(&noise(n, 9_990)))])));
    for part in [small.collect(), long.collect()] {
        store.commit_many(part).into_iter().for_each(|done| drop(done.unwrap()));
    }
    save(&store, patch(&store, 20_000, 1, Some(text("Tên mới"))));
    let all = everything(&store);
    store.close().unwrap();
    assert!(notebook.dir.join("journal/00000003.skj").exists());
    std::fs::remove_dir_all(notebook.dir.join("state")).unwrap();
    (notebook, all)
}

/// Letters that do not compress.
fn noise(seed: u64, len: usize) -> String {
    let mut n = seed;
    let next = || {
        n = n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        char::from(b'0' + (n >> 58) as u8)
    };
    std::iter::repeat_with(next).take(len).collect()
}

fn open(notebook: &Notebook, gate: &Arc<Gate>) -> Store {
    let disk = Arc::new(Gated(gate.clone()));
    let options = Options { serve_early: true, ..options() };
    Store::open_on(disk, programme(), &notebook.dir, options).unwrap().0
}

#[test]
fn a_state_that_grows_answers_and_takes_new_records() {
    let (notebook, all) = without_state();
    let gate = Arc::new(Gate::default());
    let store = open(&notebook, &gate);
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hears = heard.clone();
    store.listen(Box::new(move |news| hears.lock().unwrap().push(news)));
    // the first batch is readable sooner or later, even while the gate is shut
    while store.records().get(id(20_000)).unwrap().is_none() {
        std::thread::yield_now();
    }
    save(&store, establishment(30_000, "Ghi trong lúc chờ"));
    assert_eq!(get(&store, 30_000).fields.get(1), Some(&text("Ghi trong lúc chờ")));
    let found = Query { text: "ghi trong luc".into(), ..Query::all(ESTABLISHMENT) };
    assert_eq!(store.records().page(&found, 0, 10).unwrap().total, 1);
    store.drafts().save(&draft(30_001, &[(1, text("nháp"))])).unwrap();
    assert_eq!(store.drafts().list().len(), 1);
    // only a part of it was read from the journal, so a change to it must wait
    let before = get(&store, 20_000);
    assert_eq!(before.fields.get(1), Some(&text("Cơ sở 20000")));
    let change = patch(&store, 20_000, 1, Some(text("Trên bản cũ")));
    let answer = std::thread::scope(|scope| {
        let answer = scope.spawn(|| try_save(&store, change));
        gate.open();
        answer.join().unwrap()
    });
    assert!(matches!(answer, Err(CommitError::Stale { .. })), "{answer:?}");
    let mut wanted = all.clone();
    wanted.push(get(&store, 30_000));
    wanted.sort_by_key(|r| (r.kind, r.id));
    assert_eq!(everything(&store), wanted);
    let last = heard.lock().unwrap().pop();
    let Some(News::Loaded(findings)) = last else { panic!("{last:?}") };
    assert_eq!(findings, [OpeningFinding::Rebuilt { records: wanted.len(), partial: 0 }]);
    save(&store, patch(&store, 20_000, 1, Some(text("Lần nữa"))));
    store.close().unwrap();
    assert!(Store::verify(programme(), &notebook.dir).unwrap().whole());
}

#[test]
fn a_state_left_half_grown_is_made_again_with_what_was_written_meanwhile() {
    let (notebook, all) = without_state();
    let gate = Arc::new(Gate::default());
    let store = open(&notebook, &gate);
    while store.records().get(id(20_000)).unwrap().is_none() {
        std::thread::yield_now();
    }
    save(&store, establishment(30_000, "Ghi trong lúc chờ"));
    std::thread::scope(|scope| {
        scope.spawn(|| gate.open());
        drop(store);
    });
    let (store, _) = notebook.open_telling();
    assert_eq!(everything(&store).len(), all.len() + 1);
    store.close().unwrap();
    assert!(Store::verify(programme(), &notebook.dir).unwrap().whole());
}

#[test]
fn an_outgrown_state_is_made_smaller_beside_the_work() {
    let notebook = Notebook::new();
    let store = notebook.open();
    for n in 0..20 {
        save(&store, establishment(n, "Cơ sở"));
    }
    for turn in 0..60 {
        let changes = (0..20).map(|n| patch(&store, n, 8, Some(text(&noise(turn, 900)))));
        let changes: Vec<_> = changes.collect();
        changes.into_iter().for_each(|change| drop(save(&store, change)));
    }
    let size = || std::fs::metadata(notebook.state_folder().join("db")).unwrap().len();
    store.maintenance().checkpoint().unwrap();
    let (before, was) = (everything(&store), size());
    assert!(!store.maintenance().compact(1 << 30).unwrap(), "a small file is left alone");
    assert!(store.maintenance().compact(0).unwrap());
    assert_eq!(everything(&store), before);
    assert!(size() < was / 2, "{} of {was}", size());
    save(&store, patch(&store, 3, 1, Some(text("Sau đó"))));
    assert!(!store.maintenance().compact(0).unwrap());
    store.close().unwrap();
    let (store, findings) = notebook.open_telling();
    assert_eq!(findings, []);
    assert_eq!(get(&store, 3).fields.get(1), Some(&text("Sau đó")));
    drop(store);
    assert!(!notebook.dir.join("broken").exists());
    assert!(Store::verify(programme(), &notebook.dir).unwrap().whole());
}
