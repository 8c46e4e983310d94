//! Reads the parts of a written place together: a commune, then its province and its district of
//! before July 2025.
//!
//! Only a single sure answer is accepted. A divided name, a name of several units, or a partial fit
//! gives candidates; nothing is guessed.

mod reading;

use std::collections::BTreeSet;
use std::iter;

use super::names::ProvinceMatch;
use super::spelling::{SpellingFit, UnitName};
use super::units::{AdminUnit, District, districts, named};
use super::{Commune, commune, key, place_where};
pub use reading::PlaceReading;

/// What is known of a place: its text, and what other columns say.
#[derive(Clone, Copy, Debug, Default)]
pub struct WrittenPlace<'a> {
    pub commune: &'a str,
    pub district: Option<&'a str>,
    pub province: Option<&'a str>,
    /// the officer's province, for lists that name none
    pub home: Option<&'a str>,
    /// look only for units of before July 2025
    pub former: bool,
    /// number of words for another day's map that were already taken off
    pub depth: u8,
}

/// A place at the end of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address<'a> {
    pub place: PlaceReading,
    /// the words before the commune: hamlet, street, number
    pub before: &'a str,
    /// the words from the commune on
    pub commune: &'a str,
}

/// A code that lost its leading zeros in a spreadsheet: 8053 is 08053.
pub(super) fn short_code(text: &str) -> Option<Commune> {
    let short = matches!(text.len(), 3 | 4) && text.bytes().all(|b| b.is_ascii_digit());
    short.then(|| commune(&format!("{text:0>5}")))?
}

/// "Phường Châu Đốc, tỉnh An Giang", "Phường Châu Đốc (An Giang)".
pub(super) fn by_commas(text: &str) -> Vec<&str> {
    filled(text.split([',', ';', '(', ')', '\n', '·', '|']))
}

/// "Phường Châu Đốc - An Giang".
pub(super) fn by_dashes(text: &str) -> Vec<&str> {
    let mut parts = by_commas(text);
    for dash in [" - ", " – ", " — "] {
        parts = parts.into_iter().flat_map(|part| part.split(dash)).collect();
    }
    filled(parts.into_iter())
}

/// "ấp Tân Lộc xã Tân Dương huyện Lai Vung tỉnh Đồng Tháp", "P14 Q.10".
pub(super) fn by_kinds(text: &str) -> Vec<&str> {
    const KINDS: [&str; 9] =
        ["xã", "phường", "thị trấn", "đặc khu", "huyện", "quận", "thị xã", "thành phố", "tỉnh"];
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return Vec::new();
    }
    let starts = |kind: &'static str| {
        let words = format!(" {kind} ");
        lower.match_indices(&words).map(|(at, _)| at + 1).collect::<Vec<_>>()
    };
    let mut cuts: Vec<usize> = KINDS.into_iter().flat_map(starts).collect();
    // "thị xã" is one word
    cuts.retain(|at| !lower.get(..*at).is_some_and(|before| before.ends_with("thị ")));
    // "Q10", "H.Lai Vung"; a letter alone is too ambiguous
    let short = text.split_whitespace().filter(|word| {
        let glued = word.contains(|c: char| c == '.' || c.is_ascii_digit());
        glued && super::spelling::opening_kind(word).is_some()
    });
    cuts.extend(short.map(|word| word.as_ptr() as usize - text.as_ptr() as usize));
    // "Q10 HCM": a province without a word for its kind
    let last = cuts.iter().copied().max().unwrap_or_default();
    let tail = text.get(last..).unwrap_or_default();
    let starts = tail.split_whitespace().skip(1);
    let starts = starts.map(|word| word.as_ptr() as usize - text.as_ptr() as usize);
    let province = |at: &usize| text.get(*at..).is_some_and(|end| place_where(end).is_some());
    let wanting = last > 0 && place_where(tail).is_none();
    cuts.extend(starts.filter(|_| wanting).find(province));
    cuts.sort_unstable();
    cuts.dedup();
    cuts.retain(|at| *at > 0);
    cuts.insert(0, 0);
    cuts.push(text.len());
    let part = |pair: &[usize]| match pair {
        [from, to] => text.get(*from..*to),
        _ => None,
    };
    filled(cuts.windows(2).filter_map(part).flat_map(by_commas))
}

fn filled<'a>(parts: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let country = |part: &&str| matches!(key(part).as_str(), "viet nam" | "vietnam" | "vn");
    let end = |c: char| c.is_whitespace() || matches!(c, '.' | '-' | '–' | ':');
    let parts = parts.map(|part| part.trim_matches(end));
    parts.filter(|part| !part.is_empty() && !country(part)).collect()
}

