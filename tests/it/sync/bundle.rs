//! Bundles: what went in comes out, and nothing that was changed is accepted.

use std::time::Instant;

use ed25519_dalek::SigningKey;
use proptest::prelude::*;
use sotay::storage::format::frame::{HEAD, ty};
use sotay::storage::format::header::HEADER;
use sotay::storage::format::raw::RawOp;
use sotay::storage::format::wire::{BesideV1, Bytes};
use sotay::store::Outgoing;
use sotay::sync::bundle::{self, BundleReader, BundleRefused, BundleTitle, BundleWriter, UP};
use sotay::sync::seal::{SealSecret, device_of};
use sotay::sync::segment::Segments;
use sotay::sync::{compression, strip};

use super::outgoing::filled;

pub fn sender() -> SigningKey {
    SigningKey::from_bytes(&[9; 32])
}

fn reader() -> SealSecret {
    SealSecret::from_bytes(&[7; 32]).unwrap()
}

fn title(from: u64) -> BundleTitle {
    let device = device_of(&sender().verifying_key().to_bytes());
    BundleTitle {
        direction: UP,
        device,
        epoch: 5,
        from,
        base: [0; 32],
        officer: 12,
        created: 3,
    }
}

/// A bundle with segments of these contents.
fn bundle(parts: &[&[u8]]) -> Vec<u8> {
    let key = sender();
    let (header, mut cutter) =
        BundleWriter::begin(&title(1), &reader().public(), &key).unwrap();
    let mut out = header.to_vec();
    for (at, part) in parts.iter().enumerate() {
        let last = at + 1 == parts.len();
        out.extend(cutter.segment(ty::OPS, 1, at as u64 + 1, part, last).unwrap());
    }
    out
}

/// The segments that can be read, and why there are no more.
pub fn open(
    bytes: &[u8],
    secret: &SealSecret,
    key: &[u8; 32],
) -> (Vec<Vec<u8>>, Option<BundleRefused>) {
    let Some((head, mut rest)) = bytes.split_first_chunk::<HEADER>() else {
        return (Vec::new(), Some(BundleRefused::Short));
    };
    let begun = bundle::read_header(head, UP)
        .and_then(|header| BundleReader::begin(head, &header, secret, key));
    let mut reader = match begun {
        Ok(reader) => reader,
        Err(refused) => return (Vec::new(), Some(refused)),
    };
    let mut found = Vec::new();
    while let Some(head) = rest.first_chunk::<HEAD>() {
        let size = match bundle::read_head(head) {
            Ok(head) => bundle::size_of(&head),
            Err(refused) => return (found, Some(refused)),
        };
        let Some((segment, after)) = rest.split_at_checked(size) else {
            return (found, Some(BundleRefused::Short));
        };
        match reader.open(segment) {
            Ok(segment) => found.push(segment.plain),
            Err(refused) => return (found, Some(refused)),
        }
        rest = after;
    }
    (found, (!rest.is_empty()).then_some(BundleRefused::Short))
}

fn opened(bytes: &[u8]) -> (Vec<Vec<u8>>, Option<BundleRefused>) {
    open(bytes, &reader(), &sender().verifying_key().to_bytes())
}

#[test]
fn what_went_in_comes_out() {
    let long = "Xưởng cưa của anh Bình ".repeat(500);
    let parts: [&[u8]; 3] = [b"one", long.as_bytes(), b""];
    let bytes = bundle(&parts);
    let (found, refused) = opened(&bytes);
    assert_eq!(refused, None);
    assert_eq!(found, parts);
    let other = SealSecret::from_bytes(&[8; 32]).unwrap();
    let key = sender().verifying_key().to_bytes();
    assert_eq!(open(&bytes, &other, &key).1, Some(BundleRefused::Key));
    let stranger = SigningKey::from_bytes(&[1; 32]).verifying_key().to_bytes();
    assert_eq!(open(&bytes, &reader(), &stranger).1, Some(BundleRefused::Signature));
}

#[test]
fn every_beginning_is_a_bundle() {
    let bytes = bundle(&[b"first", b"second segment", b"third"]);
    let mut most = 0;
    for cut in 0..bytes.len() {
        let (found, refused) = opened(&bytes[..cut]);
        assert!(found.len() >= most && found.len() < 3, "cut at {cut}");
        most = found.len();
        let clean = refused.is_none();
        assert!(clean || refused == Some(BundleRefused::Short), "cut at {cut}: {refused:?}");
    }
    assert_eq!(most, 2);
}

#[test]
fn segments_stay_in_their_place() {
    let bytes = bundle(&[b"first", b"second", b"third"]);
    let other = bundle(&[b"first", b"second", b"third"]);
    let size =
        |b: &[u8]| bundle::size_of(&bundle::read_head(b.first_chunk().unwrap()).unwrap());
    let one = size(&bytes[HEADER..]);
    let two = size(&bytes[HEADER + one..]);
    let head = &bytes[..HEADER + one];
    let skipped = [head, &bytes[HEADER + one + two..]].concat();
    assert_eq!(opened(&skipped).1, Some(BundleRefused::Order));
    let twice = [head, &bytes[HEADER..HEADER + one]].concat();
    assert_eq!(opened(&twice).1, Some(BundleRefused::Order));
    let foreign = [head, &other[HEADER + one..]].concat();
    assert_eq!(opened(&foreign), (vec![b"first".to_vec()], Some(BundleRefused::Signature)));
}

