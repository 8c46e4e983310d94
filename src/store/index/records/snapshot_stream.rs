//! Writes and reads the numbers, texts and columns of a snapshot as a byte stream. Knows no layout.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Write};
use std::ops::Range;

use super::column::TokenColumn;
use super::saved::rows_in;
use super::vocabulary::WordList;

/// Maximum items reserved at once, whatever a length claims.
const ROOM: usize = 1 << 20;
const CHUNK: usize = 8 << 10;

pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Writes numbers, texts and columns of a part.
pub(super) struct SnapshotWriter<'a>(pub &'a mut dyn Write);

impl SnapshotWriter<'_> {
    pub fn number(&mut self, n: u32) -> io::Result<()> {
        self.0.write_all(&n.to_le_bytes())
    }

    pub fn short(&mut self, n: u16) -> io::Result<()> {
        self.0.write_all(&n.to_le_bytes())
    }

    pub fn text(&mut self, text: &str) -> io::Result<()> {
        self.number(count(text.len()))?;
        self.0.write_all(text.as_bytes())
    }

    pub fn order<'s>(&mut self, mut slots: impl Iterator<Item = &'s u32>) -> io::Result<()> {
        slots.try_for_each(|slot| self.number(*slot))
    }

    pub fn pairs(&mut self, pairs: &BTreeMap<u32, u32>) -> io::Result<()> {
        self.number(count(pairs.len()))?;
        self.order(pairs.iter().flat_map(|(slot, value)| [slot, value]))
    }

    pub fn words(&mut self, words: &WordList) -> io::Result<()> {
        self.text(words.text())
    }

    pub fn column(&mut self, column: &TokenColumn, slots: &[u32]) -> io::Result<()> {
        let mut total = 0;
        for slot in slots {
            let length = column.row(*slot).len();
            total += length;
            self.short(u16::try_from(length).unwrap_or(0))?;
        }
        self.number(count(total))?;
        let mut numbers = slots.iter().flat_map(|slot| column.row(*slot));
        numbers.try_for_each(|n| self.short(*n))
    }
}

/// Reads what `SnapshotWriter` writes. `None`: the bytes end early or do not fit.
pub(super) struct SnapshotReader<'a>(pub &'a mut dyn Read);

impl SnapshotReader<'_> {
    fn items<const N: usize, T>(
        &mut self,
        n: usize,
        of: impl Fn([u8; N]) -> T,
    ) -> Option<Vec<T>> {
        let mut items = Vec::new();
        self.append(&mut items, n, of)?;
        Some(items)
    }

    /// Reserves at most what is needed, and at most `ROOM` or what has been read already, so that a
    /// wrong length reserves little.
    fn append<const N: usize, T>(
        &mut self,
        items: &mut Vec<T>,
        n: usize,
        of: impl Fn([u8; N]) -> T,
    ) -> Option<()> {
        let (mut left, mut read) = (n, 0);
        let mut chunk = [0; CHUNK];
        while left > 0 {
            let some = left.min(CHUNK / N);
            if items.capacity() - items.len() < some {
                items.reserve_exact(left.min(ROOM.max(read)));
            }
            let chunk = chunk.get_mut(..some * N)?;
            self.0.read_exact(chunk).ok()?;
            items.extend(chunk.as_chunks().0.iter().map(|item| of(*item)));
            (left, read) = (left - some, read + some);
        }
        Some(())
    }

    pub fn number(&mut self) -> Option<u32> {
        let mut bytes = [0; 4];
        self.0.read_exact(&mut bytes).ok()?;
        Some(u32::from_le_bytes(bytes))
    }

    pub fn bytes(&mut self, n: usize) -> Option<Vec<u8>> {
        self.items(n, |[byte]| byte)
    }

    pub fn shorts(&mut self, n: usize) -> Option<Vec<u16>> {
        self.items(n, u16::from_le_bytes)
    }

    pub fn numbers(&mut self, n: usize) -> Option<Vec<u32>> {
        self.items(n, u32::from_le_bytes)
    }

    pub fn pairs(&mut self) -> Option<BTreeMap<u32, u32>> {
        let n = self.number()? as usize;
        let all = self.numbers(n.checked_mul(2)?)?;
        Some(all.chunks_exact(2).filter_map(|p| Some((*p.first()?, *p.last()?))).collect())
    }

    pub fn text(&mut self) -> Option<String> {
        let n = self.number()? as usize;
        String::from_utf8(self.bytes(n)?).ok()
    }

    pub fn words(&mut self) -> Option<WordList> {
        WordList::from_text(self.text()?)
    }

    pub fn column(
        &mut self,
        runs: &[Range<u32>],
        column: &mut TokenColumn,
        except: &BTreeSet<u32>,
    ) -> Option<()> {
        let lengths = self.shorts(rows_in(runs))?;
        let n = self.number()? as usize;
        self.append(&mut column.numbers, n, u16::from_le_bytes)?;
        column.take_in(runs.iter().cloned().flatten(), &lengths, n, except)
    }

    pub fn fill<const N: usize, T>(
        &mut self,
        column: &mut [T],
        runs: &[Range<u32>],
        of: impl Fn([u8; N]) -> T,
    ) -> Option<()> {
        let mut chunk = [0; CHUNK];
        for run in runs {
            let rows = column.get_mut(run.start as usize..run.end as usize)?;
            for some in rows.chunks_mut(CHUNK / N) {
                let chunk = chunk.get_mut(..some.len() * N)?;
                self.0.read_exact(chunk).ok()?;
                let values = chunk.as_chunks().0.iter().map(|item| of(*item));
                some.iter_mut().zip(values).for_each(|(to, value)| *to = value);
            }
        }
        Some(())
    }

    /// `None` if bytes are left over.
    pub fn is_at_end(&mut self) -> Option<()> {
        (self.0.read(&mut [0]).ok()? == 0).then_some(())
    }
}
