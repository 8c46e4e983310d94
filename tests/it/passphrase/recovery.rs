//! Recovery of a forgotten passphrase with headquarters' help: the slot, the two files, and every
//! step stopped.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use ed25519_dalek::SigningKey;
use sotay::lang::Lang::Vi;
use sotay::lang::{passphrase as screens, recovery as words};
use sotay::storage::crypto::SealedKey;
use sotay::storage::crypto::key::Keys;
use sotay::storage::crypto::key_file::KeyFile;
use sotay::storage::crypto::key_folder;
use sotay::storage::crypto::one_time::OneTimeSecret;
use sotay::storage::disk::Disk;
use sotay::store::StoreError;
use sotay::sync::certificate::HqSecret;
use sotay::sync::recovery::{RecoveryRefused, RecoveryRequest, seal_slot};
use sotay::sync::seal::SealSecret;

use super::{CHEAP, DIR, ONE, OTHER, Stopping, copies, load, made, new, opens_only, with_sum};
use crate::disk::{Fault, MemDisk};
use crate::hq::program::Centre;
use crate::kit::app::App;
use crate::kit::headquarters::Headquarters;
use crate::kit::machine::{Machine, Ran};
use crate::kit::opening;

const DEVICE: [u8; 16] = [4; 16];
const SECRET: [u8; 32] = [9; 32];

fn office(hpke: u8) -> HqSecret {
    HqSecret::new([hpke; 32], SigningKey::from_bytes(&[8; 32]), 1_795_000_000_000, "Cục".into())
        .unwrap()
}

fn slot(keys: &Keys) -> SealedKey {
    seal_slot(keys, DEVICE, &office(7).card().unwrap()).unwrap()
}

fn request(keys: &Keys, secret: &[u8; 32]) -> RecoveryRequest {
    RecoveryRequest {
        device: DEVICE,
        data_key: keys.id(),
        slot: slot(keys),
        one_time: SealSecret::from_bytes(secret).unwrap().public(),
        created_at: 1_795_000_000_000,
    }
}

fn recovery(disk: &MemDisk) -> Option<SealedKey> {
    key_folder::key_file(disk, Path::new(DIR)).unwrap().recovery()
}

fn golden(wanted: &str) -> Vec<u8> {
    let lines = include_str!("../../golden/recovery-v1.txt").lines();
    let mut found = lines.filter_map(|line| line.split_once(' '));
    let hex = found.find(|(name, _)| *name == wanted).unwrap().1.as_bytes();
    let digits = hex.chunks(2).map(|two| std::str::from_utf8(two).unwrap());
    digits.map(|two| u8::from_str_radix(two, 16).unwrap()).collect()
}

/// Made by another program (`make_recovery_v1.py`), and never made again.
#[test]
fn slot_request_and_answer_are_as_released() {
    let keys = Keys::from_bytes(&std::array::from_fn(|at| 0x64 + at as u8));
    let slot = golden("slot");
    let sealed = SealedKey::from_slot(&slot).unwrap();
    assert_eq!(sealed.to_slot()[..], slot[..]);
    let bytes = golden("request");
    let request = RecoveryRequest::decode(&bytes).unwrap();
    assert_eq!((&request.encode(), &request.slot), (&bytes, &sealed));
    assert_eq!(request.device, std::array::from_fn(|at| 0x10 + at as u8));
    assert_eq!((request.data_key, request.created_at), (keys.id(), 1_795_000_000_000));
    let opened = request.open_answer(&SECRET, &golden("answer")).unwrap();
    assert_eq!(opened.id(), keys.id());
    let again = request.answer(&office(7)).unwrap();
    assert_eq!(again.len(), golden("answer").len());
    assert_eq!(request.open_answer(&SECRET, &again).unwrap().id(), keys.id());
    let disk = MemDisk::default();
    disk.put(&Path::new(DIR).join("recovery"), golden("waiting"));
    let waiting = OneTimeSecret::read(&disk, Path::new(DIR)).unwrap();
    assert_eq!((*waiting.secret, waiting.request), (SECRET, bytes));
    // in a key file an older program skips it, like any unknown kind of slot
    let (disk, keys) = made(Some(ONE));
    keys.set_recovery(&disk, Path::new(DIR), Some(&sealed)).unwrap();
    let [file, _] = copies(&disk);
    assert_eq!(file.len(), 8 + 1 + 3 * 101 + 32);
    assert_eq!((file[8], &file[9 + 2 * 101..9 + 3 * 101]), (3, &slot[..]));
    let mut later = file[..file.len() - 32].to_vec();
    later[9 + 2 * 101] = 77;
    let later = KeyFile::parse(&with_sum(later)).unwrap();
    assert!(later.recovery().is_none() && later.open(Some(&new(ONE).passphrase)).is_ok());
}

