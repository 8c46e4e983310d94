//! Days of the calendar at +07:00, 1900-2100. No time zone data and no clock: the current day is an
//! argument.

use super::FormatFault;
use crate::record::Date;

const HANOI_MILLIS: i64 = 7 * 3_600_000;
const DAY_MILLIS: i64 = 86_400_000;

/// This program did not exist before this day: an earlier clock has lost its battery or was never
/// set.
const FIRST_DAY: Date = Date { year: 2026, month: 11, day: 1 };
pub(super) const SOME_LATER_DAY: Date = Date { year: 2071, month: 12, day: 30 };

/// Whether `today` cannot be right, whatever the machine says.
pub fn clock_is_wrong(today: Date) -> bool {
    today < FIRST_DAY
}

/// Today for rules: a clock that cannot be right only proves that it is `FIRST_DAY` or later.
pub fn believable_day(today: Date) -> Date {
    today.max(FIRST_DAY)
}

/// A day from its digits; what is missing is of `today`.
pub(super) fn day_of(
    day: Option<&str>,
    month: Option<&str>,
    year: Option<&str>,
    today: Date,
) -> Result<Date, FormatFault> {
    let day = small(day, 2)?.ok_or(FormatFault::NotDate)?;
    let month = small(month, 2)?.unwrap_or(today.month.into());
    let year = match (year.map(str::len), small(year, 4)?) {
        (Some(4), Some(year)) => year,
        (Some(2), Some(short)) => century(short, today),
        (None, _) => today.year,
        _ => return Err(FormatFault::NotDate),
    };
    if !(1900..=2100).contains(&year) {
        return Err(FormatFault::YearOutOfRange);
    }
    let month = u8::try_from(month).map_err(|_| FormatFault::NoSuchDay)?;
    let day = u8::try_from(day).map_err(|_| FormatFault::NoSuchDay)?;
    let date = Date { year, month, day };
    if date_is_real(date) { Ok(date) } else { Err(FormatFault::NoSuchDay) }
}

/// Two digits mean this century, unless that is more than thirty years in the future.
fn century(short: i16, today: Date) -> i16 {
    let year = 2000 + short;
    if year > today.year.saturating_add(30) { year - 100 } else { year }
}

fn small(text: Option<&str>, max: usize) -> Result<Option<i16>, FormatFault> {
    let Some(text) = text else { return Ok(None) };
    if text.is_empty() || text.len() > max || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(FormatFault::NotDate);
    }
    text.parse().map(Some).map_err(|_| FormatFault::NotDate)
}

pub(super) fn in_range(date: Date) -> Result<Date, FormatFault> {
    let right = (1900..=2100).contains(&date.year);
    if right { Ok(date) } else { Err(FormatFault::YearOutOfRange) }
}

/// dd/mm/yyyy
pub fn show_date(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day, date.month, date.year)
}

/// dd/mm/yy, for columns.
pub fn show_date_short(date: Date) -> String {
    format!("{:02}/{:02}/{:02}", date.day, date.month, date.year.rem_euclid(100))
}

pub fn iso(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// Reads exactly what `iso` prints.
pub fn parse_iso(text: &str) -> Result<Date, FormatFault> {
    match (text.len(), text.get(..4), text.get(4..5), text.get(5..7), text.get(7..8)) {
        (10, year, Some("-"), month, Some("-")) => {
            let any = Date { year: 2000, month: 1, day: 1 };
            day_of(text.get(8..), month, year, any)
        }
        _ => Err(FormatFault::NotDate),
    }
}

/// Whether the calendar has this day, in any year.
pub fn calendar_has(date: Date) -> bool {
    civil(date).is_some()
}

pub fn date_is_real(date: Date) -> bool {
    calendar_has(date) && (1900..=2100).contains(&date.year)
}

/// Returns `date` unchanged if it is no real day, or if the result would leave the calendar.
pub fn date_add(date: Date, days: i32) -> Date {
    let moved =
        civil(date).and_then(|d| d.checked_add(jiff::Span::new().try_days(days).ok()?).ok());
    moved.map_or(date, |d| Date {
        year: d.year(),
        month: d.month().unsigned_abs(),
        day: d.day().unsigned_abs(),
    })
}

/// Days from `a` to `b`; negative if `b` is earlier, 0 if either is no real day.
pub fn days_between(a: Date, b: Date) -> i32 {
    let (Some(a), Some(b)) = (civil(a), civil(b)) else { return 0 };
    a.until(b).map_or(0, |span| span.get_days())
}

pub fn today_from_millis(unix_millis: u64) -> Date {
    let days = local(unix_millis).div_euclid(DAY_MILLIS);
    let epoch = Date { year: 1970, month: 1, day: 1 };
    date_add(epoch, i32::try_from(days).unwrap_or(0))
}

/// "10:42"
pub fn clock_from_millis(unix_millis: u64) -> String {
    let minutes = local(unix_millis).rem_euclid(DAY_MILLIS) / 60_000;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A moment in short form: `10:42` today, `21/11 10:42` on another day.
pub fn moment_from_millis(unix_millis: u64, today: Date) -> String {
    let (day, clock) = (today_from_millis(unix_millis), clock_from_millis(unix_millis));
    match day == today {
        true => clock,
        false => format!("{:02}/{:02} {clock}", day.day, day.month),
    }
}

/// Time and day, +07:00.
pub fn show_moment(unix_millis: u64) -> String {
    format!("{} {}", clock_from_millis(unix_millis), show_date(today_from_millis(unix_millis)))
}

fn local(unix_millis: u64) -> i64 {
    i64::try_from(unix_millis).unwrap_or(0).saturating_add(HANOI_MILLIS)
}

fn civil(date: Date) -> Option<jiff::civil::Date> {
    let month = i8::try_from(date.month).ok()?;
    jiff::civil::Date::new(date.year, month, i8::try_from(date.day).ok()?).ok()
}
