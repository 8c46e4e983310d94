//! Recognises rows that an earlier import has already entered, so that an import which was stopped
//! can be started again and enters the rest.
//!
//! What a row says is hashed under a key of the notebook, and the hash is the random part of its
//! record's id: ids leave the notebook, and must not let others try out what a row may have said. A row with the
//! hash of some record of the kind is in the notebook, even if that record was edited since. Equal
//! rows of one list are numbered, and so are copies of records that were deleted.

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};

use super::header::HeaderColumn;
use crate::programme::spec::Kind;
use crate::record::Id;
use crate::store::{Store, StoreError};

/// What a row of a list says, whatever the order and the headings of its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// Columns that say nothing of the record itself (a running number) are left out.
    pub fn of(kind: &Kind, columns: &[Option<HeaderColumn>], cells: &[String]) -> Fingerprint {
        let name = |column: &HeaderColumn| match column {
            HeaderColumn::Field(no) => Some((0, *no)),
            HeaderColumn::Code(no) => Some((1, *no)),
            HeaderColumn::Province => Some((2, 0)),
            HeaderColumn::District => Some((3, 0)),
            HeaderColumn::Id
            | HeaderColumn::Version
            | HeaderColumn::Number
            | HeaderColumn::Unit
            | HeaderColumn::Nothing => None,
        };
        let mut said: Vec<((u8, u16), &str)> = columns
            .iter()
            .zip(cells)
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

    /// Of a row with a commune that chose the record that it is about.
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

/// The last bytes of an id.
pub type IdTail = [u8; 8];

/// A UUID's variant is in the first two bits, so they tell nothing.
fn key(mut tail: IdTail) -> IdTail {
    tail[0] &= 0x3f;
    tail
}

#[derive(Debug, PartialEq, Eq)]
pub enum EarlierRow {
    /// an earlier import entered it
    Here,
    /// for the id of its record
    New(IdTail),
}

/// The records of a kind, by the end of their ids.
pub struct Entered {
    deleted: HashMap<IdTail, bool>,
    /// those that rows of this list match
    taken: HashSet<IdTail>,
    /// of each row, the copy to be looked at next
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
                // ends: there are no more records than copies
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