#[test]
fn no_changed_byte_of_a_request_passes() {
    let (_, keys) = made(Some(ONE));
    let request = request(&keys, &SECRET);
    let bytes = request.encode();
    let (hq, words) = (office(7), request.words());
    for at in 0..bytes.len() {
        for bit in [1, 0x80] {
            let mut bad = bytes.clone();
            bad[at] ^= bit;
            // not readable, or with other words
            if let Ok(read) = RecoveryRequest::decode(&bad) {
                assert_ne!(read.words(), words, "byte {at}");
                if let Ok(answer) = read.answer(&hq) {
                    assert!(request.open_answer(&SECRET, &answer).is_err(), "byte {at}");
                }
            }
        }
        assert!(RecoveryRequest::decode(&bytes[..at]).is_err(), "cut {at}");
    }
    // for another device, another data key, another headquarters
    let other = RecoveryRequest { device: [5; 16], ..request.clone() };
    assert_eq!(other.answer(&hq), Err(RecoveryRefused::Damaged));
    let other = RecoveryRequest { data_key: 1, ..request.clone() };
    assert_eq!(other.answer(&hq), Err(RecoveryRefused::Damaged));
    assert_eq!(request.answer(&office(6)), Err(RecoveryRefused::OtherHeadquarters));
    let mut slot = request.slot.clone();
    slot.recipient = office(6).card().unwrap().key_id();
    let claims = RecoveryRequest { slot, ..request };
    assert_eq!(claims.answer(&office(6)), Err(RecoveryRefused::Damaged));
}

#[test]
fn an_answer_opens_for_its_own_request_and_unchanged_only() {
    let (_, keys) = made(Some(ONE));
    let one = request(&keys, &SECRET);
    let answer = one.answer(&office(7)).unwrap();
    assert_eq!(one.open_answer(&SECRET, &answer).unwrap().id(), keys.id());
    for at in 0..answer.len() {
        let mut bad = answer.clone();
        bad[at] ^= 1;
        assert!(one.open_answer(&SECRET, &bad).is_err(), "byte {at}");
        assert!(one.open_answer(&SECRET, &answer[..at]).is_err(), "cut {at}");
    }
    assert!(one.open_answer(&[1; 32], &answer).is_err());
    let later = RecoveryRequest { created_at: 1, ..one.clone() };
    assert!(later.open_answer(&SECRET, &answer).is_err());
    // the one-time secret alone opens no slot
    let secret = SealSecret::from_bytes(&SECRET).unwrap();
    let opener = secret.opener(&one.slot.enc, b"sotay recovery slot");
    assert!(opener.is_ok_and(|mut opener| opener.open(&one.slot.sealed, b"").is_err()));
}

/// `None`: removes the slot.
fn set(disk: &dyn Disk, keys: &Keys, to: Option<&SealedKey>) -> Result<(), StoreError> {
    keys.set_recovery(disk, Path::new(DIR), to)
}

#[test]
fn a_slot_that_is_added_or_taken_away_leaves_the_passphrase_whatever_fails() {
    let sealed = slot(&made(None).1);
    for is_added in [true, false] {
        let begun = || {
            let (disk, keys) = made(Some(ONE));
            if !is_added {
                set(&disk, &keys, Some(&sealed)).unwrap();
            }
            (disk, keys)
        };
        let to = is_added.then_some(&sealed);
        let (disk, keys) = begun();
        let before = disk.ops();
        set(&disk, &keys, to).unwrap();
        let steps = disk.ops() - before;
        let mut outcomes = [0, 0];
        for at in 0..steps {
            for fault in [Fault::Error, Fault::Torn, Fault::Full] {
                let (disk, keys) = begun();
                disk.fail(at, usize::MAX / 2, fault);
                let done = set(&disk, &keys, to);
                let is_new = matches!(done, Ok(()) | Err(StoreError::OldKeyLeft));
                outcomes[usize::from(is_new)] += 1;
                disk.heal();
                let what = format!("{is_added} {fault:?} at {at}: {done:?}");
                opens_only(&disk, Some(ONE), &what);
                assert_eq!(recovery(&disk).is_some(), is_added == is_new, "{what}");
            }
        }
        assert!(outcomes.iter().all(|count| *count > 0), "{outcomes:?}");
        // killed, and after a power cut
        let (disk, keys) = begun();
        let stopping = Stopping { disk, states: Default::default() };
        set(&stopping, &keys, to).unwrap();
        let mut seen = [0, 0];
        for state in std::mem::take(&mut *stopping.states.lock().unwrap()) {
            opens_only(&state, Some(ONE), "stopped");
            seen[usize::from(recovery(&state).is_some())] += 1;
        }
        assert!(seen.iter().all(|count| *count > 0), "{seen:?}");
    }
    // without a passphrase there is nothing to recover
    let (disk, keys) = made(None);
    assert!(matches!(set(&disk, &keys, Some(&sealed)), Err(StoreError::PassphraseNeeded)));
}

