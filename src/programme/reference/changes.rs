//! Changes of units since 01/07/2025; each applies from its day on.
//!
//! The lists of provinces and communes have the names after the last change; `on` gives the names
//! of an earlier day.

use std::sync::LazyLock;

use super::{Commune, Province, rows};
use crate::record::Date;
use crate::text::format::parse_iso;

/// A unit that was renamed or became a unit of another kind.
#[derive(Clone, Copy, Debug)]
struct UnitChange {
    from: Date,
    level: UnitLevel,
    code: &'static str,
    before: &'static str,
    after: &'static str,
    legal_ref: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum UnitLevel {
    Province,
    Commune,
    /// the communes of a province with changes that are not recorded yet
    Unread,
}

/// In the order of their days.
static CHANGES: LazyLock<Vec<UnitChange>> = LazyLock::new(|| {
    let changes = rows(include_str!("admin-changes.tsv"));
    let change = |[from, level, code, before, after, legal_ref, ..]: [&'static str; 8]| {
        let level = match level {
            "province" => UnitLevel::Province,
            "commune" => UnitLevel::Commune,
            _ => UnitLevel::Unread,
        };
        Some(UnitChange { from: parse_iso(from).ok()?, level, code, before, after, legal_ref })
    };
    let mut changes: Vec<UnitChange> = changes.filter_map(change).collect();
    changes.sort_by_key(|change| change.from);
    changes
});

fn changes_of(level: UnitLevel, code: &str) -> impl Iterator<Item = &'static UnitChange> {
    CHANGES.iter().filter(move |change| change.level == level && change.code == code)
}

fn name_on(level: UnitLevel, code: &str, newest: &'static str, day: Date) -> &'static str {
    let later = changes_of(level, code).find(|change| change.from > day);
    later.map_or(newest, |change| change.before)
}

fn newest_name(level: UnitLevel, code: &str, listed: &'static str) -> &'static str {
    changes_of(level, code).last().map_or(listed, |change| change.after)
}

impl Province {
    /// As it was called on a day since July 2025.
    pub fn on(self, day: Date) -> Province {
        Province { name: name_on(UnitLevel::Province, self.code, self.name, day), ..self }
    }

    pub(super) fn newest(self) -> Province {
        Province { name: newest_name(UnitLevel::Province, self.code, self.name), ..self }
    }

    /// With its earlier names; the present one comes first.
    #[cfg(test)]
    pub(super) fn names(self) -> impl Iterator<Item = Province> {
        let earlier = changes_of(UnitLevel::Province, self.code);
        let earlier = earlier.map(move |change| Province { name: change.before, ..self });
        std::iter::once(self).chain(earlier)
    }

    /// The legal act that changed its communes by this day, if those changes are not recorded.
    pub fn unread(&self, day: Date) -> Option<&'static str> {
        let mut unread = changes_of(UnitLevel::Unread, self.code);
        unread.find(|change| change.from <= day).map(|change| change.legal_ref)
    }
}

impl Commune {
    /// As it was called on a day since July 2025.
    pub fn on(self, day: Date) -> Commune {
        self.named(name_on(UnitLevel::Commune, self.code, self.name, day))
    }

    pub(super) fn newest(self) -> Commune {
        self.named(newest_name(UnitLevel::Commune, self.code, self.name))
    }

    fn named(self, name: &'static str) -> Commune {
        let kinds = ["Xã", "Phường", "Đặc khu"];
        let kind = kinds.into_iter().find(|kind| name.starts_with(kind));
        Commune { name, ty: kind.unwrap_or(self.ty), ..self }
    }

    /// With its earlier names; the present one comes first.
    pub(super) fn names(self) -> impl Iterator<Item = Commune> {
        let earlier = changes_of(UnitLevel::Commune, self.code);
        std::iter::once(self).chain(earlier.map(move |change| self.named(change.before)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{commune, communes, province, provinces};
    use super::*;

    const FIRST: Date = Date { year: 2025, month: 7, day: 1 };

    /// The lists of July 2025, as they are shipped.
    fn listed(file: &'static str, code: &str) -> Option<&'static str> {
        file.lines().map(|line| line.split('\t').collect::<Vec<_>>()).find_map(|cells| {
            let at = cells.iter().position(|cell| *cell == code)?;
            (at < 2).then(|| cells.last().copied())?
        })
    }

    #[test]
    fn every_change_begins_with_what_the_list_says() {
        assert_eq!(CHANGES.len(), 14);
        for change in CHANGES.iter() {
            let file = match change.level {
                UnitLevel::Province => include_str!("provinces-2025.tsv"),
                UnitLevel::Commune => include_str!("admin-2025.tsv"),
                UnitLevel::Unread => continue,
            };
            assert_eq!(listed(file, change.code), Some(change.before), "{change:?}");
            assert_ne!(change.before, change.after);
            assert!(change.from > FIRST && !change.legal_ref.is_empty());
        }
    }

    #[test]
    fn units_of_july_2025_are_those_of_its_list() {
        for province in provinces() {
            let name = listed(include_str!("provinces-2025.tsv"), province.code);
            assert_eq!(Some(province.on(FIRST).name), name);
        }
        for commune in communes() {
            let then = commune.on(FIRST);
            assert!(then.name.starts_with(then.ty), "{then:?}");
            let line =
                format!("{}\t{}\t{}\t{}\n", then.province, then.code, then.ty, then.name);
            assert!(include_str!("admin-2025.tsv").contains(&line), "{line}");
        }
    }

    #[test]
    fn names_change_on_their_day() {
        let day = |month, day| Date { year: 2026, month, day };
        let long_thanh = commune("26368").unwrap();
        for (on, name, ward) in [
            (day(4, 29), "Xã Long Thành", false),
            (day(4, 30), "Phường Long Thành", true),
            (day(11, 22), "Phường Long Thành", true),
        ] {
            assert_eq!(long_thanh.on(on).name, name);
            assert_eq!(long_thanh.on(on).is_ward(), ward);
        }
        for (code, last, first, then, now) in [
            ("75", day(4, 29), day(4, 30), "Tỉnh Đồng Nai", "Thành phố Đồng Nai"),
            ("22", day(8, 31), day(9, 1), "Tỉnh Quảng Ninh", "Thành phố Quảng Ninh"),
            ("24", day(9, 19), day(9, 20), "Tỉnh Bắc Ninh", "Thành phố Bắc Ninh"),
        ] {
            let province = province(code).unwrap();
            assert_eq!((province.on(last).name, province.on(first).name), (then, now));
            assert_eq!(
                (province.on(last).is_city(), province.on(first).is_city()),
                (false, true)
            );
        }
        let read = |code: &str, on| province(code).unwrap().unread(on).is_none();
        assert!(read("24", day(9, 19)) && !read("24", day(9, 20)) && read("22", day(11, 22)));
    }
}
