//! A pair of coordinates as maps and telephones give them: "10.1234, 106.5678", "10,1234;
//! 106,5678", 10°07'24"N 106°34'04"E. Stored to four places (about ten metres): enough to find a
//! workshop, not enough to watch a door.

use super::FormatFault;
use crate::record::Decimal;

const KEEP: i64 = 100;

/// Latitude, longitude. A pair in the wrong order, but inside Vietnam, is swapped.
pub fn parse_coordinates(text: &str) -> Result<(Decimal, Decimal), FormatFault> {
    read_coordinates(text).map(|(lat, lon, _)| (lat, lon))
}

/// The same, and whether the pair was swapped.
pub fn read_coordinates(text: &str) -> Result<(Decimal, Decimal, bool), FormatFault> {
    let (first, second) = match link(text)? {
        Some(pair) => pair,
        None => {
            let text = bare(text);
            let pair = halves(text.trim()).ok_or(FormatFault::NotCoordinates)?;
            if is_metres(&pair.0) && is_metres(&pair.1) {
                return Err(FormatFault::Vn2000);
            }
            pair
        }
    };
    let a = angle(&first).ok_or(FormatFault::NotCoordinates)?;
    let b = angle(&second).ok_or(FormatFault::NotCoordinates)?;
    let turned = match (a.1, b.1) {
        (Some(Axis::Lon), Some(Axis::Lat)) => true,
        (None, None) => within(a.0, 102, 118) && within(b.0, 8, 24),
        (Some(Axis::Lon), _) | (_, Some(Axis::Lat)) => return Err(FormatFault::NotCoordinates),
        _ => false,
    };
    let (lat, lon) = if turned { (b.0, a.0) } else { (a.0, b.0) };
    if within(lat, -90, 90) && within(lon, -180, 180) {
        Ok((Decimal(lat), Decimal(lon), turned))
    } else {
        Err(FormatFault::NotCoordinates)
    }
}

/// One coordinate, with as many digits as a telephone gives. The letter of the other axis (E in a
/// latitude) is returned, not refused.
pub fn parse_angle(text: &str) -> Result<(Decimal, Option<Axis>), FormatFault> {
    let text = bare(text).to_uppercase();
    if is_metres(&text) {
        return Err(FormatFault::Vn2000);
    }
    let (value, axis) = angle(&text).ok_or(FormatFault::NotCoordinates)?;
    // a plain decimal keeps its six places
    let value = plain_decimal(&text).unwrap_or(value);
    if !within(value, -180, 180) {
        return Err(FormatFault::NotCoordinates);
    }
    Ok((Decimal(value), axis))
}

