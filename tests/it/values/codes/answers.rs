//! Cells that are no value of their own: no answer, the row above, a tick, a doubt.

use super::{one, text};
use crate::values::*;

#[test]
fn words_for_no_answer_refused_their_rows() {
    let columns = [
        ("MST", "tax_code"),
        ("Mã ngành", "vsic"),
        ("Ngày cấp", "licence_date"),
        ("Số lao động", "workers"),
        ("Vốn", "capital"),
        ("SĐT", "contact_phone"),
        ("Xã", "place"),
    ];
    let words = ["chưa có", "Không", "không có", "-", "KHÔNG RÕ", "(chưa cấp)", "n/a"];
    for (heading, id) in columns {
        let rows: String =
            words.iter().enumerate().map(|(n, word)| format!("Xưởng {n};{word}\n")).collect();
        let plan = plan(&format!("Tên cơ sở;{heading}\n{rows}"));
        for (row, word) in words.into_iter().enumerate() {
            assert_eq!(answer(&plan, row, id), None, "{heading} {word}");
            assert!(plan.rows[row].notes.is_empty(), "{:?}", plan.rows[row].notes);
        }
        let said = said(&plan, Lang::Vi);
        let about =
            format!("Cột \"{heading}\": 6 ô ghi là chưa có (ví dụ \"chưa có\"), để trống.");
        assert_eq!(said, [about]);
    }
    // where they are real answers
    let plan = plan("Tên cơ sở;Có thị trường xuất khẩu;Ghi chú\nA;không;chưa có\n");
    assert_eq!(answer(&plan, 0, "export"), Some(&Value::Bool(false)));
    assert_eq!(text(&plan, "notes").as_deref(), Some("chưa có"));
}

#[test]
fn marks_for_the_row_above_entered_as_answers() {
    let marks = [
        "nt",
        "-nt-",
        "\"",
        "〃",
        "như trên",
        "Như trên.",
        "N/t",
        "”",
        "(nt)",
        "n.t",
        "''",
        "Nt",
        "NT",
        "N.T",
        "N.T.",
        "-Nt-",
        "//",
        "Như trên",
        "NHƯ TRÊN",
        "như trên nt",
    ];
    for mark in marks {
        for (heading, id, first) in [
            ("Sản phẩm", "products", "Chè"),
            ("Xã", "place", "Xã Lai Vung"),
            ("Số lao động", "workers", "5"),
            ("Ngày cấp", "licence_date", "05/03/2020"),
            ("Người đại diện", "contact_name", "Lê A"),
            ("Ghi chú", "notes", "tốt"),
            ("Địa chỉ", "address", "Ấp 1"),
            ("Điện thoại", "contact_phone", "0912345678"),
            ("Tên làng nghề", "craft_village_name", "Nem Lai Vung"),
        ] {
            let quoted = mark.replace('"', "\"\"");
            let plan = plan(&format!("Tên cơ sở;{heading}\nA;{first}\nB;\"{quoted}\"\n"));
            assert_eq!(answer(&plan, 1, id), None, "{heading} {mark}");
            assert!(plan.rows[1].asks() && !plan.rows[1].refused(), "{heading} {mark}");
            let said = plan.rows[1].notes[0].text(Some(3), Lang::Vi);
            assert!(said.contains("như dòng trên"), "{said}");
            // the first row has nothing above it to repeat, so it is no answer either
            let plan = crate::values::plan(&format!("Tên cơ sở;{heading}\nB;\"{quoted}\"\n"));
            assert_eq!(answer(&plan, 0, id), None, "{heading} {mark}");
            assert!(plan.rows[0].asks(), "{heading} {mark}");
        }
        let quoted = mark.replace('"', "\"\"");
        let plan = plan(&format!("Tên cơ sở;Xã\nA;Xã Lai Vung\n\"{quoted}\";Xã Lai Vung\n"));
        assert!(plan.rows[1].doubtful, "{mark}");
    }
    for text in ["NTK", "nttp", "12\" x 8\"", "\"A\""] {
        let quoted = text.replace('"', "\"\"");
        let plan = plan(&format!("Tên cơ sở;Sản phẩm\nA;\"{quoted}\"\n"));
        assert_eq!(answer(&plan, 0, "products").and_then(Value::as_text), Some(text));
    }
}

