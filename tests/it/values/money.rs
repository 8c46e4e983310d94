use super::*;
use proptest::prelude::*;
use sotay::text::format::{money_unit, parse_money, parse_money_in};

#[test]
fn millions_of_a_heading_came_in_as_dong() {
    let plan = plan("Tên cơ sở;Vốn đầu tư (triệu đồng);Doanh thu (tr.đ)\nA;500;1.200\n");
    assert_eq!(money(&plan, 0, "capital"), Some(500_000_000));
    assert_eq!(money(&plan, 0, "revenue_prev"), Some(1_200_000_000));
    let said = said(&plan, Lang::Vi);
    assert_eq!(said.iter().filter(|s| *s == "Vốn đầu tư: tính theo triệu đồng.").count(), 1);
    assert_eq!(
        said.iter()
            .filter(|s| *s == "Doanh thu: tính theo triệu đồng (ghi là \"tr.đ\").")
            .count(),
        1
    );
}

#[test]
fn units_were_dropped_wherever_a_sheet_writes_them() {
    let million = Some(500_000_000);
    for (text, want) in [
        ("Đơn vị tính: triệu đồng\nTên cơ sở;Vốn đầu tư\nA;500\n", million),
        ("DANH SÁCH;;ĐVT: Triệu đồng\nTên cơ sở;Vốn đầu tư\nA;500\n", million),
        ("Tên cơ sở;Vốn đầu tư [ĐVT: triệu đồng]\nA;500\n", million),
        ("Tên cơ sở;Vốn đầu tư, triệu đồng\nA;500\n", million),
        ("Tên cơ sở;Vốn đầu tư\n;triệu đồng\nA;500\n", million),
        ("Tên cơ sở;Vốn đầu tư\nA;500\nGhi chú: số liệu tính bằng triệu đồng;\n", million),
        ("Tên cơ sở;Vốn đầu tư (Million VND)\nA;500\n", million),
        ("Tên cơ sở;Vốn đầu tư (nghìn đồng)\nA;500.000\n", million),
        ("Tên cơ sở;Vốn đầu tư (1.000 đ)\nA;500.000\n", million),
        ("Tên cơ sở;Vốn đầu tư (1000đ)\nA;500000\n", million),
        ("Tên cơ sở;Vốn đầu tư (tỷ đồng)\nA;0,5\n", million),
        ("Tên cơ sở;Vốn đầu tư (tỷ đồng)\nA;12\n", Some(12_000_000_000)),
        ("Tên cơ sở;Vốn đầu tư (trđ)\nA;1.250,5\n", Some(1_250_500_000)),
        ("Tên cơ sở;Vốn đầu tư (đồng)\nA;500.000.000\n", million),
        ("ĐVT: tỷ đồng\nTên cơ sở;Vốn đầu tư (triệu đồng)\nA;500\n", million),
        ("§¬n vÞ tÝnh: triÖu ®ång\nTên cơ sở;Vốn đầu tư\nA;500\n", million),
        ("Ñôn vò tính: trieäu ñoàng\nTên cơ sở;Vốn đầu tư\nA;500\n", million),
        ("Đơn vị: Sở Công Thương\nTên cơ sở;Vốn đầu tư\nA;500.000.000\n", million),
    ] {
        let plan = plan(text);
        assert_eq!(plan.rows.len(), 1, "{text}");
        assert_eq!(money(&plan, 0, "capital"), want, "{text}: {:?}", said(&plan, Lang::Vi));
    }
}

#[test]
fn a_cell_with_its_own_unit_was_multiplied_by_the_headings() {
    let plan = plan("Tên cơ sở;Vốn (triệu đồng)\nA;5 tỷ\nB;500.000.000 đồng\nC;500\n");
    assert_eq!(money(&plan, 0, "capital"), Some(5_000_000_000));
    assert_eq!(money(&plan, 1, "capital"), Some(500_000_000));
    assert_eq!(money(&plan, 2, "capital"), Some(500_000_000));
    assert!(plan.rows[0].notes[0].text(None, Lang::Vi).contains("đơn vị riêng"));
    assert!(plan.rows[2].notes.is_empty());
}

#[test]
fn a_unit_that_nobody_can_convert_is_asked_about_and_not_taken() {
    for text in [
        "Tên cơ sở;Vốn (USD)\nA;500\n",
        "Tên cơ sở;Vốn (1000 USD)\nA;500\n",
        "ĐVT: USD\nTên cơ sở;Vốn\nA;500\n",
        "Tên cơ sở;Doanh thu (triệu đồng/tháng)\nA;500\n",
        "Tên cơ sở;Số lao động (nghìn người)\nA;5\n",
        "Tên cơ sở;Nguyên liệu trong tỉnh (tấn)\nA;5\n",
    ] {
        let plan = plan(text);
        for id in ["capital", "revenue_prev", "workers", "local_material_pct"] {
            assert_eq!(answer(&plan, 0, id), None, "{text}");
        }
        assert!(!plan.rows[0].refused(), "{text}");
        assert!(plan.notes.iter().any(|note| note.sort == NoteSort::Question), "{text}");
    }
    // words that are no unit
    for heading in ["Vốn (nếu có)", "Vốn (năm 2025)", "Số lao động (người)"] {
        let plan = plan(&format!("Tên cơ sở;{heading}\nA;500.000\n"));
        assert!(plan.notes.is_empty(), "{heading}: {:?}", plan.notes);
    }
}

