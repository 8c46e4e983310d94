//! Copies of headquarters: whole, interrupted, restored, and refused.

use std::path::PathBuf;

use sotay::lang;
use sotay::lang::Lang::Vi;
use sotay::storage::disk::RealDisk;

use super::{Centre, enrolled, joins};
use crate::kit::machine::Machine;
use crate::kit::opening;

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
