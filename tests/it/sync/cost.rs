//! What the most expensive bundles cost the receiving program in memory and processor time, as the
//! system counts them for a separate process.

use std::io::{BufReader, Write};
use std::process::{Child, Command, Stdio};

use sotay::sync::bundle::MOST;
use sotay::sync::file::{FilePiece, Pieces};
use sotay::sync::message::{self, Message};

use super::dear::{MIB, bombs, crowd, empty_segments, great_ops, greeting, heavy, tiny_ops};
use crate::kit::headquarters::Headquarters;

/// The program as ssh starts it.
struct Receiver {
    child: Child,
    replies: BufReader<std::process::ChildStdout>,
}

impl Receiver {
    fn start(office: &Headquarters) -> Receiver {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sotay-hq"));
        command.arg("--data").arg(office.path()).args(["receive", "--officer", "1"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let replies = BufReader::new(child.stdout.take().unwrap());
        let mut receiver = Receiver { child, replies };
        let hello = greeting(1, 1);
        receiver.say(&Message::Hello(Box::new(hello)));
        receiver
    }

    fn say(&mut self, message: &Message) {
        message::send(self.child.stdin.as_mut().unwrap(), message).unwrap();
    }

    /// Sends a bundle and waits until it is refused.
    fn refuses(&mut self, bytes: &[u8]) {
        for piece in Pieces::of(bytes) {
            self.say(&match piece.unwrap() {
                FilePiece::Header(header) => Message::Bundle(header.to_vec()),
                FilePiece::Segment(segment) => Message::Segment(segment.to_vec()),
            });
        }
        self.child.stdin.as_mut().unwrap().flush().unwrap();
        while message::receive(&mut self.replies).unwrap().unwrap() != Message::Refused {}
    }

    /// Peak memory in KiB, and processor time in hundredths of a second, so far.
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

/// The most expensive bundles that can be made, one after the other on one line.
#[test]
#[cfg(target_os = "linux")]
fn the_dearest_bundles_cost_64_mib_and_a_second() {
    let office = Headquarters::of_the_forger();
    let home = office.home();
    let dear = [
        ("a crowd", crowd(&home)),
        ("tiny ops", tiny_ops(&home)),
        ("great ops", great_ops(&home)),
        ("bombs", bombs(&home, MOST.raw / MIB + 1)),
        ("empty segments", empty_segments(&home, MOST.segments + 1)),
        ("heavy", heavy(&home, MOST.bytes)),
    ];
    // forging takes longer than a receiver waits for a silent laptop
    let mut receiver = Receiver::start(&office);
    // our code is not optimised in a debug build
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
