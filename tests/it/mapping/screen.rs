//! Columns and problems in the preview on the screen.

use sotay::lang;
use sotay::lang::Lang::Vi;

use super::{office_list, open_row};
use crate::kit::app::App;
use crate::kit::opening;

#[test]
fn two_unknown_columns_are_mapped_on_the_screen_in_a_few_keys() {
    for (columns, rows) in [(80, 24), (40, 12)] {
        let mut app = App::at(columns, rows);
        let path = app.workers.file("ds.csv", &office_list());
        app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter");
        app.shows("300 dòng: 300 vào")
            .shows(&lang::listing::heading_columns(Vi))
            .shows("Tel ông chủ");
        app.keys("enter").shows("0912345678").types("dien thoai").keys("enter");
        // the cursor moves to the next one, without opening it
        app.stands_on("Xếp loại").keys("enter").types("khong nhap").keys("enter");
        app.hides(&lang::listing::heading_columns(Vi));
        // chosen just now, not for an earlier list
        app.hides("như lần trước");
        app.keys("f2").shows("Nhập 300 cơ sở vào sổ?").keys("tab enter");
        app.shows("300 hồ sơ. 300");
        // the first hundred of them
        let records = app.records("establishment");
        let phones = records.iter().filter(|r| r.get("contact_phone").is_some()).count();
        assert_eq!((records.len(), phones), (100, 94));
        // the choice is remembered after a restart, and can be removed where it is shown
        app.restart();
        let path = app.workers.file("ds-2.csv", &office_list().replace("Mộc", "Rèn"));
        app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter");
        app.hides(&lang::listing::heading_columns(Vi));
        if rows == 24 {
            app.shows(&opening(&lang::listing::mapped_before(Vi, "…")));
        }
        app.keys("end up down home");
        while !app.text().contains("> ") || !app.text().contains(">   5 cột") {
            let before = app.text();
            app.keys("down");
            assert_ne!(before, app.text(), "no row of known columns");
        }
        app.keys("enter").types("tel").keys("enter").shows(&lang::listing::forget(Vi));
        app.types("bo cach ghep").keys("enter").shows(&lang::listing::heading_columns(Vi));
    }
}

/// Two columns with telephone numbers, and two with numbers of workers that are not recognised.
fn rivals(app: &mut App) {
    let list = "Tên cơ sở;Điện thoại;Số máy chủ;Số thợ;Nhân công\n\
                Mộc A;0912345678;0987654321;5;7\n\
                Mộc B;0912345679;;6;8\n";
    let path = app.workers.file("ds.csv", list);
    app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter");
}

#[test]
fn a_question_that_had_a_column_took_another_one_without_a_word() {
    for (columns, rows) in [(80, 24), (40, 12)] {
        let mut app = App::at(columns, rows);
        rivals(&mut app);
        open_row(&mut app, "Số máy chủ");
        app.types("dien thoai").shows("Điện thoại · đã có cột B").keys("enter");
        // the harmless answer is marked, and goes back
        app.shows("đang lấy ở cột B").shows("ô trống thì lấy ở cột B").keys("enter");
        app.shows("Cột C \"Số máy chủ\"").types("dien thoai").keys("enter down enter");
        app.keys("f2 tab enter");
        let phones: Vec<_> = app.records("establishment");
        let phones: Vec<_> = phones.iter().map(|r| r["contact_phone"].clone()).collect();
        assert!(phones.contains(&"0987654321".into()), "{phones:?}");
        assert!(phones.contains(&"0912345679".into()), "{phones:?}");
    }
}

#[test]
fn of_two_columns_mapped_to_one_question_the_first_one_won_in_silence() {
    let mut app = App::at(80, 24);
    rivals(&mut app);
    open_row(&mut app, "Số thợ");
    app.types("tong so lao dong").keys("enter").hides("Cột D");
    open_row(&mut app, "Nhân công");
    app.types("tong so lao dong").shows("đã có cột D").keys("enter down");
    app.shows("cột D ghép lại sau").keys("enter").shows("Cột D \"Số thợ\" là mục nào?");
    app.keys("f2 tab enter");
    let records = app.records("establishment");
    let mut workers: Vec<_> = records.iter().map(|r| r["workers"].as_i64().unwrap()).collect();
    workers.sort_unstable();
    assert_eq!(workers, [7, 8]);
}

#[test]
fn a_key_meant_for_one_column_was_heard_by_the_picker_of_the_next() {
    let mut app = App::at(80, 24);
    let path = app.workers.file("ds.csv", &office_list());
    app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter");
    app.keys_at_once("enter 'dien thoai' enter enter enter")
        .shows(&lang::listing::heading_columns(Vi));
    app.stands_on("Xếp loại");
}

#[test]
fn the_page_of_a_remark_repeated_its_sentence_without_the_row() {
    let mut app = App::at(80, 24);
    let path = app.workers.file("ds.csv", &office_list());
    app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter");
    open_row(&mut app, "Cột \"Số lao động\", 20 dòng");
    app.shows("Dòng 16, cột \"Số lao động\"").shows("Mộc 15 · Số lao động: \"nhiều\"");
    // the key that imports the list started a visit here
    app.keys("f2").shows("Dòng 16, cột").hides("Ngày làm việc");
}

#[test]
fn alike_problems_are_one_row_that_opens_into_all_of_them() {
    let mut app = App::at(80, 24);
    let path = app.workers.file("ds.csv", &office_list());
    app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter");
    app.shows("Cột \"Số lao động\", 20 dòng (16, 31, 46");
    app.goes_to("Cột \"Số lao động\", 20 dòng", "down");
    app.keys("enter").shows("Dòng 16, cột \"Số lao động\"").keys("end");
    app.shows("Dòng 301").keys("esc").shows("300 dòng");
}

#[test]
fn a_warning_of_many_rows_did_not_say_which_rows() {
    let mut app = App::at(80, 24);
    let path = app.workers.file("ds.csv", &office_list());
    app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter");
    open_row(&mut app, "Lưu ý ở 300 dòng (2-301");
    app.shows("Dòng 2: lưu ý").shows("Mộc 1 · Xã Phong Quang");
}

#[test]
fn the_sums_of_a_preview_were_cut_on_a_small_screen() {
    let mut app = App::at(40, 12);
    let rows: String = (0..9).map(|n| format!("Mộc {};Xã Phong Quang\n", n / 2)).collect();
    let path = app.workers.file("ds.csv", &format!("Tên cơ sở;Xã\n{rows}Mộc A;\nTổ;\n;Xã A\n"));
    app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter home enter");
    let shown = app.text().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown.contains("4 dòng trùng với hồ sơ đã có hoặc với dòng khác"), "{shown}");
    app.keys("esc").stands_on("dòng: ");
}