#[test]
fn a_change_of_the_passphrase_takes_the_slot_along_and_its_removal_does_not() {
    let (disk, keys) = made(Some(ONE));
    let sealed = slot(&keys);
    set(&disk, &keys, Some(&sealed)).unwrap();
    keys.set_passphrase(&disk, Path::new(DIR), Some(&new(OTHER))).unwrap();
    assert_eq!(recovery(&disk), Some(sealed));
    assert!(load(&disk, Some(ONE)).is_err() && load(&disk, Some(OTHER)).is_ok());
    keys.set_passphrase(&disk, Path::new(DIR), None).unwrap();
    assert_eq!(recovery(&disk), None);
    assert_eq!(new(ONE).cost, CHEAP);
}

/// A stopped recovery leaves the old passphrase with its request, or the new passphrase; leftovers
/// of the request are removed at the next opening.
#[test]
fn a_recovery_that_is_stopped_leaves_the_old_opening_or_the_new() {
    let (disk, keys) = made(Some(ONE));
    set(&disk, &keys, Some(&slot(&keys))).unwrap();
    let dir = Path::new(DIR);
    let bytes = request(&keys, &SECRET).encode();
    let stopping = Stopping { disk, states: Default::default() };
    OneTimeSecret::create(&stopping, dir, &SECRET, &bytes).unwrap();
    let begun = stopping.states.lock().unwrap().len();
    keys.set_passphrase(&stopping, dir, Some(&new(OTHER))).unwrap();
    OneTimeSecret::remove(&stopping, dir).unwrap();
    stopping.stop();
    let states = std::mem::take(&mut *stopping.states.lock().unwrap());
    let mut seen = [0, 0];
    for (at, state) in states.into_iter().enumerate() {
        let is_new = load(&state.copy(), Some(OTHER)).is_ok();
        seen[usize::from(is_new)] += 1;
        let now = if is_new { OTHER } else { ONE };
        load(&state, Some(now)).unwrap_or_else(|e| panic!("step {at}: {e:?}"));
        OneTimeSecret::remove_stale(&state, dir);
        let waits = OneTimeSecret::read(&state, dir).is_some();
        // a request that was durable before still gets its answer
        assert!(!is_new || !waits, "step {at}");
        assert!(is_new || waits || at < begun, "step {at}");
        assert!(!state.exists(&dir.join("recovery.tmp")), "step {at}");
        if is_new {
            opens_only(&state, Some(now), &format!("step {at}"));
        }
        assert!(recovery(&state).is_some(), "step {at}");
    }
    assert!(seen.iter().all(|count| *count > 0), "{seen:?}");
}

/// Two real programs, and files that travel.
struct Forgetful {
    centre: Centre,
    machine: Machine,
    old: String,
    new: String,
}

impl Forgetful {
    fn new() -> Forgetful {
        let (centre, machine) = (Centre::new(), Machine::with_notebook());
        crate::hq::program::enrolled(&centre, &machine);
        let secret = |name: &str, text: &str| {
            let path = machine.path(name);
            std::fs::write(&path, text).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
            path.to_str().unwrap().to_owned()
        };
        let (old, new) = (secret("old", ONE), secret("new", OTHER));
        let it = Forgetful { centre, machine, old, new };
        let set = it.well(&["passphrase", "set", "--new-passphrase-file", &it.old]);
        // said before it is too late
        assert!(set.err.contains("chưa gửi thì mất"), "{}", set.err);
        it
    }

    fn with_help() -> Forgetful {
        let it = Forgetful::new();
        let on = it.well(&["--passphrase-file", &it.old, "passphrase", "recovery", "on"]);
        assert!(on.err.contains("Cục CN"), "{}", on.err);
        it
    }

