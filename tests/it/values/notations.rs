//! Units as offices write them, in a heading, beside it or in a cell: understood, or asked for.

mod combined;
mod numbers;

use super::*;
use crate::kit::home::Home;

/// Reads a row under this heading with a cell that holds 500.
fn under(heading: &str) -> OpenPlan {
    plan(&format!("Tên cơ sở;\"{heading}\"\nA;500\n"))
}

fn asks_for_unit(plan: &OpenPlan) -> bool {
    plan.notes.iter().any(|note| note.sort == NoteSort::Question)
        && plan.values.iter().any(|value| value.to.is_none() && value.lines.len() == 1)
}

#[test]
fn notations_of_thousands_and_millions_were_read_as_dong() {
    for (zeros, units) in [
        (
            3,
            &[
                "ngđ",
                "ng.đ",
                "Ng.Đ",
                "ng. đồng",
                "N.đồng",
                "000đ",
                "'000 đ",
                "’000đ",
                ".000đ",
                "x1000",
                "x1.000",
                "x 1000đ",
                "*1000đ",
                "1.000 VNĐ",
                "1000đ",
                "103 đồng",
                "10^3 đ",
                "10³đ",
                "nghìnđồng",
                "nghđ",
                "ngàn.đ",
                "VND'000",
                "1,000 VND",
                "1 nghìn đồng",
            ][..],
        ),
        (
            6,
            &[
                "Trđồng",
                "TrVNĐ",
                "tr.VNĐ",
                "tr VND",
                "trđ.",
                "106 đồng",
                "10^6 đồng",
                "10⁶ đ",
                "10 mũ 6 đồng",
                "triệuđồng",
                "000.000đ",
                "1.000.000đ",
                "MVND",
                "M.VND",
                "mil VND",
                "VND million",
                "VNĐ (triệu)",
                "1 triệu đồng",
                "triệu VN đồng",
                "triệu đồng VN",
            ],
        ),
        (9, &["tỷđ", "tỷ.đ", "TỶ ĐỒNG", "tỉ VNĐ", "10^9 đồng", "bn VND", "109 đồng"]),
        (8, &["trăm triệu đồng", "100 triệu đồng"]),
    ] {
        let want = Some(500 * 10i64.pow(zeros));
        for unit in units {
            for text in [
                format!("Tên cơ sở;\"Vốn đầu tư ({unit})\"\nA;500\n"),
                format!("ĐVT: {unit}\nTên cơ sở;Vốn đầu tư\nA;500\n"),
                format!("\"(ĐVT: {unit})\"\nTên cơ sở;Vốn đầu tư\nA;500\n"),
                format!("DANH SÁCH;\"Đơn vị tính: {unit}\"\nTên cơ sở;Vốn đầu tư\nA;500\n"),
                format!("ĐVT:;\"{unit}\"\nTên cơ sở;Vốn đầu tư\nA;500\n"),
            ] {
                let plan = plan(&text);
                assert_eq!(
                    money(&plan, 0, "capital"),
                    want,
                    "{text}: {:?}",
                    said(&plan, Lang::Vi)
                );
                assert!(
                    said(&plan, Lang::Vi).iter().any(|s| s.contains("tính theo")),
                    "{text}"
                );
            }
        }
    }
}

#[test]
fn headings_with_units_in_other_shapes_were_read_as_dong() {
    for heading in [
        "Vốn đầu tư [triệu VNĐ]",
        "Vốn đầu tư/triệu đồng",
        "Vốn đầu tư / trđ",
        "Vốn đầu tư - triệu đồng",
        "Vốn đầu tư – tr.đ",
        "Vốn đầu tư\ntriệu đồng",
        "Vốn đầu tư\n(triệu đồng)",
        "Vốn đầu tư\n(ĐVT: tr.đ)",
        "Vốn ĐT (tr.đ)",
        "Vốn đầu tư {triệu}",
        "Vốn đầu tư （triệu đồng）",
        "Vốn đầu tư <triệu đồng>",
        "Vốn đầu tư 【triệu đồng】",
        "Vốn đầu tư: triệu đồng",
        "Vốn đầu tư_triệu đồng",
        "Vốn đầu tư; triệu đồng",
        "Vốn đầu tư (nếu có) (triệu đồng)",
        "Vốn đầu tư, ĐVT: triệu đồng",
        "Vốn đầu tư trđồng",
        "VỐN ĐẦU TƯ (TRIỆU ĐỒNG)",
    ] {
        let plan = under(heading);
        assert_eq!(
            money(&plan, 0, "capital"),
            Some(500_000_000),
            "{heading}: {:?}",
            said(&plan, Lang::Vi)
        );
    }
}

