//! Recognises rows that an earlier import has already entered, so that an interrupted import can be
//! repeated and enters only the rest.
//!
//! A row is hashed with a key of the notebook, and the hash becomes the random part of its record's
//! id. The key is needed because ids leave the notebook, and others must not be able to test
//! guesses of a row's content. A row whose hash matches a record of the kind is in the notebook,
//! even if that record has been edited since. Equal rows of a list are numbered, and so are copies
//! of deleted records.

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};

use super::header::HeaderColumn;
use crate::programme::spec::Kind;
use crate::record::Id;
use crate::services::import::row_cells::RowCells;
use crate::store::{Store, StoreError};

/// Hash of a row's cells, independent of the order and the headings of the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// Skips columns that are not about the record itself, such as a running number.
    pub fn of(kind: &Kind, columns: &[Option<HeaderColumn>], cells: &RowCells) -> Fingerprint {
        let name = |column: &HeaderColumn| match column {
            HeaderColumn::Field(no) => Some((0, *no)),
            HeaderColumn::Code(no) => Some((1, *no)),
            HeaderColumn::Province => Some((2, 0)),
            HeaderColumn::District => Some((3, 0)),
            HeaderColumn::Id
            | HeaderColumn::Version
            | HeaderColumn::MadeUp
            | HeaderColumn::Number
            | HeaderColumn::Unit
            | HeaderColumn::Nothing => None,
        };
        let mut said: Vec<((u8, u16), &str)> = columns
            .iter()
            .zip(cells.iter())
            .map(|(column, cell)| (column, cell.trim()))
            .filter(|(_, cell)| !cell.is_empty())
            .filter_map(|(column, cell)| Some((name(column.as_ref()?)?, cell)))
            .collect();
        said.sort_unstable();
        let mut hash = Sha256::new_with_prefix(b"sotay import row 1\0");
        hash.update(kind.no.to_le_bytes());
        for ((sort, no), cell) in said {
            hash.update([sort]);
            hash.update(no.to_le_bytes());
            hash.update((cell.len() as u64).to_le_bytes());
            hash.update(cell);
        }
        Fingerprint(hash.finalize().into())
    }

    /// Fingerprint of a row if its commune was needed to choose the linked record.
    pub fn with_communes(&self, communes: &[&str]) -> Fingerprint {
        let hash = Sha256::new_with_prefix(b"sotay import row 1 beside\0").chain_update(self.0);
        let hash = communes.iter().fold(hash, |hash, code| hash.chain_update(code));
        Fingerprint(hash.finalize().into())
    }

    fn tail(&self, key: &[u8; 32], copy: u32) -> IdTail {
        let hash = Sha256::new_with_prefix(key).chain_update(self.0);
        let hash = hash.chain_update(copy.to_le_bytes()).finalize();
        hash.first_chunk::<8>().copied().unwrap_or_default()
    }
}

/// The last eight bytes of an id.
pub type IdTail = [u8; 8];

/// Masks the UUID variant in the first two bits.
fn key(mut tail: IdTail) -> IdTail {
    tail[0] &= 0x3f;
    tail
}

#[derive(Debug, PartialEq, Eq)]
pub enum EarlierRow {
    /// an earlier import entered this row
    Here,
    /// a new row, and the tail for its record's id
    New(IdTail),
}

/// The records of a kind, by the tail of their ids.
pub struct Entered {
    deleted: HashMap<IdTail, bool>,
    /// those that rows of this list match
    taken: HashSet<IdTail>,
    /// the copy number to try next for a fingerprint
    next: HashMap<Fingerprint, u32>,
    key: [u8; 32],
}

impl Entered {
    pub fn load(store: &Store, kind: &Kind) -> Result<Entered, StoreError> {
        let end = |id: Id| id.0.last_chunk::<8>().copied().unwrap_or_default();
        let all = store.records().ids(kind.no)?.into_iter();
        let deleted = all.map(|(id, deleted)| (key(end(id)), deleted)).collect();
        let (taken, next) = (HashSet::new(), HashMap::new());
        Ok(Entered { deleted, taken, next, key: store.import_key() })
    }

    /// Called once for each row, in the order of the list.
    pub fn earlier_row(&mut self, row: &Fingerprint) -> EarlierRow {
        let copy = self.next.entry(*row).or_default();
        loop {
            let tail = row.tail(&self.key, *copy);
            *copy = copy.saturating_add(1);
            match self.deleted.get(&key(tail)) {
                // terminates: there are only finitely many records to skip
                Some(true) => continue,
                _ if !self.taken.insert(key(tail)) => continue,
                Some(false) => return EarlierRow::Here,
                None => return EarlierRow::New(tail),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entered(deleted: HashMap<IdTail, bool>) -> Entered {
        let (taken, next) = (HashSet::new(), HashMap::new());
        Entered { deleted, taken, next, key: [7; 32] }
    }

    /// Every step looks at one copy further, so that the last copy is the number of steps.
    #[test]
    fn equal_rows_were_numbered_from_the_first_one_each_time() {
        const ROWS: u32 = 20_000;
        let row = Fingerprint([1; 32]);
        let mut first = entered(HashMap::new());
        let mut tails = HashMap::new();
        for _ in 0..ROWS {
            let EarlierRow::New(tail) = first.earlier_row(&row) else { continue };
            tails.insert(key(tail), false);
        }
        assert_eq!(first.next.get(&row), Some(&ROWS));
        assert_eq!(tails.len(), ROWS as usize);
        // the same list again, after every other record was deleted
        tails.values_mut().step_by(2).for_each(|deleted| *deleted = true);
        let mut again = entered(tails);
        let known = (0..ROWS).filter(|_| again.earlier_row(&row) == EarlierRow::Here).count();
        assert_eq!(known, 10_000);
        assert_eq!(again.next.get(&row), Some(&(ROWS + ROWS / 2)));
    }
}
