//! Two people change one record: separate changes are all written, and a clash is shown.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use sotay::app::form::{SavedChange, Spot, merge};
use sotay::app::intent::Intent;
use sotay::keymap::action::Action::*;
use sotay::record::{Fields, Id, Record, Row, Value};

use super::harness::{FormHarness, NOTE, POWER, PRICE, env, id, path, record, text};

/// A record as a flat list of facts: `(field, row, column)`; a row itself is the fact `(f, r, 0)`.
type Facts = BTreeMap<(u16, Option<Id>, u16), String>;

fn facts(fields: &Fields) -> Facts {
    let mut facts = Facts::new();
    for (no, value) in fields.iter() {
        let Value::Lines(rows) = value else {
            facts.insert((no, None, 0), format!("{value:?}"));
            continue;
        };
        for row in rows {
            facts.insert((no, Some(row.id), 0), String::new());
            for (column, cell) in row.cells.iter() {
                facts.insert((no, Some(row.id), column), format!("{cell:?}"));
            }
        }
    }
    facts
}

/// The oracle, fact by fact. A row that one side deleted stays deleted unless the other side
/// changed it.
fn naive(
    base: &Facts,
    mine: &Facts,
    theirs: &Facts,
) -> (Facts, BTreeSet<(u16, Option<Id>, u16)>) {
    let keys: BTreeSet<_> =
        base.keys().chain(mine.keys()).chain(theirs.keys()).copied().collect();
    let (mut merged, mut both) = (Facts::new(), BTreeSet::new());
    let row = |facts: &Facts, key: &(u16, Option<Id>, u16)| -> Facts {
        let same = |other: &(u16, Option<Id>, u16)| other.0 == key.0 && other.1 == key.1;
        facts.iter().filter(|(k, _)| same(k)).map(|(k, v)| (*k, v.clone())).collect()
    };
    for key in keys {
        if key.1.is_some() {
            let [b, m, t] = [base, mine, theirs].map(|facts| row(facts, &key));
            if !b.is_empty() && (m.is_empty() || t.is_empty()) {
                let (gone, other) = if m.is_empty() { (m, t) } else { (t, m) };
                assert!(gone.is_empty());
                if other != b && !other.is_empty() {
                    both.insert((key.0, key.1, 0));
                    merged.extend(other);
                }
                continue;
            }
        }
        let [b, m, t] = [base, mine, theirs].map(|facts| facts.get(&key));
        let value = if m == b { t } else { m };
        if m != b && t != b && m != t {
            both.insert(key);
        }
        merged.extend(value.map(|value| (key, value.clone())));
    }
    (merged, both)
}

#[derive(Clone, Debug)]
enum Edit {
    Set(u16, u8),
    Empty(u16),
    AddRow(u8),
    DropRow(usize),
    Cell(usize, u16, u8),
    EmptyCell(usize, u16),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let field = || prop::sample::select(&[PRICE, NOTE, POWER, 3u16][..]);
    let edit = prop_oneof![
        (field(), 0u8..3).prop_map(|(no, n)| Edit::Set(no, n)),
        field().prop_map(Edit::Empty),
        (0u8..200).prop_map(Edit::AddRow),
        (0usize..3).prop_map(Edit::DropRow),
        (0usize..3, 1u16..3, 0u8..3).prop_map(|(row, no, n)| Edit::Cell(row, no, n)),
        (0usize..3, 1u16..3).prop_map(|(row, no)| Edit::EmptyCell(row, no)),
    ];
    prop::collection::vec(edit, 0..7)
}

fn value(no: u16, n: u8) -> Value {
    match no {
        PRICE => Value::Int(i64::from(n)),
        3 => Value::Choice(["check", "learn", "check"][usize::from(n)].into()),
        _ => text(&format!("câu {n}")),
    }
}

