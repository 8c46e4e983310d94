//! Folders that the programs create: durable before anything in them is acknowledged, closed to
//! other users, and never a link to another place.

use sotay::programme::Role;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use proptest::prelude::*;
use sotay::hq::HqDirectory;
use sotay::hq::admin::backup;
use sotay::hq::ingest::intake::IngestContext;
use sotay::hq::ingest::not_taken::BundleNotTaken;
use sotay::hq::ingest::stick;
use sotay::lang::Lang;
use sotay::storage::disk::{Disk, RealDisk, make_folder, make_root};
use sotay::store::Options;
use sotay::store::{Store, StoreError};
use sotay::sync::SyncError;

use super::outgoing::filled;
use super::stick::{carry, import};
use crate::kit::disk::as_the_real_disk;
use crate::kit::headquarters::Headquarters;
use crate::kit::home;
use crate::kit::{NOW, now};

/// The real disk; records which folders a power cut would lose, and stops after a number of steps.
struct Recording {
    root: PathBuf,
    volatile: Mutex<BTreeSet<PathBuf>>,
    left: Mutex<usize>,
}

impl Recording {
    fn step(&self) -> io::Result<()> {
        let mut left = self.left.lock().unwrap();
        *left = left.checked_sub(1).ok_or(io::ErrorKind::StorageFull)?;
        Ok(())
    }

    /// The folders between the root and this one that are not durable.
    fn volatile_above(&self, folder: &Path) -> Vec<PathBuf> {
        let volatile = self.volatile.lock().unwrap();
        let inside = folder.ancestors().take_while(|above| *above != self.root);
        inside.filter(|above| volatile.contains(*above)).map(Path::to_owned).collect()
    }
}

impl Disk for Recording {
    as_the_real_disk!(
        open,
        create,
        read,
        read_at,
        rename,
        remove,
        remove_folder,
        sync_file,
        list,
        exists,
        writable,
        free
    );

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        self.step()?;
        let new = !folder.exists();
        RealDisk.create_folder(folder)?;
        if new {
            self.volatile.lock().unwrap().insert(folder.to_owned());
        }
        Ok(())
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.step()?;
        RealDisk.sync_folder(folder)?;
        self.volatile.lock().unwrap().retain(|new| new.parent() != Some(folder));
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    /// Attempts that stop anywhere, then one that does not: when it has returned, a power cut loses
    /// none of the folders.
    #[test]
    fn a_new_folder_was_acknowledged_before_the_one_above_it_was_synced(
        paths in prop::collection::vec(prop::collection::vec("[ab]", 1..4), 1..4),
        stops in prop::collection::vec(0usize..8, 0..4),
        named in any::<bool>(),
    ) {
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let disk = Recording {
            root: dir.path().to_owned(),
            volatile: Mutex::default(),
            left: Mutex::new(0),
        };
        let make = |folder: &Path| match named {
            true => make_root(&disk, folder),
            false => make_folder(&disk, dir.path(), folder),
        };
        for path in paths {
            let folder = dir.path().join(path.join("/"));
            for stop in stops.iter().copied().chain([usize::MAX]) {
                *disk.left.lock().unwrap() = stop;
                match make(&folder) {
                    Ok(()) => prop_assert_eq!(disk.volatile_above(&folder), Vec::<PathBuf>::new()),
                    Err(_) => prop_assert_ne!(stop, usize::MAX),
                }
            }
            prop_assert!(folder.is_dir());
        }
    }
}

/// Every file and folder in here that other users may access.
fn open_to_others(folder: &Path, found: &mut Vec<String>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let mode = path.symlink_metadata().unwrap().permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            found.push(format!("{mode:o} {}", path.display()));
        }
        if path.is_dir() {
            open_to_others(&path, found);
        }
    }
}

