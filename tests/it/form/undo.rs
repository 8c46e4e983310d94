//! Everything done in a form can be undone to the first state, and redone to the last.

use proptest::prelude::*;
use sotay::app::form::{Form, Spot};
use sotay::app::intent::Intent;
use sotay::keymap::action::Action::{self, *};
use sotay::record::{Fields, Row, Typed, Value};

use super::candidate;
use super::harness::{FormHarness, NOTE, POWER, PRICE, env, id, record, text, visit};

#[derive(Clone, Debug)]
enum Act {
    Do(Action),
    Type(char),
    Paste(&'static str),
    /// an edit that Telex makes
    Compose(usize, &'static str),
    /// another record was saved while the form is open, or a link filled in answers
    Carried,
}

const ACTIONS: &[Action] = &[
    FieldNext,
    FieldNext,
    FieldNext,
    FieldPrev,
    FieldEdit,
    FieldEdit,
    FieldClear,
    FieldReset,
    FieldDone,
    RowAdd,
    RowDelete,
    RowDelete,
    PickDown,
    PickUp,
    PickChoose,
    PickToggle,
    PickCancel,
    PickCreate,
    FormNextSection,
    FormPrevSection,
    FormNextFault,
    FormSave,
    FormClose,
    TextHome,
    TextEnd,
    TextLeft,
    TextRight,
    TextUp,
    TextDown,
    TextNewline,
    TextDeleteBack,
    TextDeleteForward,
    TextDeleteWord,
    TextClearLine,
    FormUndo,
    FormRedo,
];

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        5 => prop::sample::select(ACTIONS).prop_map(Act::Do),
        4 => prop::sample::select(&['k', 'c', '1', '2', ' ', 'ớ', ','][..]).prop_map(Act::Type),
        1 => prop::sample::select(&["hai\ndòng", "7tr", "22/11/2026", "10.1, 106.5"][..])
            .prop_map(Act::Paste),
        1 => (0usize..3, prop::sample::select(&["đ", "ươ", ""][..]))
            .prop_map(|(back, put)| Act::Compose(back, put)),
        1 => Just(Act::Carried),
    ]
}

fn play(harness: &mut FormHarness, act: &Act) {
    let intents = match act {
        Act::Do(action) => harness.act(*action),
        Act::Type(c) => harness.form.typed(*c, &mut env(&mut harness.ids)),
        Act::Paste(text) => harness.form.paste(text, &mut env(&mut harness.ids)),
        Act::Compose(back, put) => {
            harness.form.replace_back(*back, put, &mut env(&mut harness.ids))
        }
        Act::Carried => {
            let carried = [(PRICE, Value::Int(5)), (4, Value::Bool(true))];
            let fields = carried.into_iter().collect();
            harness.form.fill(&fields, [].into(), &mut env(&mut harness.ids));
            Vec::new()
        }
    };
    if intents.iter().any(|intent| matches!(intent, Intent::SaveForm(..))) {
        harness.checked();
        harness.form.waits_for(false, false, false);
    }
    if let Some(Intent::Find { text, .. }) = intents.last() {
        harness.form.focus.set_hits(
            &mut harness.form.content,
            text,
            vec![candidate(8, "Hưng"), candidate(9, "Hòa")],
            2,
        );
    }
}

/// What an officer could lose: the answers and the unfinished texts.
fn content(form: &Form) -> (Fields, Vec<(String, String)>) {
    let words = |typed: &Typed| (format!("{:?}", typed.path), typed.text.clone());
    let mut typed: Vec<_> = form.content.draft.typed.iter().map(words).collect();
    typed.sort();
    (form.content.draft.fields.clone(), typed)
}

fn all(harness: &mut FormHarness, action: Action) {
    for _ in 0..10_000 {
        if !harness.form.can(action, super::programme()) {
            return;
        }
        harness.act(action);
    }
    panic!("{action:?} without end");
}

