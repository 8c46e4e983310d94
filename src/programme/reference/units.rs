//! Units by name: communes of today under all their names since July 2025, and former units and
//! districts. Built at the first use.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::names::ProvinceMatch;
use super::old::{OldUnit, lines, old_unit, old_units};
use super::spelling::{SpellingFit, UnitName};
use super::{Commune, commune, communes};

/// A unit under one of its names.
#[derive(Clone, Copy, Debug)]
pub(super) enum AdminUnit {
    Now(Commune),
    Former(OldUnit),
}

/// The index of a unit in `communes()`, or in the lines of former units.
#[derive(Clone, Copy)]
enum UnitPlace {
    Now(u32),
    Former(u32),
}

static UNITS: LazyLock<BTreeMap<String, Vec<UnitPlace>>> = LazyLock::new(|| {
    let mut units: BTreeMap<String, Vec<UnitPlace>> = BTreeMap::new();
    let mut add = |name: &str, at: UnitPlace| {
        if let Some(name) = UnitName::listed(name) {
            units.entry(name.loose_key).or_default().push(at);
        }
    };
    for (at, commune) in (0u32..).zip(communes()) {
        add(commune.name, UnitPlace::Now(at));
    }
    for (at, unit) in (0u32..).zip(lines()) {
        if let Some(unit) = old_unit(unit) {
            add(unit.name, UnitPlace::Former(at));
        }
    }
    units
});

/// A former district, by name and province.
pub(super) type District = (&'static str, &'static str);

/// Districts by the loose spelling of their names.
static DISTRICTS: LazyLock<BTreeMap<String, BTreeSet<District>>> = LazyLock::new(|| {
    let mut districts: BTreeMap<String, BTreeSet<District>> = BTreeMap::new();
    for unit in old_units() {
        if let Some(name) = UnitName::listed(unit.district) {
            districts.entry(name.loose_key).or_default().insert((unit.district, unit.province));
        }
    }
    districts
});

/// The former units that went into each commune, by its code.
static PARTS: LazyLock<BTreeMap<&'static str, Vec<u32>>> = LazyLock::new(|| {
    let mut parts: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (at, unit) in (0u32..).zip(lines()) {
        if let Some(unit) = old_unit(unit) {
            parts.entry(unit.new_code).or_default().push(at);
        }
    }
    parts
});

/// Pairs of a former province and a province of today that took in a part of it.
static HEIRS: LazyLock<BTreeSet<(&'static str, &'static str)>> = LazyLock::new(|| {
    let heir = |unit: OldUnit| Some((unit.province, commune(unit.new_code)?.province));
    old_units().filter_map(heir).collect()
});

fn former(at: u32) -> Option<OldUnit> {
    old_unit(lines().get(at as usize)?)
}

/// Units that a written name may mean, each with its fit and whether its kind agrees.
pub(super) fn named(text: &str) -> Vec<(AdminUnit, SpellingFit, bool)> {
    let mut found = Vec::new();
    for reading in UnitName::readings(text) {
        // a kind above communes must agree: five islands were districts without communes
        let above = reading.kind.is_some_and(|kind| kind.is_above());
        let mut add = |unit: AdminUnit, name: &str| {
            let Some(name) =
                UnitName::listed(name).filter(|name| name.loose_key == reading.loose_key)
            else {
                return;
            };
            let kind = reading.kind.is_none() || reading.kind == name.kind;
            if kind || !above {
                found.push((unit, reading.fit(&name), kind));
            }
        };
        for at in UNITS.get(&reading.loose_key).into_iter().flatten() {
            match at {
                UnitPlace::Now(at) => {
                    let commune = communes().get(*at as usize).copied();
                    for named in commune.into_iter().flat_map(Commune::names) {
                        add(AdminUnit::Now(named), named.name);
                    }
                }
                UnitPlace::Former(at) => {
                    if let Some(unit) = former(*at) {
                        add(AdminUnit::Former(unit), unit.name);
                    }
                }
            }
        }
    }
    found
}

