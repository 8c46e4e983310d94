//! Cells that were emptied, left out, saved in another form, or edited wrongly.

use serde_json::json;

use super::{List, answers, csv_of, demo, says, two};
use crate::kit::notebook::Notebook;

#[test]
fn an_emptied_cell_clears_and_a_missing_column_does_not() {
    let (home, a, b) = two();
    let mut list = List::of(home, "establishment", &["--contacts"]);
    list.set("Mộc Hòa Bình", "Điện thoại", "");
    // a required answer, of a complete and of an incomplete record
    list.set("Tổng cộng Nguyên Thơ", "Tổng số lao động", "");
    let products = list.column("Sản phẩm chính");
    list.rows.iter_mut().for_each(|row| {
        row.remove(products);
    });
    let ran = list.read("establishment", &[]);
    says(&ran, "1 câu trả lời bị xóa trắng trong tệp");
    says(&ran, "câu này bắt buộc: giữ");
    let now = answers(&list.home, a);
    assert_eq!(now.get("contact_phone"), None);
    assert_eq!(now["products"], "bàn, ghế");
    assert_eq!(answers(&list.home, b)["workers"], 12);
}

#[test]
fn what_an_export_left_out_is_not_emptied() {
    let (home, a, _) = two();
    let list = List::of(home, "establishment", &[]);
    assert!(!list.rows[0].iter().any(|cell| cell == "Điện thoại"));
    says(&list.read("establishment", &[]), "0 hồ sơ thay đổi");
    assert_eq!(answers(&list.home, a)["contact_phone"], "0912345678");
}

/// A household's address is personal, so the export left it out: a person who fills in the empty
/// cell has not seen that there is one.
#[test]
fn an_answer_that_the_export_left_out_was_said_to_have_been_changed_here() {
    let (home, a, _) = two();
    let mut list = List::of(home, "establishment", &[]);
    list.edit_here(a, json!({ "type": "ho_kinh_doanh", "address": "Thôn Tây" }));
    let mut list = List::of(list.home, "establishment", &[]);
    list.set("Mộc Hòa Bình", "Địa chỉ, thôn, tổ", "Thôn Đông");
    let ran = list.read("establishment", &[]);
    says(&ran, "tệp xuất không ghi câu này (dữ liệu cá nhân); ở đây là \"Thôn Tây\"");
    assert!(!ran.words.contains("đã sửa thành"), "{}", ran.words);
    assert_eq!(answers(&list.home, a)["address"], "Thôn Tây");
    says(&list.read("establishment", &["--theirs"]), "lấy \"Thôn Đông\"");
    assert_eq!(answers(&list.home, a)["address"], "Thôn Đông");
}

#[test]
fn cells_as_spreadsheets_save_them_again_are_no_changes() {
    let (home, a, _) = two();
    let mut list = List::of(home, "establishment", &["--contacts"]);
    list.set("Mộc Hòa Bình", "Điện thoại", "9.12E+08");
    list.set("Mộc Hòa Bình", "Mã số thuế", "101234567");
    list.set("Mộc Hòa Bình", "Tổng số lao động", "7,00");
    let ran = list.read("establishment", &[]);
    assert!(ran.well, "{}", ran.words);
    says(&ran, "0 hồ sơ thay đổi");
    assert_eq!(answers(&list.home, a)["contact_phone"], "0912345678");
}

/// An American spreadsheet reads 05/09/2012 as a day in May, and leaves 22/05/2020 unchanged. A new
/// day in such a column is ambiguous; a hundred old ones are one message.
#[test]
fn a_column_of_swapped_days_asks_for_the_days_that_are_new_in_it() {
    let mut notebook = Notebook::new();
    for (name, day) in [
        ("A", "2012-05-09"),
        ("B", "2015-03-04"),
        ("C", "2019-12-01"),
        ("D", "2020-05-22"),
        ("E", "2021-06-06"),
        ("F", "2018-01-02"),
    ] {
        let one = json!({ "name": name, "type": "htx", "licence_date": day });
        notebook.put("establishment", one);
    }
    notebook.store.close().unwrap();
    let Notebook { home, store, .. } = notebook;
    drop(store);
    let mut list = List::of(home, "establishment", &["--contacts"]);
    let at = list.column("Ngày đăng ký");
    for row in &mut list.rows[1..] {
        let parts: Vec<String> = row[at].split('/').map(str::to_owned).collect();
        if parts[0].parse::<u8>().unwrap() <= 12 {
            row[at] = format!("{}/{}/{}", parts[1], parts[0], parts[2]);
        }
    }
    let ran = list.read("establishment", &[]);
    says(&ran, "Cột \"Ngày đăng ký\": bảng tính đã đảo ngày và tháng ở 4 dòng");
    says(&ran, "0 hồ sơ thay đổi");
    assert!(!ran.words.contains("cần xem lại"), "{}", ran.words);
    list.set("A", "Ngày đăng ký", "06/07/2026");
    list.set("B", "Ngày đăng ký", "27/07/2026");
    let ran = list.read("establishment", &[]);
    says(&ran, "1 hồ sơ thay đổi");
    says(&ran, "\"06/07/2026\": bảng tính đã đảo");
}

/// A change that its commit would refuse is not counted.
#[test]
fn a_wrong_cell_is_named_and_changes_nothing() {
    let (home, a, _) = two();
    let mut list = List::of(home, "establishment", &[]);
    list.set("Mộc Hòa Bình", "Tổng số lao động", "nhiều");
    let ran = list.read("establishment", &[]);
    says(&ran, "Dòng 2, cột \"Tổng số lao động\"");
    says(&ran, "giữ");
    assert_eq!(answers(&list.home, a)["workers"], 7);
    let store = list.home.open();
    let changes = store.history().of(a).unwrap();
    assert_eq!(changes.len(), 1);
}

#[test]
fn an_edit_of_an_answer_that_the_program_works_out_was_swallowed() {
    let mut list = List::of(demo("12"), "establishment", &["--contacts"]);
    let (size, priority) = (list.column("Quy mô"), list.column("Diện ưu tiên"));
    let filled =
        list.rows.iter().skip(1).position(|row| !row[priority].is_empty()).unwrap() + 1;
    list.rows[1][size] = "một quy mô khác".to_owned();
    list.rows[filled][priority].clear();
    let file = list.home.file("sua.csv", &csv_of(&list.rows));
    let ran = list.home.run("vi", &["import", "establishment", &file], b"");
    says(&ran, "Quy mô do chương trình tính từ các câu khác: sửa ở các câu đó; 1 dòng");
    says(&ran, "Diện ưu tiên do chương trình tính");
    assert!(!ran.words.contains("bị xóa"), "{}", ran.words);
    says(&ran, "0 sửa, 12 không đổi");
}
