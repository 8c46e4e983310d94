//! Finds the provinces that a text may mean: by a name of today or of before July 2025, without
//! blanks, abbreviated, or incomplete.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::old::{old_units, without_type};
use super::{Province, commune, key, province, provinces};
use crate::programme::reference::aliases::{ALIASES, is_spelled};

/// A province of today, and the former province that was named if it has another name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProvinceHit {
    pub province: &'static Province,
    pub before: Option<&'static str>,
}

/// Names of cities that mean the province in a field for provinces.
const CITIES: [(&str, &str); 2] =
    [("vung tau", "ba ria vung tau"), ("ba ria", "ba ria vung tau")];

struct ProvinceName {
    /// words without marks; `squeezed` is the same without blanks
    words: String,
    squeezed: String,
    hit: ProvinceHit,
}

/// Provinces of today first, then former ones that have another name.
static NAMES: LazyLock<Vec<ProvinceName>> = LazyLock::new(|| {
    let today = provinces().iter().map(|p| name(p.short_name(), p, None));
    let parts: BTreeSet<(&'static str, &'static str)> = old_units()
        .filter_map(|unit| Some((unit.province, commune(unit.new_code)?.province)))
        .collect();
    let before = parts.into_iter().filter_map(|(before, now)| {
        let now = province(now)?;
        (key(before) != key(now.short_name())).then(|| name(before, now, Some(before)))
    });
    today.chain(before).collect()
});

fn name(
    words: &str,
    province: &'static Province,
    before: Option<&'static str>,
) -> ProvinceName {
    let words = key(words);
    let squeezed = squeezed(&words);
    ProvinceName { words, squeezed, hit: ProvinceHit { province, before } }
}

fn squeezed(words: &str) -> String {
    words.split(' ').collect()
}

/// The provinces that `text` names in full; else those that begin with it; else those that contain
/// it. A person chooses between several.
pub fn provinces_like(text: &str) -> Vec<ProvinceHit> {
    if let Some(province) = province(text.trim()) {
        return vec![ProvinceHit { province, before: None }];
    }
    let exact = named(text);
    let typed = key(text);
    let (bare, run) = (without_type(&typed), squeezed(without_type(&typed)));
    if !exact.is_empty() || bare.is_empty() {
        return exact;
    }
    let word =
        |name: &ProvinceName| name.words.strip_prefix(bare).is_some_and(|r| r.starts_with(' '));
    let begins = |name: &ProvinceName| !word(name) && name.squeezed.starts_with(&run);
    let first: Vec<_> = hits(word).into_iter().chain(hits(begins)).collect();
    let found = if first.is_empty() { hits(|name| name.words.contains(bare)) } else { first };
    once_each(found)
}

/// The provinces with exactly this name or abbreviation.
pub fn named(text: &str) -> Vec<ProvinceHit> {
    let typed = key(text);
    let readings = [squeezed(&typed), squeezed(without_type(&typed))];
    let fits = |name: &ProvinceName| {
        readings.iter().any(|reading| {
            let mut short = ALIASES.iter().chain(&CITIES);
            let meant = short.find(|(short, _)| is_spelled(short, reading));
            name.squeezed == *reading || meant.is_some_and(|(_, whole)| name.words == *whole)
        })
    };
    let found = hits(fits);
    // A name that is still in use means the province of today.
    match found.iter().find(|hit| hit.before.is_none()) {
        Some(now) => vec![*now],
        None => once_each(found),
    }
}

fn hits(fits: impl Fn(&ProvinceName) -> bool) -> Vec<ProvinceHit> {
    NAMES.iter().filter(|name| fits(name)).map(|name| name.hit).collect()
}

/// Drops former provinces in a province that was also found by its own name.
fn once_each(hits: Vec<ProvinceHit>) -> Vec<ProvinceHit> {
    let own: Vec<&str> =
        hits.iter().filter(|hit| hit.before.is_none()).map(|hit| hit.province.code).collect();
    hits.into_iter()
        .filter(|hit| hit.before.is_none() || !own.contains(&hit.province.code))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&'static str, Option<&'static str>)> {
        let hits = provinces_like(text);
        hits.iter().map(|hit| (hit.province.short_name(), hit.before)).collect()
    }

    #[test]
    fn a_province_is_found_by_the_names_that_people_write() {
        for (text, name) in [
            ("hanoi", "Hà Nội"),
            ("Ha Noi", "Hà Nội"),
            ("HN", "Hà Nội"),
            ("tp hà nội", "Hà Nội"),
            ("01", "Hà Nội"),
            ("hcm", "Hồ Chí Minh"),
            ("tphcm", "Hồ Chí Minh"),
            ("TP. HCM", "Hồ Chí Minh"),
            ("sg", "Hồ Chí Minh"),
            ("Sài Gòn", "Hồ Chí Minh"),
            ("dongthap", "Đồng Tháp"),
            ("Tỉnh Đồng Tháp", "Đồng Tháp"),
            ("hue", "Huế"),
            ("daklak", "Đắk Lắk"),
            ("Đắc Lắc", "Đắk Lắk"),
            ("phu tho", "Phú Thọ"),
        ] {
            assert_eq!(found(text), [(name, None)], "{text}");
        }
    }

    #[test]
    fn a_province_of_before_leads_to_the_one_of_today() {
        for (text, name, before) in [
            ("ben tre", "Vĩnh Long", "Bến Tre"),
            ("bentre", "Vĩnh Long", "Bến Tre"),
            ("Tỉnh Bến Tre", "Vĩnh Long", "Bến Tre"),
            ("tra vinh", "Vĩnh Long", "Trà Vinh"),
            ("hoa binh", "Phú Thọ", "Hòa Bình"),
            ("bac can", "Thái Nguyên", "Bắc Kạn"),
            ("ha nam", "Ninh Bình", "Hà Nam"),
        ] {
            assert_eq!(found(text), [(name, Some(before))], "{text}");
        }
        for text in ["vung tau", "brvt", "BR-VT", "bà rịa", "Bà Rịa - Vũng Tàu"] {
            assert_eq!(found(text)[0].0, "Hồ Chí Minh", "{text}");
            assert_eq!(found(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn every_province_of_today_and_before_is_found_by_its_name() {
        for name in NAMES.iter() {
            let words = name.hit.before.unwrap_or(name.hit.province.short_name());
            for text in [words.to_owned(), name.words.clone(), name.squeezed.clone()] {
                assert!(provinces_like(&text).contains(&name.hit), "{text}");
            }
        }
    }

    #[test]
    fn a_beginning_that_fits_several_names_all_of_them() {
        let hits = found("ha");
        for name in ["Hà Nội", "Hà Tĩnh", "Hải Phòng"] {
            assert!(hits.contains(&(name, None)), "{hits:?}");
        }
        assert!(hits.contains(&("Tuyên Quang", Some("Hà Giang"))), "{hits:?}");
        assert!(found("qu").len() > 2);
        assert_eq!(found("xyz"), []);
        assert_eq!(found(""), []);
        assert_eq!(found("tinh"), found("tĩnh"), "no panic on a type alone");
    }
}