#[test]
fn a_unit_that_is_not_understood_is_asked_for_and_never_taken_as_dong() {
    for text in [
        "Tên cơ sở;Vốn (T.đồng)\nA;500\n",
        "Tên cơ sở;Vốn (mđ)\nA;500\n",
        "Tên cơ sở;Vốn (M)\nA;500\n",
        "Tên cơ sở;Vốn (B)\nA;500\n",
        "Tên cơ sở;Vốn (1000)\nA;500\n",
        "Tên cơ sở;Vốn (tấn)\nA;500\n",
        "Tên cơ sở;Vốn [đvqđ]\nA;500\n",
        "Tên cơ sở;Vốn/T.đồng\nA;500\n",
        "Tên cơ sở;Vốn - T.đ\nA;500\n",
        "ĐVT: T.đồng\nTên cơ sở;Vốn\nA;500\n",
        "Đơn vị tính: đvqđ\nTên cơ sở;Vốn\nA;500\n",
        "Đơn vị: T.đồng\nTên cơ sở;Vốn\nA;500\n",
        "ĐVT:;T.đồng\nTên cơ sở;Vốn\nA;500\n",
        "ĐVT: nghìn đồng\nTên cơ sở;Vốn (T.đồng)\nA;500\n",
        "Tên cơ sở;Vốn (làm tròn đến triệu đồng)\nA;500\n",
    ] {
        let plan = plan(text);
        assert_eq!(money(&plan, 0, "capital"), None, "{text}: {:?}", said(&plan, Lang::Vi));
        assert!(asks_for_unit(&plan), "{text}: {:?} {:?}", plan.values, said(&plan, Lang::Vi));
        assert!(!plan.rows[0].refused(), "{text}");
    }
    // a cell with a unit of its own is clear
    let plan = plan("Tên cơ sở;Vốn (T.đồng)\nA;5 tỷ\nB;500\n");
    assert_eq!(money(&plan, 0, "capital"), Some(5_000_000_000));
    assert_eq!(money(&plan, 1, "capital"), None);
}

#[test]
fn words_in_brackets_that_are_no_unit_bother_nobody() {
    for words in [
        "nếu có",
        "theo giấy phép",
        "năm 2025",
        "2025",
        "31/12/2025",
        "tính đến 31/12/2025",
        "tính đến ngày 30/6/2026",
        "1",
        "5=3+4",
        "vốn tự có",
        "bao gồm cả vốn vay",
        "ước tính",
        "*",
        "chưa gồm VAT",
        "theo đăng ký kinh doanh",
        "số liệu do cơ sở tự khai",
        "dự kiến",
    ] {
        let plan = plan(&format!("Tên cơ sở;\"Vốn đầu tư ({words})\"\nA;500.000.000\n"));
        assert_eq!(money(&plan, 0, "capital"), Some(500_000_000), "{words}");
        assert!(plan.notes.is_empty(), "{words}: {:?}", plan.notes);
    }
    for above in [
        "Đơn vị: Sở Công Thương tỉnh Đồng Tháp",
        "Đơn vị: UBND xã Đồng Tiến",
        "Đơn vị tính: người",
        "ĐVT: tấn, cái",
        "Đơn vị báo cáo: Trung tâm Khuyến công",
    ] {
        let plan = plan(&format!("{above}\nTên cơ sở;Vốn đầu tư\nA;500.000.000\n"));
        assert_eq!(money(&plan, 0, "capital"), Some(500_000_000), "{above}");
        assert!(plan.notes.is_empty(), "{above}: {:?}", plan.notes);
    }
}

