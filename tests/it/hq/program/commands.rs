//! Commands of headquarters: their help, what they wait for, and whose they are.

use super::Centre;
use crate::kit::machine::Machine;

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

#[test]
fn an_officers_program_leaves_headquarters_folder_alone() {
    let centre = Centre::new();
    let folder = centre.path("hq");
    let ran = Machine::new().run(&["--data", folder.to_str().unwrap(), "rebuild"]);
    assert_eq!((ran.code, ran.err.contains("sotay-hq")), (1, true), "{}", ran.err);
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
