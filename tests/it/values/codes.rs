//! Codes, telephones, coordinates and days, with what spreadsheets did to them.

mod answers;

use proptest::prelude::*;
use sotay::programme::tax_code;
use sotay::text::format::{parse_coordinates, parse_phone, read_phone};

use super::*;

fn text(plan: &OpenPlan, id: &str) -> Option<String> {
    answer(plan, 0, id).and_then(Value::as_text).map(str::to_owned)
}

fn one(heading: &str, cell: &str) -> OpenPlan {
    plan(&format!("Tên cơ sở\t{heading}\nA\t\"{}\"\n", cell.replace('"', "\"\"")))
}

#[test]
fn zeros_that_excel_dropped_were_lost() {
    for (heading, id, cell, want) in [
        ("Mã số thuế", "tax_code", "100109106", "0100109106"),
        ("Mã số thuế", "tax_code", "100109106-001", "0100109106-001"),
        ("Mã số thuế", "tax_code", "100109106001", "0100109106-001"),
        ("Điện thoại", "contact_phone", "912345678", "0912345678"),
        ("Điện thoại", "contact_phone", "2773851234", "02773851234"),
        ("Mã ngành", "vsic", "810", "0810"),
    ] {
        let plan = one(heading, cell);
        assert_eq!(text(&plan, id).as_deref(), Some(want), "{cell}");
        assert!(said(&plan, Lang::Vi).iter().any(|s| s.contains("được ghi là")), "{cell}");
    }
    // here nothing proves a lost zero
    for (heading, id, cell) in [
        ("Mã số thuế", "tax_code", "100109107"),
        ("Mã ngành", "vsic", "107"),
        ("Mã ngành", "vsic", "620"),
        ("Mã số thuế", "tax_code", "001234567890"),
    ] {
        assert_eq!(text(&one(heading, cell), id).as_deref(), Some(cell));
    }
}

#[test]
fn a_telephone_number_cost_its_whole_row() {
    for (cell, want, told) in [
        ("0912–345–678", "0912345678", false),
        ("0912\u{2011}345\u{2011}678", "0912345678", false),
        ("0912\u{2009}345\u{202f}678", "0912345678", false),
        ("０９１２３４５６７８", "0912345678", false),
        ("ĐT: 0912345678", "0912345678", false),
        ("Tel. 0912.345.678", "0912345678", false),
        ("0084912345678", "0912345678", false),
        ("0084 912 345 678", "0912345678", false),
        ("(+84) 912 345 678", "0912345678", false),
        ("+84 (0)912 345 678", "0912345678", false),
        ("'0912345678", "0912345678", false),
        ("0912 - 345 - 678", "0912345678", false),
        ("0912345678/0987654321", "0912345678", true),
        ("0912345678; 0987654321", "0912345678", true),
        ("0912345678 - 0987654321", "0912345678", true),
        ("0912345678 0987654321", "0912345678", true),
        ("0912 345 678 - 0987 654 321", "0912345678", true),
        ("0912345678 (anh Ba)", "0912345678", true),
        ("ĐT: 02773 851 234, Fax: 02773 851 235", "02773851234", true),
        ("0912345678 hoặc 0987654321", "0912345678", true),
    ] {
        let plan = one("Điện thoại", cell);
        assert_eq!(text(&plan, "contact_phone").as_deref(), Some(want), "{cell}");
        let said = said(&plan, Lang::Vi).join("\n");
        assert_eq!(said.contains("chỉ lấy"), told, "{cell}: {said}");
    }
    for cell in ["không nhớ", "9.12E+08", "xxx", "12"] {
        let plan = one("Điện thoại", cell);
        assert!(!plan.rows[0].refused(), "{cell}");
        assert_eq!(text(&plan, "contact_phone"), None, "{cell}");
        assert!(plan.rows[0].asks(), "{cell}: {:?}", plan.rows[0].notes);
    }
    // a form, which a person sees, drops nothing
    assert!(parse_phone("0912345678/0987654321").is_err());
}

