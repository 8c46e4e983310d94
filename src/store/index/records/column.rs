//! Rows of numbers in one list. A changed row is appended; unused numbers are dropped when they are
//! half of the list. Does not know the meaning of the numbers.

use std::collections::BTreeSet;

use super::NONE;

/// Minimum number of unused numbers before they are dropped.
const WASTE: usize = 1 << 19;
/// The list grows by this fraction of its length.
const GROWTH: usize = 8;

#[derive(Debug, Default)]
pub(super) struct TokenColumn {
    pub numbers: Vec<u16>,
    begins: Vec<u32>,
    lengths: Vec<u16>,
    waste: usize,
}

impl TokenColumn {
    /// Empty rows.
    pub fn of_none(rows: usize) -> TokenColumn {
        TokenColumn {
            numbers: Vec::new(),
            begins: vec![0; rows],
            lengths: vec![0; rows],
            waste: 0,
        }
    }

    /// Assigns the last `n` numbers to these rows in order; rows in `except` keep theirs. `None` if
    /// the lengths do not fit.
    pub fn take_in(
        &mut self,
        slots: impl Iterator<Item = u32>,
        lengths: &[u16],
        n: usize,
        except: &BTreeSet<u32>,
    ) -> Option<()> {
        u32::try_from(self.numbers.len()).ok()?;
        let mut at = u32::try_from(self.numbers.len().checked_sub(n)?).ok()?;
        let end = lengths.iter().map(|length| usize::from(*length)).sum::<usize>();
        if end != n {
            return None;
        }
        for (slot, length) in slots.zip(lengths) {
            let begin = self.begins.get_mut(slot as usize)?;
            let own = self.lengths.get_mut(slot as usize)?;
            match except.contains(&slot) {
                true => self.waste += usize::from(*length),
                false => (*begin, *own) = (at, *length),
            }
            at += u32::from(*length);
        }
        Some(())
    }

    pub fn row(&self, slot: u32) -> &[u16] {
        let row = || {
            let begin = *self.begins.get(slot as usize)? as usize;
            let length = usize::from(*self.lengths.get(slot as usize)?);
            self.numbers.get(begin..begin + length)
        };
        row().unwrap_or_default()
    }

    pub fn push(&mut self) {
        self.begins.push(0);
        self.lengths.push(0);
    }

    pub fn set(&mut self, slot: u32, row: &[u16]) {
        let at = slot as usize;
        let (Some(begin), Some(length)) = (self.begins.get_mut(at), self.lengths.get_mut(at))
        else {
            return;
        };
        self.waste += usize::from(*length);
        *begin = u32::try_from(self.numbers.len()).unwrap_or(NONE);
        *length = u16::try_from(row.len()).unwrap_or(0);
        let row = row.get(..usize::from(*length)).unwrap_or_default();
        if self.numbers.capacity() - self.numbers.len() < row.len() {
            // the default growth would double the list at the first change of a session
            self.numbers.reserve_exact(row.len() + self.numbers.len() / GROWTH);
        }
        self.numbers.extend_from_slice(row);
        if self.waste > WASTE && self.waste * 2 > self.numbers.len() {
            self.compact();
        }
    }

    /// Copies the rows together without gaps.
    fn compact(&mut self) {
        let mut numbers = Vec::with_capacity(self.numbers.len().saturating_sub(self.waste));
        for (begin, length) in self.begins.iter_mut().zip(&self.lengths) {
            let row = *begin as usize..*begin as usize + usize::from(*length);
            *begin = u32::try_from(numbers.len()).unwrap_or(NONE);
            numbers.extend_from_slice(self.numbers.get(row).unwrap_or_default());
        }
        self.numbers = numbers;
        self.waste = 0;
    }
}
