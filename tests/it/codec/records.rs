//! Round trips of stored records and drafts.

use sotay::programme::Role;
use sotay::programme::spec::Programme;
use sotay::record::{Author, Hlc, Id, Origin, Record, Review, Stamp, Typed, Value, Verdict};
use sotay::storage::crypto::key::Keys;
use sotay::storage::crypto::seal::Sealer;
use sotay::storage::format::draft;
use sotay::storage::{format, limits};
use sotay::store::StoreError;
use sotay::store::journal::DraftFrame;

fn record() -> Record {
    let fields = [
        (1, Value::Unknown(format::value_bytes(&Value::Text("Xưởng cưa ".repeat(30))))),
        (700, Value::Unknown(vec![1, 2, 3])),
    ];
    Record {
        kind: 1,
        id: Id([6; 16]),
        fields: fields.into_iter().collect(),
        head: 9,
        origin: Origin::MadeUp,
        created: Stamp { hlc: Hlc(1), seq: 1 },
        changed: Stamp { hlc: Hlc(2), seq: 2 },
        deleted: None,
        is_local: Hlc(2),
        by: Some(Author { device: [5; 16], officer: Id([4; 16]), hlc: Hlc(3) }),
        review: Some(Review {
            verdict: Verdict::SentBack { field: Some(8) },
            reason: "Thiếu ảnh máy".into(),
            by: "Trần Thị Bình".into(),
            at: 7,
            head: 9,
        }),
        rev: 10,
    }
}

fn no_programme() -> Programme {
    Programme {
        id: "none".into(),
        version: 1,
        kinds: Vec::new(),
        lists: Vec::new(),
        role: Role::Officer,
        indicators: Default::default(),
    }
}

#[test]
fn a_record_survives_and_belongs_to_its_key() {
    let sealer = Sealer::new(&Keys::from_bytes(&[5; 32]));
    let (record, none) = (record(), no_programme());
    let bytes = format::record_bytes(&sealer, &record).unwrap();
    let read = |s: &Sealer, kind, id, bytes: &[u8]| format::record(s, kind, id, bytes, &none);
    assert_eq!(read(&sealer, 1, Id([6; 16]), &bytes), Ok(record));
    assert!(read(&sealer, 2, Id([6; 16]), &bytes).is_err());
    assert!(read(&sealer, 1, Id([7; 16]), &bytes).is_err());
    let other = Sealer::new(&Keys::from_bytes(&[4; 32]));
    assert!(read(&other, 1, Id([6; 16]), &bytes).is_err());
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1;
        assert!(read(&sealer, 1, Id([6; 16]), &flipped).is_err(), "byte {at}");
        assert!(read(&sealer, 1, Id([6; 16]), &bytes[..at]).is_err(), "cut at {at}");
    }
}

#[test]
fn a_record_too_large_is_refused() {
    let sealer = Sealer::new(&Keys::from_bytes(&[5; 32]));
    let mut big = record();
    big.fields.set(2, Value::Text("x".repeat(limits::HELD_RECORD)));
    assert!(matches!(format::record_bytes(&sealer, &big), Err(StoreError::TooLarge { .. })));
}

#[test]
fn a_draft_frame_comes_back() {
    let path = sotay::record::Path { field: 3, cell: Some((Id([2; 16]), 1)) };
    for no in 0..100u32 {
        let changed = [(no as u16, Some(vec![no as u8; 3])), (no as u16 + 1, None)];
        let frame = DraftFrame {
            draft: Id([1; 16]),
            no,
            full: no % 32 == 0,
            kind: 2,
            form: 4,
            edits: Some((Id([9; 16]), 5)).filter(|_| no % 2 == 0),
            fields: changed.into_iter().take(no as usize % 3).collect(),
            typed: vec![Typed { path, text: "12,".into(), cursor: 2 }],
            at: Some(path).filter(|_| no % 5 == 0),
            changed: 77,
        };
        let bytes = draft::encode_draft(&frame);
        assert_eq!(draft::decode_draft(&bytes).unwrap(), frame);
    }
}
