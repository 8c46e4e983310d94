//! Amounts of money in whole đồng: "1,2 tỷ", "25 triệu 500 nghìn", or bare numbers of a table that
//! counts in millions. Computed with whole numbers only; an amount with two readings is refused.

use super::money_unit::zeros;
use super::number::{WrittenNumber, read, scaled};
use super::{FormatFault, plain};

/// An amount, and whether its text has a unit or currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    pub value: i64,
    pub has_unit: bool,
}

const CURRENCY: [&str; 5] = ["dong", "d", "vnd", "₫", "vn"];

pub fn parse_money(text: &str) -> Result<i64, FormatFault> {
    parse_money_in(text, 0).map(|amount| amount.value)
}

/// Reads an amount where a bare number counts 10^`zeros` đồng.
pub fn parse_money_in(text: &str, zeros: u32) -> Result<Amount, FormatFault> {
    let folded = plain(text);
    let mut body = folded.trim();
    let mut has_unit = false;
    for name in CURRENCY {
        let rest = body.strip_prefix(name).map(str::trim_start);
        if let Some(rest) = rest.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
            (body, has_unit) = (rest, true);
            break;
        }
    }
    let (negative, body) = match body.strip_prefix(['-', '−']) {
        Some(body) => (true, body.trim_start()),
        None => (false, body.strip_prefix('+').unwrap_or(body).trim_start()),
    };
    let parts = parts(body)?;
    has_unit |= parts.iter().any(|part| part.zeros > 0 || part.currency);
    let sum = match parts.as_slice() {
        [one] if !has_unit => value(&one.number, zeros)?,
        parts => sum(parts)?,
    };
    let signed = if negative { -sum } else { sum };
    let value = i64::try_from(signed).map_err(|_| FormatFault::TooBig)?;
    Ok(Amount { value, has_unit })
}

struct MoneyPart {
    number: WrittenNumber,
    zeros: u32,
    /// "rưỡi"
    half: bool,
    currency: bool,
    /// followed by a point or a comma
    parted: bool,
}

/// Each number with the words after it.
fn parts(body: &str) -> Result<Vec<MoneyPart>, FormatFault> {
    let mut parts = Vec::new();
    let mut rest = body;
    while !rest.is_empty() {
        let marks = |c: char| matches!(c, '.' | ',' | ' ' | '\'');
        let at = rest.find(|c: char| !(c.is_ascii_digit() || marks(c))).unwrap_or(rest.len());
        let (number, tail) = rest.split_at(at);
        let end = tail.find(|c: char| c.is_ascii_digit()).unwrap_or(tail.len());
        let (words, next) = tail.split_at(end);
        let number = number.trim();
        let number =
            if words.is_empty() { number } else { number.trim_end_matches(['.', ' ']) };
        let number = read(number).map_err(|fault| match fault {
            FormatFault::NotNumber => FormatFault::NotMoney,
            other => other,
        })?;
        let parted = words.contains(['.', ',']);
        let words = words_of(words).ok_or(FormatFault::NotMoney)?;
        let scale = scale(&words).ok_or(FormatFault::NotMoney)?;
        // "5 trăm" may also mean five hundred thousand
        if matches!(scale.zeros, 1 | 2) {
            return Err(FormatFault::UnclearMoney);
        }
        let (zeros, half, currency) = (scale.zeros, scale.half, scale.currency);
        parts.push(MoneyPart { number, zeros, half, currency, parted });
        rest = next;
    }
    if parts.is_empty() { Err(FormatFault::NotMoney) } else { Ok(parts) }
}

/// "tr.đ" -> ["tr", "d"]; `None` if there is anything but words.
fn words_of(text: &str) -> Option<Vec<&str>> {
    let words = text.split([' ', '.', ',']).filter(|word| !word.is_empty());
    let mut found = Vec::new();
    for word in words {
        if !word.chars().all(|c| c.is_alphabetic() || c == '₫') {
            return None;
        }
        match word.strip_suffix(['d', '₫']).filter(|scale| zeros(scale).is_some()) {
            Some(scale) => found.extend([scale, "d"]),
            None => found.push(word),
        }
    }
    Some(found)
}

