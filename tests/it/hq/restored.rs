//! Headquarters restored from a backup: complete and with a later era, or not there at all.

use crate::kit::disk::real_disk;
use serde_json::json;
use sotay::hq::HqDirectory;
use sotay::hq::admin::backup;
use sotay::programme::Role;
use sotay::storage::disk::RealDisk;
use sotay::store::Options;
use sotay::store::Setup;
use sotay::store::{Store, StoreError};

use super::program::Centre;
use crate::kit::machine::Machine;
use crate::kit::world::{World, establishment, text};
use crate::kit::{NOW, now};

const OPTIONS: Options = Options { take_over: false, serve_early: false, now };

#[test]
fn a_restore_that_was_cut_off_is_no_headquarters_and_can_be_done_again() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let id = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a]);
    let own = w.put("verdict", json!({"about": id.to_string(), "verdict": "duyet"}));
    w.round(&mut [&mut a]);
    w.store.close().unwrap();
    let (from, into) = (w.dir.path().join("copy"), w.dir.path().join("again"));
    backup::copy(&RealDisk, &w.home.dir, &from).unwrap();
    let open = || Store::open(Role::Headquarters, &into, OPTIONS).map(|(store, _)| store);
    // interrupted after everything is copied, and again after the journal was continued
    for goes_on in [false, true] {
        let mut cut_off = || {
            let store = open()?;
            if goes_on {
                backup::begin_epoch(&store)?;
            }
            store.close()?;
            Err(StoreError::Closed)
        };
        backup::restore(&real_disk(), &from, &into, NOW + 9, &mut cut_off).unwrap_err();
        assert!(!HqDirectory::exists(&into));
        assert!(matches!(HqDirectory::open(&into), Err(StoreError::NoHeadquarters)));
        // nor can another one be created over it
        let setup = Setup {
            officer_name: "Trần Duyệt".into(),
            unit: "Cục".into(),
            province: "01".into(),
        };
        assert!(HqDirectory::init(&into, &setup, "Trung tâm", NOW).is_err());
    }
    backup::restore(&real_disk(), &from, &into, NOW + 9, &mut { open }).unwrap();
    let home = HqDirectory::open(&into).unwrap();
    assert!(home.secret.era > w.home.secret.era);
    let store = Store::open(Role::Headquarters, &into, OPTIONS).unwrap().0;
    assert_eq!(text(&store.records().get(id).unwrap().unwrap(), "name"), "Mộc Hòa Phát");
    assert!(store.records().get(own).unwrap().is_some());
    // numbers after the end of the backup are never given again: they belong to another epoch
    let epochs = store.uplink().epochs().unwrap();
    assert_eq!(epochs.len(), 2);
    store.close().unwrap();
    // never over an existing folder
    backup::restore(&real_disk(), &from, &into, NOW + 9, &mut { open }).unwrap_err();
}

#[test]
fn after_a_restore_the_words_on_paper_were_not_headquarters_any_more_and_nobody_was_told() {
    let centre = Centre::new();
    let before = centre.run(&["words"]).out.trim().to_owned();
    let made = centre.path("copies");
    std::fs::create_dir(&made).unwrap();
    let copy = centre.run(&["backup", made.to_str().unwrap()]);
    assert_eq!(copy.code, 0, "{}", copy.err);
    let copy = copy.out.trim();
    let back = centre.run_on("again", &["restore", copy]);
    assert_eq!(back.code, 0, "{}", back.err);
    let after = centre.run_on("again", &["words"]).out.trim().to_owned();
    assert_ne!(before, after, "they name the era");
    assert_eq!(after.split(' ').count(), 8);
    assert!(back.err.contains(&after) && back.err.contains("đã đổi"), "{}", back.err);
    let done = centre.run_on("again", &["confirm", "--yes"]);
    assert!(done.err.contains(&after), "{}", done.err);
    // they are the words that an officer compares
    let machine = Machine::with_notebook();
    let request = machine.path("request");
    let request = request.to_str().unwrap();
    assert_eq!(machine.run(&["enrol", "--request", request]).code, 0);
    let taken = centre.run_on("again", &["enrol", request, "--yes"]);
    assert!(taken.err.contains(&after), "{}", taken.err);
    let accepted = machine.run(&["enrol", "--accept", &format!("{request}.reply")]);
    assert!(accepted.err.contains(&after), "{}", accepted.err);
}

