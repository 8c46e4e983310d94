//! A headquarters lost and restored, with both programs: decisions after the backup stay, as far as
//! any device still has them, and nothing counts before the administrator confirms.

use sotay::lang;
use sotay::lang::Lang::Vi;
use std::path::Path;

use super::program::Centre;
use crate::kit::machine::Machine;

fn workshop(name: &str) -> Vec<u8> {
    format!(
        "{{\"name\":\"{name}\",\"type\":\"ho_kinh_doanh\",\"place\":\"05443\",\"sector\":\"a\",\
         \"products\":\"Tủ\",\"workers\":5,\"status\":\"dang_hoat_dong\",\"tax_none\":\"x\"}}\n"
    )
    .into_bytes()
}

fn enrol(centre: &Centre, data: &str, machine: &Machine, number: &[&str]) {
    let file = machine.path("request");
    let file = file.to_str().unwrap();
    let ssh = machine.path("id.pub");
    std::fs::write(&ssh, format!("ssh-ed25519 {}\n", key(machine))).unwrap();
    let ssh = ssh.to_str().unwrap();
    let asked = machine.run(&["enrol", "--request", file, "--ssh-key", ssh, "--force"]);
    assert_eq!(asked.code, 0, "{}", asked.err);
    let args = [&["enrol", file, "--yes", "--force"], number].concat();
    let done = centre.run_on(data, &args);
    assert_eq!(done.code, 0, "{}", done.err);
    let taken = machine.run(&["enrol", "--accept", &format!("{file}.reply")]);
    assert_eq!(taken.code, 0, "{}", taken.err);
}

fn key(machine: &Machine) -> String {
    let name = machine.home.path().file_name().unwrap().to_string_lossy().into_owned();
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    format!("AAAAC3NzaC1lZDI1NTE5AAAA{}", letters.collect::<String>())
}

/// Syncs with headquarters in this folder, on a separate stick.
fn round(centre: &Centre, data: &str, machine: &Machine) {
    let stick = machine.path(&format!("stick-{data}"));
    std::fs::create_dir_all(&stick).unwrap();
    let road = format!("folder:{}", stick.display());
    machine.run(&["sync", &road]);
    let taken = centre.run_on(data, &["import", stick.to_str().unwrap()]);
    assert_eq!(taken.code, 0, "{}{}", taken.out, taken.err);
    machine.run(&["sync", &road]);
}