fn old() -> Fields {
    let cells = [(1, text("Nguyễn Văn An")), (3, Value::Int(7_000_000))];
    let rows = vec![Row { id: id(0x41), cells: cells.into_iter().collect() }];
    let many = Value::Many(vec!["learn".into()]);
    let fields = [(1, Value::Link(id(9))), (NOTE, text("Ghi trước")), (10, many)];
    fields.into_iter().chain([(11, Value::Lines(rows))]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn undo_restores_the_first_state_and_redo_the_last(
        new: bool,
        acts in prop::collection::vec(act(), 0..80),
    ) {
        let mut harness = match new {
            true => FormHarness::new(visit(), Fields::new()),
            false => FormHarness::edit(record(3, 5, old())),
        };
        let mut first = content(&harness.form);
        for act in &acts {
            let fresh = !harness.form.can(FormUndo, super::programme());
            play(&mut harness, act);
            // answers that were filled in before any change belong to the first state
            if fresh && matches!(act, Act::Carried) {
                first = content(&harness.form);
            }
        }
        all(&mut harness, FormRedo);
        let last = content(&harness.form);
        all(&mut harness, FormUndo);
        prop_assert_eq!(content(&harness.form), first);
        all(&mut harness, FormRedo);
        prop_assert_eq!(content(&harness.form), last);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Others save the record again and again while the form is open: undo leads to their state.
    #[test]
    fn undo_restores_what_others_have_saved_since(
        acts in prop::collection::vec((act(), 0u8..12), 0..60),
    ) {
        let mut theirs = record(3, 5, old());
        let mut harness = FormHarness::edit(theirs.clone());
        // Answers that a link fills in belong to the first state if nothing was done yet; and the
        // harness's reply to a save does not know these records.
        let left_out = |act: &Act| matches!(act, Act::Carried | Act::Do(FormSave));
        for (act, save) in acts.iter().filter(|(act, _)| !left_out(act)) {
            play(&mut harness, act);
            let fields = &mut theirs.fields;
            match save {
                0 => fields.set(PRICE, Value::Int(i64::from(*save) + 70)),
                1 => fields.put(NOTE, None),
                2 => fields.set(NOTE, text("Của họ")),
                3 => {
                    let mut rows = fields.get(11).map(|v| v.as_lines().to_vec()).unwrap_or_default();
                    let id = id(0x50 + rows.len() as u8);
                    rows.push(Row { id, cells: [(1, text("Họ thêm"))].into_iter().collect() });
                    fields.set(11, Value::Lines(rows));
                }
                _ => continue,
            }
            theirs.head += 1;
            harness.form.rebase(Box::new(theirs.clone()), None, &mut env(&mut harness.ids));
        }
        all(&mut harness, FormRedo);
        let last = content(&harness.form);
        all(&mut harness, FormUndo);
        prop_assert_eq!(&harness.form.content.draft.fields, &theirs.fields);
        all(&mut harness, FormRedo);
        prop_assert_eq!(content(&harness.form), last);
    }
}

#[test]
fn a_note_emptied_by_one_key_comes_back() {
    let mut harness = FormHarness::edit(record(3, 5, old()));
    harness.go(NOTE);
    harness.act(TextClearLine);
    harness.act(FieldNext);
    assert_eq!(harness.value(NOTE), None);
    harness.act(FormUndo);
    assert_eq!(harness.value(NOTE), Some(text("Ghi trước")));
    assert_eq!(harness.form.at(), Spot::Field(NOTE), "the cursor goes to what came back");
}

#[test]
fn a_deleted_row_comes_back_with_its_cells() {
    let mut harness = FormHarness::edit(record(3, 5, old()));
    let rows = harness.value(11);
    harness.go_to(Spot::Row(11, id(0x41)));
    harness.act(RowDelete);
    assert_eq!(harness.value(11), None);
    harness.act(FormUndo);
    assert_eq!(harness.value(11), rows);
    assert_eq!(harness.form.at(), Spot::Row(11, id(0x41)));
    harness.act(FormRedo);
    assert_eq!(harness.value(11), None);
}

#[test]
fn undo_goes_through_fields_one_burst_at_a_time() {
    let mut harness = FormHarness::new(visit(), Fields::new());
    harness.go(POWER);
    harness.typed("12").then(FieldNext);
    harness.go(NOTE);
    harness.typed("Máy chạy");
    harness.act(FormUndo);
    assert_eq!(harness.form.content.draft.typed[0].text, "Máy ");
    harness.act(FormUndo);
    assert_eq!(
        (harness.form.content.draft.typed.len(), harness.form.at()),
        (0, Spot::Field(NOTE))
    );
    harness.act(FormUndo);
    assert_eq!((harness.value(POWER), harness.form.at()), (None, Spot::Field(POWER)));
    assert!(!harness.form.can(FormUndo, super::programme()));
}

#[test]
fn a_letter_composed_by_telex_is_one_step_with_its_word() {
    let mut harness = FormHarness::new(visit(), Fields::new());
    harness.go(NOTE);
    harness.typed("d");
    harness.form.replace_back(1, "đ", &mut env(&mut harness.ids));
    harness.typed("i");
    assert_eq!(harness.form.content.draft.typed[0].text, "đi");
    harness.act(FormUndo);
    assert_eq!(harness.form.content.draft.typed, []);
}

#[test]
fn what_can_be_undone_takes_no_more_than_its_share_of_memory() {
    let mut harness = FormHarness::new(visit(), Fields::new());
    harness.go(NOTE);
    let page = "chữ ".repeat(2_500);
    for _ in 0..2_000 {
        harness.form.paste(&page, &mut env(&mut harness.ids));
        harness.act(TextClearLine);
    }
    let history = harness.form.content.take_history();
    assert!(history.bytes() <= 2 << 20, "{}", history.bytes());
    assert!(history.can_undo());
}