    fn file(&self, name: &str) -> String {
        self.machine.path(name).to_str().unwrap().to_owned()
    }

    #[track_caller]
    fn well(&self, args: &[&str]) -> Ran {
        let ran = self.machine.run(args);
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
        ran
    }

    fn request(&self) -> (String, String) {
        let file = self.file("help");
        let asked = self.well(&["recover", "--request", &file, "--force"]);
        (file, eight(&asked.err))
    }

    fn accept(&self, reply: &str) -> Ran {
        self.machine.run(&["recover", "--accept", reply, "--new-passphrase-file", &self.new])
    }

    fn opens(&self, file: &str) -> bool {
        self.machine.run(&["--passphrase-file", file, "drafts"]).code == 0
    }
}

fn eight(said: &str) -> String {
    said.lines().find_map(|line| line.strip_prefix("Tám từ: ")).unwrap().to_owned()
}

#[test]
fn a_forgotten_passphrase_is_replaced_with_headquarters_help() {
    let it = Forgetful::with_help();
    let folder = it.machine.path("notebook");
    let (file, words) = it.request();
    assert_eq!(words.split(' ').count(), 8);
    let mode = std::fs::metadata(folder.join("recovery")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // nothing personal, and no name
    let bytes = std::fs::read(&file).unwrap();
    assert!(!super::contains(&bytes, "Nguyễn".as_bytes()));
    // not typed, or another number
    for typed in [&b""[..], b"c\n", b"2\n"] {
        let seen = it.centre.feed(&["recover", &file], typed);
        assert_eq!(seen.code, 1, "{}", seen.err);
        assert_eq!(eight(&seen.err), words);
        assert!(seen.err.contains("Nguyễn Văn An"), "{}", seen.err);
        assert!(!Path::new(&format!("{file}.reply")).exists());
    }
    let done = it.centre.feed(&["recover", &file], b"1\n");
    assert_eq!((done.code, eight(&done.err)), (0, words.clone()), "{}", done.err);
    let reply = format!("{file}.reply");
    // without a new passphrase nothing changes
    let none = it.machine.run(&["recover", "--accept", &reply]);
    assert_eq!(none.code, 1, "{}", none.err);
    assert!(it.opens(&it.old) && !it.opens(&it.new));
    let taken = it.accept(&reply);
    assert_eq!((taken.code, eight(&taken.err)), (0, words), "{}", taken.err);
    assert!(!it.opens(&it.old) && it.opens(&it.new));
    assert!(!folder.join("recovery").exists());
    let plain = Keys::read(super::folder(&folder, Some(OTHER))).unwrap().to_file();
    for name in ["key", "key.bak"] {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        assert!(!super::contains(&bytes, &plain[9 + 53..9 + 85]), "{name}");
    }
    // the same answer again
    let again = it.accept(&reply);
    assert!(again.code == 1 && again.err.contains("không có đề nghị nào"), "{}", again.err);
    let log = |ran: Ran| ran.out.matches("\"recover\"").count();
    assert_eq!(log(it.centre.run(&["audit", "--format", "json"])), 1);
    assert_eq!(log(it.well(&["--passphrase-file", &it.new, "audit", "--format", "json"])), 1);
    // it can be forgotten and recovered again
    let status = it.well(&["passphrase"]);
    assert!(status.err.contains("recover --request"), "{}", status.err);
}

#[test]
fn an_answer_to_an_earlier_request_opens_nothing() {
    let it = Forgetful::with_help();
    let (file, words) = it.request();
    assert_eq!(it.centre.feed(&["recover", &file], b"1\n").code, 0);
    let (_, later) = it.request();
    assert_ne!(words, later);
    let refused = it.accept(&format!("{file}.reply"));
    assert!(refused.code == 1 && refused.err.contains("đề nghị mới nhất"), "{}", refused.err);
    assert!(it.opens(&it.old) && !it.opens(&it.new));
    // the passphrase was remembered: changing it ends the request
    let args = ["passphrase", "change", "--new-passphrase-file", &it.new];
    it.well(&[&["--passphrase-file", &it.old][..], &args].concat());
    let ended = it.accept(&format!("{file}.reply"));
    assert!(ended.code == 1 && ended.err.contains("không có đề nghị nào"), "{}", ended.err);
}

#[test]
fn who_was_shut_out_and_who_did_not_agree_is_not_helped() {
    let it = Forgetful::new();
    let file = it.file("help");
    let none = it.machine.run(&["recover", "--request", &file]);
    assert_eq!(none.code, 1);
    assert!(none.err.contains("sotay enrol") && none.err.contains("thì mất"), "{}", none.err);
    assert!(!Path::new(&file).exists());
    it.well(&["--passphrase-file", &it.old, "passphrase", "recovery", "on"]);
    let (file, _) = it.request();
    // a headquarters that never enrolled the device
    let stranger = Centre::named("Sở khác").feed(&["recover", &file], b"1\n");
    assert!(stranger.code == 1 && stranger.err.contains("không có trong danh sách"));
    let mut bad = std::fs::read(&file).unwrap();
    bad[60] ^= 1;
    std::fs::write(&file, bad).unwrap();
    let changed = it.centre.feed(&["recover", &file], b"1\n");
    assert_eq!(changed.code, 1, "{}", changed.err);
    let (file, _) = it.request();
    assert_eq!(it.centre.run(&["revoke", "1"]).code, 0);
    let out = it.centre.feed(&["recover", &file], b"1\n");
    assert!(out.code == 1 && out.err.contains("đã bị thu hồi"), "{}", out.err);
    assert!(!Path::new(&format!("{file}.reply")).exists());
    // withdrawn: the key file no longer has the slot
    it.well(&["--passphrase-file", &it.old, "passphrase", "recovery", "off"]);
    assert_eq!(it.machine.run(&["recover", "--request", &file, "--force"]).code, 1);
}

/// The list of devices in a backup may miss later revocations.
#[test]
fn headquarters_that_was_restored_helps_nobody_before_it_is_confirmed() {
    let it = Forgetful::with_help();
    let (file, words) = it.request();
    let copies = it.centre.path("copies");
    std::fs::create_dir(&copies).unwrap();
    assert_eq!(it.centre.run(&["backup", copies.to_str().unwrap()]).code, 0);
    let copy = std::fs::read_dir(&copies).unwrap().map(|e| e.unwrap().path());
    let copy = copy.into_iter().find(|path| path.is_dir()).unwrap();
    let restored = it.centre.run_on("again", &["restore", copy.to_str().unwrap()]);
    assert_eq!(restored.code, 0, "{}", restored.err);
    let ask = || it.centre.ran("again", &["recover", &file], b"1\n");
    let refused = ask();
    assert_eq!(refused.code, 1, "{}", refused.err);
    assert!(refused.err.contains("sotay-hq confirm"), "{}", refused.err);
    assert!(!refused.err.contains(&words), "{}", refused.err);
    assert!(!Path::new(&format!("{file}.reply")).exists());
    let log = it.centre.run_on("again", &["audit", "--deed", "recover", "--format", "json"]);
    assert_eq!(log.out, "");
    assert_eq!(it.centre.run_on("again", &["confirm", "--yes"]).code, 0);
    let done = ask();
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(it.accept(&format!("{file}.reply")).code, 0);
}

#[test]
fn the_screen_asks_after_a_passphrase_is_set_and_enter_says_no() {
    for is_wanted in [false, true] {
        let mut app = App::at(80, 24);
        Headquarters::new().enrol(app.workers.store());
        app.keys("f10 'mat khau' enter").choose(&screens::item_set(Vi));
        app.keys(&format!("'{ONE}' enter '{ONE}' enter"));
        app.shows(&words::title_offer(Vi, "Trung tâm"));
        let is_on = |app: &App| app.workers.store().passphrase().recovery().is_some();
        if is_wanted {
            app.choose(&words::item_on(Vi)).shows(&opening(&words::turned_on(Vi, "Trung tâm")));
        } else {
            app.keys("enter").shows(&opening(&words::is_off(Vi)));
        }
        assert_eq!(is_on(&app), is_wanted);
        // it can be changed at any time
        app.keys("f10 'mat khau' enter").choose(&words::item(Vi));
        let other = if is_wanted { words::item_off(Vi) } else { words::item_on(Vi) };
        app.choose(&other);
        assert_eq!(is_on(&app), !is_wanted);
        app.restart();
        app.keys(&format!("'{ONE}' enter")).shows("F2  Ghi một lượt làm việc");
    }
    // not enrolled: no headquarters can help
    let mut app = App::at(80, 24);
    app.keys("f10 'mat khau' enter").choose(&screens::item_set(Vi));
    app.keys(&format!("'{ONE}' enter '{ONE}' enter")).shows("F2  Ghi một lượt làm việc");
}