#[test]
fn files_of_the_state_and_folders_at_headquarters_were_open_to_other_users() {
    let (office, book) = (Headquarters::new(), filled(30));
    let stick = tempfile::tempdir().unwrap();
    office.enrol(&book.store);
    carry(&book.store, stick.path()).1.unwrap();
    import(&office, stick.path());
    office.fold();
    carry(&book.store, stick.path()).1.unwrap();
    book.store.maintenance().checkpoint().unwrap();
    let backups = tempfile::tempdir().unwrap();
    let backup = book.store.backup(backups.path()).unwrap();
    let restored = tempfile::tempdir().unwrap();
    Store::open_backup(&backup, &restored.path().join("a/notebook"), NOW).unwrap();
    let copy = tempfile::tempdir().unwrap();
    sotay::hq::admin::backup::copy(&RealDisk, &office.path(), &copy.path().join("hq")).unwrap();
    let mut found = Vec::new();
    let places = [office.dir.path(), book.store.dir(), stick.path(), backups.path()];
    for folder in places.into_iter().chain([restored.path(), copy.path()]) {
        open_to_others(folder, &mut found);
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Moves a folder away and puts a link to it in its place.
fn replace_by_link(folder: &Path, elsewhere: &Path) {
    let to = elsewhere.join(folder.file_name().unwrap());
    fs::rename(folder, &to).unwrap();
    symlink(to, folder).unwrap();
}

/// The message names the link and its place, what is safe, and what to do.
#[track_caller]
fn names_the_link(said: &dyn Fn(Lang) -> String, place: &str) {
    for (lang, words) in [
        (Lang::Vi, ["là một liên kết", "vẫn", "Hãy"]),
        (Lang::En, ["is a link", "nothing was read or written", "then try again"]),
    ] {
        let said = said(lang);
        assert!(said.starts_with(&format!("{place} ")), "{said}");
        assert!(words.iter().all(|word| said.contains(word)), "{said}");
    }
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    let mut at = 0;
    while let Some(path) = found.get(at).cloned() {
        if path.is_dir() {
            found.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        }
        at += 1;
    }
    found
}

#[test]
fn a_link_on_a_stick_was_followed() {
    for linked in ["SOTAY", "SOTAY/out", "SOTAY/in"] {
        let (office, book) = (Headquarters::new(), filled(3));
        office.enrol(&book.store);
        let (stick, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        carry(&book.store, stick.path()).1.unwrap();
        import(&office, stick.path());
        replace_by_link(&stick.path().join(linked), elsewhere.path());
        let before = files_in(elsewhere.path());
        let (_, done) = carry(&book.store, stick.path());
        let said = |error: &SyncError, lang| sotay::sync::messages::error(error, lang);
        let Err(error @ SyncError::Folder { .. }) = done else { panic!("{linked}: {done:?}") };
        let place = stick.path().join(linked);
        names_the_link(&|lang| said(&error, lang), &place.display().to_string());
        let home = office.home();
        let taken = stick::import(IngestContext { home: &home, now }, stick.path());
        let Err(error @ StoreError::Io { .. }) = taken else { panic!("{linked}: {taken:?}") };
        names_the_link(&|lang| sotay::store::messages::error(&error, lang), linked);
        assert_eq!(files_in(elsewhere.path()), before, "{linked}");
    }
}

#[test]
fn a_link_in_place_of_a_folder_of_the_notebook_was_followed() {
    for linked in ["journal", "state", "files", "broken"] {
        let (dir, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let notebook = dir.path().join("notebook");
        Store::init(Role::Officer, &notebook, &home::officer(), NOW).unwrap();
        fs::create_dir_all(notebook.join(linked)).unwrap();
        replace_by_link(&notebook.join(linked), elsewhere.path());
        let opened = Store::open(
            Role::Officer,
            &notebook,
            Options { take_over: false, serve_early: false, now },
        );
        let Err(error) = opened else { panic!("{linked}") };
        names_the_link(&|lang| sotay::store::messages::error(&error, lang), linked);
    }
}

/// A folder on the same disk.
fn beside(office: &Headquarters) -> tempfile::TempDir {
    tempfile::tempdir_in(office.dir.path()).unwrap()
}

#[test]
fn a_link_in_place_of_a_folder_of_headquarters_was_followed() {
    for linked in ["log", "lanes", "officers"] {
        let (office, book) = (Headquarters::new(), filled(3));
        office.enrol(&book.store);
        let (stick, elsewhere) = (tempfile::tempdir().unwrap(), beside(&office));
        carry(&book.store, stick.path()).1.unwrap();
        import(&office, stick.path());
        fs::create_dir_all(office.path().join(linked)).unwrap();
        replace_by_link(&office.path().join(linked), elsewhere.path());
        let Err(error) = HqDirectory::open(&office.path()) else { panic!("{linked}") };
        names_the_link(&|lang| sotay::store::messages::error(&error, lang), linked);
    }
    // and the folder of one device
    for inside in [None, Some("journal")] {
        let (office, book) = (Headquarters::new(), filled(3));
        office.enrol(&book.store);
        let (stick, elsewhere) = (tempfile::tempdir().unwrap(), beside(&office));
        carry(&book.store, stick.path()).1.unwrap();
        import(&office, stick.path());
        let name = sotay::text::hex::hex(&book.store.device_id());
        let folder = office.path().join("log").join(name);
        let folder = inside.map_or(folder.clone(), |inside| folder.join(inside));
        replace_by_link(&folder, elsewhere.path());
        let before = files_in(elsewhere.path());
        let home = office.home();
        let taken = stick::import(IngestContext { home: &home, now }, stick.path());
        let refused = taken.is_ok_and(|files| files.iter().all(|file| file.refused.is_some()));
        assert!(refused, "{inside:?}");
        assert_eq!(files_in(elsewhere.path()), before);
    }
}

/// A copy of headquarters without one device's log, or without an officer, passed for a whole one;
/// and lists were shown without what the device had sent.
#[test]
fn what_lay_behind_a_link_at_headquarters_was_left_out_without_a_word() {
    for (linked, folds) in [("log/", false), ("log/journal", false), ("officers/", true)] {
        let (office, book) = (Headquarters::new(), filled(3));
        office.enrol(&book.store);
        let (stick, elsewhere) = (tempfile::tempdir().unwrap(), beside(&office));
        carry(&book.store, stick.path()).1.unwrap();
        import(&office, stick.path());
        let name = sotay::text::hex::hex(&book.store.device_id());
        let (kind, inside) = linked.split_once('/').unwrap();
        let place = PathBuf::from(kind).join(name).join(inside);
        let link = office.path().join(kind).join(place.components().nth(1).unwrap());
        let link = if inside.is_empty() { link } else { link.join(inside) };
        let shown = link.strip_prefix(office.path()).unwrap().display().to_string();
        replace_by_link(&link, elsewhere.path());
        let copy = tempfile::tempdir().unwrap();
        let into = copy.path().join("sotay-hq-1");
        let error = backup::back_up(&RealDisk, &office.path(), &into, NOW).unwrap_err();
        names_the_link(&|lang| sotay::store::messages::error(&error, lang), &shown);
        assert!(!into.exists() && fs::read_dir(copy.path()).unwrap().count() == 0);
        if !folds {
            let home = office.home();
            let all = sotay::hq::ingest::log::devices(&home.dir);
            let error = all.unwrap_err();
            names_the_link(&|lang| sotay::store::messages::error(&error, lang), &shown);
        }
    }
}

#[test]
fn a_link_among_the_files_of_a_stick_was_called_damaged() {
    let (office, book) = (Headquarters::new(), filled(3));
    office.enrol(&book.store);
    let (stick, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    carry(&book.store, stick.path()).1.unwrap();
    import(&office, stick.path());
    let replace_in = |inside: &str| {
        let files = fs::read_dir(stick.path().join(inside)).unwrap();
        let files = files.map(|entry| entry.unwrap().path());
        let is_bundle = |path: &PathBuf| path.extension().is_some_and(|e| e == "stk");
        for path in files.filter(is_bundle).collect::<Vec<_>>() {
            replace_by_link(&path, elsewhere.path());
        }
    };
    replace_in("SOTAY/in");
    let (summary, done) = carry(&book.store, stick.path());
    done.unwrap();
    assert_eq!((summary.links.len(), summary.damaged.len(), summary.read), (1, 0, 0));
    for (lang, word) in [(Lang::Vi, "liên kết"), (Lang::En, "it is a link")] {
        let all = sotay::sync::messages::summary(&summary, lang);
        assert!(all.iter().any(|said| said.contains(word)), "{all:?}");
    }
    replace_in("SOTAY/out");
    let brought = import(&office, stick.path());
    let is_link = |brought: &stick::FileOutcome| match &brought.refused {
        Some(BundleNotTaken::Store(StoreError::Io { source, .. })) => {
            sotay::storage::error::is_link(source)
        }
        _ => false,
    };
    assert!(!brought.is_empty() && brought.iter().all(is_link), "{brought:?}");
}
