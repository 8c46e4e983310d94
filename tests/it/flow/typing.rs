//! Typed letters are text, whatever they are bound to; anything else never gets in.

use super::{visit, workshop};
use crate::kit::app::{App, Setting, USUAL};
use crate::kit::opening;
use sotay::app::layer::Screen;
use sotay::lang;
use sotay::lang::Lang::Vi;

const VIM: Setting = Setting { keymap: "vim", ..USUAL };

fn printable(app: &App) {
    let (buffer, _) = app.draw();
    for cell in &buffer.content {
        let control = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!cell.symbol().contains(control), "{:?} in\n{}", cell.symbol(), app.text());
    }
}

#[test]
fn capital_letters_and_signs_are_typed() {
    let mut app = App::at(80, 24);
    app.keys("f6 ins 'ABC?/12 ynđ'").stands_on("ABC?/12 ynđ");
}

#[test]
fn typing_wins_over_the_letters_of_vim() {
    let mut app = App::with(VIM);
    app.keys("f6 o i ctrl-u 'jkiaoxZZddgj'").stands_on("jkiaoxZZddgj");
}

#[test]
fn in_vims_form_letters_move_until_i_types() {
    let mut app = App::with(VIM);
    app.keys("f6 o").stands_on("Tên cơ sở").keys("j").stands_on("Loại hình").keys("k i 'jk'");
    app.stands_on("jk").keys("esc j").stands_on("Loại hình");
}

#[test]
fn a_sequence_waits_for_its_end_and_backspace_takes_it_back() {
    let mut app = App::with(VIM);
    app.given("establishment", serde_json::json!({ "name": "Bánh đa" }));
    app.keys("f6 d")
        .shows("d…")
        .keys("backspace")
        .hides("d…")
        .keys("đ")
        .shows(&lang::app::ask_delete_named(Vi, "Bánh đa"));
}

#[test]
fn control_characters_reach_neither_screen_nor_store() {
    let mut app = App::at(80, 24);
    app.keys("f6 ins").paste("Mộc\u{1b}[31m\u{7}\u{9b}\u{202e} Hòa\r\nBình\t2");
    printable(&app);
    app.stands_on("Hòa Bình 2").keys("tab tab ctrl-c");
    printable(&app);
    let text = format!("{:?}", app.drafts()[0].fields);
    assert!(!text.contains("\\u{1b}") && !text.contains("\\u{7}"), "{text}");
}

#[test]
fn a_pasted_line_end_neither_saves_nor_leaves() {
    let mut app = App::at(80, 24);
    app.keys("f2 tab tab tab tab tab").paste("Dòng một\nDòng hai\n");
    app.shows("Dòng một").shows("Dòng hai").shows("Mới: Lượt làm việc");
    assert_eq!(app.records("visit").len(), 0);
}

#[test]
fn decomposed_letters_are_composed_and_deleted_whole() {
    let mut app = App::at(80, 24);
    app.keys("f6 ins 'Vie\u{323}\u{302}t'").stands_on("Việt");
    app.keys("backspace backspace").stands_on("Vi");
    assert!(!app.here().contains("Vie"), "{}", app.here());
}

#[test]
fn backspace_and_retyping_of_an_input_tool_gives_the_word() {
    let mut app = App::at(80, 24);
    app.keys("f6 ins 'd' backspace 'đo' ctrl-h 'ô' backspace 'ồn'").stands_on("đồn");
}

#[test]
fn the_notebooks_own_telex_composes_where_one_types() {
    let mut app = App::at(80, 24);
    app.keys("f9").shows(&opening(&lang::app::telex_on(Vi))).keys("f6 ins 'Xuwowngr goox'");
    app.stands_on("Xưởng gỗ").keys("f9 ' as'").stands_on("Xưởng gỗ as");
}

#[test]
fn esc_glued_to_a_letter_is_esc_and_then_the_letter() {
    let mut app = App::at(80, 24);
    app.keys("f6 ins 'An' alt-k");
    app.hides("Ank");
}

#[test]
fn keys_typed_ahead_go_where_the_notebook_will_be() {
    let mut app = App::at(80, 24);
    super::workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 enter ctrl-e end ' mới' f2 esc f2");
    app.shows("Mới: Lượt làm việc").shows("Xưởng gỗ Hòa Bình mới");
}

