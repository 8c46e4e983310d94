//! `doctor`: one page about a data folder in any condition; it changes nothing and names nobody.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde_json::{Value as Json, json};
use sotay::command;
use sotay::lang::Lang::Vi;
use sotay::lang::doctor as words;

use crate::hq::program::Centre;
use crate::kit::home::{Home, Ran, run, run_at, run_program};
use crate::kit::machine::Machine;
use crate::kit::{NOW, now};
use crate::passphrase::new;

const DAY: u64 = 24 * 3600 * 1000;
const PASSPHRASE: &str = "đường lên núi";

/// Every file below a folder, with its bytes and modification time.
fn snapshot(dir: &Path) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
    let (mut found, mut folders) = (BTreeMap::new(), vec![dir.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let modified = entry.metadata().unwrap().modified().unwrap();
                found.insert(path.clone(), (fs::read(path).unwrap(), modified));
            }
        }
    }
    found
}

fn parsed(ran: &Ran) -> Json {
    serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {} {}", ran.out, ran.words))
}

/// The page as JSON. The command succeeds if, and only if, it finds nothing.
#[track_caller]
fn page(dir: &Path, more: &[&str]) -> Json {
    page_at(now, dir, more)
}

#[track_caller]
fn page_at(now: fn() -> u64, dir: &Path, more: &[&str]) -> Json {
    let ran = run_at(now, dir, "vi", &[&["doctor", "--format", "json"], more].concat(), b"");
    let page = parsed(&ran);
    assert_eq!(ran.well, findings(&page).is_empty(), "{page}");
    page
}

