//! Whatever keys are pressed in a form, every text typed in it is then in a record, in a draft, or
//! one undo away; and no single key loses any.

use crate::kit::opening;
use proptest::prelude::*;
use serde_json::json;
use sotay::app::layer::Screen;
use sotay::keymap::Key;
use sotay::lang;
use sotay::lang::Lang::Vi;
use sotay::record::{Draft, Fields, Value};

use super::{visit, workshop};
use crate::kit::app::{App, Setting, USUAL};

const KEYS: &[&str] = &[
    "tab",
    "tab",
    "tab",
    "shift-tab",
    "down",
    "up",
    "enter",
    "enter",
    "esc",
    "f2",
    "ctrl-s",
    "f4",
    "pgdn",
    "pgup",
    "ins",
    "ctrl-a",
    "ctrl-d",
    "shift-del",
    "del",
    "backspace",
    "ctrl-u",
    "ctrl-w",
    "ctrl-b",
    "ctrl-r",
    "ctrl-n",
    "ctrl-space",
    "space",
    "left",
    "home",
    "end",
    "f5",
    "f6",
    "f9",
    "ctrl-c",
    "f1",
    "f10",
];

#[derive(Clone, Debug)]
enum Act {
    Key(&'static str),
    /// a word that no other act types, with letters that Telex does not change
    Word,
    Paste,
    Pause,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        12 => prop::sample::select(KEYS).prop_map(Act::Key),
        5 => Just(Act::Word),
        1 => Just(Act::Paste),
        1 => Just(Act::Pause),
    ]
}

fn texts(fields: &Fields, out: &mut String) {
    for (_, value) in fields.iter() {
        match value {
            Value::Lines(rows) => rows.iter().for_each(|row| texts(&row.cells, out)),
            Value::Text(text) => out.push_str(text),
            _ => {}
        }
    }
}

fn of_draft(draft: &Draft, out: &mut String) {
    texts(&draft.fields, out);
    draft.typed.iter().for_each(|typed| out.push_str(&typed.text));
}

/// All text that can be read, restored, or undone.
fn within_reach(app: &mut App) -> String {
    let mut out = String::new();
    for draft in app.workers.store().drafts().list() {
        of_draft(&draft, &mut out);
    }
    for kind in ["visit", "establishment"] {
        out.push_str(&format!("{:?}", app.records(kind)));
    }
    let open = app.model.stack.iter_mut().filter_map(|layer| match &mut layer.screen {
        Screen::Form(form) => Some((form.content.draft.clone(), form.content.take_history())),
        _ => None,
    });
    let mut histories: Vec<_> = open.collect();
    for (id, history) in &app.model.histories {
        let draft = app.model.drafts.iter().find(|draft| draft.id == *id);
        histories.extend(draft.map(|draft| (draft.clone(), history.clone())));
    }
    for (mut draft, mut history) in histories {
        of_draft(&draft, &mut out);
        while history.undo(&mut draft).is_some() {
            of_draft(&draft, &mut out);
        }
    }
    out
}

fn in_a_list(app: &App) -> bool {
    matches!(app.top(), Screen::Form(form) if form.focus.pick.is_some())
}

fn in_a_form(app: &App) -> bool {
    matches!(app.top(), Screen::Form(_))
}

/// Plays the keys; returns the words that were typed into a form.
fn play(app: &mut App, acts: &[Act]) -> Vec<String> {
    let mut words = Vec::new();
    for (n, act) in acts.iter().enumerate() {
        let word: String = ["k", "l", "m"].iter().cycle().skip(n).take(2).copied().collect();
        let word = format!("{word}{n:03}");
        let form = in_a_form(app);
        match act {
            Act::Key(key) => app.key(Key::parse(key).unwrap()),
            Act::Word if form => drop(app.types(&word)),
            Act::Paste if form => drop(app.paste(&word)),
            Act::Word | Act::Paste => continue,
            Act::Pause => drop(app.pause()),
        }
        // words that only narrowed a list are discarded with it
        if matches!(act, Act::Word | Act::Paste) && !in_a_list(app) {
            words.push(word);
        }
    }
    words
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn what_was_typed_is_within_reach_whatever_was_pressed(
        edit: bool,
        acts in prop::collection::vec(act(), 1..70),
    ) {
        let mut app = App::at(80, 24);
        let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
        match edit {
            true => {
                let papers = json!([{ "paper": "dkkd", "have": "co", "note": "số 1" }]);
                visit(&mut app, there, json!({ "papers": papers }));
                app.keys("f7 f4");
            }
            false => drop(app.keys("f2")),
        }
        // Text that was deleted, or searched for, before a save is lost on purpose. A new visit
        // lacks too many answers to be saved by chance, and stays the only form.
        let deletes = ["del", "backspace", "ctrl-u", "ctrl-w", "ctrl-d", "shift-del"];
        let kept = |act: &&Act| match act {
            Act::Key(key) if edit => !deletes.contains(key),
            Act::Key(key) => *key != "f6",
            _ => true,
        };
        let acts: Vec<Act> = acts.iter().filter(kept).cloned().collect();
        let words = play(&mut app, &acts);
        app.pause();
        let reach = within_reach(&mut app);
        for word in words {
            prop_assert!(reach.contains(&word), "{word} is gone: {reach}\n{}", app.text());
        }
    }
}

