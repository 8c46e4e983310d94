//! Keys that come before the answer they speak of: several in one packet of a slow line, or while
//! a slow disk still writes.

use sotay::app::Effect;
use sotay::app::event::Done;
use sotay::app::requests::Outcome;

use super::workshop;
use crate::kit::app::App;

/// A visit to an establishment that is recorded on the way, and the first list.
const ROUND: &str = "f2 'Mộc Hòa Bình' ctrl-n 'hop tac xa' enter 'xa phu ninh' enter pgdn 'tieu thu' \
                     enter 'bàn ghế' enter '8' f2 f2 tab 'giam sat' enter tab tab \
                     'Máy chạy đều.' tab pgdn 'dat' enter f2 f7";

#[test]
fn keys_in_one_packet_do_what_they_do_one_by_one() {
    let (mut slow, mut fast) = (App::at(80, 24), App::at(80, 24));
    slow.keys(ROUND).shows("Mộc Hòa Bình").shows("Giám sát");
    fast.keys_at_once(ROUND);
    assert_eq!(fast.text(), slow.text());
    let answers = |app: &App| {
        let mut all = app.records("visit");
        // ids are of their moment
        all.iter_mut().for_each(|r| {
            ["establishment", "officers"].iter().for_each(|f| drop(r.remove(*f)))
        });
        all
    };
    assert_eq!(answers(&fast), answers(&slow));
    assert_eq!(fast.records("visit").len(), 1);
}

#[test]
fn save_and_quit_in_one_breath_saves() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f2 'xuong' enter tab 'giam sat' enter tab tab 'Chạy đều.' tab pgdn 'dat' enter");
    app.keys_at_once("f2 ctrl-q");
    assert!(app.ended);
    assert_eq!(app.records("visit").len(), 1);
    assert_eq!(app.drafts(), []);
}

#[test]
fn enter_opens_a_row_of_what_was_typed_not_of_what_stood_there() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Mộc An Khánh");
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6").keys_at_once("/ 'hoa binh' enter enter");
    app.shows("Xưởng gỗ Hòa Bình").hides("Mộc An Khánh");
}

#[test]
fn enter_takes_the_hit_of_what_was_typed() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Mộc An Khánh");
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys_at_once("f2 'hoa binh' enter 'giam sat' enter");
    app.shows("Cơ sở                         Xưởng gỗ Hòa Bình");
}

#[test]
fn what_is_pressed_before_the_notebook_is_open_is_not_lost() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.restart_with_keys("f6 down enter").shows("Xưởng gỗ Hòa Bình").hides("Sổ tay mới");
    app.restart_with_keys("ctrl-q");
    assert!(app.ended);
}

#[test]
fn keys_wait_while_a_slow_disk_writes_and_then_go_on() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f2 'xuong' enter tab 'giam sat' enter tab tab 'Chạy đều.' tab pgdn 'dat' enter");
    app.slow_disk().keys("f2").hides("Đang lưu…").keys("f7").shows("Đang lưu…");
    app.disk_catches_up().shows("Lượt kiểm tra").hides("Mới:").hides("Đang lưu…");
    assert_eq!(app.records("visit").len(), 1);
}

#[test]
fn a_failed_search_holds_no_key() {
    let mut app = App::at(80, 24);
    app.keys_without_answers("f2 'xuong' enter");
    assert!(matches!(app.effects().last(), Some(Effect::Find { .. })));
    app.ends(Outcome::Done(Done::Failed("Không đọc được".to_string())));
    app.shows("Không đọc được").keys("esc esc").hides("Mới: Lượt kiểm tra");
}