fn findings(page: &Json) -> Vec<&str> {
    page["findings"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect()
}

#[test]
fn a_sound_notebook_has_nothing_to_attend_to_and_stays_as_it_is() {
    let home = Home::new();
    let before = snapshot(&home.folder());
    let page = page(&home.folder(), &[]);
    assert_eq!(findings(&page), Vec::<&str>::new());
    assert_eq!(page["notebook"], true);
    assert_eq!(page["open"], false);
    assert_eq!(page["passphrase"], false);
    assert_eq!(page["last_change"], NOW);
    assert_eq!(page["backup"], 0);
    let journal = fs::metadata(home.folder().join("journal/00000001.skj")).unwrap().len();
    assert_eq!(page["size"]["journal"], journal);
    let all: usize = before.values().map(|(bytes, _)| bytes.len()).sum();
    assert_eq!(page["size"]["all"], all as u64);
    let ran = home.run("vi", &["doctor"], b"");
    assert!(ran.well && ran.words.is_empty(), "{}", ran.words);
    assert!(ran.out.contains(&words::nothing_wrong(Vi)), "{}", ran.out);
    assert!(ran.out.contains(&words::support(Vi)), "{}", ran.out);
    assert!(snapshot(&home.folder()) == before, "something was written");
}

/// With made-up records, in a folder next to the officer's notebook.
fn filled(home: &Home) -> PathBuf {
    let args = ["demo", "--establishments", "20", "--visits", "20"];
    assert!(home.run("vi", &args, b"").well);
    home.path("notebook-mau")
}

#[test]
fn the_page_names_nobody_and_nothing_of_the_records() {
    let home = Home::new();
    let dirs = [filled(&home), home.folder()];
    let listed = run(&dirs[0], "vi", &["list", "establishment", "--format", "json"], b"");
    let mut private = vec!["Trần Thị Bình".to_owned(), "Phú Thọ".to_owned()];
    for line in listed.out.lines() {
        let record: Json = serde_json::from_str(line).unwrap();
        private.extend(["id", "name"].map(|id| record[id].as_str().unwrap().to_owned()));
    }
    assert!(private.len() > 40, "{private:?}");
    for dir in &dirs {
        for args in [&["doctor"][..], &["doctor", "--format", "json"]] {
            let ran = run(dir, "vi", args, b"");
            for word in &private {
                let said = ran.out.contains(word.as_str()) || ran.words.contains(word.as_str());
                assert!(!said, "{word}: {} {}", ran.out, ran.words);
            }
        }
    }
}

/// Copies a finished state of the notebook.
fn copy_state(dir: &Path, to: &str) {
    let (from, to) = (dir.join("state/000001"), dir.join("state").join(to));
    fs::create_dir_all(to.join("blobs")).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        if entry.path().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

#[test]
fn what_a_killed_rebuild_left_was_not_named() {
    for is_finished in [false, true] {
        let home = Home::new();
        let dir = home.folder();
        assert_eq!(page(&dir, &[])["rebuild_left"], Json::Array(Vec::new()));
        copy_state(&dir, "000002");
        let left = match is_finished {
            // stopped before the state that it replaces was removed
            true => "state/000001",
            false => {
                fs::remove_file(dir.join("state/000002/READY")).unwrap();
                fs::write(dir.join("state/000002/spool"), [0; 5_000]).unwrap();
                "state/000002"
            }
        };
        let files = fs::read_dir(dir.join(left)).unwrap().map(|file| file.unwrap().metadata());
        let files = files.map(Result::unwrap).filter(fs::Metadata::is_file);
        let bytes: u64 = files.map(|file| file.len()).sum();
        let before = snapshot(&dir);
        let seen = page(&dir, &[]);
        assert_eq!(findings(&seen), ["rebuild_left"], "{seen}");
        assert_eq!(seen["rebuild_left"], json!([{ "folder": left, "bytes": bytes }]));
        let ran = home.run("vi", &["doctor"], b"");
        assert!(!ran.well && ran.out.contains(&format!("{left} (")), "{}", ran.out);
        assert!(snapshot(&dir) == before, "something was written");
        // what the page says of the next opening
        assert!(!dir.join("broken").exists());
        assert!(home.run("vi", &["list", "officer"], b"").well);
        assert_eq!(findings(&page(&dir, &[])), Vec::<&str>::new());
        let aside = snapshot(&dir.join("broken"));
        let number = left.trim_start_matches("state/");
        assert!(aside.keys().any(|path| path.iter().any(|part| part == number)), "{aside:?}");
    }
}

#[test]
fn a_rebuild_under_way_is_no_leftover() {
    let home = Home::new();
    let store = home.open();
    copy_state(&home.folder(), "000002");
    let seen = page(&home.folder(), &[]);
    assert_eq!(findings(&seen), Vec::<&str>::new());
    assert_eq!(seen["rebuild_left"], Json::Array(Vec::new()));
    store.close().unwrap();
}

#[test]
fn damage_in_the_journal_is_counted_and_left_alone() {
    let home = Home::new();
    let dir = filled(&home);
    assert_eq!(findings(&page(&dir, &[])), Vec::<&str>::new());
    let path = dir.join("journal/00000001.skj");
    let mut bytes = fs::read(&path).unwrap();
    bytes[2_000] ^= 1;
    fs::write(&path, bytes).unwrap();
    let before = snapshot(&dir);
    assert_eq!(findings(&page(&dir, &[])), ["damage"]);
    assert!(snapshot(&dir) == before, "something was written");
}

#[test]
fn a_notebook_that_is_open_elsewhere_is_read_all_the_same() {
    let home = Home::new();
    let store = home.open();
    let page = page(&home.folder(), &[]);
    assert_eq!(findings(&page), Vec::<&str>::new());
    assert_eq!(page["open"]["pid"], std::process::id());
    assert_eq!(page["open"]["since"], NOW);
    assert_eq!(page["last_change"], NOW);
    // `doctor` has not taken the lock
    assert!(!home.run("vi", &["verify"], b"").well);
    store.close().unwrap();
    assert!(home.run("vi", &["verify"], b"").well);
}

#[test]
fn a_closed_notebook_is_not_asked_for_its_passphrase() {
    let home = Home::new();
    let store = home.open();
    store.passphrase().set(Some(&new(PASSPHRASE))).unwrap();
    store.close().unwrap();
    let before = snapshot(&home.folder());
    let closed = page(&home.folder(), &[]);
    assert_eq!(findings(&closed), Vec::<&str>::new());
    assert_eq!(closed["passphrase"], true);
    assert!(closed["writes"].is_null() && closed["last_change"].is_null(), "{closed}");
    assert!(home.run("vi", &["doctor"], b"").out.contains(&words::needs_key(Vi)));
    let right = home.file("right", PASSPHRASE.as_bytes());
    let open = page(&home.folder(), &["--passphrase-file", &right]);
    assert_eq!(open["last_change"], NOW);
    let wrong = home.file("wrong", "một lối khác".as_bytes());
    let refused = page(&home.folder(), &["--passphrase-file", &wrong]);
    assert_eq!(findings(&refused), ["passphrase"]);
    assert!(refused["writes"].is_null());
    assert!(snapshot(&home.folder()) == before, "something was written");
}

#[test]
fn where_no_notebook_is_that_is_said_and_nothing_made() {
    let home = Home::empty();
    let dir = home.path("nowhere/at/all");
    let missing = page(&dir, &[]);
    assert_eq!(findings(&missing), ["no_notebook"]);
    assert_eq!(missing["notebook"], false);
    assert_eq!(home.count(), 0);
    fs::create_dir_all(dir.join(".sotay-unfinished")).unwrap();
    fs::write(dir.join(".sotay-unfinished/device"), b"x").unwrap();
    assert_eq!(findings(&page(&dir, &[])), ["half_made"]);
}

#[test]
fn a_copy_of_the_key_that_must_be_written_again_is_told() {
    let home = Home::new();
    fs::write(home.folder().join("key.bak"), b"not a key").unwrap();
    assert_eq!(findings(&page(&home.folder(), &[])), ["key_copy"]);
    home.open().close().unwrap();
    assert_eq!(findings(&page(&home.folder(), &[])), Vec::<&str>::new());
    fs::write(home.folder().join("key.tmp"), b"half").unwrap();
    let left = page(&home.folder(), &[]);
    assert_eq!(findings(&left), ["key_left"]);
    assert_eq!(left["temporary"], 1);
}

#[test]
fn a_backup_and_its_age_are_known() {
    let home = Home::new();
    let stick = home.path("stick");
    fs::create_dir(&stick).unwrap();
    assert!(home.run("vi", &["backup", stick.to_str().unwrap()], b"").well);
    assert_eq!(page(&home.folder(), &[])["backup"], NOW);
    let later = page_at(|| NOW + 14 * DAY, &home.folder(), &[]);
    assert_eq!(findings(&later), Vec::<&str>::new());
    let late = page_at(|| NOW + 15 * DAY, &home.folder(), &[]);
    assert_eq!(findings(&late), ["backup"]);
    assert!(late["findings"][0]["text"].as_str().unwrap().contains("15"), "{late}");
}

#[test]
fn a_notebook_of_weeks_without_a_backup_is_told() {
    fn weeks_on() -> u64 {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        since.as_millis() as u64 + 16 * DAY
    }
    let home = Home::new();
    assert_eq!(findings(&page_at(weeks_on, &home.folder(), &[])), ["backup"]);
}

#[test]
fn a_clock_that_has_jumped_is_told() {
    let home = Home::new();
    for (at, what) in [
        ((|| 978_307_200_000) as fn() -> u64, "2001"),
        (|| NOW - 3 * DAY, "before the last change"),
        (|| NOW + 3 * 365 * DAY, "three years on"),
    ] {
        let page = page_at(at, &home.folder(), &[]);
        assert!(findings(&page).contains(&"clock"), "{what}: {page}");
    }
    assert_eq!(findings(&page_at(|| NOW + DAY, &home.folder(), &[])), Vec::<&str>::new());
}

/// Whatever is damaged in a file, the page is printed and the file stays as it is.
#[test]
fn no_damage_to_any_file_stops_the_page() {
    let home = Home::new();
    let dir = filled(&home);
    let files = snapshot(&dir);
    let mut told = 0;
    for (path, (bytes, _)) in &files {
        if path.ends_with("ballast") {
            continue;
        }
        let half = bytes[..bytes.len() / 2].to_vec();
        let flipped: Vec<u8> = bytes.iter().map(|byte| !byte).collect();
        for damaged in
            [None, Some(Vec::new()), Some(half), Some(vec![0; bytes.len()]), Some(flipped)]
        {
            match &damaged {
                Some(damaged) => fs::write(path, damaged).unwrap(),
                None => fs::remove_file(path).unwrap(),
            }
            let before = snapshot(&dir);
            told += findings(&page(&dir, &[])).len();
            assert!(snapshot(&dir) == before, "{path:?}: something was written");
            fs::write(path, bytes).unwrap();
        }
    }
    // both copies of a key are never damaged together here, but one journal file always is
    assert!(told >= 8, "{told}");
    for name in ["key", "key.bak"] {
        fs::write(dir.join(name), b"not a key").unwrap();
    }
    assert_eq!(findings(&page(&dir, &[])), ["unreadable"]);
}

#[test]
fn faulty_settings_stop_other_commands_and_are_told_here() {
    let machine = Machine::with_notebook();
    let settings = machine.path("config/sotay");
    fs::create_dir_all(&settings).unwrap();
    fs::write(settings.join("config.toml"), "colour = 1\nkeymap = 3\n").unwrap();
    fs::write(settings.join("keymap.toml"), "[nowhere]\nx = \"quit\"\n").unwrap();
    assert_eq!(machine.run(&["list", "visit"]).code, 1);
    let ran = machine.run(&["doctor", "--format", "json"]);
    let page: Json = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(ran.code, 1);
    assert_eq!(findings(&page), ["settings", "settings", "keymap"]);
    assert_eq!(page["settings"]["faults"], 2);
    let text = machine.run(&["doctor"]).out;
    let variable =
        words::from_variable(Vi, machine.path("notebook").to_str().unwrap(), "SOTAY_DATA");
    assert!(text.contains(&variable), "{text}");
    fs::remove_dir_all(&settings).unwrap();
    let mut command = machine.command(&["doctor"]);
    let by_default = command.env_remove("SOTAY_DATA").output().unwrap();
    let folder = machine.path(".local/share/sotay");
    let expected = words::from_default(Vi, folder.to_str().unwrap());
    let text = String::from_utf8(by_default.stdout).unwrap();
    assert!(text.contains(&expected), "{text}");
}

#[test]
fn headquarters_has_a_page_of_its_own() {
    let centre = Centre::new();
    let dir = centre.path("hq");
    let examined = |dir: &Path| {
        let line = ["sotay-hq", "--data", dir.to_str().unwrap(), "doctor", "--format", "json"];
        run_program(command::hq::run, now, &line, b"")
    };
    let ran = examined(&dir);
    let page = parsed(&ran);
    // it was created by the real clock, a week after the test's clock
    assert_eq!(findings(&page), ["clock"], "{page}");
    assert_eq!(page["received"], 0);
    // the officer's program refuses headquarters' folder
    let wrong = parsed(&run(&dir, "vi", &["doctor", "--format", "json"], b""));
    assert!(findings(&wrong).contains(&"not_here"), "{wrong}");
    let safe = centre.path("safe");
    fs::create_dir(&safe).unwrap();
    let made = centre.run(&["backup", safe.to_str().unwrap()]);
    assert_eq!(made.code, 0, "{}", made.err);
    for name in ["audit.end", "audit.end.bak"] {
        fs::write(dir.join(name), b"damaged").unwrap();
    }
    let page = parsed(&examined(&dir));
    assert!(findings(&page).contains(&"headquarters"), "{page}");
    let restored = centre.run_on("again", &["restore", made.out.trim()]);
    assert_eq!(restored.code, 0, "{}", restored.err);
    let page = parsed(&examined(&centre.path("again")));
    assert!(findings(&page).contains(&"confirm"), "{page}");
    assert_eq!(page["backup"], 0, "of the folder that it was copied from");
    assert!(parsed(&examined(&dir))["backup"].as_u64().unwrap() > NOW);
}
