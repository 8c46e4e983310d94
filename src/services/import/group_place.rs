//! Finds the commune of rows from a heading above them: "II. Xã Tân Dương" alone in a row, followed
//! by rows that name no commune.

use std::collections::HashSet;

use super::stray;
use crate::programme::reference;

/// Headings that set or clear the commune of the rows below them, by line.
#[derive(Debug, Default)]
pub struct GroupPlaces(Vec<GroupPlace>);

#[derive(Clone, Debug, Default)]
pub struct GroupPlace {
    line: u64,
    pub district: Option<String>,
    pub commune: Option<String>,
}

impl GroupPlaces {
    /// `lines`: lines that are no records, with the words of those that are headings. `doubtful`:
    /// lines that may be no records.
    pub fn find(mut lines: Vec<(u64, Option<String>)>, doubtful: &HashSet<u64>) -> GroupPlaces {
        let mut places = GroupPlaces::default();
        lines.sort_by_key(|(line, _)| *line);
        for (line, words) in &lines {
            places.end(*line, words.as_deref());
        }
        places.doubt(doubtful);
        places
    }

    /// Communes below the heading of a district belong to it. Any other line that is no record, or
    /// may be none, ends the group, as it may be another heading.
    fn end(&mut self, line: u64, words: Option<&str>) {
        let words = words.and_then(stray::place_heading);
        let district = words.filter(|words| reference::is_district(words, None));
        let place = match (words, district) {
            (_, Some(district)) => (Some(district.to_owned()), None),
            (Some(words), None) => {
                let above = self.0.last().and_then(|last| last.district.clone());
                (above, Some(words.to_owned()))
            }
            (None, None) => (None, None),
        };
        let (district, commune) = place;
        self.0.push(GroupPlace { line, district, commune });
    }

    fn doubt(&mut self, lines: &HashSet<u64>) {
        if self.0.is_empty() {
            return;
        }
        let doubtful = |line: &u64| GroupPlace { line: *line, ..GroupPlace::default() };
        self.0.extend(lines.iter().map(doubtful));
        self.0.sort_by_key(|place| place.line);
    }

    pub fn of(&self, line: u64) -> Option<&GroupPlace> {
        let at = self.0.partition_point(|place| place.line < line);
        self.0.get(at.checked_sub(1)?).filter(|place| place.commune.is_some())
    }
}
