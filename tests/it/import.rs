//! Lists from offices: how they are read, what is imported, and what becomes a question.

use crate::kit::plan::OpenPlan;
use crate::kit::programme;
use sotay::cancel::CancelToken;
use sotay::lang::Lang;
use sotay::programme::Role;
use sotay::programme::spec::Kind;
use sotay::record::{Date, Fields, Listing, Query, Value};
use sotay::services::import;
use sotay::services::import::{PlanContext, PlanFault};
use sotay::store::Options;
use sotay::store::Setup;
use sotay::store::Store;

const TODAY: Date = Date { year: 2026, month: 11, day: 22 };
const NOW: u64 = 1_795_300_000_000;

fn kind() -> &'static Kind {
    programme().kind_by_id("establishment").unwrap()
}

fn plan(text: &str) -> Result<OpenPlan, PlanFault> {
    let context = PlanContext {
        programme: programme(),
        today: TODAY,
        now: NOW,
        province: Some("19"),
        defaults: &Fields::new(),
        wanted: &sotay::record::ReadOptions::default(),
    };
    Ok(OpenPlan::of(import::plan(text.as_bytes(), kind(), &context)?))
}

fn answer<'a>(fields: &'a Fields, id: &str) -> Option<&'a Value> {
    fields.get(kind().field_by_id(id).unwrap().no)
}

#[test]
fn headings_match_ids_labels_and_office_words_in_both_languages() {
    for heading in [
        "name;type;place;workers;products;contact_phone",
        "Tên cơ sở;Loại hình;Xã, phường, đặc khu;Tổng số lao động;Sản phẩm chính;Điện thoại",
        "TEN CO SO (*);Legal type;Commune *;Workers (người);Main products;Phone",
        "Tên doanh nghiệp;Loại hình;Xã;Số lao động;Sản phẩm;SĐT",
    ] {
        for separator in [";", ",", "\t"] {
            let text = format!("{heading}\nA;Hợp tác xã;Xã Phong Quang;7;Chè;0912 345 678\n");
            let quoted = heading.contains("Xã, phường");
            let text = match separator {
                "," if quoted => continue,
                separator => text.replace(';', separator),
            };
            let plan = plan(&text).unwrap();
            let fields = &plan.rows[0].fields;
            assert_eq!(answer(fields, "type"), Some(&Value::Choice("htx".into())), "{text}");
            assert_eq!(answer(fields, "workers"), Some(&Value::Int(7)), "{text}");
            let phone = Value::Text("0912345678".into());
            assert_eq!(answer(fields, "contact_phone"), Some(&phone), "{text}");
            assert!(
                matches!(answer(fields, "place"), Some(Value::Place(p)) if p.commune == "01849")
            );
            assert!(plan.notes.is_empty() && plan.rows[0].notes.is_empty(), "{plan:?}");
        }
    }
}

#[test]
fn a_wrong_answer_names_line_and_column_and_its_row_is_not_lost() {
    let text = "Danh sách\n\nTên cơ sở;Số lao động;Tổng vốn\nA;mười;1,5 tỷ\nB;4;300tr\n";
    let plan = plan(text).unwrap();
    assert!(plan.rows.iter().all(|row| !row.refused()) && plan.rows[0].asks());
    assert_eq!(answer(&plan.rows[0].fields, "workers"), None);
    let said = plan.rows[0].notes[0].text(Some(plan.rows[0].line), Lang::Vi);
    assert!(said.starts_with("Dòng 4, cột \"Số lao động\""), "{said}");
    assert_eq!(answer(&plan.rows[1].fields, "capital"), Some(&Value::Int(300_000_000)));
}

#[test]
fn divided_and_unknown_communes_are_questions_and_keep_the_old_name() {
    let text = "name;place;district\nA;Phường Gia Sàng;Thành phố Thái Nguyên\nB;Xã Nowhere;\n";
    let plan = plan(text).unwrap();
    for row in &plan.rows {
        assert!(row.asks() && !row.refused());
        assert_eq!(answer(&row.fields, "place"), None);
        assert!(answer(&row.fields, "old_place").is_some());
    }
    let question = plan.rows[0].notes[0].text(Some(2), Lang::En);
    let parts = question.matches("Thái Nguyên").count();
    assert!(parts >= 2, "both parts are named: {question}");
}

