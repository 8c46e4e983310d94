//! Resolves the province names in other people's lists to provinces of today and of before July
//! 2025.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::old::old_units;
use super::{Province, key, province, provinces};
use crate::programme::reference::aliases::{is_spelled, province_key};

static PROVINCE_KEYS: LazyLock<Vec<(String, &'static Province)>> =
    LazyLock::new(|| provinces().iter().map(|p| (key(p.short_name()), p)).collect());

static OLD_PROVINCES: LazyLock<Vec<(String, &'static str)>> = LazyLock::new(|| {
    let names: BTreeSet<&'static str> = old_units().map(|unit| unit.province).collect();
    names.into_iter().map(|name| (key(name), name)).collect()
});

/// A province as a list names it: one of today, one of the former 63, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProvinceMatch {
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

pub fn place_where(text: &str) -> Option<ProvinceMatch> {
    let wanted = key(text);
    let bare = province_key(&wanted);
    let now = province_by_name(text);
    let before =
        OLD_PROVINCES.iter().find(|(key, _)| is_spelled(key, bare)).map(|(_, name)| *name);
    (now.is_some() || before.is_some()).then_some(ProvinceMatch { now, before })
}

/// Words of the longest name of a province with its type: "Tỉnh Bà Rịa Vũng Tàu".
const MOST_WORDS: usize = 5;

/// The key of the province that a line begins with, and the words after its name.
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