/// Excel shows a long number like this, and saves what it shows.
#[test]
fn a_number_that_excel_had_rounded_refused_its_row_or_entered_as_it_stood() {
    for (heading, id) in [
        ("Mã số thuế", "tax_code"),
        ("Điện thoại", "contact_phone"),
        ("Vốn đầu tư", "capital"),
        ("Số lao động", "workers"),
        ("Ngày cấp", "licence_date"),
        ("Ghi chú", "notes"),
        ("Người liên hệ", "contact_name"),
    ] {
        for cell in ["1.01234E+9", "1,01E+09", "1E+09", "9.12E+08", "-1.5E+11", "1.2e+09"] {
            let plan = one(heading, cell);
            assert!(!plan.rows[0].refused(), "{heading} {cell}: {:?}", plan.rows[0].notes);
            assert!(plan.rows[0].asks(), "{heading} {cell}: {:?}", plan.rows[0].notes);
            let kind = programme().kind_by_id("establishment").unwrap();
            let no = kind.field_by_id(id).unwrap().no;
            assert_eq!(plan.rows[0].fields.get(no), None, "{heading} {cell}");
            let said = said(&plan, Lang::Vi).join("\n");
            assert!(said.contains(cell) && said.contains("mất chữ số"), "{said}");
        }
    }
    // text that people really write
    for cell in ["2E3", "lô 1E+5", "E+5", "12E+5", "1E5"] {
        assert_eq!(text(&one("Ghi chú", cell), "notes").as_deref(), Some(cell));
    }
}

#[test]
fn thirteen_digits_were_told_to_be_thirteen_digits() {
    for cell in [
        "0100109106001",
        "0100109106 - 001",
        "0100109106–001",
        "0100 109 106 001",
        "MST: 0100109106-001",
        "０１００１０９１０６-001",
        "0100109106\u{2011}001",
        "0100109106.001",
        "0100109106/001",
        "0100-109-106-001",
        "0100109106-001 (chi nhánh)",
        "MSDN: 0100109106 001",
    ] {
        let plan = one("Mã số thuế", cell);
        assert_eq!(text(&plan, "tax_code").as_deref(), Some("0100109106-001"), "{cell}");
        let said = said(&plan, Lang::Vi).join("\n");
        assert!(said.contains("0100109106-001"), "{cell}: {said}");
    }
    for cell in [
        "0100 109 106",
        "0100-109-106",
        "01-00109106",
        "0100109106 (cấp lại)",
        "MST: 0100109106",
        "mst0100109106",
        "Mã số thuế: 0100109106",
        "0100109106.0",
    ] {
        assert_eq!(text(&one("Mã số thuế", cell), "tax_code").as_deref(), Some("0100109106"));
    }
}

#[test]
fn codes_in_other_forms_refused_their_rows() {
    for (heading, id, cell, want) in [
        ("Mã số thuế", "tax_code", "87012345678", "087012345678"),
        ("Mã số thuế", "tax_code", "MST: 87012345678", "087012345678"),
        ("Mã ngành", "vsic", "C1079", "1079"),
        ("Mã ngành", "vsic", "C.10790", "10790"),
        ("Mã ngành", "vsic", "1079 - chè", "1079"),
        ("Mã ngành", "vsic", "1079 (chế biến chè)", "1079"),
        ("Mã ngành", "vsic", "1079: Chế biến", "1079"),
        ("Mã ngành", "vsic", "1079.0", "1079"),
        ("Mã ngành", "vsic", "B810", "0810"),
    ] {
        let plan = one(heading, cell);
        assert_eq!(text(&plan, id).as_deref(), Some(want), "{cell}");
        assert!(said(&plan, Lang::Vi).iter().any(|s| s.contains("được ghi là")), "{cell}");
    }
    // no province has the number 073 or 009; and it is unknown which of two codes is meant
    for (heading, id, cell) in [
        ("Mã số thuế", "tax_code", "73012345678"),
        ("Mã số thuế", "tax_code", "9012345678"),
        ("Mã ngành", "vsic", "1079, 1080"),
        ("Mã ngành", "vsic", "chè 1079"),
    ] {
        assert_eq!(text(&one(heading, cell), id).as_deref(), Some(cell));
    }
}

