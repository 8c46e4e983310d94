//! The commune that a row of a list speaks of. One sure answer is taken; a divided or a twin
//! name becomes a question, and the name as written is kept. Nothing is guessed.

use crate::programme::reference::{self, ByName, Commune, PlaceHit};

/// The cells of a row that say where.
#[derive(Clone, Copy, Debug, Default)]
pub struct Given<'a> {
    pub commune: &'a str,
    pub district: Option<&'a str>,
    pub province: Option<&'a str>,
    /// the officer's own province, for lists that name none
    pub home: Option<&'a str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
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

pub fn find(given: Given<'_>) -> Found {
    if given.province.is_some_and(|p| reference::place_where(p).is_none()) {
        return Found::NoProvince;
    }
    // a district says that the name is of the map before July 2025
    if let Some(district) = given.district {
        let hits = reference::old(given.commune, Some(district), given.province);
        let hits = within(hits, given.province.is_none().then_some(given.home).flatten());
        match of_before(hits) {
            Found::Nothing => {}
            found => return found,
        }
    }
    match given.province.or(given.home) {
        None => by_name(None, given.commune),
        Some(province) => match by_name(Some(province), given.commune) {
            // the officer's own province was only our idea: elsewhere is worth a question
            Found::Nothing if given.province.is_none() => match by_name(None, given.commune) {
                Found::Sure(one) | Found::Renamed(one) => Found::Several(vec![one]),
                found => found,
            },
            found => found,
        },
    }
}

fn by_name(province: Option<&str>, name: &str) -> Found {
    match reference::by_name(province, name) {
        ByName::One(commune) => Found::Sure(commune),
        ByName::Old(hit) => Found::Renamed(hit.commune),
        ByName::OldSplit(hits) => Found::Divided(communes(&hits)),
        ByName::Several(hits) => Found::Several(communes(&hits)),
        ByName::None => Found::Nothing,
    }
}

fn within(hits: Vec<PlaceHit>, home: Option<&str>) -> Vec<PlaceHit> {
    let Some(code) = home.and_then(reference::province_by_name).map(|p| p.code) else {
        return hits;
    };
    hits.into_iter().filter(|hit| hit.commune.province == code).collect()
}

fn of_before(hits: Vec<PlaceHit>) -> Found {
    let first = hits.first().and_then(|hit| hit.old).map(|old| old.code);
    let one_unit = hits.iter().all(|hit| hit.old.map(|old| old.code) == first);
    match hits.as_slice() {
        [] => Found::Nothing,
        [one] if !one.how.is_split() => Found::Renamed(one.commune),
        _ if one_unit => Found::Divided(communes(&hits)),
        _ => Found::Several(communes(&hits)),
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
