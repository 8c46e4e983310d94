//! Areas wider or older than a province of today: the six socio-economic regions (306/NQ-CP of
//! 05/10/2025) and the 63 provinces before 01/07/2025, by their communes of today.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::aliases::{is_spelled, province_key};
use super::old::{HitKind, old_units};
use super::{key, rows};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    pub id: &'static str,
    pub name: &'static str,
    pub name_en: &'static str,
    /// codes
    pub provinces: Vec<&'static str>,
}

/// A province before 01/07/2025, under the code that it had then (QĐ 124/2004/QĐ-TTg).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormerProvince {
    pub code: &'static str,
    /// without "Tỉnh" or "Thành phố"
    pub name: &'static str,
}

static REGIONS: LazyLock<Vec<Region>> = LazyLock::new(|| {
    rows(include_str!("regions-2025.tsv"))
        .map(|[id, name, name_en, provinces, _]| Region {
            id,
            name,
            name_en,
            provinces: provinces.split(' ').collect(),
        })
        .collect()
});

static FORMER: LazyLock<Vec<FormerProvince>> = LazyLock::new(|| {
    rows(include_str!("former-provinces.tsv"))
        .map(|[code, name]| FormerProvince { code, name })
        .collect()
});

/// The former province of each commune of today: the one that most of its former communes were in.
/// Smaller parts of divided communes only break ties.
static FORMER_OF: LazyLock<BTreeMap<u32, u8>> = LazyLock::new(|| {
    let codes: BTreeMap<&str, u8> = FORMER
        .iter()
        .filter_map(|former| Some((former.name, former.code.parse().ok()?)))
        .collect();
    let mut parts: BTreeMap<u32, BTreeMap<u8, (usize, usize)>> = BTreeMap::new();
    for unit in old_units() {
        let (Ok(commune), Some(code)) = (unit.new_code.parse(), codes.get(unit.province))
        else {
            continue;
        };
        let (main, all) = parts.entry(commune).or_default().entry(*code).or_default();
        *main += usize::from(unit.how != HitKind::Split);
        *all += 1;
    }
    let most = |parts: BTreeMap<u8, (usize, usize)>| {
        parts
            .into_iter()
            .max_by_key(|(code, count)| (*count, u8::MAX - code))
            .map(|(code, _)| code)
    };
    parts.into_iter().filter_map(|(commune, parts)| Some((commune, most(parts)?))).collect()
});

static REGION_OF: LazyLock<BTreeMap<u8, u8>> = LazyLock::new(|| {
    let numbered = (0u8..).zip(REGIONS.iter());
    let codes = numbered.flat_map(|(at, region)| region.provinces.iter().map(move |c| (c, at)));
    codes.filter_map(|(code, at)| Some((code.parse().ok()?, at))).collect()
});

static PARTS: LazyLock<BTreeMap<&'static str, Vec<&'static FormerProvince>>> =
    LazyLock::new(|| {
        let mut parts: BTreeMap<&str, BTreeSet<u8>> = BTreeMap::new();
        for commune in super::communes() {
            let former = commune.code.parse().ok().and_then(former_of);
            parts.entry(commune.province).or_default().extend(former);
        }
        let named = |codes: BTreeSet<u8>| {
            let of = |former: &&FormerProvince| {
                former.code.parse().is_ok_and(|code| codes.contains(&code))
            };
            FORMER.iter().filter(of).collect()
        };
        parts.into_iter().map(|(province, codes)| (province, named(codes))).collect()
    });

pub fn regions() -> &'static [Region] {
    &REGIONS
}

pub fn region(id: &str) -> Option<&'static Region> {
    REGIONS.iter().find(|region| region.id == id)
}

/// The number of a province's region: its place in `regions`.
pub fn region_of(province: u8) -> Option<u8> {
    REGION_OF.get(&province).copied()
}

/// By id, or by consecutive words of a name: "bac trung bo", "tay nguyen". A person chooses between
/// several.
pub fn regions_like(text: &str) -> Vec<&'static Region> {
    let typed = key(text);
    let bare = typed.strip_prefix("vung ").unwrap_or(&typed);
    if bare.is_empty() {
        return Vec::new();
    }
    let whole = |region: &&Region| {
        region.id == bare || [region.name, region.name_en].iter().any(|name| key(name) == bare)
    };
    let part = |region: &&Region| {
        let names = [region.name, region.name_en].map(|name| format!(" {} ", key(name)));
        names.iter().any(|name| name.contains(&format!(" {bare}")))
    };
    match REGIONS.iter().find(whole) {
        Some(region) => vec![region],
        None => REGIONS.iter().filter(part).collect(),
    }
}

