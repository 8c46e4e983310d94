//! Sticks between officers and headquarters.

use super::{Centre, WORKSHOP, enrolled, joins};
use crate::kit::machine::{Machine, Ran};

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
