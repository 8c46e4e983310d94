//! A compact list of many short keys and values in one allocation, sorted once.

use super::KeyVisitor;
use crate::storage::error::StoreError;
use crate::store::state::faults::StateFault;

#[derive(Default)]
pub struct KeyList {
    bytes: Vec<u8>,
    /// (offset of the key, length of the key, length of the value that follows it)
    places: Vec<(u32, u8, u8)>,
}

impl KeyList {
    pub fn push(&mut self, key: &[u8], value: &[u8]) -> Result<(), StateFault> {
        let long = |_| StoreError::Bug("a long index key");
        let at = u32::try_from(self.bytes.len()).map_err(long)?;
        let lengths = (u8::try_from(key.len()), u8::try_from(value.len()));
        self.places.push((at, lengths.0.map_err(long)?, lengths.1.map_err(long)?));
        self.bytes.extend_from_slice(key);
        self.bytes.extend_from_slice(value);
        Ok(())
    }

    pub fn sort(&mut self) {
        let KeyList { bytes, places } = self;
        places.sort_unstable_by(|a, b| key(bytes, *a).cmp(key(bytes, *b)));
    }

    /// Visits keys in list order (call `sort` first), without duplicates.
    pub fn each(&self, take: KeyVisitor<'_>) -> Result<(), StateFault> {
        let mut last = None;
        for place in &self.places {
            let key = key(&self.bytes, *place);
            if last != Some(key) && !take(key, self.value(*place))? {
                break;
            }
            last = Some(key);
        }
        Ok(())
    }

    fn value(&self, (at, key, value): (u32, u8, u8)) -> &[u8] {
        let from = at as usize + usize::from(key);
        self.bytes.get(from..from + usize::from(value)).unwrap_or_default()
    }
}

fn key(bytes: &[u8], (at, key, _): (u32, u8, u8)) -> &[u8] {
    bytes.get(at as usize..at as usize + usize::from(key)).unwrap_or_default()
}
