//! The page of a record: what it shows, and what is begun from it.

use serde_json::json;
use sotay::app::layer::Screen;
use sotay::lang;
use sotay::lang::Lang;
use sotay::lang::Lang::Vi;

use crate::flow::{visit, workshop};
use crate::kit::app::{App, Setting, USUAL};

#[test]
fn a_page_shows_contact_history_models_and_open_commitments() {
    let mut app = App::at(100, 60);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    visit(&mut app, there, json!({}));
    let task = |what: &str, state: &str| {
        json!({ "what": what, "establishment": there.to_string(), "owner": "can_bo",
            "due": "2026-12-01", "state": state })
    };
    app.given("task", task("Gửi mẫu đơn", "dang_lam"));
    app.given("task", task("Việc đã xong", "xong"));
    app.given(
        "model",
        json!({ "code": "MH-1", "name": "Sấy gỗ", "establishment": there.to_string() }),
    );
    app.keys("f6 enter").shows("01/10/2026").shows("Gửi mẫu đơn").shows("Sấy gỗ");
    app.hides("Việc đã xong").shows("còn 8 ngày");
}

#[test]
fn an_answer_on_a_page_opens_the_form_at_that_field() {
    let mut app = App::at(80, 40);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 enter").stands_on("Tên cơ sở");
    app.goes_to("Sản phẩm chính", "down");
    app.keys("enter").shows("Sửa: Cơ sở").stands_on("bàn, ghế, tủ");
    app.keys("', giường' f2")
        .shows("bàn, ghế, tủ, giường")
        .shows(lang::app::saved(Vi, "").trim());
    assert_eq!(app.records("establishment")[0]["products"], "bàn, ghế, tủ, giường");
}

/// Answers of headquarters and of the program are not questions of the form: no key leads to them
/// there (`form::no_key_leads_to_a_question_that_is_never_asked`).
#[test]
fn an_answer_that_nobody_writes_here_led_to_another_question_without_a_word() {
    for (lang, whose, how) in [
        (Lang::Vi, "Vai trò: chỉ cấp trên ghi", "Quy mô: chương trình tự tính"),
        (Lang::En, "Role: only headquarters", "Size: the program works this out"),
    ] {
        let mut app = App::with(Setting { size: (80, 50), lang, ..USUAL });
        let role = json!({"name": "Lê Bình", "unit": "TT", "province": "25", "role": "can_bo",
            "unit_kind": "tt_tinh", "active": true});
        app.given("officer", role);
        workshop(&mut app, "Xưởng gỗ Hòa Bình");
        for (list, said) in [("can bo", whose), ("co so", how)] {
            let label = said.split(':').next().unwrap();
            app.keys(&format!("ctrl-p '{list}' enter enter"));
            app.goes_to(label, "down");
            app.keys("enter").shows(said);
            assert!(matches!(app.top(), Screen::Page(_)));
            app.keys("f4").shows(said);
            assert!(matches!(app.top(), Screen::Form(_)));
            app.keys("esc esc esc");
        }
    }
}

#[test]
fn history_tells_who_changed_what() {
    let mut app = App::at(80, 40);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 ctrl-e end ' Một' f2 ctrl-y").shows(&lang::app::history(Vi));
    app.shows("Tên cơ sở")
        .shows("Xưởng gỗ Hòa Bình Một")
        .keys("esc")
        .hides(&lang::app::history(Vi));
}

#[test]
fn a_model_shows_before_and_after_as_bars() {
    let mut app = App::at(80, 40);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    let model = json!({ "code": "MH-1", "name": "Sấy gỗ", "establishment": there.to_string(),
        "replications": [{ "name": "Mộc An Khánh", "date": "2026-09-01" }] });
    let model = app.given("model", model);
    app.keys("f8 enter")
        .shows(&lang::app::before_after(Vi))
        .shows("Chưa có số liệu trước và sau. Nhấn Enter để thêm.");
    app.shows("Mộc An Khánh").keys("esc");
    for (phase, to, output, power) in
        [("truoc", "2025-10-31", "100", "2000"), ("sau", "2026-10-31", "125", "1500")]
    {
        let from = to.replace("31", "01");
        app.given("measurement", json!({
            "model": model.to_string(), "establishment": there.to_string(), "phase": phase,
            "period_kind": "thang", "period_from": from, "period_to": to, "basis": "so_sach",
            "lines": [
                { "indicator": "san_luong", "value": output, "unit": "tan" },
                { "indicator": "dien", "value": power, "unit": "kwh" },
            ],
        }));
    }
    app.keys("enter").shows("100 → 125").shows("+25,0 %").shows("█████");
    app.shows("2.000 → 1.500").shows("−25,0 %");
    visit(&mut app, there, json!({ "model": model.to_string() }));
    app.keys("esc enter").shows("01/10/2026");
}

