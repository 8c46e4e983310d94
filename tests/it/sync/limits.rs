//! Rightly sealed, rightly signed, and made to hurt: what grows when it is opened, what costs more
//! to check than to send, numbers at the end of their range. Each is refused by a count of its own,
//! and what came before it stands.

use std::io::{BufReader, Write};
use std::process::{Child, Command, Stdio};

use sotay::hq::Home;
use sotay::hq::intake::{Desk, Intake, NotTaken};
use sotay::hq::stick;
use sotay::store::Outgoing;
use sotay::store::codec::op::{chain_next, chain_start};
use sotay::store::codec::raw::{RawOp, chain_over};
use sotay::store::codec::wire::Bytes;
use sotay::store::frame::ty;
use sotay::sync::bundle::{MOST, Refused, UP};
use sotay::sync::file::{self, Piece, Pieces};
use sotay::sync::message::{self, Hello, Message};
use sotay::sync::{squeeze, travel};

use super::desk::Office;
use crate::fuzz::forge::{Claim, Forger, Says};
use crate::fuzz::{device, laptop};
use crate::kit::desk::{NOW, now};

const EPOCH: u64 = 5;
const MIB: usize = 1 << 20;

fn says(ty: u8, n: u16, raw: usize, first: u64) -> Says {
    Says { ty, flags: Says::PACKED, n, raw: raw as u32, first }
}

fn bundle(home: &Home, from: u64, make: impl FnOnce(&mut Forger)) -> Vec<u8> {
    bundle_of(home, EPOCH, from, make)
}

fn bundle_of(home: &Home, epoch: u64, from: u64, make: impl FnOnce(&mut Forger)) -> Vec<u8> {
    let base = chain_start(&device(), epoch);
    let claim = Claim { direction: UP, device: device(), epoch, from, base, officer: 1 };
    let key = laptop();
    let mut forger = Forger::begin(&claim, &home.card().unwrap().hpke, &key);
    make(&mut forger);
    forger.bytes
}

/// How many ops were new, and why there were no more.
fn taken(home: &Home, bytes: &[u8]) -> (u64, Option<NotTaken>) {
    let mut intake = Intake::of(Desk { home, now }, &device(), None).unwrap();
    for piece in Pieces(bytes) {
        let done = match piece.unwrap() {
            Piece::Header(header) => intake.header(header),
            Piece::Segment(segment) => intake.segment(segment).map(|_| ()),
        };
        if let Err(refused) = done {
            return (intake.new, Some(refused));
        }
    }
    (intake.new, None)
}

fn refused(home: &Home, bytes: &[u8], why: Refused) {
    let (new, refused) = taken(home, bytes);
    assert!(matches!(refused, Some(NotTaken::Bundle(r)) if r == why), "{refused:?}");
    assert_eq!(new, 0);
}

/// `n` ops of nothing, from `first` on, behind `base`.
fn tiny(first: u64, base: [u8; 32], n: u64) -> (Vec<u8>, [u8; 32]) {
    let op = |seq| RawOp {
        hlc: seq,
        wall_flag: 0,
        ver: 1,
        body: Bytes(vec![77]),
        beside: Vec::new(),
    };
    let ops: Vec<RawOp> = (first..first + n).map(op).collect();
    let opids: Vec<_> = ops.iter().map(|op| op.opid(&device())).collect();
    let chain = chain_over(base, first, &opids);
    (travel::pack(&Outgoing { first, base, ops, opids }), chain)
}

/// Zeros that pack to a few bytes, whatever they are said to be.
fn bomb(len: usize) -> Vec<u8> {
    squeeze::pack(&vec![0; len]).unwrap()
}

fn tiny_ops(home: &Home) -> Vec<u8> {
    bundle(home, 1, |forger| {
        let (mut first, mut chain) = (1, chain_start(&device(), EPOCH));
        for _ in 0..21 {
            let (plain, after) = tiny(first, chain, 1_000);
            let body = squeeze::pack(&plain).unwrap();
            forger.segment(says(ty::OPS, 1_000, plain.len(), first), &body);
            (first, chain) = (first + 1_000, after);
        }
    })
}

