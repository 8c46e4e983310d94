use super::*;
use proptest::prelude::*;

fn text(plan: &OpenPlan, id: &str) -> Option<String> {
    answer(plan, 0, id)?.as_text().map(str::to_owned)
}

#[test]
fn a_word_for_a_question_won_over_the_column_with_its_label() {
    let plan = plan("Tên cơ sở;Ngành nghề;Sản phẩm chính\nA;Chế biến gỗ;Bàn ghế\n");
    assert_eq!(text(&plan, "products").as_deref(), Some("Bàn ghế"));
    let said = said(&plan, Lang::Vi).join("\n");
    assert!(said.contains("lấy \"Sản phẩm chính\", không nhập \"Ngành nghề\""), "{said}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]
    /// The column with the label wins in any order, and every other one is named.
    #[test]
    fn the_label_wins_in_any_order_of_the_columns(
        order in Just((0..8usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let columns = [
            ("Tên cơ sở", "A"),
            ("Sản phẩm chính", "đúng"),
            ("Ngành nghề", "sai"),
            ("Mặt hàng", "sai"),
            ("Tổng số lao động (người)", "11"),
            ("Lao động", "22"),
            ("Tổng vốn (triệu đồng)", "500"),
            ("Vốn đầu tư", "600"),
        ];
        let line = |of: &dyn Fn(&(&str, &str)) -> String| {
            order.iter().map(|at| of(&columns[*at])).collect::<Vec<_>>().join(";")
        };
        let list = format!("{}\n{}\n", line(&|c| c.0.to_owned()), line(&|c| c.1.to_owned()));
        let plan = plan(&list);
        prop_assert_eq!(text(&plan, "products"), Some("đúng".to_owned()), "{}", list);
        prop_assert_eq!(money(&plan, 0, "workers"), Some(11), "{}", list);
        let said = said(&plan, Lang::Vi).join("\n");
        for loser in ["\"Ngành nghề\"", "\"Mặt hàng\"", "\"Lao động\""] {
            prop_assert!(said.contains(loser), "{}: {}", loser, said);
        }
    }
}

#[test]
fn a_header_of_two_lines_that_are_not_merged_was_refused() {
    for (header, what) in [
        (
            "STT;Tên cơ sở;Tài chính;;Số lao động\n;;Tổng vốn;Doanh thu;\n",
            "a group over its first column",
        ),
        (
            ";;Tài chính;;Nhân sự\nSTT;Tên cơ sở;Tổng vốn;Doanh thu;Số lao động\n",
            "groups alone",
        ),
        ("STT;Tên;Tổng;Doanh;Tổng số\n;cơ sở;vốn;thu;lao động\n", "words that are wrapped"),
        (
            "STT;Tên cơ sở;Tổng vốn;Doanh thu;Tổng số\n;;;;lao động\n",
            "one heading that is wrapped",
        ),
        (
            "DANH SÁCH;;;;\nSTT;Tên cơ sở;Tài chính;;Lao động\n;;Tổng vốn;Doanh thu;Tổng số\n(1);(2);(3);(4);(5)\n",
            "a title above, numbers below",
        ),
    ] {
        let list = format!("{header}1;A;500000000;700000000;5\n2;B;600000000;800000000;6\n");
        let plan = plan(&list);
        let said = said(&plan, Lang::Vi);
        assert_eq!(plan.rows.len(), 2, "{what}: {said:?}");
        let read = ["capital", "revenue_prev", "workers"].map(|id| money(&plan, 1, id));
        assert_eq!(read, [Some(600_000_000), Some(800_000_000), Some(6)], "{what}: {said:?}");
        // the labels below are reported as no record
        let labels = header.contains("(1)");
        assert_eq!(said.len(), usize::from(labels), "{what}: {said:?}");
    }
}

#[test]
fn a_header_of_two_lines_that_is_repeated_became_columns_of_its_own() {
    let header = "STT;Tên cơ sở;Tài chính;\n;;Tổng vốn;Doanh thu\n";
    let list = format!("{header}1;A;500000000;7000000\n{header}2;B;600000000;8000000\n");
    let plan = plan(&list);
    assert_eq!(plan.rows.len(), 2);
    assert_eq!(money(&plan, 1, "capital"), Some(600_000_000));
    assert!(!plan.rows[1].refused(), "{:?}", plan.rows[1].notes);
}

/// All of them are two establishments with 12 workers, five of them women.
#[test]
fn headers_of_workers_in_several_lines_were_read_as_rows() {
    let data = "1;A;Chè;12;5\n2;B;Mây;12;5\n";
    for header in [
        "STT;Tên cơ sở;Sản phẩm;Lao động;\n;;;TS;Trong đó: Nữ\n",
        "STT;Tên cơ sở;Sản phẩm;Lao động;\n;;;Số lượng;Nữ\n",
        "STT;Tên cơ sở;Sản phẩm;Quy mô lao động;\n;;;Tổng;Nữ\n",
        "STT;Tên cơ sở;Sản phẩm;Lao động (người);\n;;;Tổng số;Trong đó nữ\n",
        "STT;Tên cơ sở;Sản phẩm;Số lao động;\n;;;Tổng cộng;Nữ\n",
        "STT;Tên cơ sở;Sản phẩm;Lao động;\n;;;Tổng số;Trong đó\n;;;;Nữ\n",
        "STT;Tên cơ sở;Sản phẩm;Lao động thường xuyên;Trong đó LĐ nữ\n",
        "STT;Tên cơ sở;Sản phẩm;SLLĐ;Nữ (người)\n",
        "STT;Tên cơ sở;Sản phẩm;LĐ;Trong đó: nữ\n",
    ] {
        let plan = plan(&format!("{header}{data}"));
        let said = said(&plan, Lang::Vi);
        assert_eq!(plan.rows.len(), 2, "{header}: {said:?}");
        let read = ["workers", "workers_female"].map(|id| money(&plan, 1, id));
        assert_eq!(read, [Some(12), Some(5)], "{header}: {said:?}");
        assert!(said.is_empty(), "{header}: {said:?}");
    }
}

#[test]
fn the_second_line_of_a_header_was_taken_for_a_sum() {
    for header in [
        "STT;Tên cơ sở;Quy mô lao động;;Tài chính;\n;;Tổng;Nữ;Vốn (tỷ đồng);Doanh thu (tỷ đồng)\n",
        "STT;Tên cơ sở;Lao động;;Tài chính (tỷ đồng);\n;;Tổng số;Nữ;Vốn;Doanh thu\n",
        "STT;Tên cơ sở;Quy mô;;;\n;;Lao động;;Tài chính;\n;;Tổng số;Nữ;Vốn (tỷ đồng);Doanh thu (tỷ đồng)\n",
    ] {
        let plan = plan(&format!("{header}1;A;12;5;3;4\n2;B;13;6;5;7\n"));
        let said = said(&plan, Lang::Vi);
        assert_eq!(plan.rows.len(), 2, "{header}: {said:?}");
        let read = ["workers", "workers_female", "capital", "revenue_prev"];
        let read = read.map(|id| money(&plan, 1, id));
        let billions = |n: i64| Some(n * 1_000_000_000);
        assert_eq!(read, [Some(13), Some(6), billions(5), billions(7)], "{header}: {said:?}");
    }
}

/// A row of data is no header, whatever it holds.
#[test]
fn a_row_of_data_below_a_header_stays_data() {
    for list in [
        "Tên cơ sở;Sản phẩm;Ghi chú\nDoanh nghiệp A;Mây;Số lao động\n",
        "Tên cơ sở;Sản phẩm;\nA;Mây;Ghi chú\n",
        "DANH SÁCH CƠ SỞ;;\nTên cơ sở;Sản phẩm;Cột lạ\nA;Mây;x\n",
    ] {
        let plan = plan(list);
        assert_eq!(plan.rows.len(), 1, "{list}");
        assert_eq!(text(&plan, "products").as_deref(), Some("Mây"), "{list}");
        let said = said(&plan, Lang::Vi).join("\n");
        assert!(!said.contains("DANH SÁCH"), "{said}");
    }
}

/// Years or parts below a heading that no field has are no row of data, and not the total.
#[test]
fn parts_of_a_heading_were_read_as_the_whole_or_as_a_record() {
    let last = i64::from(TODAY.year) - 1;
    let year = |back: i64| (last - back).to_string();
    let (one, two, three) = (year(0), year(1), year(2));
    for (above, parts, id, wanted) in [
        ("Lao động", vec![two.as_str(), &one], "workers", Some(20)),
        ("Lao động", vec![&one, &two], "workers", Some(10)),
        ("Lao động", vec!["Năm trước", "Năm nay"], "workers", None),
        ("Lao động", vec![&three, &two], "workers", None),
        ("Lao động", vec!["Thường xuyên", "Thời vụ"], "workers", None),
        ("Lao động", vec!["Thường xuyên", "Nữ"], "workers", Some(10)),
        ("Doanh thu (triệu đồng)", vec![&three, &two, &one], "revenue_prev", Some(30_000_000)),
        ("Doanh thu (triệu đồng)", vec![&three, &two], "revenue_prev", None),
        ("Doanh thu (triệu đồng)", vec!["Kế hoạch", "Thực hiện"], "revenue_prev", None),
        ("Vốn đầu tư (triệu đồng)", vec!["Dự kiến", "Đã đầu tư"], "capital", None),
        ("Vốn đầu tư (triệu đồng)", vec!["Vốn tự có", "Vốn vay"], "capital", None),
    ] {
        let wide = parts.len();
        let mut upper = vec!["Tên cơ sở", "Sản phẩm", above];
        upper.resize(wide + 2, "");
        let lower: Vec<&str> = ["", ""].into_iter().chain(parts.clone()).collect();
        let counts = ["10", "20", "30"];
        let row = |name| -> Vec<&str> {
            [name, "Chè"].into_iter().chain(counts.into_iter().take(wide)).collect()
        };
        let rows = [upper, lower, row("Cơ sở Một"), row("Cơ sở Hai")];
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        let text = rows.iter().map(|row| row.join(";") + "\n").collect::<String>();
        let last = 2 + u16::try_from(wide).unwrap() - 1;
        let merged = units::book(&rows, &[(0, 2, last, above)]);
        for bytes in [text.into_bytes(), units::book(&rows, &[]), merged] {
            let plan = plan_of(&bytes);
            let said = said(&plan, Lang::Vi);
            let names: Vec<_> =
                (0..plan.rows.len()).map(|row| answer(&plan, row, "name")).collect();
            assert_eq!(plan.rows.len(), 2, "{above} {parts:?}: {names:?} {said:?}");
            assert_eq!(money(&plan, 0, id), wanted, "{above} {parts:?}: {said:?}");
        }
    }
}

/// Figures of a long past year are not today's, and of several years the latest are taken.
#[test]
fn figures_of_an_old_year_were_taken_for_those_of_today() {
    let last = TODAY.year - 1;
    for (header, wanted) in [
        (format!("Lao động năm {last}"), Some(5)),
        (format!("Lao động năm {}", last - 1), None),
        (format!("Lao động năm {};Lao động năm {last}", last - 1), Some(7)),
        (format!("Lao động năm {last};Lao động năm {}", last - 1), Some(5)),
        (format!("Lao động năm {last};Lao động năm {}", last + 1), Some(7)),
    ] {
        let counts = if header.contains(';') { "5;7" } else { "5" };
        let plan = plan(&format!("Tên cơ sở;{header};Sản phẩm\nCơ sở Một;{counts};Chè\n"));
        let said = said(&plan, Lang::Vi);
        assert_eq!(money(&plan, 0, "workers"), wanted, "{header}: {said:?}");
    }
}

/// The columns of a list could not be mapped by hand if none of them was known.
#[test]
fn a_list_without_a_known_column_was_refused() {
    let rows: [&[&str]; 4] = [
        &["Phụ lục", "", ""],
        &["Abc", "Xyz", "Qwe"],
        &["Cơ sở Một", "Chè", "5"],
        // a value may equal the name of a column
        &["Cơ sở Hai", "Sản phẩm chính", "6"],
    ];
    let text = rows.map(|row| row.join(";") + "\n").concat();
    for bytes in [text.into_bytes(), units::book(&rows, &[])] {
        let plan = plan_of(&bytes);
        let headings: Vec<_> = plan.columns.iter().map(|column| &*column.heading).collect();
        assert_eq!(headings, ["Abc", "Xyz", "Qwe"]);
        assert_eq!(plan.rows.len(), 2);
        assert!(plan.rows.iter().all(|row| row.refused()));
    }
}

#[test]
fn the_middle_of_three_lines_was_read_as_a_record() {
    let rows: [&[&str]; 5] = [
        &["Tên cơ sở", "Xã", "Lao động", "", "", "Vốn (triệu đồng)", ""],
        &["Tên cơ sở", "Xã", "Tổng", "Trong đó", "", "Tự có", "Vay"],
        &["Tên cơ sở", "Xã", "Tổng", "Nữ", "DTTS", "Tự có", "Vay"],
        &["Cơ sở Hoa", "Xã Lấp Vò", "10", "6", "0", "200", "100"],
        &["Cơ sở Lan", "Xã Lấp Vò", "11", "7", "1", "200", "100"],
    ];
    let merged = [(0, 2, 4, "Lao động"), (0, 5, 6, "Vốn (triệu đồng)"), (1, 3, 4, "Trong đó")];
    let unmerged = rows.map(|row| row.join(";") + "\n").concat();
    for bytes in [units::book(&rows, &merged), unmerged.into_bytes()] {
        let plan = plan_of(&bytes);
        let said = said(&plan, Lang::Vi);
        assert_eq!(plan.rows.len(), 2, "{said:?}");
        let read =
            ["workers", "workers_female", "workers_ethnic"].map(|id| money(&plan, 0, id));
        assert_eq!(read, [Some(10), Some(6), Some(0)], "{said:?}");
        assert_eq!(money(&plan, 0, "capital"), None, "{said:?}");
    }
}

#[test]
fn a_column_of_choices_was_taken_for_words() {
    let list = |cells: [&str; 2]| {
        let rows = cells.map(|cell| format!("Cơ sở {cell};{cell}\n")).concat();
        plan(&format!("Tên cơ sở;Ngành nghề\n{rows}"))
    };
    let label = "Chế biến nông - lâm - thủy sản, thực phẩm";
    let choices = list([label, label]);
    assert!(answer(&choices, 0, "sector").is_some(), "{:?}", said(&choices, Lang::Vi));
    assert_eq!(text(&choices, "products"), None);
    let words = list([label, "Nem Lai Vung"]);
    assert_eq!(text(&words, "products").as_deref(), Some(label));
}
