//! What the screen shows stays where it was while it is brought up to date, and is of today.

use serde_json::json;
use sotay::app::Effect;
use sotay::app::event::{EventKind, WorkerAnswer};
use sotay::app::layer::Screen;

use super::{visit, workshop};
use crate::kit::NOW;
use crate::kit::app::App;

#[test]
fn the_cursor_of_a_page_stays_on_its_row() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    for day in ["2026-10-01", "2026-10-05", "2026-10-09"] {
        visit(&mut app, there, json!({"date": day}));
    }
    app.keys("f6 enter");
    for _ in 0..40 {
        if app.here().contains("05/10/2026") {
            break;
        }
        app.keys("down");
    }
    app.stands_on("05/10/2026").keys("enter").shows("Xưởng chạy đều.");
    app.keys("esc").stands_on("05/10/2026");
    app.event(EventKind::Notice(WorkerAnswer::Arrived));
    app.stands_on("05/10/2026");
    visit(&mut app, there, json!({"date": "2026-10-06"}));
    app.event(EventKind::Notice(WorkerAnswer::Arrived));
    app.stands_on("05/10/2026").shows("06/10/2026");
}

#[test]
fn the_first_event_of_a_new_day_brings_the_screen_up_to_date() {
    for keys in ["", "f6"] {
        let mut app = App::at(80, 24);
        workshop(&mut app, "Xưởng gỗ Hòa Bình");
        app.keys(keys).effects();
        app.at_clock(NOW + 60_000).event(EventKind::Focus(true));
        assert!(app.effects().is_empty(), "{keys}");
        app.at_clock(NOW + 86_400_000).event(EventKind::Focus(true));
        let asks = |effect: &Effect| matches!(effect, Effect::Today | Effect::Page { .. });
        assert!(app.effects().iter().any(asks), "{keys}");
    }
}

/// The disk takes no draft any more: the first quit says so, the second one leaves.
#[test]
fn a_disk_that_takes_no_draft_does_not_hold_an_officer() {
    let mut app = App::at(80, 24);
    app.slow_disk().keys("f2 tab tab tab tab tab 'Vừa gõ'").pause().effects();
    let Screen::Form(form) = app.top() else { panic!("a form") };
    let draft = form.content.draft.id;
    let refuse = |app: &mut App| {
        let text = "Đĩa đầy.".to_owned();
        app.event(EventKind::Notice(WorkerAnswer::DraftFailed { draft, text }));
    };
    app.keys("ctrl-q");
    refuse(&mut app);
    assert!(!app.model.is_quitting);
    app.shows("Chưa thoát").shows("thoát lần nữa").shows("bản nháp chưa ghi được");
    // another key withdraws the offer
    app.keys("tab ctrl-q");
    refuse(&mut app);
    assert!(!app.model.is_quitting);
    app.keys("ctrl-q");
    refuse(&mut app);
    assert!(app.model.is_quitting);
    app.disk_catches_up();
    assert!(app.ended);
}
