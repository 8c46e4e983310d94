//! Office files: what is read from a workbook and its conventions, messages about bad files, and
//! the content of templates and prints.

use crate::kit::opening;
use sotay::lang;
use sotay::lang::Lang::Vi;
use std::io::Read;
use std::path::Path;

use crate::kit::programme;
use sotay::lang::Lang;
use sotay::programme::spec::{Kind, Type};
use sotay::record::{Date, Decimal, Fields, Value};
use sotay::services::import;
use sotay::services::import::{ImportPlan, NoteSort, PlanContext, PlanFault};
use zip::ZipArchive;

use crate::kit::machine::Machine;
use crate::kit::workbook::{row, workbook, zipped};

const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

fn kind() -> &'static Kind {
    programme().kind_by_id("establishment").unwrap()
}

fn plan(bytes: &[u8]) -> Result<ImportPlan, PlanFault> {
    let context = PlanContext {
        programme: programme(),
        today: TODAY,
        now: 1_795_300_000_000,
        province: Some("19"),
        defaults: &Fields::new(),
        wanted: &sotay::record::ReadOptions::default(),
    };
    import::plan(bytes, kind(), &context)
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

fn part(file: &Path, name: &str) -> String {
    let mut archive = ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_template_of_every_kind_is_understood_by_the_import() {
    let machine = Machine::with_notebook();
    // attachments are imported in another way
    for kind in programme().kinds.iter().filter(|kind| kind.id != "attachment") {
        for lang in ["vi", "en"] {
            let file = machine.path(&format!("{}-{lang}.xlsx", kind.id));
            let name = file.to_str().unwrap();
            let made = machine.run(&["--lang", lang, "import", "--template", &kind.id, name]);
            assert_eq!(made.code, 0, "{}", made.err);
            let read = machine.run(&["--lang", "en", "import", &kind.id, name, "--dry-run"]);
            assert_eq!(read.code, 0, "{}: {}", kind.id, read.err);
            assert!(!read.err.contains("were left out"), "{}: {}", kind.id, read.err);
            let sheet = part(&file, "xl/worksheets/sheet1.xml");
            let choices = kind.fields().any(|f| matches!(f.ty, Type::Choice(_) | Type::YesNo));
            assert_eq!(sheet.contains("type=\"list\""), choices, "{}", kind.id);
        }
    }
}

const GOOD: &str = r#"{"name":"Xưởng mộc Bình","type":"ho_kinh_doanh","place":"01849","sector":"b","products":"Bàn ghế","workers":5,"tax_none":"chưa có","contact_phone":"0912345678","contact_name":"Trần Văn Bình","notice":true,"notice_date":"2026-01-05","lat":"21.594422","lon":"105.848167","notes":"=1+1"}"#;

fn with_establishment() -> (Machine, String) {
    let machine = Machine::with_notebook();
    let added = machine.feed(&["add", "establishment"], format!("{GOOD}\n").as_bytes());
    assert_eq!(added.code, 0, "{}", added.err);
    let id = added.out.trim().to_string();
    (machine, id)
}

#[test]
fn contacts_leave_only_when_asked_for() {
    let (machine, _) = with_establishment();
    for ending in ["csv", "geojson"] {
        let file = machine.path(&format!("e.{ending}"));
        let name = file.to_str().unwrap();
        assert_eq!(machine.run(&["export", "establishment", "--out", name]).code, 0);
        let closed = std::fs::read_to_string(&file).unwrap();
        assert!(
            closed.contains("Xưởng mộc Bình") && !closed.contains("0912345678"),
            "{closed}"
        );
        assert!(!closed.contains("594422"), "{closed}");
        assert_eq!(
            machine.run(&["export", "establishment", "-o", name, "--contacts", "--force"]).code,
            0
        );
        let open = std::fs::read_to_string(&file).unwrap();
        assert!(open.contains("0912345678") && open.contains("594422"), "{open}");
    }
    let csv = std::fs::read_to_string(machine.path("e.csv")).unwrap();
    assert!(csv.starts_with('\u{feff}') && csv.contains("21,594422") && csv.contains(";'=1+1"));
}

#[test]
fn an_export_that_cannot_be_made_leaves_nothing_and_says_why() {
    let (machine, id) = with_establishment();
    let before = std::fs::read_dir(machine.path("")).unwrap().count();
    for (args, said) in [
        (["export", "establishment", "--out", "e.pdf"], ".xlsx"),
        (["export", "project", "--out", "p.geojson"], "project"),
        (["export", "establishment", "--out", "no/such/folder/e.xlsx"], "no/such/folder"),
        (["print", id.as_str(), "--out", "v.docx"], "Cơ sở"),
        (["print", id.as_str(), "--out", "v.pdf"], ".docx"),
    ] {
        let mut command = machine.command(&args);
        let ran = command.current_dir(machine.path("")).output().unwrap();
        let err = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(!ran.status.success() && err.contains(said), "{args:?}: {err}");
    }
    assert_eq!(std::fs::read_dir(machine.path("")).unwrap().count(), before);
}

/// If the export is stopped at any moment, there is the whole file or none.
#[test]
fn a_stopped_export_leaves_nothing_half_done() {
    let (machine, _) = with_establishment();
    let folder = machine.path("out");
    std::fs::create_dir(&folder).unwrap();
    for wait in [0, 10, 30, 60, 120] {
        let file = folder.join(format!("{wait}.xlsx"));
        let mut export = machine.command(&["export", "establishment", "--out"]);
        let mut child = export.arg(&file).stderr(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        // it may already have ended
        let pid = rustix::process::Pid::from_child(&child);
        rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap_or_default();
        child.wait().unwrap();
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            assert!(path.extension().is_some_and(|e| e == "xlsx"), "{path:?}");
            assert!(ZipArchive::new(std::fs::File::open(&path).unwrap()).is_ok());
        }
    }
}

#[test]
fn a_visit_is_printed_with_its_answers_and_tables() {
    let (machine, establishment) = with_establishment();
    let visit = format!(
        r#"{{"establishment":"{establishment}","date":"2026-11-20","purpose":"khao_sat","observations":"Xưởng <gọn> & sạch","operating":"dang_hoat_dong","conclusion":"dat","papers":[{{"paper":"dkkd","have":"co","note":"bản sao"}}]}}"#
    );
    let visit = machine.feed(&["add", "visit"], visit.as_bytes());
    assert_eq!(visit.code, 0, "{}", visit.err);
    let visit = visit.out.trim();
    let task = format!(
        r#"{{"establishment":"{establishment}","visit":"{visit}","what":"Gửi báo giá máy cưa","owner":"co_so","due":"2027-01-10","state":"dang_lam"}}"#
    );
    assert_eq!(machine.feed(&["add", "task"], task.as_bytes()).code, 0);
    let file = machine.path("v.docx");
    let ran = machine.run(&["print", visit, "-o", file.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let body = part(&file, "word/document.xml");
    for words in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "TT KC THÁI NGUYÊN",
        "Thái Nguyên, ngày 20 tháng 11 năm 2026",
        "BIÊN BẢN LÀM VIỆC",
        "Xưởng mộc Bình",
        "Xưởng &lt;gọn&gt; &amp; sạch",
        "Giấy chứng nhận đăng ký kinh doanh",
        "Gửi báo giá máy cưa",
        "ĐẠI DIỆN CƠ SỞ",
    ] {
        assert!(body.contains(words), "{words} is not in {body}");
    }
    assert!(!body.contains("0912345678") && !body.contains("Khó khăn"));
    // no internals of the program: no record id, no codes
    let foot = part(&file, "word/footer1.xml");
    assert!(foot.contains("In ngày") && !foot.contains(visit), "{foot}");
    assert!(!body.contains(visit), "{body}");
    opens_in_an_office(&machine, &file);
    let list = machine.path("v.xlsx");
    assert_eq!(machine.run(&["export", "visit", "-o", list.to_str().unwrap()]).code, 0);
    opens_in_an_office(&machine, &list);
}

/// Only if LibreOffice is installed with the component for the file: Writer and Calc are separate
/// packages. Whether it is there is tested with a plain file that it must be able to open.
fn opens_in_an_office(machine: &Machine, file: &Path) {
    let (part, plain) = match file.extension().and_then(|ending| ending.to_str()) {
        Some("docx") => ("Writer", "plain.txt"),
        _ => ("Calc", "plain.csv"),
    };
    let plain = machine.path(plain);
    std::fs::write(&plain, "a,b\n").unwrap();
    match office_opens(machine, &plain) {
        Ok(()) => office_opens(machine, file).unwrap(),
        Err(why) => {
            eprintln!("left out: no LibreOffice {part} opens {}: {why}", file.display())
        }
    }
}

fn office_opens(machine: &Machine, file: &Path) -> Result<(), String> {
    let ran = std::process::Command::new("soffice")
        .env("HOME", machine.path(""))
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .arg(machine.path(""))
        .arg(file)
        .output()
        .map_err(|e| e.to_string())?;
    let made = ran.status.success() && file.with_extension("pdf").exists();
    if made { Ok(()) } else { Err(String::from_utf8_lossy(&ran.stderr).into_owned()) }
}

#[test]
fn a_report_is_a_workbook_with_its_rules_on_a_sheet_of_their_own() {
    let (machine, _) = with_establishment();
    let refused = machine.run(&["report", "--format", "xlsx"]);
    assert!(refused.code == 2 && refused.err.contains("--out"), "{}", refused.err);
    let file = machine.path("kq.xlsx");
    let args =
        ["report", "--period", "2026-Q4", "--format", "xlsx", "-o", file.to_str().unwrap()];
    let ran = machine.run(&args);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let book = part(&file, "xl/workbook.xml");
    assert!(
        book.contains(&opening(&lang::files::sheet_results(Vi)))
            && book.contains(&lang::files::sheet_rules(Vi)),
        "{book}"
    );
    let sheet = part(&file, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<f>SUM(D") && sheet.contains("hội chợ"), "{sheet}");
    opens_in_an_office(&machine, &file);
}
