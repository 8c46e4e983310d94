//! A notebook and a headquarters for tests that do deeds for the audit log.

use std::path::PathBuf;

use serde_json::{Value as Json, json};
use sotay::programme::Role;
use sotay::record::audit::AuditItem;
use sotay::services::{audit, passphrase as passphrase_service};

use super::items;
use crate::kit::home::{Home, Ran, run_program};
use crate::kit::world::World;
use crate::kit::{NOW, now};
use crate::passphrase;

pub(super) const WORKSHOP: &str = r#"{"name":"Xưởng mộc Bình","type":"ho_kinh_doanh","place":"01849","sector":"b","products":"Bàn ghế","workers":5,"tax_none":"chưa có","contact_name":"Trần Ba","contact_phone":"0912345678","notice":true,"notice_date":"2026-11-20"}"#;
pub(super) const FIRST: &str = "một mật khẩu dài";
pub(super) const SECOND: &str = "một mật khẩu khác";

/// A desk, and its audit entries before a deed.
pub(super) struct CountedDesk {
    pub(super) desk: Desk,
    pub(super) before: Vec<AuditItem>,
}

impl CountedDesk {
    pub(super) fn closed_after(self, store: sotay::store::Store) -> [Vec<AuditItem>; 2] {
        store.close().unwrap();
        drop(store);
        [self.before, self.desk.closed(FIRST)]
    }
}

/// A notebook with a workshop, a visit and a paper.
pub(super) struct Desk {
    pub(super) home: Home,
    pub(super) workshop: String,
    pub(super) visit: String,
    pub(super) paper: String,
}

#[track_caller]
pub(super) fn well(ran: Ran) -> String {
    assert!(ran.well, "{}{}", ran.out, ran.words);
    ran.out.trim().to_owned()
}

impl Desk {
    pub(super) fn new() -> Desk {
        let home = Home::new();
        let workshop = well(home.run("vi", &["add", "establishment"], WORKSHOP.as_bytes()));
        let visit = json!({
            "establishment": workshop, "date": "2026-11-20", "purpose": "khao_sat",
            "observations": "Gọn", "operating": "dang_hoat_dong", "conclusion": "dat",
        });
        let visit = well(home.run("vi", &["add", "visit"], visit.to_string().as_bytes()));
        let file = home.file("hop-dong.txt", "Hợp đồng".as_bytes());
        let paper = well(home.run("vi", &["attach", &visit, &file], b""));
        Desk { home, workshop, visit, paper }
    }

    pub(super) fn run(&self, args: &[&str]) -> String {
        well(self.home.run("vi", args, b""))
    }

    pub(super) fn run_on_a_terminal(&self, args: &[&str]) -> String {
        well(crate::kit::home::run_on_a_terminal(&self.home.folder(), args))
    }

    pub(super) fn out(&self, name: &str) -> String {
        self.home.path(name).to_str().unwrap().to_owned()
    }

    pub(super) fn items(&self) -> Vec<AuditItem> {
        items(Role::Officer, &self.home.folder())
    }

    pub(super) fn closed(&self, passphrase: &str) -> Vec<AuditItem> {
        items(Role::Officer, passphrase::folder(&self.home.folder(), Some(passphrase)))
    }

    pub(super) fn backup(&self) -> String {
        std::fs::create_dir_all(self.home.path("usb")).unwrap();
        self.run(&["backup", &self.out("usb")])
    }

    pub(super) fn set_passphrase(&self) {
        let file = self.home.file("first", FIRST.as_bytes());
        self.run(&["passphrase", "set", "--new-passphrase-file", &file]);
    }

    /// Enrolled and with a passphrase; `is_on`: headquarters may help to recover it. Counts the
    /// entries so far.
    pub(super) fn with_help(is_on: bool) -> (CountedDesk, sotay::store::Store) {
        let desk = Desk::new();
        let store = desk.home.open();
        crate::kit::headquarters::Headquarters::new().enrol(&store);
        store.passphrase().set(Some(&passphrase::new(FIRST))).unwrap();
        if is_on {
            passphrase_service::allow_recovery(&store).unwrap().unwrap();
        }
        let before = audit::log(&store).unwrap().items;
        (CountedDesk { desk, before }, store)
    }

    /// Runs a command; returns the entries before and after it.
    pub(super) fn both(&self, args: &[&str]) -> [Vec<AuditItem>; 2] {
        let before = self.items();
        self.run(args);
        [before, self.items()]
    }
}

/// Headquarters with two officers.
pub(super) struct Office {
    pub(super) home: Home,
}

impl Office {
    pub(super) fn new() -> Office {
        let office = Office { home: Home::empty() };
        office.run("hq", &["init", "--name", "Cục CN", "--reviewer", "Trần Duyệt"]);
        for name in ["An", "Bình"] {
            office.enrol(name);
        }
        office
    }

    pub(super) fn enrol(&self, name: &str) {
        let laptop = self.home.path(name);
        let setup = sotay::store::Setup {
            officer_name: name.to_owned(),
            unit: "TT".into(),
            province: "19".into(),
        };
        sotay::store::Store::init(Role::Officer, &laptop, &setup, NOW).unwrap();
        let file = self.home.path(&format!("{name}.request"));
        let file = file.to_str().unwrap();
        well(crate::kit::home::run(&laptop, "vi", &["enrol", "--request", file], b""));
        self.run("hq", &["enrol", file, "--yes"]);
    }

    pub(super) fn folder(&self, data: &str) -> PathBuf {
        self.home.path(data)
    }

    pub(super) fn run(&self, data: &str, args: &[&str]) -> String {
        well(self.ran(data, args))
    }

    pub(super) fn ran(&self, data: &str, args: &[&str]) -> Ran {
        let folder = self.folder(data);
        let before = ["sotay-hq", "--lang", "vi", "--data", folder.to_str().unwrap()];
        run_program(sotay::command::hq::run, now, &[&before[..], args].concat(), b"")
    }

    pub(super) fn items(&self, data: &str) -> Vec<AuditItem> {
        items(Role::Headquarters, &self.folder(data))
    }

    pub(super) fn both(&self, args: &[&str]) -> [Vec<AuditItem>; 2] {
        let before = self.items("hq");
        self.run("hq", args);
        [before, self.items("hq")]
    }

    pub(super) fn target(&self) -> String {
        self.home.file(
            "targets.csv",
            b"indicator,year_from,year_to,value,decision,verified\nI5,2026,2026,30,1/QD,true\n",
        )
    }

    /// Restores headquarters from a backup into another folder.
    pub(super) fn restored(&self) {
        std::fs::create_dir_all(self.home.path("copies")).unwrap();
        let copies = self.home.path("copies");
        let copy = self.run("hq", &["backup", copies.to_str().unwrap()]);
        self.run("again", &["restore", &copy]);
    }
}

/// Two officers in conflict; the entries before and after the case is raised.
pub(super) fn in_conflict(w: &mut World) -> [Vec<AuditItem>; 2] {
    let before = audit::log(&w.store).unwrap().items;
    w.fold();
    [before, audit::log(&w.store).unwrap().items]
}

pub(super) fn torn() -> World {
    let (mut w, mut a, mut b, _) = World::torn();
    w.send(&mut a);
    w.send(&mut b);
    w
}

pub(super) fn at_headquarters(w: &World, write: impl FnOnce()) -> [Vec<AuditItem>; 2] {
    let before = audit::log(&w.store).unwrap().items;
    write();
    [before, audit::log(&w.store).unwrap().items]
}

pub(super) fn decided(decision: &str) -> Json {
    json!({"state": "xong", "decision": decision, "reason": "Đã gọi cán bộ"})
}
