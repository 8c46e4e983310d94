//! Columns mapped by hand, previews that stay short, problems written to a file, and reading that
//! can be stopped.

mod hidden;
mod screen;
mod values;

use std::collections::BTreeSet;

use proptest::prelude::*;
use sotay::cancel::CancelToken;
use sotay::lang;
use sotay::lang::Lang;
use sotay::lang::Lang::Vi;
use sotay::office::pace::{Pace, PaceStep};
use sotay::record::Listing;
use sotay::services::import;
use sotay::services::import::{MOST_LINES, RunOptions};

use crate::kit::app::App;
use crate::kit::home::{Home, printed};
use crate::kit::workbook::{row, workbook};
use crate::kit::{NOW, opening};

const LIST: &str = "Tên cơ sở;Xã;Tel ông chủ;Xếp loại;Số lao động\n\
                    Mộc A;Xã Phong Quang;0912345678;khá;7\n\
                    Mộc B;Xã Phong Quang;0912345679;;8\n";

fn listed(home: &Home) -> Vec<serde_json::Value> {
    let out = printed(&["list", "establishment", "--format", "json"], &home.folder());
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_column_that_nobody_knew_is_mapped_by_hand_and_remembered() {
    let home = Home::new();
    let file = home.file("ds.csv", LIST.as_bytes());
    let unknown = home.run("vi", &["import", "establishment", &file, "--dry-run"], b"");
    assert!(
        unknown.words.contains(
            "C \"Tel ông chủ\" (có \"0912345678\", \"0912345679\"); D \"Xếp loại\" (có \"khá\")"
        ),
        "{}",
        unknown.words
    );
    let map = ["--map", "tel ong chu=Điện thoại", "--map", "Xếp loại=-"];
    let args = [&["import", "establishment", &file, "--dry-run"], &map[..]].concat();
    let dry = home.run("vi", &args, b"");
    assert!(dry.words.contains("\"Tel ông chủ\" -> Điện thoại"), "{}", dry.words);
    // a dry run remembers nothing
    let again = home.run("vi", &["import", "establishment", &file, "--dry-run"], b"");
    assert!(
        again.words.contains(
            "C \"Tel ông chủ\" (có \"0912345678\", \"0912345679\"); D \"Xếp loại\" (có \"khá\")"
        ),
        "{}",
        again.words
    );
    let args = [&["import", "establishment", &file], &map[..]].concat();
    home.run("vi", &args, b"");
    let phones: Vec<_> = listed(&home).iter().map(|r| r["contact_phone"].clone()).collect();
    assert_eq!(phones, ["0912345678", "0912345679"]);

    let other = "Tên cơ sở;TEL  ÔNG CHỦ (di động);Xếp loại\nMộc C;0912 345 680;x\n";
    let other = home.file("khac.csv", other.as_bytes());
    let ran = home.run("vi", &["import", "establishment", &other], b"");
    let said = "Ghép cột như lần trước: \"TEL ÔNG CHỦ (di động)\" -> Điện thoại; \
                \"Xếp loại\" -> không nhập cột này.";
    assert!(ran.words.contains(said), "{}", ran.words);
    assert!(listed(&home).iter().any(|r| r["contact_phone"] == "0912345680"));

    let args = ["import", "establishment", &file, "--dry-run", "--forget", "Tel ông chủ"];
    let forgotten = home.run("vi", &args, b"");
    assert!(
        forgotten.words.contains("không có trong sổ: C \"Tel ông chủ\""),
        "{}",
        forgotten.words
    );
}

#[test]
fn a_mapping_that_means_nothing_is_refused_before_anything_enters() {
    let home = Home::new();
    let file = home.file("ds.csv", LIST.as_bytes());
    for (map, said) in [
        ("Tel ông chủ", "viết \"Tiêu đề=Mục\""),
        ("Tel ông chủ=", "viết \"Tiêu đề=Mục\""),
        ("Tel ông chủ=Màu", "không có mục nào tên \"Màu\""),
        ("Tel bà chủ=Điện thoại", "tệp không có cột \"Tel bà chủ\""),
    ] {
        let ran = home.run("vi", &["import", "establishment", &file, "--map", map], b"");
        assert!(!ran.well && ran.words.contains(said), "{map}: {}", ran.words);
    }
    assert!(listed(&home).is_empty());
    assert!(!home.folder().join("columns").exists());
}

#[test]
fn a_mapped_column_is_read_by_the_rules_of_its_question() {
    let home = Home::new();
    let list = "Tên cơ sở;Tiền bỏ ra (triệu đồng);Ngày cấp\nA;500;43895\nB;1.200;5/3/2020\n";
    let file = home.file("ds.csv", list.as_bytes());
    let args = [
        "import",
        "establishment",
        &file,
        "--map",
        "Tiền bỏ ra=capital",
        "--map",
        "Ngày cấp=licence_date",
    ];
    let ran = home.run("en", &args, b"");
    assert!(ran.words.contains("Tiền bỏ ra: read in triệu đồng"), "{}", ran.words);
    let amounts: Vec<_> = listed(&home).iter().map(|r| r["capital"].clone()).collect();
    assert_eq!(amounts, [500_000_000i64, 1_200_000_000]);
}

#[test]
fn the_column_chosen_by_hand_wins_over_one_that_is_known() {
    let home = Home::new();
    let list = "Tên cơ sở;Điện thoại;Số máy chủ\nA;0912345678;0987654321\n";
    let file = home.file("ds.csv", list.as_bytes());
    let map = "Số máy chủ=Điện thoại";
    home.run("vi", &["import", "establishment", &file, "--map", map], b"");
    assert_eq!(listed(&home)[0]["contact_phone"], "0987654321");
}

/// A list of 300 rows with two unknown columns and 40 problems.
fn office_list() -> String {
    let row = |n: usize| {
        let workers = if n.is_multiple_of(15) { "nhiều".to_owned() } else { n.to_string() };
        let phone = if n % 15 == 1 { "không rõ" } else { "0912345678" };
        format!("Mộc {n};Xã Phong Quang;{phone};khá;{workers}\n")
    };
    let rows: String = (1..=300).map(row).collect();
    format!("Tên cơ sở;Xã;Tel ông chủ;Xếp loại;Số lao động\n{rows}")
}

/// Opens the row of the preview with these words.
fn open_row(app: &mut App, words: &str) {
    app.keys("home");
    while !app.here().contains(words) {
        let before = app.text();
        app.keys("down");
        assert_ne!(before, app.text(), "no row of {words}");
    }
    app.keys("enter");
}

fn types(app: &App) -> std::collections::BTreeMap<String, usize> {
    let mut counts = std::collections::BTreeMap::new();
    for record in app.records("establishment") {
        let id = record.get("type").and_then(|v| v.as_str()).unwrap_or("-").to_owned();
        *counts.entry(id).or_default() += 1;
    }
    counts
}

#[test]
fn problems_are_written_and_the_rows_of_the_file_are_imported_alone() {
    for ending in ["xlsx", "csv"] {
        let home = Home::new();
        let (number, formula) = (|n: &str| format!("<c><v>{n}</v></c>"), "<c><f>1+1</f></c>");
        let capitals = ["500", "600", "700"].map(number);
        let rows = [
            row(1, &[("A", "ĐVT: triệu đồng")]),
            row(
                2,
                &[("A", "Tên cơ sở"), ("B", "Vốn"), ("C", "Số lao động"), ("D", "Điện thoại")],
            ),
            row(3, &[("A", "A"), ("B", &capitals[0]), ("C", formula), ("D", "0912345678")]),
            row(4, &[("A", "B"), ("B", &capitals[1]), ("C", "3"), ("D", "hỏi sau")]),
            row(5, &[("A", "=C"), ("B", &capitals[2]), ("C", formula)]),
        ];
        let file = home.file("ds.xlsx", &workbook(&[("DS", &rows.concat(), "")]));
        let out = home.path(&format!("loi.{ending}")).display().to_string();
        let ran = home.run("vi", &["import", "establishment", &file, "--problems", &out], b"");
        assert!(ran.words.contains("2 dòng chưa nhập"), "{}", ran.words);
        assert_eq!(listed(&home).len(), 1);
        // the rows are in the first sheet, or in a separate file
        let rows = match ending {
            "xlsx" => out.clone(),
            _ => home.path("loi-dong-chua-nhap.csv").display().to_string(),
        };
        let map = "Số lao động=-";
        let ran = home.run("vi", &["import", "establishment", &rows, "--map", map], b"");
        assert!(ran.words.contains("2 dòng: 2 vào"), "{ending}: {}", ran.words);
        assert!(!ran.words.contains("không có trong sổ"), "{}", ran.words);
        let capital = |name: &str| {
            let all = listed(&home);
            all.iter().find(|r| r["name"] == name).unwrap()["capital"].clone()
        };
        // the unit above the table was taken along
        assert_eq!((capital("A"), capital("=C")), (500_000_000.into(), 700_000_000.into()));
        // never over an existing file, and checked before anything is imported
        let before = listed(&home).len();
        let ran = home.run("vi", &["import", "establishment", &file, "--problems", &out], b"");
        assert!(
            !ran.well && ran.words.contains(&opening(&lang::files::is_there(Vi, "…"))),
            "{}",
            ran.words
        );
        assert_eq!(listed(&home).len(), before);
    }
}

#[test]
fn the_problems_of_a_preview_are_written_from_it() {
    let mut app = App::at(80, 24);
    let list = office_list().replace("nhiều\n", "nhiều;thừa\n");
    let path = app.workers.file("ds.csv", &list);
    let out = app.workers.path("sua.csv");
    app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter");
    app.keys("ctrl-r")
        .shows(&lang::listing::problems_name(Vi))
        .keys("ctrl-u")
        .types(&out)
        .keys("enter");
    app.shows("20 dòng chưa nhập");
    let text = std::fs::read_to_string(&out).unwrap();
    assert!(text.contains("\r\n16;"), "{text}");
    app.keys("ctrl-r ctrl-u").types(&out).keys("enter").shows("sua.csv đã có");
    assert!(app.records("establishment").is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(6) })]
    #[test]
    fn a_preview_is_short_and_the_file_names_every_problem(
        rows in proptest::collection::vec(proptest::collection::vec(0usize..6, 7), 1..60),
        sheet in any::<bool>(),
    ) {
        let headings = ["Tên cơ sở", "Xã", "Điện thoại", "Số lao động", "Vốn", "MST", "Loại hình"];
        let cells: [[&str; 6]; 7] = [
            ["Cơ sở", "Mộc", "Rèn", "Tổng cộng", "T?n m?t ch?", "B\nB"],
            ["", "Xã Phong Quang", "Xã Nowhere", "Phường Gia Sàng", "An Khánh", "Xã Lai Vung"],
            ["", "0912345678", "912345678", "hỏi sau", "091 234/0912345679", "12"],
            ["", "7", "nhiều", "1,5", "-3", "999999999999"],
            ["", "500", "1,5 tỷ", "nhiều", "5 USD", "12.500"],
            ["", "0100109106", "100109106", "123", "0100109107", "abc"],
            ["", "Hợp tác xã", "Hộ kinh doanh", "DNTN", "cty", "lạ"],
        ];
        let mut text = headings.join("\t") + "\tCột lạ\n";
        for (n, row) in rows.iter().enumerate() {
            let line: Vec<String> = row.iter().zip(cells).map(|(at, of)| {
                let cell = of[*at];
                if cell.contains('\n') { format!("\"{cell}\"") } else { cell.to_owned() }
            }).collect();
            text += &format!("{} {n}\t{}\tx{n}\n", line[0].trim_matches('"'), line[1..].join("\t"));
        }
        let home = Home::new();
        let file = home.file("ds.csv", text.as_bytes());
        let out = home.path(if sheet { "loi.xlsx" } else { "loi.csv" }).display().to_string();
        let args = ["import", "establishment", &file, "--dry-run", "--problems", &out];
        let ran = home.run("vi", &args, b"");
        // plus the line that names the file
        prop_assert!(ran.words.lines().count() <= MOST_LINES + 1, "{}", ran.words);
        prop_assert!(ran.words.lines().next().unwrap().contains(" dòng: "), "{}", ran.words);

        // the notes of each row, without grouping
        let store = home.open();
        let (mut told, mut read) = (|_, _| (), |_| ());
        let how = &mut RunOptions {
            publishing: false,
            label: "",
            is_dry_run: true, wanted: sotay::record::ReadOptions::default(), duplicates: false, now: NOW, cancel: CancelToken::default(),
            progress: &mut told, reading: &mut read, mapping: None,
        };
        let listing = Listing { path: sotay::text::path::TargetPath::Typed(file.clone()), kind: crate::kit::kind("establishment").no, wanted: sotay::record::ReadOptions::default() };
        let seen = import::preview(&store, &listing, how, Lang::Vi).unwrap();
        store.close().unwrap();
        drop(store);
        if !sheet {
            let file = std::fs::read_to_string(&out).unwrap();
            let mut reader = csv::ReaderBuilder::new();
            let mut reader = reader.delimiter(b';').flexible(true).from_reader(file.as_bytes());
            let problems: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            let named: BTreeSet<&str> = problems.iter().map(|problem| &problem[0]).collect();
            // found from the text alone: each invalid number of workers, with its line and column
            for (at, line) in text.lines().enumerate().skip(1) {
                let cells: Vec<&str> = line.split('\t').collect();
                let wrong = cells.get(3).filter(|cell| ["nhiều", "1,5"].contains(cell));
                if let Some(cell) = wrong && !cells[0].starts_with("Tổng cộng") {
                    let place = [&*(at + 1).to_string(), "Số lao động", cell];
                    let told = problems.iter().any(|p| p.iter().take(3).eq(place));
                    prop_assert!(told, "{place:?}\n{file}\n{text}");
                }
            }
            for remark in &seen.remarks {
                for one in &remark.each {
                    let line = one.split(|c: char| !c.is_ascii_digit()).find(|p| !p.is_empty());
                    prop_assert!(named.contains(line.unwrap()), "{one}\n{file}");
                }
            }
        }
    }
}

