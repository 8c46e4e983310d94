//! A notebook with a passphrase: its commands, its screens, and what a thief can find in its
//! folder.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use sotay::app::Effect;
use sotay::app::event::EventKind;
use sotay::app::update::has_typed_answer;
use sotay::command;
use sotay::hq::admin::backup;
use sotay::lang::Lang::{En, Vi};
use sotay::lang::cli::passphrase as words;
use sotay::lang::{passphrase as screens, store as store_words};
use sotay::storage::crypto::key::Keys;
use sotay::storage::disk::RealDisk;
use sotay::store::Store;

use crate::hq::program::Centre;
use crate::kit::app::{App, Setting, USUAL};
use crate::kit::home::{Home, Ran, run_in};
use crate::kit::pty::Pty;
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

/// The screen of a notebook with a passphrase, before it is typed.
fn locked_screen() -> App {
    let mut app = App::at(80, 24);
    app.workers.store().passphrase().set(Some(&new(ONE))).unwrap();
    app.restart();
    app
}

#[test]
fn the_screen_opens_with_the_passphrase_alone() {
    let mut app = locked_screen();
    app.shows(&screens::closed(Vi)).hides("Hôm nay");
    // no key leads past it
    app.keys("esc f2 f5 f6 f10 esc").shows(&screens::closed(Vi));
    app.keys("enter").shows(&screens::type_it(Vi));
    app.keys(&format!("'{OTHER}'")).shows("••••••••••••").hides(OTHER).keys("enter");
    app.shows(&store_words::wrong_passphrase(Vi)).shows(&opening(&screens::forgotten(Vi)));
    app.keys(&format!("'x{ONE}'")).keys("ctrl-u").keys(&format!("'{ONE}x' backspace enter"));
    app.shows("F2  Ghi một lượt làm việc");
    assert!(app.workers.store().passphrase().is_set());
    let mut app = locked_screen();
    app.keys("ctrl-q");
    assert!(app.ended);
}

/// Telex would change the input without showing it.
#[test]
fn letters_of_a_passphrase_are_taken_as_they_are() {
    let mut app = App::at(80, 24);
    let typed = "ddwowngf leen";
    app.workers.store().passphrase().set(Some(&new(typed))).unwrap();
    app.restart();
    app.keys("ctrl-t").keys(&format!("'{typed}' enter")).shows("F2  Ghi một lượt làm việc");
    // pasted with its line end
    app.restart();
    app.paste(&format!("{typed}\n")).keys("enter").shows("F2  Ghi một lượt làm việc");
}

#[test]
fn the_passphrase_is_set_changed_and_taken_away_on_the_screen() {
    let mut app = App::at(80, 24);
    app.keys("f10 'mat khau' enter").choose(&screens::item_set(Vi));
    app.shows(&opening(&screens::set_lead(Vi)));
    app.keys(&format!("'{ONE}' enter '{OTHER}' enter")).shows(&screens::not_alike(Vi));
    app.keys(&format!("'{ONE}' enter")).shows(&opening(&words::set(Vi)));
    app.restart();
    app.keys(&format!("'{ONE}' enter"));
    app.keys("f10 'mat khau' enter").choose(&screens::item_change(Vi));
    app.keys(&format!("'{OTHER}' enter '{OTHER}' enter '{OTHER}' enter"));
    app.shows(&store_words::wrong_passphrase(Vi));
    app.keys(&format!("'{ONE}' enter 'ngắn' enter 'ngắn' enter"));
    app.shows(&opening(&words::short(Vi, 8)));
    app.keys(&format!("'{ONE}' enter '{OTHER}' enter '{OTHER}' enter"));
    app.shows(&opening(&words::changed(Vi)));
    app.restart();
    app.keys(&format!("'{OTHER}' enter"));
    app.keys("f10 'mat khau' enter").choose(&screens::item_remove(Vi));
    app.keys(&format!("'{OTHER}' enter")).shows(&opening(&words::removed(Vi)));
    app.restart();
    app.shows("F2  Ghi một lượt làm việc");
}

#[test]
fn the_first_questions_take_a_passphrase() {
    let mut app = App::with(Setting { begun: false, ..USUAL });
    app.keys(&format!("'An' enter 'TT' enter '25' enter '{ONE}'")).hides(ONE);
    app.shows(&opening(&screens::first_set(Vi)));
    app.keys(&format!("enter '{OTHER}' enter")).shows(&screens::not_alike(Vi));
    assert!(!app.effects().iter().any(|effect| matches!(effect, Effect::Init { .. })));
    app.keys(&format!("'{ONE}' enter")).shows("Bắt đầu bằng");
    app.restart();
    app.shows(&screens::closed(Vi)).keys(&format!("'{ONE}' enter")).shows("F2  Ghi một lượt");
    let keys = Keys::read(folder(&app.workers.folder(), Some(ONE))).unwrap();
    assert_eq!(holding(&app.workers.folder(), &data_key(&keys)), Vec::<String>::new());
}

