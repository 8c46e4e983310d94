//! Spreadsheets of LibreOffice: read as they are shown, or refused with a reason.

use sotay::lang::Lang;
use sotay::record::{Date, Fields, Value};
use sotay::services::import;
use sotay::services::import::PlanContext;

use super::{answers, kind, plan, said, words};
use crate::kit::programme;
use crate::kit::workbook::zipped;

/// A LibreOffice spreadsheet with these styles and sheets.
fn spreadsheet(styles: &str, sheets: &str) -> Vec<u8> {
    spreadsheet_on("", styles, sheets)
}

/// The same with styles in its styles.xml.
fn spreadsheet_on(own: &str, styles: &str, sheets: &str) -> Vec<u8> {
    let spaces = ["office", "table", "text", "style", "fo", "svg", "calcext", "number"]
        .map(|name| format!(" xmlns:{name}=\"urn:{name}\""))
        .concat();
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content{spaces}>{styles}\
         <office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>\
         </office:document-content>"
    );
    let mime = b"application/vnd.oasis.opendocument.spreadsheet";
    let own = format!("<office:document-styles{spaces}>{own}</office:document-styles>");
    let (own, content) = (own.as_bytes(), content.as_bytes());
    zipped(&[("mimetype", mime), ("content.xml", content), ("styles.xml", own)])
}

