//! A passphrase around the data key: its slot, and a change of it stopped at every write.

mod change;
mod recovery;
mod slot;

use std::path::Path;

use sotay::storage::crypto::UnlockCost;
use sotay::storage::crypto::key::Keys;
use sotay::storage::crypto::key_file::KeyFile;
use sotay::storage::crypto::key_folder::{KeyAccess, KeyedFolder, NewPassphrase};
use sotay::storage::crypto::passphrase::{Passphrase, PassphraseFault};
use sotay::storage::disk::Disk;
use sotay::store::{OpeningFinding, StoreError};

use crate::disk::{Fault, MemDisk};

/// The lowest cost that Argon2 allows.
pub const CHEAP: UnlockCost = UnlockCost { kib: 8, passes: 1, lanes: 1 };

pub fn new(text: &str) -> NewPassphrase {
    NewPassphrase { passphrase: Passphrase::new_secret(text).unwrap(), cost: CHEAP }
}

pub fn access(text: Option<&str>) -> KeyAccess {
    match text {
        Some(text) => KeyAccess::Passphrase(Passphrase::new(text).unwrap()),
        None => KeyAccess::None,
    }
}

pub fn folder(dir: &Path, text: Option<&str>) -> KeyedFolder {
    KeyedFolder { dir: dir.to_owned(), access: access(text) }
}

const DIR: &str = "/notebook";
const ONE: &str = "một mật khẩu dài";
const OTHER: &str = "một mật khẩu khác";
const DATA: [u8; 32] = *b"the key that seals all the data.";

fn load(
    disk: &dyn Disk,
    text: Option<&str>,
) -> Result<(Keys, Vec<OpeningFinding>), StoreError> {
    Keys::load_on(disk, folder(Path::new(DIR), text))
}

fn copies(disk: &MemDisk) -> [Vec<u8>; 2] {
    ["key", "key.bak"].map(|name| disk.bytes(&Path::new(DIR).join(name)))
}

