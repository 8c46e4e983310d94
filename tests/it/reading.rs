//! Lists with letters, rows and columns that are not what they seem: nothing in them is silently
//! imported wrong.

mod spreadsheet;

use crate::kit::plan::OpenPlan;
use sotay::lang::Lang;
use sotay::programme::spec::Kind;
use sotay::record::{Date, Fields, ReadOptions, Value};
use sotay::services::import;
use sotay::services::import::PlanContext;

use crate::kit::programme;
use crate::kit::workbook::{row, workbook};

fn kind() -> &'static Kind {
    programme().kind_by_id("establishment").unwrap()
}

fn plan(bytes: &[u8]) -> OpenPlan {
    read(bytes, false)
}

fn read(bytes: &[u8], hidden: bool) -> OpenPlan {
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
    OpenPlan::of(import::plan(bytes, kind(), &context).unwrap())
}

/// The answers to a question in the rows that are imported.
fn answers<'a>(plan: &'a OpenPlan, id: &str) -> Vec<&'a str> {
    let no = kind().field_by_id(id).unwrap().no;
    let rows = plan.rows.iter().filter(|row| !row.refused());
    rows.map(|row| row.fields.get(no).and_then(Value::as_text).unwrap_or_default()).collect()
}

/// The messages about the file and its rows.
fn said(plan: &OpenPlan, lang: Lang) -> String {
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

fn words(text: &str) -> String {
    format!(
        "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
    )
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
