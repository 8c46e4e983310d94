//! The form by key scripts, on a small kind of visit made for it: nothing typed is lost, wrong
//! answers stay with their fault, and a save is one change.

mod asked;
mod begin;
mod harness;
mod judge;
mod judge_keys;
mod meet;
mod messages;
mod undo;

use harness::{
    DATE, FormHarness, NOTE, POWER, PRICE, STATE, VISIT, id, path, programme, record, text,
    visit,
};
use sotay::app::form::{FormLayout, FormPart, Spot};
use sotay::app::intent::Intent;
use sotay::app::layer::Layer;
use sotay::app::record_details::Candidate;
use sotay::keymap::action::Action::*;
use sotay::keymap::context::Context;
use sotay::lang::Lang;
use sotay::programme::faults::FaultKind;
use sotay::record::{Change, Date, Decimal, Fields, Path, Review, Value, Verdict};

fn candidate(n: u8, title: &str) -> Candidate {
    let (tell, more) = (String::new(), String::new());
    Candidate { id: id(n), title: title.into(), details: tell, more }
}

fn money(dong: i64) -> Value {
    Value::Int(dong)
}

#[test]
fn a_whole_visit_in_vietnamese() {
    let mut desk = FormHarness::new(visit(), Fields::new());
    assert_eq!(desk.form.at(), Spot::Field(1), "the first question that needs an answer");
    assert_eq!(desk.typed("h"), vec![Intent::Find { kind: 1, text: "h".into(), near: None }]);
    desk.typed("oa");
    desk.form.focus.set_hits(&mut desk.form.content, "h", vec![candidate(8, "Hưng Thịnh")], 1);
    desk.form.focus.set_hits(
        &mut desk.form.content,
        "hoa",
        vec![candidate(9, "Cơ sở mộc Hòa Phát")],
        1,
    );
    let intents = desk.act(PickChoose);
    assert!(
        intents.contains(&Intent::FollowLink(id(9))) && intents.contains(&Intent::SaveDraft)
    );
    desk.typed("22112026").then(FieldNext);
    assert_eq!(desk.form.at(), Spot::Field(3));
    desk.typed("kie\u{302}\u{309}m");
    desk.act(PickChoose);
    desk.typed("c");
    desk.act(PickChoose);
    assert_eq!(desk.form.at(), Spot::Field(5), "asked because there is a machine");
    desk.typed("k");
    desk.act(PickChoose);
    desk.typed("2").then(FieldNext);
    desk.typed("1,5 tỷ").then(FieldNext);
    desk.form.paste("10.1234, 106.5678", &mut harness::env(&mut desk.ids));
    desk.act(FieldNext);
    desk.act(FieldNext);
    desk.typed("Xưởng sạch").then(TextNewline);
    desk.typed("Máy chạy tốt").then(FieldNext);

    assert!(matches!(&desk.act(FormSave)[..], [Intent::SaveDraft, Intent::SaveForm(..)]));
    let Some(Intent::SaveForm(changes, _)) = desk.checked().pop() else { panic!("not saved") };
    let [Change::Create { kind, fields, .. }] = &changes[..] else { panic!("{changes:?}") };
    assert_eq!(*kind, VISIT);
    let wanted = [
        (1, Value::Link(id(9))),
        (DATE, Value::Date(Date { year: 2026, month: 11, day: 22 })),
        (3, Value::Choice("check".into())),
        (4, Value::Bool(true)),
        (5, Value::Bool(false)),
        (16, Value::Int(2)),
        (PRICE, money(1_500_000_000)),
        (7, Value::Decimal(Decimal(10_123_400))),
        (8, Value::Decimal(Decimal(106_567_800))),
        (NOTE, text("Xưởng sạch\nMáy chạy tốt")),
    ];
    assert_eq!(*fields, wanted.into_iter().collect());
}

#[test]
fn a_draft_comes_back_at_the_same_field_with_the_same_text() {
    let mut desk = FormHarness::new(visit(), Fields::new());
    desk.go(PRICE);
    desk.typed("3oo tr");
    desk.act(TextLeft);
    let draft = desk.form.take_draft(9).unwrap();
    assert!(!desk.form.content.is_dirty());
    let mut again = FormHarness::resume(draft);
    assert_eq!(again.form.at(), Spot::Field(PRICE));
    let editor = again.form.editor().unwrap();
    assert_eq!((editor.text(), editor.text_after_cursor()), ("3oo tr", "r"));
    assert_eq!(
        again.form.contexts(programme()),
        [Context::Text, Context::Form, Context::Global]
    );
}

#[test]
fn a_wrong_day_stays_as_typed_with_its_fault() {
    let mut desk = FormHarness::new(visit(), Fields::new());
    desk.go(DATE);
    desk.typed("31/02/2026").then(FieldNext);
    assert_eq!(desk.form.content.faults.len(), 1);
    assert_eq!(desk.form.content.faults[0].at, path(DATE));
    assert!(matches!(desk.form.content.faults[0].what, FaultKind::Format(_)));
    assert_eq!(
        desk.act(FormSave),
        vec![Intent::SaveDraft],
        "no check while a text is no answer"
    );
    assert_eq!(desk.form.at(), Spot::Field(DATE));
    assert_eq!(desk.form.editor().unwrap().text(), "31/02/2026");
    desk.act(TextClearLine);
    desk.typed("hôm qua").then(FieldNext);
    assert_eq!(desk.value(DATE), Some(Value::Date(Date { year: 2026, month: 11, day: 21 })));
    assert!(desk.form.content.faults.iter().all(|fault| fault.at != path(DATE)));
}

