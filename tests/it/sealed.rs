//! Nothing that names a person is readable in files that the two programs write: every byte of
//! every file is searched, for both encodings of letters and without accents.

mod search;

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use rustix::process::Signal;
use sotay::lang::Lang::Vi;
use sotay::lang::passphrase as screens;
use sotay::storage::crypto::key::Keys;
use sotay::storage::crypto::key_folder::{KeyAccess, KeyedFolder};
use sotay::storage::crypto::passphrase::Passphrase;
use sotay::storage::crypto::sealed_file::{ADDRESS, COLUMNS, ENROLMENT, VALUES};
use sotay::sync::certificate::Enrolment;
use sotay::sync::peer_state::PeerState;
use sotay::text::fold::fold;
use unicode_normalization::UnicodeNormalization;

use crate::hq::program::{Centre, words as eight_words};
use crate::kit::home::Home;
use crate::kit::machine::{Machine, Ran};
use crate::kit::pty::Pty;
use search::{
    CONTACT, DRAFT, HEADING, KEY_COMMENT, OFFICE, OFFICER, OWNER, PHONE, PHOTO, REVIEWER,
    STICK, STREET, UNIT, VALUE, in_clear,
};

const PASSPHRASE: &str = "đường lên núi";

struct Both {
    centre: Centre,
    machine: Machine,
    file: String,
    hq_file: String,
}

impl Both {
    fn new() -> Both {
        let (centre, machine) = (Centre::bare(), Machine::new());
        let secret = |path: PathBuf| {
            std::fs::write(&path, PASSPHRASE).unwrap();
            let mode = std::fs::Permissions::from_mode(0o600);
            std::fs::set_permissions(&path, mode).unwrap();
            path.to_str().unwrap().to_owned()
        };
        let file = secret(machine.path("secret"));
        let hq_file = secret(centre.path("secret"));
        for folder in ["outside", "backups"] {
            std::fs::create_dir(machine.path(folder)).unwrap();
        }
        std::fs::create_dir(machine.path("outside").join(STICK)).unwrap();
        std::fs::create_dir(centre.path("copies")).unwrap();
        let both = Both { centre, machine, file, hq_file };
        let reviewer = format!("Trần {REVIEWER}");
        let name = format!("Cục {OFFICE}");
        both.hq(&["init", "--name", &name, "--reviewer", &reviewer]);
        // decomposed, as some input methods write
        let officer: String = format!("Nguyễn {OFFICER}").nfd().collect();
        let unit = format!("TT {UNIT}");
        both.run(&["init", "--officer", &officer, "--unit", &unit, "--province", "19"]);
        both
    }

    fn stick(&self) -> PathBuf {
        self.machine.path("outside").join(STICK)
    }

    fn run(&self, args: &[&str]) -> Ran {
        self.feed(args, b"")
    }

    fn feed(&self, args: &[&str], input: &[u8]) -> Ran {
        let all = [&["--passphrase-file", &self.file], args].concat();
        let ran = self.machine.feed(&all, input);
        assert_eq!(ran.code, 0, "{args:?}: {}{}", ran.out, ran.err);
        ran
    }

    fn hq(&self, args: &[&str]) -> Ran {
        let ran = self.centre.run(&[&["--passphrase-file", &self.hq_file], args].concat());
        assert_eq!(ran.code, 0, "{args:?}: {}{}", ran.out, ran.err);
        ran
    }

