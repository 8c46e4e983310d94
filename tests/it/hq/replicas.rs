//! Two officers and headquarters, each on a real notebook, do random things in random order: in the
//! end all three are equal, and nobody's work is lost.

use std::collections::BTreeSet;

use crate::kit::headquarters;
use proptest::prelude::*;
use serde_json::json;
use sotay::record::{Body, Id, Query, Record, Value};
use sotay::store::Store;

use crate::kit::world::{Laptop, World, establishment};

#[derive(Clone, Debug)]
enum Step {
    Make(usize),
    /// who, which record, which field, which value
    Edit(usize, usize, u8, u8),
    Delete(usize, usize),
    Send(usize),
    Fold,
    Down(usize),
    Restart(usize),
    Lose(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..2usize;
    prop_oneof![
        3 => who.clone().prop_map(Step::Make),
        8 => (0..3usize, any::<usize>(), 0..4u8, any::<u8>())
            .prop_map(|(w, r, f, v)| Step::Edit(w, r, f, v)),
        1 => (who.clone(), any::<usize>()).prop_map(|(w, r)| Step::Delete(w, r)),
        3 => who.clone().prop_map(Step::Send),
        2 => Just(Step::Fold),
        3 => who.clone().prop_map(Step::Down),
        1 => who.clone().prop_map(Step::Restart),
        1 => who.prop_map(Step::Lose),
    ]
}

fn all(store: &Store) -> Vec<Record> {
    let kind = headquarters().kind_by_id("establishment").unwrap().no;
    let mut found = store.records().page(&Query::all(kind), 0, 1000).unwrap().rows;
    let gone = Query { deleted: true, ..Query::all(kind) };
    found.extend(store.records().page(&gone, 0, 1000).unwrap().rows);
    found.sort_by_key(|r| r.id);
    found
}

/// A record's id, head, answers, and reason of deletion.
type Digest = (Id, u64, Vec<(u16, Value)>, Option<String>);

fn digest(store: &Store) -> Vec<Digest> {
    let one = |r: Record| {
        let fields = r.fields.iter().map(|(no, v)| (no, v.clone())).collect();
        (r.id, r.head, fields, r.deleted)
    };
    all(store).into_iter().map(one).collect()
}

fn pick(store: &Store, at: usize) -> Option<Record> {
    let live: Vec<Record> = all(store).into_iter().filter(|r| r.deleted.is_none()).collect();
    (!live.is_empty()).then(|| live[at % live.len()].clone())
}

fn answer(question: u8, n: u8) -> serde_json::Value {
    match question {
        0 => json!({"name": format!("Mộc số {n}")}),
        1 => json!({"workers": u64::from(n) + 1}),
        2 => json!({"notes": format!("Ghi chú {n}.")}),
        _ => json!({"products": format!("Hàng {n}")}),
    }
}

fn play(steps: &[Step]) -> (World, Vec<Laptop>) {
    let mut w = World::new();
    let mut laptops = vec![w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None)];
    let mut made = 0;
    for step in steps {
        match step {
            Step::Make(who) => {
                made += 1;
                laptops[*who].put("establishment", establishment(&format!("Xưởng {made}")));
            }
            Step::Edit(2, record, question, n) => {
                if let Some(record) = pick(&w.store, *record) {
                    w.edit(record.id, answer(*question, *n));
                }
            }
            Step::Edit(who, record, question, n) => {
                if let Some(record) = pick(&laptops[*who].store, *record) {
                    laptops[*who].edit(record.id, answer(*question, *n));
                }
            }
            Step::Delete(who, record) => {
                if let Some(record) = pick(&laptops[*who].store, *record) {
                    laptops[*who].delete(record.id);
                }
            }
            Step::Send(who) => w.send(&mut laptops[*who]),
            Step::Fold => drop(w.fold()),
            Step::Down(who) => w.down(&laptops[*who], false),
            Step::Restart(who) => {
                let laptop = laptops.remove(*who);
                laptop.store.close().unwrap();
                laptops.insert(*who, laptop.again_open());
            }
            Step::Lose(who) => {
                // everything is sent, then a new laptop replaces the old one
                w.send(&mut laptops[*who]);
                w.fold();
                let old = laptops.remove(*who);
                let new = w.laptop(&old.who.name, Some(old.who.number));
                w.down(&new, true);
                laptops.insert(*who, new);
            }
        }
    }
    for _ in 0..3 {
        laptops.iter_mut().for_each(|laptop| w.send(laptop));
        w.fold();
        laptops.iter().for_each(|laptop| w.down(laptop, true));
    }
    (w, laptops)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24,
        max_shrink_iters: 60,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn all_three_say_the_same_and_nothing_is_gone(
        steps in proptest::collection::vec(step(), 1..40),
    ) {
        let (w, laptops) = play(&steps);
        let here = digest(&w.store);
        for laptop in &laptops {
            prop_assert_eq!(&digest(&laptop.store), &here);
        }
        // headquarters has every op that arrived, at its record
        let mut sent: BTreeSet<[u8; 16]> = BTreeSet::new();
        for arrived in &w.arrived {
            let op = arrived.op.read(arrived.seq).unwrap();
            if matches!(op.body, Body::Put { .. } | Body::Patch { .. } | Body::Del { .. }) {
                sent.insert(arrived.op.opid(&arrived.device));
            }
        }
        let kinds = headquarters().kinds.iter().map(|k| k.no);
        let mut held: BTreeSet<[u8; 16]> = BTreeSet::new();
        for kind in kinds {
            for deleted in [false, true] {
                let query = Query { deleted, ..Query::all(kind) };
                for record in w.store.records().page(&query, 0, 1000).unwrap().rows {
                    let told = w.store.downlink().remote_ops(record.id).unwrap();
                    held.extend(told.ops.iter().map(|t| t.op.opid(&t.device)));
                }
            }
        }
        prop_assert!(sent.is_subset(&held));
        // the same when everything is read again from the start
        let before = digest(&w.store);
        let again = w.store.downlink().logs().unwrap().into_keys().map(|log| (log, 0)).collect();
        let nothing = sotay::storage::format::down::encode(&Default::default());
        w.store.downlink().take_fold(w.home.secret.era, again, &nothing).unwrap();
        w.fold();
        prop_assert_eq!(digest(&w.store), before);
    }
}