#[test]
fn reading_tells_how_far_it_is_and_stops_when_asked() {
    let rows: String = (2..60_000)
        .map(|n| format!("<row r=\"{n}\"><c r=\"A{n}\"/><c r=\"B{n}\"/><c r=\"C{n}\"/><c r=\"D{n}\"/><c r=\"E{n}\"/></row>"))
        .collect();
    let head = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Tên cơ sở</t></is></c></row>";
    let book = workbook(&[("DS", &format!("{head}{rows}"), "")]);
    let kind = crate::kit::programme().kind_by_id("establishment").unwrap();
    let context = import::PlanContext {
        programme: crate::kit::programme(),
        today: sotay::text::format::today_from_millis(NOW),
        now: NOW,
        province: None,
        defaults: &Default::default(),
        wanted: &sotay::record::ReadOptions::default(),
    };
    let stopped = |at: usize| {
        let cancel = CancelToken::default();
        let (mut steps, asks) = (Vec::new(), cancel.clone());
        let mut tell = |step| {
            steps.push(step);
            if steps.len() == at {
                asks.cancel();
            }
        };
        let mapping = import::Mapping::default();
        let pace = &mut Pace::new(cancel, &mut tell);
        let plan = import::plan_mapped(&book, kind, &context, &mapping, pace);
        (steps, plan.is_err_and(|fault| fault.text(kind, Lang::Vi).contains("Đã dừng")))
    };
    let (all, halted) = stopped(usize::MAX);
    assert!(!halted && all.len() > 1, "{all:?}");
    assert!(matches!(all[0], PaceStep::Cells(_)), "{all:?}");
    for at in 1..=all.len() {
        // nothing more is done after the report at which it was stopped
        assert_eq!(stopped(at), (all[..at].to_vec(), true));
    }
}

