//! The cells of one row, held as one text: a long list has a million cells, and a `String` for each
//! takes several times the bytes of most of them. Knows nothing of columns.

/// Texts in the order of their columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowCells {
    text: String,
    /// where each cell ends in `text`
    ends: Vec<u32>,
}

impl RowCells {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub fn get(&self, at: usize) -> Option<&str> {
        let (start, end) = self.span(at)?;
        self.text.get(start..end)
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> + DoubleEndedIterator + Clone {
        (0..self.len()).map(|at| self.get(at).unwrap_or_default())
    }

    /// Replaces a cell; adds empty ones before it if the row is shorter.
    pub fn set(&mut self, at: usize, cell: &str) {
        while self.len() <= at {
            self.push("");
        }
        let Some((start, end)) = self.span(at) else { return };
        self.text.replace_range(start..end, cell);
        for moved in self.ends.iter_mut().skip(at) {
            *moved = offset(*moved as usize - end + start + cell.len());
        }
    }

    /// All cells as one text, without anything between them.
    pub fn concat(&self) -> &str {
        &self.text
    }

    fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(offset(self.text.len()));
    }

    fn span(&self, at: usize) -> Option<(usize, usize)> {
        let end = *self.ends.get(at)? as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before));
        Some((start.map_or(0, |start| *start as usize), end))
    }
}

/// A file that is read is far shorter than 4 GiB; a cell beyond that would read as missing.
fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// Takes no more memory than the cells need.
impl<S: AsRef<str>> FromIterator<S> for RowCells {
    fn from_iter<I: IntoIterator<Item = S>>(cells: I) -> RowCells {
        let mut all = RowCells::default();
        cells.into_iter().for_each(|cell| all.push(cell.as_ref()));
        all.text.shrink_to_fit();
        all.ends.shrink_to_fit();
        all
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn cells_are_those_that_were_set(
            row in prop::collection::vec("[aờ ]{0,4}", 0..6),
            sets in prop::collection::vec((0usize..9, "[bế]{0,5}"), 0..8),
        ) {
            let mut cells: RowCells = row.iter().collect();
            let mut expected = row;
            for (at, cell) in sets {
                cells.set(at, &cell);
                expected.resize(expected.len().max(at + 1), String::new());
                expected[at] = cell;
            }
            prop_assert_eq!(cells.len(), expected.len());
            prop_assert!(cells.iter().eq(expected.iter()));
            prop_assert_eq!(cells.concat(), expected.concat());
            for (at, cell) in expected.iter().enumerate() {
                prop_assert_eq!(cells.get(at), Some(cell.as_str()));
            }
            prop_assert_eq!(cells.get(expected.len()), None);
            prop_assert_eq!(&cells, &expected.iter().collect::<RowCells>());
        }
    }
}