/// The first arrangement of the last parts that names a place: commune, district, province, with an
/// address before them. No part after the commune is skipped.
pub(super) fn arrange<'a>(
    text: &'a str,
    parts: &[&'a str],
    written: WrittenPlace<'_>,
) -> Option<Address<'a>> {
    for at in parts.len().saturating_sub(4)..parts.len() {
        let [name, behind @ ..] = parts.get(at..)? else { continue };
        let (code, behind) = match behind {
            [behind @ .., last] if commune(last).is_some() => (commune(last), behind),
            behind => (None, behind),
        };
        let place = match behind {
            [] => found(name, written, None),
            [one] => with_one_unit(name, one, written),
            [district, province] => with_two_units(name, district, province, written),
            _ => PlaceReading::Nothing,
        };
        let place = match code {
            Some(code) => place.narrowed(code),
            None => place,
        };
        if place == PlaceReading::Nothing || at > 0 && !names_a_commune(name, behind.len()) {
            continue;
        }
        let from = name.as_ptr() as usize - text.as_ptr() as usize;
        let before = text.get(..from).unwrap_or_default();
        let before = before.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')');
        let commune = text.get(from..).unwrap_or_default();
        let place = place.checked_against_column(written.province);
        return Some(Address { place, before: before.trim_start(), commune });
    }
    None
}

/// After an address, a bare name may be that of a street.
fn names_a_commune(name: &str, behind: usize) -> bool {
    behind == 2 || UnitName::readings(name).len() > 1
}

/// Reads a name with its province or its district after it.
fn with_one_unit(name: &str, one: &str, written: WrittenPlace<'_>) -> PlaceReading {
    let in_province = || {
        place_where(one)?;
        Some(found(name, WrittenPlace { province: Some(one), ..written }, None))
    };
    match in_province() {
        Some(reading) if reading != PlaceReading::Nothing => reading,
        // some cities had the name of their province
        _ => doubt_partial_district(found(name, written, Some(one)), one, written),
    }
}

/// "Xã Lai Vung, Lấp Vò": if the commune was only partly in that district, a name of both a
/// district and a commune is ambiguous.
fn doubt_partial_district(
    read: PlaceReading,
    one: &str,
    written: WrittenPlace<'_>,
) -> PlaceReading {
    let PlaceReading::Sure(commune) = read else { return read };
    let place = written.province.or(written.home).and_then(place_where);
    if UnitName::readings(one).len() > 1
        || AdminUnit::Now(commune).was_within(&districts(one, place))
    {
        return read;
    }
    let beside = found(one, written, None).communes();
    match beside.is_empty() || beside.contains(&commune) {
        true => read,
        false => PlaceReading::Listed(distinct(iter::once(commune).chain(beside))),
    }
}

fn with_two_units(
    name: &str,
    district: &str,
    province: &str,
    written: WrittenPlace<'_>,
) -> PlaceReading {
    match place_where(province) {
        Some(_) => {
            found(name, WrittenPlace { province: Some(province), ..written }, Some(district))
        }
        None => PlaceReading::Nothing,
    }
}

/// "phuong chau doc an giang": takes the longest province at the end.
pub(super) fn with_trailing_province(text: &str, written: WrittenPlace<'_>) -> PlaceReading {
    // the longest is "Tỉnh Bà Rịa - Vũng Tàu"
    const MOST: usize = 6;
    let starts: Vec<usize> = text
        .split_whitespace()
        .map(|word| word.as_ptr() as usize - text.as_ptr() as usize)
        .collect();
    let ends = starts.iter().skip(1).skip(starts.len().saturating_sub(MOST + 1));
    for (name, province) in ends.filter_map(|at| text.split_at_checked(*at)) {
        let name = name.trim_end().trim_end_matches(['-', '–']).trim_end();
        if name.is_empty() || place_where(province).is_none() {
            continue;
        }
        match found(name, WrittenPlace { province: Some(province), ..written }, None) {
            PlaceReading::Nothing => {}
            found => return found,
        }
    }
    PlaceReading::Nothing
}

/// Reads a name with what is known around it. `district` was written after the name; the column
/// `written.district` may say the same.
pub(super) fn found(
    name: &str,
    written: WrittenPlace<'_>,
    district: Option<&str>,
) -> PlaceReading {
    let province = written.province.and_then(place_where);
    let home = written.home.and_then(place_where).filter(|_| province.is_none());
    let mut units = named(name);
    if written.former {
        units.retain(|(unit, ..)| matches!(unit, AdminUnit::Former(_)));
    }
    let Some(place) = province.or(home) else {
        return around(&units, None, written.district, district);
    };
    match around(&units, Some(place), written.district, district) {
        // the officer's province is only an assumption: a place elsewhere becomes a candidate
        PlaceReading::Nothing if province.is_none() => {
            match around(&units, None, written.district, district) {
                PlaceReading::Sure(one) | PlaceReading::Renamed(one) => {
                    PlaceReading::Several(vec![one])
                }
                found => found,
            }
        }
        found => found,
    }
}

