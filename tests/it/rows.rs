//! Which rows and columns of a list are read: several tables in one sheet, rows that are no
//! records, columns without a heading, and sums that count every row once.

mod defaults;
mod no_records;
mod offices;

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

/// The number before some words.
fn before(words: &str, said: &str) -> usize {
    let head = words.split(said).next().filter(|head| head.len() < words.len());
    let number = head.and_then(|head| head.trim_end().rsplit([' ', '(', '\n']).next());
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
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
fn what_to_do_first_with_rows_that_are_here_is_told() {
    let list = "Tên cơ sở;Tổng vốn\nHộ A;300\n";
    let (_, words) = import(list, &["--dry-run"]);
    assert!(words.contains("--value") && !words.contains("lấy lại lần nhập này"), "{words}");
    let (_, words) = import(list, &[]);
    assert!(words.contains("lấy lại lần nhập này"), "{words}");
}
