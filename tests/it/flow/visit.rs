//! Recording visits in Vietnamese, by keyboard only.

use serde_json::json;
use sotay::lang;
use sotay::lang::Lang::Vi;

use super::{visit, workshop};
use crate::kit::app::App;

/// Keys from the new form to the field after the observations.
const SEEN: &str =
    "f2 'xuong go' enter tab 'giam sat' enter tab tab 'Máy chạy đều, hàng đủ.' tab";

#[test]
fn a_visit_is_recorded_from_the_first_screen() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys(SEEN).stands_on("Tình trạng hoạt động");
    // values of the establishment's record
    app.stands_on("Đang hoạt động").shows("12 người");
    app.keys("pgdn").stands_on("Kết luận").keys("'dat' enter f2");
    app.shows("Đã lưu 10:42").hides("Mới: Lượt làm việc");
    let visits = app.records("visit");
    assert_eq!(visits.len(), 1);
    assert_eq!(visits[0]["establishment"], there.to_string());
    assert_eq!(visits[0]["date"], "2026-11-23");
    assert_eq!(visits[0]["purpose"], "giam_sat");
    assert_eq!(visits[0]["observations"], "Máy chạy đều, hàng đủ.");
    assert_eq!(visits[0]["conclusion"], "dat");
    assert_eq!(app.drafts(), []);
    app.keys("f7").shows("Xưởng gỗ Hòa Bình").shows("Giám sát");
}

#[test]
fn a_new_visit_carries_over_what_the_last_one_said() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    visit(&mut app, there, json!({}));
    app.keys("f2 'hoa binh' enter").shows("Tạm dừng").shows("9 người");
    app.hides("Xưởng chạy đều.").hides("Giám sát");
}

#[test]
fn f2_starts_a_visit_of_the_establishment_one_stands_on() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Mộc An Khánh");
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 down f2").shows("Cơ sở                         Xưởng gỗ Hòa Bình");
    app.stands_on("Mục đích").keys("esc");
    app.keys("up enter f2").shows("Mới: Lượt làm việc").shows("Mộc An Khánh");
}

/// A new visit's form with the cursor on the day of the next one.
fn at_next_visit(before: &str) -> App {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f2 'xuong go' enter").keys(before);
    app.goes_to("Ngày hẹn trở lại", "tab");
    app
}

#[test]
fn the_next_visit_counts_from_the_day_of_this_one() {
    // a new form begins with today, Monday 23/11/2026
    let mut app = at_next_visit("");
    app.keys("'+30'").shows("+30 → thứ Tư 23/12/2026");
    app.keys("ctrl-u 'thứ 6'").shows("thứ 6 → thứ Sáu 27/11/2026");
    app.keys("ctrl-u '15/12'").hides("→").keys("ctrl-u");
    let mut app = at_next_visit("ctrl-u '20/11' enter");
    app.keys("'+30'").shows("+30 → Chủ nhật 20/12/2026");
    app.keys("tab shift-tab").stands_on("20/12/2026");
    // back from the visit's day would be wrong
    app.keys("ctrl-u '-1'").shows("-1 → Chủ nhật 22/11/2026");
}

#[test]
fn another_visit_is_begun_only_beside_one_that_is_begun() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    let new = "Ctrl-N Ghi lượt mới";
    let here = lang::app::here_already(Vi, "Mới: Lượt làm việc");
    app.keys("f2").hides(new).keys("ctrl-n").shows(&here);
    app.keys("'xuong go' enter shift-tab ctrl-n").hides(&here);
    app.hides("Xưởng gỗ Hòa Bình").hides(new).keys("ctrl-n").shows(&here);
    // the visit that was begun is below the new one
    app.keys("esc").shows("Xưởng gỗ Hòa Bình");
}

#[test]
fn saving_leads_from_fault_to_fault() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f2 'xuong' enter f2").stands_on("Mục đích").shows("chỗ cần sửa; F4");
    app.keys("f4").stands_on("Nội dung ghi nhận");
    app.keys("f4").stands_on("Kết luận");
    app.keys("f4").stands_on("Mục đích").keys("'khao sat' enter");
    app.keys("ctrl-g")
        .stands_on("Nội dung ghi nhận")
        .keys("'Đã xem.' f4")
        .stands_on("Kết luận");
    app.keys("'dat' enter ctrl-s").shows("Đã lưu 10:42");
    assert_eq!(app.records("visit").len(), 1);
}

#[test]
fn warnings_are_asked_once_and_then_saved() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    visit(&mut app, there, json!({}));
    app.keys(SEEN).keys("tab ctrl-u '50' pgdn 'dat' enter f2");
    app.stands_on("Lao động hiện có").shows("Lệch quá 50 %").shows("F2 lần nữa");
    assert_eq!(app.records("visit").len(), 1);
    app.keys("f2").shows("Đã lưu 10:42");
    assert_eq!(app.records("visit").len(), 2);
}