#[test]
fn the_meaning_of_a_unit_and_of_fractions_is_chosen_once_and_remembered() {
    let home = Home::new();
    let list = "Tên cơ sở;Vốn (T.đồng);Nguyên liệu trong tỉnh (%)\nA;500;0,65\nB;2 tỷ;1\nD;500;\nE;500;\n";
    let file = home.file("list.csv", list.as_bytes());
    let import = |file: &str, more: &[&str]| {
        home.run("vi", &[&["import", "establishment", file], more].concat(), b"")
    };
    let listed = || home.run("vi", &["list", "establishment", "--format", "json"], b"").out;
    let ran = import(&file, &["--dry-run"]);
    assert!(ran.words.contains("--value \"Vốn (T.đồng)=T.đồng="), "{}", ran.words);
    assert!(!import(&file, &["--value", "Vốn=T.đồng=tấn"]).well);
    assert_eq!(listed().trim(), "");
    let fractions = "Nguyên liệu trong tỉnh=0-1=phần của 1";
    import(&file, &["--value", "Vốn=T.đồng=tỷ đồng", "--value", fractions]);
    let all = listed();
    for value in [":500000000000,", ":2000000000,", ":\"65\"", ":\"100\""] {
        assert!(all.contains(value), "{value}: {all}");
    }
    let later = home.file("later.csv", "Tên cơ sở;Vốn (T.đồng)\nC;7\n".as_bytes());
    let ran = import(&later, &[]);
    assert!(ran.words.contains("lần trước"), "{}", ran.words);
    assert!(listed().contains(":7000000000,"), "{}", listed());
}

#[test]
fn the_unit_of_each_row_was_passed_over() {
    let text = "Tên cơ sở;Vốn đầu tư;ĐVT\nA;500;Triệu đồng\nB;500;Nghìn đồng\nC;5;Tỷ đồng\nD;500000000;đồng\nE;500;\nF;500;T.đồng\nG;2 tỷ;\n";
    for heading in ["ĐVT", "Đơn vị tính", "Đơn vị tiền", "Đơn vị"] {
        let plan = plan(&text.replace("ĐVT", heading));
        let read: Vec<_> = (0..7).map(|row| money(&plan, row, "capital")).collect();
        let million = Some(500_000_000);
        let want = [
            million,
            Some(500_000),
            Some(5_000_000_000),
            million,
            None,
            None,
            Some(2_000_000_000),
        ];
        assert_eq!(read, want, "{:?}", said(&plan, Lang::Vi));
        assert!(plan.rows[4].asks() && plan.rows[5].asks());
        assert!(!plan.columns.iter().any(|c| c.heading == heading), "{:?}", plan.columns);
        let said = said(&plan, Lang::Vi).join("\n");
        assert!(said.contains("từng dòng") && !said.contains("không có trong sổ"), "{said}");
    }
    // two columns of money, each with its unit column
    let plan = plan(
        "Tên cơ sở;Vốn đầu tư;ĐVT;Doanh thu;ĐVT\nA;5;tỷ đồng;700;triệu đồng\nB;6;triệu đồng;700;nghìn đồng\n",
    );
    let read = |row| ["capital", "revenue_prev"].map(|id| money(&plan, row, id));
    assert_eq!(
        read(0),
        [Some(5_000_000_000), Some(700_000_000)],
        "{:?}",
        said(&plan, Lang::Vi)
    );
    assert_eq!(read(1), [Some(6_000_000), Some(700_000)]);
}

#[test]
fn the_unit_of_goods_is_none_of_money() {
    let plan = plan("Tên cơ sở;Sản phẩm chính;ĐVT;Vốn đầu tư\nA;Chè;tấn;500.000.000\n");
    assert_eq!(money(&plan, 0, "capital"), Some(500_000_000));
    assert!(said(&plan, Lang::Vi).join("\n").contains("ĐVT"));
}

#[test]
fn amounts_of_different_size_in_one_column_are_told() {
    let plan = plan("Tên cơ sở;Vốn (triệu đồng)\nA;300\nB;900\nC;500000000\n");
    assert_eq!(money(&plan, 2, "capital"), None);
}

#[test]
fn a_note_of_the_unit_beside_the_header_was_told_as_an_unknown_column() {
    for text in [
        "Tên cơ sở;Vốn;Đơn vị tính: nghìn đồng\nA;500;\nB;600;\n",
        "Tên cơ sở;Vốn;;Đơn vị tính: nghìn đồng\nA;500;;\nB;600;;\n",
        "Tên cơ sở;Vốn;\nA;500;Đơn vị tính: nghìn đồng\nB;600;\n",
        "Tên cơ sở;Vốn\nA;500;Đơn vị tính: nghìn đồng\nB;600\n",
    ] {
        let plan = plan(text);
        let said = said(&plan, Lang::Vi);
        assert_eq!(money(&plan, 0, "capital"), Some(500_000), "{text} {said:?}");
        assert_eq!(said, ["Vốn: tính theo nghìn đồng."], "{text}");
        assert!(!plan.columns.iter().any(sotay::record::ListColumn::is_open), "{text}");
    }
}
