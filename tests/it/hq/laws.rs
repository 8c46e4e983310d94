//! The laws of merging, with random scripts: any order, any part first, anything twice, and nothing
//! accepted is lost.

use crate::kit::programme;
use std::collections::BTreeSet;

use proptest::prelude::*;
use sotay::record::{Body, FieldNo, Value};
use sotay::sync::merge::{KnownOp, Merged, merge};

use super::web::*;

#[derive(Clone, Debug)]
enum Step {
    /// device, field, value, and whether the device has synced before
    Set(u8, FieldNo, u8, bool),
    Delete(u8, bool),
    Restore(u8),
}

fn step() -> impl Strategy<Value = Step> {
    let field =
        prop_oneof![Just(NAME), Just(WORKERS), Just(PRIORITY), Just(ELIGIBLE), Just(NOTES)];
    prop_oneof![
        8 => (0..4u8, field, any::<u8>(), any::<bool>()).prop_map(|(d, f, v, s)| Step::Set(d, f, v, s)),
        1 => (0..4u8, any::<bool>()).prop_map(|(d, s)| Step::Delete(d, s)),
        1 => (0..4u8).prop_map(Step::Restore),
    ]
}

fn value(no: FieldNo, n: u8) -> Option<Value> {
    let list = &programme().list("priority").unwrap().choices;
    match no {
        _ if n.is_multiple_of(7) => None,
        WORKERS => Some(Value::Int(i64::from(n))),
        ELIGIBLE => Some(Value::Choice(["co", "khong", "chua_ro"][usize::from(n) % 3].into())),
        PRIORITY => {
            let ids = list.iter().zip(0..).filter(|(_, at)| n >> (at % 8) & 1 == 1);
            Some(Value::Many(ids.map(|(c, _)| c.id.clone()).collect()))
        }
        _ => text(&format!("câu {n}")),
    }
}

/// Each device knows its last head, or headquarters' snapshot if it has synced.
fn play(steps: &[Step]) -> WrittenOps {
    let mut written = WrittenOps::new();
    let first = written.image().head;
    let mut heads = [first; 4];
    for step in steps {
        let (device, asked) = match step {
            Step::Set(d, _, _, asked) | Step::Delete(d, asked) => (*d, *asked),
            Step::Restore(d) => (*d, true),
        };
        let at = usize::from(device);
        if asked || device == HQ {
            heads[at] = written.image().head;
        }
        heads[at] = match step {
            Step::Set(d, no, n, _) => written.set(*d, heads[at], *no, value(*no, *n)),
            Step::Delete(d, _) => written.delete(*d, heads[at]),
            Step::Restore(d) => {
                written.say(*d, Body::Restore { entity: RECORD, base: heads[at] })
            }
        };
    }
    written
}

fn state(ops: &[KnownOp], written: &WrittenOps) -> Option<Merged> {
    merge(programme(), ops, &written.images)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_order_and_no_repetition_changes_what_stands(
        steps in proptest::collection::vec(step(), 1..24),
        turn in any::<prop::sample::Index>(),
        swap in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..20),
    ) {
        let written = play(&steps);
        let whole = state(&written.ops, &written);
        let mut ops = written.ops.clone();
        ops.rotate_left(turn.index(written.ops.len()));
        for (a, b) in swap {
            let (a, b) = (a.index(ops.len()), b.index(ops.len()));
            ops.swap(a, b);
        }
        ops.extend(written.ops.iter().rev().step_by(2).cloned().collect::<Vec<_>>());
        prop_assert_eq!(state(&ops, &written), whole);
    }

    #[test]
    fn a_part_first_and_the_rest_later_is_the_same(
        steps in proptest::collection::vec(step(), 1..20),
        cut in any::<prop::sample::Index>(),
    ) {
        let written = play(&steps);
        let (part, rest) = written.ops.split_at(cut.index(written.ops.len()));
        let first = state(part, &written);
        prop_assert!(part.is_empty() || first.is_some());
        let together: Vec<KnownOp> = rest.iter().chain(part).cloned().collect();
        prop_assert_eq!(state(&together, &written), state(&written.ops, &written));
    }

    /// Every answer is shown, or is a side of a conflict, unless an op that knew it has replaced
    /// it.
    #[test]
    fn nothing_accepted_is_dropped(steps in proptest::collection::vec(step(), 1..24)) {
        let written = play(&steps);
        let now = state(&written.ops, &written).unwrap();
        // of the last ops, which no other op knew, each answer can be seen
        let heads = if now.of.is_empty() { vec![now.head] } else { now.of.clone() };
        for told in written.ops.iter().filter(|t| heads.contains(&t.head())) {
            let Body::Patch { fields, .. } = &told.op.body else { continue };
            for said in fields {
                let no = said.field.no;
                let kind = programme().kind_by_id("establishment");
                let value = said.field.bytes.as_deref()
                    .map(|b| sotay::storage::format::field_value(kind, no, b));
                let shown = now.fields.get(no);
                let beside = now.conflicts.iter()
                    .any(|c| c.field == no && c.sides.iter().any(|s| s.value == value));
                // what another device removed knowingly is not lost: this op only left it unchanged
                let taken = |e: &String| written.ops.iter().any(|other| {
                    let Body::Patch { fields, .. } = &other.op.body else { return false };
                    other.device != told.device && fields.iter().any(|p| p.field.no == no
                        && p.field.bytes.as_deref().is_none_or(|b| {
                            match sotay::storage::format::field_value(kind, no, b) {
                                Value::Many(ids) => !ids.contains(e),
                                _ => true,
                            }
                        }))
                });
                let inside = match (&value, shown) {
                    (Some(Value::Text(a)), Some(Value::Text(b))) => b.contains(a.as_str()),
                    (Some(Value::Many(a)), Some(Value::Many(b))) => a.iter().all(|e| b.contains(e) || taken(e)),
                    (Some(Value::Many(a)), None) => a.iter().all(taken),
                    (a, b) => a.as_ref() == b,
                };
                let hq_said = |t: &KnownOp| t.hq && matches!(&t.op.body,
                    Body::Patch { fields, .. } if fields.iter().any(|p| p.field.no == no));
                let undecided = no == ELIGIBLE && !written.ops.iter().any(hq_said);
                let last_wins = no == WORKERS || undecided || (no == PRIORITY && value.is_none()) || value.is_none();
                prop_assert!(inside || beside || last_wins, "{no}: {value:?} in {now:?}");
            }
        }
    }
}