#[test]
fn esc_glued_to_the_next_key_is_heard_where_nothing_is_typed() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ");
    // in a menu, in help, over a list: a slow line or a script sends both in one packet
    for open in ["5", "f1", "f10", "f11"] {
        app.keys("f6 home").shows("Xưởng gỗ");
        let base = app.text();
        app.keys(open);
        assert_ne!(app.text(), base);
        app.keys("alt-enter").shows("Tên cơ sở").keys("esc");
        assert_eq!(app.text(), base, "{open}");
    }
    app.keys("5 alt-/").shows(&lang::app::searching_for(Vi));
}

#[test]
fn the_way_out_of_a_note_and_through_a_page_is_hinted() {
    for (width, height) in [(80, 24), (40, 12)] {
        let mut app = App::at(width, height);
        let there = workshop(&mut app, "Xưởng gỗ");
        visit(&mut app, there, serde_json::json!({}));
        app.keys("f6 enter").shows("Tab Phần sau").keys("tab");
        app.keys("esc f2").types("giam sat").keys("enter");
        for _ in 0..20 {
            if app.here().contains("Nội dung") {
                break;
            }
            app.keys("tab");
        }
        app.types("Máy chạy").shows("Tab Ô sau").keys("tab").hides("Tab Ô sau");
    }
}

/// An answer that the store would not take is a fault like any other: at its field, with the
/// others.
#[test]
fn an_answer_of_too_many_bytes_is_a_fault_of_its_field() {
    let mut app = App::at(80, 60);
    app.keys("f6 ins").paste(&"a".repeat(5_000)).keys("tab f2").stands_on("Tên cơ sở");
    app.shows("dài quá 200 ký tự").hides("Một câu trả lời").hides(" 1 chỗ cần sửa");
    let n = faults(&app);
    assert!(n > 1, "{}", app.text());
    // few enough letters, too many bytes
    app.keys("ctrl-u 'Bánh đa' tab");
    app.goes_to("Ghi chú", "tab");
    app.paste(&"ồ".repeat(6_000)).keys("f2");
    assert_eq!(faults(&app), n, "one is mended, one is new:\n{}", app.text());
    let Screen::Form(form) = app.top() else { panic!("{}", app.text()) };
    let said: Vec<_> = form.content.faults.iter().map(|fault| fault.text(Vi)).collect();
    assert!(
        said.contains(&"Ghi chú dài quá (18 KB, tối đa 16 KB). Hãy viết gọn lại.".into()),
        "{said:?}"
    );
    let note = form.content.faults.iter().find(|fault| fault.label.vi == "Ghi chú").unwrap().at;
    let is_there =
        |app: &App| matches!(app.top(), Screen::Form(form) if form.at().path() == Some(note));
    let reached = (0..n).any(|_| is_there(app.keys("f4")));
    assert!(reached, "F4 goes past it:\n{}", app.text());
}

/// Texts that cannot be read are counted with the answers that are missing or out of range.
#[test]
fn faults_beside_an_unreadable_text_are_counted() {
    let mut app = App::at(80, 60);
    workshop(&mut app, "Bánh đa");
    let go = |app: &mut App, label: &str| {
        for _ in 0..80 {
            if app.here().contains(label) {
                return;
            }
            app.keys("tab");
        }
        panic!("no {label}:\n{}", app.text());
    };
    app.keys("f6 f4 ctrl-u tab");
    go(&mut app, "Tổng số lao động");
    app.keys("'abc' tab");
    go(&mut app, "Lao động nữ");
    app.keys("'-5' f2");
    assert_eq!(faults(&app), 3, "{}", app.text());
    app.stands_on("Tổng số lao động").keys("f4").stands_on("Lao động nữ");
    app.keys("f4").stands_on("Tên cơ sở");
    // mending one leaves the others
    app.keys("'Bánh đa' f2");
    assert_eq!(faults(&app), 2, "{}", app.text());
}

fn faults(app: &App) -> usize {
    match app.top() {
        Screen::Form(form) => form.content.faults.len(),
        _ => panic!("no form:\n{}", app.text()),
    }
}

#[test]
fn a_cut_paste_says_so() {
    let long = "a".repeat((1 << 20) + 10);
    let mut app = App::at(80, 24);
    workshop(&mut app, "Bánh đa");
    let said = lang::app::paste_cut(Vi, 1);
    app.keys("f6 del").paste(&long[..5_000]).hides(&said).paste(&long).shows(&said);
    app.keys("esc ins").paste(&long[..5_000]).hides(&said).paste(&long).shows(&said);
    // nothing was pasted where no text is typed
    app.keys("f5").paste(&long).hides(&said);
}
