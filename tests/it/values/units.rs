use super::*;
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Workbook};
use sotay::lang;
use sotay::lang::Lang::Vi;

/// A workbook with these rows, and merged cells: row, first and last column, text.
pub fn book(rows: &[&[&str]], merged: &[(u32, u16, u16, &str)]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, cells) in (0u32..).zip(rows) {
        for (column, cell) in (0u16..).zip(*cells) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(at, column, number).unwrap(),
                Err(_) if cell.is_empty() => continue,
                Err(_) => sheet.write_string(at, column, *cell).unwrap(),
            };
        }
    }
    for (row, first, last, text) in merged {
        sheet.merge_range(*row, *first, *row, *last, text, &Format::new()).unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn the_unit_of_a_heading_over_two_columns_was_lost() {
    let heads: &[&str] = &["STT", "Tên cơ sở", "Số lao động", "Tổng vốn", "Doanh thu"];
    let upper: &[&str] = &["STT", "Tên cơ sở", "Số lao động", "", ""];
    let lower: &[&str] = &["", "", "", "Tổng vốn", "Doanh thu"];
    let data: &[&str] = &["1", "A", "5", "500", "700"];
    for unit in
        ["nghìn đồng", "ĐVT: nghìn đồng", "1.000 đồng", "Đơn vị tính: 1000đ", "ngàn đồng"]
    {
        let group = format!("Tài chính ({unit})");
        let merged = [(0, 3, 4, group.as_str())];
        let csv = format!(
            "STT;Tên cơ sở;Số lao động;{group};\n;;;Tổng vốn;Doanh thu\n1;A;5;500;700\n"
        );
        for (name, bytes) in [
            ("two lines", book(&[upper, lower, data], &merged)),
            ("all in the lower line", book(&[&[], heads, data], &merged)),
            (
                "not merged",
                book(&[&["STT", "Tên cơ sở", "Số lao động", &group], lower, data], &[]),
            ),
            ("csv", csv.into_bytes()),
        ] {
            let plan = plan_of(&bytes);
            let said = said(&plan, Lang::Vi);
            assert_eq!(plan.rows.len(), 1, "{name} {unit}: {said:?}");
            let read = ["capital", "revenue_prev", "workers"].map(|id| money(&plan, 0, id));
            assert_eq!(
                read,
                [Some(500_000), Some(700_000), Some(5)],
                "{name} {unit}: {said:?}"
            );
            assert!(
                said.iter().any(|s| s.starts_with("Tổng vốn: tính theo")),
                "{name}: {said:?}"
            );
        }
    }
}

#[test]
fn a_note_of_the_unit_beside_the_table_was_not_heeded() {
    let heads: &[&str] = &["Tên cơ sở", "Số lao động", "Tổng vốn"];
    let data: &[&str] = &["A", "5", "500"];
    for (note, factor) in [
        ("(Tiền: triệu đồng)", 1_000_000),
        ("Tiền: triệu đồng", 1_000_000),
        ("Đơn vị tính: 1.000 đồng", 1_000),
        ("ĐVT: triệu đồng", 1_000_000),
        ("Đvt: 1000đ", 1_000),
        ("Đvt: ngàn đồng", 1_000),
        ("(ĐVT : Triệu đồng)", 1_000_000),
        ("Đơn vị: người; tiền: triệu đồng", 1_000_000),
        ("(Vốn, doanh thu: triệu đồng)", 1_000_000),
        ("Đơn vị tiền: nghìn đồng.", 1_000),
        ("Số liệu tính theo triệu đồng", 1_000_000),
        ("nghìn đồng", 1_000),
    ] {
        let right: &[&str] = &["", "", note];
        let left: &[&str] = &[note];
        let title: &[&str] = &["DANH SÁCH CƠ SỞ"];
        let corner: &[&str] = &["Tên cơ sở", "Số lao động", "Tổng vốn", note];
        let csv =
            format!("DANH SÁCH CƠ SỞ;;\n;;{note}\nTên cơ sở;Số lao động;Tổng vốn\nA;5;500\n");
        let quoted = csv.replace(note, &format!("\"{note}\""));
        let mut all = vec![
            ("right", book(&[title, right, heads, data], &[])),
            ("left", book(&[title, left, heads, data], &[])),
            ("merged", book(&[title, &[], heads, data], &[(1, 0, 2, note)])),
            ("merged at the right", book(&[title, &[], heads, data], &[(1, 1, 2, note)])),
            ("below", book(&[heads, data, &[], left], &[])),
            ("csv", quoted.into_bytes()),
        ];
        if note.contains("ĐVT") {
            all.push(("corner", book(&[corner, data], &[])));
        }
        for (name, bytes) in all {
            let plan = plan_of(&bytes);
            let read = ["capital", "workers"].map(|id| money(&plan, 0, id));
            assert_eq!(
                read,
                [Some(500 * factor), Some(5)],
                "{name} {note}: {:?}",
                said(&plan, Lang::Vi)
            );
            assert_eq!(plan.rows.len(), 1, "{name} {note}");
        }
    }
}

#[test]
fn the_unit_of_one_heading_was_taken_for_that_of_the_table() {
    let bytes = book(
        &[
            &["Tên cơ sở", "Tổng vốn (ĐVT: triệu đồng)", "Doanh thu"],
            &["A", "500", "700000000"],
        ],
        &[],
    );
    let plan = plan_of(&bytes);
    let read = ["capital", "revenue_prev"].map(|id| money(&plan, 0, id));
    assert_eq!(read, [Some(500_000_000), Some(700_000_000)]);
}

#[test]
fn of_two_notes_the_closer_one_won_without_a_word() {
    for (text, capital) in [
        ("ĐVT: nghìn đồng\nTên cơ sở;Tổng vốn (triệu đồng)\nA;500\n", 500_000_000),
        ("ĐVT: nghìn đồng\nTên cơ sở;Tổng vốn (đồng)\nA;500000\n", 500_000),
        (
            "Tên cơ sở;Tài chính (nghìn đồng);\n;Tổng vốn (triệu đồng);Doanh thu\nA;500;7\n",
            500_000_000,
        ),
    ] {
        let plan = plan(text);
        let said = said(&plan, Lang::Vi);
        assert_eq!(money(&plan, 0, "capital"), Some(capital), "{said:?}");
        let told = |s: &String| {
            s.contains("hai đơn vị") && s.contains(&lang::listing::in_thousands(Vi))
        };
        assert!(said.iter().any(told), "{said:?}");
    }
    let plan = plan("ĐVT: triệu đồng\nTên cơ sở;Tổng vốn (triệu đồng)\nA;500\n");
    assert!(!said(&plan, Lang::Vi).iter().any(|s| s.contains("hai đơn vị")));
}

#[test]
fn small_money_was_advised_to_name_the_unit_that_it_names() {
    for text in [
        "Tên cơ sở;Tổng vốn (triệu đồng)\nA;12 đồng\n",
        "Tên cơ sở;Tổng vốn (đồng)\nA;12\n",
        "ĐVT: nghìn đồng\nTên cơ sở;Tổng vốn\nA;12\n",
    ] {
        let said = said(&plan(text), Lang::Vi);
        let small =
            said.iter().find(|s| s.contains("nhỏ quá")).unwrap_or_else(|| panic!("{said:?}"));
        assert!(!small.contains("vào tiêu đề"), "{small}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]
    /// Wherever the note is, the sum of what is imported is that of the cells times the unit.
    #[test]
    fn sums_come_out_by_the_unit_wherever_it_stands(
        amounts in prop::collection::vec((1u32..5_000, 1u32..5_000, 1u32..300), 1..8),
        unit in prop::sample::select(vec![("nghìn đồng", 1_000i64), ("triệu đồng", 1_000_000), ("tỷ đồng", 1_000_000_000), ("đồng", 1)]),
        place in 0usize..5,
        workbook in any::<bool>(),
    ) {
        let (unit, factor) = unit;
        let bare = ["STT", "Tên cơ sở", "Tổng vốn", "Doanh thu", "Số lao động"].map(str::to_owned).to_vec();
        let line = |at: usize, text: String| {
            let mut cells = vec![String::new(); 5];
            cells[at] = text;
            cells
        };
        let with = |unit: &str| {
            let mut heads = bare.clone();
            heads[2] = format!("Tổng vốn ({unit})");
            heads[3] = format!("Doanh thu ({unit})");
            heads
        };
        let mut rows = match place {
            0 => vec![line(0, format!("ĐVT: {unit}")), bare.clone()],
            1 => vec![line(4, format!("Đơn vị tính: {unit}")), bare.clone()],
            2 => vec![with(unit)],
            3 => {
                let mut below = line(2, unit.to_owned());
                below[3] = unit.to_owned();
                vec![bare.clone(), below]
            }
            _ => {
                let mut upper = bare.clone();
                upper[2] = format!("Tài chính ({unit})");
                upper[3].clear();
                let mut lower = line(2, "Tổng vốn".to_owned());
                lower[3] = "Doanh thu".to_owned();
                vec![upper, lower]
            }
        };
        for (n, (capital, revenue, workers)) in amounts.iter().enumerate() {
            rows.push(vec![(n + 1).to_string(), format!("Cơ sở {n}"), capital.to_string(), revenue.to_string(), workers.to_string()]);
        }
        let bytes = if workbook {
            let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
            let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
            book(&rows, &[])
        } else {
            rows.iter().map(|row| row.join(";") + "\n").collect::<String>().into_bytes()
        };
        let plan = plan_of(&bytes);
        let sum = |id: &str| (0..plan.rows.len()).filter_map(|row| money(&plan, row, id)).sum::<i64>();
        let all = |of: &dyn Fn(&(u32, u32, u32)) -> u32| amounts.iter().map(|a| i64::from(of(a))).sum::<i64>();
        prop_assert_eq!(plan.rows.len(), amounts.len());
        prop_assert_eq!(sum("capital"), all(&|a| a.0) * factor);
        prop_assert_eq!(sum("revenue_prev"), all(&|a| a.1) * factor);
        prop_assert_eq!(sum("workers"), all(&|a| a.2));
    }
}

#[test]
fn the_unit_in_the_middle_line_of_a_header_was_lost() {
    // cells merged downwards are in each row
    let lines: &[&[&str]] = &[
        &["DANH SÁCH"],
        &["STT", "Tên cơ sở", "", "", "", ""],
        &["STT", "Tên cơ sở", "", "", "", ""],
        &["STT", "Tên cơ sở", "TS", "Nữ", "Tổng vốn", "Doanh thu"],
        &["1", "A", "12", "5", "300", "400"],
    ];
    let merged =
        [(1, 2, 5, "Quy mô"), (2, 2, 3, "Lao động"), (2, 4, 5, "Tài chính (triệu đồng)")];
    let plan = plan_of(&book(lines, &merged));
    let said = said(&plan, Lang::Vi);
    assert_eq!(plan.rows.len(), 1, "{said:?}");
    let read = ["workers", "workers_female", "capital", "revenue_prev"];
    let read = read.map(|id| money(&plan, 0, id));
    assert_eq!(read, [Some(12), Some(5), Some(300_000_000), Some(400_000_000)], "{said:?}");
}

#[test]
fn a_note_that_says_more_than_one_unit_was_half_read() {
    let heads: &[&str] = &["Tên cơ sở", "Tổng vốn", "Doanh thu"];
    let data: &[&str] = &["A", "500", "2"];
    for note in [
        "Đơn vị tính: triệu đồng (riêng doanh thu: tỷ đồng)",
        "Đơn vị tính: triệu đồng (trừ doanh thu: tỷ đồng)",
        "ĐVT: triệu đồng (trừ doanh thu)",
        "ĐVT: triệu đồng, riêng doanh thu tỷ đồng",
        "ĐVT: triệu đồng riêng doanh thu tỷ đồng",
        "(triệu đồng, riêng doanh thu tỷ đồng)",
        "(triệu đồng - riêng doanh thu tỷ đồng)",
        "(triệu đồng,riêng doanh thu: tỷ đồng)",
        "DANH SÁCH (ĐVT: triệu đồng), riêng doanh thu tỷ đồng",
        "Ghi chú: Đơn vị tính: triệu đồng, doanh thu: tỷ đồng",
    ] {
        let left: &[&str] = &[note];
        let over = [(0, 1, 2, note)];
        let upper: &[&str] = &["Tên cơ sở", "", ""];
        let lower: &[&str] = &["", "Tổng vốn", "Doanh thu"];
        let mut all = vec![
            ("above", book(&[left, heads, data], &[])),
            ("below", book(&[heads, data, &[], left], &[])),
        ];
        if note.starts_with('(') {
            let group = format!("Tài chính {note}");
            all.push(("group", book(&[upper, lower, data], &[(0, 1, 2, group.as_str())])));
            all.push(("over", book(&[upper, lower, data], &over)));
        }
        for (name, bytes) in all {
            let plan = plan_of(&bytes);
            let said = said(&plan, Lang::Vi);
            let read = ["capital", "revenue_prev"].map(|id| money(&plan, 0, id));
            assert_eq!(read, [None, None], "{name} {note}: {said:?}");
            let asked = said.iter().filter(|s| s.contains("chưa rõ đơn vị")).count();
            assert_eq!(asked, 2, "{name} {note}: {said:?}");
        }
    }
    // a note about one amount does not apply to another
    for (note, read) in [
        ("Vốn: triệu đồng", [Some(500_000_000), None]),
        ("Doanh thu tính bằng tỷ đồng", [None, Some(2_000_000_000)]),
        ("(Vốn, doanh thu: triệu đồng)", [Some(500_000_000), Some(2_000_000)]),
        ("ĐVT: triệu đồng (Tr.đ)", [Some(500_000_000), Some(2_000_000)]),
        ("ĐVT: triệu đồng (làm tròn)", [Some(500_000_000), Some(2_000_000)]),
    ] {
        let plan = plan_of(&book(&[&[note], heads, data], &[]));
        let entered = ["capital", "revenue_prev"].map(|id| money(&plan, 0, id));
        assert_eq!(entered, read, "{note}: {:?}", said(&plan, Lang::Vi));
    }
}

/// The author of the list saw "500 nghìn", but the file holds 500 and a format.
#[test]
fn the_unit_in_the_format_of_a_number_was_lost() {
    for (heading, format, number, wanted) in [
        ("Tổng vốn", "#,##0\" nghìn đồng\"", 900_000.0, Some(900_000_000)),
        ("Tổng vốn", "#,##0.0\" tỷ\"", 1.5, Some(1_500_000_000)),
        ("Tổng vốn", "#,##0.0,,\" triệu\"", 300_000_000.0, Some(300_000_000)),
        ("Tổng vốn (nghìn đồng)", "#,##0,", 500_000_000.0, Some(500_000_000)),
        ("Tổng vốn (đồng)", "#,##0,,", 620_000_000_000.0, Some(620_000_000_000)),
        ("Tổng vốn", "#,##0,", 300_000_000.0, Some(300_000_000)),
        ("Tổng vốn (triệu đồng)", "#,##0 [$₫-42A]", 500.0, Some(500_000_000)),
        ("Tổng vốn", "#,##0 \"USD\"", 400_000_000.0, None),
        ("Tổng vốn", "[$$-409]#,##0", 400_000_000.0, None),
    ] {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "Tên cơ sở").unwrap();
        sheet.write_string(0, 1, heading).unwrap();
        sheet.write_string(1, 0, "Cơ sở Một").unwrap();
        let format = Format::new().set_num_format(format);
        sheet.write_number_with_format(1, 1, number, &format).unwrap();
        let plan = plan_of(&book.save_to_buffer().unwrap());
        let said = said(&plan, Lang::Vi);
        assert_eq!(money(&plan, 0, "capital"), wanted, "{heading} {format:?}: {said:?}");
    }
}

#[test]
fn words_of_a_heading_that_end_like_a_unit_were_taken_for_one() {
    for (heading, wanted) in [
        ("Vốn kinh doanh (đồng)", Some(80_000_000)),
        ("Vốn KD (đồng)", Some(80_000_000)),
        ("Vốn KD", None),
        ("Vốn kinh doanh (KD)", None),
    ] {
        let plan = plan(&format!("Tên cơ sở;{heading}\nCơ sở Một;80.000.000\n"));
        let read = money(&plan, 0, "capital");
        assert!(read == wanted || read == Some(80_000_000), "{heading}: {read:?}");
    }
    // a sum that a spreadsheet computed
    let plan = plan("Tên cơ sở;Tổng vốn\nCơ sở Một;1499600,7\nCơ sở Hai;90.000.000\n");
    assert_eq!(money(&plan, 1, "capital"), Some(90_000_000), "{:?}", said(&plan, Lang::Vi));
}