/// Blanks are no passphrase: a notebook that was created with them could not be opened.
#[test]
fn blanks_are_no_passphrase() {
    let mut app = App::with(Setting { begun: false, ..USUAL });
    app.keys("'An' enter 'TT' enter '25' enter '        ' enter '        ' enter");
    app.shows(&words::empty(Vi)).hides("F2  Ghi một lượt làm việc");
    assert!(!Store::exists(&app.workers.folder()));
}

#[test]
fn without_a_passphrase_nothing_is_locked() {
    let mut app = App::at(80, 24);
    app.model.lock_after = Some(60_000);
    app.keys("f2 tab tab tab tab tab 'Dở dang' ctrl-]");
    app.shows(&screens::none_to_lock(Vi, "F10")[..40]).shows("Dở dang");
    app.at_clock(NOW + 3_600_000).pause();
    assert!(!app.ended && !app.model.locks);
}

#[test]
fn the_lock_keeps_what_is_being_typed() {
    for keys in ["ctrl-]", "f10 'khoa so' enter"] {
        let mut app = locked_screen();
        app.keys(&format!("'{ONE}' enter f2 tab tab tab tab tab 'Đang lắp máy xẻ'"));
        app.effects();
        app.keys(keys);
        assert!(app.ended && app.model.locks, "{keys}");
        let effects = app.effects();
        let saved = effects.iter().position(|effect| matches!(effect, Effect::SaveDraft(_)));
        let left = effects.iter().position(|effect| matches!(effect, Effect::Quit));
        assert!(saved.is_some() && saved < left, "{effects:?}");
        app.restart();
        app.shows(&screens::closed(Vi)).hides("Đang lắp").keys(&format!("'{ONE}' enter"));
        app.shows("Bản nháp chưa xong (1)").keys("home enter").shows("Đang lắp máy xẻ");
    }
}

#[test]
fn a_notebook_left_alone_locks_itself() {
    let mut app = locked_screen();
    app.model.lock_after = Some(60_000);
    app.keys(&format!("'{ONE}' enter f2 tab tab tab tab tab 'Đang đo'"));
    app.pause();
    assert!(!app.model.locks);
    // the loop wakes up for it
    let due = app.model.next_deadline().unwrap();
    app.at_clock(due).pause();
    assert!(app.ended && app.model.locks);
    app.restart();
    app.keys(&format!("'{ONE}' enter home enter")).shows("Đang đo");

    // after the machine slept, the first key only locks
    let mut app = locked_screen();
    app.keys(&format!("'{ONE}' enter"));
    app.model.lock_after = Some(60_000);
    app.at_clock(NOW + 3_600_000).keys("f2");
    assert!(app.ended && app.model.locks);
    assert!(!matches!(app.top(), sotay::app::layer::Screen::Form(_)));

    // keys postpone it; 0 in the settings turns it off
    let mut app = locked_screen();
    app.keys(&format!("'{ONE}' enter"));
    app.model.lock_after = Some(60_000);
    for minute in 1..5 {
        app.at_clock(NOW + minute * 50_000).keys("down");
    }
    assert!(!app.model.locks);
    app.model.lock_after = None;
    app.at_clock(NOW + 36_000_000).keys("down");
    app.event(EventKind::Due);
    assert!(!app.model.locks);
}

#[test]
fn a_clock_that_is_set_back_does_not_keep_the_notebook_open() {
    let mut app = locked_screen();
    app.keys(&format!("'{ONE}' enter"));
    app.model.lock_after = Some(60_000);
    app.at_clock(NOW - 3_600_000).event(EventKind::Due);
    assert!(!app.model.locks);
    assert_eq!(app.model.next_deadline(), Some(NOW - 3_540_000));
}

#[test]
fn what_came_of_work_stays_to_be_read() {
    let mut app = locked_screen();
    app.keys(&format!("'{ONE}' enter f6"));
    app.model.lock_after = Some(60_000);
    let path = app.workers.path("co-so.csv");
    app.slow_disk().keys("ctrl-r").types(&path).keys("enter");
    app.keys("ctrl-]").shows(&screens::still_working(Vi, "Ctrl-]"));
    assert_eq!(app.model.next_deadline(), None);
    app.at_clock(NOW + 3_600_000).disk_catches_up();
    app.event(EventKind::Notice(sotay::app::event::WorkerAnswer::News(Vec::new())));
    assert!(!app.model.locks);
    assert_eq!(app.model.next_deadline(), Some(NOW + 3_660_000));
}

/// On a slow machine a passphrase is typed twice; the second one must not go to another screen.
#[test]
fn what_is_typed_while_the_passphrase_is_tried_is_shown_nowhere() {
    let mut app = locked_screen();
    app.slow_disk().keys(&format!("'{ONE}' enter '/an/bay/' enter"));
    app.disk_catches_up().shows("F2  Ghi một lượt làm việc").hides("an/bay");
    assert!(app.model.queued.is_empty());
    app.keys("f10 'mat khau' enter").choose(&screens::item_change(Vi));
    app.keys(&format!("'{ONE}' enter '{OTHER}' enter '{OTHER}'"));
    app.slow_disk().keys("enter '/an/bay/' enter");
    app.disk_catches_up().shows(&opening(&words::changed(Vi))).hides("an/bay");
}

