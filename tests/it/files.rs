//! Office files: what is read from a workbook and its conventions, messages about bad files, and
//! the content of templates and prints.

mod written;

use crate::kit::plan::OpenPlan;
use sotay::lang::Lang;
use sotay::programme::spec::Kind;
use sotay::record::{Date, Decimal, Fields, Value};
use sotay::services::import;
use sotay::services::import::{NoteSort, PlanContext, PlanFault};

use crate::kit::programme;
use crate::kit::workbook::{row, workbook, zipped};

const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

fn kind() -> &'static Kind {
    programme().kind_by_id("establishment").unwrap()
}

fn plan(bytes: &[u8]) -> Result<OpenPlan, PlanFault> {
    let context = PlanContext {
        programme: programme(),
        today: TODAY,
        now: 1_795_300_000_000,
        province: Some("19"),
        defaults: &Fields::new(),
        wanted: &sotay::record::ReadOptions::default(),
    };
    Ok(OpenPlan::of(import::plan(bytes, kind(), &context)?))
}

fn answer<'a>(fields: &'a Fields, id: &str) -> Option<&'a Value> {
    fields.get(kind().field_by_id(id).unwrap().no)
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

/// A list as an office keeps it: a merged title, a header of two lines, numbered columns, one place
/// for several rows, a day as a day and one as text, a sum, an error.
fn office_list() -> Vec<u8> {
    let rows = [
        row(1, &[("A", "SỞ CÔNG THƯƠNG TỈNH THÁI NGUYÊN")]),
        row(2, &[("A", "DANH SÁCH CƠ SỞ NĂM 2026")]),
        row(
            4,
            &[
                ("A", "STT"),
                ("B", "Tên cơ sở  "),
                ("C", "Xã"),
                ("D", "Lao động"),
                ("F", "Ngày cấp"),
                ("G", "Tổng vốn"),
                ("H", "Ghi chú"),
            ],
        ),
        row(5, &[("D", "Tổng số"), ("E", "Nữ")]),
        row(
            6,
            &[
                ("A", "(1)"),
                ("B", "(2)"),
                ("C", "(3)"),
                ("D", "(4)"),
                ("E", "(5)"),
                ("F", "(6)"),
            ],
        ),
        row(
            7,
            &[
                ("A", "<c><v>1</v></c>"),
                ("B", " Xưởng mộc A  "),
                ("C", "Xa\u{303} Phong Quang"),
                ("D", "<c><f>4+3</f><v>7</v></c>"),
                ("E", "3"),
                ("F", "<c s=\"1\"><v>45000</v></c>"),
                ("G", "<c><v>1500000000</v></c>"),
            ],
        ),
        row(
            8,
            &[("A", "<c><v>2</v></c>"), ("B", "Xưởng mộc B"), ("D", "12"), ("F", "05/06/2019")],
        ),
        row(
            9,
            &[("A", "<c><v>3</v></c>"), ("B", "Xưởng C"), ("D", "<c t=\"e\"><v>#N/A</v></c>")],
        ),
    ]
    .concat();
    let merged = "<mergeCells count=\"4\"><mergeCell ref=\"A1:H1\"/><mergeCell ref=\"D4:E4\"/>\
                  <mergeCell ref=\"B4:B5\"/><mergeCell ref=\"C7:C8\"/></mergeCells>";
    let other = row(1, &[("A", "Năm"), ("B", "Số lớp")]);
    workbook(&[("Tổng hợp", &other, ""), ("Cơ sở", &rows, merged)])
}

#[test]
fn a_list_with_the_habits_of_an_office_is_understood() {
    let plan = plan(&office_list()).unwrap();
    let told: Vec<String> = plan.notes.iter().map(|n| n.text(None, Lang::Vi)).collect();
    assert!(told[0].contains("\"Cơ sở\"") && told[0].contains("Tổng hợp"), "{told:?}");
    assert!(told.iter().any(|t| t.contains("công thức") && t.contains("D7")), "{told:?}");
    assert!(told.iter().any(|t| t.contains("gộp")), "{told:?}");
    let lines: Vec<u64> = plan.rows.iter().map(|r| r.line).collect();
    assert_eq!(lines, [7, 8, 9]);
    let [a, b, c] = &plan.rows[..] else { panic!() };
    assert_eq!(answer(&a.fields, "name"), Some(&text("Xưởng mộc A")));
    assert_eq!(answer(&a.fields, "workers"), Some(&Value::Int(7)));
    assert_eq!(answer(&a.fields, "workers_female"), Some(&Value::Int(3)));
    assert_eq!(answer(&a.fields, "capital"), Some(&Value::Int(1_500_000_000)));
    let day = Date { year: 2023, month: 3, day: 15 };
    assert_eq!(answer(&a.fields, "licence_date"), Some(&Value::Date(day)));
    let day = Date { year: 2019, month: 6, day: 5 };
    assert_eq!(answer(&b.fields, "licence_date"), Some(&Value::Date(day)));
    for row in [a, b] {
        let place = answer(&row.fields, "place");
        assert!(matches!(place, Some(Value::Place(p)) if p.commune == "01849"), "{row:?}");
    }
    assert!(c.asks() && !c.refused());
    let note = c.notes.iter().find(|n| n.sort == NoteSort::Question).unwrap();
    let said = note.text_in(plan.sheet.as_deref(), Some(c.line), Lang::Vi);
    assert!(said.starts_with("Trang \"Cơ sở\", dòng 9, cột \"Tổng số Lao động\""), "{said}");
    assert!(said.contains("#N/A"), "{said}");
}

