//! Bundles that are correctly sealed and signed, and made to be expensive to open.

use sotay::hq::HqDirectory;
use sotay::storage::format::frame::ty;
use sotay::storage::format::op::chain_start;
use sotay::storage::format::raw::{RawOp, chain_after};
use sotay::storage::format::wire::Bytes;
use sotay::store::Outgoing;
use sotay::sync::bundle::{MOST, UP};
use sotay::sync::message::Hello;
use sotay::sync::{compression, strip};

use crate::fuzz::forge::{Claim, Forger, Says};
use crate::fuzz::{device, laptop};
use crate::kit::NOW;

pub const EPOCH: u64 = 5;
pub const MIB: usize = 1 << 20;

pub fn says(ty: u8, n: u16, raw: usize, first: u64) -> Says {
    Says { ty, flags: Says::PACKED, n, raw: raw as u32, first }
}

pub fn bundle(home: &HqDirectory, from: u64, make: impl FnOnce(&mut Forger)) -> Vec<u8> {
    bundle_of(home, EPOCH, from, make)
}

pub fn bundle_of(
    home: &HqDirectory,
    epoch: u64,
    from: u64,
    make: impl FnOnce(&mut Forger),
) -> Vec<u8> {
    let base = chain_start(&device(), epoch);
    let claim = Claim { direction: UP, device: device(), epoch, from, base, officer: 1 };
    let key = laptop();
    let mut forger = Forger::begin(&claim, &home.card().unwrap().hpke, &key);
    make(&mut forger);
    forger.bytes
}

/// `n` empty ops, from `first` on, after `base`.
pub fn tiny(first: u64, base: [u8; 32], n: u64) -> (Vec<u8>, [u8; 32]) {
    let op = |seq| RawOp {
        hlc: seq,
        wall_flag: 0,
        ver: 1,
        body: Bytes(vec![77]),
        beside: Vec::new(),
    };
    let ops: Vec<RawOp> = (first..first + n).map(op).collect();
    let opids: Vec<_> = ops.iter().map(|op| op.opid(&device())).collect();
    let chain = chain_after(base, first, &opids);
    (strip::pack(&Outgoing { first, base, ops, opids }), chain)
}

/// Zeros that compress to a few bytes, whatever length is claimed.
pub fn bomb(len: usize) -> Vec<u8> {
    compression::pack(&vec![0; len]).unwrap()
}

pub fn tiny_ops(home: &HqDirectory) -> Vec<u8> {
    bundle(home, 1, |forger| {
        let (mut first, mut chain) = (1, chain_start(&device(), EPOCH));
        for _ in 0..21 {
            let (plain, after) = tiny(first, chain, 1_000);
            let body = compression::pack(&plain).unwrap();
            forger.segment(says(ty::OPS, 1_000, plain.len(), first), &body);
            (first, chain) = (first + 1_000, after);
        }
    })
}

/// Empty ops of the largest size: all of them are hashed, compressed and stored.
pub fn great_ops(home: &HqDirectory) -> Vec<u8> {
    // a separate epoch, since the numbers of the other one are used
    bundle_of(home, EPOCH + 1, 1, |forger| {
        let (mut first, mut base) = (1, chain_start(&device(), EPOCH + 1));
        for _ in 0..MOST.raw / MIB {
            let op = |seq| {
                let body = Bytes([vec![77], vec![0; 65_000]].concat());
                RawOp { hlc: seq, wall_flag: 0, ver: 1, body, beside: Vec::new() }
            };
            let ops: Vec<RawOp> = (first..first + 16).map(op).collect();
            let opids: Vec<_> = ops.iter().map(|op| op.opid(&device())).collect();
            let chain = chain_after(base, first, &opids);
            let plain = strip::pack(&Outgoing { first, base, ops, opids });
            let body = compression::pack(&plain).unwrap();
            forger.segment(says(ty::OPS, 16, plain.len(), first), &body);
            (first, base) = (first + 16, chain);
        }
        // and one that is not allowed
        forger.segment(says(ty::OPS, 0, 0, first), b"");
    })
}

/// Of a type that this version skips, so that no op counts.
pub fn bombs(home: &HqDirectory, many: usize) -> Vec<u8> {
    let body = bomb(MIB);
    bundle(home, 1, |forger| {
        for _ in 0..many {
            forger.segment(says(99, 0, MIB, 0), &body);
        }
    })
}

pub fn empty_segments(home: &HqDirectory, many: usize) -> Vec<u8> {
    bundle(home, 1, |forger| {
        for _ in 0..many {
            forger.segment(Says { flags: Says::PLAIN, ..says(99, 0, 0, 0) }, b"");
        }
    })
}

pub fn heavy(home: &HqDirectory, bytes: usize) -> Vec<u8> {
    let body = vec![0; 60 * 1024];
    bundle(home, 1, |forger| {
        while forger.bytes.len() <= bytes {
            forger.segment(Says { flags: Says::PLAIN, ..says(99, 0, body.len(), 0) }, &body);
        }
    })
}

/// As many ops as fit into a megabyte, in one segment with a head that cannot count them.
pub fn crowd(home: &HqDirectory) -> Vec<u8> {
    let (plain, _) = tiny(1, chain_start(&device(), EPOCH), 170_000);
    assert!(plain.len() < MIB);
    let body = compression::pack(&plain).unwrap();
    bundle(home, 1, |forger| {
        forger.segment(says(ty::OPS, u16::MAX, plain.len(), 1), &body);
    })
}

/// The forger's greeting, without epochs and lanes.
pub fn greeting(proto_min: u16, proto_max: u16) -> Hello {
    Hello {
        proto_min,
        proto_max,
        dictionaries: vec![1],
        programme: 1,
        schema: 1,
        device: device(),
        officer: 1,
        epochs: Vec::new(),
        cursors: Vec::new(),
        wall: NOW,
        lanes: 0,
    }
}
