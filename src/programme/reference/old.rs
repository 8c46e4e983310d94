//! The map before 01/07/2025: which unit of today each former commune became part of. A divided
//! unit has several answers; a person must choose between them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::columns;

/// How the commune of a hit relates to the unit that was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HitKind {
    /// a unit of today, found by its name
    Now,
    /// the former unit is wholly in it
    Whole,
    /// the larger part of a divided unit is in it
    SplitMain,
    /// a smaller part of a divided unit is in it
    Split,
}

impl HitKind {
    pub fn is_split(self) -> bool {
        matches!(self, HitKind::SplitMain | HitKind::Split)
    }
}

/// A former commune and one unit of today that it went into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OldUnit {
    pub code: &'static str,
    pub name: &'static str,
    pub district: &'static str,
    /// one of the 63 provinces of that time, without its type
    pub province: &'static str,
    pub new_code: &'static str,
    pub how: HitKind,
}

static LINES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("communes-old-to-new.tsv").lines().skip(1).collect());

/// For each commune that took in a part of a divided unit, the communes that took in the rest.
static BESIDE: LazyLock<BTreeMap<&'static str, BTreeSet<&'static str>>> = LazyLock::new(|| {
    let mut parts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for unit in old_units().filter(|unit| unit.how.is_split()) {
        parts.entry(unit.code).or_default().push(unit.new_code);
    }
    let mut beside: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for codes in parts.values() {
        for code in codes {
            let others = codes.iter().copied().filter(|other| other != code);
            beside.entry(code).or_default().extend(others);
        }
    }
    beside
});

/// The communes that share a divided former unit with this commune.
pub fn sharing_communes(code: &str) -> impl Iterator<Item = &'static str> {
    BESIDE.get(code).into_iter().flatten().copied()
}

pub(super) fn old_unit(line: &'static str) -> Option<OldUnit> {
    let [code, name, district, province, new_code, how] = columns(line)?;
    let how = match how {
        "whole" => HitKind::Whole,
        "split-main" => HitKind::SplitMain,
        _ => HitKind::Split,
    };
    Some(OldUnit { code, name, district, province, new_code, how })
}

pub(super) fn lines() -> &'static [&'static str] {
    &LINES
}

pub(super) fn old_units() -> impl Iterator<Item = OldUnit> {
    LINES.iter().copied().filter_map(old_unit)
}

pub(super) fn has_code(line: &str, code: &str) -> bool {
    line.split('\t').next() == Some(code)
}

/// A name's key without the word for the kind of unit, long or short.
pub(super) fn without_type(key: &str) -> &str {
    const TYPES: [&str; 17] = [
        "thanh pho ",
        "thi tran ",
        "dac khu ",
        "phuong ",
        "thi xa ",
        "huyen ",
        "tinh ",
        "quan ",
        "xa ",
        "tt ",
        "tx ",
        "tp ",
        "dk ",
        "p ",
        "x ",
        "h ",
        "q ",
    ];
    let english = || [" province", " city"].iter().find_map(|ty| key.strip_suffix(ty));
    TYPES.iter().find_map(|ty| key.strip_prefix(ty)).or_else(english).unwrap_or(key)
}
