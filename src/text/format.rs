//! Numbers, money, dates, phones and places on the map as people write them, read and shown.
//!
//! Pure: the day comes in as an argument. Knows no programme and no words of the screen; a
//! fault is an enum that others turn into a sentence. Whatever is shown here is read back the
//! same.

mod coordinates;
mod date;
mod number;
mod phone;
#[cfg(test)]
mod tests;

pub use coordinates::parse_coordinates;
pub use date::{
    calendar_has, clock_from_millis, clock_is_wrong, date_add, date_is_real, days_between, iso,
    moment_from_millis, parse_date, parse_iso, show_date, show_moment, today_from_millis,
};
pub use number::{
    parse_decimal, parse_int, parse_money, show_decimal, show_decimal_grouped,
    show_decimal_plain, show_int, show_money, show_size,
};
pub use phone::{parse_phone, phone_looks_right, show_phone};

/// Why a text could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatFault {
    NotNumber,
    /// a fraction where only whole numbers count
    NotWhole,
    TooBig,
    /// more than six places after the comma
    TooManyPlaces,
    /// "1.500": one and a half, or fifteen hundred?
    Ambiguous,
    NotMoney,
    /// less than one đồng
    NotWholeMoney,
    NotDate,
    /// a day that hangs on today, while the clock cannot be right
    WrongClock,
    /// 31/02
    NoSuchDay,
    /// outside 1900-2100
    YearOutOfRange,
    NotPhone,
    NotCoordinates,
}

/// Lower case without the marks that people leave out when they hurry; enough for the handful
/// of words ("hôm qua", "triệu") that this module knows.
fn plain(text: &str) -> String {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}
