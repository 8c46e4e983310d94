//! Personal values of an op: they can be erased without a change of the chain, and no hash tells them.

use sotay::record::{Body, FieldBytes, Id, Patched};
use sotay::storage::format::op::{BadOp, decode_ops, encode_ops};
use sotay::storage::format::wire;
use sotay::storage::format::wire::WireOps;

use super::{DEVICE, field, op, put};

/// The frame's ops in their wire form, to be changed.
fn wired(encoded: &[u8]) -> (wire::OpsV1, Vec<u8>) {
    let (body, chain) = encoded.split_at(encoded.len() - 32);
    let WireOps::V1(ops) = wire::frame(body).unwrap();
    (ops, chain.to_vec())
}

fn unwired(ops: wire::OpsV1, chain: &[u8]) -> Vec<u8> {
    let mut bytes = wire::encode(&WireOps::V1(ops));
    bytes.extend(chain);
    bytes
}

#[test]
fn erasing_a_personal_value_leaves_opid_and_chain() {
    let ops = [op(1, put(vec![field(1, "Xưởng", false), field(2, "0901", true)]))];
    let encoded = encode_ops(&DEVICE, [0; 32], &ops, None).unwrap();
    let (mut frame, chain) = wired(&encoded.bytes);
    assert!(!frame.ops[0].body.0.windows(4).any(|w| w == b"0901"));
    frame.ops[0].beside.clear();
    let read = decode_ops(&DEVICE, 1, 1, &unwired(frame, &chain)).unwrap();
    assert_eq!((read.opids, read.chain), (encoded.opids, encoded.chain));
    let Body::Put { fields, .. } = &read.ops[0].body else { panic!() };
    assert_eq!(fields[1], FieldBytes { no: 2, bytes: None, personal: true });
    assert_eq!(fields[0].bytes.as_deref(), Some("Xưởng".as_bytes()));
}

#[test]
fn a_personal_value_that_does_not_fit_is_damage() {
    let ops = [op(1, put(vec![field(2, "0901", true)]))];
    let encoded = encode_ops(&DEVICE, [0; 32], &ops, None).unwrap();
    let change: [fn(&mut Vec<wire::BesideV1>); 4] = [
        |beside| beside[0].bytes.0[0] ^= 1,
        |beside| beside[0].salt[3] ^= 1,
        |beside| beside[0].no = 3,
        |beside| beside.push(beside[0].clone()),
    ];
    for change in change {
        let (mut frame, chain) = wired(&encoded.bytes);
        change(&mut frame.ops[0].beside);
        let read = decode_ops(&DEVICE, 1, 1, &unwired(frame, &chain));
        assert_eq!(read.err(), Some(BadOp::Companion));
    }
}

#[test]
fn equal_personal_values_have_different_hashes() {
    let ops = [op(1, put(vec![field(2, "0901", true)]))];
    let one = encode_ops(&DEVICE, [0; 32], &ops, None).unwrap();
    let two = encode_ops(&DEVICE, [0; 32], &ops, None).unwrap();
    assert_ne!(one.opids, two.opids);
}

#[test]
fn no_hash_of_a_personal_value_before_is_kept() {
    let fields = vec![Patched { field: field(2, "0901", true), old_hash: 0x1234_5678 }];
    let ops = [op(1, Body::Patch { entity: Id([4; 16]), base: 1, fields })];
    let encoded = encode_ops(&DEVICE, [0; 32], &ops, None).unwrap();
    let read = decode_ops(&DEVICE, 1, 1, &encoded.bytes).unwrap();
    let Body::Patch { fields, .. } = &read.ops[0].body else { panic!() };
    assert_eq!(fields[0].old_hash, 0);
}
