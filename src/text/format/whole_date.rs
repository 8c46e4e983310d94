//! Days as files write them. A file is read on another day than it was written, so a day must have
//! its month and its full year. A time after the day is dropped.

use unicode_normalization::UnicodeNormalization;

use super::date::{date_add, date_is_real};
use super::{FormatFault, is_dash, plain};
use crate::record::Date;
use crate::text::MOST_READ;

/// Serial numbers that spreadsheets count from 30/12/1899; 1954 to 2119.
const DAY_NUMBERS: std::ops::RangeInclusive<i32> = 20_000..=80_000;
const FIRST: Date = Date { year: 1899, month: 12, day: 30 };

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH_NAMES: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const SPOKEN: [&str; 12] = [
    "mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot",
    "muoi hai",
];

pub fn parse_whole_date(text: &str) -> Result<Date, FormatFault> {
    if text.len() > MOST_READ {
        return Err(FormatFault::NotDate);
    }
    let text: String = text.nfkc().map(|c| if is_dash(c) { '-' } else { c }).collect();
    let folded = plain(&text);
    let words = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    // "15 thg 3, 2024", as telephones and web forms write it
    let words = words.replace(" thg.", " thg").replace(" thg", " thang ");
    let (words, shift) = without_time(&words);
    let words = without_weekday(words.trim().trim_end_matches(['.', ',', ';']).trim());
    let Some(words) = without_town(words) else { return Err(FormatFault::NotDate) };
    let date = match spoken(words) {
        Some(date) => date?,
        None => written(words)?,
    };
    if !date_is_real(date) {
        return Err(day_fault(date));
    }
    Ok(date_add(date, shift))
}

fn day_fault(date: Date) -> FormatFault {
    match (1900..=2100).contains(&date.year) {
        true => FormatFault::NoSuchDay,
        false => FormatFault::YearOutOfRange,
    }
}

/// "Đồng Tháp, ngày 05/03/2020" begins with where a paper was signed. Other words before a day may
/// change its meaning, such as "trước ngày".
fn without_town(words: &str) -> Option<&str> {
    let Some((before, day)) = words.rsplit_once("ngay ") else { return Some(words) };
    let town = before
        .trim_end()
        .strip_suffix(',')
        .is_some_and(|town| town.len() <= 40 && !town.contains(|c: char| c.is_ascii_digit()));
    (before.is_empty() || town).then_some(day)
}

/// "05 tháng 03 năm 2020"; `None` if it is not in this form.
fn spoken(words: &str) -> Option<Result<Date, FormatFault>> {
    let (day, rest) = words.split_once("thang")?;
    let rest = rest.trim();
    let (month, year) = rest
        .rsplit_once(" nam ")
        .or_else(|| rest.rsplit_once([',', '/', ' ']))
        .unwrap_or((rest, ""));
    let clean = |part: &str| part.trim().trim_matches([',', '.', '/', '-']).trim().to_owned();
    let (day, month, year) = (clean(day), clean(month), clean(year));
    let named = SPOKEN.iter().position(|name| *name == month);
    let month = named.map_or(month, |at| (at + 1).to_string());
    if day.is_empty() {
        return Some(Err(FormatFault::OnlyMonth));
    }
    if year.is_empty() {
        return Some(Err(FormatFault::PartOfDate));
    }
    let part = |text: &str| text.parse::<i16>().map_err(|_| FormatFault::NotDate);
    Some(part(&day).and_then(|day| made(year_of(&year)?, part(&month)?, day)))
}

fn made(year: i16, month: i16, day: i16) -> Result<Date, FormatFault> {
    let small = |n: i16| u8::try_from(n).map_err(|_| FormatFault::NoSuchDay);
    let date = Date { year, month: small(month)?, day: small(day)? };
    if date_is_real(date) { Ok(date) } else { Err(day_fault(date)) }
}

