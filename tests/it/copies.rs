//! Irreplaceable files have two copies. If one is damaged in any way, the other is used, and the
//! damage is named and repaired; if both are, the program says what is safe and what to do, and
//! changes nothing.

use std::path::{Path, PathBuf};

use sotay::hq::HqDirectory;
use sotay::hq::admin::audit::HqAudit;
use sotay::hq::admin::copies::{FaultyFile, HqCopies};
use sotay::hq::admin::handovers;
use sotay::lang::Lang::Vi;
use sotay::lang::{doctor as doctor_words, store as store_words, verify as verify_words};
use sotay::programme::Role;
use sotay::record::audit::{AuditAbout, AuditDeed};
use sotay::storage::disk::twin::{TwinState, copy_of};
use sotay::storage::error::OpeningFinding;
use sotay::store::{Store, StoreError, messages};

use crate::hq::program::{Centre, joins};
use crate::kit::machine::Machine;
use crate::kit::{copy_folder, now};

/// Possible damages of a file; `None`: it is removed.
fn faults(bytes: &[u8]) -> Vec<Option<Vec<u8>>> {
    let flipped = |at: usize| {
        let mut bytes = bytes.to_vec();
        bytes[at] ^= 1 << (at % 8);
        bytes
    };
    let mut all: Vec<_> = (0..bytes.len()).step_by(11).map(|at| Some(flipped(at))).collect();
    all.extend((0..bytes.len()).step_by(37).map(|end| Some(bytes[..end].to_vec())));
    all.push(Some(vec![0; bytes.len()]));
    all.push(Some([bytes, b"x"].concat()));
    all.push(None);
    all
}

fn put(path: &Path, fault: Option<&[u8]>) {
    match fault {
        Some(bytes) => std::fs::write(path, bytes).unwrap(),
        None => std::fs::remove_file(path).unwrap(),
    }
}

struct Both {
    centre: Centre,
    machine: Machine,
}

impl Both {
    /// With two officers enrolled and work handed over, so that all of headquarters' files exist.
    fn new() -> Both {
        let centre = Centre::new();
        let (machine, other) = (Machine::with_notebook(), Machine::of("Lê Thị Bình", "19"));
        joins(&centre, &machine);
        joins(&centre, &other);
        let folder = centre.path("stick");
        std::fs::create_dir(&folder).unwrap();
        let folder = folder.to_str().unwrap();
        let sent = machine.run(&["sync", folder]);
        assert_eq!(sent.code, 0, "{}", sent.err);
        for args in [&["import", folder][..], &["handover", "2", "1"]] {
            let done = centre.run(args);
            assert_eq!(done.code, 0, "{}", done.err);
        }
        Both { centre, machine }
    }

    fn hq(&self) -> PathBuf {
        self.centre.path("hq")
    }

    fn notebook(&self) -> PathBuf {
        self.machine.path("notebook")
    }
}

#[test]
fn a_notebook_with_one_damaged_copy_opens_and_says_so() {
    let both = Both::new();
    for file in ["device", "enrolled"] {
        let path = both.notebook().join(file);
        let whole = std::fs::read(&path).unwrap();
        for damaged in [path.clone(), copy_of(&path)] {
            assert_eq!(std::fs::read(&damaged).unwrap(), whole, "{}", damaged.display());
            for fault in faults(&whole) {
                put(&damaged, fault.as_deref());
                let report = Store::verify(Role::Officer, &both.notebook()).unwrap();
                assert!(report.whole(), "{}", damaged.display());
                // a file of a program that knew no copies also lacks the second one
                let is_new = fault.is_none() && damaged != path;
                let wanted = (!is_new).then_some(OpeningFinding::CopyRepaired { file });
                let named =
                    |f: &&OpeningFinding| matches!(f, OpeningFinding::CopyRepaired { .. });
                assert_eq!(report.findings.iter().find(named), wanted.as_ref());
                assert_eq!(std::fs::read(&path).unwrap(), whole);
                assert_eq!(std::fs::read(copy_of(&path)).unwrap(), whole);
            }
        }
    }
}

