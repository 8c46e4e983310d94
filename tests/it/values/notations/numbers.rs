//! Numbers without a unit: percents, marks of thousands, years, counts with remarks, several codes.

use crate::kit::home::Home;
use crate::values::*;

#[test]
fn percents_as_parts_of_one_entered_as_hundredths() {
    let cell = |cells: [&str; 2]| {
        let [a, b] = cells;
        plan(&format!("Tên cơ sở;Nguyên liệu trong tỉnh (%)\nA;\"{a}\"\nB;\"{b}\"\n"))
    };
    for cells in [["0,65", "1"], ["0.65", "0.7"], ["0,5", ""], ["0,05", "0"]] {
        let plan = cell(cells);
        assert_eq!(answer(&plan, 0, "local_material_pct"), None, "{cells:?}");
        let asked: usize = plan.values.iter().map(|value| value.lines.len()).sum();
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        assert_eq!(asked, filled, "{cells:?}");
        assert!(plan.notes.iter().any(|note| note.sort == NoteSort::Question), "{cells:?}");
    }
    for cells in [["0,65", "65"], ["1", "0"], ["65%", "0,5%"], ["0,65%", ""], ["100", "0,5"]] {
        let plan = cell(cells);
        assert!(answer(&plan, 0, "local_material_pct").is_some(), "{cells:?}");
        assert!(plan.values.is_empty(), "{cells:?}");
    }
}

#[test]
fn a_number_whose_mark_the_column_uses_for_the_other_thing_was_guessed() {
    let percent = "Nguyên liệu trong tỉnh";
    for (heading, id, cells, entered) in [
        // another cell has a point before a fraction
        ("Vốn (triệu đồng)", "capital", ["1.500", "15.75"], [None, Some(15_750_000)]),
        ("Vốn", "capital", ["1.500 tr", "15.75 tr"], [None, Some(15_750_000)]),
        ("Số lao động", "workers", ["1.500", "12.0"], [None, Some(12)]),
        // single đồng have no fraction
        ("Vốn", "capital", ["500.000 đồng", "1.5 tỷ"], [Some(500_000), Some(1_500_000_000)]),
        (
            "Vốn (triệu đồng)",
            "capital",
            ["1.500", "15,75"],
            [Some(1_500_000_000), Some(15_750_000)],
        ),
        (
            "Vốn (triệu đồng)",
            "capital",
            ["1.500", "2.500"],
            [Some(1_500_000_000), Some(2_500_000_000)],
        ),
    ] {
        let plan = plan(&format!("Tên cơ sở;{heading}\nA;{}\nB;{}\n", cells[0], cells[1]));
        let read = [0, 1].map(|row| money(&plan, row, id));
        assert_eq!(read, entered, "{heading} {cells:?}: {:?}", said(&plan, Lang::Vi));
        assert_eq!(plan.rows[0].asks(), entered[0].is_none(), "{heading} {cells:?}");
    }
    for (cells, read) in
        [(["1,500", "15.75"], false), (["1,500", "1,250.5"], false), (["1,500", "15,75"], true)]
    {
        let plan = plan(&format!("Tên cơ sở;{percent}\nA;{}\nB;{}\n", cells[0], cells[1]));
        assert_eq!(answer(&plan, 0, "local_material_pct").is_some(), read, "{cells:?}");
    }
}

#[test]
fn a_year_that_is_none_entered_where_nothing_asked_for_it() {
    for (year, entered) in [("2024", Some(2024)), ("25", None), ("2035", None), ("1899", None)]
    {
        for revenue in ["", "500 tr"] {
            let plan =
                plan(&format!("Tên cơ sở;Doanh thu;Năm của doanh thu\nA;{revenue};{year}\n"));
            let text = said_of_row(&plan, 0);
            let checked = revenue.is_empty() || entered.is_some();
            if checked {
                assert_eq!(money(&plan, 0, "revenue_year"), entered, "{year}: {text}");
            }
            assert!(!text.contains("1.990"), "{text}");
        }
    }
    let plan = plan("Tên cơ sở;Năm của doanh thu\nA;hai nghìn\n");
    assert!(said_of_row(&plan, 0).contains("ví dụ 2025"), "{}", said_of_row(&plan, 0));
}

fn said_of_row(plan: &OpenPlan, row: usize) -> String {
    plan.rows[row].notes.iter().map(|note| note.text(Some(2), Lang::Vi)).collect()
}

#[test]
fn counts_with_a_remark_or_in_other_digits_were_refused() {
    for (cell, wanted, told) in [
        ("12 (mười hai)", Some(12), true),
        ("05 (người)", Some(5), false),
        ("12 thợ", Some(12), false),
        ("12 người (8 nữ)", Some(12), true),
        ("１２", Some(12), false),
        // these may not be the total
        ("8 (tổng 12)", None, true),
        ("12 (15)", None, true),
        ("12 LĐ thường xuyên", None, true),
        ("12 (chưa kể 3 thời vụ)", None, true),
    ] {
        let plan = plan(&format!("Tên cơ sở;Tổng số lao động\nCơ sở Một;{cell}\n"));
        let said = said_of_row(&plan, 0);
        assert_eq!(money(&plan, 0, "workers"), wanted, "{cell}: {said}");
        assert_eq!(said.contains(cell), told, "{cell}: {said}");
    }
    let plan = plan("Tên cơ sở;Nguyên liệu trong tỉnh (%)\nCơ sở Một;60 phần trăm\n");
    assert!(answer(&plan, 0, "local_material_pct").is_some(), "{}", said_of_row(&plan, 0));
}

#[test]
fn several_codes_in_one_cell_are_told_as_such() {
    let home = Home::new();
    let file = home.file("ds.csv", "Tên cơ sở;Mã ngành\nCơ sở Một;1079, 1080\n".as_bytes());
    let ran = home.run("vi", &["import", "establishment", &file, "--dry-run"], b"");
    assert!(ran.words.contains("chỉ ghi một, không quá 5 ký tự"), "{}", ran.words);
}