/// Presses each single key in each place of a form: none of them loses the words for good.
#[test]
fn no_single_key_loses_what_was_typed() {
    let places = ["tab tab tab tab tab", "", "tab tab", "pgdn pgdn pgdn pgdn"];
    for place in places {
        for key in KEYS {
            let mut app = App::at(80, 24);
            app.keys("f2").keys(place).types("chữ này");
            app.keys(key).pause();
            let reach = within_reach(&mut app);
            assert!(reach.contains("chữ n"), "{key} at {place:?}: {reach}\n{}", app.text());
        }
    }
}

/// The reported case: a sentence in the note, then Esc, then continuing.
#[test]
fn esc_in_a_note_closes_the_form_and_the_note_is_gone_on_with() {
    let mut app = App::at(80, 24);
    app.keys("f2 tab tab tab tab tab 'Ghi chú dài' esc").shows("Bản nháp chưa xong (1)");
    app.keys("home enter ' đây'").stands_on("Ghi chú dài đây");
    app.keys("esc home enter del del backspace").stands_on("Ghi chú dài đâ");
}

#[test]
fn words_in_an_open_list_outlive_a_kill() {
    let mut app = App::at(80, 24);
    app.keys("f2 'bà giáo'").pause();
    app.restart();
    app.shows("Bản nháp chưa xong (1)").keys("enter").stands_on("bà giáo").keys("'n'");
    app.stands_on("bà giáon");
}

#[test]
fn the_key_that_saves_creates_nothing_from_an_open_list() {
    let mut app = App::at(80, 24);
    app.keys("f2 'Mộc mới' f2").stands_on("Mộc mới").shows("chưa chọn").hides("Mới: Cơ sở");
    assert!(app.records("establishment").is_empty());
    app.keys("enter").shows("Ctrl-N để tạo mới").keys("esc").hides("Mộc mới");
    app.keys("ctrl-z").stands_on("Mộc mới");
}

#[test]
fn words_that_nothing_matches_are_not_dropped_by_enter_in_any_list() {
    let mut app = App::at(80, 40);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    visit(&mut app, there, json!({}));
    app.keys("f7 f4");
    app.goes_to(&lang::review_case::officer_of(Vi), "tab");
    app.keys("'khongco' enter tab").stands_on("khongco");
    app.keys("f2").stands_on("khongco").shows("chưa chọn");
}

#[test]
fn esc_closes_the_list_and_then_the_form() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f2 'xuong'").shows("> Xưởng gỗ Hòa Bình").keys("esc").hides("> Xưởng gỗ");
    app.shows("Mới: Lượt làm việc").keys("esc").hides("Mới: Lượt làm việc");
}

#[test]
fn undo_goes_on_after_the_draft_was_closed_and_opened_again() {
    let mut app = App::at(80, 24);
    app.keys("f2 tab tab tab tab tab 'Một' ctrl-u esc");
    app.keys("f2 esc home").shows("Bản nháp chưa xong (1)").keys("enter ctrl-z");
    app.stands_on("Một").shows(&opening(&lang::form::undone(Vi, "…")));
}

#[test]
fn in_vim_letters_stay_commands_and_undo_is_u() {
    let mut app = App::with(Setting { keymap: "vim", ..USUAL });
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 f4 'zq'").stands_on("Xưởng gỗ Hòa Bình").hides("Không tìm thấy");
    app.keys("'x'").hides("Xưởng gỗ Hòa Bình  ").keys("'u'").stands_on("Xưởng gỗ Hòa Bình");
    app.keys("'i' end ' Hai' esc 'u'").shows("Sửa: Cơ sở");
}

#[test]
fn telex_switched_on_in_mid_word_composes_and_is_undone_as_typed() {
    let mut app = App::at(80, 24);
    app.keys("f2 tab tab tab tab tab 'Xuwowrng' f9 ' ddoox'").stands_on("Xuwowrng đỗ");
    app.keys("ctrl-z").stands_on("Xuwowrng");
}

#[test]
fn a_note_of_ten_thousand_letters_is_emptied_and_brought_back() {
    let mut app = App::at(80, 24);
    let long = "chữ viết ".repeat(1_111);
    app.keys("f2 tab tab tab tab tab").paste(&long);
    app.keys("ctrl-u tab ctrl-z").pause();
    let draft = app.drafts().remove(0);
    let kept = draft.typed.iter().any(|typed| typed.text.len() >= long.trim_end().len());
    assert!(kept, "{}", app.text());
}

/// The create form inside a picker: Esc there, or a change of screen, loses neither form.
#[test]
fn a_form_over_a_form_keeps_both_texts() {
    for leave in ["esc esc", "f5", "f6 f5", "ctrl-c ctrl-c"] {
        let mut app = App::at(80, 24);
        app.keys("f2 'Mộc Hòa' ctrl-n").shows("Mới: Cơ sở");
        app.keys("up").stands_on("Mộc Hòa").keys("end ' Phát'").keys(leave);
        app.pause();
        let reach = within_reach(&mut app);
        assert!(reach.contains("Mộc Hòa Phát"), "{leave}: {reach}");
    }
}

#[test]
fn a_save_that_is_refused_leaves_the_form_as_it_was() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 f4 end ' Hai'").slow_disk().keys("f2 f2 f5 ' Ba'").disk_catches_up();
    let reach = within_reach(&mut app);
    assert!(reach.contains("Xưởng gỗ Hòa Bình Hai"), "{reach}");
}
