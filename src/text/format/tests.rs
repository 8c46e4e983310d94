use proptest::prelude::*;

use super::FormatFault::*;
use super::*;
use crate::record::{Date, Decimal};

const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

fn day(year: i16, month: u8, day: u8) -> Date {
    Date { year, month, day }
}

#[test]
fn whole_numbers_with_and_without_points() {
    for text in ["1234", "1.234", "1,234", "1 234", " +1234 "] {
        assert_eq!(parse_int(text), Ok(1234), "{text}");
    }
    assert_eq!(parse_int("-12"), Ok(-12));
    assert_eq!(parse_int("1,5"), Err(NotWhole));
    assert_eq!(parse_int("1.23.456"), Err(NotNumber));
    assert_eq!(parse_int("mười"), Err(NotNumber));
    assert_eq!(parse_int("99999999999999999999"), Err(TooBig));
    assert_eq!(show_int(1_500_000_000), "1.500.000.000");
    assert_eq!(show_int(-1000), "-1.000");
}

#[test]
fn decimals_are_never_guessed() {
    let read = |text: &str| parse_decimal(text).map(|d| d.0);
    assert_eq!(read("1,5"), Ok(1_500_000));
    assert_eq!(read("1.5"), Ok(1_500_000));
    assert_eq!(read("0.125"), Ok(125_000));
    assert_eq!(read("1,125"), Ok(1_125_000));
    assert_eq!(read("1.500"), Err(Ambiguous { comma: false }));
    assert_eq!(read("1.500,5"), Ok(1_500_500_000));
    assert_eq!(read("1,500.5"), Ok(1_500_500_000));
    assert_eq!(read("1.234.567"), Ok(1_234_567_000_000));
    assert_eq!(read("0,1234567"), Err(TooManyPlaces));
    assert_eq!(read("1,"), Err(NotNumber));
    assert_eq!(read("7,5 triệu"), Ok(7_500_000_000_000));
    assert_eq!(read("25 nghìn"), Ok(25_000_000_000));
    assert_eq!(parse_int("7,5 triệu"), Ok(7_500_000));
    assert_eq!(parse_int("12 người"), Err(NotNumber));
    assert_eq!(show_decimal_grouped(Decimal(12_500_000_000)), "12.500");
    assert_eq!(show_decimal_grouped(Decimal(-1_500_500_000)), "-1.500,5");
    assert_eq!(show_size(812), "812 byte");
    assert_eq!(show_size(30_628), "30 KB");
    assert_eq!(show_size(8 << 20), "8,0 MB");
    assert_eq!(show_decimal(Decimal(1_500_000_000)), "1500");
    assert_eq!(show_decimal(Decimal(1_500_500_000)), "1.500,5");
    assert_eq!(show_decimal_plain(Decimal(-1_500_500_000)), "-1500.5");
}

#[test]
fn money_as_people_write_it() {
    for text in ["1,5 tỷ", "1.5 ty", "1.500 tr", "1 tỷ 500 triệu", "1.500.000.000 đ", "1,5tỉ"]
    {
        assert_eq!(parse_money(text), Ok(1_500_000_000), "{text}");
    }
    for text in ["300tr", "300 triệu", "300.000.000", "0,3 tỷ", "300000000 đồng", "300.000k"]
    {
        assert_eq!(parse_money(text), Ok(300_000_000), "{text}");
    }
    assert_eq!(parse_money("1.500"), Ok(1500));
    assert_eq!(parse_money("1.5"), Err(NotWholeMoney));
    assert_eq!(parse_money("1,500 tr"), Err(Ambiguous { comma: true }));
    assert_eq!(parse_money("1.500 tỷ"), Err(Ambiguous { comma: false }));
    assert_eq!(parse_money("0,0000000001 tỷ"), Err(NotWholeMoney));
    assert_eq!(parse_money("500 tr 1 tỷ"), Err(NotMoney));
    assert_eq!(parse_money("ba tỷ"), Err(NotMoney));
    assert_eq!(parse_money("99999999999 tỷ"), Err(TooBig));
    assert_eq!(parse_money(""), Err(NotMoney));
    assert_eq!(show_money(1_500_000_000), "1.500.000.000");
}

#[test]
fn days_ahead_count_from_the_day_given() {
    let context = DayContext { today: TODAY, from: Some(day(2027, 1, 31)), ahead: true };
    for (text, want) in [
        ("+30", day(2027, 3, 2)),
        ("-3", day(2027, 1, 28)),
        ("+1t", day(2027, 2, 28)),
        ("+13 tháng", day(2028, 2, 29)),
        ("mai", day(2026, 11, 23)),
        ("cuối tháng", day(2026, 11, 30)),
        ("CN", day(2026, 11, 29)),
        ("thứ hai", day(2026, 11, 23)),
        ("t7", day(2026, 11, 28)),
    ] {
        assert_eq!(parse_date_in(text, context), Ok(want), "{text}");
    }
}

