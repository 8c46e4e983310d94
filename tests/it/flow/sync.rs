//! Syncing with headquarters as the officer sees it.

use crate::kit::kind;
use crate::kit::opening;
use sotay::app::Effect;
use sotay::app::event::{EventKind, WorkerAnswer};
use sotay::lang;
use sotay::lang::Lang::Vi;
use sotay::record::{Date, DueIn, DueList, DueRecord, Hlc, Id, Returned, SyncStatus, Today};

use super::workshop;
use crate::kit::app::App;

fn enrolled(there: u64, waiting: u64) -> SyncStatus {
    SyncStatus {
        files_unsent: 0,
        files_missing: false,
        hq: Some("Cục Công Thương địa phương".to_string()),
        address: Some("ssh://so@trungtam.example".to_string()),
        at_headquarters: there,
        waiting,
        ..SyncStatus::default()
    }
}

fn stands(app: &mut App, standing: SyncStatus) {
    app.event(EventKind::Notice(WorkerAnswer::Standing(Box::new(standing))));
}

#[test]
fn a_notebook_that_is_not_enrolled_says_how_and_offers_nothing_that_cannot_be() {
    let mut app = App::at(80, 24);
    app.keys("7").shows("chưa đăng ký với cấp trên").shows("sotay enrol --request");
    app.hides(&lang::sync_status::go_now(Vi));
    app.keys("esc f5").hides("chưa gửi");
}

#[test]
fn the_header_counts_what_headquarters_has_not_got() {
    let mut app = App::at(80, 24);
    stands(&mut app, enrolled(37, 5));
    app.shows("chưa gửi 5");
    stands(&mut app, enrolled(42, 0));
    app.hides("chưa gửi");
}

#[test]
fn sending_is_long_work_that_can_be_stopped() {
    let mut app = App::at(80, 24);
    app.keys("7");
    stands(&mut app, enrolled(37, 5));
    app.shows("37/42 thay đổi")
        .shows(&lang::sync_status::go_now(Vi))
        .stands_on(&lang::sync_status::go_now(Vi));
    app.effects();
    app.keys_without_answers("enter");
    assert_eq!(
        app.effects(),
        [Effect::Sync { to: "ssh://so@trungtam.example".to_string(), files: false }]
    );
    app.shows(&lang::sync_status::stop(Vi)).hides(&lang::sync_status::go_now(Vi));
}

#[test]
fn a_page_says_whether_headquarters_has_the_record() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Lò gốm Phù Lãng");
    app.keys("f6 enter")
        .hides(&lang::sync_status::state_waiting(Vi))
        .hides("Cục Công Thương địa phương đã nhận");
    stands(&mut app, enrolled(0, 2));
    app.shows(&lang::sync_status::state_waiting(Vi));
    stands(&mut app, SyncStatus { up_to: Hlc(u64::MAX), ..enrolled(2, 0) });
    app.shows("Cục Công Thương địa phương đã nhận");
}

#[test]
fn what_was_sent_back_stands_first_with_its_reason() {
    let mut app = App::at(80, 24);
    let id = Id([9; 16]);
    let title = "Xưởng mộc Hòa Phát · 20/11/2026".to_string();
    let reason = "thiếu ảnh hiện trường".to_string();
    let returned = vec![Returned { id, kind: kind("visit").no, title, reason }];
    let today = Today { returned, returned_total: 1, ..Today::default() };
    app.event(EventKind::Notice(WorkerAnswer::Today(Box::new(today))));
    app.shows("Cấp trên trả lại, cần sửa (1)").shows("Lý do: thiếu ảnh hiện trường");
}

#[test]
fn long_facts_and_details_are_broken_and_not_cut() {
    let mut app = App::at(40, 15);
    app.keys("7");
    let address = "ssh://nguyen.van.an@trung-tam-khuyen-cong.phutho.gov.vn:2222".to_string();
    let by = Some(address.clone());
    stands(&mut app, SyncStatus { address: Some(address), by, ..enrolled(37, 5) });
    app.shows("nguyen.van.an@").shows("vn:2222");
    let chain = "a1b2c3d4";
    let receipt =
        format!("  Cấp trên đã ký nhận đến số 1042, chuỗi {chain}, lúc 22/11/2026 14:05");
    let lines = vec!["Máy: 00112233".to_string(), receipt];
    app.event(EventKind::Notice(WorkerAnswer::Text { title: "Chi tiết".to_string(), lines }));
    app.shows(chain).shows("14:05");
    // laid out again for every width
    app.resize(80, 24).shows("đến số 1042, chuỗi a1b2c3d4").resize(40, 15).shows("14:05");
}

#[test]
fn the_road_that_was_taken_last_is_offered_when_another_is_asked_for() {
    let mut app = App::at(80, 24);
    app.keys("7");
    let by = Some("folder:/media/the-do".to_string());
    stands(&mut app, SyncStatus { by, ..enrolled(37, 5) });
    app.keys("down")
        .stands_on(&opening(&lang::sync_status::another_road(Vi)))
        .keys("enter")
        .shows("folder:/media/the-do");
}

#[test]
fn what_headquarters_gave_stands_before_ones_own_drafts_and_commitments() {
    let mut app = App::at(80, 24);
    let due = |title: &str| DueRecord {
        id: Id([8; 16]),
        kind: kind("task").no,
        day: Date { year: 2027, month: 3, day: 1 },
        title: title.to_string(),
        home: None,
        home_title: String::new(),
    };
    let dues = |title| DueList { total: 1, rows: vec![due(title)], of: DueIn::default() };
    let (assigned, tasks_due) = (dues("Kiểm tra tiến độ"), dues("Gửi hóa đơn"));
    let today = Today { assigned, tasks_due, ..Today::default() };
    app.event(EventKind::Notice(WorkerAnswer::Today(Box::new(today))));
    app.shows("Cấp trên giao (1)").shows("Kiểm tra tiến độ");
    let text = app.text();
    assert!(text.find("Kiểm tra tiến độ") < text.find("Gửi hóa đơn"), "{text}");
}
