//! A full disk: the notebook still opens, answers, says so in one sentence, and is unchanged when
//! there is room again.

use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use crate::disk::{Fault, MemDisk};
use crate::kit::disk::as_the_real_disk;
use crate::store::small::*;
use sotay::lang::Lang;
use sotay::record::Record;
use sotay::storage::disk::{Disk, DiskFile, RealDisk, write_whole};
use sotay::store::messages;
use sotay::store::{Commit, CommitError, OpeningFinding, Store, StoreError};

/// The real disk, which claims to be full or read-only.
#[derive(Clone, Copy)]
struct Tight {
    free: u64,
    writable: bool,
}

const FULL: Tight = Tight { free: 0, writable: true };
const READ_ONLY: Tight = Tight { free: 1 << 40, writable: false };

impl Tight {
    fn refuses(self) -> io::Result<()> {
        if self.writable { Ok(()) } else { Err(io::ErrorKind::ReadOnlyFilesystem.into()) }
    }
}

impl Disk for Tight {
    as_the_real_disk!(read, read_at, remove_folder, sync_file, sync_folder, list, exists);

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.refuses().and_then(|()| RealDisk.open(path))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.refuses().and_then(|()| RealDisk.create(path))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.refuses().and_then(|()| RealDisk.rename(from, to))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.refuses().and_then(|()| RealDisk.remove(path))
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        self.refuses().and_then(|()| RealDisk.create_folder(folder))
    }

    fn writable(&self, _folder: &Path) -> bool {
        self.writable
    }

    fn free(&self, _path: &Path) -> io::Result<u64> {
        Ok(self.free)
    }
}

fn filled() -> (Notebook, Vec<Record>) {
    let notebook = Notebook::new();
    let store = notebook.open();
    let commits = (0..20).map(|n| one(establishment(n, &format!("Cơ sở {n}"))));
    store.commit_many(commits.collect()).into_iter().for_each(|d| drop(d.unwrap()));
    save(&store, visit(100, 3, day(11, 3)));
    let all = everything(&store);
    store.close().unwrap();
    (notebook, all)
}

/// Opens the notebook; returns the findings of the opening.
fn open_on(disk: Tight, notebook: &Notebook) -> (Store, Vec<OpeningFinding>) {
    let opened = Store::open_on(Arc::new(disk), programme(), &notebook.dir, options());
    let (store, opening) = opened.unwrap();
    store.wait_ready().unwrap();
    for lang in [Lang::Vi, Lang::En] {
        opening.findings.iter().for_each(|f| assert!(!messages::finding(f, lang).is_empty()));
    }
    (store, opening.findings)
}

/// Every file with its content, except `LOCK`, which names the last holder.
fn files(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if !path.ends_with("LOCK") {
            found.push((path.clone(), std::fs::read(path).unwrap()));
        }
    }
    found.sort();
    found
}

fn commit(store: &Store, n: u64) -> CommitError {
    let changes = vec![establishment(n, "Không vào được")];
    store.commit(Commit { changes, ..Commit::default() }).unwrap_err()
}

#[test]
fn opening_failed_on_a_full_disk_though_the_notebook_was_whole() {
    let (notebook, all) = filled();
    std::fs::remove_file(notebook.dir.join("ballast")).unwrap_or_default();
    let before = files(&notebook.dir);
    let (store, findings) = open_on(FULL, &notebook);
    assert_eq!(findings, [OpeningFinding::DiskFull { free: 0 }]);
    assert_eq!(everything(&store), all);
    store.maintenance().checkpoint().unwrap();
    store.close().unwrap();
    drop(store);
    assert_eq!(files(&notebook.dir), before, "looking changes nothing");
}

#[test]
fn the_copy_in_memory_goes_with_the_notebook() {
    let (notebook, _) = filled();
    let (store, _) = open_on(FULL, &notebook);
    let folder = notebook.dir.metadata().unwrap();
    let name = format!("sotay-{:x}-{:x}", folder.dev(), folder.ino());
    let places = [Path::new("/dev/shm").join(&name), std::env::temp_dir().join(&name)];
    assert!(places.iter().any(|place| place.exists()));
    store.close().unwrap();
    drop(store);
    assert!(!places.iter().any(|place| place.exists()));
}

#[test]
fn a_full_disk_gets_the_ballast_back_before_anything_is_opened() {
    let (notebook, all) = filled();
    std::fs::write(notebook.dir.join("ballast"), [1; 100]).unwrap();
    let (store, _) = open_on(FULL, &notebook);
    assert!(!notebook.dir.join("ballast").exists());
    assert_eq!(everything(&store), all);
}

