//! Devices are enrolled, replaced and shut out, and work passes between their officers.

use sotay::lang;
use sotay::lang::Lang::Vi;

use super::{Centre, WORKSHOP, enrolled, joins};
use crate::kit::machine::Machine;
use crate::kit::opening;

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
