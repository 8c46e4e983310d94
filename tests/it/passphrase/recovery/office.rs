//! A forgotten passphrase as officer and headquarters meet it: commands, refusals and the screen.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use sotay::lang::Lang::Vi;
use sotay::lang::{passphrase as screens, recovery as words};
use sotay::storage::crypto::key::Keys;

use crate::hq::program::Centre;
use crate::kit::app::App;
use crate::kit::headquarters::Headquarters;
use crate::kit::machine::{Machine, Ran};
use crate::kit::opening;
use crate::passphrase::{ONE, OTHER};

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
    assert!(!crate::passphrase::contains(&bytes, "Nguyễn".as_bytes()));
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
    let plain = Keys::read(crate::passphrase::folder(&folder, Some(OTHER))).unwrap().to_file();
    for name in ["key", "key.bak"] {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        assert!(!crate::passphrase::contains(&bytes, &plain[9 + 53..9 + 85]), "{name}");
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