/// An exact value of at most six places.
fn plain_decimal(text: &str) -> Option<i64> {
    let (minus, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let places = digits.split_once(['.', ',']).map_or("", |(_, places)| places);
    let value = (places.trim_end_matches('0').len() <= 6).then(|| millionths(digits))??;
    Some(if minus { -value } else { value })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    Lat,
    Lon,
}

/// Removes brackets, and words such as "vĩ độ:" and "lat=".
fn bare(text: &str) -> String {
    const WORDS: [&str; 15] = [
        "longitude",
        "latitude",
        "kinh độ",
        "vĩ độ",
        "tọa độ",
        "toạ độ",
        "long",
        "lat",
        "lon",
        "lng",
        "gps",
        "wgs84",
        "wgs 84",
        "kinh tuyến",
        "vĩ tuyến",
    ];
    let mut text = text.trim().to_lowercase();
    for word in WORDS {
        text = text.replace(word, " ");
    }
    let text: String = text
        .chars()
        .map(|c| match c {
            '(' | ')' | '[' | ']' | '{' | '}' | ':' | '=' => ' ',
            c if c.is_whitespace() && c != '\t' => ' ',
            c => c,
        })
        .collect();
    marked(text.trim().trim_matches([',', ';']).trim())
}

/// Replaces the words of "10 độ 17 phút 28 giây" and the letters of "10d17m28s" by signs.
fn marked(text: &str) -> String {
    let words = text.replace("độ", "°").replace("phút", "'").replace("giây", "\"");
    let digits = |part: &str| part.trim_end().ends_with(|c: char| c.is_ascii_digit());
    let degrees = words.split_once('d').filter(|(before, _)| digits(before));
    match degrees {
        Some((before, after)) if after.contains('m') => {
            let after = after.replacen('m', "'", 1).replacen('s', "\"", 1);
            format!("{before}°{after}")
        }
        _ => words,
    }
}

/// Whether the text is in metres of VN-2000: seven digits to the north, six to the east.
fn is_metres(text: &str) -> bool {
    let whole = text.trim().split([',', '.']).next().unwrap_or_default();
    let grouped: String =
        text.trim().chars().filter(|c| !matches!(c, '.' | ',' | ' ')).collect();
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    digits(&grouped) && (matches!(whole.len(), 6 | 7) || thousands(text.trim()))
}

/// "1.138.250", "558.420,75"
fn thousands(text: &str) -> bool {
    let mut groups = text.split(['.', ',', ' ']);
    let first = groups.next().is_some_and(|g| (1..=3).contains(&g.len()));
    let rest: Vec<&str> = groups.collect();
    let whole = rest.iter().take_while(|g| g.len() == 3).count();
    first && rest.len() >= 2 && whole >= 1 && rest.len() <= whole + 1
}

/// The pair in a link to a map; an error for a link that has none.
fn link(text: &str) -> Result<Option<(String, String)>, FormatFault> {
    let text = text.trim();
    if !(text.contains("://") || text.starts_with("geo:") || text.starts_with("www.")) {
        return Ok(None);
    }
    let text =
        text.replace("%2C", ",").replace("%2c", ",").replace("%20", " ").replace('+', " ");
    // Marked places come first: the @ is only where the window was.
    let marks = [
        ("!3d", "!4d"),
        ("mlat=", "mlon="),
        ("q=", ","),
        ("query=", ","),
        ("ll=", ","),
        ("destination=", ","),
        ("loc:", ","),
        ("/place/", ","),
        ("/search/", ","),
        ("/dir//", ","),
        ("geo:", ","),
        ("@", ","),
    ];
    let number = |text: &str| -> String {
        let text = text.trim_start();
        let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-')));
        text.get(..end.unwrap_or(text.len())).unwrap_or_default().to_owned()
    };
    for (before, between) in marks {
        let Some((_, rest)) = text.split_once(before) else { continue };
        let first = number(rest);
        let Some(tail) = rest.trim_start().get(first.len()..) else { continue };
        let second = match between {
            "," => tail.trim_start().strip_prefix(',').map(number),
            between => tail.split_once(between).map(|(_, rest)| number(rest)),
        };
        if let Some(second) = second.filter(|n| n.contains('.') && first.contains('.')) {
            return Ok(Some((first, second)));
        }
    }
    Err(FormatFault::LinkAlone)
}

fn within(millionths: i64, from: i64, to: i64) -> bool {
    (from * Decimal::ONE..=to * Decimal::ONE).contains(&millionths)
}

fn halves(text: &str) -> Option<(String, String)> {
    if text.len() > 100 {
        return None;
    }
    let upper = text.to_uppercase();
    let cut = |at: usize, skip: usize| {
        Some((upper.get(..at)?.trim().to_string(), upper.get(at + skip..)?.trim().to_string()))
    };
    if let Some(pair) = tracked(&upper) {
        return Some(pair);
    }
    if let Some(at) = upper.find([';', '\t', '|']) {
        return cut(at, 1);
    }
    if let Some(at) = upper.find(", ") {
        return cut(at, 2);
    }
    if upper.matches(',').count() == 1 && (upper.contains('.') || upper.contains('°')) {
        return upper.find(',').and_then(|at| cut(at, 1));
    }
    if let Some(at) = upper.find(['N', 'S', 'B']).filter(|at| *at > 0) {
        return cut(at + 1, 0);
    }
    let middle = upper.find(['E', 'W', 'Đ']).filter(|_| upper.starts_with(['N', 'S', 'B']));
    if let Some(at) = middle {
        return cut(at, 0);
    }
    let at = upper.find(char::is_whitespace)?;
    cut(at, 1)
}

/// "10.29 105.66 0 0": followed by height and accuracy, as survey programs write it.
fn tracked(text: &str) -> Option<(String, String)> {
    let parts: Vec<&str> = text
        .split([' ', ';'])
        .map(|p| p.trim_end_matches(','))
        .filter(|p| !p.is_empty())
        .collect();
    let plain =
        |part: &&str| part.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
    let [first, second, behind @ ..] = parts.as_slice() else { return None };
    let all = plain(first) && plain(second) && behind.iter().all(plain);
    // "10 17.5 105 39.6" is in degrees and minutes
    let degrees =
        angle(second)?.0.abs() >= 60 * Decimal::ONE || angle(first)?.0 >= 60 * Decimal::ONE;
    let count = matches!(behind.len(), 1 | 2);
    (all && degrees && count).then(|| ((*first).to_owned(), (*second).to_owned()))
}

/// Degrees, minutes and seconds with their letter, in millionths of a degree.
fn angle(text: &str) -> Option<(i64, Option<Axis>)> {
    // 'º' of Spanish keyboards counts as a letter
    let letter = text.chars().find(|c| c.is_alphabetic() && *c != 'º');
    let (axis, turned) = match letter {
        None => (None, false),
        Some('N' | 'B') => (Some(Axis::Lat), false),
        Some('S') => (Some(Axis::Lat), true),
        Some('E' | 'Đ') => (Some(Axis::Lon), false),
        Some('W') => (Some(Axis::Lon), true),
        Some(_) => return None,
    };
    let body: String = text.chars().filter(|c| Some(*c) != letter).collect();
    let (minus, body) = match body.trim().strip_prefix('-') {
        Some(rest) => (true, rest.to_string()),
        None => (false, body),
    };
    let mut total = 0i64;
    let mut seconds = 3600;
    let parts = body.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','));
    let parts: Vec<&str> = parts.filter(|p| !p.is_empty()).collect();
    let known = |c: char| c.is_ascii_digit() || c.is_whitespace() || ".,°º'’′\"”″".contains(c);
    if parts.is_empty() || parts.len() > 3 || !body.chars().all(known) {
        return None;
    }
    for (at, part) in parts.iter().enumerate() {
        let value = millionths(part)?;
        if at > 0 && value >= 60 * Decimal::ONE
            || at + 1 < parts.len() && value % Decimal::ONE != 0
        {
            return None;
        }
        total += value * seconds;
        seconds /= 60;
    }
    let step = KEEP * 3600;
    let rounded = (total + step / 2) / step * KEEP;
    Some((if minus != turned { -rounded } else { rounded }, axis))
}

fn millionths(part: &str) -> Option<i64> {
    let (whole, places) = part.split_once(['.', ',']).unwrap_or((part, ""));
    if whole.is_empty() || whole.len() > 3 || !places.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let kept = places.get(..places.len().min(6))?;
    let padded = format!("{kept:0<6}");
    Some(whole.parse::<i64>().ok()? * Decimal::ONE + padded.parse::<i64>().ok()?)
}
