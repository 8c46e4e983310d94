//! Odd contents, in any number and order: nothing that is durable stops a fold or a rebuild.

use proptest::prelude::*;
use sotay::record::{Body, FieldNo, Hlc, Op, Origin, Patched};

use super::reviews::send_back;
use super::{Sender, all_works, around, cells, entity, noise, number, syllables};
use crate::kit::NOW;
use crate::kit::world::World;

/// What a device may send that none of our forms would.
#[derive(Clone, Debug)]
enum Odd {
    Put { entity: u8, no: FieldNo, len: usize, packs: bool },
    Patch { entity: u8, no: FieldNo, len: usize, known_base: bool },
    Del { entity: u8, reason: usize },
    Restore { entity: u8 },
    Epoch { reason: usize },
    Verdict { entity: u8, reason: usize },
}

fn odd() -> impl Strategy<Value = Odd> {
    let one = 1u8..5;
    prop_oneof![
        (one.clone(), number(), around(), any::<bool>())
            .prop_map(|(entity, no, len, packs)| Odd::Put { entity, no, len, packs }),
        (one.clone(), number(), around(), any::<bool>()).prop_map(
            |(entity, no, len, known_base)| Odd::Patch { entity, no, len, known_base }
        ),
        (one.clone(), around()).prop_map(|(entity, reason)| Odd::Del { entity, reason }),
        one.clone().prop_map(|entity| Odd::Restore { entity }),
        around().prop_map(|reason| Odd::Epoch { reason }),
        (one, around()).prop_map(|(entity, reason)| Odd::Verdict { entity, reason }),
    ]
}

fn play(ops: Vec<(u8, u64, Odd)>) {
    let mut w = World::new();
    let (a, b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let gone = w.laptop("Phạm Chi", None);
    w.laptop("Phạm Chi", Some(gone.who.number));
    let mut senders = [Sender::of(&a), Sender::of(&b), Sender::of(&gone)];
    let mut heads = [0u64; 8];
    for (turn, (who, epoch, odd)) in ops.into_iter().enumerate() {
        let sender = &mut senders[usize::from(who % 3)];
        let seed = turn as u64 * 31 + 7;
        let fill = |len, packs: bool| match packs {
            true => syllables(len, seed).into_bytes(),
            false => noise(len, seed),
        };
        let at = |entity: u8| usize::from(entity);
        // a clock may show anything
        let hlc = match epoch % 5 {
            0 => u64::MAX,
            1 => 1,
            _ => (NOW << 16) + turn as u64,
        };
        let wrong = 0xdead_beef;
        let body = match odd {
            Odd::Put { entity: e, no, len, packs } => Body::Put {
                kind: 1 + epoch as u8 % 3,
                entity: entity(e),
                origin: Origin::Officer,
                fields: cells(vec![(no, fill(len, packs))]),
            },
            Odd::Patch { entity: e, no, len, known_base } => Body::Patch {
                entity: entity(e),
                base: if known_base { heads[at(e)] } else { wrong },
                fields: cells(vec![(no, fill(len, true))])
                    .into_iter()
                    .map(|field| Patched { field, old_hash: 0 })
                    .collect(),
            },
            Odd::Del { entity: e, reason } => {
                let reason = syllables(reason, seed);
                Body::Del { entity: entity(e), base: wrong, reason }
            }
            Odd::Restore { entity: e } => {
                Body::Restore { entity: entity(e), base: heads[at(e)] }
            }
            Odd::Epoch { reason } => {
                let (old_epoch, old_seq) = (epoch, seed);
                Body::Epoch { old_epoch, old_seq, reason: syllables(reason, seed) }
            }
            Odd::Verdict { entity: e, reason } => {
                w.fold();
                if w.store.records().get(entity(e)).unwrap().is_some() {
                    send_back(&mut w, entity(e), &syllables(reason.min(1_000), seed));
                }
                continue;
            }
        };
        let about = sotay::store::entity(&Op {
            seq: 1,
            hlc: Hlc(0),
            wall_flag: 0,
            ver: 1,
            body: body.clone(),
        });
        let head = sender.send_at(&mut w, epoch, hlc, body);
        if let Some(id) = about {
            heads[usize::from(id.0[0])] = head;
        }
        if turn % 4 == 3 {
            w.fold();
            w.down(&a, turn % 8 == 7);
        }
    }
    all_works(w, vec![a, b]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_devices_send_every_command_works(
        ops in prop::collection::vec((0u8..3, 1u64..90, odd()), 1..24)
    ) {
        play(ops);
    }
}