/// Ops as long as an op may be, of nothing: hashed, packed and kept, all of them.
fn great_ops(home: &Home) -> Vec<u8> {
    // an epoch of their own: in the other one the numbers are taken
    bundle_of(home, EPOCH + 1, 1, |forger| {
        let (mut first, mut base) = (1, chain_start(&device(), EPOCH + 1));
        for _ in 0..MOST.raw / MIB {
            let op = |seq| {
                let body = Bytes([vec![77], vec![0; 65_000]].concat());
                RawOp { hlc: seq, wall_flag: 0, ver: 1, body, beside: Vec::new() }
            };
            let ops: Vec<RawOp> = (first..first + 16).map(op).collect();
            let opids: Vec<_> = ops.iter().map(|op| op.opid(&device())).collect();
            let chain = chain_over(base, first, &opids);
            let plain = travel::pack(&Outgoing { first, base, ops, opids });
            let body = squeeze::pack(&plain).unwrap();
            forger.segment(says(ty::OPS, 16, plain.len(), first), &body);
            (first, base) = (first + 16, chain);
        }
        // and one that nobody may send
        forger.segment(says(ty::OPS, 0, 0, first), b"");
    })
}

/// Of a type that this version passes over, so that no op counts.
fn bombs(home: &Home, many: usize) -> Vec<u8> {
    let body = bomb(MIB);
    bundle(home, 1, |forger| {
        for _ in 0..many {
            forger.segment(says(99, 0, MIB, 0), &body);
        }
    })
}

fn empty_segments(home: &Home, many: usize) -> Vec<u8> {
    bundle(home, 1, |forger| {
        for _ in 0..many {
            forger.segment(Says { flags: Says::PLAIN, ..says(99, 0, 0, 0) }, b"");
        }
    })
}

fn heavy(home: &Home, bytes: usize) -> Vec<u8> {
    let body = vec![0; 60 * 1024];
    bundle(home, 1, |forger| {
        while forger.bytes.len() <= bytes {
            forger.segment(Says { flags: Says::PLAIN, ..says(99, 0, body.len(), 0) }, &body);
        }
    })
}

#[test]
fn what_unpacks_to_more_than_it_says_is_refused() {
    let office = Office::of_the_forger();
    let home = office.home();
    for (says_raw, is) in [(MIB, 64 * MIB), (100, MIB), (MIB, 100), (0, 100)] {
        let one = |f: &mut Forger| drop(f.segment(says(ty::OPS, 1, says_raw, 1), &bomb(is)));
        refused(&home, &bundle(&home, 1, one), Refused::Content);
    }
    // more than any segment may be is not even read
    let one = |f: &mut Forger| drop(f.segment(says(ty::OPS, 1, MIB + 1, 1), &bomb(100)));
    let bytes = bundle(&home, 1, one);
    assert_eq!(Pieces(&bytes).nth(1), Some(Err(Refused::NotOurs)));
    assert!(office.ops().is_empty());
}

#[test]
fn lengths_that_no_memory_has_are_refused() {
    let office = Office::of_the_forger();
    let home = office.home();
    let long = [253, 0, 0, 0, 0, 0, 0, 0, 128];
    let contents = [
        // so many ops; a body so long; so much beside it
        [&[0][..], &long].concat(),
        [&[0, 1, 0, 0, 1], &long[..]].concat(),
        [&[0, 1, 0, 0, 1, 1, 77], &long[..]].concat(),
        [&[0, 1, 0, 0, 1, 1, 77, 1, 3], &[9; 16][..], &long].concat(),
    ];
    for content in contents {
        let plain = [&content[..], &[0; 64]].concat();
        let says = Says { flags: Says::PLAIN, ..says(ty::OPS, 1, plain.len(), 1) };
        let one = |f: &mut Forger| drop(f.segment(says, &plain));
        refused(&home, &bundle(&home, 1, one), Refused::Content);
    }
}

