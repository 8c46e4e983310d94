//! Rows that are no records: sums, signatures, headings, labels and placeholders.

use super::{HEADER, before, import, names, record};
use crate::kit::app::App;

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
