//! Columns mapped by hand, previews that stay short, problems written to a file, and reading that
//! can be stopped.

use crate::kit::opening;
use sotay::lang;
use sotay::lang::Lang::Vi;
use std::collections::BTreeSet;

use proptest::prelude::*;
use sotay::cancel::CancelToken;
use sotay::lang::Lang;
use sotay::office::pace::{Pace, PaceStep};
use sotay::record::Listing;
use sotay::services::import;
use sotay::services::import::{MOST_LINES, RunOptions};

use crate::kit::NOW;
use crate::kit::app::App;
use crate::kit::home::{Home, printed};
use crate::kit::workbook::{row, workbook};

const LIST: &str = "Tên cơ sở;Xã;Tel ông chủ;Xếp loại;Số lao động\n\
                    Mộc A;Xã Phong Quang;0912345678;khá;7\n\
                    Mộc B;Xã Phong Quang;0912345679;;8\n";

fn listed(home: &Home) -> Vec<serde_json::Value> {
    let out = printed(&["list", "establishment", "--format", "json"], &home.folder());
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_column_that_nobody_knew_is_mapped_by_hand_and_remembered() {
    let home = Home::new();
    let file = home.file("ds.csv", LIST.as_bytes());
    let unknown = home.run("vi", &["import", "establishment", &file, "--dry-run"], b"");
    assert!(
        unknown.words.contains(
            "C \"Tel ông chủ\" (có \"0912345678\", \"0912345679\"); D \"Xếp loại\" (có \"khá\")"
        ),
        "{}",
        unknown.words
    );
    let map = ["--map", "tel ong chu=Điện thoại", "--map", "Xếp loại=-"];
    let args = [&["import", "establishment", &file, "--dry-run"], &map[..]].concat();
    let dry = home.run("vi", &args, b"");
    assert!(dry.words.contains("\"Tel ông chủ\" -> Điện thoại"), "{}", dry.words);
    // a dry run remembers nothing
    let again = home.run("vi", &["import", "establishment", &file, "--dry-run"], b"");
    assert!(
        again.words.contains(
            "C \"Tel ông chủ\" (có \"0912345678\", \"0912345679\"); D \"Xếp loại\" (có \"khá\")"
        ),
        "{}",
        again.words
    );
    let args = [&["import", "establishment", &file], &map[..]].concat();
    home.run("vi", &args, b"");
    let phones: Vec<_> = listed(&home).iter().map(|r| r["contact_phone"].clone()).collect();
    assert_eq!(phones, ["0912345678", "0912345679"]);

    let other = "Tên cơ sở;TEL  ÔNG CHỦ (di động);Xếp loại\nMộc C;0912 345 680;x\n";
    let other = home.file("khac.csv", other.as_bytes());
    let ran = home.run("vi", &["import", "establishment", &other], b"");
    let said = "Ghép cột như lần trước: \"TEL ÔNG CHỦ (di động)\" -> Điện thoại; \
                \"Xếp loại\" -> không nhập cột này.";
    assert!(ran.words.contains(said), "{}", ran.words);
    assert!(listed(&home).iter().any(|r| r["contact_phone"] == "0912345680"));

    let args = ["import", "establishment", &file, "--dry-run", "--forget", "Tel ông chủ"];
    let forgotten = home.run("vi", &args, b"");
    assert!(
        forgotten.words.contains("không có trong sổ: C \"Tel ông chủ\""),
        "{}",
        forgotten.words
    );
}

#[test]
fn a_mapping_that_means_nothing_is_refused_before_anything_enters() {
    let home = Home::new();
    let file = home.file("ds.csv", LIST.as_bytes());
    for (map, said) in [
        ("Tel ông chủ", "viết \"Tiêu đề=Mục\""),
        ("Tel ông chủ=", "viết \"Tiêu đề=Mục\""),
        ("Tel ông chủ=Màu", "không có mục nào tên \"Màu\""),
        ("Tel bà chủ=Điện thoại", "tệp không có cột \"Tel bà chủ\""),
    ] {
        let ran = home.run("vi", &["import", "establishment", &file, "--map", map], b"");
        assert!(!ran.well && ran.words.contains(said), "{map}: {}", ran.words);
    }
    assert!(listed(&home).is_empty());
    assert!(!home.folder().join("columns").exists());
}

#[test]
fn a_mapped_column_is_read_by_the_rules_of_its_question() {
    let home = Home::new();
    let list = "Tên cơ sở;Tiền bỏ ra (triệu đồng);Ngày cấp\nA;500;43895\nB;1.200;5/3/2020\n";
    let file = home.file("ds.csv", list.as_bytes());
    let args = [
        "import",
        "establishment",
        &file,
        "--map",
        "Tiền bỏ ra=capital",
        "--map",
        "Ngày cấp=licence_date",
    ];
    let ran = home.run("en", &args, b"");
    assert!(ran.words.contains("Tiền bỏ ra: read in triệu đồng"), "{}", ran.words);
    let amounts: Vec<_> = listed(&home).iter().map(|r| r["capital"].clone()).collect();
    assert_eq!(amounts, [500_000_000i64, 1_200_000_000]);
}

#[test]
fn the_column_chosen_by_hand_wins_over_one_that_is_known() {
    let home = Home::new();
    let list = "Tên cơ sở;Điện thoại;Số máy chủ\nA;0912345678;0987654321\n";
    let file = home.file("ds.csv", list.as_bytes());
    let map = "Số máy chủ=Điện thoại";
    home.run("vi", &["import", "establishment", &file, "--map", map], b"");
    assert_eq!(listed(&home)[0]["contact_phone"], "0987654321");
}

/// A list of 300 rows with two unknown columns and 40 problems.
fn office_list() -> String {
    let row = |n: usize| {
        let workers = if n.is_multiple_of(15) { "nhiều".to_owned() } else { n.to_string() };
        let phone = if n % 15 == 1 { "không rõ" } else { "0912345678" };
        format!("Mộc {n};Xã Phong Quang;{phone};khá;{workers}\n")
    };
    let rows: String = (1..=300).map(row).collect();
    format!("Tên cơ sở;Xã;Tel ông chủ;Xếp loại;Số lao động\n{rows}")
}

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

/// Opens the row of the preview with these words.
fn open_row(app: &mut App, words: &str) {
    app.keys("home");
    while !app.here().contains(words) {
        let before = app.text();
        app.keys("down");
        assert_ne!(before, app.text(), "no row of {words}");
    }
    app.keys("enter");
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

/// A list in which an office has its own names for legal types.
fn types_list(name: &str) -> String {
    let row = |n: usize| {
        let kind = match n % 5 {
            0 => "Hợp tác xã",
            1 => "TNHH 1TV",
            _ => "Hộ gia đình SX",
        };
        format!("{name} {n};Xã Phong Quang;{kind};{n}\n")
    };
    let rows: String = (1..=100).map(row).collect();
    format!("Tên cơ sở;Xã;Loại hình;Số lao động\n{rows}")
}

fn types(app: &App) -> std::collections::BTreeMap<String, usize> {
    let mut counts = std::collections::BTreeMap::new();
    for record in app.records("establishment") {
        let id = record.get("type").and_then(|v| v.as_str()).unwrap_or("-").to_owned();
        *counts.entry(id).or_default() += 1;
    }
    counts
}

#[test]
fn a_value_that_nobody_understood_could_not_be_answered_once_for_all_its_rows() {
    for (columns, rows) in [(80, 24), (40, 12)] {
        let mut app = App::at(columns, rows);
        let path = app.workers.file("ds.csv", &types_list("Mộc"));
        app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter");
        app.shows(&lang::listing::heading_values(Vi));
        // most rows first; a second Enter changes nothing
        app.stands_on("Loại hình: \"Hộ gia đình SX\" (60");
        app.keys("enter enter").stands_on("? Loại hình: \"Hộ gia đình SX\" (60");
        app.keys("enter 'ho kinh doanh' enter").stands_on("? Loại hình: \"TNHH 1TV\" (20");
        app.keys("enter 'de trong' enter").keys("f2 tab enter");
        assert_eq!(
            types(&app),
            [("-".into(), 20), ("ho_kinh_doanh".into(), 60), ("htx".into(), 20)].into()
        );
        // remembered after a restart, shown, and removable where it is shown
        app.restart();
        let path = app.workers.file("ds-2.csv", &types_list("Rèn"));
        app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter");
        app.hides(&lang::listing::heading_values(Vi));
        open_row(&mut app, "* Loại hình: \"Hộ gia đình SX\" → Hộ");
        app.keys("enter").stands_on("? Loại hình: \"Hộ gia đình SX\" (60");
    }
}

#[test]
fn a_value_is_given_its_meaning_on_the_command_line_and_remembered() {
    let home = Home::new();
    let file = home.file("ds.csv", types_list("Mộc").as_bytes());
    let dry = home.run("vi", &["import", "establishment", &file, "--dry-run"], b"");
    let way = "--value \"Loại hình=Hộ gia đình SX=Lựa chọn\"";
    assert!(dry.words.contains(way), "{}", dry.words);
    let value = ["--value", "loai hinh=HỘ GIA ĐÌNH SX=Hộ kinh doanh"];
    let ran = home.run("vi", &[&["import", "establishment", &file], &value[..]].concat(), b"");
    let said = "Loại hình: \"Hộ gia đình SX\" → Hộ kinh doanh (60 dòng)";
    assert!(ran.words.contains(&format!("Hiểu theo lựa chọn: {said}.")), "{}", ran.words);
    let known =
        |home: &Home| listed(home).iter().filter(|r| r["type"] == "ho_kinh_doanh").count();
    assert_eq!(known(&home), 60);
    let file = home.file("ds-2.csv", types_list("Rèn").as_bytes());
    let ran = home.run("vi", &["import", "establishment", &file], b"");
    assert!(ran.words.contains(&format!("Hiểu như lần trước: {said}.")), "{}", ran.words);
    assert_eq!(known(&home), 120);
    let forget = ["--dry-run", "--forget", "Loại hình=hộ gia đình sx"];
    let file = home.file("ds-3.csv", types_list("Gò").as_bytes());
    let ran = home.run("vi", &[&["import", "establishment", &file], &forget[..]].concat(), b"");
    assert!(ran.words.contains("để trống vì chưa rõ \"Hộ gia đình SX\""), "{}", ran.words);
}

#[test]
fn a_meaning_that_means_nothing_is_refused_before_anything_enters() {
    let home = Home::new();
    let file = home.file("ds.csv", types_list("Mộc").as_bytes());
    for (value, said) in [
        ("Loại hình", "viết \"Mục=Giá trị=Lựa chọn\""),
        ("Loại hình=Hộ SX", "viết \"Mục=Giá trị=Lựa chọn\""),
        ("Màu=Hộ SX=Hộ kinh doanh", "không có mục nào tên \"Màu\""),
        ("Loại hình=Hộ gia đình SX=Hộ to", "\"Hộ to\" không phải là lựa chọn"),
        ("Tên cơ sở=Mộc=Gỗ", "không có lựa chọn sẵn"),
        ("Loại hình=Hộ SX=Hộ kinh doanh", "không có giá trị chưa rõ \"Hộ SX\""),
    ] {
        let ran = home.run("vi", &["import", "establishment", &file, "--value", value], b"");
        assert!(!ran.well && ran.words.contains(said), "{value}: {}", ran.words);
    }
    assert!(listed(&home).is_empty() && !home.folder().join("values").exists());
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
    while !app.here().contains("Cột \"Số lao động\", 20 dòng") {
        app.keys("down");
    }
    app.keys("enter").shows("Dòng 16, cột \"Số lao động\"").keys("end");
    app.shows("Dòng 301").keys("esc").shows("300 dòng");
}

/// Two hidden rows and a hidden column.
fn hidden_book() -> Vec<u8> {
    let cell = |at: &str, text: &str| {
        format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    let rows = format!(
        "<row r=\"1\">{}{}</row><row r=\"2\">{}{}</row><row r=\"3\" hidden=\"1\">{}{}</row>",
        cell("A1", "Tên cơ sở"),
        cell("B1", "Điện thoại"),
        cell("A2", "Mộc A"),
        cell("B2", "0912345678"),
        cell("A3", "Mộc B"),
        cell("B3", "0912345679"),
    );
    workbook(&[("DS", &rows, "")])
}

#[test]
fn hidden_rows_could_only_be_chosen_on_the_command_line() {
    let mut app = App::at(80, 24);
    let path = app.workers.path("ds.xlsx");
    std::fs::write(&path, hidden_book()).unwrap();
    app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter");
    app.shows("1 dòng: 1 vào")
        .shows("1 dòng bị ẩn: không nhập")
        .hides("cột bị ẩn")
        .keys("enter");
    app.shows("2 dòng: 2 vào").shows("bị ẩn: nhập cả").keys("f2 tab enter");
    assert_eq!(app.records("establishment").len(), 2);
}

/// A hidden row, a hidden column, and a row with a formula without a value.
fn half_hidden_book() -> Vec<u8> {
    let cell = |at: &str, text: &str| {
        format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    let rows = format!(
        "<row r=\"1\">{}{}{}</row><row r=\"2\">{}{}</row><row r=\"3\" hidden=\"1\">{}{}</row>\
         <row r=\"4\">{}<c r=\"C4\"><f>1+1</f></c></row>",
        cell("A1", "Tên cơ sở"),
        cell("B1", "Điện thoại"),
        cell("C1", "Số lao động"),
        cell("A2", "Mộc A"),
        cell("B2", "0912345678"),
        cell("A3", "Mộc B"),
        cell("B3", "0912345679"),
        cell("A4", "Mộc C"),
    );
    let columns = "<cols><col min=\"2\" max=\"2\" width=\"9\" hidden=\"1\"/></cols>";
    workbook(&[("DS", &rows, columns)])
}

#[test]
fn hidden_rows_hidden_columns_and_formulas_without_values_were_one_choice() {
    // which of the three is chosen: the names imported, and whether a phone number is
    for (chosen, names, phones) in [
        ("dòng bị ẩn", &["Mộc A", "Mộc B"][..], false),
        ("cột bị ẩn", &["Mộc A"], true),
        ("ô công thức", &["Mộc A", "Mộc C"], false),
    ] {
        let mut app = App::at(80, 24);
        let path = app.workers.binary("ds.xlsx", &half_hidden_book());
        app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter");
        app.shows("1 dòng bị ẩn").shows("1 cột bị ẩn").shows("1 ô công thức chưa có kết quả");
        while !app.here().contains(chosen) {
            app.keys("down");
        }
        app.keys("enter f2 tab enter");
        let records = app.records("establishment");
        let mut entered: Vec<&str> =
            records.iter().filter_map(|r| r["name"].as_str()).collect();
        entered.sort_unstable();
        assert_eq!(entered, names, "{chosen}");
        assert_eq!(records.iter().any(|r| r.contains_key("contact_phone")), phones, "{chosen}");
    }
}

#[test]
fn problems_are_written_and_the_rows_of_the_file_are_imported_alone() {
    for ending in ["xlsx", "csv"] {
        let home = Home::new();
        let (number, formula) = (|n: &str| format!("<c><v>{n}</v></c>"), "<c><f>1+1</f></c>");
        let capitals = ["500", "600", "700"].map(number);
        let rows = [
            row(1, &[("A", "ĐVT: triệu đồng")]),
            row(
                2,
                &[("A", "Tên cơ sở"), ("B", "Vốn"), ("C", "Số lao động"), ("D", "Điện thoại")],
            ),
            row(3, &[("A", "A"), ("B", &capitals[0]), ("C", formula), ("D", "0912345678")]),
            row(4, &[("A", "B"), ("B", &capitals[1]), ("C", "3"), ("D", "hỏi sau")]),
            row(5, &[("A", "=C"), ("B", &capitals[2]), ("C", formula)]),
        ];
        let file = home.file("ds.xlsx", &workbook(&[("DS", &rows.concat(), "")]));
        let out = home.path(&format!("loi.{ending}")).display().to_string();
        let ran = home.run("vi", &["import", "establishment", &file, "--problems", &out], b"");
        assert!(ran.words.contains("2 dòng chưa nhập"), "{}", ran.words);
        assert_eq!(listed(&home).len(), 1);
        // the rows are in the first sheet, or in a separate file
        let rows = match ending {
            "xlsx" => out.clone(),
            _ => home.path("loi-dong-chua-nhap.csv").display().to_string(),
        };
        let map = "Số lao động=-";
        let ran = home.run("vi", &["import", "establishment", &rows, "--map", map], b"");
        assert!(ran.words.contains("2 dòng: 2 vào"), "{ending}: {}", ran.words);
        assert!(!ran.words.contains("không có trong sổ"), "{}", ran.words);
        let capital = |name: &str| {
            let all = listed(&home);
            all.iter().find(|r| r["name"] == name).unwrap()["capital"].clone()
        };
        // the unit above the table was taken along
        assert_eq!((capital("A"), capital("=C")), (500_000_000.into(), 700_000_000.into()));
        // never over an existing file, and checked before anything is imported
        let before = listed(&home).len();
        let ran = home.run("vi", &["import", "establishment", &file, "--problems", &out], b"");
        assert!(
            !ran.well && ran.words.contains(&opening(&lang::files::is_there(Vi, "…"))),
            "{}",
            ran.words
        );
        assert_eq!(listed(&home).len(), before);
    }
}

#[test]
fn the_problems_of_a_preview_are_written_from_it() {
    let mut app = App::at(80, 24);
    let list = office_list().replace("nhiều\n", "nhiều;thừa\n");
    let path = app.workers.file("ds.csv", &list);
    let out = app.workers.path("sua.csv");
    app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter");
    app.keys("ctrl-r")
        .shows(&lang::listing::problems_name(Vi))
        .keys("ctrl-u")
        .types(&out)
        .keys("enter");
    app.shows("20 dòng chưa nhập");
    let text = std::fs::read_to_string(&out).unwrap();
    assert!(text.contains("\r\n16;"), "{text}");
    app.keys("ctrl-r ctrl-u").types(&out).keys("enter").shows("sua.csv đã có");
    assert!(app.records("establishment").is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(6) })]
    #[test]
    fn a_preview_is_short_and_the_file_names_every_problem(
        rows in proptest::collection::vec(proptest::collection::vec(0usize..6, 7), 1..60),
        sheet in any::<bool>(),
    ) {
        let headings = ["Tên cơ sở", "Xã", "Điện thoại", "Số lao động", "Vốn", "MST", "Loại hình"];
        let cells: [[&str; 6]; 7] = [
            ["Cơ sở", "Mộc", "Rèn", "Tổng cộng", "T?n m?t ch?", "B\nB"],
            ["", "Xã Phong Quang", "Xã Nowhere", "Phường Gia Sàng", "An Khánh", "Xã Lai Vung"],
            ["", "0912345678", "912345678", "hỏi sau", "091 234/0912345679", "12"],
            ["", "7", "nhiều", "1,5", "-3", "999999999999"],
            ["", "500", "1,5 tỷ", "nhiều", "5 USD", "12.500"],
            ["", "0100109106", "100109106", "123", "0100109107", "abc"],
            ["", "Hợp tác xã", "Hộ kinh doanh", "DNTN", "cty", "lạ"],
        ];
        let mut text = headings.join("\t") + "\tCột lạ\n";
        for (n, row) in rows.iter().enumerate() {
            let line: Vec<String> = row.iter().zip(cells).map(|(at, of)| {
                let cell = of[*at];
                if cell.contains('\n') { format!("\"{cell}\"") } else { cell.to_owned() }
            }).collect();
            text += &format!("{} {n}\t{}\tx{n}\n", line[0].trim_matches('"'), line[1..].join("\t"));
        }
        let home = Home::new();
        let file = home.file("ds.csv", text.as_bytes());
        let out = home.path(if sheet { "loi.xlsx" } else { "loi.csv" }).display().to_string();
        let args = ["import", "establishment", &file, "--dry-run", "--problems", &out];
        let ran = home.run("vi", &args, b"");
        // plus the line that names the file
        prop_assert!(ran.words.lines().count() <= MOST_LINES + 1, "{}", ran.words);
        prop_assert!(ran.words.lines().next().unwrap().contains(" dòng: "), "{}", ran.words);

        // the notes of each row, without grouping
        let store = home.open();
        let (mut told, mut read) = (|_, _| (), |_| ());
        let how = &mut RunOptions {
            publishing: false,
            label: "",
            is_dry_run: true, wanted: sotay::record::ReadOptions::default(), duplicates: false, now: NOW, cancel: CancelToken::default(),
            progress: &mut told, reading: &mut read, mapping: None,
        };
        let listing = Listing { path: sotay::text::path::TargetPath::Typed(file.clone()), kind: crate::kit::kind("establishment").no, wanted: sotay::record::ReadOptions::default() };
        let seen = import::preview(&store, &listing, how, Lang::Vi).unwrap();
        store.close().unwrap();
        drop(store);
        if !sheet {
            let file = std::fs::read_to_string(&out).unwrap();
            let mut reader = csv::ReaderBuilder::new();
            let mut reader = reader.delimiter(b';').flexible(true).from_reader(file.as_bytes());
            let problems: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            let named: BTreeSet<&str> = problems.iter().map(|problem| &problem[0]).collect();
            // found from the text alone: each invalid number of workers, with its line and column
            for (at, line) in text.lines().enumerate().skip(1) {
                let cells: Vec<&str> = line.split('\t').collect();
                let wrong = cells.get(3).filter(|cell| ["nhiều", "1,5"].contains(cell));
                if let Some(cell) = wrong && !cells[0].starts_with("Tổng cộng") {
                    let place = [&*(at + 1).to_string(), "Số lao động", cell];
                    let told = problems.iter().any(|p| p.iter().take(3).eq(place));
                    prop_assert!(told, "{place:?}\n{file}\n{text}");
                }
            }
            for remark in &seen.remarks {
                for one in &remark.each {
                    let line = one.split(|c: char| !c.is_ascii_digit()).find(|p| !p.is_empty());
                    prop_assert!(named.contains(line.unwrap()), "{one}\n{file}");
                }
            }
        }
    }
}

#[test]
fn reading_tells_how_far_it_is_and_stops_when_asked() {
    let rows: String = (2..60_000)
        .map(|n| format!("<row r=\"{n}\"><c r=\"A{n}\"/><c r=\"B{n}\"/><c r=\"C{n}\"/><c r=\"D{n}\"/><c r=\"E{n}\"/></row>"))
        .collect();
    let head = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Tên cơ sở</t></is></c></row>";
    let book = workbook(&[("DS", &format!("{head}{rows}"), "")]);
    let kind = crate::kit::programme().kind_by_id("establishment").unwrap();
    let context = import::PlanContext {
        programme: crate::kit::programme(),
        today: sotay::text::format::today_from_millis(NOW),
        now: NOW,
        province: None,
        defaults: &Default::default(),
        wanted: &sotay::record::ReadOptions::default(),
    };
    let stopped = |at: usize| {
        let cancel = CancelToken::default();
        let (mut steps, asks) = (Vec::new(), cancel.clone());
        let mut tell = |step| {
            steps.push(step);
            if steps.len() == at {
                asks.cancel();
            }
        };
        let mapping = import::Mapping::default();
        let pace = &mut Pace::new(cancel, &mut tell);
        let plan = import::plan_mapped(&book, kind, &context, &mapping, pace);
        (steps, plan.is_err_and(|fault| fault.text(kind, Lang::Vi).contains("Đã dừng")))
    };
    let (all, halted) = stopped(usize::MAX);
    assert!(!halted && all.len() > 1, "{all:?}");
    assert!(matches!(all[0], PaceStep::Cells(_)), "{all:?}");
    for at in 1..=all.len() {
        // nothing more is done after the report at which it was stopped
        assert_eq!(stopped(at), (all[..at].to_vec(), true));
    }
}

#[test]
fn a_mapped_column_of_choices_refused_every_row() {
    let home = Home::new();
    let list = "Tên cơ sở;Loại hình DN/HTX\nA;HTX\nB;hợp tác xã\nC;DNTN\nD;xí nghiệp\n";
    let file = home.file("ds.csv", list.as_bytes());
    let map = "Loại hình DN/HTX=Loại hình";
    let ran = home.run("vi", &["import", "establishment", &file, "--map", map], b"");
    assert!(ran.words.contains("4 dòng: 4 vào"), "{}", ran.words);
    assert!(
        ran.words.contains("cần hỏi lại: để trống vì chưa rõ \"xí nghiệp\""),
        "{}",
        ran.words
    );
    let types: Vec<_> = listed(&home).into_iter().filter(|r| r["type"] == "htx").collect();
    assert_eq!(types.len(), 2);
}

#[test]
fn a_missing_folder_was_answered_with_advice_to_make_room() {
    let home = Home::new();
    let file = home.file("ds.csv", LIST.as_bytes());
    let missing = home.path("khong/co/loi.xlsx");
    let missing = missing.to_str().unwrap();
    for args in [
        &["import", "establishment", &file, "--dry-run", "--problems", missing][..],
        &["export", "establishment", "--out", missing],
    ] {
        let ran = home.run("vi", args, b"");
        let said = format!("không có thư mục {}", home.path("khong/co").display());
        assert!(!ran.well && ran.words.contains(&said), "{}", ran.words);
        assert!(!ran.words.contains("Dọn bớt") && !ran.words.contains("dọn bớt"));
    }
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
fn english_counted_one_row_as_rows() {
    let home = Home::new();
    let file = home.file("ds.csv", "Tên cơ sở;Xã\nMộc A;Xã Phong Quang\n".as_bytes());
    let ran = home.run("en", &["import", "establishment", &file], b"");
    assert!(ran.words.starts_with("1 row: 1 entered"), "{}", ran.words);
    for many in ["1 rows", "1 records", "1 cells", "1 answers", "1 columns"] {
        assert!(!ran.words.contains(many), "{many}: {}", ran.words);
    }
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