/// Answers and erasures by devices that have synced before or not.
fn erasing_step() -> impl Strategy<Value = (u8, FieldNo, Option<u8>, bool)> {
    let field = prop_oneof![Just(NAME), Just(PRIORITY), Just(NOTES)];
    let value = prop_oneof![4 => any::<u8>().prop_map(Some), 1 => Just(None)];
    (0..4u8, field, value, any::<bool>())
}

/// All ops; and the same without the answers that were given unaware of an erasure.
fn play_erasing(steps: &[(u8, FieldNo, Option<u8>, bool)]) -> (WrittenOps, Vec<KnownOp>) {
    let mut written = WrittenOps::new();
    let first = written.image().head;
    let mut heads = [first; 4];
    let mut erasures: Vec<(usize, FieldNo)> = Vec::new();
    // by device: the erasures it knows; and for each op, those its writer knew
    let mut knows: [BTreeSet<usize>; 4] = Default::default();
    let mut knew: Vec<BTreeSet<usize>> = vec![BTreeSet::new()];
    for (device, no, n, asked) in steps {
        let at = usize::from(*device);
        if *asked || *device == HQ {
            heads[at] = written.image().head;
            knows[at] = erasures.iter().map(|(op, _)| *op).collect();
        }
        let base = heads[at];
        knew.push(knows[at].clone());
        heads[at] = match n {
            Some(n) => written.set(*device, base, *no, value(*no, *n)),
            None => {
                let (fields, reason) = (vec![*no], "yêu cầu".to_owned());
                erasures.push((written.ops.len(), *no));
                knows[at].insert(written.ops.len());
                written.say(*device, Body::Erase { entity: RECORD, base, fields, reason })
            }
        };
    }
    let mut left = written.ops.clone();
    for (op, knew) in left.iter_mut().zip(&knew) {
        let gone =
            |no: FieldNo| erasures.iter().any(|(at, of)| *of == no && !knew.contains(at));
        let empty = |field: &mut sotay::record::FieldBytes| {
            if gone(field.no) {
                (field.bytes, field.personal) = (None, true);
            }
        };
        match &mut op.op.body {
            Body::Put { fields, .. } => fields.iter_mut().for_each(empty),
            Body::Patch { fields, .. } => {
                fields.iter_mut().map(|p| &mut p.field).for_each(empty)
            }
            _ => {}
        }
    }
    (written, left)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// A log that was already cut and one that was not give the same record, in any order.
    #[test]
    fn whether_an_erased_answer_is_still_at_hand_makes_no_difference(
        steps in proptest::collection::vec(erasing_step(), 1..24),
        turn in any::<prop::sample::Index>(),
    ) {
        let (written, mut left) = play_erasing(&steps);
        let whole = state(&written.ops, &written);
        left.rotate_left(turn.index(written.ops.len()));
        prop_assert_eq!(state(&left, &written), whole);
    }

    /// No answer given unaware of an erasure is shown or is a side of a conflict.
    #[test]
    fn what_was_answered_without_knowing_of_an_erasure_is_not_shown(
        steps in proptest::collection::vec(erasing_step(), 1..24),
    ) {
        let (written, left) = play_erasing(&steps);
        let merged = state(&written.ops, &written).unwrap();
        let kind = programme().kind_by_id("establishment");
        for (op, left) in written.ops.iter().zip(&left) {
            let (Body::Patch { fields, .. }, Body::Patch { fields: cut, .. }) =
                (&op.op.body, &left.op.body)
            else {
                continue;
            };
            for (field, _) in fields.iter().zip(cut).filter(|(_, cut)| cut.field.personal) {
                let sides = merged.conflicts.iter().flat_map(|c| &c.sides);
                prop_assert!(sides.clone().all(|side| side.head != op.head()));
                let Some(bytes) = &field.field.bytes else { continue };
                let Value::Text(said) = sotay::storage::format::field_value(kind, field.field.no, bytes) else { continue };
                let others = written.ops.iter().filter(|other| other.opid != op.opid);
                let only_here = !others.clone().any(|other| match &other.op.body {
                    Body::Patch { fields, .. } => {
                        fields.iter().any(|p| p.field.bytes.as_ref() == Some(bytes))
                    }
                    _ => false,
                });
                let shown = merged.fields.get(field.field.no).and_then(Value::as_text);
                prop_assert!(!only_here || shown.is_none_or(|text| !text.lines().any(|line| line == said)));
            }
        }
    }
}