/// `side` makes the ids of new rows differ between the two sides.
fn apply(fields: &mut Fields, edits: &[Edit], side: u8) {
    for edit in edits {
        let mut rows = match fields.remove(11) {
            Some(Value::Lines(rows)) => rows,
            _ => Vec::new(),
        };
        let count = rows.len().max(1);
        match edit {
            Edit::Set(no, n) => fields.set(*no, value(*no, *n)),
            Edit::Empty(no) => drop(fields.remove(*no)),
            Edit::AddRow(n) => {
                let id = Id([*n, side, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
                if !rows.iter().any(|row| row.id == id) {
                    rows.push(Row { id, cells: [(1, value(1, n % 3))].into_iter().collect() });
                }
            }
            Edit::DropRow(at) => {
                if !rows.is_empty() {
                    rows.remove(at % count);
                }
            }
            Edit::Cell(at, no, n) => {
                if let Some(row) = rows.get_mut(at % count) {
                    row.cells.set(*no, value(*no, *n));
                }
            }
            Edit::EmptyCell(at, no) => {
                if let Some(row) = rows.get_mut(at % count) {
                    row.cells.remove(*no);
                }
            }
        }
        if !rows.is_empty() {
            fields.set(11, Value::Lines(rows));
        }
    }
}

fn base() -> Fields {
    let row = |n: u8| Row { id: id(n), cells: [(1, value(1, 0))].into_iter().collect() };
    let rows = Value::Lines(vec![row(0x51), row(0x52), row(0x53)]);
    let fields =
        [(3, value(3, 0)), (PRICE, value(PRICE, 0)), (NOTE, value(NOTE, 0)), (11, rows)];
    fields.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn both_sides_edits_meet_as_a_naive_merge_says(ours in edits(), others in edits()) {
        let (mut mine, mut theirs) = (base(), base());
        apply(&mut mine, &ours, 1);
        apply(&mut theirs, &others, 2);
        let merged = merge(Some(&base()), &mine, &theirs);
        let (wanted, clashes) = naive(&facts(&base()), &facts(&mine), &facts(&theirs));
        prop_assert_eq!(facts(&merged.fields), wanted);
        let key = |both: &sotay::app::form::FieldConflict| match both.at.cell {
            Some((row, column)) => (both.at.field, Some(row), column),
            None => (both.at.field, None, 0),
        };
        prop_assert_eq!(merged.conflicts.iter().map(key).collect::<BTreeSet<_>>(), clashes);
    }

    /// The same through a form: it is edited by hand while the record changes, and the save writes
    /// the merge, as a patch of what differs from the record.
    #[test]
    fn what_a_form_saves_over_a_newer_record_is_the_merge(ours in edits(), others in edits()) {
        let mut mine = base();
        apply(&mut mine, &ours, 1);
        let mut harness = FormHarness::edit(record(3, 5, base()));
        for no in [3, PRICE, NOTE, POWER, 11] {
            harness.form.content.put(path(no), mine.get(no).cloned(), &env(&mut harness.ids));
        }
        let mut newer = base();
        apply(&mut newer, &others, 2);
        let newer = Record { fields: newer, head: 78, ..record(3, 5, Fields::new()) };
        harness.form.rebase(Box::new(newer.clone()), None, &mut env(&mut harness.ids));
        let (wanted, both) = naive(&facts(&base()), &facts(&mine), &facts(&newer.fields));
        prop_assert_eq!(facts(&harness.form.content.draft.fields), wanted);
        prop_assert_eq!(harness.form.content.clashes.len(), both.len());
    }
}

fn newer(change: impl FnOnce(&mut Fields)) -> Record {
    let mut fields = base();
    change(&mut fields);
    Record { fields, head: 78, ..record(3, 5, Fields::new()) }
}

#[test]
fn undo_never_brings_back_what_others_have_replaced() {
    let mut harness = FormHarness::edit(record(3, 5, base()));
    harness.go(NOTE);
    harness.typed(" thêm").then(FieldNext);
    let row = Row { id: id(0x61), cells: [(1, text("của họ"))].into_iter().collect() };
    harness.go_to(Spot::Add(11));
    harness.act(RowAdd);
    harness.typed("của tôi").then(FieldNext);
    let theirs = newer(|fields| {
        fields.set(PRICE, Value::Int(9));
        let mut rows = fields.get(11).unwrap().as_lines().to_vec();
        rows.push(row.clone());
        fields.set(11, Value::Lines(rows));
    });
    harness.form.rebase(Box::new(theirs.clone()), None, &mut env(&mut harness.ids));
    while harness.form.can(FormUndo, super::programme()) {
        harness.act(FormUndo);
    }
    assert_eq!(harness.form.content.draft.fields, theirs.fields);
}

#[test]
fn the_saved_answer_and_ones_own_are_swapped_by_one_key() {
    let mut harness = FormHarness::edit(record(3, 5, base()));
    harness.form.content.put(path(PRICE), Some(Value::Int(6)), &env(&mut harness.ids));
    let theirs = newer(|fields| fields.set(PRICE, Value::Int(9)));
    let intents = harness.form.rebase(Box::new(theirs), None, &mut env(&mut harness.ids));
    assert!(intents.iter().any(|intent| matches!(intent, Intent::ShowMessage(_))));
    harness.go(PRICE);
    assert_eq!(
        harness.form.content.clash_at_spot(harness.form.at()).unwrap().saved,
        SavedChange::Answer(Some(Value::Int(9)))
    );
    assert_eq!(harness.value(PRICE), Some(Value::Int(6)));
    harness.act(FieldSwap);
    assert_eq!(harness.value(PRICE), Some(Value::Int(9)));
    harness.act(FieldSwap);
    assert_eq!(harness.value(PRICE), Some(Value::Int(6)));
    harness.act(FieldSwap);
    harness.act(FormUndo);
    assert_eq!(harness.value(PRICE), Some(Value::Int(6)));
}

/// If the journal no longer has the draft's base, nothing is decided silently.
#[test]
fn without_a_base_all_that_differs_is_asked() {
    let mut mine = base();
    mine.set(PRICE, Value::Int(6));
    let theirs = newer(|fields| fields.set(NOTE, text("mới")));
    let merged = merge(None, &mine, &theirs.fields);
    assert_eq!(merged.fields, mine);
    assert_eq!(merged.conflicts.len(), 2);
}

#[test]
fn unfinished_text_meets_what_was_saved_too() {
    let mut harness = FormHarness::edit(record(3, 5, base()));
    harness.go(PRICE);
    harness.act(TextClearLine);
    harness.typed("sáu trăm");
    let theirs = newer(|fields| fields.set(PRICE, Value::Int(9)));
    harness.form.rebase(Box::new(theirs), None, &mut env(&mut harness.ids));
    assert_eq!(harness.form.content.draft.typed[0].text, "sáu trăm");
    assert!(harness.form.content.clash_at_spot(harness.form.at()).is_some());
    harness.act(FieldSwap);
    assert_eq!(
        (harness.value(PRICE), harness.form.content.draft.typed.len()),
        (Some(Value::Int(9)), 0)
    );
    harness.act(FormUndo);
    assert_eq!(harness.form.content.draft.typed[0].text, "sáu trăm");
}

#[test]
fn a_row_with_unfinished_text_outlives_its_deletion_elsewhere() {
    let mut harness = FormHarness::edit(record(3, 5, base()));
    harness.go_to(Spot::Row(11, id(0x52)));
    harness.act(FieldEdit);
    harness.act(FieldNext);
    harness.typed("số máy");
    let theirs = newer(|fields| {
        let mut rows = fields.get(11).unwrap().as_lines().to_vec();
        rows.retain(|row| row.id != id(0x52));
        fields.set(11, Value::Lines(rows));
    });
    harness.form.rebase(Box::new(theirs.clone()), None, &mut env(&mut harness.ids));
    let rows = harness.value(11).unwrap().as_lines().to_vec();
    assert!(rows.iter().any(|row| row.id == id(0x52)));
    assert_eq!(harness.form.content.draft.typed[0].text, "số máy");
    assert_eq!(harness.form.content.clashes[0].saved, SavedChange::RowDeleted);
    // when read again without a change, the question stays
    harness.form.rebase(Box::new(theirs), None, &mut env(&mut harness.ids));
    assert_eq!(harness.form.content.clashes[0].saved, SavedChange::RowDeleted);
}
