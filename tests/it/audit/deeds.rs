//! Each deed of the table, done as people do it: by a command of its program, or through the store
//! if a screen does it.

mod entries;

use serde_json::{Value as Json, json};
use sotay::programme::Role;
use sotay::record::audit::{AuditAuthor, AuditDeed, AuditItem};
use sotay::record::{Change, Draft, Fields, Id, Value};
use sotay::services::{audit, passphrase as passphrase_service};

use super::desks::*;
use super::{counted, items};
use crate::kit::NOW;
use crate::kit::{now, records};
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
    // a task has no personal answer, but its text names a household
    let task = json!({
        "what": "Gửi bảng giá", "establishment": desk.workshop, "owner": "can_bo",
        "due": "2026-12-01", "state": "dang_lam",
    });
    let task = well(desk.home.run("vi", &["add", "task"], task.to_string().as_bytes()));
    for (args, deed, n) in [
        (&["list", "task", "--format", "csv"][..], AuditDeed::List, 1),
        (&["list", "task", "--format", "json"], AuditDeed::List, 1),
        (&["list", "task"], AuditDeed::List, 2),
        (&["show", &task, "--format", "json"], AuditDeed::Show, 2),
        (&["show", &task], AuditDeed::Show, 3),
        (&["show", &task, "--history"], AuditDeed::Show, 4),
        (&["drafts"], AuditDeed::List, 2),
    ] {
        desk.run(args);
        assert_eq!(new(deed), n, "{args:?}");
    }
    desk.run_on_a_terminal(&["list", "task"]);
    assert_eq!(new(AuditDeed::List), 2);
    // nor has a draft that only names the household
    let visit = crate::kit::kind("visit");
    let mut fields = Fields::default();
    let workshop = Value::Link(desk.workshop.parse().unwrap());
    fields.set(visit.field_by_id("establishment").unwrap().no, workshop);
    let store = desk.home.open();
    let (id, kind, form) = (Id([7; 16]), visit.no, 1);
    let (edits, typed, at, changed, hidden) = (None, Vec::new(), None, NOW, false);
    let draft = Draft { id, kind, form, edits, fields, typed, at, changed, hidden };
    store.drafts().save(&draft).unwrap();
    store.close().unwrap();
    desk.run_on_a_terminal(&["drafts"]);
    assert_eq!(new(AuditDeed::List), 2);
    desk.run(&["drafts"]);
    assert_eq!(new(AuditDeed::List), 3);
    let one = desk.items().into_iter().find(|item| item.deed == AuditDeed::List).unwrap();
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
