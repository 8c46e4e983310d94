//! The result when two officers wrote to one record (`sync.md` section 10).

use std::collections::{BTreeMap, BTreeSet};

use crate::kit::programme;
use proptest::prelude::*;
use sotay::programme::spec::Merge;
use sotay::record::{Body, FieldNo, Value};

use super::web::*;

fn base(written: &mut WrittenOps) -> u64 {
    written.image().head
}

#[test]
fn every_field_has_the_class_of_the_contract() {
    let class = |kind: &str, field: &str| {
        programme().kind_by_id(kind).unwrap().field_by_id(field).unwrap().merge
    };
    for field in ["name", "tax_code", "place"] {
        assert_eq!(class("establishment", field), Merge::Identity, "{field}");
    }
    assert_eq!(class("model", "code"), Merge::Identity);
    assert_eq!(class("model", "machines"), Merge::Set);
    assert_eq!(class("visit", "observations"), Merge::Text);
    assert_eq!(class("visit", "state"), Merge::Decision);
    assert_eq!(class("establishment", "workers"), Merge::Last);
}

#[test]
fn a_change_that_knew_of_the_other_takes_its_place() {
    let mut written = WrittenOps::new();
    let first = base(&mut written);
    let second = written.set(2, first, NAME, text("Mộc Hòa Bình"));
    written.set(1, second, NAME, text("Mộc Hòa An"));
    let now = written.image();
    assert_eq!(now.fields.get(NAME), text("Mộc Hòa An").as_ref());
    assert!(now.conflicts.is_empty());
}

#[test]
fn two_names_are_a_conflict_and_the_shown_one_stays() {
    let mut written = WrittenOps::new();
    let first = base(&mut written);
    written.set(1, first, NAME, text("Mộc A"));
    written.set(2, first, NAME, text("Mộc B"));
    let now = written.image();
    assert_eq!(now.fields.get(NAME), text("Mộc A").as_ref());
    let [conflict] = &now.conflicts[..] else { panic!("{:?}", now.conflicts) };
    let values: Vec<_> = conflict.sides.iter().map(|s| s.value.clone()).collect();
    assert_eq!(values, [text("Mộc A"), text("Mộc B")]);
    assert_eq!(conflict.base, text("Mộc Hòa Phát"));
    // the reviewer has seen both answers
    written.set(HQ, now.head, NAME, text("Mộc B"));
    let settled = written.image();
    assert!(settled.conflicts.is_empty());
    assert_eq!(settled.fields.get(NAME), text("Mộc B").as_ref());
}

#[test]
fn the_same_answer_twice_is_no_conflict() {
    let mut written = WrittenOps::new();
    let first = base(&mut written);
    written.set(1, first, NAME, text("Mộc A"));
    written.set(2, first, NAME, text("Mộc A"));
    assert!(written.image().conflicts.is_empty());
}

#[test]
fn of_two_counts_the_later_stands_but_not_by_a_clock_that_runs_ahead() {
    let mut written = WrittenOps::new();
    let first = base(&mut written);
    let (now, year) = (1_795_000_100_000, 31_536_000_000);
    let set = |base, n| Body::Patch {
        entity: RECORD,
        base,
        fields: vec![sotay::record::Patched {
            field: sotay::record::FieldBytes {
                no: WORKERS,
                bytes: Some(sotay::storage::format::value_bytes(&Value::Int(n))),
                personal: false,
            },
            old_hash: 0,
        }],
    };
    written.say_at(1, set(first, 10), now + year, now);
    written.say_at(2, set(first, 20), now + 5000, now + 6000);
    assert_eq!(written.value(WORKERS), Some(Value::Int(20)));
}

#[test]
fn lists_take_what_both_added_and_lose_what_one_took_away() {
    let mut written = WrittenOps::new();
    let first = base(&mut written);
    let list = &programme().list("priority").unwrap().choices;
    let [a, b, c, d] = [0, 1, 2, 3].map(|at| list[at].id.as_str());
    let start = written.set(1, first, PRIORITY, many(&[a, b]));
    written.set(1, start, PRIORITY, many(&[a, b, c]));
    written.set(2, start, PRIORITY, many(&[b, d]));
    assert_eq!(written.value(PRIORITY), many(&[b, c, d]));
}

