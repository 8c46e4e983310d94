//! Answers that changed in the list and in the notebook: whose answer holds is chosen.

use serde_json::json;
use sotay::lang;
use sotay::lang::Lang::Vi;
use sotay::record::{Change, Value};
use sotay::store::Commit;

use super::{cells, csv_of, workers};
use crate::kit::app::App;
use crate::kit::{opening, programme};

/// A screen on a notebook with three records that got 99 workers after the export, and a list in
/// which they have 11, 12 and 13.
fn clashing(columns: u16, rows: u16) -> (App, String) {
    let mut app = App::at(columns, rows);
    let record = |n: u8| json!({ "name": format!("Mộc {n}"), "type": "htx", "workers": n });
    let ids = [1, 2, 3].map(|n| app.given("establishment", record(n)));
    let list = app.workers.path("ds.csv");
    app.keys("f6 ctrl-r ctrl-u").types(&list).keys("enter").shows("Đã xuất 3");
    let mut rows = cells(&std::fs::read_to_string(&list).unwrap());
    let column = rows[0].iter().position(|cell| cell == "Tổng số lao động").unwrap();
    for row in &mut rows[1..] {
        row[column] = format!("1{}", row[column]);
    }
    let path = app.workers.binary("ds-sua.csv", &csv_of(&rows));
    let workers = programme().kind_by_id("establishment").unwrap();
    let workers = workers.field_by_id("workers").unwrap().no;
    for id in ids {
        let base = app.workers.store().records().get(id).unwrap().unwrap().head;
        let change = Change::Patch { id, base, set: vec![(workers, Some(Value::Int(99)))] };
        let changes = vec![change];
        let commit =
            Commit { changes, ends_draft: None, allow_incomplete: true, ..Commit::default() };
        app.workers.store().commit(commit).unwrap();
    }
    (app, path)
}

#[test]
fn whose_answer_holds_could_only_be_chosen_on_the_command_line() {
    for (columns, rows) in [(80, 24), (40, 12)] {
        let (mut app, path) = clashing(columns, rows);
        app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter");
        app.shows(&lang::revise::clash_heading(Vi)).shows("0 hồ sơ thay đổi");
        // one of them: Enter pressed twice takes the file's answer; once more restores the other
        app.keys("down enter")
            .shows("Lúc xuất: \"2\"")
            .shows("Lấy theo tệp: \"12\"")
            .keys("enter");
        app.shows("1 hồ sơ thay đổi").keys("enter enter").shows("0 hồ sơ thay đổi");
        app.keys("enter enter f2 tab enter")
            .shows("lại cả 1 hồ sơ")
            .hides(&opening(&lang::app::ask_import(Vi)));
        let expected = [("Mộc 1", 99), ("Mộc 2", 12), ("Mộc 3", 99)];
        assert_eq!(workers(&app), expected.map(|(name, n)| (name.to_owned(), n)));
    }
}

#[test]
fn all_clashes_of_a_list_are_taken_at_once_and_one_is_kept() {
    let (mut app, path) = clashing(80, 24);
    app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter");
    app.keys("enter").types("lay theo tep ca 3").keys("enter").shows("3 hồ sơ thay đổi");
    app.keys("down enter enter").shows("2 hồ sơ thay đổi").keys("f2 tab enter");
    let expected = [("Mộc 1", 11), ("Mộc 2", 99), ("Mộc 3", 13)];
    assert_eq!(workers(&app), expected.map(|(name, n)| (name.to_owned(), n)));
}

#[test]
fn records_that_change_were_asked_for_as_records_that_enter() {
    let (mut app, path) = clashing(80, 24);
    app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter enter");
    app.types("lay theo tep ca 3").keys("enter f2");
    app.shows("Ghi vào sổ: sửa 3 cơ sở đã có?").hides("Nhập 3 cơ sở");
}
