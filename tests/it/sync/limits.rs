//! Data that grows when opened, data that costs more to check than to send, numbers at the end of
//! their range: each is refused by a separate limit, and what came before it stays.

use sotay::hq::HqDirectory;
use sotay::hq::ingest::intake::{BundleIngest, IngestContext};
use sotay::hq::ingest::not_taken::BundleNotTaken;
use sotay::hq::ingest::server::receive;
use sotay::hq::ingest::stick;
use sotay::storage::format::frame::ty;
use sotay::storage::format::header::HEADER;
use sotay::storage::format::op::{chain_next, chain_start};
use sotay::storage::format::raw::RawOp;
use sotay::storage::format::wire::Bytes;
use sotay::store::Outgoing;
use sotay::sync::bundle::{BundleRefused, MOST};
use sotay::sync::file::{self, FilePiece, Pieces};
use sotay::sync::message::{self, Message};
use sotay::sync::strip;

use super::dear::{
    EPOCH, MIB, bomb, bombs, bundle, crowd, empty_segments, greeting, heavy, says, tiny,
    tiny_ops,
};
use crate::fuzz::device;
use crate::fuzz::forge::{Forger, Says};
use crate::kit::headquarters::Headquarters;
use crate::kit::now;

/// How many ops were new, and why there were no more.
fn taken(home: &HqDirectory, bytes: &[u8]) -> (u64, Option<BundleNotTaken>) {
    let mut intake = BundleIngest::of(IngestContext { home, now }, &device(), None).unwrap();
    for piece in Pieces::of(bytes) {
        let done = match piece.unwrap() {
            FilePiece::Header(header) => intake.header(header),
            FilePiece::Segment(segment) => intake.segment(segment).map(|_| ()),
        };
        if let Err(refused) = done {
            return (intake.new, Some(refused));
        }
    }
    (intake.new, None)
}

fn refused(home: &HqDirectory, bytes: &[u8], why: BundleRefused) {
    let (new, refused) = taken(home, bytes);
    assert!(matches!(refused, Some(BundleNotTaken::Bundle(r)) if r == why), "{refused:?}");
    assert_eq!(new, 0);
}

#[test]
fn what_unpacks_to_more_than_it_says_is_refused() {
    let office = Headquarters::of_the_forger();
    let home = office.home();
    for (says_raw, is) in [(MIB, 64 * MIB), (100, MIB), (MIB, 100), (0, 100)] {
        let one = |f: &mut Forger| drop(f.segment(says(ty::OPS, 1, says_raw, 1), &bomb(is)));
        refused(&home, &bundle(&home, 1, one), BundleRefused::Content);
    }
    // a segment above the limit is not even read
    let one = |f: &mut Forger| drop(f.segment(says(ty::OPS, 1, MIB + 1, 1), &bomb(100)));
    let bytes = bundle(&home, 1, one);
    assert_eq!(Pieces::of(&bytes).nth(1), Some(Err(BundleRefused::NotOurs)));
    assert!(office.ops().is_empty());
}

#[test]
fn lengths_that_no_memory_has_are_refused() {
    let office = Headquarters::of_the_forger();
    let home = office.home();
    let long = [253, 0, 0, 0, 0, 0, 0, 0, 128];
    let contents = [
        // this many ops; a body this long; this much data next to it
        [&[0][..], &long].concat(),
        [&[0, 1, 0, 0, 1], &long[..]].concat(),
        [&[0, 1, 0, 0, 1, 1, 77], &long[..]].concat(),
        [&[0, 1, 0, 0, 1, 1, 77, 1, 3], &[9; 16][..], &long].concat(),
    ];
    for content in contents {
        let plain = [&content[..], &[0; 64]].concat();
        let says = Says { flags: Says::PLAIN, ..says(ty::OPS, 1, plain.len(), 1) };
        let one = |f: &mut Forger| drop(f.segment(says, &plain));
        refused(&home, &bundle(&home, 1, one), BundleRefused::Content);
    }
}

