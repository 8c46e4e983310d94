//! Each deed of the table, done as people do it: by a command of its program, or through the store
//! if a screen does it.

use std::path::Path;

use serde_json::{Value as Json, json};
use sotay::lang::Lang;
use sotay::programme::Role;
use sotay::record::audit::{AuditAuthor, AuditDeed, AuditItem};
use sotay::record::{Change, Id};
use sotay::services::{audit, history, passphrase as passphrase_service};
use sotay::store::journal::{JournalReader, JournalSettings, audit as audit_entry};
use sotay::text::format::today_from_millis;

use super::desks::*;
use super::{counted, items};
use crate::kit::home::run_program;
use crate::kit::world::World;
use crate::kit::{NOW, now, records};
use crate::passphrase;

/// The entries before and after a deed. A new deed without a case does not compile.
fn perform(deed: AuditDeed) -> [Vec<AuditItem>; 2] {
    match deed {
        AuditDeed::Export => {
            let desk = Desk::new();
            desk.both(&["export", "establishment", "--contacts", "-o", &desk.out("ds.csv")])
        }
        AuditDeed::Print => {
            let desk = Desk::new();
            desk.both(&["print", &desk.visit, "-o", &desk.out("bien-ban.docx")])
        }
        AuditDeed::TakeOut => {
            let desk = Desk::new();
            desk.both(&["attachment", &desk.paper, "-o", &desk.out("hop-dong-2.txt")])
        }
        AuditDeed::Backup => {
            let desk = Desk::new();
            let before = desk.items();
            desk.backup();
            [before, desk.items()]
        }
        AuditDeed::Restore => {
            let desk = Desk::new();
            let file = desk.backup();
            let before = desk.items();
            let again = desk.home.path("again");
            let args = ["init", "--from-backup", &file];
            well(crate::kit::home::run(&again, "vi", &args, b""));
            [before, items(Role::Officer, &again)]
        }
        AuditDeed::PassphraseSet => {
            let desk = Desk::new();
            let before = desk.items();
            desk.set_passphrase();
            [before, desk.closed(FIRST)]
        }
        AuditDeed::PassphraseChanged => {
            let desk = Desk::new();
            desk.set_passphrase();
            let before = desk.closed(FIRST);
            let (old, new) = (desk.out("first"), desk.home.file("second", SECOND.as_bytes()));
            desk.run(&[
                "--passphrase-file",
                &old,
                "passphrase",
                "change",
                "--new-passphrase-file",
                &new,
            ]);
            [before, desk.closed(SECOND)]
        }
        AuditDeed::PassphraseRemoved => {
            let desk = Desk::new();
            desk.set_passphrase();
            let before = desk.closed(FIRST);
            desk.run(&["--passphrase-file", &desk.out("first"), "passphrase", "remove"]);
            [before, desk.items()]
        }
        AuditDeed::RecoveryOn => {
            let (desk, store) = Desk::with_help(false);
            passphrase_service::allow_recovery(&store).unwrap().unwrap();
            desk.closed_after(store)
        }
        AuditDeed::RecoveryOff => {
            let (desk, store) = Desk::with_help(true);
            store.passphrase().set_recovery(None).unwrap();
            desk.closed_after(store)
        }
        AuditDeed::Recover => {
            let (desk, store) = Desk::with_help(true);
            store.passphrase().recover(&passphrase::new(FIRST)).unwrap();
            desk.closed_after(store)
        }
        AuditDeed::List => {
            let desk = Desk::new();
            desk.both(&["list", "establishment", "--format", "json"])
        }
        AuditDeed::Show => {
            let desk = Desk::new();
            desk.both(&["show", &desk.workshop, "--format", "json"])
        }
        AuditDeed::Paper => {
            let desk = Desk::new();
            desk.both(&["report", "--paper", "projects", "-o", &desk.out("de-an.xlsx")])
        }
        AuditDeed::Stick => {
            let office = Office::new();
            let stick = office.folder("usb");
            std::fs::create_dir(&stick).unwrap();
            office.both(&["export", stick.to_str().unwrap()])
        }
        AuditDeed::Delete => {
            let desk = Desk::new();
            let before = desk.items();
            let store = desk.home.open();
            records::delete(&store, desk.visit.parse().unwrap(), "nhầm");
            store.close().unwrap();
            [before, desk.items()]
        }
        AuditDeed::Erase => {
            let desk = Desk::new();
            desk.both(&["erase", &desk.workshop, "--reason", "theo yêu cầu", "--yes"])
        }
        AuditDeed::Undelete => {
            let desk = Desk::new();
            let store = desk.home.open();
            let id: Id = desk.visit.parse().unwrap();
            records::delete(&store, id, "nhầm");
            let before = audit::log(&store).unwrap().items;
            let base = store.records().get(id).unwrap().unwrap().head;
            records::commit(&store, vec![Change::Restore { id, base }]);
            store.close().unwrap();
            [before, desk.items()]
        }
        AuditDeed::Enrol => {
            let office = Office::new();
            let before = office.items("hq");
            office.enrol("Cường");
            [before, office.items("hq")]
        }
        AuditDeed::Revoke => Office::new().both(&["revoke", "1"]),
        AuditDeed::Handover => Office::new().both(&["handover", "1", "2"]),
        AuditDeed::Publish => {
            let office = Office::new();
            office.both(&["publish", "target", &office.target()])
        }
        AuditDeed::Confirm => {
            let office = Office::new();
            office.restored();
            let before = office.items("again");
            office.run("again", &["confirm", "--yes"]);
            [before, office.items("again")]
        }
        AuditDeed::Verdict => {
            let mut w = torn();
            w.fold();
            let about = w.put("establishment", crate::kit::world::establishment("Mộc"));
            let before = audit::log(&w.store).unwrap().items;
            w.put("verdict", json!({"about": about.to_string(), "verdict": "duyet"}));
            [before, audit::log(&w.store).unwrap().items]
        }
        AuditDeed::CaseRaised => in_conflict(&mut torn()),
        AuditDeed::CaseDecided => {
            let w = torn();
            w.fold();
            let case = w.matters("mau_thuan")[0].id;
            at_headquarters(&w, || w.edit(case, decided("nhat")))
        }
        AuditDeed::CaseReopened => {
            let w = torn();
            w.fold();
            let case = w.matters("mau_thuan")[0].id;
            w.edit(case, decided("nhat"));
            at_headquarters(&w, || w.edit(case, json!({"state": "cho"})))
        }
        AuditDeed::Unknown(_) => unreachable!("of a newer program"),
    }
}

