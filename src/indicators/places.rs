//! Priority places (`domain.md` section 5) by commune, collected for one report. While none is
//! known, the rows that depend on them show no figure.

use super::facts::{ChoiceIndex, Facts, Priority};
use super::refs::RefMap;
use crate::programme::reference::in_force;
use crate::record::Date;

#[derive(Default)]
pub struct CommunePlaces<'a>(RefMap<u32, Vec<&'a Priority>>);

impl<'a> CommunePlaces<'a> {
    pub fn of(facts: &'a Facts) -> CommunePlaces<'a> {
        let mut places = CommunePlaces::default();
        for (_, row) in facts.places.iter() {
            places.0.entry(row.commune).or_default().push(row);
        }
        places
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn is_of(&self, commune: u32, class: ChoiceIndex, day: Date) -> bool {
        self.classes(commune, day).any(|own| own == class)
    }

    /// The classes of a commune that are in force on a day.
    pub fn classes(&self, commune: u32, day: Date) -> impl Iterator<Item = ChoiceIndex> {
        let rows = self.0.get(&commune).into_iter().flatten();
        rows.filter(move |row| in_force(row.from, row.to, day)).map(|row| row.class)
    }
}