#[test]
fn a_bundle_takes_so_many_tiny_ops_and_no_more() {
    let office = Headquarters::of_the_forger();
    let home = office.home();
    let (new, refused) = taken(&home, &tiny_ops(&home));
    assert!(
        matches!(refused, Some(BundleNotTaken::Bundle(BundleRefused::TooLarge))),
        "{refused:?}"
    );
    assert_eq!(new, MOST.ops as u64);
    let (new, refused) = taken(&home, &crowd(&home));
    assert!(refused.is_some() && new == 0, "{refused:?}");
}

#[test]
fn numbers_at_the_end_of_their_range_are_refused() {
    let office = Headquarters::of_the_forger();
    let home = office.home();
    let start = chain_start(&device(), EPOCH);
    for first in [u64::MAX, u64::MAX - 1, u64::MAX - 2, 1 << 63, 2] {
        let op = RawOp { hlc: 1, wall_flag: 0, ver: 1, body: Bytes(vec![77]), beside: vec![] };
        let opid = op.opid(&device());
        let (base, opids) = (start, vec![opid]);
        let mut plain = strip::pack(&Outgoing { first: 1, base, ops: vec![op], opids });
        let from = plain.len() - 32;
        plain[from..].copy_from_slice(&chain_next(&start, &opid, first));
        let says = Says { flags: Says::PLAIN, ..says(ty::OPS, 1, plain.len(), first) };
        let one = |f: &mut Forger| drop(f.segment(says, &plain));
        let (new, refused) = taken(&home, &bundle(&home, first, one));
        let why = matches!(
            refused,
            Some(
                BundleNotTaken::Bundle(BundleRefused::Content)
                    | BundleNotTaken::Need { from: 1, .. }
            )
        );
        assert!(why && new == 0, "{first}: {refused:?}");
    }
    // numbers start at 1, and a segment has at least one op
    for (first, n) in [(0, 1), (1, 0)] {
        let (plain, _) = tiny(1, start, n);
        let says = Says { flags: Says::PLAIN, ..says(ty::OPS, n as u16, plain.len(), first) };
        let one = |f: &mut Forger| drop(f.segment(says, &plain));
        refused(&home, &bundle(&home, first, one), BundleRefused::Content);
    }
}

#[test]
fn an_empty_bundle_brings_nothing() {
    let office = Headquarters::of_the_forger();
    let home = office.home();
    let (new, refused) = taken(&home, &bundle(&home, 1, |_| {}));
    assert!(new == 0 && refused.is_none());
    let nothing = |f: &mut Forger| drop(f.segment(says(ty::OPS, 0, 0, 1), b""));
    self::refused(&home, &bundle(&home, 1, nothing), BundleRefused::Content);
}

#[test]
fn a_bundle_costs_no_more_than_its_limits() {
    let office = Headquarters::of_the_forger();
    let home = office.home();
    let whole = [
        bombs(&home, MOST.raw / MIB),
        empty_segments(&home, MOST.segments),
        heavy(&home, MOST.bytes - 64 * 1024),
    ];
    for bytes in whole {
        assert!(taken(&home, &bytes).1.is_none());
    }
    for bytes in [
        bombs(&home, MOST.raw / MIB + 1),
        empty_segments(&home, MOST.segments + 1),
        heavy(&home, MOST.bytes),
    ] {
        refused(&home, &bytes, BundleRefused::TooLarge);
    }
}

/// The forger's messages over a line in memory; headquarters' replies, and whether it read all.
fn talked(home: &HqDirectory, messages: &[Message]) -> (Vec<Message>, bool) {
    let mut input = Vec::new();
    let hello = greeting(message::PROTO_MIN, message::PROTO);
    message::send(&mut input, &Message::Hello(Box::new(hello))).unwrap();
    messages.iter().for_each(|one| message::send(&mut input, one).unwrap());
    let mut out = Vec::new();
    let done = receive(IngestContext { home, now }, None, &mut input.as_slice(), &mut out);
    let (mut said, mut left) = (Vec::new(), out.as_slice());
    while let Ok(Some(message)) = message::receive(&mut left) {
        said.push(message);
    }
    (said, done.is_ok())
}

