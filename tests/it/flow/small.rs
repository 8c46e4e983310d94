//! Smaller things that came up in daily use.

use serde_json::json;
use sotay::app::event::{EventKind, WorkerAnswer};
use sotay::lang::Lang;

use super::workshop;
use crate::kit::app::{App, Setting, USUAL};
use crate::kit::home::Home;

#[test]
fn an_empty_list_names_its_key_below_a_menu_too() {
    let mut app = App::at(80, 24);
    app.keys("f8").shows("Chưa có mô hình trình diễn. Ins để ghi mới.");
    app.keys("5").shows("Chưa có mô hình trình diễn. Ins để ghi mới.");
}

#[test]
fn the_output_of_a_product_is_not_told_in_two_units() {
    let mut app = App::at(80, 40);
    let there = workshop(&mut app, "HTX chè").to_string();
    let product = json!({"establishment": there, "name": "Chè xanh", "output": "1200",
        "output_unit": "tan"});
    app.given("product", product);
    app.keys("f6 enter").choose("Chè xanh").shows("Sản lượng năm");
    app.shows("1.200").hides("sản phẩm/năm");
}

#[test]
fn an_establishment_without_a_name_is_linked_all_the_same() {
    let mut app = App::at(80, 24);
    app.given("establishment", json!({"place": "08230", "workers": 4}));
    app.keys("f6 enter f2").shows("Mới: Lượt làm việc").shows("4 người");
    app.hides("*Cơ sở").shows("  Cơ sở                         –");
}

#[test]
fn a_warning_is_read_to_its_end() {
    let mut app = App::at(40, 40);
    app.keys("f6 ins 'X' f2");
    let faults: Vec<String> = app.screen().into_iter().filter(|l| l.contains("! ")).collect();
    assert!(!faults.is_empty(), "{}", app.text());
    for width in [40, 50, 60, 80] {
        app.resize(width, 40);
        let marks = |line: &String| line.trim_start().starts_with(['!', '?']);
        for line in app.screen().iter().filter(|line| marks(line)) {
            assert!(!line.ends_with('…'), "{line}");
        }
    }
}

#[test]
fn a_long_warning_goes_on_in_the_next_line() {
    let mut app = App::at(80, 60);
    let there = workshop(&mut app, "HTX chè").to_string();
    app.given("model", json!({"code": "M1", "name": "Sấy chè", "establishment": there}));
    app.keys("f8 enter f4");
    app.goes_to("Ngày nghiệm thu", "tab");
    app.keys("'01/10/2026' f2");
    let text = app.text().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("? Đã nghiệm thu mà chưa có hội nghị"), "{}", app.text());
    assert!(text.contains("bản gốc)"), "{}", app.text());
}

#[test]
fn a_description_of_results_that_is_cut_says_so() {
    for (width, height) in [(80, 24), (60, 20), (40, 16)] {
        let mut app = App::at(width, height);
        app.keys("6");
        for _ in 0..17 {
            let lines = app.screen();
            let last = &lines[lines.len() - 3];
            let whole = last.is_empty() || last.ends_with(['.', '…', ')']);
            assert!(whole, "{last:?} at {width}x{height}");
            app.keys("down");
        }
    }
}

#[test]
fn before_and_after_have_one_way_of_writing_numbers() {
    let change = |ascii: bool| {
        let mut app = App::with(Setting { ascii, size: (80, 40), ..USUAL });
        let there = workshop(&mut app, "Xưởng").to_string();
        let model = json!({"code": "M1", "name": "Sấy", "establishment": there});
        let model = app.given("model", model).to_string();
        for (phase, to, power) in
            [("truoc", "2025-10-31", "12500"), ("sau", "2026-10-31", "15000")]
        {
            app.given("measurement", json!({
                "model": model, "establishment": there, "phase": phase, "period_kind": "thang",
                "period_from": to.replace("31", "01"), "period_to": to, "basis": "so_sach",
                "lines": [{ "indicator": "dien", "value": power, "unit": "kwh" }],
            }));
        }
        app.keys("f8 enter");
        app
    };
    change(false).shows("12.500 → 15.000");
    change(true).shows("12.500 -> 15.000");
}

#[test]
fn arguments_are_listed_as_they_are_written() {
    let home = Home::new();
    for (command, first, second) in
        [("import", "<KIND>", "<FILE>"), ("attach", "<ID>", "<FILE>")]
    {
        for lang in ["vi", "en"] {
            let help = home.run(lang, &[command, "--help"], b"").out;
            let at = |word: &str| help.find(word).unwrap_or_else(|| panic!("{word}\n{help}"));
            assert!(at(first) < at(second), "{help}");
            assert!(!help.contains("[default"), "{help}");
        }
    }
}