#[test]
fn doctor_and_verify_name_a_damaged_copy_before_it_is_mended() {
    let both = Both::new();
    let unlike = doctor_words::copies_unlike(Vi, "sotay");
    assert!(!both.machine.run(&["doctor"]).out.contains(&unlike));
    for file in ["device", "enrolled"] {
        std::fs::write(both.notebook().join(file), "?").unwrap();
        assert!(both.machine.run(&["doctor"]).out.contains(&unlike));
        let verified = both.machine.run(&["verify"]);
        let word = store_words::copy_repaired(Vi, file);
        assert!(verified.code == 0 && verified.err.contains(&word), "{}", verified.err);
        assert!(!both.machine.run(&["doctor"]).out.contains(&unlike));
    }
    let unlike = doctor_words::copies_unlike(Vi, "sotay-hq");
    assert!(!both.centre.run(&["doctor"]).out.contains(&unlike));
    for file in ["hq", "roll.notes", "handed", "audit.end"] {
        std::fs::write(both.hq().join(file), "?").unwrap();
        assert!(both.centre.run(&["doctor"]).out.contains(&unlike), "{file}");
        let verified = both.centre.run(&["verify"]);
        let word = store_words::copy_repaired(Vi, file);
        assert!(verified.code == 0 && verified.out.contains(&word), "{}", verified.out);
        assert!(!both.centre.run(&["doctor"]).out.contains(&unlike));
    }
}

#[test]
fn a_notebook_with_both_copies_damaged_says_what_is_safe() {
    let both = Both::new();
    let notebook = both.notebook();
    let destroy = |file: &str| {
        let path = notebook.join(file);
        std::fs::write(&path, "?").unwrap();
        std::fs::write(copy_of(&path), "?").unwrap();
    };
    destroy("enrolled");
    let verified = both.machine.run(&["verify"]);
    assert_eq!(verified.code, 1);
    assert!(verified.out.contains(&store_words::enrolment_damaged(Vi)), "{}", verified.out);
    // the way to recover
    let request = both.machine.path("again");
    let request = request.to_str().unwrap();
    assert_eq!(both.machine.run(&["enrol", "--request", request]).code, 0);
    assert_eq!(both.centre.run(&["enrol", request, "--yes"]).code, 0);
    let reply = format!("{request}.reply");
    let accepted = both.machine.run(&["enrol", "--accept", &reply]);
    assert_eq!(accepted.code, 0, "{}", accepted.err);
    assert_eq!(both.machine.run(&["verify"]).code, 0);

    destroy("device");
    let list = both.machine.run(&["list", "visit"]);
    assert_eq!(list.code, 1);
    assert!(list.err.contains(&store_words::device_damaged(Vi)), "{}", list.err);
    assert_eq!(std::fs::read(notebook.join("device")).unwrap(), b"?");
}

#[test]
fn a_backup_is_made_of_the_good_copy_and_has_both_again() {
    let both = Both::new();
    for file in ["device", "enrolled"] {
        let path = both.notebook().join(file);
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, "?").unwrap();
        let into = both.machine.path(&format!("backups-{file}"));
        // a folder that no program has opened meanwhile
        let made = sotay::store::backup(
            &sotay::storage::disk::RealDisk,
            &both.notebook(),
            &into,
            now(),
        );
        let (made, _) = made.unwrap();
        let again = both.machine.path(&format!("again-{file}"));
        Store::open_backup(&made, &again, now()).unwrap();
        for name in ["device", "enrolled"] {
            let path = again.join(name);
            assert_eq!(std::fs::read(&path).unwrap(), std::fs::read(copy_of(&path)).unwrap());
        }
        assert!(Store::verify(Role::Officer, &again).unwrap().whole());
        std::fs::write(&path, whole).unwrap();
    }
}

#[test]
fn headquarters_with_one_damaged_copy_opens_and_says_so() {
    let both = Both::new();
    let officer = std::fs::read_dir(both.hq().join("officers")).unwrap();
    let officer = officer.map(|e| e.unwrap().file_name().into_string().unwrap());
    let officer =
        format!("officers/{}", officer.filter(|n| !n.ends_with(".bak")).min().unwrap());
    let known = HqDirectory::open(&both.hq()).unwrap().officers().unwrap();
    assert_eq!(known.len(), 2);
    for file in ["hq", &officer, "roll.notes", "handed", "audit.end"] {
        let path = both.hq().join(file);
        let whole = std::fs::read(&path).unwrap();
        for damaged in [path.clone(), copy_of(&path)] {
            assert_eq!(std::fs::read(&damaged).unwrap(), whole, "{}", damaged.display());
            for fault in faults(&whole) {
                put(&damaged, fault.as_deref());
                let home = HqDirectory::open(&both.hq()).unwrap();
                assert_eq!(home.officers().unwrap(), known);
                assert_eq!(home.handovers().unwrap().len(), 1);
                assert_eq!(home.awaits_confirm().unwrap(), None);
                let is_new = fault.is_none() && damaged != path;
                let state = Some(TwinState::Repaired);
                let wanted = (!is_new).then(|| FaultyFile { file: file.to_owned(), state });
                assert_eq!(
                    HqCopies { home: &home }.mend().unwrap(),
                    Vec::from_iter(wanted),
                    "{file}"
                );
                assert_eq!(std::fs::read(&path).unwrap(), whole);
                assert_eq!(std::fs::read(copy_of(&path)).unwrap(), whole);
            }
        }
    }
}