fn written(words: &str) -> Result<Date, FormatFault> {
    if is_relative(words) {
        return Err(FormatFault::PartOfDate);
    }
    let words = words.strip_prefix("ngay ").unwrap_or(words);
    let parts: Vec<&str> =
        words.split(['/', '-', '.', ' ', '\\', ',']).filter(|p| !p.is_empty()).collect();
    let number = |part: &str| -> Result<i16, FormatFault> {
        let right = part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
        part.parse().ok().filter(|_| right).ok_or(FormatFault::NotDate)
    };
    match parts.as_slice() {
        [one] => run(one),
        // "năm 2024"
        ["nam", year] if year_of(year).is_ok_and(is_year) => Err(FormatFault::OnlyYear),
        [a, b] => match (named(a), named(b), number(a), number(b)) {
            (Some(_), _, _, Ok(_)) | (_, Some(_), Ok(_), _) => Err(FormatFault::PartOfDate),
            (_, _, Ok(month), Ok(_)) if b.len() == 4 && month <= 12 => {
                Err(FormatFault::OnlyMonth)
            }
            (_, _, Ok(_), Ok(month)) if a.len() == 4 && month <= 12 => {
                Err(FormatFault::OnlyMonth)
            }
            (_, _, Ok(_), Ok(_)) => Err(FormatFault::PartOfDate),
            _ => Err(FormatFault::NotDate),
        },
        [a, b, c] => {
            if let Some(month) = named(b) {
                // "2020-Mar-05"
                let (day, year) = if a.len() == 4 { (c, a) } else { (a, c) };
                return made(year_of(year)?, month, number(day)?);
            }
            if let Some(month) = named(a) {
                return made(year_of(c)?, month, number(b)?);
            }
            if a.len() == 4 {
                return made(number(a)?, number(b)?, number(c)?);
            }
            let short = a.len() <= 2 && b.len() <= 2;
            let (day, month) = (number(a)?, number(b)?);
            if short { made(year_of(c)?, month, day) } else { Err(FormatFault::NotDate) }
        }
        _ => Err(FormatFault::NotDate),
    }
}

/// The month of an English name or abbreviation: "mar", "sept".
fn named(word: &str) -> Option<i16> {
    let at = MONTHS.iter().position(|short| *short == word);
    let at = at.or_else(|| MONTH_NAMES.iter().position(|name| *name == word));
    let at = at.or_else(|| (word == "sept").then_some(8))?;
    i16::try_from(at + 1).ok()
}

fn is_year(year: i16) -> bool {
    (1900..=2100).contains(&year)
}

/// The year of four digits; two digits name no century, and may be a day.
fn year_of(text: &str) -> Result<i16, FormatFault> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match text.parse().ok().filter(|_| digits) {
        Some(year) if text.len() == 4 => Ok(year),
        Some(_) if text.len() <= 2 => Err(FormatFault::ShortYear),
        _ => Err(FormatFault::NotDate),
    }
}

/// Digits without separators: a year, a serial number, "05032020", "20200305".
fn run(text: &str) -> Result<Date, FormatFault> {
    if !text.bytes().all(|b| b.is_ascii_digit()) || text.is_empty() {
        return Err(FormatFault::NotDate);
    }
    let part = |from: usize, to: usize| text.get(from..to).and_then(|p| p.parse::<i16>().ok());
    let date = |year: Option<i16>, month: Option<i16>, day: Option<i16>| {
        made(year?, month?, day?).ok()
    };
    match text.len() {
        1 | 2 => Err(FormatFault::PartOfDate),
        4 if part(0, 4).is_some_and(is_year) => Err(FormatFault::OnlyYear),
        5 => match text.parse().ok().filter(|n| DAY_NUMBERS.contains(n)) {
            Some(n) => Err(FormatFault::DayNumber(date_add(FIRST, n))),
            None => Err(FormatFault::NotDate),
        },
        6 => {
            let is_day = |day| date(Some(2000), part(2, 4), day).is_some();
            let known = is_day(part(0, 2)) || is_day(part(4, 6));
            Err(if known { FormatFault::ShortYear } else { FormatFault::NotDate })
        }
        // never both: the year of one form would be an impossible month and day of the other
        8 => date(part(4, 8), part(2, 4), part(0, 2))
            .or_else(|| date(part(0, 4), part(4, 6), part(6, 8)))
            .ok_or(FormatFault::NoSuchDay),
        _ => Err(FormatFault::NotDate),
    }
}

fn is_relative(words: &str) -> bool {
    let known = [
        "nay",
        "hom nay",
        "qua",
        "hom qua",
        "hom kia",
        "mai",
        "ngay mai",
        "today",
        "yesterday",
        "tomorrow",
    ];
    let signed = words.strip_prefix(['-', '+']).is_some_and(|days| {
        !days.is_empty() && days.len() <= 4 && days.bytes().all(|b| b.is_ascii_digit())
    });
    known.contains(&words) || signed
}

