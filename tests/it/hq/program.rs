//! The two programs as people use them: real binaries, files that travel, exit codes.

use crate::kit::opening;
use sotay::lang;
use sotay::lang::Lang::Vi;
use sotay::storage::disk::RealDisk;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::kit::machine::{Machine, Ran};

pub struct Centre {
    dir: tempfile::TempDir,
}

impl Centre {
    pub fn new() -> Centre {
        Centre::named("Cục CN")
    }

    /// Without headquarters' folder.
    pub fn bare() -> Centre {
        Centre { dir: tempfile::tempdir().unwrap() }
    }

    pub fn named(name: &str) -> Centre {
        let centre = Centre::bare();
        let made = centre.run(&["init", "--name", name, "--reviewer", "Trần Duyệt"]);
        assert_eq!(made.code, 0, "{}", made.err);
        centre
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_on("hq", args)
    }

    pub fn feed(&self, args: &[&str], input: &[u8]) -> Ran {
        self.ran("hq", args, input)
    }

    pub fn run_on(&self, data: &str, args: &[&str]) -> Ran {
        self.ran(data, args, b"")
    }

    pub fn ran(&self, data: &str, args: &[&str], input: &[u8]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sotay-hq"));
        for name in ["LC_ALL", "LC_MESSAGES", "LANG", "XDG_DATA_HOME"] {
            command.env_remove(name);
        }
        command.env("HOME", self.dir.path()).env("XDG_CONFIG_HOME", self.path("config"));
        command.env("SOTAY_HQ_DATA", self.path(data)).args(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // a command without questions may already have ended
        child.stdin.take().unwrap().write_all(input).unwrap_or_default();
        let output = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let code = output.status.code().unwrap();
        Ran { code, out: text(output.stdout), err: text(output.stderr) }
    }
}

const WORKSHOP: &[u8] = b"{\"name\":\"Moc A\",\"type\":\"ho_kinh_doanh\",\"place\":\"05443\",\
    \"sector\":\"a\",\"products\":\"Tu\",\"workers\":5,\
    \"status\":\"dang_hoat_dong\",\"tax_none\":\"x\"}\n";

pub fn words(said: &str) -> String {
    let line = said.lines().find(|line| line.contains(": ")).unwrap();
    line.rsplit(": ").next().unwrap().to_owned()
}

/// A notebook that is enrolled at headquarters.
pub fn enrolled(centre: &Centre, machine: &Machine) {
    let ssh = machine.path("id.pub");
    std::fs::write(&ssh, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB an@may\n").unwrap();
    let file = machine.path("request");
    let (file, ssh) = (file.to_str().unwrap(), ssh.to_str().unwrap());
    let asked = machine.run(&["enrol", "--request", file, "--ssh-key", ssh]);
    assert_eq!(asked.code, 0, "{}", asked.err);
    // the words have not been compared yet
    let seen = centre.run(&["enrol", file]);
    assert_eq!(seen.code, 1, "{}", seen.err);
    assert!(seen.err.contains("Nguyễn Văn An"), "{}", seen.err);
    assert!(seen.err.contains(&words(&asked.err)), "{} / {}", asked.err, seen.err);
    assert!(centre.run(&["officers"]).out.is_empty());
    let done = centre.run(&["enrol", file, "--yes"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("receive --officer 1\",restrict ssh-ed25519"));
    let reply = format!("{file}.reply");
    let taken = machine.run(&["enrol", "--accept", &reply]);
    assert_eq!(taken.code, 0, "{}", taken.err);
    assert!(taken.err.contains("Cục CN"), "{}", taken.err);
}

#[test]
fn a_notebook_is_enrolled_with_eight_words_that_both_see() {
    let (centre, machine) = (Centre::new(), Machine::with_notebook());
    enrolled(&centre, &machine);
    let officers = centre.run(&["officers"]).out;
    assert!(
        officers.contains("Nguyễn Văn An") && officers.contains(&lang::hq::active(Vi)),
        "{officers}"
    );
    // the reply is of no use to another notebook
    let other = Machine::with_notebook();
    let reply = machine.path("request.reply");
    let refused = other.run(&["enrol", "--accept", reply.to_str().unwrap()]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("không phải trả lời cho máy này"), "{}", refused.err);
    let out = centre.run(&["revoke", "1"]);
    assert_eq!(out.code, 0, "{}", out.err);
    assert!(centre.run(&["officers"]).out.contains("đã thu hồi"));
    assert!(centre.run(&["officers", "--ssh"]).out.is_empty());
    assert_eq!(centre.run(&["revoke", "7"]).code, 1);
}

/// The message named the file that could not be written, but not what that means for the device.
#[test]
fn a_revocation_that_could_not_be_written_did_not_say_that_it_is_not_done() {
    let (centre, machine) = (Centre::new(), Machine::with_notebook());
    enrolled(&centre, &machine);
    let list = centre.path("hq").join("roll");
    std::fs::remove_file(&list).unwrap_or_default();
    std::fs::create_dir_all(list.join("in the way")).unwrap();
    let out = centre.run(&["revoke", "1"]);
    assert_eq!(out.code, 1);
    assert!(out.err.contains("số 1 chưa xong"), "{}", out.err);
    std::fs::remove_dir_all(&list).unwrap();
    let again = centre.run(&["revoke", "1"]);
    assert!(again.code == 0 && again.err.contains("từ trước"), "{}", again.err);
    assert!(list.is_file(), "the list that leaves with every answer is written again");
}

#[test]
fn a_request_with_one_bit_changed_is_refused() {
    let (centre, machine) = (Centre::new(), Machine::with_notebook());
    let file = machine.path("request");
    machine.run(&["enrol", "--request", file.to_str().unwrap()]);
    let whole = std::fs::read(&file).unwrap();
    for at in (0..whole.len()).step_by(7) {
        let mut bad = whole.clone();
        bad[at] ^= 1;
        assert!(sotay::sync::enrol::EnrolRequest::read(&bad).is_err(), "byte {at}");
    }
    std::fs::write(&file, &whole[..whole.len() - 1]).unwrap();
    assert_eq!(centre.run(&["enrol", file.to_str().unwrap(), "--yes"]).code, 1);
}

#[test]
fn a_request_that_is_not_there_was_said_to_be_unwritable() {
    let (centre, machine) = (Centre::new(), Machine::with_notebook());
    let missing = machine.path("an.req");
    let missing = missing.to_str().unwrap();
    let refused = [
        centre.run(&["enrol", missing, "--yes"]),
        machine.run(&["enrol", "--accept", missing]),
    ];
    for said in refused {
        assert_eq!(said.code, 1);
        assert!(said.err.contains(&lang::system::not_there(Vi)), "{}", said.err);
    }
}

#[test]
fn a_backup_stands_up_elsewhere_in_a_later_era() {
    let (centre, machine) = (Centre::new(), Machine::with_notebook());
    enrolled(&centre, &machine);
    let copies = centre.path("copies");
    // a stick that is not plugged in must not become a folder
    assert_eq!(centre.run(&["backup", copies.to_str().unwrap()]).code, 1);
    assert!(!copies.exists());
    std::fs::create_dir(&copies).unwrap();
    let copy = centre.run(&["backup", copies.to_str().unwrap()]);
    assert_eq!(copy.code, 0, "{}", copy.err);
    let folder = copy.out.trim();
    let era = |data: &str| sotay::hq::HqDirectory::open(&centre.path(data)).unwrap().secret.era;
    let back = centre.run_on("again", &["restore", folder]);
    assert_eq!(back.code, 0, "{}", back.err);
    assert!(era("again") > era("hq"));
    assert!(centre.run_on("again", &["officers"]).out.contains("Nguyễn Văn An"));
    assert_eq!(centre.run_on("again", &["verify"]).code, 0);
    assert_eq!(centre.run_on("again", &["list", "officer", "--format", "json"]).code, 0);
    // the reviewer sees it, and headquarters' op numbers start again
    let matters = centre.run_on("again", &["list", "matter", "--format", "json"]).out;
    assert_eq!(
        (matters.lines().count(), matters.contains("khoi_phuc")),
        (1, true),
        "{matters}"
    );
    // it says since when decisions are lost
    assert!(matters.contains(&opening(&lang::hq::copy_of(Vi, "…"))), "{matters}");
    assert!(back.err.contains("phải làm lại"), "{}", back.err);
    // the program's internal notes are not shown
    let matter: serde_json::Value =
        serde_json::from_str(matters.lines().next().unwrap()).unwrap();
    let shown = centre.run_on("again", &["show", matter["id"].as_str().unwrap(), "--history"]);
    assert!(shown.code == 0 && !shown.out.contains("Dấu của các bên"), "{}", shown.out);
    assert!(centre.run(&["list", "matter", "--format", "json"]).out.is_empty());
    // never over an existing folder
    assert_eq!(centre.run(&["restore", folder]).code, 1);
}

#[test]
fn targets_are_published_and_nothing_else() {
    let centre = Centre::new();
    let file = centre.path("muc.csv");
    std::fs::write(&file, "indicator,year_from,year_to,value,decision,verified\nI1,2026,2026,12,235/QĐ-TTg,true\n").unwrap();
    let file = file.to_str().unwrap();
    let done = centre.run(&["publish", "target", file]);
    assert_eq!(done.code, 0, "{}", done.err);
    let listed = centre.run(&["list", "target", "--format", "json"]).out;
    assert!(listed.contains("235/QĐ-TTg"), "{listed}");
    assert_eq!(centre.run(&["publish", "visit", file]).code, 2);
}

#[test]
fn rows_that_lack_answers_are_not_published_unless_that_is_asked_for() {
    let centre = Centre::new();
    let file = centre.path("muc.csv");
    std::fs::write(&file, "indicator,value\nI1,12\n").unwrap();
    let file = file.to_str().unwrap();
    let rows = || centre.run(&["list", "target", "--format", "json"]).out.lines().count();
    let refused = centre.run(&["publish", "target", file]);
    assert_eq!((refused.code, rows()), (1, 0), "{}", refused.err);
    assert!(
        refused.err.contains(&opening(&lang::hq::unread_columns(Vi, "…"))),
        "{}",
        refused.err
    );
    let looked = centre.run(&["publish", "target", file, "--dry-run"]);
    assert_eq!((looked.code, rows()), (1, 0), "{}", looked.err);
    assert!(looked.err.contains("xem trước"), "{}", looked.err);
    let done = centre.run(&["publish", "target", file, "--allow-incomplete"]);
    assert_eq!((done.code, rows()), (0, 1), "{}", done.err);
}

#[test]
fn a_device_that_was_shut_out_is_taken_in_again_only_when_that_is_said() {
    let (centre, machine) = (Centre::new(), Machine::with_notebook());
    enrolled(&centre, &machine);
    assert_eq!(centre.run(&["revoke", "1"]).code, 0);
    let file = machine.path("request");
    let file = file.to_str().unwrap();
    let refused = centre.run(&["enrol", file, "--yes"]);
    assert_eq!(refused.code, 1, "{}", refused.err);
    assert!(refused.err.contains("--again"), "{}", refused.err);
    assert!(centre.run(&["officers"]).out.contains("đã thu hồi"));
    // the reply to the first request still exists
    let kept = centre.run(&["enrol", file, "--yes", "--again"]);
    assert!(kept.code == 1 && kept.err.contains("--force"), "{}", kept.err);
    assert!(centre.run(&["officers"]).out.contains("đã thu hồi"));
    let again = centre.run(&["enrol", file, "--yes", "--again", "--force"]);
    assert_eq!(again.code, 0, "{}", again.err);
    assert!(again.err.contains("nay được nhận lại"), "{}", again.err);
    assert!(centre.run(&["officers"]).out.contains(&lang::hq::active(Vi)));
}

#[test]
fn a_missing_ssh_key_is_not_called_a_wrong_one() {
    let machine = Machine::with_notebook();
    let (file, key) = (machine.path("request"), machine.path("nowhere.pub"));
    let (file, key) = (file.to_str().unwrap(), key.to_str().unwrap());
    let asked = machine.run(&["enrol", "--request", file, "--ssh-key", key]);
    assert_eq!(asked.code, 1);
    assert!(
        asked.err.contains(&opening(&lang::hq::no_ssh_file(Vi, "…", "…"))),
        "{}",
        asked.err
    );
}

/// An officer's notebook and headquarters show the same digits for a record.
#[test]
fn headquarters_and_an_officer_read_the_same_digits_of_a_record() {
    let (centre, machine) = (Centre::new(), Machine::with_notebook());
    enrolled(&centre, &machine);
    let added = machine.feed(&["add", "establishment"], WORKSHOP);
    assert_eq!(added.code, 0, "{}", added.err);
    let id = added.out.trim();
    assert_eq!(centre.run(&["prove", id]).code, 1);
    let stick = centre.path("stick");
    std::fs::create_dir(&stick).unwrap();
    machine.run(&["sync", &format!("folder:{}", stick.display())]);
    assert_eq!(centre.run(&["import", stick.to_str().unwrap()]).code, 0);
    let (here, there) = (machine.run(&["prove", id]), centre.run(&["prove", id]));
    assert_eq!((here.code, there.code), (0, 0), "{}{}", here.err, there.err);
    let line = here.out.lines().next().unwrap();
    assert!(line.contains("chuỗi"), "{line}");
    assert!(there.out.lines().any(|said| said == line), "{line}\n{}", there.out);
    assert!(there.out.contains("Nguyễn Văn An, số 1"), "{}", there.out);
}

#[test]
fn verify_names_the_device_whose_log_is_damaged_and_from_where_on() {
    let (centre, machine) = (Centre::new(), Machine::with_notebook());
    enrolled(&centre, &machine);
    let stick = centre.path("stick");
    std::fs::create_dir(&stick).unwrap();
    let bring = || {
        machine.run(&["sync", &format!("folder:{}", stick.display())]);
        assert_eq!(centre.run(&["import", stick.to_str().unwrap()]).code, 0);
    };
    bring();
    let sound = centre.run(&["verify"]);
    assert_eq!(sound.code, 0, "{}", sound.err);
    assert!(sound.out.contains("1 nhật ký máy nguyên vẹn"), "{}", sound.out);
    let only = |folder: PathBuf| {
        let mut paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        paths.find(|path| path.is_dir() || path.extension().is_some()).unwrap()
    };
    let file = only(only(centre.path("hq/log")).join("journal"));
    let end = |bytes: &[u8]| bytes.iter().rposition(|byte| *byte != 0).unwrap();
    let first = end(&std::fs::read(&file).unwrap());
    let added = machine.feed(&["add", "establishment"], WORKSHOP);
    assert_eq!(added.code, 0, "{}", added.err);
    bring();
    // a lost end looks like one torn by a power cut, but it had been folded
    let whole = std::fs::read(&file).unwrap();
    let mut cut = whole.clone();
    cut[first - 60..].fill(0);
    std::fs::write(&file, cut).unwrap();
    let short = centre.run(&["verify"]);
    assert_eq!(short.code, 1, "{}", short.out);
    assert!(short.out.contains("THIẾU: nhật ký máy"), "{}", short.out);
    assert!(short.out.contains("0 nhật ký máy nguyên vẹn"), "{}", short.out);
    std::fs::write(&file, whole).unwrap();
    // a header is read by the frames after it
    let whole = std::fs::read(&file).unwrap();
    let mut bytes = whole.clone();
    bytes[50] ^= 2;
    std::fs::write(&file, bytes).unwrap();
    let repaired = centre.run(&["verify"]);
    assert!(repaired.err.contains("vẫn đọc được đủ"), "{}{}", repaired.out, repaired.err);
    std::fs::write(&file, whole).unwrap();
    // in an earlier part, so that it is not a torn end
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[first - 60] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let damaged = centre.run(&["verify"]);
    assert_eq!(damaged.code, 1);
    assert!(damaged.out.contains("HỎNG"), "{}{}", damaged.out, damaged.err);
    assert!(damaged.out.contains("Nguyễn Văn An (số 1), từ thay đổi số 1"), "{}", damaged.out);
    assert!(damaged.err.contains("sotay-hq restore"), "{}", damaged.err);
}

/// A running fold ends soon, so other commands wait for it.
#[test]
fn a_command_waits_for_a_fold_that_is_under_way() {
    let centre = Centre::new();
    let lock = sotay::storage::disk::lock::Lock::take(&centre.path("hq"), 1).unwrap();
    let held = std::thread::scope(|scope| {
        let listed = scope.spawn(|| centre.run(&["list", "officer", "--format", "json"]));
        // released only after the command has waited at the lock for a while
        let looked = centre.run(&["verify"]);
        drop(lock);
        (looked, listed.join().unwrap())
    });
    let (looked, listed) = held;
    // lanes and logs are checked without the lock
    assert_eq!(looked.code, 1, "{}", looked.err);
    assert!(looked.err.contains("chưa kiểm tra được"), "{}", looked.err);
    assert!(looked.out.contains("nhật ký máy nguyên vẹn"), "{}", looked.out);
    assert_eq!((listed.code, listed.out.lines().count()), (0, 1), "{}", listed.err);
}

#[test]
fn a_command_says_what_to_do_when_review_is_open() {
    let centre = Centre::new();
    let lock = sotay::storage::disk::lock::Lock::take(&centre.path("hq"), 1).unwrap();
    let holder = "pid 1\nterminal /dev/pts/9\nhost x\nstart 1\nversion 1\n";
    std::fs::write(centre.path("hq/LOCK"), holder).unwrap();
    for args in [&["list", "visit"][..], &["report"], &["show", "x"]] {
        let refused = centre.run(args);
        assert_eq!(refused.code, 1, "{}", refused.err);
        assert!(refused.err.contains("/dev/pts/9"), "{}", refused.err);
        assert!(refused.err.contains("Ctrl-Q"), "{}", refused.err);
    }
    assert_eq!(centre.run(&["officers"]).code, 0);
    drop(lock);
}

#[test]
fn every_command_has_help_in_both_languages() {
    let centre = Centre::new();
    let names = [
        "init", "enrol", "receive", "import", "export", "fold", "list", "show", "report",
        "officers", "revoke", "handover", "publish", "backup", "restore", "verify", "rebuild",
        "review", "prove", "confirm", "words",
    ];
    for name in names {
        let vi = centre.run(&[name, "--help"]);
        let en = centre.run(&["--lang", "en", name, "--help"]);
        assert_eq!((vi.code, en.code), (0, 0), "{name}: {}", vi.err);
        assert_ne!(vi.out, en.out, "{name}");
        for english in ["Options", "Print ", "[default"] {
            assert!(!vi.out.contains(english), "{english} in {name}: {}", vi.out);
        }
    }
    let all = centre.run(&["--help"]).out;
    assert!(!all.contains("Options") && !all.contains("Print version"), "{all}");
    assert_eq!(centre.run_on("nowhere", &["officers"]).code, 1);
}

#[test]
fn an_officers_program_knows_nothing_of_verdicts() {
    let machine = Machine::with_notebook();
    let refused = machine.feed(&["add", "verdict"], b"{\"verdict\":\"duyet\"}\n");
    assert_eq!(refused.code, 2, "{}", refused.err);
}

/// A stick travels twice between two officers and headquarters.
#[test]
fn a_stick_brings_two_officers_together() {
    let centre = Centre::new();
    let (a, b) = (Machine::with_notebook(), Machine::with_notebook());
    enrolled(&centre, &a);
    let file = b.path("request");
    let file = file.to_str().unwrap();
    assert_eq!(b.run(&["enrol", "--request", file]).code, 0);
    assert_eq!(centre.run(&["enrol", file, "--yes", "--new"]).code, 0);
    assert_eq!(b.run(&["enrol", "--accept", &format!("{file}.reply")]).code, 0);
    let workshop = |name: &str, workers: u8| {
        format!(
            "{{\"name\":\"{name}\",\"type\":\"ho_kinh_doanh\",\"place\":\"05443\",\
             \"sector\":\"a\",\"products\":\"Tủ\",\"workers\":{workers},\
             \"status\":\"dang_hoat_dong\",\"tax_none\":\"chưa\"}}\n"
        )
    };
    let added = a.feed(&["add", "establishment"], workshop("Mộc Hòa Phát", 5).as_bytes());
    assert_eq!(added.code, 0, "{}", added.err);
    let added = b.feed(&["add", "establishment"], workshop("HKD Mộc Hoà Phát", 6).as_bytes());
    assert_eq!(added.code, 0, "{}", added.err);
    let stick = centre.path("stick");
    std::fs::create_dir(&stick).unwrap();
    let road = format!("folder:{}", stick.display());
    for machine in [&b, &a] {
        machine.run(&["sync", &road]);
    }
    let stick = stick.to_str().unwrap();
    let taken = centre.run(&["import", stick]);
    assert_eq!(taken.code, 0, "{} {}", taken.out, taken.err);
    let json = |ran: Ran| -> Vec<serde_json::Value> {
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    assert_eq!(json(centre.run(&["list", "establishment", "--format", "json"])).len(), 2);
    let matters = json(centre.run(&["list", "matter", "--format", "json"]));
    assert_eq!((matters.len(), &matters[0]["what"]), (1, &serde_json::json!("trung")));
    for machine in [&a, &b] {
        let done = machine.run(&["sync", &road]);
        assert_eq!(done.code, 0, "{}{}", done.out, done.err);
        assert_eq!(machine.json(&["list", "establishment", "--format", "json"]).len(), 2);
    }
    // by the remembered route
    let again = a.run(&["sync"]);
    assert_eq!(again.code, 0, "{}{}", again.out, again.err);
    assert!(again.out.contains("USB"), "{}", again.out);
    assert_eq!(centre.run(&["verify"]).code, 0);
    the_same_comes_out_again(&centre);
    let shown = centre.run(&["show", matters[0]["about"].as_str().unwrap(), "--history"]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    assert!(shown.out.contains("Nguyễn Văn An"), "{}", shown.out);
}

/// Removes what is derived, and checks that it is computed again from the logs.
fn the_same_comes_out_again(centre: &Centre) {
    let lists = || -> Vec<String> {
        let kinds = ["establishment", "officer", "matter", "verdict", "visit"];
        let list = |kind| centre.run(&["list", kind, "--format", "json"]);
        kinds.iter().map(|kind| list(kind)).map(|ran| ran.out).collect()
    };
    let lanes = || -> u64 {
        let files = std::fs::read_dir(centre.path("hq/lanes")).unwrap();
        files.map(|file| file.unwrap().metadata().unwrap().len()).sum()
    };
    let (before, size) = (lists(), lanes());
    assert!(before[0].contains("Mộc Hòa Phát") && before[2].contains("trung"));
    for name in ["state", "names", "head"] {
        let path = centre.path("hq").join(name);
        let gone = if path.is_dir() {
            std::fs::remove_dir_all(&path)
        } else {
            std::fs::remove_file(&path)
        };
        assert!(gone.is_ok() || !path.exists(), "{name}: {gone:?}");
    }
    let anew = centre.run(&["rebuild"]);
    assert_eq!(anew.code, 0, "{}{}", anew.out, anew.err);
    assert_eq!(lists(), before);
    // nothing is sent down twice
    assert_eq!(lanes(), size);
    assert_eq!(centre.run(&["verify"]).code, 0);
}

#[test]
fn an_officers_program_leaves_headquarters_folder_alone() {
    let centre = Centre::new();
    let folder = centre.path("hq");
    let ran = Machine::new().run(&["--data", folder.to_str().unwrap(), "rebuild"]);
    assert_eq!((ran.code, ran.err.contains("sotay-hq")), (1, true), "{}", ran.err);
}

#[test]
fn a_copy_of_headquarters_that_lacked_files_was_restored_without_a_word() {
    let centre = Centre::new();
    let copies = centre.path("copies");
    std::fs::create_dir(&copies).unwrap();
    let made = centre.run(&["--lang", "en", "backup", copies.to_str().unwrap()]);
    assert_eq!(made.code, 0, "{}", made.err);
    let copy = PathBuf::from(made.out.trim());
    let names: Vec<_> = std::fs::read_dir(&copies).unwrap().collect();
    assert_eq!(names.len(), 1, "nothing but the copy: {names:?}");
    let journal =
        std::fs::read_dir(copy.join("journal")).unwrap().next().unwrap().unwrap().path();
    let whole = std::fs::read(&journal).unwrap();
    let mut flipped = whole.clone();
    flipped[200] ^= 1;
    for (n, damage) in
        [None, Some(flipped), Some(whole[..whole.len() / 2].to_vec())].iter().enumerate()
    {
        match damage {
            None => std::fs::remove_file(&journal).unwrap(),
            Some(bytes) => std::fs::write(&journal, bytes).unwrap(),
        }
        let ran = centre
            .run_on(&format!("new{n}"), &["--lang", "en", "restore", copy.to_str().unwrap()]);
        assert_eq!(ran.code, 1, "{n}: {}", ran.err);
        assert!(
            ran.err.contains("journal/") && ran.err.contains("--incomplete"),
            "{}",
            ran.err
        );
        assert!(!centre.path(&format!("new{n}")).join("hq").exists());
    }
    std::fs::write(&journal, &whole).unwrap();
    let manifest = std::fs::read(copy.join("manifest")).unwrap();
    for cut in [0, 10, manifest.len() / 2, manifest.len() - 1] {
        std::fs::write(copy.join("manifest"), &manifest[..cut]).unwrap();
        let ran = centre.run_on("cut", &["restore", copy.to_str().unwrap()]);
        assert_eq!(ran.code, 1, "{cut}: {}", ran.err);
    }
    std::fs::write(copy.join("manifest"), &manifest).unwrap();
    let ran = centre.run_on("whole", &["--lang", "en", "restore", copy.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    // a backup of an older program
    std::fs::remove_file(copy.join("manifest")).unwrap();
    let copy = copy.to_str().unwrap();
    let ran = centre.run_on("older", &["--lang", "en", "restore", copy]);
    assert!(ran.code == 1 && ran.err.contains("no list of its files"), "{}", ran.err);
    assert!(!centre.path("older").exists());
    let ran = centre.run_on("older", &["--lang", "en", "restore", copy, "--incomplete"]);
    assert!(ran.code == 0 && ran.err.contains("no list of its files"), "{}", ran.err);
}

#[test]
fn a_copy_that_failed_half_way_bore_the_name_of_a_good_one() {
    use std::os::unix::fs::symlink;
    let dir = tempfile::tempdir().unwrap();
    let setup = crate::kit::home::officer();
    let hq = dir.path().join("hq");
    sotay::hq::HqDirectory::init(&hq, &setup, "Cục", crate::kit::NOW).unwrap();
    // one unreadable file among readable ones
    std::fs::create_dir(hq.join("log")).unwrap();
    let into = dir.path().join("copies/one");
    let fault = hq.join("log/far");
    std::fs::write(&fault, "x").unwrap();
    sotay::hq::admin::backup::back_up(&RealDisk, &hq, &into, 1).unwrap();
    assert!(into.join("manifest").exists() && into.join("log/far").exists());
    let again = sotay::hq::admin::backup::back_up(&RealDisk, &hq, &into, 1);
    assert!(again.is_err(), "over another one");
    assert!(!dir.path().join("copies/one.unfinished").exists());
    // a link is not followed; a copy without its target would pass for a whole one
    symlink("/etc/hostname", hq.join("log/link")).unwrap();
    let two = dir.path().join("copies/two");
    sotay::hq::admin::backup::back_up(&RealDisk, &hq, &two, 1).unwrap_err();
    assert!(!two.exists() && !dir.path().join("copies/two.unfinished").exists());
}

/// Enrols the device of an unknown officer, and accepts the reply.
pub fn joins(centre: &Centre, machine: &Machine) {
    let file = machine.path("request");
    let file = file.to_str().unwrap();
    assert_eq!(machine.run(&["enrol", "--request", file]).code, 0);
    let done = centre.run(&["enrol", file, "--yes"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(machine.run(&["enrol", "--accept", &format!("{file}.reply")]).code, 0);
}

#[test]
fn work_was_handed_over_to_an_officer_without_a_device_in_use() {
    let centre = Centre::new();
    let (an, binh) = (Machine::with_notebook(), Machine::of("Lê Thị Bình", "19"));
    joins(&centre, &an);
    joins(&centre, &binh);
    let workshop = binh.feed(&["add", "establishment"], WORKSHOP);
    assert_eq!(workshop.code, 0, "{}", workshop.err);
    let work = format!(
        "{{\"what\":\"Gửi báo giá\",\"owner\":\"can_bo\",\"due\":\"2026-12-20\",\
         \"state\":\"dang_lam\",\"establishment\":\"{}\"}}\n",
        workshop.out.trim()
    );
    let added = binh.feed(&["add", "task"], work.as_bytes());
    assert_eq!(added.code, 0, "{}", added.err);
    let stick = centre.path("stick");
    std::fs::create_dir(&stick).unwrap();
    binh.run(&["sync", &format!("folder:{}", stick.display())]);
    assert_eq!(centre.run(&["import", stick.to_str().unwrap()]).code, 0);
    assert_eq!(centre.run(&["revoke", "1"]).code, 0);
    let tasks = || centre.run(&["list", "task", "--format", "json"]).out;
    let before = tasks();
    assert_eq!(before.lines().count(), 1);
    let refused = centre.run(&["handover", "2", "1"]);
    assert_eq!((refused.code, tasks()), (1, before.clone()), "{}", refused.err);
    assert!(refused.err.contains("Nguyễn Văn An"), "{}", refused.err);
    assert!(refused.err.contains("--number 1"), "{}", refused.err);
    let same = centre.run(&["handover", "2", "2"]);
    assert_eq!((same.code, tasks()), (1, before), "{}", same.err);
    assert!(same.err.contains("Chưa chuyển gì"), "{}", same.err);
    let unknown = centre.run(&["handover", "2", "9"]);
    assert!(unknown.code == 1 && unknown.err.contains("số 9"), "{}", unknown.err);
    // from a revoked officer to a working one, as handover is meant
    let done = centre.run(&["handover", "1", "2"]);
    assert_eq!(done.code, 0, "{}", done.err);
    // a device that is used again
    let again = Machine::with_notebook();
    let file = again.path("request");
    let file = file.to_str().unwrap();
    assert_eq!(again.run(&["enrol", "--request", file]).code, 0);
    let taken = centre.run(&["enrol", file, "--yes", "--number", "1"]);
    assert_eq!(taken.code, 0, "{}", taken.err);
    let done = centre.run(&["handover", "2", "1"]);
    assert!(done.code == 0 && done.err.contains("1 việc"), "{}", done.err);
}

/// As left by `kill -9` at every file, and by a person who removes files.
#[test]
fn a_backup_that_was_interrupted_passed_for_one_of_an_older_program() {
    let (centre, machine) = (Centre::new(), Machine::with_notebook());
    joins(&centre, &machine);
    let stick = centre.path("stick");
    std::fs::create_dir(&stick).unwrap();
    machine.run(&["sync", &format!("folder:{}", stick.display())]);
    assert_eq!(centre.run(&["import", stick.to_str().unwrap()]).code, 0);
    let copies = centre.path("copies");
    std::fs::create_dir(&copies).unwrap();
    let made = centre.run(&["backup", copies.to_str().unwrap()]);
    assert_eq!(made.code, 0, "{}", made.err);
    let whole = PathBuf::from(made.out.trim());
    let copied = |name: &str| {
        let to = copies.join(name);
        sotay::hq::admin::backup::copy(&RealDisk, &whole, &to).unwrap();
        to
    };
    let restored = |from: &std::path::Path, more: &[&str]| {
        std::fs::remove_dir_all(centre.path("new")).unwrap_or_default();
        let from = from.to_str().unwrap();
        centre.run_on("new", &[&["--lang", "en", "restore", from], more].concat())
    };
    // its name says that it is unfinished, whatever it holds
    let unfinished = copied("sotay-hq-2026-01-01-1.unfinished");
    std::fs::copy(whole.join("manifest"), unfinished.join("manifest")).unwrap();
    std::fs::remove_dir_all(unfinished.join("log")).unwrap();
    let ran = restored(&unfinished, &[]);
    assert!(ran.code == 1 && ran.err.contains("incomplete"), "{}", ran.err);
    std::fs::remove_file(unfinished.join("manifest")).unwrap();
    let ran = restored(&unfinished, &[]);
    assert!(ran.code == 1 && ran.err.contains("incomplete"), "{}", ran.err);
    assert!(ran.err.contains("Nguyễn Văn An (number 1)"), "{}", ran.err);
    // renamed by a person
    let renamed = copies.join("old");
    std::fs::rename(&unfinished, &renamed).unwrap();
    let ran = restored(&renamed, &[]);
    assert!(ran.code == 1 && ran.err.contains("Nguyễn Văn An (number 1)"), "{}", ran.err);
    assert!(!centre.path("new").exists());
    let asked = restored(&renamed, &["--incomplete"]);
    assert!(asked.code == 0 && asked.err.contains("Nguyễn Văn An"), "{}", asked.err);
    // no backup at all: the message must not suggest to create a new headquarters
    for nothing in [copies.join("missing"), copies.clone()] {
        let ran = restored(&nothing, &[]);
        assert!(ran.code == 1 && !ran.err.contains("init"), "{}", ran.err);
        assert!(ran.err.contains("no copy of headquarters"), "{}", ran.err);
    }
    // the keys in an unusable backup are not left there
    let left = copied("sotay-hq-2026-01-01-1.unfinished");
    let made = copied("sotay-hq-2026-01-01-2.unfinished");
    let other = copies.join("papers.unfinished");
    std::fs::create_dir(&other).unwrap();
    let lock = std::fs::File::open(&made).unwrap();
    lock.lock().unwrap();
    assert_eq!(centre.run(&["backup", copies.to_str().unwrap()]).code, 0);
    assert!(!left.exists(), "what an interrupted backup left");
    assert!(made.exists() && other.exists(), "somebody else's");
}

#[test]
fn a_revoked_laptop_that_uses_sticks_was_never_told() {
    let (centre, machine) = (Centre::new(), Machine::with_notebook());
    joins(&centre, &machine);
    let stick = centre.path("stick");
    std::fs::create_dir(&stick).unwrap();
    let road = format!("folder:{}", stick.display());
    let round = || {
        machine.run(&["sync", &road]);
        assert_eq!(centre.run(&["import", stick.to_str().unwrap()]).code, 0);
        machine.run(&["sync", &road])
    };
    let before = round();
    assert!(before.code == 0 && before.out.contains("cấp trên đã nhận"), "{}", before.out);
    assert_eq!(centre.run(&["revoke", "1"]).code, 0);
    let added = machine.feed(&["add", "establishment"], WORKSHOP);
    assert_eq!(added.code, 0, "{}", added.err);
    let said = round();
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(said.err.contains("đã bị thu hồi") && said.err.contains("gọi"), "{}", said.err);
    assert!(!said.out.contains("cấp trên đã nhận:"), "{}", said.out);
    assert!(!said.out.contains("nhận thêm"), "{}", said.out);
    assert!(said.out.contains("chờ người duyệt"), "{}", said.out);
    // enrolled again: what the stick holds from before is history
    let file = machine.path("request");
    let file = file.to_str().unwrap();
    let again = centre.run(&["enrol", file, "--yes", "--again", "--force"]);
    assert_eq!(again.code, 0, "{}", again.err);
    assert_eq!(machine.run(&["enrol", "--accept", &format!("{file}.reply")]).code, 0);
    let said = round();
    assert!(
        said.code == 0 && said.out.contains("cấp trên đã nhận"),
        "{}{}",
        said.out,
        said.err
    );
}

#[test]
fn headquarters_program_named_the_officers_program_and_its_commands() {
    let centre = Centre::new();
    let said = centre.run(&["abc"]);
    assert_eq!(said.code, 2, "{}", said.err);
    for command in ["revoke", "handover", "restore", "confirm"] {
        assert!(said.err.contains(command), "{command}: {}", said.err);
    }
    assert!(!said.err.contains("prove, verify, rebuild, backup, demo, keys"), "{}", said.err);
    for args in [&["revoke"][..], &["revoke", "1", "--nope"]] {
        let said = centre.run(args);
        assert_eq!(said.code, 2, "{}", said.err);
        assert!(said.err.contains(&format!("sotay-hq {} --help", args[0])), "{}", said.err);
    }
    let said = centre.run(&["list", "visit", "--format"]);
    assert!(said.err.contains("sotay-hq --help"), "{}", said.err);
    let officers = Machine::new().run(&["abc"]);
    assert!(officers.err.contains("sync") && officers.err.contains("undo"), "{}", officers.err);
    assert!(!officers.err.contains("revoke"), "{}", officers.err);
}

#[test]
fn a_strangers_stick_was_said_to_be_kept_in_part() {
    let (centre, other, machine) = (Centre::new(), Centre::new(), Machine::with_notebook());
    joins(&other, &machine);
    let stick = centre.path("stick");
    std::fs::create_dir(&stick).unwrap();
    machine.run(&["sync", &format!("folder:{}", stick.display())]);
    let said = centre.run(&["import", stick.to_str().unwrap()]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(!said.err.contains("được giữ"), "{}", said.err);
    assert!(said.err.contains("vẫn còn trên USB"), "{}", said.err);
}

/// A stick that cannot be written to: what was read from it was received.
#[test]
fn a_stick_without_room_for_the_answer_hid_what_was_received() {
    let (centre, machine) = (Centre::new(), Machine::with_notebook());
    joins(&centre, &machine);
    let stick = centre.path("stick");
    std::fs::create_dir(&stick).unwrap();
    machine.feed(&["add", "establishment"], WORKSHOP);
    machine.run(&["sync", &format!("folder:{}", stick.display())]);
    let folder = stick.to_str().unwrap();
    // nothing can be written, because a file has the folder's name
    let answers = stick.join("SOTAY/in");
    std::fs::remove_dir_all(&answers).unwrap_or_default();
    std::fs::write(&answers, b"").unwrap();
    let said = centre.run(&["import", folder]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.out.contains("nhận 2 thay đổi mới"), "{}{}", said.out, said.err);
    assert!(
        said.err.contains("không mất") && said.err.contains("sotay-hq export"),
        "{}",
        said.err
    );
    std::fs::remove_file(&answers).unwrap();
    assert_eq!(centre.run(&["export", folder]).code, 0);
    let synced = machine.run(&["sync", &format!("folder:{folder}")]);
    assert!(synced.out.contains("còn 0"), "{}", synced.out);
}

#[test]
fn a_backup_went_into_what_it_is_a_copy_of() {
    let (centre, machine) = (Centre::new(), Machine::with_notebook());
    let inside = centre.path("hq/copies");
    std::fs::create_dir(&inside).unwrap();
    let link = centre.path("link");
    std::os::unix::fs::symlink(centre.path("hq"), &link).unwrap();
    let around = inside.join("../../hq");
    for folder in [&centre.path("hq"), &inside, &link, &around] {
        let said = centre.run(&["backup", folder.to_str().unwrap()]);
        assert_eq!(said.code, 1, "{}", said.out);
        assert!(said.err.contains("Chưa ghi gì"), "{}", said.err);
    }
    assert_eq!(std::fs::read_dir(&inside).unwrap().count(), 0);
    // a folder next to it or above it is accepted
    let above = centre.path(".");
    assert_eq!(centre.run(&["backup", above.to_str().unwrap()]).code, 0);
    let own = machine.path("notebook");
    let said = machine.run(&["backup", own.to_str().unwrap()]);
    assert_eq!(said.code, 1, "{} {}", said.out, own.display());
}

#[test]
fn a_replacement_laptop_denied_a_record_that_it_lists() {
    let (centre, first) = (Centre::new(), Machine::with_notebook());
    joins(&centre, &first);
    let added = first.feed(&["add", "establishment"], WORKSHOP);
    let id = added.out.trim();
    let stick = centre.path("stick");
    std::fs::create_dir(&stick).unwrap();
    let folder = stick.to_str().unwrap();
    let road = &format!("folder:{folder}");
    first.run(&["sync", road]);
    assert_eq!(centre.run(&["import", folder]).code, 0);
    let second = Machine::with_notebook();
    let request = second.path("request");
    let request = request.to_str().unwrap();
    assert_eq!(second.run(&["enrol", "--request", request]).code, 0);
    assert_eq!(centre.run(&["enrol", request, "--yes", "--number", "1"]).code, 0);
    assert_eq!(second.run(&["enrol", "--accept", &format!("{request}.reply")]).code, 0);
    second.run(&["sync", road]);
    centre.run(&["import", folder]);
    second.run(&["sync", road]);
    assert_eq!(second.run(&["show", id]).code, 0, "it came down");
    let said = second.run(&["prove", id]);
    assert_eq!(said.code, 1);
    assert!(
        said.err.contains("có trong sổ") && said.err.contains("sotay-hq prove"),
        "{}",
        said.err
    );
    let unknown = second.run(&["prove", "0198f000-0000-7000-8000-000000000000"]);
    assert!(unknown.err.contains("Không có hồ sơ"), "{}", unknown.err);
}