    fn outside(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.machine.path("outside").join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn sync(&self) {
        // fails while headquarters has not received everything
        let folder = format!("folder:{}", self.stick().display());
        let file = ["--passphrase-file", &self.file];
        let ran = self.machine.run(&[&file[..], &["sync", &folder]].concat());
        assert!(ran.code == 0 || ran.code == 1, "{}", ran.err);
        self.hq(&["import", self.stick().to_str().unwrap()]);
        self.hq(&["fold"]);
        self.hq(&["export", self.stick().to_str().unwrap()]);
    }

    fn notebook(&self) -> PathBuf {
        self.machine.path("notebook")
    }
}

fn workshop() -> String {
    let person: String = format!("Lò {CONTACT}").nfd().collect();
    serde_json::json!({
        "name": format!("Rèn {OWNER}"), "type": "ho_kinh_doanh", "place": "05443", "sector": "a",
        "address": format!("Ngõ {STREET}"), "products": "Tủ", "workers": 5,
        "status": "dang_hoat_dong", "tax_none": "x", "contact_name": person,
        "contact_phone": PHONE, "notice": true, "notice_date": "2026-11-01",
    })
    .to_string()
}

/// Unlocks, types a draft of a visit, and then the program is locked and stopped, or killed.
fn typed_and_gone(both: &Both, is_killed: bool) {
    let mut pty = Pty::sotay(&both.notebook(), &[]);
    pty.wait_for(&screens::closed(Vi));
    pty.send(&format!("{PASSPHRASE}\r"));
    pty.wait_for("Ghi một lượt làm việc");
    pty.send(&format!("\x0e{DRAFT}"));
    pty.wait_for(DRAFT);
    if is_killed {
        pty.signal(Signal::KILL);
    } else {
        pty.send("\x1d");
        pty.wait_until("a locked screen", |screen| !screen.contents().contains(DRAFT));
        assert_eq!(in_clear(&both.notebook()), [""; 0], "while it is locked");
        pty.signal(Signal::TERM);
    }
    pty.wait_for_end();
}

#[test]
fn nothing_that_names_people_is_in_clear() {
    let both = Both::new();
    both.feed(&["add", "establishment"], workshop().as_bytes());
    let list = format!(
        "Tên cơ sở;Xã;{HEADING};Loại hình;SĐT\nMộc {OWNER};05443;a;{VALUE};{PHONE}\n\
         Mộc B;05443;a;{VALUE};{PHONE}\n"
    );
    let list = both.outside("list.csv", list.as_bytes());
    let map = format!("{HEADING}=-");
    let value = format!("Loại hình={VALUE}=Hộ kinh doanh");
    let import = ["import", "establishment", &list, "--map", &map, "--value", &value];
    let ran = both.machine.run(&[&["--passphrase-file", &both.file][..], &import].concat());
    assert!(COLUMNS.is_sealed(&std::fs::read(both.notebook().join(COLUMNS.name)).unwrap()));
    assert!(
        VALUES.is_sealed(&std::fs::read(both.notebook().join(VALUES.name)).unwrap()),
        "{}",
        ran.err
    );
    let record = both.run(&["list", "establishment", "--format", "json"]).out;
    let record: serde_json::Value =
        serde_json::from_str(record.lines().next().unwrap()).unwrap();
    let photo = both.outside(&format!("{PHOTO}.txt"), format!("ảnh {PHOTO}").as_bytes());
    both.run(&["attach", record["id"].as_str().unwrap(), &photo]);
    // enrolment: two files name the officer readably, and the guides say so
    let (request, key) =
        (both.outside("request", b""), format!("ssh-ed25519 AAAAC3NzaC1l {KEY_COMMENT}@may\n"));
    let key = both.outside("id.pub", key.as_bytes());
    let asked = both.run(&["enrol", "--request", &request, "--ssh-key", &key, "--force"]);
    assert_eq!(eight_words(&asked.err).split(' ').count(), 8);
    both.hq(&["enrol", &request, "--yes"]);
    let reply = format!("{request}.reply");
    both.run(&["enrol", "--accept", &reply]);
    assert!(ENROLMENT.is_sealed(&std::fs::read(both.notebook().join(ENROLMENT.name)).unwrap()));
    both.sync();
    both.sync();
    assert!(ADDRESS.is_sealed(&std::fs::read(both.notebook().join(ADDRESS.name)).unwrap()));
    let backups = both.machine.path("backups");
    both.run(&["backup", backups.to_str().unwrap()]);
    both.hq(&["backup", both.centre.path("copies").to_str().unwrap()]);
    typed_and_gone(&both, false);
    typed_and_gone(&both, true);
    // before the opening that repairs, and after it
    assert_eq!(in_clear(&both.notebook()), [""; 0], "killed");
    both.run(&["drafts"]);
    both.run(&["rebuild"]);
    both.run(&["verify"]);
    // everything that either program has written anywhere, including settings and left-over files
    let (home, centre) = (both.machine.home.path(), both.centre.path(""));
    for folder in [home, &centre] {
        let mut found = in_clear(folder);
        found.retain(|found| !found.contains(" in outside/"));
        assert_eq!(found, [""; 0], "{}", folder.display());
    }
    assert_eq!(in_clear(&both.stick()), [""; 0], "the stick");
    // People read and compare the request before there are keys to seal it with. It goes to
    // headquarters by hand and is removed there. The comment of the ssh key is part of what ssh
    // reads.
    let exceptions = [
        format!("{KEY_COMMENT} in request"),
        format!("{OFFICER} in request"),
        format!("{UNIT} in request"),
        format!("{OFFICER} in request.reply"),
        format!("{UNIT} in request.reply"),
        format!("{OFFICE} in request.reply"),
    ];
    let mut outside = in_clear(&both.machine.path("outside"));
    outside.retain(|found| found.ends_with("request") || found.ends_with("request.reply"));
    assert_eq!(
        outside.into_iter().collect::<BTreeSet<_>>(),
        exceptions.into_iter().collect::<BTreeSet<_>>()
    );
}

/// The memory of an open notebook holds keys and what is on the screen.
#[test]
fn an_open_notebook_leaves_no_core_dump() {
    let home = Home::new();
    let mut pty = Pty::sotay(&home.folder(), &[]);
    pty.wait_for("Ghi một lượt làm việc");
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", pty.pid())).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    let numbers: Vec<&str> = core.split_whitespace().skip(4).take(2).collect();
    assert_eq!(numbers, ["0", "0"], "{core}");
    pty.send("\x11");
    assert!(pty.wait_for_end().success());
}

/// Readable files of an older program are read, and sealed at the next opening.
#[test]
fn what_an_older_program_left_in_clear_is_sealed_at_the_next_opening() {
    let both = Both::new();
    let request = both.outside("request", b"");
    both.run(&["enrol", "--request", &request, "--force"]);
    both.hq(&["enrol", &request, "--yes"]);
    both.run(&["enrol", "--accept", &format!("{request}.reply")]);
    let access = KeyAccess::Passphrase(Passphrase::new(PASSPHRASE).unwrap());
    let folder = KeyedFolder { dir: both.notebook(), access };
    let keys = folder.keys().unwrap();
    let folder = KeyedFolder { access: KeyAccess::Keys(keys.clone()), ..folder };
    let enrolment = Enrolment::read(&folder).unwrap().unwrap();
    let old = [
        (ENROLMENT, enrolment.encode()),
        (COLUMNS, format!("establishment\t{}\t@nothing\n", fold(HEADING)).into_bytes()),
        (VALUES, format!("establishment\ttype\t{}\t-\n", fold(VALUE)).into_bytes()),
        (ADDRESS, format!("folder:{}\n", both.stick().display()).into_bytes()),
    ];
    for (file, bytes) in &old {
        std::fs::write(both.notebook().join(file.name), bytes).unwrap();
    }
    assert_eq!(Enrolment::read(&folder).unwrap().unwrap(), enrolment);
    assert!(PeerState::of_folder(&folder).address().unwrap().ends_with(STICK));
    assert_eq!(in_clear(&both.notebook()).len(), 6);
    both.run(&["drafts"]);
    assert_eq!(in_clear(&both.notebook()), [""; 0]);
    assert_eq!(Enrolment::read(&folder).unwrap().unwrap(), enrolment);
    for (file, plain) in old {
        let bytes = std::fs::read(both.notebook().join(file.name)).unwrap();
        assert_eq!(file.open(&keys, &bytes).unwrap(), plain, "{}", file.name);
    }
    // a sealed file under another file's name does not open
    let bytes = std::fs::read(both.notebook().join(ENROLMENT.name)).unwrap();
    std::fs::write(both.notebook().join(ADDRESS.name), &bytes).unwrap();
    assert_eq!(PeerState::of_folder(&folder).address(), None);
}

/// Made by another program (`make_sealed_v1.py`), and never made again.
#[test]
fn a_sealed_file_opens_as_released() {
    let keys = Keys::from_bytes(&std::array::from_fn(|at| 0x64 + at as u8));
    let lines = include_str!("../golden/sealed-v1.txt");
    let files = [ENROLMENT, COLUMNS, VALUES, ADDRESS];
    assert_eq!(lines.lines().count(), files.len());
    for (line, file) in lines.lines().zip(files) {
        let parts: Vec<&str> = line.split(' ').collect();
        let [name, plain, sealed] = parts[..] else { panic!("{line}") };
        let bytes = |hex: &str| -> Vec<u8> {
            let digits = hex.as_bytes().chunks(2).map(|two| std::str::from_utf8(two).unwrap());
            digits.map(|two| u8::from_str_radix(two, 16).unwrap()).collect()
        };
        let (plain, sealed) = (bytes(plain), bytes(sealed));
        assert_eq!(file.name, name);
        assert_eq!(file.open(&keys, &sealed).unwrap(), plain, "{name}");
        assert_eq!(file.seal(&keys, &sealed).unwrap(), sealed, "sealed once");
        for at in 8..sealed.len() {
            let mut bad = sealed.clone();
            bad[at] ^= 1;
            assert!(file.open(&keys, &bad).is_err(), "{name}, byte {at}");
        }
        let again = file.seal(&keys, &plain).unwrap();
        assert_eq!(again.len(), sealed.len());
        assert_eq!(file.open(&keys, &again).unwrap(), plain);
    }
}