pub fn former_provinces() -> &'static [FormerProvince] {
    &FORMER
}

pub fn former_province(code: &str) -> Option<&'static FormerProvince> {
    FORMER.iter().find(|former| former.code == code)
}

/// By the code or the name of that time.
pub fn former_by_name(text: &str) -> Option<&'static FormerProvince> {
    let typed = key(text);
    let bare = province_key(&typed);
    let named = |former: &&FormerProvince| is_spelled(&key(former.name), bare);
    former_province(text.trim()).or_else(|| FORMER.iter().find(named))
}

/// The number of the former province that a commune of today counts for.
pub fn former_of(commune: u32) -> Option<u8> {
    FORMER_OF.get(&commune).copied()
}

/// The former provinces that a province of today was made from.
pub fn parts_of(province: &str) -> &'static [&'static FormerProvince] {
    PARTS.get(province).map_or(&[], Vec::as_slice)
}

/// The province of today that a former one went into.
pub fn province_of_former(code: &str) -> Option<&'static str> {
    let holds = |parts: &Vec<&FormerProvince>| parts.iter().any(|former| former.code == code);
    PARTS.iter().find(|(_, parts)| holds(parts)).map(|(province, _)| *province)
}

#[cfg(test)]
mod tests {
    use super::super::{communes, provinces};
    use super::*;

    #[test]
    fn every_province_is_in_one_region_and_every_commune_in_one_former_province() {
        let mut in_regions: Vec<&str> =
            regions().iter().flat_map(|region| region.provinces.iter().copied()).collect();
        in_regions.sort_unstable();
        let all: Vec<&str> = provinces().iter().map(|province| province.code).collect();
        assert_eq!(in_regions, all);
        assert_eq!(former_provinces().len(), 63);
        let of: BTreeSet<&str> = old_units().map(|unit| unit.province).collect();
        let named: BTreeSet<&str> =
            former_provinces().iter().map(|former| former.name).collect();
        assert_eq!(of, named);
        for commune in communes() {
            assert!(former_of(commune.code.parse().unwrap()).is_some(), "{}", commune.code);
        }
        let parts: usize =
            provinces().iter().map(|province| parts_of(province.code).len()).sum();
        assert_eq!(parts, 63, "none is in two provinces of today");
    }

    #[test]
    fn a_commune_of_two_former_provinces_counts_for_the_larger_share() {
        // 29869: nine whole or main parts from Đồng Tháp, parts alone from Tiền Giang
        assert_eq!(former_of(29869), Some(87));
        // 31582: two from Sóc Trăng, one from Hậu Giang
        assert_eq!(former_of(31582), Some(94));
        // 00340: only parts, all from Hà Nội
        assert_eq!(former_of(340), Some(1));
        let names = |province| parts_of(province).iter().map(|f| f.name).collect::<Vec<_>>();
        assert_eq!(names("19"), ["Bắc Kạn", "Thái Nguyên"]);
        assert_eq!(names("79"), ["Bình Dương", "Bà Rịa - Vũng Tàu", "Hồ Chí Minh"]);
        assert_eq!(names("01"), ["Hà Nội"]);
    }

    #[test]
    fn regions_and_former_provinces_are_found_as_people_write_them() {
        let found = |text| regions_like(text).iter().map(|r| r.id).collect::<Vec<_>>();
        for (text, ids) in [
            ("btb", &["btb"][..]),
            ("Bắc Trung Bộ", &["btb"]),
            ("vùng đông nam bộ", &["dnb"]),
            ("tay nguyen", &["ntbtn"]),
            ("dong bang", &["dbsh", "dbscl"]),
            ("mekong", &["dbscl"]),
            ("", &[]),
            ("ha noi", &[]),
        ] {
            assert_eq!(found(text), ids, "{text}");
        }
        let former = |text| former_by_name(text).map(|former| former.code);
        for (text, code) in [
            ("ben tre", Some("83")),
            ("Tỉnh Bến Tre", Some("83")),
            ("83", Some("83")),
            ("brvt", Some("77")),
            ("bac can", Some("06")),
            ("tp hcm", Some("79")),
            ("Hà Tây", None),
        ] {
            assert_eq!(former(text), code, "{text}");
        }
    }
}
