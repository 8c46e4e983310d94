//! Days as people type them: complete, in part, by their distance from another day or by their place
//! in the week or month. Knows no clock: the days to count from are arguments.

use super::date::{SOME_LATER_DAY, clock_is_wrong, date_add, day_of, days_between, in_range};
use super::{FormatFault, plain};
use crate::record::Date;

/// The days that a text may count from.
#[derive(Clone, Copy, Debug)]
pub struct DayContext {
    pub today: Date,
    /// What "+30" and "-3" count from; today if `None`.
    pub from: Option<Date>,
    /// A weekday is the next one; otherwise the last one, which may be today.
    pub ahead: bool,
}

/// Parses a day for a time that has passed; `parse_date_in` also takes one ahead.
pub fn parse_date(text: &str, today: Date) -> Result<Date, FormatFault> {
    parse_date_in(text, DayContext { today, from: None, ahead: false })
}

/// Parses a day as people write it, complete or relative to the days of `context`.
pub fn parse_date_in(text: &str, context: DayContext) -> Result<Date, FormatFault> {
    let words = words(text);
    let found = read_date(&words, context);
    // a date relative to today is wrong if the clock is
    let later = DayContext { today: SOME_LATER_DAY, ..context };
    match clock_is_wrong(context.today) && found != read_date(&words, later) {
        true => Err(FormatFault::WrongClock),
        false => found,
    }
}

/// Parses a day that is not written with its number; `None` for any other text.
pub fn parse_relative_date(
    text: &str,
    context: DayContext,
) -> Option<Result<Date, FormatFault>> {
    relative(&words(text), context)
}

/// The folded words of a text, with single spaces.
fn words(text: &str) -> String {
    plain(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn read_date(words: &str, context: DayContext) -> Result<Date, FormatFault> {
    if let Some(relative) = relative(words, context) {
        return relative;
    }
    let today = context.today;
    let parts: Vec<&str> = words.split(['/', '-', '.', ' ']).collect();
    match parts.as_slice() {
        [run] if run.len() == 8 => day_of(run.get(..2), run.get(2..4), run.get(4..), today),
        [run] if run.len() == 6 => day_of(run.get(..2), run.get(2..4), run.get(4..), today),
        [day] => day_of(Some(day), None, None, today),
        [day, month] => day_of(Some(day), Some(month), None, today),
        [year, month, day] if year.len() == 4 => {
            day_of(Some(day), Some(month), Some(year), today)
        }
        [day, month, year] => day_of(Some(day), Some(month), Some(year), today),
        _ => Err(FormatFault::NotDate),
    }
}

fn relative(words: &str, context: DayContext) -> Option<Result<Date, FormatFault>> {
    let today = context.today;
    let day = match words {
        "hom nay" | "nay" | "today" => today,
        "hom qua" | "qua" | "yesterday" => date_add(today, -1),
        "hom kia" => date_add(today, -2),
        "ngay mai" | "mai" | "tomorrow" => date_add(today, 1),
        "cuoi thang" | "cuoi thang nay" | "end of month" => month_end(today.year, today.month),
        _ => match weekday(words) {
            Some(wanted) => nearest(today, wanted, context.ahead),
            None => distance(words)?.after(context.from.unwrap_or(today)),
        },
    };
    Some(in_range(day))
}

enum Distance {
    Days(i32),
    Months(i32),
}

impl Distance {
    fn after(self, day: Date) -> Date {
        match self {
            Distance::Days(days) => date_add(day, days),
            Distance::Months(months) => add_months(day, months),
        }
    }
}

/// "-3", "+7": days; "+2t", "+2 thang": months.
fn distance(words: &str) -> Option<Distance> {
    let number = words.strip_prefix(['-', '+', '−'])?.trim();
    let sign = if words.starts_with('+') { 1 } else { -1 };
    let units = ["thang", "months", "month", "t"];
    let months = units.iter().find_map(|unit| number.strip_suffix(unit));
    let digits = months.unwrap_or(number).trim_end();
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = sign * digits.parse::<i32>().ok()?;
    Some(if months.is_some() { Distance::Months(number) } else { Distance::Days(number) })
}

/// The same day of another month, or that month's last day. A year outside the calendar stays
/// outside it, so that `in_range` refuses it.
fn add_months(day: Date, months: i32) -> Date {
    let all = i32::from(day.year) * 12 + i32::from(day.month) - 1 + months;
    let year = i16::try_from(all.div_euclid(12)).unwrap_or(i16::MAX);
    let month = u8::try_from(all.rem_euclid(12) + 1).unwrap_or(1);
    Date { day: day.day.min(month_end(year, month).day), month, year }
}

fn month_end(year: i16, month: u8) -> Date {
    let first = |year, month| Date { year, month, day: 1 };
    let next = match month {
        12 => first(year.saturating_add(1), 1),
        _ => first(year, month + 1),
    };
    date_add(next, -1)
}

/// Days after Monday: "thu 2", "thu hai", "t2", "chu nhat", "cn".
fn weekday(words: &str) -> Option<i32> {
    const NAMES: [&[&str]; 7] = [
        &["thu 2", "thu hai", "t2", "monday"],
        &["thu 3", "thu ba", "t3", "tuesday"],
        &["thu 4", "thu tu", "t4", "wednesday"],
        &["thu 5", "thu nam", "t5", "thursday"],
        &["thu 6", "thu sau", "t6", "friday"],
        &["thu 7", "thu bay", "t7", "saturday"],
        &["chu nhat", "cn", "sunday"],
    ];
    let at = NAMES.iter().position(|names| names.contains(&words))?;
    i32::try_from(at).ok()
}

fn nearest(today: Date, wanted: i32, ahead: bool) -> Date {
    let after = (wanted - i32::from(days_after_monday(today))).rem_euclid(7);
    match (ahead, after) {
        (true, 0) => date_add(today, 7),
        (true, after) => date_add(today, after),
        (false, 0) => today,
        (false, after) => date_add(today, after - 7),
    }
}

/// 0 for a Monday to 6 for a Sunday.
pub fn days_after_monday(day: Date) -> u8 {
    const A_MONDAY: Date = Date { year: 2024, month: 1, day: 1 };
    u8::try_from(days_between(A_MONDAY, day).rem_euclid(7)).unwrap_or(0)
}