#[test]
fn a_count_with_its_unit_refused_its_row() {
    for (cell, want) in [
        ("12 người", Some(12)),
        ("12 lđ", Some(12)),
        ("12 LĐ.", Some(12)),
        ("12 lao động", Some(12)),
        ("12 công nhân", Some(12)),
        ("12.0", Some(12)),
        ("12,0", Some(12)),
        ("12,00", Some(12)),
        ("1.200", Some(1200)),
        ("12,5", None),
        ("12 hộ", None),
        ("~12", None),
        ("10-12", None),
        ("trên 10", None),
    ] {
        let plan = one("Số lao động", cell);
        let read = money(&plan, 0, "workers");
        assert_eq!(read, want, "{cell}: {:?}", said(&plan, Lang::Vi));
        assert!(!plan.rows[0].refused(), "{cell}");
        assert_eq!(plan.rows[0].asks(), want.is_none(), "{cell}");
    }
}

#[test]
fn coordinates_of_telephones_and_maps_refused_their_rows() {
    let at = |plan: &OpenPlan, id: &str| match answer(plan, 0, id) {
        Some(Value::Decimal(n)) => Some(n.0),
        _ => None,
    };
    let both = |lat: &str, lon: &str| {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        plan(&format!("Tên cơ sở\tVĩ độ\tKinh độ\nA\t{}\t{}\n", quoted(lat), quoted(lon)))
    };
    for (lat, lon) in [
        ("10.2917123", "105.6604567"),
        ("10,2917", "105,6605"),
        ("10°17'30.12\"N", "105°39'37.8\"E"),
        ("10º17’30.12”B", "105º39’37.8”Đ"),
        ("10 độ 17 phút 30.12 giây", "105 độ 39 phút 37.8 giây"),
        ("10d17m30.12s", "105d39m37.8s"),
        ("10:17:30.12", "105:39:37.8"),
        ("N 10.2917", "E 105.6605"),
        ("10.2917123 105.6604567 0 0", ""),
        ("10.2917123 105.6604567 12.5 4.0", ""),
        ("(10.2917, 105.6605)", ""),
        ("[10.2917; 105.6605]", ""),
        ("Vĩ độ: 10.2917, Kinh độ: 105.6605", ""),
        ("", "10.2917, 105.6605"),
        ("https://www.google.com/maps/@10.2917123,105.6604567,17z", ""),
        (
            "https://www.google.com/maps/place/A/@10.1,105.1,17z/data=!3d10.2917123!4d105.6604567",
            "",
        ),
        ("https://maps.google.com/?q=10.2917123,105.6604567", ""),
        ("geo:10.2917123,105.6604567", ""),
    ] {
        let plan = both(lat, lon);
        let said = said(&plan, Lang::Vi);
        assert_eq!(
            (at(&plan, "lat"), at(&plan, "lon")),
            (Some(10_291_700), Some(105_660_500)),
            "{lat} {lon}: {said:?}"
        );
        assert!(said.is_empty(), "{said:?}");
    }
    for (lat, lon) in [("105.6604567", "10.2917123"), ("105.6604567, 10.2917123", "")] {
        let plan = both(lat, lon);
        assert_eq!((at(&plan, "lat"), at(&plan, "lon")), (Some(10_291_700), Some(105_660_500)));
        assert!(said(&plan, Lang::Vi)[0].contains("ngược"), "{:?}", said(&plan, Lang::Vi));
    }
    let plan = both("10.291", "105.66");
    assert_eq!((at(&plan, "lat"), at(&plan, "lon")), (Some(10_291_000), Some(105_660_000)));
    for (lat, lon) in [
        ("1138250,25", "558420,75"),
        ("1.138.250", "558.420"),
        ("1138250.25 558420.75", ""),
        ("https://maps.app.goo.gl/abc", ""),
        ("gần chợ", ""),
    ] {
        let plan = both(lat, lon);
        let said = said(&plan, Lang::Vi).join("\n");
        assert_eq!((at(&plan, "lat"), at(&plan, "lon")), (None, None), "{lat}");
        assert!(plan.rows[0].asks() && !plan.rows[0].refused(), "{lat}: {said}");
        assert_eq!(said.contains("VN-2000"), lat.starts_with('1'), "{lat}: {said}");
    }
}

