//! Lists with letters, rows and columns that are not what they seem: nothing in them is silently
//! imported wrong.

use crate::kit::programme;
use sotay::lang::Lang;
use sotay::programme::spec::Kind;
use sotay::record::{Date, Fields, ReadOptions, Value};
use sotay::services::import;
use sotay::services::import::{ImportPlan, PlanContext};

use crate::kit::workbook::{row, workbook, zipped};

fn kind() -> &'static Kind {
    programme().kind_by_id("establishment").unwrap()
}

fn plan(bytes: &[u8]) -> ImportPlan {
    read(bytes, false)
}

fn read(bytes: &[u8], hidden: bool) -> ImportPlan {
    let (hidden_rows, hidden_columns) = (hidden, hidden);
    let wanted = &ReadOptions { hidden_rows, hidden_columns, ..ReadOptions::default() };
    let context = PlanContext {
        programme: programme(),
        today: Date { year: 2026, month: 11, day: 22 },
        now: 1_795_300_000_000,
        province: Some("82"),
        defaults: &Fields::new(),
        wanted,
    };
    import::plan(bytes, kind(), &context).unwrap()
}

/// The answers to a question in the rows that are imported.
fn answers<'a>(plan: &'a ImportPlan, id: &str) -> Vec<&'a str> {
    let no = kind().field_by_id(id).unwrap().no;
    let rows = plan.rows.iter().filter(|row| !row.refused());
    rows.map(|row| row.fields.get(no).and_then(Value::as_text).unwrap_or_default()).collect()
}

/// The messages about the file and its rows.
fn said(plan: &ImportPlan, lang: Lang) -> String {
    let rows = plan.rows.iter().flat_map(|row| row.notes.iter().map(|n| (Some(row.line), n)));
    let all = plan.notes.iter().map(|note| (None, note)).chain(rows);
    all.map(|(line, note)| note.text(line, lang)).collect::<Vec<_>>().join("\n")
}

