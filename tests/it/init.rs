//! Creating a notebook on a disk that is full, read-only or disappears: nothing is left that passes
//! for a notebook, and the next attempt succeeds.

use sotay::lang;
use sotay::lang::Lang::Vi;
use sotay::programme::Role;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use sotay::lang::Lang;
use sotay::storage::crypto::key::Keys;
use sotay::storage::disk::{Disk, DiskFile, RealDisk};
use sotay::storage::error::IoOperation;
use sotay::store::Device;
use sotay::store::Options;
use sotay::store::journal::Journal;
use sotay::store::{Store, StoreError};

use crate::kit::app::App;
use crate::kit::disk::as_the_real_disk;
use crate::kit::failing::Failing;
use crate::kit::home::{Home, officer, run};
use crate::kit::{NOW, now};

fn names(folder: &Path) -> Vec<String> {
    RealDisk.list(folder).unwrap_or_default()
}

fn opens(dir: &Path) {
    let options = Options { take_over: false, serve_early: false, now };
    let (store, opening) = Store::open(Role::Officer, dir, options).unwrap();
    assert_eq!(opening.findings, []);
    assert!(store.records().officer().unwrap().is_some());
    store.close().unwrap();
}

#[test]
fn a_disk_that_filled_up_kept_half_a_notebook() {
    let mut steps = 0;
    loop {
        let home = Home::empty();
        let dir = home.path("so/cua/toi");
        let kind = [io::ErrorKind::StorageFull, io::ErrorKind::ReadOnlyFilesystem][steps % 2];
        let disk = Arc::new(Failing::after(steps, kind));
        let made = Store::init_on(disk, Role::Officer, &dir, &officer(), NOW);
        if made.is_ok() {
            opens(&dir);
            break;
        }
        assert!(!Store::exists(&dir), "{steps}");
        assert_eq!(names(&home.path("")), Vec::<String>::new(), "{steps}");
        Store::init(Role::Officer, &dir, &officer(), NOW).unwrap();
        opens(&dir);
        steps += 1;
    }
    assert!(steps > 20, "{steps} steps");
}

/// A disk that stops accepting anything, removals included, leaves what a kill leaves.
#[test]
fn a_kill_on_the_way_kept_half_a_notebook() {
    let whole = Home::new();
    let parts = names(&whole.folder());
    // in the order in which they are moved
    let order =
        ["key", "key.bak", "device", "device.bak", "ballast", "state"].map(str::to_owned);
    let moved: Vec<&String> = order.iter().collect();
    assert_eq!(moved.len() + 2, parts.len(), "{parts:?}");
    for count in 0..=moved.len() {
        let home = Home::new();
        let dir = home.folder();
        let unfinished = dir.join(".sotay-unfinished");
        std::fs::create_dir(&unfinished).unwrap();
        for name in moved.iter().skip(count).chain([&&"journal".to_owned()]) {
            std::fs::rename(dir.join(name), unfinished.join(name)).unwrap();
        }
        assert!(!Store::exists(&dir), "{count}");
        for args in [&["list", "visit"][..], &["verify"]] {
            let ran = run(&dir, "vi", args, b"");
            assert!(!ran.well && ran.words.contains("chưa có sổ"), "{count}: {}", ran.words);
        }
        Store::init(Role::Officer, &dir, &officer(), NOW).unwrap();
        assert_eq!(names(&dir), parts, "{count}");
        opens(&dir);
    }
}

/// A notebook without records because the disk failed, as versions up to 0.1.0 left it.
fn half(steps: usize) -> (Home, PathBuf) {
    let home = Home::empty();
    let dir = home.folder();
    std::fs::create_dir(&dir).unwrap();
    let keys = Keys::create(&dir).unwrap();
    if steps > 0 {
        let device =
            Device::create(&RealDisk, &dir, &keys, sotay::record::Id([1; 16]), 5).unwrap();
        if steps > 1 {
            drop(Journal::create(&dir, &keys, device.id, 5).unwrap());
        }
    }
    (home, dir)
}

#[test]
fn half_a_notebook_of_an_earlier_version_was_read_for_ever() {
    for steps in 0..3 {
        let (home, dir) = half(steps);
        let ran = home.run("vi", &["list", "visit"], b"");
        assert!(!ran.well && ran.words.contains("chưa có sổ"), "{steps}: {}", ran.words);
        let mut app = App::officer(dir.clone(), Lang::Vi);
        app.shows(&lang::app::welcome_name(Vi));
        Store::init(Role::Officer, &dir, &officer(), NOW).unwrap();
        opens(&dir);
        let aside = dir.join("broken").join(format!("unfinished-{NOW}"));
        assert!(aside.join("key").exists(), "nothing is deleted");
    }
}

