//! The result of reading a written place.

use super::super::units::AdminUnit;
use super::super::{Commune, place_where};
use super::distinct;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceReading {
    Sure(Commune),
    /// a former commune that is wholly in this one
    Renamed(Commune),
    /// a former commune that was divided among these
    Divided(Vec<Commune>),
    /// several communes of that name, or one that fits only in part
    Several(Vec<Commune>),
    /// the text names all of these
    Listed(Vec<Commune>),
    NoProvince,
    Nothing,
}

impl PlaceReading {
    /// The communes that may be meant.
    pub fn communes(&self) -> Vec<Commune> {
        match self {
            PlaceReading::Sure(one) | PlaceReading::Renamed(one) => vec![*one],
            PlaceReading::Divided(all)
            | PlaceReading::Several(all)
            | PlaceReading::Listed(all) => all.clone(),
            PlaceReading::NoProvince | PlaceReading::Nothing => Vec::new(),
        }
    }

    /// Whether it is one commune, without doubt.
    pub fn is_sure(&self) -> bool {
        matches!(self, PlaceReading::Sure(_) | PlaceReading::Renamed(_))
    }

    pub(in crate::programme::reference) fn into_doubtful(self) -> PlaceReading {
        match self {
            PlaceReading::Sure(one) | PlaceReading::Renamed(one) => {
                PlaceReading::Several(vec![one])
            }
            found => found,
        }
    }

    /// Combines two readings of one name; doubtful unless both give the same commune.
    pub(super) fn or_ambiguous(self, other: PlaceReading) -> PlaceReading {
        let all = distinct(self.communes().into_iter().chain(other.communes()));
        match (&self, &other) {
            (PlaceReading::Divided(_), _) | (_, PlaceReading::Divided(_)) => {
                PlaceReading::Several(all)
            }
            _ if all.len() == 1 => self,
            _ => PlaceReading::Several(all),
        }
    }

    /// Narrowed by the code that was written after the name.
    pub(super) fn narrowed(self, code: Commune) -> PlaceReading {
        match self.communes().contains(&code) {
            true => PlaceReading::Sure(code),
            false => PlaceReading::Several(vec![code]),
        }
    }

    /// Becomes doubtful if the words name one province and the column another.
    pub(in crate::programme::reference) fn checked_against_column(
        self,
        column: Option<&str>,
    ) -> PlaceReading {
        let Some(place) = column.and_then(place_where) else { return self };
        match self {
            PlaceReading::Sure(one) | PlaceReading::Renamed(one)
                if !AdminUnit::Now(one).is_in(place) =>
            {
                PlaceReading::Several(vec![one])
            }
            found => found,
        }
    }
}