fn styled(style: u32, text: &str) -> String {
    format!("<c s=\"{style}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

const HEADER: [(&str, &str); 3] =
    [("A", "Tên cơ sở"), ("B", "Sản phẩm"), ("C", "Người đại diện")];

#[test]
fn lists_in_fonts_of_old_letters_entered_as_nobody_can_search_them() {
    for (style, cells, charset) in [
        (3, ["C¬ së méc B×nh Minh", "tñ gç", "BÐ"], "TCVN3"),
        (4, ["Cô sôû moäc Bình Minh", "tuû goã", "Beù"], "VNI"),
    ] {
        let cells = cells.map(|cell| styled(style, cell));
        let below: Vec<_> =
            ["A", "B", "C"].into_iter().zip(cells.iter().map(String::as_str)).collect();
        let rows = [row(1, &HEADER), row(2, &below)].concat();
        let plan = plan(&workbook(&[("DS", &rows, "")]));
        assert_eq!(answers(&plan, "name"), ["Cơ sở mộc Bình Minh"]);
        assert_eq!(answers(&plan, "products"), ["tủ gỗ"]);
        assert_eq!(answers(&plan, "contact_name"), ["Bé"]);
        assert!(
            said(&plan, Lang::Vi).contains(&format!("3 ô gõ bằng chữ {charset}")),
            "{}",
            said(&plan, Lang::Vi)
        );
        assert!(said(&plan, Lang::En).contains(&format!("in {charset} letters")));
    }
}

#[test]
fn old_letters_without_their_font_are_known_by_the_words_also_in_the_header() {
    for text in [
        "Tªn c¬ së;S¶n phÈm;Ng\u{ad}êi ®¹i diÖn\nX\u{ad}ëng dÖt Lôa §á;v¶i lôa;NguyÔn BÐ\nHTX §«ng T©y;nãn l¸;L£ V¡N Tó\n",
        "Teân cô sôû;Saûn phaåm;Ngöôøi ñaïi dieän\nXöôûng deät Luïa Ñoû;vaûi luïa;Nguyeãn Beù\nHTX Ñoâng Taây;noùn laù;LEÂ VAÊN TUÙ\n",
    ] {
        let plan = plan(text.as_bytes());
        assert_eq!(
            answers(&plan, "name"),
            ["Xưởng dệt Lụa Đỏ", "HTX Đông Tây"],
            "{}",
            said(&plan, Lang::En)
        );
        assert_eq!(answers(&plan, "products"), ["vải lụa", "nón lá"]);
        assert_eq!(answers(&plan, "contact_name")[0], "Nguyễn Bé");
    }
}

#[test]
fn utf_8_that_was_read_as_a_code_page_is_restored() {
    for (name, read) in [
        ("XÆ°á»Ÿng Ä‘iá»‡n HÃ²a PhÃ¡t", "Xưởng điện Hòa Phát"),
        ("CĂ´ng ty", "Công ty"),
        ("NhÃ  mÃ¡y", "Nhà máy"),
    ] {
        let plan = plan(format!("name,workers\n{name},5\n").as_bytes());
        assert_eq!(answers(&plan, "name"), [read]);
        assert!(said(&plan, Lang::Vi).contains("đã khôi phục"), "{}", said(&plan, Lang::Vi));
    }
}

#[test]
fn rows_that_lost_their_letters_entered_without_a_word() {
    for name in ["X??ng m?c Hòa Th?ng", "X\u{fffd}\u{fffd}ng m\u{fffd}c", "C«ng ty"] {
        let plan = plan(format!("name,workers\n{name},5\nB,6\n").as_bytes());
        assert_eq!(answers(&plan, "name"), ["B"], "{name}");
        assert!(said(&plan, Lang::Vi).contains(name), "{}", said(&plan, Lang::Vi));
    }
}

#[test]
fn unicode_and_foreign_names_are_left_as_they_are() {
    let rows = "Hộ Bé;thảm 2 m²;Müller\nCafé Señor;bún?;Lê Á\nCơ sở µm;đồ «gỗ»;Bà Tý\n";
    let plan = plan(format!("Tên cơ sở;Sản phẩm;Người đại diện\n{rows}").as_bytes());
    assert_eq!(
        answers(&plan, "name"),
        ["Hộ Bé", "Café Señor", "Cơ sở µm"],
        "{}",
        said(&plan, Lang::En)
    );
    assert_eq!(answers(&plan, "products"), ["thảm 2 m²", "bún?", "đồ «gỗ»"]);
    assert_eq!(said(&plan, Lang::En), "");
}

fn formula(formula: &str, value: &str) -> String {
    format!("<c><f>{formula}</f>{value}</c>")
}

#[test]
fn formulas_without_a_value_left_records_without_a_name() {
    let (seven, name) = (formula("3+4", "<v/>"), formula("CONCATENATE(1,2)", ""));
    let empty = "<c t=\"str\"><f>IF(A4=1,2,\"\")</f><v></v></c>";
    let all = formula("B2", "");
    let rows = [
        row(1, &[("A", "Tên cơ sở"), ("B", "Số lao động")]),
        row(2, &[("A", "A"), ("B", &seven)]),
        row(3, &[("A", &name), ("B", "<c><v>6</v></c>")]),
        row(4, &[("A", "Có"), ("B", empty)]),
        row(5, &[("A", &all), ("B", &all)]),
    ];
    let plan = plan(&workbook(&[("DS", &rows.concat(), "")]));
    assert_eq!(answers(&plan, "name"), ["Có"]);
    let said = said(&plan, Lang::Vi);
    assert!(said.contains("không lưu kết quả: B2, A3, A5, B5"), "{said}");
    assert_eq!(plan.rows.iter().filter(|row| row.refused()).count(), 3);
}

#[test]
fn what_a_filter_hides_entered_as_everything_else() {
    let rows = [
        row(1, &[("A", "Tên cơ sở"), ("B", "Điện thoại"), ("C", "Số điện thoại")]),
        row(2, &[("A", "Còn"), ("B", "0912345678"), ("C", "0987654321")]),
        row(3, &[("A", "Đã lọc bỏ"), ("B", ""), ("C", "")])
            .replace("<row ", "<row hidden=\"1\" "),
    ];
    let columns = "<cols><col min=\"2\" max=\"2\" width=\"9\" hidden=\"1\"/></cols>";
    let book = workbook(&[("DS &amp; co", &rows.concat(), "")]);
    let book = crate::kit::workbook::with_columns(&book, columns);
    let shown = plan(&book);
    assert_eq!(answers(&shown, "name"), ["Còn"]);
    assert_eq!(answers(&shown, "contact_phone"), ["0987654321"]);
    for (lang, words) in [
        (Lang::Vi, "Không nhập 1 dòng ẩn (dòng 3) và cột ẩn \"Điện thoại\""),
        (Lang::En, "Left out: 1 hidden row (line 3) and the hidden columns \"Điện thoại\""),
    ] {
        assert!(said(&shown, lang).contains(words), "{}", said(&shown, lang));
    }
    let all = read(&book, true);
    assert_eq!(answers(&all, "name"), ["Còn", "Đã lọc bỏ"]);
}

#[test]
fn one_name_over_three_rows_made_three_records() {
    let rows = [
        row(1, &[("A", "Tên cơ sở"), ("B", "Xã"), ("C", "Sản phẩm"), ("D", "Số lao động")]),
        row(
            2,
            &[("A", "Hộ Một"), ("B", "Xã Lai Vung"), ("C", "Bún"), ("D", "<c><v>5</v></c>")],
        ),
        row(3, &[("C", "Phở")]),
        row(4, &[("C", "Miến"), ("D", "<c><v>5</v></c>")]),
        row(5, &[("A", "Hộ Hai"), ("C", "Chổi"), ("D", "<c><v>5</v></c>")]),
        row(6, &[("C", "Nón"), ("D", "<c><v>6</v></c>")]),
        row(7, &[("A", "Hộ Ba"), ("C", "Chiếu")]),
    ];
    let merged = "<mergeCells count=\"3\"><mergeCell ref=\"A2:A4\"/><mergeCell ref=\"B2:B4\"/>\
        <mergeCell ref=\"A5:A6\"/></mergeCells>";
    let plan = plan(&workbook(&[("DS", &rows.concat(), merged)]));
    assert_eq!(answers(&plan, "name"), ["Hộ Một", "Hộ Hai", "Hộ Ba"]);
    assert_eq!(answers(&plan, "products"), ["Bún; Phở; Miến", "Chổi; Nón", "Chiếu"]);
    let workers = kind().field_by_id("workers").unwrap().no;
    assert!(plan.rows[1].asks() && plan.rows[1].fields.get(workers).is_none());
    let said = said(&plan, Lang::Vi);
    assert!(said.contains("một hồ sơ: dòng 3, 4, 6"), "{said}");
    assert!(said.contains("dòng 6 cùng hồ sơ này nhưng ghi \"6\""), "{said}");
}

#[test]
fn two_headings_for_one_question_refused_the_list() {
    let text = "Tên cơ sở;Địa chỉ;Thôn/xóm;Số nhà;Ngành nghề sản xuất;Sản phẩm chính;Phường;Xã;Vốn;Vốn đầu tư\n\
        A;đường 3/2;Ấp Tân Lộc;số 5;Chế biến gỗ;Tủ;;Xã Lai Vung;5 triệu;6 triệu\n";
    let plan = plan(text.as_bytes());
    assert_eq!(answers(&plan, "address"), ["số 5, đường 3/2, Ấp Tân Lộc"]);
    assert_eq!(answers(&plan, "products"), ["Tủ"]);
    let no = |id: &str| kind().field_by_id(id).unwrap().no;
    let fields = &plan.rows[0].fields;
    assert!(
        matches!(fields.get(no("place")), Some(Value::Place(_))),
        "{}",
        said(&plan, Lang::Vi)
    );
    assert_eq!(fields.get(no("capital")), Some(&Value::Int(5_000_000)));
    let said = said(&plan, Lang::Vi);
    for words in [
        "lấy \"Sản phẩm chính\", không nhập \"Ngành nghề sản xuất\"",
        "\"Vốn đầu tư\"",
        "một địa chỉ",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

/// A number inside another one, and a part that is missing, in an address of several columns.
#[test]
fn parts_of_an_address_are_joined_as_they_are() {
    let text = "Tên cơ sở;Địa chỉ;Thôn/xóm;Số nhà;Xã\n\
        A;đường 3/2;1;12;Xã Lai Vung\n\
        B;Trần Phú;;;Xã Lai Vung\n\
        C;số 5, Ấp Tân Lộc;Tân Lộc;;Xã Lai Vung\n";
    let plan = plan(text.as_bytes());
    let read = answers(&plan, "address");
    assert_eq!(read, ["12, đường 3/2, 1", "Trần Phú", "số 5, Ấp Tân Lộc"]);
}

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

fn words(text: &str) -> String {
    format!(
        "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
    )
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

#[test]
fn a_province_beside_no_commune_was_passed_over_in_silence() {
    for (heads, unread) in [
        ("Tên cơ sở,Tỉnh", "Tỉnh"),
        ("Tên cơ sở,Huyện", "Huyện"),
        ("Tên cơ sở,Xã,Tỉnh,Tỉnh/TP", "Tỉnh/TP"),
    ] {
        let cells = heads.split(',').map(|_| "Lai Vung").collect::<Vec<_>>().join(",");
        let plan = read(format!("{heads}\n{cells}\n").as_bytes(), false);
        assert!(said(&plan, Lang::Vi).contains(unread), "{heads}: {}", said(&plan, Lang::Vi));
    }
    let read = read("Tên cơ sở,Xã,Tỉnh\nA,Lai Vung,Đồng Tháp\n".as_bytes(), false);
    assert!(!said(&read, Lang::Vi).contains("Tỉnh"), "{}", said(&read, Lang::Vi));
}
