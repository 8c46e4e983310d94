//! The two programs as people use them: real binaries, files that travel, exit codes.

mod backup;
mod commands;
mod devices;
mod stick;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use sotay::lang;
use sotay::lang::Lang::Vi;

use crate::kit::machine::{Machine, Ran};
use crate::kit::opening;

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

/// Enrols the device of an unknown officer, and accepts the reply.
pub fn joins(centre: &Centre, machine: &Machine) {
    let file = machine.path("request");
    let file = file.to_str().unwrap();
    assert_eq!(machine.run(&["enrol", "--request", file]).code, 0);
    let done = centre.run(&["enrol", file, "--yes"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(machine.run(&["enrol", "--accept", &format!("{file}.reply")]).code, 0);
}