#[test]
fn ticks_of_paper_refused_their_rows() {
    for (cells, want) in [
        (
            &[
                "x", "X", "v", "V", "✓", "✔", "√", "ü", "☑", "☒", "Có", "yes", "1", "(x)",
                "TRUE",
            ][..],
            true,
        ),
        (&["Ko", "không", "không có", "K", "No", "chưa", "0", "Không."][..], false),
    ] {
        for cell in cells {
            let plan = one("Có thị trường xuất khẩu", cell);
            let read = answer(&plan, 0, "export");
            assert_eq!(read, Some(&Value::Bool(want)), "{cell}: {:?}", said(&plan, Lang::Vi));
        }
    }
    // Wingdings ticks among words were taken for letters of a legacy font, and cost their rows
    let list = "Tên cơ sở;Có thị trường xuất khẩu\nA;ü\nB;ü\nC;không\nD;có\nE;þ\nF;ü\nG;ü\n";
    let plan = plan(list);
    let read = |row| answer(&plan, row, "export").cloned();
    assert_eq!(
        (read(0), read(2), read(3)),
        [true, false, true].map(|b| Some(Value::Bool(b))).into()
    );
    assert!(plan.rows.iter().all(|row| !row.refused()), "{:?}", said(&plan, Lang::Vi));
    for cell in ["u", "có thể", "xem", "?"] {
        assert_eq!(answer(&one("Có thị trường xuất khẩu", cell), 0, "export"), None, "{cell}");
    }
}

#[test]
fn a_yes_or_a_tick_became_the_name_of_a_village() {
    let columns = [
        ("Tên làng nghề", "craft_village_name"),
        ("Làng nghề", "craft_village_name"),
        ("Sản phẩm", "products"),
        ("Người liên hệ", "contact_name"),
        ("Số giấy phép", "licence_no"),
    ];
    for (heading, id) in columns {
        for (cells, asked) in [
            (&["Có", "CÓ", "x", "X", "√", "v", "K", "yes", "Chưa", "(x)"][..], true),
            (&["Không", "không có", "không thuộc", "Không thuộc làng nghề"][..], false),
        ] {
            for cell in cells {
                let plan = plan(&format!("Tên cơ sở;{heading}\nA;{cell}\n"));
                let said = said(&plan, Lang::Vi).join("\n");
                assert_eq!(answer(&plan, 0, id), None, "{heading} {cell}: {said}");
                assert_eq!(plan.rows[0].asks(), asked, "{heading} {cell}: {said}");
                let words = if asked { "không phải là tên" } else { "ghi là chưa có" };
                assert!(said.contains(words), "{heading} {cell}: {said}");
            }
        }
        for text in ["Có Nhơn", "Cỏ", "Không Tên Làng", "Nem", "X20", "Kẻ Gỗ"] {
            let plan = plan(&format!("Tên cơ sở;{heading}\nA;{text}\n"));
            let read = answer(&plan, 0, id).and_then(Value::as_text);
            // without a digit it is not the number of a paper
            let number = id.ends_with("_no") && !text.contains("20");
            let wanted = Some(text).filter(|_| !number);
            assert_eq!(read, wanted, "{heading}: {:?}", said(&plan, Lang::Vi));
        }
    }
}

#[test]
fn what_its_writer_doubted_was_read_as_sure() {
    for (heading, id, cells) in [
        (
            "Điện thoại",
            "contact_phone",
            &[
                "0912345678?",
                "không dùng 0912345678",
                "0912345678 (số cũ)",
                "0912345678 (không liên lạc được)",
                "sai số 0912345678",
                "0912345678 (cũ), 0987654321",
            ][..],
        ),
        ("Loại hình", "type", &["HTX?", "HTX (?)", "Hợp tác xã ?"][..]),
        ("Số lao động", "workers", &["12?", "12 (?)"][..]),
        ("Ngày cấp", "licence_date", &["05/03/2020?", "05/03/2020 (?)"][..]),
        ("Xã", "place", &["Xã Lai Vung?", "Xã Lai Vung (?)"][..]),
        ("Có thị trường xuất khẩu", "export", &["Có?"][..]),
    ] {
        for cell in cells {
            let plan = plan(&format!("Tên cơ sở;{heading}\nA;{cell}\n"));
            let said = said(&plan, Lang::Vi).join("\n");
            assert_eq!(answer(&plan, 0, id), None, "{heading} {cell}: {said}");
            assert!(plan.rows[0].asks(), "{heading} {cell}: {said}");
        }
    }
    for (cell, told) in [("0912345678 (anh Ba)", true), ("ĐT: 0912345678", false)] {
        let plan = plan(&format!("Tên cơ sở;Điện thoại\nA;{cell}\n"));
        assert!(answer(&plan, 0, "contact_phone").is_some(), "{cell}");
        let said = said(&plan, Lang::Vi).join("\n");
        assert_eq!(said.contains("chỉ lấy"), told, "{cell}: {said}");
    }
}