#[test]
fn an_old_headquarters_did_not_know_that_it_had_been_replaced() {
    let centre = Centre::new();
    let machine = Machine::with_notebook();
    super::program::joins(&centre, &machine);
    let made = centre.path("copies");
    std::fs::create_dir(&made).unwrap();
    let copy = centre.run(&["backup", made.to_str().unwrap()]);
    assert_eq!(copy.code, 0, "{}", copy.err);
    assert_eq!(centre.run_on("again", &["restore", copy.out.trim()]).code, 0);
    assert_eq!(centre.run_on("again", &["confirm", "--yes"]).code, 0);
    let stick = machine.path("stick");
    std::fs::create_dir(&stick).unwrap();
    let stick = stick.to_str().unwrap();
    let writes = || {
        let written = machine.run(&["sync", &format!("folder:{stick}")]);
        assert_eq!(written.code, 0, "{}", written.err);
    };
    writes();
    assert_eq!(centre.run_on("again", &["import", stick]).code, 0);
    writes();
    // by habit, with the folder that was used before
    let old = centre.run(&["import", stick]);
    assert!(old.err.contains("không còn là nơi nhận chính"), "{}{}", old.out, old.err);
    assert!(centre.run(&["officers"]).err.contains("không còn là nơi nhận chính"));
    // nothing is sent down from there
    let file = centre.path("targets.csv");
    std::fs::write(&file, "").unwrap();
    for refused in [&["publish", "target", file.to_str().unwrap()][..], &["handover", "1", "2"]]
    {
        let refused = centre.run(refused);
        assert!(refused.code != 0 && refused.err.contains("không còn là nơi nhận chính"));
    }
    let matters = centre.run(&["list", "matter", "--format", "json"]).out;
    assert!(matters.contains("không còn là nơi nhận chính"), "{matters}");
    // with specific advice: there is nothing to confirm
    assert!(matters.contains("\"da_thay\"") && !matters.contains("danh_sach"), "{matters}");
    let confirmed = centre.run(&["confirm", "--yes"]);
    assert!(confirmed.code != 0 && confirmed.err.contains("sotay-hq restore"));
    // the other one is lost, and this one replaces it again
    let copy = centre.run(&["backup", made.to_str().unwrap()]);
    assert_eq!(copy.code, 0, "{}", copy.err);
    assert_eq!(centre.run_on("third", &["restore", copy.out.trim()]).code, 0);
    let confirmed = centre.run_on("third", &["confirm", "--yes"]);
    assert_eq!(confirmed.code, 0, "{}", confirmed.err);
    writes();
    let third = centre.run_on("third", &["import", stick]);
    assert!(!third.err.contains("không còn là nơi nhận chính"), "{}", third.err);
}

/// Laptops keep rows that were published after the backup. A laptop's own export has their ids, so
/// that they are published again as the same rows.
#[test]
fn rows_published_after_the_backup_are_published_again_from_a_laptops_export() {
    let (centre, machine) = (Centre::new(), Machine::with_notebook());
    super::program::joins(&centre, &machine);
    let folder = |path: std::path::PathBuf| {
        std::fs::create_dir(&path).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (copies, stick) = (folder(centre.path("copies")), folder(machine.path("stick")));
    let copy = centre.run(&["backup", &copies]).out;
    let travels = |data: &str| {
        for _ in 0..2 {
            let written = machine.run(&["sync", &stick]);
            assert_eq!(written.code, 0, "{}", written.err);
            let taken = centre.run_on(data, &["import", &stick]);
            assert_eq!(taken.code, 0, "{}{}", taken.out, taken.err);
        }
        assert_eq!(machine.run(&["sync", &stick]).code, 0);
    };
    let file = centre.path("muc.csv");
    let row =
        "indicator,year_from,year_to,value,decision,verified\nI5,2026,2026,30,1/QD,true\n";
    std::fs::write(&file, row).unwrap();
    assert_eq!(centre.run(&["publish", "target", file.to_str().unwrap()]).code, 0);
    travels("hq");
    assert_eq!(centre.run_on("again", &["restore", copy.trim()]).code, 0);
    assert_eq!(centre.run_on("again", &["confirm", "--yes"]).code, 0);
    std::fs::remove_dir_all(&stick).unwrap();
    std::fs::create_dir(&stick).unwrap();
    travels("again");
    assert_eq!(centre.run_on("again", &["list", "target", "--format", "json"]).out, "");
    let kept = machine.path("kept.csv");
    let kept = kept.to_str().unwrap();
    assert_eq!(machine.run(&["export", "target", "-o", kept]).code, 0);
    let done = centre.run_on("again", &["publish", "target", kept]);
    assert_eq!(done.code, 0, "{}{}", done.out, done.err);
    travels("again");
    let here = centre.run_on("again", &["list", "target", "--format", "json"]).out;
    assert_eq!(machine.run(&["list", "target", "--format", "json"]).out, here);
    assert_eq!(here.lines().count(), 1, "{here}");
}
