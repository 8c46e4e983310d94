//! What an entry says, what it never says, and where entries are counted.

use std::path::Path;

use serde_json::{Value as Json, json};
use sotay::lang::Lang;
use sotay::record::audit::{AuditAuthor, AuditDeed};
use sotay::services::{audit, history};
use sotay::store::journal::{JournalReader, JournalSettings, audit as audit_entry};
use sotay::text::format::today_from_millis;

use crate::audit::desks::*;
use crate::kit::NOW;
use crate::kit::home::run_program;
use crate::kit::world::World;

#[test]
fn an_entry_says_who_when_from_where_and_about_what() {
    let desk = Desk::new();
    desk.run(&["export", "establishment", "--contacts", "-o", &desk.out("ds.xlsx")]);
    desk.run(&["print", &desk.visit, "-o", &desk.out("bien-ban.docx")]);
    let lines = desk.run(&["audit", "--format", "json"]);
    let all: Vec<Json> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let export = all.iter().find(|one| one["deed"] == "export").unwrap();
    assert_eq!(
        (&export["kind"], &export["count"], &export["contacts"], &export["by"]),
        (&json!("establishment"), &json!(1), &json!(true), &json!("Trần Thị Bình"))
    );
    assert!(export["user"].is_string() && export["program"] == json!(false), "{export}");
    let day = sotay::text::format::iso(today_from_millis(NOW));
    assert!(export["at"].as_str().unwrap().starts_with(&day), "{export}");
    let print = all.iter().find(|one| one["deed"] == "print").unwrap();
    assert_eq!(print["record"], json!(desk.visit));
    // with filters, and as a table and as CSV
    let one = desk.run(&["audit", "--deed", "print", "--format", "json"]);
    assert_eq!(one.lines().count(), 1);
    assert_eq!(desk.run(&["audit", "--who", "tran thi binh", "--format", "json"]), lines);
    assert_eq!(desk.run(&["audit", "--who", "người khác", "--format", "json"]), "");
    assert_eq!(desk.run(&["audit", "--since", "24/11/2026", "--format", "json"]), "");
    assert_eq!(desk.run(&["audit", "--since", &day, "--format", "json"]), lines);
    let csv = desk.run(&["audit", "--format", "csv"]);
    assert_eq!(csv.lines().count(), all.len() + 1);
    let table = desk.run(&["audit"]);
    let words = sotay::services::audit::deed(AuditDeed::Export, Lang::Vi);
    assert!(table.contains(&words) && table.contains("Trần Thị Bình"), "{table}");
    let refused = desk.home.run("vi", &["audit", "--deed", "xyz"], b"");
    assert!(!refused.well && refused.words.contains("take-out"), "{}", refused.words);
}

/// Answers of the notebook's records are nowhere in the log, nor is the name of a file.
#[test]
fn no_answer_and_no_file_name_gets_into_the_log() {
    let desk = Desk::new();
    desk.run(&["export", "establishment", "--contacts", "-o", &desk.out("ho-so-ba.csv")]);
    desk.run(&["print", &desk.visit, "-o", &desk.out("bien-ban-ba.docx")]);
    desk.run(&["attachment", &desk.paper, "-o", &desk.out("hop-dong-ba.txt")]);
    desk.backup();
    let folder = desk.home.folder();
    let keys = sotay::storage::crypto::key::Keys::load(&folder).unwrap().0;
    let reader = JournalReader::new(JournalSettings::default(), &folder, &keys);
    let frames = reader.frames(1).map(Result::unwrap);
    let entries: Vec<_> = frames.filter_map(|(_, entry)| audit_entry(&entry)).collect();
    assert_eq!(entries.len(), 4);
    let text: String =
        entries.into_iter().map(|entry| format!("{:?}", entry.unwrap())).collect();
    for answer in [
        "0912345678",
        "912345678",
        "Trần Ba",
        "Xưởng",
        "Bàn ghế",
        "Gọn",
        "ho-so-ba",
        "bien-ban-ba",
        "hop-dong-ba",
        "usb",
    ] {
        assert!(!text.contains(answer), "{answer} in {text}");
    }
}

