//! Whole numbers and decimals. Shown the Vietnamese way (points between thousands, a decimal
//! comma). Reading accepts many notations, but never guesses between two readings.

use std::ops::Range;

use super::{FormatFault, parse_money, plain};
use crate::record::Decimal;

/// A number as written: sign, and digits before and after the decimal mark.
#[derive(Clone)]
pub(super) struct WrittenNumber {
    pub negative: bool,
    pub whole: String,
    pub places: String,
    /// the decimal mark may also be a separator of thousands
    pub doubtful: bool,
    /// the decimal mark is a comma
    pub comma: bool,
}

pub fn parse_int(text: &str) -> Result<i64, FormatFault> {
    if let Some(number) = in_words(text) {
        return number;
    }
    let written = read(text)?;
    match (written.places.is_empty(), written.doubtful) {
        (true, _) => digits(&written, &written.whole),
        (false, true) => digits(&written, &format!("{}{}", written.whole, written.places)),
        (false, false) => Err(FormatFault::NotWhole),
    }
}

/// A comma always starts the fraction; so does a point, unless exactly three digits follow it.
pub fn parse_decimal(text: &str) -> Result<Decimal, FormatFault> {
    if let Some(number) = in_words(text) {
        let scaled = number?.checked_mul(Decimal::ONE).ok_or(FormatFault::TooBig)?;
        return Ok(Decimal(scaled));
    }
    let written = read(text)?;
    if written.doubtful && !written.comma {
        return Err(FormatFault::Ambiguous { comma: false });
    }
    let millionths = scaled(&written, 6).ok_or(FormatFault::TooBig)?;
    match millionths {
        (value, true) => Ok(Decimal(i64::try_from(value).map_err(|_| FormatFault::TooBig)?)),
        (_, false) => Err(FormatFault::TooManyPlaces),
    }
}

/// "7,5 triệu": a number with words for thousands and more, as for money.
fn in_words(text: &str) -> Option<Result<i64, FormatFault>> {
    let folded = plain(text);
    let words = folded.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let scales = ["nghin", "ngan", "tr", "trieu", "ty", "ti"];
    let all = words.clone().all(|word| scales.contains(&word));
    (all && words.count() > 0).then(|| {
        parse_money(text).map_err(|fault| match fault {
            FormatFault::NotMoney | FormatFault::UnclearMoney => FormatFault::NotNumber,
            FormatFault::NotWholeMoney => FormatFault::NotWhole,
            other => other,
        })
    })
}

/// The digits of a number with a power of ten, "9.12345678E8", if none of them is missing.
pub fn whole_power(text: &str) -> Option<String> {
    let (number, power) = text.trim().split_once(['e', 'E'])?;
    let (whole, places) = number.split_once(['.', ',']).unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let power = power.strip_prefix('+').unwrap_or(power);
    let zeros = Some(power).filter(|p| !p.is_empty() && p.len() <= 2 && digits(p))?;
    let complete = zeros.parse() == Ok(places.len());
    (whole.len() == 1 && !places.is_empty() && digits(whole) && digits(places) && complete)
        .then(|| format!("{whole}{places}"))
}

/// Whether a number is written with a power of ten; some of its digits may be missing.
pub fn is_power(text: &str) -> bool {
    let Some((number, power)) = text.trim().split_once(['e', 'E']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let mark = |c: char| matches!(c, '.' | ',');
    digits(&number.trim_start_matches(['-', '−', '+']).replace(mark, ""))
        && digits(power.trim_start_matches(['-', '−', '+']))
}

/// "1.01234E+9", as spreadsheets show and save numbers that are longer than their cell. They write
/// the sign; people who write "2E3" for a plot or a house do not.
pub fn is_rounded(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let Some((number, power)) = text.split_once(['e', 'E']) else { return false };
    let number = number.strip_prefix(['-', '−', '+']).unwrap_or(number);
    let (whole, places) = number.split_once(['.', ',']).unwrap_or((number, "0"));
    let power = power.strip_prefix(['+', '-', '−']);
    whole.len() == 1 && digits(whole) && digits(places) && power.is_some_and(digits)
}

pub fn show_int(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut shown = String::with_capacity(digits.len() * 4 / 3 + 1);
    if value < 0 {
        shown.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push('.');
        }
        shown.push(digit);
    }
    shown
}

/// Which entries of a list are visible, counted from 1: `8-14/40`. `None` if all are.
pub fn show_in_view(shown: Range<usize>, total: usize) -> Option<String> {
    let count = |n: usize| show_int(i64::try_from(n).unwrap_or(i64::MAX));
    (!shown.is_empty() && shown.len() < total)
        .then(|| format!("{}-{}/{}", count(shown.start + 1), count(shown.end), count(total)))
}

pub fn show_money(value: i64) -> String {
    show_int(value)
}

/// Points between thousands only where they cannot be taken for a decimal mark: "1.500,5", but
/// "1500".
pub fn show_decimal(value: Decimal) -> String {
    let (sign, whole, places) = split(value);
    let grouped = places.is_empty() && whole < 1_000_000;
    let whole = if grouped { whole.to_string() } else { show_int(whole) };
    let comma = if places.is_empty() { "" } else { "," };
    format!("{sign}{whole}{comma}{places}")
}

