//! Which rows and columns of a list are read: several tables in one sheet, rows that are no
//! records, columns without a heading, and sums that count every row once.

use crate::kit::opening;
use proptest::prelude::*;
use serde_json::Value as Json;
use sotay::lang;
use sotay::lang::Lang::Vi;

use crate::kit::app::App;
use crate::kit::home::{Home, printed};
use crate::kit::workbook::{row, workbook};

const HEADER: &str =
    "STT;Tên cơ sở;Loại hình;Xã;Nhóm ngành nghề;Sản phẩm;Số lao động;Mã số thuế\n";

fn record(n: usize, name: &str) -> String {
    format!("{n};{name};Hợp tác xã;Xã Phong Quang;a;Chè;12;\n")
}

fn listed(home: &Home) -> Vec<Json> {
    let out = printed(&["list", "establishment", "--format", "json"], &home.folder());
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn names(home: &Home) -> Vec<String> {
    let mut names: Vec<String> = listed(home)
        .iter()
        .map(|r| r["name"].as_str().unwrap_or_default().to_owned())
        .collect();
    names.sort();
    names
}

/// The messages of an import into a new notebook, and the notebook.
fn import(text: &str, options: &[&str]) -> (Home, String) {
    let home = Home::new();
    let file = home.file("ds.csv", text.as_bytes());
    let args = [&["import", "establishment", &file], options].concat();
    let ran = home.run("vi", &args, b"");
    (home, ran.words)
}

fn answer(home: &Home, name: &str, id: &str) -> Json {
    listed(home).iter().find(|r| r["name"] == name).map(|r| r[id].clone()).unwrap_or_default()
}

#[test]
fn rows_below_another_header_went_into_the_wrong_columns() {
    for (second, row) in [
        ("Tên cơ sở;Ghi chú;Sản phẩm", "B;ghi;Mây"),
        ("Sản phẩm chính;TÊN CƠ SỞ;Ghi chú", "Mây;B;ghi"),
        ("STT;Tên cơ sở;Ghi chú;Sản phẩm;Số lao động", "1;B;ghi;Mây;7"),
        ("Ghi chú;Tên cơ sở;Cột lạ;Sản phẩm", "ghi;B;x;Mây"),
    ] {
        let text =
            format!("Tên cơ sở;Sản phẩm;Ghi chú\nA;Chè;x\n;;\nBảng 2;;\n{second}\n{row}\n");
        let (home, words) = import(&text, &[]);
        assert_eq!(names(&home), ["A", "B"], "{words}");
        let found = ["products", "notes"].map(|id| answer(&home, "B", id));
        assert_eq!(found, ["Mây", "ghi"], "{second}: {words}");
        assert!(words.contains("1 dòng tiêu đề khác (dòng 5)"), "{words}");
    }
    // a lower table with more columns made the upper one look like a letterhead
    let text = "Tên cơ sở;Sản phẩm\nA;Chè\nTên cơ sở;Sản phẩm;Số lao động;Ghi chú\nB;Mây;7;x\n";
    let (home, words) = import(text, &[]);
    assert_eq!(names(&home), ["A", "B"], "{words}");
    assert_eq!(answer(&home, "B", "workers"), 7);
}

#[test]
fn a_repeated_header_was_refused_for_its_number() {
    let again = "STT;Tên cơ sở;Loại hình;Xã;Nhóm ngành nghề;Sản phẩm chính;Lao động;MST\n";
    let text = format!(
        "{HEADER}{}{again}{}Stt;TÊN CƠ SỞ;;;;;;\n{}",
        record(1, "A"),
        record(2, "B"),
        record(3, "C")
    );
    let (home, words) = import(&text, &[]);
    assert_eq!(names(&home), ["A", "B", "C"], "{words}");
    assert!(words.starts_with("3 dòng: 3 vào"), "{words}");
    assert!(words.contains("dòng 3, 5"), "{words}");
}

#[test]
fn a_table_in_another_unit_is_refused_from_its_header_on() {
    for second in ["Tên cơ sở;Vốn (triệu đồng)", "ĐVT: triệu đồng;\nTên cơ sở;Vốn"]
    {
        let text = format!("Tên cơ sở;Vốn\nA;500000000\n{second}\nB;500\nC;700\n");
        let (home, words) = import(&text, &[]);
        assert_eq!(names(&home), ["A"], "{words}");
        assert!(words.contains("là một bảng khác"), "{words}");
        assert_eq!(answer(&home, "A", "capital"), 500_000_000, "{words}");
    }
}

const NO_RECORDS: [&str; 58] = [
    "Tổng cộng toàn tỉnh",
    "Cộng xã Phong Quang",
    "Tổng xã Phong Quang",
    "Cộng I",
    "Tổng số hộ: 3",
    "Cộng trang 1",
    "Cộng mang sang",
    "Subtotal",
    "Lũy kế",
    "Bình quân",
    "Trong đó: nữ",
    "PHÓ CHỦ TỊCH",
    "TL. GIÁM ĐỐC",
    "(Đã ký)",
    "- Lưu: VT",
    "Xác nhận của xã",
    "Phong Quang, ngày 5/3/2026",
    "Ngày ... tháng ... năm 2026",
    "Bảng 2",
    "Biểu số 2",
    "Phần I",
    "Nhóm 1",
    "A. Cơ sở đang hoạt động",
    "(Đơn vị tính: triệu đồng)",
    "Danh sách có 3 cơ sở",
    "Bằng chữ: mười",
    "Xã Phong Quang",
    "HUYỆN LAI VUNG",
    "I. Xã Phong Quang",
    "1. Xã Phong Quang",
    "...",
    "---",
    "0",
    "#REF!",
    "#N/A",
    "Nguyễn Văn B",
    "Khu vực phía Bắc",
    "Cộng cả năm",
    "Tổng hợp chung",
    "PGĐ. Sở",
    "Thư ký",
    "Thủ quỹ",
    "TRƯỞNG PHÒNG KINH TẾ",
    "Chủ tịch UBND xã",
    "UBND xã Phong Quang",
    "Số liệu tính đến 30/6",
    "Trang 2/5",
    "Mẫu số 01",
    "II",
    "B",
    "Cơ sở ngừng hoạt động",
    "So với cùng kỳ",
    "Tỷ lệ",
    "Nơi nhận",
    "(tiếp theo)",
    "Hết",
    "* Ghi chú: số liệu tạm",
    "Kế toán trưởng Nguyễn Văn C",
];

/// The program knows few of these words: such a row lacks the line number that others have, and has
/// nothing but its name and a number.
#[test]
fn sums_signatures_and_headings_entered_without_a_word() {
    for sum in ["", "36"] {
        let mut text = format!("{HEADER}{}", record(1, "HTX Một"));
        NO_RECORDS.iter().for_each(|words| text += &format!(";{words};;;;;{sum};\n"));
        text += &record(2, "HTX Hai");
        let (home, words) = import(&text, &[]);
        assert_eq!(names(&home), ["HTX Hai", "HTX Một"], "{words}");
        let counted: usize = ["dòng là dòng cộng", "dòng có lẽ không phải hồ sơ", "có lỗi"]
            .iter()
            .map(|said| before(&words, said))
            .sum();
        assert_eq!(counted, NO_RECORDS.len(), "{words}");
    }
}

/// The number before some words.
fn before(words: &str, said: &str) -> usize {
    let head = words.split(said).next().filter(|head| head.len() < words.len());
    let number = head.and_then(|head| head.trim_end().rsplit([' ', '(', '\n']).next());
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[test]
fn what_a_person_says_is_a_record_enters_after_all() {
    let text =
        format!("{HEADER}{};Xưởng Bảy;;;;;;\n;Tổng cộng;;;;;12;\n", record(1, "HTX Một"));
    let (home, words) = import(&text, &[]);
    assert_eq!(names(&home), ["HTX Một"]);
    assert!(words.contains("Xưởng Bảy") && words.contains("--doubtful"), "{words}");
    let (home, _) = import(&text, &["--doubtful"]);
    assert_eq!(names(&home), ["HTX Một", "Xưởng Bảy"]);

    let mut app = App::at(80, 24);
    let path = app.workers.path("ds.csv");
    std::fs::write(&path, &text).unwrap();
    app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter");
    app.shows("1 dòng có lẽ không phải hồ sơ: không nhập").keys("enter");
    app.shows("1 dòng có lẽ không phải hồ sơ: nhập cả").keys("f2 tab enter");
    assert_eq!(app.records("establishment").len(), 2);
}

/// Rows of a list without line numbers; most have all their answers.
fn unnumbered(headings: &[&str]) -> String {
    let mut text = "Tên cơ sở;Loại hình;Xã;Sản phẩm;Số lao động;Vốn đầu tư;Nhóm\n".to_owned();
    for (at, heading) in headings.iter().enumerate() {
        text += &format!("{heading}\n");
        for n in 0..3 {
            let name = format!("HTX {}", 3 * at + n);
            text += &format!("{name};Hợp tác xã;Xã Phong Quang;Chè;4;5000000;x\n");
        }
    }
    text
}

#[test]
fn a_heading_alone_in_its_row_entered_as_an_incomplete_record() {
    for heading in [
        "Ngành dệt may;;;;;;",
        "Cơ sở mới;;;;;;",
        "Huyện Yên Mỹ;;;;;;",
        "Huyện Yên Mỹ (12 cơ sở);;;;;;",
        "Khu vực phía Bắc: 12 cơ sở;;;;;;",
        "  Ngành dệt may ;;;;;;",
        // merged across columns, as some programs save it
        "Ngành dệt may;Ngành dệt may;Ngành dệt may;Ngành dệt may;;;",
        "Ngành dệt may;Ngành dệt may;Ngành dệt may;Ngành dệt may;Ngành dệt may;Ngành dệt may;",
        // with sums, of the rows below or of other rows
        "Ngành dệt may;;;;;15000000;",
        "Ngành dệt may;;;;12;15000000;",
        "Ngành dệt may;;;;;14999999;",
        // two headings in one row, and in two rows
        "Ngành dệt may;;;;;;Vùng đồng bằng",
        "Vùng đồng bằng;;;;;;\nNgành dệt may;;;;;;",
        // in another column
        ";Ngành dệt may;;;;;",
        ";;Ngành dệt may;;;;",
        ";;;Ngành dệt may;;;",
        ";;;;;;Ngành dệt may",
        "Ngành dệt may;;;;;;\n;Cơ sở mới;;;;;",
    ] {
        let text = unnumbered(&[heading, heading]);
        let (home, words) = import(&text, &[]);
        assert_eq!(names(&home).len(), 6, "{heading}: {words}");
        assert!(names(&home).iter().all(|name| name.starts_with("HTX")), "{heading}: {words}");
        let groups = ["dòng là dòng cộng", "dòng có lẽ không phải hồ sơ"];
        let unnamed = words.matches("không có tên, nên không vào sổ").count();
        let counted = groups.iter().map(|said| before(&words, said)).sum::<usize>() + unnamed;
        assert_eq!(counted, 2 * heading.lines().count(), "{heading}: {words}");
    }
}

#[test]
fn problems_with_the_same_words_filled_the_screen_each_by_itself() {
    let mut text = HEADER.to_owned();
    for n in 1..=4 {
        text += &record(n, &format!("HTX {n}")).replace(";12;", ";nhiều;");
    }
    let (_, words) = import(&text, &[]);
    assert!(words.contains("Cột \"Số lao động\", 4 dòng (2-5)"), "{words}");
    // only one sheet is read, and it is named once
    let head = row(1, &[("A", "Tên cơ sở"), ("B", "Số lao động")]);
    let rows = head + &row(2, &[("A", "A"), ("B", "nhiều")]) + &row(3, &[("A", "B")]);
    let home = Home::new();
    let file = home.file("ds.xlsx", &workbook(&[("Danh sách 2026", &rows, "")]));
    let words = home.run("vi", &["import", "establishment", &file], b"").words;
    assert_eq!(words.matches("Danh sách 2026").count(), 1, "{words}");
    assert!(words.contains("Dòng 2, cột \"Số lao động\""), "{words}");
}

/// "Mặt bằng sản xuất" was taken for the column of products, next to the real one.
#[test]
fn a_question_that_has_its_column_was_the_first_guess_for_another_one() {
    let list = "Tên cơ sở;Sản phẩm chính;Mặt bằng sản xuất\nA;Chè;500 m2\nB;Chè;600 m2\n";
    let mut app = App::at(80, 24);
    let path = app.workers.file("ds.csv", list);
    app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter enter");
    app.shows("> Không nhập cột này");
}

/// "1" is the heading of rows numbered "1.1", "1.2".
#[test]
fn a_heading_with_a_number_of_the_same_column_entered_as_a_record() {
    let mut text = HEADER.to_owned();
    for group in 1..=2 {
        text += &format!("{group};Ngành nghề {group};;;;;;\n");
        for n in 1..=3 {
            let row = record(n, &format!("HTX {group}{n}"));
            text += &format!("{group}.{row}");
        }
    }
    let (home, words) = import(&text, &[]);
    assert_eq!(names(&home), ["HTX 11", "HTX 12", "HTX 13", "HTX 21", "HTX 22", "HTX 23"]);
    assert!(words.contains("2 có lẽ không phải hồ sơ"), "{words}");
}

/// A sum above its group shows that the row is no record, however many columns it has.
#[test]
fn a_heading_with_sums_in_most_columns_entered_as_a_record() {
    let mut text = "Tên cơ sở;Xã;Số lao động;Lao động nữ;Vốn đầu tư\n".to_owned();
    for group in ["Cụm Đông", "Cụm Tây"] {
        text += &format!("{group};;12;6;15000000\n");
        for n in 0..3 {
            text += &format!("HTX {group} {n};Xã Phong Quang;4;2;5000000\n");
        }
    }
    let (home, words) = import(&text, &[]);
    assert_eq!(names(&home).len(), 6, "{words}");
    assert!(words.contains("2 có lẽ không phải hồ sơ"), "{words}");
    // a record with the same numbers, but with a commune
    let text = text.replace(";;12", ";Xã Phong Quang;12");
    let (home, words) = import(&text, &[]);
    assert_eq!(names(&home).len(), 8, "{words}");
}

#[test]
fn a_list_of_names_is_a_list() {
    for (text, all) in [
        ("Tên cơ sở\nHTX Một\nHộ Hai\nXưởng Ba\n", 3),
        ("STT;Tên cơ sở\n1;HTX Một\n2;HỘ HAI\n3;Xưởng Ba\n", 3),
        ("Tên cơ sở;Số lao động\nHTX Một;5\nHộ Hai;7\nXưởng Ba;12\nHộ Tư;24\nHộ Năm;9\n", 5),
        ("STT;Tên cơ sở;Sản phẩm\n1;HTX Một;Chè\n2;Hộ Hai;\n3;Xưởng Ba;Mây\n", 3),
        ("Tên cơ sở;Sản phẩm\nHTX Một;Chè\nHộ Hai;\nXưởng Ba;Mây\n", 3),
        ("Tên cơ sở;Sản phẩm;Xã\nHTX Một;Chè;Xã Phong Quang\nHộ Hai;;\nXưởng Ba;;\n", 3),
        ("Tên cơ sở;Sản phẩm;Xã\nHTX Một;Chè;Xã Phong Quang\nHộ Hai;;Xã Phong Quang\n", 2),
        ("Tên cơ sở;Sản phẩm;Ghi chú\nTổng công ty Giấy;Giấy;\nCộng đồng dệt;Vải;\n", 2),
        ("STT;Tên cơ sở;Sản phẩm\n1;Tổng hợp Lan;\n2;Nhóm 1;\n3;Công Nghĩa;Mây\n", 3),
    ] {
        let (home, words) = import(text, &[]);
        assert_eq!(names(&home).len(), all, "{text}{words}");
    }
}

#[test]
fn the_signer_below_a_list_became_an_establishment() {
    let text = "Tên cơ sở;Xã;Sản phẩm\nA;Xã Phong Quang;Chè\nB;Xã Phong Quang;Mây\n\
        ;;Phong Quang, ngày 5 tháng 3 năm 2026\nKT. CHỦ TỊCH;;\nNguyễn Văn B;;\n- Sở Công Thương;;\n";
    let (home, words) = import(text, &[]);
    assert_eq!(names(&home), ["A", "B"], "{words}");
    assert!(words.contains("\"Nguyễn Văn B\""), "{words}");
}

#[test]
fn a_column_without_a_heading_was_dropped_without_a_word() {
    let list =
        "Tên cơ sở;;Sản phẩm;Ghi chú;Ghi chú\nA;0912345678;Chè;g1;g2\nB;0912345679;Chè;;g3\n";
    let (home, words) = import(list, &[]);
    assert!(
        words.contains("Cột B không có tiêu đề nhưng có giá trị (\"0912345678\""),
        "{words}"
    );
    assert!(
        words.contains("lấy \"Ghi chú\" (cột D), không nhập \"Ghi chú\" (cột E)"),
        "{words}"
    );
    assert!(answer(&home, "A", "contact_phone").is_null());
    let (home, words) = import(list, &["--map", "B · Tên cơ sở=Điện thoại"]);
    assert_eq!(answer(&home, "B", "contact_phone"), "0912345679", "{words}");

    // next to the table in a sheet
    let sheet = row(1, &[("A", "Tên cơ sở"), ("B", "Sản phẩm")])
        + &row(2, &[("A", "A"), ("B", "Chè"), ("D", "đã xem")]);
    let other = row(1, &[("A", "Tên cơ sở"), ("B", "Sản phẩm")]) + &row(2, &[("A", "C")]);
    let home = Home::new();
    let book = workbook(&[("DS", &sheet, ""), ("Xã khác", &other, "")]);
    let file = home.file("ds.xlsx", &book);
    let words = home.run("vi", &["import", "establishment", &file], b"").words;
    assert_eq!(names(&home), ["A"], "{words}");
    assert!(words.contains("Cột D không có tiêu đề"), "{words}");
    assert!(
        words.contains("Các trang \"Xã khác\" cũng có danh sách nhưng chưa nhập"),
        "{words}"
    );
}

#[test]
fn a_csv_saved_twice_had_no_header() {
    for separator in [";", ","] {
        let text = "Tên cơ sở;Sản phẩm;Số lao động\nA;\"\"Chè; mây\"\";5\n\nB;Mây;nhiều\n";
        let text = text.replace(';', separator);
        let text: String = text
            .lines()
            .map(|line| match line {
                "" => "\n".to_owned(),
                line => format!("\"{line}\"\n"),
            })
            .collect();
        let (home, words) = import(&text, &[]);
        assert_eq!(names(&home), ["A", "B"], "{words}");
        assert_eq!(answer(&home, "A", "products"), format!("Chè{separator} mây"));
        assert!(words.contains("lưu CSV hai lần") && words.contains("Dòng 4"), "{words}");
    }
    let (home, words) = import("\"Tên cơ sở\"\n\"A; B\"\n\"C\"\n", &[]);
    assert_eq!(names(&home), ["A; B", "C"], "{words}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(12) })]
    /// "4 dòng: 2 vào, 0 không vào", although two duplicates were left out.
    #[test]
    fn every_row_is_in_one_group_and_the_groups_add_up(
        kinds in proptest::collection::vec(0usize..8, 1..40),
        again in any::<bool>(),
    ) {
        let mut text = HEADER.to_owned();
        for (n, kind) in kinds.iter().enumerate() {
            text += &match kind {
                0 => ";Tổng cộng;;;;;12;\n".to_owned(),
                1 => HEADER.to_owned(),
                2 => ";Nguyễn Văn B;;;;;;\n".to_owned(),
                3 => record(n, "HTX Trùng"),
                4 => format!("{n};;Hợp tác xã;Xã Phong Quang;a;Chè;12;\n"),
                5 => format!("{n};HTX {n};Hợp tác xã;Xã Phong Quang;a;Chè;nhiều;\n"),
                _ => record(n, &format!("HTX {n}")),
            };
        }
        let (home, mut words) = import(&text, &[]);
        let all_here = names(&home).len();
        if again {
            let file = home.path("ds.csv").display().to_string();
            words = home.run("vi", &["import", "establishment", &file], b"").words;
        }
        let first = words.lines().next().unwrap();
        let rows = before(first, "dòng:");
        let (entered, out) = (before(first, "vào ("), before(first, "không vào"));
        prop_assert_eq!(rows, entered + out, "{}", words);
        prop_assert_eq!(names(&home).len(), all_here);
        prop_assert_eq!(entered, if again { 0 } else { all_here }, "{}", words);
        let groups: usize = ["có lỗi", "trùng", "đã có trong sổ", "có lẽ không phải hồ sơ"]
            .iter()
            .map(|group| before(first, group))
            .sum();
        prop_assert!(groups == out || groups == 0, "{}", words);
        let strays = before(&words, "dòng là dòng cộng");
        prop_assert_eq!(rows + strays, kinds.len(), "{}\n{}", words, text);
    }
}

#[test]
fn rows_entered_although_their_problems_could_not_be_written() {
    let home = Home::new();
    let file = home.file("ds.csv", b"T\xc3\xaan c\xc6\xa1 s\xe1\xbb\x9f\nA\n");
    for name in ["khong-co/loi.csv", "khong-co/loi.xlsx"] {
        let out = home.path(name).display().to_string();
        let ran = home.run("vi", &["import", "establishment", &file, "--problems", &out], b"");
        assert!(ran.words.contains(&lang::files::unchanged(Vi)), "{}", ran.words);
        assert!(listed(&home).is_empty(), "{}", ran.words);
    }
}

/// The disk may become full after the rows were imported.
#[test]
fn the_notebook_was_said_to_be_unchanged_after_its_rows_had_entered() {
    let (vi, en) =
        ("2 hồ sơ của danh sách đã vào sổ", "2 records of the list are in the notebook");
    for (lang, said) in [("vi", vi), ("en", en)] {
        let home = Home::new();
        let list = "Tên cơ sở;Số lao động\nA;5\nB;7\nC;9;thừa\n";
        let file = home.file("ds.csv", list.as_bytes());
        // a folder blocks the name of the second file
        let suffix = if lang == "vi" { "dong-chua-nhap" } else { "rows-not-entered" };
        std::fs::create_dir(home.path(&format!("loi-{suffix}.csv"))).unwrap();
        let out = home.path("loi.csv").display().to_string();
        let args = ["import", "establishment", &file, "--problems", &out, "--force"];
        let ran = home.run(lang, &args, b"");
        assert!(!ran.well, "{}", ran.words);
        assert_eq!(names(&home), ["A", "B"], "{}", ran.words);
        assert!(ran.words.contains(said), "{}", ran.words);
        assert!(!ran.words.contains(&lang::files::unchanged(Vi)), "{}", ran.words);
    }
}

#[test]
fn a_unit_of_workers_was_advised_to_be_money() {
    let (_, words) = import("Tên cơ sở;Lao động (ĐVT: nghìn người)\nA;20\n", &[]);
    assert!(words.contains("ví dụ (người)"), "{words}");
}

/// An unclear or missing state became the default of a new record.
#[test]
fn a_default_stood_for_an_answer_that_was_not_understood() {
    let list = "Tên cơ sở;Tình trạng\nA;Đã chuyển sang nghề khác\nB;\nC;Tạm dừng\n";
    let (home, words) = import(list, &[]);
    assert_eq!(names(&home), ["A", "B", "C"], "{words}");
    assert_eq!(answer(&home, "A", "status"), Json::Null, "{words}");
    assert_eq!(answer(&home, "B", "status"), Json::Null, "{words}");
    assert_eq!(answer(&home, "C", "status"), "tam_dung");
    assert!(words.contains("để trống vì chưa rõ \"Đã chuyển sang nghề khác\""), "{words}");
    assert!(words.contains("thiếu: Tình trạng"), "{words}");
    assert!(!words.contains("ghi sẵn"), "{words}");
}

#[test]
fn a_default_entered_in_silence_where_the_file_has_no_column() {
    let (home, words) = import("Tên cơ sở\nA\nB\n", &[]);
    assert_eq!(answer(&home, "A", "status"), "dang_hoat_dong");
    let said = "2 hồ sơ mới được ghi sẵn: Tình trạng \"Đang hoạt động\"";
    assert_eq!(words.matches(said).count(), 1, "{words}");
    // visits have three defaults, one of them a link
    let list = "Cơ sở;Ngày làm việc;Trạng thái\nA;20/11/2026;chưa biết\n";
    let file = home.file("luot.csv", list.as_bytes());
    let ran = home.run("vi", &["import", "visit", &file], b"");
    assert!(ran.words.contains("ghi sẵn: Cán bộ \"Trần Thị Bình\""), "{}", ran.words);
    let visits = home.run("vi", &["list", "visit", "--format", "json"], b"");
    assert!(!visits.out.contains("\"state\""), "{}", visits.out);
}

/// An exported list without a state must not gain the default when it is imported again.
#[test]
fn a_list_that_is_read_again_took_a_default_over() {
    let (home, _) = import("Tên cơ sở;Tình trạng\nA;lạ\nB;Ngừng\n", &[]);
    let out = home.path("ra.csv").display().to_string();
    assert!(home.run("vi", &["export", "establishment", "--out", &out], b"").well);
    for _ in 0..2 {
        let ran = home.run("vi", &["import", "establishment", &out], b"");
        assert!(ran.words.contains("2 không đổi"), "{}", ran.words);
    }
    assert_eq!(answer(&home, "A", "status"), Json::Null);
    assert_eq!(answer(&home, "B", "status"), "ngung");
}

/// A wrong answer cost the whole row for some types of questions, and nothing for others.
#[test]
fn how_much_an_unclear_answer_cost_hung_on_its_type() {
    for (cell, id) in [
        ("lạ", "type"),
        ("nhiều", "workers"),
        ("-3", "workers"),
        ("nhiều", "capital"),
        ("abc", "licence_date"),
        ("31/02/2020", "licence_date"),
        ("hỏi sau", "contact_phone"),
        ("Xã Không Có Thật", "place"),
        ("123", "tax_code"),
        ("xyz", "vsic"),
        ("abc", "lat"),
        ("có lẽ", "notice"),
        ("#N/A", "workers"),
        ("9.12E+08", "workers"),
        ("140%", "local_material_pct"),
    ] {
        let kind = crate::kit::programme().kind_by_id("establishment").unwrap();
        let label = &kind.field_by_id(id).unwrap().label.vi;
        let (home, words) = import(&format!("Tên cơ sở;\"{label}\"\nA;{cell}\n"), &[]);
        assert_eq!(names(&home), ["A"], "{label} {cell}: {words}");
        assert_eq!(answer(&home, "A", id), Json::Null, "{label} {cell}: {words}");
        assert!(words.contains("Dòng 2"), "{label} {cell}: {words}");
    }
    // two contradicting answers: the one that the rule is about is left out
    let (home, words) = import("Tên cơ sở;Số lao động;Lao động nữ\nA;5;7\n", &[]);
    assert_eq!(answer(&home, "A", "workers"), 5, "{words}");
    assert_eq!(answer(&home, "A", "workers_female"), Json::Null, "{words}");
    assert!(words.contains("chưa rõ \"7\""), "{words}");
    // an answer that names the record
    let (home, words) = import("Tên cơ sở;Số lao động\n#N/A;5\n", &[]);
    assert!(names(&home).is_empty() && words.contains("Dòng 2"), "{words}");
    let (home, _) = import("Tên cơ sở\nA\n", &[]);
    let file =
        home.file("luot.csv", "Cơ sở;Ngày làm việc\nA;abc\nKhông ai;20/11/2026\n".as_bytes());
    let ran = home.run("vi", &["import", "visit", &file], b"");
    assert!(ran.words.contains("2 dòng: 0 vào"), "{}", ran.words);
}

/// "9.12345678E8" was called rounded, although it has all its digits.
#[test]
fn a_number_with_all_its_digits_was_called_rounded() {
    let (home, words) =
        import("Tên cơ sở;Điện thoại;Tổng vốn\nA;9.12345678E8;1.50000000E8\n", &[]);
    assert_eq!(answer(&home, "A", "contact_phone"), "0912345678", "{words}");
    assert_eq!(answer(&home, "A", "capital"), 150_000_000, "{words}");
    for cell in ["9.12E8", "1.2E9"] {
        let (home, words) = import(&format!("Tên cơ sở;Điện thoại\nA;{cell}\n"), &[]);
        assert_eq!(answer(&home, "A", "contact_phone"), Json::Null);
        assert!(words.contains("có thể đã mất chữ số"), "{words}");
    }
}

#[test]
fn a_row_of_column_labels_entered_as_a_record() {
    for labels in [
        "A;B;C;D;1;2;3;4",
        "1;2;3;4;5=6+7;6;7;8",
        "(a);(b);(c);(d);(e);(g);(h);(i)",
        "I;II;III;IV;V;VI;VII;VIII",
        "[1];[2];[3];[4];[5];[6];[7];[8]",
        "Cột 1;Cột 2;Cột 3;Cột 4;Cột 5;Cột 6;Cột 7;Cột 8",
        "A;B;1;2;3=1/2*100;4;5;6",
        "-1;-2;-3;-4;-5;-6;-7;-8",
        ";1;2;3;4;5;6;7",
    ] {
        let group = "I;Cơ sở đang hoạt động;;;;;;\n";
        for between in ["", ";;;;;;;\n", group] {
            let text = format!("{HEADER}{between}{labels}\n{}", record(1, "Chè Hà Giang"));
            let (home, words) = import(&text, &[]);
            assert_eq!(names(&home), ["Chè Hà Giang"], "{labels}: {words}");
            assert!(words.contains("không phải hồ sơ"), "{labels}: {words}");
        }
        let all: String = (1..30).map(|n| record(n, &format!("Cơ sở {n}"))).collect();
        let text =
            format!("{HEADER}{labels}\n{all}{HEADER}{labels}\n{}", record(30, "Ba mươi"));
        let (home, words) = import(&text, &[]);
        assert_eq!(names(&home).len(), 30, "{labels}: {words}");
    }
}

#[test]
fn a_placeholder_entered_as_the_name_of_a_record() {
    for name in [
        "-",
        "...",
        "?",
        "x",
        "12",
        "–",
        "N/A",
        "không có",
        "chưa rõ",
        "0",
        "\"\"\"\"",
        "nt",
        "//",
        "〃",
        "Như trên",
        "chưa đặt tên",
    ] {
        let text = format!("{HEADER}{}{}", record(1, "Chè Hà Giang"), record(2, name));
        let (home, words) = import(&text, &[]);
        assert_eq!(names(&home), ["Chè Hà Giang"], "{name}: {words}");
        assert!(words.contains("dòng 3") || words.contains("Dòng 3"), "{name}: {words}");
    }
    let short = ["3T", "AB", "An", "HTX 19/5", "K9", "Ý Yên"];
    let rows: String = short.iter().enumerate().map(|(n, name)| record(n + 1, name)).collect();
    let (home, words) = import(&format!("{HEADER}{rows}"), &[]);
    assert_eq!(names(&home), short, "{words}");
}

#[test]
fn a_mark_that_says_as_above_or_nothing_became_an_answer() {
    let header = "Tên cơ sở;Sản phẩm;Người liên hệ;Số lao động;Số điện thoại\n";
    for (mark, asked) in [
        ("nt", true),
        ("//", true),
        ("〃", true),
        ("như trên", true),
        ("-nt-", true),
        ("-", false),
        ("...", false),
        ("—", false),
        ("?", false),
    ] {
        let text = format!("{header}Chè Hà Giang;Chè;An;5;\nMộc Lai Vung;{mark};{mark};;\n");
        let (home, words) = import(&text, &[]);
        for id in ["products", "contact_name"] {
            assert_eq!(answer(&home, "Mộc Lai Vung", id), Json::Null, "{mark}: {words}");
        }
        assert!(!asked || words.contains(mark), "{mark}: {words}");
    }
}

#[test]
fn a_column_of_states_was_left_out_and_a_default_stood_in_its_place() {
    for heading in ["Tình trạng HĐ", "Trạng thái", "Hiện trạng", "Hoạt động", "TT hoạt động"]
    {
        let text = format!("Tên cơ sở;{heading}\nChè Hà Giang;Tạm dừng\nMộc;Ngừng hoạt động\n");
        let (home, words) = import(&text, &[]);
        let read = |name: &str| answer(&home, name, "status");
        assert_eq!(
            (read("Chè Hà Giang"), read("Mộc")),
            ("tam_dung".into(), "ngung".into()),
            "{words}"
        );
    }
    for (heading, values) in [
        ("Tình hình thực tế", ["Đã giải thể", "Tạm nghỉ"]),
        ("Cột lạ", ["Ngừng từ 2023", "Đang hoạt động"]),
        ("Ghi nhận tháng 6", ["Còn HĐ", "Bỏ nghề"]),
    ] {
        let text = format!("Tên cơ sở;{heading}\nChè;{}\nMộc;{}\n", values[0], values[1]);
        let (home, words) = import(&text, &[]);
        for name in ["Chè", "Mộc"] {
            assert_eq!(answer(&home, name, "status"), Json::Null, "{words}");
        }
        assert!(words.contains(&format!("Cột \"{heading}\" chưa được đọc")), "{words}");
        assert!(!words.contains("Tệp không có cột \"Tình trạng\""), "{words}");
        assert!(!words.contains("ghi sẵn: Tình trạng"), "{words}");
        // a person who maps the column to nothing knows its content
        let map = format!("{heading}=-");
        let (home, words) = import(&text, &["--map", &map]);
        assert_eq!(answer(&home, "Mộc", "status"), "dang_hoat_dong", "{words}");
        let map = format!("{heading}=status");
        let (home, _) = import(&text, &["--map", &map]);
        assert_ne!(answer(&home, "Mộc", "status"), Json::Null);
    }
    let (home, words) = import("Tên cơ sở;Cột lạ\nChè;tốt\nMộc;khá\n", &[]);
    assert_eq!(answer(&home, "Mộc", "status"), "dang_hoat_dong", "{words}");
}

/// Each of these was refused, not read, or silently imported.
#[test]
fn tasks_as_offices_list_them_lost_their_states_and_kept_days_of_things_not_done() {
    let home = Home::new();
    let file = home.file("a.csv", "Tên cơ sở\nHộ A\n".as_bytes());
    home.run("vi", &["import", "establishment", &file], b"");
    let rows = [
        ("Cơ sở", "Xong", "01/11/2025"),
        ("Cán bộ", "Đã xong", "01/11/2095"),
        ("Cơ sở", "Đang làm", "01/11/2025"),
        ("Cơ sở", "Hủy", ""),
        ("Cơ sở", "Hủy bỏ", ""),
        ("Cán bộ", "Chưa làm", ""),
    ];
    let rows = rows.iter().enumerate().map(|(at, (owner, state, done))| {
        format!("Việc {at};Hộ A;{owner};30/12/2026;{state};{done}\n")
    });
    let head = "Nội dung;Cơ sở;Người thực hiện;Hạn;Tình trạng;Ngày hoàn thành\n";
    let file = home.file("tasks.csv", (head.to_owned() + &rows.collect::<String>()).as_bytes());
    let ran = home.run("vi", &["import", "task", &file], b"");
    assert!(ran.words.contains("\"01/11/2025\" chưa nhập"), "{}", ran.words);
    assert!(ran.words.contains("không được sau hôm nay"), "{}", ran.words);
    let listed = home.run("vi", &["list", "task", "--format", "csv"], b"").out;
    let count = |text: &str| listed.matches(text).count();
    assert_eq!((count(",xong,"), count(",huy,"), count(",dang_lam,")), (2, 2, 2), "{listed}");
    assert_eq!((count(",co_so,"), count(",can_bo,")), (4, 2), "{listed}");
    assert_eq!((count("2025-11-01"), count("2095")), (1, 0), "{listed}");
}

#[test]
fn visits_with_several_officers_or_namesakes_of_two_communes_were_refused() {
    let home = Home::new();
    let file = |name: &str, text: &str| home.file(name, text.as_bytes());
    let run = |kind: &str, file: &str| home.run("vi", &["import", kind, file], b"");
    let officers = "Họ và tên;Đơn vị\nVũ Thị Mai;TT\nLê Cường;TT\nĐào Và;TT\n";
    assert!(!run("officer", &file("o.csv", officers)).words.is_empty());
    let places = "Tên cơ sở;Xã\nHai Lúa;Xã Lai Vung, Đồng Tháp\n\
                  Hai Lúa;Xã Lấp Vò, Đồng Tháp\nBa;Xã Lai Vung, Đồng Tháp\n";
    run("establishment", &file("e.csv", places));
    let visit = |name: &str, place: &str, officers: &str| {
        let text = format!(
            "Cơ sở;Xã;Ngày kiểm tra;Cán bộ\n{name};{place};01/05/2026;\"{officers}\"\n"
        );
        run("visit", &home.file("v.csv", text.as_bytes())).words
    };
    for (officers, asked) in [
        ("Vũ Thị Mai, Lê Cường", None),
        ("Vũ Thị Mai/Lê Cường", None),
        ("Vũ Thị Mai và Đào Và", None),
        ("Đ/c Vũ Thị Mai", None),
        ("Đ/c Vũ Thị Mai, đ/c Lê Cường", None),
        ("Ông Lê Cường\nbà Vũ Thị Mai", None),
        ("Đào Và", None),
        ("Vũ Thị Mai, Lê Dũng", Some("\"Lê Dũng\"")),
        ("Vũ Thị Mai?", Some("\"Vũ Thị Mai?\"")),
    ] {
        let words = visit("Ba", "", officers);
        let no = words.contains("cột \"Cán bộ\": cần hỏi lại");
        assert_eq!(no, asked.is_some(), "{officers}: {words}");
        assert!(asked.is_none_or(|part| words.contains(part)), "{officers}: {words}");
    }
    for (name, place, told) in [
        ("Hai Lúa", "Xã Lai Vung, Đồng Tháp", None),
        ("Hai Lúa", "Xã Lấp Vò, Đồng Tháp", None),
        ("Hai Lúa", "", Some("2 hồ sơ cùng tên")),
        ("Hai Lúa", "Xã Tân Dương, Đồng Tháp", Some("khác xã, phường ghi ở dòng này")),
        ("Ba", "Xã Lấp Vò, Đồng Tháp", Some("trong sổ ở Xã Lai Vung, Đồng Tháp")),
    ] {
        let words = visit(name, place, "Lê Cường");
        assert_eq!(words.contains("1 dòng: 1 vào"), told.is_none(), "{name} {place}: {words}");
        assert!(told.is_none_or(|told| words.contains(told)), "{name} {place}: {words}");
        assert!(!words.contains(&opening(&lang::listing::worked_out(Vi, "…"))), "{words}");
    }
    // two in one file, each only once
    let text = "Cơ sở;Xã;Ngày kiểm tra\nHai Lúa;Xã Lai Vung, Đồng Tháp;02/05/2026\n\
                Hai Lúa;Xã Lấp Vò, Đồng Tháp;02/05/2026\n";
    let both = file("both.csv", text);
    assert!(run("visit", &both).words.contains("2 dòng: 2 vào"));
    assert!(run("visit", &both).words.contains("2 đã có trong sổ"));
}

#[test]
fn rows_of_offices_that_lost_their_sense() {
    let home = Home::new();
    let run = |kind: &str, text: &str| {
        let file = home.file("ds.csv", text.as_bytes());
        home.run("vi", &["import", kind, &file], b"").words
    };
    run("establishment", "Tên cơ sở;Xã\nHộ A;Xã Lai Vung, Đồng Tháp\n");
    // a visit that begins with its day is no signature
    for day in ["Ngày 6/11/2026", "ngày 5 tháng 11 năm 2026"] {
        let words = run(
            "visit",
            &format!(
                "STT;Ngày;Cơ sở;Mục đích;Nội dung;Kết luận\n1;{day};Hộ A;Khảo sát;Tổng kết;Đạt\n"
            ),
        );
        assert!(words.contains("1 dòng: 1 vào"), "{day}: {words}");
    }
    // entries that are no number of a paper
    let head = "Tên cơ sở;Số đăng ký kinh doanh\n";
    for cell in ["chưa ĐK", "đang xin cấp", "(trống)", "không có giấy"] {
        run("establishment", &format!("{head}Hộ {cell};{cell}\n"));
        assert!(answer(&home, &format!("Hộ {cell}"), "licence_no").is_null(), "{cell}");
    }
    // the former name, with its district
    let words = run(
        "establishment",
        "Tên cơ sở;Xã, phường, đặc khu;Địa danh cũ\nHộ B;Xã Long Hậu, Đồng Tháp;Huyện Lai Vung\n",
    );
    assert_eq!(
        answer(&home, "Hộ B", "old_place"),
        "Xã Long Hậu, Đồng Tháp, Huyện Lai Vung",
        "{words}"
    );
}

#[test]
fn what_to_do_first_with_rows_that_are_here_is_told() {
    let list = "Tên cơ sở;Tổng vốn\nHộ A;300\n";
    let (_, words) = import(list, &["--dry-run"]);
    assert!(words.contains("--value") && !words.contains("lấy lại lần nhập này"), "{words}");
    let (_, words) = import(list, &[]);
    assert!(words.contains("lấy lại lần nhập này"), "{words}");
}