/// M10: cases that the program found and settled were logged as the reviewer's deeds.
#[test]
fn what_the_program_finds_and_settles_is_the_programs() {
    let (mut w, mut a, mut b, id) = World::torn();
    w.round(&mut [&mut a, &mut b]);
    let case = w.matters("mau_thuan")[0].id;
    // one officer gives in, and the case ends without a decision
    b.edit(id, json!({"name": "Mộc C"}));
    w.round(&mut [&mut a, &mut b]);
    assert!(w.matters("mau_thuan").is_empty());
    let log = audit::log(&w.store).unwrap().items;
    let of_case = |deed: AuditDeed| {
        let mut found =
            log.iter().filter(|item| item.deed == deed && item.about.record == Some(case));
        (found.next().map(|item| item.by.clone()), found.count())
    };
    for deed in [AuditDeed::CaseRaised, AuditDeed::CaseDecided] {
        assert_eq!(of_case(deed), (Some(AuditAuthor::Program), 0), "{deed:?}");
    }
    let lines = history::history(&w.store, case, Lang::Vi).unwrap();
    let named: Vec<&String> = lines.iter().filter(|line| line.ends_with(')')).collect();
    assert!(!named.is_empty(), "{lines:?}");
    assert!(named.iter().all(|line| line.ends_with("(chương trình)")), "{lines:?}");
    // a decision that a reviewer made is logged with the reviewer's name
    let w = torn();
    w.fold();
    let case = w.matters("mau_thuan")[0].id;
    w.edit(case, decided("nhat"));
    let log = audit::log(&w.store).unwrap().items;
    let last = log.iter().find(|item| item.deed == AuditDeed::CaseDecided).unwrap();
    assert!(matches!(&last.by, AuditAuthor::Person(name) if !name.is_empty()), "{last:?}");
    let lines = history::history(&w.store, case, Lang::Vi).unwrap();
    assert!(lines[0].contains('(') && !lines[0].contains("chương trình"), "{lines:?}");
}

/// Earlier entries keep the earlier reviewer's name, not the present one's.
#[test]
fn an_entry_keeps_the_name_of_its_time() {
    let office = Office::new();
    office.run("hq", &["revoke", "1"]);
    let folder = office.folder("hq");
    let line = ["sotay-hq", "--lang", "vi", "--data", folder.to_str().unwrap()];
    let later = || NOW + 60_000;
    let args = [&line[..], &["reviewer", "Lê Mới"]].concat();
    well(run_program(sotay::command::hq::run, later, &args, b""));
    let much_later = || NOW + 120_000;
    let args = [&line[..], &["revoke", "2"]].concat();
    well(run_program(sotay::command::hq::run, much_later, &args, b""));
    let revoked: Vec<AuditAuthor> = office
        .items("hq")
        .into_iter()
        .filter(|item| item.deed == AuditDeed::Revoke)
        .map(|item| item.by)
        .collect();
    let person = |name: &str| AuditAuthor::Person(name.to_owned());
    assert_eq!(revoked, [person("Trần Duyệt"), person("Lê Mới")]);
}

#[test]
fn doctor_and_verify_count_the_entries() {
    let desk = Desk::new();
    desk.run(&["print", &desk.visit, "-o", &desk.out("a.docx")]);
    let doctor: Json =
        serde_json::from_str(&desk.run(&["doctor", "--format", "json"])).unwrap();
    assert!(doctor.to_string().contains("audit"), "{doctor}");
    let words = sotay::lang::verify::audits(Lang::Vi, 1);
    assert!(desk.run(&["verify"]).contains(&words));
    let office = Office::new();
    let verified = office.run("hq", &["verify"]);
    assert!(verified.contains(&sotay::lang::audit::log_sound(Lang::Vi, 2)), "{verified}");
    assert!(Path::new(&office.folder("hq")).join("audit/journal").is_dir());
}
