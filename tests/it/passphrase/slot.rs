//! The slot of a passphrase: its bytes, its cost, and what does not open it.

use std::path::Path;

use proptest::prelude::*;
use sotay::storage::crypto::UnlockCost;
use sotay::storage::crypto::key_file::KeyFile;
use sotay::storage::crypto::passphrase::Passphrase;
use sotay::store::StoreError;

use super::{DIR, ONE, copies, load, made, new, with_sum};

/// Costs, salt and nonce are authenticated with the key: a correct checksum is not enough.
#[test]
fn a_changed_slot_does_not_open() {
    let (disk, _) = made(Some(ONE));
    let [good, _] = copies(&disk);
    let passphrase = Passphrase::new(ONE).unwrap();
    let body = &good[..good.len() - 32];
    assert!(KeyFile::parse(&with_sum(body.to_vec())).unwrap().open(Some(&passphrase)).is_ok());
    // from the passes on: the first slot, without its kind and its memory cost
    for at in 9 + 5..9 + 101 {
        let mut bad = body.to_vec();
        bad[at] ^= 1;
        let opened = KeyFile::parse(&with_sum(bad)).and_then(|f| f.open(Some(&passphrase)));
        assert!(opened.is_err(), "byte {at}");
    }
}

#[test]
fn costs_beyond_the_caps_are_refused_before_memory_is_taken() {
    let (disk, _) = made(Some(ONE));
    let [good, _] = copies(&disk);
    let body = &good[..good.len() - 32];
    for (at, number) in [(10, u32::MAX), (10, 256 * 1024 + 1), (14, 11), (18, 5)] {
        let mut bad = body.to_vec();
        bad[at..at + 4].copy_from_slice(&number.to_le_bytes());
        assert!(matches!(KeyFile::parse(&with_sum(bad)), Err(StoreError::KeyDamaged)));
    }
    // below the minimum of Argon2
    for (at, number) in [(10, 0u32), (14, 0), (18, 0)] {
        let mut bad = body.to_vec();
        bad[at..at + 4].copy_from_slice(&number.to_le_bytes());
        let file = KeyFile::parse(&with_sum(bad)).unwrap();
        let opened = file.open(Some(&Passphrase::new(ONE).unwrap()));
        assert!(matches!(opened, Err(StoreError::KeyDamaged)));
    }
}

/// The same passphrase gives a different slot each time; the layout is that of the first version.
#[test]
fn a_slot_is_as_the_format_says() {
    let keys = made(Some(ONE)).1;
    let [one, two] = [(); 2].map(|()| {
        let disk = made(None).0;
        keys.set_passphrase(&disk, Path::new(DIR), Some(&new(ONE))).unwrap();
        copies(&disk)[0].clone()
    });
    assert_eq!(one.len(), 8 + 1 + 2 * 101 + 32);
    assert_eq!(one[..9], *b"SOTAYKY1\x02");
    let cost = [8u32, 1, 1].map(u32::to_le_bytes).concat();
    assert_eq!((one[9], &one[10..22]), (1, &*cost));
    // salt, nonce, wrapped key
    for part in [22..38, 38..62, 62..110] {
        assert_ne!(one[part.clone()], two[part]);
    }
    assert_eq!((one[110], &one[111..119]), (2, &1u64.to_le_bytes()[..]));
    assert_eq!(one[119..127], keys.id().to_le_bytes());
    assert!(one[127..211].iter().all(|byte| *byte == 0));
}

#[test]
fn the_cost_is_the_largest_that_the_machine_bears() {
    use std::time::Duration;
    let largest = |millis_per_step: u64| {
        UnlockCost::largest_within(|cost| {
            let work = u64::from(cost.kib / 1024) * u64::from(cost.passes);
            Some(Duration::from_millis(work * millis_per_step))
        })
    };
    assert_eq!(largest(1), UnlockCost { kib: 64 * 1024, passes: 3, lanes: 1 });
    assert_eq!(largest(5), UnlockCost { kib: 64 * 1024, passes: 2, lanes: 1 });
    assert_eq!(largest(100), UnlockCost::FLOOR);
    assert_eq!(UnlockCost::largest_within(|_| None), UnlockCost::FLOOR);
    assert_eq!(UnlockCost::FLOOR, UnlockCost { kib: 19 * 1024, passes: 2, lanes: 1 });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Input methods encode Vietnamese letters in two ways that look the same.
    #[test]
    fn both_ways_of_writing_a_letter_open(text in "[aăâbcdđeêioôơuưyạảấầẩẫậắằẳẵặẹẻẽếềểễệ ỉịọỏốồổỗộớờởỡợ]{8,30}") {
        use unicode_normalization::UnicodeNormalization;
        prop_assume!(!text.trim().is_empty());
        let (composed, decomposed) = (text.nfc().collect::<String>(), text.nfd().collect::<String>());
        let (disk, _) = made(Some(&decomposed));
        prop_assert!(load(&disk, Some(&composed)).is_ok());
        prop_assert!(load(&disk, Some(&decomposed)).is_ok());
        let other = format!("{composed}a");
        prop_assert!(matches!(load(&disk, Some(&other)), Err(StoreError::WrongPassphrase)));
    }

    /// Hostile bytes with a correct checksum: an answer, no panic, and never a key.
    #[test]
    fn any_slots_are_answered(
        count in 0u8..10,
        kinds in prop::collection::vec((0u8..4, prop::collection::vec(any::<u8>(), 100)), 0..9),
    ) {
        let slots = kinds.into_iter().flat_map(|(kind, rest)| {
            let mut slot = vec![kind];
            // cheap, or beyond the limits
            slot.extend([8, 0, 0, rest[2] & 0x80, 1, 0, 0, 0, 1, 0, 0, 0]);
            slot.extend(&rest[12..]);
            slot
        });
        let body = [b"SOTAYKY1".to_vec(), vec![count], slots.collect()].concat();
        let passphrase = Passphrase::new(ONE).unwrap();
        let opened = KeyFile::parse(&with_sum(body)).and_then(|f| f.open(Some(&passphrase)));
        prop_assert!(opened.is_err());
    }
}
