//! Reads and shows numbers, money, dates, phones and coordinates as people write them.
//!
//! Pure: the current day is an argument. Knows no programme and no messages; a fault is an enum
//! that callers turn into a sentence. Whatever is shown here can be read back unchanged.

mod coordinates;
mod date;
mod money;
mod money_unit;
mod number;
mod phone;
#[cfg(test)]
mod tests;
mod typed_date;
mod whole_date;

pub use coordinates::{Axis, parse_angle, parse_coordinates, read_coordinates};
pub use date::{
    believable_day, calendar_has, clock_from_millis, clock_is_wrong, date_add, date_is_real,
    days_between, iso, moment_from_millis, parse_iso, show_date, show_date_short, show_moment,
    today_from_millis,
};
pub use money::{Amount, parse_money, parse_money_in};
pub use money_unit::{MoneyUnit, money_unit, sounds_like_money};
pub use number::{
    is_power, is_rounded, line_ranges, parse_decimal, parse_int, show_decimal,
    show_decimal_grouped, show_decimal_plain, show_in_view, show_int, show_money, show_size,
    whole_power,
};
pub use phone::{Phone, parse_phone, phone_looks_right, read_phone, show_phone};
pub use typed_date::{
    DayContext, days_after_monday, parse_date, parse_date_in, parse_relative_date,
};
pub use whole_date::parse_whole_date;

use crate::record::Date;

/// Why a text could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatFault {
    NotNumber,
    NotYear,
    NotPercent,
    /// a fraction where a whole number is required
    NotWhole,
    TooBig,
    /// more than six places after the comma
    TooManyPlaces,
    /// "1.500" may be one and a half or fifteen hundred; the same with a comma
    Ambiguous {
        comma: bool,
    },
    /// "1.01E+9": what a spreadsheet shows of a number that is too long for its cell
    Rounded,
    NotMoney,
    /// "2 tỷ 35", "5 trăm": an amount with two readings
    UnclearMoney,
    /// more đồng than is plausible
    HugeMoney(i64),
    /// a fraction of a đồng
    NotWholeMoney,
    NotDate,
    /// in a file: a day without month or year, or one relative to today
    PartOfDate,
    /// in a file: a year of two digits
    ShortYear,
    /// in a file: only a year
    OnlyYear,
    /// in a file: only a month and its year
    OnlyMonth,
    /// in a file: a spreadsheet's serial number of this day
    DayNumber(Date),
    /// a day relative to today, while the clock cannot be right
    WrongClock,
    /// 31/02
    NoSuchDay,
    /// outside 1900-2100
    YearOutOfRange,
    NotPhone,
    NotCoordinates,
    /// metres of a VN-2000 map
    Vn2000,
    /// a short link to a map, which contains no position
    LinkAlone,
}

/// Hyphens and dashes of all sorts, and the minus sign.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{ad}' | '\u{2010}'
            ..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
    )
}

/// Lower case without marks, which people often leave out; enough for the few words ("hôm qua",
/// "triệu") that this module knows.
fn plain(text: &str) -> String {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
    text.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}