#[test]
fn a_percent_is_what_the_officer_sees() {
    let rows = row(1, &[("A", "Tên cơ sở"), ("B", "Số lao động"), ("C", "Nguyên liệu trong tỉnh")])
        + &row(2, &[("A", "X"), ("B", "3"), ("C", "<c s=\"2\"><v>0.5</v></c>")])
        + &row(3, &[("A", "Y"), ("B", "3"), ("C", "<c s=\"2\"><f>1/8</f><v>0.125</v></c>")])
        + &row(4, &[("A", "Z"), ("B", "3"), ("C", "<c><v>45</v></c>")])
        // there are no half workers
        + &row(5, &[("A", "U"), ("B", "<c s=\"2\"><v>0.5</v></c>"), ("C", "45 %")]);
    let plan = plan(&workbook(&[("S", &rows, "")])).unwrap();
    let shares = [50_000_000, 12_500_000, 45_000_000, 45_000_000];
    for (row, share) in plan.rows.iter().zip(shares) {
        let share = Value::Decimal(Decimal(share));
        assert_eq!(answer(&row.fields, "local_material_pct"), Some(&share), "{row:?}");
    }
    let asks: Vec<bool> = plan.rows.iter().map(|row| row.asks()).collect();
    assert_eq!(asks, [false, false, false, true]);
}

#[test]
fn rows_that_head_a_group_or_sum_it_up_are_no_records() {
    let rows = row(1, &[("A", "STT"), ("B", "Tên cơ sở"), ("C", "Số lao động")])
        + &row(2, &[("A", "I. Huyện Đại Từ")])
        + &row(3, &[("A", "1"), ("B", "Xưởng mộc A"), ("C", "7")])
        + &row(4, &[("A", "II"), ("B", "Huyện Phú Lương")])
        + &row(5, &[("A", "1"), ("B", "Xưởng mộc B"), ("C", "5")])
        // merged across, but a record, since it has further cells
        + &row(6, &[("A", "2"), ("B", "Xưởng C"), ("D", "gỗ")])
        + &row(7, &[("A", "Tổng cộng"), ("C", "12")]);
    let merged = "<mergeCells count=\"4\"><mergeCell ref=\"A2:D2\"/><mergeCell ref=\"B4:D4\"/>\
                  <mergeCell ref=\"B6:C6\"/><mergeCell ref=\"A7:B7\"/></mergeCells>";
    let plan = plan(&workbook(&[("S", &rows, merged)])).unwrap();
    let lines: Vec<u64> = plan.rows.iter().map(|r| r.line).collect();
    assert_eq!(lines, [3, 5, 6]);
    let told: Vec<String> = plan.notes.iter().map(|n| n.text(None, Lang::Vi)).collect();
    let said = told.iter().find(|t| t.contains("tiêu đề nhóm")).unwrap();
    assert!(said.starts_with("3 dòng") && said.contains("I. Huyện Đại Từ"), "{said}");
}

#[test]
fn a_formula_that_shares_a_far_index_costs_nothing() {
    let far = "<c><f t=\"shared\" si=\"4294967290\" ref=\"B2:B3\">1+1</f><v>2</v></c>";
    let rows = row(1, &[("A", "Tên cơ sở"), ("B", "Số lao động")])
        + &row(2, &[("A", "X"), ("B", far)]);
    let plan = plan(&workbook(&[("S", &rows, "")])).unwrap();
    assert_eq!(answer(&plan.rows[0].fields, "workers"), Some(&Value::Int(2)));
}

#[test]
fn bad_files_are_refused_with_a_sentence() {
    let nothing = vec![0u8; 30 << 20];
    let bomb = zipped(&[
        ("xl/workbook.xml", b"<x/>"),
        ("xl/worksheets/s.xml", &vec![b' '; 600 << 20]),
    ]);
    assert!(bomb.len() < 2 << 20);
    let greedy = b"<sst uniqueCount=\"99999999999999\"></sst>";
    let greedy = zipped(&[("xl/sharedStrings.xml", greedy)]);
    let document = zipped(&[("word/document.xml", b"<w/>")]);
    let no_header = workbook(&[("S", &row(1, &[("A", "màu"), ("B", "nặng")]), "")]);
    let good = office_list();
    let cases: [(&[u8], &str); 9] = [
        (b"", "không có dòng"),
        (&nothing, "cắt giữa chừng"),
        (&bomb, "quá lớn"),
        (&greedy, "quá lớn"),
        (&document, "tệp Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", ".xls"),
        (b"PK\x03\x04 no archive", ".xlsx"),
        (&good[..good.len() / 2], ".xlsx"),
        (&no_header, "Tên cơ sở"),
    ];
    for (bytes, said) in cases {
        let told = plan(bytes).unwrap_err().text(kind(), Lang::Vi);
        assert!(told.contains(said), "{said} is not in: {told}");
    }
}

/// Nothing may panic, whatever the bytes are.
#[test]
fn damaged_workbooks_are_read_or_refused() {
    let good = office_list();
    for at in (0..good.len()).step_by(7) {
        let mut bytes = good.clone();
        bytes[at] ^= 0x55;
        if let Ok(plan) = plan(&bytes) {
            assert!(plan.rows.len() <= 3);
        }
    }
}