/// With a decimal point and no separators of thousands, for JSON and files.
pub fn show_decimal_plain(value: Decimal) -> String {
    let (sign, whole, places) = split(value);
    let point = if places.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{places}")
}

/// Points between thousands always, for output that is not typed in again.
pub fn show_decimal_grouped(value: Decimal) -> String {
    let (sign, whole, places) = split(value);
    let comma = if places.is_empty() { "" } else { "," };
    format!("{sign}{}{comma}{places}", show_int(whole))
}

/// The size of a file: "812 byte", "30 KB", "1,2 MB".
pub fn show_size(bytes: i64) -> String {
    const KIB: i64 = 1024;
    match bytes {
        ..KIB => format!("{bytes} byte"),
        KIB..1_048_576 => format!("{} KB", (bytes + KIB / 2) / KIB),
        _ => {
            let tenths = (bytes.saturating_mul(10) / KIB + KIB / 2) / KIB;
            format!("{},{} MB", show_int(tenths / 10), tenths % 10)
        }
    }
}

fn split(value: Decimal) -> (&'static str, i64, String) {
    let size = value.0.unsigned_abs();
    let one = Decimal::ONE.unsigned_abs();
    let places = format!("{:06}", size % one).trim_end_matches('0').to_string();
    let sign = if value.0 < 0 { "-" } else { "" };
    (sign, i64::try_from(size / one).unwrap_or(i64::MAX), places)
}

fn digits(written: &WrittenNumber, digits: &str) -> Result<i64, FormatFault> {
    let size: i128 = digits.parse().map_err(|_| FormatFault::TooBig)?;
    let signed = if written.negative { -size } else { size };
    i64::try_from(signed).map_err(|_| FormatFault::TooBig)
}

/// The number times 10^`zeros`, and whether no digit was cut off; `None`: too big.
pub(super) fn scaled(written: &WrittenNumber, zeros: u32) -> Option<(i128, bool)> {
    let places = written.places.trim_end_matches('0');
    let kept = places.get(..places.len().min(zeros as usize)).unwrap_or(places);
    let left = zeros.checked_sub(u32::try_from(kept.len()).ok()?)?;
    let size: i128 = format!("{}{kept}", written.whole).parse().ok()?;
    let size = size.checked_mul(10i128.checked_pow(left)?)?;
    Some((if written.negative { -size } else { size }, kept.len() == places.len()))
}

/// Full-width digits of East Asian keyboards, "１２", as ASCII digits.
fn narrow_digits(text: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        '．' => '.',
        '，' => ',',
        _ => c,
    };
    text.chars().map(narrow).collect()
}

pub(super) fn read(text: &str) -> Result<WrittenNumber, FormatFault> {
    let narrow = (!text.is_ascii()).then(|| narrow_digits(text));
    let text = narrow.as_deref().unwrap_or(text).trim();
    let (negative, body) = match text.strip_prefix(['-', '−']) {
        Some(body) => (true, body.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if body.len() > 60 {
        return Err(FormatFault::TooBig);
    }
    let marks: Vec<(usize, char)> =
        body.char_indices().filter(|(_, c)| !c.is_ascii_digit()).collect();
    let fraction = match marks.as_slice() {
        [] => None,
        [.., (at, last @ ('.' | ','))] => {
            let alone = marks.iter().filter(|(_, c)| c == last).count() == 1;
            alone.then_some((*at, *last))
        }
        _ => None,
    };
    let (whole, places) = match fraction {
        Some((at, _)) => (&body[..at], &body[at + 1..]),
        None => (body, ""),
    };
    let plain_whole = ungroup(whole)?;
    let doubtful = marks.len() == 1
        && places.len() == 3
        && (1..=3).contains(&plain_whole.len())
        && !plain_whole.starts_with('0');
    if fraction.is_some() && (places.is_empty() || plain_whole.is_empty()) {
        return Err(FormatFault::NotNumber);
    }
    let comma = fraction.is_some_and(|(_, mark)| mark == ',');
    Ok(WrittenNumber {
        negative,
        whole: plain_whole,
        places: places.to_string(),
        doubtful,
        comma,
    })
}

/// Digits with thousands separated by one and the same sign, or by none.
fn ungroup(whole: &str) -> Result<String, FormatFault> {
    let Some(mark) = whole.chars().find(|c| !c.is_ascii_digit()) else {
        return if whole.is_empty() { Err(FormatFault::NotNumber) } else { Ok(whole.into()) };
    };
    if !matches!(mark, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}' | '\'') {
        return Err(FormatFault::NotNumber);
    }
    let groups: Vec<&str> = whole.split(mark).collect();
    let right = groups.iter().enumerate().all(|(at, group)| {
        let length = if at == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 };
        length && group.chars().all(|c| c.is_ascii_digit())
    });
    if right { Ok(groups.concat()) } else { Err(FormatFault::NotNumber) }
}

/// "2-14, 17"
pub fn line_ranges(lines: &[u64], most: usize) -> String {
    let mut spans: Vec<(u64, u64)> = Vec::new();
    for line in lines {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == *line => *last = *line,
            _ => spans.push((*line, *line)),
        }
    }
    let more = spans.len() > most;
    let span = |(first, last): &(u64, u64)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    };
    let mut shown: Vec<String> = spans.iter().take(most).map(span).collect();
    shown.extend(more.then(|| "…".to_owned()));
    shown.join(", ")
}
