//! Every bit of a bundle of about 2 kB is flipped on its way to a headquarters: the segments before
//! the changed one stay, nothing else does, and the good bundle brings the rest, once.

use sotay::hq::ingest::intake::{BundleIngest, IngestContext};
use sotay::storage::format::frame::ty;
use sotay::storage::format::header::HEADER;
use sotay::storage::format::op::chain_start;
use sotay::storage::format::raw::{RawOp, chain_after};
use sotay::storage::format::wire::Bytes;
use sotay::store::Outgoing;
use sotay::sync::bundle::{BundleTitle, BundleWriter, UP};
use sotay::sync::file::{FilePiece, Pieces};
use sotay::sync::strip;

use crate::fuzz::{device, laptop};
use crate::kit::headquarters::Headquarters;
use crate::kit::now;

const EPOCH: u64 = 5;
/// Ops in each segment.
const OPS: u64 = 2;

/// The file, and the end of each segment in it.
fn bundle(office: &Headquarters) -> (Vec<u8>, Vec<usize>) {
    let mut state = 88_172_645_463_325_252u64;
    let mut byte = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    };
    let (key, to) = (laptop(), office.home().card().unwrap().hpke);
    let mut base = chain_start(&device(), EPOCH);
    let title = BundleTitle {
        direction: UP,
        device: device(),
        epoch: EPOCH,
        from: 1,
        base,
        officer: 1,
        created: 3,
    };
    let (header, mut cutter) = BundleWriter::begin(&title, &to, &key).unwrap();
    let (mut bytes, mut ends) = (header.to_vec(), Vec::new());
    for at in 0..3 {
        let first = at * OPS + 1;
        let op = |seq| {
            let body = Bytes((0..230).map(|n| if n == 0 { 77 } else { byte() }).collect());
            RawOp { hlc: seq, wall_flag: 0, ver: 1, body, beside: Vec::new() }
        };
        let ops: Vec<RawOp> = (first..first + OPS).map(op).collect();
        let opids: Vec<_> = ops.iter().map(|op| op.opid(&device())).collect();
        let after = chain_after(base, first, &opids);
        let plain = strip::pack(&Outgoing { first, base, ops, opids });
        bytes.extend(cutter.segment(ty::OPS, OPS as u16, first, &plain, at == 2).unwrap());
        ends.push(bytes.len());
        base = after;
    }
    (bytes, ends)
}

/// `true` if nothing in it was refused.
fn take(intake: &mut BundleIngest<'_>, bytes: &[u8]) -> bool {
    Pieces::of(bytes).all(|piece| match piece {
        Ok(FilePiece::Header(header)) => intake.header(header).is_ok(),
        Ok(FilePiece::Segment(segment)) => intake.segment(segment).is_ok(),
        Err(_) => false,
    })
}

#[test]
fn no_bit_may_differ() {
    let office = Headquarters::of_the_forger();
    let home = office.home();
    let (bytes, ends) = bundle(&office);
    assert!((1_900..2_300).contains(&bytes.len()), "{}", bytes.len());
    let mut intake =
        BundleIngest::of(IngestContext { home: &home, now }, &device(), None).unwrap();
    let here = |intake: &BundleIngest<'_>| intake.ends().first().map_or(0, |end| end.seq);
    for at in 0..bytes.len() {
        let before = ends.iter().filter(|end| **end <= at).count() as u64 * OPS;
        for bit in 0..8 {
            let mut bad = bytes.clone();
            bad[at] ^= 1 << bit;
            assert!(!take(&mut intake, &bad), "bit {bit} of byte {at}");
            assert_eq!(here(&intake), before, "bit {bit} of byte {at}");
        }
    }
    assert!(ends[0] > HEADER && here(&intake) == 2 * OPS);
    // whole, and then again
    for new in [3 * OPS, 3 * OPS] {
        assert!(take(&mut intake, &bytes));
        assert_eq!((here(&intake), intake.new), (3 * OPS, new));
    }
    drop(intake);
    assert_eq!(office.ops().len() as u64, 3 * OPS);
}
