//! Drafts of records that were saved elsewhere meanwhile, from every place where a record is
//! edited.

use crate::kit::opening;
use proptest::prelude::*;
use serde_json::json;
use sotay::app::Effect;
use sotay::app::event::{EventKind, WorkerAnswer};
use sotay::app::layer::Screen;
use sotay::lang;
use sotay::lang::Lang::Vi;
use sotay::record::{Change, FieldNo, Fields, Id, Value};
use sotay::store::Commit;

use super::{visit, workshop};
use crate::kit::app::App;

/// Field numbers of the establishment's name, main products, and workers.
const NAME: FieldNo = 1;
const PRODUCTS: FieldNo = 17;

fn workers(app: &App) -> FieldNo {
    let kind = app.model.programme.kind_by_id("establishment").unwrap();
    kind.field_by_id("workers").unwrap().no
}

/// Saves the record elsewhere, without the screen knowing.
fn saved_elsewhere(app: &App, id: Id, set: Vec<(FieldNo, Option<Value>)>) {
    let store = app.workers.store();
    let base = store.records().get(id).unwrap().unwrap().head;
    let changes = vec![Change::Patch { id, base, set }];
    let commit = Commit { changes, allow_incomplete: true, ..Commit::default() };
    store.commit(commit).unwrap();
}

fn now(app: &App, id: Id) -> Fields {
    app.workers.store().records().get(id).unwrap().unwrap().fields
}

/// The reported case: a draft changes the name, nine workers are saved elsewhere, then the draft is
/// saved.
#[test]
fn a_draft_writes_only_what_was_changed_in_it() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "Cơ sở mắm Bà Giáo");
    app.keys("f6 f4 end ' Hai' esc").shows(&opening(&lang::app::draft_kept(Vi)));
    let nine = vec![(workers(&app), Some(Value::Int(9)))];
    saved_elsewhere(&app, there, nine);
    app.keys("f5 home enter").stands_on("Cơ sở mắm Bà Giáo Hai").keys("f2 f2");
    let record = app.records("establishment").remove(0);
    assert_eq!(
        (&record["name"], &record["workers"]),
        (&json!("Cơ sở mắm Bà Giáo Hai"), &json!(9))
    );
    assert_eq!(now(&app, there).get(NAME).unwrap().as_text(), Some("Cơ sở mắm Bà Giáo Hai"));
    assert_eq!(app.drafts(), []);
}

#[test]
fn editing_a_record_with_a_draft_resumes_it_from_every_place() {
    for way in ["f6 f4", "f6 enter f4", "f6 ctrl-e", "f6 enter ctrl-e", "f5 home enter"] {
        let mut app = App::at(80, 24);
        workshop(&mut app, "Xưởng gỗ Hòa Bình");
        app.keys("f6 f4 end ' Hai' esc").keys(way).stands_on("Xưởng gỗ Hòa Bình Hai");
        app.keys("' Ba' esc f5");
        assert_eq!(app.drafts().len(), 1, "{way}");
    }
}

/// The officer presses keys while the list of drafts is still loading.
#[test]
fn a_draft_is_resumed_before_the_disk_has_answered() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 f4 end ' Hai'").keys_at_once("' Ba' esc f4 ' Bốn'");
    app.stands_on("Xưởng gỗ Hòa Bình Hai Ba Bốn").keys("esc f5");
    assert_eq!(app.drafts().len(), 1);
}

/// An answer sent before the draft was written does not have it.
#[test]
fn an_older_list_of_drafts_hides_none_that_was_just_closed() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    let day = app.model.today;
    let before = Box::new(app.workers.store().records().today(day).unwrap());
    app.keys("f6 f4 end ' Hai' esc").event(EventKind::Notice(WorkerAnswer::Today(before)));
    app.keys("f4").stands_on("Xưởng gỗ Hòa Bình Hai");
    let with_draft = Box::new(app.workers.store().records().today(day).unwrap());
    app.keys("f2").event(EventKind::Notice(WorkerAnswer::Today(with_draft)));
    app.keys("f4").stands_on("Xưởng gỗ Hòa Bình Hai").hides("Làm tiếp").keys("esc f5");
    app.hides(&opening(&lang::app::drafts_heading(Vi, 0)));
}