#[test]
fn headquarters_with_both_copies_damaged_says_which_and_what_is_safe() {
    let both = Both::new();
    let home = HqDirectory::open(&both.hq()).unwrap();
    let officer = home.officers().unwrap()[0].certificate().device;
    let officer = sotay::hq::admin::officer::file_of(&officer);
    for file in ["hq", &officer, "roll.notes", "handed", "audit.end"] {
        let path = both.hq().join(file);
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, "?").unwrap();
        std::fs::write(copy_of(&path), "?").unwrap();
        let verified = both.centre.run(&["verify"]);
        assert_eq!(verified.code, 1, "{file}");
        let word = store_words::headquarters_damaged(Vi, file);
        let said = format!("{}{}", verified.out, verified.err);
        assert!(said.contains(&word), "{file}: {said}");
        assert_eq!(std::fs::read(&path).unwrap(), b"?", "nothing is written over it");
        std::fs::write(&path, &whole).unwrap();
        std::fs::write(copy_of(&path), &whole).unwrap();
        let verified = both.centre.run(&["verify"]);
        assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
    }
    let error = StoreError::HeadquartersDamaged("hq".to_owned());
    assert!(messages::error(&error, Vi).contains("sotay-hq restore"));
}

/// The removal was not noticed: the device was a stranger from then on, and the next list left it
/// out.
#[test]
fn an_officers_file_that_was_removed_is_named_for_as_long_as_it_is_gone() {
    let both = Both::new();
    let home = HqDirectory::open(&both.hq()).unwrap();
    // one device that has sent something, and one that has not
    for officer in home.officers().unwrap() {
        let device = officer.certificate().device;
        let file = sotay::hq::admin::officer::file_of(&device);
        let path = both.hq().join(&file);
        let whole = std::fs::read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        std::fs::remove_file(copy_of(&path)).unwrap();
        let digits = sotay::text::hex::short_hex(&device);
        let word = verify_words::officer_missing(Vi, &digits, &file);
        for _ in 0..2 {
            let verified = both.centre.run(&["verify"]);
            assert!(verified.code == 1 && verified.out.contains(&word), "{}", verified.out);
            // a decision about another device creates a new list
            both.centre.run(&["revoke", "7"]);
            home.ensure_roll(now() + 1).unwrap();
        }
        std::fs::write(&path, whole).unwrap();
        assert_eq!(both.centre.run(&["verify"]).code, 0);
    }
    // notes about lists
    std::fs::remove_file(both.hq().join("roll.notes")).unwrap();
    std::fs::remove_file(both.hq().join("roll.notes.bak")).unwrap();
    let verified = both.centre.run(&["verify"]);
    let word = verify_words::own_file_missing(Vi, "roll.notes");
    assert!(verified.code == 1 && verified.out.contains(&word), "{}", verified.out);
}

/// A journal that is shorter, or missing, looks like a journal in good order.
#[test]
fn an_audit_log_that_was_removed_or_cut_is_named_for_ever() {
    let both = Both::new();
    let hq = both.hq();
    assert_eq!(both.centre.run(&["verify"]).code, 0);
    let early = both.centre.path("early");
    copy_folder(&hq.join("audit"), &early);
    assert_eq!(both.centre.run(&["revoke", "2"]).code, 0);
    assert_eq!(both.centre.run(&["verify"]).code, 0);
    for is_cut in [false, true] {
        std::fs::remove_dir_all(hq.join("audit")).unwrap();
        if is_cut {
            copy_folder(&early, &hq.join("audit"));
        }
        // also after further entries
        for _ in 0..2 {
            let verified = both.centre.run(&["verify"]);
            let folder = hq.join("audit").display().to_string();
            assert_eq!(verified.code, 1, "{}", verified.out);
            assert!(verified.out.contains(&folder), "{}", verified.out);
            let noted = both.centre.run(&["handover", "2", "1"]);
            assert_eq!(noted.code, 0, "{}", noted.err);
        }
    }
}