#[test]
fn a_commune_that_went_whole_into_another_is_followed() {
    let old = "name;place;district;province\nA;Phường Đồng Quang;TP. Thái Nguyên;Thái Nguyên\n";
    let plan = plan(old).unwrap();
    let row = &plan.rows[0];
    assert!(!row.asks() && !row.refused(), "{row:?}");
    assert!(matches!(answer(&row.fields, "place"), Some(Value::Place(_))));
    assert!(answer(&row.fields, "old_place").is_some());
}

#[test]
fn wrong_files_are_refused_whole_with_a_way_out() {
    let cases: [(&[u8], &str); 8] = [
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "ảnh"),
        (b"<html><table><tr><td>T\xc3\xaan</td></tr></table>", "HTML"),
        (b"%PDF-1.4\n", "PDF"),
        (b"T?n c? s?;S? lao ??ng\nA;5\n", "chữ có dấu"),
        (b"\0\x01\x02", "CSV UTF-8"),
        (b"name;workers\nB\xb5n;3\n", "2"),
        (b"PK\x03\x04", "CSV UTF-8"),
        (b"colour\nred\n", "Tên cơ sở"),
    ];
    let context = PlanContext {
        programme: programme(),
        today: TODAY,
        now: NOW,
        province: None,
        defaults: &Fields::new(),
        wanted: &sotay::record::ReadOptions::default(),
    };
    for (bytes, said) in cases {
        let fault = import::plan(bytes, kind(), &context).unwrap_err();
        let text = fault.text(kind(), Lang::Vi);
        assert!(text.contains(said), "{text}");
    }
}