/// "thu nam, 05/03/2020" -> "05/03/2020"
fn without_weekday(words: &str) -> &str {
    let days = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
    ];
    let after = |rest: &str| rest.starts_with([',', ' ']);
    if let Some(rest) = words.strip_prefix("chu nhat").filter(|rest| after(rest)) {
        return rest.trim_start_matches([',', ' ']);
    }
    let spoken = ["hai", "ba", "tu", "nam", "sau", "bay", "2", "3", "4", "5", "6", "7"];
    for day in spoken {
        let rest = words.strip_prefix("thu ").and_then(|rest| rest.strip_prefix(day));
        if let Some(rest) = rest.filter(|rest| after(rest)) {
            return rest.trim_start_matches([',', ' ']);
        }
    }
    let named = days.iter().find_map(|day| words.strip_prefix(day).filter(|rest| after(rest)));
    named.map_or(words, |rest| rest.trim_start_matches([',', ' ']))
}

/// Removes a time from either end. Also returns the days to add if the time has a zone other than
/// Vietnam's.
fn without_time(words: &str) -> (&str, i32) {
    // "2020-03-05t00:00:00.000z"
    if let Some((date, time)) = words.split_once('t')
        && date.len() == 10
        && date.bytes().all(|b| b.is_ascii_digit() || b == b'-')
        && let Some(shift) = clock(time)
    {
        return (date, shift);
    }
    let starts = words.char_indices().filter(|(_, c)| *c == ' ');
    for (at, _) in starts.clone() {
        let (date, time) = (words.get(..at).unwrap_or(words), words.get(at + 1..));
        if let Some(shift) = time.and_then(clock) {
            return (date.trim_end_matches([',', ' ']), shift);
        }
    }
    for (at, _) in starts.rev() {
        let (time, date) = (words.get(..at), words.get(at + 1..).unwrap_or(words));
        if let Some(shift) = time.and_then(|time| clock(time.trim_end_matches([',', ' ']))) {
            return (date, shift);
        }
    }
    (words, 0)
}

/// The days to add in Vietnam's time, from "14:05", "2:05:00 pm", "14h05", "14 gio 05 phut",
/// "17:00:00.000z". `None`: not a time.
fn clock(text: &str) -> Option<i32> {
    let text = text.trim().trim_start_matches(['-', ',']).trim();
    let text = text.strip_prefix("luc ").unwrap_or(text);
    let (text, zone) = zone(text);
    let half = ["am", "pm", "sa", "ch"].into_iter().find(|half| text.ends_with(half));
    let text = half.and_then(|half| text.strip_suffix(half)).unwrap_or(text).trim();
    let text = text.trim_end_matches("phut").replace("gio", ":").replace('h', ":");
    let parts: Vec<&str> = text.split(':').map(str::trim).collect();
    let (hours, rest) = parts.split_first()?;
    let small = |part: &str, below: i32| {
        let whole = part.split_once(['.', ',']).map_or(part, |(whole, _)| whole);
        whole.parse::<i32>().ok().filter(|n| (0..below).contains(n) && whole.len() <= 2)
    };
    let mut hours = small(hours, 25)?;
    if rest.is_empty() || rest.len() > 2 {
        return None;
    }
    let minutes = match rest {
        [""] => 0,
        [minutes, ..] => small(minutes, 60)?,
        [] => 0,
    };
    if let [_, seconds] = rest {
        small(seconds, 61)?;
    }
    match half {
        Some("pm" | "ch") if hours < 12 => hours += 12,
        Some("am" | "sa") if hours == 12 => hours = 0,
        _ => {}
    }
    Some(match zone {
        Some(zone) => (hours * 60 + minutes - zone + 7 * 60).div_euclid(24 * 60),
        None => 0,
    })
}

/// Removes the zone from a time; it is returned in minutes ahead of UTC.
fn zone(text: &str) -> (&str, Option<i32>) {
    if let Some(time) = text.strip_suffix('z') {
        return (time, Some(0));
    }
    let Some(at) = text.rfind(['+', '-']).filter(|at| *at >= 4) else { return (text, None) };
    let (time, zone) = text.split_at(at);
    let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
    let hours = digits.get(..2).and_then(|h| h.parse::<i32>().ok());
    let minutes = digits
        .get(2..)
        .map_or(Some(0), |m| if m.is_empty() { Some(0) } else { m.parse().ok() });
    let (Some(hours), Some(minutes)) = (hours, minutes) else { return (text, None) };
    let size = hours * 60 + minutes;
    let time = time.trim().trim_end_matches("gmt").trim_end_matches("utc").trim();
    (time, Some(if zone.starts_with('-') { -size } else { size }))
}
