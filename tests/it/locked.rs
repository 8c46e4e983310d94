//! A notebook with a passphrase: its commands, its screens, and what a thief can find in its
//! folder.

mod screen;

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use sotay::command;
use sotay::hq::admin::backup;
use sotay::lang::Lang::Vi;
use sotay::lang::cli::passphrase as words;
use sotay::lang::store as store_words;
use sotay::storage::crypto::key::Keys;
use sotay::storage::disk::RealDisk;
use sotay::store::Store;

use crate::hq::program::Centre;
use crate::kit::home::{Home, Ran, run_in};
use crate::kit::{NOW, now, opening};
use crate::passphrase::{folder, new};

const ONE: &str = "đường lên núi";
const OTHER: &str = "một lối khác";

/// The data key as it is in a key file without a passphrase.
fn data_key(keys: &Keys) -> Vec<u8> {
    keys.to_file()[9 + 53..9 + 53 + 32].to_vec()
}

/// The files below a folder that contain these bytes.
fn holding(dir: &Path, bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holding(&path, bytes));
        } else if std::fs::read(&path).unwrap().windows(bytes.len()).any(|part| part == bytes) {
            found.push(path.display().to_string());
        }
    }
    found
}

/// Of two different keys, the journal shows which one is the notebook's.
#[test]
fn a_key_of_another_notebook_locks_nobody_out() {
    let (home, other) = (Home::new(), Home::new());
    home.open().close().unwrap();
    let store = other.open();
    store.passphrase().set(Some(&new(OTHER))).unwrap();
    store.close().unwrap();
    for name in ["key", "key.bak"] {
        let path = home.folder().join(name);
        let own = std::fs::read(&path).unwrap();
        std::fs::copy(other.folder().join("key"), &path).unwrap();
        let ran = home.run("vi", &["list", "visit"], b"");
        assert!(ran.well, "{name}: {}", ran.words);
        assert_ne!(std::fs::read(&path).unwrap(), own, "{name}");
        std::fs::write(&path, own).unwrap();
    }
}

/// A notebook with this passphrase, at a cost that causes no waiting.
fn closed() -> (Home, Vec<u8>) {
    let home = Home::new();
    let store = home.open();
    store.passphrase().set(Some(&new(ONE))).unwrap();
    store.close().unwrap();
    let keys = Keys::read(folder(&home.folder(), Some(ONE))).unwrap();
    (home, data_key(&keys))
}

fn secret_file(home: &Home, name: &str, text: &str) -> String {
    let file = home.file(name, text.as_bytes());
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    file
}

/// Runs a command on a terminal at which a person types this.
fn at_terminal(dir: &Path, args: &[&str], typed: &str) -> Ran {
    let line = [&["sotay", "--lang", "vi", "--data", dir.to_str().unwrap()], args].concat();
    run_in(command::run, now, &line, typed.as_bytes(), |host| {
        (host.answered, host.shown) = (true, true);
    })
}

#[test]
fn every_command_that_opens_the_notebook_wants_the_passphrase() {
    let (home, _) = closed();
    let right = secret_file(&home, "right", &format!("{ONE}\nmore\n"));
    let wrong = secret_file(&home, "wrong", OTHER);
    let backups = home.path("backups").display().to_string();
    std::fs::create_dir(&backups).unwrap();
    let request = home.path("request").display().to_string();
    for args in [
        &["list", "visit"][..],
        &["verify"],
        &["rebuild"],
        &["drafts"],
        &["add", "visit"],
        &["backup", &backups],
        &["enrol", "--request", &request],
    ] {
        let ran = home.run("vi", args, b"");
        assert!(!ran.well && ran.out.is_empty(), "{args:?}");
        assert!(ran.words.contains(&store_words::passphrase_needed(Vi)), "{}", ran.words);
        let ran = home.run("vi", &[args, &["--passphrase-file", &wrong]].concat(), b"");
        assert!(!ran.well && ran.out.is_empty(), "{args:?}");
        assert!(ran.words.contains(&words::wrong_in_file(Vi, &wrong)), "{}", ran.words);
        let ran = home.run("vi", &[args, &["--passphrase-file", &right]].concat(), b"");
        assert!(ran.well, "{args:?}: {}", ran.words);
    }
    assert!(!holding(&home.path("backups"), b"SOTAYBK1").is_empty());
    // a notebook without a passphrase accepts the option too
    let open = Home::new();
    assert!(open.run("vi", &["list", "visit", "--passphrase-file", &right], b"").well);
}