/// "12" next to "500 triệu" was imported as 12 đồng with a warning, and 100.000 without one.
#[test]
fn amounts_that_can_hardly_be_dong_are_asked_about_once() {
    for (text, entered) in [
        ("A;500\nB;1.200\n", [None, None]),
        ("A;15,5\nB;17,5\n", [None, None]),
        ("A;500 triệu\nB;12\n", [Some(500_000_000), None]),
        ("A;300 tr\nB;100.000\n", [Some(300_000_000), None]),
        ("A;500\nB;500000000\n", [None, None]),
        ("A;300 tr\nB;100.000.000\n", [Some(300_000_000), Some(100_000_000)]),
        ("A;500000\nB;0\n", [Some(500_000), Some(0)]),
    ] {
        let plan = plan(&format!("Tên cơ sở;Vốn\n{text}"));
        let said = said(&plan, Lang::Vi);
        let read = [0, 1].map(|row| money(&plan, row, "capital"));
        assert_eq!(read, entered, "{text}: {said:?}");
        let asked = said.iter().filter(|s| s.contains("không ghi đơn vị")).count();
        assert_eq!(asked, usize::from(entered.contains(&None)), "{text}: {said:?}");
        assert_eq!(said.len(), asked, "{text}: {said:?}");
    }
}

#[test]
fn the_unit_of_a_column_without_one_is_chosen_once() {
    for (unit, entered) in [("đồng", "500,"), ("triệu đồng", "500000000,")] {
        let home = crate::kit::home::Home::new();
        let file = home.file("list.csv", "Tên cơ sở;Vốn\nA;500\nB;1.200\n".as_bytes());
        let import = |more: &[&str]| {
            home.run("vi", &[&["import", "establishment", &file], more].concat(), b"").words
        };
        assert!(import(&["--dry-run"]).contains("--value \"Vốn=ĐVT ?="));
        let said = import(&["--value", &format!("Vốn=ĐVT ?={unit}")]);
        // nothing that a person has decided is doubted
        assert!(!said.contains("không ghi đơn vị"), "{said}");
        let all = home.run("vi", &["list", "establishment", "--format", "json"], b"").out;
        assert!(all.contains(&format!(":{entered}")), "{unit}: {all}");
    }
}

#[test]
fn money_with_two_readings_is_refused() {
    for (text, want) in [
        ("1,2 tỷ", 1_200_000_000),
        ("500tr", 500_000_000),
        ("500 tr.đ", 500_000_000),
        ("500trđ", 500_000_000),
        ("5 trăm triệu", 500_000_000),
        ("25 triệu 500 nghìn", 25_500_000),
        ("1 triệu 500.000", 1_500_000),
        ("1 triệu 500 đồng", 1_000_500),
        ("1 tỷ rưỡi", 1_500_000_000),
        ("2 tỉ rưỡi", 2_500_000_000),
        ("1tr rưỡi", 1_500_000),
        ("500k", 500_000),
        // a digit after them is a tenth
        ("1tr5", 1_500_000),
        ("1 triệu 5", 1_500_000),
        ("1 tỷ 2", 1_200_000_000),
        ("2 tỷ 3", 2_300_000_000),
        ("1tỷ5", 1_500_000_000),
        ("12 tỉ 9", 12_900_000_000),
        ("25k5", 25_500),
        ("150 nghìn 5", 150_500),
        ("2 tỷ 3 triệu", 2_003_000_000),
        ("2 nghìn tỷ", 2_000_000_000_000),
        ("1.200.000.000 VNĐ", 1_200_000_000),
        ("VND 500 triệu", 500_000_000),
        ("５００ triệu", 500_000_000),
    ] {
        assert_eq!(parse_money(text), Ok(want), "{text}");
    }
    for text in [
        "1 tỷ 500",
        "2 tỷ 35",
        "1tr50",
        "2 tỷ 05",
        "2 tỷ 0",
        "2 tỷ 3 đồng",
        "2 tỷ 35 đồng",
        "1tr5đ",
        "2 tỷ, 3",
        "2 tr. 3",
        "2 tỷ 3 5",
        "1,5 tỷ 2",
        "1.500 triệu 5",
        "1 tỷ rưỡi 5",
        "5 trăm triệu 3",
        "2 nghìn tỷ 5",
        "2 tỷ 300 triệu 5",
        "5 trăm",
        "5 trăm 50 triệu",
        "1,500 tr",
        "1.234 tỷ",
        "1 triệu 5000 nghìn",
        "500-600 triệu",
        "khoảng 5 tỷ",
        "~5 tỷ",
        "5 USD",
        "triệu",
        "1,5 tỷ 200 triệu",
    ] {
        assert!(parse_money(text).is_err(), "{text}: {:?}", parse_money(text));
    }
    assert_eq!(money_unit("nghìn đồng/tháng").unwrap().per, "thang");
}

