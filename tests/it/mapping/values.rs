//! Values that nobody understood are given their meaning once for all their rows.

use sotay::lang;
use sotay::lang::Lang::Vi;

use super::{listed, open_row, types};
use crate::kit::app::App;
use crate::kit::home::Home;

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