/// Correctly signed and sealed, but with a false length: no more comes out than it claims.
#[test]
fn a_bomb_does_not_go_off() {
    let zeros = vec![0; 1 << 20];
    let mut bytes = bundle(&[&zeros]);
    assert!(bytes.len() < 4_096);
    let started = Instant::now();
    assert_eq!(opened(&bytes), (vec![zeros], None));
    // the signature also covers the claimed length
    for raw in [0u32, 1, (1 << 20) - 1, (1 << 20) + 1, u32::MAX] {
        bytes[HEADER + 12..HEADER + 16].copy_from_slice(&raw.to_le_bytes());
        assert!(opened(&bytes).1.is_some());
    }
    assert!(compression::unpack(&compression::pack(&vec![0; 1 << 20]).unwrap(), 100).is_err());
    assert!(started.elapsed().as_secs() < 5);
}

fn raw_op(hlc: u64, ver: u16, body: Vec<u8>, beside: Vec<(u16, Vec<u8>)>) -> RawOp {
    let beside = beside.into_iter().map(|(no, bytes)| {
        let salt = [no as u8; 16];
        BesideV1 { no, salt, bytes: Bytes(bytes) }
    });
    RawOp { hlc, wall_flag: 0, ver, body: Bytes(body), beside: beside.collect() }
}

fn alone(ops: Vec<RawOp>) -> Outgoing {
    let opids = ops.iter().map(|op| op.opid(&[4; 16])).collect();
    Outgoing { first: 10, base: [6; 32], ops, opids }
}

proptest! {
    /// Ops of any version, with clocks in any order, arrive identical to the last bit.
    #[test]
    fn any_ops_travel(ops in prop::collection::vec(
        (any::<u64>(), any::<u16>(), prop::collection::vec(any::<u8>(), 0..200),
         prop::collection::vec((any::<u16>(), prop::collection::vec(any::<u8>(), 0..40)), 0..4)),
        1..20))
    {
        let part = alone(ops.into_iter().map(|(h, v, b, s)| raw_op(h, v, b, s)).collect());
        let plain = strip::pack(&part);
        let found = strip::unpack(&[4; 16], 10, part.ops.len(), [6; 32], &plain).unwrap();
        prop_assert_eq!(found.ops, part.ops);
        prop_assert_eq!(found.opids, part.opids);
    }

    #[test]
    fn any_bytes_are_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _found = strip::unpack(&[4; 16], 1, 1, [0; 32], &bytes);
        let _all = opened(&bytes);
        let whole = [bundle(&[b"one"]), bytes].concat();
        let first = opened(&whole).0.into_iter().next();
        prop_assert_eq!(first, Some(b"one".to_vec()));
    }

    #[test]
    fn touched_contents_are_no_panic(at in 0usize..300, with in any::<u8>(), cut in 0usize..300) {
        let personal = raw_op(9, 1, vec![7; 90], vec![(3, b"0901234567".to_vec())]);
        let mut plain = strip::pack(&alone(vec![personal.clone(), personal]));
        let at = at % plain.len();
        let was = plain[at];
        plain[at] = with;
        let read = strip::unpack(&[4; 16], 10, 2, [6; 32], &plain);
        // data next to an op is outside the chain: its salt or value may differ, and the seal
        // protects it
        prop_assert!(was == with || read.is_err() || read.is_ok_and(|r| r.base == [6; 32]));
        plain.truncate(cut % plain.len());
        prop_assert!(strip::unpack(&[4; 16], 10, 2, [6; 32], &plain).is_err());
    }
}

#[test]
fn hashes_of_personal_answers_do_not_travel() {
    let book = filled(0);
    let mut book = book;
    let answers = serde_json::json!({"partner": "Công ty A"});
    book.put("intl_lead", answers);
    let epoch = book.store.uplink().epochs().unwrap()[0];
    let part = book.store.uplink().ops_after(epoch.epoch, 0, 1 << 20).unwrap().unwrap();
    let besides: usize = part.ops.iter().map(|op| op.beside.len()).sum();
    let whole: usize = part.ops.iter().map(|op| op.body.0.len()).sum();
    let plain = strip::pack(&part);
    let device = book.store.device_id();
    let again = strip::unpack(&device, part.first, part.ops.len(), part.base, &plain).unwrap();
    assert_eq!((again.ops, again.chain), (part.ops, epoch.chain));
    assert!(plain.len() < whole + 200 + besides * 40);
}

#[test]
fn segments_hold_every_op_once_and_none_is_long() {
    let book = filled(300);
    let epoch = book.store.uplink().epochs().unwrap()[0];
    let mut next = 4;
    for cut in Segments::new(&book.store, epoch.epoch, 3, 250) {
        let cut = cut.unwrap();
        assert_eq!(cut.part.first, next);
        next = cut.part.last() + 1;
        let long = compression::pack(&cut.plain).map_or(cut.plain.len(), |p| p.len());
        assert!(long <= 16 * 1024);
    }
    assert_eq!(next, 251);
}
