//! Journal files older than three months lose the contents of finished drafts; nothing else
//! changes, and a stop at any step leaves the old journal or the new one.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::small::*;
use crate::kit::copy_folder;
use crate::kit::failing::Failing;
use sotay::record::{Id, Record};
use sotay::storage::crypto::key::Keys;
use sotay::storage::disk::{Disk, RealDisk};
use sotay::store::journal::{Entry, JournalReader, JournalSettings};
use sotay::store::{Commit, Options, Store};

const FINISHED: &str = "đã gõ rồi bỏ";
const LIVE: &str = "còn đang gõ";

fn much_later() -> u64 {
    NOW + 100 * 24 * 3600 * 1000
}

fn open(disk: Arc<dyn Disk>, dir: &Path, now: fn() -> u64) -> Option<Store> {
    let options = Options { take_over: false, serve_early: false, now };
    Store::open_on(disk, programme(), dir, options).ok().map(|(store, _)| store)
}

/// A notebook with a journal file that is complete: a backup that was opened.
fn old_notebook(root: &Path) -> PathBuf {
    let notebook = Notebook::new();
    let store = notebook.open();
    save(&store, establishment(1, "Cơ sở 1"));
    for n in 0..5 {
        store.drafts().save(&draft(200, &[(1, text(&format!("{FINISHED} {n}")))])).unwrap();
    }
    let changes = vec![establishment(2, "Cơ sở 2")];
    store.commit(Commit { changes, ends_draft: Some(id(200)), ..Commit::default() }).unwrap();
    store.drafts().save(&draft(300, &[(1, text(LIVE))])).unwrap();
    let backup = store.backup(&root.join("backups")).unwrap();
    store.close().unwrap();
    let dir = root.join("notebook");
    Store::open_backup(&backup, &dir, NOW).unwrap();
    // what a new notebook does once is not counted as a step
    open(Arc::new(RealDisk), &dir, now).unwrap().close().unwrap();
    dir
}

/// The number of draft frames with a text.
fn holding(dir: &Path, words: &str) -> usize {
    let keys = Keys::load(dir).unwrap().0;
    let reader = JournalReader::new(JournalSettings::default(), dir, &keys);
    let has =
        |bytes: &[u8]| bytes.windows(words.len()).any(|window| window == words.as_bytes());
    let frames = reader.frames(1).map(|found| found.unwrap().1);
    let holds = |entry: &Entry| match entry {
        Entry::Draft(draft) => {
            draft.fields.iter().any(|(_, bytes)| has(bytes.as_deref().unwrap_or_default()))
        }
        _ => false,
    };
    frames.filter(holds).count()
}

fn records(store: &Store) -> Vec<Record> {
    [1, 2].map(|n| store.records().get(id(n)).unwrap().unwrap()).to_vec()
}

fn live(store: &Store) -> Vec<Id> {
    store.drafts().list().iter().map(|draft| draft.id).collect()
}

#[test]
fn old_files_lose_what_finished_drafts_held_and_nothing_else() {
    let root = tempfile::tempdir().unwrap();
    let dir = old_notebook(root.path());
    let store = open(Arc::new(RealDisk), &dir, now).unwrap();
    assert!(!store.maintenance().cut_old_drafts(1).unwrap(), "none of it is old");
    let (before, epochs) = (records(&store), store.uplink().epochs().unwrap());
    store.close().unwrap();
    drop(store);
    assert!(holding(&dir, FINISHED) >= 5 && holding(&dir, LIVE) == 1);
    let store = open(Arc::new(RealDisk), &dir, much_later).unwrap();
    assert!(!store.maintenance().cut_old_drafts(1 << 20).unwrap(), "not worth the work");
    assert!(store.maintenance().cut_old_drafts(1).unwrap());
    assert!(!store.maintenance().cut_old_drafts(1).unwrap(), "done is done");
    assert_eq!((holding(&dir, FINISHED), holding(&dir, LIVE)), (0, 1));
    assert_eq!((records(&store), live(&store)), (before.clone(), vec![id(300)]));
    assert_eq!(store.uplink().epochs().unwrap(), epochs);
    // it can be written to, and opens without a rebuild
    save(&store, establishment(3, "Cơ sở 3"));
    store.close().unwrap();
    drop(store);
    let options = Options { take_over: false, serve_early: false, now: much_later };
    let (store, opening) = Store::open(programme(), &dir, options).unwrap();
    store.wait_ready().unwrap();
    assert_eq!((opening.findings, store.findings()), (Vec::new(), Vec::new()));
    assert_eq!((records(&store), live(&store)), (before, vec![id(300)]));
    store.close().unwrap();
    let report = Store::verify(programme(), &dir).unwrap();
    assert!(report.whole() && report.live_drafts == 1, "{report:?}");
}

#[test]
fn a_disk_that_stops_at_any_step_leaves_the_old_journal_or_the_new_one() {
    let root = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let whole = old_notebook(root.path());
    let kinds = [io::ErrorKind::StorageFull, io::ErrorKind::Other];
    let runs = |steps: usize| {
        let kind = kinds[steps % 2];
        let what = format!("{kind:?} after {steps} steps");
        let dir = root.path().join(format!("run{steps}"));
        copy_folder(&whole, &dir);
        let failing = Arc::new(Failing::after(steps, kind));
        // dropped without closing, as after a kill
        let cut = open(failing, &dir, much_later)
            .is_some_and(|store| store.maintenance().cut_old_drafts(1).unwrap_or(false));
        let store = open(Arc::new(RealDisk), &dir, much_later).unwrap();
        assert_eq!(records(&store).len(), 2, "{what}");
        assert_eq!(live(&store), [id(300)], "{what}");
        assert_eq!(store.uplink().epochs().unwrap().len(), 2, "{what}: nothing was lost");
        save(&store, establishment(3, "Cơ sở 3"));
        // the opening's thread may still be completing the interrupted rewrite
        while store.erasures().is_pending() {
            std::thread::yield_now();
        }
        store.maintenance().cut_old_drafts(1).unwrap_or_else(|e| panic!("{what}: {e:?}"));
        store.close().unwrap();
        drop(store);
        assert_eq!((holding(&dir, FINISHED), holding(&dir, LIVE)), (0, 1), "{what}");
        let report = Store::verify(programme(), &dir).unwrap();
        assert!(report.whole(), "{what}: {report:?}");
        assert!(
            !dir.join("journal-new").exists() && !dir.join("journal-old").exists(),
            "{what}"
        );
        std::fs::remove_dir_all(&dir).unwrap();
        cut
    };
    let steps = (0usize..).find(|steps| runs(*steps)).unwrap();
    assert!(steps > 15, "cutting has more steps than {steps}");
}