#[test]
fn a_mapped_column_of_choices_refused_every_row() {
    let home = Home::new();
    let list = "Tên cơ sở;Loại hình DN/HTX\nA;HTX\nB;hợp tác xã\nC;DNTN\nD;xí nghiệp\n";
    let file = home.file("ds.csv", list.as_bytes());
    let map = "Loại hình DN/HTX=Loại hình";
    let ran = home.run("vi", &["import", "establishment", &file, "--map", map], b"");
    assert!(ran.words.contains("4 dòng: 4 vào"), "{}", ran.words);
    assert!(
        ran.words.contains("cần hỏi lại: để trống vì chưa rõ \"xí nghiệp\""),
        "{}",
        ran.words
    );
    let types: Vec<_> = listed(&home).into_iter().filter(|r| r["type"] == "htx").collect();
    assert_eq!(types.len(), 2);
}

#[test]
fn a_missing_folder_was_answered_with_advice_to_make_room() {
    let home = Home::new();
    let file = home.file("ds.csv", LIST.as_bytes());
    let missing = home.path("khong/co/loi.xlsx");
    let missing = missing.to_str().unwrap();
    for args in [
        &["import", "establishment", &file, "--dry-run", "--problems", missing][..],
        &["export", "establishment", "--out", missing],
    ] {
        let ran = home.run("vi", args, b"");
        let said = format!("không có thư mục {}", home.path("khong/co").display());
        assert!(!ran.well && ran.words.contains(&said), "{}", ran.words);
        assert!(!ran.words.contains("Dọn bớt") && !ran.words.contains("dọn bớt"));
    }
}

#[test]
fn english_counted_one_row_as_rows() {
    let home = Home::new();
    let file = home.file("ds.csv", "Tên cơ sở;Xã\nMộc A;Xã Phong Quang\n".as_bytes());
    let ran = home.run("en", &["import", "establishment", &file], b"");
    assert!(ran.words.starts_with("1 row: 1 entered"), "{}", ran.words);
    for many in ["1 rows", "1 records", "1 cells", "1 answers", "1 columns"] {
        assert!(!ran.words.contains(many), "{many}: {}", ran.words);
    }
}