#[test]
fn adding_wins_over_taking_away() {
    let mut written = WrittenOps::new();
    let first = base(&mut written);
    let list = &programme().list("priority").unwrap().choices;
    let [a, b] = [0, 1].map(|at| list[at].id.as_str());
    let start = written.set(1, first, PRIORITY, many(&[a]));
    let gone = written.set(1, start, PRIORITY, many(&[b]));
    // the other officer removes it and adds it again, unaware
    let without = written.set(2, start, PRIORITY, None);
    written.set(2, without, PRIORITY, many(&[a]));
    assert_ne!(gone, without);
    assert_eq!(written.value(PRIORITY), many(&[a, b]));
}

#[test]
fn rows_of_a_table_are_merged_by_their_ids() {
    let mut written = WrittenOps::new();
    let first = base(&mut written);
    // a model's machines; whether the record is a visit or a model does not matter
    let machines: FieldNo = crate::kit::field_no("model", "machines");
    let mut model = WrittenOps::default();
    let put = match written.ops[0].op.body.clone() {
        Body::Put { entity, origin, .. } => {
            Body::Put { kind: crate::kit::kind("model").no, entity, origin, fields: Vec::new() }
        }
        other => panic!("{other:?} {first}"),
    };
    let first = model.say(1, put);
    let lines = |rows: Vec<_>| Some(Value::Lines(rows));
    let start = model.set(1, first, machines, lines(vec![row(1, "cưa"), row(2, "bào")]));
    model.set(1, start, machines, lines(vec![row(1, "cưa vòng"), row(2, "bào")]));
    model.set(2, start, machines, lines(vec![row(1, "cưa"), row(3, "sấy")]));
    let merged = model.value(machines);
    assert_eq!(merged, lines(vec![row(1, "cưa vòng"), row(3, "sấy")]));
}

#[test]
fn both_notes_are_kept_with_their_authors() {
    let mut written = WrittenOps::new();
    let first = base(&mut written);
    written.set(1, first, NOTES, text("Xưởng đang sửa mái."));
    written.set(2, first, NOTES, text("Chủ cơ sở xin lùi lịch."));
    let now = written.image();
    let note = now.fields.get(NOTES).unwrap().as_text().unwrap().to_owned();
    assert!(note.starts_with("Xưởng đang sửa mái.\n\n[Cán bộ 2, "), "{note}");
    assert!(note.ends_with("]\nChủ cơ sở xin lùi lịch."), "{note}");
    written.set(2, now.head, NOTES, text("Sửa mái, lùi lịch."));
    assert_eq!(written.value(NOTES), text("Sửa mái, lùi lịch."));
}

#[test]
fn an_edit_wins_over_a_deletion_which_becomes_a_proposal() {
    let mut written = WrittenOps::new();
    let first = base(&mut written);
    written.delete(2, first);
    written.set(1, first, WORKERS, Some(Value::Int(7)));
    let now = written.image();
    assert_eq!(now.deleted, None);
    assert_eq!(now.proposals.len(), 1);
    assert_eq!(now.proposals[0].reason, "trùng");
    let mut refused = written.clone();
    refused.say(HQ, Body::Restore { entity: RECORD, base: now.head });
    assert!(refused.image().proposals.is_empty() && refused.image().deleted.is_none());
    written.delete(HQ, now.head);
    assert_eq!(written.image().deleted.as_deref(), Some("trùng"));
    assert!(written.image().proposals.is_empty());
}

#[test]
fn headquarters_decision_stands_and_what_is_said_against_it_waits() {
    let mut written = WrittenOps::new();
    let first = base(&mut written);
    let choice = |id: &str| Some(Value::Choice(id.into()));
    let hq = written.set(HQ, first, ELIGIBLE, choice("co"));
    assert!(written.image().conflicts.is_empty());
    written.set(1, hq, ELIGIBLE, choice("khong"));
    let now = written.image();
    assert_eq!(now.fields.get(ELIGIBLE), choice("co").as_ref());
    assert_eq!(now.conflicts.len(), 1);
}

#[test]
fn what_was_built_on_an_image_knew_all_that_is_in_it() {
    let mut written = WrittenOps::new();
    let first = base(&mut written);
    written.set(1, first, WORKERS, Some(Value::Int(1)));
    written.set(2, first, NOTES, text("x"));
    let image = written.image();
    assert_eq!(image.of.len(), 2);
    written.set(1, image.head, NAME, text("Mộc A"));
    let after = written.image();
    assert!(after.of.is_empty(), "one change has seen all others");
}

