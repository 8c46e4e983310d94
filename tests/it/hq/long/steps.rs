//! What devices and headquarters may do in one step, at random.

use proptest::prelude::*;
use sotay::record::{FieldNo, Id};

use super::RECORDS;
use crate::hq::durable::{around, number};
use crate::kit::NOW;

#[derive(Clone, Debug)]
pub(super) enum Step {
    /// an op of a device, under an epoch
    Op { who: u8, epoch: u64, op: Said },
    /// what headquarters does itself
    Hq(Own),
    /// fold everything that has arrived
    Fold,
    /// a laptop takes the contents of its lanes
    Down { who: u8, all: bool },
    /// an officer writes on the screen
    Screen { who: u8, entity: u8 },
}

#[derive(Clone, Debug)]
pub(super) enum Said {
    Put {
        entity: u8,
        kind: u8,
        origin: u8,
        no: FieldNo,
        len: usize,
        packs: bool,
    },
    /// an establishment as a form writes it; all have one name and code
    Twin {
        entity: u8,
    },
    Patch {
        entity: u8,
        no: FieldNo,
        len: usize,
        base: bool,
    },
    Del {
        entity: u8,
        reason: usize,
        base: bool,
    },
    Restore {
        entity: u8,
        base: bool,
    },
    Epoch {
        reason: usize,
    },
}

#[derive(Clone, Debug)]
pub(super) enum Own {
    Verdict {
        entity: u8,
        reason: usize,
    },
    Task {
        entity: u8,
        to: u8,
    },
    /// a task goes to another establishment, or to another officer
    Redirect {
        entity: Option<u8>,
        to: u8,
    },
    /// an officer takes over what another one created
    Handover {
        from: u8,
        to: u8,
    },
    /// an officer works in another province from now on
    Province {
        who: u8,
        there: bool,
    },
    Ceiling {
        entity: u8,
    },
    Delete {
        entity: u8,
    },
    Restore {
        entity: u8,
    },
    Edit {
        entity: u8,
    },
    Decide {
        first: bool,
    },
    /// a verdict or a snapshot written directly into a lane
    Say {
        to: u8,
        lane: u8,
        entity: u8,
        verdict: u8,
        reason: usize,
        when: u64,
    },
    Show {
        to: u8,
        lane: u8,
        entity: u8,
        kind: u8,
        no: FieldNo,
        len: usize,
        deleted: bool,
    },
    Notice {
        to: u8,
        len: usize,
    },
}

fn said() -> impl Strategy<Value = Said> {
    let one = || 1u8..=RECORDS;
    let yes = any::<bool>;
    prop_oneof![
        (one(), any::<u8>(), 0u8..4, number(), around(), yes()).prop_map(
            |(entity, kind, origin, no, len, packs)| Said::Put {
                entity,
                kind: kind % 32,
                origin,
                no,
                len,
                packs
            }
        ),
        one().prop_map(|entity| Said::Twin { entity }),
        one().prop_map(|entity| Said::Twin { entity }),
        (one(), number(), around(), yes()).prop_map(|(entity, no, len, base)| Said::Patch {
            entity,
            no,
            len,
            base
        }),
        (one(), around(), yes()).prop_map(|(entity, reason, base)| Said::Del {
            entity,
            reason,
            base
        }),
        (one(), yes()).prop_map(|(entity, base)| Said::Restore { entity, base }),
        around().prop_map(|reason| Said::Epoch { reason }),
    ]
}

fn own() -> impl Strategy<Value = Own> {
    let one = || 1u8..=RECORDS;
    prop_oneof![
        (one(), around()).prop_map(|(entity, reason)| Own::Verdict { entity, reason }),
        (one(), 0u8..3).prop_map(|(entity, to)| Own::Task { entity, to }),
        (prop::option::of(one()), 0u8..3).prop_map(|(entity, to)| Own::Redirect { entity, to }),
        (0u8..3, 0u8..3).prop_map(|(from, to)| Own::Handover { from, to }),
        (0u8..3, any::<bool>()).prop_map(|(who, there)| Own::Province { who, there }),
        one().prop_map(|entity| Own::Ceiling { entity }),
        one().prop_map(|entity| Own::Delete { entity }),
        one().prop_map(|entity| Own::Restore { entity }),
        one().prop_map(|entity| Own::Edit { entity }),
        any::<bool>().prop_map(|first| Own::Decide { first }),
        (0u8..3, 0u8..6, one(), 0u8..6, around(), when()).prop_map(
            |(to, lane, entity, verdict, reason, when)| Own::Say {
                to,
                lane,
                entity,
                verdict,
                reason,
                when
            }
        ),
        (0u8..3, 0u8..6, one(), any::<u8>(), number(), around(), any::<bool>()).prop_map(
            |(to, lane, entity, kind, no, len, deleted)| Own::Show {
                to,
                lane,
                entity,
                kind: kind % 32,
                no,
                len,
                deleted
            }
        ),
        (0u8..3, around()).prop_map(|(to, len)| Own::Notice { to, len }),
    ]
}

pub(super) fn when() -> impl Strategy<Value = u64> {
    prop_oneof![Just(0), Just(u64::MAX), NOW - 9..NOW + 9]
}

pub(super) fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0u8..4, 1u64..90, said()).prop_map(|(who, epoch, op)| Step::Op { who, epoch, op }),
        3 => own().prop_map(Step::Hq),
        2 => Just(Step::Fold),
        2 => (0u8..3, any::<bool>()).prop_map(|(who, all)| Step::Down { who, all }),
        1 => (0u8..3, 1u8..=RECORDS).prop_map(|(who, entity)| Step::Screen { who, entity }),
    ];
    prop::collection::vec(step, 1..40)
}

pub(super) fn entity(n: u8) -> Id {
    Id([n; 16])
}

/// A clock may show anything.
pub(super) fn hlc(epoch: u64, turn: u64) -> u64 {
    match epoch % 5 {
        0 => u64::MAX,
        1 => 1,
        _ => (NOW << 16) + turn,
    }
}