#[test]
fn a_bundle_takes_so_many_tiny_ops_and_no_more() {
    let office = Office::of_the_forger();
    let home = office.home();
    let (new, refused) = taken(&home, &tiny_ops(&home));
    assert!(matches!(refused, Some(NotTaken::Bundle(Refused::TooLarge))), "{refused:?}");
    assert_eq!(new, MOST.ops as u64);
    // as many as a megabyte holds, in one segment whose head cannot count them
    let (plain, _) = tiny(1, chain_start(&device(), EPOCH), 170_000);
    assert!(plain.len() < MIB);
    let body = squeeze::pack(&plain).unwrap();
    let one = |f: &mut Forger| drop(f.segment(says(ty::OPS, u16::MAX, plain.len(), 1), &body));
    let (new, refused) = taken(&home, &bundle(&home, 1, one));
    assert!(refused.is_some() && new == 0, "{refused:?}");
}

#[test]
fn numbers_at_the_end_of_their_range_are_refused() {
    let office = Office::of_the_forger();
    let home = office.home();
    let start = chain_start(&device(), EPOCH);
    for first in [u64::MAX, u64::MAX - 1, u64::MAX - 2, 1 << 63, 2] {
        let op = RawOp { hlc: 1, wall_flag: 0, ver: 1, body: Bytes(vec![77]), beside: vec![] };
        let opid = op.opid(&device());
        let (base, opids) = (start, vec![opid]);
        let mut plain = travel::pack(&Outgoing { first: 1, base, ops: vec![op], opids });
        let from = plain.len() - 32;
        plain[from..].copy_from_slice(&chain_next(&start, &opid, first));
        let says = Says { flags: Says::PLAIN, ..says(ty::OPS, 1, plain.len(), first) };
        let one = |f: &mut Forger| drop(f.segment(says, &plain));
        let (new, refused) = taken(&home, &bundle(&home, first, one));
        let why = matches!(
            refused,
            Some(NotTaken::Bundle(Refused::Content) | NotTaken::Need { from: 1, .. })
        );
        assert!(why && new == 0, "{first}: {refused:?}");
    }
    // nothing is number 0, and no op is none
    for (first, n) in [(0, 1), (1, 0)] {
        let (plain, _) = tiny(1, start, n);
        let says = Says { flags: Says::PLAIN, ..says(ty::OPS, n as u16, plain.len(), first) };
        let one = |f: &mut Forger| drop(f.segment(says, &plain));
        refused(&home, &bundle(&home, first, one), Refused::Content);
    }
}

#[test]
fn an_empty_bundle_brings_nothing() {
    let office = Office::of_the_forger();
    let home = office.home();
    let (new, refused) = taken(&home, &bundle(&home, 1, |_| {}));
    assert!(new == 0 && refused.is_none());
    let nothing = |f: &mut Forger| drop(f.segment(says(ty::OPS, 0, 0, 1), b""));
    self::refused(&home, &bundle(&home, 1, nothing), Refused::Content);
}

#[test]
fn a_bundle_costs_no_more_than_its_limits() {
    let office = Office::of_the_forger();
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
        refused(&home, &bytes, Refused::TooLarge);
    }
}

#[test]
fn a_file_longer_than_a_stick_may_be_is_not_read() {
    let office = Office::of_the_forger();
    let home = office.home();
    let stick = tempfile::tempdir().unwrap();
    let out = stick.path().join(file::OUT);
    std::fs::create_dir_all(&out).unwrap();
    // a hole: long, and there is nothing in it
    let long = std::fs::File::create(out.join("a.stk")).unwrap();
    long.set_len(1 << 40).unwrap();
    std::fs::write(out.join("b.stk"), tiny_ops(&home)).unwrap();
    let taken = stick::take_in(Desk { home: &home, now }, stick.path()).unwrap();
    let of = |name: &str| taken.files.iter().find(|f| f.file == name).unwrap();
    assert!(matches!(of("a.stk").refused, Some(NotTaken::Store(_))));
    assert_eq!(of("b.stk").ops, MOST.ops as u64);
}