#[test]
fn a_base_that_nobody_knows_still_follows_its_own_device() {
    let mut written = WrittenOps::new();
    let first = base(&mut written);
    written.set(1, first, NAME, text("Mộc A"));
    written.set(1, 0xdead_beef, NAME, text("Mộc B"));
    let now = written.image();
    assert!(now.conflicts.is_empty());
    assert_eq!(now.fields.get(NAME), text("Mộc B").as_ref());
}

#[test]
fn a_list_that_thousands_emptied_without_knowing_of_each_other_is_asked_of_a_reviewer() {
    let mut written = WrittenOps::new();
    let first = base(&mut written);
    let ids: Vec<String> = (0..400).map(|n| format!("m{n}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let start = written.set(1, first, PRIORITY, many(&ids));
    for n in 0..3_000 {
        written.set(2, start, PRIORITY, many(&[ids[n % ids.len()]]));
    }
    let now = written.image();
    assert_eq!(now.conflicts.len(), 1);
    assert_eq!(now.conflicts[0].sides.len(), 3_000);
    assert_eq!(now.fields.get(PRIORITY), many(&[ids[2_999 % ids.len()]]).as_ref());
    // in whatever order they arrived
    written.ops.reverse();
    assert_eq!(written.image().fields, now.fields);
}

/// The rule in plain words: of everything said about an element that no later op knew, one that
/// adds it is enough.
fn plainly(said: &[(usize, BTreeSet<&'static str>)]) -> BTreeSet<&'static str> {
    // what each one knew: its base, and everything the base knew
    let mut knew: Vec<BTreeSet<usize>> = Vec::new();
    for (base, _) in said {
        let mut all = BTreeSet::new();
        if *base > 0 {
            all.extend(&knew[base - 1]);
            all.insert(base - 1);
        }
        knew.push(all);
    }
    let mut words: BTreeMap<&str, Vec<(usize, bool)>> = BTreeMap::new();
    let stands = |words: &BTreeMap<&'static str, Vec<(usize, bool)>>,
                  within: &BTreeSet<usize>| {
        let there = |all: &Vec<(usize, bool)>| {
            let seen: Vec<_> = all.iter().filter(|(at, _)| within.contains(at)).collect();
            let open = |at: usize| !seen.iter().any(|(by, _)| knew[*by].contains(&at));
            seen.iter().any(|(at, adds)| *adds && open(*at))
        };
        let found = words.iter().filter(|(_, all)| there(all)).map(|(id, _)| *id);
        found.collect::<BTreeSet<_>>()
    };
    for (at, (_, list)) in said.iter().enumerate() {
        let seen = stands(&words, &knew[at]);
        for id in list.symmetric_difference(&seen) {
            words.entry(id).or_default().push((at, list.contains(id)));
        }
    }
    stands(&words, &(0..said.len()).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lists_are_what_the_plain_rule_says(
        edits in prop::collection::vec((1u8..4, any::<prop::sample::Index>(), 0u8..16), 1..14)
    ) {
        let choices = &programme().list("priority").unwrap().choices;
        let mut written = WrittenOps::new();
        let mut heads = vec![base(&mut written)];
        let mut said = Vec::new();
        for (device, base, bits) in edits {
            let base = base.index(heads.len());
            let picked = choices.iter().take(4).enumerate();
            let picked = picked.filter(|(n, _)| bits >> n & 1 == 1);
            let list: BTreeSet<&'static str> = picked.map(|(_, c)| c.id.as_str()).collect();
            let ids: Vec<&str> = list.iter().copied().collect();
            let value = Some(ids).filter(|ids| !ids.is_empty()).and_then(|ids| many(&ids));
            heads.push(written.set(device, heads[base], PRIORITY, value));
            said.push((base, list));
        }
        let found: BTreeSet<String> = match written.value(PRIORITY) {
            Some(Value::Many(ids)) => ids.into_iter().collect(),
            _ => BTreeSet::new(),
        };
        let wanted: BTreeSet<String> = plainly(&said).into_iter().map(str::to_owned).collect();
        prop_assert_eq!(found, wanted);
    }
}