#[test]
fn every_deed_leaves_exactly_one_entry() {
    for deed in AuditDeed::ALL {
        let [before, after] = perform(*deed).map(|items| counted(&items));
        let count = |of: &AuditDeed, counts: &std::collections::BTreeMap<AuditDeed, usize>| {
            counts.get(of).copied().unwrap_or(0)
        };
        assert_eq!(count(deed, &after), count(deed, &before) + 1, "{deed:?}");
        for other in AuditDeed::ALL.iter().filter(|other| *other != deed) {
            assert_eq!(count(other, &after), count(other, &before), "{other:?} by {deed:?}");
        }
    }
}

#[test]
fn a_deletion_and_an_erasure_say_why() {
    for (deed, why) in [(AuditDeed::Delete, "nhầm"), (AuditDeed::Erase, "theo yêu cầu")] {
        let [_, after] = perform(deed);
        let reasons: Vec<_> =
            after.iter().map(|item| (item.deed, item.reason.as_deref())).collect();
        assert!(reasons.contains(&(deed, Some(why))), "{reasons:?}");
        assert!(
            reasons.iter().all(|(of, reason)| *of == deed || reason.is_none()),
            "{reasons:?}"
        );
    }
    let desk = Desk::new();
    desk.run(&["erase", &desk.workshop, "--reason", "theo yêu cầu", "--yes"]);
    let said = desk.home.run("vi", &["audit"], b"").out;
    assert!(said.contains("lý do: theo yêu cầu"), "{said}");
}