#[test]
fn a_visits_page_shows_its_commitments_and_adds_one() {
    let mut app = App::at(80, 40);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    let seen = visit(&mut app, there, json!({}));
    app.keys("f7 enter ctrl-g").shows("Mới: Cam kết").shows("Xưởng gỗ Hòa Bình");
    app.keys("'Gọi lại' tab tab tab tab 'can bo' enter '+3' f2").shows("Gọi lại");
    assert_eq!(app.records("task")[0]["visit"], seen.to_string());
}

#[test]
fn a_page_adds_whatever_links_to_its_record() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 enter ins")
        .shows(&lang::app::add_title(Vi))
        .shows("Lớp đào tạo")
        .shows("Sản phẩm");
    app.goes_to("Sản phẩm", "down");
    app.keys("enter").shows("Mới: Sản phẩm").keys("'Bàn trà' tab").shows("Xưởng gỗ Hòa Bình");
    app.keys("tab 'thu cong' enter f2").shows("Đã lưu 10:42");
    app.keys("esc f6 enter").shows("Sản phẩm (1)").shows("Bàn trà");
    app.keys("tab tab tab enter ins").shows("Tệp đính kèm");
    app.keys("enter").shows("Đợt bình chọn").shows("Bàn trà");
}

#[test]
fn a_page_shows_who_names_its_record_in_a_table_or_a_list() {
    let mut app = App::at(100, 60);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình").to_string();
    app.given(
        "project",
        json!({ "code": "ĐA-7", "name": "Máy bào", "fund_level": "dia_phuong",
            "beneficiaries": [{ "establishment": there }] }),
    );
    app.given("intl_lead", json!({ "partner": "Kansai", "establishments": [there] }));
    app.keys("f6 enter").shows("Đề án khuyến công · Đơn vị thụ hưởng (1)").shows("Máy bào");
    app.shows("Đầu mối hợp tác quốc tế · Cơ sở liên quan (1)").shows("Kansai");
}

#[test]
fn a_long_answer_is_read_to_its_end_and_a_year_has_no_unit() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "HTX chè Tân Cương").to_string();
    let fair = json!({"establishment": there, "fund_level": "quoc_gia", "scope": "trong_nuoc",
        "name": "Hội chợ hàng công nghiệp nông thôn tiêu biểu khu vực phía Nam năm 2024",
        "place": "Cần Thơ", "date_from": "2024-09-12", "date_to": "2024-09-17", "booths": 2});
    app.given("fair", fair);
    app.keys("5").choose("Hoạt động").choose("Lượt tham gia hội chợ").keys("enter");
    app.shows("phía Nam năm 2024\n  Trong/ngoài nước").hides("…");
    let product = json!({"establishment": there, "name": "Chè đinh", "group": "g2"});
    let product = app.given("product", product).to_string();
    let honour = json!({"product": product, "level": "tinh", "decision_no": "1/QĐ",
        "round_year": 2024, "decision_date": "2024-08-01"});
    app.given("honour", honour);
    app.keys("5").choose("Hoạt động").choose("Chứng nhận tiêu biểu").keys("enter");
    app.shows("Năm bình chọn").hides("2024 năm");
}

#[test]
fn follow_ups_of_one_class_are_told_apart_by_their_day() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "Công ty cổ phần chè Tân Cương").to_string();
    let class = json!({"establishment": there, "fund_level": "dia_phuong", "form": "dao_tao",
        "trade": "Kỹ thuật chế biến chè", "start": "2026-03-01", "enrolled": 30,
        "certified": 28, "cert_date": "2026-04-01", "cert_no": "1/QĐ"});
    let class = app.given("training", class).to_string();
    for day in ["2026-10-20", "2026-11-20"] {
        let followed = json!({"training": class, "date": day, "employed_here": 20,
            "employed_else": 1, "self_employed": 2, "confirmed": true, "reasons": "về quê"});
        app.given("employment", followed);
    }
    app.keys("5").choose("Hoạt động").choose("Theo dõi việc làm");
    app.stands_on("20/11/26").keys("down").stands_on("20/10/26");
}

/// All numbers that are only read have one formatter, whole decimals too.
#[test]
fn a_whole_decimal_is_shown_with_its_thousands() {
    let mut app = App::at(80, 40);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    let product = json!({
        "establishment": there.to_string(), "name": "Bàn trà", "output": "1200",
    });
    app.given("product", product);
    app.keys("f10 'san pham' enter enter").shows("1.200").hides(" 1200");
}
