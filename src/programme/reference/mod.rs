//! Reference lists: provinces and regions, communes and their changes, names before July 2025,
//! industry codes, and the dated sets (support ceilings, priority places).
//!
//! The lists are in the binary as text and are parsed at their first use; parsed values are slices
//! of that text.

mod aliases;
mod called;
mod ceiling;
mod changes;
mod dated;
mod dated_name;
mod former;
mod names;
mod old;
mod place_words;
mod provinces;
mod read;
mod search;
mod several;
mod spelling;
mod units;
mod wide;

use std::sync::LazyLock;

pub use crate::programme::reference::former::old;
pub use called::{NameSearch, answers};
pub use ceiling::{Ceiling, ceilings};
pub use dated::{PriorityPlaces, in_force};
pub use names::{ProvinceMatch, place_where, province_by_name};
pub use old::{HitKind, OldUnit, sharing_communes};
pub use place_words::{Address, PlaceReading, WrittenPlace};
pub use provinces::{ProvinceHit, named, provinces_like};
pub use read::{read, read_address};
pub use search::{PlaceHit, search, search_near};
pub use units::{is_district, of_district, was_city};
pub use wide::{
    FormerProvince, Region, former_by_name, former_of, former_province, former_provinces,
    parts_of, province_of_former, region, region_of, regions, regions_like,
};

use crate::record::{Date, Place};
use crate::text::fold::fold;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Province {
    pub code: &'static str,
    /// "Tỉnh Cao Bằng"
    pub name: &'static str,
}

/// Prefix of the name of a centrally-run city.
const CITY: &str = "Thành phố ";

impl Province {
    /// Without "Tỉnh" or "Thành phố".
    pub fn short_name(&self) -> &'static str {
        let name = self.name;
        name.strip_prefix("Tỉnh ").or(name.strip_prefix(CITY)).unwrap_or(name)
    }

    /// Whether it is centrally run: its wards count only with a recognised craft village.
    pub fn is_city(&self) -> bool {
        self.name.starts_with(CITY)
    }
}

/// A unit of the second tier: commune, ward or special zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commune {
    pub code: &'static str,
    pub province: &'static str,
    /// Xã, Phường, Đặc khu
    pub ty: &'static str,
    /// with its type: "Phường Hồng Hà"
    pub name: &'static str,
}

impl Commune {
    pub fn is_ward(&self) -> bool {
        self.ty == "Phường"
    }

    pub fn province(&self) -> Option<&'static Province> {
        province(self.province)
    }

    /// "Phường Hồng Hà, Hà Nội"
    pub fn full_name(&self) -> String {
        match self.province() {
            Some(province) => format!("{}, {}", self.name, province.short_name()),
            None => self.name.to_string(),
        }
    }

    /// Under its name of that day.
    pub fn place(&self, day: Date) -> Place {
        Place { commune: self.code.to_string(), name: self.on(day).full_name(), day }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Division {
    pub code: &'static str,
    pub section: &'static str,
    pub name: &'static str,
}

static PROVINCES: LazyLock<Vec<Province>> = LazyLock::new(|| {
    rows(include_str!("provinces-2025.tsv"))
        .map(|[code, name]| Province { code, name }.newest())
        .collect()
});

static COMMUNES: LazyLock<Vec<Commune>> = LazyLock::new(|| {
    let mut communes: Vec<Commune> = rows(include_str!("admin-2025.tsv"))
        .map(|[province, code, ty, name]| Commune { code, province, ty, name }.newest())
        .collect();
    communes.sort_unstable_by_key(|c| c.code);
    communes
});

static VSIC: LazyLock<Vec<Division>> = LazyLock::new(|| {
    rows(include_str!("vsic-2025-c.tsv"))
        .map(|[code, section, name]| Division { code, section, name })
        .collect()
});

pub fn provinces() -> &'static [Province] {
    &PROVINCES
}

/// The short name of the province with this code, or what was given.
pub fn province_name(code: &str) -> &str {
    province(code).map_or(code, |province| province.short_name())
}

pub fn province(code: &str) -> Option<&'static Province> {
    PROVINCES.iter().find(|p| p.code == code)
}

/// In the order of their codes, under their newest names.
pub fn communes() -> &'static [Commune] {
    &COMMUNES
}

pub fn commune(code: &str) -> Option<Commune> {
    let at = COMMUNES.binary_search_by_key(&code, |c| c.code).ok()?;
    COMMUNES.get(at).copied()
}

/// Whether a province was a centrally-run city on that day.
pub fn is_central_city(code: &str, day: Date) -> bool {
    province(code).is_some_and(|province| province.on(day).is_city())
}

pub fn vsic() -> &'static [Division] {
    &VSIC
}

/// Classes of mining (VSIC 2018, QĐ 27/2018/QĐ-TTg, section B) without their leading 0, unless a
/// group has those three digits; 620, 721, 722, 910 and 990 are groups of other sections.
const WITHOUT_ZERO: [&str; 10] =
    ["510", "520", "610", "710", "730", "810", "891", "892", "893", "899"];

/// The class with its leading 0, for three digits that can only be a class without it.
pub fn vsic_with_zero(code: &str) -> Option<String> {
    let code = code.trim().trim_start_matches('\'');
    WITHOUT_ZERO.contains(&code).then(|| format!("0{code}"))
}

/// A VSIC code in its normal form, from "C1079", "1079 - chè", "1079.0", or three digits that lost
/// a 0. Any other text is returned unchanged.
pub fn tidy_vsic(text: &str) -> String {
    let bare = text.trim().trim_start_matches('\'').trim();
    let section = |c: char| matches!(c.to_ascii_uppercase(), 'A'..='U');
    let code = match bare.strip_prefix(section) {
        Some(rest) => rest.trim_start_matches(['.', '-', ' ']),
        None => bare,
    };
    let end = code.find(|c: char| !c.is_ascii_digit()).unwrap_or(code.len());
    let (digits, words) = code.split_at(end);
    let words = if words == ".0" || words == ",0" { "" } else { words };
    let parted =
        words.is_empty() || words.starts_with([' ', '-', '–', ':', '(', ';', ',', '.']);
    let others = words.contains(|c: char| c.is_ascii_digit());
    match (2..=5).contains(&digits.len()) && parted && !others {
        true => vsic_with_zero(digits).unwrap_or_else(|| digits.to_owned()),
        false => text.to_owned(),
    }
}

/// The lines below a list's header, split into `N` columns.
fn rows<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    text.lines().skip(1).filter_map(columns)
}

fn columns<const N: usize>(line: &'static str) -> Option<[&'static str; N]> {
    let mut cells = [""; N];
    let mut parts = line.split('\t');
    for cell in &mut cells {
        *cell = parts.next()?;
    }
    parts.next().is_none().then_some(cells)
}

/// Folded, without apostrophes ("Ea H'Leo" = "ea hleo"), other signs as blanks.
fn key(text: &str) -> String {
    let kept = fold(text).replace(['\'', '’', '`'], "");
    let words = kept.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.collect::<Vec<_>>().join(" ")
}