#[test]
fn an_apostrophe_of_a_workbook_is_text() {
    let plan = plan("Tên cơ sở;Lý do chưa có mã số thuế\nA;'=x\n");
    assert_eq!(text(&plan, "tax_none").as_deref(), Some("=x"));
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (at, cells) in
        [["Tên cơ sở", "Lý do chưa có mã số thuế"], ["A", "'=x"]].iter().enumerate()
    {
        for (column, cell) in cells.iter().enumerate() {
            let (row, column) = (u32::try_from(at).unwrap(), u16::try_from(column).unwrap());
            sheet.write_string(row, column, *cell).unwrap();
        }
    }
    let plan = plan_of(&book.save_to_buffer().unwrap());
    assert_eq!(text(&plan, "tax_none").as_deref(), Some("'=x"));
}

#[test]
fn a_day_number_of_a_workbook_is_its_day() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, head) in ["Tên cơ sở", "Ngày đăng ký"].into_iter().enumerate() {
        sheet.write_string(0, u16::try_from(column).unwrap(), head).unwrap();
    }
    for (row, number) in [(1, 43_895.0), (2, 43_895.586_806)] {
        sheet.write_string(row, 0, "A").unwrap();
        sheet.write_number(row, 1, number).unwrap();
    }
    let plan = plan_of(&book.save_to_buffer().unwrap());
    let want = Value::Date(Date { year: 2020, month: 3, day: 5 });
    for row in 0..2 {
        assert_eq!(answer(&plan, row, "licence_date"), Some(&want));
        let said = plan.rows[row].notes[0].text(None, Lang::Vi);
        assert!(said.contains("được ghi là 05/03/2020"), "{said}");
    }
}

proptest! {
    /// Dashes and blanks never change a number.
    #[test]
    fn marks_between_the_digits_of_a_telephone_mean_nothing(
        digits in "0[35789][0-9]{8}",
        marks in prop::collection::vec(prop::sample::select(
            vec!["", " ", "-", ".", "\u{2013}", "\u{2011}", "\u{a0}", "\u{2009}", "\u{202f}"]), 9),
    ) {
        let mut text = digits[..1].to_owned();
        for (mark, digit) in marks.iter().zip(digits[1..].chars()) {
            text.push_str(mark);
            text.push(digit);
        }
        let phone = read_phone(&text).unwrap();
        prop_assert_eq!((phone.digits, phone.more), (digits, false), "{}", text);
    }

    #[test]
    fn a_code_in_its_form_stays_and_a_lost_zero_needs_the_check_digit(nine in "[1-9][0-9]{8}") {
        let whole = format!("0{nine}");
        let want = if tax_code::checks(&whole) { whole.clone() } else { nine.clone() };
        prop_assert_eq!(tax_code::tidy(&nine), want);
        prop_assert_eq!(tax_code::tidy(&whole), whole);
    }

    #[test]
    fn a_pair_in_any_spelling_is_one_place(lat in 80_000i64..240_000, lon in 1_020_000i64..1_180_000) {
        let show = |n: i64| format!("{}.{:04}", n / 10_000, n % 10_000);
        let (a, b) = (show(lat), show(lon));
        for text in [
            format!("{a}, {b}"), format!("{a} {b} 0 0"), format!("({a}, {b})"), format!("{b}, {a}"),
            format!("https://www.google.com/maps/@{a},{b},17z"), format!("{a}000, {b}000"),
        ] {
            let (x, y) = parse_coordinates(&text).unwrap();
            prop_assert_eq!((x.0, y.0), (lat * 100, lon * 100), "{}", text);
        }
    }
}

#[test]
fn the_day_of_a_paper_entered_as_a_part_of_its_number() {
    for (cell, number) in [
        ("51A8001234 ngày 05/03/2019", "51A8001234"),
        ("12/QĐ-TTKC, ngày 20/2/2026", "12/QĐ-TTKC"),
        ("12/QĐ-TTKC", "12/QĐ-TTKC"),
    ] {
        let plan = plan(&format!("Tên cơ sở;Số đăng ký kinh doanh\nA;\"{cell}\"\n"));
        let said = said(&plan, Lang::Vi).join("\n");
        let read = answer(&plan, 0, "licence_no").and_then(Value::as_text);
        assert_eq!(read, Some(number), "{said}");
        assert_eq!(said.contains(number), cell != number, "{cell}: {said}");
    }
}