#[test]
fn a_header_that_comes_again_over_a_line_cost_a_key_exchange_each_time() {
    let office = Headquarters::of_the_forger();
    let home = office.home();
    let (plain, _) = tiny(1, chain_start(&device(), EPOCH), 9);
    let ops = Says { flags: Says::PLAIN, ..says(ty::OPS, 9, plain.len(), 1) };
    let whole = bundle(&home, 1, |forger| drop(forger.segment(ops, &plain)));
    let (header, segments) = whole.split_at(HEADER);
    let header = Message::Bundle(header.to_vec());
    let refusals = |said: &[Message]| said.iter().filter(|m| **m == Message::Refused).count();
    let bye = Message::Bye { ops: 0 };
    // alone, repeated: one is read, and soon nothing is
    let many: Vec<Message> = std::iter::repeat_n(header.clone(), 5_000).collect();
    let (said, whole_talk) = talked(&home, &many);
    assert_eq!((refusals(&said), whole_talk), (33, false));
    // each followed by something bad
    let bad = Message::Segment(vec![7; 200]);
    let many: Vec<Message> =
        std::iter::repeat_n([header.clone(), bad], 5_000).flatten().collect();
    let (said, whole_talk) = talked(&home, &many);
    assert_eq!((refusals(&said), whole_talk), (33, false));
    assert!(office.ops().is_empty());
    // the same bundle as a laptop sends it
    let mut honest = vec![header];
    honest.extend(Pieces::of(&[&whole[..HEADER], segments].concat()).filter_map(|piece| {
        match piece.unwrap() {
            FilePiece::Segment(segment) => Some(Message::Segment(segment.to_vec())),
            FilePiece::Header(_) => None,
        }
    }));
    honest.push(bye);
    let (said, whole_talk) = talked(&home, &honest);
    assert_eq!((refusals(&said), whole_talk), (0, true));
    assert!(!office.ops().is_empty());
}

#[test]
fn lists_that_nobody_asked_for_end_the_talk() {
    let office = Headquarters::of_the_forger();
    let home = office.home();
    let roll = Message::Roll(home.roll().unwrap());
    let bye = Message::Bye { ops: 0 };
    for (n, whole) in [(4, true), (5, false)] {
        let mut said: Vec<Message> = std::iter::repeat_n(roll.clone(), n).collect();
        said.push(bye.clone());
        assert_eq!(talked(&home, &said).1, whole, "{n}");
    }
    assert!(home.awaits_confirm().unwrap().is_none());
}

#[test]
fn a_message_that_claims_a_length_beyond_all_is_refused_before_anything_is_read() {
    struct Endless(usize);
    impl std::io::Read for Endless {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            into.fill(0xff);
            into[0] = if self.0 == 0 { 2 } else { 0xff };
            self.0 += into.len();
            Ok(into.len())
        }
    }
    let mut endless = Endless(0);
    assert!(message::receive(&mut endless).is_err());
    assert_eq!(endless.0, 4);
}

#[test]
fn a_revoked_device_filled_the_disk_with_attachments() {
    let office = Headquarters::of_the_forger();
    let home = office.home();
    let plain = vec![3u8; 40_000];
    let sum = sotay::storage::format::blob::sum(&plain);
    let words: Vec<Vec<u8>> = sotay::sync::files::pieces(sum, &plain, 0)
        .map(|piece| sotay::sync::files::AttachmentMessage::Piece(piece).encode())
        .collect();
    let make = |home: &HqDirectory| {
        bundle(home, 0, |forger| {
            for word in &words {
                forger.segment(
                    Says {
                        ty: ty::BLOB,
                        flags: Says::PLAIN,
                        n: 1,
                        raw: word.len() as u32,
                        first: 0,
                    },
                    word,
                );
            }
        })
    };
    home.revoke(1, 1).unwrap();
    let folder = home.dir.join("log").join(sotay::text::hex::hex(&device()));
    assert!(
        taken(&home, &make(&home)).1.is_none(),
        "a laptop that is found again keeps its photos"
    );
    let counted = std::fs::read_to_string(folder.join("charged")).unwrap();
    assert_eq!(counted.trim(), "40000");
    std::fs::write(folder.join("charged"), format!("{}\n", (256u64 << 20) - 20_000)).unwrap();
    refused(&home, &make(&home), BundleRefused::TooLarge);
}