#[test]
fn a_spreadsheet_of_libreoffice_was_called_damaged() {
    let styles = "<office:automatic-styles><style:style style:name=\"old\"><style:text-properties \
        style:font-name=\".VnTime\"/></style:style><style:style style:name=\"away\"><style:table-properties \
        table:display=\"false\"/></style:style></office:automatic-styles>";
    let header = ["Tên cơ sở", "Xã", "Số lao động", "Ngày cấp", "Điện thoại", "Sản phẩm"]
        .map(words)
        .concat();
    let span = "<table:table-cell office:value-type=\"string\" table:number-rows-spanned=\"2\"><text:p>Hộ &amp; \
        con</text:p><office:annotation><text:p>ghi chú</text:p></office:annotation></table:table-cell>";
    let rest = "<table:table-cell office:value-type=\"float\" office:value=\"12\"><text:p>12 người</text:p>\
        </table:table-cell><table:table-cell office:value-type=\"date\" office:date-value=\"2020-03-05T10:00:00\">\
        <text:p>05/03/20</text:p></table:table-cell><table:table-cell/>";
    let old = "<table:table-cell table:style-name=\"old\" office:value-type=\"string\"><text:p>gç<text:s/>®á</text:p>\
        </table:table-cell>";
    let empty = "<table:table-cell table:number-columns-repeated=\"16380\"/>";
    let sheet = format!(
        "<table:table table:name=\"Cũ\" table:style-name=\"away\"><table:table-row>{header}</table:table-row>\
         </table:table><table:table table:name=\"DS\"><table:table-column \
         table:number-columns-repeated=\"4\"/><table:table-column table:visibility=\"collapse\"/>\
         <table:table-row table:number-rows-repeated=\"2\">{empty}</table:table-row>\
         <table:table-row>{header}{empty}</table:table-row>\
         <table:table-row>{span}{}{rest}{old}{empty}</table:table-row>\
         <table:table-row><table:covered-table-cell/>{empty}</table:table-row>\
         <table:table-row table:visibility=\"filter\">{}{empty}</table:table-row>\
         <table:table-row>{}<table:table-cell/><table:table-cell table:formula=\"of:=1\"/></table:table-row>\
         <table:table-row table:number-rows-repeated=\"1048000\">{empty}</table:table-row></table:table>",
        words("Xã Lai Vung"),
        words("Ẩn"),
        words("Thiếu"),
    );
    let plan = plan(&spreadsheet(styles, &sheet));
    assert_eq!(answers(&plan, "name"), ["Hộ & con"], "{}", said(&plan, Lang::Vi));
    assert_eq!(answers(&plan, "products"), ["gỗ đỏ"]);
    let no = |id: &str| kind().field_by_id(id).unwrap().no;
    let row = &plan.rows[0];
    assert_eq!((row.line, row.fields.get(no("workers"))), (4, Some(&Value::Int(12))));
    let day = Date { year: 2020, month: 3, day: 5 };
    assert_eq!(row.fields.get(no("licence_date")), Some(&Value::Date(day)));
    let said = said(&plan, Lang::Vi);
    for words in
        ["trang tính \"DS\"", "TCVN3", "1 dòng ẩn (dòng 6)", "cột ẩn \"Điện thoại\"", "C7"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn hidden_sheets_of_libreoffice_were_passed_over_without_a_word() {
    let styles = "<office:automatic-styles><style:style style:name=\"ta2\" style:family=\"table\">\
        <style:table-properties table:display=\"false\"/></style:style></office:automatic-styles>";
    let rows = ["Tên cơ sở", "Sản phẩm"].map(words).concat();
    let table = |name: &str, style: &str, record: &str| {
        let record = [record, "Chè"].map(words).concat();
        format!(
            "<table:table table:name=\"{name}\" table:style-name=\"{style}\"><table:table-row>{rows}\
             </table:table-row><table:table-row>{record}</table:table-row></table:table>"
        )
    };
    let sheets = table("Năm nay", "ta1", "A") + &table("Năm ngoái", "ta2", "B");
    let plan = plan(&spreadsheet(styles, &sheets));
    assert_eq!(answers(&plan, "name"), ["A"]);
    assert!(said(&plan, Lang::Vi).contains("Năm ngoái"), "{}", said(&plan, Lang::Vi));
}

/// Styles of the content build on those of styles.xml, which alone may say how a day or a font is
/// shown.
#[test]
fn styles_that_a_spreadsheet_stands_on_were_not_read() {
    let format = |name: &str, parts: &str| {
        format!("<number:date-style style:name=\"{name}\">{parts}</number:date-style>")
    };
    let (month, whole) =
        ("<number:month/><number:year/>", "<number:day/><number:month/><number:year/>");
    let style = |name: &str, family: &str, parent: &str, format: &str, font: &str| {
        let attribute = |name: &str, value: &str| match value {
            "" => String::new(),
            value => format!(" style:{name}=\"{value}\""),
        };
        let font = match font {
            "" => String::new(),
            font => format!("<style:text-properties style:font-name=\"{font}\"/>"),
        };
        let parent = attribute("parent-style-name", parent);
        let format = attribute("data-style-name", format);
        format!(
            "<style:style style:name=\"{name}\" style:family=\"{family}\"{parent}{format}>{font}\
             </style:style>"
        )
    };
    let cells = "table-cell";
    let own = [
        "<style:default-style style:family=\"table-cell\"><style:text-properties \
         style:font-name=\".VnTime\"/></style:default-style>"
            .to_owned(),
        format("N1", month),
        style("month", cells, "", "N1", ""),
        // the same name in another family
        style("month", "graphic", "", "N2", "Arial"),
        style("unicode", cells, "", "", "Arial"),
    ];
    // styles of headers and footers, which are not for cells
    let headers = format!(
        "<office:automatic-styles>{}{}</office:automatic-styles>",
        format("N3", month),
        style("ce1", cells, "", "N3", "Arial")
    );
    let own = format!("<office:styles>{}</office:styles>{headers}", own.concat());
    let styles = [
        format("N3", whole),
        style("ce1", cells, "", "N3", ""),
        style("ce2", cells, "month", "", ""),
        style("ce3", cells, "ce2", "", ""),
        style("ce4", cells, "unicode", "", ""),
        style("ce5", cells, "ce5", "", ""),
    ];
    let styles =
        format!("<office:automatic-styles>{}</office:automatic-styles>", styles.concat());
    let row = |day: &str, font: &str| {
        format!(
            "<table:table-row>{}<table:table-cell table:style-name=\"{day}\" office:value-type=\"date\" \
             office:date-value=\"2020-03-01\"><text:p>x</text:p></table:table-cell><table:table-cell{font} \
             office:value-type=\"string\"><text:p>G¹o</text:p></table:table-cell></table:table-row>",
            words("A")
                .replace("<table:table-cell", "<table:table-cell table:style-name=\"ce4\"")
        )
    };
    let rows = [
        row("ce1", ""),
        row("month", " table:style-name=\"ce5\""),
        row("ce2", ""),
        row("ce3", " table:style-name=\"ce4\""),
    ];
    let header = ["Tên cơ sở", "Ngày cấp", "Sản phẩm"].map(words).concat();
    let header =
        header.replace("<table:table-cell", "<table:table-cell table:style-name=\"unicode\"");
    let sheet = format!(
        "<table:table table:name=\"DS\"><table:table-row>{header}</table:table-row>{}</table:table>",
        rows.concat()
    );
    let plan = plan(&spreadsheet_on(&own, &styles, &sheet));
    let no = kind().field_by_id("licence_date").unwrap().no;
    let read: Vec<bool> = plan.rows.iter().map(|row| row.fields.get(no).is_some()).collect();
    assert_eq!(read, [true, false, false, false], "{}", said(&plan, Lang::Vi));
    let told = said(&plan, Lang::Vi);
    assert_eq!(answers(&plan, "products")[..3], ["Gạo", "Gạo", "Gạo"], "{told}");
    assert_ne!(answers(&plan, "products")[3..], ["Gạo"], "{told}");
}

#[test]
fn a_small_spreadsheet_that_claims_millions_is_refused() {
    let cell = words("a").replace(
        "<table:table-cell",
        "<table:table-cell table:number-columns-repeated=\"16384\"",
    );
    let row = format!(
        "<table:table-row table:number-rows-repeated=\"1048576\">{cell}</table:table-row>"
    );
    let sheet = format!("<table:table table:name=\"S\">{row}</table:table>");
    let context = PlanContext {
        programme: programme(),
        today: Date { year: 2026, month: 11, day: 22 },
        now: 1_795_300_000_000,
        province: None,
        defaults: &Fields::new(),
        wanted: &sotay::record::ReadOptions::default(),
    };
    let fault = import::plan(&spreadsheet("", &sheet), kind(), &context).unwrap_err();
    assert!(fault.text(kind(), Lang::Vi).contains("quá lớn"));
}

#[test]
fn a_day_that_a_spreadsheet_does_not_show_was_made_up() {
    let parts = |parts: &[&str]| -> String {
        parts.iter().map(|part| format!("<number:{part}/>")).collect()
    };
    let style = |name: &str, shown: &[&str]| {
        format!(
            "<number:date-style style:name=\"N{name}\">{}</number:date-style>\
             <style:style style:name=\"{name}\" style:data-style-name=\"N{name}\"/>",
            parts(shown)
        )
    };
    let styles = [
        style("whole", &["day", "month", "year"]),
        style("month", &["month", "year"]),
        style("year", &["year"]),
        style("noyear", &["day", "month"]),
    ];
    let styles =
        format!("<office:automatic-styles>{}</office:automatic-styles>", styles.concat());
    let date = |style: &str| {
        let style = match style {
            "" => String::new(),
            style => format!(" table:style-name=\"{style}\""),
        };
        format!(
            "<table:table-cell{style} office:value-type=\"date\" office:date-value=\"2020-03-01\">\
             <text:p>x</text:p></table:table-cell>"
        )
    };
    let rows: String = ["whole", "month", "year", "noyear", ""]
        .map(|style| {
            format!("<table:table-row>{}{}</table:table-row>", words("A"), date(style))
        })
        .concat();
    let header = ["Tên cơ sở", "Ngày cấp"].map(words).concat();
    let sheet = format!(
        "<table:table table:name=\"DS\"><table:table-column/><table:table-column \
         table:default-cell-style-name=\"month\"/><table:table-row>{header}</table:table-row>{rows}</table:table>"
    );
    let plan = plan(&spreadsheet(&styles, &sheet));
    let no = kind().field_by_id("licence_date").unwrap().no;
    let read: Vec<bool> = plan.rows.iter().map(|row| row.fields.get(no).is_some()).collect();
    assert_eq!(read, [true, false, false, false, false], "{}", said(&plan, Lang::Vi));
    assert!(plan.rows[1..].iter().all(|row| row.asks() && !row.refused()));
}