#[test]
fn a_draft_that_the_disk_refused_after_its_form_was_closed_is_written_again() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.slow_disk().keys("f6 f4 end ' Hai' esc").effects();
    let draft = app.model.drafts[0].id;
    app.event(EventKind::Notice(WorkerAnswer::DraftFailed {
        draft, text: "Đĩa đầy.".into()
    }));
    app.shows("Đĩa đầy.").keys("f12");
    let again = |effect: &Effect| matches!(effect, Effect::SaveDraft(one) if one.id == draft);
    assert!(app.effects().iter().any(again));
}

#[test]
fn what_both_sides_changed_is_shown_with_both_answers() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 f4");
    app.goes_to("Tổng số lao động", "tab");
    app.keys("ctrl-u '6' esc");
    saved_elsewhere(&app, there, vec![(workers(&app), Some(Value::Int(9)))]);
    app.keys("f4").stands_on("Tổng số lao động");
    app.shows("Lưu lúc 10:42 là 9, ở đây là 6.").shows("F2 lưu ở đây, Ctrl-R lấy bên kia");
    assert_eq!(now(&app, there).get(workers(&app)), Some(&Value::Int(9)));
    app.keys("f2 f2");
    assert_eq!(now(&app, there).get(workers(&app)), Some(&Value::Int(6)));
    assert_eq!(app.drafts(), []);
}

#[test]
fn a_clash_of_long_answers_shows_where_they_part_and_the_keys() {
    let name = "Công ty trách nhiệm hữu hạn một thành viên sản xuất bánh phồng tôm";
    for (columns, rows) in [(40, 16), (80, 24), (120, 40)] {
        let mut app = App::at(columns, rows);
        let there = workshop(&mut app, name);
        app.keys("f6 f4 end ' Sa Giang' esc");
        let saved = Value::Text(format!("{name} Bích Chi"));
        saved_elsewhere(&app, there, vec![(NAME, Some(saved))]);
        app.keys("f4");
        // both above the message, which is wrapped too, and in it
        let text = app.screen().join(" ");
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for end in ["Bích Chi", "Sa Giang", "F2 lưu", "Ctrl-R lấy"] {
            assert!(words.contains(end), "{end} at {columns}: {words}");
        }
    }
}

#[test]
fn the_saved_answer_can_be_taken_instead() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 f4 end ' Hai' esc");
    saved_elsewhere(&app, there, vec![(NAME, Some(Value::Text("Mộc Hòa Bình".into())))]);
    app.keys("f4")
        .shows(&opening(&lang::form::saved_answer(Vi, "…", "…", "…")))
        .keys("ctrl-r")
        .stands_on("Mộc Hòa Bình");
    app.keys("f2 f2");
    assert_eq!(now(&app, there).get(NAME).unwrap().as_text(), Some("Mộc Hòa Bình"));
    assert_eq!(app.drafts(), []);
}

/// A question that was shown but not answered is asked again after a restart.
#[test]
fn a_draft_that_is_put_aside_at_the_question_meets_it_again() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 f4 end ' Hai' esc");
    saved_elsewhere(&app, there, vec![(NAME, Some(Value::Text("Mộc Hòa Bình".into())))]);
    app.keys("f4")
        .shows(&opening(&lang::form::saved_answer(Vi, "…", "…", "…")))
        .keys("esc")
        .restart();
    app.keys("f6 f4").shows(&opening(&lang::form::saved_answer(Vi, "…", "…", "…")));
}

#[test]
fn a_change_that_arrives_while_the_form_is_open_is_taken_over() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 f4 end ' Hai'");
    saved_elsewhere(&app, there, vec![(PRODUCTS, Some(Value::Text("tre".into())))]);
    app.event(EventKind::Notice(WorkerAnswer::Synced(vec!["Xong.".into()])));
    app.stands_on("Xưởng gỗ Hòa Bình Hai")
        .shows("tre")
        .shows(&opening(&lang::form::changed_elsewhere(Vi)));
    app.keys("f2 f2");
    let fields = now(&app, there);
    assert_eq!(fields.get(NAME).unwrap().as_text(), Some("Xưởng gỗ Hòa Bình Hai"));
    assert_eq!(fields.get(PRODUCTS).unwrap().as_text(), Some("tre"));
}