/// The program itself, as ssh starts it.
struct Receiver {
    child: Child,
    replies: BufReader<std::process::ChildStdout>,
}

impl Receiver {
    fn start(office: &Office) -> Receiver {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sotay-hq"));
        command.arg("--data").arg(office.path()).args(["receive", "--officer", "1"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let replies = BufReader::new(child.stdout.take().unwrap());
        let mut receiver = Receiver { child, replies };
        let hello = Hello {
            proto_min: 1,
            proto_max: 1,
            dictionaries: vec![1],
            programme: 1,
            schema: 1,
            device: device(),
            officer: 1,
            epochs: Vec::new(),
            cursors: Vec::new(),
            wall: NOW,
            lanes: 0,
        };
        receiver.say(&Message::Hello(Box::new(hello)));
        receiver
    }

    fn say(&mut self, message: &Message) {
        message::send(self.child.stdin.as_mut().unwrap(), message).unwrap();
    }

    /// Sends a bundle and waits until it was refused.
    fn refuses(&mut self, bytes: &[u8]) {
        for piece in Pieces(bytes) {
            self.say(&match piece.unwrap() {
                Piece::Header(header) => Message::Bundle(header.to_vec()),
                Piece::Segment(segment) => Message::Segment(segment.to_vec()),
            });
        }
        self.child.stdin.as_mut().unwrap().flush().unwrap();
        while message::receive(&mut self.replies).unwrap().unwrap() != Message::Refused {}
    }

    /// KiB at most so far, and hundredths of a second of processor so far.
    fn spent(&self) -> (u64, u64) {
        let proc = |name: &str| {
            std::fs::read_to_string(format!("/proc/{}/{name}", self.child.id())).unwrap()
        };
        let status = proc("status");
        let line = status.lines().find(|l| l.starts_with("VmHWM:")).unwrap();
        let kib = line.split_whitespace().nth(1).unwrap().parse().unwrap();
        let stat = proc("stat");
        let behind = stat.rsplit(')').next().unwrap();
        let fields: Vec<&str> = behind.split_whitespace().collect();
        let ticks = |at: usize| fields[at].parse::<u64>().unwrap();
        (kib, ticks(11) + ticks(12))
    }
}

/// The dearest bundles that can be made, one behind the other over one line.
#[test]
#[cfg(target_os = "linux")]
fn the_dearest_bundles_cost_64_mib_and_a_second() {
    let office = Office::of_the_forger();
    let home = office.home();
    let mut receiver = Receiver::start(&office);
    let dear = [
        ("tiny ops", tiny_ops(&home)),
        ("great ops", great_ops(&home)),
        ("bombs", bombs(&home, MOST.raw / MIB + 1)),
        ("empty segments", empty_segments(&home, MOST.segments + 1)),
        ("heavy", heavy(&home, MOST.bytes)),
    ];
    // our own code is not optimised in a debug build
    let most = if cfg!(debug_assertions) { 600 } else { 100 };
    let mut before = 0;
    for (name, bytes) in dear {
        receiver.refuses(&bytes);
        let (kib, ticks) = receiver.spent();
        println!("{name}: {} B, {kib} KiB at most, {} ms", bytes.len(), (ticks - before) * 10);
        assert!(kib <= 64 * 1024, "{name}: {kib} KiB");
        assert!(ticks - before <= most, "{name}: {} ms", (ticks - before) * 10);
        before = ticks;
    }
    drop(receiver.child.stdin.take());
    receiver.child.wait().unwrap();
}