#[test]
fn a_notebook_that_has_lost_its_journal_is_no_unfinished_one() {
    for lost in [&["journal"][..], &["journal", "head"], &["journal", "device"]] {
        let home = Home::new();
        let dir = home.folder();
        // a finished attempt may leave its empty folder
        std::fs::create_dir(dir.join(".sotay-unfinished")).unwrap();
        for name in lost {
            let path = dir.join(name);
            let removed =
                std::fs::remove_file(&path).or_else(|_| std::fs::remove_dir_all(&path));
            removed.unwrap_or_default();
        }
        let key = std::fs::read(dir.join("key")).unwrap();
        let refused = Store::init(Role::Officer, &dir, &officer(), NOW);
        assert!(matches!(refused, Err(StoreError::AlreadyNotebook)), "{lost:?}");
        assert_eq!(std::fs::read(dir.join("key")).unwrap(), key);
    }
}

#[test]
fn a_restore_that_was_stopped_blocked_the_next_one() {
    let home = Home::new();
    let store = home.open();
    let folder = home.path("backups");
    std::fs::create_dir(&folder).unwrap();
    let file = store.backup(&folder).unwrap();
    store.close().unwrap();
    // a name with a dot in it
    let into = home.path("so.tay");
    let left = home.path("so.tay.unfinished");
    std::fs::create_dir_all(left.join("journal")).unwrap();
    std::fs::write(left.join("device"), "half").unwrap();
    let cut = home.path("cut.skb");
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&cut, &bytes[..bytes.len() - 40]).unwrap();
    assert!(Store::open_backup(&cut, &into, NOW).is_err());
    Store::open_backup(&file, &into, NOW).unwrap();
    assert!(!left.exists() && Store::exists(&into));
}

#[test]
fn what_is_not_ours_was_deleted_by_making_a_notebook() {
    let kept = [
        ".sotay-unfinished/thesis/ch1.txt",
        "unfinished/thesis/ch1.txt",
        "device",
        "state/notes.txt",
    ];
    for name in kept {
        let home = Home::empty();
        let dir = home.folder();
        let file = dir.join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, "mine").unwrap();
        let made = Store::init(Role::Officer, &dir, &officer(), NOW);
        assert_eq!(made.is_ok(), name.starts_with("unfinished"), "{name}");
        let in_the_way = matches!(made, Ok(()) | Err(StoreError::InTheWay(_)));
        assert!(in_the_way, "{name}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine", "{name}");
    }
}

#[test]
fn what_lay_beside_a_notebook_that_was_only_begun_was_deleted() {
    let home = Home::new();
    let dir = home.folder();
    let unfinished = dir.join(".sotay-unfinished");
    std::fs::create_dir(&unfinished).unwrap();
    for name in ["key", "key.bak", "device", "device.bak", "ballast", "state", "journal"] {
        std::fs::rename(dir.join(name), unfinished.join(name)).unwrap();
    }
    std::fs::write(dir.join("device"), "mine").unwrap();
    assert!(Store::init(Role::Officer, &dir, &officer(), NOW).is_err());
    assert_eq!(std::fs::read_to_string(dir.join("device")).unwrap(), "mine");
}

/// A disk that copies the folder before each of its steps: what a kill there would leave. The
/// `failing`th sync of the folder fails.
struct Filming {
    dir: PathBuf,
    failing: Option<usize>,
    syncs: AtomicUsize,
    states: Mutex<Vec<tempfile::TempDir>>,
}

impl Filming {
    fn new(dir: &Path, failing: Option<usize>) -> Arc<Filming> {
        let (syncs, states) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        Arc::new(Filming { dir: dir.to_owned(), failing, syncs, states })
    }

    fn film(&self) {
        let copy = tempfile::tempdir().unwrap();
        copy_folder(&self.dir, copy.path());
        self.states.lock().unwrap().push(copy);
    }
}

fn copy_folder(from: &Path, to: &Path) {
    let Ok(entries) = std::fs::read_dir(from) else { return };
    std::fs::create_dir_all(to).unwrap();
    for entry in entries.map(Result::unwrap) {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        match path.is_dir() {
            true => copy_folder(&path, &to),
            false => drop(std::fs::copy(&path, &to).unwrap()),
        }
    }
}