fn around(
    units: &[(AdminUnit, SpellingFit, bool)],
    place: Option<ProvinceMatch>,
    column: Option<&str>,
    behind: Option<&str>,
) -> PlaceReading {
    let inside =
        |(unit, ..): &&(AdminUnit, SpellingFit, bool)| place.is_none_or(|p| unit.is_in(p));
    let units: Vec<(AdminUnit, SpellingFit, bool)> =
        units.iter().filter(inside).copied().collect();
    let mut known: Option<BTreeSet<District>> = None;
    for written in [column, behind].into_iter().flatten() {
        let meant = districts(written, place);
        // only a district can follow a name; a column may hold anything
        if meant.is_empty() && Some(written) == behind {
            return PlaceReading::Nothing;
        }
        known = Some(match known {
            Some(known) => known.intersection(&meant).copied().collect(),
            None => meant,
        });
    }
    let Some(known) = known else { return chosen(&units, place) };
    let there = |(unit, ..): &&(AdminUnit, SpellingFit, bool)| unit.overlapped(&known);
    let there: Vec<(AdminUnit, SpellingFit, bool)> =
        units.iter().filter(there).copied().collect();
    // districts are of the map before July 2025
    let former = |former: bool| {
        let of_map = |(unit, ..): &&(AdminUnit, SpellingFit, bool)| {
            matches!(unit, AdminUnit::Former(_)) == former
        };
        best(&there.iter().filter(of_map).copied().collect::<Vec<_>>())
    };
    match (former(true), former(false)) {
        (PlaceReading::Nothing, PlaceReading::Nothing) => match there.is_empty() {
            true => chosen(&units, place).into_doubtful(),
            false => chosen(&there, place),
        },
        (PlaceReading::Nothing, found) | (found, _) => found,
    }
}

/// Reads a name without a district. In a former province it may be of either map.
fn chosen(
    units: &[(AdminUnit, SpellingFit, bool)],
    place: Option<ProvinceMatch>,
) -> PlaceReading {
    let of = |former: bool, fits: &dyn Fn(SpellingFit) -> bool| {
        let right = |(unit, fit, _): &&(AdminUnit, SpellingFit, bool)| {
            matches!(unit, AdminUnit::Former(_)) == former && fits(*fit)
        };
        best(&units.iter().filter(right).copied().collect::<Vec<_>>())
    };
    if place.is_some_and(|place| place.now.is_none()) {
        let (now, before) = (of(false, &|_| true), of(true, &|_| true));
        return match (now, before) {
            (PlaceReading::Nothing, found) | (found, PlaceReading::Nothing) => found,
            (now, before) => now.or_ambiguous(before),
        };
    }
    let marked = |fit: SpellingFit| fit <= SpellingFit::MarksAndVowel;
    let tries =
        [of(false, &marked), of(true, &marked), of(false, &|_| true), of(true, &|_| true)];
    let sure = tries.into_iter().find(|reading| *reading != PlaceReading::Nothing);
    sure.unwrap_or_else(|| {
        // units of another kind are only candidates
        let all: Vec<(AdminUnit, SpellingFit, bool)> =
            units.iter().map(|(u, f, _)| (*u, *f, true)).collect();
        best(&all).into_doubtful()
    })
}

/// Of the units of the right kind those with the best fitting names.
fn best(units: &[(AdminUnit, SpellingFit, bool)]) -> PlaceReading {
    let right = || units.iter().filter(|(_, _, kind)| *kind);
    let Some(fit) = right().map(|(_, fit, _)| *fit).min() else { return PlaceReading::Nothing };
    let units: Vec<AdminUnit> =
        right().filter(|(_, other, _)| *other == fit).map(|(unit, ..)| *unit).collect();
    let communes = distinct(units.iter().filter_map(AdminUnit::commune));
    let codes: BTreeSet<&str> = units
        .iter()
        .map(|unit| match unit {
            AdminUnit::Now(commune) => commune.code,
            AdminUnit::Former(unit) => unit.code,
        })
        .collect();
    let split =
        units.iter().any(|unit| matches!(unit, AdminUnit::Former(unit) if unit.how.is_split()));
    let found = match (communes.as_slice(), units.as_slice()) {
        ([], _) => PlaceReading::Nothing,
        (_, _) if split && codes.len() == 1 => PlaceReading::Divided(communes),
        ([one], [AdminUnit::Now(_), ..]) => PlaceReading::Sure(*one),
        ([one], _) if !split => PlaceReading::Renamed(*one),
        _ => PlaceReading::Several(communes),
    };
    if fit == SpellingFit::OtherMarks { found.into_doubtful() } else { found }
}

pub(super) fn distinct(communes: impl Iterator<Item = Commune>) -> Vec<Commune> {
    let mut all: Vec<Commune> = Vec::new();
    for commune in communes {
        if !all.contains(&commune) {
            all.push(commune);
        }
    }
    all
}