#[test]
fn a_column_that_the_file_has_not_was_told_again_in_every_row() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("notebook");
    let setup =
        Setup { officer_name: "An".into(), unit: "TT KC".into(), province: "19".into() };
    Store::init(Role::Officer, &dir, &setup, NOW).unwrap();
    let (store, _) = Store::open(
        Role::Officer,
        &dir,
        Options { take_over: false, serve_early: false, now: || NOW },
    )
    .unwrap();
    let file = folder.path().join("list.csv");
    let rows: String = (0..200).map(|n| format!("HTX số {n};Hợp tác xã\n")).collect();
    std::fs::write(&file, format!("Tên cơ sở;Loại hình\n{rows}")).unwrap();
    let mut told = |_, _| {};
    let cancel = CancelToken::default();
    let mut how = import::RunOptions {
        is_dry_run: true,
        wanted: sotay::record::ReadOptions::default(),
        duplicates: false,
        publishing: false,
        label: "list",
        now: NOW,
        cancel,
        progress: &mut told,
        reading: &mut |_| (),
        mapping: None,
    };
    let listing = Listing {
        path: sotay::text::path::TargetPath::Exact(file.clone()),
        kind: kind().no,
        wanted: sotay::record::ReadOptions::default(),
    };
    let seen = import::preview(&store, &listing, &mut how, Lang::Vi).unwrap();
    assert_eq!(seen.entering, 200);
    assert!(seen.remarks.len() < 15, "{:#?}", seen.remarks);
    let once = |words: &str| seen.remarks.iter().filter(|r| r.summary.contains(words)).count();
    assert_eq!(once("không có cột \"Xã, phường, đặc khu\""), 1, "{:#?}", seen.remarks);
    assert!(seen.sums[0].contains("200 chưa đủ"), "{:?}", seen.sums);
    store.close().unwrap();
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("notebook");
    let setup = Setup {
        officer_name: "Nguyễn Văn An".into(),
        unit: "TT KC".into(),
        province: "19".into(),
    };
    Store::init(Role::Officer, &dir, &setup, NOW).unwrap();
    let (store, _) = Store::open(
        Role::Officer,
        &dir,
        Options { take_over: false, serve_early: false, now: || NOW },
    )
    .unwrap();
    let file = folder.path().join("list.csv");
    let rows = "Tên cơ sở;Loại hình;Xã;Nhóm ngành nghề;Sản phẩm;Số lao động;Lý do chưa có mã số thuế\n\
                HTX chè A;Hợp tác xã;Xã Phong Quang;a;Chè;12;mới lập\n\
                Xưởng B;Hộ kinh doanh;Xã Phong Quang;b;;;mới lập\n\
                Xưởng C;Hộ kinh doanh;Xã Phong Quang;b;Tủ;3;mới lập;thừa\n";
    std::fs::write(&file, rows).unwrap();
    let path = file.as_path();
    let listing = Listing {
        path: sotay::text::path::TargetPath::Exact(path.to_path_buf()),
        kind: kind().no,
        wanted: sotay::record::ReadOptions::default(),
    };
    let mut told = |_, _| {};
    let mut how = import::RunOptions {
        is_dry_run: true,
        wanted: sotay::record::ReadOptions::default(),
        duplicates: false,
        publishing: false,
        label: "list",
        now: NOW,
        cancel: CancelToken::default(),
        progress: &mut told,
        reading: &mut |_| (),
        mapping: None,
    };
    let first = import::preview(&store, &listing, &mut how, Lang::En).unwrap();
    assert_eq!(first.entering, 2, "{:?}", first.sums);
    let query = Query::all(kind().no);
    assert_eq!(store.records().page(&query, 0, 10).unwrap().total, 0);
    how.is_dry_run = false;
    let (entered, _) = import::enter(&store, &listing, &mut how, Lang::En).unwrap();
    assert!(first.sums[0].starts_with(&entered), "{entered} does not begin {:?}", first.sums);
    assert!(entered.starts_with("3 rows: 2 entered (1 incomplete"), "{entered}");
    assert_eq!(store.records().page(&query, 0, 10).unwrap().total, 2);
    let lacking = Query { incomplete: true, ..query };
    assert_eq!(store.records().page(&lacking, 0, 10).unwrap().total, 1);
    how.is_dry_run = true;
    let again = import::preview(&store, &listing, &mut how, Lang::En).unwrap();
    let known = "2 rows are in the notebook from an earlier import";
    assert!(again.sums.iter().any(|line| line.starts_with(known)), "{:?}", again.sums);
    assert_eq!(again.entering, 0);
    store.close().unwrap();
}

fn names(plan: &OpenPlan) -> Vec<&str> {
    plan.rows
        .iter()
        .filter(|row| !row.refused())
        .map(|row| answer(&row.fields, "name").and_then(Value::as_text).unwrap_or(""))
        .collect()
}

