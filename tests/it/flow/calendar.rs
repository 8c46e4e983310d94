//! Duties by calendar on the first screen: computed from the data, each row leads to its record.

use serde_json::json;
use sotay::app::event::EventKind;
use sotay::lang;
use sotay::lang::Lang;
use sotay::lang::Lang::Vi;
use sotay::record::Id;
use sotay::store::{AHEAD, LAPSES};

use super::workshop;
use crate::kit::app::{App, Setting, USUAL};

fn class(app: &mut App, there: Id, trade: &str, certified: &str) -> Id {
    let answers = json!({
        "establishment": there.to_string(), "fund_level": "dia_phuong", "trade": trade,
        "form": "dao_tao", "start": "2026-03-01", "end": "2026-04-01", "enrolled": 30,
        "certified": 28, "cert_date": certified, "cert_no": "12/QĐ",
    });
    app.given("training", answers)
}

fn honour(app: &mut App, there: Id, product: &str, valid_to: &str) -> Id {
    let answers = json!({ "establishment": there.to_string(), "name": product, "group": "g2" });
    let product = app.given("product", answers).to_string();
    let answers = json!({
        "product": product, "level": "tinh", "decision_no": "1/QĐ", "round_year": 2024,
        "decision_date": "2024-08-01", "score": "80", "valid_to": valid_to,
    });
    app.given("honour", answers)
}

#[test]
fn classes_are_owed_a_follow_up_until_there_is_one() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "HTX chè Tân Cương");
    // half a year after 24 May is 23 November
    class(&mut app, there, "Sao chè", "2026-05-24");
    class(&mut app, there, "Ướp hương", "2026-05-23");
    // the screen looks two weeks ahead
    let last = class(&mut app, there, "Đóng gói", "2026-06-06");
    class(&mut app, there, "Vẽ nhãn", "2026-06-07");
    assert_eq!(AHEAD, 14);
    app.keys("f5").shows("Việc theo lịch (4)").hides("Vẽ nhãn");
    app.shows("Theo dõi lớp: Ướp hương").shows("quá hạn 1 ngày");
    app.shows("Theo dõi lớp: Sao chè").shows("hôm nay");
    app.shows("Đóng gói").shows("còn 13 ngày");
    let followed = json!({
        "training": last.to_string(), "date": "2026-11-20", "employed_here": 20, "employed_else": 1,
        "self_employed": 2, "income": 6_000_000, "confirmed": true, "reasons": "về quê",
    });
    app.given("employment", followed);
    app.keys("f5").shows("Việc theo lịch (3)").hides("Đóng gói");
    // Enter on the row opens the class
    app.choose("Ướp hương");
    app.shows("Lớp đào tạo").shows("Ướp hương");
}

#[test]
fn certificates_are_shown_before_they_lapse_and_not_after() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "HTX chè Tân Cương");
    assert_eq!(LAPSES, 90);
    honour(&mut app, there, "Chè đinh", "2026-11-22");
    honour(&mut app, there, "Chè nõn tôm", "2026-11-23");
    honour(&mut app, there, "Chè sen", "2027-02-20");
    honour(&mut app, there, "Chè nhài", "2027-02-21");
    app.keys("f5").shows("Việc theo lịch (3)").hides("Chè đinh").hides("Chè nhài");
    app.shows(lang::app::certificate_lapses(Vi, "").trim())
        .shows("Chè nõn tôm")
        .shows("còn 89 ngày");
}

#[test]
fn the_reports_are_named_from_the_20th_to_the_25th() {
    let mut app = App::at(80, 24);
    app.shows("Báo cáo tháng 11/2026").shows("còn 2 ngày");
    app.at_day(2026, 11, 26).hides("Báo cáo").shows(&lang::app::nothing_due(Vi));
    app.at_day(2026, 12, 19).hides("Báo cáo");
    app.at_day(2026, 12, 20).shows("Báo cáo tháng 12/2026, quý 4, 6 tháng (kỳ 2), cả năm");
    app.at_day(2027, 3, 25).shows("Báo cáo tháng 3/2027, quý 1").shows("hôm nay");
}

#[test]
fn the_row_of_reports_leads_to_the_results_of_their_period() {
    let mut app = App::at(80, 24);
    app.stands_on("Báo cáo tháng 11/2026").keys("enter").shows("Tháng 11 năm 2026");
    app.keys("esc").stands_on("Báo cáo tháng 11/2026");
    // several reports are due on one day: shows the month's figures, and offers the others
    app.at_day(2026, 12, 20).keys("enter").shows("Tháng 12 năm 2026 · Toàn bộ");
    app.shows("> Tháng 12 năm 2026").shows("Quý IV").shows("6 tháng cuối năm 2026");
    app.keys("down enter")
        .shows("Quý IV năm 2026 · Toàn bộ")
        .keys("esc")
        .shows(&lang::app::report_year(Vi));
}

#[test]
fn duties_are_readable_on_a_small_screen_and_in_english() {
    for lang in [Lang::Vi, Lang::En] {
        let mut app = App::with(Setting { size: (40, 12), lang, ..USUAL });
        let there = workshop(&mut app, "HTX chè Tân Cương");
        for n in 0..9 {
            class(&mut app, there, &format!("Nghề {n}"), "2026-05-01");
        }
        honour(&mut app, there, "Chè sen", "2026-12-31");
        let (heading, more, lapses) = match lang {
            Lang::Vi => ("Việc theo lịch (11)", "… và 7 mục nữa", "GCN sắp hết hạn"),
            Lang::En => ("Duties of the calendar (11)", "… and 7 more", "Lapses soon: "),
        };
        app.keys("f5").shows(heading);
        app.keys("end").shows(more).shows(lapses);
        app.keys("home");
        // sorted by the day that is due, not newest first
        app.choose(more).keys("end").shows("Nghề 8");
    }
}

#[test]
fn a_new_certificate_proposes_its_yearly_reports() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "HTX chè Tân Cương");
    let product =
        json!({ "establishment": there.to_string(), "name": "Chè sen", "group": "g2" });
    app.given("product", product);
    app.keys("5");
    app.choose("Hoạt động");
    app.choose("Chứng nhận tiêu biểu");
    app.keys("ins 'che sen' enter 'tinh' enter '2026' tab tab tab tab");
    app.types("9/QĐ").keys("tab").types("1/9/2026").keys("tab f2");
    // the product still lacks photos, but the certificate is saved
    app.shows("cần ít nhất ba ảnh").keys("f2");
    app.shows(&lang::app::ask_reports(Vi));
    assert!(app.records("task").is_empty());
    app.keys("y").shows("Đã ghi 3 việc");
    let tasks = app.records("task");
    let due = |n: usize| tasks[n]["due"].as_str().unwrap().to_string();
    let mut days = [due(0), due(1), due(2)];
    days.sort();
    assert_eq!(days, ["2026-12-31", "2027-12-31", "2028-12-31"]);
    assert!(tasks.iter().all(|task| task["establishment"] == there.to_string()));
    assert!(tasks[0]["what"].as_str().unwrap().contains("Chè sen"));
}

#[test]
fn the_duties_are_the_same_after_a_start() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "HTX chè Tân Cương");
    class(&mut app, there, "Sao chè", "2026-05-24");
    honour(&mut app, there, "Chè sen", "2026-12-31");
    app.keys("f5 home");
    let before = app.text();
    app.restart();
    app.event(EventKind::Focus(true));
    assert_eq!(app.text(), before);
}