fn names(centre: &Centre, data: &str) -> String {
    let ran = centre.run_on(data, &["list", "establishment", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.out
}

fn line_of(officers: &str, name: &str) -> Vec<String> {
    let lines = officers.lines().filter(|line| line.contains(name));
    lines.map(str::to_owned).collect()
}

/// An and Bình, then a backup; then Bình's laptop is stolen and revoked, a new one is enrolled, and
/// An's laptop learns of it. Returns the backup.
fn stolen(centre: &Centre, an: &Machine, thief: &Machine, new: &Machine) -> String {
    enrol(centre, "hq", an, &[]);
    enrol(centre, "hq", thief, &[]);
    thief.feed(&["add", "establishment"], &workshop("Bình ghi"));
    for machine in [an, thief] {
        round(centre, "hq", machine);
    }
    let copies = centre.path("copies");
    std::fs::create_dir_all(&copies).unwrap();
    let copy = centre.run(&["backup", copies.to_str().unwrap()]);
    assert_eq!(copy.code, 0, "{}", copy.err);
    assert_eq!(centre.run(&["revoke", "2"]).code, 0);
    enrol(centre, "hq", new, &["--number", "2"]);
    thief.feed(&["add", "establishment"], &workshop("Kẻ trộm ghi"));
    copy.out.trim().to_owned()
}

/// The same backup, without the files next to it.
fn alone(centre: &Centre, copy: &str, name: &str) -> String {
    let place = centre.path(name);
    std::fs::create_dir(&place).unwrap();
    crate::kit::copy_folder(Path::new(copy), &place.join("copy"));
    place.join("copy").to_str().unwrap().to_owned()
}

#[test]
fn a_restored_headquarters_took_a_revoked_laptop_in_again() {
    let centre = Centre::new();
    let (an, thief) = (Machine::of("Nguyễn An", "19"), Machine::of("Lê Bình", "19"));
    let new = Machine::of("Lê Bình", "19");
    let copy = stolen(&centre, &an, &thief, &new);
    // the list next to the backup knows it
    let back = centre.run_on("beside", &["restore", &copy]);
    assert_eq!(back.code, 0, "{}", back.err);
    assert!(back.err.contains("sotay-hq confirm"), "{}", back.err);
    let officers = centre.run_on("beside", &["officers"]).out;
    let binh = line_of(&officers, "Lê Bình");
    assert_eq!(binh.len(), 2, "{officers}");
    assert!(
        binh[0].contains("đã thu hồi") && binh[1].contains(&lang::hq::active(Vi)),
        "{officers}"
    );
    let keys = centre.run_on("beside", &["officers", "--ssh"]).out;
    assert!(keys.contains(&key(&new)) && !keys.contains(&key(&thief)), "{keys}");
    assert_eq!(centre.run_on("beside", &["confirm", "--yes"]).code, 0);
    round(&centre, "beside", &thief);
    assert!(!names(&centre, "beside").contains("Kẻ trộm ghi"));
    let matters = centre.run_on("beside", &["list", "matter", "--format", "json"]).out;
    assert!(matters.contains("cach_ly"), "{matters}");
    round(&centre, "beside", &new);
    assert!(new.run(&["list", "establishment"]).out.contains("Bình ghi"));
}

#[test]
fn a_thief_who_came_before_anybody_who_knew_was_taken_in() {
    let centre = Centre::new();
    let (an, thief) = (Machine::of("Nguyễn An", "19"), Machine::of("Lê Bình", "19"));
    let new = Machine::of("Lê Bình", "19");
    let copy = stolen(&centre, &an, &thief, &new);
    round(&centre, "hq", &an);
    let copy = alone(&centre, &copy, "elsewhere");
    let back = centre.run_on("again", &["restore", &copy]);
    assert_eq!(back.code, 0, "{}", back.err);
    // it names the devices and what was open in the backup, and says that nothing counts yet
    assert!(back.err.contains("0 việc chưa quyết định và 0 hồ sơ chưa duyệt"), "{}", back.err);
    assert!(back.err.contains("Nguyễn An") && back.err.contains("Lê Bình"), "{}", back.err);
    let before = thief.run(&["list", "establishment", "--format", "json"]).out;
    round(&centre, "again", &thief);
    assert!(!names(&centre, "again").contains("Kẻ trộm ghi"));
    assert_eq!(thief.run(&["list", "establishment", "--format", "json"]).out, before);
    // An's laptop still has the list
    round(&centre, "again", &an);
    let officers = centre.run_on("again", &["officers"]).out;
    let binh = line_of(&officers, "Lê Bình");
    assert!(binh.len() == 2 && binh[0].contains("đã thu hồi"), "{officers}");
    let matters = centre.run_on("again", &["list", "matter", "--format", "json"]).out;
    assert!(matters.contains("danh_sach"), "{matters}");
    // another answer does not confirm
    assert_eq!(centre.ran("again", &["confirm"], b"\n").code, 1);
    assert!(!names(&centre, "again").contains("Kẻ trộm ghi"));
    let done = centre.ran("again", &["confirm"], "c\n".as_bytes());
    assert_eq!(done.code, 0, "{}", done.err);
    // what arrived before the confirmation is judged by what is known now
    assert!(!names(&centre, "again").contains("Kẻ trộm ghi"));
    let matters = centre.run_on("again", &["list", "matter", "--format", "json"]).out;
    assert!(matters.contains("cach_ly"), "{matters}");
    an.feed(&["add", "establishment"], &workshop("An ghi sau"));
    round(&centre, "again", &an);
    assert!(names(&centre, "again").contains("An ghi sau"));
    // reading the logs again gives the same
    assert_eq!(centre.run_on("again", &["rebuild"]).code, 0);
    assert!(!names(&centre, "again").contains("Kẻ trộm ghi"));
    assert!(names(&centre, "again").contains("An ghi sau"));
}

#[test]
fn a_laptop_enrolled_after_the_copy_was_a_stranger_for_good() {
    let centre = Centre::new();
    let (an, thief) = (Machine::of("Nguyễn An", "19"), Machine::of("Lê Bình", "19"));
    let new = Machine::of("Lê Bình", "19");
    let copy = stolen(&centre, &an, &thief, &new);
    new.feed(&["add", "establishment"], &workshop("Máy mới ghi"));
    round(&centre, "hq", &new);
    let copy = alone(&centre, &copy, "elsewhere");
    assert_eq!(centre.run_on("again", &["restore", &copy]).code, 0);
    // it brings the list that names it; what headquarters lost is sent again
    round(&centre, "again", &new);
    round(&centre, "again", &new);
    assert!(!names(&centre, "again").contains("Máy mới ghi"), "nobody has confirmed");
    assert_eq!(centre.run_on("again", &["confirm", "--yes"]).code, 0);
    assert!(names(&centre, "again").contains("Máy mới ghi"));
}
