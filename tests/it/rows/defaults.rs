//! Defaults and unclear answers: nothing stands in for an answer in silence.

use serde_json::Value as Json;

use super::{answer, import, names};

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