/// A notebook's key files with this passphrase.
fn made(text: Option<&str>) -> (MemDisk, Keys) {
    let (disk, keys) = (MemDisk::default(), Keys::from_bytes(&DATA));
    for name in ["key", "key.bak"] {
        disk.put(&Path::new(DIR).join(name), keys.to_file().to_vec());
    }
    if let Some(text) = text {
        keys.set_passphrase(&disk, Path::new(DIR), Some(&new(text))).unwrap();
    }
    (disk, keys)
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Checks that exactly this opens it, that the copies are then equal, and that nothing else is
/// left.
fn opens_only(disk: &MemDisk, now: Option<&str>, what: &str) {
    // a thief may try before the officer does
    for wrong in [None, Some(ONE), Some(OTHER)] {
        if wrong == now || now.is_none() {
            continue;
        }
        let error = load(disk, wrong).map(drop).unwrap_err();
        let expected = match wrong {
            None => matches!(error, StoreError::PassphraseNeeded),
            Some(_) => matches!(error, StoreError::WrongPassphrase),
        };
        assert!(expected, "{what}: {wrong:?} {error:?}");
    }
    let (keys, _) = load(disk, now).unwrap_or_else(|e| panic!("{what}: {e:?}"));
    assert_eq!(keys.id(), Keys::from_bytes(&DATA).id(), "{what}");
    let [key, bak] = copies(disk);
    assert_eq!(key, bak, "{what}");
    assert_eq!(contains(&key, &DATA), now.is_none(), "{what}");
    assert_eq!(disk.list(Path::new(DIR)).unwrap(), ["key", "key.bak"], "{what}");
    assert_eq!(load(disk, now).unwrap().1, [], "{what}");
}

/// Records the states that a kill and a power cut leave before each step.
struct Stopping {
    disk: MemDisk,
    states: std::sync::Arc<std::sync::Mutex<Vec<MemDisk>>>,
}

impl Stopping {
    fn stop(&self) {
        let mut states = self.states.lock().unwrap();
        states.push(self.disk.copy());
        states.push(self.disk.power_cut(&mut || false));
        let mut half = false;
        states.push(self.disk.power_cut(&mut || {
            half = !half;
            half
        }));
    }
}

struct StoppingFile(Box<dyn sotay::storage::disk::DiskFile>, Stopping);

impl sotay::storage::disk::DiskFile for StoppingFile {
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> std::io::Result<()> {
        for (at, byte) in bytes.chunks(100).enumerate() {
            self.1.stop();
            self.0.write_at(byte, offset + 100 * at as u64)?;
        }
        Ok(())
    }

    fn set_len(&mut self, len: u64) -> std::io::Result<()> {
        self.0.set_len(len)
    }

    fn sync_data(&mut self) -> std::io::Result<()> {
        self.1.stop();
        self.0.sync_data()
    }

    fn len(&self) -> std::io::Result<u64> {
        self.0.len()
    }
}

impl Stopping {
    fn again(&self) -> Stopping {
        Stopping { disk: self.disk.clone(), states: self.states.clone() }
    }
}

impl Disk for Stopping {
    fn open(&self, path: &Path) -> std::io::Result<Box<dyn sotay::storage::disk::DiskFile>> {
        Ok(Box::new(StoppingFile(self.disk.open(path)?, self.again())))
    }

    fn create(&self, path: &Path) -> std::io::Result<Box<dyn sotay::storage::disk::DiskFile>> {
        self.stop();
        Ok(Box::new(StoppingFile(self.disk.create(path)?, self.again())))
    }

    fn read(&self, path: &Path, max: u64) -> std::io::Result<Vec<u8>> {
        self.disk.read(path, max)
    }

    fn read_at(&self, path: &Path, offset: u64, len: usize) -> std::io::Result<Vec<u8>> {
        self.disk.read_at(path, offset, len)
    }

    fn rename(&self, from: &Path, to: &Path) -> std::io::Result<()> {
        self.stop();
        self.disk.rename(from, to)
    }

    fn remove(&self, path: &Path) -> std::io::Result<()> {
        self.stop();
        self.disk.remove(path)
    }

    fn remove_folder(&self, folder: &Path) -> std::io::Result<()> {
        self.disk.remove_folder(folder)
    }

    fn sync_file(&self, path: &Path) -> std::io::Result<()> {
        self.disk.sync_file(path)
    }

    fn sync_folder(&self, folder: &Path) -> std::io::Result<()> {
        self.stop();
        self.disk.sync_folder(folder)
    }

    fn create_folder(&self, folder: &Path) -> std::io::Result<()> {
        self.disk.create_folder(folder)
    }

    fn list(&self, folder: &Path) -> std::io::Result<Vec<String>> {
        self.disk.list(folder)
    }

    fn exists(&self, path: &Path) -> bool {
        self.disk.exists(path)
    }

    fn writable(&self, folder: &Path) -> bool {
        self.disk.writable(folder)
    }

    fn free(&self, path: &Path) -> std::io::Result<u64> {
        self.disk.free(path)
    }
}

/// The passphrase need not be known: any attempt to open removes the old key.
#[test]
fn a_plain_copy_beside_a_closed_one_goes_before_the_passphrase_is_known() {
    let (disk, keys) = made(None);
    let [plain, _] = copies(&disk);
    keys.set_passphrase(&disk, Path::new(DIR), Some(&new(ONE))).unwrap();
    for stale in ["key", "key.bak"] {
        disk.put(&Path::new(DIR).join(stale), plain.clone());
        assert!(matches!(load(&disk, None), Err(StoreError::PassphraseNeeded)));
        assert!(copies(&disk).iter().all(|copy| !contains(copy, &DATA)), "{stale}");
    }
    // where nothing can be written, opening reports it
    disk.put(&Path::new(DIR).join("key.bak"), plain);
    disk.fail(0, usize::MAX / 2, Fault::Full);
    assert_eq!(load(&disk, Some(ONE)).unwrap().1, [OpeningFinding::OldKeyLeft]);
}

/// A `key.bak` of another notebook: neither file is lost, and the right one opens.
#[test]
fn a_copy_of_another_notebooks_key_replaces_nothing() {
    let other = Keys::from_bytes(b"the key of quite another book...");
    for (own, foreign) in
        [(None, None), (None, Some(OTHER)), (Some(ONE), None), (Some(ONE), Some(OTHER))]
    {
        for changes in 0..3 {
            let theirs = MemDisk::default();
            for name in ["key", "key.bak"] {
                theirs.put(&Path::new(DIR).join(name), other.to_file().to_vec());
            }
            for _ in 0..changes {
                let new = foreign.map(new);
                other.set_passphrase(&theirs, Path::new(DIR), new.as_ref()).unwrap();
            }
            let (disk, _) = made(own);
            disk.put(&Path::new(DIR).join("key.bak"), copies(&theirs)[1].clone());
            let before = copies(&disk);
            let what = format!("{own:?} beside {foreign:?} changed {changes} times");
            let (keys, findings) = load(&disk, own).unwrap_or_else(|e| panic!("{what}: {e:?}"));
            assert_eq!(keys.id(), Keys::from_bytes(&DATA).id(), "{what}");
            assert_eq!((findings, copies(&disk)), (vec![], before), "{what}");
            // a change makes both copies equal again
            keys.set_passphrase(&disk, Path::new(DIR), Some(&new(ONE))).unwrap();
            opens_only(&disk, Some(ONE), &what);
        }
    }
}

#[test]
fn one_damaged_copy_of_a_closed_key_is_written_again_and_never_opened() {
    let (disk, _) = made(Some(ONE));
    let [good, _] = copies(&disk);
    for name in ["key", "key.bak"] {
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 1;
            assert!(KeyFile::parse(&bad).is_err(), "byte {at}");
        }
        disk.put(&Path::new(DIR).join(name), good[1..].to_vec());
        assert!(matches!(load(&disk, Some(OTHER)), Err(StoreError::WrongPassphrase)));
        assert_eq!(load(&disk, Some(ONE)).unwrap().1, [OpeningFinding::KeyRepaired]);
        opens_only(&disk, Some(ONE), name);
    }
}

