//! Headquarters' notebook is open while devices send, and no key is pressed.

use serde_json::json;
use sotay::lang;
use sotay::lang::Lang::Vi;

use crate::kit::app::App;
use crate::kit::headquarters::{Breaks, Headquarters};
use crate::kit::notebook::Notebook;

const WHOLE: Breaks = Breaks { up: None, down: None };

fn workshops(book: &mut Notebook, names: impl Iterator<Item = String>) {
    names.for_each(|name| {
        book.put("establishment", json!({ "name": name }));
    });
}

#[test]
fn an_open_review_takes_in_what_devices_send_though_nobody_presses_a_key() {
    let (office, mut book) = (Headquarters::new(), Notebook::new());
    office.enrol(&book.store);
    workshops(&mut book, (10..130).map(|n| format!("Mộc {n}")));
    let mut app = App::headquarters(office.path());
    app.keys("f6").shows("Chưa có");
    office.sync(&book.store, WHOLE).1.unwrap();
    app.shows("Chưa có").quiet().shows("120 hồ sơ").shows("Mộc 10");
    // nothing arrived: no message, so nothing is drawn
    assert!(app.workers.quiet().is_empty());
}

#[test]
fn rows_that_come_in_do_not_move_the_cursor_from_its_record() {
    let (office, mut book) = (Headquarters::new(), Notebook::new());
    office.enrol(&book.store);
    workshops(&mut book, (10..90).map(|n| format!("Mộc {n}")));
    office.sync(&book.store, WHOLE).1.unwrap();
    office.fold();
    let mut app = App::headquarters(office.path());
    app.keys("f6 pgdn down down down").stands_on("Mộc 3");
    let (here, place) = (app.here(), app.draw().1.cursor);
    workshops(&mut book, (10..90).map(|n| format!("Gốm {n}")));
    office.sync(&book.store, WHOLE).1.unwrap();
    app.quiet().shows("160 hồ sơ");
    assert_eq!((app.here(), app.draw().1.cursor), (here, place));
}

#[test]
fn what_a_reviewer_saves_does_not_wait_for_what_devices_sent() {
    let (office, mut book) = (Headquarters::new(), Notebook::new());
    office.enrol(&book.store);
    workshops(&mut book, (0..3).map(|n| format!("Mộc {n}")));
    office.sync(&book.store, WHOLE).1.unwrap();
    office.fold();
    let mut app = App::headquarters(office.path());
    workshops(&mut book, (3..9).map(|n| format!("Mộc {n}")));
    office.sync(&book.store, WHOLE).1.unwrap();
    // carried out at once, while the rest is still unread
    app.keys("f6 enter f8").shows("Cấp trên đã duyệt").keys("f6").shows("3 hồ sơ");
    app.quiet().shows("9 hồ sơ");
}

#[test]
fn headquarters_own_screen_of_the_road_says_how_the_devices_stand() {
    let (office, mut book) = (Headquarters::new(), Notebook::new());
    let mut app = App::headquarters(office.path());
    app.keys("7")
        .hides("chưa đăng ký")
        .shows(&lang::sync_status::this_is_headquarters(Vi))
        .shows("Chưa nhận máy nào");
    office.enrol(&book.store);
    app.keys("f5 7").shows("1 Trần Thị Bình").shows(&lang::sync_status::never_heard(Vi));
    workshops(&mut book, (0..3).map(|n| format!("Mộc {n}")));
    office.sync(&book.store, WHOLE).1.unwrap();
    app.keys("f5 7").shows("4 thay đổi chưa gộp");
    app.quiet().hides("chưa gộp").hides(&lang::sync_status::never_heard(Vi)).shows("10:42");
    app.resize(40, 12).shows("Trung tâm").choose("Sự cố");
}

/// The reviewer has a form open when a device's change arrives.
#[test]
fn a_change_that_arrives_is_taken_over_in_the_form_that_is_open() {
    let (office, mut book) = (Headquarters::new(), Notebook::new());
    office.enrol(&book.store);
    let id = book.put("establishment", json!({ "name": "Mộc Hòa Phát" }));
    office.sync(&book.store, WHOLE).1.unwrap();
    office.fold();
    let mut app = App::headquarters(office.path());
    app.keys("f6 f4 shift-tab end ' Hai'").stands_on("Mộc Hòa Phát Hai");
    book.edit(id, json!({ "products": "tre, nứa" }));
    office.sync(&book.store, WHOLE).1.unwrap();
    app.quiet().stands_on("Mộc Hòa Phát Hai").shows("tre, nứa");
    book.edit(id, json!({ "name": "Mộc B" }));
    office.sync(&book.store, WHOLE).1.unwrap();
    app.quiet().shows("là Mộc B, ở đây là Mộc Hòa Phát Hai");
}
