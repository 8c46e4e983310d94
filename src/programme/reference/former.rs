//! Finds the units of today for a name of before July 2025.

use super::old::{has_code, lines};
use super::units::named;
use crate::programme::reference::old::old_unit;
use crate::programme::reference::units::{AdminUnit, districts};
use crate::programme::reference::{OldUnit, PlaceHit, commune, place_where};

/// The units of today that a former unit, given by code or name, became part of. District and
/// province narrow the search if given; "Quận", "TP." and similar words may be left out.
pub fn old(
    code_or_name: &str,
    district: Option<&str>,
    province: Option<&str>,
) -> Vec<PlaceHit> {
    let place = province.map(place_where);
    if place == Some(None) {
        return Vec::new();
    }
    let place = place.flatten();
    let districts = district.map(|name| districts(name, place));
    let code = code_or_name.trim();
    let coded = lines().iter().filter(|line| has_code(line, code)).copied();
    let coded: Vec<OldUnit> = coded.filter_map(old_unit).collect();
    let named = named(code_or_name).into_iter().filter_map(|(unit, _, kind)| match unit {
        AdminUnit::Former(unit) if kind => Some(unit),
        _ => None,
    });
    let fits = |unit: &OldUnit| {
        let unit = AdminUnit::Former(*unit);
        place.is_none_or(|place| unit.is_in(place))
            && districts.as_ref().is_none_or(|districts| unit.overlapped(districts))
    };
    coded.into_iter().chain(named).filter(fits).filter_map(|unit| hit(&unit)).collect()
}

pub(crate) fn hit(unit: &OldUnit) -> Option<PlaceHit> {
    let commune = commune(unit.new_code)?;
    Some(PlaceHit { commune, old: Some(*unit), how: unit.how })
}
