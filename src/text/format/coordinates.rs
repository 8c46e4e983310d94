//! A pair of coordinates as maps and telephones give them: "10.1234, 106.5678",
//! "10,1234; 106,5678", 10°07'24"N 106°34'04"E. Kept to four places (some ten metres): enough
//! to find a workshop, too little to watch a door.

use super::FormatFault;
use crate::record::Decimal;

const KEEP: i64 = 100;

/// Latitude, longitude. A pair the wrong way round, but inside Vietnam, is turned.
pub fn parse_coordinates(text: &str) -> Result<(Decimal, Decimal), FormatFault> {
    let (first, second) = halves(text.trim()).ok_or(FormatFault::NotCoordinates)?;
    let a = angle(&first).ok_or(FormatFault::NotCoordinates)?;
    let b = angle(&second).ok_or(FormatFault::NotCoordinates)?;
    let (lat, lon) = match (a.1, b.1) {
        (Some(Axis::Lon), Some(Axis::Lat)) => (b.0, a.0),
        (None, None) if within(a.0, 102, 118) && within(b.0, 8, 24) => (b.0, a.0),
        (Some(Axis::Lon), _) | (_, Some(Axis::Lat)) => return Err(FormatFault::NotCoordinates),
        _ => (a.0, b.0),
    };
    if within(lat, -90, 90) && within(lon, -180, 180) {
        Ok((Decimal(lat), Decimal(lon)))
    } else {
        Err(FormatFault::NotCoordinates)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Axis {
    Lat,
    Lon,
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

/// Degrees, minutes and seconds with their letter, as millionths.
fn angle(text: &str) -> Option<(i64, Option<Axis>)> {
    let letter = text.chars().find(|c| c.is_alphabetic());
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
