//! Hidden rows and columns, and formulas without values: each is a choice of its own.

use crate::kit::app::App;
use crate::kit::workbook::workbook;

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
        app.goes_to(chosen, "down");
        app.keys("enter f2 tab enter");
        let records = app.records("establishment");
        let mut entered: Vec<&str> =
            records.iter().filter_map(|r| r["name"].as_str()).collect();
        entered.sort_unstable();
        assert_eq!(entered, names, "{chosen}");
        assert_eq!(records.iter().any(|r| r.contains_key("contact_phone")), phones, "{chosen}");
    }
}