#[test]
fn a_warning_is_asked_again_after_a_change() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys(SEEN).keys("tab ctrl-u '50' pgdn 'dat' enter f2").shows("Lệch quá 50 %");
    app.keys("backspace '1' f2").shows("Lệch quá 50 %");
    assert_eq!(app.records("visit").len(), 0);
}

#[test]
fn an_establishment_is_made_in_place_and_chosen() {
    let mut app = App::at(80, 24);
    app.keys("f2 'Mộc Hòa Bình'").shows("Ctrl-N để tạo mới").keys("ctrl-n");
    app.shows("Mới: Cơ sở").shows("Mộc Hòa Bình");
    app.keys("'hop tac xa' enter 'xa phu ninh' enter");
    app.keys("pgdn 'tieu thu' enter 'bàn ghế' enter '8' f2").shows("Mã số thuế").keys("f2");
    app.shows("Mới: Lượt làm việc").stands_on("Ngày làm việc").shows("Mộc Hòa Bình");
    assert_eq!(app.records("establishment")[0]["workers"], 8);
}

#[test]
fn words_typed_for_a_project_became_its_code() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    for (typed, label) in [("Hỗ trợ máy cưa vòng", "Tên đề án"), ("KCQG-07", "Mã đề án")]
    {
        app.keys("f6 f2 down").stands_on("Đề án").keys(&format!("'{typed}' ctrl-n"));
        app.shows("Mới: Đề án");
        let holds = |line: &String| line.contains(label) && line.contains(typed);
        assert!(app.screen().iter().any(holds), "{}", app.text());
        app.keys("esc esc");
    }
}

#[test]
fn rows_of_papers_are_added_and_deleted() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys(SEEN).keys("pgdn 'dat' enter pgdn pgdn pgdn").stands_on("thêm dòng");
    app.keys("enter").stands_on("Giấy tờ").keys("'dang ky kinh' enter").stands_on("Có chưa");
    app.keys("'co' enter 'số 12' enter").stands_on("thêm dòng");
    app.keys("ins 'hop dong mua' enter 'chua' enter").shows("2 dòng");
    app.keys("ctrl-d").shows("1 dòng").keys("f2").shows("Đã lưu 10:42");
    let papers = &app.records("visit")[0]["papers"];
    assert_eq!(papers, &json!([{ "paper": "dkkd", "have": "co", "note": "số 12" }]));
}

#[test]
fn a_request_becomes_a_commitment_of_that_visit() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys(SEEN)
        .keys("pgdn 'dat' enter pgdn pgdn")
        .stands_on(&lang::review_case::officer_of(Vi));
    app.keys("tab tab tab 'Xin máy sấy gỗ.' f2").shows("Ghi thành việc cần làm?");
    app.keys("y").shows("Mới: Cam kết").stands_on("Nội dung").shows("Xưởng gỗ Hòa Bình");
    app.keys("'Hỏi nguồn máy sấy' tab tab tab tab 'can bo' enter '+7' f2")
        .shows(lang::app::saved(Vi, "").trim());
    let task = &app.records("task")[0];
    assert_eq!(task["establishment"], there.to_string());
    assert_eq!(task["due"], "2026-11-30");
    assert_eq!(
        task["visit"],
        app.workers
            .store()
            .records()
            .page(&sotay::record::Query::all(crate::kit::kind("visit").no), 0, 1)
            .unwrap()
            .rows[0]
            .id
            .to_string()
    );
    app.keys("f5").shows("Hỏi nguồn máy sấy").shows("còn 7 ngày");
}

#[test]
fn what_is_asked_after_a_visit_starts_on_no() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys(SEEN).keys("pgdn 'dat' enter pgdn pgdn tab tab tab 'Xin máy.' f2");
    app.keys("enter").hides("Mới: Cam kết").shows(lang::app::start_visit(Vi, "").trim());
    assert_eq!(app.records("visit").len(), 1);
}

#[test]
fn a_locked_visit_changes_only_with_a_reason() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    visit(&mut app, there, json!({}));
    app.keys("f7 enter ctrl-k").shows(&lang::app::ask_lock(Vi)).keys("y");
    app.shows(&lang::app::locked(Vi));
    let before = app.records("visit");
    app.keys("ctrl-e pgdn end ' Thêm.' f2").stands_on("Lý do sửa");
    assert_eq!(app.records("visit"), before, "refused, and nothing was written");
    app.keys("'Ghi thiếu' f2").shows("Đã lưu 10:42");
    let kept = &app.records("visit")[0];
    assert_eq!(kept["observations"], "Xưởng chạy đều. Thêm.");
    assert_eq!(kept["revision_reason"], "Ghi thiếu");
}