#[test]
fn a_passphrase_file_that_is_none_is_refused_by_its_reason() {
    let (home, _) = closed();
    let said = |name: &str, bytes: &[u8]| {
        let file = home.file(name, bytes);
        home.run("vi", &["list", "visit", "--passphrase-file", &file], b"").words
    };
    assert!(said("empty", b"\n").contains(&words::empty(Vi)));
    assert!(said("binary", b"\xff\xfe").contains(&words::not_text(Vi)));
    let missing = home.path("none").display().to_string();
    let ran = home.run("vi", &["list", "visit", "--passphrase-file", &missing], b"");
    assert!(!ran.well && ran.words.contains(&missing), "{}", ran.words);
    // a world-readable file works, with a warning
    let file = secret_file(&home, "shared", ONE);
    let list = ["list", "visit", "--passphrase-file", &file];
    assert!(!home.run("vi", &list, b"").words.contains(&file));
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
    let ran = home.run("vi", &list, b"");
    assert!(ran.well && ran.words.contains(&words::file_open(Vi, &file)), "{}", ran.words);
}

#[test]
fn a_notebook_begun_with_a_passphrase_never_holds_its_key_in_clear() {
    let home = Home::empty();
    let file = secret_file(&home, "secret", ONE);
    let answers = ["init", "--officer", "An", "--unit", "TT", "--province", "19"];
    let short = secret_file(&home, "short", "ngắn");
    let ran = home.run("vi", &[&answers[..], &["--passphrase-file", &short]].concat(), b"");
    assert!(!ran.well && !Store::exists(&home.folder()), "{}", ran.words);
    let ran = home.run("vi", &[&answers[..], &["--passphrase-file", &file]].concat(), b"");
    assert!(ran.well && ran.words.contains(&words::set_at_first(Vi)), "{}", ran.words);
    let keys = Keys::read(folder(&home.folder(), Some(ONE))).unwrap();
    assert_eq!(holding(&home.folder(), &data_key(&keys)), Vec::<String>::new());
    assert!(home.run("vi", &["verify", "--passphrase-file", &file], b"").well);
}

#[test]
fn a_passphrase_is_set_changed_and_taken_away_by_files() {
    let home = Home::new();
    let key = data_key(&Keys::read(&home.folder()).unwrap());
    assert_eq!(holding(&home.folder(), &key).len(), 2);
    let one = secret_file(&home, "one", ONE);
    let other = secret_file(&home, "other", OTHER);
    let run = |args: &[&str]| home.run("vi", &[&["passphrase"], args].concat(), b"");
    assert!(run(&[]).words.contains(&words::has_none(Vi)));
    assert!(run(&["set"]).words.contains(&words::new_needed(Vi)));
    for early in [&["change", "--new-passphrase-file", &one][..], &["remove"]] {
        let ran = run(early);
        assert!(!ran.well && ran.words.contains(&words::has_none(Vi)), "{}", ran.words);
    }
    assert!(run(&["set", "--new-passphrase-file", &one]).well);
    assert_eq!(holding(&home.folder(), &key), Vec::<String>::new());
    assert!(run(&[]).words.contains(&words::has_one(Vi)));
    let again = run(&["set", "--new-passphrase-file", &other]);
    assert!(!again.well && again.words.contains(&words::has_one_already(Vi)));
    // the present passphrase is needed first
    let change = ["change", "--new-passphrase-file", &other];
    assert!(!run(&change).well);
    assert!(!run(&[&change[..], &["--passphrase-file", &other]].concat()).well);
    assert!(run(&[&change[..], &["--passphrase-file", &one]].concat()).well);
    let list = |file: &str| home.run("vi", &["list", "visit", "--passphrase-file", file], b"");
    assert!(!list(&one).well && list(&other).well);
    assert!(!run(&["remove", "--passphrase-file", &one]).well);
    assert_eq!(holding(&home.folder(), &key), Vec::<String>::new());
    assert!(run(&["remove", "--passphrase-file", &other]).well);
    assert!(home.run("vi", &["verify"], b"").well);
    assert_eq!(Keys::read(&home.folder()).unwrap().to_file()[62..94], key);
}