impl Disk for Filming {
    as_the_real_disk!(open, read, read_at, remove_folder, sync_file, list, exists, writable);

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.film();
        RealDisk.create(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.film();
        RealDisk.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.film();
        RealDisk.remove(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.film();
        let count =
            self.syncs.fetch_add(usize::from(folder == self.dir), Ordering::Relaxed) + 1;
        match folder == self.dir && Some(count) == self.failing {
            true => Err(io::ErrorKind::StorageFull.into()),
            false => Ok(()),
        }
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        self.film();
        RealDisk.create_folder(folder)
    }

    fn free(&self, _path: &Path) -> io::Result<u64> {
        // no ballast: it is large
        Ok(32 << 20)
    }
}

/// The folder has a whole notebook, or none and can become one.
fn whole_or_none(dir: &Path, what: &str) {
    if !Store::exists(dir) {
        let ran = run(dir, "vi", &["list", "visit"], b"");
        assert!(!ran.well && ran.words.contains("chưa có sổ"), "{what}: {}", ran.words);
        Store::init(Role::Officer, dir, &officer(), NOW)
            .unwrap_or_else(|e| panic!("{what}: {e}"));
    }
    let ran = run(dir, "vi", &["list", "visit"], b"");
    assert!(ran.well, "{what}: {}", ran.words);
    opens(dir);
}

#[test]
fn a_kill_at_any_step_left_what_was_neither_a_notebook_nor_none() {
    let mut late = 0;
    for failing in [None].into_iter().chain((1..=12).map(Some)) {
        let home = Home::empty();
        let dir = home.folder();
        let disk = Filming::new(&dir, failing);
        let made = Store::init_on(disk.clone(), Role::Officer, &dir, &officer(), NOW);
        assert!(made.is_ok() || failing.is_some(), "{made:?}");
        let states = std::mem::take(&mut *disk.states.lock().unwrap());
        late += usize::from(made.is_err() && states.len() > 8);
        for (at, state) in states.iter().enumerate() {
            whole_or_none(state.path(), &format!("sync {failing:?}, step {at}"));
        }
        if made.is_err() {
            assert_eq!(names(&dir), Vec::<String>::new(), "{failing:?}");
            whole_or_none(&dir, "after the failure");
        }
    }
    assert!(late > 0, "no sync failed once there was something to lose");
}

/// The cleanup after a failed last sync, stopped at each of its removals.
#[test]
fn a_kill_while_it_was_taken_back_left_parts_that_passed_for_a_notebook() {
    let whole = Home::new();
    let order = ["key", "key.bak", "device", "device.bak", "ballast", "state"];
    let removed = |dir: &Path, name: &str| {
        let path = dir.join(name);
        std::fs::remove_file(&path).or_else(|_| std::fs::remove_dir_all(&path)).unwrap();
    };
    for count in 0..=order.len() {
        for journal in [true, false] {
            let home = Home::empty();
            let dir = home.folder();
            copy_folder(&whole.folder(), &dir);
            let unfinished = dir.join(".sotay-unfinished");
            std::fs::create_dir(&unfinished).unwrap();
            std::fs::rename(dir.join("journal"), unfinished.join("journal")).unwrap();
            order.iter().take(count).for_each(|name| removed(&dir, name));
            if !journal && count == order.len() {
                // the unfinished folder is removed last; its journal may already be gone
                removed(&unfinished, "journal");
            }
            whole_or_none(&dir, &format!("{count} parts, journal {journal}"));
        }
    }
}

#[test]
fn after_an_interrupted_restore_the_next_one_said_that_other_files_are_in_the_way() {
    let home = Home::new();
    let store = home.open();
    let folder = home.path("copies");
    let backup = store.backup(&folder).unwrap();
    store.close().unwrap();
    // a folder may have a name with a dot in it
    for name in ["so.tay", "so", "so.tay.2026"] {
        let into = home.path(name);
        let unfinished = home.path(&format!("{name}.unfinished"));
        std::fs::create_dir_all(unfinished.join("journal")).unwrap();
        for left in
            ["device", "device.tmp", "key", "journal/00000001.skj", "journal/00000002.skj.tmp"]
        {
            std::fs::write(unfinished.join(left), b"half").unwrap();
        }
        let ran = crate::kit::home::run(
            &into,
            "en",
            &["init", "--from-backup", backup.to_str().unwrap()],
            b"",
        );
        assert!(ran.well, "{name}: {}", ran.words);
        assert!(!unfinished.exists() && into.join("journal").exists(), "{name}");
    }
}

/// The stick was read-only, but the message named the notebook.
#[test]
fn a_read_only_disk_is_named_by_what_could_not_be_written() {
    let kind = io::ErrorKind::ReadOnlyFilesystem;
    let error =
        StoreError::io(IoOperation::Create, Path::new("/media/usb/so.skb"), kind.into());
    for (lang, word) in
        [(Lang::Vi, "so.skb: đĩa hoặc USB"), (Lang::En, "so.skb: this disk or stick")]
    {
        let said = sotay::store::messages::error(&error, lang);
        assert!(said.contains(word), "{said}");
    }
}