#[test]
fn dates_as_people_write_them() {
    for text in ["05/03/2026", "5/3/26", "05032026", "050326", "5-3-2026", "2026-03-05"] {
        assert_eq!(parse_date(text, TODAY), Ok(day(2026, 3, 5)), "{text}");
    }
    for (text, want) in [
        ("hôm nay", TODAY),
        ("Hôm qua", day(2026, 11, 21)),
        ("today", TODAY),
        ("-3", day(2026, 11, 19)),
        ("+7", day(2026, 11, 29)),
        ("+40", day(2027, 1, 1)),
        ("+2t", day(2027, 1, 22)),
        ("- 9 tháng", day(2026, 2, 22)),
        ("cuối tháng", day(2026, 11, 30)),
        // TODAY is a Sunday
        ("thứ 6", day(2026, 11, 20)),
        ("Chủ nhật", TODAY),
        ("5", day(2026, 11, 5)),
        ("5/3", day(2026, 3, 5)),
        ("1/1/75", day(1975, 1, 1)),
    ] {
        assert_eq!(parse_date(text, TODAY), Ok(want), "{text}");
    }
    for text in ["+9999t", "+99999", "+t", "+", "+2x", "thứ 9", "thứ"] {
        assert!(parse_date(text, TODAY).is_err(), "{text}");
    }
    assert_eq!(parse_date("31/02/2026", TODAY), Err(NoSuchDay));
    assert_eq!(parse_date("1/1/1899", TODAY), Err(YearOutOfRange));
    assert_eq!(parse_date("mai mốt", TODAY), Err(NotDate));
    assert_eq!(parse_date("1/1/202", TODAY), Err(NotDate));
    assert_eq!(parse_iso("2026-2-1"), Err(NotDate));
}

#[test]
fn days_are_counted_over_the_calendar() {
    assert_eq!(date_add(day(2024, 2, 28), 1), day(2024, 2, 29));
    assert_eq!(days_between(day(2025, 12, 31), day(2027, 1, 1)), 366);
    assert_eq!(days_between(TODAY, day(2026, 11, 20)), -2);
    assert!(!date_is_real(day(2026, 13, 1)));
    // 22/11/2026 17:30 UTC is already the next day in Hà Nội
    assert_eq!(today_from_millis(1_795_368_600_000), day(2026, 11, 23));
    assert_eq!(clock_from_millis(1_795_368_600_000), "00:30");
}

#[test]
fn phones_are_digits() {
    for text in ["0912 345 678", "+84 912 345 678", "84912345678", "(0912).345-678"] {
        assert_eq!(parse_phone(text), Ok("0912345678".into()), "{text}");
    }
    assert_eq!(show_phone("0912345678"), "0912 345 678");
    assert_eq!(parse_phone("+856 20 555 1234"), Ok("+856205551234".into()));
    assert_eq!(parse_phone("số nhà"), Err(NotPhone));
    assert!(phone_looks_right("0912345678") && phone_looks_right("02113555123"));
    assert!(!phone_looks_right("0112345678"));
}

#[test]
fn coordinates_as_maps_give_them() {
    let want = Ok((Decimal(10_123_400), Decimal(106_567_800)));
    for text in [
        "10.1234, 106.5678",
        "10.1234,106.5678",
        "10,1234; 106,5678",
        "106.5678, 10.1234",
        "10.12341 106.56779",
        "10,1234, 106,5678",
    ] {
        assert_eq!(parse_coordinates(text), want, "{text}");
    }
    let hanoi = Ok((Decimal(21_028_600), Decimal(105_854_200)));
    for text in
        ["21°01'43\"N 105°51'15\"E", "N 21°01'43\" E 105°51'15\"", "21°1'43″B, 105°51'15″Đ"]
    {
        assert_eq!(parse_coordinates(text), hanoi, "{text}");
    }
    for text in ["", "10.1", "10.1, abc", "95, 200", "10°61'N 106°E"] {
        assert_eq!(parse_coordinates(text), Err(NotCoordinates), "{text}");
    }
}

proptest! {
    #[test]
    fn what_is_shown_is_read_back(n: i64, days in -30_000i32..30_000) {
        prop_assert_eq!(parse_int(&show_int(n)), Ok(n));
        prop_assert_eq!(parse_money(&show_money(n)), Ok(n));
        prop_assert_eq!(parse_decimal(&show_decimal(Decimal(n))), Ok(Decimal(n)));
        prop_assert_eq!(parse_decimal(&show_decimal(Decimal(n % 10_000_000_000))),
            Ok(Decimal(n % 10_000_000_000)));
        let date = date_add(TODAY, days);
        if date_is_real(date) {
            prop_assert_eq!(parse_date(&show_date(date), TODAY), Ok(date));
            prop_assert_eq!(parse_iso(&iso(date)), Ok(date));
            prop_assert_eq!(days_between(TODAY, date), days);
        }
    }

    #[test]
    fn no_text_brings_a_reader_down(text in "(?s).{0,40}", numeric in "[-+0-9., trtỷNE°'/ ]{0,40}") {
        for text in [&text, &numeric] {
            let read = (parse_int(text).ok(), parse_decimal(text).ok(), parse_money(text).ok());
            if let Some(n) = read.0 {
                prop_assert_eq!(parse_int(&show_int(n)), Ok(n));
            }
            if let Ok(date) = parse_date(text, TODAY) {
                prop_assert!(date_is_real(date));
            }
            if let Ok(digits) = parse_phone(text) {
                prop_assert_eq!(parse_phone(&show_phone(&digits)), Ok(digits));
            }
            if let Ok((lat, lon)) = parse_coordinates(text) {
                prop_assert!(lat.0.abs() <= 90_000_000 && lon.0.abs() <= 180_000_000);
            }
        }
    }
}
