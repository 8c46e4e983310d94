//! Blocks of the state's base: several records compressed and sealed together, and sorted index
//! keys with prefix compression. A block is bound to its key.
//!
//! Records: for each its id, the length of its content (u32 LE), the content. Keys: for each the
//! length of the prefix shared with the previous key, the length of the rest, the rest, the length
//! of its value, the value.

use super::{Undecodable, dictionary};
use crate::record::Id;
use crate::storage::crypto::key::Domain;
use crate::storage::crypto::seal::Sealer;
use crate::storage::error::StoreError;
use crate::storage::limits;

/// version u8, dictionary u8
const HEAD: usize = 2;
const VERSION: u8 = 1;
/// Records per block: more save space, but make reading a single record slower.
pub const RECORDS: usize = 8;
/// Maximum uncompressed bytes of a block of records.
const MAX_PLAIN: usize = RECORDS * (limits::HELD_RECORD + 20);

/// Index keys in order, with their values.
pub type KeyBlock = Vec<(Vec<u8>, Vec<u8>)>;
/// Contents of records, in the order of their ids.
pub type RecordBlock = Vec<(Id, Vec<u8>)>;

pub fn encode_records(
    sealer: &Sealer,
    key: &[u8],
    records: &[(Id, Vec<u8>)],
) -> Result<Vec<u8>, StoreError> {
    let mut plain = Vec::with_capacity(records.iter().map(|(_, one)| one.len() + 20).sum());
    for (id, content) in records {
        let len = u32::try_from(content.len()).map_err(|_| StoreError::Bug("a long record"))?;
        plain.extend_from_slice(&id.0);
        plain.extend_from_slice(&len.to_le_bytes());
        plain.extend_from_slice(content);
    }
    let head = [VERSION, dictionary::CURRENT];
    let packed = dictionary::pack(&plain)?;
    let sealed = sealer.seal(Domain::State, &place(b"pack", key, head), &packed)?;
    Ok([&head[..], &sealed].concat())
}

pub fn decode_records(
    sealer: &Sealer,
    key: &[u8],
    bytes: &[u8],
) -> Result<RecordBlock, Undecodable> {
    let (head, packed) = open(sealer, b"pack", key, bytes)?;
    let plain = dictionary::unpack(head[1], &packed, MAX_PLAIN)?;
    let mut rest = plain.as_slice();
    let mut records = Vec::new();
    while !rest.is_empty() {
        let (id, after) = rest.split_first_chunk::<16>().ok_or(Undecodable)?;
        let (len, after) = after.split_first_chunk::<4>().ok_or(Undecodable)?;
        let len = u32::from_le_bytes(*len) as usize;
        let (content, after) = after.split_at_checked(len).ok_or(Undecodable)?;
        records.push((Id(*id), content.to_vec()));
        rest = after;
    }
    Ok(records)
}

/// `entries`: sorted; keys and values of at most 255 bytes each.
pub fn encode_keys(
    sealer: &Sealer,
    key: &[u8],
    entries: &[(Vec<u8>, Vec<u8>)],
) -> Result<Vec<u8>, StoreError> {
    let short = |len: usize| u8::try_from(len).map_err(|_| StoreError::Bug("a long index key"));
    let mut plain = Vec::new();
    let mut last: &[u8] = &[];
    for (key, value) in entries {
        let shared = key.iter().zip(last).take_while(|(a, b)| a == b).count();
        let rest = key.get(shared..).unwrap_or_default();
        plain.extend([short(shared)?, short(rest.len())?]);
        plain.extend_from_slice(rest);
        plain.push(short(value.len())?);
        plain.extend_from_slice(value);
        last = key;
    }
    let head = [VERSION, dictionary::NONE];
    let sealed = sealer.seal(Domain::State, &place(b"pidx", key, head), &plain)?;
    Ok([&head[..], &sealed].concat())
}

pub fn decode_keys(sealer: &Sealer, key: &[u8], bytes: &[u8]) -> Result<KeyBlock, Undecodable> {
    let (_, plain) = open(sealer, b"pidx", key, bytes)?;
    let mut rest = plain.as_slice();
    let mut entries = KeyBlock::new();
    while let Some(([shared, len], after)) = rest.split_first_chunk::<2>() {
        let (tail, after) = after.split_at_checked(usize::from(*len)).ok_or(Undecodable)?;
        let (value_len, after) = after.split_first().ok_or(Undecodable)?;
        let (value, after) =
            after.split_at_checked(usize::from(*value_len)).ok_or(Undecodable)?;
        let last = entries.last().map_or(&[][..], |(key, _)| key);
        let shared = last.get(..usize::from(*shared)).ok_or(Undecodable)?;
        entries.push(([shared, tail].concat(), value.to_vec()));
        rest = after;
    }
    if rest.is_empty() { Ok(entries) } else { Err(Undecodable) }
}

fn open(
    sealer: &Sealer,
    tree: &[u8],
    key: &[u8],
    bytes: &[u8],
) -> Result<([u8; HEAD], Vec<u8>), Undecodable> {
    let (head, sealed) = bytes.split_first_chunk::<HEAD>().ok_or(Undecodable)?;
    if head[0] != VERSION {
        return Err(Undecodable);
    }
    let plain = sealer.open(Domain::State, &place(tree, key, *head), sealed);
    plain.map(|plain| (*head, plain)).map_err(|_| Undecodable)
}

/// Additional data: tree, key, and the unsealed bytes before the content.
fn place(tree: &[u8], key: &[u8], head: [u8; HEAD]) -> Vec<u8> {
    [tree, key, &head].concat()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::storage::crypto::key::Keys;

    fn sealer() -> Sealer {
        Sealer::new(&Keys::from_bytes(&[7; 32]))
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

        #[test]
        fn a_block_gives_back_what_was_put_in_under_its_own_key_only(
            records in proptest::collection::vec((any::<[u8; 16]>(), proptest::collection::vec(any::<u8>(), 0..200)), 0..RECORDS),
            keys in proptest::collection::btree_map(proptest::collection::vec(0u8..3, 1..40), proptest::collection::vec(any::<u8>(), 0..5), 0..60),
            flip in any::<prop::sample::Index>(),
        ) {
            let sealer = sealer();
            let records: RecordBlock = records.into_iter().map(|(id, one)| (Id(id), one)).collect();
            let bytes = encode_records(&sealer, b"k", &records).unwrap();
            prop_assert_eq!(decode_records(&sealer, b"k", &bytes).unwrap(), records);
            prop_assert!(decode_records(&sealer, b"l", &bytes).is_err());
            let keys: Vec<_> = keys.into_iter().collect();
            let packed = encode_keys(&sealer, b"k", &keys).unwrap();
            prop_assert_eq!(decode_keys(&sealer, b"k", &packed).unwrap(), keys);
            prop_assert!(decode_records(&sealer, b"k", &packed).is_err());
            for mut bytes in [bytes, packed] {
                let at = flip.index(bytes.len());
                bytes[at] ^= 0x10;
                prop_assert!(decode_records(&sealer, b"k", &bytes).is_err());
                prop_assert!(decode_keys(&sealer, b"k", &bytes).is_err());
            }
        }
    }
}