/// The form was not notified: the save itself finds the change, and stops only if there is a
/// question.
#[test]
fn a_change_behind_an_open_form_is_met_when_it_is_saved() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 f4 end ' Hai'");
    saved_elsewhere(&app, there, vec![(NAME, Some(Value::Text("Mộc Hòa Bình".into())))]);
    app.keys("f2")
        .shows(&opening(&lang::form::saved_answer(Vi, "…", "…", "…")))
        .stands_on("Xưởng gỗ Hòa Bình Hai");
    assert_eq!(now(&app, there).get(NAME).unwrap().as_text(), Some("Mộc Hòa Bình"));
    app.keys("f2 f2");
    assert_eq!(now(&app, there).get(NAME).unwrap().as_text(), Some("Xưởng gỗ Hòa Bình Hai"));
}

#[test]
fn a_form_that_nobody_touched_shows_what_was_saved_and_leaves_no_draft() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 f4");
    saved_elsewhere(&app, there, vec![(NAME, Some(Value::Text("Mộc Hòa Bình".into())))]);
    app.event(EventKind::Notice(WorkerAnswer::Synced(Vec::new())));
    app.stands_on("Mộc Hòa Bình")
        .hides(&opening(&lang::form::saved_answer(Vi, "…", "…", "…")))
        .keys("esc")
        .pause();
    assert_eq!(app.drafts(), []);
}

#[test]
fn a_record_deleted_meanwhile_keeps_its_draft_and_says_so() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 f4 end ' Hai'");
    let base = app.workers.store().records().get(there).unwrap().unwrap().head;
    let changes = vec![Change::Delete { id: there, base, reason: "trùng".into() }];
    app.workers.store().commit(Commit { changes, ..Commit::default() }).unwrap();
    app.keys("f2 f2").shows("đã bị xóa").stands_on("Xưởng gỗ Hòa Bình Hai");
    app.keys("esc f5").shows("Bản nháp chưa xong (1)");
}

#[test]
fn rows_added_on_both_sides_are_all_there() {
    let mut app = App::at(80, 40);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    let paper = |name: &str, note: &str| json!({ "paper": name, "have": "co", "note": note });
    let id = visit(&mut app, there, json!({ "papers": [paper("dkkd", "một")] }));
    app.keys("f7 f4");
    app.goes_to("thêm dòng", "tab");
    app.keys("enter 'hop dong mua' enter 'co' enter 'của tôi' esc");
    let kind = app.model.programme.kind_by_id("visit").unwrap();
    let papers = kind.field_by_id("papers").unwrap().no;
    let Some(Value::Lines(mut rows)) = now(&app, id).get(papers).cloned() else { panic!() };
    let mut theirs = rows[0].clone();
    theirs.id = Id([9; 16]);
    theirs.cells.set(1, Value::Choice("hoa_don".into()));
    rows.push(theirs);
    saved_elsewhere(&app, id, vec![(papers, Some(Value::Lines(rows)))]);
    app.keys("f4 f2 f2 f2");
    let Some(Value::Lines(rows)) = now(&app, id).get(papers).cloned() else { panic!() };
    assert_eq!(rows.len(), 3, "{}", app.text());
}

#[test]
fn a_draft_in_which_nothing_differs_ends_with_its_save() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 f4 end 'x' esc f4 backspace f2 f2 f5")
        .hides(&opening(&lang::app::drafts_heading(Vi, 0)));
    assert_eq!(app.drafts(), []);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Through the store and the journal: records are saved while the draft exists, the program is
    /// restarted, and the record that the draft is based on is read from its history.
    #[test]
    fn a_draft_meets_any_number_of_saves_field_by_field(
        mine in prop::collection::btree_map(0usize..4, "[a-c]", 0..4),
        others in prop::collection::vec((0usize..4, "[a-c]"), 0..5),
        again: bool,
    ) {
        const IDS: [&str; 4] = ["name", "products", "address", "contact_role"];
        let mut app = App::at(80, 24);
        let there = workshop(&mut app, "a");
        let kind = app.model.programme.kind_by_id("establishment").unwrap();
        let no = |at: usize| kind.field_by_id(IDS[at]).map(|field| field.no);
        let base = now(&app, there);
        app.keys("f6 f4");
        for (at, word) in &mine {
            let Some(no) = no(*at) else { continue };
            app.keys("pgup pgup pgup pgup pgup pgup");
            let spot = |app: &App| match app.top() {
                Screen::Form(form) => form.at().field(),
                other => panic!("{other:?}"),
            };
            for _ in 0..60 {
                if spot(&app) == no {
                    break;
                }
                app.keys("tab");
            }
            prop_assert_eq!(spot(&app), no);
            app.keys("ctrl-u").types(word);
        }
        app.keys("esc");
        for (at, word) in &others {
            let set = no(*at).map(|no| (no, Some(Value::Text(word.clone()))));
            saved_elsewhere(&app, there, set.into_iter().collect());
        }
        if again {
            app.restart();
        }
        let theirs = now(&app, there);
        app.keys("f6 f4 f2 f2 f2 f2 f2 f2 f2");
        let saved = now(&app, there);
        for (at, field) in IDS.iter().enumerate() {
            let Some(no) = no(at) else { continue };
            let mine = match mine.get(&at) {
                Some(word) => Some(Value::Text(word.clone())),
                None => base.get(no).cloned(),
            };
            // what was changed only elsewhere stays; otherwise mine, which F2 confirmed
            let wanted = if mine.as_ref() == base.get(no) { theirs.get(no) } else { mine.as_ref() };
            prop_assert_eq!(saved.get(no), wanted, "{}: {}", field, app.text());
        }
    }
}