/// Output with personal answers that goes to a file or a program is an entry. Output on a screen is
/// none, nor is output without personal answers.
#[test]
fn only_what_leaves_with_personal_answers_is_logged() {
    let desk = Desk::new();
    let looks = || counted(&desk.items());
    let before = looks();
    let workshop = &*desk.workshop;
    desk.run(&["list", "task", "--format", "json"]);
    desk.run(&["list", "visit", "--format", "csv", "--find", "không có"]);
    desk.run(&["report", "--format", "json"]);
    for args in [
        &["list", "establishment"][..],
        &["list", "establishment", "--find", "không có", "--format", "json"],
        &["show", workshop],
        &["show", workshop, "--history"],
    ] {
        desk.run_on_a_terminal(args);
        assert_eq!(looks(), before, "{args:?}");
    }
    let new = |deed: AuditDeed| {
        let count = |of: &std::collections::BTreeMap<AuditDeed, usize>| of.get(&deed).copied();
        count(&looks()).unwrap_or(0) - count(&before).unwrap_or(0)
    };
    for (args, deed, n) in [
        (&["list", "establishment", "--format", "csv"][..], AuditDeed::List, 1),
        // into a file, or to a program
        (&["show", workshop], AuditDeed::Show, 1),
        (&["show", workshop, "--history", "--format", "json"], AuditDeed::Show, 2),
    ] {
        desk.run(args);
        assert_eq!(new(deed), n, "{args:?}");
    }
    let one = desk.items().into_iter().rfind(|item| item.deed == AuditDeed::List).unwrap();
    assert_eq!((one.about.count, one.about.contacts), (Some(1), true));
}

/// The same deeds at headquarters, which does them differently.
#[test]
fn headquarters_backs_up_restores_and_withdraws_with_one_entry_each() {
    let office = Office::new();
    office.restored();
    let after = counted(&office.items("again"));
    assert_eq!((after[&AuditDeed::Backup], after[&AuditDeed::Restore]), (1, 1));
    office.run("hq", &["publish", "target", &office.target()]);
    let target = office.run("hq", &["list", "target", "--format", "json"]);
    let target: Json = serde_json::from_str(&target).unwrap();
    let [before, after] = office.both(&["withdraw", target["id"].as_str().unwrap()]);
    assert_eq!(after.len(), before.len() + 1);
    assert_eq!(counted(&after)[&AuditDeed::Delete], 1);
    // a command that changes nothing is no deed: already revoked, already published
    assert!(office.ran("hq", &["revoke", "1"]).well);
    office.run("hq", &["publish", "target", &office.target()]);
    let before = office.items("hq");
    assert!(office.ran("hq", &["revoke", "1"]).well);
    office.run("hq", &["publish", "target", &office.target()]);
    assert_eq!(office.items("hq"), before);
}

/// A review holds the notebook open for hours, and a stolen laptop cannot wait for it.
#[test]
fn a_device_is_shut_out_and_logged_while_the_notebook_is_open() {
    let office = Office::new();
    let options = sotay::store::Options { take_over: false, serve_early: false, now };
    let (store, _) =
        sotay::store::Store::open(Role::Headquarters, &office.folder("hq"), options).unwrap();
    office.run("hq", &["revoke", "2"]);
    let log = audit::log(&store).unwrap();
    let last = log.items.iter().find(|item| item.deed == AuditDeed::Revoke).unwrap();
    assert_eq!(last.about.officer, Some(2));
    assert_eq!(last.by, AuditAuthor::Person("Trần Duyệt".into()));
    store.close().unwrap();
}

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
