//! The released bundles of both directions, byte for byte: `tests/golden/bundle-v1` is never made
//! again, and the newest version must open all of it. The `README` there describes the contents.

use std::path::PathBuf;

use ed25519_dalek::SigningKey;
use sotay::record::{Body, Id};
use sotay::storage::format::frame::ty;
use sotay::storage::format::op::chain_start;
use sotay::storage::format::receipt::SignedReceipt;
use sotay::sync::bundle::{BundleReader, DOWN, UP, read_header};
use sotay::sync::certificate::{Certificate, HqSecret, SignedCertificate};
use sotay::sync::file::{FilePiece, Pieces};
use sotay::sync::message::{self, LaneAt, Message};
use sotay::sync::receipt;
use sotay::sync::seal::{SealSecret, device_of};
use sotay::sync::strip;

fn bytes(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/bundle-v1");
    std::fs::read(folder.join(name)).unwrap()
}

fn laptop() -> SigningKey {
    SigningKey::from_bytes(&[9; 32])
}

fn device() -> [u8; 16] {
    device_of(&laptop().verifying_key().to_bytes())
}

fn hq() -> HqSecret {
    let key = SigningKey::from_bytes(&[8; 32]);
    HqSecret::new([7; 32], key, 1_795_000_000_000, "Cục Công Thương địa phương".into()).unwrap()
}

/// (type, items, first, content) of each segment.
fn segments(
    file: &[u8],
    way: u8,
    secret: &SealSecret,
    key: &SigningKey,
) -> Vec<(u8, u16, u64, Vec<u8>)> {
    let mut pieces = Pieces::of(file);
    let Some(Ok(FilePiece::Header(header))) = pieces.next() else { panic!("no header") };
    let read = read_header(header, way).unwrap();
    assert_eq!((read.device, read.officer), (device(), 12));
    let signer = key.verifying_key().to_bytes();
    let mut opener = BundleReader::begin(header, &read, secret, &signer).unwrap();
    pieces
        .map(|piece| {
            let Ok(FilePiece::Segment(segment)) = piece else { panic!("no segment") };
            let opened = opener.open(segment).unwrap();
            let head = opened.head;
            (head.ty, head.n, head.first, opened.plain)
        })
        .collect()
}

#[test]
fn what_went_up_in_version_1_opens() {
    let found = segments(&bytes("up.stk"), UP, &hq().secret().unwrap(), &laptop());
    assert_eq!(
        found.iter().map(|s| (s.0, s.1, s.2)).collect::<Vec<_>>(),
        [(ty::CURSORS, 1, 0), (ty::OPS, 3, 1), (ty::OPS, 1, 4),]
    );
    let lanes = message::lanes(&found[0].3).unwrap();
    assert_eq!(lanes, [LaneAt { lane: 0, era: 1_795_000_000_000, position: 41 }]);
    let start = chain_start(&device(), 5);
    let first = strip::unpack(&device(), 1, 3, start, &found[1].3).unwrap();
    let ops: Vec<Body> =
        (1..).zip(&first.ops).map(|(n, op)| op.read(n).unwrap().body).collect();
    let Body::Put { kind: 2, entity, fields, .. } = &ops[0] else { panic!("{:?}", ops[0]) };
    assert_eq!((*entity, fields.len()), (Id([0xE1; 16]), 2));
    assert_eq!(fields[0].bytes.as_deref(), Some("\u{d}Xưởng cưa".as_bytes()));
    assert_eq!((fields[1].no, fields[1].personal), (300, true));
    assert_eq!(fields[1].bytes.as_deref(), Some(&b"\x0a0901234567"[..]));
    assert_eq!(
        ops[1],
        Body::Del { entity: Id([0xE1; 16]), base: 7, reason: "nhập nhầm".into() }
    );
    assert_eq!(ops[2], Body::Unknown { tag: 77, bytes: b"of a newer version".to_vec() });
    assert_eq!(first.ops[2].ver, 9);
    let second = strip::unpack(&device(), 4, 1, first.chain, &found[2].3).unwrap();
    let last = second.ops[0].read(4).unwrap().body;
    assert_eq!(last, Body::Epoch { old_epoch: 3, old_seq: 40, reason: "thử".into() });
}

#[test]
fn what_came_down_in_version_1_opens() {
    let secret = SealSecret::of_device(&laptop()).unwrap();
    let found = segments(&bytes("down.stk"), DOWN, &secret, &hq().sign);
    assert_eq!(
        found.iter().map(|s| (s.0, s.1)).collect::<Vec<_>>(),
        [(ty::RECEIPT, 1), (ty::CURSORS, 1), (ty::DOWN, 1),]
    );
    let card = hq().card().unwrap();
    let said = receipt::check(&found[0].3, &card, &device()).unwrap().receipt;
    assert_eq!((said.epoch, said.acked, said.chain), (5, 4, [6; 32]));
    assert_eq!((said.era, said.time), (1_795_000_000_000, 1_795_000_000_500));
    let word = message::receive(&mut found[1].3.as_slice()).unwrap();
    assert_eq!(word, Some(Message::Need { epoch: 5, from: 5 }));
    let (lane, rest) = found[2].3.split_first().unwrap();
    let (position, content) = rest.split_first_chunk::<8>().unwrap();
    assert_eq!((*lane, u64::from_le_bytes(*position)), (0, 42));
    let down = sotay::storage::format::down::decode(content).unwrap();
    assert_eq!(down.notices.len(), 1);
    assert_eq!(down.notices[0].text, "Họp ngày 25");
}

#[test]
fn certificates_and_receipts_of_version_1_are_good() {
    let card = hq().card().unwrap();
    let signed = SignedCertificate::decode(&bytes("certificate"), &card).unwrap();
    assert_eq!(signed.certificate, certificate());
    assert_eq!(signed.encode(), bytes("certificate"));
    let receipt = SignedReceipt::decode(&bytes("receipt")).unwrap();
    assert_eq!(receipt.encode(), bytes("receipt"));
    assert!(receipt::check(&bytes("receipt"), &card, &device()).is_ok());
}

/// The messages on a line, in the order of their type numbers.
#[test]
fn messages_of_version_1_are_read() {
    let all = bytes("messages");
    let mut input = all.as_slice();
    let mut again = Vec::new();
    let mut count = 0;
    while let Some(message) = message::receive(&mut input).unwrap() {
        message::send(&mut again, &message).unwrap();
        count += 1;
        match message {
            Message::Hello(hello) => {
                assert_eq!((hello.device, hello.officer, hello.wall), (device(), 12, 99));
                assert_eq!(hello.epochs[0].acked, 3);
            }
            Message::Welcome(welcome, bytes, signature) => {
                let key = hq().sign.verifying_key().to_bytes();
                message::Welcome::check(&key, &bytes, &signature).unwrap();
                assert_eq!((welcome.device, welcome.time), (device(), 100));
            }
            _ => {}
        }
    }
    assert_eq!((count, again), (15, all));
}

fn certificate() -> Certificate {
    Certificate {
        device: device(),
        key: laptop().verifying_key().to_bytes(),
        officer: Id([3; 16]),
        number: 12,
        name: "Trần Thị Bình".into(),
        unit: "Trung tâm Khuyến công".into(),
        province: "25".into(),
        issued: 1_795_000_000_001,
    }
}
