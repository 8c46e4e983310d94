//! The one reader of places: a commune as people's lists, forms and this program write it, alone
//! or with its province (and its district of before July 2025) behind it. One sure answer is
//! taken; a divided or a twin name comes with its candidates. Nothing is guessed.

use super::names::{is_district, lay_inside};
use super::{ByName, Commune, PlaceHit, by_name, commune, old, place_where, province_by_name};

/// What is known of a place: its words, and what stands in other columns.
#[derive(Clone, Copy, Debug, Default)]
pub struct Written<'a> {
    pub commune: &'a str,
    pub district: Option<&'a str>,
    pub province: Option<&'a str>,
    /// the officer's own province, for lists that name none
    pub home: Option<&'a str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    Sure(Commune),
    /// a former commune that lies wholly in this one
    Renamed(Commune),
    /// a former commune that was divided: one of these
    Divided(Vec<Commune>),
    /// several of that name
    Several(Vec<Commune>),
    NoProvince,
    Nothing,
}

pub fn read(written: Written<'_>) -> Reading {
    if written.province.is_some_and(|p| place_where(p).is_none()) {
        return Reading::NoProvince;
    }
    if let Some(found) = commune(written.commune.trim()) {
        return Reading::Sure(found).unless_elsewhere(written.province);
    }
    let found = match parts(written.commune).as_slice() {
        [] => Reading::Nothing,
        [one] => match alone(Written { commune: one, ..written }) {
            Reading::Nothing => with_province_behind(one, written),
            found => found,
        },
        [name, around @ ..] => inside(name, around, written),
    };
    found.unless_elsewhere(written.province)
}

/// "Phường Châu Đốc, tỉnh An Giang", "Phường Châu Đốc (An Giang)".
fn parts(text: &str) -> Vec<&str> {
    let parts = text.split([',', ';', '(', ')', '\n']).map(str::trim);
    parts.filter(|part| !part.is_empty()).collect()
}

/// What stands behind a name is its province, its district, or both; nothing is passed over that
/// is neither.
fn inside(name: &str, around: &[&str], written: Written<'_>) -> Reading {
    let in_province = |province, district| {
        alone(Written { commune: name, district, province: Some(province), home: None })
    };
    let in_district =
        |district| alone(Written { commune: name, district: Some(district), ..written });
    let free = written.district.is_none();
    match around {
        [district, province] => match place_where(province) {
            Some(place) if free && is_district(district, Some(place)) => {
                in_province(province, Some(*district))
            }
            _ => Reading::Nothing,
        },
        [one] if place_where(one).is_some() => match in_province(one, written.district) {
            // some cities were called like their provinces
            Reading::Nothing if free && is_district(one, None) => in_district(one),
            found => found,
        },
        [one] if free && is_district(one, None) => in_district(one),
        _ => Reading::Nothing,
    }
}

/// "phuong chau doc an giang", "Phường Châu Đốc - An Giang": the longest province at the end.
fn with_province_behind(text: &str, written: Written<'_>) -> Reading {
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
        let given = Written { commune: name, province: Some(province), home: None, ..written };
        match alone(given) {
            Reading::Nothing => {}
            found => return found,
        }
    }
    Reading::Nothing
}

/// A name without anything behind it.
fn alone(written: Written<'_>) -> Reading {
    // a district says that the name is of the map before July 2025
    if let Some(district) = written.district {
        let hits = old(written.commune, Some(district), None);
        let hits = match written.province.or(written.home) {
            Some(province) => {
                let place = place_where(province);
                hits.into_iter().filter(|hit| lay_inside(place, hit)).collect()
            }
            None => hits,
        };
        match of_before(hits) {
            Reading::Nothing => {}
            found => return found,
        }
    }
    match written.province.or(written.home) {
        None => named(None, written.commune),
        Some(province) => match named(Some(province), written.commune) {
            // the officer's own province was only our idea: elsewhere is worth a question
            Reading::Nothing if written.province.is_none() => {
                match named(None, written.commune) {
                    Reading::Sure(one) | Reading::Renamed(one) => Reading::Several(vec![one]),
                    found => found,
                }
            }
            found => found,
        },
    }
}

fn named(province: Option<&str>, name: &str) -> Reading {
    match by_name(province, name) {
        ByName::One(commune) => Reading::Sure(commune),
        ByName::Old(hit) => Reading::Renamed(hit.commune),
        ByName::OldSplit(hits) => Reading::Divided(communes(&hits)),
        ByName::Several(hits) => Reading::Several(communes(&hits)),
        ByName::None => Reading::Nothing,
    }
}

fn of_before(hits: Vec<PlaceHit>) -> Reading {
    let first = hits.first().and_then(|hit| hit.old).map(|old| old.code);
    let one_unit = hits.iter().all(|hit| hit.old.map(|old| old.code) == first);
    match hits.as_slice() {
        [] => Reading::Nothing,
        [one] if !one.how.is_split() => Reading::Renamed(one.commune),
        _ if one_unit => Reading::Divided(communes(&hits)),
        _ => Reading::Several(communes(&hits)),
    }
}

fn communes(hits: &[PlaceHit]) -> Vec<Commune> {
    let mut all: Vec<Commune> = Vec::new();
    for hit in hits {
        if !all.contains(&hit.commune) {
            all.push(hit.commune);
        }
    }
    all
}

impl Reading {
    /// Words that name one province and a column that names another are for a person to settle.
    fn unless_elsewhere(self, column: Option<&str>) -> Reading {
        let Some(now) = column.and_then(province_by_name) else { return self };
        match self {
            Reading::Sure(one) | Reading::Renamed(one) if one.province != now.code => {
                Reading::Several(vec![one])
            }
            found => found,
        }
    }
}