/// The former districts that a name means, within a province if one is given. If the name has a
/// kind, districts of that kind come first (there were both "Huyện Cao Lãnh" and "Thành phố Cao
/// Lãnh").
pub(super) fn districts(text: &str, place: Option<ProvinceMatch>) -> BTreeSet<District> {
    let inside = |(_, before): &&District| place.is_none_or(|place| covers(place, before));
    for reading in UnitName::readings(text) {
        let known = DISTRICTS.get(&reading.loose_key).into_iter().flatten().filter(inside);
        let known: BTreeSet<District> = known.copied().collect();
        let of_kind = |(name, _): &&District| {
            UnitName::listed(name).is_some_and(|name| reading.kind == name.kind)
        };
        let exact: BTreeSet<District> = known.iter().filter(of_kind).copied().collect();
        let among = if exact.is_empty() { known } else { exact };
        if !among.is_empty() && reading.kind.is_none_or(|kind| kind.is_above()) {
            return best_marks(&reading, among);
        }
    }
    BTreeSet::new()
}

/// Keeps the best fitting marks: "Huyện Tân Thạnh" is not "Huyện Tân Thành".
fn best_marks(reading: &UnitName, among: BTreeSet<District>) -> BTreeSet<District> {
    let fit = |name: &str| UnitName::listed(name).map(|name| reading.fit(&name));
    let best = among.iter().filter_map(|(name, _)| fit(name)).min();
    among.into_iter().filter(|(name, _)| fit(name) == best).collect()
}

/// Whether there was such a district, within a province if one is given.
pub fn is_district(name: &str, place: Option<ProvinceMatch>) -> bool {
    !districts(name, place).is_empty()
}

/// Whether there was a city, a town or an urban district of that name.
pub fn was_city(name: &str, place: Option<ProvinceMatch>) -> bool {
    districts(name, place).iter().any(|(name, _)| !name.starts_with("Huyện"))
}

/// The codes of the communes that a former district became, within a province if given.
pub fn of_district(name: &str, place: Option<ProvinceMatch>) -> BTreeSet<&'static str> {
    let meant = districts(name, place);
    let inside = |unit: &OldUnit| meant.contains(&(unit.district, unit.province));
    match meant.is_empty() {
        true => BTreeSet::new(),
        false => old_units().filter(inside).map(|unit| unit.new_code).collect(),
    }
}

/// Whether the written province is the former province, or took in a part of it.
fn covers(place: ProvinceMatch, before: &str) -> bool {
    place.before == Some(before)
        || place.now.is_some_and(|now| HEIRS.contains(&(before, now.code)))
}

impl AdminUnit {
    /// The commune of today, under its newest name.
    pub fn commune(&self) -> Option<Commune> {
        commune(match self {
            AdminUnit::Now(commune) => commune.code,
            AdminUnit::Former(unit) => unit.new_code,
        })
    }

    /// Lists of before July 2025 name the former province, newer lists the present one.
    pub fn is_in(&self, place: ProvinceMatch) -> bool {
        let of_now = |code: &str| place.now.is_some_and(|p| p.code == code);
        match self {
            AdminUnit::Now(commune) if place.now.is_some() => of_now(commune.province),
            AdminUnit::Now(commune) => {
                parts(commune).any(|part| place.before == Some(part.province))
            }
            AdminUnit::Former(unit) => {
                place.before == Some(unit.province)
                    || self.commune().is_some_and(|commune| of_now(commune.province))
            }
        }
    }

    /// Whether it was in one of these districts, or took in a part of one.
    pub fn overlapped(&self, districts: &BTreeSet<District>) -> bool {
        let inside = |unit: &OldUnit| districts.contains(&(unit.district, unit.province));
        match self {
            AdminUnit::Now(commune) => parts(commune).any(|part| inside(&part)),
            AdminUnit::Former(unit) => inside(unit),
        }
    }

    /// Whether all of it was in these districts.
    pub fn was_within(&self, districts: &BTreeSet<District>) -> bool {
        let inside = |unit: &OldUnit| districts.contains(&(unit.district, unit.province));
        match self {
            AdminUnit::Now(commune) => parts(commune).all(|part| inside(&part)),
            AdminUnit::Former(unit) => inside(unit),
        }
    }
}

fn parts(commune: &Commune) -> impl Iterator<Item = OldUnit> {
    PARTS.get(commune.code).into_iter().flatten().filter_map(|at| former(*at))
}
