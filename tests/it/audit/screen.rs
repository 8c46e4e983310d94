//! The screen of the audit log, by keys.

use serde_json::json;
use sotay::app::layer::Screen;
use sotay::lang::Lang;
use sotay::record::audit::{AuditAbout, AuditDeed};
use sotay::record::{Change, Id};
use sotay::services::audit;

use crate::kit::app::{App, Setting, USUAL};
use crate::kit::records;

fn with_entries(columns: u16, rows: u16, count: usize) -> (App, Id) {
    let mut app = App::at(columns, rows);
    let id = app.given("establishment", json!({"name": "Mộc Hòa Phát"}));
    let store = app.workers.store();
    records::delete(store, id, "nhầm");
    let base = store.records().get(id).unwrap().unwrap().head;
    records::commit(store, vec![Change::Restore { id, base }]);
    for n in 0..count {
        let about = AuditAbout { count: Some(n as u64), ..AuditAbout::default() };
        store.audit().note(AuditDeed::Backup, about).unwrap();
    }
    (app, id)
}

fn words(deed: AuditDeed) -> String {
    audit::deed(deed, Lang::Vi)
}

fn open(app: &mut App) -> &mut App {
    app.keys("5").choose("Nhật ký thao tác");
    assert!(matches!(app.top(), Screen::Audit(_)), "{}", app.text());
    app
}

#[test]
fn the_log_is_under_more_screens_with_the_newest_first_and_enter_opens_the_record() {
    let (mut app, _) = with_entries(100, 24, 1);
    open(&mut app).shows("Lúc").shows("Ai").shows("Việc").shows("Về");
    let screen = app.screen();
    let row = |deed| screen.iter().position(|line| line.contains(&words(deed))).unwrap();
    assert!(row(AuditDeed::Backup) < row(AuditDeed::Undelete));
    assert!(row(AuditDeed::Undelete) < row(AuditDeed::Delete));
    app.stands_on(&words(AuditDeed::Backup));
    // a backup is about no record, so Enter opens nothing
    app.keys("enter");
    assert!(matches!(app.top(), Screen::Audit(_)));
    app.keys("down").stands_on("Mộc Hòa Phát").keys("enter");
    assert!(matches!(app.top(), Screen::Page(_)), "{}", app.text());
    app.shows("Mộc Hòa Phát").keys("esc");
    assert!(matches!(app.top(), Screen::Audit(_)));
    app.stands_on(&words(AuditDeed::Undelete)).keys("esc");
    assert!(matches!(app.top(), Screen::Today(_)));
}

#[test]
fn typing_narrows_the_log_and_esc_widens_it_step_by_step() {
    let (mut app, _) = with_entries(80, 24, 3);
    open(&mut app).keys("f3").types("khoi phuc");
    app.shows("1 trong 5 mục").shows(&words(AuditDeed::Undelete));
    app.hides(&words(AuditDeed::Backup));
    app.keys("enter");
    assert!(matches!(app.top(), Screen::Page(_)), "{}", app.text());
    app.keys("esc").shows("1 trong 5 mục");
    app.types(" xyz").shows("Không có mục nào").keys("esc");
    app.shows("5 mục").hides("trong 5");
    assert!(matches!(app.top(), Screen::Audit(_)));
}

#[test]
fn thousands_of_entries_are_paged_and_a_small_window_shows_time_and_deed() {
    let (mut app, _) = with_entries(40, 12, 3_000);
    open(&mut app).shows("3.002 mục").shows(&words(AuditDeed::Backup));
    app.keys("end").stands_on(&words(AuditDeed::Delete));
    app.keys("home").stands_on(&words(AuditDeed::Backup)).keys("pgdn pgdn");
    let Screen::Audit(audit) = app.top() else { panic!() };
    assert!(audit.at > 4 && audit.selected().is_some(), "{}", audit.at);
    app.resize(120, 40).shows("Về");
    app.resize(40, 12).keys("end").stands_on(&words(AuditDeed::Delete));
}

#[test]
fn a_log_with_nothing_in_it_says_so_in_both_languages() {
    for lang in [Lang::Vi, Lang::En] {
        let mut app = App::with(Setting { lang, ..USUAL });
        app.keys("5").choose(sotay::lang::audit::SCREEN.get(lang));
        app.shows(&sotay::lang::audit::none(lang));
    }
}
