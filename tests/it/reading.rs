//! Lists whose letters, rows and columns are not what they seem: nothing of them enters wrong in
//! silence.

use sotay::command::import::{self, Plan, PlanContext, PlanFault};
use sotay::lang::Lang;
use sotay::programme::programme;
use sotay::programme::spec::Kind;
use sotay::record::{Date, Fields, Value};

use crate::kit::workbook::{row, workbook};

fn kind() -> &'static Kind {
    programme().kind_by_id("establishment").unwrap()
}

fn try_plan(bytes: &[u8]) -> Result<Plan, PlanFault> {
    let context = PlanContext {
        programme: programme(),
        today: Date { year: 2026, month: 11, day: 22 },
        now: 1_795_300_000_000,
        province: Some("82"),
        defaults: &Fields::new(),
    };
    import::plan(bytes, kind(), &context)
}

fn plan(bytes: &[u8]) -> Plan {
    try_plan(bytes).unwrap()
}

/// The answers to a question in the rows that enter.
fn answers<'a>(plan: &'a Plan, id: &str) -> Vec<&'a str> {
    let no = kind().field_by_id(id).unwrap().no;
    let rows = plan.rows.iter().filter(|row| !row.refused());
    rows.map(|row| row.fields.get(no).and_then(Value::as_text).unwrap_or_default()).collect()
}

/// What is said of the file and its rows.
fn said(plan: &Plan, lang: Lang) -> String {
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
        "Tªn c¬ së;S¶n phÈm;Ng­êi ®¹i diÖn\nX­ëng dÖt Lôa §á;v¶i lôa;NguyÔn BÐ\nHTX §«ng T©y;nãn l¸;L£ V¡N Tó\n",
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