#[derive(Default)]
struct Scale {
    zeros: u32,
    half: bool,
    currency: bool,
}

/// "trăm triệu" is 8 zeros, "nghìn tỷ" 12: each word must be larger than the one before.
fn scale(words: &[&str]) -> Option<Scale> {
    let mut scale = Scale::default();
    let mut last = 0;
    for word in words {
        match zeros(word) {
            Some(zeros) if zeros > last && !scale.currency && !scale.half => {
                last = zeros;
                scale.zeros += zeros;
            }
            _ if *word == "ruoi" && last >= 3 && !scale.currency => scale.half = true,
            _ if CURRENCY.contains(word) && (!scale.currency || *word == "dong") => {
                scale.currency = true;
            }
            _ => return None,
        }
    }
    (scale.zeros <= 12).then_some(scale)
}

/// "1 tỷ 500 triệu": whole numbers, each less than one unit of the part before. "2 tỷ 3" means 2,3
/// tỷ; "2 tỷ 35" has two readings, 2,35 and 2,035 tỷ.
fn sum(parts: &[MoneyPart]) -> Result<i128, FormatFault> {
    if let Some(sum) = said_in_tenths(parts) {
        return sum;
    }
    let mut sum = 0i128;
    let mut below: Option<u32> = None;
    for (at, part) in parts.iter().enumerate() {
        let last = at + 1 == parts.len();
        if below.is_some_and(|below| part.zeros >= below) || part.number.negative {
            return Err(FormatFault::NotMoney);
        }
        let parted = !part.number.places.is_empty() && !part.number.doubtful || part.half;
        if parted && !last || part.half && !part.number.places.is_empty() {
            return Err(FormatFault::UnclearMoney);
        }
        let mut value = value(&part.number, part.zeros)?;
        if part.half {
            value += 5 * 10i128.pow(part.zeros.saturating_sub(1));
        }
        if let Some(below) = below {
            let bare = part.zeros == 0 && !part.currency;
            let written = part.number.whole.len() + part.number.places.len();
            let whole = u32::try_from(written).is_ok_and(|digits| digits == below);
            if bare && !whole || value >= 10i128.pow(below) {
                return Err(FormatFault::UnclearMoney);
            }
        }
        sum = sum.checked_add(value).ok_or(FormatFault::TooBig)?;
        below = Some(part.zeros);
    }
    Ok(sum)
}

/// "1tr5", "2 tỷ 3": one digit after a whole number of thousands, millions or billions means
/// tenths. `None`: the amount does not end like this.
fn said_in_tenths(parts: &[MoneyPart]) -> Option<Result<i128, FormatFault>> {
    let [before @ .., last] = parts else { return None };
    let digits = last.number.whole.len() + last.number.places.len();
    if before.is_empty() || last.zeros > 0 || digits > 2 {
        return None;
    }
    let [one] = before else { return Some(Err(FormatFault::UnclearMoney)) };
    let whole = one.number.places.is_empty() && !one.number.negative && !one.half;
    let said = whole && !one.parted && matches!(one.zeros, 3 | 6 | 9);
    let digit = digits == 1 && last.number.whole != "0" && !last.currency;
    if !said || !digit {
        return Some(Err(FormatFault::UnclearMoney));
    }
    let tenths = WrittenNumber { places: last.number.whole.clone(), ..one.number.clone() };
    Some(value(&tenths, one.zeros))
}

/// A point before three digits separates thousands, as in money that is shown. A comma there is
/// ambiguous, and so is a point where thousands of the unit would be implausible.
fn value(number: &WrittenNumber, zeros: u32) -> Result<i128, FormatFault> {
    let mut number = number.clone();
    if number.doubtful {
        if number.comma && zeros > 0 || zeros >= 9 {
            return Err(FormatFault::Ambiguous { comma: number.comma });
        }
        number.whole.push_str(&std::mem::take(&mut number.places));
    }
    match scaled(&number, zeros).ok_or(FormatFault::TooBig)? {
        (value, true) => Ok(value),
        (_, false) => Err(FormatFault::NotWholeMoney),
    }
}