#[test]
fn typing_wins_and_a_typed_enter_never_saves() {
    let mut desk = FormHarness::new(visit(), Fields::new());
    desk.go(NOTE);
    desk.typed("đ");
    desk.act(TextNewline);
    desk.act(TextNewline);
    desk.typed("z");
    assert_eq!(desk.form.editor().unwrap().text(), "đ\n\nz");
    assert_eq!(desk.form.contexts(programme())[0], Context::Note);
    assert_eq!(desk.act(TextUp), vec![]);
    assert_eq!(desk.form.at(), Spot::Field(NOTE));
    desk.act(TextUp);
    desk.act(TextUp);
    assert_ne!(desk.form.at(), Spot::Field(NOTE), "over its first line one leaves the note");
    assert_eq!(desk.value(NOTE), Some(text("đ\n\nz")));
}

#[test]
fn rows_are_added_filled_and_deleted_in_place() {
    let mut desk = FormHarness::new(visit(), Fields::new());
    desk.go_to(Spot::Add(11));
    desk.act(RowAdd);
    desk.typed("Nguyễn Văn An").then(FieldNext);
    desk.typed("0912345678").then(FieldNext);
    desk.typed("7tr").then(FieldNext);
    let rows = desk.value(11).unwrap().as_lines().to_vec();
    assert_eq!(rows.len(), 1);
    let cells = [(1, text("Nguyễn Văn An")), (2, text("0912345678")), (3, money(7_000_000))];
    assert_eq!(rows[0].cells, cells.into_iter().collect());
    assert_eq!(desk.form.at(), Spot::Add(11));
    desk.act(RowAdd);
    desk.typed("x");
    desk.act(RowDelete);
    assert_eq!(desk.value(11).unwrap().as_lines(), rows, "the other row keeps its id");
    desk.go_to(Spot::Row(11, rows[0].id));
    desk.act(RowDelete);
    assert_eq!(desk.value(11), None);
}

#[test]
fn several_choices_are_marked_and_kept_in_their_lists_order() {
    let mut desk = FormHarness::new(visit(), Fields::new());
    desk.go(10);
    desk.act(FieldEdit);
    assert_eq!(desk.form.contexts(programme())[0], Context::Many);
    desk.act(PickDown);
    desk.act(PickToggle);
    desk.act(PickUp);
    desk.act(PickToggle);
    desk.act(PickChoose);
    let both = Value::Many(vec!["check".into(), "learn".into()]);
    assert_eq!(desk.value(10), Some(both));
    desk.go(10);
    desk.act(FieldClear);
    assert_eq!(desk.value(10), None);
}

#[test]
fn what_is_carried_fills_only_empty_fields() {
    let mut desk = FormHarness::new(visit(), Fields::new());
    desk.go(PRICE);
    desk.typed("300tr").then(FieldNext);
    desk.go(NOTE);
    desk.typed("của tôi");
    let last = [(PRICE, money(1)), (NOTE, text("lần trước")), (4, Value::Bool(true))];
    desk.form.fill(&last.into_iter().collect(), [].into(), &mut harness::env(&mut desk.ids));
    desk.act(FieldNext);
    assert_eq!(desk.value(PRICE), Some(money(300_000_000)));
    assert_eq!(desk.value(NOTE), Some(text("của tôi")));
    assert_eq!(desk.value(4), Some(Value::Bool(true)));
}

#[test]
fn a_warning_asks_once_and_an_error_always() {
    let start = [(1, Value::Link(id(9))), (DATE, harness::today())];
    let mut desk = FormHarness::new(visit(), start.into_iter().collect());
    desk.go(POWER);
    desk.typed("150").then(FormSave);
    assert!(!desk.checked().iter().any(|w| matches!(w, Intent::SaveForm(..))));
    assert_eq!(desk.form.at(), Spot::Field(POWER));
    assert_eq!(desk.form.content.faults.len(), 1);
    desk.act(FormSave);
    assert!(desk.checked().iter().any(|w| matches!(w, Intent::SaveForm(..))));

    let mut desk = FormHarness::new(visit(), Fields::new());
    for _ in 0..2 {
        desk.act(FormSave);
        assert!(!desk.checked().iter().any(|w| matches!(w, Intent::SaveForm(..))));
        let at: Vec<Path> = desk.form.content.faults.iter().map(|f| f.at).collect();
        assert_eq!(at, [path(1), path(DATE)]);
        assert_eq!(desk.form.at(), Spot::Field(1));
    }
    desk.act(FormNextFault);
    assert_eq!(desk.form.at(), Spot::Field(DATE));
    desk.act(FormNextFault);
    assert_eq!(desk.form.at(), Spot::Field(1));
}