#[test]
fn a_revoked_device_filled_the_disk_with_verdicts_that_it_was_told() {
    use sotay::storage::format::down::{Down, Notice, encode};
    let office = Headquarters::of_the_forger();
    let home = office.home();
    let make = |content: &[u8]| {
        bundle(&home, 0, |forger| {
            let raw = content.len() as u32;
            let head = Says { ty: ty::VERDICTS, flags: Says::PLAIN, n: 1, raw, first: 0 };
            forger.segment(head, content);
        })
    };
    home.revoke(1, 1).unwrap();
    let folder = home.dir.join("log").join(sotay::text::hex::hex(&device()));
    let none = encode(&Down::default());
    assert!(taken(&home, &make(&none)).1.is_none(), "a laptop that was replaced is heard");
    let counted = || std::fs::read_to_string(folder.join("charged")).unwrap();
    assert_eq!(counted().trim(), none.len().to_string());
    let full = 256u64 << 20;
    std::fs::write(folder.join("charged"), format!("{full}\n")).unwrap();
    std::fs::remove_file(folder.join("told")).unwrap_or_default();
    refused(&home, &make(&none), BundleRefused::TooLarge);
    // a size that no laptop writes, and something that is no verdict
    let long = vec![0; sotay::sync::verdicts::LONGEST + 1];
    refused(&home, &make(&long), BundleRefused::TooLarge);
    let notices = vec![Notice { when: 1, text: "x".into() }];
    let other = encode(&Down { notices, ..Down::default() });
    refused(&home, &make(&other), BundleRefused::Content);
    assert_eq!(counted().trim(), full.to_string());
}

#[test]
fn a_file_longer_than_a_stick_may_be_is_not_read() {
    let office = Headquarters::of_the_forger();
    let home = office.home();
    let stick = tempfile::tempdir().unwrap();
    let out = stick.path().join(file::OUT);
    std::fs::create_dir_all(&out).unwrap();
    // a sparse file: long, but without content
    let long = std::fs::File::create(out.join("a.stk")).unwrap();
    long.set_len(1 << 40).unwrap();
    std::fs::write(out.join("b.stk"), tiny_ops(&home)).unwrap();
    let taken = stick::take_in(IngestContext { home: &home, now }, stick.path()).unwrap();
    let of = |name: &str| taken.files.iter().find(|f| f.file == name).unwrap();
    assert!(matches!(of("a.stk").refused, Some(BundleNotTaken::Store(_))));
    assert_eq!(of("b.stk").ops, MOST.ops as u64);
}

#[test]
fn a_header_that_comes_twice_or_alone_is_a_damaged_file() {
    let office = Headquarters::of_the_forger();
    let home = office.home();
    let whole = tiny_ops(&home);
    let (header, _) = whole.split_at(HEADER);
    let pieces: Vec<_> = Pieces::of(&whole).map(Result::unwrap).collect();
    let FilePiece::Segment(first) = pieces[1] else { panic!("no segment") };
    let one = [header, first].concat();
    for (file, good) in [
        (header.repeat(2), 1),
        (header.repeat(10_000), 1),
        (one.repeat(2), 2),
        (one.repeat(1_000), 2),
        ([&one[..], &header.repeat(3)].concat(), 2),
    ] {
        let found: Vec<_> = Pieces::of(&file).collect();
        assert_eq!(found.iter().filter(|piece| piece.is_ok()).count(), good);
        assert_eq!(found.last(), Some(&Err(BundleRefused::Content)));
        let stick = tempfile::tempdir().unwrap();
        let out = stick.path().join(file::OUT);
        std::fs::create_dir_all(&out).unwrap();
        std::fs::write(out.join("a.stk"), &file).unwrap();
        let taken = stick::take_in(IngestContext { home: &home, now }, stick.path()).unwrap();
        let why = taken.files[0].refused.as_ref();
        assert!(matches!(why, Some(BundleNotTaken::Bundle(BundleRefused::Content))), "{why:?}");
    }
    // concatenated bundles, though each is valid, are none
    let two = [tiny_ops(&home), tiny_ops(&home)].concat();
    assert!(Pieces::of(&two).all(|piece| piece.is_ok()));
}