#[test]
fn amounts_in_dong_were_multiplied_by_the_unit_of_their_heading() {
    for (heading, cell) in [
        ("Vốn (triệu đồng)", "500.000.000"),
        ("Vốn (triệu đồng)", "1500000000"),
        ("Vốn (triệu đồng)", "20.000.000"),
        ("Vốn (tr.đ)", "2000000"),
        ("Vốn (nghìn đồng)", "500.000.000"),
        ("Vốn (tỷ)", "2500000000"),
        ("Vốn (tỷ)", "99999"),
        ("Vốn", "5000000000000000"),
        ("Vốn", "99999 tỷ"),
    ] {
        let plan = plan(&format!("Tên cơ sở;{heading}\nA;{cell}\n"));
        assert_eq!(money(&plan, 0, "capital"), None, "{heading} {cell}");
        assert!(plan.rows[0].asks() && !plan.rows[0].refused(), "{heading} {cell}");
        let said = said(&plan, Lang::Vi).join("\n");
        assert!(said.contains(cell) && said.contains("lớn bất thường"), "{said}");
    }
    for (heading, cell, want) in [
        ("Vốn (triệu đồng)", "500", 500_000_000),
        ("Vốn (triệu đồng)", "1.500.000", 1_500_000_000_000),
        ("Vốn (nghìn đồng)", "500.000", 500_000_000),
        ("Vốn (nghìn đồng)", "50.000.000", 50_000_000_000),
        ("Vốn (tỷ)", "1500", 1_500_000_000_000),
        ("Vốn", "1.500.000.000.000", 1_500_000_000_000),
        ("Vốn (triệu đồng)", "500.000.000 đồng", 500_000_000),
    ] {
        let plan = plan(&format!("Tên cơ sở;{heading}\nA;{cell}\n"));
        assert_eq!(money(&plan, 0, "capital"), Some(want), "{heading} {cell}");
    }
}

#[test]
fn an_amount_too_small_under_its_unit_is_warned_of() {
    let plan = plan("Tên cơ sở;Vốn (triệu đồng)\nA;0,0005\nB;500\n");
    assert_eq!(money(&plan, 0, "capital"), Some(500));
    assert!(said(&plan, Lang::Vi).iter().any(|s| s.contains("nhỏ quá")));
}

#[test]
fn an_amount_that_only_a_person_can_read_cost_its_whole_row() {
    for cell in [
        "2 tỷ 35",
        "1tr50",
        "1tỷ, 5",
        "hai tỷ",
        "khoảng 500 triệu",
        "500-700 triệu",
        "$5000",
        "1.2.3",
    ] {
        let plan = plan(&format!("Tên cơ sở;Vốn\nA;{cell}\n"));
        assert_eq!(money(&plan, 0, "capital"), None, "{cell}");
        assert!(plan.rows[0].asks() && !plan.rows[0].refused(), "{cell}");
    }
    for cell in ["500000000.0", "500000000,00", "300.000.000 đ", "300 000 000 ₫"] {
        let plan = plan(&format!("Tên cơ sở;Vốn\nA;{cell}\n"));
        assert!(money(&plan, 0, "capital").is_some_and(|n| n >= 300_000_000), "{cell}");
    }
}

proptest! {
    /// The oracle: the digits times the unit, divided by the power of ten of the decimals.
    #[test]
    fn money_under_a_unit_is_the_exact_product(
        whole in 0u64..1_000_000, places in "[0-9]{0,6}", at in 0usize..4, comma: bool,
    ) {
        let (zeros, unit) = [(0, "đồng"), (3, "nghìn đồng"), (6, "triệu đồng"), (9, "tỷ đồng")][at];
        // three decimals could be thousands; those are refused elsewhere
        prop_assume!(places.len() != 3);
        let mark = if comma { ',' } else { '.' };
        let text = if places.is_empty() { whole.to_string() } else { format!("{whole}{mark}{places}") };
        let digits: i128 = format!("{whole}{places}").parse().unwrap();
        let scale = 10i128.pow(u32::try_from(places.len()).unwrap());
        let product = digits * 10i128.pow(zeros);
        let bare = parse_money_in(&text, zeros);
        let own = parse_money_in(&format!("{text} {unit}"), 6);
        prop_assert_eq!(money_unit(unit).unwrap().zeros, zeros);
        if product % scale == 0 {
            let value = i64::try_from(product / scale).unwrap();
            prop_assert_eq!(bare.map(|a| (a.value, a.has_unit)), Ok((value, false)));
            prop_assert_eq!(own.map(|a| (a.value, a.has_unit)), Ok((value, true)));
        } else {
            prop_assert!(bare.is_err() && own.is_err());
        }
    }
}
