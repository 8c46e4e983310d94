//! Keys that arrive before the answer they refer to: several in one packet of a slow line, or while
//! a slow disk still writes.

use sotay::app::Effect;
use sotay::app::event::RequestEnd;
use sotay::app::event::WorkerAnswer;
use sotay::app::layer::Screen;
use sotay::lang;
use sotay::lang::Lang::Vi;

use super::workshop;
use crate::kit::app::App;

/// Records a visit, with its establishment created on the way, and then opens the first list.
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
        // ids depend on the time
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
    app.slow_disk()
        .keys("f2")
        .hides(&lang::app::saving(Vi))
        .keys("f7")
        .shows(&lang::app::saving(Vi));
    app.disk_catches_up()
        .shows(&lang::review_case::visits(Vi))
        .hides("Mới:")
        .hides(&lang::app::saving(Vi));
    assert_eq!(app.records("visit").len(), 1);
}

#[test]
fn a_failed_search_holds_no_key() {
    let mut app = App::at(80, 24);
    app.keys_without_answers("f2 'xuong' enter");
    assert!(matches!(app.effects().last(), Some(Effect::Find { .. })));
    app.ends(RequestEnd::Done(WorkerAnswer::Failed("Không đọc được".to_string())));
    app.shows("Không đọc được").keys("esc esc").hides("Mới: Lượt làm việc");
}

#[test]
fn hits_of_one_question_never_stand_in_the_list_of_another() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Hộ kinh doanh Đặng Thị Hằng");
    // the answer to the first search arrives while another question's list is open
    app.keys_at_once("f2 enter esc f2 esc").keys("f5 f2");
    app.keys_at_once("'dang' esc esc f2 tab tab space enter");
    assert!(
        !app.text().contains("Mục đích                      Hộ kinh doanh"),
        "{}",
        app.text()
    );
    for script in
        ["enter esc down down enter enter", "'x' tab tab enter enter", "space tab space enter"]
    {
        let mut app = App::at(80, 24);
        workshop(&mut app, "Hộ kinh doanh Đặng Thị Hằng");
        app.keys("f2").keys_at_once(script);
        for line in app.screen().iter().filter(|line| line.contains("Hộ kinh doanh")) {
            let own = line.contains("Cơ sở") || !line.contains("  Mục");
            assert!(own, "{script}\n{}", app.text());
        }
    }
}

#[test]
fn a_record_made_from_elsewhere_is_not_put_into_an_open_list_of_another_kind() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f2 tab tab 'giam sat' enter").goes_to("Cơ sở", "shift-tab");
    app.keys("enter").shows("Xưởng gỗ").keys("f10 'ghi luot' enter");
    app.keys("'xuong' enter tab 'giam sat' enter tab tab 'Chạy đều.' tab pgdn 'dat' enter f2");
    assert_eq!(app.records("visit").len(), 1, "{}", app.text());
    let Screen::Form(form) = app.top() else { panic!("no form\n{}", app.text()) };
    assert!(
        form.content.draft.fields.iter().all(|(_, value)| value.as_link().is_none()),
        "{form:?}"
    );
}

/// Rows may be held back while letters come (`shell/pace`), but not where input waits for them.
#[test]
fn a_search_whose_rows_are_waited_for_is_not_one_that_goes_on() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "HTX mộc");
    app.keys("2 /").keys_without_answers("'moc'");
    assert!(app.model.is_searching());
    app.keys_without_answers("enter enter 'x'");
    assert!(!app.model.is_searching());
}