#[test]
fn a_full_disk_takes_drafts_and_no_records() {
    let (notebook, all) = filled();
    let (store, _) = open_on(FULL, &notebook);
    store.drafts().save(&draft(700, &[(1, text("Nháp"))])).unwrap();
    match commit(&store, 500) {
        CommitError::Store(error) => assert!(error.is_full(), "{error}"),
        other => panic!("{other}"),
    }
    store.close().unwrap();
    drop(store);
    // with room again, nothing has to be rebuilt
    let (store, findings) = notebook.open_telling();
    assert_eq!(findings, []);
    assert_eq!(everything(&store), all);
    assert_eq!(store.drafts().list().len(), 1);
}

#[test]
fn on_a_full_disk_the_journal_is_read_where_the_state_is_behind() {
    let (notebook, _) = filled();
    let store = notebook.open();
    save(&store, establishment(500, "Sau lần đóng sổ"));
    let all = everything(&store);
    drop(store);
    let (store, _) = open_on(FULL, &notebook);
    assert_eq!(everything(&store), all);
    store.close().unwrap();
    drop(store);
    let (store, findings) = notebook.open_telling();
    assert_eq!((everything(&store), findings), (all, vec![]));
}

#[test]
fn a_full_disk_without_any_state_is_read_from_the_journal() {
    let (notebook, all) = filled();
    std::fs::remove_dir_all(notebook.dir.join("state")).unwrap();
    let (store, _) = open_on(FULL, &notebook);
    assert_eq!(everything(&store), all);
}

#[test]
fn a_read_only_folder_could_not_be_read() {
    let (notebook, all) = filled();
    let before = files(&notebook.dir);
    let (store, findings) = open_on(READ_ONLY, &notebook);
    assert_eq!(findings, [OpeningFinding::ReadOnlyFolder]);
    assert_eq!(everything(&store), all);
    assert!(matches!(commit(&store, 500), CommitError::Store(StoreError::ReadOnly)));
    let refused = store.drafts().save(&draft(700, &[(1, text("Nháp"))]));
    assert!(matches!(refused, Err(StoreError::ReadOnly)));
    store.maintenance().checkpoint().unwrap();
    store.close().unwrap();
    drop(store);
    assert_eq!(files(&notebook.dir), before);
}

#[test]
fn half_a_file_was_left_on_a_full_disk() {
    let disk = MemDisk::default();
    let path = Path::new("/n/head");
    for step in 0..3 {
        disk.fail(step, 1, Fault::Full);
        assert!(write_whole(&disk, path, b"1234").unwrap_err().is_full());
        disk.heal();
        assert_eq!(disk.list(Path::new("/n")).unwrap(), Vec::<String>::new(), "{step}");
    }
}

/// The real thing: a small file system in memory, in a mount namespace that ends with the shell.
/// Some systems allow that only to root; then the test says so.
#[test]
#[cfg(target_os = "linux")]
fn list_answers_on_a_disk_without_a_free_byte_and_on_one_that_is_read_only() {
    const SCRIPT: &str = r#"
        set -e
        mount -t tmpfs -o size=56m none "$1"
        export HOME="$1" SOTAY_DATA="$1/so"
        "$2" init --officer 'Lý Thị Mai' --unit TTKC --province 04 --no-passphrase >/dev/null 2>&1
        "$3" --data "$1/hq" init --name HQ --reviewer 'Lý Thị Mai' --province 04 >/dev/null 2>&1
        head -c 99M /dev/zero > "$1/filler" 2>/dev/null || true
        for lang in vi en; do
            "$2" --lang $lang list officer --format json 2>&1
            "$3" --data "$1/hq" --lang $lang list officer --format json 2>&1
        done
        mount -o remount,ro "$1"
        for lang in vi en; do
            "$2" --lang $lang list officer --format json 2>&1
            "$3" --data "$1/hq" --lang $lang list officer --format json 2>&1
        done
    "#;
    let unshared = |script: &str| {
        let place = tempfile::tempdir().unwrap();
        Command::new("unshare")
            .args(["--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"])
            .arg(place.path())
            .arg(env!("CARGO_BIN_EXE_sotay"))
            .arg(env!("CARGO_BIN_EXE_sotay-hq"))
            .output()
    };
    let may = unshared("mount -t tmpfs none \"$1\"");
    if !may.is_ok_and(|tried| tried.status.success()) {
        eprintln!("left out: this machine gives no name space to mount a small disk in");
        return;
    }
    let ran = unshared(SCRIPT).unwrap();
    let out = String::from_utf8(ran.stdout).unwrap();
    assert!(ran.status.success(), "{out}");
    assert_eq!(out.matches(r#""name":"Lý Thị Mai""#).count(), 8, "{out}");
    for told in ["Đĩa đầy (còn ", "The disk is full (", "chỉ đọc được: xem", "is read-only: it"]
    {
        assert!(out.contains(told), "{told} is missing in:\n{out}");
    }
}