fn said(plan: &OpenPlan, lang: Lang) -> String {
    plan.notes.iter().map(|note| note.text(None, lang)).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_place_enters_as_the_program_writes_it_whatever_the_officers_province() {
    for text in [
        "Phường Châu Đốc, An Giang",
        "Phường Châu Đốc, tỉnh An Giang",
        "phuong chau doc, an giang",
        "Phường Châu Đốc (An Giang)",
    ] {
        let plan = plan(&format!("Tên cơ sở\tXã\nA\t{text}\n")).unwrap();
        let row = &plan.rows[0];
        assert!(row.notes.is_empty(), "{text}: {:?}", row.notes);
        let place = answer(&row.fields, "place");
        assert!(matches!(place, Some(Value::Place(p)) if p.commune == "30316"), "{text}");
    }
    // a former district and province from other columns
    let plan = plan("Tên cơ sở;Xã;Huyện;Tỉnh\nA;Phường 14;Quận Gò Vấp;TP HCM\n").unwrap();
    assert!(answer(&plan.rows[0].fields, "place").is_some(), "{:?}", plan.rows[0].notes);
}

#[test]
fn sums_and_signatures_never_become_records() {
    let text = "STT;Tên cơ sở;Xã;Sản phẩm;Số lao động\n1;A;Xã Phong Quang;Chè;5\n\
        ;Tổng cộng;;;5\nCộng;;;;5\n;TỔNG SỐ: 1 cơ sở;;;5\n\
        ;Người lập biểu;;Thủ trưởng đơn vị;\n;Ghi chú: số liệu đến 30/6;;;\n";
    let plan = plan(text).unwrap();
    assert_eq!(names(&plan), ["A"]);
    assert_eq!(plan.rows.len(), 1);
    assert!(said(&plan, Lang::Vi).contains("dòng 3, 4, 5, 6, 7"), "{}", said(&plan, Lang::Vi));
    assert!(said(&plan, Lang::En).contains("line 3, 4, 5, 6, 7"), "{}", said(&plan, Lang::En));
    assert!(said(&plan, Lang::Vi).contains("Tổng cộng"));
}

#[test]
fn headings_between_rows_and_the_header_again_never_become_records() {
    let text = "STT;Tên cơ sở;Sản phẩm\nI;Huyện Lai Vung;\n1;A;Chè\nSTT;Tên cơ sở;Sản phẩm\n\
        1;B;Tủ\n\u{200b};\u{200b};\n";
    let plan = plan(text).unwrap();
    assert_eq!(names(&plan), ["A", "B"]);
    assert_eq!(plan.rows.len(), 2);
    assert!(said(&plan, Lang::Vi).contains("dòng 2, 4;"), "{}", said(&plan, Lang::Vi));
}

#[test]
fn nothing_enters_without_a_name() {
    let plan = plan("Tên cơ sở;Sản phẩm\n;Chè\n\u{200b};Tủ\nB;\n").unwrap();
    assert_eq!(names(&plan), ["B"]);
    let row = &plan.rows[0];
    let told = row.notes[0].text(Some(row.line), Lang::Vi);
    assert!(told.starts_with("Dòng 2: không có tên"), "{told}");
    assert_eq!(plan.rows.len(), 3);
    assert!(plan.rows[1].refused());
}

#[test]
fn a_quote_that_never_closed_entered_the_rows_below_as_part_of_one() {
    let text = "Tên cơ sở;Xã;Sản phẩm;Số lao động\nA;Xã Phong Quang;\"Mây tre;5\n\
        B;Xã Phong Quang;Chổi;6\nC;Xã Phong Quang;Nón;7\n";
    let plan = plan(text).unwrap();
    assert_eq!(names(&plan), ["B", "C"]);
    let row = plan.rows.iter().find(|row| row.refused()).unwrap();
    for (lang, said) in [(Lang::Vi, "mở ở dòng 2"), (Lang::En, "opens in line 2")] {
        let text = row.notes[0].text(Some(row.line), lang);
        assert!(text.contains(said), "{text}");
    }
}

#[test]
fn rows_inside_a_quoted_cell_entered_in_silence() {
    let text = "Tên cơ sở;Sản phẩm;Số lao động\nA;\"Mây tre;5\nB;Chổi;6\nC;Nón\";7\nD;Bún;8\n";
    let plan = plan(text).unwrap();
    assert_eq!(names(&plan), ["D"]);
    let told = plan.rows[0].notes[0].text(Some(2), Lang::Vi);
    assert!(told.contains("dòng 2") && told.contains("dòng 4"), "{told}");
}

#[test]
fn pipes_between_the_cells_hid_the_header() {
    for text in ["sep=|\r\nTên cơ sở|Số lao động\r\nA|5\r\n", "Tên cơ sở|Số lao động\nA|5\n"]
    {
        let plan = plan(text).unwrap();
        assert_eq!(answer(&plan.rows[0].fields, "workers"), Some(&Value::Int(5)));
    }
}

#[test]
fn a_header_below_a_long_letterhead_was_not_found() {
    let text = "Căn cứ Quyết định số 1;\n".repeat(80) + "Tên cơ sở;Số lao động\nA;5\n";
    let plan = plan(&text).unwrap();
    assert_eq!(plan.rows[0].line, 82);
    assert_eq!(names(&plan), ["A"]);
}