/// A device is enrolled only after an entry, so the log must be there; its own end file, removed
/// with it, cannot say so.
#[test]
fn an_audit_log_that_was_removed_with_its_end_is_named_for_ever() {
    let both = Both::new();
    let hq = both.hq();
    let remove_end = || {
        std::fs::remove_file(hq.join("audit.end")).unwrap();
        std::fs::remove_file(hq.join("audit.end.bak")).unwrap();
    };
    let folder = hq.join("audit").display().to_string();
    let word = verify_words::own_file_missing(Vi, "audit.end");
    // the end alone
    remove_end();
    let verified = both.centre.run(&["verify"]);
    assert!(verified.code == 1 && verified.out.contains(&word), "{}", verified.out);
    // with the log
    std::fs::remove_dir_all(hq.join("audit")).unwrap();
    for is_continued in [false, true] {
        let verified = both.centre.run(&["verify"]);
        assert_eq!(verified.code, 1, "{}", verified.out);
        assert!(verified.out.contains(&folder), "{}", verified.out);
        assert_eq!(verified.out.contains(&word), !is_continued, "{}", verified.out);
        assert_eq!(both.centre.run(&["revoke", "2"]).code, 0);
    }
}

/// From the handover on the receiver writes the giver's records: without the file these are held.
#[test]
fn a_removed_list_of_handovers_is_named() {
    let both = Both::new();
    let hq = both.hq();
    assert_eq!(both.centre.run(&["verify"]).code, 0);
    std::fs::remove_file(hq.join("handed")).unwrap();
    std::fs::remove_file(hq.join("handed.bak")).unwrap();
    let verified = both.centre.run(&["verify"]);
    let word = verify_words::own_file_missing(Vi, "handed");
    assert!(verified.code == 1 && verified.out.contains(&word), "{}", verified.out);
}

/// Stopped after its entry, the first handover looked like a loss.
#[test]
fn a_handover_that_was_only_begun_has_lost_nothing() {
    let (centre, machine) = (Centre::new(), Machine::with_notebook());
    joins(&centre, &machine);
    let home = HqDirectory::open(&centre.path("hq")).unwrap();
    handovers::begin(&home).unwrap();
    let about = AuditAbout::officer(1);
    HqAudit { home: &home }.note(AuditDeed::Handover, about, now()).unwrap();
    let verified = centre.run(&["verify"]);
    assert_eq!(verified.code, 0, "{}", verified.out);
}

/// The advice was `init`, which made a headquarters with another key in the old one's folder.
#[test]
fn a_headquarters_without_its_secret_is_not_made_anew() {
    let both = Both::new();
    let hq = both.hq();
    let secret = std::fs::read(hq.join("hq")).unwrap();
    std::fs::remove_file(hq.join("hq")).unwrap();
    std::fs::remove_file(hq.join("hq.bak")).unwrap();
    let word = store_words::headquarters_missing(Vi);
    let init = ["init", "--name", "Cục CN", "--reviewer", "Trần Duyệt"];
    for args in [&["officers"][..], &["verify"], &["list", "establishment"], &init] {
        let ran = both.centre.run(args);
        let said = format!("{}{}", ran.out, ran.err);
        assert!(ran.code == 1 && said.contains(&word), "{args:?}: {said}");
        assert!(!hq.join("hq").exists());
    }
    let page = both.centre.run(&["doctor"]);
    assert!(
        page.out
            .split_whitespace()
            .collect::<String>()
            .contains(&word.split_whitespace().collect::<String>()),
        "{}",
        page.out
    );
    // as the advice says
    std::fs::write(hq.join("hq"), secret).unwrap();
    assert_eq!(both.centre.run(&["officers"]).code, 0);
    // without the notebook, too, no new one is made
    for name in ["hq", "hq.bak"] {
        std::fs::remove_file(hq.join(name)).unwrap_or_default();
    }
    std::fs::remove_dir_all(hq.join("journal")).unwrap();
    let refused = both.centre.run(&init);
    assert!(refused.code == 1 && refused.err.contains(&word), "{}", refused.err);
    assert!(!hq.join("journal").exists());
}