/// The reported case: of an error and a warning, the error is corrected. The warning was already
/// shown.
#[test]
fn an_error_mended_leaves_no_third_save_for_a_warning_that_was_shown() {
    let mut desk = FormHarness::new(visit(), [(DATE, harness::today())].into_iter().collect());
    desk.go(POWER);
    desk.typed("150").then(FormSave);
    desk.checked();
    assert_eq!(desk.form.content.faults.len(), 2);
    assert!(!desk.form.can_save_now());
    desk.form.content.put(path(1), Some(Value::Link(id(9))), &harness::env(&mut desk.ids));
    assert!(!desk.form.can_save_now(), "whether it saves is not known before it is checked");
    desk.act(FormSave);
    assert!(desk.checked().iter().any(|w| matches!(w, Intent::SaveForm(..))));
}

#[test]
fn a_warning_that_was_never_shown_asks_once() {
    let fields = [(1, Value::Link(id(9))), (DATE, harness::today())];
    let mut desk = FormHarness::new(visit(), fields.into_iter().collect());
    desk.go(POWER);
    desk.typed("150").then(FormSave);
    desk.checked();
    assert!(desk.form.can_save_now());
    // another answer, with another warning
    desk.act(TextClearLine);
    desk.typed("160");
    assert!(!desk.form.can_save_now());
    desk.act(FormSave);
    assert!(!desk.checked().iter().any(|w| matches!(w, Intent::SaveForm(..))));
    assert!(desk.form.can_save_now());
    desk.act(FormSave);
    assert!(desk.checked().iter().any(|w| matches!(w, Intent::SaveForm(..))));
}

#[test]
fn a_locked_record_changes_only_with_a_reason() {
    let fields = [
        (1, Value::Link(id(9))),
        (DATE, harness::today()),
        (PRICE, money(5)),
        (STATE, Value::Choice("chot".into())),
    ];
    let before = record(VISIT, 1, fields.into_iter().collect());
    let mut desk = FormHarness::edit(before.clone());
    desk.go(PRICE);
    desk.act(TextClearLine);
    desk.typed("6").then(FormSave);
    assert!(!desk.checked().iter().any(|w| matches!(w, Intent::SaveForm(..))));
    assert_eq!(desk.form.at(), Spot::Field(14));
    desk.typed("ghi nhầm giá").then(FormSave);
    let Some(Intent::SaveForm(changes, _)) = desk.checked().pop() else { panic!("not saved") };
    let set = vec![(PRICE, Some(money(6))), (14, Some(text("ghi nhầm giá")))];
    assert_eq!(changes, [Change::Patch { id: before.id, base: before.head, set }]);
}

#[test]
fn closing_keeps_what_was_entered_and_nothing_else() {
    let mut desk = FormHarness::new(visit(), Fields::new());
    assert_eq!(desk.act(FormClose), vec![Intent::CloseForm]);
    desk.go(NOTE);
    desk.typed("dở dang");
    assert_eq!(desk.act(FormClose), vec![Intent::SaveDraft, Intent::CloseForm]);
    assert_eq!(desk.form.take_draft(1).unwrap().fields.get(NOTE), Some(&text("dở dang")));
}

#[test]
fn a_text_whose_question_is_gone_does_not_stop_the_save() {
    let start = [(1, Value::Link(id(9))), (DATE, harness::today()), (4, Value::Bool(true))];
    let mut desk = FormHarness::new(visit(), start.into_iter().collect());
    desk.go(16);
    desk.typed("nhiều").then(FieldNext);
    assert_eq!(desk.form.content.faults.len(), 1);
    desk.go(4);
    desk.act(FieldClear);
    assert!(matches!(&desk.act(FormSave)[..], [Intent::SaveDraft, Intent::SaveForm(..)]));
}

/// Shown where the officer corrects it, not only on the page before.
#[test]
fn why_a_record_was_sent_back_stands_at_its_question() {
    let mut before = record(VISIT, 5, Fields::new());
    let said = |field, before: &sotay::record::Record| Review {
        verdict: Verdict::SentBack { field },
        reason: "Ghi lại giá".into(),
        by: "Trần Duyệt".into(),
        at: 1,
        head: before.head,
    };
    before.review = Some(said(Some(PRICE), &before));
    let place = |record: &sotay::record::Record| {
        let form = FormHarness::edit(record.clone()).form;
        let layout = FormLayout::new(&form, 80, programme(), Lang::Vi);
        let says = |part: &FormPart| matches!(part, FormPart::Returned(t) if t.contains("Ghi lại giá"));
        layout
            .lines
            .iter()
            .position(|line| says(&line.part))
            .map(|at| (at, layout.lines.get(at.wrapping_sub(1)).map(|line| line.part.clone())))
    };
    let price = visit().field(PRICE).unwrap().label.vi.to_string();
    let (_, above) = place(&before).unwrap();
    assert!(matches!(above, Some(FormPart::Field { label, .. }) if label == price));
    before.review = Some(said(None, &before));
    assert_eq!(place(&before).unwrap().0, 0);
    // changed since, so the remark has been answered
    before.head += 1;
    assert!(place(&before).is_none());
}
