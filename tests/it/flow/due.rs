//! From a row of the first screen to exactly the records that it counts, and back to that row.

use serde_json::json;
use sotay::lang;
use sotay::lang::Lang;
use sotay::lang::Lang::Vi;
use sotay::record::Id;

use super::workshop;
use crate::kit::app::{App, Setting, USUAL};

fn task(app: &mut App, there: Id, what: &str, due: &str) {
    let answers = json!({ "establishment": there.to_string(), "what": what, "due": due,
        "owner": "can_bo", "state": "dang_lam" });
    app.given("task", answers);
}

/// Eleven commitments that are due, and three that are not due yet.
fn many(setting: Setting) -> App {
    let mut app = App::with(setting);
    let there = workshop(&mut app, "HTX chè Tân Cương");
    for n in 0..14 {
        let day = if n < 11 { 24 + n % 7 } else { 1 };
        let month = if n < 11 { 11 } else { 2 };
        let year = if n < 11 { 2026 } else { 2027 };
        task(&mut app, there, &format!("Việc {n}"), &format!("{year}-{month:02}-{day:02}"));
    }
    app.keys("f5");
    app
}

#[test]
fn and_more_opens_exactly_those_and_esc_leads_back_to_the_row() {
    let mut app = many(USUAL);
    app.shows("Cam kết đến hạn (11)").choose("mục nữa");
    app.shows("Quá hạn và 14 ngày tới · 11 hồ sơ").shows("Việc 10").hides("Việc 13");
    // the earliest first
    let text = app.text();
    assert!(
        text.find("Việc 0") < text.find("Việc 1") && text.find("Việc 7") < text.find("Việc 1")
    );
    app.keys("enter").shows("HTX chè Tân Cương").keys("esc").shows("11 hồ sơ");
    app.keys("esc").shows("Cam kết đến hạn (11)").stands_on("mục nữa");
}

#[test]
fn a_long_commitment_leaves_the_name_of_its_establishment() {
    let mut app = App::at(80, 24);
    for home in ["Hộ kinh doanh Phạm Thị Ngọc Bích", "Hộ kinh doanh Đặng Quang Sơn"]
    {
        let there = workshop(&mut app, home);
        let what = "Hoàn thiện cam kết vốn đối ứng và nộp về cấp trên";
        task(&mut app, there, what, "2026-11-24");
    }
    app.keys("f5").shows("Hoàn thiện cam kết").shows("… – HKD Phạm Thị Ngọc Bích");
    app.shows("… – HKD Đặng Quang Sơn").resize(40, 12).shows("Bích").shows("Sơn");
}

#[test]
fn the_filter_can_be_read_on_a_small_screen_and_in_english() {
    let mut app = many(Setting { size: (40, 12), lang: Lang::En, ..USUAL });
    app.shows("Commitments due (11)").choose("more");
    app.shows("Overdue or in 14 days · records: 11").keys("esc").stands_on("more");
}

#[test]
fn a_list_is_narrowed_to_what_is_due_and_widened_again() {
    let mut app = many(USUAL);
    app.keys("ctrl-p 'cam ket' enter").shows("14 hồ sơ");
    app.keys("ctrl-f").choose("Hạn trong 7 ngày tới").shows("Hạn trong 7 ngày tới · 10 hồ sơ");
    app.at_day(2026, 11, 26)
        .keys("ctrl-p 'cam ket' enter ctrl-f")
        .choose("Quá hạn")
        .shows("Quá hạn · 4 hồ sơ");
    app.keys("ctrl-f").choose(&lang::app::all_records(Vi)).shows("14 hồ sơ").hides("Quá hạn");
    // establishments are never due
    app.keys("f6 ctrl-f").hides("Quá hạn");
}

#[test]
fn what_lacks_answers_is_left_for_the_first_screen_again() {
    let mut app = App::at(80, 24);
    app.given("establishment", json!({ "name": "Xưởng không rõ" }));
    app.keys("f5").choose("1 hồ sơ còn thiếu");
    app.shows(&lang::app::incomplete_only(Vi)).keys("esc").stands_on("1 hồ sơ còn thiếu");
}
