//! Bytes from anywhere at every input of the protocol, through the functions that the fuzz targets
//! call too: good bytes that were changed, and random bytes. No panic, and what is accepted is
//! whole; false sizes and lengths are in `limits`.

use crate::fuzz::{ALL, seeds};

/// The same sequence of numbers on every machine, so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }

    fn bytes(&mut self, most: usize) -> Vec<u8> {
        let len = self.roll(most);
        (0..len).map(|_| self.roll(256) as u8).collect()
    }

    /// Changed in a few places, as by damage or malice.
    fn touched(&mut self, good: &[u8]) -> Vec<u8> {
        let mut bytes = good.to_vec();
        for _ in 0..=self.roll(4) {
            let at = self.roll(bytes.len() + 1);
            match self.roll(7) {
                0 => bytes.truncate(at),
                1 => bytes.splice(at..at, self.bytes(9)).for_each(drop),
                2 => {
                    let end = (at + self.roll(40)).min(bytes.len());
                    drop(bytes.drain(at..end));
                }
                3 => {
                    let end = (at + self.roll(200)).min(bytes.len());
                    let again = bytes[at..end].to_vec();
                    bytes.splice(at..at, again).for_each(drop);
                }
                // lengths beyond any memory, as this format writes them
                4 => {
                    let long = [253u8, 255, 255, 255, 255, 255, 255, 255, 127];
                    let from = 8 - self.roll(9);
                    let end = (at + 1).min(bytes.len());
                    bytes.splice(at..end, long[from..].iter().copied()).for_each(drop);
                }
                _ => {
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= 1 << self.roll(8);
                    }
                }
            }
        }
        bytes
    }
}

fn tried(target: &str, times: usize) {
    let (_, run) = ALL.into_iter().find(|(name, _)| *name == target).unwrap();
    let good = seeds::of(target);
    assert!(!good.is_empty());
    good.iter().for_each(|bytes| run(bytes));
    let mut dice = Dice(0x5eed);
    for at in 0..times {
        let bytes = match at % 4 {
            0 => dice.bytes(400),
            _ => {
                let seed = &good[dice.roll(good.len())];
                dice.touched(seed)
            }
        };
        run(&bytes);
    }
}

#[test]
fn any_header_and_frame() {
    tried("frames", 20_000);
}

#[test]
fn any_ops() {
    tried("ops", 3_000);
}

#[test]
fn any_message() {
    tried("messages", 10_000);
}

#[test]
fn any_request_certificate_and_card() {
    tried("papers", 2_000);
}

#[test]
fn any_request_for_help_and_any_answer_to_one() {
    tried("recovery", 2_000);
}

#[test]
fn any_content_from_headquarters() {
    tried("down", 3_000);
}

#[test]
fn any_word_about_files() {
    tried("files", 10_000);
}

#[test]
fn any_bundle_through_an_intake() {
    tried("intake", 1_500);
}

#[test]
fn any_op_through_a_fold() {
    tried("fold", 150);
}

/// Every target also runs here, not only in a fuzzer.
#[test]
fn no_target_is_left_out() {
    let text = include_str!("hostile.rs");
    for (name, _) in ALL {
        assert!(text.contains(&format!("tried(\"{name}\"")), "{name}");
        assert!(!seeds::of(name).is_empty(), "{name}");
    }
}