#[test]
fn at_a_terminal_the_passphrase_is_asked_for() {
    let home = Home::new();
    let dir = home.folder();
    // once two that differ, once one that is too short
    let typed = format!("{ONE}\n{OTHER}\nngắn\n{ONE}\n{ONE}\n");
    let ran = at_terminal(&dir, &["passphrase", "set"], &typed);
    assert!(ran.well, "{}", ran.words);
    for said in [words::not_alike(Vi), opening(&words::short(Vi, 8)), words::set(Vi)] {
        assert!(ran.words.contains(&said), "{said}: {}", ran.words);
    }
    assert!(!ran.words.contains(ONE));
    assert!(at_terminal(&dir, &["list", "visit"], &format!("{ONE}\n")).well);
    let gone = at_terminal(&dir, &["list", "visit"], "\u{3}");
    assert!(!gone.well && gone.words.contains(&words::given_up(Vi)), "{}", gone.words);
    let ran = at_terminal(&dir, &["passphrase", "remove"], &format!("{ONE}\n"));
    assert!(ran.well && ran.words.contains(&words::prompt_present(Vi)), "{}", ran.words);
    // in a new notebook, Enter means no passphrase
    let home = Home::empty();
    let answers = ["init", "--officer", "An", "--unit", "TT", "--province", "19"];
    let ran = at_terminal(&home.folder(), &answers, "\n");
    assert!(ran.well && home.run("vi", &["list", "visit"], b"").well, "{}", ran.words);
}

#[test]
fn a_backup_is_closed_by_the_passphrase_of_its_day() {
    let (home, key) = closed();
    let right = secret_file(&home, "right", ONE);
    let backups = home.path("backups").display().to_string();
    std::fs::create_dir(&backups).unwrap();
    assert!(home.run("vi", &["backup", &backups, "--passphrase-file", &right], b"").well);
    assert_eq!(holding(&home.path("backups"), &key), Vec::<String>::new());
    let name = std::fs::read_dir(&backups).unwrap().next().unwrap().unwrap().path();
    let name = name.to_str().unwrap();
    let other = Home::empty();
    let ran = other.run("vi", &["init", "--from-backup", name], b"");
    assert!(!ran.well && !other.folder().exists(), "{}", ran.words);
    let wrong = secret_file(&home, "wrong", OTHER);
    let from = ["init", "--from-backup", name, "--passphrase-file"];
    assert!(!other.run("vi", &[&from[..], &[&wrong]].concat(), b"").well);
    let ran = other.run("vi", &[&from[..], &[&right]].concat(), b"");
    assert!(ran.well, "{}", ran.words);
    assert_eq!(holding(&other.folder(), &key), Vec::<String>::new());
    assert!(other.run("vi", &["verify", "--passphrase-file", &right], b"").well);
}

