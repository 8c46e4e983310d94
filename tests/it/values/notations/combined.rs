//! Units of money put together from their parts: each is understood, or asked for.

use proptest::prelude::*;

use super::{asks_for_unit, under};
use crate::values::*;

const MULTIPLIERS: [(&str, u32); 22] = [
    ("", 0),
    ("nghìn", 3),
    ("ngàn", 3),
    ("ng", 3),
    ("Ngh", 3),
    ("1.000", 3),
    ("1000", 3),
    ("1 000", 3),
    ("x1000", 3),
    ("x 1.000", 3),
    ("*1000", 3),
    ("× 1.000", 3),
    ("'000", 3),
    ("000", 3),
    ("10^3", 3),
    ("10³", 3),
    ("triệu", 6),
    ("TR", 6),
    ("10^6", 6),
    ("1.000.000", 6),
    ("tỷ", 9),
    ("10⁹", 9),
];
const MONEY: [&str; 9] =
    ["đồng", "đ", "VNĐ", "VND", "vnđ", "Đồng", "₫", "đồng Việt Nam", "đồng VN"];
const PARTED: [&str; 5] = [" ", "", ".", ". ", "-"];
const SHAPES: [(&str, &str); 9] = [
    (" (", ")"),
    ("(", ")"),
    (" [", "]"),
    (" {", "}"),
    ("（", "）"),
    (" (ĐVT: ", ")"),
    (" - ", ""),
    ("/", ""),
    (", ", ""),
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(192) })]
    /// The oracle is the table: the zeros of the multiplier, whatever surrounds it.
    #[test]
    fn a_multiplier_and_a_currency_are_one_number_in_every_spelling(
        (by, zeros) in prop::sample::select(&MULTIPLIERS[..]), currency in prop::sample::select(&MONEY[..]),
        parted in prop::sample::select(&PARTED[..]), (open, close) in prop::sample::select(&SHAPES[..]),
        above: bool,
    ) {
        // "1000.đ" separates no thousands, but "103đ" and "10³.đ" could be other numbers
        let unit = format!("{by}{parted}{currency}");
        let unit = unit.trim_start_matches([' ', '.', '-']);
        let text = if above {
            format!("ĐVT: {unit}\nTên cơ sở;Vốn\nA;500\n")
        } else {
            format!("Tên cơ sở;\"Vốn{open}{unit}{close}\"\nA;500\n")
        };
        let plan = plan(&text);
        let want = 500 * 10i64.pow(zeros);
        prop_assert_eq!(money(&plan, 0, "capital"), Some(want), "{}: {:?}", text, said(&plan, Lang::Vi));
    }

    /// Consonants are no word: they are a unit, or cause a question.
    #[test]
    fn letters_in_brackets_are_never_dong_in_silence(
        text in "[bcfghjklmnpqrstvxz]{1,4}[. ]?[bcfghjklmnpqrstvxzđ]{0,5}", open in prop::sample::select(&["(", "[", "{", "（"][..]),
    ) {
        prop_assume!(!text.contains("gtgt") && !["đ", "vnđ"].contains(&text.trim()));
        let close = match open { "(" => ")", "[" => "]", "{" => "}", _ => "）" };
        let plan = under(&format!("Vốn đầu tư {open}{text}{close}"));
        let read = money(&plan, 0, "capital");
        prop_assert_ne!(read, Some(500), "{}: {:?}", text, said(&plan, Lang::Vi));
        prop_assert!(read.is_some() || asks_for_unit(&plan), "{}: {:?}", text, said(&plan, Lang::Vi));
    }
}
