//! From the names in other people's lists to codes: provinces and communes of today, and former
//! ones when no unit of today fits. Nothing is chosen where two answers are possible.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::old::{How, hit, old_unit, old_units, without_type};
use super::search::{PlaceHit, names_now, old_names};
use super::{Commune, Province, key, province, provinces};
use unicode_normalization::UnicodeNormalization;

static PROVINCE_KEYS: LazyLock<Vec<(String, &'static Province)>> =
    LazyLock::new(|| provinces().iter().map(|p| (key(p.short_name()), p)).collect());

static OLD_PROVINCES: LazyLock<Vec<(String, &'static str)>> = LazyLock::new(|| {
    let names: BTreeSet<&'static str> = old_units().map(|unit| unit.province).collect();
    names.into_iter().map(|name| (key(name), name)).collect()
});

/// Keys of the districts of before, without their types, each with its province.
static DISTRICTS: LazyLock<BTreeSet<(String, &'static str)>> = LazyLock::new(|| {
    let pairs: BTreeSet<_> = old_units().map(|unit| (unit.district, unit.province)).collect();
    let bare = |name| without_type(&key(name)).to_owned();
    pairs.into_iter().map(|(district, province)| (bare(district), province)).collect()
});

/// Was there such a district, in that province where one is named?
pub fn is_district(name: &str, place: Option<Where>) -> bool {
    let wanted = numbered(&key(name));
    let bare = without_type(&wanted);
    // the province of today took in others
    let inside = |before: &str| {
        place.is_none_or(|place| place.before == Some(before) || place.now.is_some())
    };
    DISTRICTS.iter().any(|(district, before)| district == bare && inside(before))
}

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ByName {
    One(Commune),
    /// more than one unit of that name, of today or of before
    Several(Vec<PlaceHit>),
    /// a former unit, wholly inside one of today
    Old(PlaceHit),
    /// a former unit that was divided: ask which part
    OldSplit(Vec<PlaceHit>),
    None,
}

/// A province as lists name it: of today, or one of the 63 of before, or both at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Where {
    pub now: Option<&'static Province>,
    /// name of a province before 01/07/2025
    pub before: Option<&'static str>,
}

/// By code, or by name with or without "Tỉnh", "Thành phố", "TP.".
pub fn province_by_name(text: &str) -> Option<&'static Province> {
    let wanted = key(text);
    let bare = province_key(&wanted);
    province(text.trim()).or_else(|| {
        let named = PROVINCE_KEYS.iter().find(|(key, _)| is_spelled(key, bare));
        named.map(|(_, province)| *province)
    })
}

pub fn place_where(text: &str) -> Option<Where> {
    let wanted = key(text);
    let bare = province_key(&wanted);
    let now = province_by_name(text);
    let before =
        OLD_PROVINCES.iter().find(|(key, _)| is_spelled(key, bare)).map(|(_, name)| *name);
    (now.is_some() || before.is_some()).then_some(Where { now, before })
}

/// Words of the longest name of a province with its type: "Tỉnh Bà Rịa Vũng Tàu".
const MOST_WORDS: usize = 5;

/// How lists shorten or spell the names of provinces, and the key of the name that is meant.
pub(super) const ALIASES: [(&str, &str); 18] = [
    ("hcm", "ho chi minh"),
    ("tphcm", "ho chi minh"),
    ("sg", "ho chi minh"),
    ("sgn", "ho chi minh"),
    ("sai gon", "ho chi minh"),
    ("hn", "ha noi"),
    ("hp", "hai phong"),
    ("thua thien hue", "hue"),
    ("tt hue", "hue"),
    ("tth", "hue"),
    ("br vt", "ba ria vung tau"),
    ("ba ria vt", "ba ria vung tau"),
    ("bac can", "bac kan"),
    ("dac lac", "dak lak"),
    ("dac lak", "dak lak"),
    ("dak lac", "dak lak"),
    ("dar lac", "dak lak"),
    ("dac nong", "dak nong"),
];

/// The name alone, as today's lists spell it.
fn province_key(key: &str) -> &str {
    let bare = key.strip_prefix("t ").unwrap_or_else(|| without_type(key));
    let meant = |name: &str| ALIASES.iter().find(|(alias, _)| is_spelled(alias, name));
    meant(key).or_else(|| meant(bare)).map_or(bare, |(_, name)| name)
}

/// The province that a line of words begins with, by the key of its name, and the words behind it.
pub(super) fn province_first(line: &str) -> Option<(&str, &str)> {
    let ends = line.match_indices(' ').map(|(at, _)| at).chain([line.len()]);
    let mut names = ends.take(MOST_WORDS).map(|at| line.split_at(at));
    let found = names.find_map(|(name, rest)| {
        let bare = province_key(name);
        let known = OLD_PROVINCES.iter().find(|(key, _)| key == bare)?;
        Some((known.0.as_str(), rest.trim_start()))
    });
    found.filter(|_| !line.is_empty())
}

/// The same letters: "hanoi" is "ha noi".
pub(super) fn is_spelled(name: &str, text: &str) -> bool {
    let letters = |b: &u8| *b != b' ';
    name.bytes().filter(letters).eq(text.bytes().filter(letters))
}