fn with_sum(mut body: Vec<u8>) -> Vec<u8> {
    use sha2::Digest;
    let sum: [u8; 32] = sha2::Sha256::digest(&body).into();
    body.extend(sum);
    body
}

#[test]
fn what_is_no_passphrase_is_refused_with_its_reason() {
    let fault = |text: &str| Passphrase::new_secret(text).unwrap_err();
    assert_eq!(fault(""), PassphraseFault::Empty);
    assert_eq!(fault(" \u{a0} "), PassphraseFault::Empty);
    assert_eq!(fault("bảy chữ"), PassphraseFault::Short);
    assert_eq!(fault(&"a".repeat(1025)), PassphraseFault::Long);
    assert_eq!(fault("mật khẩu\tdài"), PassphraseFault::Control);
    assert!(Passphrase::new("ngắn").is_ok());
    let line = |bytes: &[u8]| Passphrase::first_line(bytes);
    let expected = Passphrase::new("mật khẩu ").unwrap();
    assert_eq!(line("\u{feff}mật khẩu \r\nsecond".as_bytes()), Ok(expected.clone()));
    assert_eq!(line("mật khẩu ".as_bytes()), Ok(expected));
    assert_eq!(line(b"\nsecond"), Err(PassphraseFault::Empty));
    assert_eq!(line(b"\xff\xfe"), Err(PassphraseFault::NotText));
}

#[test]
fn nothing_secret_is_printed() {
    let secret = new("không ai thấy");
    let place = folder(Path::new(DIR), Some("không ai thấy"));
    let shown = format!("{secret:?} {place:?} {:?}", secret.passphrase);
    assert!(!shown.contains("thấy"), "{shown}");
}

/// People type before a prompt is there, and while a passphrase is being checked.
#[test]
fn the_echo_came_back_between_two_tries() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static SWITCHED: AtomicUsize = AtomicUsize::new(0);
    let home = crate::kit::home::Home::new();
    let folder = home.folder();
    let line =
        ["sotay", "--lang", "vi", "--data", folder.to_str().unwrap(), "passphrase", "set"];
    // too short, two that differ, and one
    let input = "a\ncửa hàng một\ncửa hàng hai\ncửa hàng một\ncửa hàng một\n";
    let ran = crate::kit::home::run_in(
        sotay::command::run,
        crate::kit::now,
        &line,
        input.as_bytes(),
        |host| {
            host.answered = true;
            host.echo = |_| {
                SWITCHED.fetch_add(1, Ordering::SeqCst);
            };
        },
    );
    assert!(ran.well, "{}", ran.words);
    assert_eq!(SWITCHED.load(Ordering::SeqCst), 2, "off once, on once");
}