#[test]
fn the_officers_keys_are_without_those_of_headquarters() {
    let ran = Home::new().run("vi", &["keys"], b"");
    assert!(
        !ran.out.contains("Duyệt hồ sơ này") && !ran.out.contains("Trả lại"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("F8") && ran.out.contains("F9"), "{}", ran.out);
}

#[test]
fn a_negative_number_is_no_option() {
    let args = ["demo", "--establishments", "-1", "--visits", "1"];
    let ran = Home::new().run("vi", &args, b"");
    assert!(!ran.well && !ran.words.contains("Không có tùy chọn"), "{}", ran.words);
}

#[test]
fn counts_have_points_between_thousands() {
    let home = Home::new();
    let rows: String = (0..1_200).map(|n| format!("Xưởng {n};08230\n")).collect();
    let list = home.file("ds.csv", format!("Tên cơ sở;Xã\n{rows}").as_bytes());
    assert!(home.run("vi", &["import", "establishment", &list], b"").well);
    let out = home.path("x.geojson");
    let ran = home.run("vi", &["export", "establishment", "--out", out.to_str().unwrap()], b"");
    assert!(ran.words.contains("1.200 hồ sơ chưa có tọa độ"), "{}", ran.words);
}

#[test]
fn a_backup_has_its_day_in_its_name() {
    let home = Home::new();
    let folder = home.path("usb");
    std::fs::create_dir(&folder).unwrap();
    let ran = home.run("vi", &["backup", folder.to_str().unwrap()], b"");
    assert!(ran.well, "{}", ran.words);
    let name = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().file_name();
    let name = name.to_string_lossy();
    assert!(name.starts_with("sotay-2026-11-23-") && name.ends_with(".skb"), "{name}");
}

/// A dialog leaves one row for the message.
#[test]
fn a_message_that_is_cut_can_be_read_whole_by_the_command_it_names() {
    for (lang, name) in [(Lang::Vi, "thông báo"), (Lang::En, "messages")] {
        for (width, height) in [(80, 24), (40, 12)] {
            let mut app = App::with(Setting { lang, size: (width, height), ..USUAL });
            workshop(&mut app, "HTX chè");
            let path = app.workers.path(&format!("{}.pdf", "ds-".repeat(30)));
            app.keys("f6 ctrl-r").types(&path).keys("enter");
            let said = app.model.message.clone().unwrap_or_default();
            let (start, _) = said.split_at(said.char_indices().nth(12).unwrap().0);
            let (_, end) = said.rsplit_once(' ').unwrap();
            app.shows(start).shows(&format!("… F10 “{name}”"));
            app.keys(&format!("f10 '{name}' enter")).shows(start).shows(end);
            // and again later, after other messages
            app.keys("esc esc f5 f5").keys(&format!("f10 '{name}' enter"));
            app.shows(start).shows(end);
        }
    }
}

#[test]
fn the_second_line_of_help_covers_no_choice() {
    for rows in 11..=16 {
        let mut app = App::at(40, rows);
        workshop(&mut app, "Xưởng gỗ Hòa Bình");
        app.keys("f2 'xuong go' enter");
        app.goes_to("Kết luận", "tab");
        app.keys("enter");
        for _ in 0..4 {
            app.shows("Đạt một phần").shows("Không đạt").shows("Chưa kết luận");
            app.shows("So với mục đích").shows("chọn Chưa kết luận").keys("down");
        }
    }
}

#[test]
fn a_long_filter_hides_no_number_of_records() {
    let mut app = App::at(40, 12);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 ctrl-f");
    app.goes_to("Nhóm ngành", "down");
    // the first sector has a name of some eighty letters
    app.keys("enter").shows("… · 0 hồ sơ");
    app.keys("f3 'xuong'").shows("… · 0 hồ sơ");
}

#[test]
fn a_long_message_leaves_two_commands_in_view() {
    let mut app = App::at(40, 8);
    app.keys("f10");
    let at = app.screen().iter().position(|line| line.starts_with(':')).unwrap();
    let commands = app.screen()[at + 1..at + 3].to_vec();
    app.model.message = Some("Một câu dài. ".repeat(20));
    assert_eq!(app.screen()[at + 1..at + 3], commands);
}

#[test]
fn progress_is_no_message_to_be_read_again_and_news_are() {
    let mut app = App::at(80, 24);
    app.model.news = vec!["Nhật ký đã được sửa.".into()];
    for n in 0..60 {
        let text = format!("Đang dựng lại danh sách: đã có {n} hồ sơ");
        app.event(EventKind::Notice(WorkerAnswer::Rebuilding(text)));
    }
    for _ in 0..2 {
        app.keys("f10 'thong bao' enter").shows("Nhật ký đã được sửa.").hides("Đang dựng lại");
        app.keys("esc");
    }
}