/// The save key pressed twice, or together with the key that opens the draft, before anything was
/// drawn.
#[test]
fn a_save_key_typed_ahead_never_answers_a_question_that_nobody_saw() {
    let name = |text: &str| vec![(NAME, Some(Value::Text(text.into())))];
    for (before, at_once) in
        [("f6 f4 end ' Hai'", "f2 f2 f2"), ("f6 f4 end ' Hai' esc", "f4 f2 f2")]
    {
        let mut app = App::at(80, 24);
        let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
        app.keys(before);
        saved_elsewhere(&app, there, name("Mộc Hòa Bình"));
        app.keys_at_once(at_once)
            .shows(&opening(&lang::form::saved_answer(Vi, "…", "…", "…")))
            .stands_on("Xưởng gỗ Hòa Bình Hai");
        assert_eq!(now(&app, there).get(NAME).unwrap().as_text(), Some("Mộc Hòa Bình"));
        // the question has been seen now
        app.keys("f2");
        assert_eq!(
            now(&app, there).get(NAME).unwrap().as_text(),
            Some("Xưởng gỗ Hòa Bình Hai")
        );
    }
}

#[test]
fn a_question_that_arrives_does_not_take_the_cursor_from_who_is_typing() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 f4 end ' Hai'");
    app.goes_to("Sản phẩm", "tab");
    app.keys("end ', ngh'");
    saved_elsewhere(&app, there, vec![(NAME, Some(Value::Text("Mộc Hòa Bình".into())))]);
    app.event(EventKind::Notice(WorkerAnswer::Synced(Vec::new())));
    app.keys("'ế'").stands_on("ghế, tủ, nghế");
    // saving leads to the question
    app.keys("f2")
        .stands_on("Xưởng gỗ Hòa Bình Hai")
        .shows(&opening(&lang::form::saved_answer(Vi, "…", "…", "…")));
    assert_eq!(now(&app, there).get(NAME).unwrap().as_text(), Some("Mộc Hòa Bình"));
}

/// Two long answers with the same start: the difference is visible, and so are the keys.
#[test]
fn long_answers_that_meet_are_told_apart_and_the_keys_are_seen() {
    let long = "Hợp tác xã nông nghiệp dịch vụ chế biến và tiêu thụ thủy sản vùng hạ lưu";
    for (columns, rows) in [(80, 24), (40, 12), (120, 40)] {
        for behind in ["", " của các xã ven sông Hậu và sông Tiền, tỉnh Đồng Tháp"]
        {
            let mut app = App::at(columns, rows);
            let there = workshop(&mut app, &format!("{long}{behind}"));
            app.keys("f6 f4 end").types(" Hai").keys("esc");
            let theirs = format!("{long}{behind} Ba");
            saved_elsewhere(&app, there, vec![(NAME, Some(Value::Text(theirs)))]);
            for keys in ["f4", "left"] {
                app.keys(keys);
                let lines = app.screen();
                let text = lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
                let met = text.split("? Lưu lúc").nth(1).unwrap_or_default();
                let (saved, here) = met.split_once("ở đây").unwrap_or_default();
                assert!(saved.contains("Ba") && here.contains("Hai"), "{keys}\n{}", app.text());
                assert!(text.contains("Ctrl-R lấy"), "{keys}\n{}", app.text());
            }
        }
    }
}