/// A commune and the key of its name.
type Named = (Commune, &'static str);

/// A province that cannot be understood finds nothing.
pub fn by_name(province: Option<&str>, name: &str) -> ByName {
    let place = match province.map(str::trim).filter(|p| !p.is_empty()) {
        None => None,
        Some(text) => match place_where(text) {
            Some(place) => Some(place),
            None => return ByName::None,
        },
    };
    let units = units(place);
    let by_code = units.iter().find(|(c, _)| c.code == name.trim());
    if let Some((found, _)) = by_code {
        return ByName::One(*found);
    }
    match today(&units, name).as_slice() {
        [one] => ByName::One(*one),
        [] => before(place, name),
        several => ByName::Several(several.iter().map(now).collect()),
    }
}

fn now(commune: &Commune) -> PlaceHit {
    PlaceHit { commune: *commune, old: None, how: How::Now }
}

/// Ever looser readings; the first that finds anything holds.
fn today(units: &[Named], name: &str) -> Vec<Commune> {
    let exact = small(name);
    let wanted = numbered(&key(name));
    let bare = without_type(&wanted);
    // a name may itself begin like a type ("Xà Phiên"): both readings are tried
    let near: Vec<&Named> = units
        .iter()
        .filter(|(_, key)| [wanted.as_str(), bare].contains(&without_type(key)))
        .collect();
    let readings: [&dyn Fn(&Named) -> bool; 5] = [
        &|(c, _)| small(c.name) == exact,
        &|(c, _)| bare_name(c) == exact,
        &|(_, key)| *key == wanted,
        &|(_, key)| without_type(key) == wanted,
        &|(c, key)| short_type(c, key, &wanted),
    ];
    for reading in readings {
        let fits = near.iter().filter(|named| reading(named));
        let found: Vec<Commune> = fits.map(|(c, _)| *c).collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

fn small(name: &str) -> String {
    let name: String = name.nfc().collect();
    name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn bare_name(commune: &Commune) -> String {
    let name = small(commune.name);
    name.strip_prefix(&small(commune.ty)).map_or(name.clone(), |rest| rest.trim().to_string())
}

/// "P. Hồng Hà", "X. Tân Hội", "ĐK Lý Sơn".
fn short_type(commune: &Commune, key: &str, wanted: &str) -> bool {
    let short = match commune.ty {
        "Phường" => "p ",
        "Xã" => "x ",
        _ => "dk ",
    };
    wanted.strip_prefix(short).is_some_and(|rest| rest == without_type(key))
}

fn before(place: Option<Where>, name: &str) -> ByName {
    let wanted = numbered(&key(name));
    let bare = without_type(&wanted);
    let cut = shortened(&wanted);
    let mut hits: Vec<PlaceHit> = Vec::new();
    for (name, line) in old_names() {
        let alone = without_type(name);
        let fits = name == wanted || alone == wanted || cut && alone == bare;
        let found = fits.then(|| old_unit(line).and_then(|unit| hit(&unit))).flatten();
        hits.extend(found.filter(|h| lay_inside(place, h)));
    }
    let first = hits.first().and_then(|h| h.old).map(|o| o.code);
    let one_unit = hits.iter().all(|h| h.old.map(|o| o.code) == first);
    match hits.as_slice() {
        [] => ByName::None,
        [one] if !one.how.is_split() => ByName::Old(*one),
        _ if one_unit => ByName::OldSplit(hits),
        _ => ByName::Several(hits),
    }
}

/// "phuong 01" is "phuong 1"; a word alone may be a code.
pub(super) fn numbered(key: &str) -> String {
    let number = |word: &'_ str| word.bytes().all(|b| b.is_ascii_digit());
    let plain = |word| if number(word) { word.trim_start_matches('0') } else { word };
    match key.split_once(' ') {
        Some((first, rest)) => {
            let rest: Vec<&str> = rest.split(' ').map(plain).collect();
            format!("{first} {}", rest.join(" "))
        }
        None => key.to_owned(),
    }
}

fn shortened(key: &str) -> bool {
    ["p ", "x ", "tt ", "dk "].iter().any(|ty| key.starts_with(ty))
}

/// Today's communes of a place; of an old province, those that took in a part of it.
fn units(place: Option<Where>) -> Vec<Named> {
    let all = names_now();
    match place {
        None => all.collect(),
        Some(Where { now: Some(province), .. }) => {
            all.filter(|(c, _)| c.province == province.code).collect()
        }
        Some(Where { before, .. }) => {
            let of_it = old_units().filter(|u| before == Some(u.province));
            let codes: BTreeSet<&str> = of_it.map(|u| u.new_code).collect();
            all.filter(|(c, _)| codes.contains(c.code)).collect()
        }
    }
}

/// A list of before may name the old province, a newer one the new.
pub(super) fn lay_inside(place: Option<Where>, hit: &PlaceHit) -> bool {
    let Some(place) = place else { return true };
    let of_now = place.now.is_some_and(|p| p.code == hit.commune.province);
    let of_before = hit.old.is_some_and(|old| place.before == Some(old.province));
    of_now || of_before
}