#[test]
fn headquarters_has_a_passphrase_likewise() {
    let centre = Centre::bare();
    let file = centre.path("secret");
    std::fs::write(&file, ONE).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    let file = file.to_str().unwrap();
    let init = ["init", "--name", "Cục", "--reviewer", "Duyệt", "--passphrase-file", file];
    assert_eq!(centre.run(&init).code, 0);
    let keys = Keys::read(folder(&centre.path("hq"), Some(ONE))).unwrap();
    assert_eq!(holding(&centre.path("hq"), &data_key(&keys)), Vec::<String>::new());
    let copy = centre.path("copy").display().to_string();
    std::fs::create_dir(&copy).unwrap();
    for args in [
        &["officers"][..],
        &["words"],
        &["fold"],
        &["list", "visit"],
        &["verify"],
        &["receive"],
    ] {
        let ran = centre.run(args);
        assert_eq!(ran.code, 1, "{args:?}");
        assert!(ran.err.contains(&store_words::passphrase_needed(Vi)), "{}", ran.err);
        if args != ["receive"] {
            let ran = centre.run(&[args, &["--passphrase-file", file]].concat());
            assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
        }
    }
    let ran = centre.run(&["backup", &copy, "--passphrase-file", file]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let copy = std::path::PathBuf::from(copy);
    assert_eq!(holding(&copy, &data_key(&keys)), Vec::<String>::new());
    let mut copies = std::fs::read_dir(&copy).unwrap().map(|entry| entry.unwrap().path());
    let copy = copies.find(|path| path.is_dir()).unwrap();
    let restore = ["restore", copy.to_str().unwrap()];
    assert_eq!(centre.run_on("again", &restore).code, 1);
    let ran = centre.run_on("again", &[&restore[..], &["--passphrase-file", file]].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(holding(&centre.path("again"), &data_key(&keys)), Vec::<String>::new());
}

/// On a disk that accepts nothing, the old key stays next to the new one; a copy elsewhere must not
/// have it.
#[test]
fn a_copy_of_headquarters_takes_no_key_from_before_the_passphrase() {
    let centre = Centre::bare();
    assert_eq!(centre.run(&["init", "--name", "Cục", "--reviewer", "Duyệt"]).code, 0);
    let (dir, copy) = (centre.path("hq"), centre.path("copy"));
    let keys = Keys::read(&dir).unwrap();
    let plain = std::fs::read(dir.join("key")).unwrap();
    keys.set_passphrase(&RealDisk, &dir, Some(&new(ONE))).unwrap();
    for name in ["key.bak", "key.tmp", "key.bak.tmp"] {
        std::fs::write(dir.join(name), &plain).unwrap();
    }
    backup::back_up(&RealDisk, &dir, &copy, NOW).unwrap();
    assert_eq!(holding(&copy, &data_key(&keys)), Vec::<String>::new());
    let [key, bak] = ["key", "key.bak"].map(|name| std::fs::read(copy.join(name)).unwrap());
    assert_eq!(key, bak);
}

#[test]
fn a_passphrase_makes_no_notebook_where_a_restore_was_cut_off() {
    let centre = Centre::bare();
    let file = centre.path("secret");
    std::fs::write(&file, ONE).unwrap();
    std::fs::create_dir_all(centre.path("hq")).unwrap();
    std::fs::write(centre.path("hq").join("restoring"), "1\n").unwrap();
    let init = ["init", "--name", "Cục", "--reviewer", "Duyệt", "--passphrase-file"];
    let ran = centre.run(&[&init[..], &[file.to_str().unwrap()]].concat());
    assert!(ran.code == 1 && !Store::exists(&centre.path("hq")), "{}", ran.err);
}

#[test]
fn headquarters_is_told_what_receivers_need_then() {
    let centre = Centre::bare();
    let file = centre.path("secret");
    std::fs::write(&file, ONE).unwrap();
    let file = file.to_str().unwrap();
    assert_eq!(centre.run(&["init", "--name", "Cục", "--reviewer", "Duyệt"]).code, 0);
    let ran = centre.run(&["passphrase", "set", "--new-passphrase-file", file]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for said in [words::set_headquarters(Vi), words::receive_needs_file(Vi)] {
        assert!(ran.err.contains(&said), "{}", ran.err);
    }
    // no level above headquarters could restore anything
    assert!(!ran.err.contains("cấp trên"), "{}", ran.err);
    let change = ["passphrase", "change", "--passphrase-file", file];
    let ran = centre.run(&[&change[..], &["--new-passphrase-file", file]].concat());
    assert!(ran.code == 0 && ran.err.contains(&words::receive_needs_file(Vi)), "{}", ran.err);
}
