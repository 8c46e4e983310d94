//! The rows that a query found, sorted lazily as they are read. Knows no words and no filters.

/// Minimum number of rows sorted at once: a few windows of a list.
const FIRST_WINDOWS: usize = 128;

/// Slots of the found rows.
#[derive(Debug, Default)]
pub(crate) struct Hits {
    /// in list order
    rows: Vec<u32>,
    /// for a ranked result: inverted score and position in `rows` combined into one number, the
    /// fastest to sort
    ranks: Option<Vec<u64>>,
    /// the first `sorted` ranks are in order; all others come after them
    sorted: usize,
}

impl Hits {
    pub fn in_order(mut rows: Vec<u32>) -> Hits {
        rows.shrink_to_fit();
        Hits { rows, ..Hits::default() }
    }

    /// The highest score first; rows of equal score keep their order.
    pub fn ranked(rows: Vec<u32>, score: impl Fn(u32) -> u32) -> Hits {
        let key =
            |(place, slot): (u32, &u32)| u64::from(!score(*slot)) << 32 | u64::from(place);
        let ranks = (0u32..).zip(&rows).map(key).collect();
        Hits { ranks: Some(ranks), ..Hits::in_order(rows) }
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn window(&mut self, start: usize, limit: usize) -> Vec<u32> {
        let end = start.saturating_add(limit).min(self.len());
        self.sort_until(end);
        let Some(ranks) = &self.ranks else {
            return self.rows.get(start..end).unwrap_or_default().to_vec();
        };
        let ranks = ranks.get(start..end).unwrap_or_default();
        ranks.iter().filter_map(|rank| self.row_of(*rank)).collect()
    }

    /// The position of a row in the sorted result.
    pub fn place_of(&self, slot: u32) -> Option<usize> {
        let place = self.rows.iter().position(|one| *one == slot)?;
        let Some(ranks) = &self.ranks else { return Some(place) };
        let own = ranks.iter().find(|rank| place_in(**rank) == place)?;
        Some(ranks.iter().filter(|rank| *rank < own).count())
    }

    fn row_of(&self, rank: u64) -> Option<u32> {
        self.rows.get(place_in(rank)).copied()
    }

    /// At least doubles the sorted part, so that reading all windows in turn costs no more than
    /// sorting all rows once.
    fn sort_until(&mut self, end: usize) {
        let Some(ranks) = self.ranks.as_mut().filter(|_| end > self.sorted) else { return };
        let end = end.max(self.sorted * 2).max(FIRST_WINDOWS).min(ranks.len());
        let rest = ranks.get_mut(self.sorted..).unwrap_or_default();
        let count = end - self.sorted;
        if (1..rest.len()).contains(&count) {
            rest.select_nth_unstable(count - 1);
        }
        rest.get_mut(..count).unwrap_or_default().sort_unstable();
        self.sorted = end;
    }
}

fn place_in(rank: u64) -> usize {
    rank as u32 as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_and_places_are_those_of_the_whole_list_in_order() {
        let rows: Vec<u32> = (0..1000).rev().collect();
        let score = |slot: u32| slot * 7919 % 13;
        let mut wanted = rows.clone();
        wanted.sort_by_key(|slot| std::cmp::Reverse(score(*slot)));
        for starts in [vec![0, 24, 700, 130, 990, 2000], vec![999, 0], vec![128, 0, 500]] {
            let mut hits = Hits::ranked(rows.clone(), score);
            for start in starts {
                assert_eq!(hits.place_of(wanted[700]), Some(700));
                let window: Vec<u32> = wanted.iter().skip(start).take(24).copied().collect();
                assert_eq!(hits.window(start, 24), window, "{start}");
            }
            assert_eq!(hits.window(0, usize::MAX), wanted);
            assert_eq!((hits.len(), hits.place_of(1000)), (1000, None));
        }
        let mut hits = Hits::in_order(rows.clone());
        assert_eq!(hits.window(3, 2), [996, 995]);
        assert_eq!(hits.place_of(996), Some(3));
        assert_eq!(Hits::ranked(Vec::new(), score).window(0, 24), [0; 0]);
    }
}
