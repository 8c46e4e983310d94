//! The merge's laws, over random scripts: any order, any part first, anything twice, and nothing
//! that was accepted is gone.

use crate::kit::programme;
use proptest::prelude::*;
use sotay::record::{Body, FieldNo, Value};
use sotay::sync::merge::{KnownOp, Merged, merge};

use super::web::*;

#[derive(Clone, Debug)]
enum Step {
    /// device, field, value, and whether the device has asked headquarters before
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

/// Each device knows its own last head, or headquarters' image when it has asked.
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

    /// Every answer that nobody who knew of it has replaced is shown, or lies beside in a conflict.
    #[test]
    fn nothing_accepted_is_dropped(steps in proptest::collection::vec(step(), 1..24)) {
        let written = play(&steps);
        let now = state(&written.ops, &written).unwrap();
        // of the last ops, which nobody knew: each one's answer can be seen
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
                // what another took away, knowing it, is no loss: this one only left it standing
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