/// A prompt leaves no draft, and the message must not say that it does.
#[test]
fn an_answer_that_a_lock_throws_away_is_told_of() {
    let mut app = locked_screen();
    app.keys(&format!("'{ONE}' enter"));
    assert!(!has_typed_answer(&app.model));
    app.keys("f10 'nhap danh sach' enter").keys("'a.xlsx'");
    assert!(has_typed_answer(&app.model));
}

#[test]
fn a_lock_waits_for_a_draft_that_the_disk_does_not_take() {
    let mut app = locked_screen();
    app.keys(&format!("'{ONE}' enter f2 tab tab tab tab tab 'Giữ lại'")).slow_disk();
    app.keys("ctrl-]");
    let draft = app.drafts().first().map(|draft| draft.id);
    let failed = sotay::app::event::WorkerAnswer::DraftFailed {
        draft: draft.unwrap_or(sotay::record::Id([0; 16])),
        text: "disk full".into(),
    };
    app.event(EventKind::Notice(failed));
    assert!(!app.model.locks && !app.model.is_quitting);
    app.shows("Giữ lại");
}

#[test]
fn every_screen_of_it_fits_and_is_there_in_english() {
    for size in [(80, 24), (40, 12), (40, 15)] {
        let mut app = App::with(Setting { size, lang: En, ascii: true, ..USUAL });
        app.workers.store().passphrase().set(Some(&new(ONE))).unwrap();
        app.restart();
        app.shows(&opening(&screens::present(En))).keys("'abcdef'").shows("******");
        app.keys("enter").shows("! The passphrase is wrong");
    }
}

/// The consequences of a passphrase can be read in full before it is set.
#[test]
fn the_screens_that_change_it_fit_and_say_how_to_turn_back() {
    for (lang, size) in [(Vi, (40, 12)), (En, (40, 12)), (Vi, (80, 24))] {
        let mut app = App::with(Setting { size, lang, ..USUAL });
        let open = |app: &mut App| {
            let command = if lang == Vi { "mat khau" } else { "passphrase" };
            app.keys(&format!("f10 '{command}' enter enter"));
        };
        let whole = |app: &App| {
            let words: Vec<String> = app.screen().iter().map(|row| row.trim().into()).collect();
            words.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let is_cut = |app: &App| app.screen()[1..].iter().any(|row| row.contains('…'));
        open(&mut app);
        assert!(whole(&app).contains(&screens::set_lead(lang)), "{}", app.text());
        assert!(!is_cut(&app), "{}", app.text());
        app.shows("Esc").hides("F12:");
        app.keys(&format!("'{ONE}' enter '{OTHER}' enter"));
        assert!(whole(&app).contains(&screens::not_alike(lang)), "{}", app.text());
        app.keys(&format!("'{ONE}' enter"));
        open(&mut app);
        app.shows(&screens::old(lang));
        assert!(!is_cut(&app), "{}", app.text());
        app.keys("esc").hides(&screens::old(lang));
        app.restart();
        // nothing is saved here
        let saves = if lang == Vi { "Lưu" } else { "Save" };
        app.shows(&screens::closed(lang)).hides(saves);
    }
}

#[test]
fn a_real_terminal_is_silent_while_a_passphrase_is_typed_and_shows_nothing_once_locked() {
    let (home, _) = closed();
    let mut pty = Pty::sotay(&home.folder(), &["drafts"]);
    pty.wait_for(words::prompt(Vi).trim());
    assert!(!pty.is_cooked());
    pty.send(&format!("{ONE}\r"));
    assert!(pty.wait_for_end().success() && pty.is_cooked());
    assert!(!pty.text().contains("lên núi"), "{}", pty.text());
    // Ctrl-C leaves the terminal in its normal mode
    let mut pty = Pty::sotay(&home.folder(), &["drafts"]);
    pty.wait_for(words::prompt(Vi).trim());
    pty.send("abc\x03");
    assert_eq!(pty.wait_for_end().code(), Some(1));
    assert!(pty.is_cooked());

    let mut pty = Pty::sotay(&home.folder(), &[]);
    pty.wait_for(&screens::closed(Vi));
    pty.send(&format!("{OTHER}\r"));
    pty.wait_for(&store_words::wrong_passphrase(Vi));
    pty.send(&format!("{ONE}\r"));
    pty.wait_for("Ghi một lượt làm việc");
    // a new visit with a word in it
    pty.send("\x0eMộc Hòa Bình");
    pty.wait_for("Mộc Hòa Bình");
    pty.send("\x1d");
    pty.wait_for(&opening(&screens::was_locked(Vi)));
    assert!(!pty.text().contains("Mộc Hòa Bình"), "{}", pty.text());
    pty.send(&format!("{ONE}\r"));
    pty.wait_for("Bản nháp chưa xong (1)");
    pty.send("\x11");
    assert!(pty.wait_for_end().success());
}
