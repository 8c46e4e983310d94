//! Codes that a workbook stores as numbers and shows with their zeros.

use super::*;
use crate::kit::workbook::{row, workbook, zipped};

fn number(style: u32, value: &str) -> String {
    format!("<c s=\"{style}\"><v>{value}</v></c>")
}

#[test]
fn cells_that_show_their_zeros_entered_without_them() {
    let columns = ["A", "B", "C", "D", "E", "F"];
    let headings = [
        "Tên cơ sở",
        "Mã số thuế",
        "Điện thoại",
        "Số đăng ký kinh doanh",
        "place.id",
        "Số lao động",
    ];
    let header: Vec<_> = columns.into_iter().zip(headings).collect();
    let cells = [
        "A".to_owned(),
        number(5, "100109106"),
        number(6, "912345678"),
        number(7, "12345"),
        number(8, "97"),
        number(5, "12"),
    ];
    let first: Vec<_> = columns.into_iter().zip(cells.iter().map(String::as_str)).collect();
    // a number without a format that shows its zeros
    let plain = number(0, "123");
    let second = [("A", "B"), ("D", plain.as_str())];
    let rows = [row(1, &header), row(2, &first), row(3, &second)].concat();
    let plan = plan_of(&workbook(&[("DS", &rows, "")]));
    let text = |row, id| answer(&plan, row, id).and_then(Value::as_text);
    assert_eq!(text(0, "tax_code"), Some("0100109106"));
    assert_eq!(text(0, "contact_phone"), Some("0912345678"));
    assert_eq!(text(0, "licence_no"), Some("012-345"), "{:#?}", said(&plan, Lang::Vi));
    assert_eq!(text(1, "licence_no"), Some("123"));
    assert_eq!(answer(&plan, 0, "workers"), Some(&Value::Int(12)));
    let Some(Value::Place(place)) = answer(&plan, 0, "place") else { panic!("no place") };
    assert_eq!(place.commune, "00097");
    let said = said(&plan, Lang::Vi).join("\n");
    for words in [
        "Cột \"Mã số thuế\": 1 ô lấy như đang hiện trong bảng tính, ví dụ 0100109106.",
        "Cột \"Số đăng ký kinh doanh\": 1 ô",
    ] {
        assert!(said.contains(words), "{said}");
    }
    assert!(!said.contains("lao động\": 1 ô"), "{said}");
}

#[test]
fn a_spreadsheet_of_libreoffice_shows_its_zeros_too() {
    let words = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let number = |value: &str, seen: &str| {
        format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{value}\"><text:p>{seen}</text:p>\
             </table:table-cell>"
        )
    };
    let header = ["Tên cơ sở", "Mã số thuế", "Số lao động"].map(words).concat();
    let first = [words("A"), number("100109106", "0100109106"), number("12", "12,0")].concat();
    let spaces = ["office", "table", "text"]
        .map(|name| format!(" xmlns:{name}=\"urn:{name}\""))
        .concat();
    let content = format!(
        "<office:document-content{spaces}><office:body><office:spreadsheet><table:table \
         table:name=\"S\"><table:table-row>{header}</table:table-row><table:table-row>{first}\
         </table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let mime = b"application/vnd.oasis.opendocument.spreadsheet";
    let plan = plan_of(&zipped(&[("mimetype", mime), ("content.xml", content.as_bytes())]));
    assert_eq!(answer(&plan, 0, "tax_code").and_then(Value::as_text), Some("0100109106"));
    assert_eq!(answer(&plan, 0, "workers"), Some(&Value::Int(12)));
    assert!(said(&plan, Lang::En).join("\n").contains("1 cell taken as the sheet shows it"));
}
